//! `detente record add`: read documents, code them, keep them.

use crate::commands::record::user;
use crate::commands::{Outcome, status};
use crate::dictionaries::Dictionaries;
use crate::pipeline::{self, Manner};
use crate::report;
use clap::Args;
use detente_record::{Provenance, Record};
use jiff::civil::Date;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Read documents, code them and keep them; what is there already is passed over
#[derive(Debug, Args)]
pub struct Add {
    /// The record: a file, made where there is none, or postgres://…
    #[arg(long, value_name = "RECORD", env = "DETENTE_RECORD")]
    record: String,
    /// Text, HTML, JSON Lines, Parquet, WARC or CoNLL-U files, gzipped or not, folders, or `-`
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
    #[command(flatten)]
    manner: Manner,
    #[command(flatten)]
    dictionaries: Dictionaries,
}

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
    let (coder, mut failures) = args.dictionaries.coder()?;
    let (mut new, mut there, mut events, mut clusters) = (0, 0, 0, 0);
    let mut passed_over = 0;
    let wanted = |d: &_| {
        let is_there = record.contains(d).map_err(text)?;
        passed_over += usize::from(is_there);
        Ok(!is_there)
    };
    pipeline::run(&coder, &args.paths, args.date, &args.manner, wanted, |batch| {
        let mut pairs = Vec::new();
        for done in batch {
            match done {
                Ok(c) => pairs.push((c.document, c.events)),
                Err(f) => {
                    failures += usize::from(f.is_error());
                    report::failure(&f);
                }
            }
        }
        if args.dry_run {
            new += pairs.len();
            events += pairs.iter().map(|p| p.1.len()).sum::<usize>();
            return Ok(ControlFlow::Continue(()));
        }
        if pairs.is_empty() {
            return Ok(ControlFlow::Continue(()));
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
        Ok(ControlFlow::Continue(()))
    })?;
    there += passed_over;
    if args.manner.quiet {
        return Ok(status(failures));
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
