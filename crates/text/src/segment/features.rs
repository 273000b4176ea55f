//! What is seen between two words where a sentence may end.

use crate::linear::feature;
use crate::token::{Kind, Piece, begins_name, is_abbreviation, is_title};

/// The words of a paragraph and what has been passed on the way through them.
pub(super) struct Paragraph<'a> {
    text: &'a str,
    pieces: &'a [Piece],
    /// Closing marks (`.` `!` `?` …) from each place on, up to 3.
    ahead: Vec<u8>,
    /// Tenths of the words that begin with a capital letter.
    capitals: u32,
    quote: bool,
    depth: u32,
}

fn is_final(kind: Kind) -> bool {
    matches!(kind, Kind::Stop | Kind::Ellipsis | Kind::Mark)
}

/// A count in steps that grow.
fn step(n: usize) -> u32 {
    match n {
        0..=3 => n as u32,
        4..=5 => 4,
        6..=9 => 5,
        10..=19 => 6,
        20..=39 => 7,
        _ => 8,
    }
}

impl<'a> Paragraph<'a> {
    pub fn new(text: &'a str, pieces: &'a [Piece]) -> Self {
        let mut ahead = vec![0; pieces.len() + 1];
        for k in (0..pieces.len()).rev() {
            ahead[k] = (ahead[k + 1] + u8::from(is_final(pieces[k].kind))).min(3);
        }
        let words = pieces.iter().filter(|p| p.kind.is_letters()).count();
        let capitals = pieces.iter().filter(|p| p.kind.is_letters() && p.kind != Kind::Lower).count();
        Self { text, pieces, ahead, capitals: (capitals * 10 / words.max(1)) as u32, quote: false, depth: 0 }
    }

    /// Takes note of word `k`.
    pub fn pass(&mut self, k: usize) {
        match self.pieces[k].kind {
            Kind::Quote => self.quote = !self.quote,
            Kind::OpenQuote => self.quote = true,
            Kind::CloseQuote => self.quote = false,
            Kind::Open => self.depth = (self.depth + 1).min(3),
            Kind::Close => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// A sentence ended after word `k`.
    pub fn ended(&mut self, _k: usize) {
        self.depth = 0;
    }

    /// Whether it makes sense to ask whether a sentence ends after word `k`, which is not the last.
    pub fn may_end(&self, k: usize) -> bool {
        let (left, right) = (&self.pieces[k], &self.pieces[k + 1]);
        if right.continues {
            return false;
        }
        let dotted = self.dotted(k);
        if dotted && begins_name(&self.text[right.start..right.end], right.kind) {
            let word = &self.text[left.start..left.end - 1];
            let initial = word.len() == 1 && word != "I" && k > 0 && self.pieces[k - 1].kind == Kind::Title;
            if is_title(word) || initial {
                return false;
            }
        }
        if !left.space_after
            && (matches!(right.kind, Kind::Comma | Kind::Stop | Kind::Mark | Kind::Colon | Kind::Semicolon)
                || matches!(right.kind, Kind::CloseQuote | Kind::Close | Kind::Hyphen))
        {
            return false;
        }
        if matches!(left.kind, Kind::Open | Kind::OpenQuote | Kind::Currency) {
            return false;
        }
        // A dateline: `KYIV, Ukraine (Reuters) -`.
        let dateline = k < 16 && self.pieces[0].kind == Kind::Upper && self.pieces[0].end - self.pieces[0].start > 2;
        if dateline && matches!(left.kind, Kind::Dash | Kind::Hyphen) && self.ahead[0] == self.ahead[k] {
            return false;
        }
        // "the Workers' Party": what is theirs follows
        if left.continues && matches!(&self.text[left.start..left.end], "'" | "’") {
            return false;
        }
        let plain = left.kind.is_word() || matches!(left.kind, Kind::Comma | Kind::Clitic);
        !plain || dotted || !matches!(right.kind, Kind::Lower | Kind::Stop | Kind::Comma)
    }

    /// Whether word `k` has a full stop of its own: `Mr.`, `U.S.`
    pub fn dotted(&self, k: usize) -> bool {
        let piece = &self.pieces[k];
        piece.end - piece.start > 1 && piece.kind != Kind::Ellipsis && self.text[..piece.end].ends_with('.')
    }

    fn kind(&self, k: usize) -> u32 {
        self.pieces.get(k).map_or(99, |p| p.kind as u32)
    }

    fn hash(&self, k: usize) -> u32 {
        self.pieces.get(k).map_or(0, |p| p.hash)
    }

    /// Appends the features of the place after word `k` of a sentence that began at word `first`.
    pub fn see(&self, k: usize, first: usize, out: &mut Vec<u32>) {
        let r = k + 1;
        let back = |n: usize| k.checked_sub(n).filter(|b| *b + 1 > first).unwrap_or(usize::MAX);
        let (ll, lll) = (back(1), back(2));
        let left = &self.pieces[k];
        let space = u32::from(left.space_after);
        let word = &self.text[left.start..left.end];
        let dotted = u32::from(word.len() > 1 && word.ends_with('.'));
        let titled = u32::from(dotted == 1 && is_abbreviation(&word[..word.len() - 1]));
        let pair = (self.kind(k) * 100 + self.kind(r)) * 8 + space * 4 + dotted * 2 + titled;
        let since = step(r - first);
        let left_over = step(self.pieces.len() - r);
        let ahead = u32::from(self.ahead[r]);
        let state = u32::from(self.quote) * 4 + self.depth;
        let four = |a: usize, b: usize| self.kind(a) * 100 + self.kind(b);
        let mut add = |t: u32, a: u32, b: u32, c: u32| out.push(feature(t, a, b, c));
        add(31, 0, 0, 0);
        add(32, pair, 0, 0);
        add(33, self.hash(k), self.kind(r), space);
        add(34, self.kind(k), self.hash(r), space);
        add(35, self.hash(k), self.hash(r), 0);
        add(36, pair, four(ll, r + 1), 0);
        add(37, self.hash(ll), self.hash(k), self.kind(r));
        add(38, self.hash(r), self.kind(r + 1), self.kind(k));
        add(39, self.hash(r), self.hash(r + 1), self.kind(k));
        add(40, pair, state, 0);
        add(41, pair, since, 0);
        add(42, pair, left_over, 0);
        add(43, pair, ahead, u32::from(self.ahead[first]));
        add(44, since, left_over, ahead * 100 + self.kind(k));
        add(45, pair, self.kind(ll), 0);
        add(46, pair, self.kind(r + 1), 0);
        add(47, pair, four(lll, ll), 0);
        add(48, pair, four(r + 1, r + 2), 0);
        add(49, pair, self.capitals, 0);
        add(50, pair, self.capitals, ahead * 10 + since);
        add(51, self.hash(r), pair, 0);
        add(52, self.hash(ll), pair, 0);
        add(53, self.hash(first), pair, since);
        add(54, state, self.hash(r), pair);
        add(55, pair, u32::from(ll == usize::MAX), self.hash(r));
    }
}
