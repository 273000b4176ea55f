//! `detente code`: documents to events.

use super::explain::{self, Telling};
use super::{Outcome, deliver, status};
use crate::dictionaries::Dictionaries;
use crate::{lines, pipeline, report};
use clap::{Args, ValueEnum};
use detente_coder::Coder;
use detente_event::{Diagnostic, Event, Span};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

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

/// Two mentions in a text.
#[derive(Deserialize)]
struct Pair {
    #[serde(default)]
    id: Value,
    text: String,
    actor: Span,
    recipient: Span,
}

impl Pair {
    fn read(line: Value) -> Result<Pair, Diagnostic> {
        let pair: Pair = serde_json::from_value(line).map_err(|e| {
            Diagnostic::error("DT0504", None, format!("not two mentions in a text: {e}"))
                .help(r#"write {"id":…,"text":"…","actor":[start,end],"recipient":[start,end]}, in bytes"#)
        })?;
        for (role, span) in [("actor", pair.actor), ("recipient", pair.recipient)] {
            let said = format!("[{}, {}]", span.start, span.end);
            let wrong = if span.start >= span.end {
                format!("`{role}` {said} holds nothing")
            } else if span.end > pair.text.len() {
                format!("`{role}` {said} ends outside of the text, which has {} bytes", pair.text.len())
            } else if span.of(&pair.text).is_empty() {
                format!("`{role}` {said} begins or ends inside a character")
            } else {
                continue;
            };
            return Err(Diagnostic::error("DT0505", None, wrong)
                .help("count bytes of UTF-8, not characters: the first of the mention, and the first behind it"));
        }
        if pair.actor == pair.recipient {
            return Err(Diagnostic::error("DT0506", None, "`actor` and `recipient` are the same mention")
                .help("mark who does it, and to whom: two places of the text"));
        }
        Ok(pair)
    }
}

fn between(coder: &Coder, file: &Path, args: &Code, skipped: usize) -> Outcome {
    let bytes = lines::read(file)?;
    let mut out = String::new();
    let failures = lines::each(file, &bytes, |line| {
        let p = Pair::read(line)?;
        let told = pipeline::guarded("", || coder.between(&p.text, p.actor, p.recipient)).map_err(|f| f.diagnostic)?;
        let mut v = json!(told);
        if let Some(o) = v.as_object_mut() {
            o.shift_insert(0, "id".into(), p.id);
        }
        let _ = writeln!(out, "{v}");
        Ok(())
    });
    deliver(&out, args.output.as_deref())?;
    Ok(status(failures + skipped))
}
