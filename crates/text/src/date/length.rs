//! Lengths of time, what recurs, and what stays vague.

use super::Precision;
use super::atom::{Atom, Found, found};
use super::calendar::Unit;
use super::phrase::Reader;
use super::words;

impl Reader<'_> {
    /// `every Tuesday`, `each year`, `daily`.
    pub(super) fn recurring(&self, k: usize) -> Option<Found> {
        let precision = match self.word(k) {
            "every" | "each" => {
                let other = usize::from(matches!(self.word(k + 1), "other" | "single" | "second"));
                let at = k + 1 + other;
                if words::weekday(self.word(at)).is_some() || self.word(at) == "weekend" {
                    return found(Atom::Recurring(Precision::Week), self.after_day(at + 1));
                }
                if words::month(self.word(at)).is_some() && self.is_capital(at)
                    || words::season(self.word(at)).is_some()
                {
                    return found(Atom::Recurring(Precision::Year), at + 1);
                }
                if words::part_of_day(self.word(at)) {
                    return found(Atom::Recurring(Precision::Day), at + 1);
                }
                let (at, unit) = match self.length(at) {
                    Some(Found { atom: Atom::Duration(unit, _), end, .. }) => (end, unit),
                    _ => (at + 1, words::unit(self.word(at))?.0),
                };
                return found(Atom::Recurring(unit.precision()), at);
            }
            "daily" | "nightly" => Precision::Day,
            "weekly" | "fortnightly" => Precision::Week,
            "monthly" => Precision::Month,
            "quarterly" => Precision::Quarter,
            "annual" | "annually" | "yearly" => Precision::Year,
            _ => return None,
        };
        (!self.is_capital(k) || k == 0).then_some(())?;
        found(Atom::Recurring(precision), k + 1)
    }

    /// `two weeks`, `a month`, `three-day`, `several years`, `two and a half years`, `half a century`.
    pub(super) fn length(&self, k: usize) -> Option<Found> {
        let word = self.word(k);
        let (mut count, mut at): (Option<i64>, usize) = match word {
            "a" | "an" | "one" => match self.word(k + 1) {
                "few" | "couple" | "number" | "handful" => {
                    let of = k + 2 + usize::from(self.word(k + 2) == "of");
                    let two = (self.word(k + 1) == "couple").then_some(2);
                    (two, of)
                }
                "dozen" => (Some(12), k + 2),
                "full" | "whole" | "single" | "further" => (Some(1), k + 2),
                "half" => (None, k + 2),
                _ => (Some(1), k + 1),
            },
            "recent" | "coming" => {
                let (unit, true) = words::unit(self.word(k + 1))? else { return None };
                return found(Atom::Unresolved(unit.precision()), k + 2);
            }
            "few" | "several" | "many" | "some" | "multiple" if k > 0 || word != "some" => (None, k + 1),
            "couple" if self.word(k + 1) == "of" => (Some(2), k + 2),
            "half" if self.word(k + 1) == "a" => (None, k + 2),
            _ => match words::number(word) {
                Some(n) => (Some(n), k + 1),
                None => {
                    let (unit, plural) = words::unit(word)?;
                    // `for years`, `decades-long`, `weeks of fighting`
                    let long = self.word(k + 1) == "-" && matches!(self.word(k + 2), "long" | "old");
                    if long && self.word(k + 2) == "old" && self.ages(k + 2) {
                        return None;
                    }
                    let vague = plural
                        && unit != Unit::Hour
                        && matches!(self.back(k, 1), "for" | "in" | "after" | "over" | "of" | "within" | "-");
                    let moved = plural
                        && !matches!(self.back(k, 1), "early" | "the" | "these" | "those" | "first" | "last" | "final")
                        && matches!(self.word(k + 1), "ago" | "later" | "earlier" | "of" | "after" | "before");
                    let end = if long { k + 3 } else { k + 1 };
                    return (long && (plural || unit == Unit::Day || unit == Unit::Year) || vague || moved)
                        .then_some(Found { atom: Atom::Duration(unit, None), end, first: None });
                }
            },
        };
        if matches!(self.word(at), "to" | "or" | "-" | "–")
            && words::number(self.word(at + 1)).is_some()
            && self.word(at + 1) != "one"
        {
            // `two to three weeks`: somewhere between.
            if words::unit(self.word(at + 2)).is_some() || self.word(at + 2) == "-" {
                (count, at) = (None, at + 2);
            }
        }
        if self.word(at) == "and" && self.word(at + 1) == "a" && self.word(at + 2) == "half" {
            (count, at) = (None, at + 3);
        }
        at += usize::from(matches!(
            self.word(at),
            "more" | "full" | "working" | "business" | "straight" | "consecutive" | "long" | "whole" | "additional"
        ));
        let hyphen = usize::from(self.word(at) == "-");
        let (unit, plural) = words::unit(self.word(at + hyphen))?;
        let mut end = at + hyphen + 1;
        if matches!(unit, Unit::Hour) && hyphen == 0 && count.is_none() {
            return None;
        }
        if unit == Unit::Quarter && (self.word(end) == "of" || count == Some(1) || count == Some(3)) {
            // `a quarter of voters`
            return None;
        }
        let aged = end + usize::from(self.word(end) == "-");
        if self.word(aged) == "old" && self.ages(aged) {
            return None;
        }
        if self.word(end) == "-" && matches!(self.word(end + 1), "long" | "old") {
            end += 2;
        } else if hyphen == 0 && !plural && count != Some(1) && self.word(k) != "half" && count.is_some_and(|n| n > 1) {
            return None;
        }
        if self.word(k) == "one" && matches!(self.word(k + 1), "day") && hyphen == 0 {
            return found(Atom::Unresolved(Precision::Day), end);
        }
        found(Atom::Duration(unit, count), end)
    }

    /// Whether `old` at `k` tells the age of someone rather than of something.
    pub(super) fn ages(&self, k: usize) -> bool {
        !matches!(
            self.word(k + 1),
            "war"
                | "conflict"
                | "dispute"
                | "deal"
                | "agreement"
                | "truce"
                | "ceasefire"
                | "government"
                | "crisis"
                | "feud"
                | "campaign"
                | "standoff"
                | "stalemate"
                | "blockade"
                | "siege"
                | "regime"
                | "alliance"
                | "treaty"
                | "embargo"
                | "rebellion"
                | "insurgency"
                | "offensive"
        )
    }

    /// `recently`, `soon`, `in recent weeks`, `the coming days`.
    pub(super) fn vague(&self, k: usize) -> Option<Found> {
        match self.word(k) {
            "recently" | "soon" | "shortly" | "nowadays" => {
                let tied = matches!(self.word(k + 1), "as" | "after" | "before") || matches!(self.back(k, 1), "as");
                (!tied).then_some(())?;
                found(Atom::Unresolved(Precision::Day), k + 1)
            }
            "near" if self.word(k + 1) == "future" => found(Atom::Unresolved(Precision::Year), k + 2),
            _ => None,
        }
    }
}
