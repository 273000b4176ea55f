//! Who is involved: the parties with what each said and did, and what passes between them.

use super::{Desk, events};
use crate::Material;
use crate::narrate::parties::LONGEST_NAME;
use crate::narrate::text::{capital, clip};
use crate::narrate::{self, When};
use crate::value::{Deed, Party, Tie};
use detente_event::{Actor, Status};
use detente_record::Cluster;

/// Parties told with their deeds; further ones are named only.
const MOST_PARTIES: usize = 10;
/// Further parties named.
const MOST_NAMED: usize = 40;
/// Deeds told of each.
const MOST_DEEDS: usize = 8;
/// What others direct at it, told of each.
const MOST_MET: usize = 4;

/// The parties, most involved first, and the names of the rest.
pub(crate) fn of(desk: &Desk) -> (Vec<Party>, Vec<String>) {
    let mut nodes: Vec<&detente_record::Node> = desk.material.network.nodes.iter().collect();
    nodes.sort_by(|a, b| b.events.cmp(&a.events).then(b.reports.cmp(&a.reports)).then(a.name.cmp(&b.name)));
    // What has neither a code nor a name of its own (`nations`, `his forces`) is told where it occurs.
    nodes.retain(|n| !n.code.is_empty() || n.name.starts_with(char::is_uppercase));
    let told = nodes.iter().take(MOST_PARTIES).map(|n| party(desk, n)).collect();
    let rest = nodes.iter().skip(MOST_PARTIES).take(MOST_NAMED).map(|n| clip(&n.name, LONGEST_NAME)).collect();
    (told, rest)
}

fn party(desk: &Desk, node: &detente_record::Node) -> Party {
    let is = |a: &Actor| a.name == node.name && a.code == node.code;
    let mut persons: Vec<String> = Vec::new();
    let mut did: Vec<(usize, Deed)> = Vec::new();
    let mut met: Vec<(usize, Deed)> = Vec::new();
    for (k, c) in desk.timeline.iter().enumerate() {
        let e = &c.event;
        for p in e
            .actor
            .iter()
            .chain(&e.recipient)
            .filter(|a| is(a) && a.sector != "ELI")
            .filter_map(|a| a.person.as_deref())
        {
            let p = clip(p, LONGEST_NAME);
            if !persons.contains(&p) {
                persons.push(p);
            }
        }
        if !events::says_something(c) || desk.is_told_beside(c) {
            continue;
        }
        let Some(own) = e.actor.iter().chain(&e.recipient).find(|a| is(a)) else { continue };
        match desk.says_of(c, own, When::Told) {
            Some(text) => did.push((k, deed(desk, c, text))),
            None => met.push((k, deed(desk, c, desk.says(c, When::Told)))),
        }
    }
    let (did, more) = first(did, MOST_DEEDS);
    let (met, more_met) = first(met, MOST_MET);
    Party {
        name: capital(&clip(&node.name, LONGEST_NAME)),
        code: clip(&node.code, 12),
        persons,
        events: node.events,
        did,
        more,
        met,
        more_met,
    }
}

/// The first of them, what is open before what is done: it is what can still change.
fn first(mut list: Vec<(usize, Deed)>, most: usize) -> (Vec<Deed>, usize) {
    let rank = |s: Status| match s {
        Status::Planned => 0,
        Status::Considered | Status::Threatened => 1,
        Status::Occurred | Status::Negated => 2,
        Status::Hypothetical | Status::Historical => 3,
    };
    list.sort_by_key(|(k, d)| (rank(d.status), std::cmp::Reverse(*k)));
    let more = list.len().saturating_sub(most);
    list.truncate(most);
    (list.into_iter().map(|(_, d)| d).collect(), more)
}

fn deed(desk: &Desk, c: &Cluster, text: String) -> Deed {
    Deed { status_words: events::status_words(c), status: c.event.status, line: desk.quotes.line(text, c) }
}

/// What passes between parties, the densest first.
pub(crate) fn ties(material: &Material) -> Vec<Tie> {
    let n = &material.network;
    let name = |k: usize| n.nodes.get(k).map(|p| capital(&clip(&p.name, LONGEST_NAME))).unwrap_or_default();
    let mut list: Vec<Tie> = n
        .edges
        .iter()
        .filter(|e| e.from != e.to)
        .map(|e| Tie {
            from: name(e.from),
            to: name(e.to),
            kind: e.quad,
            kind_words: narrate::kind(e.quad).to_owned(),
            events: e.events,
        })
        .collect();
    list.sort_by(|a, b| b.events.cmp(&a.events).then_with(|| (&a.from, &a.to, a.kind).cmp(&(&b.from, &b.to, b.kind))));
    list.truncate(60);
    list
}
