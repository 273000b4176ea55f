//! `detente record add`: read documents, code them, keep them.

use crate::commands::record::user;
use crate::commands::{Outcome, status};
use crate::{input, pipeline, report};
use clap::Args;
use detente_coder::Coder;
use detente_record::{Provenance, Record};
use jiff::civil::Date;
use std::io::IsTerminal;
use std::path::PathBuf;

/// Read documents, code them and keep them; what is there already is passed over
#[derive(Debug, Args)]
pub struct Add {
    /// The record: a file, made where there is none, or postgres://…
    #[arg(long, value_name = "RECORD", env = "DETENTE_RECORD")]
    record: String,
    /// Text, HTML, JSON Lines or CoNLL-U files, folders, or `-`
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Day of publication of documents that do not say their own
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// File it under this name instead of the user's
    #[arg(long = "as", value_name = "NAME")]
    user: Option<String>,
    /// Say what would be added; change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Documents coded and kept together. After a crash, at most so many are read again.
const TOGETHER: usize = 64;

/// Runs the command.
pub fn run(args: &Add) -> Outcome {
    let text = |e: detente_record::Error| e.to_string();
    // A dry run must not leave a file behind.
    let record = if args.dry_run {
        Record::connect(&args.record, false).or_else(|e| if e.is_not_found() { Record::in_memory() } else { Err(e) })
    } else {
        Record::connect(&args.record, true)
    }
    .map_err(text)?;
    let coder = Coder::new();
    let mut failures = 0;
    let mut inputs = Vec::new();
    for found in input::documents(&args.paths, args.date) {
        match found {
            Ok(i) => inputs.push(i),
            Err(f) => {
                failures += 1;
                report::failure(&f);
            }
        }
    }
    let (all, mut done, mut new, mut there, mut events, mut clusters) = (inputs.len(), 0, 0, 0, 0, 0);
    let bar = std::io::stderr().is_terminal() && all > TOGETHER;
    let mut rest = inputs.into_iter().peekable();
    while rest.peek().is_some() {
        let mut batch = Vec::new();
        while batch.len() < TOGETHER
            && let Some(i) = rest.next()
        {
            done += 1;
            if record.contains(&i.document).map_err(text)? {
                there += 1;
            } else {
                batch.push(i);
            }
        }
        let coded = pipeline::code_all(&coder, batch);
        for f in &coded.failures {
            failures += 1;
            report::failure(f);
        }
        let pairs: Vec<_> = coded.coded.into_iter().map(|c| (c.document, c.events)).collect();
        if args.dry_run {
            new += pairs.len();
            events += pairs.iter().map(|p| p.1.len()).sum::<usize>();
            continue;
        }
        let from = Provenance {
            at: jiff::Timestamp::now(),
            by: user(args.user.as_ref()),
            coder: concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned(),
        };
        for a in record.add_many(&pairs, &from).map_err(text)? {
            new += usize::from(!a.already);
            there += usize::from(a.already);
            events += a.events;
            clusters += a.new_clusters;
        }
        if bar {
            anstream::eprint!("\r{done} of {all} documents, {events} events");
        }
    }
    if bar {
        anstream::eprintln!();
    }
    if args.dry_run {
        anstream::eprintln!(
            "would add {new} documents with {events} events; {there} are there already; nothing was changed"
        );
    } else {
        anstream::eprintln!(
            "added {new} documents with {events} events, {clusters} of them new occurrences; {there} were there already"
        );
    }
    Ok(status(failures))
}
