//! The least set of states that settles every choice, where each choice offers several ways, each a set of states.

use crate::set::StateSet;

/// Keeps the ways that contain no other.
pub(super) fn undominated(mut ways: Vec<StateSet>) -> Vec<StateSet> {
    ways.sort_by_key(StateSet::count);
    let mut kept: Vec<StateSet> = Vec::new();
    for way in ways {
        if !kept.iter().any(|k| contains(&way, k)) {
            kept.push(way);
        }
    }
    kept
}

fn contains(outer: &StateSet, inner: &StateSet) -> bool {
    outer.words().iter().zip(inner.words()).all(|(o, i)| i & !o == 0)
}

/// The smallest set that contains one way of each choice, by branch and bound; the best so far and `false`
/// if the limit on tries is reached.
pub(super) fn least_cover(choices: &[Vec<StateSet>], n: usize, tries: &mut u64) -> (StateSet, bool) {
    let mut best = StateSet::empty(n);
    for ways in choices {
        // Greedy: the way that adds least.
        if let Some(way) = ways.iter().min_by_key(|w| added(w, &best)) {
            best.unite(way);
        }
    }
    let mut search = Cover { choices, best, tries, complete: true };
    search.branch(StateSet::empty(n));
    (search.best, search.complete)
}

fn added(way: &StateSet, to: &StateSet) -> u32 {
    way.words().iter().zip(to.words()).map(|(w, t)| (w & !t).count_ones()).sum()
}

struct Cover<'a> {
    choices: &'a [Vec<StateSet>],
    best: StateSet,
    tries: &'a mut u64,
    complete: bool,
}

impl Cover<'_> {
    /// Depth is at most the number of one decision maker's improvements that are open, each settled one deeper.
    fn branch(&mut self, chosen: StateSet) {
        if *self.tries == 0 {
            self.complete = false;
            return;
        }
        *self.tries -= 1;
        let open = self.choices.iter().filter(|ways| !ways.iter().any(|w| contains(&chosen, w)));
        // Open choices that share no state each cost at least their cheapest way.
        let (mut bound, mut used) = (chosen.count(), chosen.clone());
        let mut pick: Option<&Vec<StateSet>> = None;
        for ways in open {
            if pick.is_none_or(|p| ways.len() < p.len()) {
                pick = Some(ways);
            }
            let apart = ways
                .iter()
                .all(|w| w.words().iter().zip(used.words()).zip(chosen.words()).all(|((w, u), c)| w & u & !c == 0));
            if apart {
                bound += u64::from(ways.iter().map(|w| added(w, &chosen)).min().unwrap_or(0));
                ways.iter().for_each(|w| used.unite(w));
            }
        }
        if bound >= self.best.count() {
            return;
        }
        let Some(ways) = pick else {
            self.best = chosen;
            return;
        };
        let mut ways: Vec<&StateSet> = ways.iter().collect();
        ways.sort_by_key(|w| added(w, &chosen));
        for way in ways {
            let mut next = chosen.clone();
            next.unite(way);
            self.branch(next);
        }
    }
}
