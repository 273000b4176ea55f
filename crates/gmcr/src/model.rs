//! A conflict made ready for the explicit engines: positions, ranks, and moves by groups or arcs.

use crate::conflict::{Conflict, Form, Moves};
use crate::error::Error;
use crate::set::StateSet;
use crate::states::States;

/// States, ranks and moves.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub states: States,
    /// Per decision maker and state: 0 worst.
    pub rank: Vec<Vec<u32>>,
    pub moves: Moving,
}

/// Who can move where.
#[derive(Clone, Debug)]
pub(crate) enum Moving {
    /// Option form: per decision maker, the states grouped by all bits but its own.
    Groups(Vec<Grouping>),
    /// Graph form: per decision maker and state, where it can go (ascending, without the state itself).
    Arcs(Vec<Vec<Vec<u32>>>),
}

/// The states grouped by all bits but one decision maker's own: within a group it moves freely, but for options that
/// change one way only.
#[derive(Clone, Debug)]
pub(crate) struct Grouping {
    /// Where each group's members start.
    pub start: Vec<u32>,
    /// The members, group by group, ascending.
    pub members: Vec<u32>,
    pub of: GroupOf,
    /// Options that change from no to yes only, and from yes to no only.
    pub to_yes: u128,
    pub to_no: u128,
}

/// The group of a state.
#[derive(Clone, Debug)]
pub(crate) enum GroupOf {
    /// The position without `width` bits from `low` on.
    Bits {
        low: u32,
        width: u32,
    },
    Table(Vec<u32>),
}

impl Grouping {
    #[inline]
    pub fn group_of(&self, state: u32) -> usize {
        match &self.of {
            GroupOf::Bits { low, width } => ((state & ((1u32 << low) - 1)) | ((state >> low >> width) << low)) as usize,
            GroupOf::Table(table) => table[state as usize] as usize,
        }
    }
    pub fn len(&self) -> usize {
        self.start.len() - 1
    }
    pub fn range(&self, group: usize) -> std::ops::Range<usize> {
        self.start[group] as usize..self.start[group + 1] as usize
    }
    pub fn is_reversible(&self) -> bool {
        self.to_yes | self.to_no == 0
    }
    /// Whether one-way options allow the move.
    #[inline]
    pub fn allows(&self, from: u128, to: u128) -> bool {
        (from & !to & self.to_yes) | (to & !from & self.to_no) == 0
    }
}

impl Model {
    pub fn of(conflict: &Conflict, most_states: u64) -> Result<Model, Error> {
        let states = States::of(conflict, most_states)?;
        let mut rank = Vec::new();
        for (i, dm) in conflict.decision_makers().iter().enumerate() {
            rank.push(states.ranks(&dm.preference).map_err(|e| e.at(i))?);
        }
        let moves = moving(conflict, &states);
        Ok(Model { states, rank, moves })
    }

    /// The model that is left when only the states of the set are there, with these ranks of all states.
    pub fn among(&self, conflict: &Conflict, kept: &StateSet, rank: &[Vec<u32>]) -> Model {
        let states = self.states.among(kept);
        let rank = rank.iter().map(|r| kept.positions().map(|s| r[s]).collect()).collect();
        let moves = match &self.moves {
            Moving::Groups(_) => moving(conflict, &states),
            Moving::Arcs(arcs) => {
                let mut place = vec![None; self.len()];
                kept.positions().enumerate().for_each(|(p, s)| place[s] = Some(p as u32));
                let seen = |list: &Vec<u32>| list.iter().filter_map(|t| place[*t as usize]).collect();
                Moving::Arcs(arcs.iter().map(|own| kept.positions().map(|s| seen(&own[s])).collect()).collect())
            }
        };
        Model { states, rank, moves }
    }

    pub fn len(&self) -> usize {
        self.states.len()
    }
    pub fn dms(&self) -> usize {
        self.rank.len()
    }

    /// The states one decision maker can reach in one move, ascending.
    pub fn moves_from(&self, dm: usize, state: usize) -> Vec<u32> {
        match &self.moves {
            Moving::Arcs(arcs) => arcs[dm][state].clone(),
            Moving::Groups(groups) => {
                let g = &groups[dm];
                let from = self.states.decimal(state);
                let range = g.range(g.group_of(state as u32));
                let members = g.members[range].iter().copied();
                members.filter(|t| *t as usize != state && g.allows(from, self.states.decimal(*t as usize))).collect()
            }
        }
    }
}

fn moving(conflict: &Conflict, states: &States) -> Moving {
    match conflict.form() {
        Form::Graph { states, arcs } => {
            let per_dm = arcs.iter().map(|list| {
                let mut out = vec![Vec::new(); *states];
                for &(from, to) in list.iter().filter(|(from, to)| from != to) {
                    out[from - 1].push((to - 1) as u32);
                }
                for v in &mut out {
                    v.sort_unstable();
                    v.dedup();
                }
                out
            });
            Moving::Arcs(per_dm.collect())
        }
        Form::Options { options, .. } => {
            let per_dm = (0..conflict.decision_makers().len()).map(|i| {
                let own = conflict.options_of(i);
                let mask = |m: Moves| {
                    own.clone().filter(|o| options[*o].moves == m).fold(0u128, |a, o| a | 1u128.unbounded_shl(o as u32))
                };
                group(states, own.start as u32, own.len() as u32, mask(Moves::ToYes), mask(Moves::ToNo))
            });
            Moving::Groups(per_dm.collect())
        }
    }
}

fn group(states: &States, low: u32, width: u32, to_yes: u128, to_no: u128) -> Grouping {
    let n = states.len();
    if states.is_free() {
        let size = 1u32 << width;
        let count = n >> width;
        let mut members = Vec::with_capacity(n);
        for g in 0..count as u32 {
            let base = (g & ((1u32 << low) - 1)) | ((g >> low) << low << width);
            members.extend((0..size).map(|local| base | local << low));
        }
        let start = (0..=count as u32).map(|g| g << width).collect();
        return Grouping { start, members, of: GroupOf::Bits { low, width }, to_yes, to_no };
    }
    let own = 1u128.unbounded_shl(width).wrapping_sub(1).unbounded_shl(low);
    let mut keyed: Vec<(u128, u32)> = (0..n).map(|s| (states.decimal(s) & !own, s as u32)).collect();
    keyed.sort_unstable();
    let mut start = Vec::new();
    let mut members = Vec::with_capacity(n);
    let mut table = vec![0; n];
    let mut last = None;
    for (key, s) in keyed {
        if last != Some(key) {
            start.push(members.len() as u32);
            last = Some(key);
        }
        table[s as usize] = start.len() as u32 - 1;
        members.push(s);
    }
    start.push(members.len() as u32);
    Grouping { start, members, of: GroupOf::Table(table), to_yes, to_no }
}
