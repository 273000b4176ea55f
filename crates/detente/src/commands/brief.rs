//! `detente brief`: documents to the brief, the whole way through the house.

use super::{Outcome, status};
use crate::dictionaries::Dictionaries;
use crate::pipeline::{self, Manner};
use crate::report;
use clap::{Args, ValueEnum};
use detente_brief::{Brief as Account, Material, Skipped};
use detente_model::{ConflictFile, Draft, DraftOptions};
use detente_record::{Filter, Provenance, Record};
use jiff::civil::Date;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Read documents and write the brief: what happened, what is due, who could do what, where it can settle
#[derive(Debug, Args)]
pub struct Brief {
    /// Text, HTML, JSON Lines, Parquet, WARC or CoNLL-U files, gzipped or not, folders, or `-`
    #[arg(required_unless_present = "record")]
    paths: Vec<PathBuf>,
    /// The day whose situation is described, and day of publication of documents that do not say their own
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// Write the brief here; `.html`, `.md`, `.json` or `.pdf` says what to write (without -o and --format: brief.html)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What to write; several with commas. `terminal` writes no file
    #[arg(long, value_enum, value_delimiter = ',')]
    format: Vec<Format>,
    /// Add the documents to this record and brief on all that it holds
    #[arg(long, value_name = "FILE.db")]
    record: Option<PathBuf>,
    /// Analyse this conflict file instead of a drafted model
    #[arg(long, value_name = "FILE.toml")]
    conflict: Option<PathBuf>,
    /// Name or code of a party whose conflict it is (repeat for several); found by itself otherwise
    #[arg(long, value_name = "PARTY")]
    focus: Vec<String>,
    /// Only what happened or was reported from this day on
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Date>,
    /// Only what happened or was reported until this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Date>,
    /// Tell what has changed since the brief of this day: what was published later, and what it moves
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<Date>,
    /// Most options of the drafted model
    #[arg(long, value_name = "N", default_value_t = 12)]
    options: usize,
    /// What to call it
    #[arg(long)]
    title: Option<String>,
    #[command(flatten)]
    manner: Manner,
    #[command(flatten)]
    dictionaries: Dictionaries,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One HTML file, to read or print
    Html,
    /// Markdown
    #[value(alias = "md")]
    Markdown,
    /// Everything that the brief shows, as JSON
    Json,
    /// A PDF, printed by an installed browser
    Pdf,
    /// A short account on the terminal only
    Terminal,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Markdown => "md",
            Format::Json => "json",
            Format::Pdf => "pdf",
            Format::Terminal => "txt",
        }
    }

    fn render(self, brief: &Account) -> String {
        match self {
            // What a browser prints is the page.
            Format::Html | Format::Pdf => brief.html(),
            Format::Markdown => brief.markdown(),
            Format::Json => brief.json(),
            Format::Terminal => brief.short(),
        }
    }
}

/// Documents that are added to the record at a time: more are not held in memory.
const TOGETHER: usize = 64;

/// Runs the command.
pub fn run(args: &Brief) -> Outcome {
    let targets = targets(args)?;
    let (coder, skipped_lines) = args.dictionaries.coder()?;
    let record = record(args)?;
    let now = jiff::Zoned::now();
    let by = Provenance {
        at: now.timestamp(),
        by: "detente brief".to_owned(),
        coder: concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned(),
    };
    let (mut coded, mut failures, mut latest) = (Vec::new(), Vec::new(), None);
    pipeline::run(
        &coder,
        &args.paths,
        args.date,
        &args.manner,
        |_| Ok(true),
        |batch| {
            for done in batch {
                match done {
                    Ok(c) => {
                        latest = latest.max(c.document.date);
                        coded.push((c.document, c.events));
                        if coded.len() == TOGETHER {
                            record.add_many(&coded, &by).map_err(|e| e.to_string())?;
                            coded.clear();
                        }
                    }
                    Err(f) => {
                        report::failure(&f);
                        failures.extend(f.is_error().then_some(f));
                    }
                }
            }
            Ok(ControlFlow::Continue(()))
        },
    )?;
    let skipped =
        failures.iter().map(|f| Skipped { name: f.file.clone(), reason: f.diagnostic.message.clone() }).collect();
    record.add_many(&coded, &by).map_err(|e| e.to_string())?;
    drop(coded);

    let as_of = args.date.or(latest).unwrap_or_else(|| now.date());
    let filter = Filter { from: args.from, until: args.until, ..Filter::default() };
    // The model first: drafting reads everything once and lets it go.
    let model = model(&record, args)?;
    let file = match &model {
        Model::Given(file) => file,
        Model::Drafted(draft) => &draft.file,
    };
    let mut material = Material::gather(&record, &filter, as_of, Some(file)).map_err(|e| e.to_string())?;
    material.skipped = skipped;
    let material = match model {
        Model::Given(file) => material.with_conflict(*file),
        Model::Drafted(draft) => material.with_draft(*draft),
    };
    let mut material = material.with_focus(&args.focus);
    if let Some(day) = args.since {
        let then = earlier(&record, day, &by)?;
        let draft = detente_model::draft(&then, &draft_options(args, false)).or_else(|_| {
            // The parties of now may not have been named then.
            detente_model::draft(&then, &DraftOptions { focus: Vec::new(), ..draft_options(args, false) })
        });
        material = material.with_since(day, draft.map_err(|e| e.to_string())?);
    }
    let brief = Account::of(&material);
    deliver(&brief, &targets)?;
    Ok(status(failures.len() + skipped_lines))
}

/// The record that `--record` names, or one that is gone afterwards.
fn record(args: &Brief) -> Result<Record, String> {
    let opened = match &args.record {
        Some(path) if args.paths.is_empty() => Record::open_existing(path),
        Some(path) => Record::open(path),
        None => Record::in_memory(),
    };
    opened.map_err(|e| e.to_string())
}

enum Model {
    Given(Box<ConflictFile>),
    Drafted(Box<Draft>),
}

/// The conflict file that was given, or a draft.
fn model(record: &Record, args: &Brief) -> Result<Model, String> {
    if let Some(path) = &args.conflict {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|e| format!("{name}: cannot be read: {e}"))?;
        let (file, found) = detente_model::parse(&text);
        for d in &found {
            report::diagnostic(&name, Some(&text), d);
        }
        return match file {
            Some(file) => Ok(Model::Given(Box::new(file))),
            None => Err(format!("{name}: is no conflict file")),
        };
    }
    let draft = detente_model::draft(record, &draft_options(args, true)).map_err(|e| e.to_string())?;
    Ok(Model::Drafted(Box::new(draft)))
}

fn draft_options(args: &Brief, until: bool) -> DraftOptions {
    DraftOptions {
        focus: args.focus.clone(),
        from: args.from,
        until: args.until.filter(|_| until),
        options: args.options,
        title: args.title.clone().unwrap_or_default(),
        ..DraftOptions::default()
    }
}

/// A record of what had been published by that day.
fn earlier(record: &Record, day: Date, by: &Provenance) -> Result<Record, String> {
    let told = |e: detente_record::Error| e.to_string();
    let mut documents = Vec::new();
    for source in record.documents().map_err(told)? {
        if source.document.date.is_none_or(|d| d <= day) {
            let filter = Filter { document: Some(source.document.id.clone()), ..Filter::default() };
            let reports = record.events(&filter).map_err(told)?;
            let events = reports.into_iter().filter(|r| r.document == source.number).map(|r| r.event).collect();
            documents.push((source.document, events));
        }
    }
    let then = Record::in_memory().map_err(told)?;
    then.add_many(&documents, by).map_err(told)?;
    Ok(then)
}

/// What is written where: in each format, to a file, or (no path) to standard output.
fn targets(args: &Brief) -> Result<Vec<(Format, Option<PathBuf>)>, String> {
    let files: Vec<Format> = args.format.iter().copied().filter(|f| *f != Format::Terminal).collect();
    let by_name = |path: &Path| {
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        match extension.as_str() {
            "html" | "htm" => Some(Format::Html),
            "md" | "markdown" => Some(Format::Markdown),
            "json" => Some(Format::Json),
            "pdf" => Some(Format::Pdf),
            _ => None,
        }
    };
    match (&args.output, files.as_slice()) {
        (Some(path), many) if path == Path::new("-") => match many {
            [] => Ok(vec![(Format::Html, None)]),
            [one] => Ok(vec![(*one, None)]),
            _ => Err("standard output takes one format; give one --format with `-o -`".to_owned()),
        },
        (Some(path), []) => match by_name(path) {
            Some(f) => Ok(vec![(f, Some(path.clone()))]),
            None => Err(format!(
                "{}: the name does not say what to write; end it with .html, .md, .json or .pdf, or give --format",
                path.display()
            )),
        },
        (Some(path), [one]) => Ok(vec![(*one, Some(path.clone()))]),
        (Some(path), many) => Ok(many.iter().map(|f| (*f, Some(path.with_extension(f.extension())))).collect()),
        (None, []) if !args.format.is_empty() => Ok(Vec::new()),
        (None, []) => Ok(vec![(Format::Html, Some(PathBuf::from("brief.html")))]),
        (None, many) => Ok(many.iter().map(|f| (*f, Some(Path::new("brief").with_extension(f.extension())))).collect()),
    }
}

fn deliver(brief: &Account, targets: &[(Format, Option<PathBuf>)]) -> Result<(), String> {
    let mut written = Vec::new();
    for (format, path) in targets {
        match (format, path) {
            (Format::Pdf, Some(path)) => super::browser::print(&brief.html(), path)?,
            (Format::Pdf, None) => return Err("a PDF goes to a file; give one with `-o`".to_owned()),
            _ => super::deliver(&format.render(brief), path.as_deref())?,
        }
        written.extend(path.as_ref().map(|p| p.display().to_string()));
    }
    if targets.iter().any(|(_, path)| path.is_none()) {
        return Ok(());
    }
    let mut account = brief.short();
    if !written.is_empty() {
        account.push_str(&format!("\nThe whole brief, with every source: {}\n", written.join(", ")));
    }
    super::deliver(&account, None)
}
