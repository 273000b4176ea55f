//! What becomes of every word that could have told an act: noted while a sentence is coded, where a reader asks why.

use super::Context;
use crate::between::head_of;
use crate::classify::Scores;
use crate::classify::features::{Pair, named_features};
use crate::explain::Reason;
use crate::frames::{Hit, Unheard};
use detente_event::{Act, Event, Span};
use std::cell::RefCell;

/// A word that told no event.
#[derive(Clone, Debug)]
pub(crate) struct Dropped {
    pub sentence: usize,
    pub at: usize,
    pub act: Act,
    pub reason: Reason,
}

/// What the classifier said of two mentions.
#[derive(Clone, Debug)]
pub(crate) struct Weighed {
    pub sentence: usize,
    pub actor: usize,
    pub recipient: Option<usize>,
    pub scores: Scores,
    /// What it saw.
    pub features: Vec<(u32, String)>,
}

/// The notes of a document.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub dropped: RefCell<Vec<Dropped>>,
    pub weighed: RefCell<Vec<Weighed>>,
}

impl Trace {
    pub fn drop(&self, sentence: usize, at: usize, act: Act, reason: Reason) {
        self.dropped.borrow_mut().push(Dropped { sentence, at, act, reason });
    }

    pub fn weigh(&self, sentence: usize, pair: &Pair<'_, '_>, scores: &Scores) {
        self.weighed.borrow_mut().push(Weighed {
            sentence,
            actor: pair.actor,
            recipient: pair.recipient,
            scores: scores.clone(),
            features: named_features(pair),
        });
    }
}

impl Context<'_> {
    /// Notes the frames that are no acts of their own: parts of others, and nouns that only describe.
    pub(super) fn note_unheard(&self, unheard: &[(Hit<'_>, Unheard)]) {
        for (h, why) in unheard {
            let reason = match why {
                Unheard::PartOf(verb) => Reason::PartOf { of: self.words([*verb]) },
                Unheard::Describes => Reason::Describes,
            };
            self.drop::<()>(h.at, h.frame.act, reason);
        }
    }

    /// Notes the events that went into others.
    pub(super) fn note_merged(&self, all: &[(Span, Act)], kept: &[Event]) {
        for (span, act) in all {
            if !kept.iter().any(|e| e.span == *span && e.act == *act)
                && let Some(at) = head_of(self.tree.sentence, *span)
            {
                self.drop::<()>(at, *act, Reason::Same);
            }
        }
    }

    /// Notes why the word at `at` tells no event; always `None`, to be returned.
    pub(super) fn drop<T>(&self, at: usize, act: Act, reason: Reason) -> Option<T> {
        if let Some(t) = self.trace {
            t.drop(self.number, at, act, reason);
        }
        None
    }
}
