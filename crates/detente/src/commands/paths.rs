//! `detente paths`: ways from the status quo to the equilibria.

use super::conflict::{self, MOST_STATES, Told};
use super::{Outcome, deliver, status};
use clap::{Args, ValueEnum};
use detente_gmcr::{Concept, Limits, Step};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Show the shortest ways from a state to the equilibria, and what blocks the others
#[derive(Debug, Args)]
pub struct Paths {
    /// A conflict file, or `-`
    file: PathBuf,
    /// Where to start: a state's number, its `YNN…`, or `now`
    #[arg(long, value_name = "STATE", default_value = "now")]
    from: String,
    /// Where to: states, instead of the equilibria
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    to: Vec<String>,
    /// Equilibria of which concept
    #[arg(long, value_name = "CONCEPT", value_parser = conflict::concept, default_value = "seq")]
    concept: Concept,
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
pub fn run(args: &Paths) -> Outcome {
    let Some(told) = Told::read(&args.file)? else { return Ok(status(1)) };
    let from = told.number(&args.from)?;
    let targets: Vec<usize> = if args.to.is_empty() {
        let limits = Limits { concepts: vec![args.concept], ..Limits::default() };
        let analysis = detente_gmcr::analyze(&told.model, &limits).map_err(|e| e.to_string())?;
        analysis.equilibria(args.concept).map(|s| s.numbers()).unwrap_or_default()
    } else {
        args.to.iter().map(|t| told.number(t)).collect::<Result<_, _>>()?
    };
    let found =
        detente_gmcr::paths(&told.model, from, &targets, MOST_STATES, &mut || false).map_err(|e| e.to_string())?;
    if args.format == Format::Json {
        let text = serde_json::to_string(&found).map_err(|e| e.to_string())?;
        deliver(&(text + "\n"), args.output.as_deref())?;
        return Ok(status(0));
    }
    let mut out = format!("From {}\n", told.state(from));
    let _ = writeln!(
        out,
        "{} states can be reached by moves, {} by improvements alone\n",
        found.reachable_by_moves, found.reachable_by_improvements
    );
    if found.to.is_empty() {
        let _ = writeln!(out, "There is no {} equilibrium.", conflict::name(args.concept));
    }
    for to in &found.to {
        let _ = writeln!(out, "To {}", told.state(to.target.number));
        match (&to.improvements, &to.moves) {
            (Some(steps), _) => walk(&mut out, &told, "by improvements", steps),
            (None, Some(steps)) => {
                walk(&mut out, &told, "by moves", steps);
                for r in &to.blocked_by {
                    let (who, from, to) = (told.maker(r.step.decision_maker), r.from.number, r.step.to.number);
                    let _ = writeln!(out, "    but {who} would not gain by moving from state {from} to {to}");
                }
            }
            (None, None) => out.push_str("    cannot be reached\n"),
        }
    }
    deliver(&out, args.output.as_deref())?;
    Ok(status(0))
}

fn walk(out: &mut String, told: &Told, how: &str, steps: &[Step]) {
    if steps.is_empty() {
        out.push_str("    is where it starts\n");
        return;
    }
    let _ = writeln!(out, "    {how}:");
    for s in steps {
        let _ = writeln!(out, "      {} moves to {}", told.maker(s.decision_maker), told.state(s.to.number));
    }
}
