//! Runs the sentences of `tests/coding/*.md` and compares the events with what a reader takes from them.
//!
//! A file holds headings, quoted sentences (`> …`) and, below each, a table `| act | status | actor | recipient |`.
//! The share that is coded exactly may only rise: raise [`LEAST`] when it does.

#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used)] // a test reads its sentences and tells what it saw

use detente_coder::Coder;
use detente_event::{Actor, Document, Event};
use std::path::Path;

/// Least number of sentences that must be coded exactly as the tables say.
const LEAST: usize = 277;

struct Case {
    file: String,
    text: String,
    rows: Vec<[String; 4]>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/coding");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().flatten().map(|e| e.path()).collect();
    files.sort();
    let mut out: Vec<Case> = Vec::new();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "md")) {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            if let Some(text) = line.strip_prefix("> ") {
                let file = file.file_name().unwrap().to_string_lossy().into_owned();
                out.push(Case { file, text: text.trim().to_owned(), rows: Vec::new() });
            } else if line.starts_with('|') && !line.contains("---") && !line.contains("| act |") {
                let cells: Vec<String> = line.trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect();
                if let ([a, s, x, y], Some(case)) = (&cells[..], out.last_mut()) {
                    case.rows.push([a.clone(), s.clone(), x.clone(), y.clone()]);
                }
            }
        }
    }
    out
}

fn named(wanted: &str, people: &[Actor]) -> bool {
    wanted.split(',').map(str::trim).filter(|w| !w.is_empty()).all(|w| {
        people.iter().any(|a| {
            let keys = [
                a.code.clone(),
                format!("{}{}", a.code, a.sector),
                a.name.clone(),
                a.text.clone(),
                a.person.clone().unwrap_or_default(),
            ];
            keys.iter().any(|k| k.eq_ignore_ascii_case(w))
                || w.len() > 4 && a.text.to_lowercase().contains(&w.to_lowercase())
        })
    })
}

fn fits(row: &[String; 4], e: &Event) -> bool {
    let both: Vec<Actor> = e.actor.iter().chain(&e.recipient).cloned().collect();
    let mutual = matches!(row[0].as_str(), "CONSULT" | "AGREE" | "COOPERATE" | "SUPPORT" | "ASSAULT");
    e.act.as_str() == row[0]
        && e.status.as_str() == row[1]
        && (named(&row[2], &e.actor) && named(&row[3], &e.recipient)
            || mutual && named(&row[2], &both) && named(&row[3], &both))
}

#[test]
fn sentences_are_coded_as_a_reader_takes_them() {
    let coder = Coder::new();
    let all = cases();
    assert!(all.len() > 100, "the sentences are missing");
    let mut right = 0;
    for case in &all {
        let document = Document {
            id: "test".into(),
            date: "2025-10-17".parse().ok(),
            text: case.text.clone(),
            ..Document::default()
        };
        let events = coder.code(&document);
        if events.len() == case.rows.len() && case.rows.iter().all(|r| events.iter().any(|e| fits(r, e))) {
            right += 1;
        } else {
            let said: Vec<String> = events.iter().map(|e| format!("{} {}", e.act, e.status)).collect();
            println!("{}: {}\n    {}", case.file, case.text, said.join(", "));
        }
    }
    println!("{right} of {} sentences exactly", all.len());
    assert!(right >= LEAST, "{right} of {} sentences are coded exactly; {LEAST} were", all.len());
}

#[test]
fn what_did_not_happen_is_not_coded_as_happened() {
    let coder = Coder::new();
    for text in [
        "Russia denied attacking Ukraine.",
        "Iran refused to meet American envoys.",
        "Israel did not attack Lebanon.",
        "China may invade Taiwan.",
        "Ethiopia plans to invade Eritrea.",
        "If Serbia attacks Kosovo, NATO will attack Serbia.",
        "Turkey threatened to bomb Syria.",
        "France ruled out sending troops to Ukraine.",
        "The planned visit of the Japanese prime minister to Seoul was called off.",
    ] {
        let document =
            Document { id: "test".into(), date: "2025-10-17".parse().ok(), text: text.into(), ..Document::default() };
        for e in coder.code(&document) {
            let deed = matches!(e.act.as_str(), "ASSAULT" | "CONSULT" | "MOBILIZE" | "AID");
            assert!(!(deed && e.status.happened()), "{text}: {} {}", e.act, e.status);
        }
    }
}

#[test]
fn every_span_lies_in_its_document_and_runs_agree() {
    let coder = Coder::new();
    let text = "KYIV, March 3 — Ukraine’s president, Volodymyr Zelenskyy, met “his friend” Emmanuel Macron in Paris on Friday.\r\n\r\nThey agreed to meet again. 🕊 \u{202e}abc";
    let document =
        Document { id: "x".into(), date: "2025-03-03".parse().ok(), text: text.into(), ..Document::default() };
    let events = coder.code(&document);
    assert!(!events.is_empty());
    assert_eq!(events, coder.code(&document));
    for e in &events {
        assert!(text.get(e.span.start..e.span.end).is_some());
        for a in e.actor.iter().chain(&e.recipient) {
            assert!(a.span.is_none_or(|s| text.get(s.start..s.end).is_some()));
        }
    }
}
