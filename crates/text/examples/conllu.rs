//! Reads a text and writes CoNLL-U: `conllu FILE`.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use detente_text::{Document, conllu};

fn main() {
    let file = std::env::args().nth(1).expect("a text file");
    let text = std::fs::read_to_string(file).expect("a text file");
    print!("{}", conllu::write(&Document::read(text)));
}
