//! Parses a CoNLL-U file with its own words: `parse IN.conllu OUT.conllu`, and says how long it took.
#![allow(clippy::print_stderr, clippy::disallowed_methods)]

use detente_text::{Parser, conllu};
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&arguments[1]).expect("the input can be read");
    let start = Instant::now();
    let parser = Parser::embedded();
    eprintln!("loaded in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let (mut documents, _) = conllu::read(&text);
    let start = Instant::now();
    for d in &mut documents {
        parser.annotate_all(&mut d.sentences);
    }
    let took = start.elapsed().as_secs_f64();
    let words: usize = documents.iter().flat_map(|d| &d.sentences).map(|s| s.tokens.len()).sum();
    eprintln!("{words} words in {took:.3} s: {:.0} a second", words as f64 / took);
    if let Some(out) = arguments.get(2) {
        let all: String = documents.iter().map(conllu::write).collect();
        std::fs::write(out, all).expect("the output can be written");
    }
}
