//! `detente inverse`: what would have to change for a state to hold.

use super::conflict::{self, MOST_STATES, Told};
use super::{Outcome, deliver, status};
use clap::{Args, ValueEnum};
use detente_gmcr::Concept;
use serde_json::json;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Find the least change of preferences that makes a wanted state an equilibrium
#[derive(Debug, Args)]
pub struct Inverse {
    /// A conflict file, or `-`
    file: PathBuf,
    /// The wanted state: its number, its `YNN…`, or `now`
    #[arg(long, value_name = "STATE")]
    state: String,
    /// Under which concept
    #[arg(long, value_name = "CONCEPT", value_parser = conflict::concept, default_value = "nash")]
    concept: Concept,
    /// Most sets of changes weighed
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    tries: u64,
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
pub fn run(args: &Inverse) -> Outcome {
    let Some(told) = Told::read(&args.file)? else { return Ok(status(1)) };
    let wanted = told.number(&args.state)?;
    let (model, concept) = (&told.model, args.concept);
    let found = detente_gmcr::inverse(model, concept, wanted, args.tries, MOST_STATES).map_err(|e| e.to_string())?;
    let by_statements = told.file.decision_makers.iter().all(|d| d.ranking.is_none()) && told.file.graph.is_none();
    let order = if by_statements {
        Some(detente_gmcr::inverse_order(model, concept, wanted, args.tries, MOST_STATES).map_err(|e| e.to_string())?)
    } else {
        None
    };
    if args.format == Format::Json {
        let text = json!({"preferences": found, "order": order}).to_string();
        deliver(&(text + "\n"), args.output.as_deref())?;
        return Ok(status(0));
    }
    let mut out = format!("For {} to be a {} equilibrium\n\n", told.state(wanted), conflict::name(concept));
    if found.demotions.is_empty() {
        out.push_str("It is one already.\n");
    } else {
        let _ =
            writeln!(out, "Least change of mind{}:", if found.minimal { "" } else { " found (perhaps not the least)" });
        for d in &found.demotions {
            let (who, state) = (told.maker(d.decision_maker), told.state(d.state.number));
            let _ = writeln!(out, "  {who} would have to like it at least as much as {state}");
        }
    }
    if let Some(order) = order.filter(|_| !found.demotions.is_empty()) {
        match &order.reorderings {
            Some(list) => {
                let _ = writeln!(
                    out,
                    "\nLeast re-ordering of statements{}:",
                    if order.proved { "" } else { " found (perhaps not the least)" }
                );
                for r in list {
                    let dm = &told.file.decision_makers[r.decision_maker];
                    // Neighbours that stand the other way round than now.
                    for pair in r.order.windows(2).filter(|p| p[0] > p[1]) {
                        let (first, then) = (&dm.prefers[pair[0]].that, &dm.prefers[pair[1]].that);
                        let _ = writeln!(out, "  {} would have to care more for “{first}” than for “{then}”", dm.name);
                    }
                    let _ = writeln!(out, "  so that its statements are, most important first:");
                    for s in &r.order {
                        let _ = writeln!(out, "    {}", dm.prefers[*s].that);
                    }
                }
            }
            None => {
                let sure = if order.proved { "" } else { " among those weighed" };
                let _ = writeln!(out, "\nNo other order of the statements{sure} makes it one.");
            }
        }
    }
    deliver(&out, args.output.as_deref())?;
    Ok(status(0))
}
