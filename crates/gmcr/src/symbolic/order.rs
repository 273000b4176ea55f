//! Where each option stands in the diagrams.

use crate::conflict::{Conflict, Preference};
use crate::formula::Formula;
use crate::random::Random;

/// Rounds of pulling together; the span of the formulas rarely falls after a few.
const ROUNDS: usize = 40;
/// Options and formulas looked at in annealing one order, and one for each decision maker: a fraction of a second.
const STEPS: usize = 25_000_000;
const ALL_STEPS: usize = 150_000_000;
/// Moves of annealing, at most so many times the third power of the number of options: small models need no more.
const MOVES: usize = 5;

/// The variable of each option: options that stand together in a formula stand near each other. Of the formulas, those
/// that matter: all, or for one decision maker the infeasible patterns, its statements and, where sanctions must be
/// credible, the opponents' statements that their own options change.
pub(super) fn places(conflict: &Conflict, who: Option<(usize, bool)>, seed: u64) -> Vec<u32> {
    let n = conflict.options().len();
    let options = |f: &Formula| {
        let mut options: Vec<usize> = f.options().collect();
        options.sort_unstable();
        options.dedup();
        options
    };
    let mut edges: Vec<Vec<usize>> = conflict.infeasible().iter().map(options).collect();
    for (i, dm) in conflict.decision_makers().iter().enumerate() {
        let Preference::Prefers(list) = &dm.preference else { continue };
        let (own, statements) = (conflict.options_of(i), list.iter().map(|s| options(&s.that)));
        edges.extend(statements.filter(|e| match who {
            Some((who, credible)) if who != i => credible && e.iter().any(|o| own.contains(o)),
            _ => true,
        }));
    }
    edges.retain(|e| e.len() > 1);
    let steps = STEPS.min(ALL_STEPS / conflict.decision_makers().len().max(1));
    // The others' diagrams are small in any order.
    let steps = if who.is_some_and(|(_, credible)| credible) { steps } else { steps / 3 };
    // Options that no formula joins to others stand last, in any order.
    let mut order: Vec<usize> = edges.iter().flatten().copied().collect();
    order.sort_unstable();
    order.dedup();
    let joined = order.clone();
    for option in edges.iter_mut().flatten() {
        *option = joined.partition_point(|o| *o < *option);
    }
    let compact = anneal(joined.len(), &edges, force(joined.len(), &edges), steps, seed);
    order = compact.into_iter().map(|k| joined[k]).collect();
    order.extend((0..n).filter(|o| joined.binary_search(o).is_err()));
    let mut place = vec![0; n];
    order.into_iter().enumerate().for_each(|(at, o)| place[o] = at as u32);
    place
}

/// Each formula pulls its options to the middle of them; of all rounds, and the order as given, the one with the least
/// total span is kept (FORCE: Aloul, Markov and Sakallah, GLSVLSI 2003). The answer lists the options in order.
fn force(n: usize, edges: &[Vec<usize>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    let mut best = (u64::MAX, Vec::new());
    let mut place = vec![0.0f64; n];
    for _ in 0..=ROUNDS {
        order.iter().enumerate().for_each(|(at, o)| place[*o] = at as f64);
        let ends =
            |e: &Vec<usize>| e.iter().map(|o| place[*o]).fold((f64::MAX, 0.0f64), |(a, b), p| (a.min(p), b.max(p)));
        let span: f64 = edges.iter().map(ends).map(|(a, b)| b - a).sum();
        if (span as u64) < best.0 {
            best = (span as u64, order.clone());
        }
        let (mut pull, mut count) = (vec![0.0f64; n], vec![0.0f64; n]);
        for e in edges {
            let middle = e.iter().map(|o| place[*o]).sum::<f64>() / e.len() as f64;
            for o in e {
                pull[*o] += middle;
                count[*o] += 1.0;
            }
        }
        let to = |o: usize| if count[o] > 0.0 { pull[o] / count[o] } else { place[o] };
        order.sort_by(|a, b| to(*a).total_cmp(&to(*b)));
    }
    best.1
}

/// Betters the order: options are moved elsewhere at random, more and more seldom to the worse (Kirkpatrick, Gelatt and
/// Vecchi, Science 220, 1983). The measure is the size that the diagram of all formulas together may have at worst: the
/// sum over the gaps between options of two to the number of formulas that bridge it.
fn anneal(n: usize, edges: &[Vec<usize>], mut order: Vec<usize>, steps: usize, seed: u64) -> Vec<usize> {
    let mut place = vec![0u32; n];
    let mut gaps = vec![0i32; n + 1];
    let mut measure = |order: &[usize]| -> f64 {
        order.iter().enumerate().for_each(|(at, o)| place[*o] = at as u32);
        gaps.fill(0);
        for e in edges {
            let at = |o: &usize| place[*o] as usize;
            let (first, last) = (e.iter().map(at).min().unwrap_or(0), e.iter().map(at).max().unwrap_or(0));
            gaps[first] += 1;
            gaps[last] -= 1;
        }
        let mut live = 0;
        let sum: f64 = gaps
            .iter()
            .map(|g| {
                live += g;
                f64::from(live).exp2()
            })
            .sum();
        sum.log2()
    };
    let mut random = Random::new(seed);
    let mut now = measure(&order);
    let mut best = (now, order.clone());
    let steps = if edges.is_empty() { 0 } else { (steps / (n + edges.len())).min(MOVES * n * n * n) };
    for step in 0..steps {
        let warmth = 0.5 * (1.0 - step as f64 / steps as f64);
        let (from, to) = (random.below(n as u64) as usize, random.below(n as u64) as usize);
        let option = order.remove(from);
        order.insert(to, option);
        let next = measure(&order);
        let chance = random.below(1 << 32) as f64 / (1u64 << 32) as f64;
        if next <= now || chance < ((now - next) / warmth).exp() {
            now = next;
            if now < best.0 {
                best = (now, order.clone());
            }
        } else {
            order.remove(to);
            order.insert(from, option);
        }
    }
    best.1
}
