//! Expressions of date against written answers: with the program's own trees, and without any.

// `cargo test -p detente-text --test dates -- --nocapture` prints the shares.
#![allow(clippy::print_stdout)]

use detente_text::{DateExpression, DateKind, Parser, dates, split};
use jiff::civil::Date;

const TUNING: &str = include_str!("dates/tuning.tsv");
const HELD_OUT: &str = include_str!("dates/held-out.tsv");
const FRESH: &str = include_str!("dates/fresh.tsv");

/// The answers as the tables write them.
fn written(found: &[DateExpression]) -> Vec<(String, String)> {
    found
        .iter()
        .map(|e| {
            let kind = format!("{:?}", e.kind).to_lowercase();
            let precision = format!("{:?}", e.precision).to_lowercase();
            let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
            let when = match e.kind {
                DateKind::Duration | DateKind::Recurring | DateKind::Unresolved => String::new(),
                _ if e.start == e.end => format!("{} ", day(e.start)),
                _ => format!("{}..{} ", day(e.start), day(e.end)),
            };
            (e.text.clone(), format!("{kind} {when}{precision}"))
        })
        .collect()
}

/// The share of lines answered right, and the others.
fn score(table: &str, with_tree: bool) -> (f64, Vec<String>) {
    let mut wrong = Vec::new();
    let mut total = 0;
    for line in table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let mut columns = line.split('\t');
        let reference: Date = columns.next().and_then(|d| d.parse().ok()).expect("a reference date");
        let text = columns.next().expect("a sentence");
        let want: Vec<(&str, &str)> =
            columns.next().unwrap_or("").split(" ; ").filter_map(|a| a.trim().split_once(" = ")).collect();
        let mut sentences = split(text);
        if with_tree {
            Parser::embedded().annotate_all(&mut sentences);
        }
        let found: Vec<DateExpression> = sentences.iter().flat_map(|s| dates(s, text, reference)).collect();
        let got = written(&found);
        let same = got.len() == want.len()
            && got.iter().zip(&want).all(|((words, value), (text, answer))| {
                value == answer && (words.contains(text) || text.contains(words.as_str()))
            });
        total += 1;
        if !same {
            wrong.push(format!("{text}\n   want {want:?}\n   got  {got:?}"));
        }
    }
    (1.0 - wrong.len() as f64 / f64::from(total), wrong)
}

#[test]
fn tuning_set() {
    for (tree, bar) in [(true, 0.97), (false, 0.90)] {
        let (share, wrong) = score(TUNING, tree);
        println!("tuning set, tree {tree}: {share:.3}");
        assert!(share >= bar, "tree {tree}: {share:.3}\n{}", wrong.join("\n"));
    }
}

#[test]
fn held_out_set() {
    for (tree, bar) in [(true, 0.90), (false, 0.80)] {
        let (share, wrong) = score(HELD_OUT, tree);
        println!("held-out set, tree {tree}: {share:.3}");
        assert!(share >= bar, "tree {tree}: {share:.3}, {} wrong", wrong.len());
    }
}

#[test]
fn fresh_set() {
    for (tree, bar) in [(true, 0.85), (false, 0.80)] {
        let (share, wrong) = score(FRESH, tree);
        println!("fresh set, tree {tree}: {share:.3}");
        assert!(share >= bar, "tree {tree}: {share:.3}, {} wrong", wrong.len());
    }
}
