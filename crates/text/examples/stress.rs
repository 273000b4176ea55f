//! Reads made-up bytes for a while and checks what must always hold: `stress SECONDS [SEED]`. And the inputs that are
//! quadratic in a careless program: `stress big`.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use detente_text::{Document, conllu, dates, read, split};
use jiff::civil::date;
use std::time::{Duration, Instant};

#[path = "../tests/check/mod.rs"]
mod check;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|a| a == "big") {
        return big();
    }
    let seconds = arguments.first().and_then(|a| a.parse().ok()).unwrap_or(10);
    let seed = arguments.get(1).and_then(|a| a.parse().ok()).unwrap_or(1);
    let mut source = check::Source::new(seed);
    let (start, mut rounds, mut bytes) = (Instant::now(), 0u64, 0usize);
    while start.elapsed() < Duration::from_secs(seconds) {
        let text = source.text();
        bytes += text.len();
        rounds += 1;
        check::all(&text);
    }
    println!("{rounds} texts, {bytes} bytes, nothing wrong");
}

fn big() {
    let n = 10_000_000;
    let words = ["the", "Kremlin", "said", "missiles", "and", "Monday", "two", "weeks"];
    let run_on = |count: usize| (0..count).map(|k| words[k * 7 % 8]).collect::<Vec<_>>().join(" ");
    let inputs: Vec<(&str, String)> = vec![
        ("10 MB line of words", run_on(n / 5)),
        ("100,000 words without a full stop", run_on(100_000)),
        ("10 million brackets", "(".repeat(n)),
        ("10 MB of bracket pairs", "()".repeat(n / 2)),
        ("2 MB of brackets and spaces", "( ".repeat(n / 10)),
        ("10 MB word", "a".repeat(n)),
        ("10 MB of figures", "1".repeat(n)),
        ("10 MB of dots", ".".repeat(n)),
        ("2 MB of a.a.a.", "a.".repeat(n / 10)),
        ("2 MB of hyphens", "a-".repeat(n / 10)),
        ("10 MB of @", "a@".repeat(n / 2)),
        ("10 MB of &amp;", "&amp;".repeat(n / 5)),
        ("10 MB of &", "&".repeat(n)),
        ("10 MB of zero-width spaces", "\u{200b}".repeat(n / 3)),
        ("10 MB of newlines", "\n".repeat(n)),
        ("4 MB of short lines", "ab\n".repeat(n / 8)),
        ("2 MB of quotes", "\" ".repeat(n / 10)),
        ("2 MB of apostrophes", "a's".repeat(n / 15)),
        ("2 MB of http://", "http://".repeat(n / 35)),
        ("2 MB of dates", "from 1 to 2 - 3 days before May 5 - ".repeat(n / 180)),
    ];
    for (name, text) in inputs {
        let start = Instant::now();
        let sentences = split(&text);
        let cut = start.elapsed();
        let tokens: usize = sentences.iter().map(|s| s.tokens.len()).sum();
        drop(sentences);
        let start = Instant::now();
        let sentences = read(&text[..text.floor_char_boundary(2_000_000)]);
        let parsed = start.elapsed();
        let start = Instant::now();
        let found: usize = sentences.iter().map(|s| dates(s, &text, date(2025, 10, 17)).len()).sum();
        let dated = start.elapsed();
        let start = Instant::now();
        let short: Vec<_> = sentences.into_iter().take(2000).collect();
        let written = conllu::write(&Document { id: None, text, sentences: short });
        let _ = conllu::read(&written);
        println!(
            "{name}: {tokens} words cut in {cut:.2?}; 2 MB read in {parsed:.2?}, {found} dates in {dated:.2?}, CoNLL-U {:.2?}",
            start.elapsed()
        );
    }
}
