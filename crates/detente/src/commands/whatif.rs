//! `detente whatif`: what a change does to the equilibria.

use super::conflict::{self, Told};
use super::{Outcome, deliver, status};
use clap::{Args, ValueEnum};
use detente_gmcr::{Change, Limits, Statement, WhatIf};
use detente_model::ConflictFile;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Tell what a change would do to the equilibria; without one, what forcing each option would
#[derive(Debug, Args)]
pub struct Whatif {
    /// A conflict file, or `-`
    file: PathBuf,
    /// Take an option in every state
    #[arg(long, value_name = "DM.OPTION")]
    force: Vec<String>,
    /// Rule an option, or any formula, out
    #[arg(long, value_name = "FORMULA")]
    forbid: Vec<String>,
    /// Put a statement before all others of a decision maker: `russia: not usa.sell`
    #[arg(long, value_name = "DM: FORMULA")]
    prefer: Vec<String>,
    /// Drop a decision maker's statement by its number, from 1: `russia:2`
    #[arg(long, value_name = "DM:N")]
    drop: Vec<String>,
    /// Make a decision maker indifferent
    #[arg(long, value_name = "DM")]
    indifferent: Vec<String>,
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
pub fn run(args: &Whatif) -> Outcome {
    let Some(told) = Told::read(&args.file)? else { return Ok(status(1)) };
    let changes = changes(args, &told)?;
    let limits = Limits::default();
    let out = if changes.is_empty() {
        let levers = detente_gmcr::levers(&told.model, &limits, &mut || false).map_err(|e| e.to_string())?;
        if args.format == Format::Json {
            serde_json::to_string(&levers).map_err(|e| e.to_string())? + "\n"
        } else {
            let names = told.file.option_names();
            let mut out = String::new();
            for l in &levers {
                let _ = writeln!(out, "{} {}", names[l.option], if l.value { "taken" } else { "left" });
                match &l.effect {
                    Some(e) => effect(&mut out, e),
                    None => out.push_str("  leaves no feasible state\n"),
                }
            }
            out
        }
    } else {
        let found = detente_gmcr::what_if(&told.model, &changes, &limits, &mut || false).map_err(|e| e.to_string())?;
        if args.format == Format::Json {
            serde_json::to_string(&found).map_err(|e| e.to_string())? + "\n"
        } else {
            let mut out = format!("Feasible states: {} before, {} after\n", found.states.0, found.states.1);
            effect(&mut out, &found);
            let mut named: Vec<usize> =
                found.differences.iter().flat_map(|d| d.gained.iter().chain(&d.lost)).map(|s| s.number).collect();
            named.sort_unstable();
            named.dedup();
            for n in named.into_iter().filter(|n| *n <= told.states.len()) {
                let _ = writeln!(out, "  {}", told.state(n));
            }
            out
        }
    };
    deliver(&out, args.output.as_deref())?;
    Ok(status(0))
}

fn effect(out: &mut String, e: &WhatIf) {
    let mut same = true;
    for d in &e.differences {
        let mut parts = Vec::new();
        for (word, list) in [("gained", &d.gained), ("lost", &d.lost), ("no longer possible", &d.excluded)] {
            if !list.is_empty() {
                parts.push(format!("{word} {}", Told::numbers(list)));
            }
        }
        if !parts.is_empty() {
            same = false;
            let _ = writeln!(
                out,
                "  {:<5} {}; kept {}",
                conflict::name(d.concept),
                parts.join("; "),
                Told::numbers(&d.kept)
            );
        }
    }
    if same {
        out.push_str("  changes no equilibrium\n");
    }
}

fn changes(args: &Whatif, told: &Told) -> Result<Vec<Change>, String> {
    let mut list = Vec::new();
    for name in &args.force {
        list.push(Change::Force { option: told.option(name)?, value: true });
    }
    for text in &args.forbid {
        list.push(Change::Forbid(formula(&told.file, text)?));
    }
    for text in &args.prefer {
        let (dm, that) = text.split_once(':').ok_or("write --prefer \"decision_maker: formula\"")?;
        let that = formula(&told.file, that)?;
        list.push(Change::AddStatement {
            decision_maker: maker(told, dm)?,
            at: 0,
            statement: Statement { that, known: true },
        });
    }
    for text in &args.drop {
        let (dm, n) = text.split_once(':').ok_or("write --drop decision_maker:2")?;
        let decision_maker = maker(told, dm)?;
        let all = told.file.decision_makers[decision_maker].prefers.len();
        let n: usize = n.trim().parse().map_err(|_| format!("`{n}` is no number of a statement"))?;
        if n == 0 || n > all {
            return Err(format!("{dm} has statements 1 to {all}"));
        }
        list.push(Change::RemoveStatement { decision_maker, statement: n - 1 });
    }
    for dm in &args.indifferent {
        list.push(Change::Indifferent { decision_maker: maker(told, dm)? });
    }
    Ok(list)
}

fn maker(told: &Told, id: &str) -> Result<usize, String> {
    let makers = &told.file.decision_makers;
    makers.iter().position(|d| d.id == id.trim()).ok_or_else(|| {
        let ids: Vec<&str> = makers.iter().map(|d| d.id.as_str()).collect();
        format!("there is no decision maker `{}`; there are {}", id.trim(), ids.join(", "))
    })
}

fn formula(file: &ConflictFile, text: &str) -> Result<detente_gmcr::Formula, String> {
    detente_model::formula(file, text).map_err(|found| found.first().map_or_else(String::new, ToString::to_string))
}
