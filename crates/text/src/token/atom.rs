//! The smallest pieces a word can be made of.

use super::{address, contraction};
use crate::linear::word_hash;

/// What an atom looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Lower,
    Title,
    Upper,
    Initial,
    Mixed,
    Number,
    Clitic,
    Address,
    Stop,
    Ellipsis,
    Comma,
    Colon,
    Semicolon,
    Mark,
    Hyphen,
    Dash,
    Slash,
    Apostrophe,
    Quote,
    OpenQuote,
    CloseQuote,
    Open,
    Close,
    Currency,
    Sign,
    Other,
}

impl Kind {
    pub fn is_letters(self) -> bool {
        matches!(self, Kind::Lower | Kind::Title | Kind::Upper | Kind::Initial | Kind::Mixed)
    }

    /// Letters, figures, or an address: what carries meaning alone.
    pub fn is_word(self) -> bool {
        self.is_letters() || matches!(self, Kind::Number | Kind::Address)
    }
}

/// A piece of a text: `start..end`, what it looks like and its hash.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Atom {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    pub hash: u32,
}

/// The longest piece in bytes: what is longer is no word of any language and is cut.
pub(crate) const LONGEST: usize = 1000;

/// So many marks in a row are a ruled line or an ornament, and one piece.
const RULE: usize = 40;

fn is_mark(c: char) -> bool {
    !is_letter(c) && !c.is_numeric()
}

/// The atoms of `text[start..end]`, which holds no white space, appended to `atoms`.
pub(crate) fn atoms(text: &str, start: usize, end: usize, atoms: &mut Vec<Atom>) {
    let chunk = &text[start..end];
    let (from, to) = address::find(chunk).unwrap_or((chunk.len(), chunk.len()));
    pieces(text, start, start + from, atoms);
    if from < to {
        push(text, start + from, start + to, Kind::Address, atoms);
        // What follows an address is punctuation or a few letters more.
        pieces(text, start + to, end, atoms);
    }
}

fn push(text: &str, start: usize, end: usize, kind: Kind, atoms: &mut Vec<Atom>) {
    let mut start = start;
    while end - start > LONGEST {
        let mut cut = start + LONGEST;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        atoms.push(Atom { start, end: cut, kind, hash: 0 });
        start = cut;
    }
    atoms.push(Atom { start, end, kind, hash: word_hash(&text[start..end]) });
}

fn pieces(text: &str, start: usize, end: usize, atoms: &mut Vec<Atom>) {
    let mut at = start;
    while at < end {
        let rest = &text[at..end];
        let Some(c) = rest.chars().next() else { break };
        let (len, kind) = if is_letter(c) {
            at = letters(text, at, end, atoms);
            continue;
        } else if c.is_numeric() {
            (number(rest), Kind::Number)
        } else if rest.chars().take(RULE).filter(|c| is_mark(*c)).count() == RULE {
            (rest.find(|c| !is_mark(c)).unwrap_or(rest.len()), Kind::Other)
        } else {
            mark(rest, c)
        };
        if let Some(clitic) =
            contraction::clitic(rest, atoms.last().is_some_and(|a| a.end == at && carries_clitic(a.kind)))
        {
            push(text, at, at + clitic, Kind::Clitic, atoms);
            at += clitic;
            continue;
        }
        push(text, at, at + len, kind, atoms);
        at += len;
    }
}

/// Whether `'s` can lean on it: `U.S.'s`, `(AP)'s`, `5%'s`.
fn carries_clitic(kind: Kind) -> bool {
    kind.is_word() || matches!(kind, Kind::Stop | Kind::Mark | Kind::Close | Kind::Sign)
}

/// A letter, or a mark that combines with one.
fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        || matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{64b}'..='\u{65f}')
}

/// A run of letters, cut where it is a contraction; where what comes after it starts.
fn letters(text: &str, start: usize, chunk_end: usize, atoms: &mut Vec<Atom>) -> usize {
    let rest = &text[start..chunk_end];
    let len = rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len());
    let end = start + len;
    let word = &rest[..len];
    let kind = shape(word);
    if let Some(after) = contraction::negation(&rest[len..]).filter(|_| len > 1 && word.ends_with(['n', 'N'])) {
        push(text, start, end - 1, kind, atoms);
        push(text, end - 1, end + after, Kind::Clitic, atoms);
        return end + after;
    }
    match contraction::cut(word) {
        Some(at) => {
            push(text, start, start + at, kind, atoms);
            push(text, start + at, end, Kind::Clitic, atoms);
        }
        None => push(text, start, end, kind, atoms),
    }
    end
}

pub(crate) fn shape(word: &str) -> Kind {
    let mut chars = word.chars();
    let first_upper = chars.next().is_some_and(char::is_uppercase);
    let (mut upper, mut lower, mut rest) = (false, false, false);
    for c in chars {
        rest = true;
        if c.is_uppercase() {
            upper = true;
        } else {
            lower = true;
        }
    }
    match (first_upper, upper, lower) {
        (true, false, false) if !rest => Kind::Initial,
        (true, true, false) => Kind::Upper,
        (true, false, _) => Kind::Title,
        (false, false, _) => Kind::Lower,
        _ => Kind::Mixed,
    }
}

/// The bytes of a number at the start of `rest`: figures with single `.` `,` `:` `/` between them.
fn number(rest: &str) -> usize {
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_numeric() {
            end = at + c.len_utf8();
        } else if !matches!(c, '.' | ',' | ':' | '/') || !chars.peek().is_some_and(|(_, n)| n.is_numeric()) {
            break;
        }
    }
    end
}

/// The bytes and the kind of the mark at the start of `rest`.
fn mark(rest: &str, c: char) -> (usize, Kind) {
    let run = || rest.find(|d| d != c).unwrap_or(rest.len());
    let one = c.len_utf8();
    match c {
        '.' => match run() {
            1 => (1, Kind::Stop),
            many => (many, Kind::Ellipsis),
        },
        '…' => (run(), Kind::Ellipsis),
        ',' | '،' | '、' => (one, Kind::Comma),
        ':' => (one, Kind::Colon),
        ';' => (one, Kind::Semicolon),
        '!' | '?' => (rest.find(|d| !matches!(d, '!' | '?')).unwrap_or(rest.len()), Kind::Mark),
        '。' | '؟' | '‽' => (one, Kind::Mark),
        '-' => match run() {
            1 => (1, Kind::Hyphen),
            many => (many, Kind::Dash),
        },
        '\u{2010}' | '\u{2011}' => (one, Kind::Hyphen),
        '–' | '—' | '―' | '−' | '\u{2012}' => (run(), Kind::Dash),
        '/' | '\\' => (run(), Kind::Slash),
        '\'' | '’' | '`' | '´' => match run() {
            many if many == 2 * one => (many, if c == '`' { Kind::OpenQuote } else { Kind::CloseQuote }),
            _ => (one, Kind::Apostrophe),
        },
        '"' => (one, Kind::Quote),
        '“' | '„' | '‘' | '‚' | '«' | '‹' => (one, Kind::OpenQuote),
        '”' | '»' | '›' => (one, Kind::CloseQuote),
        '(' | '[' | '{' => (one, Kind::Open),
        ')' | ']' | '}' => (one, Kind::Close),
        '$' | '€' | '£' | '¥' | '₽' | '₴' | '₹' | '₪' | '₺' | '₩' | '¢' => (one, Kind::Currency),
        '%' | '&' | '#' | '@' | '+' | '°' | '§' => (one, Kind::Sign),
        '*' | '=' | '_' | '~' | '<' | '>' | '|' => (run(), Kind::Other),
        _ => (one, Kind::Other),
    }
}
