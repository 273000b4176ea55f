//! What a party could do: acts considered, planned, sought or threatened, with who wants and who opposes each.

use crate::cluster::sketch::words;
use crate::store::StoreExt;
use crate::{Cluster, Error, Filter, Record};
use detente_event::{Act, Actor, Status, asks_not_to};
use serde::Serialize;
use std::collections::BTreeMap;

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
        self.levers_where(filter, |_| true)
    }

    /// The same, but only those levers that are wanted, asked before it is gathered who wants and who opposes them: on an
    /// archive that is more than the levers themselves.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn levers_where(&self, filter: &Filter, mut wanted: impl FnMut(&Lever) -> bool) -> Result<Vec<Lever>, Error> {
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
        let talk = Talk::of(self.talk(&spoken, filter.limit, &levers)?);
        let mut used = vec![false; talk.clusters.len()];
        levers.retain_mut(|l| {
            let keep = wanted(l);
            for t in talk.concerning(l) {
                used[t] |= take_stance(l, &talk.clusters[t], keep);
            }
            keep
        });
        for (t, used) in talk.clusters.iter().zip(used) {
            if !used && let Some(mut l) = sought(t) {
                if !filter.acts.is_empty() && !filter.acts.contains(&l.act) {
                    continue;
                }
                if wanted(&l) {
                    for other in talk.concerning(&l) {
                        take_stance(&mut l, &talk.clusters[other], true);
                    }
                    levers.push(l);
                }
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

/// Whether what was said, and concerns the lever, is a stance on it; files it there, where that is wanted.
fn take_stance(l: &mut Lever, talk: &Cluster, file: bool) -> bool {
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
    // To ask somebody else for the like, or to condemn a third party, says nothing about this holder.
    let parties = || e.actor.iter().chain(&e.recipient);
    let names_holder = parties().any(|a| l.holder.iter().any(|h| h.same_party(a)));
    if !e.recipient.is_empty() && !l.holder.is_empty() && !names_holder {
        return false;
    }
    if !file {
        return true;
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

/// Of the words for a lever's object, how many the object of what was said must have for the two to be the same. Ours.
const NAMED: f64 = 0.5;
/// The same for its sentence.
const TOLD: f64 = 0.67;

/// What was said, found by its words: a record holds too much of it to read all for every lever.
struct Talk {
    clusters: Vec<Cluster>,
    /// By a word of the thing at stake, ascending.
    named: BTreeMap<String, Vec<usize>>,
    /// By a word of the sentence or the condition, ascending.
    told: BTreeMap<String, Vec<usize>>,
    /// By the document and sentence of a report.
    sentences: BTreeMap<(i64, usize), Vec<usize>>,
}

impl Talk {
    fn of(clusters: Vec<Cluster>) -> Talk {
        let mut talk =
            Talk { clusters: Vec::new(), named: BTreeMap::new(), told: BTreeMap::new(), sentences: BTreeMap::new() };
        for (t, c) in clusters.iter().enumerate() {
            let e = &c.event;
            for word in e.object.as_deref().map(words).unwrap_or_default() {
                talk.named.entry(word).or_default().push(t);
            }
            for word in words(&format!("{} {}", e.text, e.condition.as_deref().unwrap_or(""))) {
                talk.told.entry(word).or_default().push(t);
            }
            for r in &c.reports {
                talk.sentences.entry((r.document, r.event.sentence)).or_default().push(t);
            }
        }
        Talk { clusters, ..talk }
    }

    /// Positions of what is about the lever's object, ascending: what names it as its own object or in its sentence.
    fn concerning(&self, l: &Lever) -> Vec<usize> {
        let mut found: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        let Some(object) = &l.object else {
            // Without an object only the same sentence ties the two together.
            for r in &l.cluster.reports {
                for t in self.sentences.get(&(r.document, r.event.sentence)).into_iter().flatten() {
                    let here = |t: &crate::Report| t.document == r.document && t.event.sentence == r.event.sentence;
                    let said = &self.clusters[*t];
                    if said.id == l.id || said.reports.iter().any(|t| here(t) && t.event.span != r.event.span) {
                        found.insert(*t, (0, 0));
                    }
                }
            }
            return found.into_keys().collect();
        };
        let stake = words(object);
        for word in &stake {
            for t in self.named.get(word).into_iter().flatten() {
                found.entry(*t).or_default().0 += 1;
            }
            for t in self.told.get(word).into_iter().flatten() {
                found.entry(*t).or_default().1 += 1;
            }
        }
        let share = |n: usize| n as f64 / stake.len() as f64;
        found.into_iter().filter(|(_, (n, t))| share(*n) >= NAMED || share(*t) >= TOLD).map(|(t, _)| t).collect()
    }
}
