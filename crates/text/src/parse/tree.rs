//! The best tree over arc scores: the maximum spanning arborescence with one child of the root.
//!
//! Source: Chu and Liu 1965, Edmonds 1967; McDonald et al. 2005, "Non-projective dependency parsing using spanning
//! tree algorithms". One root word is had by making every arc from the root dearer by more than all else can weigh.

/// Heads of words 1..=n (0 is the root) for `scores[(word - 1) * (n + 1) + head]`.
pub(super) fn best(scores: &[f32], n: usize) -> Vec<usize> {
    let width = n + 1;
    let heads: Vec<usize> = (0..n).map(|i| top(&scores[i * width..(i + 1) * width])).collect();
    if heads.iter().filter(|&&h| h == 0).count() == 1 && cycle(&[0], &heads).is_none() {
        return heads;
    }
    let spread = 1e4 * (n as f32 + 1.0);
    let mut full = vec![f32::NEG_INFINITY; width];
    for i in 0..n {
        let row = &scores[i * width..(i + 1) * width];
        let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        // Only differences count within a row; very low scores are cut so that sums stay exact enough.
        full.extend(row.iter().enumerate().map(|(h, s)| {
            let s = (s - most).max(-1e3);
            if h == i + 1 {
                f32::NEG_INFINITY
            } else if h == 0 {
                s - spread
            } else {
                s
            }
        }));
    }
    let full: Vec<f64> = full.into_iter().map(f64::from).collect();
    arborescence(&full, width).split_off(1)
}

fn top<T: PartialOrd + Copy>(row: &[T]) -> usize {
    (0..row.len()).fold(0, |b, k| if row[k] > row[b] { k } else { b })
}

/// A cycle among words whose heads are `first` followed by `rest`; `None` where all lead to node 0.
fn cycle(first: &[usize], rest: &[usize]) -> Option<Vec<usize>> {
    let n = first.len() + rest.len();
    let head = |v: usize| if v < first.len() { first[v] } else { rest[v - first.len()] };
    let mut seen = vec![0usize; n];
    seen[0] = usize::MAX;
    for start in 1..n {
        let mut v = start;
        while seen[v] == 0 {
            seen[v] = start;
            v = head(v);
        }
        if seen[v] == start {
            let mut round = vec![v];
            let mut w = head(v);
            while w != v {
                round.push(w);
                w = head(w);
            }
            return Some(round);
        }
    }
    None
}

/// Head of every node but 0 for `scores[node * n + head]`.
fn arborescence(scores: &[f64], n: usize) -> Vec<usize> {
    let heads: Vec<usize> = (0..n).map(|v| if v == 0 { 0 } else { top(&scores[v * n..(v + 1) * n]) }).collect();
    let Some(round) = cycle(&heads, &[]) else {
        return heads;
    };
    let mut inside = vec![false; n];
    round.iter().for_each(|&v| inside[v] = true);
    // The others keep their order; the cycle becomes the last node.
    let outer: Vec<usize> = (0..n).filter(|&v| !inside[v]).collect();
    let m = outer.len() + 1;
    let mut small = vec![f64::NEG_INFINITY; m * m];
    let mut from = vec![0; m];
    let mut into = vec![0; m];
    for (a, &v) in outer.iter().enumerate() {
        for (b, &u) in outer.iter().enumerate() {
            small[a * m + b] = scores[v * n + u];
        }
        for &u in &round {
            if scores[v * n + u] > small[a * m + m - 1] {
                small[a * m + m - 1] = scores[v * n + u];
                from[a] = u;
            }
            let gain = scores[u * n + v] - scores[u * n + heads[u]];
            if gain > small[(m - 1) * m + a] {
                small[(m - 1) * m + a] = gain;
                into[a] = u;
            }
        }
    }
    let above = arborescence(&small, m);
    let mut out = heads;
    for (a, &v) in outer.iter().enumerate().skip(1) {
        out[v] = if above[a] == m - 1 { from[a] } else { outer[above[a]] };
    }
    out[into[above[m - 1]]] = outer[above[m - 1]];
    out
}

#[cfg(test)]
mod tests {
    use super::best;

    /// Every assignment of heads, tried.
    fn brute(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|i| code / (n + 1).pow(i as u32) % (n + 1)).collect();
            if whole(&heads) {
                best = best.max(weight(scores, &heads));
            }
        }
        best
    }

    fn weight(scores: &[f32], heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(i, h)| scores[i * (heads.len() + 1) + h]).sum()
    }

    fn whole(heads: &[usize]) -> bool {
        let reaches = |mut v: usize| {
            for _ in 0..=heads.len() {
                if v == 0 {
                    return true;
                }
                v = heads[v - 1];
            }
            false
        };
        heads.iter().filter(|&&h| h == 0).count() == 1 && (1..=heads.len()).all(reaches)
    }

    #[test]
    fn finds_the_best_tree_with_one_root() {
        let mut seed = 7u32;
        for n in 1..=5 {
            for _ in 0..60 {
                let scores: Vec<f32> = (0..n * (n + 1))
                    .map(|_| {
                        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        (seed >> 20) as f32 / 512.0
                    })
                    .collect();
                let mut masked = scores.clone();
                (0..n).for_each(|i| masked[i * (n + 1) + i + 1] = -1e9);
                let heads = best(&masked, n);
                assert!(whole(&heads), "{heads:?}");
                assert!((weight(&masked, &heads) - brute(&masked, n)).abs() < 1e-3, "{heads:?}");
            }
        }
    }
}
