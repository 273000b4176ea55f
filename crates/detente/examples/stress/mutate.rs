//! Documents made of articles and of nothing: from a seed, in four shapes.

use std::path::Path;

/// How a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Page,
    Lines,
    Trees,
    Dictionary,
}

impl Kind {
    pub fn name(self) -> &'static str {
        ["text", "page", "lines", "trees", "dictionary"][self as usize]
    }

    pub fn extension(self) -> &'static str {
        ["txt", "html", "jsonl", "conllu", "actors"][self as usize]
    }
}

/// Choices from a seed. Source of the generator: Vigna, splitmix64.
pub struct Source {
    state: u64,
}

impl Source {
    pub fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x2545_f491_4f6c_dd1d) }
    }

    pub fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap_or(0)
    }

    fn one<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// Mostly small, at times large.
    fn size(&mut self, most: usize) -> usize {
        let bits = self.below(most.ilog2() as usize + 1);
        self.below(1 << bits) + 1
    }
}

/// Beyond this many bytes a document is cut.
pub const LARGEST: usize = 100_000;

/// What is put in: characters that change direction, join, vanish or cannot be seen; quotes, references, numbers.
#[rustfmt::skip]
const ODD: &[&str] = &[
    "\0", "\u{1}", "\u{7f}", "\u{85}", "\u{a0}", "\u{ad}", "\u{200b}", "\u{200d}", "\u{200e}", "\u{200f}", "\u{202a}", "\u{202e}",
    "\u{2028}", "\u{2066}", "\u{2069}", "\u{feff}", "\u{fffd}", "\u{fffe}", "\u{10ffff}", "\u{e000}", "\u{301}", "\u{301}\u{302}\u{303}",
    "\u{20dd}", "\u{fe0f}", "👩‍👩‍👧‍👦", "👍🏽", "🇺🇸", "é", "ß", "İ", "ı", "ǅ", "ﬁ", "Ω", "سوريا", "ישראל", "漢字", "조선", "हिन्दी", "𝔘𝔫𝔦𝔱𝔢𝔡",
    "\r", "\r\n", "\n\n\n", "\t", "(", ")", "[", "]", "{", "}", "<", ">", "<b>", "</p>", "<!--", "-->", "&amp;", "&#0;", "&#x110000;", "&nbsp;",
    "\"", "'", "“", "”", "’", "’s", "'s", "s'", "—", "--", "…", "...", ".", ",", ";", ":", "!", "?", "\\", "\\u0000", "\\ud800", "$", "%", "#", "@",
    "0", "-1", "1e999", "99999999999999999999", "31 February", "29 Feb. 2023", "9999-12-31", "0000-00-00", "since 0 AD", "in 32767", "Q9",
    "1,000,000,000,000", "U.S.", "U.S", "a.m.", "http://a.b/c?d=e", "x@y.z", "don't", "cannot", "Ł", "â€™", "Ã©",
];

/// Words that begin events, so that mutants hold many.
#[rustfmt::skip]
const POLITICAL: &[&str] = &[
    "Russia", "the United States", "Kyiv", "Hamas", "the U.N.", "he", "they", "their", "the two countries", "both sides", "whose", "which",
    "the group", "President", "minister", "rebels", "attacked", "met", "will meet", "threatened to", "refused to", "said that", "if", "unless",
    "talks", "the meeting", "strikes", "sanctions", "on Friday", "last August", "two days later", "with", "between", "of", "and", "or", "not", "to",
    "must", "may", "would", "had been", "a", "the", "its", "in Geneva", "from", "against",
];

/// The articles and sentences that mutants are made of.
pub fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for (folder, extension) in [("examples", "txt"), ("tests/coding", "md")] {
        let inside = std::fs::read_dir(root.join(folder)).map(|d| d.filter_map(Result::ok).map(|e| e.path()).collect());
        files.extend(
            inside
                .unwrap_or_else(|_| Vec::new())
                .into_iter()
                .filter(|p: &std::path::PathBuf| p.extension().is_some_and(|e| e == extension)),
        );
    }
    files.sort();
    let mut out: Vec<String> = files.iter().filter_map(|p| std::fs::read_to_string(p).ok()).collect();
    out.push("Russia attacked Ukraine.".to_owned());
    out
}

/// The next document.
pub fn document(corpus: &[String], s: &mut Source) -> (Kind, Vec<u8>) {
    let kind = match s.below(20) {
        0..=9 => Kind::Text,
        10..=12 => Kind::Page,
        13..=15 => Kind::Lines,
        16..=18 => Kind::Trees,
        _ => Kind::Dictionary,
    };
    let mut data = match s.below(8) {
        0 => bytes(s),
        1 => pieces(s).into_bytes(),
        _ => {
            let text = mutant(corpus, s);
            match kind {
                Kind::Text => text.into_bytes(),
                Kind::Page => page(&text, s).into_bytes(),
                Kind::Lines => lines(&text, s).into_bytes(),
                Kind::Trees => trees(&text).into_bytes(),
                Kind::Dictionary => dictionary(&text, s).into_bytes(),
            }
        }
    };
    // the shape itself is broken at times
    for _ in 0..s.below(4) * s.below(3) {
        garble(&mut data, s);
    }
    data.truncate(LARGEST);
    (kind, data)
}

fn bytes(s: &mut Source) -> Vec<u8> {
    let n = s.size(20_000);
    let printable = s.below(2) == 0;
    (0..n)
        .map(|_| {
            let b = u8::try_from(s.next() & 0xff).unwrap_or(0);
            if printable { 32 + b % 95 } else { b }
        })
        .collect()
}

/// Pieces without an article.
fn pieces(s: &mut Source) -> String {
    let mut out = String::new();
    for _ in 0..s.size(4_000) {
        out.push_str(if s.below(3) == 0 { s.one(ODD) } else { s.one(POLITICAL) });
        if s.below(5) > 0 {
            out.push(' ');
        }
    }
    out
}

/// An article that something happened to.
fn mutant(corpus: &[String], s: &mut Source) -> String {
    let mut text = corpus[s.below(corpus.len())].clone();
    if text.len() > 3_000 && s.below(4) > 0 {
        let (a, b) = range(&text, s, 2_000);
        text = text[a..b].to_owned();
    }
    for _ in 0..s.size(40) {
        mutate(&mut text, corpus, s);
        if text.len() > LARGEST {
            text.truncate(text.floor_char_boundary(LARGEST));
        }
    }
    text
}

/// A range of at most `most` bytes, on characters.
fn range(text: &str, s: &mut Source, most: usize) -> (usize, usize) {
    let a = text.floor_char_boundary(s.below(text.len() + 1));
    let n = s.size(most.max(1));
    (a, text.floor_char_boundary((a + n).min(text.len())).max(a))
}

fn mutate(text: &mut String, corpus: &[String], s: &mut Source) {
    let (a, b) = range(text, s, 400);
    match s.below(14) {
        0 => text.replace_range(a..b, ""),
        1 => {
            let piece = text[a..b].to_owned();
            text.insert_str(b, &piece.repeat(1 + s.size(16)));
        }
        2 => {
            let other = &corpus[s.below(corpus.len())];
            let (c, d) = range(other, s, 800);
            let piece = other[c..d].to_owned();
            text.insert_str(a, &piece);
        }
        3 => {
            let (c, d) = range(text, s, 100);
            let (x, y) = (text[a..b].to_owned(), text[c..d].to_owned());
            if b <= c {
                text.replace_range(c..d, &x);
                text.replace_range(a..b, &y);
            }
        }
        4..=6 => {
            let odd = s.one(ODD).repeat(if s.below(8) == 0 { s.size(2_000) } else { 1 });
            text.insert_str(a, &odd);
        }
        7 | 8 => {
            let word = format!(" {} ", s.one(POLITICAL));
            text.insert_str(a, &word);
        }
        9 => {
            let long: String =
                (0..s.size(10_000)).map(|k| char::from(b'a' + u8::try_from(k % 26).unwrap_or(0))).collect();
            text.insert_str(a, &long);
        }
        10 => {
            let n = s.size(3_000);
            let (open, close) = s.one(&[("(", ")"), ("[", "]"), ("“", "”"), ("<div>", "</div>"), ("{\"a\":", "}")]);
            text.insert_str(b, &close.repeat(n));
            text.insert_str(a, &open.repeat(n));
        }
        11 => {
            // one sentence without an end
            *text = text.replace(['.', '\n', '!', '?'], s.one(&[" and", ",", " that", ";"]));
        }
        12 => {
            let part = text[a..b].to_uppercase();
            text.replace_range(a..b, &part);
        }
        _ => {
            let mut words: Vec<&str> = text[a..b].split(' ').collect();
            for k in (1..words.len()).rev() {
                words.swap(k, s.below(k + 1));
            }
            let shuffled = words.join(" ");
            text.replace_range(a..b, &shuffled);
        }
    }
}

/// Single bytes changed, left out, doubled.
fn garble(data: &mut Vec<u8>, s: &mut Source) {
    if data.is_empty() {
        return;
    }
    let at = s.below(data.len());
    let byte = u8::try_from(s.next() & 0xff).unwrap_or(0);
    match s.below(4) {
        0 => data[at] = byte,
        1 => {
            data.remove(at);
        }
        2 => data.insert(at, s.one(b"\"{}[]\\\t\n<>&#=_-0\x00\xff\xc3")),
        _ => {
            let end = (at + s.size(500)).min(data.len());
            let piece = data[at..end].to_vec();
            let to = s.below(data.len());
            data.splice(to..to, piece);
        }
    }
}

fn page(text: &str, s: &mut Source) -> String {
    let raw = s.below(3) == 0;
    let escaped = |t: &str| if raw { t.to_owned() } else { t.replace('&', "&amp;").replace('<', "&lt;") };
    let paragraphs: String = text.split('\n').map(|p| format!("<p>{}</p>\n", escaped(p))).collect();
    let wrap = s.one(&["article", "main", "div", "section", "table", "b", "svg", "template", "x-y"]);
    let depth = if s.below(6) == 0 { s.size(4_000) } else { 1 };
    let (open, close) = (format!("<{wrap}>").repeat(depth), format!("</{wrap}>").repeat(depth));
    format!(
        "<!doctype html><html><head><title>{}</title><meta name=\"date\" content=\"{}\"></head><body><nav><p>x</p></nav>{open}{paragraphs}{close}</body></html>",
        escaped(text.get(..text.floor_char_boundary(60)).unwrap_or("")),
        s.one(&["2025-10-17", "2025-10-17T10:00:00Z", "99999", "", "é2025-1-1"])
    )
}

fn lines(text: &str, s: &mut Source) -> String {
    let mut out = String::new();
    for (k, part) in text.split("\n\n").enumerate() {
        let date = s.one(&["2025-10-17", "2025-02-30", "-9999-01-01", "9999-12-31", "é", ""]);
        let id = match s.below(4) {
            0 => serde_json::json!(k),
            1 => serde_json::json!(null),
            2 => serde_json::json!({"a": [k]}),
            _ => serde_json::json!(format!("d{k}")),
        };
        out.push_str(&serde_json::json!({"id": id, "date": date, "title": "t", "text": part}).to_string());
        out.push_str(s.one(&["\n", "\r\n", "\n\n", " \n"]));
    }
    out
}

fn trees(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(6_000)];
    let sentences = detente_text::read(text);
    detente_text::conllu::write(&detente_text::Document { id: Some("d".to_owned()), text: text.to_owned(), sentences })
}

fn dictionary(text: &str, s: &mut Source) -> String {
    let mut out = String::from("!PERSON! = MAN, WOMEN\n");
    for line in text.split_inclusive(['\n', '.']).take(400) {
        let name = line.trim().to_uppercase().replace(' ', "_");
        let code = s.one(&[
            "[USAGOV]",
            "[~GOV]",
            "[---]",
            "[RUS/UKR]",
            "[USAGOV 010101-20201231]",
            "[X <",
            "{} [~MIL]",
            "",
            "!PERSON! [~LAB]",
        ]);
        out.push_str(s.one(&["", "+", "\t", "#", "<!--", " "]));
        out.push_str(&format!("{name}_ {code}\n"));
    }
    out
}
