//! Parses a CoNLL-U file with its own words, or a text from its bytes on, and says how fast:
//! `parse IN.conllu|IN.txt [OUT.conllu]`.
#![allow(clippy::print_stderr, clippy::disallowed_methods)]

use detente_text::{Document, Parser, annotate, conllu, read};
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, input, rest @ ..] = arguments.as_slice() else {
        eprintln!("parse IN.conllu|IN.txt [OUT.conllu]");
        std::process::exit(2);
    };
    let text = std::fs::read_to_string(input).expect("the input can be read");
    let start = Instant::now();
    let _ = Parser::embedded();
    eprintln!("weights loaded in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    let given = input.ends_with(".conllu");
    let mut documents = if given { conllu::read(&text).0 } else { Vec::new() };
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        if given {
            documents.iter_mut().for_each(|d| annotate(&mut d.sentences));
        } else {
            documents = vec![Document { text: text.clone(), sentences: read(&text), ..Document::default() }];
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    let words: usize = documents.iter().flat_map(|d| &d.sentences).map(|s| s.tokens.len()).sum();
    eprintln!("{words} words in {best:.3} s (best of 5): {:.0} a second", words as f64 / best);
    if let [out, ..] = rest {
        let all: String = documents.iter().map(conllu::write).collect();
        std::fs::write(out, all).expect("the output can be written");
    }
}
