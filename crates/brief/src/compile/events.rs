//! What happened, what is announced, what else is considered.

use super::{Desk, MOST_ITEMS};
use crate::narrate::text::{capital, count, join};
use crate::narrate::{self, When, dates};
use crate::value::Item;
use detente_event::{Act, Status};
use detente_record::Cluster;
use std::collections::BTreeSet;

/// Confidence of a reading under which the reader is warned.
const UNSURE: f64 = 0.4;

/// A list that may have been cut.
pub(crate) struct Told {
    pub items: Vec<Item>,
    pub left_out: usize,
}

/// What happened, did not happen, or lies long back: by day, what has none last.
pub(crate) fn happened(desk: &Desk) -> Told {
    let fits = |c: &&Cluster| matches!(c.event.status, Status::Occurred | Status::Historical | Status::Negated);
    let all: Vec<&Cluster> = desk.timeline.iter().copied().filter(fits).collect();
    let some: Vec<&Cluster> = all.iter().copied().filter(|c| says_something(c)).collect();
    let bare = all.len() - some.len();
    let told = cut(desk, some);
    Told { left_out: told.left_out + bare, ..told }
}

/// Whether more is known than that somebody did something of a kind: with whom, about what, or where.
pub(crate) fn says_something(c: &Cluster) -> bool {
    let e = &c.event;
    let deed = matches!(e.act, Act::Assault | Act::Mobilize | Act::Coerce | Act::Protest);
    deed || !e.recipient.is_empty() || e.object.is_some() || e.place.is_some() || e.actor.len() > 1
}

/// What is announced: the next first, what has no date last.
pub(crate) fn announced(desk: &Desk) -> Told {
    let list: Vec<_> = desk.material.pending.iter().filter(|p| !desk.is_told_beside(&p.cluster)).collect();
    let mut items: Vec<Item> = list
        .iter()
        .take(MOST_ITEMS)
        .map(|p| {
            let mut it = item(desk, &p.cluster);
            if p.overdue {
                it.notes.insert(0, "the date is past and no source says what became of it".to_owned());
            }
            it
        })
        .collect();
    items.sort_by_key(|i| (i.day.is_none() || i.when.starts_with("no date"), i.day));
    Told { items, left_out: list.len().saturating_sub(MOST_ITEMS) }
}

/// What is considered, threatened or supposed and is not told among the choices.
pub(crate) fn considered(desk: &Desk, told: &BTreeSet<String>) -> Told {
    let fits =
        |c: &&Cluster| matches!(c.event.status, Status::Considered | Status::Threatened) && !told.contains(&c.id);
    cut(desk, desk.timeline.iter().copied().filter(fits).filter(|c| !desk.is_told_beside(c)).collect())
}

/// The most reported of them, in their own order.
fn cut(desk: &Desk, list: Vec<&Cluster>) -> Told {
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by_key(|k| (std::cmp::Reverse(list[*k].sources), std::cmp::Reverse(*k)));
    order.truncate(MOST_ITEMS);
    order.sort_unstable();
    let left_out = list.len() - order.len();
    Told { items: order.into_iter().map(|k| item(desk, list[k])).collect(), left_out }
}

/// The date in words: the stated one, or when it was reported.
pub(crate) fn when(c: &Cluster) -> String {
    match (&c.event.date, c.published, c.event.status) {
        (Some(d), ..) => dates::stated(d),
        (None, _, Status::Planned | Status::Considered | Status::Threatened | Status::Hypothetical) => {
            "no date given".to_owned()
        }
        (None, Some(p), _) => format!("reported {}", dates::day(p)),
        (None, None, _) => "no date given".to_owned(),
    }
}

/// An occurrence as an item.
pub(crate) fn item(desk: &Desk, c: &Cluster) -> Item {
    let e = &c.event;
    let mut notes = Vec::new();
    if c.disputed {
        let says: Vec<String> = c
            .standings
            .iter()
            .map(|s| format!("{} ({})", narrate::status(s.status), count(s.documents, "document", "documents")))
            .collect();
        notes.push(format!("the sources disagree: {}", join(&says)));
    }
    if e.status == Status::Negated && !narrate::is_refusal(e) {
        notes.push("refused, called off, denied, or not done so far".to_owned());
    }
    if e.confidence < UNSURE {
        notes.push("the reading of this sentence is uncertain".to_owned());
    }
    Item {
        id: c.id.clone(),
        day: c.day,
        when: when(c),
        status: e.status,
        status_words: status_words(c),
        kind: e.act.quad(),
        kind_words: narrate::kind(e.act.quad()).to_owned(),
        label: capital(&narrate::label(e)),
        line: desk.quotes.line(desk.says(c, When::Aside), c),
        notes,
        documents: c.documents,
        sources: c.sources,
    }
}

/// The status in plain words, with the condition's place held.
pub(crate) fn status_words(c: &Cluster) -> String {
    let words = narrate::status(c.event.status);
    match (c.event.status, &c.event.condition) {
        (Status::Threatened, Some(_)) => "threatened, on a condition".to_owned(),
        (Status::Negated, Some(_)) => "refused, with a condition".to_owned(),
        (Status::Negated, None) if narrate::is_refusal(&c.event) => "refused".to_owned(),
        (Status::Planned, Some(_)) => "announced, on a condition".to_owned(),
        _ => words.to_owned(),
    }
}
