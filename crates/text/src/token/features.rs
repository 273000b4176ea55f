//! What is seen at a place inside a chunk where a word may end.

use super::{Atom, Kind};
use crate::linear::{feature, word_hash};

/// Prefixes that stay with their word across a hyphen (`anti-tank`, `co-chair`), where other hyphens are words.
///
/// Source: Universal Dependencies for English, tokenisation; the treebanks' train parts.
#[rustfmt::skip]
const PREFIXES: &[&str] = &[
    "a", "anti", "arch", "bi", "co", "counter", "cross", "de", "dis", "e", "ex", "extra", "hyper", "infra", "inter",
    "intra", "mega", "micro", "mid", "mini", "mis", "multi", "neo", "non", "over", "pan", "para", "post", "pre", "pro",
    "proto", "pseudo", "psycho", "re", "semi", "socio", "sub", "super", "supra", "trans", "tri", "ultra", "un",
    "under", "uni",
];

/// Abbreviations that keep their full stop. Source: the treebanks' train parts and news style guides' lists of titles,
/// months, states and company forms.
#[rustfmt::skip]
const ABBREVIATIONS: &[&str] = &[
    "adm", "apr", "ariz", "ark", "assn", "asst", "aug", "ave", "bldg", "blvd", "brig", "bros", "calif", "capt", "cf",
    "cmdr", "co", "col", "colo", "comdr", "conn", "corp", "cpl", "dec", "dept", "dist", "dr", "esp", "esq", "est",
    "etc", "feb", "fla", "fr", "ft", "ga", "gen", "gov", "hon", "ill", "inc", "ind", "jan", "jr", "jul", "jun", "kan",
    "ky", "la", "lt", "ltd", "maj", "mar", "mass", "md", "messrs", "mich", "minn", "mo", "mr", "mrs", "ms", "mt",
    "nev", "no", "nos", "nov", "oct", "okla", "ore", "pa", "pfc", "ph", "pp", "prof", "pvt", "rd", "rep", "reps",
    "ret", "rev", "sen", "sens", "sept", "sep", "sgt", "sr", "st", "supt", "tenn", "tex", "univ", "va", "viz", "vol",
    "vs", "vt", "wash", "wis", "wyo", "approx", "ca", "ed", "eds", "fig", "gens", "govs", "hq", "mfg", "op", "para",
    "pct", "pres", "secy", "sq", "tel", "transl", "ave",
];

/// Whether the word (without its full stop) is abbreviated so.
pub(crate) fn is_abbreviation(word: &str) -> bool {
    word.len() <= 6 && ABBREVIATIONS.iter().any(|a| a.eq_ignore_ascii_case(word))
}

/// Titles that a name follows, never a new sentence.
#[rustfmt::skip]
const TITLES: &[&str] = &[
    "adm", "amb", "atty", "brig", "capt", "cmdr", "col", "cpl", "det", "dr", "fr", "gen", "gens", "gov", "govs", "hon",
    "insp", "lt", "maj", "messrs", "mr", "mrs", "ms", "mt", "pres", "prof", "rep", "reps", "rev", "sen", "sens", "sgt",
    "st", "supt", "v", "vs",
];

/// Whether the word (without its full stop) is a title or stands like one before a name.
pub(crate) fn is_title(word: &str) -> bool {
    word.len() <= 6 && TITLES.iter().any(|t| t.eq_ignore_ascii_case(word))
}

/// Words that often begin a sentence and are no part of a name. Source: the most frequent first words of the treebanks'
/// sentences.
#[rustfmt::skip]
const STARTERS: &[&str] = &[
    "A", "After", "All", "Also", "Although", "An", "And", "Another", "As", "At", "Because", "Before", "Both", "But", "By",
    "Can", "Did", "Do", "During", "Each", "Even", "For", "From", "Had", "Has", "Have", "He", "Her", "Here", "His", "How",
    "However", "I", "If", "In", "Is", "It", "Its", "Last", "Many", "Meanwhile", "More", "Most", "My", "No", "Not", "Now",
    "On", "Once", "One", "Other", "Our", "Several", "She", "Since", "So", "Some", "Such", "That", "The", "Their", "Then",
    "There", "These", "They", "This", "Those", "To", "Two", "Under", "Until", "We", "Were", "What", "When", "Where",
    "While", "Who", "Why", "Will", "With", "Yet", "You", "Your",
];

/// Whether a word can be the next part of a name.
pub(crate) fn begins_name(word: &str, kind: Kind) -> bool {
    matches!(kind, Kind::Title | Kind::Initial | Kind::Mixed) && STARTERS.binary_search(&word).is_err()
}

/// The atoms between two stretches of white space.
pub(crate) struct Chunk<'a> {
    pub text: &'a str,
    pub atoms: &'a [Atom],
    /// The first atom after the white space.
    pub next: Option<Atom>,
}

impl Chunk<'_> {
    fn word(&self, k: usize) -> &str {
        &self.text[self.atoms[k].start..self.atoms[k].end]
    }

    fn kind(&self, k: usize) -> u32 {
        self.atoms.get(k).map_or(99, |a| a.kind as u32)
    }

    fn hash(&self, k: usize) -> u32 {
        self.atoms.get(k).map_or(0, |a| a.hash)
    }

    /// Places where there is nothing to decide: at most a closing mark after a plain word.
    pub fn sure(&self, k: usize) -> Option<bool> {
        let (left, right) = (&self.atoms[k - 1], &self.atoms[k]);
        if left.end - left.start > 100 || right.end - right.start > 100 {
            return Some(true);
        }
        let last = k + 1 == self.atoms.len();
        match (left.kind, right.kind) {
            (Kind::Lower | Kind::Title | Kind::Upper, Kind::Clitic) => Some(true),
            // `1990s`, `F-16s`, `G7`, `B52`
            (Kind::Number, Kind::Lower) if self.word(k) == "s" => Some(false),
            (Kind::Initial | Kind::Upper | Kind::Mixed, Kind::Number) if k == 1 => Some(false),
            // `Vladimir V. Putin`, `Jones v. Smith`; a lone letter at a paragraph's end (`on X.`) keeps no full stop.
            (Kind::Initial | Kind::Lower, Kind::Stop) if last && k == 1 && left.end - left.start == 1 => {
                match self.next {
                    Some(next) if self.begins_name(&next) => Some(false),
                    None if self.word(0) != "v" => Some(true),
                    _ => None,
                }
            }
            (Kind::Lower | Kind::Title, Kind::Comma | Kind::Semicolon | Kind::CloseQuote) if last => Some(true),
            (Kind::OpenQuote, _) | (_, Kind::CloseQuote) => Some(true),
            (Kind::Open, Kind::Open) | (Kind::Close, Kind::Close) | (Kind::Comma, Kind::Quote) => Some(true),
            _ => None,
        }
    }

    fn begins_name(&self, atom: &Atom) -> bool {
        begins_name(&self.text[atom.start..atom.end], atom.kind) && !matches!(self.word(0), "I" | "a" | "i")
    }

    /// What the rules say: whether a word ends before atom `k`.
    pub fn opinion(&self, k: usize) -> bool {
        let (left, right) = (self.atoms[k - 1].kind, self.atoms[k].kind);
        let after = self.atoms.get(k + 1).map(|a| a.kind);
        let lettered = |k: Kind| k.is_letters() || k == Kind::Number;
        match (left, right) {
            (_, Kind::Clitic) => true,
            (a, b) if lettered(a) && lettered(b) => false,
            // Abbreviations and initials: `U.S.`, `Mr.`, `J.`
            (a, Kind::Stop) if a.is_letters() => {
                let dotted = k >= 2 && self.atoms[k - 2].kind == Kind::Stop;
                let inner = after.is_some_and(Kind::is_letters);
                let initial = a == Kind::Initial || self.word(k - 1).len() == 1;
                !(is_abbreviation(self.word(k - 1)) || (initial && (dotted || inner || a == Kind::Initial)))
            }
            (Kind::Stop, b) if b.is_letters() => {
                let initial = self.atoms[k].end - self.atoms[k].start == 1;
                !(initial && k >= 2 && self.atoms[k - 2].kind.is_letters())
            }
            (a, Kind::Hyphen) if lettered(a) => {
                let figures = a == Kind::Number && after == Some(Kind::Number);
                let prefix = k == 1 && PREFIXES.iter().any(|p| p.eq_ignore_ascii_case(self.word(k - 1)));
                !((prefix && after.is_some_and(lettered)) || (figures && self.long_number(k)))
            }
            (Kind::Hyphen, b) if lettered(b) && k >= 2 => {
                let before = self.atoms[k - 2].kind;
                let figures = before == Kind::Number && b == Kind::Number;
                let prefix = k == 2 && PREFIXES.iter().any(|p| p.eq_ignore_ascii_case(self.word(0)));
                !((prefix && lettered(before)) || (figures && self.long_number(k - 1)))
            }
            // `O'Brien`, `Sana'a`
            (a, Kind::Apostrophe) if a.is_letters() => !after.is_some_and(Kind::is_letters),
            (Kind::Apostrophe, b) if b.is_letters() => k < 2 || !self.atoms[k - 2].kind.is_letters(),
            (Kind::Hyphen | Kind::Sign, Kind::Number) if k == 1 => left == Kind::Sign,
            _ => true,
        }
    }

    /// Whether figures around the hyphen at `k` are a telephone number or a date rather than a span.
    fn long_number(&self, k: usize) -> bool {
        let len = |k: usize| self.atoms.get(k).map_or(0, |a| a.end - a.start);
        let more = self.kind(k + 2) == Kind::Hyphen as u32 || (k >= 2 && self.kind(k - 2) == Kind::Hyphen as u32);
        more || (len(k - 1) == 3 && len(k + 1) == 4)
    }

    /// The kind of the word made of atoms `first..end`.
    pub fn joined(&self, first: usize, end: usize) -> Kind {
        let kinds = || self.atoms[first..end].iter().map(|a| a.kind);
        if kinds().any(|k| k == Kind::Address) {
            Kind::Address
        } else if kinds().all(|k| matches!(k, Kind::Initial | Kind::Stop)) {
            Kind::Upper
        } else if let Some(letters) = kinds().find(|k| k.is_letters()) {
            if kinds().any(|k| k == Kind::Number) { Kind::Mixed } else { letters }
        } else if kinds().any(|k| k == Kind::Number) {
            Kind::Number
        } else {
            Kind::Other
        }
    }

    /// Appends the features of the place before atom `k`.
    pub fn see(&self, k: usize, opinion: bool, out: &mut Vec<u32>) {
        let (l, r) = (k - 1, k);
        let ll = k.checked_sub(2).unwrap_or(usize::MAX);
        let o = u32::from(opinion);
        let kinds = |a: usize, b: usize| self.kind(a) * 100 + self.kind(b);
        let next = self.next.map_or(98, |n| n.kind as u32);
        let place = u32::from(k == 1) + 2 * u32::from(k + 1 == self.atoms.len());
        let edge = place * 100 + next;
        let mut add = |t: u32, a: u32, b: u32, c: u32| out.push(feature(t, a, b, c));
        add(1, 0, 0, 0);
        add(2, o, 0, 0);
        add(3, o, kinds(l, r), 0);
        add(4, kinds(l, r), self.kind(ll), self.kind(r + 1));
        add(5, self.hash(l), self.kind(r), 0);
        add(6, self.kind(l), self.hash(r), 0);
        add(7, self.hash(l), self.hash(r), 0);
        add(8, self.hash(ll), self.hash(l), self.kind(r));
        add(9, self.kind(l), self.hash(r), self.hash(r + 1));
        add(10, kinds(l, r), edge, o);
        add(11, self.hash(l), self.kind(r), edge);
        add(12, kinds(l, r), self.hash(r + 1), 0);
        add(13, kinds(l, r), self.hash(ll), 0);
        add(14, self.hash(ll), self.hash(r), kinds(l, r));
        add(15, self.hash(l), self.hash(r + 1), kinds(l, r));
        add(16, kinds(l, r), self.atoms.len().min(6) as u32, self.length(l) * 8 + self.length(r));
        if self.atoms.len() <= 12 {
            let (first, last) = (self.atoms[0].start, self.atoms[self.atoms.len() - 1].end);
            let cut = self.atoms[r].start;
            add(17, word_hash(&self.text[first..cut]), word_hash(&self.text[cut..last]), 0);
            add(18, word_hash(&self.text[first..cut]), self.kind(r), 0);
            add(19, word_hash(&self.text[cut..last]), self.kind(l), 0);
        }
    }

    fn length(&self, k: usize) -> u32 {
        self.atoms.get(k).map_or(0, |a| (a.end - a.start).min(7) as u32)
    }
}
