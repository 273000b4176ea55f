//! `detente coalitions`: what holds against joint moves.

use super::conflict::{self, MOST_STATES, Told};
use super::{Outcome, deliver, status};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Tell which states hold against every coalition, and where coalitions could jump to
#[derive(Debug, Args)]
pub struct Coalitions {
    /// A conflict file, or `-`
    file: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object
    Json,
    /// Lines to read
    Table,
}

/// Runs the command.
pub fn run(args: &Coalitions) -> Outcome {
    let Some(told) = Told::read(&args.file)? else { return Ok(status(1)) };
    let found = detente_gmcr::coalitions(&told.model, MOST_STATES, &mut || false).map_err(|e| e.to_string())?;
    let ids = |members: &[usize]| members.iter().map(|m| told.file.decision_makers[*m].id.clone()).collect::<Vec<_>>();
    let out = if args.format == Format::Json {
        let mut all = serde_json::Map::new();
        for c in &found {
            let coalitions: Vec<_> = c
                .coalitions
                .iter()
                .map(|k| json!({"members": ids(&k.members), "stable": k.stable.numbers()}))
                .collect();
            let jumps: Vec<_> = c
                .jumps
                .iter()
                .map(|j| json!({"from": j.from.number, "to": j.to.number, "members": ids(&j.members)}))
                .collect();
            let one = json!({"universal": c.universal.numbers(), "coalitions": coalitions, "jumps": jumps});
            all.insert(c.concept.id().to_owned(), one);
        }
        format!("{}\n", serde_json::Value::Object(all))
    } else {
        let mut out = String::from("States that hold against every coalition\n");
        for c in &found {
            let numbers: Vec<String> = c.universal.numbers().iter().take(25).map(usize::to_string).collect();
            let list = if numbers.is_empty() { "none".into() } else { numbers.join(", ") };
            let _ = writeln!(out, "  {:<5} {list}", conflict::name(c.concept));
        }
        out.push_str("\nJumps between equilibria\n");
        for c in &found {
            for j in &c.jumps {
                let who: Vec<&str> = j.members.iter().map(|m| told.maker(*m)).collect();
                let name = conflict::name(c.concept);
                let _ = writeln!(out, "  {name:<5} {} to {}: {}", j.from.number, j.to.number, who.join(" and "));
            }
        }
        if found.iter().all(|c| c.jumps.is_empty()) {
            out.push_str("  none\n");
        }
        out
    };
    deliver(&out, args.output.as_deref())?;
    Ok(status(0))
}
