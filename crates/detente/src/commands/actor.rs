//! `detente actor`: who a phrase means, on a date.

use super::{Outcome, deliver, status};
use crate::dictionaries::Dictionaries;
use crate::{lines, pipeline, report};

use clap::Args;
use detente_event::Diagnostic;
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
        let bytes = lines::read(path)?;
        failures += lines::each(path, &bytes, |line| {
            rows.push(row(line, today, args.date)?);
            Ok(())
        });
    }
    let mut out = String::new();
    for (id, phrase, date) in rows {
        let who = match pipeline::guarded("", &phrase, || coder.who(&phrase, date.unwrap_or(today))) {
            Ok(who) => who,
            Err(f) => {
                failures += 1;
                report::failure(&f);
                continue;
            }
        };
        let a = who.unwrap_or_default();
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

/// The id, phrase and day of a line.
fn row(line: Value, today: Date, date: Option<Date>) -> Result<(Value, String, Option<Date>), Diagnostic> {
    let Some(phrase) = line.get("phrase").and_then(Value::as_str) else {
        return Err(Diagnostic::error("DT0504", None, "no `phrase` in words")
            .help(r#"write {"id":…,"phrase":"…","date":"YYYY-MM-DD"}"#));
    };
    let own = match line.get("date") {
        None | Some(Value::Null) => None,
        Some(said) => match said.as_str().and_then(|d| detente_text::one_date(d, today)) {
            Some(day) => Some(day),
            None => {
                return Err(Diagnostic::error("DT0507", None, format!("`date` is no day: {said}"))
                    .help("write \"YYYY-MM-DD\", or leave it out"));
            }
        },
    };
    Ok((line.get("id").cloned().unwrap_or(Value::Null), phrase.to_owned(), own.or(date)))
}
