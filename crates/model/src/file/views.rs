//! What goes beyond one ranking for each: strength of preference, unknown preference, and how each sees the conflict.

use super::lower::{self, check_ranking};
use super::{ConflictFile, DecisionMaker, Unaware};
use detente_event::{Diagnostic, Span};
use detente_gmcr::{Conflict, Great, Preference, Statement, States, View};

/// States up to which those of a ranking are counted.
const MOST_STATES: u64 = 1 << 20;

/// Where each decision maker's preference is great, for [`detente_gmcr::stable_by_strength`]; `None` if the file says so
/// of nobody.
#[must_use]
pub fn great(file: &ConflictFile) -> Option<Vec<Great>> {
    let one = |dm: &DecisionMaker| match dm.ranking {
        Some(_) => Great::Below(dm.great_steps.list.clone()),
        None => Great::Statements(dm.prefers.iter().take_while(|p| p.much).count()),
    };
    let all: Vec<Great> = file.decision_makers.iter().map(one).collect();
    let says = |g: &Great| !matches!(g, Great::Statements(0)) && *g != Great::Below(Vec::new());
    all.iter().any(says).then_some(all)
}

/// The pairs of states between which a preference is not known, for [`detente_gmcr::stable_under_unknown`]: those told
/// apart by a statement with `known = false` first, and those that `unknown` lists.
///
/// # Errors
/// The conflict has too many states to go through the pairs.
pub fn unknown(file: &ConflictFile, conflict: &Conflict) -> Result<Vec<(usize, usize, usize)>, detente_gmcr::Error> {
    let mut pairs = detente_gmcr::unknown_pairs(conflict)?;
    for (k, dm) in file.decision_makers.iter().enumerate() {
        pairs.extend(dm.unknown.iter().flat_map(|u| &u.list).map(|(s, t)| (k, *s, *t)));
    }
    Ok(pairs)
}

/// Each decision maker's view of the conflict, for [`detente_gmcr::hypergame`]; `None` if all see it as it is.
///
/// # Errors
/// What is wrong with the views, each at its place.
pub fn views(file: &ConflictFile, conflict: &Conflict) -> Result<Option<Vec<View>>, Vec<Diagnostic>> {
    if file.decision_makers.iter().all(|d| d.unaware.is_empty() && d.believes.is_empty()) {
        return Ok(None);
    }
    let mut found = Vec::new();
    let names = lower::names(file);
    let mut all = Vec::new();
    for dm in &file.decision_makers {
        let mut view = View::default();
        for unaware in &dm.unaware {
            match unaware {
                Unaware::When(p) => view.unaware.extend(lower::read(&p.when, p.start, p.span, &names, &mut found)),
                Unaware::States(n) => view.unaware_of.extend(&n.list),
            }
        }
        for belief in &dm.believes {
            let Some(of) = file.decision_makers.iter().position(|d| d.id == belief.of) else {
                let message = format!("there is no decision maker `{}` to believe something of", belief.of);
                let ids = file.decision_makers.iter().map(|d| d.id.as_str());
                let help = match super::nearest(&belief.of, ids) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "write the id of one of the decision makers".into(),
                };
                found.push(Diagnostic::error("DT0323", belief.span, message).help(help));
                continue;
            };
            let read = |p: &super::Preference, found: &mut Vec<Diagnostic>| {
                lower::read(&p.that, p.start, p.span, &names, found).map(Statement::from)
            };
            view.beliefs.push((
                of,
                match &belief.ranking {
                    Some(r) => Preference::Ranking(r.classes.clone()),
                    None => Preference::Prefers(belief.prefers.iter().filter_map(|p| read(p, &mut found)).collect()),
                },
            ));
        }
        all.push(view);
    }
    check(file, conflict, &mut found);
    if found.is_empty() { Ok(Some(all)) } else { Err(found) }
}

/// What is wrong with strengths, unknown pairs and views, but for their formulas.
pub(super) fn check(file: &ConflictFile, conflict: &Conflict, found: &mut Vec<Diagnostic>) {
    let mut error = |code, span: Option<Span>, message: String, help: &str| {
        found.push(Diagnostic::error(code, span, message).help(help));
    };
    let named = |d: &DecisionMaker| {
        let unaware = d.unaware.iter().any(|u| matches!(u, Unaware::States(_)));
        let ranked = d.believes.iter().any(|b| b.ranking.is_some());
        unaware || ranked || !d.great_steps.list.is_empty() || d.unknown.is_some()
    };
    let states = if file.decision_makers.iter().any(named) {
        States::of(conflict, MOST_STATES).map_or(usize::MAX, |s| s.len())
    } else {
        usize::MAX
    };
    let mut rankings = Vec::new();
    for dm in &file.decision_makers {
        let small = dm.prefers.iter().position(|p| !p.much).unwrap_or(dm.prefers.len());
        if let Some(p) = dm.prefers[small..].iter().find(|p| p.much) {
            let message = format!("{} has a statement with `much` below one without", dm.name);
            error("DT0321", p.span, message, "statements that matter much stand before all others");
        }
        if dm.ranking.is_none() && (!dm.great_steps.list.is_empty() || dm.unknown.is_some()) {
            let span = dm.great_steps.span.or(dm.unknown.as_ref().and_then(|u| u.span));
            let message = format!("{} has `great_steps` or `unknown` pairs, but no `ranking`", dm.name);
            error("DT0321", span, message, "with statements, write much = true or known = false under the statement");
        }
        let mut numbers: Vec<(usize, Option<Span>)> = Vec::new();
        numbers.extend(dm.great_steps.list.iter().map(|n| (*n, dm.great_steps.span)));
        numbers.extend(dm.unknown.iter().flat_map(|u| u.list.iter().flat_map(|(s, t)| [(*s, u.span), (*t, u.span)])));
        for unaware in &dm.unaware {
            match unaware {
                Unaware::States(n) => numbers.extend(n.list.iter().map(|s| (*s, n.span))),
                Unaware::When(p) if file.graph.is_some() => {
                    error("DT0314", p.span, "a `[graph]` has no options to name".into(), "write states = [3, 5]");
                }
                Unaware::When(_) => {}
            }
        }
        for (n, span) in numbers.into_iter().filter(|(n, _)| *n > states) {
            let help = format!("states are numbered from 1 to {states}");
            error("DT0310", span, format!("there is no state {n}: the conflict has {states}"), &help);
        }
        for belief in &dm.believes {
            if belief.ranking.is_some() != belief.prefers.is_empty() {
                let message = format!("what {} believes of `{}` is not said, or said twice", dm.name, belief.of);
                error("DT0323", belief.span, message, "give either prefers = [\"…\"] or ranking = […]");
            }
            rankings.extend(belief.ranking.as_ref().map(|r| (dm, r)));
        }
    }
    for (dm, ranking) in rankings {
        check_ranking(dm, ranking, Some(states).filter(|s| *s < usize::MAX), found);
    }
}
