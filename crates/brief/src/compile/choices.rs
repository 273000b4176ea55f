//! What is on the table: each option with its holder, where it stands, who wants it, who warns against it.

use super::{Desk, events};
use crate::narrate::parties::{parties, with_article};
use crate::narrate::text::{capital, clip, join, sentence, small};
use crate::narrate::{self, When, stake, verbs};
use crate::value::{Choice, Line};
use detente_event::{Act, Event, Status};
use detente_gmcr::{Preference, Token};
use detente_model::{ConflictOption, DecisionMaker, DraftOption, OptionKind, begins_with_verb};
use detente_record::{Cluster, Lever, Stance};
use std::collections::BTreeSet;

/// Choices that the model does not hold, told after those that it does.
const MOST_FURTHER: usize = 12;
/// The status of what is going on.
pub(super) const DONE: &str = "done at present";
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
            let because: BTreeSet<&str> = option.because.iter().map(String::as_str).collect();
            let behind: Vec<usize> = (0..levers.len()).filter(|k| rests_on(&levers[*k], &because)).collect();
            for k in &behind {
                used[*k] = true;
            }
            let behind: Vec<&Lever> = behind.into_iter().map(|k| &levers[k]).collect();
            told.extend(behind.iter().map(|l| l.cluster.id.clone()));
            told.extend(desk.behind(&option.because).into_iter().map(|c| c.id.clone()));
            list.push(modelled(desk, place, option, &file.decision_makers[dm], &behind));
        }
    }
    let known = |l: &Lever| l.holder.iter().any(|h| !h.code.is_empty());
    let further = levers.iter().zip(&used).filter(|(l, used)| !**used && known(l)).map(|(l, _)| l);
    // A request that does not say what for is no choice.
    let open = |l: &&Lever| l.status != Status::Planned && !(l.cluster.event.act == Act::Request && l.object.is_none());
    for l in further.filter(open).filter(|l| !desk.is_told_beside(&l.cluster)).take(MOST_FURTHER) {
        told.insert(l.cluster.id.clone());
        list.push(single(desk, l));
    }
    Choices { list, told }
}

fn rests_on(l: &Lever, because: &BTreeSet<&str>) -> bool {
    because.contains(l.cluster.id.as_str()) || l.cluster.reports.iter().any(|r| because.contains(r.event.id.as_str()))
}

/// An option of the model, with what was reported of it and what the model takes from that.
fn modelled(desk: &Desk, place: usize, option: &ConflictOption, holder: &DecisionMaker, behind: &[&Lever]) -> Choice {
    let note = desk.material.notes.as_ref().and_then(|n| n.options.get(place));
    let rests = desk.behind(&option.because);
    let reports = if note.is_some_and(|n| n.kind == OptionKind::Ceasefire) {
        efforts(desk, option, &rests)
    } else {
        let own = rests.iter().filter(|c| !desk.is_told_beside(c)).count();
        let told = rests.iter().filter(|c| own == 0 || !desk.is_told_beside(c));
        told.map(|c| desk.quotes.line(desk.says(c, When::Told), c)).collect()
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
            let event = desk.occurrence(&s.cluster).map(|c| &c.event);
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
    // Two acts are alike where their verbs are: to open a road is not to block it.
    let act = small(option);
    if begins_with_verb(object) && begins_with_verb(&act) {
        return detente_model::same_act(object, &act);
    }
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

/// What the reports behind a ceasefire say: what its holder does towards one, and that others make efforts.
fn efforts(desk: &Desk, option: &ConflictOption, rests: &[&Cluster]) -> Vec<Line> {
    let own = |c: &&&Cluster| matches!(c.event.act, Act::Retreat | Act::Concede | Act::Request | Act::Agree);
    let told = |c: &&Cluster| desk.quotes.line(desk.says(c, When::Told), c);
    let mut out: Vec<Line> = rests.iter().filter(own).filter(|c| !desk.is_told_beside(c)).map(told).collect();
    let others = rests.iter().filter(|c| !own(c));
    let because: BTreeSet<&str> = option.because.iter().map(String::as_str).collect();
    let reports = others.flat_map(|c| &c.reports).filter(|r| because.contains(r.event.id.as_str()));
    let ids: Vec<String> = reports.map(|r| r.event.id.clone()).collect();
    if !ids.is_empty() {
        out.push(
            desk.quotes.line_by("Efforts to end the fighting or to bring the parties to talks are reported.", &ids),
        );
    }
    out
}

/// Where an option stands, in plain words.
fn standing(option: &ConflictOption, note: Option<&DraftOption>, rests: &[&Cluster]) -> &'static str {
    let Some(note) = note else { return if option.now { DONE } else { "open" } };
    // Who is asked to end something is asked for it, where to end it is the option.
    let name = small(&option.name);
    let itself =
        |o: &str| detente_model::act_in(o).is_some_and(|(act, not)| !not && detente_model::same_act(&act, &name));
    let asks_not = |e: &Event| detente_model::asks_not_to(e) && !e.object.as_deref().is_some_and(itself);
    let asked = |not: bool| rests.iter().any(|c| c.event.act == Act::Request && asks_not(&c.event) == not);
    let promised = rests.iter().any(|c| {
        detente_model::is_promise(&c.event) && note.because.iter().any(|b| c.reports.iter().any(|r| r.event.id == *b))
    });
    match (note.kind, note.status) {
        _ if option.now => DONE,
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
            let behind = desk.behind(&told.because);
            let said: Vec<Line> = behind.into_iter().filter_map(|c| said(desk, c, d, told, how)).collect();
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
    Some(desk.quotes.line_by(sentence(&format!("{who} {}", agreeing(who, does))), ids))
}

fn single(desk: &Desk, l: &Lever) -> Choice {
    let others = |s: &&Stance| {
        let not = desk.occurrence(&s.cluster).is_some_and(|c| detente_model::asks_not_to(&c.event));
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
    let asked = l.object.as_deref().filter(|_| !own).and_then(detente_model::act_in);
    if let Some((act, not)) = asked {
        let not = not || detente_model::asks_not_to(&l.cluster.event);
        return capital(&format!("{}{}", if not { "not " } else { "" }, clip(&act, 160)));
    }
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
    desk.quotes.line(desk.says(&l.cluster, When::Told), &l.cluster)
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
    desk.quotes.line_by(sentence(&format!("{who} {}", agreeing(&who, does))), &s.events)
}

/// What a party does, in the plural where its name is one: `the Rapid Support Forces warn against it`.
fn agreeing(who: &str, does: &str) -> String {
    match does.split_once(' ') {
        Some((verb, rest)) if narrate::parties::is_plural(&[who.to_owned()]) => {
            format!("{} {rest}", verb.trim_end_matches('s'))
        }
        _ => does.to_owned(),
    }
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
