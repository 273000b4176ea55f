//! The core of an expression: a date, a period, a length of time, with the words that belong to it.

use super::Precision;
use super::calendar::{Period, Unit};
use super::phrase::Reader;
use super::symbol::Symbol;
use super::words;
use jiff::civil::Date;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Atom {
    Symbol(Symbol),
    /// From a day to a day, either of which may be open.
    Span(Option<Date>, Option<Date>, Precision),
    /// So many of a unit; `None` for an unknown number.
    Duration(Unit, Option<i64>),
    Recurring(Precision),
    Unresolved(Precision),
}

/// What was found, one past its last word, and its first word where that lies before the place asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    pub atom: Atom,
    pub end: usize,
    pub first: Option<usize>,
}

pub(super) fn found(atom: Atom, end: usize) -> Option<Found> {
    Some(Found { atom, end, first: None })
}

pub(super) fn known(p: Period, end: usize) -> Option<Found> {
    found(Atom::Symbol(Symbol::Known(p)), end)
}

impl Reader<'_> {
    /// The core that starts at word `k`.
    pub fn atom(&self, k: usize) -> Option<Found> {
        let word = self.words.get(k)?;
        if !word.chars().any(char::is_alphanumeric) {
            return None;
        }
        self.numeric(k)
            .or_else(|| self.modified(k))
            .or_else(|| self.portion(k))
            .or_else(|| self.holiday(k))
            .or_else(|| self.weekday(k))
            .or_else(|| self.month(k))
            .or_else(|| self.relative_day(k))
            .or_else(|| self.quarter(k))
            .or_else(|| self.decade(k))
            .or_else(|| self.season(k))
            .or_else(|| self.recurring(k))
            .or_else(|| self.anaphor(k))
            .or_else(|| self.length(k))
            .or_else(|| self.year(k))
            .or_else(|| self.vague(k))
    }

    pub(super) fn form(&self, k: usize) -> &str {
        self.sentence.tokens.get(k).map_or("", |t| t.form.as_str())
    }

    pub(super) fn is_capital(&self, k: usize) -> bool {
        self.form(k).starts_with(char::is_uppercase)
    }

    /// One past a comma.
    pub(super) fn comma(&self, k: usize) -> usize {
        k + usize::from(self.word(k) == ",")
    }

    /// One past the part of a day that follows: `Friday morning`, `Monday night`.
    pub(super) fn after_day(&self, k: usize) -> usize {
        let k = k + usize::from(matches!(self.word(k), "early" | "late") && words::part_of_day(self.word(k + 1)));
        k + usize::from(words::part_of_day(self.word(k)))
    }
}
