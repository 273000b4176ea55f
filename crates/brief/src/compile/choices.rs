//! What is on the table: each option with its holder, where it stands, who wants it, who warns against it.

use super::{Desk, events};
use crate::narrate::parties::{parties, with_article};
use crate::narrate::text::{capital, clip, join, sentence};
use crate::narrate::{self, When, stake, verbs};
use crate::value::{Choice, Line};
use detente_event::{Act, Status};
use detente_gmcr::{Preference, Token};
use detente_model::{ConflictOption, DecisionMaker, DraftOption, OptionKind};
use detente_record::{Cluster, Lever, Stance};
use std::collections::BTreeSet;

/// Choices that the model does not hold, told after those that it does.
const MOST_FURTHER: usize = 12;
/// The status of what another party asks for.
const ASKED: &str = "asked for";
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
        for (place, (dm, option)) in file.options().enumerate() {
            let behind: Vec<usize> = (0..levers.len()).filter(|k| rests_on(&levers[*k], option)).collect();
            for k in &behind {
                used[*k] = true;
            }
            let behind: Vec<&Lever> = behind.into_iter().map(|k| &levers[k]).collect();
            told.extend(behind.iter().map(|l| l.cluster.id.clone()));
            let rest = |c: &&&Cluster| c.reports.iter().any(|r| option.because.contains(&r.event.id));
            told.extend(desk.timeline.iter().filter(rest).map(|c| c.id.clone()));
            list.push(modelled(desk, place, option, &file.decision_makers[dm], &behind));
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

/// An option of the model, with what was reported of it and what the model takes from that.
fn modelled(desk: &Desk, place: usize, option: &ConflictOption, holder: &DecisionMaker, behind: &[&Lever]) -> Choice {
    let note = desk.material.notes.as_ref().and_then(|n| n.options.get(place));
    let rests: Vec<&Cluster> = desk.timeline.iter().copied().filter(|c| is_behind(c, option)).collect();
    let reports = if note.is_some_and(|n| n.kind == OptionKind::Ceasefire) {
        efforts(desk, option, &rests)
    } else {
        rests.iter().map(|c| desk.quotes.line(narrate::event(&c.event, When::Told), c)).collect()
    };
    let reports = match reports.is_empty() {
        true => vec![desk.quotes.line_by("No report names it; the model assumes it.", &option.because)],
        false => reports,
    };
    let said = |how: How| {
        let mut said = positions(desk, place, holder, how);
        // Words of parties that decide nothing in the model. What a demand asks not to do is no wish for it.
        let outside = |s: &&Stance| {
            let decides =
                desk.material.conflict.iter().flat_map(|f| &f.decision_makers).any(|d| d.name == s.actor.name);
            let event = desk.timeline.iter().find(|c| c.id == s.cluster).map(|c| &c.event);
            let about = behind.iter().any(|l| l.object.is_some()) || event.is_some_and(|e| e.object.is_none());
            let known = !s.actor.code.is_empty() || s.actor.name.starts_with(char::is_uppercase);
            let same = event.and_then(|e| e.object.as_deref()).is_none_or(|o| alike(o, &option.name));
            !decides && known && same && about && !event.is_some_and(detente_model::asks_not_to)
        };
        for l in behind {
            let side = if matches!(how, How::For) { &l.wants } else { &l.opposes };
            said.extend(side.iter().filter(outside).map(|s| stance(desk, s, how)));
        }
        lines(said.into_iter())
    };
    Choice {
        name: clip(&option.name, 160),
        holder: clip(&holder.name, 80),
        status_words: standing(option, note, &rests).to_owned(),
        wants: said(How::For),
        warns: said(How::Against),
        reports: lines(reports.into_iter()),
        modelled: true,
    }
}

/// Whether a thing at stake and an option share a word that says what they are about.
fn alike(object: &str, option: &str) -> bool {
    let words = |t: &str| {
        t.to_lowercase()
            .split(|c: char| !c.is_alphabetic())
            .filter(|w| w.len() > 4)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let option = words(option);
    words(object).iter().any(|w| option.contains(w))
}

fn is_behind(c: &Cluster, option: &ConflictOption) -> bool {
    option.because.iter().any(|id| c.reports.iter().any(|r| r.event.id == *id))
}

/// What the reports behind a ceasefire say: what its holder does towards one, and that others make efforts.
fn efforts(desk: &Desk, option: &ConflictOption, rests: &[&Cluster]) -> Vec<Line> {
    let own = |c: &&&Cluster| matches!(c.event.act, Act::Retreat | Act::Concede | Act::Request | Act::Agree);
    let told = |c: &&Cluster| desk.quotes.line(narrate::event(&c.event, When::Told), c);
    let mut out: Vec<Line> = rests.iter().filter(own).map(told).collect();
    let others = rests.iter().filter(|c| !own(c));
    let ids: Vec<String> =
        others.flat_map(|c| &c.reports).map(|r| r.event.id.clone()).filter(|id| option.because.contains(id)).collect();
    if !ids.is_empty() {
        out.push(
            desk.quotes.line_by("Efforts to end the fighting or to bring the parties to talks are reported.", &ids),
        );
    }
    out
}

/// Where an option stands, in plain words.
fn standing(option: &ConflictOption, note: Option<&DraftOption>, rests: &[&Cluster]) -> &'static str {
    let Some(note) = note else { return if option.now { "done at present" } else { "open" } };
    let asked =
        |not: bool| rests.iter().any(|c| c.event.act == Act::Request && detente_model::asks_not_to(&c.event) == not);
    let promised = rests.iter().any(|c| {
        detente_model::is_promise(&c.event) && note.because.iter().any(|b| c.reports.iter().any(|r| r.event.id == *b))
    });
    match (note.kind, note.status) {
        _ if option.now => "done at present",
        (OptionKind::Retaliation, _) => "threatened or warned of",
        (OptionKind::Ceasefire, _) => "sought by others or in talks",
        (_, Status::Planned) if promised => "offered or promised",
        _ if note.act == Act::Concede && asked(false) => ASKED,
        _ if note.act == Act::Concede && asked(true) => "asked not to",
        (_, s) => narrate::status(s),
    }
}

/// What the decision makers but the holder are known to prefer about an option, in the words of what they said.
fn positions(desk: &Desk, place: usize, holder: &DecisionMaker, how: How) -> Vec<Line> {
    let (Some(file), Some(study)) = (&desk.material.conflict, &desk.material.study) else { return Vec::new() };
    let mut out = Vec::new();
    for (k, d) in file.decision_makers.iter().enumerate().filter(|(_, d)| d.id != holder.id) {
        let Preference::Prefers(list) = &study.conflict.decision_makers()[k].preference else { continue };
        for (s, told) in list.iter().zip(&d.prefers).filter(|(s, told)| s.known && !told.because.is_empty()) {
            let fits = match (how, s.that.tokens()) {
                (How::For, [Token::Var(o)]) => *o == place,
                (How::Against, [Token::Var(o), Token::Not]) => *o == place,
                // That all of several be done.
                (How::For, all) => {
                    matches!(all.last(), Some(Token::And(_)))
                        && all.iter().all(|t| matches!(t, Token::Var(_) | Token::And(_)))
                        && all.contains(&Token::Var(place))
                }
                _ => false,
            };
            if !fits {
                continue;
            }
            let behind = |c: &&&Cluster| c.reports.iter().any(|r| told.because.contains(&r.event.id));
            let said: Vec<Line> =
                desk.timeline.iter().filter(behind).filter_map(|c| said(desk, c, d, told, how)).collect();
            out.extend(if said.is_empty() { vec![taken(desk, d, told, how)] } else { said });
        }
    }
    out
}

fn taken(desk: &Desk, d: &DecisionMaker, told: &detente_model::Preference, how: How) -> Line {
    let not = if matches!(how, How::For) { "" } else { "not " };
    let are = if narrate::parties::is_plural(std::slice::from_ref(&d.name)) { "are" } else { "is" };
    let text = format!("{} {are} taken to prefer that it {not}be done", with_article(&d.name));
    desk.quotes.line_by(sentence(&text), &told.because)
}

/// A position in the words of what was said, where the words are about the option itself.
fn said(desk: &Desk, c: &Cluster, d: &DecisionMaker, told: &detente_model::Preference, how: How) -> Option<Line> {
    let e = &c.event;
    let actor = e.actor.iter().find(|a| a.name == d.name)?;
    let does = match (how, e.act) {
        (How::For, Act::Request) if e.recipient.is_empty() => return None,
        (How::For, Act::Request) => "asks for it",
        (How::Against, Act::Request) => "asks that it not be done",
        (How::For, Act::Support) => "supports it",
        (How::Against, Act::Threaten) => "warns against it",
        (How::Against, Act::Reject) => "rejects it",
        (How::Against, Act::Accuse) => "criticises it",
        _ => return None,
    };
    let ids = c.reports.iter().map(|r| &r.event.id).filter(|id| told.because.contains(id));
    let who = parties([actor]);
    let who = who.first()?;
    Some(desk.quotes.line_by(sentence(&format!("{who} {does}")), ids))
}

fn single(desk: &Desk, l: &Lever) -> Choice {
    let others = |s: &&Stance| {
        let not = desk.timeline.iter().any(|c| c.id == s.cluster && detente_model::asks_not_to(&c.event));
        !l.holder.iter().any(|h| h.same_party(&s.actor)) && !not
    };
    Choice {
        name: name(l),
        holder: capital(&join(&parties(&l.holder))),
        status_words: status_words(l),
        reports: vec![report(desk, l)],
        wants: lines(l.wants.iter().filter(others).map(|s| stance(desk, s, How::For))),
        warns: lines(l.opposes.iter().filter(others).map(|s| stance(desk, s, How::Against))),
        modelled: false,
    }
}

/// The lever in the imperative, as options are named: `Provide Ukraine with Tomahawk missiles`.
fn name(l: &Lever) -> String {
    let own = l.cluster.event.act == l.act;
    let v = if own { verbs::of(&l.cluster.event) } else { verbs::by_mode(l.act, l.mode.as_deref()) };
    let whom = parties(&l.target);
    let stake = stake::of_object(l.act, l.object.as_deref().unwrap_or_default(), v);
    let v = &stake.verb;
    let what = stake.object.as_deref().unwrap_or_default();
    let pattern = match (whom.is_empty(), what.is_empty()) {
        (false, false) => v.both,
        (false, true) => v.whom,
        (true, false) => v.what,
        (true, true) => v.bare,
    };
    let aside = stake.aside.map(|a| format!(" (“{a}”)")).unwrap_or_default();
    capital(format!("{} {}", v.base, narrate::fill(pattern, &whom, what)).trim_end()) + &aside
}

fn status_words(l: &Lever) -> String {
    if l.cluster.event.act == Act::Request && l.act != l.cluster.event.act {
        ASKED.to_owned()
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
        (How::For, Act::Request) => "asks for it",
        (How::For, Act::Agree) => "agrees to it",
        (How::For, _) => "supports it",
        (How::Against, Act::Threaten) => "warns against it",
        (How::Against, Act::Reject) => "rejects it",
        (How::Against, Act::Protest) => "protests against it",
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
