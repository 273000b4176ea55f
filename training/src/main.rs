//! Trains the weights.

mod acts;
mod classes;
mod lemma;
mod parser;
mod raw;
mod segment;

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["parser", data, vectors, out, ref plan @ ..] if parser::Plan::parse(plan).is_some() => {
            let plan = parser::Plan::parse(plan).expect("it has just been read");
            parser::main(Path::new(data), Path::new(vectors), Path::new(out), plan);
        }
        ["parser-score", weights, treebank] => parser::score(Path::new(weights), Path::new(treebank)),
        ["acts", data, out] => acts::main(Path::new(data), Path::new(out), false),
        ["acts", data, out, "--check"] => acts::main(Path::new(data), Path::new(out), true),
        ["classes", vectors, out] => classes::main(Path::new(vectors), Path::new(out)),
        ["lemma", data, out] => lemma::tables(Path::new(data), Path::new(out)),
        ["lemma-score", gold] => lemma::score(Path::new(gold)),
        ["segment", data, out] => segment::train(Path::new(data), Path::new(out)),
        ["segment-score", text, gold] => segment::score(Path::new(text), Path::new(gold)),
        ["raw-score", text, gold] => segment::score_read(Path::new(text), Path::new(gold)),
        ["segment-show", text] => segment::show(Path::new(text)),
        ["segment-score", gold] => segment::score_treebank(Path::new(gold)),
        _ => {
            eprintln!("detente-training parser DATA-FOLDER VECTORS|- WEIGHTS [steps=N words=N rate=R drop=P seed=N]");
            eprintln!("detente-training parser-score WEIGHTS TREEBANK");
            eprintln!("detente-training acts SENTENCES-FOLDER WEIGHTS [--check]");
            eprintln!("detente-training classes VECTORS WEIGHTS");
            eprintln!("detente-training lemma DATA-FOLDER OUT-FOLDER");
            eprintln!("detente-training lemma-score TREEBANK");
            eprintln!("detente-training segment DATA-FOLDER WEIGHTS");
            eprintln!("detente-training raw-score TEXT TREEBANK");
            eprintln!("detente-training segment-show TEXT");
            eprintln!("detente-training segment-score [TEXT] TREEBANK");
            std::process::exit(2);
        }
    }
}
