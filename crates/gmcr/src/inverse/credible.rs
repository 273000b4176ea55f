//! The least demotions where sanctions must be credible.
//!
//! A search over sets of demotions, smallest change first. Where a set D fails, some improvement s₁ of a decision maker i
//! stays undeterred: the opponents' improvements lead from s₁ to a set R of states none of which deters. Any larger set
//! that does not fail so must hold one of these demotions:
//!
//! - s₁ itself, by i;
//! - a state of R, by i (or one that i could escape to from it, where escapes count), so that it comes to deter;
//! - a state of R or s₁, by an opponent j who could then gain by leaving it for a state outside of R: only so can R grow,
//!   since a demoted state is never again more attractive.
//!
//! The search branches over these, each branch without the demotions of those before it, so that every set is met at most
//! once. Failures that share no demotion each cost one more: a bound from below.

use super::Task;
use crate::set::StateSet;
use crate::stability::Rule;

/// A demotion as one number: decision maker · states + state.
type Atom = usize;

struct Search<'a> {
    task: &'a Task,
    rule: Rule,
    n: usize,
    tries: &'a mut u64,
    best: Vec<Atom>,
    /// No set smaller than this can do.
    least: usize,
    chosen: Vec<Atom>,
    /// Per decision maker.
    demoted: Vec<StateSet>,
    barred: Vec<StateSet>,
    complete: bool,
}

/// The smallest set of demotions that does, at most `list` (which does), and whether it is proved so: false if the limit
/// on tries was reached. No set smaller than `least` does.
pub(super) fn search(task: &Task, list: Vec<(usize, u32)>, least: usize, tries: &mut u64) -> (Vec<(usize, u32)>, bool) {
    let Some(rule) = task.concept.rule() else { return (list, true) };
    let n = task.lists.model.len();
    let none = vec![StateSet::empty(n); task.base.len()];
    let mut search = Search {
        task,
        rule,
        n,
        tries,
        best: list.iter().map(|(i, t)| i * n + *t as usize).collect(),
        least,
        chosen: Vec::new(),
        demoted: none.clone(),
        barred: none,
        complete: true,
    };
    search.branch();
    search.best.sort_unstable();
    (search.best.iter().map(|a| (a / n, (a % n) as u32)).collect(), search.complete)
}

impl Search<'_> {
    fn rank(&self, i: usize, s: usize) -> u32 {
        let rank = &self.task.base[i].rank;
        rank[if self.demoted[i].contains(s) { self.task.wanted } else { s }]
    }

    /// Whether `i` likes it better than the wanted state.
    fn better(&self, i: usize, s: usize) -> bool {
        self.rank(i, s) > self.task.base[i].rank[self.task.wanted]
    }

    /// Depth is at most the size of the best set.
    fn branch(&mut self) {
        if self.best.len() <= self.least {
            return;
        }
        if *self.tries == 0 {
            self.complete = false;
            return;
        }
        *self.tries -= 1;
        let mut failures = self.failures();
        if failures.is_empty() {
            if self.chosen.len() < self.best.len() {
                self.best.clone_from(&self.chosen);
            }
            return;
        }
        failures.sort_by_key(Vec::len);
        let mut used = vec![false; self.n * self.demoted.len()];
        let mut bound = self.chosen.len();
        for failure in &failures {
            if failure.iter().all(|a| !used[*a]) {
                bound += 1;
                failure.iter().for_each(|a| used[*a] = true);
            }
        }
        if bound >= self.best.len() {
            return;
        }
        // The failure with the fewest cures; first the cure that the most failures share.
        let shared = |a: &Atom| failures.iter().filter(|f| f.binary_search(a).is_ok()).count();
        let mut cures: Vec<(usize, Atom)> = failures[0].iter().map(|a| (shared(a), *a)).collect();
        cures.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, cure) in &cures {
            let (i, t) = (cure / self.n, cure % self.n);
            self.chosen.push(*cure);
            self.demoted[i].insert(t);
            self.branch();
            self.demoted[i].remove(t);
            self.chosen.pop();
            self.barred[i].insert(t);
        }
        for (_, cure) in &cures {
            self.barred[cure / self.n].remove(cure % self.n);
        }
    }

    /// Per undeterred improvement, the demotions one of which is missing, ascending.
    fn failures(&self) -> Vec<Vec<Atom>> {
        let mut all = Vec::new();
        for i in 0..self.demoted.len() {
            for &s1 in &self.task.lists.moves[i][self.task.wanted] {
                if self.better(i, s1 as usize)
                    && let Some(reached) = self.undeterred(i, s1 as usize)
                {
                    all.push(self.cures(i, s1 as usize, &reached));
                }
            }
        }
        all
    }

    /// The (state, last mover) pairs that the opponents' improvements lead to from s₁, if none of the states deters.
    fn undeterred(&self, i: usize, s1: usize) -> Option<Vec<(usize, usize)>> {
        let dms = self.demoted.len();
        let mut seen = vec![false; self.n * dms];
        let mut reached = vec![(s1, i)];
        let mut next = 0;
        while let Some(&(at, last)) = reached.get(next) {
            next += 1;
            for j in (0..dms).filter(|j| *j != i && *j != last) {
                let here = self.rank(j, at);
                for &t in &self.task.lists.moves[j][at] {
                    let t = t as usize;
                    if self.rank(j, t) > here && !std::mem::replace(&mut seen[t * dms + j], true) {
                        // Nothing is missing: it deters.
                        self.missing(i, t).next()?;
                        reached.push((t, j));
                    }
                }
            }
        }
        Some(reached)
    }

    /// The states that `i` would have to like no better than the wanted one for `t` to deter it.
    fn missing(&self, i: usize, t: usize) -> impl Iterator<Item = usize> + '_ {
        let escapes = self.task.lists.moves[i][t].iter().filter(|_| self.rule.escape).map(|u| *u as usize);
        std::iter::once(t).chain(escapes).filter(move |u| self.better(i, *u))
    }

    fn cures(&self, i: usize, s1: usize, reached: &[(usize, usize)]) -> Vec<Atom> {
        let dms = self.demoted.len();
        let mut cures = vec![i * self.n + s1];
        let mut inside = StateSet::empty(self.n);
        for &(t, last) in reached {
            inside.insert(t);
            if last != i {
                cures.extend(self.missing(i, t).map(|u| i * self.n + u));
            }
        }
        for &(at, last) in reached {
            for j in (0..dms).filter(|j| *j != i && *j != last && self.better(*j, at)) {
                let gain = |t: &&u32| {
                    let t = **t as usize;
                    self.better(j, t) && self.rank(j, t) <= self.rank(j, at)
                };
                // In graph form a state that is reached may be so by another's move only, so it counts as outside.
                let outside = |t: &&u32| !self.task.lists.transitive || !inside.contains(**t as usize);
                if self.task.lists.moves[j][at].iter().filter(gain).any(|t| outside(&t)) {
                    cures.push(j * self.n + at);
                }
            }
        }
        cures.retain(|a| !self.barred[a / self.n].contains(a % self.n));
        cures.sort_unstable();
        cures.dedup();
        cures
    }
}
