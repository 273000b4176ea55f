//! Checks verdicts. Shares nothing with the engines: it reads the conflict and the certificate, and goes by the
//! definitions alone.

use crate::certificate::{Deterred, Proof, StateRef, Step, Verdict};
use crate::conflict::{Conflict, Form, Moves, Preference};
use crate::stability::Concept;
use std::collections::{BTreeMap, BTreeSet};

/// Why a certificate was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The verdict and its proof say different things.
    Mismatch,
    /// A state is infeasible, or its number is not its own.
    NotAState(StateRef),
    /// What is called an improvement is none.
    NoImprovement(StateRef),
    /// An improvement is passed over.
    Missing(u128),
    /// A step of a sanction is not open to who is to take it.
    IllegalStep(Step),
    /// The end of a sanction does not deter.
    NoSanction(StateRef),
    /// The answers leave one out, and it is this state.
    AnswerMissing(u128),
    /// One of the answers does deter.
    Deters(StateRef),
    /// The model is too large for the checker.
    TooLarge,
}

/// Options of one decision maker, and of a whole conflict with rankings, up to which the checker tries all combinations.
const MOST_OPTIONS: usize = 22;

/// Checks verdicts on one conflict.
pub struct Checker<'a> {
    conflict: &'a Conflict,
    /// The feasible states' binary numbers in order, where a ranking or numbers need them.
    feasible: Option<Vec<u128>>,
    /// Per decision maker with a ranking: each state number's class, 0 the best.
    class: Vec<Option<BTreeMap<usize, usize>>>,
}

impl<'a> Checker<'a> {
    /// Prepares the checker.
    pub fn new(conflict: &'a Conflict) -> Self {
        let mut checker = Checker { conflict, feasible: None, class: Vec::new() };
        let options = conflict.options().len();
        checker.feasible = match conflict.form() {
            Form::Graph { states, .. } => Some((0..*states as u128).collect()),
            Form::Options { .. } if options <= MOST_OPTIONS => {
                Some((0..1u128 << options).filter(|s| checker.is_feasible(*s)).collect())
            }
            Form::Options { .. } => None,
        };
        for dm in conflict.decision_makers() {
            checker.class.push(match &dm.preference {
                Preference::Ranking(classes) => {
                    Some(classes.iter().enumerate().flat_map(|(k, c)| c.iter().map(move |s| (*s, k))).collect())
                }
                Preference::Prefers(_) => None,
            });
        }
        checker
    }

    /// Accepts the verdict, or says what is wrong with it.
    pub fn check(&self, verdict: &Verdict) -> Result<(), Refusal> {
        let (i, s) = (verdict.decision_maker, self.state(verdict.state)?);
        if i >= self.conflict.decision_makers().len() {
            return Err(Refusal::Mismatch);
        }
        match &verdict.proof {
            Proof::Deterred(list) if verdict.stable => self.check_stable(verdict.concept, i, s, list),
            Proof::Undeterred { improvement, answers } if !verdict.stable => {
                let s1 = self.state(*improvement)?;
                if !self.moves(i, s)?.contains(&s1) || !self.better(i, s1, s)? {
                    return Err(Refusal::NoImprovement(*improvement));
                }
                if verdict.concept == Concept::Nash { Ok(()) } else { self.check_answers(verdict, s, s1, answers) }
            }
            _ => Err(Refusal::Mismatch),
        }
    }

    fn check_stable(&self, concept: Concept, i: usize, s: u128, list: &[Deterred]) -> Result<(), Refusal> {
        let mut told = BTreeSet::new();
        for d in list {
            let s1 = self.state(d.improvement)?;
            told.insert(s1);
            let (mut at, mut last) = (s1, i);
            for step in &d.path {
                let to = self.state(step.to)?;
                let j = step.decision_maker;
                if j == i || j == last || !self.answers(concept, j, at)?.contains(&to) {
                    return Err(Refusal::IllegalStep(*step));
                }
                (at, last) = (to, j);
            }
            let end = d.path.last().map_or(d.improvement, |step| step.to);
            if concept == Concept::Nash || d.path.is_empty() || !self.deters(concept, i, s, at)? {
                return Err(Refusal::NoSanction(end));
            }
        }
        for t in self.moves(i, s)? {
            if self.better(i, t, s)? && !told.contains(&t) {
                return Err(Refusal::Missing(t));
            }
        }
        Ok(())
    }

    /// The answers must hold every first move of an opponent from s₁, and with each (state, last mover) every move from
    /// it of another opponent; and none of them may deter.
    fn check_answers(&self, verdict: &Verdict, s: u128, s1: u128, answers: &[Step]) -> Result<(), Refusal> {
        let (i, concept) = (verdict.decision_maker, verdict.concept);
        let mut listed = BTreeSet::new();
        for a in answers {
            listed.insert((self.state(a.to)?, a.decision_maker));
            if self.deters(concept, i, s, a.to.decimal)? {
                return Err(Refusal::Deters(a.to));
            }
        }
        for (at, last) in std::iter::once((s1, i)).chain(listed.iter().copied()) {
            for j in (0..self.conflict.decision_makers().len()).filter(|j| *j != i && *j != last) {
                for t in self.answers(concept, j, at)? {
                    if !listed.contains(&(t, j)) {
                        return Err(Refusal::AnswerMissing(t));
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether i is no better off at t than at s and, where the concept asks, cannot move on to where it is.
    fn deters(&self, concept: Concept, i: usize, s: u128, t: u128) -> Result<bool, Refusal> {
        if self.better(i, t, s)? {
            return Ok(false);
        }
        if matches!(concept, Concept::Smr | Concept::Sseq) {
            for u in self.moves(i, t)? {
                if self.better(i, u, s)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// The moves of opponent j that the concept reckons with.
    fn answers(&self, concept: Concept, j: usize, from: u128) -> Result<BTreeSet<u128>, Refusal> {
        let mut moves = self.moves(j, from)?;
        if matches!(concept, Concept::Seq | Concept::Sseq) {
            let mut kept = BTreeSet::new();
            for t in moves {
                if self.better(j, t, from)? {
                    kept.insert(t);
                }
            }
            moves = kept;
        }
        Ok(moves)
    }

    fn is_feasible(&self, state: u128) -> bool {
        let choice = self.choice(state);
        !self.conflict.infeasible().iter().any(|f| f.eval(&choice))
    }

    fn choice(&self, state: u128) -> Vec<bool> {
        (0..self.conflict.options().len()).map(|o| state >> o & 1 == 1).collect()
    }

    fn state(&self, state: StateRef) -> Result<u128, Refusal> {
        let right = match &self.feasible {
            Some(list) => state.number > 0 && list.get(state.number - 1) == Some(&state.decimal),
            None => self.is_feasible(state.decimal),
        };
        if right { Ok(state.decimal) } else { Err(Refusal::NotAState(state)) }
    }

    fn moves(&self, i: usize, from: u128) -> Result<BTreeSet<u128>, Refusal> {
        let options = match self.conflict.form() {
            Form::Graph { arcs, .. } => {
                let from = from as usize + 1;
                let there = arcs[i].iter().filter(|a| a.0 == from && a.1 != from);
                return Ok(there.map(|a| a.1 as u128 - 1).collect());
            }
            Form::Options { options, .. } => options,
        };
        let own: Vec<usize> = (0..options.len()).filter(|o| options[*o].decision_maker == i).collect();
        if own.len() > MOST_OPTIONS {
            return Err(Refusal::TooLarge);
        }
        let mut moves = BTreeSet::new();
        for pick in 1..1u64 << own.len() {
            let mut to = from;
            let mut allowed = true;
            for (_, o) in own.iter().enumerate().filter(|(k, _)| pick >> k & 1 == 1) {
                allowed &= match options[*o].moves {
                    Moves::Both => true,
                    Moves::ToYes => from >> o & 1 == 0,
                    Moves::ToNo => from >> o & 1 == 1,
                };
                to ^= 1 << o;
            }
            if allowed && self.is_feasible(to) {
                moves.insert(to);
            }
        }
        Ok(moves)
    }

    /// Whether i strictly prefers s to t.
    fn better(&self, i: usize, s: u128, t: u128) -> Result<bool, Refusal> {
        match &self.conflict.decision_makers()[i].preference {
            Preference::Prefers(statements) => {
                let (a, b) = (self.choice(s), self.choice(t));
                let differ = statements.iter().map(|p| (p.that.eval(&a), p.that.eval(&b))).find(|(x, y)| x != y);
                Ok(differ.is_some_and(|(x, _)| x))
            }
            Preference::Ranking(_) => {
                let (Some(list), Some(class)) = (&self.feasible, &self.class[i]) else { return Err(Refusal::TooLarge) };
                let place = |d: u128| list.binary_search(&d).ok().and_then(|p| class.get(&(p + 1)));
                match (place(s), place(t)) {
                    (Some(a), Some(b)) => Ok(a < b),
                    _ => Err(Refusal::TooLarge),
                }
            }
        }
    }
}
