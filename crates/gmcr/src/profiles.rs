//! Preference profiles: what a decision maker's preferences may be where they are not known.
//!
//! A decision maker's variants are its list of statements with each unknown one turned round or not and, where order is
//! varied, the unknown ones exchanged among the places they hold. All variants count alike.

use crate::conflict::{Conflict, Form, Preference};
use crate::error::{Error, Kind};
use crate::formula::Formula;
use crate::model::Model;
use crate::stability::Rule;

/// What to vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vary {
    /// An unknown statement may be meant the other way round.
    pub direction: bool,
    /// The unknown statements of a decision maker may stand in any order among their places.
    pub order: bool,
}

/// Unknown statements of one decision maker up to which its variants are numbered.
const MOST_UNKNOWN: usize = 20;

/// One decision maker's statements, and which are unknown.
#[derive(Clone, Debug)]
pub(crate) struct Beliefs {
    pub statements: Vec<Formula>,
    pub unknown: Vec<usize>,
    vary: Vary,
}

impl Beliefs {
    pub fn of(conflict: &Conflict, dm: usize, vary: Vary, all: bool) -> Result<Beliefs, Error> {
        let (mut statements, mut unknown) = (Vec::new(), Vec::new());
        if let Preference::Prefers(list) = &conflict.decision_makers()[dm].preference {
            statements = list.iter().map(|s| s.that.clone()).collect();
            unknown = (0..list.len()).filter(|k| all || !list[*k].known).collect();
        }
        if unknown.len() > MOST_UNKNOWN {
            let what = format!("more than {MOST_UNKNOWN} unknown statements of one decision maker");
            return Err(Error::new(Kind::TooLarge(what)).at(dm));
        }
        Ok(Beliefs { statements, unknown, vary })
    }

    /// How many variants there are.
    pub fn count(&self) -> u128 {
        let turns = if self.vary.direction { 1u128 << self.unknown.len() } else { 1 };
        let orders = if self.vary.order { (1..=self.unknown.len() as u128).product() } else { 1 };
        turns * orders
    }

    /// Variant `k`: number 0 is the statements as given. Low bits turn statements, the rest is the order.
    pub fn variant(&self, k: u128) -> Vec<Formula> {
        let mut list = self.statements.clone();
        let mut rest = k;
        if self.vary.direction {
            for (b, u) in self.unknown.iter().enumerate() {
                if rest >> b & 1 == 1 {
                    list[*u] = Formula::not(list[*u].clone());
                }
            }
            rest >>= self.unknown.len();
        }
        if self.vary.order {
            // The order as a number in the factorial base (Lehmer code).
            let mut left: Vec<Formula> = self.unknown.iter().map(|u| list[*u].clone()).collect();
            for u in &self.unknown {
                let n = left.len() as u128;
                list[*u] = left.remove((rest % n) as usize);
                rest /= n;
            }
        }
        list
    }
}

/// One decision maker's preferences made ready: ranks, escapes, and improvements as lists.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub rank: Vec<u32>,
    /// The best rank at or reachable from each state.
    pub escape: Vec<u32>,
    /// Models of at most 128 states: by state, the states that sanction leaving it, without and with regard to escape.
    pub sanction: Option<[Vec<u128>; 2]>,
    /// The same models: by state, its improvements as bits; and the states that have any, least liked last.
    targets: Vec<u128>,
    leaving: Vec<u32>,
    /// The same models: the improvements of `leaving[k]` that are not improvements of another of them, which stand for all:
    /// `near[near_start[k]..near_start[k + 1]]`.
    near_start: Vec<u32>,
    near: Vec<u32>,
    /// Improvements of state s: `to[start[s]..start[s + 1]]`.
    start: Vec<u32>,
    to: Vec<u32>,
}

/// Moves as lists, for models small enough to try many preferences on.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    pub model: Model,
    /// Per decision maker and state.
    pub moves: Vec<Vec<Vec<u32>>>,
    /// In option form a decision maker's moves compose, and who moved last does not matter.
    pub transitive: bool,
}

impl Lists {
    pub fn of(conflict: &Conflict, states: u64) -> Result<Lists, Error> {
        let model = Model::of(conflict, states)?;
        let moves = (0..model.dms()).map(|i| (0..model.len()).map(|s| model.moves_from(i, s)).collect()).collect();
        Ok(Lists { model, moves, transitive: matches!(conflict.form(), Form::Options { .. }) })
    }

    pub fn prepare(&self, dm: usize, rank: Vec<u32>) -> Prepared {
        let (mut start, mut to, mut escape) = (vec![0], Vec::new(), Vec::with_capacity(rank.len()));
        for (s, moves) in self.moves[dm].iter().enumerate() {
            let mut best = rank[s];
            for &t in moves {
                best = best.max(rank[t as usize]);
                if rank[t as usize] > rank[s] {
                    to.push(t);
                }
            }
            start.push(to.len() as u32);
            escape.push(best);
        }
        let below = |value: &[u32], s: usize| {
            let bit = |(t, v): (usize, &u32)| u128::from(*v <= rank[s]) << t;
            value.iter().enumerate().map(bit).fold(0, |a, b| a | b)
        };
        let all = |value: &[u32]| (0..rank.len()).map(|s| below(value, s)).collect::<Vec<u128>>();
        let sanction = (self.transitive && rank.len() <= 128).then(|| [all(&rank), all(&escape)]);
        let mut own = Prepared {
            rank,
            escape,
            sanction,
            targets: Vec::new(),
            leaving: Vec::new(),
            near_start: vec![0],
            near: Vec::new(),
            start,
            to,
        };
        if own.sanction.is_some() {
            let bits = |s: usize| own.improvements(s).iter().fold(0, |a, t| a | 1u128 << t);
            own.targets = (0..own.rank.len()).map(bits).collect();
            own.leaving = (0..own.rank.len() as u32).filter(|s| own.targets[*s as usize] != 0).collect();
            own.leaving.sort_by_key(|s| std::cmp::Reverse(own.rank[*s as usize]));
            for &s in &own.leaving {
                let beyond = own.improvements(s as usize).iter().fold(0, |a, t| a | own.targets[*t as usize]);
                let near = own.targets[s as usize] & !beyond;
                own.near.extend((0..own.rank.len() as u32).filter(|t| near >> t & 1 == 1));
                own.near_start.push(own.near.len() as u32);
            }
        }
        own
    }
}

impl Prepared {
    #[inline]
    pub fn improvements(&self, s: usize) -> &[u32] {
        &self.to[self.start[s] as usize..self.start[s + 1] as usize]
    }
}

/// Room for deterrents, kept between uses.
#[derive(Default)]
pub(crate) struct Scratch {
    pub m: Vec<u32>,
    pairs: Vec<u32>,
}

/// The deterrents of `i`, by repeated passes over the opponents' moves until nothing falls.
pub(crate) fn deterrent(lists: &Lists, profile: &[&Prepared], i: usize, rule: Rule, scratch: &mut Scratch) {
    let value = if rule.escape { &profile[i].escape } else { &profile[i].rank };
    let opponents = || (0..profile.len()).filter(move |j| *j != i);
    let next = |j: usize, s: usize| {
        if rule.credible { profile[j].improvements(s) } else { lists.moves[j][s].as_slice() }
    };
    let m = &mut scratch.m;
    m.clear();
    if lists.transitive {
        m.extend_from_slice(value);
        loop {
            let mut fell = false;
            for j in opponents() {
                for s in 0..value.len() {
                    let own = m[s];
                    let least = next(j, s).iter().fold(own, |a, t| a.min(m[*t as usize]));
                    if least < own {
                        m[s] = least;
                        fell = true;
                    }
                }
            }
            if !fell {
                return;
            }
        }
    }
    // pairs[s · decision makers + j]: least value at or after s when j has just moved there.
    let (dms, pairs) = (profile.len(), &mut scratch.pairs);
    pairs.clear();
    pairs.extend(value.iter().flat_map(|v| std::iter::repeat_n(*v, dms)));
    loop {
        let mut fell = false;
        for s in 0..value.len() {
            for j in opponents() {
                let least = next(j, s).iter().map(|t| pairs[*t as usize * dms + j]).min().unwrap_or(u32::MAX);
                for k in opponents().filter(|k| *k != j) {
                    if least < pairs[s * dms + k] {
                        pairs[s * dms + k] = least;
                        fell = true;
                    }
                }
            }
        }
        if !fell {
            break;
        }
    }
    m.extend((0..value.len()).map(|s| {
        let first = opponents().flat_map(|j| next(j, s).iter().map(move |t| (*t as usize, j)));
        first.map(|(t, j)| pairs[t * dms + j]).min().unwrap_or(u32::MAX)
    }));
}

/// Where the opponents of `i` can take the conflict by improvements from each state, as bits; for models of at most 128
/// states in option form.
pub(crate) fn credible_answers(profile: &[&Prepared], i: usize, reach: &mut Vec<u128>) {
    reach.clear();
    let opponents = || (0..profile.len()).filter(|j| *j != i);
    let Some(first) = opponents().next() else { return reach.resize(profile[i].rank.len(), 0) };
    // One's own improvements compose: alone, the first leads where it improves to.
    reach.extend_from_slice(&profile[first].targets);
    let mut quiet = 1;
    for j in opponents().cycle().skip(1) {
        if quiet + 1 >= profile.len() {
            return;
        }
        let own = profile[j];
        let mut grew = false;
        for (s, ends) in own.leaving.iter().zip(own.near_start.windows(2)) {
            let s = *s as usize;
            let before = reach[s];
            let mut after = before | own.targets[s];
            // Those it likes better still were added to these before, since the best come first.
            for t in &own.near[ends[0] as usize..ends[1] as usize] {
                after |= reach[*t as usize];
            }
            reach[s] = after;
            grew |= after != before;
        }
        // One's own improvements compose: a second pass at once would add nothing.
        quiet = if grew { 1 } else { quiet + 1 };
    }
}

/// Whether s is stable for `i`, given the deterrents in `scratch` (or none, under Nash).
pub(crate) fn holds(own: &Prepared, rule: Option<Rule>, scratch: &Scratch, s: usize) -> bool {
    let mut improvements = own.improvements(s).iter();
    match rule {
        None => improvements.next().is_none(),
        Some(_) => improvements.all(|t| scratch.m[*t as usize] <= own.rank[s]),
    }
}
