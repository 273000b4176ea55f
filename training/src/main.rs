//! Trains the weights.

mod parser;

use std::path::Path;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["parser", data, out] => parser::main(Path::new(data), Path::new(out)),
        _ => {
            eprintln!("detente-training parser DATA-FOLDER WEIGHTS");
            std::process::exit(2);
        }
    }
}
