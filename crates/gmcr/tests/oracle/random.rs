//! Random conflicts: decision makers, options, one-way options, infeasible patterns, ties, graphs.

use detente_gmcr::{Conflict, ConflictBuilder, Formula, Moves, Statement};

/// xorshift64*.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x1234_5678_9ABC_DEF1 | 1)
    }
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % n as u64) as usize
    }
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

fn formula(r: &mut Random, options: usize, depth: usize) -> Formula {
    if depth == 0 || r.chance(30) {
        return Formula::literal(r.below(options), r.chance(50));
    }
    let part = |r: &mut Random| formula(r, options, depth - 1);
    match r.below(7) {
        0 => Formula::not(part(r)),
        1 => Formula::or([part(r), part(r)]),
        2 => Formula::implies(part(r), part(r)),
        3 => Formula::iff(part(r), part(r)),
        4 => Formula::exactly_one([part(r), part(r), part(r)]),
        5 => Formula::at_most_one([part(r), part(r), part(r)]),
        _ => Formula::and([part(r), part(r)]),
    }
}

fn classes(r: &mut Random, states: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (1..=states).collect();
    for k in (1..states).rev() {
        order.swap(k, r.below(k + 1));
    }
    let mut out: Vec<Vec<usize>> = Vec::new();
    for s in order {
        match out.last_mut() {
            Some(last) if r.chance(35) => last.push(s),
            _ => out.push(vec![s]),
        }
    }
    out
}

/// A conflict in option form with at most so many options.
pub fn by_options(r: &mut Random, most: usize) -> Conflict {
    let mut b = ConflictBuilder::new();
    let dms = 2 + r.below(3);
    let options = dms.max(2 + r.below(most - 1));
    let one_way = if r.chance(40) { 30 } else { 0 };
    let mut left = options;
    for i in 0..dms {
        b.decision_maker(&format!("d{i}"), "");
        let own = if i + 1 == dms { left } else { r.below(left + 1).min(1 + options / 2) };
        left -= own;
        for k in 0..own {
            let moves = if r.chance(one_way) { [Moves::ToYes, Moves::ToNo][r.below(2)] } else { Moves::Both };
            b.option(i, &format!("o{k}"), "", moves);
        }
    }
    let mut patterns = Vec::new();
    if r.chance(50) {
        for _ in 0..1 + r.below(3) {
            patterns.push(if r.chance(60) {
                Formula::and([
                    Formula::literal(r.below(options), r.chance(50)),
                    Formula::literal(r.below(options), r.chance(50)),
                ])
            } else {
                formula(r, options, 2)
            });
        }
    }
    let feasible = (0..1u32 << options)
        .filter(|n| {
            let v: Vec<bool> = (0..options).map(|o| n >> o & 1 == 1).collect();
            !patterns.iter().any(|f| f.eval(&v))
        })
        .count();
    let states = if feasible == 0 { 1 << options } else { feasible };
    if feasible > 0 {
        for p in patterns {
            b.infeasible(p);
        }
    }
    for i in 0..dms {
        if r.chance(50) {
            b.ranking(i, classes(r, states));
        } else {
            let n = r.below(7);
            b.prefers(i, (0..n).map(|_| Statement::from(formula(r, options, 2))).collect());
        }
    }
    b.build().unwrap()
}

/// A conflict in graph form with at most so many states.
pub fn by_graph(r: &mut Random, most: usize) -> Conflict {
    let mut b = ConflictBuilder::new();
    let (dms, states) = (2 + r.below(3), 2 + r.below(most - 1));
    b.graph(states);
    for i in 0..dms {
        b.decision_maker(&format!("d{i}"), "");
        let n = r.below(3 * states);
        b.arcs(i, (0..n).map(|_| (1 + r.below(states), 1 + r.below(states))).collect());
        b.ranking(i, classes(r, states));
    }
    b.build().unwrap()
}
