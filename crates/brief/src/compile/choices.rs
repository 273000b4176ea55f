//! What is on the table: each option with its holder, where it stands, who wants it, who warns against it.

use super::{Desk, events};
use crate::narrate::parties::{parties, with_article};
use crate::narrate::text::{capital, clip, join, sentence};
use crate::narrate::{self, When, stake, verbs};
use crate::value::{Choice, Line};
use detente_event::{Act, Status};
use detente_gmcr::{Preference, Token};
use detente_model::{ConflictOption, DecisionMaker};
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
    let mut reports: Vec<Line> = behind.iter().map(|l| report(desk, l)).collect();
    let told = |c: &Cluster| behind.iter().any(|l| l.cluster.id == c.id);
    let because = |c: &&Cluster| option.because.iter().any(|id| c.reports.iter().any(|r| r.event.id == *id));
    for c in desk.timeline.iter().copied().filter(|c| because(c) && !told(c)) {
        reports.push(desk.quotes.line(narrate::event(&c.event, When::Told), c));
    }
    if reports.is_empty() {
        reports.push(desk.quotes.line_by("No report names it; the model assumes it.", &option.because));
    }
    let drafted = desk.material.notes.as_ref().and_then(|n| n.options.get(place)).map(|o| o.status);
    let mut statuses: Vec<String> = behind.iter().map(|l| status_words(l)).collect();
    if statuses.is_empty() {
        statuses.push(match drafted {
            _ if option.now => "done at present".to_owned(),
            // What the option rests on happened; the option itself did not.
            Some(s @ (Status::Considered | Status::Threatened | Status::Hypothetical)) => narrate::status(s).to_owned(),
            _ => "open".to_owned(),
        });
    }
    let mut seen = Vec::new();
    statuses.retain(|s| {
        let first = !seen.contains(s);
        seen.push(s.clone());
        first
    });
    let stances = |side: fn(&Lever) -> &Vec<Stance>, how: How| {
        // That the holder speaks of its own act is no other's wish or warning.
        let others = |s: &&Stance| s.actor.name != holder.name;
        let said =
            behind.iter().flat_map(|l| side(l).iter().filter(others).map(|s| stance(desk, s, how))).collect::<Vec<_>>();
        // What the model concludes adds to what was said, and does not repeat it.
        let concluded = preferences(desk, place, holder, how)
            .into_iter()
            .filter(|l| !said.iter().any(|s| l.cites.iter().all(|c| s.cites.contains(c))))
            .collect::<Vec<_>>();
        lines(said.into_iter().chain(concluded))
    };
    Choice {
        name: clip(&option.name, 160),
        holder: clip(&holder.name, 80),
        status_words: statuses.join("; "),
        wants: stances(|l| &l.wants, How::For),
        warns: stances(|l| &l.opposes, How::Against),
        reports: lines(reports.into_iter()),
        modelled: true,
    }
}

/// Who but its holder is known to prefer that the option is taken, or not.
fn preferences(desk: &Desk, place: usize, holder: &DecisionMaker, how: How) -> Vec<Line> {
    let (Some(file), Some(study)) = (&desk.material.conflict, &desk.material.study) else { return Vec::new() };
    let mut out = Vec::new();
    for (k, d) in file.decision_makers.iter().enumerate().filter(|(_, d)| d.id != holder.id) {
        let Preference::Prefers(list) = &study.conflict.decision_makers()[k].preference else { continue };
        for (s, told) in list.iter().zip(&d.prefers).filter(|(s, told)| s.known && !told.because.is_empty()) {
            let text = match (how, s.that.tokens()) {
                (How::For, [Token::Var(o)]) if *o == place => "is taken to prefer that it be done",
                (How::Against, [Token::Var(o), Token::Not]) if *o == place => "is taken to prefer that it not be done",
                _ => continue,
            };
            out.push(desk.quotes.line_by(sentence(&format!("{} {text}", with_article(&d.name))), &told.because));
        }
    }
    out
}

fn single(desk: &Desk, l: &Lever) -> Choice {
    let others = |s: &&Stance| !l.holder.iter().any(|h| h.same_party(&s.actor));
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
