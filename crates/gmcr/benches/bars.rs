//! The engine's bars, one line each: `cargo bench -p detente-gmcr`. One core; the best of the runs, by the processor's
//! time where the system tells it (on a busy machine it is what the job took), and by the clock on the wall.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use detente_gmcr::*;
use std::time::Instant;

/// xorshift64*, so that a model of a given seed is the same in any language.
struct XorShift(u64);

impl XorShift {
    fn new(seed: u64) -> Self {
        XorShift(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x0123_4567).max(1))
    }
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % n
    }
    fn literals(&mut self, options: u64, most: u64) -> Vec<(u64, bool)> {
        let k = 1 + self.below(most) as usize;
        let mut list: Vec<(u64, bool)> = Vec::new();
        while list.len() < k {
            let o = self.below(options);
            if list.iter().all(|(a, _)| *a != o) {
                list.push((o, self.below(2) == 1));
            }
        }
        list.sort();
        list
    }
}

fn conjunction(literals: &[(u64, bool)]) -> Formula {
    Formula::and(literals.iter().map(|(o, yes)| Formula::literal(*o as usize, *yes)))
}

/// A synthetic conflict: statements and patterns are conjunctions of one to three literals.
fn synthetic(dms: u64, options: u64, statements: u64, seed: u64, infeasible: u64, known: bool) -> Conflict {
    let mut r = XorShift::new(seed * 1_000_003 + dms * 1009 + options * 31 + statements + infeasible * 7);
    let mut b = ConflictBuilder::new();
    for i in 0..dms {
        b.decision_maker(&format!("d{i}"), "");
        for o in (0..options).filter(|o| o * dms / options == i) {
            b.option(i as usize, &format!("o{o}"), "", Moves::Both);
        }
    }
    for i in 0..dms as usize {
        let mut chosen: Vec<Vec<(u64, bool)>> = Vec::new();
        while chosen.len() < statements as usize {
            let s = r.literals(options, 3);
            if !chosen.contains(&s) {
                chosen.push(s);
            }
        }
        b.prefers(i, chosen.iter().map(|s| Statement { that: conjunction(s), known }).collect());
    }
    let mut patterns: Vec<Vec<(u64, bool)>> = Vec::new();
    while patterns.len() < infeasible as usize {
        let s = r.literals(options, 3);
        if s.len() >= 2 && !patterns.contains(&s) {
            b.infeasible(conjunction(&s));
            patterns.push(s);
        }
    }
    b.build().unwrap()
}

/// Seconds that this thread has had of a processor (Linux: `/proc/thread-self/schedstat`).
fn processor() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse::<f64>().ok().map(|ns| ns / 1e9)
}

/// A clock that the two times are read from.
struct Clock(Instant, Option<f64>);

impl Clock {
    fn start() -> Self {
        Clock(Instant::now(), processor())
    }
    fn wall(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
    fn cpu(&self) -> f64 {
        // The system counts by its ticks: too coarse for what is over in a few of them.
        self.1.zip(processor()).map(|(from, to)| to - from).filter(|s| *s > 0.05).unwrap_or(self.wall())
    }
}

fn best(name: &str, bar: &str, runs: usize, mut job: impl FnMut() -> String) {
    let mut least = (f64::INFINITY, f64::INFINITY);
    let mut said = String::new();
    for _ in 0..runs {
        let clock = Clock::start();
        said = job();
        least = (least.0.min(clock.cpu()), least.1.min(clock.wall()));
    }
    println!("{name},{bar},{:.4},{:.4},{said}", least.0, least.1);
}

fn counts(analysis: &Analysis) -> String {
    let one = |c: &ConceptAnswer| format!("{}={}", c.concept.id(), c.equilibria.count);
    let all: Vec<String> = analysis.concepts.iter().map(one).collect();
    if analysis.stop == StopReason::Complete { all.join(" ") } else { format!("{:?} {}", analysis.stop, all.join(" ")) }
}

fn main() {
    // `cargo bench -- NAME` runs the lines whose name contains NAME.
    let only: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let wanted = |name: &str| only.is_empty() || only.iter().any(|o| name.contains(o.as_str()));
    let four = vec![Concept::Nash, Concept::Gmr, Concept::Smr, Concept::Seq];
    println!("name,bar_s,cpu_s,wall_s,answer");
    for (options, bar, runs) in [(12, "0.005", 20), (20, "0.5", 3), (24, "10", 1)] {
        let name = format!("explicit {options} options x 4");
        if wanted(&name) {
            let c = synthetic(4, options, 8, 1, 0, true);
            let limits = Limits { concepts: four.clone(), engine: EngineChoice::Explicit, ..Limits::default() };
            best(&name, bar, runs, || counts(&analyze(&c, &limits).unwrap()));
        }
    }
    let five = vec![Concept::Nash, Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sseq];
    for (dms, options, statements, patterns, bar, concepts) in [
        (4, 40, 8, 0, "2", &four),
        (4, 100, 8, 0, "60", &four),
        (4, 40, 16, 0, "60", &four),
        (6, 60, 8, 10, "60", &four),
        (6, 60, 8, 10, "60", &five),
    ] {
        let n = concepts.len();
        let name = format!("symbolic {options} options x {dms} x {statements}, {patterns} patterns, {n} concepts");
        if wanted(&name) {
            let c = synthetic(dms, options, statements, 1, patterns, true);
            let clock = Clock::start();
            // One thread: the clock counts the processor's time of this one.
            let engine = EngineChoice::Symbolic;
            let limits = Limits { concepts: concepts.clone(), engine, threads: 1, ..Limits::default() };
            // Given twice the bar, then stopped: the answer says so.
            let seconds = 2.0 * bar.parse::<f64>().unwrap();
            let mut stop = || clock.cpu() > seconds;
            best(&name, bar, 1, || counts(&analyze_until(&c, &limits, &mut stop).unwrap()));
        }
    }
    for (name, concepts) in [
        ("robust a million profiles, nash gmr smr", four[..3].to_vec()),
        ("robust a million profiles, seq", vec![Concept::Seq]),
    ] {
        if wanted(name) {
            let c = synthetic(3, 7, 8, 7, 3, false);
            let spec = RobustSpec { concepts, ..RobustSpec::default() };
            best(name, "5", 1, || format!("profiles={}", robustness(&c, &spec, &|| false).unwrap().looked_at));
        }
    }
    for (options, patterns, bar) in [(7, 3, "1"), (10, 0, "60")] {
        let c = synthetic(3, options, 8, 7, patterns, true);
        let states = analyze(&c, &Limits::default()).unwrap().feasible.unwrap().to_u64().unwrap() as usize;
        let name = format!("inverse {states} states");
        if wanted(&name) {
            for concept in [Concept::Nash, Concept::Gmr, Concept::Smr, Concept::Seq] {
                best(&format!("{name} {} (ten states)", concept.id()), bar, 1, || {
                    let every = (1..=states).step_by(states / 10).take(10);
                    let all: Vec<Inverse> = every.map(|n| inverse(&c, concept, n, 1 << 16, 1 << 16).unwrap()).collect();
                    let proved = all.iter().filter(|a| a.minimal).count();
                    let most = all.iter().map(|a| a.demotions.len()).max().unwrap_or(0);
                    format!("proved={proved}/{} most={most}", all.len())
                });
            }
        }
    }
}
