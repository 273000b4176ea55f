//! `detente record`: what was read, kept, asked and decided.

mod add;
mod keys;
mod review;
mod sheet;
mod show;
mod trade;

use super::Outcome;
use clap::{Args, Subcommand, ValueEnum};
use detente_event::{Act, Status};
use detente_record::{Filter, Record as Store};
use jiff::civil::Date;
use std::path::PathBuf;

/// Keep what was read, and ask what happened, what is due, and who could do what
#[derive(Debug, Args)]
pub struct Record {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Add),
    /// What happened and is to happen, by day
    Timeline(show::Show),
    /// What is announced and not reported held or called off
    Pending(show::Show),
    /// The events as their documents report them
    Events(show::Show),
    /// Who deals with whom
    Network(show::Show),
    /// Acts considered, planned, sought or threatened, with who wants and who opposes each
    Levers(show::Show),
    /// Counts for each pair of parties and month
    Counts(show::Show),
    Review(review::Review),
    Undo(review::Undo),
    Export(trade::Export),
    Import(trade::Import),
    Check(show::Check),
}

/// Runs the command.
pub fn run(args: &Record) -> Outcome {
    match &args.command {
        Command::Add(a) => add::run(a),
        Command::Timeline(a) => show::run(a, show::Question::Timeline),
        Command::Pending(a) => show::run(a, show::Question::Pending),
        Command::Events(a) => show::run(a, show::Question::Events),
        Command::Network(a) => show::run(a, show::Question::Network),
        Command::Levers(a) => show::run(a, show::Question::Levers),
        Command::Counts(a) => show::run(a, show::Question::Counts),
        Command::Review(a) => review::run(a),
        Command::Undo(a) => review::undo(a),
        Command::Export(a) => trade::export(a),
        Command::Import(a) => trade::import(a),
        Command::Check(a) => show::check(a),
    }
}

/// Which record.
#[derive(Debug, Args)]
struct Where {
    /// The record: a file, or postgres://…
    #[arg(long, value_name = "RECORD", env = "DETENTE_RECORD")]
    record: String,
    /// As it stood at that moment, `2025-10-17T12:00:00Z`
    #[arg(long, value_name = "MOMENT")]
    as_of: Option<jiff::Timestamp>,
}

impl Where {
    fn open(&self) -> Result<Store, String> {
        let record = Store::connect(&self.record, false).map_err(|e| e.to_string())?;
        match self.as_of {
            Some(moment) => record.as_of(moment).map_err(|e| e.to_string()),
            None => Ok(record),
        }
    }
}

/// Which events.
#[derive(Debug, Args)]
struct Which {
    /// A party in any role, by name or code
    #[arg(long)]
    actor: Option<String>,
    /// Who did it
    #[arg(long)]
    by: Option<String>,
    /// To whom
    #[arg(long)]
    to: Option<String>,
    /// Two parties in either direction, `USA,RUS`
    #[arg(long, value_parser = dyad)]
    dyad: Option<(String, String)>,
    /// Acts: CONSULT, AID …
    #[arg(long, value_delimiter = ',', value_parser = act)]
    act: Vec<Act>,
    /// Statuses: occurred, planned, considered, threatened, negated, hypothetical, historical
    #[arg(long, value_delimiter = ',', value_parser = status)]
    status: Vec<Status>,
    /// Not before that day
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Date>,
    /// Not after that day
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Date>,
    /// Contexts: military, economic …
    #[arg(long, value_delimiter = ',')]
    context: Vec<String>,
    /// Words that the sentence has
    #[arg(long)]
    text: Option<String>,
    /// Place or country code
    #[arg(long)]
    place: Option<String>,
    /// Id of a document
    #[arg(long)]
    document: Option<String>,
    /// Also what was rejected in review
    #[arg(long)]
    rejected: bool,
    /// At most so many
    #[arg(long)]
    limit: Option<usize>,
    /// Leave out so many first
    #[arg(long, default_value_t = 0)]
    offset: usize,
}

impl Which {
    fn filter(&self) -> Filter {
        Filter {
            actor: self.actor.clone(),
            by: self.by.clone(),
            to: self.to.clone(),
            dyad: self.dyad.clone(),
            acts: self.act.clone(),
            statuses: self.status.clone(),
            from: self.from,
            until: self.until,
            contexts: self.context.clone(),
            text: self.text.clone(),
            place: self.place.clone(),
            document: self.document.clone(),
            rejected: self.rejected,
            limit: self.limit,
            offset: self.offset,
        }
    }
}

fn dyad(text: &str) -> Result<(String, String), String> {
    let (a, b) = text.split_once(',').ok_or("two parties, separated by a comma")?;
    Ok((a.trim().to_owned(), b.trim().to_owned()))
}

fn act(text: &str) -> Result<Act, String> {
    Act::parse(&text.to_uppercase()).ok_or_else(|| format!("the acts are {}", Act::ALL.map(Act::as_str).join(", ")))
}

fn status(text: &str) -> Result<Status, String> {
    Status::parse(&text.to_lowercase())
        .ok_or_else(|| format!("the statuses are {}", Status::ALL.map(Status::as_str).join(", ")))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table to read
    Table,
    /// JSON
    Json,
    /// Comma-separated values
    Csv,
    /// Parquet, with typed columns
    Parquet,
}

/// How to answer.
#[derive(Debug, Args)]
struct Answer {
    /// What to write
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The name under which decisions and additions are filed.
pub(super) fn user(by: Option<&String>) -> String {
    let from = |name: &str| std::env::var(name).ok().filter(|n| !n.is_empty());
    by.cloned().or_else(|| from("USER")).or_else(|| from("USERNAME")).unwrap_or_else(|| "unknown".to_owned())
}
