//! Sets of states.

/// A set of states, as bits by state position (from 0).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StateSet {
    words: Vec<u64>,
    len: usize,
}

impl StateSet {
    /// The empty set among `len` states.
    pub fn empty(len: usize) -> Self {
        StateSet { words: vec![0; len.div_ceil(64)], len }
    }
    /// All of `len` states.
    pub fn full(len: usize) -> Self {
        let mut set = StateSet { words: vec![!0; len.div_ceil(64)], len };
        if !len.is_multiple_of(64)
            && let Some(last) = set.words.last_mut()
        {
            *last = (1 << (len % 64)) - 1;
        }
        set
    }
    /// How many states there are to choose from.
    pub fn universe(&self) -> usize {
        self.len
    }
    /// Adds a state by position.
    pub fn insert(&mut self, state: usize) {
        self.words[state / 64] |= 1 << (state % 64);
    }
    /// Takes a state out.
    pub fn remove(&mut self, state: usize) {
        self.words[state / 64] &= !(1 << (state % 64));
    }
    /// Whether the state at this position is in the set.
    pub fn contains(&self, state: usize) -> bool {
        self.words.get(state / 64).is_some_and(|w| w >> (state % 64) & 1 == 1)
    }
    /// Keeps what is in both.
    pub fn intersect(&mut self, other: &StateSet) {
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a &= b;
        }
    }
    /// Adds what is in the other.
    pub fn unite(&mut self, other: &StateSet) {
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a |= b;
        }
    }
    /// How many states are in the set.
    pub fn count(&self) -> u64 {
        self.words.iter().map(|w| u64::from(w.count_ones())).sum()
    }
    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|w| *w == 0)
    }
    /// The positions, ascending, from 0.
    pub fn positions(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(k, &w)| {
            let mut w = w;
            std::iter::from_fn(move || {
                (w != 0).then(|| {
                    let bit = w.trailing_zeros() as usize;
                    w &= w - 1;
                    k * 64 + bit
                })
            })
        })
    }
    /// The state numbers, ascending, from 1.
    pub fn numbers(&self) -> Vec<usize> {
        self.positions().map(|s| s + 1).collect()
    }
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }
}
