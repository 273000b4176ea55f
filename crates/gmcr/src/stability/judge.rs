//! The literal form of the concepts, for preferences that are more than a ranking: strength, uncertainty.

use crate::profiles::Lists;
use crate::set::StateSet;
use crate::stability::{Concept, Rule};

/// How states are compared for the purpose at hand.
pub(super) trait Judge {
    /// Whether decision maker `i` would leave `from` for `to`.
    fn leaves(&self, i: usize, from: usize, to: usize) -> bool;
    /// Whether `to` is bad enough for `i`, who could have stayed at `from`, to deter it.
    fn deters(&self, i: usize, from: usize, to: usize) -> bool;
}

/// The states stable for `i`. Under SMR and SSEQ every state that can be escaped to must deter too.
pub(super) fn stable(lists: &Lists, concept: Concept, i: usize, judge: &dyn Judge) -> StateSet {
    let n = lists.model.len();
    let mut set = StateSet::empty(n);
    for s in 0..n {
        let mut tempting = lists.moves[i][s].iter().map(|t| *t as usize).filter(|t| judge.leaves(i, s, *t));
        let held = match concept.rule() {
            None => tempting.next().is_none(),
            Some(rule) => tempting.all(|s1| sanctioned(lists, rule, i, s, s1, judge)),
        };
        if held {
            set.insert(s);
        }
    }
    set
}

fn sanctioned(lists: &Lists, rule: Rule, i: usize, s: usize, s1: usize, judge: &dyn Judge) -> bool {
    let dms = lists.moves.len();
    let deters = |t: usize| {
        judge.deters(i, s, t)
            && (!rule.escape || lists.moves[i][t].iter().all(|u| *u as usize == s || judge.deters(i, s, *u as usize)))
    };
    let mut seen = vec![false; lists.model.len() * dms];
    let mut open = vec![(s1, usize::MAX)];
    while let Some((at, last)) = open.pop() {
        for j in (0..dms).filter(|j| *j != i && *j != last) {
            for &t in &lists.moves[j][at] {
                let t = t as usize;
                if rule.credible && !judge.leaves(j, at, t) || std::mem::replace(&mut seen[t * dms + j], true) {
                    continue;
                }
                if deters(t) {
                    return true;
                }
                open.push((t, j));
            }
        }
    }
    false
}
