//! `detente record add`: read documents, code them, keep them.

use crate::commands::record::user;
use crate::commands::{Outcome, status};
use crate::input::{self, Input};
use crate::{pipeline, report};
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
    let record = open(&args.record, args.dry_run)?;
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
    let how = How { user: user(args.user.as_ref()), dry_run: args.dry_run };
    let kept = keep(&record, &Coder::new(), inputs, &how)?;
    anstream::eprintln!("{}", kept.told(args.dry_run));
    Ok(status(failures + kept.failures))
}

/// Opens a record to add to it; a dry run leaves no file behind.
pub fn open(name: &str, dry_run: bool) -> Result<Record, String> {
    if dry_run {
        Record::connect(name, false).or_else(|e| if e.is_not_found() { Record::in_memory() } else { Err(e) })
    } else {
        Record::connect(name, true)
    }
    .map_err(|e| e.to_string())
}

/// How documents are kept.
pub struct How {
    /// Under whose name.
    pub user: String,
    /// Nothing is written.
    pub dry_run: bool,
}

/// What became of documents.
#[derive(Debug, Default)]
pub struct Kept {
    new: usize,
    there: usize,
    events: usize,
    clusters: usize,
    /// Documents that could not be coded; each was reported.
    pub failures: usize,
}

impl Kept {
    /// In words.
    pub fn told(&self, dry_run: bool) -> String {
        let Self { new, there, events, clusters, .. } = self;
        if dry_run {
            return format!(
                "would add {new} documents with {events} events; {there} are there already; nothing was changed"
            );
        }
        format!(
            "added {new} documents with {events} events, {clusters} of them new occurrences; {there} were there already"
        )
    }
}

/// Codes documents and keeps them, some at a time; what is there already is passed over.
pub fn keep(record: &Record, coder: &Coder, inputs: Vec<Input>, how: &How) -> Result<Kept, String> {
    let text = |e: detente_record::Error| e.to_string();
    let (all, mut done, mut out) = (inputs.len(), 0, Kept::default());
    let bar = std::io::stderr().is_terminal() && all > TOGETHER;
    let mut rest = inputs.into_iter().peekable();
    while rest.peek().is_some() {
        let mut batch = Vec::new();
        while batch.len() < TOGETHER
            && let Some(i) = rest.next()
        {
            done += 1;
            if record.contains(&i.document).map_err(text)? {
                out.there += 1;
            } else {
                batch.push(i);
            }
        }
        let coded = pipeline::code_all(coder, batch);
        for f in &coded.failures {
            out.failures += 1;
            report::failure(f);
        }
        let pairs: Vec<_> = coded.coded.into_iter().map(|c| (c.document, c.events)).collect();
        if how.dry_run {
            out.new += pairs.len();
            out.events += pairs.iter().map(|p| p.1.len()).sum::<usize>();
            continue;
        }
        let from = Provenance {
            at: jiff::Timestamp::now(),
            by: how.user.clone(),
            coder: concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned(),
        };
        for a in record.add_many(&pairs, &from).map_err(text)? {
            out.new += usize::from(!a.already);
            out.there += usize::from(a.already);
            out.events += a.events;
            out.clusters += a.new_clusters;
        }
        if bar {
            anstream::eprint!("\r{done} of {all} documents, {} events", out.events);
        }
    }
    if bar {
        anstream::eprintln!();
    }
    Ok(out)
}
