//! Where each option stands in the diagrams.

use crate::conflict::{Conflict, Preference};

/// Rounds of pulling together; the span of the formulas rarely falls after a few.
const ROUNDS: usize = 40;

/// The variable of each option: options that stand together in a formula are drawn together, each formula pulling its
/// options to the middle of them (FORCE: Aloul, Markov and Sakallah, GLSVLSI 2003). Of all rounds, and the order as given,
/// the one with the least total span is kept.
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
    let mut place: Vec<u32> = (0..n as u32).collect();
    let span = |place: &[u32]| -> u64 {
        let one = |e: &Vec<usize>| {
            let at = || e.iter().map(|o| u64::from(place[*o]));
            at().max().unwrap_or(0) - at().min().unwrap_or(0)
        };
        edges.iter().map(one).sum()
    };
    let mut best = (span(&place), place.clone());
    for _ in 0..ROUNDS {
        let (mut pull, mut count) = (vec![0.0f64; n], vec![0.0f64; n]);
        for e in &edges {
            let middle = e.iter().map(|o| f64::from(place[*o])).sum::<f64>() / e.len() as f64;
            for o in e {
                pull[*o] += middle;
                count[*o] += 1.0;
            }
        }
        let mut order: Vec<(f64, u32, usize)> = (0..n)
            .map(|o| (if count[o] > 0.0 { pull[o] / count[o] } else { f64::from(place[o]) }, place[o], o))
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        for (at, (_, _, o)) in order.into_iter().enumerate() {
            place[o] = at as u32;
        }
        let now = span(&place);
        if now < best.0 {
            best = (now, place.clone());
        }
    }
    best.1
}
