//! Coalitions: several decision makers moving together.
//!
//! **Definition.** A coalition H improves from s to t if t ∈ R_H(s) and every member strictly prefers t. s is Nash stable
//! for H if there is no such t; GMR, SMR and SEQ stable if each such t is deterred by the others, where a state deters
//! unless every member of H prefers it to s (and, for SMR, H cannot move on to one that all prefer). A state stable for
//! every non-empty coalition is universally coalitionally stable. An equilibrium jump leads from one equilibrium to
//! another by an improvement of a coalition.
//!
//! **Source.** Kilgour, Hipel, Fang and Peng, Group Decision and Negotiation 10 (2001).
//!
//! **Example.** In the prisoners' dilemma the two together improve from both talking to both silent: an equilibrium jump
//! under SEQ. **Counter-example.** Both silent is left by no coalition of two.

use crate::budget::{Budget, Spent};
use crate::certificate::StateRef;
use crate::conflict::Conflict;
use crate::error::{Error, Kind};
use crate::model::Model;
use crate::set::StateSet;
use crate::stability::Concept;
use serde::Serialize;

/// Decision makers up to which all coalitions are gone through.
const MOST_MEMBERS: usize = 10;

/// The concepts that coalitions have.
pub const COALITION_CONCEPTS: [Concept; 4] = [Concept::Nash, Concept::Gmr, Concept::Smr, Concept::Seq];

/// One coalition's stable states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoalitionStable {
    /// The members, by position.
    pub members: Vec<usize>,
    /// The states stable for the coalition.
    pub stable: StateSet,
}

/// One concept's coalition analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoalitionAnswer {
    /// The concept.
    pub concept: Concept,
    /// Every non-empty coalition, single decision makers among them.
    pub coalitions: Vec<CoalitionStable>,
    /// The states stable for all of them.
    pub universal: StateSet,
    /// Equilibrium jumps.
    pub jumps: Vec<Jump>,
}

/// An equilibrium jump.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Jump {
    /// The equilibrium that is left.
    pub from: StateRef,
    /// The equilibrium that is reached.
    pub to: StateRef,
    /// The coalition, by positions.
    pub members: Vec<usize>,
}

/// Coalition analysis under Nash, GMR, SMR and SEQ; refused over `states` feasible states.
pub fn coalitions(
    conflict: &Conflict,
    states: u64,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Vec<CoalitionAnswer>, Error> {
    let model = Model::of(conflict, states)?;
    if model.dms() > MOST_MEMBERS {
        return Err(Error::new(Kind::TooLarge(format!("more than {MOST_MEMBERS} decision makers"))));
    }
    let mut budget = Budget::new(u64::MAX, stop);
    solve(&model, &mut budget).map_err(|_| Error::new(Kind::Stopped))
}

fn solve(model: &Model, budget: &mut Budget) -> Result<Vec<CoalitionAnswer>, Spent> {
    let (n, everyone) = (model.len(), (1usize << model.dms()) - 1);
    let mut sets = vec![vec![StateSet::empty(n); everyone + 1]; COALITION_CONCEPTS.len()];
    let mut improvements: Vec<Vec<Vec<u32>>> = vec![Vec::new()];
    let members = |h: usize| (0..model.dms()).filter(|i| h >> i & 1 == 1).collect::<Vec<_>>();
    for h in 1..=everyone {
        let (own, others) = (members(h), members(everyone & !h));
        let all_prefer = |t: u32, s: usize| own.iter().all(|i| model.rank[*i][t as usize] > model.rank[*i][s]);
        let mut reach = Vec::new();
        for s in 0..n {
            reach.push(joint(model, &own, s, false, budget)?);
        }
        let mut answers: Vec<[Option<Vec<u32>>; 2]> = vec![[None, None]; n];
        let mut list = Vec::new();
        for s in 0..n {
            let better: Vec<u32> = reach[s].iter().copied().filter(|t| all_prefer(*t, s)).collect();
            let mut held = [better.is_empty(), true, true, true];
            for &s1 in &better {
                for (credible, slot) in [false, true].into_iter().zip(0..) {
                    if answers[s1 as usize][slot].is_none() {
                        answers[s1 as usize][slot] = Some(joint(model, &others, s1 as usize, credible, budget)?);
                    }
                    let found = answers[s1 as usize][slot].as_deref().unwrap_or(&[]);
                    budget.spend(1 + found.len() as u64)?;
                    let mut deterring = found.iter().filter(|t| !all_prefer(**t, s));
                    if credible {
                        held[3] &= deterring.next().is_some();
                    } else {
                        held[1] &= deterring.clone().next().is_some();
                        held[2] &= deterring.any(|t| reach[*t as usize].iter().all(|u| !all_prefer(*u, s)));
                    }
                }
            }
            for (set, held) in sets.iter_mut().zip(held) {
                if held {
                    set[h].insert(s);
                }
            }
            list.push(better);
        }
        improvements.push(list);
    }
    let mut all = Vec::new();
    for (concept, mut sets) in COALITION_CONCEPTS.into_iter().zip(sets) {
        let (mut universal, mut equilibria) = (StateSet::full(n), StateSet::full(n));
        for (h, set) in sets.iter().enumerate().skip(1) {
            universal.intersect(set);
            if h.is_power_of_two() {
                equilibria.intersect(set);
            }
        }
        let mut jumps = Vec::new();
        for s in equilibria.positions() {
            for (h, list) in improvements.iter().enumerate().skip(1) {
                for t in list[s].iter().filter(|t| equilibria.contains(**t as usize)) {
                    let (from, to) = (model.state_ref(s), model.state_ref(*t as usize));
                    jumps.push(Jump { from, to, members: members(h) });
                }
            }
        }
        let one = |(h, stable)| CoalitionStable { members: members(h), stable };
        let coalitions = sets.drain(..).enumerate().skip(1).map(one).collect();
        all.push(CoalitionAnswer { concept, coalitions, universal, jumps });
    }
    Ok(all)
}

/// Legal joint moves: nobody moves twice in a row.
fn joint(model: &Model, who: &[usize], s: usize, credible: bool, budget: &mut Budget) -> Result<Vec<u32>, Spent> {
    let mut seen = vec![false; model.len() * model.dms()];
    let mut open = vec![(s, usize::MAX)];
    let mut found = StateSet::empty(model.len());
    while let Some((at, last)) = open.pop() {
        for &j in who.iter().filter(|j| **j != last) {
            let next = if credible { model.improvements_from(j, at) } else { model.moves_from(j, at) };
            budget.spend(1 + next.len() as u64)?;
            for t in next {
                let t = t as usize;
                if !std::mem::replace(&mut seen[t * model.dms() + j], true) {
                    found.insert(t);
                    open.push((t, j));
                }
            }
        }
    }
    Ok(found.positions().map(|t| t as u32).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::prisoners;

    #[test]
    fn the_two_together_leave_talking() {
        let all = coalitions(&prisoners(), 100, &mut || false).unwrap();
        let seq = &all[3];
        assert_eq!(seq.universal.numbers(), [1]);
        assert_eq!(seq.jumps.len(), 1);
        assert_eq!((seq.jumps[0].from.number, seq.jumps[0].to.number), (4, 1));
        assert_eq!(seq.jumps[0].members, [0, 1]);
        assert!(all[0].universal.is_empty());
    }
}
