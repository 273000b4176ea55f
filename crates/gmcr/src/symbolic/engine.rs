//! The diagrams for one decision maker under one concept, or under SEQ and SSEQ together.

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
    /// All its options, and those of them that change both ways.
    all: Ref,
    own: Ref,
    /// One-way options: variable, to yes.
    one_way: Vec<(u32, bool)>,
    /// Of an opponent whose sanctions must be credible: its options' primed variables, and the relation that it can move
    /// from where the primed variables say to where the others do, and gains.
    primed: Ref,
    gains: Ref,
}

pub(super) struct Engine<'a, 'b> {
    bdd: Bdd<'a, 'b>,
    /// Whose stability is asked for, and by which rules: none for Nash; more than one only if all are credible, and those
    /// that let it escape first.
    who: usize,
    rules: Vec<Rule>,
    feasible: Ref,
    parties: Vec<Party>,
    /// Threshold variables.
    t: Vec<u32>,
    /// By rule, the bad states: no better than the threshold, and nor is any state that `who` can move to from there if the
    /// rule lets it escape.
    bad: Vec<Ref>,
    /// What has been answered: by each opponent, and last the bad states; and by opponent the parts that it has looked at.
    parts: Vec<Ref>,
    seen: Vec<Vec<Ref>>,
    option_at: Vec<usize>,
}

impl<'a, 'b> Engine<'a, 'b> {
    /// Builds them, the options in the order that `place` gives them: at the even variables, their primed ones above them
    /// at the odd.
    pub fn new(
        conflict: &Conflict,
        ranked: &[Option<Ranked>],
        place: &[u32],
        who: usize,
        rules: &[Rule],
        bdd: Bdd<'a, 'b>,
    ) -> Result<Self, Spent> {
        let credible = rules.iter().any(|r| r.credible);
        let place: Vec<u32> = place.iter().map(|v| 2 * v).collect();
        let mut option_at = vec![0; 2 * place.len()];
        place.iter().enumerate().for_each(|(o, v)| option_at[*v as usize] = o);
        let (parties, t) = (Vec::new(), Vec::new());
        let parts = vec![ZERO; conflict.decision_makers().len()];
        let seen = vec![parts.clone(); parts.len() - 1];
        let (rules, bad) = (rules.to_vec(), Vec::new());
        let mut engine = Engine { bdd, who, rules, feasible: ONE, parties, t, bad, parts, seen, option_at };
        for pattern in conflict.infeasible() {
            let bad = engine.bdd.formula(pattern, &place)?;
            engine.feasible = engine.bdd.and(engine.feasible, bad ^ 1)?;
        }
        for (i, dm) in conflict.decision_makers().iter().enumerate() {
            // What opponents prefer matters only where their sanctions must be credible.
            let phi = match (&dm.preference, &ranked[i]) {
                _ if i != who && !credible => Vec::new(),
                (Preference::Prefers(list), _) => {
                    list.iter().map(|s| engine.bdd.formula(&s.that, &place)).collect::<Result<Vec<_>, _>>()?
                }
                (Preference::Ranking(_), Some(ranked)) => engine.digits(ranked, &place)?,
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
            let mut party = Party { phi, moved, all, own, one_way, primed: ONE, gains: ZERO };
            if i != who && credible {
                engine.relate(&mut party)?;
            }
            engine.parties.push(party);
        }
        let n = 2 * place.len() as u32;
        engine.t = (n..).take(engine.parties.get(who).map_or(0, |p| p.phi.len())).collect();
        Ok(engine)
    }

    /// The relation of an opponent's improvements.
    fn relate(&mut self, party: &mut Party) -> Result<(), Spent> {
        party.primed = self.bdd.shift(party.all, party.all, true)?;
        for there in party.moved.iter().rev() {
            let here = self.bdd.shift(*there, party.all, true)?;
            party.gains = self.lexicographic(here, *there, party.gains)?;
        }
        for (var, to_yes) in &party.one_way {
            let (here, there) = (self.bdd.literal(var + 1)?, self.bdd.literal(*var)?);
            let allowed = if *to_yes { self.bdd.or(here ^ 1, there)? } else { self.bdd.or(here, there ^ 1)? };
            party.gains = self.bdd.and(party.gains, allowed)?;
        }
        Ok(())
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
    fn tidy(&mut self) {
        if self.bdd.len() < TIDY {
            return;
        }
        let mut roots: Vec<&mut Ref> = vec![&mut self.feasible];
        for p in &mut self.parties {
            roots.extend([&mut p.all, &mut p.own, &mut p.primed, &mut p.gains]);
            roots.extend(p.phi.iter_mut().chain(p.moved.iter_mut()));
        }
        roots.extend(self.bad.iter_mut().chain(&mut self.parts).chain(self.seen.iter_mut().flatten()));
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
        let Party { all, primed, gains, .. } = self.parties[j];
        let from = self.bdd.and_exists(f, gains, all)?;
        self.bdd.shift(from, primed, false)
    }

    /// Tries the order of the options: every opponent answers once.
    pub fn attempt(&mut self) -> Result<(), Spent> {
        self.find_bad()?;
        if let Some(rule) = self.rules.first().copied() {
            self.start(0);
            for (at, j) in self.opponents().into_iter().enumerate() {
                self.answer(at, j, rule)?;
            }
        }
        Ok(())
    }

    /// The states stable for the decision maker, by each rule.
    pub fn stable(&mut self) -> Result<Vec<Carried>, Spent> {
        let i = self.who;
        self.find_bad()?;
        let mut all = Vec::new();
        for k in 0..self.rules.len().max(1) {
            if let Some(rule) = self.rules.get(k).copied() {
                // Who may not escape has all the bad states of who may, and more: what has been answered stays so.
                self.start(k);
                self.close(rule)?;
            }
            self.tidy();
            let better = self.better()?;
            let answered = self.parts[..self.seen.len()].to_vec();
            let unstable = self.unstable(i, 0, SLICED, self.feasible, better, &answered)?;
            let stable = self.bdd.and(self.feasible, unstable ^ 1)?;
            all.push(self.bdd.carry(stable, &self.option_at));
        }
        Ok(all)
    }

    fn opponents(&self) -> Vec<usize> {
        (0..self.parties.len()).filter(|j| *j != self.who).collect()
    }

    /// The feasible states that the decision maker likes better than the threshold.
    fn better(&mut self) -> Result<Ref, Spent> {
        let more = self.more_than(self.who, &self.t.clone())?;
        self.bdd.and(self.feasible, more)
    }

    /// Each rule's bad states. They are no better than the threshold, so no improvement leads to them.
    fn find_bad(&mut self) -> Result<(), Spent> {
        let better = self.better()?;
        for k in 0..self.rules.len() {
            let over = if self.rules[k].escape { self.before(self.who, better)? } else { better };
            let bad = self.bdd.and(self.feasible, over ^ 1)?;
            self.bad.push(bad);
        }
        Ok(())
    }

    /// The bad states of rule `k` are the last part.
    fn start(&mut self, k: usize) {
        let last = self.seen.len();
        self.parts[last] = self.bad[k];
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
    fn close(&mut self, rule: Rule) -> Result<(), Spent> {
        let opponents = self.opponents();
        let mut quiet = 0;
        for (at, j) in opponents.iter().copied().enumerate().cycle() {
            if quiet == opponents.len() {
                break;
            }
            quiet = if self.answer(at, j, rule)? { 1 } else { quiet + 1 };
            self.tidy();
        }
        Ok(())
    }

    /// Opponent `j`, the `at`th, answers what it has not looked at; whether that is anything new.
    fn answer(&mut self, at: usize, j: usize, rule: Rule) -> Result<bool, Spent> {
        let mut own = self.parts[at];
        for p in (0..self.parts.len()).rev().filter(|p| *p != at) {
            let old = std::mem::replace(&mut self.seen[at][p], self.parts[p]);
            if old == self.parts[p] {
                continue;
            }
            // What is new; what was there before may stand in it or not, whichever is smaller.
            let new = self.bdd.restrict(self.parts[p], old ^ 1)?;
            let came = if rule.credible { self.gaining(j, new)? } else { self.before(j, new)? };
            let came = self.bdd.and(came, self.feasible)?;
            own = self.bdd.or(own, came)?;
        }
        let old = std::mem::replace(&mut self.parts[at], own);
        Ok(old != own)
    }
}
