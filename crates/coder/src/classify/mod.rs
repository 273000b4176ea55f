//! The trained classifier: the act and status between two mentions, from the words and the tree around them.
//!
//! Multinomial logistic regression over hashed features ([`features`]), trained on the project's own sentences
//! (`training/sentences/`) by `training/`. It decides between frames and answers where no frame fires.

pub mod classes;
pub(crate) mod features;
mod naming;

use detente_event::{Act, Status};

/// Number of hashed features.
pub const BUCKETS: usize = 1 << 18;
/// Outputs: the acts, then none; then the statuses.
pub const ACTS: usize = 17;
/// The statuses.
pub const STATUSES: usize = 7;
const OUTPUTS: usize = ACTS + STATUSES;

static WEIGHTS: &[u8] = include_bytes!("../../weights/acts.bin");

/// The weights, as the program in `training/` writes them: a scale (f32, little endian), then per bucket that is not
/// all zero its number (u32) and its outputs (i8).
#[derive(Clone, Debug)]
pub struct Classifier {
    scale: f32,
    rows: Vec<i8>,
}

/// How probable each act and status is.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// Per act in [`Act::ALL`]'s order, then none; sums to 1.
    pub acts: [f32; ACTS],
    /// Per status in [`Status::ALL`]'s order; sums to 1.
    pub statuses: [f32; STATUSES],
}

impl Scores {
    /// The most probable act (`None` for no act) with its probability.
    #[must_use]
    pub fn act(&self) -> (Option<Act>, f32) {
        let k = argmax(&self.acts);
        (Act::ALL.get(k).copied(), self.acts[k])
    }

    /// The most probable act where two parties are given that somebody thinks have to do with each other: none only from
    /// the probability `nothing` on.
    #[must_use]
    pub fn act_unless(&self, nothing: f32) -> (Option<Act>, f32) {
        match self.act() {
            (None, p) if p < nothing => {
                let k = argmax(&self.acts[..ACTS - 1]);
                (Act::ALL.get(k).copied(), self.acts[k])
            }
            found => found,
        }
    }

    /// The most probable status with its probability.
    #[must_use]
    pub fn status(&self) -> (Status, f32) {
        let k = argmax(&self.statuses);
        (Status::ALL[k], self.statuses[k])
    }
}

fn argmax(p: &[f32]) -> usize {
    (0..p.len()).fold(0, |best, k| if p[k] > p[best] { k } else { best })
}

impl Classifier {
    /// The one that the crate carries.
    #[must_use]
    pub fn embedded() -> Self {
        Self::read(WEIGHTS)
    }

    /// Reads weights; what does not fit the format is left out.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let mut rows = vec![0i8; BUCKETS * OUTPUTS];
        let scale = bytes.first_chunk::<4>().map_or(0.0, |b| f32::from_le_bytes(*b));
        for record in bytes.get(4..).unwrap_or(&[]).chunks_exact(4 + OUTPUTS) {
            let bucket = record.first_chunk::<4>().map_or(0, |b| u32::from_le_bytes(*b)) as usize;
            if bucket < BUCKETS {
                for (o, b) in record[4..].iter().enumerate() {
                    rows[bucket * OUTPUTS + o] = i8::from_le_bytes([*b]);
                }
            }
        }
        Classifier { scale, rows }
    }

    /// What a feature adds to the log-odds of an act against no event.
    #[must_use]
    pub(crate) fn weight(&self, feature: u32, act: Act) -> f32 {
        let row = &self.rows[feature as usize * OUTPUTS..][..OUTPUTS];
        (f32::from(row[act as usize]) - f32::from(row[ACTS - 1])) * self.scale
    }

    /// Scores a bag of features.
    #[must_use]
    pub fn score(&self, features: &[u32]) -> Scores {
        let mut sums = [0i32; OUTPUTS];
        for &f in features {
            let row = &self.rows[f as usize * OUTPUTS..][..OUTPUTS];
            for (s, w) in sums.iter_mut().zip(row) {
                *s += i32::from(*w);
            }
        }
        #[allow(clippy::cast_precision_loss)] // sums of a few hundred small integers
        let z = |k: usize| sums[k] as f32 * self.scale;
        Scores { acts: softmax(std::array::from_fn(z)), statuses: softmax(std::array::from_fn(|k| z(ACTS + k))) }
    }
}

fn softmax<const N: usize>(z: [f32; N]) -> [f32; N] {
    let top = z.iter().copied().fold(f32::MIN, f32::max);
    let e = z.map(|v| (v - top).exp());
    let sum: f32 = e.iter().sum();
    e.map(|v| v / sum)
}
