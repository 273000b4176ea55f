//! Throws damaged conflict files at the reader, for a while: `cargo run --release -p detente-model --example fuzz -- 5`.
//!
//! Stable Rust and the same files each time: parts of good files are cut, doubled, moved, swapped for words of the format
//! and for characters that readers stumble over. No file may panic, every span must be one of the text, a file that cannot
//! be used must say why, and one that can must come out of the writer and back the same. Ends with status 1 at the first
//! that does not; the file is printed.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr)]

use detente_model::{ConflictFile, Diagnostic, Severity, lower, parse, parse_gmcr_plus, views, write};
use std::time::{Duration, Instant};

const GOOD: &str = r#"title = "Ending the war"
as_of = 2025-10-17
[[decision_maker]]
id = "usa"
name = "United States"
[[decision_maker.option]]
id = "sell"
name = "Sell missiles"
now = false
moves = "to_yes"
because = ["e1", "e2"]
[[decision_maker.option]]
id = "embargo"
[[decision_maker.prefers]]
that = "russia.stop and not (usa.sell or usa.embargo)"
much = true
[[decision_maker.prefers]]
that = "usa.sell implies exactly_one(usa.embargo, russia.stop)"
known = false
[[decision_maker.unaware]]
of = "russia.stop iff usa.sell"
[[decision_maker]]
id = "russia"
ranking = [6, [4, 2], 1, 3, 5]
great_steps = [4]
unknown = [[1, 2], [3, 5]]
[[decision_maker.option]]
id = "stop"
[[decision_maker.believes]]
of = "usa"
prefers = ["usa.sell", "at_most_one(usa.sell, russia.stop)"]
[[infeasible]]
when = "usa.sell and usa.embargo"
"#;

const GRAPH: &str = r#"title = "A graph"
[graph]
states = 4
[[decision_maker]]
id = "a"
moves = [[1, 2], [2, 3]]
ranking = [3, [1, 2], 4]
[[decision_maker.unaware]]
states = [4]
[[decision_maker]]
id = "b"
moves = [[3, 4], [4, 1]]
ranking = [4, 3, 2, 1]
"#;

const SAVED: &str = r#"{"useManualPreferenceRanking": true, "options": [{"name": "Strike", "permittedDirection": "fwd"},
{"name": "Withdraw", "permittedDirection": "both"}], "decisionMakers": [
{"name": "US", "options": [1], "preferences": [[[1, "Y"]], {"compound": true, "members": [[[0, "N"]], [[1, "N"], [0, "Y"]]]}],
"preferenceRanking": [1, [2, 3], 4]}, {"name": "USSR", "options": [0], "preferences": [], "preferenceRanking": [[4, 3, 2, 1]],
"misperceptions": [[[1, "Y"]]]}], "infeasibles": []}"#;

const WORDS: [&str; 40] = [
    "\"",
    "'",
    "\"\"\"",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "(",
    ")",
    "=",
    "\n",
    "\r\n",
    "#",
    ",",
    ".",
    "-1",
    "0",
    "1e9",
    "99999999999999999999",
    "true",
    "usa.sell",
    "russia",
    "not ",
    " and ",
    " or ",
    " implies ",
    " iff ",
    "exactly_one(",
    "at_most_one(",
    "\u{0}",
    "\u{202e}",
    "é",
    "🚀",
    "\\u0041",
    "\\",
    "[[decision_maker]]\n",
    "ranking = [1]\n",
    "known",
];

/// xorshift64*.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n.max(1)
    }
    /// A place in the text between two characters.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
    fn range(&mut self, text: &str) -> std::ops::Range<usize> {
        let (a, b) = (self.place(text), self.place(text));
        // Mostly short.
        let (from, to) = (a.min(b), a.max(b));
        if self.below(4) == 0 || to - from < 24 { from..to } else { from..text.floor_char_boundary(from + 24) }
    }
}

fn damage(r: &mut Random, text: &mut String) {
    match r.below(6) {
        0 => drop(text.drain(r.range(text))),
        1 => {
            let part = text[r.range(text)].to_owned();
            text.insert_str(r.place(text), &part);
        }
        2 => {
            let part = text[r.range(text)].to_owned();
            text.replace_range(r.range(text), &part);
        }
        3 => text.replace_range(r.range(text), WORDS[r.below(WORDS.len())]),
        4 => {
            let word = WORDS[r.below(WORDS.len())].repeat(1 + r.below(3) * r.below(400));
            text.insert_str(r.place(text), &word);
        }
        _ => text.insert_str(r.place(text), WORDS[r.below(WORDS.len())]),
    }
}

fn spans(text: &str, found: &[Diagnostic]) {
    for d in found {
        assert!(d.span.is_none_or(|s| text.get(s.start..s.end).is_some()), "a span outside of the text: {d:?}");
    }
}

fn whole(text: &str, file: Option<ConflictFile>, found: &[Diagnostic]) {
    spans(text, found);
    let wrong = found.iter().any(|d| d.severity == Severity::Error);
    let Some(file) = file else { return assert!(wrong, "no file, and nothing wrong") };
    let Ok(conflict) = lower(&file) else { return assert!(wrong, "it cannot be lowered, and nothing wrong was told") };
    if wrong {
        return;
    }
    let _ = views(&file, &conflict);
    let written = write(&file);
    let (again, found) = parse(&written);
    assert!(!found.iter().any(|d| d.severity == Severity::Error), "what was written is refused: {found:?}\n{written}");
    assert_eq!(write(&again.unwrap()), written, "what was written reads as something else");
}

fn main() {
    let seconds: u64 = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(5);
    for (text, saved) in [(GOOD, false), (GRAPH, false), (SAVED, true)] {
        let (file, found) = if saved { parse_gmcr_plus(text) } else { parse(text) };
        assert!(file.is_some() && !found.iter().any(|d| d.severity == Severity::Error), "{found:?}");
        whole(text, file, &found);
    }
    let start = Instant::now();
    let mut files = 0u64;
    while start.elapsed() < Duration::from_secs(seconds) {
        files += 1;
        let mut r = Random(files.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let mut text = [GOOD, GOOD, GRAPH, SAVED][r.below(4)].to_owned();
        let saved = text == SAVED;
        for _ in 0..=r.below(5) {
            damage(&mut r, &mut text);
        }
        let told = std::panic::catch_unwind(|| {
            let (file, found) = if saved { parse_gmcr_plus(&text) } else { parse(&text) };
            whole(&text, file, &found);
        });
        if told.is_err() {
            eprintln!("file {files}:\n{text}");
            std::process::exit(1);
        }
    }
    println!("{files} damaged files, each with an answer");
}
