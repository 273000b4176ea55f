//! Least demotions against all smaller sets of them, and what the other analyses say against the definitions.

use crate::naive::Naive;
use crate::random::{Random, by_graph, by_options};
use detente_gmcr::{Concept, Conflict, Limits, View, coalitions, hypergame, inverse, simultaneous};

/// States up to which all sets of demotions are tried.
const MOST_STATES: usize = 8;
/// Sets of demotions tried for one wanted state.
const MOST_SETS: usize = 40_000;

/// The ranks of all states for each decision maker: how many are worse.
fn ranks(naive: &Naive) -> Vec<Vec<usize>> {
    let worse = |i: usize, s: usize| (0..naive.states).filter(|t| naive.better[i][s][*t]).count();
    (0..naive.reach.len()).map(|i| (0..naive.states).map(|s| worse(i, s)).collect()).collect()
}

/// Whether the wanted state is an equilibrium once these states are liked as the wanted one is.
fn holds(naive: &Naive, ranks: &[Vec<usize>], concept: Concept, wanted: usize, set: &[(usize, usize)]) -> bool {
    let mut changed = ranks.to_vec();
    set.iter().for_each(|(i, t)| changed[*i][*t] = ranks[*i][wanted]);
    let better = changed.iter().map(|r| r.iter().map(|a| r.iter().map(|b| a > b).collect()).collect()).collect();
    let model = Naive { states: naive.states, reach: naive.reach.clone(), better };
    (0..ranks.len()).all(|i| model.stable(concept, i, wanted))
}

fn least(c: &Conflict, seed: u64) -> usize {
    let naive = Naive::of(c);
    if naive.states > MOST_STATES {
        return 0;
    }
    let ranks = ranks(&naive);
    let mut tried = 0;
    let wanted = seed as usize % naive.states;
    let atoms: Vec<(usize, usize)> = (0..ranks.len())
        .flat_map(|i| (0..naive.states).map(move |t| (i, t)))
        .filter(|(i, t)| ranks[*i][*t] > ranks[*i][wanted])
        .collect();
    for concept in Concept::ALL {
        let answer = inverse(c, concept, wanted + 1, 1 << 20, 100).unwrap();
        let told: Vec<(usize, usize)> =
            answer.demotions.iter().map(|d| (d.decision_maker, d.state.number - 1)).collect();
        assert!(answer.minimal && holds(&naive, &ranks, concept, wanted, &told), "model {seed}, {concept:?}");
        if atoms.len() > 20 {
            continue;
        }
        for mask in (0..1u32 << atoms.len()).filter(|m| (m.count_ones() as usize) < told.len()).take(MOST_SETS) {
            let set: Vec<_> = (0..atoms.len()).filter(|k| mask >> k & 1 == 1).map(|k| atoms[k]).collect();
            assert!(!holds(&naive, &ranks, concept, wanted, &set), "model {seed}, {concept:?}: {set:?} is enough");
            tried += 1;
        }
    }
    tried
}

#[test]
fn no_smaller_set_of_demotions_does() {
    let mut tried = 0;
    for seed in 0..400 {
        let mut r = Random::new(seed + 7_000_000);
        let c = if seed % 4 == 0 { by_graph(&mut r, 6) } else { by_options(&mut r, 3) };
        tried += least(&c, seed);
    }
    assert!(tried > 10_000, "{tried}");
}

/// Coalitions of one are the decision makers themselves; a view of things as they are changes nothing; and where only one
/// other can move, simultaneous sanctions are its improvements from the state itself.
#[test]
fn other_analyses_agree_where_they_must() {
    for seed in 0..400 {
        let mut r = Random::new(seed + 8_000_000);
        let c = if seed % 4 == 0 { by_graph(&mut r, 7) } else { by_options(&mut r, 4) };
        let naive = Naive::of(&c);
        let dms = naive.reach.len();
        for answer in coalitions(&c, 1000, &mut || false).unwrap() {
            for one in answer.coalitions.iter().filter(|k| k.members.len() == 1) {
                for s in 0..naive.states {
                    let stable = naive.stable(answer.concept, one.members[0], s);
                    assert_eq!(one.stable.contains(s), stable, "model {seed}, {:?}", answer.concept);
                }
            }
            for pair in answer.coalitions.iter().filter(|k| k.members.len() == 2 && answer.concept == Concept::Nash) {
                for s in 0..naive.states {
                    let together = naive.joint(&pair.members, s, false);
                    let all = |t: &usize| pair.members.iter().all(|i| naive.better[*i][*t][s]);
                    assert_eq!(pair.stable.contains(s), !together.iter().any(all), "model {seed}");
                }
            }
        }
        for answer in hypergame(&c, &vec![View::default(); dms], &Limits::default(), &mut || false).unwrap() {
            for (i, stable) in answer.stable.iter().enumerate() {
                assert!((0..naive.states).all(|s| stable.contains(s) == naive.stable(answer.concept, i, s)));
            }
        }
        // A view without some states: the same as the model without them.
        let view = View { unaware_of: vec![1 + seed as usize % naive.states], ..View::default() };
        if naive.states > 1 {
            let mut views = vec![View::default(); dms];
            views[0] = view;
            let gone = seed as usize % naive.states;
            let kept: Vec<usize> = (0..naive.states).filter(|s| *s != gone).collect();
            let place = |s: &usize| kept.iter().position(|k| k == s);
            let small = Naive {
                states: kept.len(),
                reach: naive
                    .reach
                    .iter()
                    .map(|r| kept.iter().map(|s| r[*s].iter().filter_map(place).collect()).collect())
                    .collect(),
                better: naive
                    .better
                    .iter()
                    .map(|b| kept.iter().map(|s| kept.iter().map(|t| b[*s][*t]).collect()).collect())
                    .collect(),
            };
            for answer in hypergame(&c, &views, &Limits::default(), &mut || false).unwrap() {
                assert!(!answer.stable[0].contains(gone) && !answer.equilibria.contains(gone));
                for (p, s) in kept.iter().enumerate() {
                    assert_eq!(answer.stable[0].contains(*s), small.stable(answer.concept, 0, p), "model {seed}");
                }
            }
        }
        if seed % 4 != 0 && dms == 2 {
            let sim = simultaneous(&c, 1000).unwrap();
            let free = c.infeasible().is_empty();
            for s in (0..naive.states).filter(|_| free) {
                for (i, sim) in sim.iter().enumerate() {
                    // Without infeasible states, state positions are binary numbers.
                    let sanctioned =
                        |s1: usize| naive.improvements(1 - i, s).iter().any(|t| !naive.better[i][s1 ^ t ^ s][s]);
                    assert_eq!(sim.contains(s), naive.improvements(i, s).into_iter().all(sanctioned), "model {seed}");
                }
            }
        }
    }
}
