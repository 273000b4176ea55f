//! `detente analyze`: stability and equilibria of a conflict.

use super::concepts::{self, Asked, Further};
use super::{Outcome, conflict, deliver, explain, status};
use crate::table::{Look, Row, States as StatesTable};
use clap::{Args, ValueEnum};
use detente_gmcr::{
    Analysis, Concept, Conflict, EngineChoice, HypergameAnswer, Limits, Pattern, StateSet, StopReason, View,
};
use detente_model::ConflictFile;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

/// Tell which states of a conflict are stable, for whom, and where it can settle
#[derive(Debug, Args)]
pub struct Analyze {
    /// A conflict file, or `-`
    file: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Tell why a state is stable or not, in sentences: its number, its `YNN…`, `now`, or the options chosen in it
    #[arg(long, value_name = "STATE")]
    explain: Option<String>,
    /// List states and stable sets however many there are
    #[arg(long)]
    list: bool,
    /// Which engine: every state in memory, or decision diagrams
    #[arg(long, value_enum, default_value = "auto")]
    engine: EngineName,
    /// Only these concepts: nash, gmr, smr, seq, sseq, sim, l1, l2, …, nm; gmr-strong, gmr-weak (strength of preference);
    /// gmr-a to gmr-d (unknown preference)
    #[arg(long, value_name = "CONCEPT", value_delimiter = ',', value_parser = Asked::parse)]
    concepts: Vec<Asked>,
    /// Stop after so many seconds
    #[arg(long, value_name = "N")]
    seconds: Option<u64>,
    /// Stop when so many decision-diagram nodes are held (about 30 bytes each)
    #[arg(long, value_name = "N", default_value_t = Limits::default().nodes)]
    nodes: u64,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object (FORMATS.md)
    Json,
    /// A table to read
    Table,
    /// The table in Markdown
    Markdown,
    /// The table in LaTeX (package `booktabs`)
    Latex,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EngineName {
    Auto,
    Explicit,
    Symbolic,
}

/// States that `--explain` takes on with certificates; past that it tells membership.
const EXPLAINED_STATES: u64 = 1 << 16;

/// Runs the command.
pub fn run(args: &Analyze) -> Outcome {
    let Some((file, model)) = conflict::read(&args.file)? else { return Ok(status(1)) };
    let mut limits = Limits {
        engine: match args.engine {
            EngineName::Auto => EngineChoice::Auto,
            EngineName::Explicit => EngineChoice::Explicit,
            EngineName::Symbolic => EngineChoice::Symbolic,
        },
        nodes: args.nodes,
        ..Limits::default()
    };
    if !args.concepts.is_empty() {
        let plain = |a: &Asked| if let Asked::Plain(c) = a { Some(*c) } else { None };
        limits.concepts = args.concepts.iter().filter_map(plain).collect();
    }
    let start = Instant::now();
    let mut stop = || args.seconds.is_some_and(|s| start.elapsed().as_secs() >= s);
    let failed = |e: String| format!("{}: {e}", args.file.display());
    if let Some(state) = &args.explain {
        return explained(args, file, model, state, limits, &mut stop);
    }
    let analysis = detente_gmcr::analyze_until(&model, &limits, &mut stop).map_err(|e| failed(e.to_string()))?;
    let further = concepts::further(&file, &model, &args.concepts).map_err(failed)?;
    let views = detente_model::views(&file, &model).ok().flatten();
    let seen = match &views {
        Some(views) if analysis.states.is_some() => detente_gmcr::hypergame(&model, views, &limits, &mut stop)
            .map_err(|e| failed(format!("the decision makers' views: {e}")))?,
        _ => Vec::new(),
    };
    let report = Report { file: &file, analysis: &analysis, further: &further, seen: &seen, views: views.as_deref() };
    let out = match args.format {
        Format::Json => report.json(args.list).map_err(|e| e.to_string())?,
        Format::Table => report.table(args.list, Look::Plain),
        Format::Markdown => report.table(args.list, Look::Markdown),
        Format::Latex => report.table(args.list, Look::Latex),
    };
    deliver(&out, args.output.as_deref())?;
    Ok(status(usize::from(analysis.stop != StopReason::Complete)))
}

/// One state: its certificates, or where there are too many states for whom it is stable.
fn explained(
    args: &Analyze,
    file: ConflictFile,
    model: Conflict,
    state: &str,
    mut limits: Limits,
    stop: &mut dyn FnMut() -> bool,
) -> Outcome {
    let failed = |e: String| format!("{}: {e}", args.file.display());
    let asked = if limits.concepts.is_empty() { Concept::ALL.to_vec() } else { limits.concepts.clone() };
    if let Ok(states) = detente_gmcr::States::of(&model, EXPLAINED_STATES) {
        let told = conflict::Told { file, model, states };
        let number = told.number(state)?;
        let found = explain::explanation(&told, number, &asked, EXPLAINED_STATES).map_err(failed)?;
        let out = match args.format {
            Format::Json => serde_json::to_string(&found).map_err(|e| e.to_string())? + "\n",
            _ => explain::text(&told, &found),
        };
        deliver(&out, args.output.as_deref())?;
        return Ok(status(0));
    }
    let values = conflict::choice(&file, state)?;
    if model.infeasible().iter().any(|f| f.eval(&values)) {
        return Err(format!("`{state}` is no feasible state: one of the infeasible patterns holds in it"));
    }
    limits.concepts = asked;
    limits.probe = vec![values.clone()];
    let analysis = detente_gmcr::analyze_until(&model, &limits, stop).map_err(|e| failed(e.to_string()))?;
    let makers = &analysis.decision_makers;
    let stable = |c: &detente_gmcr::ConceptAnswer| c.probed.first().cloned().unwrap_or_default();
    let out = if args.format == Format::Json {
        let one = |c: &detente_gmcr::ConceptAnswer| {
            let list: Map<String, Value> = makers.iter().cloned().zip(stable(c).into_iter().map(Value::from)).collect();
            (c.concept.id().to_owned(), json!({"stable": list, "equilibrium": stable(c).iter().all(|s| *s)}))
        };
        let concepts: Map<String, Value> = analysis.concepts.iter().map(one).collect();
        let options: String = values.iter().map(|v| if *v { 'Y' } else { 'N' }).collect();
        json!({"options": options, "concepts": concepts, "engine": analysis.engine, "stop": analysis.stop}).to_string()
            + "\n"
    } else {
        let mut out = String::new();
        for c in &analysis.concepts {
            let for_whom = stable(c);
            let named = |held: bool| -> Vec<&str> {
                let makers = file.decision_makers.iter().zip(&for_whom);
                makers.filter(|(_, s)| **s == held).map(|(d, _)| d.name.as_str()).collect()
            };
            let _ = match (named(true), named(false)) {
                (_, left) if left.is_empty() => writeln!(out, "{:<5} an equilibrium", conflict::name(c.concept)),
                (held, left) => writeln!(
                    out,
                    "{:<5} no equilibrium: stable for {}, not for {}",
                    conflict::name(c.concept),
                    if held.is_empty() { "nobody".to_owned() } else { held.join(", ") },
                    left.join(", ")
                ),
            };
        }
        if let Some(why) = stopped(analysis.stop) {
            let _ = writeln!(out, "The analysis is not complete: {why}.");
        }
        let _ = writeln!(out, "There are too many states for certificates (more than {EXPLAINED_STATES}).");
        out
    };
    deliver(&out, args.output.as_deref())?;
    Ok(status(usize::from(analysis.stop != StopReason::Complete)))
}

/// States up to which all are shown in the table; past that, only equilibria, at most so many.
const SHOWN_STATES: usize = 24;
const SHOWN_EQUILIBRIA: usize = 240;
/// Patterns shown of a concept.
const SHOWN_PATTERNS: usize = 24;

/// Everything that was found.
struct Report<'a> {
    file: &'a ConflictFile,
    analysis: &'a Analysis,
    further: &'a [Further],
    seen: &'a [HypergameAnswer],
    views: Option<&'a [View]>,
}

/// One concept's verdicts, from whatever engine.
struct Verdicts<'a> {
    name: String,
    count: String,
    stable: Vec<Option<&'a StateSet>>,
    equilibria: Option<&'a StateSet>,
    /// Per decision maker, the states it perceives, in a hypergame.
    perceived: Option<&'a [StateSet]>,
}

impl Report<'_> {
    fn verdicts(&self) -> Vec<Verdicts<'_>> {
        let plain = self.analysis.concepts.iter().map(|c| Verdicts {
            name: conflict::name(c.concept).to_owned(),
            count: c.equilibria.count.to_string(),
            stable: c.stable.iter().map(|a| a.set.as_ref()).collect(),
            equilibria: c.equilibria.set.as_ref(),
            perceived: None,
        });
        let further = self.further.iter().map(|f| Verdicts {
            name: f.asked.name(),
            count: f.equilibria.count().to_string(),
            stable: f.stable.iter().map(Some).collect(),
            equilibria: Some(&f.equilibria),
            perceived: None,
        });
        let seen = self.seen.iter().map(|h| Verdicts {
            name: format!("{}, as each sees it", conflict::name(h.concept)),
            count: h.equilibria.count().to_string(),
            stable: h.stable.iter().map(Some).collect(),
            equilibria: Some(&h.equilibria),
            perceived: Some(&h.perceived),
        });
        plain.chain(further).chain(seen).collect()
    }

    fn json(&self, list: bool) -> serde_json::Result<String> {
        let view = self.analysis.view(list);
        let listed = view.states.is_some();
        let mut value = serde_json::to_value(&view)?;
        let makers = &self.analysis.decision_makers;
        let entry = |stable: &[StateSet], equilibria: &StateSet| {
            let lists = stable.iter().map(|s| Value::from(s.numbers()));
            let stable: Map<String, Value> = makers.iter().cloned().zip(lists).collect();
            json!({"stable": stable, "equilibria": equilibria.numbers()})
        };
        for f in self.further {
            if listed {
                value["concepts"][f.asked.id()] = entry(&f.stable, &f.equilibria);
            }
            value["counts"][f.asked.id()] = f.equilibria.count().to_string().into();
            if f.experimental {
                value["experimental"][f.asked.id()] = true.into();
            }
        }
        if let (Some(first), true) = (self.seen.first(), listed) {
            let lists = first.perceived.iter().map(|s| Value::from(s.numbers()));
            let perceived: Map<String, Value> = makers.iter().cloned().zip(lists).collect();
            let one = |h: &HypergameAnswer| (h.concept.id().to_owned(), entry(&h.stable, &h.equilibria));
            let concepts: Map<String, Value> = self.seen.iter().map(one).collect();
            value["hypergame"] = json!({"perceived": perceived, "concepts": concepts});
        }
        Ok(value.to_string() + "\n")
    }

    fn table(&self, list: bool, look: Look) -> String {
        let mut out = String::new();
        let (file, analysis) = (self.file, self.analysis);
        look.title(&mut out, &file.title);
        let feasible =
            analysis.feasible.as_ref().map_or_else(|| "an unknown number of".to_owned(), ToString::to_string);
        let makers = file.decision_makers.len();
        let options = file.options().count();
        let mut size = format!("{makers} decision maker{}, ", if makers == 1 { "" } else { "s" });
        if file.graph.is_none() {
            let _ = write!(size, "{options} option{}, ", if options == 1 { "" } else { "s" });
        }
        let _ = write!(size, "{feasible} {}", if file.graph.is_some() { "states" } else { "feasible states" });
        look.line(&mut out, &size);
        if let Some(why) = stopped(analysis.stop) {
            look.line(&mut out, &format!("The analysis is not complete: {why}."));
        }
        let verdicts = self.verdicts();
        look.heading(&mut out, "Equilibria");
        look.counts(
            &mut out,
            &verdicts.iter().map(|v| (v.name.as_str(), v.count.as_str(), named(v))).collect::<Vec<_>>(),
        );
        if self.further.iter().any(|f| f.experimental) {
            look.line(&mut out, "L and NM for more than two decision makers are experimental (METHODS.md).");
        }
        let Some(states) = &analysis.states else {
            self.patterns(&mut out, look);
            return out;
        };
        let all = list || states.len() <= SHOWN_STATES;
        let in_any = |p: usize| verdicts.iter().any(|v| v.equilibria.is_some_and(|s| s.contains(p)));
        let now = file.status_quo_in(states);
        let shown: Vec<usize> = if all {
            (0..states.len()).collect()
        } else {
            (0..states.len()).filter(|p| in_any(*p) || now == Some(*p)).take(SHOWN_EQUILIBRIA).collect()
        };
        look.heading(&mut out, if all { "States" } else { "Status quo and equilibria" });
        let table = StatesTable { file, states, now, shown: &shown };
        let mut rows = table.options();
        for v in &verdicts {
            rows.push(Row::heading(&v.name));
            for (i, (dm, set)) in file.decision_makers.iter().zip(&v.stable).enumerate() {
                let mark = |p: usize| match v.perceived {
                    Some(seen) if !seen[i].contains(p) => "?",
                    _ if set.is_some_and(|s| s.contains(p)) => "s",
                    _ => "·",
                };
                rows.push(table.row(&format!("  {}", dm.name), mark));
            }
            let mark = |p: usize| if v.equilibria.is_some_and(|s| s.contains(p)) { "E" } else { "" };
            rows.push(table.row("  equilibrium", mark));
        }
        out.push_str(&table.render(&rows, look));
        let mut legend = "Y chosen, N not; s stable for that decision maker, · not; E stable for all".to_owned();
        if self.views.is_some() {
            legend.push_str("; ? a state it does not perceive");
        }
        legend.push_str(if now.is_some() { "; * the status quo." } else { "." });
        look.line(&mut out, &legend);
        if !all && shown.len() == SHOWN_EQUILIBRIA {
            let more = format!("Only the first {SHOWN_EQUILIBRIA} are shown; `--format json --list` has them all.");
            look.line(&mut out, &more);
        }
        out
    }

    /// Where there are too many states to list: the equilibria as patterns, an option that does not matter left out.
    fn patterns(&self, out: &mut String, look: Look) {
        let names = self.file.option_names();
        for c in &self.analysis.concepts {
            let name = conflict::name(c.concept);
            let Some(patterns) = c.patterns.as_ref().filter(|p| !p.is_empty()) else {
                if c.equilibria.count.to_u64() != Some(0) {
                    look.line(
                        out,
                        &format!("{name}: more patterns than can be told; `--explain STATE` looks up one state."),
                    );
                }
                continue;
            };
            look.heading(out, &format!("{name}: every equilibrium fits one of these ({})", patterns.len()));
            let one = |p: &Pattern| {
                let part = |(name, v): (&String, &Option<bool>)| {
                    v.map(|v| if v { name.clone() } else { format!("not {name}") })
                };
                let words: Vec<String> = names.iter().zip(&p.0).filter_map(part).collect();
                if words.is_empty() { "any state".to_owned() } else { words.join(", ") }
            };
            for p in patterns.iter().take(SHOWN_PATTERNS) {
                look.item(out, &one(p));
            }
            if patterns.len() > SHOWN_PATTERNS {
                look.line(out, &format!("and {} more; `--format json` has them all.", patterns.len() - SHOWN_PATTERNS));
            }
        }
    }
}

/// `states 3, 5, 8` of the equilibria.
fn named(v: &Verdicts<'_>) -> String {
    let Some(set) = v.equilibria.filter(|s| !s.is_empty()) else { return String::new() };
    let numbers: Vec<String> = set.positions().take(25).map(|p| (p + 1).to_string()).collect();
    let more = if set.count() > 25 { ", …" } else { "" };
    format!("{} {}{more}", if numbers.len() == 1 { "state" } else { "states" }, numbers.join(", "))
}

fn stopped(reason: StopReason) -> Option<String> {
    Some(match reason {
        StopReason::Complete => return None,
        StopReason::Steps(n) => format!("it was to take at most {n} steps"),
        StopReason::States(n) => format!("there are more than {n} feasible states"),
        StopReason::Nodes(n) => format!("more than {n} decision-diagram nodes were needed"),
        StopReason::Stopped => "the time was spent".to_owned(),
    })
}
