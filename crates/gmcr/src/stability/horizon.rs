//! Limited-move stability and non-myopic stability.
//!
//! **Definition.** A decision maker foresees h moves, its own and the other's in turn, each free to stop. By backward
//! induction, G_0(i, s) = s; for h ≥ 1 it weighs, among its moves s₁ from s, the one whose G_{h−1}(j, s₁) it likes best (of
//! equals, the state with the lowest number), and takes it if it likes that better than s: G_h(i, s) is then
//! G_{h−1}(j, s₁), and otherwise s. s is L_h stable for i if it stays. s is non-myopically stable if it is L_h stable for
//! all large h.
//!
//! With two decision makers i and j take turns. With more, the literature has no one definition; here they move in the
//! order of the model, round and round, and whoever stays ends it: experimental ([`Horizon::experimental`]).
//!
//! **Source.** Kilgour, *Decision Making with Incomplete Information* (1985), for L_h; Brams and Wittman, Conflict
//! Management and Peace Science 6 (1981), for NM; Fang, Hipel and Kilgour (1993).
//!
//! **Example.** In the prisoners' dilemma, both silent is L_2 stable: talking would be answered by talking.
//! **Counter-example.** It is not L_1 stable, which is Nash.

use crate::conflict::Conflict;
use crate::error::{Error, Kind};
use crate::profiles::Lists;
use crate::set::StateSet;

/// What decision makers who look ahead hold to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// For h = 1, 2, …: the states L_h stable for each.
    pub limited: Vec<Vec<StateSet>>,
    /// The states non-myopically stable for each; `None` if the outlook did not repeat within the moves looked at.
    pub non_myopic: Option<Vec<StateSet>>,
    /// Whether there are more than two decision makers, for whom the order of moves is our own choice.
    pub experimental: bool,
}

/// L_h stability for h from 1 to `moves`, and non-myopic stability if what is foreseen repeats by then.
pub fn limited_moves(conflict: &Conflict, moves: usize, states: u64) -> Result<Horizon, Error> {
    let lists = Lists::of(conflict, states)?;
    let (n, dms) = (lists.model.len(), lists.model.dms());
    if dms < 2 {
        return Err(Error::new(Kind::NeedsTwo));
    }
    // Per decision maker and state, where it foresees to end.
    let start: Vec<u32> = (0..n as u32).collect();
    let mut history: Vec<Vec<Vec<u32>>> = vec![vec![start; dms]];
    let mut limited: Vec<Vec<StateSet>> = Vec::new();
    let mut non_myopic = None;
    for h in 1..=moves {
        let mut next = vec![Vec::with_capacity(n); dms];
        let mut stable = vec![StateSet::empty(n); dms];
        for i in 0..dms {
            let (rank, other) = (&lists.model.rank[i], &history[h - 1][(i + 1) % dms]);
            for s in 0..n {
                let ends = lists.moves[i][s].iter().map(|t| other[*t as usize]);
                let best = ends.reduce(|a, b| if rank[b as usize] > rank[a as usize] { b } else { a });
                match best.filter(|b| rank[*b as usize] > rank[s]) {
                    Some(end) => next[i].push(end),
                    None => {
                        next[i].push(s as u32);
                        stable[i].insert(s);
                    }
                }
            }
        }
        limited.push(stable);
        // What follows hangs on this outlook alone, so once one returns, all between it and here repeat for ever.
        let before = history.iter().position(|old| *old == next);
        history.push(next);
        if let Some(first) = before {
            let mut all = vec![StateSet::full(n); dms];
            for stable in &limited[first..] {
                all.iter_mut().zip(stable).for_each(|(b, s)| b.intersect(s));
            }
            non_myopic = Some(all);
            // Horizons beyond repeat the same cycle.
            for k in limited.len()..moves {
                limited.push(limited[first + (k - first) % (h - first)].clone());
            }
            break;
        }
    }
    Ok(Horizon { limited, non_myopic, experimental: dms > 2 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Concept;
    use crate::testing::{chicken, pennies, prisoners, stable};

    #[test]
    fn example_and_counter_example() {
        let h = limited_moves(&prisoners(), 6, 10).unwrap();
        assert!(!h.limited[0][0].contains(0) && h.limited[1][0].contains(0) && h.limited[1][1].contains(0));
        assert!(h.non_myopic.is_some());
    }

    #[test]
    fn the_first_horizon_is_nash() {
        for c in [prisoners(), chicken(), pennies()] {
            let h = limited_moves(&c, 1, 10).unwrap();
            for i in 0..2 {
                assert_eq!(h.limited[0][i].numbers(), stable(&c, Concept::Nash, i));
            }
        }
    }
}
