//! What the sections share: the material, found by its sentences and events.

use super::quotes::Quotes;
use crate::Material;
use crate::narrate::{self, When};
use detente_event::{Act, Event, Status};
use detente_model::{begins_with_verb, split_condition};
use detente_record::Cluster;
use std::collections::{BTreeMap, BTreeSet};

/// The material and where things stand in it.
pub(crate) struct Desk<'a> {
    pub material: &'a Material,
    pub quotes: Quotes,
    /// The occurrences, by day.
    pub timeline: Vec<&'a Cluster>,
    /// Positions in the timeline by id of a report's event, by own id, and by document and sentence.
    events: BTreeMap<&'a str, usize>,
    ids: BTreeMap<&'a str, usize>,
    sentences: BTreeMap<(i64, usize), Vec<usize>>,
}

impl<'a> Desk<'a> {
    pub fn of(material: &'a Material) -> Desk<'a> {
        let timeline: Vec<&Cluster> = material.timeline.iter().collect();
        let (mut events, mut ids) = (BTreeMap::new(), BTreeMap::new());
        let mut sentences: BTreeMap<(i64, usize), Vec<usize>> = BTreeMap::new();
        for (k, c) in timeline.iter().enumerate() {
            ids.insert(c.id.as_str(), k);
            for r in &c.reports {
                events.insert(r.event.id.as_str(), k);
                sentences.entry((r.document, r.event.sentence)).or_default().push(k);
            }
        }
        Desk { material, quotes: Quotes::of(material), timeline, events, ids, sentences }
    }

    /// The occurrences that events belong to, in the order of the timeline.
    pub fn behind<'s>(&self, ids: impl IntoIterator<Item = &'s String>) -> Vec<&'a Cluster> {
        let found: BTreeSet<usize> = ids.into_iter().filter_map(|id| self.events.get(id.as_str()).copied()).collect();
        found.into_iter().map(|k| self.timeline[k]).collect()
    }

    /// An occurrence by its id.
    pub fn occurrence(&self, id: &str) -> Option<&'a Cluster> {
        self.ids.get(id).map(|k| self.timeline[*k])
    }

    /// The other occurrences that the sentences of one tell of.
    fn beside(&self, c: &Cluster) -> impl Iterator<Item = &'a Cluster> + use<'a, '_> {
        let own = self.ids.get(c.id.as_str()).copied();
        let places: Vec<(i64, usize)> = c.reports.iter().map(|r| (r.document, r.event.sentence)).collect();
        let there = places.into_iter().filter_map(|p| self.sentences.get(&p)).flatten();
        there.filter(move |k| Some(**k) != own).map(|k| self.timeline[*k])
    }

    /// Whether in every sentence on it another occurrence says it already: a supposition that is that one's condition, an act
    /// that is told as a threat, or one that another is accused of.
    pub fn is_told_beside(&self, c: &Cluster) -> bool {
        let own = self.ids.get(c.id.as_str()).copied();
        let told = |place: (i64, usize)| {
            let there = self.sentences.get(&place).into_iter().flatten().filter(|k| Some(**k) != own);
            there.map(|k| &self.timeline[*k].event).any(|o| tells(o, &c.event))
        };
        let mut places = c.reports.iter().filter(|r| !r.rejected).map(|r| (r.document, r.event.sentence)).peekable();
        places.peek().is_some() && places.all(told)
    }

    /// An occurrence as one sentence.
    pub fn says(&self, c: &Cluster, when: When) -> String {
        match self.threatened(c) {
            Some(act) => narrate::warning(&c.event, act, when),
            None => narrate::event(&c.event, when),
        }
    }

    /// The same of one of its parties, without naming it.
    pub fn says_of(&self, c: &Cluster, party: &detente_event::Actor, when: When) -> Option<String> {
        let told = narrate::predicate(&c.event, party, when)?;
        Some(self.threatened(c).map_or(told, |act| narrate::warning_of(&c.event, act, party, when)))
    }

    /// The threatened act beside a threat that does not say it itself.
    fn threatened(&self, c: &Cluster) -> Option<&'a Event> {
        let e = &c.event;
        let silent = e.act == Act::Threaten && e.status == Status::Occurred && !names_an_act(e);
        let mut acts = self.beside(c).map(|o| &o.event).filter(|o| silent && is_threat_of(e, o));
        acts.find(|o| !o.actor.is_empty())
    }
}

/// Whether one event of a sentence tells another of it.
fn tells(o: &Event, e: &Event) -> bool {
    match e.status {
        Status::Hypothetical => has_condition(o),
        Status::Threatened => {
            // In the threat's own clause, by a party that was not made out: `they would restore sanctions`.
            let unknown = e.actor.iter().all(|a| a.code.is_empty());
            let clause = o.act == Act::Threaten && o.status == Status::Occurred && names_an_act(o);
            is_threat_of(o, e) || (unknown && clause)
        }
        Status::Planned | Status::Considered => is_charged(o, e),
        Status::Occurred | Status::Negated | Status::Historical => false,
    }
}

/// Whether what is threatened stands in the threat's own words: an act, or a clause that tells what follows.
fn names_an_act(e: &Event) -> bool {
    e.object.as_deref().is_some_and(|o| begins_with_verb(o) || o.contains(" would ") || o.contains(" will "))
}

fn has_condition(e: &Event) -> bool {
    e.condition.is_some() || e.object.as_deref().is_some_and(|o| split_condition(o).1.is_some())
}

/// Whether a hostile act stands in an accusation by the party that it is coded for: `accused Serbia of preparing an
/// invasion` says nothing of what the accuser will do.
fn is_charged(charge: &Event, act: &Event) -> bool {
    charge.act == Act::Accuse
        && charge.status == Status::Occurred
        && act.act.quad() == detente_event::Quad::MaterialConflict
        && charge.span.start < act.span.start
        && !act.actor.is_empty()
        && act.actor.iter().all(|a| charge.actor.iter().any(|c| c.same_party(a)))
}

fn is_threat_of(threat: &Event, act: &Event) -> bool {
    let by = |a: &detente_event::Actor| threat.actor.iter().any(|t| t.same_party(a));
    threat.act == Act::Threaten
        && threat.status == Status::Occurred
        && act.status == Status::Threatened
        && act.actor.iter().all(by)
}
