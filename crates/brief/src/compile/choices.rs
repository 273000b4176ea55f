//! What is on the table: each option with its holder, where it stands, who wants it, who warns against it.

use super::{Desk, events};
use crate::narrate::parties::{parties, with_article};
use crate::narrate::text::{capital, clip, join, sentence};
use crate::narrate::{self, When, verbs};
use crate::value::{Choice, Line};
use detente_event::Status;
use detente_model::ConflictOption;
use detente_record::{Lever, Stance};
use std::collections::BTreeSet;

/// Choices that the model does not hold, told after those that it does.
const MOST_FURTHER: usize = 12;
/// Sentences told of one choice under each heading.
const MOST_LINES: usize = 6;

/// The choices, and the ids of the occurrences that they tell.
pub(crate) struct Choices {
    pub list: Vec<Choice>,
    pub told: BTreeSet<String>,
}

/// The choices: those of the model first, in its order; then the other levers of the record.
pub(crate) fn of(desk: &Desk) -> Choices {
    let mut list = Vec::new();
    let mut told = BTreeSet::new();
    let levers = &desk.material.levers;
    let mut used = vec![false; levers.len()];
    if let Some(file) = &desk.material.conflict {
        for (dm, option) in file.options() {
            let behind: Vec<usize> = (0..levers.len()).filter(|k| rests_on(&levers[*k], option)).collect();
            for k in &behind {
                used[*k] = true;
            }
            let behind: Vec<&Lever> = behind.into_iter().map(|k| &levers[k]).collect();
            told.extend(behind.iter().map(|l| l.cluster.id.clone()));
            list.push(modelled(desk, &file.decision_makers[dm].name, option, &behind));
        }
    }
    let further = levers.iter().zip(&used).filter(|(l, used)| !**used && !l.holder.is_empty()).map(|(l, _)| l);
    for l in further.filter(|l| l.status != Status::Planned).take(MOST_FURTHER) {
        told.insert(l.cluster.id.clone());
        list.push(single(desk, l));
    }
    Choices { list, told }
}

fn rests_on(l: &Lever, option: &ConflictOption) -> bool {
    option.because.iter().any(|id| *id == l.cluster.id || l.cluster.reports.iter().any(|r| r.event.id == *id))
}

fn modelled(desk: &Desk, holder: &str, option: &ConflictOption, behind: &[&Lever]) -> Choice {
    let mut reports: Vec<Line> = behind.iter().map(|l| report(desk, l)).collect();
    if reports.is_empty() {
        let text = if option.because.is_empty() {
            "No report names it; the model assumes it."
        } else {
            "It follows from what was reported."
        };
        reports.push(desk.quotes.line_by(text, &option.because));
    }
    let mut statuses: Vec<String> = Vec::new();
    for l in behind {
        let s = status_words(l);
        if !statuses.contains(&s) {
            statuses.push(s);
        }
    }
    if statuses.is_empty() {
        statuses.push(if option.now { "done at present" } else { "open" }.to_owned());
    }
    let stances = |side: fn(&Lever) -> &Vec<Stance>, how: How| {
        lines(behind.iter().flat_map(|l| side(l).iter().map(|s| stance(desk, s, how))))
    };
    Choice {
        name: clip(&option.name, 160),
        holder: clip(holder, 80),
        status_words: statuses.join("; "),
        reports: lines(reports.into_iter()),
        wants: stances(|l| &l.wants, How::For),
        warns: stances(|l| &l.opposes, How::Against),
        modelled: true,
    }
}

fn single(desk: &Desk, l: &Lever) -> Choice {
    Choice {
        name: name(l),
        holder: capital(&join(&parties(&l.holder))),
        status_words: status_words(l),
        reports: vec![report(desk, l)],
        wants: lines(l.wants.iter().map(|s| stance(desk, s, How::For))),
        warns: lines(l.opposes.iter().map(|s| stance(desk, s, How::Against))),
        modelled: false,
    }
}

/// The lever in the imperative, as options are named: `Provide Ukraine with Tomahawk missiles`.
fn name(l: &Lever) -> String {
    let own = l.cluster.event.act == l.act;
    let v = if own { verbs::of(&l.cluster.event) } else { verbs::by_mode(l.act, l.mode.as_deref()) };
    let whom = join(&parties(&l.target));
    let what = l.object.as_deref().map(|o| clip(o, 120)).unwrap_or_default();
    let pattern = match (whom.is_empty(), what.is_empty()) {
        (false, false) => v.both,
        (false, true) => v.whom,
        (true, false) => v.what,
        (true, true) => v.bare,
    };
    capital(format!("{} {}", v.base, narrate::fill(pattern, &whom, &what)).trim_end())
}

fn status_words(l: &Lever) -> String {
    if l.cluster.event.act == detente_event::Act::Request && l.act != l.cluster.event.act {
        "asked for".to_owned()
    } else {
        events::status_words(&l.cluster)
    }
}

fn report(desk: &Desk, l: &Lever) -> Line {
    desk.quotes.line(narrate::event(&l.cluster.event, When::Told), &l.cluster)
}

#[derive(Clone, Copy)]
enum How {
    For,
    Against,
}

fn stance(desk: &Desk, s: &Stance, how: How) -> Line {
    let who = parties([&s.actor]);
    let who = who.first().cloned().unwrap_or_else(|| with_article(&s.actor.text));
    let does = match (how, s.act) {
        (How::For, detente_event::Act::Request) => "asks for it",
        (How::For, detente_event::Act::Agree) => "agrees to it",
        (How::For, _) => "supports it",
        (How::Against, detente_event::Act::Threaten) => "warns against it",
        (How::Against, detente_event::Act::Reject) => "rejects it",
        (How::Against, detente_event::Act::Protest) => "protests against it",
        (How::Against, _) => "criticises it",
    };
    desk.quotes.line_by(sentence(&format!("{who} {does}")), &s.events)
}

/// Each sentence once, its quotes joined.
fn lines(list: impl Iterator<Item = Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for l in list {
        if let Some(same) = out.iter_mut().find(|o| o.text == l.text) {
            for c in l.cites {
                if !same.cites.contains(&c) {
                    same.cites.push(c);
                }
            }
            same.cites.sort_unstable();
        } else {
            out.push(l);
        }
    }
    out.truncate(MOST_LINES);
    out
}
