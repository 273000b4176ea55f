//! Dense arithmetic of the network, written so that the compiler turns it into vector instructions; which ones is
//! decided when the program runs.

/// Rows are multiplied so many at a time.
pub(super) const ROWS: usize = 6;
/// Columns are kept in panels of so many.
const PANEL: usize = 16;

/// Runs `op` with AVX2 and fused multiply-add where the processor has them. The flag tells `op` whether it may fuse.
macro_rules! vectorised {
    ($fuse:ident => $body:expr) => {{
        #[cfg(target_arch = "x86_64")]
        {
            if let Some(v3) = pulp::x86::V3::try_new() {
                pulp::Simd::vectorize(
                    v3,
                    #[inline(always)]
                    || {
                        const $fuse: bool = true;
                        $body
                    },
                )
            } else {
                const $fuse: bool = false;
                $body
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            const $fuse: bool = cfg!(target_arch = "aarch64");
            $body
        }
    }};
}
pub(super) use vectorised;

/// Rounds a number of rows up to whole blocks.
pub(super) fn padded(rows: usize) -> usize {
    rows.div_ceil(ROWS) * ROWS
}

/// A matrix with a bias, `rows` inputs to `columns` outputs.
#[derive(Clone, Debug, Default)]
pub(super) struct Matrix {
    rows: usize,
    columns: usize,
    /// Panels of 16 columns, row after row.
    panels: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// From eight-bit weights in rows, one scale a column.
    pub(super) fn new(weights: &[i8], scales: &[f32], bias: &[f32]) -> Self {
        let columns = scales.len();
        let rows = weights.len() / columns.max(1);
        let count = columns.div_ceil(PANEL);
        let mut panels = vec![0.0; count * rows * PANEL];
        for k in 0..rows {
            for j in 0..columns {
                panels[(j / PANEL * rows + k) * PANEL + j % PANEL] = f32::from(weights[k * columns + j]) * scales[j];
            }
        }
        let mut all = bias.to_vec();
        all.resize(count * PANEL, 0.0);
        Self { rows, columns, panels, bias: all }
    }

    /// How many outputs.
    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// `out = x w + b` for all rows of `x`, whose number must be a multiple of [`ROWS`].
    pub(super) fn apply(&self, x: &[f32], out: &mut Vec<f32>) {
        let n = x.len() / self.rows;
        out.resize(n * self.columns, 0.0);
        let out = &mut out[..n * self.columns];
        vectorised!(FUSE => self.blocks::<FUSE>(x, out));
    }

    #[inline(always)]
    fn blocks<const FUSE: bool>(&self, x: &[f32], out: &mut [f32]) {
        let (k, m) = (self.rows, self.columns);
        for (p, panel) in self.panels.chunks_exact(k * PANEL).enumerate() {
            let bias = &self.bias[p * PANEL..(p + 1) * PANEL];
            let first = p * PANEL;
            let wide = PANEL.min(m - first);
            for (xs, ys) in x.chunks_exact(k * ROWS).zip(out.chunks_exact_mut(m * ROWS)) {
                let sums = block::<FUSE>(xs, panel, k);
                for (r, sum) in sums.iter().enumerate() {
                    let y = &mut ys[r * m + first..r * m + first + wide];
                    for ((y, s), b) in y.iter_mut().zip(sum).zip(bias) {
                        *y = s + b;
                    }
                }
            }
        }
    }
}

/// Six rows times sixteen columns.
#[inline(always)]
fn block<const FUSE: bool>(x: &[f32], panel: &[f32], k: usize) -> [[f32; PANEL]; ROWS] {
    let mut sums = [[0.0f32; PANEL]; ROWS];
    let (a, x) = x.split_at(k);
    let (b, x) = x.split_at(k);
    let (c, x) = x.split_at(k);
    let (d, x) = x.split_at(k);
    let (e, f) = x.split_at(k);
    let lines = panel.as_chunks::<PANEL>().0;
    let columns = a.iter().zip(b).zip(c).zip(d).zip(e).zip(f);
    for (line, (((((a, b), c), d), e), f)) in lines.iter().zip(columns) {
        let six = [*a, *b, *c, *d, *e, *f];
        for r in 0..ROWS {
            for j in 0..PANEL {
                sums[r][j] = fused::<FUSE>(six[r], line[j], sums[r][j]);
            }
        }
    }
    sums
}

/// `a b + c`.
#[inline(always)]
pub(super) fn fused<const FUSE: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FUSE { a.mul_add(b, c) } else { a * b + c }
}

/// The sum of products.
#[inline(always)]
pub(super) fn dot<const FUSE: bool>(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0f32; 16];
    let (a, b) = (a.as_chunks::<16>().0, b.as_chunks::<16>().0);
    for (a, b) in a.iter().zip(b) {
        for j in 0..16 {
            sums[j] = fused::<FUSE>(a[j], b[j], sums[j]);
        }
    }
    sums.iter().sum()
}

/// The logistic function, right to about one part in a million.
#[inline(always)]
pub(super) fn logistic<const FUSE: bool>(x: f32) -> f32 {
    1.0 / (1.0 + exp::<FUSE>(-x))
}

/// e to the x: two to the whole part by the exponent's bits, the rest by its series.
#[inline(always)]
pub(super) fn exp<const FUSE: bool>(x: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0; // 1.5 times two to the 23rd: adding it rounds to a whole number
    let t = (x * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
    let shifted = t + SHIFT;
    let whole = shifted - SHIFT;
    let y = (t - whole) * std::f32::consts::LN_2;
    let mut p = 1.0 / 720.0;
    for c in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        p = fused::<FUSE>(p, y, c);
    }
    let power = f32::from_bits((shifted.to_bits() << 23).wrapping_add(127 << 23));
    p * power
}

/// Brings each row of `x` to mean 0 and deviation 1, then scales and shifts it; result in `out`.
pub(super) fn normalise(x: &[f32], gain: &[f32], shift: &[f32], out: &mut Vec<f32>) {
    out.resize(x.len(), 0.0);
    let out = &mut out[..x.len()];
    vectorised!(FUSE => {
        let n = gain.len();
        for (x, y) in x.chunks_exact(n).zip(out.chunks_exact_mut(n)) {
            let mean = sum(x) / n as f32;
            let var = dot_self::<FUSE>(x, mean) / n as f32;
            let scale = 1.0 / (var + 1e-5).sqrt();
            for (((y, x), g), b) in y.iter_mut().zip(x).zip(gain).zip(shift) {
                *y = fused::<FUSE>((x - mean) * scale, *g, *b);
            }
        }
    });
}

#[inline(always)]
fn sum(x: &[f32]) -> f32 {
    let mut sums = [0.0f32; 16];
    for x in x.as_chunks::<16>().0 {
        for j in 0..16 {
            sums[j] += x[j];
        }
    }
    sums.iter().sum()
}

#[inline(always)]
fn dot_self<const FUSE: bool>(x: &[f32], mean: f32) -> f32 {
    let mut sums = [0.0f32; 16];
    for x in x.as_chunks::<16>().0 {
        for j in 0..16 {
            sums[j] = fused::<FUSE>(x[j] - mean, x[j] - mean, sums[j]);
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_exp() {
        for k in -2000..2000 {
            let x = k as f32 / 25.0;
            let (e, f) = (exp::<true>(x), exp::<false>(x));
            assert!((e / x.exp() - 1.0).abs() < 2e-5, "{x}: {e}");
            assert!((f / x.exp() - 1.0).abs() < 2e-5, "{x}: {f}");
        }
    }

    #[test]
    fn products_are_right() {
        let (k, m, n) = (20, 37, 12);
        let weights: Vec<i8> = (0..k * m).map(|i| (i * 7 % 255) as u8 as i8).collect();
        let scales: Vec<f32> = (0..m).map(|j| 0.01 * (j + 1) as f32).collect();
        let bias: Vec<f32> = (0..m).map(|j| j as f32).collect();
        let x: Vec<f32> = (0..n * k).map(|i| (i % 11) as f32 - 5.0).collect();
        let mut out = Vec::new();
        Matrix::new(&weights, &scales, &bias).apply(&x, &mut out);
        for i in 0..n {
            for j in 0..m {
                let want: f32 =
                    (0..k).map(|l| x[i * k + l] * f32::from(weights[l * m + j]) * scales[j]).sum::<f32>() + bias[j];
                assert!((out[i * m + j] - want).abs() < 1e-2 * want.abs().max(1.0));
            }
        }
    }
}
