//! Weights that learn, and the layers made of them with their gradients.

use super::random::Random;
use ndarray::{Array1, Array2, Axis, linalg::general_mat_mul};

/// Rows of numbers, one row a word.
pub type Rows = Array2<f32>;

/// What one step of learning needs to know.
#[derive(Clone, Copy)]
pub struct Step {
    /// Counts from 1.
    pub number: i32,
    /// Learning rate.
    pub rate: f32,
    /// All gradients are multiplied by this (so that their norm stays within bounds).
    pub scale: f32,
    /// How much of the running mean is kept.
    pub keep: f32,
}

const FIRST: f32 = 0.9;
const SECOND: f32 = 0.98;
const DECAY: f32 = 0.02;

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019) for one number.
#[inline(always)]
fn adam(w: &mut f32, g: f32, m: &mut f32, v: &mut f32, s: Step, unbias: (f32, f32)) {
    let g = g * s.scale;
    *m = FIRST * *m + (1.0 - FIRST) * g;
    *v = SECOND * *v + (1.0 - SECOND) * g * g;
    *w -= s.rate * (*m * unbias.0 / ((*v * unbias.1).sqrt() + 1e-8) + DECAY * *w);
}

fn unbias(s: Step) -> (f32, f32) {
    (1.0 / (1.0 - FIRST.powi(s.number)), 1.0 / (1.0 - SECOND.powi(s.number)))
}

/// A matrix (or, with one row, a vector) of weights.
pub struct Weights {
    pub w: Rows,
    pub g: Rows,
    m: Rows,
    v: Rows,
    /// Running mean of the weights: what is kept in the end.
    pub mean: Rows,
}

impl Weights {
    pub fn new(w: Rows) -> Self {
        let zero = Rows::zeros(w.raw_dim());
        Self { mean: w.clone(), g: zero.clone(), m: zero.clone(), v: zero, w }
    }
    pub fn vector(values: Vec<f32>) -> Self {
        Self::new(Array1::from(values).insert_axis(Axis(0)))
    }
    pub fn matrix(rows: usize, columns: usize, gain: f32, random: &mut Random) -> Self {
        let deviation = gain * (2.0 / (rows + columns) as f32).sqrt();
        Self::new(Rows::from_shape_fn((rows, columns), |_| deviation * random.normal()))
    }
    pub fn norm(&self) -> f64 {
        self.g.iter().map(|g| f64::from(g * g)).sum()
    }
    pub fn learn(&mut self, s: Step) {
        let u = unbias(s);
        ndarray::Zip::from(&mut self.w)
            .and(&mut self.g)
            .and(&mut self.m)
            .and(&mut self.v)
            .and(&mut self.mean)
            .for_each(|w, g, m, v, mean| {
                adam(w, *g, m, v, s, u);
                *g = 0.0;
                *mean = s.keep * *mean + (1.0 - s.keep) * *w;
            });
    }
}

/// A table of rows of which a step uses a few.
pub struct Table {
    pub w: Rows,
    m: Rows,
    v: Rows,
    pub mean: Rows,
    g: Vec<f32>,
    place: Vec<u32>,
    used: Vec<u32>,
    /// When a row's mean was last brought up to date.
    seen: Vec<i32>,
}

impl Table {
    pub fn new(rows: usize, width: usize, random: &mut Random) -> Self {
        let w = Rows::from_shape_fn((rows, width), |_| 0.2 * random.normal());
        let zero = Rows::zeros((rows, width));
        let place = vec![u32::MAX; rows];
        Self { mean: w.clone(), m: zero.clone(), v: zero, w, g: vec![], place, used: vec![], seen: vec![0; rows] }
    }
    pub fn row(&self, k: u32) -> &[f32] {
        self.w.row(k as usize).to_slice().expect("rows lie in order")
    }
    /// Adds `by` times `g` to a row's gradient.
    pub fn pull(&mut self, k: u32, g: &[f32], by: f32) {
        let width = g.len();
        if self.place[k as usize] == u32::MAX {
            self.place[k as usize] = self.used.len() as u32;
            self.used.push(k);
            self.g.resize(self.used.len() * width, 0.0);
        }
        let at = self.place[k as usize] as usize * width;
        for (to, g) in self.g[at..at + width].iter_mut().zip(g) {
            *to += by * g;
        }
    }
    pub fn norm(&self) -> f64 {
        self.g.iter().map(|g| f64::from(g * g)).sum()
    }
    pub fn learn(&mut self, s: Step) {
        let u = unbias(s);
        let width = self.w.ncols();
        for (n, &k) in self.used.iter().enumerate() {
            let k = k as usize;
            // The row stood still since it was last used: its mean caught up with it meanwhile.
            let still = s.keep.powi(s.number - 1 - self.seen[k]);
            let (mut w, mut mean) = (self.w.row_mut(k), self.mean.row_mut(k));
            let (mut m, mut v) = (self.m.row_mut(k), self.v.row_mut(k));
            let g = &self.g[n * width..(n + 1) * width];
            for j in 0..width {
                mean[j] = w[j] + (mean[j] - w[j]) * still;
                adam(&mut w[j], g[j], &mut m[j], &mut v[j], s, u);
                mean[j] = s.keep * mean[j] + (1.0 - s.keep) * w[j];
            }
            self.seen[k] = s.number;
            self.place[k] = u32::MAX;
        }
        self.used.clear();
        self.g.clear();
    }
    /// The means as they stand after step `number`.
    pub fn means(&self, number: i32, keep: f32) -> Rows {
        let mut out = self.w.clone();
        for (k, mut row) in out.rows_mut().into_iter().enumerate() {
            let still = keep.powi(number - self.seen[k]);
            row.zip_mut_with(&self.mean.row(k), |w, m| *w += (m - *w) * still);
        }
        out
    }
}

/// `x w + b`.
pub struct Linear {
    pub w: Weights,
    pub b: Weights,
}

impl Linear {
    pub fn new(rows: usize, columns: usize, gain: f32, random: &mut Random) -> Self {
        Self { w: Weights::matrix(rows, columns, gain, random), b: Weights::vector(vec![0.0; columns]) }
    }
    pub fn apply(&self, x: &Rows) -> Rows {
        let mut y = self.b.w.broadcast((x.nrows(), self.b.w.ncols())).expect("one row").to_owned();
        general_mat_mul(1.0, x, &self.w.w, 1.0, &mut y);
        y
    }
    /// Takes in the gradient of the result and gives that of `x`.
    pub fn back(&mut self, x: &Rows, dy: &Rows) -> Rows {
        let mut dx = Rows::zeros(x.raw_dim());
        self.back_into(x, dy, &mut dx);
        dx
    }
    /// The same, added to `dx`.
    pub fn back_into(&mut self, x: &Rows, dy: &Rows, dx: &mut Rows) {
        general_mat_mul(1.0, &x.t(), dy, 1.0, &mut self.w.g);
        for row in dy.rows() {
            self.b.g.row_mut(0).zip_mut_with(&row, |b, d| *b += d);
        }
        general_mat_mul(1.0, dy, &self.w.w.t(), 1.0, dx);
    }
    pub fn all(&mut self) -> [&mut Weights; 2] {
        [&mut self.w, &mut self.b]
    }
}

/// Each row brought to mean 0 and deviation 1, scaled and shifted (Ba, Kiros and Hinton 2016).
pub struct Norm {
    pub gain: Weights,
    pub shift: Weights,
}

impl Norm {
    pub fn new(width: usize) -> Self {
        Self { gain: Weights::vector(vec![1.0; width]), shift: Weights::vector(vec![0.0; width]) }
    }
    /// The result, the normalised rows and what each was divided by.
    pub fn apply(&self, x: &Rows) -> (Rows, Rows, Vec<f32>) {
        let mut hat = x.clone();
        let mut by = Vec::with_capacity(x.nrows());
        let n = x.ncols() as f32;
        for mut row in hat.rows_mut() {
            let mean = row.sum() / n;
            row -= mean;
            let scale = 1.0 / (row.iter().map(|v| v * v).sum::<f32>() / n + 1e-5).sqrt();
            row *= scale;
            by.push(scale);
        }
        let y = &hat * &self.gain.w + &self.shift.w;
        (y, hat, by)
    }
    pub fn back(&mut self, hat: &Rows, by: &[f32], dy: &Rows) -> Rows {
        let mut dx = dy * &self.gain.w;
        let n = dx.ncols() as f32;
        for ((mut d, h), (g, s)) in dx.rows_mut().into_iter().zip(hat.rows()).zip(dy.rows().into_iter().zip(by)) {
            for (((a, b), g), h) in self.gain.g.iter_mut().zip(&mut self.shift.g).zip(g).zip(h) {
                *a += g * h;
                *b += g;
            }
            let (sum, product) = (d.sum() / n, d.iter().zip(h).map(|(d, h)| d * h).sum::<f32>() / n);
            d.zip_mut_with(&h, |d, h| *d = (*d - sum - h * product) * s);
        }
        dx
    }
    pub fn all(&mut self) -> [&mut Weights; 2] {
        [&mut self.gain, &mut self.shift]
    }
}

/// Dropout with one mask for all words of a sentence (Gal and Ghahramani 2016).
pub struct Mask(Rows, Vec<usize>);

impl Mask {
    pub fn new(lengths: &[usize], width: usize, rate: f32, random: &mut Random) -> Self {
        let keep = 1.0 / (1.0 - rate);
        let mask = Rows::from_shape_fn((lengths.len(), width), |_| if random.unit() < rate { 0.0 } else { keep });
        Self(mask, lengths.to_vec())
    }
    pub fn apply(&self, x: &mut Rows) {
        let mut rows = x.rows_mut().into_iter();
        for (mask, &n) in self.0.rows().into_iter().zip(&self.1) {
            for mut row in rows.by_ref().take(n) {
                row *= &mask;
            }
        }
    }
}

pub fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Cuts off below zero.
pub fn rectify(mut x: Rows) -> Rows {
    x.mapv_inplace(|v| v.max(0.0));
    x
}

/// The gradient through [`rectify`] (and a mask over it), `y` being its result.
pub fn rectify_back(dy: &mut Rows, y: &Rows) {
    dy.zip_mut_with(y, |d, y| {
        if *y <= 0.0 {
            *d = 0.0;
        }
    });
}

/// Turns scores into the gradient of the cross entropy with `want`, times `weight`; gives the loss.
pub fn cross(scores: &mut [f32], want: usize, weight: f32) -> f32 {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for s in scores.iter_mut() {
        *s = (*s - top).exp();
        sum += *s;
    }
    let loss = -(scores[want] / sum).max(1e-30).ln();
    scores.iter_mut().for_each(|s| *s *= weight / sum);
    scores[want] -= weight;
    loss * weight
}
