//! Words about acts: promises, demands, and who is said to decide on a measure.

use super::heard::Heard;
use super::options::Choice;
use super::parties::Parties;
use super::verbs::{begins_with_verb, deed, given_up};
use super::words::{shared, stems};
use detente_event::{Act, Event, Status};

/// Sentences between a measure and the word of whoever decides on it.
const NEAR: usize = 2;

/// Whether an event is a promise or an offer to do something: done as a word, open as a deed.
#[must_use]
pub fn is_promise(e: &Event) -> bool {
    matches!(e.act, Act::Agree | Act::Concede)
        && e.status == Status::Occurred
        && e.object.as_deref().is_some_and(|o| begins_with_verb(o.strip_prefix("to ").unwrap_or(o)))
}

/// Whether an event asks somebody not to do something: to refrain from an act, or to give one up.
#[must_use]
pub fn asks_not_to(e: &Event) -> bool {
    e.act == Act::Request && Demand::of(e).is_some_and(|d| d.not)
}

/// What a request asks for.
pub(super) struct Demand {
    /// The act, or the thing; without the verb that gives it up.
    pub act: String,
    /// The same with that verb.
    pub whole: String,
    /// It is asked not to do it.
    pub not: bool,
}

impl Demand {
    /// `None` where the request names nothing.
    pub fn of(e: &Event) -> Option<Demand> {
        let object = e.object.as_deref()?.trim();
        let Some(d) = deed(object).filter(|_| e.mode.as_deref() != Some("assist")) else {
            return Some(Demand { act: object.to_owned(), whole: object.to_owned(), not: false });
        };
        let negated = d.negated;
        // Who must halt the filling must not fill.
        Some(match given_up(&d.act).filter(|_| !negated) {
            Some(rest) => Demand { act: rest.to_owned(), whole: d.act.clone(), not: true },
            None => Demand { whole: d.act.clone(), act: d.act, not: negated },
        })
    }

    /// Whether who makes the demand wants the choice taken.
    pub fn wants(&self, c: &Choice) -> bool {
        !self.not || (self.act != self.whole && c.objects.iter().any(|o| given_up(o).is_some()))
    }
}

/// Words on a measure that a party in focus spoke near it in the same document: endorsing, rejecting or withholding an
/// endorsement of what the measure's sentence names, `the legislation`.
fn near<'a>(h: &'a Heard, heard: &'a [Heard], parties: &'a Parties) -> impl Iterator<Item = (usize, usize)> + use<'a> {
    let told = stems(&h.event.text);
    heard.iter().enumerate().flat_map(move |(k, other)| {
        let e = &other.event;
        let close = h
            .quotes
            .iter()
            .any(|q| other.quotes.iter().any(|o| q.document == o.document && q.sentence.abs_diff(o.sentence) <= NEAR));
        let on_it = matches!(e.act, Act::Support | Act::Agree | Act::Reject)
            && close
            && e.object.as_deref().is_some_and(|o| {
                let stake = stems(o);
                !stake.is_empty() && shared(&stake, &told) >= 0.99
            });
        let by = if on_it { parties.voices(e) } else { Vec::new() };
        by.into_iter().filter(|p| parties.in_focus(*p)).map(move |p| (p, k))
    })
}

/// Who decides on a measure whose sentence names nobody: whoever is said to endorse or reject it, or to have not yet
/// done so.
pub(super) fn decider(h: &Heard, heard: &[Heard], parties: &Parties) -> Option<usize> {
    let mut found = near(h, heard, parties).map(|(p, _)| p);
    let first = found.next()?;
    found.all(|p| p == first).then_some(first)
}

/// Which of what was heard makes that party the decider.
pub(super) fn words_on(h: &Heard, holder: usize, heard: &[Heard], parties: &Parties) -> Vec<usize> {
    near(h, heard, parties).filter(|(p, _)| *p == holder).map(|(_, k)| k).collect()
}
