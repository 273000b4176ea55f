//! [`ConflictFile`] to the solver's [`Conflict`], with what is wrong with it as a model.

use super::formula::{self as reading, Names};
use super::{ConflictFile, DecisionMaker, Ranking, views};
use detente_event::{Diagnostic, Severity, Span};
use detente_gmcr::{Conflict, ConflictBuilder, Formula, Statement, States};
use std::collections::BTreeSet;

/// States up to which a ranking's states are counted: the explicit engine's own bound.
const MOST_STATES: u64 = 1 << 25;

/// The model that the file stands for, or everything that keeps it from being one.
///
/// # Errors
/// All errors found, each at its place where the file was read from text.
pub fn lower(file: &ConflictFile) -> Result<Conflict, Vec<Diagnostic>> {
    let (conflict, mut found) = check(file);
    found.retain(|d| d.severity == Severity::Error);
    match conflict {
        Some(c) if found.is_empty() => Ok(c),
        _ => Err(found),
    }
}

/// A formula over the file's options, by position among all.
///
/// # Errors
/// What is wrong with it; spans are bytes of `text`.
pub fn formula(file: &ConflictFile, text: &str) -> Result<Formula, Vec<Diagnostic>> {
    reading::parse(text, &names(file))
}

pub(super) fn names(file: &ConflictFile) -> Names {
    let mut names = Names::default();
    for name in file.option_names() {
        names.add(name);
    }
    names
}

/// The model where there is one, and every finding, warnings too.
pub(crate) fn check(file: &ConflictFile) -> (Option<Conflict>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    if file.decision_makers.is_empty() {
        let help = "add one: [[decision_maker]], then id = \"usa\" and name = \"United States\"";
        found.push(Diagnostic::error("DT0316", Span::new(0, 0), "the file has no decision maker").help(help));
        return (None, found);
    }
    ids(file, &mut found);
    // Which of two of the same name a formula means, nobody knows: names first.
    if found.iter().any(|d| d.severity == Severity::Error) {
        return (None, found);
    }
    let conflict = if file.graph.is_some() { graph(file, &mut found) } else { options(file, &mut found) };
    if let Some(conflict) = conflict.as_ref().filter(|_| found.iter().all(|d| d.severity != Severity::Error)) {
        match views::views(file, conflict) {
            Ok(None) => views::check(file, conflict, &mut found),
            Ok(Some(_)) => {}
            Err(wrong) => found.extend(wrong),
        }
    }
    (conflict, found)
}

fn ids(file: &ConflictFile, found: &mut Vec<Diagnostic>) {
    let mut twice = |seen: &mut BTreeSet<String>, what: &str, id: &str, span: Option<Span>| {
        if !id.is_empty() && !seen.insert(id.to_owned()) {
            let help = format!("give each {what} an id of its own, such as \"{id}_2\"");
            found.push(Diagnostic::error("DT0306", span, format!("a second {what} has the id `{id}`")).help(help));
        }
    };
    let mut makers = BTreeSet::new();
    for dm in &file.decision_makers {
        twice(&mut makers, "decision maker", &dm.id, dm.span);
        let mut options = BTreeSet::new();
        for o in &dm.options {
            twice(&mut options, "option", &o.id, o.span);
        }
    }
    for dm in &file.decision_makers {
        if let (Some(ranking), Some(first)) = (&dm.ranking, dm.prefers.first()) {
            let d = Diagnostic::error(
                "DT0313",
                ranking.span.or(first.span),
                format!("{} has both `ranking` and `prefers`", dm.name),
            );
            found.push(d.help("keep one of the two"));
        } else if dm.ranking.is_none() && dm.prefers.is_empty() {
            let d = Diagnostic::warning(
                "DT0317",
                dm.span,
                format!("{} has no preferences, so all states are alike to it", dm.name),
            );
            found.push(d.help("add a `[[decision_maker.prefers]]` with that = \"…\", or a `ranking`"));
        }
    }
}

fn options(file: &ConflictFile, found: &mut Vec<Diagnostic>) -> Option<Conflict> {
    let names = names(file);
    for dm in &file.decision_makers {
        if let Some(arcs) = &dm.moves {
            let d = Diagnostic::error(
                "DT0314",
                arcs.span,
                format!("{} has moves between states, but the file has no `[graph]`", dm.name),
            );
            found.push(d.help("add `[graph]` with `states = …`, or give options instead of moves"));
        }
        if dm.options.is_empty() {
            let d = Diagnostic::warning("DT0312", dm.span, format!("{} has no options, so it never moves", dm.name));
            found.push(d.help("add a `[[decision_maker.option]]`, or leave the decision maker out"));
        }
    }
    if file.options().next().is_none() {
        let d = Diagnostic::error("DT0312", file.decision_makers[0].span, "the file has no options and no graph");
        found.push(d.help("add a `[[decision_maker.option]]` with id and name, or `[graph]` with `states = …`"));
        return None;
    }
    let mut builder = ConflictBuilder::new();
    for (k, dm) in file.decision_makers.iter().enumerate() {
        builder.decision_maker(&dm.id, &dm.name);
        for o in &dm.options {
            builder.option(k, &o.id, &o.name, o.moves);
        }
    }
    for pattern in &file.infeasible {
        if let Some(f) = read(&pattern.when, pattern.start, pattern.span, &names, found) {
            builder.infeasible(f);
        }
    }
    for (k, dm) in file.decision_makers.iter().enumerate() {
        preference(&mut builder, k, dm, &names, found);
    }
    if found.iter().any(|d| d.severity == Severity::Error) {
        return None;
    }
    let conflict = builder.build().map_err(|e| found.push(general(file, &e))).ok()?;
    states(file, &conflict, found);
    Some(conflict)
}

fn graph(file: &ConflictFile, found: &mut Vec<Diagnostic>) -> Option<Conflict> {
    let states = file.graph.as_ref()?.states;
    let names = Names::default();
    let mut builder = ConflictBuilder::new();
    builder.graph(states);
    for pattern in &file.infeasible {
        let d = Diagnostic::error("DT0314", pattern.span, "a `[graph]` has no infeasible patterns");
        found.push(d.help("leave the states that cannot be out of the graph"));
    }
    for (k, dm) in file.decision_makers.iter().enumerate() {
        builder.decision_maker(&dm.id, &dm.name);
        if let Some(o) = dm.options.first() {
            let d =
                Diagnostic::error("DT0314", o.span, format!("{} has options, but the file has a `[graph]`", dm.name));
            found.push(d.help("give moves between states (moves = [[1, 2]]) instead, or remove `[graph]`"));
        }
        if let Some(p) = dm.prefers.first() {
            let d = Diagnostic::error(
                "DT0314",
                p.span,
                format!("{} has preference statements, but a `[graph]` has no options to name", dm.name),
            );
            found.push(d.help("give a ranking of the states: ranking = [3, 1, [2, 4]]"));
        }
        match &dm.moves {
            Some(arcs) => {
                for (n, (from, to)) in arcs.list.iter().enumerate() {
                    let span = arcs.places.get(n).copied().or(arcs.span);
                    if let Some(s) = [from, to].into_iter().find(|s| **s == 0 || **s > states) {
                        let d =
                            Diagnostic::error("DT0315", span, format!("there is no state {s}: `[graph]` has {states}"));
                        found.push(d.help(format!("states are numbered from 1 to {states}")));
                    } else if from == to {
                        let d = Diagnostic::error("DT0315", span, format!("a move leads from state {from} to itself"));
                        found.push(d.help("remove it: staying is always possible"));
                    }
                }
                builder.arcs(k, arcs.list.clone());
            }
            None => {
                let d = Diagnostic::warning("DT0312", dm.span, format!("{} has no moves, so it never acts", dm.name));
                found.push(d.help("add moves = [[1, 2]], or leave the decision maker out"));
            }
        }
        if let Some(ranking) = &dm.ranking {
            check_ranking(dm, ranking, Some(states), found);
        }
        preference(&mut builder, k, dm, &names, &mut Vec::new());
    }
    if found.iter().any(|d| d.severity == Severity::Error) {
        return None;
    }
    builder.build().map_err(|e| found.push(general(file, &e))).ok()
}

fn preference(builder: &mut ConflictBuilder, k: usize, dm: &DecisionMaker, names: &Names, found: &mut Vec<Diagnostic>) {
    if let Some(ranking) = &dm.ranking {
        builder.ranking(k, ranking.classes.clone());
        return;
    }
    let mut statements: Vec<Statement> = Vec::new();
    let mut seen = BTreeSet::new();
    for p in &dm.prefers {
        if let Some(that) = read(&p.that, p.start, p.span, names, found) {
            if !seen.insert(p.that.split_whitespace().collect::<Vec<_>>().join(" ")) {
                let d = Diagnostic::warning("DT0318", p.span, format!("{} has this statement already", dm.name));
                found.push(d.help("remove it: only its first, more important place counts"));
            }
            statements.push(Statement { that, known: p.known });
        }
    }
    builder.prefers(k, statements);
}

/// Reads a formula; findings get their place in the file.
pub(super) fn read(
    text: &str,
    start: Option<usize>,
    whole: Option<Span>,
    names: &Names,
    found: &mut Vec<Diagnostic>,
) -> Option<Formula> {
    match reading::parse(text, names) {
        Ok(f) => Some(f),
        Err(list) => {
            found.extend(list.into_iter().map(|mut d| {
                d.span = match (start, d.span) {
                    // Where nothing is, the quotes are shown.
                    (Some(_), Some(s)) if s.is_empty() => whole,
                    (Some(start), Some(s)) => Some(Span::new(start + s.start, start + s.end)),
                    _ => whole,
                };
                d
            }));
            None
        }
    }
}

/// What can only be said once states are counted.
fn states(file: &ConflictFile, conflict: &Conflict, found: &mut Vec<Diagnostic>) {
    if !conflict.infeasible().is_empty() && States::of(conflict, 1).is_err_and(|e| e.is_no_state()) {
        found.push(no_state(file, conflict));
        return;
    }
    let now: Vec<bool> = file.options().map(|(_, o)| o.now).collect();
    for (pattern, f) in file.infeasible.iter().zip(conflict.infeasible()) {
        if f.eval(&now) {
            let d = Diagnostic::warning(
                "DT0319",
                pattern.span,
                "the status quo, as the options' `now` give it, cannot be by this pattern",
            );
            found.push(d.help("correct `now` of an option, or the pattern"));
        }
    }
    let ranked = file.decision_makers.iter().filter_map(|d| Some((d, d.ranking.as_ref()?)));
    let most = ranked.clone().map(|(_, r)| r.classes.iter().map(Vec::len).sum::<usize>() as u64 + 1).max();
    if let Some(most) = most {
        let count = match States::of(conflict, most.min(MOST_STATES)) {
            Ok(s) => Some(s.len()),
            Err(_) => None,
        };
        for (dm, ranking) in ranked {
            check_ranking(dm, ranking, count, found);
        }
    }
}

/// Every state from 1 to `states` once; `None`: there are more states than the ranking has.
pub(super) fn check_ranking(dm: &DecisionMaker, ranking: &Ranking, states: Option<usize>, found: &mut Vec<Diagnostic>) {
    let numbers: Vec<usize> = ranking.classes.iter().flatten().copied().collect();
    let mut seen = BTreeSet::new();
    for (n, state) in numbers.iter().enumerate() {
        let span = ranking.places.get(n).copied().or(ranking.span);
        if let Some(states) = states.filter(|s| *state == 0 || state > s) {
            let d = Diagnostic::error("DT0310", span, format!("there is no state {state}: the conflict has {states}"));
            found.push(d.help(format!("states are numbered from 1 to {states}")));
        } else if !seen.insert(*state) {
            found.push(
                Diagnostic::error("DT0310", span, format!("state {state} is ranked twice")).help("keep one of the two"),
            );
        }
    }
    match states {
        None => {
            let d = Diagnostic::error(
                "DT0310",
                ranking.span,
                format!("{}'s ranking has {} states, but the conflict has more", dm.name, numbers.len()),
            );
            found.push(d.help("rank every feasible state, or give `[[decision_maker.prefers]]` statements instead"));
        }
        Some(states) => {
            let missing: Vec<usize> = (1..=states).filter(|s| !seen.contains(s)).take(11).collect();
            if !missing.is_empty() {
                let mut words: Vec<String> = missing.iter().take(10).map(usize::to_string).collect();
                if missing.len() > 10 {
                    words.push("…".into());
                }
                let s = if missing.len() == 1 { "state" } else { "states" };
                let d = Diagnostic::error(
                    "DT0310",
                    ranking.span,
                    format!("{}'s ranking leaves out {s} {}", dm.name, words.join(", ")),
                );
                found.push(d.help(format!("place every state from 1 to {states}; ties stand together in brackets")));
            }
        }
    }
}

/// Points at the first pattern that, with those before it, leaves nothing.
fn no_state(file: &ConflictFile, conflict: &Conflict) -> Diagnostic {
    let none_with = |k: usize| {
        let mut b = ConflictBuilder::new();
        for (d, dm) in conflict.decision_makers().iter().enumerate() {
            b.decision_maker(&dm.id, &dm.name);
            for o in &conflict.options()[conflict.options_of(d)] {
                b.option(d, &o.id, &o.name, o.moves);
            }
        }
        for f in &conflict.infeasible()[..k] {
            b.infeasible(f.clone());
        }
        b.build().is_ok_and(|c| States::of(&c, 1).is_err_and(|e| e.is_no_state()))
    };
    let (mut enough, mut too_few) = (conflict.infeasible().len(), 0);
    while enough - too_few > 1 {
        let middle = (enough + too_few) / 2;
        if none_with(middle) { enough = middle } else { too_few = middle }
    }
    let span = file.infeasible.get(enough - 1).and_then(|p| p.span);
    let message = if enough == 1 {
        "this pattern holds in every state, so no state is left"
    } else {
        "with the patterns above, no state is left"
    };
    Diagnostic::error("DT0311", span, message).help("relax one of the `[[infeasible]]` patterns")
}

/// Anything else the solver refuses, at the place it names.
fn general(file: &ConflictFile, e: &detente_gmcr::Error) -> Diagnostic {
    let option = e.option().and_then(|o| file.options().nth(o)).and_then(|(_, o)| o.span);
    let maker = e.decision_maker().and_then(|d| file.decision_makers.get(d)).and_then(|d| d.span);
    Diagnostic::error("DT0320", option.or(maker), e.to_string())
}
