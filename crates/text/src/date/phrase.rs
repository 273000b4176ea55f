//! From words to expressions: what stands around a date (`since`, `from … to`, `by`, `on the eve of`).

use super::atom::{Atom, Found};
use super::calendar::{self, Period, Unit, add};
use super::direction::{Direction, asks, direction};
use super::symbol::Symbol;
use super::{DateExpression, DateKind, Precision};
use crate::{Sentence, Span};
use jiff::civil::Date;

/// A sentence's words, lower-cased and without the full stop of an abbreviation, and what has been found so far.
pub(super) struct Reader<'a> {
    pub sentence: &'a Sentence,
    text: &'a str,
    pub reference: Date,
    pub words: Vec<String>,
    /// The last day found, which `a day earlier` and `the next day` lean on.
    pub anchor: Option<Date>,
}

impl<'a> Reader<'a> {
    pub fn new(sentence: &'a Sentence, text: &'a str, reference: Date) -> Self {
        let words = sentence
            .tokens
            .iter()
            .map(|t| {
                let word: String =
                    t.form.as_str().chars().map(|c| if matches!(c, '’' | '‘') { '\'' } else { c }).collect();
                let word = word.to_lowercase();
                match word.strip_suffix('.') {
                    Some(short) if !short.is_empty() => short.to_owned(),
                    _ => word,
                }
            })
            .collect();
        Self { sentence, text, reference, words, anchor: None }
    }

    pub fn word(&self, k: usize) -> &str {
        self.words.get(k).map_or("", String::as_str)
    }

    /// The word before `k`, `n` back.
    pub fn back(&self, k: usize, n: usize) -> &str {
        k.checked_sub(n).map_or("", |b| self.word(b))
    }

    pub fn all(mut self) -> Vec<DateExpression> {
        let mut out: Vec<DateExpression> = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let floor = out.last().map_or(0, |e| e.last);
            match self.expression(at, floor) {
                Some(e) => {
                    if e.kind == DateKind::Point && e.precision == Precision::Day {
                        self.anchor = e.start;
                    }
                    at = e.last;
                    out.push(e);
                }
                None => at += 1,
            }
        }
        out
    }

    /// The expression whose core starts at `at`; nothing before `floor` may be taken in.
    fn expression(&self, at: usize, floor: usize) -> Option<DateExpression> {
        let found = self.atom(at)?;
        let mut first = at;
        let mut last = found.end;
        let take = |n: usize| (at >= n && at - n >= floor).then(|| at - n);
        match found.atom {
            Atom::Symbol(symbol) => {
                let article = usize::from(self.back(at, 1) == "the" && at > floor);
                let before = self.back(at, 1 + article).to_owned();
                let outer = at.checked_sub(1 + article).filter(|f| *f >= floor);
                if let Some((second, end, start_at)) = self.range(symbol, at, article, found.end, floor)
                    && let Some(range) = self.made_range(start_at, end, symbol, second, at)
                {
                    return Some(range);
                }
                if let Some(start_at) = self.eve(at, article, floor) {
                    let p = symbol.resolve(self.reference, direction(self.sentence, at))?;
                    let day = add(p.start, -1, Unit::Day);
                    return Some(self.made(start_at, last, DateKind::Point, Some(day), Some(day), Precision::Day));
                }
                let way = self.way(symbol, &before, at, found.end);
                let p = symbol.resolve(self.reference, way)?;
                let noun_follows = self.possessive(found.end) || self.modifies(found.end);
                if let Some(outer) = outer {
                    match before.as_str() {
                        // `the storm from Friday`, `learned from today's game` begin nothing.
                        "from" if noun_follows || (way == Direction::Past && !self.onwards(last)) => {}
                        "since" | "from" | "starting" | "beginning" | "effective" => {
                            if before == "from" && self.onwards(last) {
                                last += 1;
                            }
                            return Some(self.made(outer, last, DateKind::Since, Some(p.start), None, p.precision));
                        }
                        "of" if self.back(outer, 1) == "as" && outer > floor => {
                            return Some(self.made(outer - 1, last, DateKind::Since, Some(p.start), None, p.precision));
                        }
                        "after" | "following" if !noun_follows => {
                            let start = add(p.end, 1, Unit::Day);
                            return Some(self.made(outer, last, DateKind::Since, Some(start), None, p.precision));
                        }
                        "until" | "till" | "by" | "through" if !noun_follows || before == "until" => {
                            // `by Friday` may be Friday; `by 2015`, `by August` end with it.
                            return Some(self.made(outer, last, DateKind::Until, None, Some(p.end), p.precision));
                        }
                        "before" if !noun_follows => {
                            let end = add(p.start, -1, Unit::Day);
                            return Some(self.made(outer, last, DateKind::Until, None, Some(end), p.precision));
                        }
                        _ => {}
                    }
                }
                Some(self.made(first, last, DateKind::Point, Some(p.start), Some(p.end), p.precision))
            }
            Atom::Span(start, end, precision) => {
                let kind = match (start, end) {
                    (Some(_), Some(_)) => DateKind::Range,
                    (Some(_), None) => DateKind::Since,
                    _ => DateKind::Until,
                };
                if let Some(f) = found.first {
                    first = f.max(floor);
                }
                Some(self.made(first, last, kind, start, end, precision))
            }
            Atom::Duration(unit, count) => self.duration(at, last, floor, unit, count, take(1)),
            Atom::Recurring(precision) => Some(self.made(first, last, DateKind::Recurring, None, None, precision)),
            Atom::Unresolved(precision) => {
                if self.back(at, 1) == "the" && take(1).is_some() {
                    first -= 1;
                }
                last = last.max(at + 1);
                Some(self.made(first, last, DateKind::Unresolved, None, None, precision))
            }
        }
    }

    /// A length of time, and what places it.
    fn duration(
        &self,
        at: usize,
        end: usize,
        floor: usize,
        unit: Unit,
        count: Option<i64>,
        before_at: Option<usize>,
    ) -> Option<DateExpression> {
        let precision = unit.precision();
        let before = before_at.map_or("", |b| self.word(b)).to_owned();
        let next = self.word(end).to_owned();
        let from = self.anchor.unwrap_or(self.reference);
        let point = |first: usize, last: usize, day: Option<Date>| match day {
            Some(day) => {
                let p = if matches!(unit, Unit::Hour | Unit::Day) {
                    calendar::unit(day, 0, Unit::Day)
                } else {
                    self.about(day, unit)
                };
                self.made(first, last, DateKind::Point, Some(p.start), Some(p.end), p.precision)
            }
            None => self.made(first, last, DateKind::Unresolved, None, None, precision),
        };
        let moved = |base: Date, sign: i64| count.map(|n| add(base, sign * n, unit));
        let since = usize::from(before == "since");
        match next.as_str() {
            "ago" => {
                let day = moved(self.reference, -1);
                if since == 1 {
                    let p = day.map(|d| self.about(d, unit));
                    return Some(match p {
                        Some(p) => self.made(at - 1, end + 1, DateKind::Since, Some(p.start), None, p.precision),
                        None => self.made(at - 1, end + 1, DateKind::Unresolved, None, None, precision),
                    });
                }
                return Some(point(at, end + 1, day));
            }
            "earlier" | "previously" | "prior" => return Some(point(at, end + 1, moved(from, -1))),
            "before" if !self.has_complement(end + 1) => return Some(point(at, end + 1, moved(from, -1))),
            "later" => return Some(point(at, end + 1, moved(from, 1))),
            "hence" => return Some(point(at, end + 1, moved(self.reference, 1))),
            "from" if self.word(end + 1) == "now" => return Some(point(at, end + 2, moved(self.reference, 1))),
            "from" | "after" | "before" => {
                // `a week from Friday`, `two days before Christmas`; otherwise it leans on an event.
                let the = usize::from(self.word(end + 1) == "the");
                if let Some(Found { atom: Atom::Symbol(s), end: last, .. }) = self.atom(end + 1 + the)
                    && !self.possessive(last)
                    && !self.modifies(last)
                {
                    let sign = if next == "before" { -1 } else { 1 };
                    let way = if next == "from" { Direction::Future } else { direction(self.sentence, end + 1 + the) };
                    let base = s.resolve(self.reference, way)?;
                    return Some(point(at, last, moved(base.start, sign)));
                }
                if next != "from" && before != "for" {
                    return Some(self.made(at, end + 1, DateKind::Unresolved, None, None, precision));
                }
            }
            _ => {}
        }
        match before.as_str() {
            "in" => {
                // `in two weeks` lies ahead; `in two weeks of fighting`, `the first time in six years` do not.
                let measure = matches!(next.as_str(), "of" | "since") || self.times(at, floor);
                if !measure && direction(self.sentence, at) != Direction::Past {
                    return Some(point(at - 1, end, moved(self.reference, 1)));
                }
            }
            "within" => {
                if direction(self.sentence, at) != Direction::Past
                    && !matches!(next.as_str(), "of")
                    && let Some(day) = moved(self.reference, 1)
                {
                    return Some(self.made(at - 1, end, DateKind::Until, None, Some(day), precision));
                }
            }
            _ => {}
        }
        let first = if before == "for" { at - 1 } else { at };
        Some(self.made(first, end, DateKind::Duration, None, None, precision))
    }

    /// Whether a measure counts back: `for the first time in six years`.
    fn times(&self, at: usize, floor: usize) -> bool {
        (2..6).any(|n| {
            at >= n
                && at - n >= floor
                && matches!(
                    self.back(at, n),
                    "first" | "time" | "times" | "once" | "most" | "highest" | "worst" | "biggest" | "longest"
                )
        })
    }

    /// Whether an object or clause follows a preposition at `k - 1`.
    fn has_complement(&self, k: usize) -> bool {
        self.words.get(k).is_some_and(|w| {
            w.chars().all(|c| c.is_alphanumeric() || c == '-') && !matches!(w.as_str(), "and" | "but" | "said")
        })
    }

    /// The unit around a day that a count of units led to: `two weeks ago` means that week, `three years ago` that year.
    fn about(&self, day: Date, unit: Unit) -> Period {
        match unit {
            Unit::Hour | Unit::Day => calendar::unit(day, 0, Unit::Day),
            Unit::Quarter => calendar::unit(day, 0, Unit::Quarter),
            Unit::Decade | Unit::Century => calendar::unit(day, 0, Unit::Year),
            other => calendar::unit(day, 0, other),
        }
    }

    /// Which way an ambiguous date lies.
    fn way(&self, symbol: Symbol, before: &str, at: usize, end: usize) -> Direction {
        let noun = self.possessive(end) || self.modifies(end);
        match before {
            "since" => Direction::Past,
            "until" | "till" | "by" if !noun => match direction(self.sentence, at) {
                Direction::Past if before != "by" && !self.extended(at) => Direction::Past,
                // `By Thursday night it had spread`
                Direction::Past if before == "by" && !asks(self.sentence, at) => Direction::Past,
                _ => Direction::Future,
            },
            "before" if !noun && matches!(symbol, Symbol::Weekday(_)) => match direction(self.sentence, at) {
                Direction::Past => Direction::Past,
                _ => Direction::Future,
            },
            "of" if matches!(self.back(at, 2), "ahead") || self.back(at, 3) == "ahead" => Direction::Future,
            "past" => Direction::Past,
            _ => direction(self.sentence, at),
        }
    }

    /// Whether something is put off or kept up until the date, which then lies ahead.
    fn extended(&self, at: usize) -> bool {
        self.words[at.saturating_sub(10)..at].iter().any(|w| {
            ["postpon", "extend", "delay", "adjourn", "suspend", "deadline", "gave", "giv", "until", "defer"]
                .iter()
                .take(8)
                .any(|s| w.starts_with(s))
        })
    }

    pub fn possessive(&self, k: usize) -> bool {
        matches!(self.word(k), "'s" | "'")
    }

    /// Whether what ends before `k` stands before a noun that it describes: `the Friday deadline`.
    pub fn modifies(&self, k: usize) -> bool {
        let Some(token) = self.sentence.tokens.get(k) else { return false };
        let inner = self.sentence.tokens.get(k - 1);
        let head = inner.and_then(|t| t.head);
        let rel = inner.map_or("", |t| t.rel());
        if head.is_some() {
            return matches!(rel, "compound" | "amod" | "nummod" | "nmod") && head.is_some_and(|h| h >= k);
        }
        token.upos == crate::Upos::Noun
    }

    fn onwards(&self, k: usize) -> bool {
        matches!(self.word(k), "on" | "onward" | "onwards")
    }

    /// `on the eve of` before `at`.
    fn eve(&self, at: usize, article: usize, floor: usize) -> Option<usize> {
        let of = at.checked_sub(1 + article)?;
        (self.word(of) == "of" && self.back(of, 1) == "eve").then_some(())?;
        let start = of - 1 - usize::from(self.back(of, 2) == "the" && of >= 2);
        (start >= floor).then_some(start)
    }

    /// A second date after the one that ends at `end`, joined to it as a range; where the range starts.
    fn range(
        &self,
        from: Symbol,
        at: usize,
        article: usize,
        end: usize,
        floor: usize,
    ) -> Option<(Found, usize, usize)> {
        let before = self.back(at, 1 + article);
        let opened = at > article + floor && matches!(before, "from" | "between");
        let link = self.word(end);
        let joins = match link {
            "to" | "until" | "till" => opened && before == "from",
            "and" => opened && before == "between",
            "through" | "-" | "–" | "—" | "--" => true,
            _ => false,
        };
        if !joins {
            return None;
        }
        let skip = usize::from(self.word(end + 1) == "the");
        let second = self.atom(end + 1 + skip)?;
        let Atom::Symbol(to) = second.atom else { return None };
        if !matches!(link, "to" | "and" | "until" | "till") && from.grain() != to.grain() {
            return None;
        }
        let last = second.end;
        let start = if opened { at - article - 1 } else { at };
        Some((second, last, start))
    }

    fn made_range(&self, first: usize, last: usize, from: Symbol, to: Found, at: usize) -> Option<DateExpression> {
        let Atom::Symbol(to) = to.atom else { return None };
        let way = direction(self.sentence, at);
        let (a, b) = match (from, to) {
            // The year said with the second holds for the first.
            (Symbol::Known(a), Symbol::Known(b)) => (a, b),
            (_, Symbol::Known(b)) if !matches!(from, Symbol::Weekday(_)) => {
                let year = i64::from(b.start.year());
                let a = from.in_year(year).filter(|a| a.start <= b.end).or_else(|| from.in_year(year - 1))?;
                (a, b)
            }
            _ => {
                let a = from.resolve(self.reference, way)?;
                let b = to.resolve(a.start, Direction::Future)?;
                // A range of weekdays that is over has both days behind it.
                let over = way != Direction::Future && matches!((from, to), (Symbol::Weekday(_), Symbol::Weekday(_)));
                if over && b.start > self.reference && way == Direction::Past {
                    let week =
                        |p: Period| Period { start: add(p.start, -7, Unit::Day), end: add(p.end, -7, Unit::Day), ..p };
                    (week(a), week(b))
                } else {
                    (a, b)
                }
            }
        };
        if a.start > b.end {
            return None;
        }
        let precision = a.precision.max(b.precision);
        Some(self.made(first, last, DateKind::Range, Some(a.start), Some(b.end), precision))
    }

    pub fn made(
        &self,
        first: usize,
        last: usize,
        kind: DateKind,
        start: Option<Date>,
        end: Option<Date>,
        precision: Precision,
    ) -> DateExpression {
        let last = last.min(self.sentence.tokens.len()).max(first + 1);
        let span: Span = self.sentence.tokens[first].span.cover(self.sentence.tokens[last - 1].span);
        DateExpression { span, text: span.of(self.text).to_owned(), kind, start, end, precision, first, last }
    }
}
