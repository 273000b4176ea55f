//! Asking for an analysis, and its answer.

use crate::budget::{Budget, Spent};
use crate::conflict::{Conflict, Form};
use crate::count::Count;
use crate::error::{Error, Kind};
use crate::explicit;
use crate::model::Model;
use crate::set::StateSet;
use crate::stability::Concept;
use crate::states::States;
use crate::symbolic;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Feasible states up to which they, and sets of them, are listed without being asked for.
pub const LISTED_STATES: u64 = 10_000;

/// Options past which, unless an engine is asked for, the explicit one is used for so many states only.
const WIDE_OPTIONS: usize = 26;
/// See [`WIDE_OPTIONS`].
const WIDE_STATES: u64 = 1 << 18;

/// Which engine to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum EngineChoice {
    /// By size.
    #[default]
    Auto,
    /// Every state in memory.
    Explicit,
    /// Sets of states as decision diagrams.
    Symbolic,
}

/// The engine that was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// Every state in memory.
    Explicit,
    /// Sets of states as decision diagrams.
    Symbolic,
}

/// What an analysis may spend, and what it is asked for.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Most feasible states the explicit engine takes on.
    pub states: u64,
    /// Most steps (states looked at, or diagram operations).
    pub steps: u64,
    /// Most decision-diagram nodes held at once.
    pub nodes: u64,
    /// Threads to use (symbolic engine only), 0 for as many as there are processors; the answer does not depend on it.
    pub threads: usize,
    /// Which engine.
    pub engine: EngineChoice,
    /// Which concepts, in the order of the answer.
    pub concepts: Vec<Concept>,
    /// Most patterns to write a set of equilibria as (symbolic engine only).
    pub patterns: usize,
    /// States to look up, by their options' values, whether or not states are listed.
    pub probe: Vec<Vec<bool>>,
}

/// States that agree on some options: `None` where an option does not matter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern(pub Vec<Option<bool>>);

impl Serialize for Pattern {
    /// `Y`, `N`, or `-` for each option.
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let one = |v: &Option<bool>| v.map_or('-', |v| if v { 'Y' } else { 'N' });
        s.serialize_str(&self.0.iter().map(one).collect::<String>())
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            states: 1 << 25,
            steps: u64::MAX,
            nodes: 1 << 25,
            threads: 0,
            engine: EngineChoice::Auto,
            concepts: Concept::ALL.to_vec(),
            patterns: 256,
            probe: Vec::new(),
        }
    }
}

/// Why an analysis ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// It is complete.
    Complete,
    /// The steps were spent.
    Steps(u64),
    /// There are more feasible states than the limit.
    States(u64),
    /// More decision-diagram nodes were needed than the limit.
    Nodes(u64),
    /// The caller said so.
    Stopped,
}

impl Serialize for StopReason {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let (reason, limit) = match self {
            StopReason::Complete => return s.serialize_str("complete"),
            StopReason::Stopped => return s.serialize_str("stopped"),
            StopReason::Steps(n) => ("steps", n),
            StopReason::States(n) => ("states", n),
            StopReason::Nodes(n) => ("nodes", n),
        };
        let mut map = s.serialize_map(Some(2))?;
        map.serialize_entry("reason", reason)?;
        map.serialize_entry("limit", limit)?;
        map.end()
    }
}

/// A set of states in an answer: always counted, and held where states are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How many.
    pub count: Count,
    /// Which.
    pub set: Option<StateSet>,
}

impl From<StateSet> for Answer {
    fn from(set: StateSet) -> Self {
        Answer { count: Count::from(set.count()), set: Some(set) }
    }
}

/// One concept's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConceptAnswer {
    /// Which concept.
    pub concept: Concept,
    /// The states stable for each decision maker.
    pub stable: Vec<Answer>,
    /// The states stable for all.
    pub equilibria: Answer,
    /// The equilibria as patterns, where the symbolic engine found few that cover them. A pattern may cover infeasible
    /// states as well.
    pub patterns: Option<Vec<Pattern>>,
    /// For each state to look up, for whom it is stable (for nobody if it is infeasible).
    pub probed: Vec<Vec<bool>>,
}

/// An analysis.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The decision makers' ids, in order.
    pub decision_makers: Vec<String>,
    /// The feasible states, where they are held.
    pub states: Option<States>,
    /// How many feasible states there are, where that is known.
    pub feasible: Option<Count>,
    /// Per concept asked for; empty if the analysis was stopped.
    pub concepts: Vec<ConceptAnswer>,
    /// The engine that was used.
    pub engine: Engine,
    /// Why it ended.
    pub stop: StopReason,
}

/// Analyses a conflict: which states are stable for whom, and which for all.
pub fn analyze(conflict: &Conflict, limits: &Limits) -> Result<Analysis, Error> {
    analyze_until(conflict, limits, &mut || false)
}

/// The same, asking `stop` now and then whether to stop.
pub fn analyze_until(conflict: &Conflict, limits: &Limits, stop: &mut dyn FnMut() -> bool) -> Result<Analysis, Error> {
    let mut budget = Budget::new(limits.steps, stop);
    let mut answer = Analysis {
        decision_makers: conflict.decision_makers().iter().map(|d| d.id.clone()).collect(),
        states: None,
        feasible: None,
        concepts: Vec::new(),
        engine: Engine::Explicit,
        stop: StopReason::Complete,
    };
    let option_form = matches!(conflict.form(), Form::Options { .. });
    if limits.engine == EngineChoice::Symbolic && !option_form {
        return Err(Error::new(Kind::NeedsOptions));
    }
    if limits.engine == EngineChoice::Symbolic {
        return symbolically(conflict, limits, &mut budget, answer);
    }
    // With many options, finding out that there are too many states can itself be long.
    let wide = conflict.options().len() > WIDE_OPTIONS && limits.engine == EngineChoice::Auto;
    let most = if wide { limits.states.min(WIDE_STATES) } else { limits.states };
    let model = match Model::of(conflict, most) {
        Ok(model) => model,
        Err(Error { kind: Kind::TooLarge(_), .. }) if limits.engine == EngineChoice::Auto && option_form => {
            return symbolically(conflict, limits, &mut budget, answer);
        }
        Err(Error { kind: Kind::TooLarge(_), .. }) => {
            if option_form && conflict.infeasible().is_empty() {
                answer.feasible = Some(Count::power_of_two(conflict.options().len()));
            }
            answer.stop = StopReason::States(limits.states);
            return Ok(answer);
        }
        Err(e) => return Err(e),
    };
    answer.feasible = Some(model.states.count());
    match explicit::stable_sets(&model, &limits.concepts, &mut budget) {
        Ok(all) => {
            for (concept, sets) in limits.concepts.iter().zip(all) {
                let mut equilibria = StateSet::full(model.len());
                sets.iter().for_each(|s| equilibria.intersect(s));
                let position = |p: &Vec<bool>| {
                    let decimal = p.iter().take(128).enumerate().map(|(o, v)| u128::from(*v) << o).sum();
                    model.states.position(decimal).filter(|_| option_form && p.len() <= 128)
                };
                let looked_up =
                    |p| position(p).map_or(vec![false; sets.len()], |s| sets.iter().map(|x| x.contains(s)).collect());
                let probed = limits.probe.iter().map(looked_up).collect();
                let stable = sets.into_iter().map(Answer::from).collect();
                let equilibria = equilibria.into();
                answer.concepts.push(ConceptAnswer { concept: *concept, stable, equilibria, patterns: None, probed });
            }
        }
        Err(spent) => answer.stop = spent.reason(limits),
    }
    answer.states = Some(model.states);
    Ok(answer)
}

fn symbolically(
    conflict: &Conflict,
    limits: &Limits,
    budget: &mut Budget,
    mut answer: Analysis,
) -> Result<Analysis, Error> {
    answer.engine = Engine::Symbolic;
    answer.states = match States::of(conflict, LISTED_STATES) {
        Ok(states) => Some(states),
        Err(Error { kind: Kind::TooLarge(_), .. }) => None,
        Err(e) => return Err(e),
    };
    let found = symbolic::solve(conflict, answer.states.as_ref(), limits, budget)?;
    let found = found.ok_or(Error::new(Kind::NoState))?;
    answer.feasible = Some(found.feasible).filter(|_| found.stop == StopReason::Complete || !found.concepts.is_empty());
    answer.stop = found.stop;
    for symbolic::Sets { concept, stable, equilibria, patterns, probed } in found.concepts {
        answer.concepts.push(ConceptAnswer { concept, stable, equilibria, patterns, probed });
    }
    Ok(answer)
}

impl Spent {
    pub(crate) fn reason(self, limits: &Limits) -> StopReason {
        match self {
            Spent::Steps => StopReason::Steps(limits.steps),
            Spent::Nodes => StopReason::Nodes(limits.nodes),
            Spent::Stopped => StopReason::Stopped,
        }
    }
}

impl Analysis {
    /// One concept's answer, if it was asked for and reached.
    pub fn concept(&self, concept: Concept) -> Option<&ConceptAnswer> {
        self.concepts.iter().find(|c| c.concept == concept)
    }
    /// The states stable for all.
    pub fn equilibria(&self, concept: Concept) -> Option<&StateSet> {
        self.concept(concept)?.equilibria.set.as_ref()
    }
    /// The states stable for one decision maker.
    pub fn stable(&self, concept: Concept, decision_maker: usize) -> Option<&StateSet> {
        self.concept(concept)?.stable.get(decision_maker)?.set.as_ref()
    }
    /// The answer in the form of the command's JSON. States and sets are listed where there are at most
    /// [`LISTED_STATES`] feasible states, or on `list`.
    pub fn view(&self, list: bool) -> AnalysisView {
        let listed = self.states.as_ref().filter(|s| list || s.len() as u64 <= LISTED_STATES);
        let numbers = |a: &Answer| a.set.as_ref().map(StateSet::numbers);
        let states = listed.map(|s| {
            let one = |k| StateView {
                number: k + 1,
                decimal: s.decimal(k),
                options: if s.is_graph() { None } else { Some(s.options(k)) },
            };
            (0..s.len()).map(one).collect()
        });
        let concepts = listed.map(|_| {
            let one = |c: &ConceptAnswer| {
                let stable = self.decision_makers.iter().cloned().zip(c.stable.iter().map(numbers)).collect();
                (c.concept.id().to_owned(), ConceptView { stable: InOrder(stable), equilibria: numbers(&c.equilibria) })
            };
            InOrder(self.concepts.iter().map(one).collect())
        });
        AnalysisView {
            feasible: self.feasible.clone(),
            states,
            decision_makers: self.decision_makers.clone(),
            concepts,
            counts: InOrder(
                self.concepts.iter().map(|c| (c.concept.id().to_owned(), c.equilibria.count.clone())).collect(),
            ),
            patterns: (listed.is_none() && self.engine == Engine::Symbolic).then(|| {
                let one = |c: &ConceptAnswer| Some((c.concept.id().to_owned(), c.patterns.clone()?));
                InOrder(self.concepts.iter().filter_map(one).collect())
            }),
            engine: self.engine,
            stop: self.stop,
        }
    }
}

/// An analysis as the command writes it.
#[derive(Clone, Debug, Serialize)]
pub struct AnalysisView {
    /// The number of feasible states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feasible: Option<Count>,
    /// The feasible states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub states: Option<Vec<StateView>>,
    /// The decision makers' ids.
    pub decision_makers: Vec<String>,
    /// Per concept, the stable states of each decision maker and the equilibria.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concepts: Option<InOrder<ConceptView>>,
    /// Per concept, the number of equilibria.
    pub counts: InOrder<Count>,
    /// Where states are not listed: per concept, the equilibria as patterns, if few cover them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patterns: Option<InOrder<Vec<Pattern>>>,
    /// The engine that was used.
    pub engine: Engine,
    /// Why the analysis ended.
    pub stop: StopReason,
}

/// A state as the command writes it.
#[derive(Clone, Debug, Serialize)]
pub struct StateView {
    /// Its number, from 1.
    pub number: usize,
    /// Its binary number.
    pub decimal: u128,
    /// `YNN…` in option order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<String>,
}

/// One concept's answer as the command writes it.
#[derive(Clone, Debug, Serialize)]
pub struct ConceptView {
    /// The numbers of the states stable for each decision maker.
    pub stable: InOrder<Option<Vec<usize>>>,
    /// The numbers of the states stable for all.
    pub equilibria: Option<Vec<usize>>,
}

/// A map that keeps its order when written.
#[derive(Clone, Debug)]
pub struct InOrder<T>(pub Vec<(String, T)>);

impl<T> InOrder<T> {
    /// The value under this key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }
}

impl<T: Serialize> Serialize for InOrder<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(self.0.iter().map(|(k, v)| (k, v)))
    }
}
