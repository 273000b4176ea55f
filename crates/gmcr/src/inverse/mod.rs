//! The inverse question: what would have to be preferred for a wanted state to hold?
//!
//! Two kinds of change are weighed. A *demotion* makes a decision maker like some state no better than the wanted one,
//! all else in its ranking as before. A *reordering* exchanges neighbouring statements in a decision maker's list. The
//! least number of either is found, and the forward engine checks the answer.
//!
//! Under Nash, GMR and SMR the wanted state's stability for a decision maker hangs on which states it likes better than
//! the wanted one and on nothing else, so decision makers are independent, and the least set of demotions is a covering
//! problem, solved by branch and bound ([`cover`]): each undeterred improvement must be demoted itself, or a sanction of
//! it (with all that could be escaped to, for SMR) must be. Under SEQ and SSEQ demotions also change which sanctions are
//! credible; there the covering gives an answer to beat, and a search that learns from each failure what is missing
//! proves that none is smaller or finds one ([`credible`]).
//!
//! Sources: Kinsara, Kilgour and Hipel, IEEE Transactions on SMC: Systems 45 (2015), for the inverse approach.

mod cover;
mod credible;
mod order;

pub use order::{InverseOrder, Reordering, inverse_order};

use crate::certificate::StateRef;
use crate::conflict::Conflict;
use crate::error::{Error, Kind};
use crate::profiles::{Lists, Prepared, Scratch, deterrent, holds};
use crate::set::StateSet;
use crate::stability::{Concept, Rule};
use cover::{least_cover, undominated};
use serde::Serialize;

/// A decision maker would have to like `state` no better than the wanted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Demotion {
    /// The decision maker, by position.
    pub decision_maker: usize,
    /// The state.
    pub state: StateRef,
}

/// The least demotions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inverse {
    /// The concept.
    pub concept: Concept,
    /// The wanted state.
    pub wanted: StateRef,
    /// The demotions; none if the state is an equilibrium already.
    pub demotions: Vec<Demotion>,
    /// Whether no smaller set does: false only if the limit on tries was reached first.
    pub minimal: bool,
}

struct Task {
    lists: Lists,
    base: Vec<Prepared>,
    concept: Concept,
    wanted: usize,
    scratch: Scratch,
}

impl Task {
    fn new(conflict: &Conflict, concept: Concept, number: usize, states: u64) -> Result<Task, Error> {
        let lists = Lists::of(conflict, states)?;
        let wanted = lists.model.position_of(number)?;
        let base = (0..lists.model.dms()).map(|i| lists.prepare(i, lists.model.rank[i].clone())).collect();
        Ok(Task { lists, base, concept, wanted, scratch: Scratch::default() })
    }

    fn credible(&self) -> bool {
        self.concept.rule().is_some_and(|r| r.credible)
    }

    fn stable(&mut self, profile: &[&Prepared], i: usize) -> bool {
        if profile[i].improvements(self.wanted).is_empty() {
            return true;
        }
        if let Some(rule) = self.concept.rule() {
            deterrent(&self.lists, profile, i, rule, &mut self.scratch);
        }
        holds(profile[i], self.concept.rule(), &self.scratch, self.wanted)
    }

    /// Whether the wanted state is an equilibrium under these ranks (`None`: as given), by the forward engine.
    fn equilibrium(&mut self, ranks: Vec<Option<Vec<u32>>>) -> bool {
        let fresh: Vec<Option<Prepared>> =
            ranks.into_iter().enumerate().map(|(i, r)| r.map(|r| self.lists.prepare(i, r))).collect();
        let base = std::mem::take(&mut self.base);
        let profile: Vec<&Prepared> = fresh.iter().zip(&base).map(|(f, b)| f.as_ref().unwrap_or(b)).collect();
        let holds = (0..profile.len()).all(|i| self.stable(&profile, i));
        self.base = base;
        holds
    }

    fn demoted(&self, demotions: &[(usize, u32)]) -> Vec<Option<Vec<u32>>> {
        let mut ranks: Vec<Option<Vec<u32>>> = vec![None; self.base.len()];
        for (i, t) in demotions {
            let rank = ranks[*i].get_or_insert_with(|| self.base[*i].rank.clone());
            rank[*t as usize] = self.base[*i].rank[self.wanted];
        }
        ranks
    }

    /// The opponents' joint moves from s₁.
    fn joint(&self, i: usize, s1: u32, credible: bool) -> StateSet {
        let (n, dms) = (self.lists.model.len(), self.base.len());
        let (mut found, mut seen) = (StateSet::empty(n), vec![false; n * dms]);
        let mut open = vec![(s1 as usize, usize::MAX)];
        while let Some((at, last)) = open.pop() {
            for j in (0..dms).filter(|j| *j != i && *j != last) {
                let next = if credible { self.base[j].improvements(at) } else { &self.lists.moves[j][at] };
                for &t in next {
                    if !std::mem::replace(&mut seen[t as usize * dms + j], true) {
                        found.insert(t as usize);
                        open.push((t as usize, j));
                    }
                }
            }
        }
        found
    }

    /// For each undeterred improvement of `i`, the sets of states any one of which, demoted, settles it.
    fn choices(&self, i: usize, rule: Option<Rule>) -> Vec<Vec<StateSet>> {
        let (n, own) = (self.lists.model.len(), &self.base[i]);
        let better = |t: usize| own.rank[t] > own.rank[self.wanted];
        let mut all = Vec::new();
        for &s1 in own.improvements(self.wanted) {
            let mut itself = StateSet::empty(n);
            itself.insert(s1 as usize);
            let mut ways = vec![itself];
            if let Some(rule) = rule {
                for s2 in self.joint(i, s1, rule.credible).positions() {
                    let mut way = StateSet::empty(n);
                    let escapes = self.lists.moves[i][s2].iter().filter(|_| rule.escape).map(|t| *t as usize);
                    escapes.chain([s2]).filter(|t| better(*t)).for_each(|t| way.insert(t));
                    ways.push(way);
                }
            }
            if ways.iter().any(StateSet::is_empty) {
                continue;
            }
            all.push(undominated(ways));
        }
        all.sort_by_key(Vec::len);
        all
    }
}

impl Task {
    fn stable_for(&mut self, i: usize, ranks: Vec<Option<Vec<u32>>>) -> bool {
        let fresh: Vec<Option<Prepared>> =
            ranks.into_iter().enumerate().map(|(k, r)| r.map(|r| self.lists.prepare(k, r))).collect();
        let base = std::mem::take(&mut self.base);
        let profile: Vec<&Prepared> = fresh.iter().zip(&base).map(|(f, b)| f.as_ref().unwrap_or(b)).collect();
        let holds = self.stable(&profile, i);
        self.base = base;
        holds
    }
}

/// The fewest demotions that make the state with this number an equilibrium; at most `tries` sets are weighed.
pub fn inverse(
    conflict: &Conflict,
    concept: Concept,
    number: usize,
    tries: u64,
    states: u64,
) -> Result<Inverse, Error> {
    let mut task = Task::new(conflict, concept, number, states)?;
    let (n, dms, mut left) = (task.lists.model.len(), task.base.len(), tries);
    let cover = |task: &Task, rule: Option<Rule>, left: &mut u64| {
        let (mut list, mut complete) = (Vec::new(), true);
        for i in 0..dms {
            let (set, whole) = least_cover(&task.choices(i, rule), n, left);
            complete &= whole;
            list.extend(set.positions().map(|t| (i, t as u32)));
        }
        (list, complete)
    };
    let (mut list, mut minimal) = cover(&task, concept.rule(), &mut left);
    let ranks = task.demoted(&list);
    let verified = task.equilibrium(ranks);
    if task.credible() {
        // GMR asks for less than SEQ, and SMR for less than SSEQ: their covering is a bound from below.
        let (below, sure) = cover(&task, concept.rule().map(|r| Rule { credible: false, ..r }), &mut left);
        if !verified {
            // Every improvement demoted: then nobody has one.
            let improvements = |i: usize| task.base[i].improvements(task.wanted).iter().map(move |t| (i, *t));
            list = (0..dms).flat_map(improvements).collect();
        }
        let least = if sure { below.len() } else { 0 };
        (list, minimal) = credible::search(&task, list, least, &mut left);
        let ranks = task.demoted(&list);
        if !task.equilibrium(ranks) {
            return Err(Error::new(Kind::BadArgument("the forward engine refused an inverse answer")));
        }
    } else if !verified {
        return Err(Error::new(Kind::BadArgument("the forward engine refused an inverse answer")));
    }
    let demotion =
        |(i, t): &(usize, u32)| Demotion { decision_maker: *i, state: task.lists.model.state_ref(*t as usize) };
    Ok(Inverse {
        concept,
        wanted: task.lists.model.state_ref(task.wanted),
        demotions: list.iter().map(demotion).collect(),
        minimal,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{chicken, prisoners};
    use crate::{Form, Limits, analyze};

    #[test]
    fn prisoners_need_one_demotion_each() {
        let answer = inverse(&prisoners(), Concept::Nash, 1, 1000, 100).unwrap();
        assert!(answer.minimal);
        let told: Vec<_> = answer.demotions.iter().map(|d| (d.decision_maker, d.state.number)).collect();
        assert_eq!(told, [(0, 2), (1, 3)]);
        assert!(inverse(&prisoners(), Concept::Seq, 1, 1000, 100).unwrap().demotions.is_empty());
    }

    /// Every answer against all sets of demotions of a small model.
    #[test]
    fn least_by_trying_everything() {
        for conflict in [prisoners(), chicken()] {
            assert!(matches!(conflict.form(), Form::Options { .. }));
            for concept in Concept::ALL {
                for number in 1..=4 {
                    let answer = inverse(&conflict, concept, number, 100_000, 100).unwrap();
                    let mut task = Task::new(&conflict, concept, number, 100).unwrap();
                    let all: Vec<(usize, u32)> = (0..2).flat_map(|i| (0..4).map(move |t| (i, t))).collect();
                    let least = (0..1u32 << all.len())
                        .filter(|mask| {
                            let set: Vec<_> = (0..all.len()).filter(|k| mask >> k & 1 == 1).map(|k| all[k]).collect();
                            let better = |(i, t): &(usize, u32)| {
                                task.base[*i].rank[*t as usize] > task.base[*i].rank[task.wanted]
                            };
                            let ranks = task.demoted(&set);
                            set.iter().all(better) && task.equilibrium(ranks)
                        })
                        .map(u32::count_ones)
                        .min();
                    assert!(answer.minimal);
                    assert_eq!(Some(answer.demotions.len() as u32), least, "{concept:?} {number}");
                    let is = analyze(&conflict, &Limits::default()).unwrap();
                    assert_eq!(is.equilibria(concept).unwrap().contains(number - 1), least == Some(0));
                }
            }
        }
    }

    #[test]
    fn exchanging_two_statements_makes_peace() {
        use crate::{ConflictBuilder, Formula, Moves};
        let mut b = ConflictBuilder::new();
        let (x, y) = (b.decision_maker("x", ""), b.decision_maker("y", ""));
        let (p, q) = (b.option(x, "arm", "", Moves::Both), b.option(y, "arm", "", Moves::Both));
        // x would rather arm than not; exchanged, rather not than arm.
        b.prefers(x, vec![Formula::var(p).into(), Formula::not(Formula::var(p)).into()]);
        b.prefers(y, vec![Formula::not(Formula::var(q)).into()]);
        let c = b.build().unwrap();
        let answer = inverse_order(&c, Concept::Nash, 1, 1000, 100).unwrap();
        let list = answer.reorderings.unwrap();
        assert_eq!((list.len(), list[0].exchanges, &list[0].order[..]), (1, 1, &[1, 0][..]));
        assert_eq!(inverse_order(&c, Concept::Seq, 1, 1000, 100).unwrap().reorderings.unwrap(), list);
        assert_eq!(inverse_order(&c, Concept::Nash, 3, 1000, 100).unwrap().reorderings, None);
    }
}
