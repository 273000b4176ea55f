//! The diagrams for one decision maker under one concept.

use super::TIDY;
use super::bdd::{Bdd, Carried, ONE, Ref, ZERO};
use crate::budget::Spent;
use crate::conflict::{Conflict, Moves, Preference};
use crate::stability::Rule;
use crate::states::States;

/// Thresholds gone through value by value.
const SLICED: usize = 6;

/// A ranking's states and their ranks.
pub(super) struct Ranked {
    pub rank: Vec<u32>,
    pub states: States,
}

/// A decision maker's statements as functions, most important first.
struct Party {
    phi: Vec<Ref>,
    /// Those of the statements whose truth hangs on the decision maker's own options: no other can tell where it moves.
    moved: Vec<Ref>,
    own: Ref,
    /// One-way options: variable, to yes.
    one_way: Vec<(u32, bool)>,
}

pub(super) struct Engine<'a, 'b> {
    bdd: Bdd<'a, 'b>,
    /// Whose stability is asked for, and by which rule.
    who: usize,
    rule: Option<Rule>,
    feasible: Ref,
    parties: Vec<Party>,
    /// Threshold variables: t, and u for opponents with one-way options.
    t: Vec<u32>,
    u: Vec<u32>,
    option_at: Vec<usize>,
}

impl<'a, 'b> Engine<'a, 'b> {
    /// Builds them, each option at the variable that `place` gives it.
    pub fn new(
        conflict: &Conflict,
        ranked: &[Option<Ranked>],
        place: &[u32],
        who: usize,
        rule: Option<Rule>,
        bdd: Bdd<'a, 'b>,
    ) -> Result<Self, Spent> {
        let credible = rule.is_some_and(|r| r.credible);
        let mut option_at = vec![0; place.len()];
        place.iter().enumerate().for_each(|(o, v)| option_at[*v as usize] = o);
        let (parties, t, u) = (Vec::new(), Vec::new(), Vec::new());
        let mut engine = Engine { bdd, who, rule, feasible: ONE, parties, t, u, option_at };
        for pattern in conflict.infeasible() {
            let bad = engine.bdd.formula(pattern, place)?;
            engine.feasible = engine.bdd.and(engine.feasible, bad ^ 1)?;
        }
        for (i, dm) in conflict.decision_makers().iter().enumerate() {
            // What opponents prefer matters only where their sanctions must be credible.
            let phi = match (&dm.preference, &ranked[i]) {
                _ if i != who && !credible => Vec::new(),
                (Preference::Prefers(list), _) => {
                    list.iter().map(|s| engine.bdd.formula(&s.that, place)).collect::<Result<Vec<_>, _>>()?
                }
                (Preference::Ranking(_), Some(ranked)) => engine.digits(ranked, place)?,
                (Preference::Ranking(_), None) => Vec::new(),
            };
            let vars: Vec<u32> = conflict.options_of(i).map(|o| place[o]).collect();
            let one_way = conflict.options_of(i).filter_map(|o| match conflict.options()[o].moves {
                Moves::Both => None,
                way => Some((place[o], way == Moves::ToYes)),
            });
            let one_way: Vec<(u32, bool)> = one_way.collect();
            let free: Vec<u32> = vars.iter().copied().filter(|v| !one_way.iter().any(|(w, _)| w == v)).collect();
            let all = engine.bdd.cube(&vars)?;
            let mut moved = Vec::new();
            for f in phi.iter().copied() {
                if engine.bdd.exists(f, all)? != f {
                    moved.push(f);
                }
            }
            // An opponent's statements that its moves leave alone say nothing of where it moves.
            let phi = if i == who { phi } else { moved.clone() };
            let own = engine.bdd.cube(&free)?;
            engine.parties.push(Party { phi, moved, own, one_way });
        }
        let n = place.len() as u32;
        let own = engine.parties.get(who).map_or(0, |p| p.phi.len()) as u32;
        let most = engine.parties.iter().map(|p| p.phi.len()).max().unwrap_or(0) as u32;
        engine.t = (n..n + own).collect();
        engine.u = (n + own..n + own + most).collect();
        Ok(engine)
    }

    /// The binary digits of a rank as functions, highest first.
    fn digits(&mut self, ranked: &Ranked, place: &[u32]) -> Result<Vec<Ref>, Spent> {
        let Ranked { rank, states } = ranked;
        let highest = rank.iter().copied().max().unwrap_or(0);
        let width = 32 - highest.leading_zeros();
        let mut phi = vec![ZERO; width as usize];
        for (s, r) in rank.iter().enumerate() {
            let mut minterm = ONE;
            let mut literals: Vec<(u32, bool)> =
                place.iter().enumerate().map(|(o, v)| (*v, states.value(s, o))).collect();
            literals.sort_unstable();
            for (v, yes) in literals.into_iter().rev() {
                let l = self.bdd.literal(v)?;
                minterm = self.bdd.and(if yes { l } else { l ^ 1 }, minterm)?;
            }
            for (k, f) in phi.iter_mut().enumerate() {
                if r >> (width as usize - 1 - k) & 1 == 1 {
                    *f = self.bdd.or(*f, minterm)?;
                }
            }
        }
        Ok(phi)
    }

    /// Forgets what is not needed, if there is much of it.
    fn tidy(&mut self, also: &mut [&mut Ref]) {
        if self.bdd.len() < TIDY {
            return;
        }
        let mut roots: Vec<&mut Ref> = vec![&mut self.feasible];
        for p in &mut self.parties {
            roots.push(&mut p.own);
            roots.extend(p.phi.iter_mut().chain(p.moved.iter_mut()));
        }
        roots.extend(also.iter_mut().map(|r| &mut **r));
        self.bdd.keep(&mut roots);
    }

    /// The truth of i's statements is, in lexicographic order, more than the thresholds.
    fn more_than(&mut self, i: usize, t: &[u32]) -> Result<Ref, Spent> {
        let mut more = ZERO;
        for k in (0..self.parties[i].phi.len()).rev() {
            let phi = self.parties[i].phi[k];
            let t = self.bdd.literal(t[k])?;
            more = self.lexicographic(t, phi, more)?;
        }
        Ok(more)
    }

    /// a < b, or a = b and `rest`.
    fn lexicographic(&mut self, a: Ref, b: Ref, rest: Ref) -> Result<Ref, Spent> {
        let less = self.bdd.and(a ^ 1, b)?;
        let not_more = self.bdd.or(a ^ 1, b)?;
        let tied = self.bdd.and(not_more, rest)?;
        self.bdd.or(less, tied)
    }

    /// The thresholds are the truth of i's statements.
    fn at(&mut self, i: usize, f: Ref, t: &[u32]) -> Result<Ref, Spent> {
        // One statement at a time, the last first, each threshold quantified as soon as it is bound.
        let mut f = f;
        for k in (0..self.parties[i].phi.len()).rev() {
            let phi = self.parties[i].phi[k];
            let cube = self.bdd.cube(&t[k..=k])?;
            let var = self.bdd.literal(t[k])?;
            let bound = self.bdd.iff(var, phi)?;
            f = self.bdd.and_exists(f, bound, cube)?;
        }
        Ok(f)
    }

    /// From where j can move into `f`, or is there already.
    fn before(&mut self, j: usize, f: Ref) -> Result<Ref, Spent> {
        let mut f = self.bdd.exists(f, self.parties[j].own)?;
        for k in 0..self.parties[j].one_way.len() {
            let (var, to_yes) = self.parties[j].one_way[k];
            f = self.bdd.one_way(f, var, to_yes)?;
        }
        Ok(f)
    }

    /// From where j can move into `f` and gain.
    fn gaining(&mut self, j: usize, f: Ref) -> Result<Ref, Spent> {
        if !self.parties[j].one_way.is_empty() {
            let u = self.u.clone();
            let more = self.more_than(j, &u)?;
            let there = self.bdd.and(f, more)?;
            let before = self.before(j, there)?;
            return self.at(j, before, &u);
        }
        self.gaining_from(j, f, 0)
    }

    /// The same for the statements from the k-th on that j's moves change, those before being alike here and there.
    fn gaining_from(&mut self, j: usize, f: Ref, k: usize) -> Result<Ref, Spent> {
        let (own, moved) = (self.parties[j].own, self.parties[j].moved.len());
        if f == ZERO || k == moved {
            return Ok(ZERO);
        }
        if k < SLICED {
            let phi = self.parties[j].moved[k];
            let (there, not_there) = (self.bdd.and(f, phi)?, self.bdd.and(f, phi ^ 1)?);
            let (can, there) = (self.bdd.exists(there, own)?, self.gaining_from(j, there, k + 1)?);
            let not_there = self.gaining_from(j, not_there, k + 1)?;
            let if_not = self.bdd.or(can, not_there)?;
            let (yes, no) = (self.bdd.and(phi, there)?, self.bdd.and(phi ^ 1, if_not)?);
            return self.bdd.or(yes, no);
        }
        let (mut left, mut best) = (f, Vec::new());
        for m in k..moved {
            let phi = self.parties[j].moved[m];
            let can = self.bdd.and_exists(left, phi, own)?;
            let not_can_or_phi = self.bdd.or(can ^ 1, phi)?;
            left = self.bdd.and(left, not_can_or_phi)?;
            best.push(can);
        }
        let mut gains = ZERO;
        for (m, can) in (k..moved).zip(best).rev() {
            gains = self.lexicographic(self.parties[j].moved[m], can, gains)?;
        }
        Ok(gains)
    }

    /// The states stable for the decision maker.
    pub fn stable(&mut self) -> Result<Carried, Spent> {
        let (i, t) = (self.who, self.t.clone());
        let mut answered = Vec::new();
        if let Some(rule) = self.rule {
            let more = self.more_than(i, &t)?;
            let better = self.bdd.and(self.feasible, more)?;
            let over = if rule.escape { self.before(i, better)? } else { better };
            let bad = self.bdd.and(self.feasible, over ^ 1)?;
            // The bad states themselves are no better than the threshold, so no improvement leads to them.
            answered = self.close(i, rule, bad)?;
        }
        let more = self.more_than(i, &t)?;
        let better = self.bdd.and(self.feasible, more)?;
        let unstable = self.unstable(i, 0, SLICED, self.feasible, better, &answered)?;
        let stable = self.bdd.and(self.feasible, unstable ^ 1)?;
        Ok(self.bdd.carry(stable, &self.option_at))
    }

    /// Where in `here` a move of i's pays: it leads to a state better than the threshold from which nothing was answered.
    /// `here`, `better` and `answered` have the thresholds of statements before `k` settled. Thresholds of statements
    /// that i's moves leave alone are the statements' truth where it moves to as well; of the others, the first few are
    /// gone through value by value, since what is answered is far smaller for one value than for all.
    fn unstable(
        &mut self,
        i: usize,
        k: usize,
        left: usize,
        here: Ref,
        better: Ref,
        answered: &[Ref],
    ) -> Result<Ref, Spent> {
        if here == ZERO || better == ZERO {
            return Ok(ZERO);
        }
        let t = self.t.clone();
        if k == self.parties[i].phi.len() {
            let mut parts = answered.to_vec();
            parts.sort_by_key(|a| self.bdd.size(*a));
            let mut undeterred = better;
            for part in parts {
                undeterred = self.bdd.and(undeterred, part ^ 1)?;
            }
            let pays = self.before(i, undeterred)?;
            let pays = self.bdd.and(here, pays)?;
            return self.at(i, pays, &t);
        }
        let phi = self.parties[i].phi[k];
        let cube = self.bdd.cube(&t[k..=k])?;
        let threshold = self.bdd.literal(t[k])?;
        if !self.parties[i].moved.contains(&phi) {
            let bound = self.bdd.iff(threshold, phi)?;
            let better = self.bdd.and_exists(better, bound, cube)?;
            let parts = answered.iter().map(|a| self.bdd.and_exists(*a, bound, cube)).collect::<Result<Vec<_>, _>>()?;
            return self.unstable(i, k + 1, left, here, better, &parts);
        }
        if left == 0 {
            return self.unstable(i, k + 1, left, here, better, answered);
        }
        let mut all = ZERO;
        for sign in [0, 1] {
            let here = self.bdd.and(here, phi ^ sign)?;
            let value = threshold ^ sign;
            let better = self.bdd.and_exists(better, value, cube)?;
            let parts = answered.iter().map(|a| self.bdd.and_exists(*a, value, cube)).collect::<Result<Vec<_>, _>>()?;
            let found = self.unstable(i, k + 1, left - 1, here, better, &parts)?;
            all = self.bdd.or(all, found)?;
        }
        Ok(all)
    }

    /// From where each opponent's moves, or improvements, lead into the bad states or to where another opponent's do.
    ///
    /// The parts are not united: each hangs on what its mover does not decide, and together they would be far larger. A
    /// move distributes over a union, and a mover's own moves compose, so no part need be looked at by its own mover.
    fn close(&mut self, i: usize, rule: Rule, bad: Ref) -> Result<Vec<Ref>, Spent> {
        let opponents: Vec<usize> = (0..self.parties.len()).filter(|j| *j != i).collect();
        // The parts, the last the bad states; and per opponent the parts it has answered.
        let mut parts = vec![ZERO; opponents.len()];
        parts.push(bad);
        let mut seen = vec![vec![ZERO; parts.len()]; opponents.len()];
        let mut quiet = 0;
        for (at, j) in opponents.iter().copied().enumerate().cycle() {
            if quiet == opponents.len() {
                break;
            }
            let mut own = parts[at];
            for p in (0..parts.len()).rev().filter(|p| *p != at) {
                let old = std::mem::replace(&mut seen[at][p], parts[p]);
                if old == parts[p] {
                    continue;
                }
                // What is new; what was there before may stand in it or not, whichever is smaller.
                let new = self.bdd.restrict(parts[p], old ^ 1)?;
                let came = if rule.credible { self.gaining(j, new)? } else { self.before(j, new)? };
                let came = self.bdd.and(came, self.feasible)?;
                own = self.bdd.or(own, came)?;
            }
            quiet = if own == parts[at] { quiet + 1 } else { 1 };
            parts[at] = own;
            let mut roots: Vec<&mut Ref> = parts.iter_mut().collect();
            roots.extend(seen.iter_mut().flatten());
            self.tidy(&mut roots);
        }
        parts.pop();
        Ok(parts)
    }
}
