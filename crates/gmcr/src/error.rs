//! The crate's one error.

use std::fmt;

/// Why a conflict could not be built or analysed.
///
/// The kind is private: ask with the predicates, and find the culprit with [`Error::decision_maker`],
/// [`Error::option`] and [`Error::statement`], so that a reader of files can point at a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub(crate) kind: Kind,
    pub(crate) decision_maker: Option<usize>,
    pub(crate) option: Option<usize>,
    pub(crate) statement: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    NoDecisionMaker,
    DuplicateId(String),
    OptionOrder,
    UnknownDecisionMaker,
    UnknownOption(usize),
    MixedForms,
    BadFormula,
    NoState,
    RankingState { state: usize, states: usize },
    RankingTwice(usize),
    RankingMissing(usize),
    ArcState { state: usize, states: usize },
    StateOutside { state: usize, states: usize },
    TooLarge(String),
    NeedsOptions,
    NeedsStatements,
    NeedsTwo,
    BadArgument(&'static str),
    Stopped,
}

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Error { kind, decision_maker: None, option: None, statement: None }
    }
    pub(crate) fn at(mut self, decision_maker: usize) -> Self {
        self.decision_maker = Some(decision_maker);
        self
    }
    pub(crate) fn at_option(mut self, option: usize) -> Self {
        self.option = Some(option);
        self
    }
    pub(crate) fn at_statement(mut self, statement: usize) -> Self {
        self.statement = Some(statement);
        self
    }
    /// The decision maker the error is about, by position.
    pub fn decision_maker(&self) -> Option<usize> {
        self.decision_maker
    }
    /// The option the error is about, by position among all options.
    pub fn option(&self) -> Option<usize> {
        self.option
    }
    /// The statement or infeasible pattern the error is about, by position in its list.
    pub fn statement(&self) -> Option<usize> {
        self.statement
    }
    /// The infeasible patterns together leave no state.
    pub fn is_no_state(&self) -> bool {
        self.kind == Kind::NoState
    }
    /// A ranking names a state that is not there, names one twice, or leaves one out.
    pub fn is_ranking(&self) -> bool {
        matches!(self.kind, Kind::RankingState { .. } | Kind::RankingTwice(_) | Kind::RankingMissing(_))
    }
    /// The model has more states than this operation can list.
    pub fn is_too_large(&self) -> bool {
        matches!(self.kind, Kind::TooLarge(_))
    }
    /// The caller's stop callback said to stop.
    pub fn is_stopped(&self) -> bool {
        self.kind == Kind::Stopped
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::NoDecisionMaker => write!(f, "a conflict needs at least one decision maker"),
            Kind::DuplicateId(id) => write!(f, "the id `{id}` is given twice; give each its own"),
            Kind::OptionOrder => write!(f, "options must be added in the order of their decision makers"),
            Kind::UnknownDecisionMaker => write!(f, "there is no such decision maker"),
            Kind::UnknownOption(o) => write!(f, "a formula names option number {o}, which does not exist"),
            Kind::MixedForms => write!(f, "a conflict has either options or a graph, not both; remove one"),
            Kind::BadFormula => write!(f, "a formula in postfix order must leave exactly one value"),
            Kind::NoState => write!(f, "the infeasible patterns together leave no state; relax one"),
            Kind::RankingState { state, states } => {
                write!(f, "a ranking names state {state}, but states run from 1 to {states}")
            }
            Kind::RankingTwice(s) => write!(f, "a ranking names state {s} twice; keep one"),
            Kind::RankingMissing(s) => write!(f, "a ranking leaves out state {s}; place it"),
            Kind::ArcState { state, states } => {
                write!(f, "a move names state {state}, but states run from 1 to {states}")
            }
            Kind::StateOutside { state, states } => {
                write!(f, "state {state} is asked for, but states run from 1 to {states}")
            }
            Kind::TooLarge(what) => write!(f, "the model is too large for this: {what}"),
            Kind::NeedsOptions => write!(f, "this needs a conflict in option form"),
            Kind::NeedsStatements => write!(f, "this needs preferences given by statements"),
            Kind::NeedsTwo => write!(f, "this needs two decision makers or more"),
            Kind::BadArgument(what) => write!(f, "{what}"),
            Kind::Stopped => write!(f, "stopped on request"),
        }
    }
}

impl std::error::Error for Error {}
