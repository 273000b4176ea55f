//! A small linear model: a yes-or-no question answered by adding up the weights of what is seen.
//!
//! What is seen is a list of hashes; a hash picks a weight of eight bits. `training` makes the weights by logistic
//! regression.

/// A model as it lies in the program's file: the number of hash bits, the threshold, then the weights.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Linear {
    bits: u32,
    threshold: i32,
    weights: &'static [u8],
}

impl Linear {
    /// Bytes before the weights.
    const HEADER: usize = 5;

    /// The first model of `bytes`, and the bytes after it. One that is cut short answers no to everything.
    pub const fn load(bytes: &'static [u8]) -> (Self, &'static [u8]) {
        let none = Self { bits: 0, threshold: i32::MAX, weights: &[] };
        if bytes.len() < Self::HEADER || bytes[0] > 24 {
            return (none, &[]);
        }
        let (header, rest) = bytes.split_at(Self::HEADER);
        let size = 1usize << header[0];
        if rest.len() < size {
            return (none, &[]);
        }
        let (weights, rest) = rest.split_at(size);
        let threshold = i32::from_le_bytes([header[1], header[2], header[3], header[4]]);
        (Self { bits: header[0] as u32, threshold, weights }, rest)
    }

    /// How far above the threshold the features come; positive for yes.
    pub fn score(&self, features: &[u32]) -> i32 {
        let sum: i32 = features
            .iter()
            .map(|&f| {
                let at = slot(f, self.bits);
                self.weights.get(at).map_or(0, |&w| i32::from(w.cast_signed()))
            })
            .sum();
        sum.saturating_sub(self.threshold)
    }
}

/// The weight that a hash picks among `2^bits`.
#[must_use]
pub fn slot(hash: u32, bits: u32) -> usize {
    hash.wrapping_mul(0x9e37_79b1).checked_shr(32 - bits).unwrap_or(0) as usize
}

/// The hash of one feature: its template's number and what fills it.
pub(crate) fn feature(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let mut h = template.wrapping_mul(0x85eb_ca6b);
    for part in [a, b, c] {
        h = (h ^ part).wrapping_mul(0xc2b2_ae35).rotate_left(13);
    }
    h ^ (h >> 16)
}

/// FNV-1a over the lower-cased characters, quotes and apostrophes made straight and digits made equal.
pub(crate) fn word_hash(word: &str) -> u32 {
    let mut h = 0x811c_9dc5u32;
    let mut add = |code: u32| h = (h ^ code).wrapping_mul(0x0100_0193);
    for c in word.chars() {
        match c {
            '0'..='9' => add('9' as u32),
            '’' | '‘' | '`' | '´' => add('\'' as u32),
            '“' | '”' | '„' => add('"' as u32),
            _ if c.is_ascii() => add(c.to_ascii_lowercase() as u32),
            _ => c.to_lowercase().for_each(|l| add(l as u32)),
        }
    }
    h
}
