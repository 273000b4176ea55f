//! `detente robust`: how much hangs on what is not known.

use super::conflict::{self, MOST_STATES, Told};
use super::{Outcome, deliver, status};
use clap::{Args, ValueEnum};
use detente_gmcr::{Concept, RobustSpec, Share, Vary};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Tell in what share of the possible preferences each state is an equilibrium (varies `known = false`)
#[derive(Debug, Args)]
pub struct Robust {
    /// A conflict file, or `-`
    file: PathBuf,
    /// Vary the order of unknown statements too
    #[arg(long)]
    order: bool,
    /// Most profiles looked at; more are sampled
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    profiles: u64,
    /// Seed of the sample
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Tell instead the fewest statements that must be meant the other way round before this state is no equilibrium: its
    /// number, its `YNN…`, or `now`
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// With `--state`: only statements with `known = false` may be wrong
    #[arg(long, requires = "state")]
    guesses: bool,
    /// With `--state`: most sets of statements looked at, for each concept
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    tries: u64,
    /// Only these concepts: nash, gmr, smr, seq, sseq
    #[arg(long, value_name = "CONCEPT", value_delimiter = ',', value_parser = conflict::concept)]
    concepts: Vec<Concept>,
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

/// States shown for each concept in the table.
const SHOWN: usize = 12;

/// Runs the command.
pub fn run(args: &Robust) -> Outcome {
    let Some(told) = Told::read(&args.file)? else { return Ok(status(1)) };
    let mut spec = RobustSpec {
        vary: Vary { direction: true, order: args.order },
        profiles: args.profiles,
        seed: args.seed,
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        states: MOST_STATES,
        ..RobustSpec::default()
    };
    if !args.concepts.is_empty() {
        spec.concepts.clone_from(&args.concepts);
    }
    if let Some(state) = &args.state {
        return fragile(args, &told, state, &spec.concepts);
    }
    let found = detente_gmcr::robustness(&told.model, &spec, &|| false).map_err(|e| e.to_string())?;
    if args.format == Format::Json {
        let text = serde_json::to_string(&found).map_err(|e| e.to_string())?;
        deliver(&(text + "\n"), args.output.as_deref())?;
        return Ok(status(0));
    }
    let mut out = format!("{} preference profiles, {} looked at", found.profiles, found.looked_at);
    if let Some(seed) = found.seed {
        let _ = write!(out, " (drawn with seed {seed})");
    }
    out.push('\n');
    let names = told.file.option_names();
    for (id, c) in &found.concepts.0 {
        let name = match Concept::from_id(id) {
            Some(concept) => conflict::name(concept),
            None => id,
        };
        let _ = writeln!(out, "\n{name}: some equilibrium in {}", share(&c.any));
        for s in c.states.iter().take(SHOWN) {
            let _ = writeln!(out, "  {:>7}  {}", share(&s.share), told.state(s.state.number));
        }
        if c.states.len() > SHOWN {
            let _ = writeln!(out, "  and {} more states", c.states.len() - SHOWN);
        }
        for o in &c.options {
            let _ = writeln!(out, "  {:<40} taken in {}, left in {}", names[o.option], share(&o.yes), share(&o.no));
        }
    }
    deliver(&out, args.output.as_deref())?;
    Ok(status(0))
}

/// The fewest beliefs that must be wrong before a state falls.
fn fragile(args: &Robust, told: &Told, state: &str, concepts: &[Concept]) -> Outcome {
    let number = told.number(state)?;
    let all = !args.guesses;
    let one = |c: &Concept| detente_gmcr::fragility(&told.model, *c, number, all, args.tries, MOST_STATES);
    let found = concepts.iter().map(one).collect::<Result<Vec<_>, _>>().map_err(|e| e.to_string())?;
    if args.format == Format::Json {
        let text = serde_json::to_string(&found).map_err(|e| e.to_string())?;
        deliver(&(text + "\n"), args.output.as_deref())?;
        return Ok(status(0));
    }
    let analysis = detente_gmcr::analyze(&told.model, &detente_gmcr::Limits::default()).map_err(|e| e.to_string())?;
    let mut out = format!("{}\n", told.state(number));
    for f in &found {
        let _ = write!(out, "  {:<5} ", conflict::name(f.concept));
        let is = analysis.equilibria(f.concept).is_some_and(|s| s.contains(number - 1));
        let least = f.looked_below.saturating_sub(1);
        let _ = match &f.wrong {
            _ if !is => writeln!(out, "is no equilibrium"),
            Some(wrong) if wrong.len() == 1 => writeln!(out, "falls if one statement is meant the other way round:"),
            Some(wrong) => writeln!(out, "falls if {} statements are meant the other way round:", wrong.len()),
            None => writeln!(out, "holds whichever {least} statements are meant the other way round"),
        };
        for (i, s) in f.wrong.iter().flatten() {
            let _ = writeln!(out, "          {}: {}", told.maker(*i), told.file.decision_makers[*i].prefers[*s].that);
        }
    }
    deliver(&out, args.output.as_deref())?;
    Ok(status(0))
}

fn share(s: &Share) -> String {
    let percent = |x: f64| format!("{:.1}", x * 100.0);
    if s.low == s.high {
        format!("{} %", percent(s.share))
    } else {
        format!("{} % ({} to {})", percent(s.share), percent(s.low), percent(s.high))
    }
}
