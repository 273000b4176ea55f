//! `detente code`: documents to events.

use super::{Outcome, deliver, status};
use crate::dictionaries::Dictionaries;
use crate::{pipeline, report};
use clap::{Args, ValueEnum};
use detente_coder::Coder;
use detente_event::Span;
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
    /// What to write
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    /// The act between two given mentions: JSON Lines {"id","text","actor":[start,end],"recipient":[start,end]}
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    between: Option<PathBuf>,
    /// Show the reasons for every event in words
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
    /// One event a line, all of it
    Jsonl,
}

/// Runs the command.
pub fn run(args: &Code) -> Outcome {
    let (coder, skipped) = args.dictionaries.coder()?;
    if let Some(file) = &args.between {
        return between(&coder, file, args, skipped);
    }
    let batch = pipeline::code(&coder, &args.paths, args.date);
    for f in &batch.failures {
        report::failure(f);
    }
    let mut out = String::new();
    for e in batch.coded.iter().flat_map(|c| &c.events) {
        if args.explain {
            let parties = |l: &[detente_event::Actor]| {
                l.iter()
                    .map(|a| format!("{} [{}{}]", a.person.as_deref().unwrap_or(&a.name), a.code, a.sector))
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let _ = writeln!(
                out,
                "{} {} ({}){}  {} → {}\n  “{}”",
                e.act,
                e.status,
                e.cameo,
                e.mode.as_ref().map_or_else(String::new, |m| format!(" {m}")),
                parties(&e.actor),
                parties(&e.recipient),
                e.text
            );
            for w in &e.why {
                let _ = writeln!(out, "    {}  ‹{}›", w.rule, w.words);
            }
        } else {
            let line = serde_json::to_string(e).map_err(|e| e.to_string())?;
            out.push_str(&line);
            out.push('\n');
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
