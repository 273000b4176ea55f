//! Where play from a state ends, and how likely it ends nowhere.
//!
//! **Definition.** Our own; a Markov chain. At a state, each decision maker for whom it is unstable under the concept is
//! equally likely to be the next to move, and takes each of its improvements from there with equal probability. Where the
//! state is stable for all, nobody moves. Play settles at an equilibrium, or never: it goes round for ever among states
//! from which no equilibrium can be reached. What came before is forgotten, so a decision maker may move twice in a row.
//!
//! **Source.** For play along improvements as a chain: Kandori, Mailath and Rob, Econometrica 61 (1993), and Young,
//! Econometrica 61 (1993), without their mistakes. States are eliminated one by one without any subtraction, so that
//! small probabilities keep their digits: Grassmann, Taksar and Heyman, Operations Research 33 (1985).
//!
//! **Limits.** Who moves, and how, is assumed and not observed: a share tells what improvements lead to, not a forecast.

use crate::analysis::{Limits, StopReason, analyze_until};
use crate::budget::Budget;
use crate::certificate::StateRef;
use crate::conflict::Conflict;
use crate::error::{Error, Kind};
use crate::model::Model;
use crate::stability::Concept;
use serde::Serialize;
use std::collections::BTreeMap;

/// States that play can reach up to which the shares are solved for; past that, play is followed step by step.
const SOLVED: usize = 1_000;
/// Improvements of all states together up to which play is worked out.
const IMPROVEMENTS: usize = 1 << 24;
/// Steps that play is followed for, and the share still moving at which it is left.
const STEPS: usize = 100_000;
const LEFT: f64 = 1e-9;

/// How the shares were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SettlingMethod {
    /// Solved: exact but for rounding.
    Solved,
    /// Followed step by step.
    Followed,
}

/// The share of play that ends at one equilibrium.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Settled {
    /// The equilibrium.
    pub state: StateRef,
    /// The share of play that ends there.
    pub share: f64,
}

/// Where play from a state ends.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settling {
    /// The concept.
    pub concept: Concept,
    /// Whether nothing happens at all: the state is an equilibrium.
    pub stays: bool,
    /// The equilibria at which play can end, the likeliest first.
    pub at: Vec<Settled>,
    /// The share of play that never reaches an equilibrium.
    pub never: f64,
    /// The share still moving when play was no longer followed; nought where it was solved.
    pub undecided: f64,
    /// The states that play can be in, the first counted.
    pub reachable: usize,
    /// How the shares were found.
    pub method: SettlingMethod,
}

/// Where play from a state (by number) ends under a concept; refused over `states` feasible states or some sixteen million
/// improvements, and stopped when `stop` says so.
pub fn settling(
    conflict: &Conflict,
    from: usize,
    concept: Concept,
    states: u64,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Settling, Error> {
    let model = Model::of(conflict, states)?;
    let start = model.position_of(from)?;
    let limits = Limits { concepts: vec![concept], engine: crate::EngineChoice::Explicit, states, ..Limits::default() };
    let analysis = analyze_until(conflict, &limits, stop)?;
    if analysis.stop != StopReason::Complete {
        return Err(Error::new(Kind::Stopped));
    }
    let unstable = |i: usize, s: usize| !analysis.stable(concept, i).is_some_and(|set| set.contains(s));
    // The states in the order in which play finds them, and where each leads with which probability.
    let mut budget = Budget::new(u64::MAX, stop);
    let mut found = vec![start];
    let mut place = BTreeMap::from([(start, 0usize)]);
    let mut leads: Vec<Vec<(usize, f64)>> = Vec::new();
    let mut improvements = 0;
    while let Some(&s) = found.get(leads.len()) {
        let movers: Vec<usize> = (0..model.dms()).filter(|i| unstable(*i, s)).collect();
        let mut to = Vec::new();
        for &i in &movers {
            let mut better = model.moves_from(i, s);
            budget.spend(1 + better.len() as u64).map_err(|_| Error::new(Kind::Stopped))?;
            better.retain(|t| model.rank[i][*t as usize] > model.rank[i][s]);
            let each = 1.0 / movers.len() as f64 / better.len() as f64;
            for t in better {
                let next = *place.entry(t as usize).or_insert_with(|| {
                    found.push(t as usize);
                    found.len() - 1
                });
                to.push((next, each));
            }
        }
        improvements += to.len();
        if improvements > IMPROVEMENTS {
            return Err(Error::new(Kind::TooLarge(format!("more than {IMPROVEMENTS} improvements to follow"))));
        }
        leads.push(to);
    }
    let ends: Vec<bool> = leads.iter().map(Vec::is_empty).collect();
    let (method, shares, never, undecided) = if found.len() <= SOLVED {
        let (shares, never) = solve(&leads);
        (SettlingMethod::Solved, shares, never, 0.0)
    } else {
        let (shares, never, undecided) = follow(&leads, &mut budget).map_err(|_| Error::new(Kind::Stopped))?;
        (SettlingMethod::Followed, shares, never, undecided)
    };
    let settled = |k: usize| Settled { state: model.state_ref(found[k]), share: shares[k] };
    let mut at: Vec<Settled> = (0..found.len()).filter(|k| ends[*k] && shares[*k] > 0.0).map(settled).collect();
    at.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.state.cmp(&b.state)));
    Ok(Settling { concept, stays: ends[0], at, never, undecided, reachable: found.len(), method })
}

/// The share that ends at each state, and nowhere, from the first: the others are taken out one by one, the last first,
/// what leads to one being led on to where it leads.
fn solve(leads: &[Vec<(usize, f64)>]) -> (Vec<f64>, f64) {
    let n = leads.len();
    let ends: Vec<bool> = leads.iter().map(Vec::is_empty).collect();
    // The column past the last is nowhere.
    let mut share = vec![vec![0.0; n + 1]; n];
    for (row, to) in share.iter_mut().zip(leads) {
        to.iter().for_each(|(t, p)| row[*t] += p);
    }
    for s in (0..n).rev().filter(|s| !ends[*s]) {
        let mut gone = std::mem::take(&mut share[s]);
        gone[s] = 0.0;
        let out: f64 = gone.iter().sum();
        if out > 0.0 {
            gone.iter_mut().for_each(|p| *p /= out);
        } else {
            // It leads to itself only.
            gone[n] = 1.0;
        }
        for row in share[..s].iter_mut() {
            let to = std::mem::replace(&mut row[s], 0.0);
            if to > 0.0 {
                row.iter_mut().zip(&gone).for_each(|(p, q)| *p += to * q);
            }
        }
        share[s] = gone;
    }
    let mut first = std::mem::take(&mut share[0]);
    if ends[0] {
        first[0] = 1.0;
    }
    let never = first[n];
    (first, never)
}

/// The same by following play; and the share that still moves when it is left.
fn follow(leads: &[Vec<(usize, f64)>], budget: &mut Budget) -> Result<(Vec<f64>, f64, f64), crate::budget::Spent> {
    let n = leads.len();
    // From where an equilibrium can be reached.
    let mut before = vec![Vec::new(); n];
    for (s, to) in leads.iter().enumerate() {
        to.iter().for_each(|(t, _)| before[*t].push(s));
    }
    let mut hopeful = vec![false; n];
    let mut open: Vec<usize> = (0..n).filter(|s| leads[*s].is_empty()).collect();
    while let Some(s) = open.pop() {
        if !std::mem::replace(&mut hopeful[s], true) {
            open.extend(&before[s]);
        }
    }
    let mut ended = vec![0.0; n];
    let mut at = vec![0.0; n];
    at[0] = 1.0;
    let (mut never, mut moving) = (0.0, 1.0);
    for _ in 0..STEPS {
        let mut next = vec![0.0; n];
        for (s, mass) in at.iter().enumerate().filter(|(_, m)| **m > 0.0) {
            budget.spend(1 + leads[s].len() as u64)?;
            match (hopeful[s], leads[s].as_slice()) {
                (false, _) => never += mass,
                (true, []) => ended[s] += mass,
                (true, to) => to.iter().for_each(|(t, p)| next[*t] += mass * p),
            }
        }
        at = next;
        moving = at.iter().sum();
        if moving < LEFT {
            break;
        }
    }
    Ok((ended, never, moving))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflict::ConflictBuilder;
    use crate::testing::{chicken, prisoners};

    fn from(c: &Conflict, state: usize, concept: Concept) -> Settling {
        settling(c, state, concept, 1 << 20, &mut || false).unwrap()
    }

    #[test]
    fn an_equilibrium_stays() {
        let found = from(&prisoners(), 1, Concept::Seq);
        assert!(found.stays);
        assert_eq!((found.at.len(), found.at[0].share, found.never), (1, 1.0, 0.0));
    }

    #[test]
    fn chicken_ends_at_either_side() {
        // Both swerve: each is as likely to be the first to go straight, and there it ends.
        let found = from(&chicken(), 1, Concept::Nash);
        assert!(!found.stays);
        let at: Vec<(usize, f64)> = found.at.iter().map(|s| (s.state.number, s.share)).collect();
        assert_eq!(at, [(2, 0.5), (3, 0.5)]);
    }

    /// One decision maker leaves 1 for 2 or 3; from 2 another goes back to 1 or on to 4; at 3 the two go round with 5.
    fn rounds() -> Conflict {
        let mut b = ConflictBuilder::new();
        b.graph(5);
        b.decision_maker("a", "");
        b.decision_maker("b", "");
        b.arcs(0, vec![(1, 2), (1, 3), (5, 3)]);
        b.arcs(1, vec![(2, 1), (2, 4), (3, 5)]);
        b.ranking(0, vec![vec![2, 3], vec![1, 5], vec![4]]);
        b.ranking(1, vec![vec![1, 4, 5], vec![2, 3]]);
        b.build().unwrap()
    }

    #[test]
    fn rounds_without_end_are_told_apart_from_those_with_one() {
        // From 1: half is lost in the round 3, 5; of the other half, half ends at 4 and half is at 1 again:
        // x = 1/2 (1/2 + x/2), so a third ends at 4.
        let found = from(&rounds(), 1, Concept::Nash);
        assert_eq!(found.at.iter().map(|s| s.state.number).collect::<Vec<_>>(), [4]);
        assert!((found.at[0].share - 1.0 / 3.0).abs() < 1e-15 && (found.never - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(found.reachable, 5);
    }

    #[test]
    fn following_agrees_with_solving() {
        let leads = vec![vec![(1, 0.5), (2, 0.5)], vec![(0, 0.5), (3, 0.5)], vec![(4, 1.0)], vec![], vec![(2, 1.0)]];
        let (exact, never) = solve(&leads);
        let (near, lost, left) = follow(&leads, &mut Budget::new(u64::MAX, &mut || false)).unwrap();
        assert!((exact[3] - near[3]).abs() < 1e-8 && (never - lost).abs() < 1e-8 && left < 1e-8);
    }
}
