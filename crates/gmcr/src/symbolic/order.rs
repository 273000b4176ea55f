//! Where each option stands in the diagrams.

use crate::conflict::{Conflict, Preference};
use crate::random::Random;

/// Rounds of pulling together; the span of the formulas rarely falls after a few.
const ROUNDS: usize = 40;
/// Moves of annealing: as many as take a fraction of a second.
const MOST_MOVES: usize = 100_000;
/// Options and formulas looked at in all.
const STEPS: usize = 30_000_000;

/// The variable of each option: options that stand together in a formula stand near each other.
pub(super) fn places(conflict: &Conflict) -> Vec<u32> {
    let n = conflict.options().len();
    let statements = conflict.decision_makers().iter().flat_map(|d| match &d.preference {
        Preference::Prefers(list) => list.iter().map(|s| &s.that).collect(),
        Preference::Ranking(_) => Vec::new(),
    });
    let edges: Vec<Vec<usize>> = statements
        .chain(conflict.infeasible())
        .map(|f| {
            let mut options: Vec<usize> = f.options().collect();
            options.sort_unstable();
            options.dedup();
            options
        })
        .filter(|e| e.len() > 1)
        .collect();
    anneal(n, &edges, force(n, &edges))
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
fn anneal(n: usize, edges: &[Vec<usize>], mut order: Vec<usize>) -> Vec<u32> {
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
    let mut random = Random::new(1);
    let mut now = measure(&order);
    let mut best = (now, order.clone());
    let steps = if edges.is_empty() { 0 } else { (STEPS / (n + edges.len())).min(MOST_MOVES) };
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
    best.1.iter().enumerate().for_each(|(at, o)| place[*o] = at as u32);
    place
}
