//! `detente actor`: who a phrase means, on a date.

use super::{Outcome, deliver, status};
use crate::dictionaries::Dictionaries;
use clap::Args;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Say who a phrase means: name, country code, sector, person
#[derive(Debug, Args)]
pub struct Actor {
    /// Phrases, or a JSON Lines file {"id","phrase","date"?}
    #[arg(required = true)]
    phrases: Vec<String>,
    /// The day on which offices count
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<Date>,
    /// `json` for one object a line, `table` for reading
    #[arg(long, default_value = "json", value_parser = ["json", "jsonl", "table"])]
    format: String,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    dictionaries: Dictionaries,
}

/// Runs the command.
pub fn run(args: &Actor) -> Outcome {
    let (coder, mut failures) = args.dictionaries.coder()?;
    let today = jiff::Zoned::now().date();
    let mut rows: Vec<(Value, String, Option<Date>)> = Vec::new();
    for phrase in &args.phrases {
        let path = Path::new(phrase);
        if phrase != "-" && !path.is_file() {
            rows.push((Value::Null, phrase.clone(), args.date));
            continue;
        }
        let text = if phrase == "-" {
            std::io::read_to_string(std::io::stdin()).map_err(|e| format!("standard input: {e}"))?
        } else {
            std::fs::read_to_string(path).map_err(|e| format!("{phrase}: cannot be read: {e}"))?
        };
        for (k, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let value: Value = serde_json::from_str(line).unwrap_or(Value::Null);
            let Some(said) = value.get("phrase").and_then(Value::as_str) else {
                failures += 1;
                anstream::eprintln!("error[DT0504]: {phrase}:{}: no JSON object with a `phrase`", k + 1);
                continue;
            };
            let date =
                value.get("date").and_then(Value::as_str).and_then(|d| detente_text::one_date(d, today)).or(args.date);
            rows.push((value.get("id").cloned().unwrap_or(Value::Null), said.to_owned(), date));
        }
    }
    let mut out = String::new();
    for (id, phrase, date) in rows {
        let a = coder.who(&phrase, date.unwrap_or(today)).unwrap_or_default();
        if args.format == "table" {
            let _ =
                writeln!(out, "{phrase}\t{}\t{}\t{}\t{}", a.name, a.code, a.sector, a.person.as_deref().unwrap_or(""));
        } else {
            let row = json!({"id": id, "phrase": phrase, "name": a.name, "code": a.code, "sector": a.sector, "person": a.person});
            let _ = writeln!(out, "{row}");
        }
    }
    deliver(&out, args.output.as_deref())?;
    Ok(status(failures))
}
