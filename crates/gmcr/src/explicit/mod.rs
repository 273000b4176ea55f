//! The explicit engines: every feasible state has a place in memory.
//!
//! In option form no move is ever stored: [`groups`] works on the states grouped by all bits but a decision maker's own.
//! In graph form [`arcs`] works on the moves as given, where nobody may move twice in a row.

pub(crate) mod arcs;
mod groups;

use crate::budget::{Budget, Spent};
use crate::model::{Model, Moving};
use crate::set::StateSet;
use crate::stability::{Concept, Rule};

/// The states stable for each decision maker, per concept asked for.
pub(crate) fn stable_sets(
    model: &Model,
    concepts: &[Concept],
    budget: &mut Budget,
) -> Result<Vec<Vec<StateSet>>, Spent> {
    match &model.moves {
        Moving::Groups(grouping) => groups::stable_sets(model, grouping, concepts, budget),
        Moving::Arcs(arcs) => arcs::stable_sets(model, arcs, concepts, budget),
    }
}

/// All four rules that concepts use, in a fixed order, with the concepts.
pub(crate) const RULES: [(Concept, Rule); 4] = [
    (Concept::Gmr, Rule { credible: false, escape: false }),
    (Concept::Smr, Rule { credible: false, escape: true }),
    (Concept::Seq, Rule { credible: true, escape: false }),
    (Concept::Sseq, Rule { credible: true, escape: true }),
];
