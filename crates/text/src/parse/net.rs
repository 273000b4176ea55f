//! The network: spelling and word vectors, a gated convolution, two-way gated recurrences, output layers.

use super::matrix::{Matrix, Narrow, dot, fused, logistic, normalise, padded, vectorised};
use super::words::{AFFIXES, Features, Lookup};

/// A table of rows in eight bits, each with its scale.
#[derive(Clone, Debug, Default)]
pub(super) struct Table<'a> {
    pub(super) rows: &'a [u8],
    pub(super) scales: Vec<f32>,
    pub(super) width: usize,
}

impl Table<'_> {
    fn row(&self, k: u32) -> (&[u8], f32) {
        let k = k as usize;
        (&self.rows[k * self.width..(k + 1) * self.width], self.scales[k])
    }
}

/// Adds a row of a table, times `scale`.
#[inline(always)]
fn add<const FUSE: bool>(to: &mut [f32], (row, by): (&[u8], f32), scale: f32) {
    let s = by * scale;
    for (t, r) in to.iter_mut().zip(row) {
        *t = fused::<FUSE>(f32::from(*r as i8), s, *t);
    }
}

/// One recurrence with the matrices around it.
#[derive(Clone, Debug, Default)]
pub(super) struct Recurrence {
    pub(super) gain: Vec<f32>,
    pub(super) shift: Vec<f32>,
    pub(super) into: Matrix,
    pub(super) out: Matrix,
}

/// All weights.
#[derive(Clone, Debug, Default)]
pub(super) struct Net<'a> {
    pub(super) words: Lookup,
    pub(super) vectors: Lookup,
    pub(super) word: Table<'a>,
    pub(super) affix: Table<'a>,
    pub(super) gram: Table<'a>,
    pub(super) vector: Table<'a>,
    pub(super) project: Matrix,
    pub(super) no_vector: Vec<f32>,
    pub(super) start: [Vec<f32>; 2],
    pub(super) convolution: Matrix,
    pub(super) recurrences: Vec<Recurrence>,
    pub(super) end: [Vec<f32>; 2],
    pub(super) tag: [Matrix; 2],
    pub(super) name: [Matrix; 2],
    pub(super) arc_child: Matrix,
    pub(super) arc_head: Matrix,
    pub(super) arc_root: Vec<f32>,
    pub(super) arc: Matrix,
    pub(super) near: Matrix,
    pub(super) label_child: Matrix,
    pub(super) label_head: Matrix,
    pub(super) label_sum: Matrix,
    pub(super) label_product: Matrix,
}

/// What the network says of a run of words: rows of scores, and the states that arcs are scored from.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// Scores of the tags.
    pub(super) tags: Vec<f32>,
    /// Scores of the name tags.
    pub(super) names: Vec<f32>,
    child: Vec<f32>,
    head: Vec<f32>,
    near: Vec<f32>,
    label_child: Vec<f32>,
    label_head: Vec<f32>,
}

/// Room for what lies between.
#[derive(Clone, Debug, Default)]
pub(super) struct Room {
    features: Features,
    narrow: Narrow,
    vectors: Vec<f32>,
    x: Vec<f32>,
    y: Vec<f32>,
    z: Vec<f32>,
    h: Vec<f32>,
    said: Said,
}

impl Room {
    /// The last result.
    pub(super) fn said(&self) -> &Said {
        &self.said
    }
}

impl Net<'_> {
    /// Reads sentences of these lengths, their words one after the other.
    pub(super) fn read<'f>(&self, forms: impl Iterator<Item = &'f str>, lengths: &[usize], room: &mut Room) {
        let n: usize = lengths.iter().sum();
        let d = self.start[0].len();
        self.embed(forms, n, room);
        let Room { narrow, x, y, z, h, said, .. } = room;
        let mut apply = |m: &Matrix, x: &[f32], out: &mut Vec<f32>| {
            narrow.set(x, m.rows());
            m.apply(narrow, out);
        };
        normalise(x, &self.start[0], &self.start[1], y);
        std::mem::swap(x, y);
        // A word between its neighbours.
        z.clear();
        z.resize(padded(n) * 3 * d, 0.0);
        let mut at = 0;
        for &length in lengths {
            for i in at..at + length {
                let row = &mut z[i * 3 * d..(i + 1) * 3 * d];
                if i > at {
                    row[..d].copy_from_slice(&x[(i - 1) * d..i * d]);
                }
                row[d..2 * d].copy_from_slice(&x[i * d..(i + 1) * d]);
                if i + 1 < at + length {
                    row[2 * d..].copy_from_slice(&x[(i + 1) * d..(i + 2) * d]);
                }
            }
            at += length;
        }
        apply(&self.convolution, z, y);
        let (from, to) = (&y[..], &mut x[..]);
        vectorised!(FUSE => {
            for (x, y) in to.chunks_exact_mut(d).zip(from.chunks_exact(2 * d)) {
                let (a, b) = y.split_at(d);
                for ((x, a), b) in x.iter_mut().zip(a).zip(b) {
                    *x += a * logistic::<FUSE>(*b);
                }
            }
        });
        for r in &self.recurrences {
            normalise(x, &r.gain, &r.shift, z);
            apply(&r.into, z, y);
            let width = r.into.columns() / 3;
            recur(y, width, lengths, h);
            apply(&r.out, h, z);
            x.iter_mut().zip(&*z).for_each(|(x, z)| *x += z);
        }
        normalise(x, &self.end[0], &self.end[1], z);
        for (layers, out) in [(&self.tag, &mut said.tags), (&self.name, &mut said.names)] {
            apply(&layers[0], z, y);
            rectify(y);
            apply(&layers[1], y, out);
        }
        apply(&self.arc_child, z, h);
        rectify(h);
        apply(&self.arc, h, &mut said.child);
        apply(&self.near, h, &mut said.near);
        apply(&self.arc_head, z, &mut said.head);
        rectify(&mut said.head);
        apply(&self.label_child, z, &mut said.label_child);
        apply(&self.label_head, z, &mut said.label_head);
    }

    fn embed<'f>(&self, forms: impl Iterator<Item = &'f str>, n: usize, room: &mut Room) {
        let d = self.start[0].len();
        let v = self.vector.width;
        let sizes = (self.affix.scales.len() as u32, self.gram.scales.len() as u32);
        room.x.clear();
        room.x.resize(padded(n) * d, 0.0);
        room.vectors.clear();
        room.vectors.resize(padded(n) * v, 0.0);
        let f = &mut room.features;
        for ((form, x), vector) in forms.zip(room.x.chunks_exact_mut(d)).zip(room.vectors.chunks_exact_mut(v)) {
            f.set(form, &self.words, &self.vectors, sizes);
            let triple = 1.0 / (f.grams.len() as f32).sqrt();
            vectorised!(FUSE => {
                add::<FUSE>(x, self.word.row(f.word), 1.0);
                for k in 0..AFFIXES {
                    add::<FUSE>(x, self.affix.row(f.affixes[k]), 1.0);
                }
                for &g in &f.grams {
                    add::<FUSE>(x, self.gram.row(g), triple);
                }
                if f.vector == 0 {
                    x.iter_mut().zip(&self.no_vector).for_each(|(x, v)| *x += v);
                } else {
                    add::<FUSE>(vector, self.vector.row(f.vector), 1.0);
                }
            });
        }
        room.narrow.set(&room.vectors, v);
        self.project.apply(&room.narrow, &mut room.y);
        room.x.iter_mut().zip(&room.y).for_each(|(x, y)| *x += y);
    }

    /// Scores of the arcs among words `first..first + n`: a row of heads (0 the root) for each.
    pub(super) fn arcs(&self, said: &Said, first: usize, n: usize, out: &mut Vec<f32>) {
        let d = self.arc_root.len();
        let places = self.near.columns();
        out.clear();
        out.resize(n * (n + 1), 0.0);
        vectorised!(FUSE => {
            for (i, row) in out.chunks_exact_mut(n + 1).enumerate() {
                let child = &said.child[(first + i) * d..(first + i + 1) * d];
                let near = &said.near[(first + i) * places..(first + i + 1) * places];
                row[0] = dot::<FUSE>(child, &self.arc_root) + near[0];
                for j in 0..n {
                    let head = &said.head[(first + j) * d..(first + j + 1) * d];
                    row[j + 1] = dot::<FUSE>(child, head) + near[place(i, j)];
                }
                row[i + 1] = -1e9;
            }
        });
    }

    /// The best label of each pair of child and head.
    pub(super) fn labels(&self, pairs: &[(usize, usize)], room: &mut Room, out: &mut Vec<usize>) {
        let Room { said, narrow, x, y, z, h, .. } = room;
        let d = self.label_child.columns();
        for v in [&mut *x, &mut *y] {
            v.clear();
            v.resize(padded(pairs.len()) * d, 0.0);
        }
        for ((&(child, head), sum), product) in pairs.iter().zip(x.chunks_exact_mut(d)).zip(y.chunks_exact_mut(d)) {
            let a = &said.label_child[child * d..(child + 1) * d];
            let b = &said.label_head[head * d..(head + 1) * d];
            for (((a, b), sum), product) in a.iter().zip(b).zip(sum).zip(product) {
                *sum = (a + b).max(0.0);
                *product = a * b;
            }
        }
        narrow.set(x, d);
        self.label_sum.apply(narrow, z);
        narrow.set(y, d);
        self.label_product.apply(narrow, h);
        let m = self.label_sum.columns();
        out.clear();
        out.extend(z.chunks_exact(m).zip(h.chunks_exact(m)).take(pairs.len()).map(|(x, y)| {
            let score = |k: usize| x[k] + y[k];
            (0..m).fold(0, |b, k| if score(k) > score(b) { k } else { b })
        }));
    }
}

/// The bucket of the way from child `i` to head `j`: near ones each their own, far ones by the half octave.
#[must_use]
pub fn place(i: usize, j: usize) -> usize {
    let a = i.abs_diff(j);
    let mut b = a;
    if a >= 8 {
        // Half octaves from 8: 8, 11.3, 16, 22.6, 32, 45.3, 64, 90.5.
        b = 8 + [12, 16, 23, 32, 46, 64, 91].iter().filter(|&&edge| a >= edge).count();
    }
    if j > i { 16 + b } else { b }
}

fn rectify(x: &mut [f32]) {
    x.iter_mut().for_each(|x| *x = x.max(0.0));
}

/// `h = f h + (1 - f) u`, the first half of the channels forwards, the others backwards, then gated.
fn recur(y: &[f32], width: usize, lengths: &[usize], out: &mut Vec<f32>) {
    let half = width / 2;
    let rows = y.len() / (3 * width);
    out.clear();
    out.resize(rows * width, 0.0);
    let out = &mut out[..];
    vectorised!(FUSE => {
        let mut state = vec![0.0f32; half];
        let mut at = 0;
        for &length in lengths {
            for back in [false, true] {
                state.fill(0.0);
                let first = if back { half } else { 0 };
                for step in 0..length {
                    let i = if back { at + length - 1 - step } else { at + step };
                    let row = &y[i * 3 * width..(i + 1) * 3 * width];
                    let u = &row[first..first + half];
                    let f = &row[width + first..width + first + half];
                    let o = &row[2 * width + first..2 * width + first + half];
                    let to = &mut out[i * width + first..i * width + first + half];
                    for ((((s, u), f), o), to) in state.iter_mut().zip(u).zip(f).zip(o).zip(to) {
                        let f = logistic::<FUSE>(*f);
                        *s = fused::<FUSE>(f, *s - u, *u);
                        *to = *s * logistic::<FUSE>(*o);
                    }
                }
            }
            at += length;
        }
    });
}
