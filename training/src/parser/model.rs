//! The network as it learns: the layers of `detente_text`'s parser with their gradients.

use super::heads::Heads;
use super::random::Random;
use super::tensor::{Linear, Mask, Norm, Rows, Step, Table, Weights, logistic};
use ndarray::{Axis, s};

pub const WIDTH: usize = 128;
pub const INNER: usize = 192;
pub const LAYERS: usize = 3;
pub const AFFIXES: usize = 16_384;
pub const GRAMS: usize = 8_192;

/// A word as the network sees it.
#[derive(Clone, Debug)]
pub struct Word {
    pub word: u32,
    pub vector: u32,
    pub affixes: Vec<u32>,
    pub grams: Vec<u32>,
}

/// What is right about a sentence.
#[derive(Clone, Debug)]
pub struct Gold {
    /// Head of each word, from 1; 0 for the root.
    pub heads: Vec<usize>,
    /// Label of each word; none for the root.
    pub labels: Vec<Option<usize>>,
    pub tags: Vec<usize>,
    /// Name tags, where the sentence has them.
    pub names: Option<Vec<usize>>,
}

pub struct Recurrence {
    pub norm: Norm,
    pub into: Linear,
    pub out: Linear,
}

pub struct Model {
    pub word: Table,
    pub affix: Table,
    pub gram: Table,
    /// Word vectors: they stay as they are.
    pub vectors: Rows,
    pub project: Weights,
    pub no_vector: Weights,
    pub start: Norm,
    pub convolution: Linear,
    pub recurrences: Vec<Recurrence>,
    pub end: Norm,
    pub heads: Heads,
}

/// How often parts are left out while learning.
#[derive(Clone, Copy)]
pub struct Rates {
    pub drop: f32,
    pub vector: f32,
    pub affix: f32,
    pub gram: f32,
}

struct Kept {
    x: Rows,
    hat: Rows,
    by: Vec<f32>,
    y: Rows,
    h: Rows,
    gated: Rows,
    mask: Mask,
}

impl Model {
    pub fn new(words: usize, vectors: Rows, tags: usize, labels: usize, random: &mut Random) -> Self {
        let recurrences = (0..LAYERS)
            .map(|_| {
                let mut into = Linear::new(WIDTH, 3 * INNER, 1.2, random);
                // Gates start spread between short and long memory.
                let half = INNER / 2;
                for j in 0..INNER {
                    into.b.w[[0, INNER + j]] = -1.0 + 4.0 * (j % half) as f32 / (half - 1) as f32;
                }
                into.b.mean.assign(&into.b.w);
                Recurrence { norm: Norm::new(WIDTH), into, out: Linear::new(INNER, WIDTH, 0.5, random) }
            })
            .collect();
        Self {
            word: Table::new(words + 1, WIDTH, random),
            affix: Table::new(AFFIXES, WIDTH, random),
            gram: Table::new(GRAMS, WIDTH, random),
            project: Weights::matrix(vectors.ncols(), WIDTH, 1.0, random),
            vectors,
            no_vector: Weights::vector(vec![0.0; WIDTH]),
            start: Norm::new(WIDTH),
            convolution: Linear::new(3 * WIDTH, 2 * WIDTH, 1.0, random),
            recurrences,
            end: Norm::new(WIDTH),
            heads: Heads::new(WIDTH, tags, labels, random),
        }
    }

    /// One step on some sentences: gradients are taken in, the loss a word given back.
    pub fn gradients(&mut self, sentences: &[(&[Word], &Gold)], rates: Rates, random: &mut Random) -> f32 {
        let lengths: Vec<usize> = sentences.iter().map(|s| s.0.len()).collect();
        let words: Vec<&Word> = sentences.iter().flat_map(|s| s.0).collect();
        let n = words.len();
        // Spelling and vectors; each part is left out at times.
        let chance = |rate: f32, random: &mut Random| -> Vec<f32> {
            (0..n).map(|_| if random.unit() < rate { 0.0 } else { 1.0 / (1.0 - rate) }).collect()
        };
        let (cv, ca, cg) = (chance(rates.vector, random), chance(rates.affix, random), chance(rates.gram, random));
        let mut vectors = Rows::zeros((n, self.vectors.ncols()));
        for (i, w) in words.iter().enumerate() {
            vectors.row_mut(i).scaled_add(cv[i], &self.vectors.row(w.vector as usize));
        }
        let mut x0 = vectors.dot(&self.project.w);
        for (i, w) in words.iter().enumerate() {
            let mut row = x0.row_mut(i);
            let to = row.as_slice_mut().expect("rows lie in order");
            let mut add = |from: &[f32], by: f32| to.iter_mut().zip(from).for_each(|(t, f)| *t += by * f);
            add(self.word.row(w.word), 1.0);
            w.affixes.iter().for_each(|&a| add(self.affix.row(a), ca[i]));
            let by = cg[i] / (w.grams.len() as f32).sqrt();
            w.grams.iter().for_each(|&g| add(self.gram.row(g), by));
            if w.vector == 0 {
                add(self.no_vector.w.as_slice().expect("in order"), cv[i]);
            }
        }
        let (mut x, hat0, by0) = self.start.apply(&x0);
        let mask0 = Mask::new(&lengths, WIDTH, rates.drop, random);
        mask0.apply(&mut x);
        // Each word between its neighbours.
        let mut window = Rows::zeros((n, 3 * WIDTH));
        let mut at = 0;
        for &l in &lengths {
            window.slice_mut(s![at..at + l, WIDTH..2 * WIDTH]).assign(&x.slice(s![at..at + l, ..]));
            window.slice_mut(s![at + 1..at + l, ..WIDTH]).assign(&x.slice(s![at..at + l - 1, ..]));
            window.slice_mut(s![at..at + l - 1, 2 * WIDTH..]).assign(&x.slice(s![at + 1..at + l, ..]));
            at += l;
        }
        let y1 = self.convolution.apply(&window);
        let mask1 = Mask::new(&lengths, WIDTH, rates.drop, random);
        let mut glu = Rows::from_shape_fn((n, WIDTH), |(i, j)| y1[[i, j]] * logistic(y1[[i, j + WIDTH]]));
        mask1.apply(&mut glu);
        x += &glu;
        let mut kept = Vec::new();
        for r in &self.recurrences {
            let (input, hat, by) = r.norm.apply(&x);
            let mut y = r.into.apply(&input);
            y.slice_mut(s![.., INNER..]).mapv_inplace(logistic);
            let h = recur(&y, &lengths);
            let mut gated = &h * &y.slice(s![.., 2 * INNER..]);
            let mask = Mask::new(&lengths, INNER, rates.drop, random);
            mask.apply(&mut gated);
            x += &r.out.apply(&gated);
            kept.push(Kept { x: input, hat, by, y, h, gated, mask });
        }
        let (states, hat, by) = self.end.apply(&x);
        let golds: Vec<&Gold> = sentences.iter().map(|s| s.1).collect();
        let (loss, d) = self.heads.gradients(&states, &lengths, &golds, rates.drop, random);
        // And back again.
        let mut dx = self.end.back(&hat, &by, &d);
        for (r, k) in self.recurrences.iter_mut().zip(kept).rev() {
            let mut dgated = r.out.back(&k.gated, &dx);
            k.mask.apply(&mut dgated);
            let dy = recur_back(&k.y, &k.h, &dgated, &lengths);
            let dinput = r.into.back(&k.x, &dy);
            dx += &r.norm.back(&k.hat, &k.by, &dinput);
        }
        let mut dglu = dx.clone();
        mask1.apply(&mut dglu);
        let mut dy1 = Rows::zeros((n, 2 * WIDTH));
        for i in 0..n {
            for j in 0..WIDTH {
                let (g, a, b) = (dglu[[i, j]], y1[[i, j]], logistic(y1[[i, j + WIDTH]]));
                dy1[[i, j]] = g * b;
                dy1[[i, j + WIDTH]] = g * a * b * (1.0 - b);
            }
        }
        let dwindow = self.convolution.back(&window, &dy1);
        let mut at = 0;
        for &l in &lengths {
            let mut part = dx.slice_mut(s![at..at + l, ..]);
            part += &dwindow.slice(s![at..at + l, WIDTH..2 * WIDTH]);
            let mut part = dx.slice_mut(s![at..at + l - 1, ..]);
            part += &dwindow.slice(s![at + 1..at + l, ..WIDTH]);
            let mut part = dx.slice_mut(s![at + 1..at + l, ..]);
            part += &dwindow.slice(s![at..at + l - 1, 2 * WIDTH..]);
            at += l;
        }
        mask0.apply(&mut dx);
        let d0 = self.start.back(&hat0, &by0, &dx);
        ndarray::linalg::general_mat_mul(1.0, &vectors.t(), &d0, 1.0, &mut self.project.g);
        for (i, w) in words.iter().enumerate() {
            let row = d0.row(i);
            let g = row.to_slice().expect("rows lie in order");
            self.word.pull(w.word, g, 1.0);
            if ca[i] > 0.0 {
                w.affixes.iter().for_each(|&a| self.affix.pull(a, g, ca[i]));
            }
            if cg[i] > 0.0 {
                let by = cg[i] / (w.grams.len() as f32).sqrt();
                w.grams.iter().for_each(|&k| self.gram.pull(k, g, by));
            }
            if w.vector == 0 {
                self.no_vector.g.index_axis_mut(Axis(0), 0).scaled_add(cv[i], &row);
            }
        }
        loss
    }

    fn dense(&mut self) -> Vec<&mut Weights> {
        let mut all = vec![&mut self.project, &mut self.no_vector];
        all.extend(self.start.all());
        all.extend(self.convolution.all());
        for r in &mut self.recurrences {
            all.extend(r.norm.all());
            all.extend(r.into.all());
            all.extend(r.out.all());
        }
        all.extend(self.end.all());
        all.extend(self.heads.all());
        all
    }

    /// Learns from the gradients taken in.
    pub fn learn(&mut self, mut step: Step) {
        let tables: f64 = [&self.word, &self.affix, &self.gram].iter().map(|t| t.norm()).sum();
        let norm = (tables + self.dense().iter().map(|w| w.norm()).sum::<f64>()).sqrt() as f32;
        step.scale = 1.0 / norm.max(1.0);
        for t in [&mut self.word, &mut self.affix, &mut self.gram] {
            t.learn(step);
        }
        for w in self.dense() {
            w.learn(step);
        }
    }
}

/// `h = f h + (1 - f) u`, the first half of the channels forwards, the others backwards.
fn recur(y: &Rows, lengths: &[usize]) -> Rows {
    let half = INNER / 2;
    let mut h = Rows::zeros((y.nrows(), INNER));
    let (from, to) = (y.as_slice().expect("in order"), h.as_slice_mut().expect("in order"));
    let mut state = vec![0.0f32; half];
    let mut at = 0;
    for &l in lengths {
        for first in [0, half] {
            state.fill(0.0);
            for step in 0..l {
                let i = if first > 0 { at + l - 1 - step } else { at + step };
                let row = &from[i * 3 * INNER..(i + 1) * 3 * INNER];
                let (u, f) = (&row[first..first + half], &row[INNER + first..INNER + first + half]);
                for j in 0..half {
                    state[j] = f[j] * state[j] + (1.0 - f[j]) * u[j];
                }
                to[i * INNER + first..i * INNER + first + half].copy_from_slice(&state);
            }
        }
        at += l;
    }
    h
}

/// The gradient before the gates' logistic functions, from that of `h` times its output gate.
fn recur_back(y: &Rows, h: &Rows, dgated: &Rows, lengths: &[usize]) -> Rows {
    let half = INNER / 2;
    let mut dy = Rows::zeros(y.raw_dim());
    let (y, h, dg) =
        (y.as_slice().expect("in order"), h.as_slice().expect("in order"), dgated.as_slice().expect("in order"));
    let to = dy.as_slice_mut().expect("in order");
    let mut carry = vec![0.0f32; half];
    let zero = vec![0.0f32; half];
    let mut at = 0;
    for &l in lengths {
        for first in [0, half] {
            carry.fill(0.0);
            for step in (0..l).rev() {
                let i = if first > 0 { at + l - 1 - step } else { at + step };
                let row = &y[i * 3 * INNER..(i + 1) * 3 * INNER];
                let (u, f, o) = (
                    &row[first..first + half],
                    &row[INNER + first..INNER + first + half],
                    &row[2 * INNER + first..2 * INNER + first + half],
                );
                let before = if step == 0 {
                    &zero[..]
                } else {
                    let k = if first > 0 { i + 1 } else { i - 1 };
                    &h[k * INNER + first..k * INNER + first + half]
                };
                let now = &h[i * INNER + first..i * INNER + first + half];
                let g = &dg[i * INNER + first..i * INNER + first + half];
                let out = &mut to[i * 3 * INNER..(i + 1) * 3 * INNER];
                for j in 0..half {
                    let d = carry[j] + g[j] * o[j];
                    out[first + j] = d * (1.0 - f[j]);
                    out[INNER + first + j] = d * (before[j] - u[j]) * f[j] * (1.0 - f[j]);
                    out[2 * INNER + first + j] = g[j] * now[j] * o[j] * (1.0 - o[j]);
                    carry[j] = d * f[j];
                }
            }
        }
        at += l;
    }
    dy
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gradient of every kind of weight against the loss with that weight moved a little.
    #[test]
    fn gradients_are_the_slopes_of_the_loss() {
        let mut random = Random(5);
        let mut vectors = Rows::from_shape_fn((6, 16), |_| random.normal());
        vectors.row_mut(0).fill(0.0);
        let mut model = Model::new(5, vectors, 9, 4, &mut random);
        let mut sentence = |n: usize| -> (Vec<Word>, Gold) {
            let mut pick = |k: usize| random.next() as usize % k;
            let words = (0..n).map(|_| Word {
                word: pick(6) as u32,
                vector: pick(6) as u32,
                affixes: (0..8).map(|_| pick(30) as u32).collect(),
                grams: (0..3).map(|_| pick(30) as u32).collect(),
            });
            let words = words.collect();
            let heads: Vec<usize> = (0..n).map(|i| if i == 1 || n == 1 { 0 } else { 2 }).collect();
            let labels = heads.iter().map(|&h| (h > 0).then(|| pick(4))).collect();
            let tags = (0..n).map(|_| pick(9)).collect();
            let names = (n > 3).then(|| (0..n).map(|_| pick(7)).collect());
            (words, Gold { heads, labels, tags, names })
        };
        let sentences = [sentence(5), sentence(2), sentence(1), sentence(3)];
        let batch: Vec<(&[Word], &Gold)> = sentences.iter().map(|(w, g)| (w.as_slice(), g)).collect();
        let rates = Rates { drop: 0.0, vector: 0.0, affix: 0.0, gram: 0.0 };
        let mut random = Random(1);
        model.gradients(&batch, rates, &mut random);
        let wanted: Vec<Vec<f32>> = model.dense().iter().map(|w| w.g.iter().copied().collect()).collect();
        for (which, gradient) in wanted.iter().enumerate() {
            // The steepest weight and one by chance.
            let steepest =
                (0..gradient.len()).fold(0, |b, k| if gradient[k].abs() > gradient[b].abs() { k } else { b });
            for k in [steepest, random.next() as usize % gradient.len()] {
                let mut moved = |by: f32| {
                    let columns = model.dense()[which].w.ncols();
                    model.dense()[which].w[[k / columns, k % columns]] += by;
                    let loss = model.gradients(&batch, rates, &mut Random(1));
                    model.dense()[which].w[[k / columns, k % columns]] -= by;
                    loss
                };
                let slope = (moved(4e-3) - moved(-4e-3)) / 8e-3;
                assert!((slope - gradient[k]).abs() < 2e-3 + 0.1 * slope.abs(), "{which} {k}: {slope} {}", gradient[k]);
            }
        }
    }
}
