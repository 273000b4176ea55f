//! Who the parties are, and whose conflict it is.

use super::heard::Heard;
use super::words::{about_ending_war, is_ceasefire};
use super::{DraftOptions, Error};
use crate::file::nearest;
use detente_event::{Act, Actor, Event, Status};
use std::collections::BTreeMap;

/// Sectors whose members speak for themselves, not for their state (PLOVER's codes).
const NOT_THE_STATE: &[&str] = &[
    "CVL", "BUS", "EDU", "JRN", "REL", "LAB", "REF", "MED", "AGR", "HRI", "NGO", "MNC", "ELI", "SOC", "STU", "ENV",
    "JNK", "CRM", "SET", "JEW", "MOS", "BUD", "CHR", "HIN",
];

/// A state, organisation or group that events name.
#[derive(Clone, Debug)]
pub(super) struct Party {
    pub name: String,
    pub code: String,
    pub events: usize,
}

/// All parties, and who of them the conflict is about.
#[derive(Clone, Debug, Default)]
pub(super) struct Parties {
    pub list: Vec<Party>,
    by_key: BTreeMap<(String, String), usize>,
    /// The parties of the conflict, those with most at stake first.
    pub focus: Vec<usize>,
    /// Of them, those at war.
    pub belligerents: Vec<usize>,
    /// Efforts to end the war: who makes them, and which reports say so.
    pub efforts: Vec<(usize, usize)>,
}

impl Parties {
    /// The party that a mention stands for.
    pub fn of(&self, a: &Actor) -> Option<usize> {
        self.by_key.get(&key(a)?).copied()
    }

    /// Those of a list, each once.
    pub fn all(&self, list: &[Actor]) -> Vec<usize> {
        let mut out = Vec::new();
        for p in list.iter().filter_map(|a| self.of(a)) {
            if !out.contains(&p) {
                out.push(p);
            }
        }
        out
    }

    /// Who says it: the actors, or the speaker where no actor is named.
    pub fn voices(&self, e: &Event) -> Vec<usize> {
        let actors = self.all(&e.actor);
        if !actors.is_empty() {
            return actors;
        }
        let named = |name: &str| self.list.iter().position(|p| p.name == name);
        e.speaker.iter().filter_map(|s| named(&s.name)).collect()
    }

    pub fn in_focus(&self, p: usize) -> bool {
        self.focus.contains(&p)
    }

    pub fn gather(heard: &[Heard], options: &DraftOptions) -> Result<Self, Error> {
        let mut parties = Parties::default();
        for h in heard {
            let mut seen = Vec::new();
            for a in h.event.actor.iter().chain(&h.event.recipient) {
                let Some(k) = key(a) else { continue };
                let next = parties.list.len();
                let p = *parties.by_key.entry(k).or_insert(next);
                if p == next {
                    parties.list.push(Party { name: a.name.clone(), code: a.code.clone(), events: 0 });
                }
                if !seen.contains(&p) {
                    seen.push(p);
                    parties.list[p].events += 1;
                }
            }
        }
        let weights = parties.weights(heard);
        parties.focus = parties.find_focus(&weights, options)?;
        parties.find_war(heard);
        Ok(parties)
    }

    /// How much goes on between each two. Material conflict weighs most; what is open weighs more than what is done. The
    /// weights are ours.
    fn weights(&self, heard: &[Heard]) -> BTreeMap<(usize, usize), f64> {
        let mut weights = BTreeMap::new();
        for h in heard {
            let e = &h.event;
            let of_act = match e.act {
                Act::Assault => 4.0,
                Act::Threaten | Act::Sanction | Act::Coerce | Act::Mobilize => 3.0,
                Act::Reject | Act::Request | Act::Aid | Act::Retreat | Act::Concede => 2.0,
                _ => 1.0,
            };
            let of_status = match e.status {
                Status::Historical => 0.3,
                _ if h.is_open() => 1.5,
                _ => 1.0,
            };
            let (from, to) = (self.all(&e.actor), self.all(&e.recipient));
            let mut pairs: Vec<(usize, usize)> = from.iter().flat_map(|a| to.iter().map(move |b| (*a, *b))).collect();
            if to.is_empty() {
                pairs = from.iter().flat_map(|a| from.iter().map(move |b| (*a, *b))).collect();
            }
            for (a, b) in pairs.into_iter().filter(|(a, b)| a < b || (a > b && !to.is_empty())) {
                *weights.entry((a.min(b), a.max(b))).or_insert(0.0) += of_act * of_status * h.often();
            }
        }
        weights
    }

    fn find_focus(&self, weights: &BTreeMap<(usize, usize), f64>, options: &DraftOptions) -> Result<Vec<usize>, Error> {
        let mut focus: Vec<usize> = Vec::new();
        for name in options.focus.iter().map(|n| n.trim()).filter(|n| !n.is_empty()) {
            let is = |p: &Party| p.name.eq_ignore_ascii_case(name) || p.code.eq_ignore_ascii_case(name);
            // A code stands for the state before its groups; the state is named more often.
            let found = (0..self.list.len()).filter(|p| is(&self.list[*p])).max_by_key(|p| {
                (self.list[*p].name.eq_ignore_ascii_case(name), self.list[*p].events, std::cmp::Reverse(*p))
            });
            match found {
                Some(p) if focus.contains(&p) => {}
                Some(p) => focus.push(p),
                None => {
                    return Err(Error::unknown_party(name, nearest(name, self.list.iter().map(|p| p.name.as_str()))));
                }
            }
        }
        let between = |a: usize, b: usize| weights.get(&(a.min(b), a.max(b))).copied().unwrap_or(0.0);
        if focus.is_empty() {
            let heaviest = weights.iter().fold(None, |best: Option<(&(usize, usize), f64)>, (pair, w)| match best {
                Some((_, b)) if b >= *w => best,
                _ => Some((pair, *w)),
            });
            match heaviest {
                Some((&(a, b), _)) => focus.extend([a, b]),
                None => return Ok((0..self.list.len().min(1)).collect()),
            }
        }
        let scale = focus
            .iter()
            .flat_map(|a| (0..self.list.len()).map(move |b| (*a, b)))
            .map(|(a, b)| between(a, b))
            .fold(0.0, f64::max);
        while focus.len() < options.parties.max(options.focus.len()) {
            let tie = |p: usize| focus.iter().map(|f| between(p, *f)).sum::<f64>();
            let next =
                (0..self.list.len()).filter(|p| !focus.contains(p)).fold(None, |best: Option<(usize, f64)>, p| {
                    let t = tie(p);
                    if best.is_none_or(|(_, b)| t > b) { Some((p, t)) } else { best }
                });
            match next {
                // A quarter of the strongest tie, and more than one verbal event.
                Some((p, t)) if t >= (0.25 * scale).max(1.5) => focus.push(p),
                _ => break,
            }
        }
        Ok(focus)
    }

    /// Who is at war, and who works to end it.
    fn find_war(&mut self, heard: &[Heard]) {
        let mut fighting: Vec<usize> = Vec::new();
        let add = |list: &mut Vec<usize>, p: usize| {
            if !list.contains(&p) {
                list.push(p);
            }
        };
        for h in heard {
            let e = &h.event;
            if e.act != Act::Assault || e.status == Status::Negated {
                continue;
            }
            // Who attacks others than the parties, towns or civilians, is at war too.
            let others = !e.recipient.is_empty() && self.all(&e.recipient).is_empty();
            let done = matches!(e.status, Status::Occurred | Status::Planned | Status::Threatened);
            for a in self.all(&e.actor).into_iter().filter(|p| self.in_focus(*p)) {
                if others && done {
                    add(&mut fighting, a);
                }
                for b in self.all(&e.recipient).into_iter().filter(|p| self.in_focus(*p) && *p != a) {
                    add(&mut fighting, a);
                    add(&mut fighting, b);
                }
            }
        }
        let tells = |e: &Event| {
            let talk = matches!(
                e.act,
                Act::Consult | Act::Agree | Act::Request | Act::Support | Act::Retreat | Act::Concede | Act::Cooperate
            );
            let war = about_ending_war(&e.text)
                || (e.act == Act::Retreat && e.mode.as_deref() == Some("ceasefire"))
                || e.object.as_deref().is_some_and(is_ceasefire);
            talk && war && e.status != Status::Negated
        };
        let efforts: Vec<(usize, Vec<usize>, Vec<usize>)> = heard
            .iter()
            .enumerate()
            .filter(|(_, h)| tells(&h.event))
            .map(|(k, h)| {
                let inside = |list: Vec<usize>| list.into_iter().filter(|p| self.in_focus(*p)).collect::<Vec<_>>();
                (k, inside(self.voices(&h.event)), inside(self.all(&h.event.recipient)))
            })
            .filter(|(_, by, with)| !by.is_empty() || !with.is_empty())
            .collect();
        if fighting.len() < 2 {
            fighting.clear();
            // No attack between two is reported: those whom a third party deals with to end the war.
            let mut made: BTreeMap<usize, usize> = BTreeMap::new();
            for (_, by, _) in &efforts {
                for p in by {
                    *made.entry(*p).or_insert(0) += 1;
                }
            }
            let most = made.iter().fold(None, |best: Option<(usize, usize)>, (p, n)| match best {
                Some((_, b)) if b >= *n => best,
                _ => Some((*p, *n)),
            });
            let mut named = Vec::new();
            for (_, by, with) in &efforts {
                for p in by.iter().chain(with).filter(|p| most.is_none_or(|(m, _)| m != **p)) {
                    add(&mut named, *p);
                }
            }
            if named.len() >= 2 {
                fighting = named;
            }
        }
        for (k, by, with) in efforts {
            let all: Vec<usize> = by.iter().chain(&with).copied().collect();
            if !all.iter().any(|p| fighting.contains(p)) {
                continue;
            }
            // That a party at war meets a third party is the third party's effort; to deal with the enemy is its own.
            let talk = heard[k].event.act == Act::Consult;
            let own = |p: &usize| !talk || !fighting.contains(p) || all.iter().any(|o| o != p && fighting.contains(o));
            for p in by.into_iter().filter(own) {
                self.efforts.push((p, k));
            }
        }
        // A war that nobody tries to end gives no options to end it.
        fighting.sort_by_key(|p| self.focus.iter().position(|f| f == p));
        if !self.efforts.is_empty() {
            self.belligerents = fighting;
        }
    }
}

fn key(a: &Actor) -> Option<(String, String)> {
    let acts = !a.code.is_empty() && !a.name.is_empty() && !NOT_THE_STATE.contains(&a.sector.as_str());
    acts.then(|| (a.code.clone(), a.name.clone()))
}
