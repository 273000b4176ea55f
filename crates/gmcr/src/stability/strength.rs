//! Strength of preference.
//!
//! **Definition.** A decision maker may prefer one state *much* to another (≫). A stable state is strongly stable if it
//! is stable still when only what is ≫-worse counts as a sanction (and, under SMR and SSEQ, as an escape that does not
//! help); it is weakly stable if it is stable but not strongly.
//!
//! **Source.** Hamouda, Kilgour and Hipel, Group Decision and Negotiation 13 (2004), and Applied Mathematics and
//! Computation 175 (2006).
//!
//! **Example.** In chicken, where a crash is much worse than anything, both swerving is strongly GMR stable.
//! **Counter-example.** Where the crash is only a little worse, it is weakly so.

use super::Concept;
use super::judge::{Judge, stable};
use crate::conflict::{Conflict, Preference};
use crate::error::{Error, Kind};
use crate::profiles::Lists;
use crate::set::StateSet;

/// A decision maker's stable states, by strength.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByStrength {
    /// Strongly stable.
    pub strong: StateSet,
    /// Stable, but not strongly.
    pub weak: StateSet,
}

struct View<'a> {
    lists: &'a Lists,
    /// Per decision maker and state: how many great steps lie below it.
    level: Vec<Vec<u32>>,
    strong: bool,
}

impl Judge for View<'_> {
    fn leaves(&self, i: usize, from: usize, to: usize) -> bool {
        self.lists.model.rank[i][to] > self.lists.model.rank[i][from]
    }
    fn deters(&self, i: usize, from: usize, to: usize) -> bool {
        match self.strong {
            true => self.level[i][to] < self.level[i][from],
            false => self.lists.model.rank[i][to] <= self.lists.model.rank[i][from],
        }
    }
}

/// Where one decision maker's preference is great.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Great {
    /// Just below each of these states, by number: it and those it ties with are much preferred to all that are below.
    Below(Vec<usize>),
    /// Between states that differ on one of so many of its statements, the first ones.
    Statements(usize),
}

/// Strongly and weakly stable states; `great[i]` says where decision maker i's preference is great (nowhere if left out).
pub fn stable_by_strength(
    conflict: &Conflict,
    concept: Concept,
    great: &[Great],
    states: u64,
) -> Result<Vec<ByStrength>, Error> {
    let lists = Lists::of(conflict, states)?;
    let mut level = Vec::new();
    for (i, (rank, dm)) in lists.model.rank.iter().zip(conflict.decision_makers()).enumerate() {
        level.push(match (great.get(i), &dm.preference) {
            (Some(Great::Statements(first)), Preference::Prefers(list)) => {
                lists.model.states.ranks_by(list.iter().take(*first).map(|s| &s.that))
            }
            (Some(Great::Statements(_)), Preference::Ranking(_)) => {
                return Err(Error::new(Kind::NeedsStatements).at(i));
            }
            (Some(Great::Below(numbers)), _) => {
                let mut steps = Vec::new();
                for number in numbers {
                    steps.push(rank[lists.model.position_of(*number)?]);
                }
                steps.sort_unstable();
                steps.dedup();
                rank.iter().map(|r| steps.partition_point(|s| s <= r) as u32).collect()
            }
            (None, _) => vec![0; rank.len()],
        });
    }
    let mut view = View { lists: &lists, level, strong: false };
    let dms = lists.model.dms();
    let whole: Vec<StateSet> = (0..dms).map(|i| stable(&lists, concept, i, &view)).collect();
    view.strong = true;
    let one = |(i, whole): (usize, StateSet)| {
        let mut strong = stable(&lists, concept, i, &view);
        strong.intersect(&whole);
        let mut weak = whole;
        strong.positions().for_each(|s| weak.remove(s));
        ByStrength { strong, weak }
    };
    Ok(whole.into_iter().enumerate().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::chicken;

    #[test]
    fn example_and_counter_example() {
        // The great step lies above the crash, just below state 3 for the first and state 2 for the second.
        let much =
            stable_by_strength(&chicken(), Concept::Gmr, &[Great::Below(vec![3]), Great::Below(vec![2])], 10).unwrap();
        assert!(much.iter().all(|d| d.strong.contains(0)));
        let little = stable_by_strength(&chicken(), Concept::Gmr, &[], 10).unwrap();
        assert!(little.iter().all(|d| d.weak.contains(0) && !d.strong.contains(0)));
    }
}
