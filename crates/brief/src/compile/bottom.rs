//! The bottom line: what a reader who reads nothing else should know, in about five sentences.

use super::Desk;
use super::choices::DONE;
use super::wording::act;
use crate::narrate::parties::with_article;
use crate::narrate::text::{clip, count, join, sentence};
use crate::narrate::{self, When, dates};
use crate::value::{Brief, Choice, Line};
use detente_event::Status;
use detente_record::{Cluster, Pending};

/// The sentences.
pub(crate) fn of(desk: &Desk, brief: &Brief) -> Vec<Line> {
    if !brief.found {
        return nothing(desk, brief);
    }
    let mut out = vec![extent(brief)];
    out.extend(latest(desk));
    out.extend(next(desk));
    out.extend(table(brief));
    out.extend(settling(brief));
    out
}

fn plain(text: impl AsRef<str>) -> Line {
    Line { text: sentence(text.as_ref()), ..Line::default() }
}

fn nothing(desk: &Desk, brief: &Brief) -> Vec<Line> {
    let n = brief.counts.documents;
    let mut out = vec![match n {
        0 => plain("no document could be read, so nothing was found"),
        1 => {
            plain("nothing was found: the document reports no political act between parties that could be read from it")
        }
        _ => plain(
            "nothing was found: the documents report no political act between parties that could be read from them",
        ),
    }];
    if !desk.material.skipped.is_empty() {
        out.push(plain(format!("{} could not be used", count(desk.material.skipped.len(), "input", "inputs"))));
    }
    out
}

/// What there is.
fn extent(brief: &Brief) -> Line {
    let c = &brief.counts;
    let known: Vec<&str> = brief.parties.iter().filter(|p| !p.code.is_empty()).map(|p| p.name.as_str()).collect();
    // With the most involved those with whom it deals: documents may tell of other matters too.
    let first = known.first().copied().unwrap_or_default();
    let deals = |p: &str| {
        let between = |t: &crate::value::Tie| (t.from == first && t.to == p) || (t.from == p && t.to == first);
        p == first || brief.ties.iter().any(between)
    };
    let names: Vec<String> = known.into_iter().filter(|p| deals(p)).take(3).map(with_article).collect();
    let mut kinds = Vec::new();
    for (n, words) in [
        (c.happened, "happened"),
        (c.announced, "announced"),
        (c.open, "considered or threatened"),
        (c.negated, "not done or called off"),
        (c.supposed, "only supposed"),
    ] {
        if n > 0 {
            kinds.push(format!("{n} {words}"));
        }
    }
    let about = match names.as_slice() {
        [] => String::new(),
        [one] => format!(", mainly of {one}"),
        many => format!(", mainly between {}", join(many)),
    };
    plain(format!(
        "{} {} of {}{about}: {}",
        count(c.documents, "document", "documents"),
        if c.documents == 1 { "tells" } else { "tell" },
        count(c.occurrences, "event", "events"),
        join(&kinds)
    ))
}

/// The latest thing that happened, the best reported where several share the day.
fn latest(desk: &Desk) -> Option<Line> {
    let done = desk.timeline.iter().filter(|c| c.event.status == Status::Occurred && !c.event.actor.is_empty());
    let weight = |c: &Cluster| (c.day, c.sources, !c.event.recipient.is_empty(), c.event.act.quad() as u8 != 2);
    // Of equals the first told.
    let best = done.copied().reduce(|a, b| if weight(b) > weight(a) { b } else { a })?;
    let said = desk.says(best, When::Told);
    let known = if best.event.date.is_some() {
        String::new()
    } else {
        best.published.map(|p| format!(" (reported {})", dates::day(p))).unwrap_or_default()
    };
    let said = format!("{}{known}.", said.trim_end_matches('.'));
    Some(desk.quotes.line(format!("Most recently reported: {}", small_start(&said)), best))
}

/// Keeps names, makes articles small.
fn small_start(text: &str) -> String {
    narrate::text::small_article(text)
}

/// What is due next.
fn next(desk: &Desk) -> Option<Line> {
    let open = desk.material.pending.iter().filter(|p| !p.overdue && !desk.is_told_beside(&p.cluster));
    let open: Vec<&Pending> = open.collect();
    let dated: Vec<&&Pending> = open.iter().filter(|p| p.due.is_some()).collect();
    let undated = open.len() - dated.len();
    if let Some(p) = dated.first() {
        let said = narrate::event(&p.cluster.event, When::Told);
        let rest = match (dated.len() - 1, undated) {
            (0, 0) => String::new(),
            (n, 0) => format!(" {} also announced with a date.", is_or_are(n)),
            (0, u) => format!(" {} announced without a date.", is_or_are(u)),
            (n, u) => format!(" {} also announced with a date and {u} without one.", is_or_are(n)),
        };
        return Some(desk.quotes.line(format!("Next: {}{rest}", small_start(&said)), &p.cluster));
    }
    let p = open.first()?;
    let said = narrate::event(&p.cluster.event, When::Told);
    let more = if open.len() > 1 { format!(" {} announced.", is_or_are(open.len() - 1)) } else { String::new() };
    Some(desk.quotes.line(format!("Announced without a date: {}{more}", small_start(&said)), &p.cluster))
}

fn is_or_are(n: usize) -> String {
    if n == 1 { "1 more event is".to_owned() } else { format!("{n} more events are") }
}

/// The option on which most is said, both sides first.
fn table(brief: &Brief) -> Option<Line> {
    let weight = |c: &Choice| (!c.wants.is_empty() && !c.warns.is_empty(), c.wants.len() + c.warns.len(), c.modelled);
    let best = brief.choices.iter().reduce(|a, b| if weight(b) > weight(a) { b } else { a })?;
    let (holder, does) = (with_article(&best.holder), act(&best.holder, &best.name));
    let mut text = if best.status_words == DONE {
        format!("on the table: what {holder} may keep up or give up, to {does} ({DONE})")
    } else {
        format!("on the table: {holder} could {does} ({})", best.status_words)
    };
    let mut cites: Vec<usize> = best.reports.iter().flat_map(|l| l.cites.clone()).collect();
    for (side, joint) in [(&best.wants, "; "), (&best.warns, "; ")] {
        if let Some(l) = side.first() {
            text.push_str(joint);
            text.push_str(&small_start(l.text.trim_end_matches('.')));
            cites.extend(&l.cites);
        }
    }
    cites.sort_unstable();
    cites.dedup();
    cites.truncate(5);
    Some(Line { text: sentence(&text), cites, more_cites: 0 })
}

/// How often an outcome holds, in words.
fn ways(o: &crate::value::Outcome) -> String {
    o.share
        .as_ref()
        .map(|s| format!(" (under sequential stability in {} of 100 ways of settling what is guessed)", s.percent))
        .unwrap_or_default()
}

/// Where it can settle: one sentence on what holds, with what it rests on.
fn settling(brief: &Brief) -> Option<Line> {
    let s = brief.settlement.as_ref()?;
    let first = s.lines.first()?;
    let mut text = first.text.trim_end_matches('.').to_owned();
    let now = s.outcomes.iter().find(|o| o.now);
    if let Some(now) = now {
        let holds = if now.holds.is_empty() { "is not" } else { "is" };
        text.push_str(&format!("; the present one {holds} among them{}", ways(now)));
    }
    if let Some(o) = s.outcomes.iter().find(|o| !o.now && !o.holds.is_empty()) {
        let like = |x: &&crate::value::Outcome| !x.now && x.holds.len() == o.holds.len();
        let alone = s.outcomes.iter().filter(like).count() == 1;
        let all = o.holds.len() == s.concepts.len();
        let besides = now.is_some_and(|n| n.holds.len() == o.holds.len());
        let which = match (all, alone) {
            (true, true) if besides => format!("besides it only {} holds under every concept", o.name),
            (true, true) => format!("only {} holds under every concept", o.name),
            (true, false) => format!("of those under every concept {} holds most often", o.name),
            (false, _) => format!("of those under most concepts {} holds most often", o.name),
        };
        text.push_str(&format!("; {which}{}: {}", ways(o), clip(&o.means, 400)));
    }
    let guesses = s.decision_makers.iter().flat_map(|d| &d.prefers).filter(|w| !w.known).count();
    if guesses > 0 {
        let all = s.decision_makers.iter().map(|d| d.prefers.len()).sum::<usize>();
        text.push_str(&format!(
            " (the model rests on {all} preferences, of which {guesses} are guesses that no source supports)"
        ));
    }
    Some(Line { text: sentence(&text), ..Line::default() })
}
