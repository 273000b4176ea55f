//! What is not known: preferences, dates, disagreements, suppositions.

use super::{Desk, events};
use crate::narrate::text::{count, join, sentence};
use crate::narrate::{self, When};
use crate::value::{Line, Settlement, Unknown};
use detente_event::Status;

/// Lines under one heading; more are counted.
const MOST: usize = 12;

/// Every kind that has something to tell.
pub(crate) fn of(desk: &Desk, settlement: Option<&Settlement>) -> Vec<Unknown> {
    let mut all = vec![
        ("What the parties want", wants(desk, settlement)),
        ("What they are assumed to prefer, though no source says so", assumed(settlement)),
        ("Where a party says both", both_ways(desk)),
        ("When it is due", undated(desk)),
        ("Where sources disagree", disputed(desk)),
        ("Overdue, and no word of it", overdue(desk)),
        ("What is only supposed", supposed(desk)),
    ];
    all.retain(|(_, lines)| !lines.is_empty());
    all.into_iter()
        .map(|(heading, mut lines)| {
            let more = lines.len().saturating_sub(MOST);
            lines.truncate(MOST);
            Unknown { heading: heading.to_owned(), lines, more }
        })
        .collect()
}

/// Preferences that no source speaks of.
fn wants(desk: &Desk, settlement: Option<&Settlement>) -> Vec<Line> {
    let mut out = Vec::new();
    for d in settlement.iter().flat_map(|s| &s.decision_makers) {
        if d.prefers.is_empty() && !d.options.is_empty() {
            let name = narrate::parties::with_article(&d.name);
            out.push(plain(format!("No source says what {name} prefers among these outcomes.")));
        }
    }
    if let Some(reason) = &desk.material.refused {
        out.push(plain(sentence(&format!("The outcomes could not be worked out: {reason}"))));
    }
    out
}

/// How many preferences the model assumes; which they are stands with those of each party.
fn assumed(settlement: Option<&Settlement>) -> Vec<Line> {
    let of = |d: &crate::value::Decider| {
        let guesses = d.prefers.iter().filter(|w| !w.known).count();
        let who = narrate::parties::with_article(&d.name);
        let are = if guesses == 1 { "is a guess" } else { "are guesses" };
        let all = count(d.prefers.len(), "preference", "preferences");
        (guesses > 0).then(|| {
            plain(sentence(&format!("of {all} that {who} {} taken to have, {guesses} {are}", is_or_are(&d.name))))
        })
    };
    settlement.iter().flat_map(|s| &s.decision_makers).filter_map(of).collect()
}

fn is_or_are(name: &str) -> &'static str {
    if narrate::parties::is_plural(&[name.to_owned()]) { "are" } else { "is" }
}

/// Reports that have a party for an option and against it.
fn both_ways(desk: &Desk) -> Vec<Line> {
    let (Some(notes), Some(file)) = (&desk.material.notes, &desk.material.conflict) else { return Vec::new() };
    let names = file.option_names();
    let line = |c: &detente_model::Contradiction| {
        let who = file.decision_makers.iter().find(|d| d.id == c.decision_maker)?;
        let at = names.iter().position(|n| *n == c.option)?;
        let (_, option) = file.options().nth(at)?;
        let text = format!(
            "Reports have {} both for and against this: {}",
            narrate::parties::with_article(&who.name),
            narrate::text::small(&narrate::text::clip(&option.name, 160))
        );
        Some(desk.quotes.line_by(sentence(&text), c.wants.iter().chain(&c.opposes)))
    };
    notes.contradictions.iter().filter_map(line).collect()
}

fn undated(desk: &Desk) -> Vec<Line> {
    let open = desk.material.pending.iter().filter(|p| p.due.is_none() && !desk.is_told_beside(&p.cluster));
    open.map(|p| {
        let text = desk.says(&p.cluster, When::Told);
        desk.quotes.line(format!("{text} No date is given."), &p.cluster)
    })
    .collect()
}

fn overdue(desk: &Desk) -> Vec<Line> {
    let late = desk.material.pending.iter().filter(|p| p.overdue);
    late.map(|p| desk.quotes.line(desk.says(&p.cluster, When::Told), &p.cluster)).collect()
}

fn disputed(desk: &Desk) -> Vec<Line> {
    let torn = desk.timeline.iter().filter(|c| c.disputed);
    torn.map(|c| {
        let says: Vec<String> = c
            .standings
            .iter()
            .map(|s| format!("{} by {}", narrate::status(s.status), count(s.documents, "document", "documents")))
            .collect();
        let label = narrate::label(&c.event);
        desk.quotes.line(sentence(&format!("{label}, {}: given as {}", events::when(c), join(&says))), c)
    })
    .collect()
}

fn supposed(desk: &Desk) -> Vec<Line> {
    let list = desk.timeline.iter().filter(|c| c.event.status == Status::Hypothetical && !desk.is_told_beside(c));
    list.map(|c| desk.quotes.line(desk.says(c, When::Told), c)).collect()
}

fn plain(text: String) -> Line {
    Line { text, ..Line::default() }
}
