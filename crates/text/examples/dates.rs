//! Prints the dates of a text: `dates 2025-10-17 FILE`.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use detente_text::{dates, read};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, reference, file] = &arguments[..] else {
        println!("dates YYYY-MM-DD FILE");
        return;
    };
    let reference = reference.parse().expect("a date, YYYY-MM-DD");
    let text = std::fs::read_to_string(file).expect("a text file");
    for sentence in read(&text) {
        println!("{}", sentence.span.of(&text));
        for d in dates(&sentence, &text, reference) {
            let day = |d: Option<jiff::civil::Date>| d.map_or("?".to_owned(), |d| d.to_string());
            println!("    {:?} {} .. {} {:?}: {}", d.kind, day(d.start), day(d.end), d.precision, d.text);
        }
    }
}
