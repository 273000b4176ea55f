//! `detente watch`: read what is new in feeds and folders, and keep it.

use super::record::user;
use super::{Outcome, status};
use crate::pipeline::{self, Manner};
use crate::watch::{self, config::Config, state::State};
use clap::Args;
use detente_coder::Coder;
use detente_event::{Document, Event};
use detente_record::{Provenance, Record};
use jiff::Timestamp;
use std::ops::ControlFlow;
use std::path::PathBuf;

const FILE: &str = "\
The file lists what to watch; nothing else is ever contacted:

  record = \"talks.db\"             # where to keep it, or --record
  contact = \"desk@example.org\"    # told to the servers that are asked
  pause = \"2s\"                    # between two requests to one host
  # proxy = \"http://proxy.example.org:3128\"
  # certificates = \"desk.pem\"    # authorities to believe instead of the web's; else SSL_CERT_FILE

  [[feed]]                        # RSS or Atom
  url = \"https://news.example.org/world/rss\"
  every = \"30m\"                   # how often it is asked
  hosts = [\"www.example.org\"]     # where its articles are, if not on the feed's own host
  articles = true                 # read the linked pages; false: what the feed itself holds

  [[folder]]                      # documents put there by hand or by another program
  path = \"inbox\"
  every = \"1m\"

robots.txt is followed, what has not changed is not sent again, a server that fails is asked less and less often.";

/// Read what is new in feeds and folders, and keep it in a record
#[derive(Debug, Args)]
#[command(after_help = FILE)]
pub struct Watch {
    /// TOML file that lists feeds and folders
    file: PathBuf,
    /// The record: a file, made where there is none, or postgres://…
    #[arg(long, value_name = "RECORD", env = "DETENTE_RECORD")]
    record: Option<String>,
    /// Ask everything that is due once, then end
    #[arg(long)]
    once: bool,
    /// File it under this name instead of the user's
    #[arg(long = "as", value_name = "NAME")]
    user: Option<String>,
    /// Read, and say what would be added; change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Runs the command.
pub fn run(args: &Watch) -> Outcome {
    let name = args.file.display().to_string();
    let text = std::fs::read_to_string(&args.file).map_err(|e| format!("{name}: cannot be read: {e}"))?;
    let config = match Config::read(&text, &args.file) {
        Ok(c) => c,
        Err(d) => {
            crate::report::diagnostic(&name, Some(text.as_str()), &d);
            return Ok(std::process::ExitCode::from(2));
        }
    };
    let Some(record) = args.record.as_ref().or(config.record.as_ref()) else {
        return Err(format!("{name}: where is it to be kept? Write record = \"FILE.db\" there, or give --record"));
    };
    let kept_beside = State::path(&args.file);
    // Before anybody is asked: what cannot be kept need not be read.
    drop(open(record, args.dry_run)?);
    State::read(&kept_beside)?;
    let coder = Coder::new();
    let by = user(args.user.as_ref());
    loop {
        // Read anew each time: after a failure it is what was true before.
        let mut state = State::read(&kept_beside)?;
        let round = watch::round(&config, &mut state, Timestamp::now(), &|url| anstream::eprintln!("asking {url}"));
        for t in &round.troubles {
            anstream::eprintln!("{t}");
        }
        let mut troubles = round.troubles.len();
        match keep(record, &coder, round.documents, &round.folders, &by, args.dry_run) {
            Ok(kept) => {
                troubles += kept.failures;
                if round.asked > 0 {
                    anstream::eprintln!("{}", kept.told(args.dry_run));
                }
                if !args.dry_run {
                    // Only now: what was read and not kept is read again.
                    state.write(&kept_beside)?;
                }
            }
            Err(e) if args.once || args.dry_run => return Err(e),
            Err(e) => {
                anstream::eprintln!("error: {e}");
                anstream::eprintln!("nothing of this round was noted as read; it is tried again in a minute");
                std::thread::sleep(std::time::Duration::from_secs(60));
                continue;
            }
        }
        if args.once || args.dry_run {
            return Ok(status(troubles));
        }
        std::thread::sleep(watch::wait(&config, &state, Timestamp::now()));
    }
}

/// Opens the record to add to it; a dry run leaves no file behind.
fn open(name: &str, dry_run: bool) -> Result<Record, String> {
    if dry_run {
        Record::connect(name, false).or_else(|e| if e.is_not_found() { Record::in_memory() } else { Err(e) })
    } else {
        Record::connect(name, true)
    }
    .map_err(|e| e.to_string())
}

/// What became of the documents of a round.
#[derive(Debug, Default)]
struct Kept {
    new: usize,
    there: usize,
    events: usize,
    failures: usize,
}

impl Kept {
    fn told(&self, dry_run: bool) -> String {
        let Self { new, there, events, .. } = self;
        if dry_run {
            format!("would add {new} documents with {events} events; {there} are there already; nothing was changed")
        } else {
            format!("added {new} documents with {events} events; {there} were there already")
        }
    }
}

/// Codes what is new and keeps it, in one transaction.
fn keep(
    record: &str,
    coder: &Coder,
    documents: Vec<Document>,
    folders: &[PathBuf],
    by: &str,
    dry_run: bool,
) -> Result<Kept, String> {
    let mut out = Kept::default();
    if documents.is_empty() && folders.is_empty() {
        return Ok(out);
    }
    let text = |e: detente_record::Error| e.to_string();
    let record = open(record, dry_run)?;
    let mut batch: Vec<(Document, Vec<Event>)> = Vec::new();
    for d in documents {
        if record.contains(&d).map_err(text)? {
            out.there += 1;
            continue;
        }
        // A defect of ours in one document never stops the others.
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| coder.code(&d))) {
            Ok(events) => batch.push((d, events)),
            Err(_) => {
                out.failures += 1;
                anstream::eprintln!(
                    "{}: could not be coded: a defect of ours; please report it with the page",
                    d.source
                );
            }
        }
    }
    let (mut passed_over, mut failures) = (0, 0);
    let wanted = |d: &Document| {
        let is_there = record.contains(d).map_err(text)?;
        passed_over += usize::from(is_there);
        Ok(!is_there)
    };
    let quietly = Manner { quiet: true, ..Manner::default() };
    pipeline::run(coder, folders, None, &quietly, wanted, |done| {
        for d in done {
            match d {
                Ok(c) => batch.push((c.document, c.events)),
                Err(f) => {
                    failures += usize::from(f.is_error());
                    crate::report::failure(&f);
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    out.there += passed_over;
    out.failures += failures;
    if dry_run {
        out.new = batch.len();
        out.events = batch.iter().map(|b| b.1.len()).sum();
        return Ok(out);
    }
    let coder = concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned();
    let from = Provenance { at: jiff::Timestamp::now(), by: by.to_owned(), coder };
    for a in record.add_many(&batch, &from).map_err(text)? {
        out.new += usize::from(!a.already);
        out.there += usize::from(a.already);
        out.events += a.events;
    }
    Ok(out)
}
