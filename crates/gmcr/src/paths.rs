//! Status quo analysis: how the conflict can get from where it is to a state, and what stands in the way.
//!
//! Source: Li, Kilgour and Hipel, Journal of the Operational Research Society 56 (2005).

use crate::budget::{Budget, Spent};
use crate::certificate::{StateRef, Step};
use crate::conflict::Conflict;
use crate::error::{Error, Kind};
use crate::model::Model;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A step that its mover would not take: it is no improvement for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Reluctant {
    /// Where it starts.
    pub from: StateRef,
    /// The step.
    pub step: Step,
}

/// How to get to one state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PathsTo {
    /// The state.
    pub target: StateRef,
    /// A shortest legal path by any moves, if there is one: nobody moves twice in a row.
    pub moves: Option<Vec<Step>>,
    /// A shortest legal path on which each step is an improvement for the one who takes it, if there is one.
    pub improvements: Option<Vec<Step>>,
    /// Where there is a path but none by improvements: the steps, of a legal path with as few of them as possible, that
    /// their movers would not take. This is what blocks.
    pub blocked_by: Vec<Reluctant>,
}

/// Paths from one state to others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paths {
    /// The status quo.
    pub from: StateRef,
    /// Each state asked for, in the order asked.
    pub to: Vec<PathsTo>,
    /// The states that can be reached by moves at all, and by improvements, the start not counted.
    pub reachable_by_moves: usize,
    /// See `reachable_by_moves`.
    pub reachable_by_improvements: usize,
}

/// Shortest legal paths from one state (by number) to others; refused over `states` feasible states, and stopped when
/// `stop` says so.
pub fn paths(
    conflict: &Conflict,
    from: usize,
    targets: &[usize],
    states: u64,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Paths, Error> {
    let model = Model::of(conflict, states)?;
    let start = model.position_of(from)?;
    let targets = targets.iter().map(|t| model.position_of(*t)).collect::<Result<Vec<_>, _>>()?;
    let mut budget = Budget::new(u64::MAX, stop);
    let mut tree = |kind| Tree::grow(&model, start, kind, &mut budget).map_err(|_| Error::new(Kind::Stopped));
    let (any, gaining, fewest) = (tree(Walk::Any)?, tree(Walk::Improving)?, tree(Walk::FewestReluctant)?);
    let to = targets.iter().map(|&t| {
        let improvements = gaining.path(&model, t);
        let blocked_by = match (&improvements, fewest.path(&model, t)) {
            (None, Some(path)) => reluctant(&model, start, &path),
            _ => Vec::new(),
        };
        PathsTo { target: model.state_ref(t), moves: any.path(&model, t), improvements, blocked_by }
    });
    Ok(Paths {
        from: model.state_ref(start),
        to: to.collect(),
        reachable_by_moves: any.reached(start),
        reachable_by_improvements: gaining.reached(start),
    })
}

fn reluctant(model: &Model, start: usize, path: &[Step]) -> Vec<Reluctant> {
    let mut at = model.state_ref(start);
    let mut list = Vec::new();
    for step in path {
        let rank = &model.rank[step.decision_maker];
        if rank[step.to.number - 1] <= rank[at.number - 1] {
            list.push(Reluctant { from: at, step: *step });
        }
        at = step.to;
    }
    list
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Walk {
    Any,
    Improving,
    FewestReluctant,
}

const NOBODY: u32 = u32::MAX;

/// The best way to each pair (state, who moved last): pair = state · decision makers + mover.
struct Tree {
    dms: usize,
    start: usize,
    /// (reluctant steps, steps) and the pair before; `NOBODY` for the start.
    best: Vec<Option<((u32, u32), u32)>>,
}

impl Tree {
    fn grow(model: &Model, start: usize, walk: Walk, budget: &mut Budget) -> Result<Tree, Spent> {
        let dms = model.dms();
        let mut tree = Tree { dms, start, best: vec![None; model.len() * dms] };
        let mut done = vec![false; model.len() * dms];
        let mut open = BinaryHeap::from([Reverse(((0u32, 0u32), NOBODY))]);
        while let Some(Reverse((cost, pair))) = open.pop() {
            let (at, last) = match pair {
                NOBODY => (start, dms),
                pair if std::mem::replace(&mut done[pair as usize], true) => continue,
                pair => (pair as usize / dms, pair as usize % dms),
            };
            for j in (0..dms).filter(|j| *j != last) {
                let next = model.moves_from(j, at);
                budget.spend(1 + next.len() as u64)?;
                for t in next {
                    let gains = model.rank[j][t as usize] > model.rank[j][at];
                    if walk == Walk::Improving && !gains {
                        continue;
                    }
                    let unwilling = u32::from(walk == Walk::FewestReluctant && !gains);
                    let cost = (cost.0 + unwilling, cost.1 + 1);
                    let there = t as usize * dms + j;
                    if tree.best[there].is_none_or(|(c, _)| cost < c) {
                        tree.best[there] = Some((cost, pair));
                        open.push(Reverse((cost, there as u32)));
                    }
                }
            }
        }
        Ok(tree)
    }

    fn reached(&self, start: usize) -> usize {
        let states = self.best.chunks(self.dms).enumerate();
        states.filter(|(s, c)| *s != start && c.iter().any(Option::is_some)).count()
    }

    fn path(&self, model: &Model, target: usize) -> Option<Vec<Step>> {
        if target == self.start {
            return Some(Vec::new());
        }
        let pairs = target * self.dms..(target + 1) * self.dms;
        let (_, last) = pairs.filter_map(|p| self.best[p].map(|(c, _)| (c, p))).min()?;
        let mut path = Vec::new();
        let mut pair = last as u32;
        while pair != NOBODY {
            let (state, mover) = (pair as usize / self.dms, pair as usize % self.dms);
            path.push(Step { decision_maker: mover, to: model.state_ref(state) });
            pair = self.best[pair as usize].map_or(NOBODY, |(_, before)| before);
        }
        path.reverse();
        Some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::prisoners;

    #[test]
    fn prisoners_fall_into_talking_and_cannot_get_out() {
        let p = paths(&prisoners(), 1, &[4, 1], 100, &mut || false).unwrap();
        assert_eq!(p.to[0].improvements.as_ref().map(Vec::len), Some(2));
        assert_eq!(p.to[1].moves.as_ref().map(Vec::len), Some(0));
        let back = paths(&prisoners(), 4, &[1], 100, &mut || false).unwrap();
        assert_eq!(back.to[0].moves.as_ref().map(Vec::len), Some(2));
        assert_eq!(back.to[0].improvements, None);
        assert_eq!(back.to[0].blocked_by.len(), 2);
    }
}
