//! Unknown preference.
//!
//! **Definition.** Between some states a decision maker's preference is not known (U). Four attitudes: under *a* it leaves
//! on > or U, and a sanction must be < or ~; under *b* it leaves on > only, and a sanction must be < or ~; under *c* it
//! leaves on > or U, and a sanction is <, ~ or U; under *d* it leaves on > only, and a sanction is <, ~ or U. Whatever is
//! stable under a is under b and c, and whatever is under those is under d.
//!
//! **Source.** Li, Hipel, Kilgour and Fang, IEEE Transactions on SMC, Part C 34 (2004).
//!
//! **Example.** In the prisoners' dilemma where one is not known to prefer talking, both silent is Nash stable for it
//! under b and d. **Counter-example.** Under a and c it is not.

use super::Concept;
use super::judge::{Judge, stable};
use crate::conflict::{Conflict, Preference};
use crate::error::Error;
use crate::profiles::Lists;
use crate::set::StateSet;
use crate::states::States;
use std::collections::BTreeSet;

/// How a decision maker acts on what is not known of its preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attitude {
    /// Leaves on > or U; deterred by <, ~.
    A,
    /// Leaves on >; deterred by <, ~.
    B,
    /// Leaves on > or U; deterred by <, ~, U.
    C,
    /// Leaves on >; deterred by <, ~, U.
    D,
}

struct View<'a> {
    lists: &'a Lists,
    unknown: BTreeSet<(usize, usize, usize)>,
    attitude: Attitude,
}

impl Judge for View<'_> {
    fn leaves(&self, i: usize, from: usize, to: usize) -> bool {
        if self.unknown.contains(&(i, from.min(to), from.max(to))) {
            return matches!(self.attitude, Attitude::A | Attitude::C);
        }
        self.lists.model.rank[i][to] > self.lists.model.rank[i][from]
    }
    fn deters(&self, i: usize, from: usize, to: usize) -> bool {
        if self.unknown.contains(&(i, from.min(to), from.max(to))) {
            return matches!(self.attitude, Attitude::C | Attitude::D);
        }
        self.lists.model.rank[i][to] <= self.lists.model.rank[i][from]
    }
}

/// The states stable for each decision maker under an attitude, where the preference of a decision maker (by position)
/// between two states (by number) is not known; elsewhere it is as the conflict has it. The pairs stand for themselves:
/// name all that are unknown.
pub fn stable_under_unknown(
    conflict: &Conflict,
    concept: Concept,
    unknown: &[(usize, usize, usize)],
    attitude: Attitude,
    states: u64,
) -> Result<Vec<StateSet>, Error> {
    let lists = Lists::of(conflict, states)?;
    let mut pairs = BTreeSet::new();
    for (i, s, t) in unknown {
        let (s, t) = (lists.model.position_of(*s)?, lists.model.position_of(*t)?);
        pairs.insert((*i, s.min(t), s.max(t)));
    }
    let view = View { lists: &lists, unknown: pairs, attitude };
    Ok((0..lists.model.dms()).map(|i| stable(&lists, concept, i, &view)).collect())
}

/// States up to which all pairs are gone through.
const MOST_STATES: u64 = 4096;

/// The pairs between which a decision maker's preference is not known because the first of its statements on which they
/// differ is a guess: (decision maker, lower state number, higher state number).
pub fn unknown_pairs(conflict: &Conflict) -> Result<Vec<(usize, usize, usize)>, Error> {
    let states = States::of(conflict, MOST_STATES)?;
    let mut pairs = Vec::new();
    for (i, dm) in conflict.decision_makers().iter().enumerate() {
        let Preference::Prefers(list) = &dm.preference else { continue };
        let truth: Vec<Vec<u64>> = list.iter().map(|s| states.truth(&s.that)).collect();
        let differ =
            |k: &usize, s: usize, t: usize| (truth[*k][s / 64] >> (s % 64) ^ truth[*k][t / 64] >> (t % 64)) & 1 == 1;
        for t in 1..states.len() {
            for s in 0..t {
                if (0..list.len()).find(|k| differ(k, s, t)).is_some_and(|k| !list[k].known) {
                    pairs.push((i, s + 1, t + 1));
                }
            }
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{chicken, prisoners};

    #[test]
    fn example_and_counter_example() {
        let nash = |a| stable_under_unknown(&prisoners(), Concept::Nash, &[(0, 1, 2)], a, 10).unwrap()[0].contains(0);
        assert!(nash(Attitude::B) && nash(Attitude::D));
        assert!(!nash(Attitude::A) && !nash(Attitude::C));
    }

    #[test]
    fn what_a_guess_decides_is_unknown() {
        use crate::{ConflictBuilder, Formula, Moves, Statement};
        let mut b = ConflictBuilder::new();
        let d = b.decision_maker("d", "D");
        let (p, q) = (b.option(d, "p", "", Moves::Both), b.option(d, "q", "", Moves::Both));
        b.prefers(d, vec![Formula::var(p).into(), Statement { that: Formula::var(q), known: false }]);
        assert_eq!(unknown_pairs(&b.build().unwrap()).unwrap(), [(0, 1, 3), (0, 2, 4)]);
    }

    #[test]
    fn a_is_the_strictest_and_d_the_loosest() {
        for conflict in [prisoners(), chicken()] {
            for pairs in 0..64u32 {
                let all = [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)];
                let named = all.iter().enumerate().filter(|(k, _)| pairs >> k & 1 == 1);
                let unknown: Vec<_> = named.map(|(k, (s, t))| (k % 2, *s, *t)).collect();
                for concept in [Concept::Nash, Concept::Gmr, Concept::Smr] {
                    let get = |a| stable_under_unknown(&conflict, concept, &unknown, a, 10).unwrap();
                    let (a, b, c, d) = (get(Attitude::A), get(Attitude::B), get(Attitude::C), get(Attitude::D));
                    for i in 0..2 {
                        let within = |x: &StateSet, y: &StateSet| x.positions().all(|s| y.contains(s));
                        assert!(within(&a[i], &b[i]) && within(&b[i], &d[i]));
                        assert!(within(&a[i], &c[i]) && within(&c[i], &d[i]));
                    }
                }
            }
        }
    }
}
