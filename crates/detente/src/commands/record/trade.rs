//! `detente record export` and `import`.

use super::{Where, Which, user};
use crate::commands::{Outcome, status};
use clap::Args;
use detente_record::export::{self, Options};
use detente_record::{Provenance, Record};
use std::fs::File;
use std::io::{BufWriter, Write};
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

/// Writes a file beside the wanted one and puts it in its place when it is whole.
fn whole(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<export::Written, String>,
) -> Result<export::Written, String> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let at = |e: std::io::Error| format!("{}: cannot be written: {e}", path.display());
    let mut out = BufWriter::new(File::create(&part).map_err(at)?);
    let done = write(&mut out).and_then(|w| out.flush().map(|()| w).map_err(at));
    drop(out);
    match done {
        Ok(w) => std::fs::rename(&part, path).map(|()| w).map_err(at),
        Err(e) => {
            // What was begun is no use to anybody; if it cannot be removed, the message below is the one that matters.
            let _ = std::fs::remove_file(&part);
            Err(e)
        }
    }
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
            let written = whole(path, write)?;
            let mut side = path.as_os_str().to_owned();
            side.push(".columns.json");
            let mut text =
                serde_json::to_string_pretty(&export::side_file(args.format, &written)).map_err(|e| e.to_string())?;
            text.push('\n');
            crate::commands::deliver(&text, Some(Path::new(&side)))?;
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
    for (why, n) in &written.left_out {
        anstream::eprintln!("left out {n}: {why}");
    }
    for note in &written.notes {
        anstream::eprintln!("note: {note}");
    }
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
        for a in record.add_many(part, &from).map_err(text)? {
            new += usize::from(!a.already);
            there += usize::from(a.already);
            events += a.events;
        }
    }
    anstream::eprintln!("added {new} documents with {events} events; {there} were there already");
    Ok(status(0))
}
