//! What a change of the model does to its equilibria; every option as a lever.

use crate::analysis::{Limits, StopReason, analyze_until};
use crate::certificate::StateRef;
use crate::conflict::{Conflict, Preference, Statement};
use crate::error::{Error, Kind};
use crate::formula::Formula;
use crate::stability::Concept;
use crate::states::States;
use serde::Serialize;
use std::collections::BTreeMap;

/// A change of a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The option has this value in every state.
    Force {
        /// The option, by position.
        option: usize,
        /// Its value.
        value: bool,
    },
    /// States in which this holds cannot be.
    Forbid(Formula),
    /// The decision maker no longer holds to its statement at this position.
    RemoveStatement {
        /// The decision maker, by position.
        decision_maker: usize,
        /// The statement, by position.
        statement: usize,
    },
    /// The decision maker holds to a further statement, at this position.
    AddStatement {
        /// The decision maker, by position.
        decision_maker: usize,
        /// Where in its list.
        at: usize,
        /// The statement.
        statement: Statement,
    },
    /// The decision maker has no preferences at all.
    Indifferent {
        /// The decision maker, by position.
        decision_maker: usize,
    },
}

impl Conflict {
    /// The conflict with a change. Rankings keep their order among the states that are left.
    pub fn changed(&self, change: &Change) -> Result<Conflict, Error> {
        let forbid = |pattern: Formula| {
            let next = self.with_infeasible(pattern)?;
            self.renumbered(next)
        };
        let list = |decision_maker: usize| {
            let dm = self.decision_makers().get(decision_maker).ok_or(Error::new(Kind::UnknownDecisionMaker))?;
            match &dm.preference {
                Preference::Prefers(list) => Ok(list.clone()),
                Preference::Ranking(_) => Err(Error::new(Kind::NeedsStatements).at(decision_maker)),
            }
        };
        match change {
            Change::Force { option, value } => forbid(Formula::literal(*option, !value)),
            Change::Forbid(pattern) => forbid(pattern.clone()),
            Change::RemoveStatement { decision_maker, statement } => {
                let mut list = list(*decision_maker)?;
                if *statement >= list.len() {
                    return Err(Error::new(Kind::BadArgument("there is no such statement")).at(*decision_maker));
                }
                list.remove(*statement);
                self.with_preference(*decision_maker, Preference::Prefers(list))
            }
            Change::AddStatement { decision_maker, at, statement } => {
                let mut list = list(*decision_maker)?;
                list.insert((*at).min(list.len()), statement.clone());
                self.with_preference(*decision_maker, Preference::Prefers(list))
            }
            Change::Indifferent { decision_maker } => {
                self.with_preference(*decision_maker, Preference::Prefers(Vec::new()))
            }
        }
    }

    /// Rankings of `self` carried over to `next`, which has fewer states.
    fn renumbered(&self, mut next: Conflict) -> Result<Conflict, Error> {
        let ranked = |c: &Conflict| {
            (0..c.decision_makers().len())
                .filter(|i| matches!(c.decision_makers()[*i].preference, Preference::Ranking(_)))
                .collect::<Vec<_>>()
        };
        let who = ranked(self);
        if who.is_empty() {
            return Ok(next);
        }
        let most = 1 << 22;
        let (old, new) = (States::of(self, most)?, States::of(&next, most)?);
        for i in who {
            let Preference::Ranking(classes) = &self.decision_makers()[i].preference else { continue };
            let place =
                |n: &usize| n.checked_sub(1).filter(|p| *p < old.len()).and_then(|p| new.position(old.decimal(p)));
            let kept = classes.iter().map(|c| c.iter().filter_map(place).map(|p| p + 1).collect::<Vec<_>>());
            let kept = kept.filter(|c| !c.is_empty()).collect();
            next = next.with_preference(i, Preference::Ranking(kept))?;
        }
        Ok(next)
    }
}

/// What a change does to the equilibria of one concept. States are named by their binary numbers, since the numbers
/// among feasible states may differ between the models.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The concept.
    pub concept: Concept,
    /// Equilibria of both models (numbers as before the change).
    pub kept: Vec<StateRef>,
    /// Equilibria only after the change (numbers as after it).
    pub gained: Vec<StateRef>,
    /// Equilibria only before the change, though they can still be.
    pub lost: Vec<StateRef>,
    /// Equilibria before the change that can no longer be.
    pub excluded: Vec<StateRef>,
}

/// What a change does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhatIf {
    /// By concept.
    pub differences: Vec<Difference>,
    /// Feasible states before and after.
    pub states: (usize, usize),
}

/// An option forced to a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lever {
    /// The option, by position.
    pub option: usize,
    /// The value it is forced to.
    pub value: bool,
    /// What that changes; `None` if it leaves no state.
    pub effect: Option<WhatIf>,
}

/// A concept and its equilibria, by binary number.
type Equilibria = (Concept, BTreeMap<u128, StateRef>);

struct Solved {
    states: States,
    equilibria: Vec<Equilibria>,
}

fn solve(conflict: &Conflict, limits: &Limits, stop: &mut dyn FnMut() -> bool) -> Result<Solved, Error> {
    let limits = Limits { engine: crate::EngineChoice::Explicit, ..limits.clone() };
    let analysis = analyze_until(conflict, &limits, stop)?;
    let states = match (analysis.stop, &analysis.states) {
        (StopReason::Complete, Some(states)) => states.clone(),
        (StopReason::Stopped, _) => return Err(Error::new(Kind::Stopped)),
        _ => return Err(Error::new(Kind::TooLarge("the limits on states or steps were reached".into()))),
    };
    let one = |s: usize| (states.decimal(s), StateRef { number: s + 1, decimal: states.decimal(s) });
    let of = |c: &crate::ConceptAnswer| {
        let set = c.equilibria.set.iter().flat_map(|e| e.positions()).map(one).collect();
        (c.concept, set)
    };
    let equilibria = analysis.concepts.iter().map(of).collect();
    Ok(Solved { states, equilibria })
}

fn difference(before: &Solved, after: &Solved) -> WhatIf {
    let one = |(b, a): (&Equilibria, &Equilibria)| {
        let pick = |from: &BTreeMap<u128, StateRef>, test: &dyn Fn(u128) -> bool| {
            from.values().copied().filter(|s| test(s.decimal)).collect()
        };
        let can = |d: u128| after.states.position(d).is_some();
        Difference {
            concept: b.0,
            kept: pick(&b.1, &|d| a.1.contains_key(&d)),
            gained: pick(&a.1, &|d| !b.1.contains_key(&d)),
            lost: pick(&b.1, &|d| !a.1.contains_key(&d) && can(d)),
            excluded: pick(&b.1, &|d| !can(d)),
        }
    };
    WhatIf {
        differences: before.equilibria.iter().zip(&after.equilibria).map(one).collect(),
        states: (before.states.len(), after.states.len()),
    }
}

/// What changes, made one after the other, do to the equilibria.
pub fn what_if(
    conflict: &Conflict,
    changes: &[Change],
    limits: &Limits,
    stop: &mut dyn FnMut() -> bool,
) -> Result<WhatIf, Error> {
    let before = solve(conflict, limits, stop)?;
    let mut next = conflict.clone();
    for change in changes {
        next = next.changed(change)?;
    }
    Ok(difference(&before, &solve(&next, limits, stop)?))
}

/// Every option forced to each value in turn: what that changes.
pub fn levers(conflict: &Conflict, limits: &Limits, stop: &mut dyn FnMut() -> bool) -> Result<Vec<Lever>, Error> {
    let before = solve(conflict, limits, stop)?;
    let mut all = Vec::new();
    for option in 0..conflict.options().len() {
        for value in [true, false] {
            let forced = conflict.changed(&Change::Force { option, value });
            let effect = match forced.and_then(|c| solve(&c, limits, stop)) {
                Ok(after) => Some(difference(&before, &after)),
                Err(e) if e.is_no_state() => None,
                Err(e) => return Err(e),
            };
            all.push(Lever { option, value, effect });
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::prisoners;

    #[test]
    fn one_prisoner_who_cannot_talk_frees_the_other() {
        let all = levers(&prisoners(), &Limits::default(), &mut || false).unwrap();
        let silent = all.iter().find(|l| l.option == 0 && !l.value).unwrap();
        let nash = &silent.effect.as_ref().unwrap().differences[0];
        assert_eq!(nash.concept, Concept::Nash);
        // Only state NY is left as an equilibrium: the other talks.
        assert_eq!(nash.gained.iter().map(|s| s.decimal).collect::<Vec<_>>(), [2]);
        assert_eq!(nash.excluded.iter().map(|s| s.decimal).collect::<Vec<_>>(), [3]);
    }
}
