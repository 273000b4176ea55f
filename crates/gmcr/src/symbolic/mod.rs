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

/// What all decision makers share: one order of the options, in which the answers are kept.
struct Common<'a, 'b> {
    bdd: Bdd<'a, 'b>,
    feasible: Ref,
    /// The variable of each option, and the option of each variable.
    place: Vec<u32>,
    option_at: Vec<usize>,
    /// Orders that engines have used, by decision maker and whether sanctions must be credible.
    orders: BTreeMap<(usize, bool), Vec<u32>>,
    /// What was found for a later concept together with an earlier one, by concept and decision maker.
    ahead: BTreeMap<(Concept, usize), Carried>,
}

impl<'a, 'b> Common<'a, 'b> {
    fn new(conflict: &Conflict, limits: &Limits, budget: &'a mut Budget<'b>) -> Self {
        let place = order::places(conflict, None);
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
        let (mut stable, mut all) = (Vec::new(), self.feasible);
        let credible = |c: Concept| c.rule().is_some_and(|r| r.credible);
        // Concepts that are found together: this one, and if it is of those with credible sanctions the others too.
        let others = limits.concepts.iter().copied().filter(|c| *c != concept && credible(concept) && credible(*c));
        let mut together = vec![concept];
        others.for_each(|c| {
            if !together.contains(&c) {
                together.push(c)
            }
        });
        let rules: Vec<Rule> = together.iter().filter_map(|c| c.rule()).collect();
        for i in 0..ranked.len() {
            if !self.ahead.contains_key(&(concept, i)) {
                let left = limits.nodes.saturating_sub(self.bdd.len() as u64);
                let key = (i, credible(concept));
                let place = self.orders.entry(key).or_insert_with(|| order::places(conflict, Some(key)));
                let bdd = Bdd::new(left, self.bdd.budget);
                let mut engine = Engine::new(conflict, ranked, place, i, &rules, bdd)?;
                let found = engine.stable()?;
                self.ahead.extend(together.iter().map(|c| (*c, i)).zip(found));
            }
            let Some(carried) = self.ahead.remove(&(concept, i)) else { continue };
            let set = self.bdd.carried(&carried, &self.place)?;
            stable.push(set);
            all = self.bdd.and(all, set)?;
        }
        Ok((stable, all))
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
