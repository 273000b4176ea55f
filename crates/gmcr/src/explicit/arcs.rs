//! Graph form: deterrents over arbitrary moves, where nobody moves twice in a row.
//!
//! A joint move is a walk over pairs (state, who moved last). States are taken in order of their value, least first, and
//! marked backwards: the first value to reach a pair is the least that can be reached from it.

use crate::budget::{Budget, Spent};
use crate::explicit::RULES;
use crate::model::Model;
use crate::set::StateSet;
use crate::stability::{Concept, Rule};

type Arcs = [Vec<Vec<u32>>];

pub(super) fn stable_sets(
    model: &Model,
    arcs: &Arcs,
    concepts: &[Concept],
    budget: &mut Budget,
) -> Result<Vec<Vec<StateSet>>, Spent> {
    let back: Vec<Vec<Vec<u32>>> = arcs.iter().map(|a| reversed(a)).collect();
    let mut all: Vec<Vec<StateSet>> = concepts.iter().map(|_| Vec::new()).collect();
    for (i, own) in arcs.iter().enumerate() {
        for (concept, sets) in concepts.iter().zip(&mut all) {
            let deterrent = match RULES.iter().find(|(c, _)| c == concept) {
                None => None,
                Some((_, rule)) => Some(deterrent(model, own, &back, i, *rule, budget)?),
            };
            let rank = &model.rank[i];
            let mut set = StateSet::empty(model.len());
            for s in 0..model.len() {
                let pays = |t: &u32| {
                    let t = *t as usize;
                    rank[t] > rank[s] && deterrent.as_ref().is_none_or(|m| m[t].is_none_or(|m| m > rank[s]))
                };
                if !own[s].iter().any(pays) {
                    set.insert(s);
                }
            }
            sets.push(set);
        }
    }
    Ok(all)
}

fn reversed(arcs: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut back = vec![Vec::new(); arcs.len()];
    for (from, list) in arcs.iter().enumerate() {
        for to in list {
            back[*to as usize].push(from as u32);
        }
    }
    back
}

/// Least value of a state that the opponents of `i` can reach from each state, if they can move at all.
fn deterrent(
    model: &Model,
    own: &[Vec<u32>],
    back: &Arcs,
    i: usize,
    rule: Rule,
    budget: &mut Budget,
) -> Result<Vec<Option<u32>>, Spent> {
    let (n, dms, rank) = (model.len(), back.len(), &model.rank[i]);
    let value: Vec<u32> = (0..n)
        .map(|s| {
            let escape = own[s].iter().map(|t| rank[*t as usize]).max().filter(|_| rule.escape);
            rank[s].max(escape.unwrap_or(0))
        })
        .collect();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_unstable_by_key(|s| value[*s]);
    let mut least = vec![None; n];
    // done[s * dms + j]: arriving at s by a move of j has been accounted for.
    let mut done = vec![false; n * dms];
    let mut stack: Vec<(usize, usize)> = Vec::new();
    for t in order {
        for j in (0..dms).filter(|j| *j != i) {
            if !std::mem::replace(&mut done[t * dms + j], true) {
                stack.push((t, j));
            }
        }
        while let Some((s, j)) = stack.pop() {
            budget.spend(1 + back[j][s].len() as u64)?;
            for &p in &back[j][s] {
                let p = p as usize;
                if rule.credible && model.rank[j][s] <= model.rank[j][p] {
                    continue;
                }
                least[p].get_or_insert(value[t]);
                for k in (0..dms).filter(|k| *k != i && *k != j) {
                    if !std::mem::replace(&mut done[p * dms + k], true) {
                        stack.push((p, k));
                    }
                }
            }
        }
    }
    Ok(least)
}
