//! `detente code`: documents to events.

use super::explain::{self, Telling};
use super::{Outcome, deliver, status};
use crate::dictionaries::Dictionaries;
use crate::{pipeline, report};
use clap::{Args, ValueEnum};
use detente_coder::Coder;
use detente_event::{Event, Span};
use jiff::civil::Date;
use serde::Deserialize;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Code documents into events
#[derive(Debug, Args)]
pub struct Code {
    /// Text, HTML, JSON Lines or CoNLL-U files, folders, or `-`
    #[arg(required_unless_present = "between")]
    paths: Vec<PathBuf>,
    /// Day of publication of documents that do not say their own
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// What to write: `jsonl` by default, words with --explain
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The act between two given mentions: JSON Lines {"id","text","actor":[start,end],"recipient":[start,end]}
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    between: Option<PathBuf>,
    /// Tell for each sentence why there is an event, and why there is none
    #[arg(long)]
    explain: bool,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    dictionaries: Dictionaries,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One event a line, all of it; with --explain one document a line
    Jsonl,
    /// One JSON list
    Json,
}

/// Runs the command.
pub fn run(args: &Code) -> Outcome {
    let (coder, skipped) = args.dictionaries.coder()?;
    if let Some(file) = &args.between {
        return between(&coder, file, args, skipped);
    }
    let format = args.format.unwrap_or(Format::Jsonl);
    if args.explain {
        let telling = match args.format {
            None => Telling::Words,
            Some(Format::Jsonl) => Telling::Lines,
            Some(Format::Json) => Telling::Json,
        };
        return explain::run(&coder, &args.paths, args.date, telling, args.output.as_deref(), skipped);
    }
    let batch = pipeline::code(&coder, &args.paths, args.date);
    for f in &batch.failures {
        report::failure(f);
    }
    let mut out = String::new();
    let events: Vec<&Event> = batch.coded.iter().flat_map(|c| &c.events).collect();
    match format {
        Format::Json => {
            let _ = writeln!(out, "{}", serde_json::to_string_pretty(&events).map_err(|e| e.to_string())?);
        }
        Format::Jsonl => {
            for e in events {
                let _ = writeln!(out, "{}", serde_json::to_string(e).map_err(|e| e.to_string())?);
            }
        }
    }
    deliver(&out, args.output.as_deref())?;
    Ok(status(batch.failures.len() + skipped))
}

#[derive(Deserialize)]
struct Pair {
    id: serde_json::Value,
    text: String,
    actor: Span,
    recipient: Span,
}

fn between(coder: &Coder, file: &PathBuf, args: &Code, skipped: usize) -> Outcome {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: cannot be read: {e}", file.display()))?;
    let mut out = String::new();
    let mut failures = skipped;
    for (k, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        match serde_json::from_str::<Pair>(line) {
            Ok(p)
                if p.text.get(p.actor.start..p.actor.end).is_some()
                    && p.text.get(p.recipient.start..p.recipient.end).is_some() =>
            {
                let b = coder.between(&p.text, p.actor, p.recipient);
                let mut v = serde_json::to_value(&b).map_err(|e| e.to_string())?;
                if let Some(o) = v.as_object_mut() {
                    o.shift_insert(0, "id".into(), p.id);
                }
                let _ = writeln!(out, "{v}");
            }
            Ok(_) => {
                failures += 1;
                anstream::eprintln!(
                    "error[DT0505]: {}:{}: a span is outside of the text or inside a character",
                    file.display(),
                    k + 1
                );
            }
            Err(e) => {
                failures += 1;
                anstream::eprintln!("error[DT0504]: {}:{}: {e}", file.display(), k + 1);
            }
        }
    }
    deliver(&out, args.output.as_deref())?;
    Ok(status(failures))
}
