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

/// Rows of numbers rounded to sixteen bits, each row by its own scale: what a matrix multiplies.
///
/// Whole numbers are multiplied twice as fast, and their sums are the same on every processor.
#[derive(Clone, Debug, Default)]
pub(super) struct Narrow {
    values: Vec<i16>,
    scales: Vec<f32>,
    width: usize,
}

impl Narrow {
    /// Rounds rows of `width` (an even number), whose number must be a multiple of [`ROWS`].
    pub(super) fn set(&mut self, x: &[f32], width: usize) {
        self.width = width;
        self.values.resize(x.len(), 0);
        self.scales.resize(x.len() / width, 0.0);
        let (values, scales) = (&mut self.values[..], &mut self.scales[..]);
        vectorised!(FUSE => {
            for ((x, to), scale) in x.chunks_exact(width).zip(values.chunks_exact_mut(width)).zip(scales) {
                let most = largest(x).max(1e-20);
                // Sums of 384 products with 127 stay below two to the 31st.
                let by = 32_000.0 / most;
                *scale = most / 32_000.0;
                for (x, to) in x.iter().zip(to) {
                    *to = fused::<FUSE>(*x, by, SHIFT).to_bits() as i16;
                }
            }
        });
    }
}

/// The largest absolute value.
#[inline(always)]
fn largest(x: &[f32]) -> f32 {
    let mut most = [0.0f32; 16];
    let (chunks, rest) = x.as_chunks::<16>();
    for x in chunks {
        for j in 0..16 {
            most[j] = if x[j].abs() > most[j] { x[j].abs() } else { most[j] };
        }
    }
    most.iter().chain(rest).fold(0.0, |m, v| m.max(v.abs()))
}

/// A matrix with a bias, `rows` inputs (an even number) to `columns` outputs.
#[derive(Clone, Debug, Default)]
pub(super) struct Matrix {
    rows: usize,
    columns: usize,
    /// Panels of 16 columns; in each, for every two rows, the columns' pairs of weights.
    panels: Vec<[i16; 2 * PANEL]>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Matrix {
    /// From eight-bit weights in rows, one scale a column.
    pub(super) fn new(weights: &[i8], scales: &[f32], bias: &[f32]) -> Self {
        let columns = scales.len();
        let rows = weights.len() / columns.max(1);
        let count = columns.div_ceil(PANEL);
        let pairs = rows / 2;
        let mut panels = vec![[0; 2 * PANEL]; count * pairs];
        for (k, row) in weights.chunks_exact(columns.max(1)).enumerate() {
            for (j, w) in row.iter().enumerate() {
                panels[j / PANEL * pairs + k / 2][j % PANEL * 2 + k % 2] = i16::from(*w);
            }
        }
        let whole = |v: &[f32]| {
            let mut all = v.to_vec();
            all.resize(count * PANEL, 0.0);
            all
        };
        Self { rows, columns, panels, scales: whole(scales), bias: whole(bias) }
    }

    /// How many inputs.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// How many outputs.
    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// `out = x w + b` for all rows of `x`.
    pub(super) fn apply(&self, x: &Narrow, out: &mut Vec<f32>) {
        debug_assert_eq!(x.width, self.rows);
        out.resize(x.scales.len() * self.columns, 0.0);
        let out = &mut out[..];
        #[cfg(target_arch = "x86_64")]
        if let Some(v3) = pulp::x86::V3::try_new() {
            pulp::Simd::vectorize(
                v3,
                #[inline(always)]
                || self.blocks(x, out, |x, panel, k| block_v3(v3, x, panel, k)),
            );
            return;
        }
        self.blocks(x, out, block);
    }

    #[inline(always)]
    fn blocks(
        &self,
        x: &Narrow,
        out: &mut [f32],
        block: impl Fn(&[i16], &[[i16; 2 * PANEL]], usize) -> [[i32; PANEL]; ROWS],
    ) {
        let (k, m) = (self.rows, self.columns);
        for (p, panel) in self.panels.chunks_exact(k / 2).enumerate() {
            let first = p * PANEL;
            let wide = PANEL.min(m - first);
            let (scales, bias) = (&self.scales[first..first + PANEL], &self.bias[first..first + PANEL]);
            let rows = x.values.chunks_exact(k * ROWS).zip(x.scales.chunks_exact(ROWS));
            for ((xs, by), ys) in rows.zip(out.chunks_exact_mut(m * ROWS)) {
                let sums = block(xs, panel, k);
                for (r, sum) in sums.iter().enumerate() {
                    let mut line = [0.0f32; PANEL];
                    for j in 0..PANEL {
                        line[j] = sum[j] as f32 * (scales[j] * by[r]) + bias[j];
                    }
                    ys[r * m + first..r * m + first + wide].copy_from_slice(&line[..wide]);
                }
            }
        }
    }
}

/// Six rows times sixteen columns.
fn block(x: &[i16], panel: &[[i16; 2 * PANEL]], k: usize) -> [[i32; PANEL]; ROWS] {
    let mut sums = [[0; PANEL]; ROWS];
    for (r, x) in x.chunks_exact(k).enumerate() {
        for (x, line) in x.as_chunks::<2>().0.iter().zip(panel) {
            for j in 0..PANEL {
                sums[r][j] += i32::from(x[0]) * i32::from(line[2 * j]) + i32::from(x[1]) * i32::from(line[2 * j + 1]);
            }
        }
    }
    sums
}

/// The same with AVX2, which multiplies and adds sixteen pairs at once.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn block_v3(v3: pulp::x86::V3, x: &[i16], panel: &[[i16; 2 * PANEL]], k: usize) -> [[i32; PANEL]; ROWS] {
    use std::arch::x86_64::__m256i;
    let mut sums = [[v3.avx._mm256_setzero_si256(); 2]; ROWS];
    let pairs = |r: usize| x[r * k..(r + 1) * k].as_chunks::<2>().0.iter();
    let six = pairs(0).zip(pairs(1)).zip(pairs(2)).zip(pairs(3)).zip(pairs(4)).zip(pairs(5));
    for (line, (((((a, b), c), d), e), f)) in panel.iter().zip(six) {
        let [w0, w1]: [__m256i; 2] = pulp::cast(*line);
        for (sum, pair) in sums.iter_mut().zip([a, b, c, d, e, f]) {
            let both = v3.avx._mm256_set1_epi32(pulp::cast(*pair));
            sum[0] = v3.avx2._mm256_add_epi32(sum[0], v3.avx2._mm256_madd_epi16(both, w0));
            sum[1] = v3.avx2._mm256_add_epi32(sum[1], v3.avx2._mm256_madd_epi16(both, w1));
        }
    }
    pulp::cast(sums)
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

/// One and a half times two to the 23rd: adding it rounds to a whole number, which then stands in the lowest bits.
const SHIFT: f32 = 12_582_912.0;

/// The logistic function, right to about one part in a million.
#[inline(always)]
pub(super) fn logistic<const FUSE: bool>(x: f32) -> f32 {
    1.0 / (1.0 + exp::<FUSE>(-x))
}

/// e to the x: two to the whole part by the exponent's bits, the rest by its series.
#[inline(always)]
pub(super) fn exp<const FUSE: bool>(x: f32) -> f32 {
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
        let (mut narrow, mut out) = (Narrow::default(), Vec::new());
        narrow.set(&x, k);
        let matrix = Matrix::new(&weights, &scales, &bias);
        matrix.apply(&narrow, &mut out);
        for i in 0..n {
            for j in 0..m {
                let product: f32 = (0..k).map(|l| x[i * k + l] * f32::from(weights[l * m + j])).sum();
                let want = product * scales[j] + bias[j];
                assert!((out[i * m + j] - want).abs() < 1e-2 * want.abs().max(1.0), "{} {want}", out[i * m + j]);
            }
        }
        let mut slow = vec![0.0; out.len()];
        matrix.blocks(&narrow, &mut slow, block);
        assert_eq!(out, slow);
    }
}
