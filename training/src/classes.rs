//! Makes the classes of words that the classifier sees: clusters of word vectors at three grains.
//!
//! Spherical k-means (Dhillon and Modha 2001), begun with evenly spaced words of the list; the same vectors give the same
//! classes.

use detente_coder::classes::{key, pack, sizes};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

const WORDS: usize = 40_000;
const ROUNDS: usize = 25;

type Vector = Vec<f32>;

/// Reads the vectors of the most frequent plain words, scaled to length one.
fn vectors(path: &Path) -> Vec<(String, Vector)> {
    let text = std::fs::read_to_string(path).expect("a readable file of vectors");
    text.lines()
        .filter_map(|l| {
            let (word, numbers) = l.split_once(' ')?;
            let plain = word.chars().all(|c| c.is_alphabetic() || c == '-');
            plain.then(|| (word.to_owned(), unit(numbers.split(' ').filter_map(|n| n.parse().ok()).collect())))
        })
        .take(WORDS)
        .collect()
}

fn unit(mut v: Vector) -> Vector {
    let length = v.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-9);
    v.iter_mut().for_each(|x| *x /= length);
    v
}

/// The cluster of each vector.
fn cluster(vectors: &[(String, Vector)], clusters: usize) -> Vec<u32> {
    let step = vectors.len() / clusters;
    let mut centres: Vec<Vector> = (0..clusters).map(|k| vectors[k * step].1.clone()).collect();
    let mut of = Vec::new();
    for _ in 0..ROUNDS {
        of = vectors
            .par_iter()
            .map(|(_, v)| {
                let dot = |c: &Vector| c.iter().zip(v).map(|(a, b)| a * b).sum::<f32>();
                (0..clusters)
                    .map(|k| (k, dot(&centres[k])))
                    .fold((0, f32::MIN), |best, x| if x.1 > best.1 { x } else { best })
                    .0 as u32
            })
            .collect::<Vec<u32>>();
        let mut sums = vec![vec![0f32; vectors[0].1.len()]; clusters];
        for ((_, v), &k) in vectors.iter().zip(&of) {
            sums[k as usize].iter_mut().zip(v).for_each(|(s, x)| *s += x);
        }
        for (c, s) in centres.iter_mut().zip(sums) {
            if s.iter().any(|x| *x != 0.0) {
                *c = unit(s);
            }
        }
    }
    of
}

/// Writes the classes of the words of `path` to `out`.
pub fn main(path: &Path, out: &Path) {
    let vectors = vectors(path);
    let [a, b, c] = sizes().map(|n| cluster(&vectors, n));
    let mut rows = BTreeMap::new();
    for (k, (word, _)) in vectors.iter().enumerate() {
        rows.entry(key(word)).or_insert(pack([a[k], b[k], c[k]]));
    }
    let bytes: Vec<u8> = rows.iter().flat_map(|(k, v)| [k.to_le_bytes(), v.to_le_bytes()].concat()).collect();
    std::fs::write(out, &bytes).expect("a file that can be written");
    eprintln!("{} words, {} bytes", rows.len(), bytes.len());
}
