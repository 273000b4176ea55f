//! The inverse question: what would have to be preferred for a wanted state to hold?
//!
//! Two kinds of change are weighed. A *demotion* makes a decision maker like some state no better than the wanted one,
//! all else in its ranking as before. A *reordering* exchanges neighbouring statements in a decision maker's list. The
//! least number of either is found, and the forward engine checks the answer.
//!
//! Under Nash, GMR and SMR the wanted state's stability for a decision maker hangs on which states it likes better than
//! the wanted one and on nothing else, so decision makers are independent, and the least set of demotions is a covering
//! problem, solved by branch and bound: each undeterred improvement must be demoted itself, or a sanction of it (with all
//! that could be escaped to, for SMR) must be. Under SEQ and SSEQ demotions also change which sanctions are credible;
//! there the covering gives an answer to beat, and all smaller sets are tried, as far as the limit on tries allows.
//!
//! Sources: Kinsara, Kilgour and Hipel, IEEE Transactions on SMC: Systems 45 (2015), for the inverse approach.

use crate::certificate::StateRef;
use crate::conflict::{Conflict, Preference, Statement};
use crate::error::{Error, Kind};
use crate::profiles::{Lists, Prepared, Scratch, deterrent, holds};
use crate::robust::next_combination;
use crate::set::StateSet;
use crate::stability::{Concept, Rule};
use serde::Serialize;
use std::collections::BTreeSet;

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

/// One decision maker's statements in another order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reordering {
    /// The decision maker, by position.
    pub decision_maker: usize,
    /// Its statements' present positions, in the new order.
    pub order: Vec<usize>,
    /// Exchanges of neighbours.
    pub exchanges: usize,
}

/// The least reordering of statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InverseOrder {
    /// The concept.
    pub concept: Concept,
    /// The wanted state.
    pub wanted: StateRef,
    /// What to reorder; `None` if no reordering that was tried makes the state an equilibrium.
    pub reorderings: Option<Vec<Reordering>>,
    /// Whether the answer is the least, or that there is none is sure: false only if the limit on tries was reached.
    pub proved: bool,
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

/// Keeps the ways that contain no other.
fn undominated(mut ways: Vec<StateSet>) -> Vec<StateSet> {
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
fn least_cover(choices: &[Vec<StateSet>], n: usize, tries: &mut u64) -> (StateSet, bool) {
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
        let candidates: Vec<(usize, u32)> = (0..dms)
            .flat_map(|i| (0..n as u32).map(move |t| (i, t)))
            .filter(|(i, t)| task.base[*i].rank[*t as usize] > task.base[*i].rank[task.wanted])
            .collect();
        if !verified {
            list = candidates.clone();
        }
        minimal = sure;
        'sizes: for size in if sure { below.len() } else { 0 }..list.len() {
            let mut pick: Vec<usize> = (0..size).collect();
            loop {
                if left == 0 {
                    minimal = false;
                    break 'sizes;
                }
                left -= 1;
                let set: Vec<(usize, u32)> = pick.iter().map(|p| candidates[*p]).collect();
                let ranks = task.demoted(&set);
                if task.equilibrium(ranks) {
                    list = set;
                    break 'sizes;
                }
                if !next_combination(&mut pick, candidates.len()) {
                    break;
                }
            }
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

/// The orders of a list by the number of exchanges of neighbours that make them, few first.
struct Orders {
    layers: Vec<Vec<Vec<usize>>>,
}

impl Orders {
    fn new(n: usize) -> Self {
        Orders { layers: vec![vec![(0..n).collect()]] }
    }
    /// The orders that take `k` exchanges; empty past the last.
    fn layer(&mut self, k: usize) -> &[Vec<usize>] {
        while self.layers.len() <= k {
            let mut next = BTreeSet::new();
            for order in self.layers.last().map_or(&[][..], Vec::as_slice) {
                for at in 1..order.len() {
                    if order[at - 1] < order[at] {
                        let mut swapped = order.clone();
                        swapped.swap(at - 1, at);
                        next.insert(swapped);
                    }
                }
            }
            self.layers.push(next.into_iter().collect());
        }
        &self.layers[k]
    }
}

/// The least reordering of statements that makes the state with this number an equilibrium; at most `tries` orders (or
/// combinations of them) are weighed.
pub fn inverse_order(
    conflict: &Conflict,
    concept: Concept,
    number: usize,
    tries: u64,
    states: u64,
) -> Result<InverseOrder, Error> {
    let mut task = Task::new(conflict, concept, number, states)?;
    let statements: Vec<Vec<Statement>> = conflict
        .decision_makers()
        .iter()
        .map(|d| match &d.preference {
            Preference::Prefers(list) => list.clone(),
            Preference::Ranking(_) => Vec::new(),
        })
        .collect();
    let mut orders: Vec<Orders> = statements.iter().map(|s| Orders::new(s.len())).collect();
    let most: usize = statements.iter().map(|s| s.len() * s.len().saturating_sub(1) / 2).sum();
    let mut left = tries;
    let wanted = task.lists.model.state_ref(task.wanted);
    let mut answer = InverseOrder { concept, wanted, reorderings: None, proved: true };
    let ranks = |task: &Task, i: usize, order: &[usize]| {
        (!order.is_sorted()).then(|| task.lists.model.states.ranks_by(order.iter().map(|k| &statements[i][*k].that)))
    };
    let none = vec![None; statements.len()];
    let found: Option<Vec<Vec<usize>>> = if task.credible() {
        let mut found = None;
        'all: for total in 0..=most {
            for split in splits(total, statements.len()) {
                let layers: Vec<Vec<Vec<usize>>> =
                    split.iter().zip(&mut orders).map(|(k, o)| o.layer(*k).to_vec()).collect();
                let combinations: u128 = layers.iter().map(|l| l.len() as u128).product();
                for c in 0..combinations {
                    if left == 0 {
                        answer.proved = false;
                        break 'all;
                    }
                    left -= 1;
                    let mut rest = c;
                    let chosen: Vec<Vec<usize>> = layers
                        .iter()
                        .map(|l| {
                            let order = l[(rest % l.len() as u128) as usize].clone();
                            rest /= l.len() as u128;
                            order
                        })
                        .collect();
                    let profile = chosen.iter().enumerate().map(|(i, o)| ranks(&task, i, o)).collect();
                    if task.equilibrium(profile) {
                        found = Some(chosen);
                        break 'all;
                    }
                }
            }
        }
        found
    } else {
        let mut chosen = Vec::new();
        for (i, orders) in orders.iter_mut().enumerate() {
            let mut k = 0;
            let own = 'layers: loop {
                let layer = orders.layer(k).to_vec();
                if layer.is_empty() {
                    break None;
                }
                for order in layer {
                    if left == 0 {
                        answer.proved = false;
                        break 'layers None;
                    }
                    left -= 1;
                    let mut profile = none.clone();
                    profile[i] = ranks(&task, i, &order);
                    if task.stable_for(i, profile) {
                        break 'layers Some(order);
                    }
                }
                k += 1;
            };
            match own {
                Some(order) => chosen.push(order),
                None => break,
            }
        }
        (chosen.len() == statements.len()).then_some(chosen)
    };
    answer.reorderings = found.map(|all| {
        let changed = all.into_iter().enumerate().filter(|(_, order)| !order.is_sorted());
        changed
            .map(|(decision_maker, order)| {
                let pairs = (0..order.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
                let exchanges = pairs.filter(|(a, b)| order[*a] > order[*b]).count();
                Reordering { decision_maker, order, exchanges }
            })
            .collect()
    });
    Ok(answer)
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

/// All ways to write `total` as a sum of so many parts, in order.
fn splits(total: usize, parts: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for part in 0..parts {
        all = all
            .into_iter()
            .flat_map(|head: Vec<usize>| {
                let left = total - head.iter().sum::<usize>();
                let range = if part + 1 == parts { left..=left } else { 0..=left };
                range.map(move |k| head.iter().copied().chain([k]).collect())
            })
            .collect();
    }
    all
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
