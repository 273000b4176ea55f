//! `detente convert`: conflict files from and to other tools' formats.

mod graph;
mod sheet;

use super::conflict::{self, Told};
use super::{Outcome, deliver, status};
use crate::table::{Look, Row, States as StatesTable};
use clap::{Args, ValueEnum};
use detente_gmcr::{Analysis, Limits, States};
use std::path::{Path, PathBuf};

/// Convert a conflict file: reads TOML and GMCR+'s .gmcr; writes TOML, CSV, DOT, GraphML, LaTeX, Markdown
#[derive(Debug, Args)]
pub struct Convert {
    /// A conflict file (TOML), a save file of GMCR+ (`.gmcr`, `.json`), or `-` for TOML
    input: PathBuf,
    /// Where to write; the ending tells the format: .toml .csv .dot .graphml .tex .md. `-` for standard output
    output: PathBuf,
    /// What to write, where the ending does not tell
    #[arg(long, value_enum)]
    to: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A conflict file
    Toml,
    /// A line for each state: its options, each one's rank of it, and who holds to it under each concept
    Csv,
    /// A line for each move: who, from where, to where, and whether it gains
    MovesCsv,
    /// The graph of states and moves for Graphviz
    Dot,
    /// The graph of states and moves for Gephi, yEd, igraph
    Graphml,
    /// The options table in LaTeX
    Latex,
    /// The options table in Markdown
    Markdown,
}

/// States up to which tables and graphs are written.
const MOST_STATES: u64 = 1 << 16;
/// Columns of an options table; past that, only the status quo and the equilibria.
const MOST_COLUMNS: usize = 96;

fn ending(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Runs the command.
pub fn run(args: &Convert) -> Outcome {
    let format = match (args.to, ending(&args.output).as_str()) {
        (Some(format), _) => format,
        (None, "toml") => Format::Toml,
        (None, "csv") => Format::Csv,
        (None, "dot" | "gv") => Format::Dot,
        (None, "graphml") => Format::Graphml,
        (None, "tex") => Format::Latex,
        (None, "md") => Format::Markdown,
        (None, _) => {
            return Err(format!(
                "{}: the ending does not tell the format: add --to toml, csv, moves-csv, dot, graphml, latex or markdown",
                args.output.display()
            ));
        }
    };
    let other = matches!(ending(&args.input).as_str(), "gmcr" | "json");
    let Some((file, model)) = conflict::read_as(&args.input, other)? else { return Ok(status(1)) };
    let out = if format == Format::Toml {
        detente_model::write(&file)
    } else {
        let failed = |e: detente_gmcr::Error| format!("{}: {e}", args.input.display());
        let states = States::of(&model, MOST_STATES).map_err(failed)?;
        let analysis = detente_gmcr::analyze(&model, &Limits::default()).map_err(failed)?;
        let told = Told { file, model, states };
        match format {
            Format::Csv => sheet::states(&told, &analysis)?,
            Format::MovesCsv => sheet::moves(&told)?,
            Format::Dot => graph::dot(&told, &analysis)?,
            Format::Graphml => graph::graphml(&told, &analysis)?,
            Format::Latex => options(&told, &analysis, Look::Latex),
            _ => options(&told, &analysis, Look::Markdown),
        }
    };
    deliver(&out, Some(args.output.as_path()))?;
    Ok(status(0))
}

/// Whether a state is an equilibrium under the concept.
fn holds(c: &detente_gmcr::ConceptAnswer, state: usize) -> bool {
    c.equilibria.set.as_ref().is_some_and(|s| s.contains(state))
}

/// The options table alone: what each state is, and under which concepts it is an equilibrium.
fn options(told: &Told, analysis: &Analysis, look: Look) -> String {
    let now = told.file.status_quo_in(&told.states);
    let all = told.states.len() <= MOST_COLUMNS;
    let shown = |p: &usize| all || now == Some(*p) || analysis.concepts.iter().any(|c| holds(c, *p));
    let shown: Vec<usize> = (0..told.states.len()).filter(shown).collect();
    let table = StatesTable { file: &told.file, states: &told.states, now, shown: &shown };
    let mut rows = table.options();
    rows.push(Row::heading("Equilibrium"));
    for c in &analysis.concepts {
        rows.push(table.row(conflict::name(c.concept), |p| if holds(c, p) { "E" } else { "" }));
    }
    table.render(&rows, look)
}
