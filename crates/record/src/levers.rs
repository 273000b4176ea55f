//! What a party could do: acts considered, planned, sought or threatened, with who wants and who opposes each.

use crate::cluster::sketch::words;
use crate::store::StoreExt;
use crate::{Cluster, Error, Filter, Record};
use detente_event::{Act, Actor, Event, Status, asks_not_to};
use serde::Serialize;

/// An act that a party could carry out or leave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lever {
    /// Id of the occurrence that it is drawn from.
    pub id: String,
    /// Who could do it; empty where nobody is named.
    pub holder: Vec<Actor>,
    /// What.
    pub act: Act,
    /// Its mode.
    pub mode: Option<String>,
    /// The thing at stake.
    pub object: Option<String>,
    /// To or for whom.
    pub target: Vec<Actor>,
    /// Considered (also: sought by another), planned or threatened.
    pub status: Status,
    /// What it hangs on.
    pub condition: Option<String>,
    /// The occurrence, with its reports.
    pub cluster: Cluster,
    /// Who asked for it or supports it.
    pub wants: Vec<Stance>,
    /// Who rejects it, warns against it or condemns it.
    pub opposes: Vec<Stance>,
}

/// A party's word for or against a lever.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stance {
    /// Who.
    pub actor: Actor,
    /// By which act.
    pub act: Act,
    /// Id of the occurrence.
    pub cluster: String,
    /// Ids of the events.
    pub events: Vec<String>,
    /// The sentence.
    pub text: String,
}

/// Acts that are words about something else.
const WORDS: [Act; 8] =
    [Act::Request, Act::Support, Act::Agree, Act::Reject, Act::Accuse, Act::Threaten, Act::Protest, Act::Concede];
/// Acts by which one wants something.
const FOR: [Act; 3] = [Act::Request, Act::Support, Act::Agree];
/// Acts by which one opposes something.
const AGAINST: [Act; 4] = [Act::Reject, Act::Accuse, Act::Threaten, Act::Protest];

impl Record {
    /// The levers of the parties: what is considered, planned or threatened, and what others ask of them.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn levers(&self, filter: &Filter) -> Result<Vec<Lever>, Error> {
        let open = Filter {
            statuses: vec![Status::Planned, Status::Considered, Status::Threatened],
            limit: None,
            offset: 0,
            ..filter.clone()
        };
        // Words to be spoken are levers only where they give something (agree, support, concede).
        let deeds: Vec<Act> = Act::ALL
            .into_iter()
            .filter(|a| !matches!(a, Act::Request | Act::Accuse | Act::Reject | Act::Threaten))
            .filter(|a| filter.acts.is_empty() || filter.acts.contains(a))
            .collect();
        let order = "c.last DESC, c.seq DESC";
        let mut levers: Vec<Lever> = if deeds.is_empty() {
            Vec::new()
        } else {
            let wide = Filter { limit: filter.limit.map(|l| l + filter.offset), ..open.clone() };
            self.clusters_of(&self.cluster_numbers(&wide, &deeds, order)?)?.into_iter().map(lever).collect()
        };
        let spoken = Filter { acts: Vec::new(), statuses: Vec::new(), ..open };
        let talk = self.talk(&spoken, filter.limit, &levers)?;
        let mut used = vec![false; talk.len()];
        for l in &mut levers {
            for (t, used) in talk.iter().zip(&mut used) {
                *used |= take_stance(l, t);
            }
        }
        for (t, used) in talk.iter().zip(used) {
            if !used && let Some(mut l) = sought(t) {
                if !filter.acts.is_empty() && !filter.acts.contains(&l.act) {
                    continue;
                }
                for other in &talk {
                    take_stance(&mut l, other);
                }
                levers.push(l);
            }
        }
        let page = levers.into_iter().skip(filter.offset);
        Ok(match filter.limit {
            Some(n) => page.take(n).collect(),
            None => page.collect(),
        })
    }

    /// What was said that may concern the levers. With a limit, only the latest of it and what is said to or by holders.
    fn talk(&self, filter: &Filter, limit: Option<usize>, levers: &[Lever]) -> Result<Vec<Cluster>, Error> {
        let said = Filter {
            statuses: vec![Status::Occurred, Status::Planned, Status::Considered, Status::Threatened],
            limit,
            ..filter.clone()
        };
        let order = if limit.is_some() { "c.last DESC, c.seq DESC" } else { "c.seq" };
        let mut list = self.cluster_numbers(&said, &WORDS, order)?;
        if limit.is_some() {
            for l in levers {
                let documents: Vec<String> = l.cluster.reports.iter().map(|r| r.document.to_string()).collect();
                let acts: Vec<String> = WORDS.iter().map(|a| format!("'{a}'")).collect();
                list.extend(self.store.rows(
                    &format!(
                        "SELECT e.cluster FROM report r JOIN entry e ON e.seq = r.seq \
                         WHERE r.document IN ({}) AND e.act IN ({}) AND e.rejected = 0",
                        documents.join(", "),
                        acts.join(", ")
                    ),
                    &[],
                    |r| r.int(0),
                )?);
            }
        }
        list.sort_unstable();
        list.dedup();
        self.clusters_of(&list)
    }
}

fn lever(cluster: Cluster) -> Lever {
    let e = &cluster.event;
    Lever {
        id: cluster.id.clone(),
        holder: e.actor.clone(),
        act: e.act,
        mode: e.mode.clone(),
        object: e.object.clone(),
        target: e.recipient.clone(),
        status: e.status,
        condition: e.condition.clone(),
        wants: Vec::new(),
        opposes: Vec::new(),
        cluster,
    }
}

/// What a request asks for, as a lever of the one who is asked.
fn sought(talk: &Cluster) -> Option<Lever> {
    let e = &talk.event;
    if e.act != Act::Request || (e.recipient.is_empty() && e.object.is_none()) {
        return None;
    }
    // The mode of a request says what kind of act it asks for (PLOVER manual, REQUEST).
    let act = match e.mode.as_deref() {
        Some("assist") => Act::Aid,
        Some("meet" | "mediate") => Act::Consult,
        Some("yield") => Act::Retreat,
        Some("change") => Act::Concede,
        _ => Act::Agree,
    };
    let mut l = lever(talk.clone());
    l.holder.clone_from(&e.recipient);
    l.target.clone_from(&e.actor);
    l.act = act;
    l.mode = None;
    l.status = Status::Considered;
    Some(l)
}

/// Files what was said as a stance on the lever, where it concerns it.
fn take_stance(l: &mut Lever, talk: &Cluster) -> bool {
    let e = &talk.event;
    let (mut is_for, mut is_against) = (FOR.contains(&e.act), AGAINST.contains(&e.act));
    // Who asks to postpone the filling is against the filling, and for a lever that is itself such a request.
    if e.act == Act::Request && asks_not_to(e) != asks_not_to(&l.cluster.event) {
        (is_for, is_against) = (false, true);
    }
    if (!is_for && !is_against) || !matches!(e.status, Status::Occurred | Status::Planned | Status::Considered) {
        return false;
    }
    if talk.id == l.id && l.cluster.event.act != Act::Request {
        return false;
    }
    if !concerns(l, e, talk) {
        return false;
    }
    // To ask somebody else for the like, or to condemn a third party, says nothing about this holder.
    let parties = || e.actor.iter().chain(&e.recipient);
    let names_holder = parties().any(|a| l.holder.iter().any(|h| h.same_party(a)));
    if !e.recipient.is_empty() && !l.holder.is_empty() && !names_holder {
        return false;
    }
    let who: Vec<Actor> = if e.actor.is_empty() {
        e.speaker
            .iter()
            .map(|s| Actor { name: s.name.clone(), person: s.person.clone(), text: s.text.clone(), ..Actor::default() })
            .collect()
    } else {
        e.actor.clone()
    };
    let side = if is_for { &mut l.wants } else { &mut l.opposes };
    for actor in who {
        // That the holder agrees to its own act is the lever itself.
        if is_for && l.holder.iter().any(|h| h.same_party(&actor)) {
            continue;
        }
        side.push(Stance {
            actor,
            act: e.act,
            cluster: talk.id.clone(),
            events: talk.reports.iter().map(|r| r.event.id.clone()).collect(),
            text: e.text.clone(),
        });
    }
    true
}

/// Whether what was said is about the lever's object: names it as its own object or in its sentence.
fn concerns(l: &Lever, e: &Event, talk: &Cluster) -> bool {
    let Some(object) = &l.object else {
        // Without an object only the same sentence ties the two together.
        return talk.id == l.id
            || l.cluster.reports.iter().any(|r| {
                talk.reports.iter().any(|t| {
                    t.document == r.document && t.event.sentence == r.event.sentence && t.event.span != r.event.span
                })
            });
    };
    let stake = words(object);
    if stake.is_empty() {
        return false;
    }
    let share = |other: &[String]| stake.iter().filter(|w| other.contains(w)).count() as f64 / stake.len() as f64;
    let named = e.object.as_deref().map(words).unwrap_or_default();
    if !named.is_empty() && share(&named) >= 0.5 {
        return true;
    }
    let told = words(&format!("{} {}", e.text, e.condition.as_deref().unwrap_or("")));
    share(&told) >= 0.67
}
