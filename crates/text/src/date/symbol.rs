//! A date as it is said, before it is known which one is meant.

use super::Precision;
use super::calendar::{self, Period, Unit, add, date};
use super::direction::Direction;
use jiff::civil::{Date, Weekday};

/// What is said. `Known` needs no more than the reference date; the others need a direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Symbol {
    Known(Period),
    Weekday(Weekday),
    /// Month and day; the weekday, where one is said with it.
    Day(i64, i64, Option<Weekday>),
    /// A month, and the part of it: early, middle, late.
    Month(i64, Option<i64>),
    /// A season, and its part.
    Season(i64, Option<i64>),
    /// A day that is the same, or has the same rule, every year.
    Holiday(Holiday),
    /// A quarter of a year, from 1.
    Quarter(i64),
}

/// A holiday with a date that can be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Holiday {
    Fixed(i64, i64),
    Easter(i64),
    Nth(i64, Weekday, i8),
}

impl Holiday {
    pub fn of(self, year: i64) -> Option<Date> {
        match self {
            Holiday::Fixed(month, day) => date(year, month, day),
            Holiday::Easter(days) => calendar::easter(year).map(|e| add(e, days, Unit::Day)),
            Holiday::Nth(month, weekday, n) => calendar::nth(year, month, weekday, n),
        }
    }
}

fn day_period(day: Date) -> Period {
    Period { start: day, end: day, precision: Precision::Day }
}

impl Symbol {
    pub fn day(day: Date) -> Symbol {
        Symbol::Known(day_period(day))
    }

    /// How exactly it is said.
    pub fn grain(self) -> Precision {
        match self {
            Symbol::Known(p) => p.precision,
            Symbol::Weekday(_) | Symbol::Day(..) | Symbol::Holiday(_) => Precision::Day,
            Symbol::Month(..) => Precision::Month,
            Symbol::Season(..) => Precision::Season,
            Symbol::Quarter(_) => Precision::Quarter,
        }
    }

    /// The period in a given year.
    pub fn in_year(self, year: i64) -> Option<Period> {
        match self {
            Symbol::Known(p) => Some(p),
            Symbol::Weekday(_) => None,
            Symbol::Day(month, day, _) => date(year, month, day).map(day_period),
            Symbol::Month(number, third) => {
                let month = calendar::month(year, number)?;
                Some(third.map_or(month, |t| calendar::part(month, t)))
            }
            Symbol::Season(number, third) => {
                let season = calendar::season(year, number)?;
                Some(third.map_or(season, |t| calendar::part(season, t)))
            }
            Symbol::Holiday(h) => h.of(year).map(day_period),
            Symbol::Quarter(n) => Some(Period {
                precision: Precision::Quarter,
                ..calendar::unit(date(year, 3 * n - 2, 1)?, 0, Unit::Quarter)
            }),
        }
    }

    /// The period meant, seen from `reference`.
    pub fn resolve(self, reference: Date, direction: Direction) -> Option<Period> {
        if let Symbol::Known(p) = self {
            return Some(p);
        }
        if let Symbol::Weekday(w) = self {
            let back = direction != Direction::Future;
            return Some(day_period(calendar::weekday(reference, w, back)));
        }
        let year = i64::from(reference.year());
        if let Symbol::Day(_, _, Some(weekday)) = self {
            // `Friday, Oct. 17`: the year in which they agree.
            let fits = |y: &i64| self.in_year(*y).is_some_and(|p| p.start.weekday() == weekday);
            if let Some(y) = [year, year - 1, year + 1, year - 2, year + 2].iter().find(|y| fits(y)) {
                return self.in_year(*y);
            }
        }
        let years = [year - 1, year, year + 1, year - 2, year + 2, year - 4, year + 4];
        let all = || years.iter().filter_map(|y| self.in_year(*y));
        match direction {
            Direction::Past => all().filter(|p| p.start <= reference).max_by_key(|p| p.start),
            Direction::Future => all().filter(|p| p.end >= reference).min_by_key(|p| p.start),
            Direction::Unknown => all().min_by_key(|p| {
                if p.start <= reference && reference <= p.end {
                    return (0, 0);
                }
                let gap = calendar::days_between(reference, p.start)
                    .abs()
                    .min(calendar::days_between(reference, p.end).abs());
                (gap, i32::from(p.start > reference))
            }),
        }
    }

    /// The next after the one said or current, the last before it, or this one (`1`, `-1`, `0`).
    pub fn relative(self, reference: Date, n: i64) -> Option<Period> {
        match self {
            Symbol::Weekday(w) => Some(day_period(match n {
                1 => {
                    add(calendar::unit(reference, 1, Unit::Week).start, i64::from(w.to_monday_zero_offset()), Unit::Day)
                }
                -1 => calendar::weekday(add(reference, -1, Unit::Day), w, true),
                _ => calendar::weekday(reference, w, false),
            })),
            Symbol::Known(p) => Some(p),
            _ if n == 0 => {
                let this = self.in_year(i64::from(reference.year()))?;
                let winter = matches!(self, Symbol::Season(3, _)) && reference.month() < 3;
                if winter { self.in_year(i64::from(reference.year()) - 1) } else { Some(this) }
            }
            _ => {
                let year = i64::from(reference.year());
                let all = [year - 2, year - 1, year, year + 1, year + 2].into_iter().filter_map(|y| self.in_year(y));
                if n > 0 {
                    all.filter(|p| p.start > reference).min_by_key(|p| p.start)
                } else {
                    all.filter(|p| p.end < reference).max_by_key(|p| p.start)
                }
            }
        }
    }
}

/// Holidays by their words, lower case, separated by spaces. Fixed days and rules as calendars print them; days of the
/// lunar calendars have no entry and stay unresolved.
pub(super) fn holiday(words: &str) -> Option<Holiday> {
    use Holiday::{Easter, Fixed, Nth};
    Some(match words {
        "christmas" | "christmas day" => Fixed(12, 25),
        "christmas eve" => Fixed(12, 24),
        "orthodox christmas" => Fixed(1, 7),
        "boxing day" => Fixed(12, 26),
        "new year 's day" | "new year" | "new years day" => Fixed(1, 1),
        "new year 's eve" | "new years eve" => Fixed(12, 31),
        "valentine 's day" => Fixed(2, 14),
        "international women 's day" => Fixed(3, 8),
        "nowruz" => Fixed(3, 20),
        "may day" | "labour day" => Fixed(5, 1),
        "victory day" => Fixed(5, 9),
        "juneteenth" => Fixed(6, 19),
        "bastille day" => Fixed(7, 14),
        "halloween" => Fixed(10, 31),
        "veterans day" | "armistice day" | "remembrance day" => Fixed(11, 11),
        "epiphany" => Fixed(1, 6),
        "good friday" => Easter(-2),
        "easter" | "easter sunday" => Easter(0),
        "easter monday" => Easter(1),
        "pentecost" => Easter(49),
        "thanksgiving" | "thanksgiving day" => Nth(11, Weekday::Thursday, 4),
        "labor day" => Nth(9, Weekday::Monday, 1),
        "memorial day" => Nth(5, Weekday::Monday, -1),
        "martin luther king day" => Nth(1, Weekday::Monday, 3),
        "presidents day" | "presidents ' day" => Nth(2, Weekday::Monday, 3),
        "columbus day" => Nth(10, Weekday::Monday, 2),
        "election day" => Nth(11, Weekday::Tuesday, 1),
        _ => return None,
    })
}

/// Feasts of lunar calendars: dates that cannot be told here.
pub(super) fn moveable(words: &str) -> bool {
    matches!(
        words,
        "ramadan"
            | "eid"
            | "eid al-fitr"
            | "eid al-adha"
            | "passover"
            | "yom kippur"
            | "rosh hashanah"
            | "hanukkah"
            | "ashura"
            | "diwali"
            | "lunar new year"
            | "chinese new year"
            | "sukkot"
    )
}
