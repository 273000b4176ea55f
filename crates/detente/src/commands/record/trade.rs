//! `detente record export` and `import`.

use super::{Where, Which, user};
use crate::commands::{Outcome, status};
use clap::Args;
use detente_record::export::{self, Options};
use detente_record::{Provenance, Record};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Write events in the format of another program
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    at: Where,
    #[command(flatten)]
    which: Which,
    /// plover, csv, parquet, cameo, polecat, icews, phoenix, gdelt1, gdelt2, gdelt-mentions, acled, gexf, graphml,
    /// timelinejs, ftm, csl-json, kumu-elements, kumu-connections
    #[arg(long, value_parser = format)]
    format: export::Format,
    /// Write here instead of to standard output; FILE.columns.json beside it says what each column holds
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// One row for each pair of actor and recipient
    #[arg(long)]
    dyads: bool,
    /// One row for each occurrence instead of one for each report
    #[arg(long)]
    once: bool,
    /// Leave out the sentences
    #[arg(long)]
    no_text: bool,
    /// One edge for each event (graphs)
    #[arg(long)]
    multigraph: bool,
}

/// Take in events that another program coded
#[derive(Debug, Args)]
pub struct Import {
    /// The record: a file, made where there is none, or postgres://…
    #[arg(long, value_name = "RECORD", env = "DETENTE_RECORD")]
    record: String,
    /// The file
    file: PathBuf,
    /// plover, polecat, icews, gdelt1, gdelt2, acled
    #[arg(long, value_parser = format)]
    format: export::Format,
    /// File it under this name instead of the user's
    #[arg(long = "as", value_name = "NAME")]
    user: Option<String>,
    /// Say what would be added; change nothing
    #[arg(long)]
    dry_run: bool,
}

fn format(text: &str) -> Result<export::Format, String> {
    export::Format::parse(text)
        .ok_or_else(|| format!("the formats are {}", export::Format::ALL.map(export::Format::as_str).join(", ")))
}

/// Runs `export`.
pub fn export(args: &Export) -> Outcome {
    let record = args.at.open()?;
    let options = Options {
        dyads: args.dyads,
        no_text: args.no_text,
        multigraph: args.multigraph,
        once: args.once,
        now: Some(jiff::Timestamp::now()),
    };
    let filter = args.which.filter();
    let write = |out: &mut dyn Write| record.export(args.format, &filter, &options, out).map_err(|e| e.to_string());
    let written = match args.output.as_deref().filter(|p| *p != Path::new("-")) {
        Some(path) => {
            let written = crate::commands::whole(path, write)?;
            crate::commands::side_file(path, args.format, &written)?;
            written
        }
        None => {
            let mut out = Vec::new();
            let written = write(&mut out)?;
            match std::io::stdout().lock().write_all(&out) {
                Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => return Err(format!("standard output: {e}")),
                _ => written,
            }
        }
    };
    crate::commands::tell(&written);
    Ok(status(0))
}

/// Runs `import`.
pub fn import(args: &Import) -> Outcome {
    let text = |e: detente_record::Error| e.to_string();
    let bytes = std::fs::read(&args.file).map_err(|e| format!("{}: cannot be read: {e}", args.file.display()))?;
    let name = args.file.display().to_string();
    let batch = detente_record::import::read(args.format, &name, &bytes).map_err(text)?;
    let events: usize = batch.iter().map(|b| b.1.len()).sum();
    let rows: usize = batch.iter().map(|b| b.0.text.lines().count()).sum();
    if rows > events {
        anstream::eprintln!(
            "{} rows hold no act that PLOVER has (CAMEO's public statements); they are kept as text, without an event",
            rows - events
        );
    }
    if args.dry_run {
        anstream::eprintln!("would add {} documents with {events} events; nothing was changed", batch.len());
        return Ok(status(0));
    }
    let record = Record::connect(&args.record, true).map_err(text)?;
    let from = Provenance {
        at: jiff::Timestamp::now(),
        by: user(args.user.as_ref()),
        coder: format!("{} file {name}", args.format.as_str()),
    };
    let (mut new, mut there, mut events) = (0, 0, 0);
    for part in batch.chunks(1000) {
        for a in record.import_many(part, &from).map_err(text)? {
            new += usize::from(!a.already);
            there += usize::from(a.already);
            events += a.events;
        }
    }
    anstream::eprintln!("added {new} documents with {events} events; {there} were there already");
    Ok(status(0))
}
