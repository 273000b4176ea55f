//! The least re-ordering of statements that makes a wanted state hold.

use super::Task;
use crate::certificate::StateRef;
use crate::conflict::{Conflict, Preference, Statement};
use crate::error::Error;
use crate::stability::Concept;
use serde::Serialize;
use std::collections::BTreeSet;

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
