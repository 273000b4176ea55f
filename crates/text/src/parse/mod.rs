//! Tags, trees and names.

mod matrix;
mod net;
mod tree;
mod weights;
mod words;

#[doc(hidden)]
pub mod train {
    //! What the program that trains the parser shares with it.
    pub use super::net::place;
    pub use super::words::{Features, Lookup, key, texts};
}

use crate::{Name, NameKind, Sentence, Token, Upos};
use compact_str::CompactString;
use net::{Net, Room};
use std::ops::Range;
use std::sync::OnceLock;

/// Fills in parts of speech, features, trees and names.
#[derive(Debug)]
pub struct Parser {
    tags: Vec<(Upos, CompactString, CompactString)>,
    labels: Vec<CompactString>,
    net: Net<'static>,
}

/// Longest stretch parsed as one tree; what is longer is parsed in pieces, so that the work grows with the length only.
const LONGEST: usize = 240;
/// So many words go through the network together.
const TOGETHER: usize = 192;

static WEIGHTS: &[u8] = include_bytes!("../../weights/english.bin");

impl Parser {
    /// The parser that the crate carries.
    #[must_use]
    pub fn embedded() -> &'static Parser {
        static PARSER: OnceLock<Parser> = OnceLock::new();
        PARSER.get_or_init(|| Self::read(WEIGHTS).expect("the embedded weights are whole"))
    }

    /// A parser from a weights file; `None` where the file is not one.
    #[doc(hidden)]
    #[must_use]
    pub fn read(file: &'static [u8]) -> Option<Self> {
        weights::read(file)
    }

    /// Fills in a sentence's tags, features, tree and names.
    pub fn annotate(&self, sentence: &mut Sentence) {
        self.annotate_all(std::slice::from_mut(sentence));
    }

    /// Fills in the tags, features, trees and names of several sentences: faster than one by one.
    pub fn annotate_all(&self, sentences: &mut [Sentence]) {
        let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
        for (k, s) in sentences.iter_mut().enumerate() {
            s.names.clear();
            pieces.extend(cut(&s.tokens).into_iter().map(|r| (k, r)));
        }
        let mut work = Work::default();
        let mut rest = pieces.as_slice();
        while !rest.is_empty() {
            let mut count = 0;
            let mut words = 0;
            while count < rest.len() && (count == 0 || words + rest[count].1.len() <= TOGETHER) {
                words += rest[count].1.len();
                count += 1;
            }
            let (now, later) = rest.split_at(count);
            self.some(sentences, now, &mut work);
            rest = later;
        }
    }

    /// Parses some pieces of sentences together.
    fn some(&self, sentences: &mut [Sentence], pieces: &[(usize, Range<usize>)], work: &mut Work) {
        let lengths: Vec<usize> = pieces.iter().map(|(_, r)| r.len()).collect();
        let forms = pieces.iter().flat_map(|(k, r)| sentences[*k].tokens[r.clone()].iter().map(|t| t.form.as_str()));
        self.net.read(forms, &lengths, &mut work.room);
        work.pairs.clear();
        work.heads.clear();
        let mut at = 0;
        for &n in &lengths {
            self.net.arcs(work.room.said(), at, n, &mut work.arcs);
            for (i, head) in tree::best(&work.arcs, n).into_iter().enumerate() {
                work.heads.push(head);
                work.pairs.push((at + i, if head == 0 { at + i } else { at + head - 1 }));
            }
            at += n;
        }
        self.net.labels(&work.pairs, &mut work.room, &mut work.labels);
        let said = work.room.said();
        let (tags, names) = (self.tags.len(), NAMES);
        let mut at = 0;
        for (k, range) in pieces {
            let sentence = &mut sentences[*k];
            // A piece after the first hangs from the first one's root.
            let root = sentence.tokens[..range.start].iter().position(|t| t.head.is_none());
            for (i, token) in sentence.tokens[range.clone()].iter_mut().enumerate() {
                let (upos, xpos, feats) = &self.tags[top(&said.tags[(at + i) * tags..(at + i + 1) * tags])];
                token.upos = *upos;
                token.xpos = xpos.clone();
                token.feats = feats.clone();
                match (work.heads[at + i], root) {
                    (0, None) => (token.head, token.deprel) = (None, CompactString::const_new("root")),
                    (0, root) => (token.head, token.deprel) = (root, CompactString::const_new("parataxis")),
                    (head, _) => {
                        token.head = Some(range.start + head - 1);
                        token.deprel = self.labels[work.labels[at + i]].clone();
                    }
                }
            }
            let tag = |i: usize| top(&said.names[(at + i) * names..(at + i + 1) * names]);
            collect_names((0..range.len()).map(tag), range.start, &mut sentence.names);
            at += range.len();
        }
    }
}

/// The name tags: outside, then beginning and continuation of person, place, organisation.
const NAMES: usize = 7;

#[derive(Debug, Default)]
struct Work {
    room: Room,
    arcs: Vec<f32>,
    heads: Vec<usize>,
    pairs: Vec<(usize, usize)>,
    labels: Vec<usize>,
}

fn top(row: &[f32]) -> usize {
    let best = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    row.iter().position(|v| *v == best).unwrap_or(0)
}

/// Name spans of a run of name tags. A continuation without its beginning begins a name.
fn collect_names(tags: impl Iterator<Item = usize>, first: usize, out: &mut Vec<Name>) {
    let mut open: Option<Name> = None;
    let mut end = first;
    for tag in tags {
        let kind = match tag {
            0 => None,
            1 | 2 => Some(NameKind::Person),
            3 | 4 => Some(NameKind::Place),
            _ => Some(NameKind::Organisation),
        };
        let goes_on = tag > 0 && tag % 2 == 0 && open.is_some_and(|o| Some(o.kind) == kind);
        if !goes_on {
            out.extend(open.take().map(|o| Name { end, ..o }));
            open = kind.map(|kind| Name { first: end, end, kind });
        }
        end += 1;
    }
    out.extend(open.map(|o| Name { end, ..o }));
}

/// A sentence's pieces: all of it, or where it is too long, stretches that end after punctuation where they can.
fn cut(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut first = 0;
    while tokens.len() - first > LONGEST {
        let stop = |t: &Token| matches!(t.form.as_str(), "." | "!" | "?" | ";" | ":" | "," | "–" | "—");
        let window = &tokens[first + LONGEST / 2..first + LONGEST];
        let end = first + window.iter().rposition(stop).map_or(LONGEST, |k| LONGEST / 2 + k + 1);
        out.push(first..end);
        first = end;
    }
    if first < tokens.len() {
        out.push(first..tokens.len());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(text: &str) -> Sentence {
        let tokens = text.split(' ').map(|w| Token { form: w.into(), ..Token::default() }).collect();
        Sentence { tokens, ..Sentence::default() }
    }

    fn is_tree(s: &Sentence) -> bool {
        let roots = s.tokens.iter().filter(|t| t.head.is_none() && t.deprel == "root").count();
        let reaches = |mut k: usize| {
            for _ in 0..=s.tokens.len() {
                match s.tokens[k].head {
                    Some(h) => k = h,
                    None => return true,
                }
            }
            false
        };
        roots == 1
            && s.tokens.iter().all(|t| (t.head.is_none()) == (t.deprel == "root"))
            && (0..s.tokens.len()).all(reaches)
    }

    #[test]
    fn a_plain_sentence() {
        let mut s = sentence("The minister met Turkish officials in Ankara on Monday .");
        Parser::embedded().annotate(&mut s);
        let heads: Vec<Option<usize>> = s.tokens.iter().map(|t| t.head).collect();
        assert_eq!(heads, [Some(1), Some(2), None, Some(4), Some(2), Some(6), Some(2), Some(8), Some(2), Some(2)]);
        assert_eq!(s.tokens[2].upos, Upos::Verb);
        assert_eq!(s.tokens[2].feat("Tense"), Some("Past"));
        assert_eq!(s.tokens[1].deprel, "nsubj");
        assert_eq!(s.names, [Name { first: 6, end: 7, kind: NameKind::Place }]);
    }

    #[test]
    fn the_company_does_not_matter() {
        let texts = ["He left .", "", "Paris", "The talks , which were held in secret , failed ."];
        let mut together: Vec<Sentence> = texts.iter().map(|t| sentence(t)).collect();
        Parser::embedded().annotate_all(&mut together);
        for (text, s) in texts.iter().zip(&together) {
            let mut alone = sentence(text);
            Parser::embedded().annotate(&mut alone);
            assert_eq!(&alone, s);
        }
    }

    #[test]
    fn any_length_is_one_tree() {
        let parser = Parser::embedded();
        parser.annotate(&mut Sentence::default());
        for n in [1, 2, 3, 239, 240, 241, 700, 3000] {
            let mut s = sentence(&vec!["( of , Bush said"; n].join(" "));
            s.tokens.truncate(n);
            parser.annotate(&mut s);
            assert!(is_tree(&s), "{n}");
        }
    }
}
