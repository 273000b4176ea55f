//! Every engine against the definitions taken literally, on random models.

#![allow(clippy::unwrap_used)]

mod inverse;
mod naive;
mod random;

use detente_gmcr::{Checker, Concept, Conflict, EngineChoice, Explainer, Form, Limits, Pattern, Proof, analyze};
use naive::Naive;
use random::{Random, by_graph, by_options};

fn agree(c: &Conflict, seed: u64) {
    let (naive, analysis) = (Naive::of(c), analyze(c, &Limits::default()).unwrap());
    assert_eq!(analysis.states.as_ref().unwrap().len(), naive.states, "states of model {seed}");
    let mut held = vec![vec![true; naive.states]; Concept::ALL.len()];
    for (k, concept) in Concept::ALL.into_iter().enumerate() {
        for i in 0..c.decision_makers().len() {
            let set = analysis.stable(concept, i).unwrap();
            for (s, held) in held[k].iter_mut().enumerate() {
                let stable = naive.stable(concept, i, s);
                *held &= stable;
                assert_eq!(set.contains(s), stable, "model {seed}, {concept:?}, decision maker {i}, state {}", s + 1);
            }
        }
        let equilibria = analysis.equilibria(concept).unwrap();
        assert!((0..naive.states).all(|s| equilibria.contains(s) == held[k][s]), "equilibria of model {seed}");
    }
    if matches!(c.form(), Form::Options { .. }) {
        let states = analysis.states.as_ref().unwrap();
        let options = c.options().len();
        let probe: Vec<Vec<bool>> =
            (0..1u32 << options).map(|d| (0..options).map(|o| d >> o & 1 == 1).collect()).collect();
        let limits = Limits { engine: EngineChoice::Symbolic, probe: probe.clone(), ..Limits::default() };
        let symbolic = analyze(c, &limits).unwrap();
        assert_eq!(symbolic.feasible, analysis.feasible);
        for (a, b) in symbolic.concepts.iter().zip(&analysis.concepts) {
            assert_eq!((&a.stable, &a.equilibria), (&b.stable, &b.equilibria), "symbolic engine on model {seed}");
            let patterns = a.patterns.as_ref().unwrap();
            for (d, (values, probed)) in probe.iter().zip(&a.probed).enumerate() {
                let position = states.position(d as u128);
                for (i, set) in b.stable.iter().enumerate() {
                    let held = position.is_some_and(|s| set.set.as_ref().unwrap().contains(s));
                    assert_eq!(probed[i], held, "model {seed}");
                }
                if let Some(s) = position {
                    let fits = |p: &Pattern| p.0.iter().zip(values).all(|(p, v)| p.is_none_or(|p| p == *v));
                    let covered = patterns.iter().any(fits);
                    assert_eq!(covered, b.equilibria.set.as_ref().unwrap().contains(s), "patterns of model {seed}");
                }
            }
        }
    }
    implications(&analysis, c);
    certificates(&analysis, c, seed);
}

/// Every verdict's certificate is accepted, and a spoilt one refused.
fn certificates(analysis: &detente_gmcr::Analysis, c: &Conflict, seed: u64) {
    let (explainer, checker) = (Explainer::new(c, 1 << 20).unwrap(), Checker::new(c));
    let states = explainer.states().len();
    // Larger models: every state of one decision maker in turn.
    for i in (0..c.decision_makers().len()).filter(|i| states <= 32 || *i as u64 == seed / 32 % 2) {
        for concept in Concept::ALL {
            for number in 1..=states {
                let mut verdict = explainer.verdict(concept, i, number).unwrap();
                assert_eq!(verdict.stable, analysis.stable(concept, i).unwrap().contains(number - 1));
                assert_eq!(checker.check(&verdict), Ok(()), "model {seed}: {verdict:?}");
                match &mut verdict.proof {
                    Proof::Deterred(list) if !list.is_empty() => drop(list.pop()),
                    Proof::Undeterred { answers, .. } if !answers.is_empty() => drop(answers.pop()),
                    _ => verdict.stable = !verdict.stable,
                }
                assert!(checker.check(&verdict).is_err(), "model {seed}: {verdict:?}");
            }
        }
    }
}

/// Nash ⇒ SSEQ ⇒ SEQ ⇒ GMR and SSEQ ⇒ SMR ⇒ GMR, for each decision maker.
fn implications(analysis: &detente_gmcr::Analysis, c: &Conflict) {
    use Concept::*;
    for i in 0..c.decision_makers().len() {
        for (a, b) in [(Nash, Sseq), (Sseq, Seq), (Seq, Gmr), (Sseq, Smr), (Smr, Gmr)] {
            let (a, b) = (analysis.stable(a, i).unwrap(), analysis.stable(b, i).unwrap());
            assert!(a.positions().all(|s| b.contains(s)));
        }
    }
}

fn models(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let mut r = Random::new(seed);
        let c = match seed % 4 {
            0 => by_graph(&mut r, 9),
            1 => by_options(&mut r, if seed % 32 == 1 { 8 } else { 6 }),
            _ => by_options(&mut r, 5),
        };
        agree(&c, seed);
    }
}

#[test]
fn fifteen_hundred_models() {
    models(0..1_500);
}

/// `cargo test --release -p detente-gmcr --test oracle -- --ignored`
#[test]
#[ignore = "minutes; run in release"]
fn a_hundred_thousand_models() {
    models(1_000..101_000);
}
