//! What was heard: one entry an occurrence, with the reports behind it.

use super::Quote;
use super::words::split_condition;
use detente_event::{Act, Actor, Event, Quad, Status};
use detente_record::Cluster;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// An occurrence as its reports give it.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    /// Summed up.
    pub event: Event,
    /// The reports' sentences, one each.
    pub quotes: Vec<Quote>,
    /// Number of independent sources.
    pub sources: usize,
    /// The last day it was reported.
    pub day: Option<Date>,
}

impl Heard {
    /// Ids of the reports' events.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.quotes.iter().map(|q| q.event.as_str())
    }

    /// Whether the act is open: it may still be done or left.
    pub fn is_open(&self) -> bool {
        matches!(self.event.status, Status::Planned | Status::Considered | Status::Threatened | Status::Hypothetical)
    }

    /// How much more often than once it was reported: 1 + ln(sources).
    pub fn often(&self) -> f64 {
        1.0 + (self.sources.max(1) as f64).ln()
    }
}

/// The event with what its object holds besides the thing at stake told apart: a condition, what would follow.
fn tidy(event: &Event) -> Event {
    let mut e = event.clone();
    let Some(object) = e.object.take() else { return e };
    let object = e.actor.iter().chain(&e.recipient).fold(object, |o, a| in_full(&o, a));
    let (mut object, condition) = split_condition(&object);
    let mut condition = condition;
    // `sanctions would end its part in the talks`: the first is what is warned against, the second what would follow.
    if let (Act::Threaten, Some((cause, effect))) = (e.act, object.split_once(" would ")) {
        condition = condition.or_else(|| Some(cause.to_owned()));
        object = effect.to_owned();
    }
    if e.condition.is_none() {
        e.condition = condition;
    }
    e.object = Some(object).filter(|o| !o.is_empty());
    e
}

/// Words with a party's initials written out: `sanctions on the RSF`.
fn in_full(words: &str, party: &Actor) -> String {
    let short = party.text.trim();
    let initials: String = party.name.split_whitespace().filter_map(|w| w.chars().next()).collect();
    let known = short.chars().count() > 1 && short.chars().all(char::is_uppercase) && initials == short;
    if !known {
        return words.to_owned();
    }
    let full = |w: &str| if w == short { party.name.clone() } else { w.to_owned() };
    words.split(' ').map(full).collect::<Vec<_>>().join(" ")
}

/// Whether a hostile act that is still open is only what its supposed actor accuses another of: `accused Serbia of
/// preparing an invasion`.
fn is_charged(charge: &Event, act: &Heard) -> bool {
    let e = &act.event;
    act.is_open()
        && e.act.quad() == Quad::MaterialConflict
        && charge.span.start < e.span.start
        && !e.actor.is_empty()
        && e.actor.iter().all(|a| charge.actor.iter().any(|c| c.same_party(a)))
}

fn quote(e: &Event) -> Quote {
    Quote { event: e.id.clone(), document: e.document.clone(), sentence: e.sentence, text: e.text.clone() }
}

pub(super) fn of_clusters(clusters: &[Cluster]) -> Vec<Heard> {
    let mut list: Vec<Heard> = clusters
        .iter()
        .map(|c| Heard {
            event: tidy(&c.event),
            quotes: c.reports.iter().filter(|r| !r.rejected).map(|r| quote(&r.event)).collect(),
            sources: c.sources,
            day: c.reports.iter().filter_map(|r| r.published).max().or(c.published),
        })
        .filter(|h| !h.quotes.is_empty())
        .collect();
    let mut charges: BTreeMap<(String, usize), Vec<Event>> = BTreeMap::new();
    for e in list.iter().map(|h| &h.event).filter(|e| e.act == Act::Accuse && e.status == Status::Occurred) {
        charges.entry((e.document.clone(), e.sentence)).or_default().push(e.clone());
    }
    let charged = |h: &Heard| {
        let here = charges.get(&(h.event.document.clone(), h.event.sentence));
        here.into_iter().flatten().any(|c| is_charged(c, h))
    };
    list.retain(|h| !charged(h));
    // By when and where they were said, so that a draft does not hang on the order of the store.
    list.sort_by(|a, b| {
        let key = |h: &Heard| (h.day, h.event.document.clone(), h.event.sentence, h.event.span, h.event.id.clone());
        key(a).cmp(&key(b))
    });
    list
}

pub(super) fn of_events(events: &[Event]) -> Vec<Heard> {
    events
        .iter()
        .map(|e| Heard { event: tidy(e), quotes: vec![quote(e)], sources: 1, day: e.date.as_ref().map(|d| d.end) })
        .collect()
}
