//! Dates by the calendar's own names: days, weekdays, months, quarters, seasons, years, holidays.

use super::Precision;
use super::atom::{Atom, Found, found, known};
use super::calendar::{self, Unit};
use super::direction::Direction;
use super::phrase::Reader;
use super::symbol::{Symbol, holiday, moveable};
use super::words;
use crate::Upos;

impl Reader<'_> {
    /// `10/17/2025`, `2025-10-17`, `17.10.2025`, `9/11`.
    pub(super) fn numeric(&self, k: usize) -> Option<Found> {
        let word = self.word(k);
        if word == "9/11" {
            return known(calendar::unit(calendar::date(2001, 9, 11)?, 0, Unit::Day), k + 1);
        }
        let mut joined = word.to_owned();
        let mut end = k + 1;
        while end < k + 5
            && matches!(self.word(end), "-" | "/")
            && self.word(end + 1).bytes().all(|b| b.is_ascii_digit())
        {
            joined.push_str(self.word(end));
            joined.push_str(self.word(end + 1));
            end += 2;
        }
        let parts: Vec<i64> = joined.split(['/', '-', '.']).map(str::parse).collect::<Result<_, _>>().ok()?;
        let [a, b, c] = parts[..] else { return None };
        let century = |y: i64| {
            if y < 70 {
                2000 + y
            } else if y < 100 {
                1900 + y
            } else {
                y
            }
        };
        let day = if a > 31 {
            calendar::date(a, b, c)
        } else if joined.contains('.') || a > 12 {
            calendar::date(century(c), b, a)
        } else {
            calendar::date(century(c), a, b)
        };
        known(calendar::unit(day?, 0, Unit::Day), end)
    }

    pub(super) fn holiday(&self, k: usize) -> Option<Found> {
        for len in (1..=4).rev() {
            if k + len > self.words.len() {
                continue;
            }
            let words = self.words[k..k + len].join(" ");
            let capital = self.is_capital(k)
                && !(len == 1 && self.word(k + 1).starts_with(char::is_alphabetic) && self.is_capital(k + 1));
            if moveable(&words) && self.is_capital(k) {
                return found(Atom::Unresolved(Precision::Day), k + len);
            }
            let Some(day) = holiday(&words).filter(|_| capital) else { continue };
            let symbol = Symbol::Holiday(day);
            let at = self.comma(k + len);
            if let Some(year) = words::year(self.word(at)) {
                return known(symbol.in_year(year)?, at + 1);
            }
            return found(Atom::Symbol(symbol), k + len);
        }
        None
    }

    /// `Friday`, `Friday morning`, `Friday, Oct. 17`, `Mondays`.
    pub(super) fn weekday(&self, k: usize) -> Option<Found> {
        let word = self.word(k);
        let plural = word.strip_suffix('s').filter(|w| w.ends_with("day")).and_then(words::weekday);
        if plural.is_some() && self.is_capital(k) {
            return found(Atom::Recurring(Precision::Week), k + 1);
        }
        let w = words::weekday(word).filter(|_| self.is_capital(k))?;
        let short = word.len() <= 5;
        if short && !self.form(k).ends_with('.') && words::month(self.word(self.comma(k + 1))).is_none() {
            return None;
        }
        let end = self.after_day(k + 1);
        // A full date after it, with or without a comma, is the same day.
        let mut at = self.comma(end);
        at += usize::from(self.word(at) == "the");
        if let Some(f) = self.month(at).or_else(|| self.day_first(at)).or_else(|| self.numeric(at)) {
            match f.atom {
                Atom::Symbol(Symbol::Day(m, d, None)) => return found(Atom::Symbol(Symbol::Day(m, d, Some(w))), f.end),
                Atom::Symbol(Symbol::Known(p)) if p.precision == Precision::Day => return known(p, f.end),
                _ => {}
            }
        }
        found(Atom::Symbol(Symbol::Weekday(w)), end)
    }

    /// `17 October`, `the 17th of October 2025`, `17-18 October`.
    pub(super) fn day_first(&self, k: usize) -> Option<Found> {
        let word = self.word(k);
        let day =
            words::ordinal(word).filter(|_| word.starts_with(|c: char| c.is_ascii_digit())).or_else(|| self.day(k))?;
        if !(1..=31).contains(&day) {
            return None;
        }
        let mut at = k + 1;
        let mut until = None;
        if matches!(self.word(at), "-" | "–" | "to" | "and") {
            until = Some(self.day(at + 1).filter(|d| *d > day)?);
            at += 2;
        }
        at += usize::from(self.word(at) == "of");
        let m = words::month(self.word(at)).filter(|_| self.is_capital(at))?;
        let year = words::year(self.word(self.comma(at + 1)));
        let end = if year.is_some() { self.comma(at + 1) + 1 } else { at + 1 };
        self.days(m, day, until, year, end)
    }

    /// The number of a day in figures.
    pub(super) fn day(&self, k: usize) -> Option<i64> {
        let word = self.word(k);
        let digits =
            word.strip_suffix("st").or(word.strip_suffix("nd")).or(word.strip_suffix("rd")).or(word.strip_suffix("th"));
        digits
            .unwrap_or(word)
            .parse()
            .ok()
            .filter(|d| (1..=31).contains(d) && !word.starts_with('0') || word.len() == 2)
    }

    pub(super) fn days(&self, m: i64, day: i64, until: Option<i64>, year: Option<i64>, end: usize) -> Option<Found> {
        let one = Symbol::Day(m, day, None);
        one.in_year(2024)?;
        let Some(until) = until else {
            return match year {
                Some(y) => known(one.in_year(y)?, end),
                // `through March 11 this year`
                None if self.word(end + 1) == "year" && matches!(self.word(end), "last" | "this" | "next") => {
                    let n = ["last", "this", "next"].iter().position(|w| self.word(end) == *w)?;
                    let year = i64::from(self.reference.year()) + i64::try_from(n).ok()? - 1;
                    known(one.in_year(year)?, end + 2)
                }
                None => found(Atom::Symbol(one), end),
            };
        };
        let start = match year {
            Some(y) => one.in_year(y)?.start,
            None => one.resolve(self.reference, Direction::Unknown)?.start,
        };
        let stop = start.with().day(i8::try_from(until).ok()?).build().ok()?;
        found(Atom::Span(Some(start), Some(stop), Precision::Day), end)
    }

    /// `Oct. 17`, `October 17th, 2025`, `Oct. 3-5`, `October 2025`, `October`.
    pub(super) fn month(&self, k: usize) -> Option<Found> {
        if let Some(f) = self.day_first(k) {
            return Some(f);
        }
        let m = words::month(self.word(k)).filter(|_| self.is_capital(k))?;
        let dot = usize::from(self.word(k + 1) == "." && self.word(k).len() <= 4);
        let mut at = k + 1 + dot;
        at += usize::from(self.word(at) == "the");
        if let Some(day) = self.day(at).filter(|_| !self.is_measure(at)) {
            let after = at + 1;
            if matches!(self.word(after), "-" | "–" | "to" | "and" | "through")
                && let Some(until) = self.day(after + 1).filter(|d| *d > day)
                && !self.is_measure(after + 1)
                && words::month(self.word(after + 2)).is_none()
            {
                let year = words::year(self.word(self.comma(after + 2)));
                let end = if year.is_some() { self.comma(after + 2) + 1 } else { after + 2 };
                return self.days(m, day, Some(until), year, end);
            }
            let year = words::year(self.word(self.comma(after)));
            let end = if year.is_some() { self.comma(after) + 1 } else { after };
            return self.days(m, day, None, year, end);
        }
        let at = k + 1 + dot;
        let at = at
            + usize::from(self.word(at) == "of" || (self.word(at) == "," && words::year(self.word(at + 1)).is_some()));
        if let Some(y) = words::year(self.word(at)) {
            return known(calendar::month(y, m)?, at + 1);
        }
        if at == k + 2 + dot && matches!(self.word(at), "last" | "this" | "next") && self.word(at + 1) == "year" {
            let n = ["last", "this", "next"].iter().position(|w| self.word(at) == *w)?;
            return known(calendar::month(i64::from(self.reference.year()) + i64::try_from(n).ok()? - 1, m)?, at + 2);
        }
        // Alone, a short form or a name that is also a word needs a word of time before it.
        let proper = self.sentence.tokens[k].upos == Upos::Propn;
        let timed = matches!(
            self.back(k, 1),
            "in" | "last"
                | "next"
                | "this"
                | "since"
                | "by"
                | "until"
                | "till"
                | "from"
                | "early"
                | "late"
                | "mid"
                | "during"
                | "of"
                | "before"
                | "after"
                | "between"
                | "and"
                | "to"
                | "through"
                | "past"
                | "coming"
                | "-"
                | "–"
        );
        let ambiguous =
            matches!(self.word(k), "may" | "march" | "august" | "april" | "june" | "mar" | "jan" | "dec" | "sep");
        (timed || !ambiguous || (proper && self.word(k).len() > 3))
            .then(|| Found { atom: Atom::Symbol(Symbol::Month(m, None)), end: k + 1, first: None })
            .filter(|_| timed || !self.is_name(k))
    }

    /// Whether the number at `k` counts something: `May 5 people`, `March 20 percent`.
    pub(super) fn is_measure(&self, k: usize) -> bool {
        matches!(self.word(k + 1), "percent" | "%" | "people" | "million" | "billion" | "dollars")
            || (self.word(k + 1) == ","
                && self.word(k + 2).len() == 3
                && self.word(k + 2).bytes().all(|b| b.is_ascii_digit()))
    }

    /// Whether a month's name stands in a person's: `April Jones`, `Theresa May`.
    pub(super) fn is_name(&self, k: usize) -> bool {
        let near = |at: usize| self.is_capital(at) && words::weekday(self.word(at)).is_none();
        let same = |a: usize, b: usize| self.sentence.names.iter().any(|n| n.first <= a.min(b) && n.end > a.max(b));
        (k > 0 && near(k - 1) && (k > 1 || same(k, k - 1))) || (near(k + 1) && same(k, k + 1))
    }

    /// `the third quarter of 2025`, `Q3`, `the 19th century`.
    pub(super) fn quarter(&self, k: usize) -> Option<Found> {
        let word = self.word(k);
        let (n, end) = match word.strip_prefix('q').and_then(|n| n.parse::<i64>().ok()) {
            Some(n) if self.is_capital(k) => (n, k + 1),
            _ => {
                let n = words::ordinal(word)?;
                let next = k + 1 + usize::from(self.word(k + 1) == "-");
                if self.word(next) == "century" {
                    let p = calendar::unit(calendar::date(100 * (n - 1) + 1, 1, 1)?, 0, Unit::Century);
                    return known(p, next + 1);
                }
                (n, (self.word(next) == "quarter").then_some(next + 1)?)
            }
        };
        if !(1..=4).contains(&n) {
            return None;
        }
        let symbol = Symbol::Quarter(n);
        let at = end + usize::from(self.word(end) == "of");
        if let Some(y) = words::year(self.word(at)) {
            return known(symbol.in_year(y)?, at + 1);
        }
        if at > end
            && let Some(Found { atom: Atom::Symbol(Symbol::Known(p)), end, .. }) = self.modified(at)
        {
            return known(symbol.in_year(i64::from(p.start.year()))?, end);
        }
        found(Atom::Symbol(symbol), end)
    }

    pub(super) fn decade(&self, k: usize) -> Option<Found> {
        let word = self.word(k);
        // `'90s` may be cut after its apostrophe.
        let (first, end) = match words::decade(word) {
            Some(first) => (first, k + 1),
            None if word == "'" => (words::decade(&format!("'{}", self.word(k + 1)))?, k + 2),
            None => return None,
        };
        known(calendar::unit(calendar::date(first, 1, 1)?, 0, Unit::Decade), end)
    }

    /// `summer`, `the summer of 2024`, `winter 2022`.
    pub(super) fn season(&self, k: usize) -> Option<Found> {
        let s = words::season(self.word(k))?;
        let at = k + 1 + usize::from(self.word(k + 1) == "of");
        if let Some(y) = words::year(self.word(at)) {
            return known(calendar::season(y, s)?, at + 1);
        }
        let timed = matches!(
            self.back(k, 1),
            "last" | "this" | "next" | "in" | "since" | "until" | "by" | "early" | "late" | "past" | "during" | "mid"
        ) || (self.back(k, 1) == "the"
            && matches!(
                self.back(k, 2),
                "in" | "during" | "over" | "through" | "since" | "until" | "by" | "of" | "before" | "after"
            ));
        let noun = !matches!(self.word(k), "fall" | "spring") || self.sentence.tokens[k].upos != Upos::Verb;
        (timed && noun).then_some(())?;
        if self.word(k) == "fall" && self.back(k, 1) == "the" && self.word(k + 1) == "of" {
            return None;
        }
        found(Atom::Symbol(Symbol::Season(s, None)), k + 1)
    }

    pub(super) fn bare_year(&self, k: usize) -> Option<Found> {
        let y = words::year(self.word(k))?;
        known(calendar::unit(calendar::date(y, 1, 1)?, 0, Unit::Year), k + 1)
    }

    /// A year where the words around it show that it is one.
    pub(super) fn year(&self, k: usize) -> Option<Found> {
        let y = words::year(self.word(k)).filter(|y| (1500..2100).contains(y))?;
        let before = self.back(k, 1);
        let next = self.word(k + 1);
        if words::unit(next).is_some() {
            return None;
        }
        // `2014-15`, `2014-2016`
        if matches!(next, "-" | "–" | "/") {
            let second = self.word(k + 2);
            let to = words::year(second)
                .or_else(|| (second.len() == 2).then(|| second.parse::<i64>().ok())?.map(|s| y / 100 * 100 + s));
            if let Some(to) = to.filter(|t| *t > y && *t < y + 200) {
                let (start, end) = (calendar::date(y, 1, 1)?, calendar::date(to, 12, 31)?);
                return found(Atom::Span(Some(start), Some(end), Precision::Year), k + 3);
            }
        }
        let counted =
            self.sentence.tokens.get(k + 1).is_some_and(|t| {
                t.upos == Upos::Noun && (t.feat("Number") == Some("Plur") || t.xpos == "NNS" || next.ends_with('s'))
            }) || matches!(next, "people" | "troops" | "dollars" | "percent" | "%" | "miles" | "kilometers" | "km");
        let timed = matches!(
            before,
            "in" | "since"
                | "until"
                | "till"
                | "by"
                | "from"
                | "early"
                | "late"
                | "during"
                | "after"
                | "before"
                | "through"
                | "between"
                | "year"
        );
        let listed = matches!(before, "of" | "to" | "and" | "," | "(" | "for" | "mid");
        let described = matches!(before, "the" | "'s" | "his" | "its" | "their" | "a" | "that" | "this")
            && next.starts_with(char::is_alphabetic);
        let recent = (1900..2060).contains(&y);
        let sure = (timed && !counted)
            || (listed && recent && !counted)
            || (described && recent)
            || (k == 0 && recent && !counted);
        let modifier = recent && !counted && self.modifies(k + 1);
        (sure || modifier).then_some(())?;
        self.bare_year(k)
    }
}
