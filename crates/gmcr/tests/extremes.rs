//! Models at the edges: answers or clear refusals, never a panic.
#![allow(clippy::unwrap_used)]

use detente_gmcr::*;

fn many(options: usize, each: impl Fn(&mut ConflictBuilder)) -> Conflict {
    let mut b = ConflictBuilder::new();
    for i in 0..2 {
        b.decision_maker(["a", "b"][i], "");
        for o in 0..options / 2 {
            b.option(i, &format!("o{o}"), "", Moves::Both);
        }
    }
    each(&mut b);
    b.build().unwrap()
}

#[test]
fn a_thousand_options() {
    let c = many(1000, |b| {
        b.prefers(0, vec![Formula::var(0).into(), Formula::literal(999, false).into()]);
        b.prefers(1, vec![Formula::and([Formula::var(0), Formula::var(999)]).into()]);
        b.infeasible(Formula::and((0..1000).map(Formula::var)));
    });
    let a = analyze(&c, &Limits { probe: vec![vec![false; 1000]], ..Limits::default() }).unwrap();
    assert_eq!((a.engine, a.stop), (Engine::Symbolic, StopReason::Complete));
    let nash = a.concept(Concept::Nash).unwrap();
    // Option 0 and option 999 both at yes, all else free, but for the one state that cannot be.
    let all = Count::power_of_two(998).to_string();
    assert_eq!(nash.equilibria.count.to_string().len(), all.len());
    assert_eq!(nash.patterns.as_ref().unwrap().len(), 1);
    // All at no: the first would move, and the second has nothing to gain before it does.
    assert_eq!(nash.probed, [[false, true]]);
}

#[test]
fn nothing_left() {
    for options in [4, 60] {
        let c = many(options, |b| {
            b.infeasible(Formula::var(0));
            b.infeasible(Formula::literal(0, false));
        });
        for engine in [EngineChoice::Auto, EngineChoice::Explicit, EngineChoice::Symbolic] {
            let e = analyze(&c, &Limits { engine, ..Limits::default() }).unwrap_err();
            assert!(e.is_no_state(), "{e}");
        }
    }
}

#[test]
fn budgets_are_kept() {
    let c = many(40, |b| {
        for i in 0..2 {
            b.prefers(
                i,
                (0..40).map(|o| Formula::iff(Formula::var(o), Formula::var((o * 7 + i) % 40)).into()).collect(),
            );
        }
    });
    let symbolic = |steps, nodes| {
        let limits = Limits { steps, nodes, engine: EngineChoice::Symbolic, ..Limits::default() };
        analyze(&c, &limits).unwrap().stop
    };
    assert_eq!(symbolic(10_000, 1 << 25), StopReason::Steps(10_000));
    assert_eq!(symbolic(u64::MAX, 1_000), StopReason::Nodes(1_000));
    let explicit = Limits { engine: EngineChoice::Explicit, ..Limits::default() };
    let a = analyze(&c, &explicit).unwrap();
    assert_eq!((a.stop, a.feasible), (StopReason::States(1 << 25), Some(Count::power_of_two(40))));
    let a = analyze_until(&c, &Limits::default(), &mut || true).unwrap();
    assert_eq!(a.stop, StopReason::Stopped);
}

/// Neither what is found nor whether the steps are enough hangs on the number of threads.
#[test]
fn threads_change_no_answer() {
    let mut b = ConflictBuilder::new();
    for i in 0..4 {
        b.decision_maker(&format!("d{i}"), "");
        for o in 0..6 {
            b.option(i, &format!("o{o}"), "", Moves::Both);
        }
    }
    for i in 0..4 {
        let pair =
            |k: usize| Formula::and([Formula::var((k * 5 + i * 7) % 24), Formula::literal((k * 11 + 3) % 24, false)]);
        b.prefers(i, (0..6).map(|k| pair(k).into()).collect());
    }
    let c = b.build().unwrap();
    let concepts = vec![Concept::Nash, Concept::Gmr, Concept::Seq, Concept::Sseq];
    let told = |threads, steps| {
        let engine = EngineChoice::Symbolic;
        let a =
            analyze(&c, &Limits { threads, steps, engine, concepts: concepts.clone(), ..Limits::default() }).unwrap();
        let counts: Vec<String> = a.concepts.iter().map(|c| c.equilibria.count.to_string()).collect();
        (a.stop, counts)
    };
    let alone = told(1, u64::MAX);
    assert_eq!((alone.0, alone.1.len()), (StopReason::Complete, 4));
    for threads in [0, 2, 3, 9] {
        assert_eq!(told(threads, u64::MAX), alone, "{threads} threads");
        assert_eq!(told(threads, 2_000).0, told(1, 2_000).0, "{threads} threads, few steps");
    }
}

#[test]
fn a_decision_maker_without_options_never_moves() {
    let mut b = ConflictBuilder::new();
    let (a, m) = (b.decision_maker("a", ""), b.decision_maker("mediator", ""));
    let o = b.option(a, "o", "", Moves::Both);
    b.prefers(m, vec![Formula::var(o).into()]);
    for engine in [EngineChoice::Explicit, EngineChoice::Symbolic] {
        let c = b.clone().build().unwrap();
        let x = analyze(&c, &Limits { engine, ..Limits::default() }).unwrap();
        assert_eq!(x.equilibria(Concept::Nash).unwrap().numbers(), [1, 2]);
    }
}

#[test]
fn rankings_are_checked() {
    for (ranking, states) in [(vec![vec![1], vec![2]], 4), (vec![vec![1, 2, 3, 5]], 4), (vec![vec![1, 1, 2, 3, 4]], 4)]
    {
        let c = many(2, |b| {
            b.ranking(1, ranking.clone());
        });
        assert_eq!(States::of(&c, 100).unwrap().len(), states);
        let e = analyze(&c, &Limits::default()).unwrap_err();
        assert!(e.is_ranking() && e.decision_maker() == Some(1), "{e}");
    }
}
