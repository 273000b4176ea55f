//! A text to sentences and words, not yet annotated.
//!
//! The text is cleaned ([`crate::clean`]), cut into paragraphs (`lines`), the paragraphs into words ([`crate::token`]),
//! and between two words a sentence may end: a small linear model decides where it can be asked at all. The weights
//! were trained by `training` (module `segment`) on the train parts of the English Web Treebank and GUM.

mod features;
mod lines;

use crate::clean::Clean;
use crate::linear::Linear;
use crate::token::{Kind, Piece, atoms, split_chunk};
use crate::{Sentence, Span, Token};
use features::Paragraph;
use std::ops::Range;

/// The longest sentence, in words. What goes on longer (a table, a list of names, text without a full stop) is cut at
/// the likeliest of its last [`CUT_WINDOW`] places, so that nothing downstream meets an endless sentence. The longest
/// sentence of the training treebanks has 159 words.
const LONGEST: usize = 250;
const CUT_WINDOW: usize = 120;

/// Paragraphs longer than this many bytes are taken in slices, to bound memory.
const SLICE: usize = 1 << 20;

/// How much more it takes to end a sentence after a word without any mark, or with a comma: in news that is nearly always wrong, in the
/// treebanks' mails and reviews often right. In units of the model's weights, of which a logit has about 75.
const UNMARKED: i32 = 75;

static WEIGHTS: &[u8] = include_bytes!("weights.bin");
const WORDS: (Linear, &[u8]) = Linear::load(WEIGHTS);
const SENTENCES: Linear = Linear::load(WORDS.1).0;

/// Splits a text into sentences of words: bytes, forms and spacing are set, tags and tree are not.
///
/// Never fails and takes time linear in the text. Spans point into `text` as it is; forms are free of zero-width
/// characters, character references and misread encodings. Every character that is not white space, a zero-width or a
/// control character lies under a token.
#[must_use]
pub fn split(text: &str) -> Vec<Sentence> {
    split_with(text, &mut |_, seen, _| WORDS.0.score(seen) > 0, &mut |_, seen, unmarked| {
        SENTENCES.score(seen) - if unmarked { UNMARKED } else { 0 }
    })
}

/// [`split`] with other judges: `word` is asked whether a word ends at a byte of `text`, given the features there and
/// the rules' opinion, and `sentence` how likely a sentence ends there (positive for yes), given also whether no mark stands there. For
/// training.
#[doc(hidden)]
pub fn split_with(
    text: &str,
    word: &mut impl FnMut(usize, &[u32], bool) -> bool,
    sentence: &mut impl FnMut(usize, &[u32], bool) -> i32,
) -> Vec<Sentence> {
    let clean = Clean::new(text);
    let mut out = Vec::new();
    let mut pieces = Vec::new();
    for paragraph in lines::paragraphs(&clean.text) {
        for slice in slices(&clean.text, paragraph) {
            pieces.clear();
            words(&clean.text, slice, &mut pieces, &mut |at, seen, opinion| word(clean.end(at), seen, opinion));
            sentences(&clean, &pieces, &mut out, sentence);
        }
    }
    out
}

/// A long paragraph in slices that end at white space, or at a character where there is none.
fn slices(text: &str, paragraph: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = paragraph.start;
    std::iter::from_fn(move || {
        if at >= paragraph.end {
            return None;
        }
        let mut end = paragraph.end;
        if end - at > SLICE {
            end = at + SLICE;
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            // White space in the last part of the slice, not to walk back over and over where there is little.
            let mut tail = end - SLICE / 4;
            while !text.is_char_boundary(tail) {
                tail += 1;
            }
            end = text[tail..end].rfind(char::is_whitespace).map_or(end, |n| tail + n);
        }
        let slice = at..end;
        at = end;
        Some(slice)
    })
}

/// Appends the words of a paragraph.
fn words(
    text: &str,
    range: Range<usize>,
    pieces: &mut Vec<Piece>,
    decide: &mut impl FnMut(usize, &[u32], bool) -> bool,
) {
    let mut at = range.start;
    let mut next_chunk = || {
        let rest = &text[at..range.end];
        let from = at + rest.find(|c| !is_blank(c))?;
        let to = text[from..range.end].find(is_blank).map_or(range.end, |n| from + n);
        at = to;
        Some((from, to))
    };
    let (mut now, mut ahead) = (Vec::new(), Vec::new());
    let Some((from, to)) = next_chunk() else { return };
    atoms(text, from, to, &mut now);
    let mut quote_open = false;
    while !now.is_empty() {
        ahead.clear();
        if let Some((from, to)) = next_chunk() {
            atoms(text, from, to, &mut ahead);
        }
        let first = pieces.len();
        split_chunk(text, &now, ahead.first().copied(), quote_open, pieces, decide);
        for (k, piece) in pieces[first..].iter().enumerate() {
            let mark = &text[piece.start..piece.end];
            match piece.kind {
                Kind::Apostrophe if k == 0 && !piece.space_after => quote_open = true,
                Kind::OpenQuote if mark == "‘" => quote_open = true,
                Kind::Apostrophe if !piece.continues => quote_open = false,
                _ => {}
            }
        }
        std::mem::swap(&mut now, &mut ahead);
    }
}

/// White space, and control characters that are nothing else.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Appends the sentences that a paragraph's words make.
fn sentences(
    clean: &Clean<'_>,
    pieces: &[Piece],
    out: &mut Vec<Sentence>,
    judge: &mut impl FnMut(usize, &[u32], bool) -> i32,
) {
    let mut paragraph = Paragraph::new(&clean.text, pieces);
    let mut seen = Vec::with_capacity(32);
    let mut scores: Vec<i32> = Vec::with_capacity(LONGEST);
    let mut first = 0;
    for k in 0..pieces.len() {
        let last = k + 1 == pieces.len();
        paragraph.pass(k);
        let score = if last {
            i32::MAX
        } else if !paragraph.may_end(k) {
            i32::MIN
        } else {
            seen.clear();
            paragraph.see(k, first, &mut seen);
            let unmarked = pieces[k].kind.is_word() && !paragraph.dotted(k) || pieces[k].kind == Kind::Comma;
            judge(clean.end(pieces[k].end), &seen, unmarked)
        };
        if score > 0 {
            out.push(sentence(clean, &pieces[first..=k]));
            first = k + 1;
            scores.clear();
            paragraph.ended(k);
            continue;
        }
        scores.push(score);
        if scores.len() >= LONGEST {
            let window = scores.len() - CUT_WINDOW;
            // The likeliest place; the last where all are alike, but never inside a surface token.
            let best = (window..scores.len()).max_by_key(|&n| (scores[n], n)).unwrap_or(k - first);
            let best = if pieces[first + best + 1].continues { k - first } else { best };
            out.push(sentence(clean, &pieces[first..=first + best]));
            first += best + 1;
            scores.drain(..=best);
        }
    }
}

fn sentence(clean: &Clean<'_>, pieces: &[Piece]) -> Sentence {
    let tokens: Vec<Token> = pieces
        .iter()
        .map(|p| Token {
            span: Span::new(clean.start(p.start), clean.end(p.end)),
            form: clean.text[p.start..p.end].into(),
            space_after: p.space_after,
            continues: p.continues,
            ..Token::default()
        })
        .collect();
    let span = match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.cover(last.span),
        _ => Span::default(),
    };
    Sentence { span, tokens, ..Sentence::default() }
}

#[cfg(test)]
mod tests;
