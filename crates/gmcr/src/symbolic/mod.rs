//! The symbolic engine: sets of states as decision diagrams, for models whose states cannot be listed.
//!
//! Besides the options there are variables t₁…t_K, one per statement of the decision maker at hand: a threshold. A
//! deterrent m is kept as the relation m(x) ≤ t, so that the least of two is a union and the opponents' joint moves are
//! a closure:
//!
//! - W₀ = {(x, t): value(x) ≤ t}, in lexicographic order;
//! - W grows by each opponent's moves, or improvements, until it no longer does;
//! - x is unstable if the decision maker can move to some y with rank(y) > t and (y, t) ∉ W, for t the truth of its own
//!   statements at x.
//!
//! Moves need no primed variables: what can be reached is found by quantifying the mover's own options, one-way options
//! by their own operation. An opponent's improvements are a relation between its options there and, primed, here; it
//! holds of its statements only those that its options change, and is small. SEQ and SSEQ, whose sets are mostly the
//! same, grow together where both are asked for, told apart by one more variable.
//!
//! Rankings are taken as the binary digits of the rank, the highest first.
//!
//! For each decision maker and concept the diagrams are built afresh ([`engine`]), with the options in an order of their
//! own: what the opponents prefer matters only where their improvements do, and then only the statements that their own
//! options change, so that far fewer formulas have to be kept together than in one order for all. What is found is
//! carried over into one order for all, to be counted and told.

mod bdd;
mod engine;
mod order;
mod threads;

use crate::analysis::{Answer, Limits, Pattern, StopReason};
use crate::budget::{Budget, Spent};
use crate::conflict::{Conflict, Preference};
use crate::count::Count;
use crate::error::Error;
use crate::set::StateSet;
use crate::stability::{Concept, Rule};
use crate::states::States;
use bdd::{Bdd, Carried, ONE, Ref, ZERO};
use engine::{Engine, Ranked};
use std::collections::BTreeMap;

/// What the engine found: per concept, each decision maker's stable states and the equilibria.
pub(crate) struct Found {
    pub feasible: Count,
    pub concepts: Vec<Sets>,
    pub stop: StopReason,
}

/// One concept's sets.
pub(crate) struct Sets {
    pub concept: Concept,
    pub stable: Vec<Answer>,
    pub equilibria: Answer,
    pub patterns: Option<Vec<Pattern>>,
    /// Per state asked after, for whom it is stable.
    pub probed: Vec<Vec<bool>>,
}

/// Most states of which a ranking is made into functions.
const RANKED_STATES: u64 = 1 << 22;
/// Nodes past which what is no longer needed is forgotten.
const TIDY: usize = 1 << 21;
/// Steps of a first look at a decision maker's diagrams where sanctions must be credible: it tells who is hard. Measured on
/// 60 options of 6 decision makers: a quarter of it ranks them wrongly, and the whole takes a sixth longer.
const LOOK: u64 = 1 << 24;

/// Analyses a conflict in option form; `states`, if its feasible states are listed, gets the sets listed too.
pub(crate) fn solve(
    conflict: &Conflict,
    states: Option<&States>,
    limits: &Limits,
    budget: &mut Budget,
) -> Result<Option<Found>, Error> {
    let mut ranked = Vec::new();
    for (i, dm) in conflict.decision_makers().iter().enumerate() {
        ranked.push(match &dm.preference {
            Preference::Prefers(_) => None,
            ranking => {
                let listed = match states {
                    Some(s) => s.clone(),
                    None => States::of(conflict, RANKED_STATES)?,
                };
                Some(Ranked { rank: listed.ranks(ranking).map_err(|e| e.at(i))?, states: listed })
            }
        });
    }
    let mut all = Common::new(conflict, limits, budget);
    let mut found = Found { feasible: Count::default(), concepts: Vec::new(), stop: StopReason::Complete };
    if let Err(spent) = all.build(conflict) {
        found.stop = spent.reason(limits);
        return Ok(Some(found));
    }
    if all.feasible == ZERO {
        return Ok(None);
    }
    found.feasible = all.bdd.count(all.feasible, all.place.len());
    for concept in &limits.concepts {
        let sets = all.concept(conflict, &ranked, *concept, limits).and_then(|(stable, equilibria)| {
            let patterns = all.patterns(equilibria, limits.patterns)?;
            Ok((stable, equilibria, patterns))
        });
        match sets {
            Ok((stable, equilibria, patterns)) => {
                let holds = |f: &Ref, probe: &[bool]| {
                    all.bdd.eval(*f, |v| probe.get(all.option_at[v as usize]).copied().unwrap_or(false))
                };
                let probed = limits.probe.iter().map(|p| stable.iter().map(|f| holds(f, p)).collect()).collect();
                let answer =
                    |f: Ref| Answer { count: all.bdd.count(f, all.place.len()), set: states.map(|s| all.listed(f, s)) };
                let (stable, equilibria) = (stable.into_iter().map(answer).collect(), answer(equilibria));
                found.concepts.push(Sets { concept: *concept, stable, equilibria, patterns, probed });
            }
            Err(spent) => {
                found.stop = spent.reason(limits);
                break;
            }
        }
        if all.bdd.len() > TIDY {
            all.bdd.keep(&mut [&mut all.feasible]);
        }
    }
    Ok(Some(found))
}

/// An order of the options, and the steps that a first look at the diagrams in it took.
struct Order {
    place: Vec<u32>,
    steps: u64,
}

/// What is asked for of each decision maker.
struct Task<'t> {
    conflict: &'t Conflict,
    ranked: &'t [Option<Ranked>],
    rules: &'t [Rule],
}

impl Task<'_> {
    fn engine<'a, 'b>(
        &self,
        i: usize,
        place: &[u32],
        nodes: u64,
        budget: &'a mut Budget<'b>,
    ) -> Result<Engine<'a, 'b>, Spent> {
        Engine::new(self.conflict, self.ranked, place, i, self.rules, Bdd::new(nodes, budget))
    }

    /// The order for one decision maker, and how hard it is: the hardest goes first where threads share them.
    fn order(&self, i: usize, nodes: u64, budget: &mut Budget) -> Result<Order, Spent> {
        let credible = self.rules.iter().any(|r| r.credible);
        let place = order::places(self.conflict, Some((i, credible)), 1);
        if !credible {
            return Ok(Order { place, steps: 0 });
        }
        let (tried, steps) = budget.within(LOOK, |budget| {
            let left = budget.left();
            let tried = self.engine(i, &place, nodes, budget).and_then(|mut e| e.attempt());
            (tried, left - budget.left())
        });
        match tried {
            Err(Spent::Stopped) => Err(Spent::Stopped),
            _ => Ok(Order { place, steps }),
        }
    }
}

/// What all decision makers share: one order of the options, in which the answers are kept.
struct Common<'a, 'b> {
    bdd: Bdd<'a, 'b>,
    feasible: Ref,
    /// The variable of each option, and the option of each variable.
    place: Vec<u32>,
    option_at: Vec<usize>,
    /// Each decision maker's order, by whether sanctions must be credible.
    orders: BTreeMap<bool, Vec<Order>>,
    /// What was found for a later concept together with an earlier one, by decision maker.
    ahead: BTreeMap<Concept, Vec<Carried>>,
}

impl<'a, 'b> Common<'a, 'b> {
    fn new(conflict: &Conflict, limits: &Limits, budget: &'a mut Budget<'b>) -> Self {
        let place = order::places(conflict, None, 0);
        let mut option_at = vec![0; place.len()];
        place.iter().enumerate().for_each(|(o, v)| option_at[*v as usize] = o);
        let (orders, ahead) = (BTreeMap::new(), BTreeMap::new());
        Common { bdd: Bdd::new(limits.nodes, budget), feasible: ONE, place, option_at, orders, ahead }
    }

    fn build(&mut self, conflict: &Conflict) -> Result<(), Spent> {
        for pattern in conflict.infeasible() {
            let bad = self.bdd.formula(pattern, &self.place)?;
            self.feasible = self.bdd.and(self.feasible, bad ^ 1)?;
        }
        Ok(())
    }

    /// Each decision maker's stable states, and those stable for all.
    fn concept(
        &mut self,
        conflict: &Conflict,
        ranked: &[Option<Ranked>],
        concept: Concept,
        limits: &Limits,
    ) -> Result<(Vec<Ref>, Ref), Spent> {
        if !self.ahead.contains_key(&concept) {
            self.find(conflict, ranked, concept, limits)?;
        }
        let (mut stable, mut all) = (Vec::new(), self.feasible);
        for carried in self.ahead.remove(&concept).unwrap_or_default() {
            let set = self.bdd.carried(&carried, &self.place)?;
            stable.push(set);
            all = self.bdd.and(all, set)?;
        }
        Ok((stable, all))
    }

    /// Finds each decision maker's stable states under a concept, and if it is one with credible sanctions under the others
    /// of those that are asked for.
    fn find(
        &mut self,
        conflict: &Conflict,
        ranked: &[Option<Ranked>],
        concept: Concept,
        limits: &Limits,
    ) -> Result<(), Spent> {
        let rule = |c: &Concept| c.rule().filter(|r| r.credible);
        let mut together = vec![concept];
        if rule(&concept).is_some() {
            together.extend(limits.concepts.iter().filter(|c| rule(c).is_some()));
            together.sort_by_key(|c| (rule(c).is_some_and(|r| !r.escape), *c));
            together.dedup();
        }
        let rules: Vec<Rule> = together.iter().filter_map(|c| c.rule()).collect();
        let credible = rules.iter().any(|r| r.credible);
        let processors = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = if limits.threads == 0 { processors() } else { limits.threads }.min(ranked.len()).max(1);
        let nodes = limits.nodes.saturating_sub(self.bdd.len() as u64);
        let share = nodes / threads as u64;
        let task = Task { conflict, ranked, rules: &rules };
        let mut jobs: Vec<usize> = (0..ranked.len()).collect();
        if !self.orders.contains_key(&credible) {
            let orders = threads::each(&jobs, threads, self.bdd.budget, |i, budget| task.order(i, share, budget))?;
            self.orders.insert(credible, orders.into_iter().flatten().collect());
        }
        let orders = &self.orders[&credible];
        // The hardest first.
        jobs.sort_by_key(|i| std::cmp::Reverse(orders[*i].steps));
        let stable = |i: usize, nodes, budget: &mut Budget| task.engine(i, &orders[i].place, nodes, budget)?.stable();
        let found = threads::each(&jobs, threads, self.bdd.budget, |i, budget| stable(i, share, budget))?;
        for (i, found) in found.into_iter().enumerate() {
            // A share of the nodes may be too few where all are enough.
            let found = match found {
                Some(found) => found,
                None => stable(i, nodes, self.bdd.budget)?,
            };
            together.iter().zip(found).for_each(|(c, set)| self.ahead.entry(*c).or_default().push(set));
        }
        Ok(())
    }

    fn listed(&self, f: Ref, states: &States) -> StateSet {
        let mut set = StateSet::empty(states.len());
        for s in 0..states.len() {
            if self.bdd.eval(f, |v| states.value(s, self.option_at[v as usize])) {
                set.insert(s);
            }
        }
        set
    }

    /// The set as patterns, where few cover it; what the options of an infeasible state are does not matter.
    fn patterns(&mut self, f: Ref, limit: usize) -> Result<Option<Vec<Pattern>>, Spent> {
        let most = self.bdd.or(f, self.feasible ^ 1)?;
        let mut cubes = Vec::new();
        if self.bdd.cover(f, most, limit, &mut Vec::new(), &mut cubes)?.is_none() {
            return Ok(None);
        }
        let pattern = |cube: Vec<(u32, bool)>| {
            let mut values = vec![None; self.place.len()];
            cube.into_iter().for_each(|(v, yes)| values[self.option_at[v as usize]] = Some(yes));
            Pattern(values)
        };
        let mut all: Vec<Pattern> = cubes.into_iter().map(pattern).collect();
        all.sort();
        Ok(Some(all))
    }
}
