//! A conflict: who decides, what each can do, what cannot be, and what each prefers.

use crate::error::{Error, Kind};
use crate::formula::Formula;

/// Which way an option can still be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Moves {
    /// Freely, to yes and back to no.
    #[default]
    Both,
    /// From no to yes only.
    ToYes,
    /// From yes to no only.
    ToNo,
}

/// An option: something its decision maker does or does not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionDef {
    /// The position of the decision maker whose option it is.
    pub decision_maker: usize,
    /// Its id within the decision maker.
    pub id: String,
    /// Its name in words.
    pub name: String,
    /// Which way it can be changed.
    pub moves: Moves,
}

/// One preference statement: a state in which it holds is preferred to one in which it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What is preferred to hold.
    pub that: Formula,
    /// False where the statement is a guess, which robustness then varies.
    pub known: bool,
}

impl From<Formula> for Statement {
    fn from(that: Formula) -> Self {
        Statement { that, known: true }
    }
}

/// What a decision maker prefers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preference {
    /// Statements, most important first: of two states, the better is the one that satisfies the first statement on
    /// which they differ.
    Prefers(Vec<Statement>),
    /// State numbers (from 1), best first, ties together.
    Ranking(Vec<Vec<usize>>),
}

/// A decision maker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionMaker {
    /// Its id.
    pub id: String,
    /// Its name in words.
    pub name: String,
    /// What it prefers.
    pub preference: Preference,
}

/// How the conflict's states and moves are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// By options: a state is a choice of yes or no for each; a decision maker moves by changing its own.
    Options {
        /// All options, those of the first decision maker first.
        options: Vec<OptionDef>,
        /// What cannot be: a state in which one of these holds is none.
        infeasible: Vec<Formula>,
    },
    /// By a graph: so many states, and per decision maker the moves as pairs of state numbers (from 1).
    Graph {
        /// The number of states.
        states: usize,
        /// Per decision maker, its moves.
        arcs: Vec<Vec<(usize, usize)>>,
    },
}

/// A conflict model, checked.
///
/// ```
/// use detente_gmcr::*;
/// // The prisoners' dilemma: both prefer the other silent before anything, then to talk.
/// let mut b = ConflictBuilder::new();
/// let (ann, bob) = (b.decision_maker("ann", "Ann"), b.decision_maker("bob", "Bob"));
/// let talk_a = b.option(ann, "talk", "Ann talks", Moves::Both);
/// let talk_b = b.option(bob, "talk", "Bob talks", Moves::Both);
/// b.prefers(ann, vec![Formula::literal(talk_b, false).into(), Formula::var(talk_a).into()]);
/// b.prefers(bob, vec![Formula::literal(talk_a, false).into(), Formula::var(talk_b).into()]);
/// let analysis = analyze(&b.build().unwrap(), &Limits::default()).unwrap();
/// assert_eq!(analysis.equilibria(Concept::Nash).unwrap().numbers(), [4]);
/// assert_eq!(analysis.equilibria(Concept::Seq).unwrap().numbers(), [1, 4]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    decision_makers: Vec<DecisionMaker>,
    form: Form,
}

impl Conflict {
    /// The decision makers, in order.
    pub fn decision_makers(&self) -> &[DecisionMaker] {
        &self.decision_makers
    }
    /// Options or graph.
    pub fn form(&self) -> &Form {
        &self.form
    }
    /// The options (none in graph form).
    pub fn options(&self) -> &[OptionDef] {
        if let Form::Options { options, .. } = &self.form { options } else { &[] }
    }
    /// The infeasible patterns (none in graph form).
    pub fn infeasible(&self) -> &[Formula] {
        if let Form::Options { infeasible, .. } = &self.form { infeasible } else { &[] }
    }
    /// The positions of one decision maker's options.
    pub fn options_of(&self, decision_maker: usize) -> std::ops::Range<usize> {
        let options = self.options();
        let lo = options.partition_point(|o| o.decision_maker < decision_maker);
        lo..options.partition_point(|o| o.decision_maker <= decision_maker)
    }
    /// The same conflict with another preference for one decision maker.
    pub fn with_preference(&self, decision_maker: usize, preference: Preference) -> Result<Conflict, Error> {
        let mut c = self.clone();
        let dm = c.decision_makers.get_mut(decision_maker).ok_or(Error::new(Kind::UnknownDecisionMaker))?;
        dm.preference = preference;
        c.check()?;
        Ok(c)
    }
    /// The same conflict in which this too cannot be.
    pub fn with_infeasible(&self, pattern: Formula) -> Result<Conflict, Error> {
        let mut c = self.clone();
        match &mut c.form {
            Form::Options { infeasible, .. } => infeasible.push(pattern),
            Form::Graph { .. } => return Err(Error::new(Kind::NeedsOptions)),
        }
        c.check()?;
        Ok(c)
    }

    fn check(&self) -> Result<(), Error> {
        if self.decision_makers.is_empty() {
            return Err(Error::new(Kind::NoDecisionMaker));
        }
        let count = self.options().len();
        let named = |f: &Formula| match f.highest_option() {
            Some(o) if o >= count => Err(Error::new(Kind::UnknownOption(o))),
            _ => Ok(()),
        };
        let mut ids = std::collections::BTreeSet::new();
        for (i, dm) in self.decision_makers.iter().enumerate() {
            if !ids.insert(&dm.id) {
                return Err(Error::new(Kind::DuplicateId(dm.id.clone())).at(i));
            }
            if let Preference::Prefers(statements) = &dm.preference {
                for (k, s) in statements.iter().enumerate() {
                    named(&s.that).map_err(|e| e.at(i).at_statement(k))?;
                }
            }
        }
        match &self.form {
            Form::Options { options, infeasible } => {
                for (o, w) in options.windows(2).enumerate() {
                    if w[0].decision_maker > w[1].decision_maker {
                        return Err(Error::new(Kind::OptionOrder).at_option(o + 1));
                    }
                }
                let mut seen = std::collections::BTreeSet::new();
                for (o, opt) in options.iter().enumerate() {
                    if opt.decision_maker >= self.decision_makers.len() {
                        return Err(Error::new(Kind::UnknownDecisionMaker).at_option(o));
                    }
                    if !seen.insert((opt.decision_maker, &opt.id)) {
                        let e = Error::new(Kind::DuplicateId(opt.id.clone()));
                        return Err(e.at(opt.decision_maker).at_option(o));
                    }
                }
                for (k, f) in infeasible.iter().enumerate() {
                    named(f).map_err(|e| e.at_statement(k))?;
                }
            }
            Form::Graph { states, arcs } => {
                if *states == 0 {
                    return Err(Error::new(Kind::NoState));
                }
                for (i, list) in arcs.iter().enumerate() {
                    for (k, (from, to)) in list.iter().enumerate() {
                        if let Some(&state) = [from, to].into_iter().find(|s| **s == 0 || **s > *states) {
                            return Err(Error::new(Kind::ArcState { state, states: *states }).at(i).at_statement(k));
                        }
                    }
                }
                for (i, dm) in self.decision_makers.iter().enumerate() {
                    if let Preference::Ranking(classes) = &dm.preference {
                        check_ranking(classes, *states).map_err(|e| e.at(i))?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Every state from 1 to `states` exactly once.
pub(crate) fn check_ranking(classes: &[Vec<usize>], states: usize) -> Result<(), Error> {
    let mut seen = vec![false; states];
    for &state in classes.iter().flatten() {
        if state == 0 || state > states {
            return Err(Error::new(Kind::RankingState { state, states }));
        }
        if std::mem::replace(&mut seen[state - 1], true) {
            return Err(Error::new(Kind::RankingTwice(state)));
        }
    }
    match seen.iter().position(|s| !s) {
        Some(s) => Err(Error::new(Kind::RankingMissing(s + 1))),
        None => Ok(()),
    }
}

/// Builds a [`Conflict`]: decision makers first or as you go, options in the order of their decision makers.
///
/// A decision maker without preference is indifferent between all states; one without options never moves.
#[derive(Clone, Debug, Default)]
pub struct ConflictBuilder {
    decision_makers: Vec<DecisionMaker>,
    options: Vec<OptionDef>,
    infeasible: Vec<Formula>,
    states: Option<usize>,
    arcs: Vec<Vec<(usize, usize)>>,
    error: Option<Error>,
}

impl ConflictBuilder {
    /// An empty model.
    pub fn new() -> Self {
        Self::default()
    }
    /// Adds a decision maker; the answer is its position.
    pub fn decision_maker(&mut self, id: &str, name: &str) -> usize {
        let preference = Preference::Prefers(Vec::new());
        self.decision_makers.push(DecisionMaker { id: id.into(), name: name.into(), preference });
        self.decision_makers.len() - 1
    }
    /// Adds an option; the answer is its position among all options, which is what formulas name.
    pub fn option(&mut self, decision_maker: usize, id: &str, name: &str, moves: Moves) -> usize {
        self.options.push(OptionDef { decision_maker, id: id.into(), name: name.into(), moves });
        self.options.len() - 1
    }
    /// States in which this holds cannot be.
    pub fn infeasible(&mut self, pattern: Formula) -> &mut Self {
        self.infeasible.push(pattern);
        self
    }
    /// Preference by statements, most important first.
    pub fn prefers(&mut self, decision_maker: usize, statements: Vec<Statement>) -> &mut Self {
        self.preference(decision_maker, Preference::Prefers(statements))
    }
    /// Preference by a ranking of state numbers, best first, ties together.
    pub fn ranking(&mut self, decision_maker: usize, ranking: Vec<Vec<usize>>) -> &mut Self {
        self.preference(decision_maker, Preference::Ranking(ranking))
    }
    /// Preference, either way.
    pub fn preference(&mut self, decision_maker: usize, preference: Preference) -> &mut Self {
        match self.decision_makers.get_mut(decision_maker) {
            Some(dm) => dm.preference = preference,
            None => self.error = Some(Error::new(Kind::UnknownDecisionMaker)),
        }
        self
    }
    /// Graph form: the number of states.
    pub fn graph(&mut self, states: usize) -> &mut Self {
        self.states = Some(states);
        self
    }
    /// Graph form: one decision maker's moves, as pairs of state numbers.
    pub fn arcs(&mut self, decision_maker: usize, arcs: Vec<(usize, usize)>) -> &mut Self {
        if self.arcs.len() <= decision_maker {
            self.arcs.resize(decision_maker + 1, Vec::new());
        }
        self.arcs[decision_maker] = arcs;
        self
    }
    /// The conflict, or what is wrong with it. Whether any state is feasible is known only once states are counted.
    pub fn build(self) -> Result<Conflict, Error> {
        if let Some(e) = self.error {
            return Err(e);
        }
        let form = match self.states {
            Some(states) => {
                if !self.options.is_empty() || !self.infeasible.is_empty() {
                    return Err(Error::new(Kind::MixedForms));
                }
                let mut arcs = self.arcs;
                if arcs.len() > self.decision_makers.len() {
                    return Err(Error::new(Kind::UnknownDecisionMaker).at(arcs.len() - 1));
                }
                arcs.resize(self.decision_makers.len(), Vec::new());
                Form::Graph { states, arcs }
            }
            None if !self.arcs.is_empty() => return Err(Error::new(Kind::MixedForms)),
            None => Form::Options { options: self.options, infeasible: self.infeasible },
        };
        let conflict = Conflict { decision_makers: self.decision_makers, form };
        conflict.check()?;
        Ok(conflict)
    }
}
