//! The feasible states of a conflict, in order, and how each decision maker ranks them.

use crate::conflict::{Conflict, Form, Preference, Statement, check_ranking};
use crate::count::Count;
use crate::error::{Error, Kind};
use crate::formula::{Formula, Known};
use crate::set::StateSet;

/// Options up to which feasible states are found by trying every combination, sixty-four at a time.
const SCAN_OPTIONS: usize = 26;
/// A state of a listed model is kept in one `u128`.
const LISTED_OPTIONS: usize = 128;

/// The feasible states, ascending by the binary number whose lowest bit is the first option; state number = position + 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct States {
    len: usize,
    options: usize,
    kind: StatesKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum StatesKind {
    /// Every combination is feasible: position and binary number are the same.
    Free,
    /// The binary numbers, ascending.
    Listed(Vec<u128>),
    /// Graph form: no options.
    Graph,
}

/// The word whose bit `b` is bit `option` of `b`, for the six options that vary within sixty-four states.
const WITHIN: [u64; 6] = [
    0xAAAA_AAAA_AAAA_AAAA,
    0xCCCC_CCCC_CCCC_CCCC,
    0xF0F0_F0F0_F0F0_F0F0,
    0xFF00_FF00_FF00_FF00,
    0xFFFF_0000_FFFF_0000,
    0xFFFF_FFFF_0000_0000,
];

impl States {
    /// The feasible states of a conflict; refused if there are none, or more than `most`.
    pub fn of(conflict: &Conflict, most: u64) -> Result<States, Error> {
        let (options, infeasible) = match conflict.form() {
            Form::Graph { states, .. } => {
                return Ok(States { len: *states, options: 0, kind: StatesKind::Graph });
            }
            Form::Options { options, infeasible } => (options.len(), infeasible),
        };
        let too_many = || Error::new(Kind::TooLarge(format!("more than {most} feasible states")));
        if infeasible.is_empty() {
            if options >= 40 || 1u64 << options > most {
                return Err(too_many());
            }
            return Ok(States { len: 1 << options, options, kind: StatesKind::Free });
        }
        if options > LISTED_OPTIONS {
            return Err(Error::new(Kind::TooLarge(format!("more than {LISTED_OPTIONS} options"))));
        }
        let found =
            if options <= SCAN_OPTIONS { scan(options, infeasible, most) } else { search(options, infeasible, most) };
        let list = found.ok_or_else(too_many)?;
        if list.is_empty() {
            return Err(Error::new(Kind::NoState));
        }
        let kind = if list.len() as u128 == 1 << options { StatesKind::Free } else { StatesKind::Listed(list.clone()) };
        Ok(States { len: list.len(), options, kind })
    }

    /// Those of the states that are in the set, in the same order.
    pub(crate) fn among(&self, kept: &StateSet) -> States {
        let kind = match &self.kind {
            StatesKind::Graph => StatesKind::Graph,
            _ => StatesKind::Listed(kept.positions().map(|s| self.decimal(s)).collect()),
        };
        States { len: kept.count() as usize, options: self.options, kind }
    }

    /// How many there are.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.len
    }
    /// The same, as a count.
    pub fn count(&self) -> Count {
        Count::from(self.len as u64)
    }
    /// Whether every combination of options is feasible.
    pub fn is_free(&self) -> bool {
        self.kind == StatesKind::Free
    }
    /// Whether the states are a graph's, without options.
    pub fn is_graph(&self) -> bool {
        self.kind == StatesKind::Graph
    }
    /// The binary number of the state at this position (in graph form, the position).
    pub fn decimal(&self, position: usize) -> u128 {
        match &self.kind {
            StatesKind::Free | StatesKind::Graph => position as u128,
            StatesKind::Listed(list) => list[position],
        }
    }
    /// The state as `YNN…` in option order (empty in graph form).
    pub fn options(&self, position: usize) -> String {
        let d = self.decimal(position);
        (0..self.options).map(|o| if d >> o & 1 == 1 { 'Y' } else { 'N' }).collect()
    }
    /// Whether the option is chosen in the state at this position.
    pub fn value(&self, position: usize, option: usize) -> bool {
        option < self.options && self.decimal(position) >> option & 1 == 1
    }
    /// The position of the state with this binary number.
    pub fn position(&self, decimal: u128) -> Option<usize> {
        match &self.kind {
            StatesKind::Free | StatesKind::Graph => usize::try_from(decimal).ok().filter(|p| *p < self.len),
            StatesKind::Listed(list) => list.binary_search(&decimal).ok(),
        }
    }
    /// The position of the state written `YNN…` in option order.
    pub fn parse(&self, options: &str) -> Option<usize> {
        if options.chars().count() != self.options || self.is_graph() {
            return None;
        }
        let mut decimal = 0u128;
        for (o, c) in options.chars().enumerate() {
            match c {
                'Y' | 'y' | '1' => decimal |= 1 << o,
                'N' | 'n' | '0' => {}
                _ => return None,
            }
        }
        self.position(decimal)
    }

    /// Truth of a formula in every state, sixty-four states a word.
    pub(crate) fn truth(&self, formula: &Formula) -> Vec<u64> {
        let words = self.len.div_ceil(64);
        let mut stack = Vec::new();
        match &self.kind {
            StatesKind::Free => {
                (0..words).map(|w| formula.words_with(&mut stack, |o| free_word(w as u64, o))).collect()
            }
            StatesKind::Graph => (0..words).map(|_| formula.words_with(&mut stack, |_| 0)).collect(),
            StatesKind::Listed(list) => {
                let mut used: Vec<usize> = formula.options().collect();
                used.sort_unstable();
                used.dedup();
                let mut column = vec![0u64; self.options];
                list.chunks(64)
                    .map(|chunk| {
                        for &o in &used {
                            column[o] = chunk.iter().enumerate().fold(0, |w, (b, d)| w | ((d >> o & 1) as u64) << b);
                        }
                        formula.words_with(&mut stack, |o| column[o])
                    })
                    .collect()
            }
        }
    }

    /// Each state's rank for one decision maker: 0 worst, equal numbers for ties, none skipped.
    pub(crate) fn ranks(&self, preference: &Preference) -> Result<Vec<u32>, Error> {
        match preference {
            Preference::Prefers(statements) => Ok(self.ranks_by(statements.iter().map(|s: &Statement| &s.that))),
            Preference::Ranking(classes) => {
                check_ranking(classes, self.len)?;
                let mut rank = vec![0; self.len];
                let kept = classes.iter().filter(|c| !c.is_empty()).count();
                for (k, class) in classes.iter().filter(|c| !c.is_empty()).enumerate() {
                    for s in class {
                        rank[s - 1] = (kept - 1 - k) as u32;
                    }
                }
                Ok(rank)
            }
        }
    }

    /// Ranks by statements, most important first. Statements are taken in sixteen at a time and the ranks made dense
    /// after each, so their number is not bounded by a machine word.
    pub(crate) fn ranks_by<'a>(&self, statements: impl Iterator<Item = &'a Formula>) -> Vec<u32> {
        let mut rank = vec![0u32; self.len];
        let statements: Vec<&Formula> = statements.collect();
        for chunk in statements.chunks(16) {
            let mut low = vec![0u16; self.len];
            for f in chunk {
                let truth = self.truth(f);
                for (states, word) in low.chunks_mut(64).zip(&truth) {
                    let mut w = *word;
                    for l in states {
                        *l = *l << 1 | (w & 1) as u16;
                        w >>= 1;
                    }
                }
            }
            refine(&mut rank, &low);
        }
        rank
    }
}

/// Replaces each rank by the dense rank of the pair (rank, low).
fn refine(rank: &mut [u32], low: &[u16]) {
    let highest = rank.iter().copied().max().unwrap_or(0) as usize;
    let key = |r: u32, l: u16| (r as usize) << 16 | l as usize;
    // A table pays only where there are many states to look up in it.
    if highest < 64 && rank.len() >= 1 << 12 {
        let mut dense = vec![0u32; (highest + 1) << 16];
        for (r, l) in rank.iter().zip(low) {
            dense[key(*r, *l)] = 1;
        }
        let mut next = 0;
        for d in &mut dense {
            let here = *d;
            *d = next;
            next += here;
        }
        for (r, l) in rank.iter_mut().zip(low) {
            *r = dense[key(*r, *l)];
        }
    } else {
        let mut keys: Vec<usize> = rank.iter().zip(low).map(|(r, l)| key(*r, *l)).collect();
        keys.sort_unstable();
        keys.dedup();
        for (r, l) in rank.iter_mut().zip(low) {
            *r = keys.partition_point(|k| *k < key(*r, *l)) as u32;
        }
    }
}

fn free_word(word: u64, option: usize) -> u64 {
    match WITHIN.get(option) {
        Some(w) => *w,
        None if option < 64 && word >> (option - 6) & 1 == 1 => !0,
        None => 0,
    }
}

fn scan(options: usize, infeasible: &[Formula], most: u64) -> Option<Vec<u128>> {
    let total = 1u64 << options;
    let mut list = Vec::new();
    let mut stack = Vec::new();
    for w in 0..total.div_ceil(64) {
        let mut bad = 0;
        for f in infeasible {
            bad |= f.words_with(&mut stack, |o| free_word(w, o));
        }
        let mut good = !bad;
        if total < 64 {
            good &= (1 << total) - 1;
        }
        while good != 0 {
            list.push(u128::from(w * 64 + u64::from(good.trailing_zeros())));
            good &= good - 1;
        }
        if list.len() as u64 > most {
            return None;
        }
    }
    Some(list)
}

/// Depth-first, the options that most patterns speak of first; a branch is cut as soon as an infeasible pattern holds
/// whatever the open options.
fn search(options: usize, infeasible: &[Formula], most: u64) -> Option<Vec<u128>> {
    let mut touching: Vec<Vec<&Formula>> = vec![Vec::new(); options];
    for f in infeasible {
        let mut used: Vec<usize> = f.options().collect();
        used.sort_unstable();
        used.dedup();
        for &o in &used {
            touching[o].push(f);
        }
        if f.partial(|_| None) == Known::True {
            return Some(Vec::new());
        }
    }
    let mut order: Vec<usize> = (0..options).collect();
    order.sort_by_key(|o| std::cmp::Reverse(touching[*o].len()));
    // set[d]: the options chosen at depth d.
    let mut set = vec![0u128];
    set.extend(order.iter().scan(0u128, |mask, o| {
        *mask |= 1 << o;
        Some(*mask)
    }));
    let mut list = Vec::new();
    let mut budget = most.saturating_mul(4).saturating_add(1 << 20);
    // (options chosen, choices made)
    let mut stack = vec![(0, 0u128)];
    while let Some((depth, bits)) = stack.pop() {
        budget = budget.checked_sub(1)?;
        if depth == options {
            list.push(bits);
            if list.len() as u64 > most {
                return None;
            }
            continue;
        }
        let o = order[depth];
        for yes in [true, false] {
            let next = bits | u128::from(yes) << o;
            let value = |v: usize| (set[depth + 1] >> v & 1 == 1).then(|| next >> v & 1 == 1);
            if !touching[o].iter().any(|f| f.partial(value) == Known::True) {
                stack.push((depth + 1, next));
            }
        }
    }
    list.sort_unstable();
    Some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_and_scan_find_the_same_states() {
        let f = [
            Formula::and([Formula::var(0), Formula::var(3)]),
            Formula::iff(Formula::var(4), Formula::var(2)),
            Formula::not(Formula::exactly_one([Formula::var(1), Formula::var(2), Formula::var(4)])),
        ];
        assert_eq!(scan(5, &f, 100), search(5, &f, 100));
        assert_eq!(scan(5, &f, 3), None);
    }

    #[test]
    fn seventy_statements_do_not_overflow() {
        // Sixty-nine statements that never differ, then the one that decides.
        let mut b = crate::ConflictBuilder::new();
        let d = b.decision_maker("d", "D");
        let o = b.option(d, "o", "O", crate::Moves::Both);
        let mut list: Vec<Statement> = (0..69).map(|_| Formula::constant(true).into()).collect();
        list.push(Formula::literal(o, false).into());
        b.prefers(d, list);
        let c = b.build().unwrap();
        let states = States::of(&c, 10).unwrap();
        assert_eq!(states.ranks(&c.decision_makers()[0].preference).unwrap(), [1, 0]);
    }
}
