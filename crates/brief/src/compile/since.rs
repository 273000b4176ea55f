//! What has changed since an earlier brief.

use super::wording::act;
use super::{Desk, events};
use crate::material::Since;
use crate::narrate::parties::with_article;
use crate::narrate::text::{capital, clip, sentence};
use crate::narrate::{self, When};
use crate::study::MAIN;
use crate::value::{Line, Unknown};
use detente_record::Cluster;
use jiff::civil::Date;

/// Lines under one heading; more are counted.
const MOST: usize = 20;

/// The changes under their headings; one line where there is none.
pub(crate) fn of(desk: &Desk) -> Vec<Unknown> {
    let Some(since) = &desk.material.since else { return Vec::new() };
    let (before, after) = options(desk, since);
    let mut all = vec![
        ("Newly reported", newly(desk, since.day)),
        ("Now stands otherwise", moved(desk, since.day)),
        ("New on the table", after),
        ("No longer on the table", before),
        ("Where it can settle", settles(desk, since)),
    ];
    all.retain(|(_, lines)| !lines.is_empty());
    if all.is_empty() {
        let line = Line { text: "Nothing that is reported has changed.".to_owned(), ..Line::default() };
        all.push(("No change", vec![line]));
    }
    all.into_iter()
        .map(|(heading, mut lines)| {
            let more = lines.len().saturating_sub(MOST);
            lines.truncate(MOST);
            Unknown { heading: heading.to_owned(), lines, more }
        })
        .collect()
}

fn first(c: &Cluster) -> Option<Date> {
    c.reports.iter().filter(|r| !r.rejected).filter_map(|r| r.published).min()
}

/// What no document of before tells of.
fn newly(desk: &Desk, day: Date) -> Vec<Line> {
    let new = desk.timeline.iter().filter(|c| first(c).is_some_and(|d| d > day) && !desk.is_told_beside(c));
    new.map(|c| {
        let said = desk.says(c, When::Told);
        let status = events::status_words(c);
        let text = if c.event.status.happened() { said } else { format!("{} ({status}).", said.trim_end_matches('.')) };
        desk.quotes.line(text, c)
    })
    .collect()
}

/// What was known before and has another status now.
fn moved(desk: &Desk, day: Date) -> Vec<Line> {
    let known = desk.timeline.iter().filter(|c| first(c).is_some_and(|d| d <= day));
    known
        .filter_map(|c| {
            let steps = &c.steps;
            let before = steps.iter().rfind(|s| s.date.is_none_or(|d| d <= day))?;
            let after = steps.iter().rfind(|s| s.date.is_some_and(|d| d > day))?;
            if before.status == after.status {
                return None;
            }
            let (was, is) = (narrate::status(before.status), narrate::status(after.status));
            let text = format!("{}: was {was}, is now told as {is}", capital(&narrate::label(&c.event)));
            Some(desk.quotes.line(sentence(&text), c))
        })
        .collect()
}

/// Options that are gone and that have come, by holder and name.
fn options(desk: &Desk, since: &Since) -> (Vec<Line>, Vec<Line>) {
    let Some(now) = &desk.material.conflict else { return (Vec::new(), Vec::new()) };
    let listed = |file: &detente_model::ConflictFile| {
        let one = |(d, o): (usize, &detente_model::ConflictOption)| {
            (file.decision_makers[d].name.clone(), o.name.clone(), o.because.clone())
        };
        file.options().map(one).collect::<Vec<_>>()
    };
    let (old, new) = (listed(&since.conflict), listed(now));
    // The same option may have got another name from further reports.
    let same = |a: &(String, String, Vec<String>), b: &(String, String, Vec<String>)| {
        a.0 == b.0 && (a.1 == b.1 || a.2.iter().any(|id| b.2.contains(id)))
    };
    let told = |(who, what, because): &(String, String, Vec<String>)| {
        let text = format!("{} could {}", with_article(&clip(who, 80)), act(who, what));
        desk.quotes.line_by(sentence(&text), because)
    };
    let gone = old.iter().filter(|o| !new.iter().any(|n| same(o, n))).map(told).collect();
    let come = new.iter().filter(|n| !old.iter().any(|o| same(o, n))).map(told).collect();
    (gone, come)
}

fn count_of(feasible: &str) -> String {
    format!("{feasible} possible outcome{}", if feasible == "1" { "" } else { "s" })
}

/// How many outcomes held then, and how many hold now.
fn settles(desk: &Desk, since: &Since) -> Vec<Line> {
    let (Some(then), Some(now)) = (&since.study, &desk.material.study) else { return Vec::new() };
    let held = |s: &crate::Study| s.analysis.equilibria(MAIN).map(|e| e.numbers().len());
    let (Some(before), Some(after)) = (held(then), held(now)) else { return Vec::new() };
    let present = |s: &crate::Study, file: &detente_model::ConflictFile| {
        let at = s.analysis.states.as_ref().and_then(|x| file.status_quo_in(x))?;
        Some(s.analysis.equilibria(MAIN)?.contains(at))
    };
    let all = |s: &crate::Study| s.analysis.feasible.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut text = format!(
        "then {before} of {} held under sequential stability, now {after} of {} {}",
        count_of(&all(then)),
        all(now),
        if after == 1 { "does" } else { "do" }
    );
    if let (Some(file), Some(was)) = (&desk.material.conflict, present(then, &since.conflict))
        && let Some(is) = present(now, file)
        && was != is
    {
        text.push_str(if is {
            "; the present outcome did not hold under it and does now"
        } else {
            "; the present outcome held under it and does no longer"
        });
    }
    vec![Line { text: sentence(&text), ..Line::default() }]
}
