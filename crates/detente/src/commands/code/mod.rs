//! `detente code`: documents to events.

mod between;
mod explain;
mod journal;
mod output;
mod plan;

use super::{Outcome, status};
use crate::dictionaries::Dictionaries;
use crate::pipeline::{self, Manner};
use crate::report;
use clap::Args;
use detente_coder::Coder;
use explain::Telling;
use jiff::civil::Date;
use journal::Journal;
use output::{Format, Kept, Shape, Writing};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Code documents into events
///
/// Documents are text, HTML, JSON Lines, Parquet, WARC or CoNLL-U files, gzipped or not, folders of them, or `-`.
/// A document that cannot be used is told with its file and line and passed over; the exit status is then 1.
#[derive(Debug, Args)]
pub struct Code {
    /// Files, folders, or `-` for standard input
    #[arg(required_unless_present = "between")]
    paths: Vec<PathBuf>,
    /// Day of publication of documents that do not say their own
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// What to write: jsonl (everything, one event a line; the default), json (the same as one list), plover, csv, parquet, cameo, polecat, icews, phoenix,
    /// gdelt1, gdelt2, gdelt-mentions, acled
    #[arg(long, value_parser = Format::parse)]
    format: Option<Format>,
    /// The act between two given mentions: JSON Lines {"id","text","actor":[start,end],"recipient":[start,end]}
    #[arg(long, value_name = "FILE", conflicts_with = "paths")]
    between: Option<PathBuf>,
    /// Tell for each sentence why there is an event, and why there is none: in words, or with --format jsonl or json
    #[arg(long, conflicts_with_all = ["dyads", "once", "no_text", "resume"])]
    explain: bool,
    /// One row for each pair of actor and recipient (formats that are dyadic by nature always do)
    #[arg(long)]
    dyads: bool,
    /// One row for each occurrence in a document instead of one for each mention of it
    #[arg(long)]
    once: bool,
    /// Leave out the sentences
    #[arg(long)]
    no_text: bool,
    /// Write here instead of to standard output; FILE.columns.json beside it says what each column holds. While it
    /// works, FILE.journal keeps what is done
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Go on where an interrupted run with the same -o stopped; the result is the same as without the interruption
    #[arg(long, requires = "output", conflicts_with_all = ["between", "dry_run"])]
    resume: bool,
    /// Say what would be read; code nothing
    #[arg(long, conflicts_with = "between")]
    dry_run: bool,
    #[command(flatten)]
    dictionaries: Dictionaries,
    #[command(flatten)]
    manner: Manner,
}

/// Runs the command.
pub fn run(args: &Code) -> Outcome {
    if args.dry_run {
        return plan::run(&args.paths, args.date);
    }
    let (coder, skipped) = args.dictionaries.coder()?;
    if let Some(file) = &args.between {
        return between::run(&coder, file, args.output.as_deref(), skipped);
    }
    if args.explain {
        let telling = match args.format {
            None => Telling::Words,
            Some(Format::Native) => Telling::Lines,
            Some(Format::Json) => Telling::Json,
            Some(Format::Export(_)) => return Err("reasons are told in words, or with --format jsonl or json".into()),
        };
        return explain::run(&coder, &args.paths, args.date, telling, args.output.as_deref(), skipped);
    }
    let format = args.format.unwrap_or(Format::Native);
    let shape = Shape { format, dyads: args.dyads, once: args.once, no_text: args.no_text };
    match args.output.as_deref().filter(|p| *p != Path::new("-")) {
        Some(path) => to_file(args, &coder, &shape, path, skipped),
        None => to_standard_output(args, &coder, &shape, skipped),
    }
}

fn to_standard_output(args: &Code, coder: &Coder, shape: &Shape, mut failures: usize) -> Outcome {
    let (mut out, open) = output::pipe();
    let mut writing = Writing::new(shape, &mut out)?;
    let all = |_: &_| Ok(true);
    pipeline::run(coder, &args.paths, args.date, &args.manner, all, |batch| {
        for done in batch {
            match done {
                Ok(c) => writing.document(&Kept::of(c))?,
                Err(f) => failures += told(&f),
            }
        }
        writing.flush()?;
        Ok(if open.get() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    tell(args, &writing.finish()?);
    Ok(status(failures))
}

/// Codes into the journal, then writes the file from it: what is killed at any point can be taken up again.
fn to_file(args: &Code, coder: &Coder, shape: &Shape, path: &Path, mut failures: usize) -> Outcome {
    let journal = std::cell::RefCell::new(Journal::open(path, args.resume, args.manner.quiet)?);
    let wanted = |d: &_| journal.borrow_mut().wants(d);
    pipeline::run(coder, &args.paths, args.date, &args.manner, wanted, |batch| {
        let mut journal = journal.borrow_mut();
        for done in batch {
            match done {
                Ok(c) => journal.keep(c)?,
                Err(f) => failures += told(&f),
            }
        }
        journal.flush()?;
        Ok(ControlFlow::Continue(()))
    })?;
    let journal = journal.into_inner().close()?;
    let written = super::whole(path, |out| {
        let mut writing = Writing::new(shape, out)?;
        journal.each(|kept| writing.document(kept))?;
        writing.finish()
    })?;
    if let Format::Export(format) = shape.format {
        super::side_file(path, format, &written)?;
    }
    journal.remove()?;
    tell(args, &written);
    Ok(status(failures))
}

/// Tells of a failure; 1 where something was lost.
fn told(f: &crate::input::Failure) -> usize {
    report::failure(f);
    usize::from(f.is_error())
}

fn tell(args: &Code, written: &detente_record::export::Written) {
    if !args.manner.quiet {
        super::tell(written);
    }
}
