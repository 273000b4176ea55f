//! How well raw text is split, tagged and parsed: the measures of the CoNLL 2018 shared task.
//!
//! Sentences and surface tokens are spans of characters other than white space. Words are aligned by their span, and
//! inside a multiword token by the longest common sequence of their forms. UPOS, UAS and LAS (without subtypes) are F1
//! over aligned words. Source: Zeman et al. 2018, "CoNLL 2018 Shared Task", section 4.

use detente_text::{Document, Sentence};
use std::collections::HashMap;

/// One word: its characters (of a whole multiword token, where it is in one), form, tag, head and relation.
struct Word {
    span: (usize, usize),
    multi: bool,
    form: String,
    upos: &'static str,
    /// Index of the head's word in the whole text; `None` for a root.
    head: Option<usize>,
    rel: String,
}

#[derive(Default)]
struct Units {
    sentences: Vec<(usize, usize)>,
    tokens: Vec<(usize, usize)>,
    words: Vec<Word>,
}

/// Precision, recall and F1 in percent.
pub struct Score {
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

fn score(right: usize, system: usize, gold: usize) -> Score {
    let part = |n: usize, of: usize| if of == 0 { 0.0 } else { 100.0 * n as f64 / of as f64 };
    Score { precision: part(right, system), recall: part(right, gold), f1: part(2 * right, system + gold) }
}

fn units<'a>(documents: impl Iterator<Item = (&'a str, &'a [Sentence])>) -> Units {
    let mut out = Units::default();
    let mut base = 0;
    for (text, sentences) in documents {
        // Number of the character, white space left out, that starts at each byte.
        let mut place = vec![0; text.len() + 1];
        let mut count = base;
        for (at, c) in text.char_indices() {
            place[at..at + c.len_utf8()].fill(count);
            count += usize::from(!c.is_whitespace());
        }
        place[text.len()] = count;
        base = count;
        for s in sentences {
            let first_word = out.words.len();
            let mut k = 0;
            while k < s.tokens.len() {
                let mut end = k + 1;
                while end < s.tokens.len() && s.tokens[end].continues {
                    end += 1;
                }
                let span = s.tokens[k].span.cover(s.tokens[end - 1].span);
                let span = (place[span.start], place[span.end]);
                out.tokens.push(span);
                for t in &s.tokens[k..end] {
                    out.words.push(Word {
                        span,
                        multi: end > k + 1,
                        form: t.form.as_str().to_lowercase(),
                        upos: t.upos.as_str(),
                        head: t.head.map(|h| first_word + h),
                        rel: t.rel().to_owned(),
                    });
                }
                k = end;
            }
            if let (Some(a), Some(b)) = (s.tokens.first(), s.tokens.last()) {
                out.sentences.push((place[a.span.start], place[b.span.end]));
            }
        }
    }
    out
}

fn common(a: &[(usize, usize)], b: &[(usize, usize)]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Equal => (n, i, j) = (n + 1, i + 1, j + 1),
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    n
}

/// Pairs (system, gold) of words that are the same word.
fn align(system: &[Word], gold: &[Word]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < system.len() && j < gold.len() {
        let (a, b) = (&system[i], &gold[j]);
        if !a.multi && !b.multi {
            if a.span == b.span {
                out.push((i, j));
                (i, j) = (i + 1, j + 1);
            } else if a.span <= b.span {
                i += 1;
            } else {
                j += 1;
            }
            continue;
        }
        // A region that no multiword token of either side sticks out of.
        let start = if a.multi && b.multi {
            a.span.0.min(b.span.0)
        } else if a.multi {
            a.span.0
        } else {
            b.span.0
        };
        if !a.multi && a.span.0 < start {
            i += 1;
            continue;
        }
        if !b.multi && b.span.0 < start {
            j += 1;
            continue;
        }
        let mut end = if a.multi && a.span.0 == start { a.span.1 } else { b.span.1 };
        let (mut i2, mut j2) = (i, j);
        loop {
            let before = (i2, j2);
            while i2 < system.len()
                && (if system[i2].multi { system[i2].span.0 < end } else { system[i2].span.1 <= end })
            {
                if system[i2].multi {
                    end = end.max(system[i2].span.1);
                }
                i2 += 1;
            }
            while j2 < gold.len() && (if gold[j2].multi { gold[j2].span.0 < end } else { gold[j2].span.1 <= end }) {
                if gold[j2].multi {
                    end = end.max(gold[j2].span.1);
                }
                j2 += 1;
            }
            if before == (i2, j2) {
                break;
            }
        }
        let (x, y) = (&system[i..i2], &gold[j..j2]);
        let mut table = vec![vec![0usize; y.len() + 1]; x.len() + 1];
        for p in (0..x.len()).rev() {
            for q in (0..y.len()).rev() {
                table[p][q] =
                    if x[p].form == y[q].form { table[p + 1][q + 1] + 1 } else { table[p + 1][q].max(table[p][q + 1]) };
            }
        }
        let (mut p, mut q) = (0, 0);
        while p < x.len() && q < y.len() {
            if x[p].form == y[q].form {
                out.push((i + p, j + q));
                (p, q) = (p + 1, q + 1);
            } else if table[p + 1][q] >= table[p][q + 1] {
                p += 1;
            } else {
                q += 1;
            }
        }
        // Words that share only a part of the region are passed by.
        (i, j) = (i2.max(i + usize::from(i2 == i && j2 == j)), j2);
    }
    out
}

/// The measures by name, in the shared task's order.
pub fn evaluate(system: (&str, &[Sentence]), gold: &[Document]) -> Vec<(&'static str, Score)> {
    let s = units(std::iter::once(system));
    let g = units(gold.iter().map(|d| (d.text.as_str(), d.sentences.as_slice())));
    let pairs = align(&s.words, &g.words);
    let to_gold: HashMap<usize, usize> = pairs.iter().copied().collect();
    let count =
        |right: &dyn Fn(&Word, &Word) -> bool| pairs.iter().filter(|(a, b)| right(&s.words[*a], &g.words[*b])).count();
    let head = |a: &Word, b: &Word| a.head.map(|h| to_gold.get(&h).copied()) == b.head.map(Some);
    let (n, m) = (s.words.len(), g.words.len());
    vec![
        ("Sentences", score(common(&s.sentences, &g.sentences), s.sentences.len(), g.sentences.len())),
        ("Tokens", score(common(&s.tokens, &g.tokens), s.tokens.len(), g.tokens.len())),
        ("Words", score(pairs.len(), n, m)),
        ("UPOS", score(count(&|a, b| a.upos == b.upos), n, m)),
        ("UAS", score(count(&head), n, m)),
        ("LAS", score(count(&|a, b| head(a, b) && a.rel == b.rel), n, m)),
    ]
}
