//! Made-up texts, and what must hold of any reading. Shared by the property test and the stress example.

use detente_text::{Document, Sentence, annotate, conllu, dates, split};
use jiff::civil::date;

/// Texts from a seed. Source of the generator: Vigna, splitmix64.
pub struct Source {
    state: u64,
}

/// Pieces that mean something to the splitter, the parser or the date reader.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    " ", " ", " ", " ", "\n", "\r\n", "\n\n", "\t", "\u{a0}", "\u{200b}", "\u{feff}", "\u{ad}", "\u{2028}", "\0", "\u{1b}",
    ".", ".", "...", "…", ",", ";", ":", "!", "?", "?!", "-", "--", "–", "—", "/", "'", "’", "‘", "\"", "“", "”", "(", ")",
    "[", "]", "$", "€", "%", "&", "#", "@", "*", "_", "&amp;", "&quot;", "&#8217;", "&#x201c;", "&amp;quot;", "&bogus;",
    "â€™", "Ã©", "â€œ", "Â", "\u{93}", "\u{fffd}", "\u{301}", "é", "Ж", "漢字", "👍🏽", "ﬁ", "İ", "ß", "\u{202e}",
    "the", "The", "President", "Putin", "said", "don't", "can’t", "cannot", "gonna", "Iran's", "workers'", "U.S.", "Mr.",
    "J.", "a.m.", "e-mail", "co-chair", "anti", "1,000", "3.5", "10:30", "2025-10-17", "10/17/2025", "F-16s", "http://a.b/c",
    "www.x.org.", "a@b.co", "x.pdf", "from", "to", "between", "and", "since", "until", "by", "in", "two", "weeks", "ago",
    "last", "next", "this", "Friday", "Mondays", "March", "May", "Oct.", "17", "17th", "of", "2015", "1990s", "'90s",
    "early", "mid-July", "the day before", "the eve of", "first", "half", "quarter", "century", "99999999999999999999",
    "Christmas", "year-end", "a few", "-old", "later", "every", "9/11", "0", "31", "Feb.", "29", "00/00/0000",
];

impl Source {
    pub fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x2545_f491_4f6c_dd1d) }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// Pieces of text, with or without spaces, or plain bytes read as UTF-8 with losses.
    pub fn text(&mut self) -> String {
        let len = self.below(60);
        match self.below(5) {
            0 => {
                let bytes: Vec<u8> = (0..len * 3).map(|_| self.next() as u8).collect();
                String::from_utf8_lossy(&bytes).into_owned()
            }
            1 => (0..len * 3).map(|_| (32 + self.below(95)) as u8 as char).collect(),
            2 => (0..len).map(|_| PIECES[self.below(PIECES.len())]).collect(),
            _ => (0..len).map(|_| PIECES[self.below(PIECES.len())]).collect::<Vec<_>>().join(" "),
        }
    }
}

/// Panics where something does not hold.
pub fn all(text: &str) {
    let mut sentences = split(text);
    spans(text, &sentences);
    annotate(&mut sentences);
    spans(text, &sentences);
    for s in &sentences {
        tree(s);
        let mut last = s.span.start;
        for d in dates(s, text, date(2025, 10, 17)) {
            assert!(s.span.contains(d.span) && d.span.start >= last, "{text:?}: {d:?}");
            assert!(d.start.is_none() || d.end.is_none() || d.start <= d.end, "{text:?}: {d:?}");
            last = d.span.end;
        }
    }
    let document = Document { id: None, text: text.to_owned(), sentences };
    let written = conllu::write(&document);
    let (again, findings) = conllu::read(&written);
    assert!(findings.is_empty(), "{text:?}: {findings:?}\n{written}");
    let (mut ours, mut theirs) = (0, 0);
    for s in &document.sentences {
        ours += s.tokens.len();
    }
    for s in again.iter().flat_map(|d| &d.sentences) {
        theirs += s.tokens.len();
    }
    assert_eq!(ours, theirs, "{text:?}\n{written}");
    let _ = conllu::read(text);
}

/// Spans lie in bounds, on characters, in order, and cover all but white space, control and invisible characters.
fn spans(text: &str, sentences: &[Sentence]) {
    let mut covered = vec![false; text.len()];
    let mut at = 0;
    for s in sentences {
        assert!(!s.tokens.is_empty(), "{text:?}: an empty sentence");
        assert!(s.span.start >= at, "{text:?}: sentences out of order");
        for t in &s.tokens {
            assert!(t.span.start >= at && t.span.end > t.span.start && t.span.end <= text.len(), "{text:?}: {t:?}");
            assert!(text.is_char_boundary(t.span.start) && text.is_char_boundary(t.span.end), "{text:?}: {t:?}");
            assert!(s.span.contains(t.span), "{text:?}: {t:?}");
            assert!(!t.form.is_empty() && !t.form.contains(char::is_whitespace), "{text:?}: {t:?}");
            covered[t.span.start..t.span.end].fill(true);
            at = t.span.end;
        }
        for n in &s.names {
            assert!(n.first < n.end && n.end <= s.tokens.len(), "{text:?}: {n:?}");
        }
    }
    for (k, c) in text.char_indices() {
        let blank = c.is_whitespace() || c.is_control() || is_invisible(c) || in_blank_reference(text, k);
        assert!(covered[k] || blank, "{text:?}: {c:?} at {k} under no token");
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether a character belongs to a misread or referred-to blank (`Â\u{a0}`, `&nbsp;`).
fn in_blank_reference(text: &str, at: usize) -> bool {
    let from = (at.saturating_sub(9)..=at).find(|&k| text.is_char_boundary(k) && text[k..].starts_with('&'));
    let reference = from.is_some_and(|k| text[k..].bytes().take(12).any(|b| b == b';'));
    let misread = text[at..]
        .chars()
        .take(4)
        .any(|c| ('\u{80}'..'\u{100}').contains(&c) || "€šœžŸ‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™›".contains(c));
    reference || misread
}

/// Every word leads to the one root.
fn tree(s: &Sentence) {
    assert_eq!(s.tokens.iter().filter(|t| t.head.is_none()).count(), 1, "one root: {s:?}");
    for k in 0..s.tokens.len() {
        let (mut at, mut steps) = (k, 0);
        while let Some(head) = s.tokens[at].head {
            assert!(head < s.tokens.len() && head != at, "{s:?}");
            at = head;
            steps += 1;
            assert!(steps <= s.tokens.len(), "a circle: {s:?}");
        }
    }
}
