//! The conflict file: TOML that a person writes or edits, and the solver's model that it stands for.

mod formula;
mod gmcr_plus;
mod lower;
mod names;
mod read;
#[cfg(test)]
mod tests;
mod views;
mod write;

pub use gmcr_plus::parse_gmcr_plus;
pub use lower::{formula, lower};
pub(crate) use names::nearest;
pub use read::parse;
pub use views::{great, unknown, views};
pub use write::write;

use detente_event::Span;
use detente_gmcr::{Moves, States};
use jiff::civil::Date;

/// A conflict file, everything that it says. [`parse`] makes one from text, [`write`] makes text of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConflictFile {
    /// What the conflict is about.
    pub title: String,
    /// The day whose situation it describes.
    pub as_of: Option<Date>,
    /// Who decides, in order.
    pub decision_makers: Vec<DecisionMaker>,
    /// What cannot be.
    pub infeasible: Vec<Infeasible>,
    /// The number of states, where the file gives the graph itself instead of options.
    pub graph: Option<Graph>,
    /// Comment lines at the head of the file (written, not read).
    pub remarks: Vec<String>,
    /// Comment lines at its end (written, not read).
    pub closing: Vec<String>,
}

/// Someone who decides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecisionMaker {
    /// Short name for formulas, unique.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// What it can do or leave.
    pub options: Vec<ConflictOption>,
    /// What it prefers, most important first.
    pub prefers: Vec<Preference>,
    /// Instead of statements: state numbers from 1, best first, ties together.
    pub ranking: Option<Ranking>,
    /// With a ranking: the states just below each of which lies a great step.
    pub great_steps: Numbers,
    /// With a ranking: the pairs of states between which its preference is not known.
    pub unknown: Option<Arcs>,
    /// Graph form: its moves, as pairs of state numbers.
    pub moves: Option<Arcs>,
    /// The states it does not perceive.
    pub unaware: Vec<Unaware>,
    /// What it believes others to prefer, where it is wrong.
    pub believes: Vec<Belief>,
    /// Comment lines above it (written, not read).
    pub remarks: Vec<String>,
    /// Where it stands in the file.
    pub span: Option<Span>,
}

/// Something a decision maker does or does not do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConflictOption {
    /// Short name for formulas, unique within the decision maker.
    pub id: String,
    /// Name in words.
    pub name: String,
    /// Whether it is chosen in the status quo.
    pub now: bool,
    /// Which way it can still be changed.
    pub moves: Moves,
    /// Ids of the events behind it.
    pub because: Vec<String>,
    /// Comment lines above it (written, not read).
    pub remarks: Vec<String>,
    /// Where it stands in the file.
    pub span: Option<Span>,
}

/// One preference statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Preference {
    /// The formula that is preferred to hold.
    pub that: String,
    /// False for a guess, which robustness varies.
    pub known: bool,
    /// True where a state that satisfies it is much preferred.
    pub much: bool,
    /// Ids of the events behind it.
    pub because: Vec<String>,
    /// Comment lines above it (written, not read).
    pub remarks: Vec<String>,
    /// Where the formula stands in the file.
    pub span: Option<Span>,
    /// Where in the file the formula's first character stands, if it is written without escapes.
    pub(crate) start: Option<usize>,
}

impl Preference {
    /// A known statement without evidence.
    #[must_use]
    pub fn new(that: impl Into<String>) -> Self {
        Self {
            that: that.into(),
            known: true,
            much: false,
            because: Vec::new(),
            remarks: Vec::new(),
            span: None,
            start: None,
        }
    }
}

/// What cannot be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Infeasible {
    /// A state in which this formula holds is none.
    pub when: String,
    /// Ids of the events behind it.
    pub because: Vec<String>,
    /// Comment lines above it (written, not read).
    pub remarks: Vec<String>,
    /// Where the formula stands in the file.
    pub span: Option<Span>,
    pub(crate) start: Option<usize>,
}

/// A ranking of states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// State numbers from 1, best first, ties together.
    pub classes: Vec<Vec<usize>>,
    /// Where it stands in the file.
    pub span: Option<Span>,
    /// Where each number stands, in reading order.
    pub(crate) places: Vec<Span>,
}

/// State numbers, from 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// The numbers, in reading order.
    pub list: Vec<usize>,
    /// Where they stand in the file.
    pub span: Option<Span>,
}

/// States that a decision maker does not perceive.
#[derive(Clone, Debug, PartialEq)]
pub enum Unaware {
    /// Those in which a formula holds.
    When(Infeasible),
    /// Those with these numbers.
    States(Numbers),
}

/// What a decision maker believes another (or itself) to prefer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Belief {
    /// The other's id.
    pub of: String,
    /// Statements, most important first.
    pub prefers: Vec<Preference>,
    /// Instead of statements: a ranking.
    pub ranking: Option<Ranking>,
    /// Where it stands in the file.
    pub span: Option<Span>,
}

/// Moves between states of a graph, or other pairs of states.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arcs {
    /// From which state to which, numbers from 1.
    pub list: Vec<(usize, usize)>,
    /// Where it stands in the file.
    pub span: Option<Span>,
    /// Where each pair stands.
    pub(crate) places: Vec<Span>,
}

/// The graph form's table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Graph {
    /// How many states there are.
    pub states: usize,
    /// Where it stands in the file.
    pub span: Option<Span>,
}

impl ConflictFile {
    /// All options in order, each with the position of its decision maker.
    pub fn options(&self) -> impl Iterator<Item = (usize, &ConflictOption)> {
        self.decision_makers.iter().enumerate().flat_map(|(k, d)| d.options.iter().map(move |o| (k, o)))
    }

    /// The names that formulas use, `decision_maker.option`, in order.
    #[must_use]
    pub fn option_names(&self) -> Vec<String> {
        self.options().map(|(k, o)| format!("{}.{}", self.decision_makers[k].id, o.id)).collect()
    }

    /// The status quo, `YNN…` in option order; empty in graph form.
    #[must_use]
    pub fn status_quo(&self) -> String {
        self.options().map(|(_, o)| if o.now { 'Y' } else { 'N' }).collect()
    }

    /// The position of the status quo among the feasible states; `None` in graph form, or where it is not feasible.
    #[must_use]
    pub fn status_quo_in(&self, states: &States) -> Option<usize> {
        states.parse(&self.status_quo())
    }
}

/// Whether a word has a meaning in formulas, so that no id may be it.
pub(crate) fn is_reserved(word: &str) -> bool {
    formula::RESERVED.contains(&word)
}

/// The word that the file has for a way to move.
#[must_use]
pub fn moves_word(moves: Moves) -> &'static str {
    match moves {
        Moves::Both => "both",
        Moves::ToYes => "to_yes",
        Moves::ToNo => "to_no",
    }
}
