//! `detente paths`: ways from the status quo to the equilibria.

use super::conflict::{self, MOST_STATES, Told};
use super::{Outcome, deliver, status};
use clap::{Args, ValueEnum};
use detente_gmcr::{Concept, Limits, Settling, SettlingMethod, Step};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Show the shortest ways from a state to the equilibria, what blocks the others, and how likely play ends at each or at none
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

/// What the shares of play rest on.
const ASSUMED: &str = "at each state everyone for whom it is unstable is equally likely to move next, to each of its \
     improvements with equal probability, whatever came before; at an equilibrium nobody moves";
/// Ends of play shown.
const SHOWN_ENDS: usize = 12;

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
    let play = detente_gmcr::settling(&told.model, from, args.concept, MOST_STATES, &mut || false);
    if args.format == Format::Json {
        let mut value = serde_json::to_value(&found).map_err(|e| e.to_string())?;
        value["settling"] = match &play {
            Ok(play) => serde_json::to_value(play).map_err(|e| e.to_string())?,
            Err(e) => serde_json::json!({"refused": e.to_string()}),
        };
        value["settling"]["assumes"] = ASSUMED.into();
        deliver(&(value.to_string() + "\n"), args.output.as_deref())?;
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
    match &play {
        Ok(play) => ending(&mut out, &told, play),
        Err(e) => {
            let _ = writeln!(out, "\nWhere play ends is not worked out: {e}");
        }
    }
    deliver(&out, args.output.as_deref())?;
    Ok(status(0))
}

/// Where play ends, and how likely nothing comes of it.
fn ending(out: &mut String, told: &Told, play: &Settling) {
    let concept = conflict::name(play.concept);
    out.push_str("\nWhere play ends\n");
    if play.stays {
        let _ = writeln!(out, "    nothing happens: the state is an equilibrium by {concept}, nobody would leave it");
        return;
    }
    for end in play.at.iter().take(SHOWN_ENDS) {
        let _ = writeln!(out, "    {:>7} at {}", percent(end.share), told.state(end.state.number));
    }
    if play.at.len() > SHOWN_ENDS {
        let rest: f64 = play.at[SHOWN_ENDS..].iter().map(|e| e.share).sum();
        let more = play.at.len() - SHOWN_ENDS;
        let _ = writeln!(out, "    {:>7} at {more} more; `--format json` has them all", percent(rest));
    }
    let _ = writeln!(out, "    {:>7} at no {concept} equilibrium: it goes round for ever", percent(play.never));
    if play.method == SettlingMethod::Followed {
        let _ =
            writeln!(out, "    {:>7} undecided: still moving when it was no longer followed", percent(play.undecided));
    }
    let _ = writeln!(out, "Assumed, not forecast: {ASSUMED}.");
}

/// A share as a percentage; what is not quite nothing is not written as nothing.
fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.0005 { "< 0.1 %".to_owned() } else { format!("{:.1} %", 100.0 * share) }
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
