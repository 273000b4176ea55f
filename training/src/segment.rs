//! Trains the splitter of words and sentences: two logistic regressions on hashed features, weights of eight bits.
//!
//! The features are the program's own: it is run over the treebank's text with a judge that answers from the gold
//! words and sentences and writes down what was seen. Straight quotes are also learned as curly ones.

use detente_text::{Document, conllu, segment, slot};
use std::collections::BTreeSet;
use std::path::Path;

/// Hash bits of the two models; 2^bits bytes each.
const WORD_BITS: u32 = 16;
const SENTENCE_BITS: u32 = 17;
const EPOCHS: usize = 14;
const RATE: f32 = 0.15;
/// Pull of each weight towards zero at each use.
const DECAY: f32 = 2e-5;
const SEED: u64 = 20;

/// What was seen at one place, and whether a word or sentence ends there.
struct Example {
    seen: Vec<u32>,
    ends: bool,
}

/// Trains on `ewt-train.conllu` and `gum-train.conllu` of a folder, chooses the thresholds on `ewt-dev.conllu`, writes
/// the weights.
pub fn train(data: &Path, out: &Path) {
    let mut words = Vec::new();
    let mut sentences = Vec::new();
    for file in ["ewt-train.conllu", "gum-train.conllu"] {
        for document in documents(&data.join(file)) {
            examples(&document, &mut words, &mut sentences);
            if document.text.contains(['"', '\'']) {
                examples(&curly(&document), &mut words, &mut sentences);
            }
        }
    }
    println!("{} places in words, {} between words", words.len(), sentences.len());
    let (mut dev_words, mut dev_sentences) = (Vec::new(), Vec::new());
    for document in documents(&data.join("ewt-dev.conllu")) {
        examples(&document, &mut dev_words, &mut dev_sentences);
    }
    let mut bytes = fit(&words, &dev_words, WORD_BITS);
    bytes.extend(fit(&sentences, &dev_sentences, SENTENCE_BITS));
    std::fs::write(out, bytes).expect("weights can be written");
}

/// Splits a text file and scores it against its treebank.
pub fn score(text: &Path, gold: &Path) {
    let text = std::fs::read_to_string(text).expect("text file");
    report(&text, &detente_text::split(&text), &documents(gold));
}

/// Reads a text file, trees and all, and scores it against its treebank.
pub fn score_read(text: &Path, gold: &Path) {
    let text = std::fs::read_to_string(text).expect("text file");
    report(&text, &detente_text::read(&text), &documents(gold));
}

/// Splits the text that a treebank's own documents make and scores it.
pub fn score_treebank(gold: &Path) {
    let gold = documents(gold);
    let text = gold.iter().map(|d| d.text.as_str()).collect::<Vec<_>>().join("\n\n");
    report(&text, &detente_text::split(&text), &gold);
}

/// Prints a text's sentences, one a line, words between spaces and `+` before a word that continues a token.
pub fn show(text: &Path) {
    let text = std::fs::read_to_string(text).expect("text file");
    for sentence in detente_text::split(&text) {
        let words: Vec<String> =
            sentence.tokens.iter().map(|t| format!("{}{}", if t.continues { "+" } else { "" }, t.form)).collect();
        println!("{}", words.join(" "));
    }
}

fn report(text: &str, sentences: &[detente_text::Sentence], gold: &[Document]) {
    for (name, s) in crate::raw::evaluate((text, sentences), gold) {
        println!("{name:10} P {:6.2}  R {:6.2}  F1 {:6.2}", s.precision, s.recall, s.f1);
    }
}

fn documents(path: &Path) -> Vec<Document> {
    let file = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let (documents, findings) = conllu::read(&file);
    assert!(findings.is_empty(), "{}: {:?}", path.display(), findings.first());
    documents
}

fn examples(document: &Document, words: &mut Vec<Example>, sentences: &mut Vec<Example>) {
    let word_ends: BTreeSet<usize> =
        document.sentences.iter().flat_map(|s| s.tokens.iter().map(|t| t.span.end)).collect();
    let sentence_ends: BTreeSet<usize> = document.sentences.iter().map(|s| s.span.end).collect();
    segment::split_with(
        &document.text,
        &mut |at, seen, _| {
            let ends = word_ends.contains(&at);
            words.push(Example { seen: seen.to_vec(), ends });
            ends
        },
        &mut |at, seen, _| {
            let ends = sentence_ends.contains(&at);
            sentences.push(Example { seen: seen.to_vec(), ends });
            if ends { 1 } else { -1 }
        },
    );
}

/// The document with curly quotes and apostrophes, as newspapers set them.
fn curly(document: &Document) -> Document {
    let mut text = String::with_capacity(document.text.len() + 64);
    let mut moved = Vec::with_capacity(document.text.len() + 1);
    let mut open = false;
    let mut before = ' ';
    for c in document.text.chars() {
        let start = text.len();
        let fresh = before.is_whitespace() || matches!(before, '(' | '[' | '-' | '—' | '"');
        match c {
            '\n' => {
                open = false;
                text.push(c);
            }
            '"' => {
                open = !open;
                text.push(if open { '“' } else { '”' });
            }
            '\'' if !fresh => text.push('’'),
            '\'' => text.push('‘'),
            c => text.push(c),
        }
        moved.extend(std::iter::repeat_n(start, c.len_utf8()));
        before = c;
    }
    moved.push(text.len());
    let mut sentences = document.sentences.clone();
    for sentence in &mut sentences {
        sentence.span = detente_text::Span::new(moved[sentence.span.start], moved[sentence.span.end]);
        for token in &mut sentence.tokens {
            token.span = detente_text::Span::new(moved[token.span.start], moved[token.span.end]);
        }
    }
    Document { id: document.id.clone(), text, sentences }
}

/// Numbers that are the same at every run. Source: Vigna, splitmix64.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A model of `2^bits` weights as `Linear::load` reads it.
fn fit(examples: &[Example], dev: &[Example], bits: u32) -> Vec<u8> {
    let size = 1usize << bits;
    let mut weights = vec![0f32; size];
    let mut squares = vec![1e-6f32; size];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = SEED;
    for _ in 0..EPOCHS {
        for k in (1..order.len()).rev() {
            order.swap(k, (random(&mut state) % (k as u64 + 1)) as usize);
        }
        for &k in &order {
            let example = &examples[k];
            let sum: f32 = example.seen.iter().map(|&f| weights[slot(f, bits)]).sum();
            let wrong = 1.0 / (1.0 + (-sum).exp()) - f32::from(u8::from(example.ends));
            for &f in &example.seen {
                let at = slot(f, bits);
                let slope = wrong + DECAY * weights[at] * 100.0;
                squares[at] += slope * slope;
                weights[at] -= RATE * slope / squares[at].sqrt();
            }
        }
    }
    let largest = weights.iter().fold(0f32, |m, w| m.max(w.abs()));
    let weights: Vec<i8> = weights.iter().map(|w| (w / largest * 127.0).round() as i8).collect();
    let sum = |e: &Example| e.seen.iter().map(|&f| i32::from(weights[slot(f, bits)])).sum::<i32>();
    let mut scored: Vec<(i32, bool)> = dev.iter().map(|e| (sum(e), e.ends)).collect();
    scored.sort_by_key(|s| std::cmp::Reverse(s.0));
    // The threshold with the best F1 of "ends", among those near no bias.
    let total = dev.iter().filter(|e| e.ends).count();
    let (mut best, mut threshold, mut right) = (0.0, 0, 0);
    for (k, (s, ends)) in scored.iter().enumerate() {
        right += usize::from(*ends);
        let f1 = 2.0 * right as f64 / (k + 1 + total) as f64;
        let tie = scored.get(k + 1).is_some_and(|n| n.0 == *s);
        if f1 > best && !tie {
            (best, threshold) = (f1, s - 1);
        }
    }
    println!("scale {largest:.2}, threshold {threshold}, F1 on dev {:.2}", 100.0 * best);
    let mut bytes = vec![bits as u8];
    bytes.extend(threshold.to_le_bytes());
    bytes.extend(weights.iter().map(|w| w.cast_unsigned()));
    bytes
}
