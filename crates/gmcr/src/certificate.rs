//! Verdicts with their certificates, and what there is to say about a state.

use crate::budget::{Budget, Spent};
use crate::conflict::Conflict;
use crate::error::{Error, Kind};
use crate::model::Model;
use crate::stability::{Concept, Rule};
use crate::states::States;
use serde::Serialize;
use std::collections::{BTreeMap, VecDeque};

/// A state, by its number and by its binary number (in graph form, its number less one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct StateRef {
    /// Its number among the feasible states, from 1.
    pub number: usize,
    /// Its binary number, the lowest bit the first option.
    pub decimal: u128,
}

/// One move of a joint move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Step {
    /// Who moves, by position.
    pub decision_maker: usize,
    /// To which state.
    pub to: StateRef,
}

/// An improvement and the opponents' answer that deters it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deterred {
    /// The improvement.
    pub improvement: StateRef,
    /// The opponents' moves from there, the last to the sanction.
    pub path: Vec<Step>,
}

/// Why a verdict holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Stable: every improvement there is, each with a sanction.
    Deterred(Vec<Deterred>),
    /// Unstable: an improvement that nothing deters, and every answer the opponents have to it.
    Undeterred {
        /// The improvement.
        improvement: StateRef,
        /// Wherever the opponents can take the conflict from there, with who moves last; none of it deters.
        answers: Vec<Step>,
    },
}

/// Whether a state is stable for a decision maker, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Under which concept.
    pub concept: Concept,
    /// For whom, by position.
    pub decision_maker: usize,
    /// Which state.
    pub state: StateRef,
    /// Whether it is stable.
    pub stable: bool,
    /// Why.
    pub proof: Proof,
}

/// What there is to say about a state, for one decision maker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The decision maker's id.
    pub decision_maker: String,
    /// How many states it strictly prefers to this one, and how many it likes less.
    pub better: usize,
    /// See `better`.
    pub worse: usize,
    /// Where it can move.
    pub moves: Vec<StateRef>,
    /// Where it can move and be better off.
    pub improvements: Vec<StateRef>,
    /// Its verdicts, by concept.
    pub verdicts: Vec<Verdict>,
}

/// What there is to say about a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The state.
    pub state: StateRef,
    /// `YNN…` (empty in graph form).
    pub options: String,
    /// By decision maker.
    pub standings: Vec<Standing>,
    /// The concepts under which the state is an equilibrium.
    pub equilibrium: Vec<Concept>,
}

/// Gives verdicts with certificates on a conflict whose states fit in memory.
#[derive(Clone, Debug)]
pub struct Explainer {
    pub(crate) model: Model,
    ids: Vec<String>,
    /// Per decision maker, the rank of the states it likes best.
    best: Vec<u32>,
}

impl Explainer {
    /// Prepares the conflict; refused if it has more than `states` feasible states.
    pub fn new(conflict: &Conflict, states: u64) -> Result<Self, Error> {
        let ids = conflict.decision_makers().iter().map(|d| d.id.clone()).collect();
        let model = Model::of(conflict, states)?;
        let best = model.rank.iter().map(|r| r.iter().copied().max().unwrap_or(0)).collect();
        Ok(Explainer { model, ids, best })
    }

    /// The feasible states.
    pub fn states(&self) -> &States {
        &self.model.states
    }

    /// The verdict on a state, by its number.
    pub fn verdict(&self, concept: Concept, decision_maker: usize, number: usize) -> Result<Verdict, Error> {
        let s = self.model.position_of(number)?;
        if decision_maker >= self.model.dms() {
            return Err(Error::new(Kind::UnknownDecisionMaker));
        }
        let mut never = || false;
        let found = verdict(&self.model, concept, decision_maker, s, &mut Budget::new(u64::MAX, &mut never));
        found.map_err(|_| Error::new(Kind::Stopped))
    }

    /// Where a decision maker ranks a state, by its number: 1 for the best, equal numbers for ties, none skipped.
    pub fn rank(&self, decision_maker: usize, number: usize) -> Result<u32, Error> {
        let s = self.model.position_of(number)?;
        let rank = self.model.rank.get(decision_maker).ok_or(Error::new(Kind::UnknownDecisionMaker))?;
        Ok(self.best[decision_maker] - rank[s] + 1)
    }

    /// Where a decision maker can move from a state, by numbers, and whether it gains.
    pub fn moves(&self, decision_maker: usize, number: usize) -> Result<Vec<(usize, bool)>, Error> {
        let s = self.model.position_of(number)?;
        let rank = self.model.rank.get(decision_maker).ok_or(Error::new(Kind::UnknownDecisionMaker))?;
        let moves = self.model.moves_from(decision_maker, s);
        Ok(moves.into_iter().map(|t| (t as usize + 1, rank[t as usize] > rank[s])).collect())
    }

    /// All verdicts on a state, by its number, with what they rest on.
    pub fn explain(&self, number: usize, concepts: &[Concept]) -> Result<Explanation, Error> {
        let s = self.model.position_of(number)?;
        let refs = |list: &[u32]| list.iter().map(|t| self.model.state_ref(*t as usize)).collect();
        let mut standings = Vec::new();
        for (i, id) in self.ids.iter().enumerate() {
            let rank = &self.model.rank[i];
            let moves = self.model.moves_from(i, s);
            let improvements: Vec<u32> = moves.iter().copied().filter(|t| rank[*t as usize] > rank[s]).collect();
            standings.push(Standing {
                decision_maker: id.clone(),
                better: rank.iter().filter(|r| **r > rank[s]).count(),
                worse: rank.iter().filter(|r| **r < rank[s]).count(),
                moves: refs(&moves),
                improvements: refs(&improvements),
                verdicts: concepts.iter().map(|c| self.verdict(*c, i, number)).collect::<Result<_, _>>()?,
            });
        }
        let holds = |k: &usize| standings.iter().all(|st| st.verdicts[*k].stable);
        let equilibrium = (0..concepts.len()).filter(holds).map(|k| concepts[k]).collect();
        let options = if self.model.states.is_graph() { String::new() } else { self.model.states.options(s) };
        Ok(Explanation { state: self.model.state_ref(s), options, standings, equilibrium })
    }
}

impl Model {
    pub fn state_ref(&self, position: usize) -> StateRef {
        StateRef { number: position + 1, decimal: self.states.decimal(position) }
    }
    pub fn position_of(&self, number: usize) -> Result<usize, Error> {
        let states = self.len();
        match number.checked_sub(1) {
            Some(p) if p < states => Ok(p),
            _ => Err(Error::new(Kind::StateOutside { state: number, states })),
        }
    }
    /// Improvements of one decision maker.
    pub fn improvements_from(&self, dm: usize, state: usize) -> Vec<u32> {
        let rank = &self.rank[dm];
        let mut moves = self.moves_from(dm, state);
        moves.retain(|t| rank[*t as usize] > rank[state]);
        moves
    }
}

fn verdict(model: &Model, concept: Concept, i: usize, s: usize, budget: &mut Budget) -> Result<Verdict, Spent> {
    let mut deterred = Vec::new();
    let mut proof = None;
    for s1 in model.improvements_from(i, s) {
        let improvement = model.state_ref(s1 as usize);
        match answer(model, concept.rule(), i, s, s1, budget)? {
            Ok(path) => deterred.push(Deterred { improvement, path }),
            Err(answers) => {
                proof = Some(Proof::Undeterred { improvement, answers });
                break;
            }
        }
    }
    let stable = proof.is_none();
    let proof = proof.unwrap_or(Proof::Deterred(deterred));
    Ok(Verdict { concept, decision_maker: i, state: model.state_ref(s), stable, proof })
}

/// The shortest sanction of the move from s to s₁, or else all the opponents' answers.
fn answer(
    model: &Model,
    rule: Option<Rule>,
    i: usize,
    s: usize,
    s1: u32,
    budget: &mut Budget,
) -> Result<Result<Vec<Step>, Vec<Step>>, Spent> {
    let Some(rule) = rule else { return Ok(Err(Vec::new())) };
    let rank = &model.rank[i];
    let deters = |t: u32| {
        rank[t as usize] <= rank[s]
            && (!rule.escape || model.moves_from(i, t as usize).iter().all(|u| rank[*u as usize] <= rank[s]))
    };
    // (state, who moved last) → the pair before it.
    let mut before: BTreeMap<(u32, usize), (u32, usize)> = BTreeMap::new();
    let start = (s1, usize::MAX);
    let mut open = VecDeque::from([start]);
    while let Some((at, last)) = open.pop_front() {
        for j in (0..model.dms()).filter(|j| *j != i && *j != last) {
            let next = match rule.credible {
                true => model.improvements_from(j, at as usize),
                false => model.moves_from(j, at as usize),
            };
            budget.spend(1 + next.len() as u64)?;
            for t in next {
                if before.contains_key(&(t, j)) {
                    continue;
                }
                before.insert((t, j), (at, last));
                open.push_back((t, j));
                if deters(t) {
                    let mut path = Vec::new();
                    let mut pair = (t, j);
                    while pair != start {
                        path.push(Step { decision_maker: pair.1, to: model.state_ref(pair.0 as usize) });
                        pair = before[&pair];
                    }
                    path.reverse();
                    return Ok(Ok(path));
                }
            }
        }
    }
    let all = before.keys().map(|(t, j)| Step { decision_maker: *j, to: model.state_ref(*t as usize) });
    Ok(Err(all.collect()))
}
