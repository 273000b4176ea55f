//! A hashed linear model: a table of weights shared by all pairs of feature and class.

/// Mixes a feature's parts into one number.
#[must_use]
pub fn mix(a: u32, b: u32) -> u32 {
    let mut h = a ^ b.wrapping_mul(0x9e37_79b1);
    h ^= h >> 15;
    h = h.wrapping_mul(0x85eb_ca6b);
    h ^= h >> 13;
    h.wrapping_mul(0xc2b2_ae35) ^ (h >> 16)
}

/// The number of a string (FNV-1a).
#[must_use]
pub fn text(s: &str) -> u32 {
    s.bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// Weights as the parser carries them.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    table: Vec<i16>,
    mask: u32,
    classes: usize,
}

impl Weights {
    /// A table of `table.len() - classes` (a power of two) starting places.
    #[must_use]
    pub fn new(table: Vec<i8>, classes: usize) -> Self {
        // Weights are kept as signed square roots.
        let table: Vec<i16> = table.into_iter().map(|w| i16::from(w) * i16::from(w).abs()).collect();
        let mask = (table.len() - classes) as u32 - 1;
        Self { table, mask, classes }
    }

    /// Adds up every class's weights for the features.
    pub fn score(&self, features: &[u32], scores: &mut Vec<i32>) {
        scores.clear();
        scores.resize(self.classes, 0);
        for f in features {
            let at = (f & self.mask) as usize;
            for (s, w) in scores.iter_mut().zip(&self.table[at..at + self.classes]) {
                *s += i32::from(*w);
            }
        }
    }
}
