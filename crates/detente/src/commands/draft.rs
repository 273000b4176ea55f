//! `detente draft`: a conflict model from the record.

use super::{Outcome, deliver, status};
use clap::{Args, ValueEnum};
use detente_model::{ChangeKind, Draft as Drafted, DraftOptions, Role};
use detente_record::{Filter, Record};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Draft a conflict model from the record, each line with its evidence
#[derive(Debug, Args)]
pub struct Draft {
    /// The record
    #[arg(long, value_name = "FILE.db")]
    record: PathBuf,
    /// Whose conflict: names or codes, separated by commas; by default the densest one
    #[arg(long, value_name = "PARTY,PARTY…", value_delimiter = ',')]
    focus: Vec<String>,
    /// Only from this day on
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Date>,
    /// Only until this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Date>,
    /// Most options; the others are listed at the end of the file
    #[arg(long, value_name = "N", default_value_t = 12)]
    options: usize,
    /// What the conflict is called
    #[arg(long, value_name = "TEXT", default_value = "")]
    title: String,
    /// What to write
    #[arg(long, value_enum, default_value = "toml")]
    format: Format,
    /// Replace the file if it is there, with all edits
    #[arg(long)]
    force: bool,
    /// Write here instead of to standard output; a conflict file that is there keeps what was edited in it, takes in what
    /// is newly reported, and the differences are shown
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A conflict file, for `detente analyze`
    Toml,
    /// The same with parties, roles, contradictions and quotes, as one JSON object
    Json,
}

/// Runs the command.
pub fn run(args: &Draft) -> Outcome {
    let edited = args.output.as_deref().filter(|p| *p != Path::new("-") && p.exists() && !args.force);
    if let Some(path) = edited.filter(|_| args.format == Format::Json) {
        return Err(format!("{}: exists; `--force` replaces it", path.display()));
    }
    let record = Record::open_existing(&args.record).map_err(|e| e.to_string())?;
    let options = DraftOptions {
        focus: args.focus.clone(),
        from: args.from,
        until: args.until,
        options: args.options,
        title: args.title.clone(),
        ..DraftOptions::default()
    };
    let draft = detente_model::draft(&record, &options).map_err(|e| e.to_string())?;
    if draft.file.decision_makers.is_empty() {
        anstream::eprintln!(
            "nothing to draft: the record has no party with an open act (considered, planned, threatened or asked for)"
        );
        return Ok(status(1));
    }
    if let Some(path) = edited {
        return again(&record, &draft, path);
    }
    let text = detente_model::write(&draft.file);
    let out = match args.format {
        Format::Toml => text,
        Format::Json => {
            let mut v = serde_json::to_value(&draft.notes).map_err(|e| e.to_string())?;
            if let Some(o) = v.as_object_mut() {
                o.insert("toml".into(), text.into());
            }
            format!("{v}\n")
        }
    };
    deliver(&out, args.output.as_deref())?;
    if args.output.is_some() {
        summary(&draft);
    }
    Ok(status(0))
}

/// Drafts into a file that is there: its edits stay, and the differences are shown on standard error.
fn again(record: &Record, draft: &Drafted, path: &Path) -> Outcome {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{name}: cannot be read: {e}"))?;
    let day = detente_model::parse(&text).0.and_then(|f| f.as_of);
    let known: BTreeSet<String> = match day {
        Some(day) => {
            let reports = record.events(&Filter::default()).map_err(|e| e.to_string())?;
            reports.into_iter().filter(|r| r.published.is_none_or(|d| d <= day)).map(|r| r.event.id).collect()
        }
        None => BTreeSet::new(),
    };
    let done = match detente_model::redraft(&text, draft, &known) {
        Ok(done) => done,
        Err(found) => {
            for d in &found {
                crate::report::diagnostic(&name, Some(&text), d);
            }
            return Err(format!("{name}: was left as it is; `--force` replaces it"));
        }
    };
    if done.text != text {
        deliver(&done.text, Some(path))?;
    }
    let told = [
        (ChangeKind::Added, "new"),
        (ChangeKind::Supported, "further reports"),
        (ChangeKind::Differs, "reports say otherwise; kept as it is"),
        (ChangeKind::Kept, "no report supports it now; kept"),
        (ChangeKind::LeftOut, "not in the file; left out"),
    ];
    for (kind, words) in told {
        for c in done.changes.iter().filter(|c| c.kind == kind) {
            anstream::eprintln!("{words}: {}", c.line);
        }
    }
    if done.changes.iter().all(|c| !matches!(c.kind, ChangeKind::Added | ChangeKind::Supported)) {
        anstream::eprintln!("{name}: nothing new since it was drafted");
    }
    Ok(status(0))
}

/// What was drafted, in a few lines on standard error.
fn summary(draft: &Drafted) {
    anstream::eprintln!("{}", draft.file.title);
    for dm in &draft.file.decision_makers {
        let role = draft.notes.parties.iter().find(|p| p.decision_maker.as_deref() == Some(&dm.id)).map(|p| p.role);
        let role = if role == Some(Role::Mediator) { " (mediates)" } else { "" };
        anstream::eprintln!("  {}{role}", dm.name);
        for o in &dm.options {
            anstream::eprintln!("    {}", o.name);
        }
    }
    let statements = draft.file.decision_makers.iter().flat_map(|d| &d.prefers);
    let guesses = statements.clone().filter(|p| !p.known).count();
    anstream::eprintln!(
        "{} preference statements, {guesses} of them guesses; {} contradictions; {} options left out",
        statements.count(),
        draft.notes.contradictions.len(),
        draft.notes.dropped.len()
    );
}
