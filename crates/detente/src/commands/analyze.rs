//! `detente analyze`: stability and equilibria of a conflict.

use super::{Outcome, conflict, deliver, status};
use crate::table::States as StatesTable;
use clap::{Args, ValueEnum};
use detente_gmcr::{Analysis, Concept, EngineChoice, Limits, StopReason};
use detente_model::ConflictFile;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Tell which states of a conflict are stable, for whom, and where it can settle
#[derive(Debug, Args)]
pub struct Analyze {
    /// A conflict file, or `-`
    file: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// List states and stable sets however many there are
    #[arg(long)]
    list: bool,
    /// Which engine: every state in memory, or decision diagrams
    #[arg(long, value_enum, default_value = "auto")]
    engine: EngineName,
    /// Only these concepts: nash, gmr, smr, seq, sseq
    #[arg(long, value_name = "CONCEPT", value_delimiter = ',', value_parser = conflict::concept)]
    concepts: Vec<Concept>,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object (FORMATS.md)
    Json,
    /// A table to read, or to paste into a paper
    Table,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EngineName {
    Auto,
    Explicit,
    Symbolic,
}

/// Runs the command.
pub fn run(args: &Analyze) -> Outcome {
    let Some((file, model)) = conflict::read(&args.file)? else { return Ok(status(1)) };
    let mut limits = Limits {
        engine: match args.engine {
            EngineName::Auto => EngineChoice::Auto,
            EngineName::Explicit => EngineChoice::Explicit,
            EngineName::Symbolic => EngineChoice::Symbolic,
        },
        ..Limits::default()
    };
    if !args.concepts.is_empty() {
        limits.concepts.clone_from(&args.concepts);
    }
    let analysis = detente_gmcr::analyze(&model, &limits).map_err(|e| format!("{}: {e}", args.file.display()))?;
    let out = match args.format {
        Format::Json => {
            let mut text = serde_json::to_string(&analysis.view(args.list)).map_err(|e| e.to_string())?;
            text.push('\n');
            text
        }
        Format::Table => table(&file, &analysis, args.list),
    };
    deliver(&out, args.output.as_deref())?;
    Ok(status(usize::from(analysis.stop != StopReason::Complete)))
}

/// States up to which all are shown in the table; past that, only equilibria, at most so many.
const SHOWN_STATES: usize = 24;
const SHOWN_EQUILIBRIA: usize = 240;

fn table(file: &ConflictFile, analysis: &Analysis, list: bool) -> String {
    let mut out = String::new();
    if !file.title.is_empty() {
        let _ = writeln!(out, "{}", file.title);
    }
    let feasible = analysis.feasible.as_ref().map_or_else(|| "an unknown number of".to_owned(), ToString::to_string);
    let makers = file.decision_makers.len();
    let options = file.options().count();
    let _ = write!(out, "{makers} decision maker{}, ", if makers == 1 { "" } else { "s" });
    if file.graph.is_none() {
        let _ = write!(out, "{options} option{}, ", if options == 1 { "" } else { "s" });
    }
    let _ = writeln!(out, "{feasible} {}", if file.graph.is_some() { "states" } else { "feasible states" });
    if let Some(why) = stopped(analysis.stop) {
        let _ = writeln!(out, "\nThe analysis is not complete: {why}.");
    }
    let _ = writeln!(out, "\nEquilibria");
    for c in &analysis.concepts {
        let _ = write!(out, "  {:<5}{:>8}", conflict::name(c.concept), c.equilibria.count.to_string());
        if let Some(set) = &c.equilibria.set {
            let numbers: Vec<String> = set.positions().take(25).map(|p| (p + 1).to_string()).collect();
            let more = if set.count() > 25 { ", …" } else { "" };
            if !numbers.is_empty() {
                let s = if numbers.len() == 1 { "state" } else { "states" };
                let _ = write!(out, "   {s} {}{more}", numbers.join(", "));
            }
        }
        out.push('\n');
    }
    let Some(states) = &analysis.states else { return out };
    let all = list || states.len() <= SHOWN_STATES;
    let in_any = |p: usize| analysis.concepts.iter().any(|c| c.equilibria.set.as_ref().is_some_and(|s| s.contains(p)));
    let now = file.status_quo_in(states);
    let shown: Vec<usize> = if all {
        (0..states.len()).collect()
    } else {
        (0..states.len()).filter(|p| in_any(*p) || now == Some(*p)).take(SHOWN_EQUILIBRIA).collect()
    };
    let _ = writeln!(out, "\n{}", if all { "States" } else { "Status quo and equilibria" });
    let table = StatesTable { file, states, now, shown: &shown };
    let mut rows = table.options();
    for c in &analysis.concepts {
        rows.push(table.heading(conflict::name(c.concept)));
        for (dm, answer) in file.decision_makers.iter().zip(&c.stable) {
            let mark = |p: usize| if answer.set.as_ref().is_some_and(|s| s.contains(p)) { "s" } else { "·" };
            rows.push(table.row(&format!("  {}", dm.name), mark));
        }
        let mark = |p: usize| if c.equilibria.set.as_ref().is_some_and(|s| s.contains(p)) { "E" } else { "" };
        rows.push(table.row("  equilibrium", mark));
    }
    out.push_str(&table.render(&rows));
    out.push_str("\nY chosen, N not; s stable for that decision maker, · not; E stable for all");
    out.push_str(if now.is_some() { "; * the status quo.\n" } else { ".\n" });
    if !all && shown.len() == SHOWN_EQUILIBRIA {
        let _ = writeln!(out, "Only the first {SHOWN_EQUILIBRIA} are shown; `--format json --list` has them all.");
    }
    out
}

fn stopped(reason: StopReason) -> Option<String> {
    Some(match reason {
        StopReason::Complete => return None,
        StopReason::Steps(n) => format!("it was to take at most {n} steps"),
        StopReason::States(n) => format!("there are more than {n} feasible states"),
        StopReason::Nodes(n) => format!("more than {n} decision-diagram nodes were needed"),
        StopReason::Stopped => "it was stopped".to_owned(),
    })
}
