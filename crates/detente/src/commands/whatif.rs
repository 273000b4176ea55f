//! `detente whatif`: what a change does to the equilibria.

use super::conflict::{self, Told};
use super::{Outcome, deliver, status};
use clap::{Args, ValueEnum};
use detente_gmcr::{Change, Limits, Statement, States, WhatIf};
use detente_model::{ConflictFile, ConflictOption, DecisionMaker, Preference};
use std::collections::BTreeSet;
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
    /// Take a decision maker out: its options stay as they are now, whatever it prefers
    #[arg(long, value_name = "DM")]
    without: Vec<String>,
    /// Bring a decision maker in, before any option or statement added: `china`, or `china: China`
    #[arg(long, value_name = "DM[: NAME]")]
    add_party: Vec<String>,
    /// Give a decision maker a further option, not taken now: `usa.embargo`, or `usa.embargo: Embargo oil`
    #[arg(long, value_name = "DM.OPTION[: NAME]")]
    add_option: Vec<String>,
    /// Put a statement after all others of a decision maker (`--prefer` puts it before): `china: not usa.embargo`
    #[arg(long, value_name = "DM: FORMULA")]
    add_statement: Vec<String>,
    /// Compare with another file instead: with options, statements or decision makers added or taken out by hand. States
    /// are the same where the same of the shared options are chosen
    #[arg(long, value_name = "FILE", conflicts_with_all = ["force", "forbid", "prefer", "drop", "indifferent", "without",
          "add_party", "add_option", "add_statement"])]
    against: Option<PathBuf>,
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
    if let Some(other) = &args.against {
        let Some(other) = Told::read(other)? else { return Ok(status(1)) };
        return against(args, &told, &other);
    }
    if !(args.add_party.is_empty() && args.add_option.is_empty() && args.add_statement.is_empty()) {
        let Some(mut after) = added(args, &told)? else { return Ok(status(1)) };
        for change in changes(args, &after)? {
            after.model = after.model.changed(&change).map_err(|e| e.to_string())?;
        }
        after.states = States::of(&after.model, conflict::MOST_STATES).map_err(|e| e.to_string())?;
        return against(args, &told, &after);
    }
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

/// The file with what is added to it, read anew, so that every rule of conflict files holds for what is added too.
fn added(args: &Whatif, told: &Told) -> Result<Option<Told>, String> {
    let mut file = told.file.clone();
    if file.graph.is_some() {
        return Err(
            "nothing can be added to a graph of states: write the conflict with options, or a second graph and \
                    compare the two by eye"
                .into(),
        );
    }
    let named = |text: &str| {
        let (id, name) = text.split_once(':').unwrap_or((text, text));
        (id.trim().to_owned(), name.trim().to_owned())
    };
    for text in &args.add_party {
        let (id, name) = named(text);
        file.decision_makers.push(DecisionMaker { id, name, ..DecisionMaker::default() });
    }
    for text in &args.add_option {
        let (path, name) = named(text);
        let (dm, id) = path
            .split_once('.')
            .ok_or_else(|| format!("`{path}` says not whose option it is: write --add-option decision_maker.option"))?;
        let k = party(&file.decision_makers, dm)?;
        let ranked = file.decision_makers.iter().find(|d| d.ranking.is_some());
        if let Some(d) = ranked {
            return Err(format!(
                "`{}` ranks the states by number, and a new option changes their numbers: write its preferences as \
                 statements (`[[decision_maker.prefers]]`) first",
                d.id
            ));
        }
        let option = ConflictOption { id: id.to_owned(), name, ..ConflictOption::default() };
        file.decision_makers[k].options.push(option);
    }
    for text in &args.add_statement {
        let (dm, that) = text.split_once(':').ok_or("write --add-statement \"decision_maker: formula\"")?;
        let k = party(&file.decision_makers, dm)?;
        let maker = &mut file.decision_makers[k];
        if maker.ranking.is_some() {
            return Err(format!(
                "`{}` ranks the states, so that no statement has a place: write its preferences as statements \
                 (`[[decision_maker.prefers]]`) first",
                maker.id
            ));
        }
        maker.prefers.push(Preference::new(that.trim()));
    }
    let text = detente_model::write(&file);
    let name = format!("{} with what is added", args.file.display());
    let Some((file, model)) = conflict::of_text(&name, &text, false) else { return Ok(None) };
    let states = States::of(&model, conflict::MOST_STATES).map_err(|e| format!("{name}: {e}"))?;
    Ok(Some(Told { file, model, states }))
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
    for dm in &args.without {
        let decision_maker = maker(told, dm)?;
        let options = told.file.options().enumerate().filter(|(_, (k, _))| *k == decision_maker);
        list.extend(options.map(|(option, (_, o))| Change::Force { option, value: o.now }));
        list.push(Change::Indifferent { decision_maker });
    }
    Ok(list)
}

/// The equilibria of two files, told by the options that both have.
fn against(args: &Whatif, before: &Told, after: &Told) -> Outcome {
    let (names, others) = (before.file.option_names(), after.file.option_names());
    if names.is_empty() || others.is_empty() {
        return Err("two files can be compared where both have options".into());
    }
    // Per concept, each equilibrium as the shared options chosen in it.
    let told = |told: &Told, own: &[String], shared: &[String]| -> Result<Vec<BTreeSet<Vec<String>>>, String> {
        let analysis = detente_gmcr::analyze(&told.model, &Limits::default()).map_err(|e| e.to_string())?;
        let chosen = |s: usize| {
            let of = (0..own.len()).filter(|o| told.states.value(s, *o)).map(|o| own[o].clone());
            of.filter(|name| shared.contains(name)).collect::<Vec<_>>()
        };
        let sets = analysis.concepts.iter().map(|c| c.equilibria.set.iter().flat_map(|s| s.positions()).map(chosen));
        Ok(sets.map(Iterator::collect).collect())
    };
    let (from, to) = (told(before, &names, &others)?, told(after, &others, &names)?);
    let mut all = serde_json::Map::new();
    let mut out = format!("Feasible states: {} before, {} after\n", before.states.len(), after.states.len());
    let words = |set: &[&Vec<String>]| {
        let one = |s: &&Vec<String>| if s.is_empty() { "nothing".to_owned() } else { s.join(", ") };
        set.iter().map(one).collect::<Vec<_>>()
    };
    for (concept, (a, b)) in detente_gmcr::Concept::ALL.into_iter().zip(from.iter().zip(&to)) {
        let parts: Vec<(&str, Vec<&Vec<String>>)> = vec![
            ("gained", b.difference(a).collect()),
            ("lost", a.difference(b).collect()),
            ("kept", a.intersection(b).collect()),
        ];
        let _ = writeln!(out, "{}", conflict::name(concept));
        for (word, set) in &parts {
            for line in words(set) {
                let _ = writeln!(out, "  {word:<6} {line}");
            }
        }
        let parts = parts.into_iter().map(|(word, set)| (word.to_owned(), serde_json::json!(set)));
        all.insert(concept.id().to_owned(), serde_json::Value::Object(parts.collect()));
    }
    if args.format == Format::Json {
        out = serde_json::Value::Object(all).to_string() + "\n";
    }
    deliver(&out, args.output.as_deref())?;
    Ok(status(0))
}

fn maker(told: &Told, id: &str) -> Result<usize, String> {
    party(&told.file.decision_makers, id)
}

fn party(makers: &[DecisionMaker], id: &str) -> Result<usize, String> {
    makers.iter().position(|d| d.id == id.trim()).ok_or_else(|| {
        let ids: Vec<&str> = makers.iter().map(|d| d.id.as_str()).collect();
        format!("there is no decision maker `{}`; there are {}", id.trim(), ids.join(", "))
    })
}

fn formula(file: &ConflictFile, text: &str) -> Result<detente_gmcr::Formula, String> {
    detente_model::formula(file, text).map_err(|found| found.first().map_or_else(String::new, ToString::to_string))
}
