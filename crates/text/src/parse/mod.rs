//! Tags, trees and names.

mod features;
mod linear;

#[doc(hidden)]
pub mod train {
    //! What the trainer shares with the parser.
    pub use super::features::{State, Word, name, step, tag};
    pub use super::linear::{Weights, mix, text};
}

use crate::{Name, NameKind, Sentence, Upos};
use features::{State, Word};
use linear::{Weights, mix, text};
use std::sync::OnceLock;

/// Fills in parts of speech, features, trees and names.
#[derive(Debug)]
pub struct Parser {
    tags: Vec<[String; 3]>,
    labels: Vec<String>,
    tagger: Weights,
    steps: Weights,
    names: Weights,
}

/// The name tags: outside, then beginning and continuation of each kind.
pub const NAME_TAGS: [&str; 7] = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"];

/// Longest stretch parsed as one tree; what is longer is parsed in pieces.
const LONGEST: usize = 400;

static WEIGHTS: &[u8] = include_bytes!("../../weights/english.bin");

impl Parser {
    /// The parser that the crate carries.
    #[must_use]
    pub fn embedded() -> &'static Parser {
        static PARSER: OnceLock<Parser> = OnceLock::new();
        PARSER.get_or_init(|| Parser::read(WEIGHTS).expect("the embedded weights are whole"))
    }

    /// A parser from a weights file; `None` where the file is not one.
    #[must_use]
    pub fn read(mut file: &[u8]) -> Option<Self> {
        let mut take = |n: usize| -> Option<&[u8]> {
            let (a, b) = file.split_at_checked(n)?;
            file = b;
            Some(a)
        };
        let head = u32::from_le_bytes(take(4)?.try_into().ok()?) as usize;
        let text = std::str::from_utf8(take(head)?).ok()?;
        let (mut tags, mut labels) = (Vec::new(), Vec::new());
        for line in text.lines() {
            if let Some(tag) = line.strip_prefix("tag\t") {
                let mut parts = tag.split('\t').map(str::to_owned);
                tags.push([parts.next()?, parts.next()?, parts.next()?]);
            } else if let Some(label) = line.strip_prefix("label\t") {
                labels.push(label.to_owned());
            }
        }
        let mut table = |classes: usize| -> Option<Weights> {
            let size = u32::from_le_bytes(take(4)?.try_into().ok()?) as usize;
            Some(Weights::new(take(size)?.iter().map(|&b| b as i8).collect(), classes))
        };
        let tagger = table(tags.len())?;
        let steps = table(1 + 2 * labels.len())?;
        let names = table(NAME_TAGS.len())?;
        Some(Self { tags, labels, tagger, steps, names })
    }

    /// Fills in the tags, features, tree and names of several sentences.
    pub fn annotate_all(&self, sentences: &mut [Sentence]) {
        for s in sentences {
            self.annotate(s);
        }
    }

    /// Fills in a sentence's tags, features, tree and names.
    pub fn annotate(&self, sentence: &mut Sentence) {
        let words: Vec<Word> = sentence.tokens.iter().map(|t| Word::new(&t.form)).collect();
        let (mut features, mut scores) = (Vec::new(), Vec::new());
        let mut tags = Vec::with_capacity(words.len());
        let (mut before, mut before2) = (0, 0);
        for (i, token) in sentence.tokens.iter_mut().enumerate() {
            features::tag(&words, i, before, before2, &mut features);
            self.tagger.score(&features, &mut scores);
            let [upos, xpos, feats] = &self.tags[best(&scores)];
            token.upos = Upos::parse(upos).unwrap_or_default();
            token.xpos = xpos.as_str().into();
            token.feats = feats.as_str().into();
            (before2, before) = (before, text(xpos));
            tags.push(mix(text(upos), text(xpos)));
        }
        let mut open: Option<Name> = None;
        sentence.names.clear();
        let mut last = 0;
        for i in 0..words.len() {
            features::name(&words, &tags, i, last as u32, &mut features);
            self.names.score(&features, &mut scores);
            last = best(&scores);
            let kind = match last {
                0 => None,
                1 | 2 => Some(NameKind::Person),
                3 | 4 => Some(NameKind::Place),
                _ => Some(NameKind::Organisation),
            };
            if last % 2 == 0 && last > 0 && open.is_some_and(|o| Some(o.kind) == kind) {
                continue;
            }
            if let Some(name) = open.take() {
                sentence.names.push(Name { end: i, ..name });
            }
            open = kind.map(|kind| Name { first: i, end: i, kind });
        }
        if let Some(name) = open {
            sentence.names.push(Name { end: words.len(), ..name });
        }
        let mut root = None;
        for first in (0..words.len()).step_by(LONGEST) {
            let end = (first + LONGEST).min(words.len());
            let state = self.tree(&words[first..end], &tags[first..end], &mut features, &mut scores);
            for i in first..end {
                let head = state.head[i - first];
                let token = &mut sentence.tokens[i];
                if head < end - first {
                    token.head = Some(head + first);
                    token.deprel = self.labels[state.label[i - first] as usize].as_str().into();
                } else if let Some(root) = root {
                    token.head = Some(root);
                    token.deprel = "parataxis".into();
                } else {
                    root = Some(i);
                    token.head = None;
                    token.deprel = "root".into();
                }
            }
        }
    }

    fn tree(&self, words: &[Word], tags: &[u32], features: &mut Vec<u32>, scores: &mut Vec<i32>) -> State {
        let n = words.len();
        let mut s = State::new(n);
        let mut rooted = false;
        while s.next < n || !s.stack.is_empty() {
            features::step(&s, words, tags, features);
            self.steps.score(features, scores);
            let kinds = self.labels.len();
            let depth = s.stack.len();
            // Only the last word on the stack hangs from the root, and only once.
            let left = depth > 0 && (s.next < n || (depth == 1 && !rooted));
            let right = depth > 1;
            let ban = |range: std::ops::Range<usize>, scores: &mut Vec<i32>| scores[range].fill(i32::MIN);
            if s.next >= n {
                ban(0..1, scores);
            }
            if !left {
                ban(1..1 + kinds, scores);
            }
            if !right {
                ban(1 + kinds..1 + 2 * kinds, scores);
            }
            let k = best(scores);
            if k == 0 {
                s.stack.push(s.next);
                s.next += 1;
            } else if let Some(child) = s.stack.pop() {
                let (head, label) =
                    if k <= kinds { (s.next, k - 1) } else { (s.stack.last().copied().unwrap_or(n), k - 1 - kinds) };
                rooted |= head == n;
                s.arc(head, child, label as u32);
            }
        }
        s
    }
}

fn best(scores: &[i32]) -> usize {
    let mut k = 0;
    for (i, s) in scores.iter().enumerate() {
        if *s > scores[k] {
            k = i;
        }
    }
    k
}
