//! Dates that lean on the day of writing or on a date before: `last week`, `late March`, `overnight`, `a day later`.

use super::Precision;
use super::atom::{Atom, Found, found, known};
use super::calendar::{self, Period, Unit, add};
use super::direction::{Direction, direction};
use super::phrase::Reader;
use super::symbol::Symbol;
use super::words;
use crate::Upos;

impl Reader<'_> {
    /// `last week`, `next March`, `this morning`, `the past two weeks`, `earlier this month`.
    pub(super) fn modified(&self, k: usize) -> Option<Found> {
        let today = self.reference;
        match self.word(k) {
            "earlier" | "later" => {
                let inner =
                    self.modified(k + 1).filter(|_| matches!(self.word(k + 1), "this" | "today" | "next" | "last"));
                if let Some(Found { atom: Atom::Symbol(Symbol::Known(p)), end, .. }) = inner {
                    let earlier = self.word(k) == "earlier";
                    let holds = p.start <= today && today <= p.end;
                    return match (earlier, holds) {
                        (true, true) => known(Period { end: today, ..p }, end),
                        (false, true) => known(Period { start: today, ..p }, end),
                        _ => known(p, end),
                    };
                }
                if self.word(k + 1) == "today" {
                    return known(calendar::unit(today, 0, Unit::Day), k + 2);
                }
                let "in" = self.word(k + 1) else { return None };
                // `later in the year`, `earlier in the week`
                let (unit, false) = words::unit(self.word(k + 3)).filter(|_| self.word(k + 2) == "the")? else {
                    return None;
                };
                let p = calendar::unit(today, 0, unit);
                let p =
                    if self.word(k) == "earlier" { Period { end: today, ..p } } else { Period { start: today, ..p } };
                return known(p, k + 4);
            }
            "early" | "mid" | "late" | "mid-" => {
                let third = ["early", "mid", "late"].iter().position(|w| self.word(k).trim_end_matches('-') == *w)?;
                let next = k + 1 + usize::from(matches!(self.word(k + 1), "-" | "in" | "on"));
                let next = next + usize::from(self.word(next) == "the");
                return self.thirds(next, i64::try_from(third).ok()?, k);
            }
            word => {
                if let Some(rest) = word.strip_prefix("mid-") {
                    return self.mid(k, rest);
                }
            }
        }
        let n = match self.word(k) {
            "last" | "previous" => -1,
            "past" => -2,
            "this" | "current" => 0,
            "next" | "coming" | "following" => 1,
            "upcoming" if words::weekday(self.word(k + 1)).is_some() => 1,
            _ => return None,
        };
        if self.word(k) == "this" && matches!(self.word(k + 1), "past" | "coming" | "last" | "upcoming") {
            let weekday = words::weekday(self.word(k + 2));
            if let Some(w) = weekday {
                let back = matches!(self.word(k + 1), "past" | "last");
                let from = if back { add(today, -1, Unit::Day) } else { today };
                return found(Atom::Symbol(Symbol::day(calendar::weekday(from, w, back))), self.after_day(k + 3));
            }
            let inner = self.modified(k + 1)?;
            return Some(inner);
        }
        let next = k + 1;
        let word = self.word(next);
        // `the past two weeks`, `the next few days`, `the last decade`
        if let Some(Found { atom: Atom::Duration(unit, count), end, .. }) = self.length(next)
            && (words::unit(word).is_none_or(|u| u.1) || n == -2)
            && self.word(k) != "this"
        {
            return self.stretch(k, n, unit, count, end);
        }
        if let Some((unit, false)) = words::unit(word) {
            let the = self.back(k, 1) == "the";
            return match (unit, n) {
                (_, -2) => self.stretch(k, n, unit, Some(1), next + 1),
                (Unit::Hour, _) => None,
                (Unit::Day, -1) | (Unit::Day, 1) if the => self.day_beside(n, next + 1),
                (Unit::Day, 0) => None,
                // `over the next year`, `in the last week`: a stretch, not a calendar unit.
                (_, -1 | 1) if the && matches!(self.back(k, 2), "over" | "in" | "during" | "within" | "for") => {
                    self.stretch(k, n, unit, Some(1), next + 1)
                }
                _ if self.word(k) == "following" || self.word(k) == "previous" => match self.anchor {
                    Some(day) => known(calendar::unit(day, n, unit), next + 1),
                    None => found(Atom::Unresolved(unit.precision()), next + 1),
                },
                (Unit::Century, _) => known(calendar::unit(today, n, unit), next + 1),
                _ => known(calendar::unit(today, n, unit), next + 1),
            };
        }
        if matches!(self.word(k), "previous" | "current") {
            return None;
        }
        if word == "weekend" {
            let p = calendar::weekend(today, n.max(-1));
            // `This weekend` of a text written on a Monday, in the past tense, is over.
            let over = n == 0 && p.start > today && direction(self.sentence, k) == Direction::Past;
            return known(if over { calendar::weekend(today, -1) } else { p }, next + 1);
        }
        if words::part_of_day(word) {
            return match (self.word(k), word) {
                ("last", "night" | "evening") => found(Atom::Symbol(Symbol::day(add(today, -1, Unit::Day))), next + 1),
                ("this", _) => found(Atom::Symbol(Symbol::day(today)), next + 1),
                _ => None,
            };
        }
        // `last Friday`, `next August`, `last summer`, `next Christmas`
        let inner = self
            .weekday(next)
            .or_else(|| self.month(next))
            .or_else(|| self.season(next))
            .or_else(|| self.holiday(next))?;
        let Atom::Symbol(symbol) = inner.atom else { return None };
        if let Symbol::Known(p) = symbol {
            return known(p, inner.end);
        }
        let coming = matches!((self.word(k), symbol), ("coming" | "upcoming", Symbol::Weekday(_)));
        let p = symbol.relative(today, if coming { 0 } else { n.clamp(-1, 1) })?;
        known(p, inner.end)
    }

    /// The day before or after the one spoken of.
    pub(super) fn day_beside(&self, n: i64, end: usize) -> Option<Found> {
        match self.anchor {
            Some(day) => found(Atom::Symbol(Symbol::day(add(day, n, Unit::Day))), end),
            None => found(Atom::Unresolved(Precision::Day), end),
        }
    }

    /// `the past two weeks`, `the next three months`.
    pub(super) fn stretch(&self, k: usize, n: i64, unit: Unit, count: Option<i64>, end: usize) -> Option<Found> {
        let Some(count) = count else { return found(Atom::Unresolved(unit.precision()), end) };
        let today = self.reference;
        let (start, stop) = if n > 0 { (today, add(today, count, unit)) } else { (add(today, -count, unit), today) };
        let first = (self.back(k, 1) == "the").then(|| k - 1);
        Some(Found { atom: Atom::Span(Some(start), Some(stop), unit.precision()), end, first })
    }

    /// `early March`, `late last year`, `mid-2026`, `the late 1990s`.
    pub(super) fn thirds(&self, k: usize, third: i64, first: usize) -> Option<Found> {
        if words::part_of_day(self.word(k)) {
            return None;
        }
        if let Some(inner) = self.weekday(k).or_else(|| self.relative_day(k)) {
            // `late Friday`
            return matches!(inner.atom, Atom::Symbol(_)).then_some(inner);
        }
        let inner = if matches!(self.word(k), "last" | "this" | "next") {
            self.modified(k)
        } else {
            self.month(k).or_else(|| self.decade(k)).or_else(|| self.season(k)).or_else(|| self.bare_year(k))
        }?;
        let Atom::Symbol(symbol) = inner.atom else { return None };
        let _ = first;
        let symbol = match symbol {
            Symbol::Month(m, None) => Symbol::Month(m, Some(third)),
            Symbol::Season(s, None) => Symbol::Season(s, Some(third)),
            Symbol::Known(p) if p.precision > Precision::Day => Symbol::Known(calendar::part(p, third)),
            _ => return None,
        };
        found(Atom::Symbol(symbol), inner.end)
    }

    /// `mid-July`, `mid-2026`, `mid-1990s`, `mid-week`.
    pub(super) fn mid(&self, k: usize, rest: &str) -> Option<Found> {
        if let Some(m) = words::month(rest) {
            return match words::year(self.word(self.comma(k + 1))) {
                Some(y) => known(calendar::part(calendar::month(y, m)?, 1), self.comma(k + 1) + 1),
                None => found(Atom::Symbol(Symbol::Month(m, Some(1))), k + 1),
            };
        }
        if let Some(y) = words::year(rest) {
            return known(calendar::part(calendar::unit(calendar::date(y, 1, 1)?, 0, Unit::Year), 1), k + 1);
        }
        if let Some(y) = words::decade(rest) {
            return known(calendar::part(calendar::unit(calendar::date(y, 1, 1)?, 0, Unit::Decade), 1), k + 1);
        }
        None
    }

    /// `the end of the month`, `the beginning of 2026`, `the first half of next year`, `year-end`.
    pub(super) fn portion(&self, k: usize) -> Option<Found> {
        let today = self.reference;
        if self.word(k) == "year-end"
            || (self.word(k) == "year" && self.word(k + 1) == "-" && self.word(k + 2) == "end")
        {
            let year = calendar::unit(today, 0, Unit::Year);
            let end = if self.word(k) == "year" { k + 3 } else { k + 1 };
            return known(Period { start: year.end, precision: Precision::Day, ..year }, end);
        }
        let (third, of) = match self.word(k) {
            "end" | "close" => (2, k + 1),
            "beginning" | "start" => (0, k + 1),
            "middle" => (1, k + 1),
            "first" | "second" if self.word(k + 1) == "half" => (if self.word(k) == "first" { 10 } else { 11 }, k + 2),
            _ => return None,
        };
        if self.word(of) != "of" {
            return None;
        }
        let inner = of + 1;
        let unit_at = inner + usize::from(self.word(inner) == "the");
        let (p, end) = if let Some((unit, false)) = words::unit(self.word(unit_at)).filter(|_| unit_at > inner) {
            (calendar::unit(today, 0, unit), unit_at + 1)
        } else if unit_at > inner && self.word(unit_at) == "weekend" {
            (calendar::weekend(today, 0), unit_at + 1)
        } else {
            let f = self
                .modified(unit_at)
                .or_else(|| self.month(unit_at))
                .or_else(|| self.season(unit_at))
                .or_else(|| self.decade(unit_at))
                .or_else(|| self.bare_year(unit_at))?;
            let Atom::Symbol(symbol) = f.atom else { return None };
            let way = if matches!(self.back(k, 2), "by" | "until" | "before") {
                Direction::Future
            } else {
                direction(self.sentence, k)
            };
            (symbol.resolve(today, way)?, f.end)
        };
        let p = match third {
            10 | 11 => {
                let months =
                    i64::from((p.end.year() - p.start.year()) * 12) + i64::from(p.end.month() - p.start.month()) + 1;
                let middle = add(p.start, months / 2, Unit::Month);
                if third == 10 {
                    Period { end: add(middle, -1, Unit::Day), ..p }
                } else {
                    Period { start: middle, ..p }
                }
            }
            third => calendar::part(p, third),
        };
        known(p, end)
    }

    /// `today`, `yesterday`, `overnight`, `the day before yesterday`.
    pub(super) fn relative_day(&self, k: usize) -> Option<Found> {
        let today = self.reference;
        let day = |n: i64, end: usize| found(Atom::Symbol(Symbol::day(add(today, n, Unit::Day))), end);
        match self.word(k) {
            "today" => day(0, self.after_day(k + 1)),
            "tonight" => day(0, k + 1),
            "yesterday" => day(-1, self.after_day(k + 1)),
            "tomorrow" => day(1, self.after_day(k + 1)),
            "overnight" => {
                let p = Period { start: add(today, -1, Unit::Day), end: today, precision: Precision::Day };
                known(p, k + 1)
            }
            "day" if self.word(k + 1) == "before" && self.word(k + 2) == "yesterday" => day(-2, k + 3),
            "day" if self.word(k + 1) == "after" && self.word(k + 2) == "tomorrow" => day(2, k + 3),
            "weekend"
                if self.back(k, 1) == "the"
                    && matches!(self.back(k, 2), "over" | "during" | "at" | "throughout" | "on" | "for") =>
            {
                let this = calendar::weekend(today, 0);
                let over = this.start > today && direction(self.sentence, k) != Direction::Future;
                known(if over { calendar::weekend(today, -1) } else { this }, k + 1)
            }
            "week" if matches!(self.word(k + 1), "of" | "ending" | "beginning") => {
                let at = k + 2 + usize::from(self.word(k + 2) == "the");
                let Atom::Symbol(symbol) = self.month(at)?.atom else { return None };
                let p = symbol.resolve(today, direction(self.sentence, k))?;
                (p.precision == Precision::Day).then_some(())?;
                known(calendar::unit(p.start, 0, Unit::Week), self.month(at)?.end)
            }
            _ => None,
        }
    }

    /// `the same day`, `that week`, `the day before`, `the next day`: what leans on a date before.
    pub(super) fn anaphor(&self, k: usize) -> Option<Found> {
        let unit = words::unit(self.word(k + 1)).filter(|u| !u.1).map(|u| u.0);
        match self.word(k) {
            "same" | "that" => {
                let unit =
                    unit.filter(|u| *u != Unit::Hour).or((self.word(k + 1) == "weekend").then_some(Unit::Week))?;
                if self.word(k) == "that" && self.sentence.tokens[k].upos == Upos::Sconj {
                    return None;
                }
                match self.anchor {
                    Some(day) => known(calendar::unit(day, 0, unit), k + 2),
                    None => found(Atom::Unresolved(unit.precision()), k + 2),
                }
            }
            "day" if matches!(self.word(k + 1), "before" | "after") && self.back(k, 1) == "the" => {
                let sign = if self.word(k + 1) == "before" { -1 } else { 1 };
                let next = k + 2 + usize::from(self.word(k + 2) == "the");
                if let Some(Found { atom: Atom::Symbol(s), end, .. }) = self.atom(next)
                    && !self.possessive(end)
                    && !self.modifies(end)
                {
                    let p = s.resolve(self.reference, direction(self.sentence, next))?;
                    return found(Atom::Symbol(Symbol::day(add(p.start, sign, Unit::Day))), end);
                }
                let alone = self.word(k + 2).chars().all(|c| !c.is_alphanumeric()) || self.word(k + 2).is_empty();
                if alone { self.day_beside(sign, k + 2) } else { found(Atom::Unresolved(Precision::Day), k + 2) }
            }
            "eve" if self.word(k + 1) == "of" => {
                let next = k + 2 + usize::from(self.word(k + 2) == "the");
                // With a date after it, the date's own reading takes the eve in.
                let dated = self.atom(next).filter(|f| matches!(f.atom, Atom::Symbol(_)) && !self.modifies(f.end));
                if dated.is_some() {
                    return None;
                }
                found(Atom::Unresolved(Precision::Day), k + 2)
            }
            _ => None,
        }
    }
}
