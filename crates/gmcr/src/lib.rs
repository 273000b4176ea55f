//! Conflict analysis with the Graph Model for Conflict Resolution.
//!
//! In goes a [`Conflict`]: decision makers, the options each can take or leave, what cannot be, and what each prefers.
//! Out comes an [`Analysis`]: which states are stable for whom under each [`Concept`], and which are equilibria, stable
//! for all.
//!
//! A state is a choice of yes or no for every option (or, in graph form, just a number). States are numbered from 1 in
//! ascending order of the binary number whose lowest bit is the first option, among the feasible ones. A decision maker
//! moves by changing its own options, one way only where an option says so, to a feasible state. Of two states it prefers
//! the one that satisfies the first of its statements on which they differ, or it ranks the states outright.
//!
//! The crate reads nothing, prints nothing and knows no clock: searches are bounded by [`Limits`] counted in states and
//! steps, and by a callback. Every verdict comes with a certificate on request ([`Explainer`]), and a [`Checker`] that
//! shares nothing with the engines accepts or refuses it. What it finds it returns as data, never as sentences. Each concept's definition, source,
//! example and counter-example stand in its file under `stability/`.

mod analysis;
mod budget;
mod certificate;
mod check;
mod coalition;
mod conflict;
mod count;
mod error;
mod explicit;
mod formula;
mod fragility;
mod hypergame;
mod inverse;
mod model;
mod paths;
mod profiles;
mod random;
mod robust;
mod set;
mod settling;
mod stability;
mod states;
mod symbolic;
#[cfg(test)]
mod testing;
mod whatif;

pub use analysis::{
    Analysis, AnalysisView, Answer, ConceptAnswer, ConceptView, Engine, EngineChoice, InOrder, LISTED_STATES, Limits,
    Pattern, StateView, StopReason, analyze, analyze_until,
};
pub use certificate::{Deterred, Explainer, Explanation, Proof, Standing, StateRef, Step, Verdict};
pub use check::{Checker, Refusal};
pub use coalition::{COALITION_CONCEPTS, CoalitionAnswer, CoalitionStable, Jump, coalitions};
pub use conflict::{Conflict, ConflictBuilder, DecisionMaker, Form, Moves, OptionDef, Preference, Statement};
pub use count::Count;
pub use error::Error;
pub use formula::{Formula, Token};
pub use fragility::{Fragility, fragility};
pub use hypergame::{HypergameAnswer, View, hypergame};
pub use inverse::{Demotion, Inverse, InverseOrder, Reordering, inverse, inverse_order};
pub use paths::{Paths, PathsTo, Reluctant, paths};
pub use profiles::Vary;
pub use robust::{ConceptRobustness, OptionShare, RobustSpec, Robustness, Share, ShareMethod, StateShare, robustness};
pub use set::StateSet;
pub use settling::{Settled, Settling, SettlingMethod, settling};
pub use stability::{
    Attitude, ByStrength, Concept, Great, Horizon, limited_moves, simultaneous, stable_by_strength,
    stable_under_unknown, unknown_pairs,
};
pub use states::States;
pub use whatif::{Change, Difference, Lever, WhatIf, levers, what_if};
