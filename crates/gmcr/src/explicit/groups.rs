//! Option form: deterrents by relaxing whole groups.
//!
//! The deterrent m is the least solution of m(s) = min(value(s), m(t) for each t to which one opponent can move from s),
//! since a decision maker's own moves are transitive in option form and "nobody twice in a row" then forbids nothing.
//! A group in which some m fell is looked at again by each other opponent; one pass over a group settles it for its
//! owner. Without one-way options a pass is linear: over all moves, the group's least m; over improvements, the running
//! least of the strictly better members. Where everything is feasible and nothing one-way, the opponents can bring about
//! any choice of theirs, and the least over all moves is a table by the decision maker's own choice.

use crate::budget::{Budget, Spent};
use crate::explicit::RULES;
use crate::model::{GroupOf, Grouping, Model};
use crate::set::StateSet;
use crate::stability::{Concept, Rule};

/// A rank: as narrow as the number of classes allows, since the engine is bound by memory.
trait Rank: Copy + Ord {
    fn narrow(rank: u32) -> Self;
}
impl Rank for u8 {
    fn narrow(rank: u32) -> Self {
        rank as u8
    }
}
impl Rank for u16 {
    fn narrow(rank: u32) -> Self {
        rank as u16
    }
}
impl Rank for u32 {
    fn narrow(rank: u32) -> Self {
        rank
    }
}

pub(super) fn stable_sets(
    model: &Model,
    groups: &[Grouping],
    concepts: &[Concept],
    budget: &mut Budget,
) -> Result<Vec<Vec<StateSet>>, Spent> {
    let highest = model.rank.iter().flatten().copied().max().unwrap_or(0);
    match highest {
        0..=0xFF => Engine::<u8>::new(model, groups).run(concepts, budget),
        0x100..=0xFFFF => Engine::<u16>::new(model, groups).run(concepts, budget),
        _ => Engine::<u32>::new(model, groups).run(concepts, budget),
    }
}

/// Marks the first member of a class of equals. States are fewer than 2³¹.
const CLASS: u32 = 1 << 31;

struct Engine<'a, R> {
    model: &'a Model,
    groups: &'a [Grouping],
    rank: Vec<Vec<R>>,
    /// Members of each group, best for its owner first, the first of each class of equals marked with [`CLASS`]; only
    /// where concepts with credible sanctions are asked for.
    order: Vec<Vec<u32>>,
}

impl<'a, R: Rank> Engine<'a, R> {
    fn new(model: &'a Model, groups: &'a [Grouping]) -> Self {
        let rank = model.rank.iter().map(|r| r.iter().map(|x| R::narrow(*x)).collect()).collect();
        Engine { model, groups, rank, order: Vec::new() }
    }

    fn run(mut self, concepts: &[Concept], budget: &mut Budget) -> Result<Vec<Vec<StateSet>>, Spent> {
        if concepts.iter().any(|c| c.rule().is_some_and(|r| r.credible)) {
            for (group, rank) in self.groups.iter().zip(&self.rank) {
                let mut order = group.members.clone();
                let mut keyed: Vec<(std::cmp::Reverse<R>, u32)> = Vec::new();
                for g in 0..group.len() {
                    let members = &mut order[group.range(g)];
                    keyed.clear();
                    keyed.extend(members.iter().map(|s| (std::cmp::Reverse(rank[*s as usize]), *s)));
                    keyed.sort_unstable();
                    let mut class = None;
                    for (place, (r, s)) in members.iter_mut().zip(&keyed) {
                        *place = if class == Some(r) { *s } else { *s | CLASS };
                        class = Some(r);
                    }
                    budget.spend(members.len() as u64)?;
                }
                self.order.push(order);
            }
        }
        let mut all: Vec<Vec<StateSet>> = concepts.iter().map(|_| Vec::new()).collect();
        for i in 0..self.groups.len() {
            for (concept, sets) in concepts.iter().zip(&mut all) {
                sets.push(match RULES.iter().find(|(c, _)| c == concept) {
                    None => self.stable(i, None),
                    Some((_, rule)) => {
                        let deterrent = self.deterrent(i, *rule, budget)?;
                        self.stable(i, Some(&deterrent))
                    }
                });
                budget.spend(self.model.len() as u64)?;
            }
        }
        Ok(all)
    }

    /// States no improvement from which pays: rank(s) ≥ max over s₁ of min(rank(s₁), m(s₁)).
    fn stable(&self, i: usize, deterrent: Option<&[R]>) -> StateSet {
        let (group, rank) = (&self.groups[i], &self.rank[i]);
        let pays = |s1: u32| {
            let r = rank[s1 as usize];
            deterrent.map_or(r, |m| r.min(m[s1 as usize]))
        };
        let mut set = StateSet::empty(self.model.len());
        for g in 0..group.len() {
            let members = &group.members[group.range(g)];
            if group.is_reversible() {
                let Some(most) = members.iter().map(|s| pays(*s)).max() else { continue };
                for s in members.iter().filter(|s| rank[**s as usize] >= most) {
                    set.insert(*s as usize);
                }
            } else {
                for &s in members {
                    let from = self.bits(s);
                    if !members.iter().any(|t| pays(*t) > rank[s as usize] && group.allows(from, self.bits(*t))) {
                        set.insert(s as usize);
                    }
                }
            }
        }
        set
    }

    fn bits(&self, s: u32) -> u128 {
        self.model.states.decimal(s as usize)
    }

    /// What a state is worth as a sanction: its own rank, or the best that can be reached from it.
    fn values(&self, i: usize, escape: bool) -> Vec<R> {
        let mut value = self.rank[i].clone();
        if escape {
            let group = &self.groups[i];
            for g in 0..group.len() {
                let members = &group.members[group.range(g)];
                if group.is_reversible() {
                    let Some(best) = members.iter().map(|s| value[*s as usize]).max() else { continue };
                    for s in members {
                        value[*s as usize] = best;
                    }
                } else {
                    for &s in members {
                        let from = self.bits(s);
                        for t in members.iter().filter(|t| group.allows(from, self.bits(**t))) {
                            value[s as usize] = value[s as usize].max(self.rank[i][*t as usize]);
                        }
                    }
                }
            }
        }
        value
    }

    fn deterrent(&self, i: usize, rule: Rule, budget: &mut Budget) -> Result<Vec<R>, Spent> {
        let mut m = self.values(i, rule.escape);
        if !rule.credible
            && self.groups.iter().all(Grouping::is_reversible)
            && let GroupOf::Bits { low, width } = self.groups[i].of
        {
            budget.spend(m.len() as u64)?;
            let own = |s: usize| s >> low & ((1 << width) - 1);
            let mut least = vec![None; 1 << width];
            for (s, v) in m.iter().enumerate() {
                let least: &mut Option<R> = &mut least[own(s)];
                *least = Some(least.map_or(*v, |l| l.min(*v)));
            }
            for (s, v) in m.iter_mut().enumerate() {
                *v = least[own(s)].unwrap_or(*v);
            }
            return Ok(m);
        }
        let opponents: Vec<usize> = (0..self.groups.len()).filter(|j| *j != i).collect();
        let mut dirty: Vec<Vec<bool>> = self.groups.iter().map(|g| vec![true; g.len()]).collect();
        let mut lowered: Vec<u32> = Vec::new();
        loop {
            let mut any = false;
            for &j in &opponents {
                for g in 0..self.groups[j].len() {
                    if !std::mem::replace(&mut dirty[j][g], false) {
                        continue;
                    }
                    budget.spend(self.groups[j].range(g).len() as u64)?;
                    lowered.clear();
                    self.relax(j, g, rule.credible, &mut m, &mut lowered);
                    for &k in opponents.iter().filter(|k| **k != j) {
                        for s in &lowered {
                            dirty[k][self.groups[k].group_of(*s)] = true;
                            any = true;
                        }
                    }
                }
            }
            if !any {
                return Ok(m);
            }
        }
    }

    /// One group of opponent j: each member's m falls to the least m among the members j can move it to.
    fn relax(&self, j: usize, g: usize, credible: bool, m: &mut [R], lowered: &mut Vec<u32>) {
        let (group, rank) = (&self.groups[j], &self.rank[j]);
        let range = group.range(g);
        if !group.is_reversible() {
            let members = &group.members[range];
            for &s in members {
                let (from, mut least) = (self.bits(s), m[s as usize]);
                for &t in members {
                    if m[t as usize] < least
                        && (!credible || rank[t as usize] > rank[s as usize])
                        && group.allows(from, self.bits(t))
                    {
                        least = m[t as usize];
                    }
                }
                if least < m[s as usize] {
                    m[s as usize] = least;
                    lowered.push(s);
                }
            }
        } else if credible {
            // Least m of the classes strictly better, and of those together with the class at hand.
            let (mut better, mut with_class) = (None, None);
            for &entry in &self.order[j][range] {
                if entry & CLASS != 0 {
                    better = with_class;
                }
                let s = entry & !CLASS;
                let own = m[s as usize];
                match (better, with_class) {
                    (Some(b), _) if b < own => {
                        m[s as usize] = b;
                        lowered.push(s);
                    }
                    (_, Some(w)) if w <= own => {}
                    _ => with_class = Some(own),
                }
            }
        } else {
            let members = &group.members[range];
            let Some(least) = members.iter().map(|s| m[*s as usize]).min() else { return };
            for &s in members.iter().filter(|s| least < m[**s as usize]).collect::<Vec<_>>() {
                m[s as usize] = least;
                lowered.push(s);
            }
        }
    }
}
