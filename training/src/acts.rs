//! Trains the act and status classifier from the sentences in `training/sentences/`.
//!
//! One line is `act[.mode] TAB status TAB sentence`, with `{A:actor}` and `{R:recipient}` marked; act `NONE` where
//! nothing passes between the two. Multinomial logistic regression by AdaGrad, seeded; weights are rounded to i8.

use detente_coder::{ACTS, BUCKETS, Coder, STATUSES};
use detente_event::{Act, Span, Status};
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::Path;

const OUTPUTS: usize = ACTS + STATUSES;
const EPOCHS: usize = 12;
const RATE: f32 = 0.12;
const L2: f32 = 2e-5;

/// A sentence with its labels.
struct Example {
    features: Vec<u32>,
    act: usize,
    /// `None` where no act is (its status means nothing).
    status: Option<usize>,
    /// Which sentence: all markings of one fall into the same fold.
    group: u64,
    /// Whether the recipient is marked.
    paired: bool,
}

/// Act, status, text, actor and recipient of a labelled line.
type Marked = (usize, Option<usize>, String, Span, Option<Span>);

/// Reads one labelled line; `None` with the reason printed where it has a mistake.
fn read(line: &str) -> Result<Marked, String> {
    let mut parts = line.split('\t');
    let (label, status, marked) = match (parts.next(), parts.next(), parts.next()) {
        (Some(l), Some(s), Some(m)) => (l, s, m),
        _ => return Err("three fields are needed".into()),
    };
    let name = label.split('.').next().unwrap_or("");
    let act =
        if name == "NONE" { ACTS - 1 } else { Act::parse(name).ok_or_else(|| format!("`{name}` is no act"))? as usize };
    let status = Status::parse(status).ok_or_else(|| format!("`{status}` is no status"))? as usize;
    let mut text = String::new();
    let (mut actor, mut recipient) = (None, None);
    let mut rest = marked;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        let (who, inner) = rest[at + 1..].split_once(':').ok_or("a brace without a colon")?;
        let (words, after) = inner.split_once('}').ok_or("a brace that is not closed")?;
        let span = Span::new(text.len(), text.len() + words.len());
        match who {
            "A" => actor = Some(span),
            "R" => recipient = Some(span),
            other => return Err(format!("`{other}` is neither A nor R")),
        }
        text.push_str(words);
        rest = after;
    }
    text.push_str(rest);
    let actor = actor.ok_or("no actor is marked")?;
    Ok((act, (act < ACTS - 1).then_some(status), text, actor, recipient))
}

fn examples(folder: &Path) -> Vec<Example> {
    let coder = Coder::new();
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the folder of sentences").flatten().map(|e| e.path()).collect();
    files.sort();
    let mut lines = Vec::new();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "tsv")) {
        let text = std::fs::read_to_string(file).expect("a readable file");
        for (k, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty()) {
            match read(line) {
                Ok(l) => lines.push(l),
                Err(why) => eprintln!("{}:{}: {why}", file.display(), k + 1),
            }
        }
    }
    // What an actor does must be told too where nobody names to whom: the same sentences with the recipient hidden. Nothing
    // is known so only of actors that no line of the sentence lets act.
    let acting: HashSet<(String, Span)> = lines.iter().filter(|l| l.0 < ACTS - 1).map(|l| (l.2.clone(), l.3)).collect();
    let hidden: Vec<Marked> = lines
        .iter()
        .filter(|l| l.4.is_some() && (l.0 < ACTS - 1 || !acting.contains(&(l.2.clone(), l.3))))
        .map(|l| (l.0, l.1, l.2.clone(), l.3, None))
        .collect();
    lines.extend(hidden);
    lines
        .into_par_iter()
        .filter_map(|(act, status, text, actor, recipient)| {
            let features = coder.pair_features(&text, actor, recipient)?;
            let group =
                text.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
            Some(Example { features, act, status, group, paired: recipient.is_some() })
        })
        .collect()
}

/// Trains on the examples; returns dense weights.
fn fit(examples: &[&Example]) -> Vec<f32> {
    let mut w = vec![0f32; BUCKETS * OUTPUTS];
    let mut g2 = vec![1e-3f32; BUCKETS * OUTPUTS];
    let mut sum = vec![0f32; BUCKETS * OUTPUTS];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15u64;
    for epoch in 0..EPOCHS {
        for i in (1..order.len()).rev() {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            order.swap(i, (seed % (i as u64 + 1)) as usize);
        }
        for &i in &order {
            let e = examples[i];
            let mut z = [0f32; OUTPUTS];
            for &f in &e.features {
                for (o, z) in z.iter_mut().enumerate() {
                    *z += w[f as usize * OUTPUTS + o];
                }
            }
            let mut grad = [0f32; OUTPUTS];
            softmax_gradient(&z[..ACTS], Some(e.act), &mut grad[..ACTS]);
            softmax_gradient(&z[ACTS..], e.status, &mut grad[ACTS..]);
            let scale = 1.0 / (e.features.len() as f32).sqrt();
            for &f in &e.features {
                for (o, &g) in grad.iter().enumerate() {
                    let k = f as usize * OUTPUTS + o;
                    let g = g * scale + L2 * w[k];
                    g2[k] += g * g;
                    w[k] -= RATE * g / g2[k].sqrt();
                }
            }
        }
        if epoch >= EPOCHS / 2 {
            for (s, w) in sum.iter_mut().zip(&w) {
                *s += w;
            }
        }
    }
    let n = (EPOCHS - EPOCHS / 2) as f32;
    sum.iter_mut().for_each(|s| *s /= n);
    sum
}

fn softmax_gradient(z: &[f32], gold: Option<usize>, out: &mut [f32]) {
    let Some(gold) = gold else { return };
    let top = z.iter().copied().fold(f32::MIN, f32::max);
    let e: Vec<f32> = z.iter().map(|v| (v - top).exp()).collect();
    let sum: f32 = e.iter().sum();
    for (k, o) in out.iter_mut().enumerate() {
        *o = e[k] / sum - if k == gold { 1.0 } else { 0.0 };
    }
}

fn predict(w: &[f32], e: &Example) -> (usize, usize) {
    let mut z = [0f32; OUTPUTS];
    for &f in &e.features {
        for (o, z) in z.iter_mut().enumerate() {
            *z += w[f as usize * OUTPUTS + o];
        }
    }
    let best = |s: &[f32]| (0..s.len()).fold(0, |b, k| if s[k] > s[b] { k } else { b });
    (best(&z[..ACTS]), best(&z[ACTS..]))
}

/// Trains on every sentence under `folder` and writes the weights; with `check`, first tells the accuracy in five-fold
/// cross-validation.
pub fn main(folder: &Path, out: &Path, check: bool) {
    let all = examples(folder);
    println!("{} marked pairs", all.len());
    if check {
        let (mut act, mut status, mut n, mut ns) = (0, 0, 0, 0);
        for fold in 0..5 {
            let train: Vec<&Example> = all.iter().filter(|e| e.group % 5 != fold).collect();
            let w = fit(&train);
            for e in all.iter().filter(|e| e.paired && e.group % 5 == fold) {
                let (a, s) = predict(&w, e);
                n += 1;
                act += usize::from(a == e.act);
                if let Some(gold) = e.status {
                    ns += 1;
                    status += usize::from(s == gold);
                }
            }
        }
        println!("five-fold: act {:.3} status {:.3}", act as f64 / n as f64, status as f64 / ns as f64);
    }
    let w = fit(&all.iter().collect::<Vec<_>>());
    let largest = w.iter().copied().fold(0f32, |m, v| m.max(v.abs()));
    let scale = largest / 127.0;
    let mut bytes = scale.to_le_bytes().to_vec();
    for bucket in 0..BUCKETS {
        let row: Vec<i8> = w[bucket * OUTPUTS..][..OUTPUTS].iter().map(|v| (v / scale).round() as i8).collect();
        if row.iter().any(|&v| v != 0) {
            bytes.extend((bucket as u32).to_le_bytes());
            bytes.extend(row.iter().map(|v| v.to_le_bytes()[0]));
        }
    }
    std::fs::write(out, &bytes).expect("the weights can be written");
    println!("{} bytes", bytes.len());
}
