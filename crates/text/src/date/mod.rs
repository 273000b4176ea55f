//! Expressions of date, resolved against the day the text was written.
//!
//! What is read: days (`Oct. 17`, `17 October 2025`, `10/17/2025`, `Friday`), periods (`late March`, `the third
//! quarter`, `the 1990s`), relative ones (`two weeks ago`, `earlier this month`, `overnight`), ranges (`from Monday to
//! Wednesday`, `2014–16`), beginnings and ends (`since 2015`, `by Friday`), durations, recurring days, and holidays.
//! What cannot be resolved is said to be so ([`DateKind::Unresolved`]).
//!
//! Conventions: a week begins on Monday; `last week` is a calendar week, `the past week` the seven days up to the
//! reference; `early`, `mid-` and `late` are thirds (of a month days 1–10, 11–20, 21–; of a year four months each);
//! seasons are those of meteorologists in the northern hemisphere; `next Friday` is the Friday of the next calendar week,
//! `last Friday` the latest before the reference. A weekday or a day without a year lies on the side that the tense and
//! the words around it say; the past, where they say nothing of a weekday; the nearest, where they say nothing of a
//! month.

mod atom;
mod calendar;
mod calendar_date;
mod direction;
mod length;
mod phrase;
mod relative;
mod symbol;
mod words;

pub use words::number_word;

use crate::{Sentence, Span};
use jiff::civil::Date;
use serde::Serialize;

/// What an expression of date says about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DateKind {
    /// A day or one period: `Friday`, `in August`, `the 1990s`.
    Point,
    /// From one time to another: `from Monday to Wednesday`, `the past two weeks`.
    Range,
    /// A length of time that is not placed: `for three days`.
    Duration,
    /// Open towards the future: `since 2015`, `from Monday`.
    Since,
    /// Open towards the past: `by Friday`, `until the end of the year`.
    Until,
    /// Again and again: `every Tuesday`, `daily`.
    Recurring,
    /// A time that cannot be told: `recently`, `on the eve of the summit`.
    Unresolved,
}

/// How exactly the time is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // The names say it.
pub enum Precision {
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Season,
    Year,
    Decade,
    Century,
}

impl Precision {
    /// In words, lower case: `day`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        ["day", "weekend", "week", "month", "quarter", "season", "year", "decade", "century"][self as usize]
    }
}

/// The day that a phrase names by itself (`2022-05-01`, `October 1, 2021`, `12 April 2022`, `today`); the first day
/// where it names a longer time; `None` where it names none.
#[must_use]
pub fn one_date(phrase: &str, reference: Date) -> Option<Date> {
    if let Ok(date) = phrase.trim().parse() {
        return Some(date);
    }
    let sentences = crate::split(phrase);
    dates(sentences.first()?, phrase, reference).into_iter().find_map(|d| d.start)
}

/// An expression of date in a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateExpression {
    /// Its bytes in the document.
    pub span: Span,
    /// The words themselves.
    pub text: String,
    /// What it says.
    pub kind: DateKind,
    /// First day; for a duration, a recurring or an unresolved expression none.
    pub start: Option<Date>,
    /// Last day, included.
    pub end: Option<Date>,
    /// How exactly; of a duration and a recurring expression, its unit.
    pub precision: Precision,
    /// Index of the first token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
}

/// The expressions of date in a sentence of `text`, in order, resolved against `reference`, the day the text was
/// written.
///
/// Tags and a tree make the choice between a past and a coming weekday better; without them the nearest verbs decide.
#[must_use]
pub fn dates(sentence: &Sentence, text: &str, reference: Date) -> Vec<DateExpression> {
    phrase::Reader::new(sentence, text, reference).all()
}
