//! One occurrence, many mentions: linking the events of a document that tell of the same thing.

use detente_event::{Act, Actor, Casualties, Event, Status, Why};
use detente_text::Sentence;

/// Adds an event to those of its document: a definite mention (`the meeting`, `the recent call`) of an act told before
/// takes over the parties and the status that its own words leave open, and is linked to the first mention.
pub(crate) fn add(events: &mut Vec<Event>, mut event: Event, sentence: &Sentence, text: &str) {
    let definite = is_definite(&event, sentence, text);
    let silent = !event.why.iter().any(|w| w.rule.starts_with("status:"));
    let antecedent = events.iter_mut().rev().find(|o| {
        o.act == event.act
            && o.sentence < event.sentence
            && event.sentence - o.sentence <= 12
            && (!definite || akin(o, &event, text))
            && compatible(o, &event, definite)
            && (o.status == event.status || (definite && silent) || became(o.status, event.status))
    });
    if let Some(o) = antecedent {
        let same_kind = event.mode.is_none() || o.mode.is_none() || event.mode == o.mode;
        if definite && same_kind {
            if silent && event.status == Status::Occurred {
                event.status = o.status;
                event.why.push(Why { rule: "status: as mentioned before".into(), words: o.text.clone() });
            }
            for (mine, theirs) in [(&mut event.actor, &o.actor), (&mut event.recipient, &o.recipient)] {
                if mine.is_empty() {
                    mine.clone_from(theirs);
                }
            }
            let actors = event.actor.clone();
            event.recipient.retain(|r| !actors.iter().any(|a| a.same_party(r)));
            if event.recipient.is_empty() {
                event.recipient = o
                    .actor
                    .iter()
                    .chain(&o.recipient)
                    .filter(|p| !actors.iter().any(|a| a.same_party(p)))
                    .cloned()
                    .collect();
            }
        }
        if (definite || event.date == o.date) && same_kind {
            event.occurrence.clone_from(&o.occurrence);
            o.enrich(&event);
            event.enrich(o);
        } else {
            event.occurrence.clear();
        }
        let cameo = event.cameo.clone();
        event.finish(if event.status.happened() { &cameo } else { "" });
    }
    // What names one side only and continues nothing told before is no event.
    if event.act == Act::Consult
        && event.actor.len() + event.recipient.len() < 2
        && event.why.iter().any(|w| w.rule.starts_with("frame noun"))
    {
        return;
    }
    events.push(event);
}

/// Gives the killed and injured of a sentence without an act of its own to the violence told in the two sentences before
/// it, where that is one occurrence.
pub(crate) fn add_toll(events: &mut [Event], toll: &Casualties, sentence: usize) {
    let told = |e: &Event| {
        e.act == Act::Assault && e.status == Status::Occurred && e.sentence < sentence && e.sentence + 2 >= sentence
    };
    let Some(last) = events.iter().rev().find(|e| told(e)).map(|e| e.occurrence.clone()) else { return };
    if events.iter().any(|e| told(e) && e.occurrence != last) {
        return;
    }
    for e in events.iter_mut().filter(|e| e.occurrence == last && e.status == Status::Occurred) {
        match &mut e.casualties {
            Some(mine) => mine.fill(toll),
            none => *none = Some(toll.clone()),
        }
    }
}

/// Words that news use for the same occurrence.
const FAMILIES: &[&[&str]] = &[
    &["call", "conversation", "phone"],
    &["meeting", "summit", "talks", "negotiations", "meet", "met", "session", "encounter", "discussions"],
    &["visit", "trip", "tour", "talks"],
    &["attack", "strike", "raid", "assault", "bombing", "offensive", "airstrike", "shelling", "invasion"],
    &["agreement", "deal", "accord", "pact", "treaty", "ceasefire", "truce"],
];

/// Whether two mentions use the same word, or words of one family.
fn akin(a: &Event, b: &Event, text: &str) -> bool {
    let words =
        |e: &Event| -> Vec<String> { e.span.of(text).to_lowercase().split_whitespace().map(str::to_owned).collect() };
    let (x, y) = (words(a), words(b));
    let same = |v: &str, w: &str| v == w || v.trim_end_matches('s') == w.trim_end_matches('s');
    x.iter().any(|v| y.iter().any(|w| same(v, w)))
        || FAMILIES.iter().any(|f| {
            let has = |l: &[String]| l.iter().any(|w| f.iter().any(|g| same(g, w)));
            has(&x) && has(&y)
        })
}

/// Whether the event's word stands with `the`, `this`, or a possessive.
fn is_definite(event: &Event, sentence: &Sentence, _text: &str) -> bool {
    let Some(k) =
        sentence.tokens.iter().rposition(|t| event.span.contains(t.span) && t.upos == detente_text::Upos::Noun)
    else {
        return false;
    };
    sentence.children(k).any(|c| {
        let t = &sentence.tokens[c];
        t.rel() == "det" && matches!(t.lemma.as_str(), "the" | "this" | "that") && c < k
    }) && !sentence.children(k).any(|c| {
        matches!(
            sentence.tokens[c].lemma.as_str(),
            "second" | "new" | "another" | "first" | "next" | "third" | "previous" | "last"
        )
    })
}

/// Whether two mentions can be of the same parties: all named parties of the one are among those of the other, or,
/// for a definite mention, at least one is.
fn compatible(o: &Event, e: &Event, definite: bool) -> bool {
    let parties = |e: &Event| -> Vec<Actor> { e.actor.iter().chain(&e.recipient).cloned().collect() };
    let (a, b) = (parties(o), parties(e));
    let shared = b.iter().filter(|x| a.iter().any(|y| x.same_party(y))).count();
    if matches!(e.act, Act::Consult | Act::Agree | Act::Cooperate) {
        if definite {
            b.is_empty() || shared >= 1 && (shared == b.len() || b.len() < 2)
        } else {
            shared == b.len() && shared == a.len() && shared >= 2
        }
    } else {
        let within = |x: &[Actor], y: &[Actor]| x.iter().all(|p| y.iter().any(|q| p.same_party(q)));
        within(&e.actor, &o.actor)
            && within(&e.recipient, &o.recipient)
            && !e.actor.is_empty()
            && (definite || !e.recipient.is_empty())
    }
}

/// A status that the same occurrence can come to have: announced, then held or cancelled.
fn became(before: Status, now: Status) -> bool {
    matches!((before, now), (Status::Planned | Status::Considered, Status::Planned | Status::Considered))
}
