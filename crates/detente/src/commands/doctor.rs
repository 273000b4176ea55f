//! `detente doctor`: whether the program works here, and whether a record is sound; makes and upgrades records.

use super::{Outcome, deliver, status};
use clap::Args;
use detente_coder::Coder;
use detente_event::Document;
use detente_record::Record;

/// See whether the program works here; make, upgrade and check a record
#[derive(Debug, Args)]
pub struct Doctor {
    /// The record to look at: a file, or postgres://…
    #[arg(long, value_name = "RECORD", env = "DETENTE_RECORD")]
    record: Option<String>,
    /// Make the record where there is none
    #[arg(long, requires = "record")]
    create: bool,
    /// Upgrade the record where it is older than this program (opening it for anything else does the same)
    #[arg(long, requires = "record")]
    upgrade: bool,
}

/// Runs the command.
pub fn run(args: &Doctor) -> Outcome {
    let mut out = format!("detente {}\n", env!("CARGO_PKG_VERSION"));
    let mut wrong = 0;
    let mut tell = |good: bool, what: &str| {
        wrong += usize::from(!good);
        out.push_str(&format!("{} {what}\n", if good { "  ok   " } else { "  WRONG" }));
    };
    // One sentence through the whole way: dictionaries, weights, coder.
    let document = Document {
        id: "doctor".to_owned(),
        date: Some(jiff::civil::date(2025, 10, 17)),
        text: "President Vladimir Putin of Russia met President Donald Trump in Alaska on Friday.".to_owned(),
        ..Document::default()
    };
    let events = std::panic::catch_unwind(|| Coder::new().code(&document)).unwrap_or_default();
    let codes: Vec<&str> =
        events.iter().flat_map(|e| e.actor.iter().chain(&e.recipient)).map(|a| a.code.as_str()).collect();
    let read = codes.contains(&"RUS") && codes.contains(&"USA");
    tell(
        read,
        if read { "reads a sentence" } else { "a sentence that it must understand is not understood: install it anew" },
    );
    tell(
        true,
        if cfg!(feature = "postgres") {
            "keeps records in files and in PostgreSQL"
        } else {
            "keeps records in files (not built for PostgreSQL)"
        },
    );
    let scratch = Record::in_memory().and_then(|r| r.check());
    tell(scratch.as_ref().is_ok_and(Vec::is_empty), "makes a record in memory");
    if let Some(name) = &args.record {
        look(name, args, &mut tell)?;
    }
    deliver(&out, None)?;
    Ok(status(wrong))
}

fn look(name: &str, args: &Doctor, tell: &mut dyn FnMut(bool, &str)) -> Result<(), String> {
    let text = |e: detente_record::Error| e.to_string();
    let newest = Record::newest_version();
    match Record::version_of(name) {
        Err(e) => {
            tell(false, &e.to_string());
            return Ok(());
        }
        Ok(None) if args.create => {
            drop(Record::connect(name, true).map_err(text)?);
            tell(true, &format!("{name}: made, version {newest}"));
        }
        Ok(None) => {
            tell(false, &format!("{name}: there is no record (make it with --create, or by adding to it)"));
            return Ok(());
        }
        Ok(Some(version)) if version < newest && !args.upgrade => {
            tell(
                false,
                &format!(
                    "{name}: version {version}, this program's is {newest} (upgrade it with --upgrade; keep a copy)"
                ),
            );
            return Ok(());
        }
        Ok(Some(version)) if version < newest => {
            drop(Record::connect(name, false).map_err(text)?);
            tell(true, &format!("{name}: upgraded from version {version} to {newest}"));
        }
        Ok(Some(version)) => tell(true, &format!("{name}: version {version}, the newest")),
    }
    let record = match Record::connect(name, false) {
        Ok(r) => r,
        Err(e) => {
            tell(false, &e.to_string());
            return Ok(());
        }
    };
    match record.check() {
        Ok(found) if found.is_empty() => tell(true, &format!("{}: sound", record.name())),
        Ok(found) => {
            for d in found {
                tell(false, &format!("{}: {d}", record.name()));
            }
        }
        Err(e) => tell(false, &e.to_string()),
    }
    let size = record.size().map_err(text)?;
    tell(
        true,
        &format!(
            "{}: {} documents, {} events, {} occurrences, {} decisions",
            record.name(),
            size.documents,
            size.events,
            size.occurrences,
            size.decisions
        ),
    );
    Ok(())
}
