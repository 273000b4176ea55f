//! Periods of the calendar.

use super::Precision;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// Days in a row, first and last, with how exactly they are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub start: Date,
    pub end: Date,
    pub precision: Precision,
}

/// A unit of time that can be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    pub fn precision(self) -> Precision {
        match self {
            Unit::Hour | Unit::Day => Precision::Day,
            Unit::Week => Precision::Week,
            Unit::Month => Precision::Month,
            Unit::Quarter => Precision::Quarter,
            Unit::Year => Precision::Year,
            Unit::Decade => Precision::Decade,
            Unit::Century => Precision::Century,
        }
    }

    /// That many of them; hours as days, rounded down.
    pub fn times(self, n: i64) -> Span {
        let n = n.clamp(-9000, 9000);
        match self {
            Unit::Hour => (n / 24).days(),
            Unit::Day => n.days(),
            Unit::Week => n.weeks(),
            Unit::Month => n.months(),
            Unit::Quarter => (3 * n).months(),
            Unit::Year => n.years(),
            Unit::Decade => (10 * n).clamp(-9000, 9000).years(),
            Unit::Century => (100 * n).clamp(-9000, 9000).years(),
        }
    }
}

pub(super) fn add(date: Date, n: i64, unit: Unit) -> Date {
    date.saturating_add(unit.times(n))
}

pub(super) fn date(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The calendar unit that holds `day`, moved by `n` units: the week from Monday, the month, the year …
pub(super) fn unit(day: Date, n: i64, unit: Unit) -> Period {
    let year = i64::from(day.year());
    let years = |first: i64, count: i64| {
        let start = date(first, 1, 1).unwrap_or(day);
        let end = date(first + count - 1, 12, 31).unwrap_or(day);
        Period { start, end, precision: unit.precision() }
    };
    match unit {
        Unit::Hour | Unit::Day => {
            let day = add(day, n, unit);
            Period { start: day, end: day, precision: Precision::Day }
        }
        Unit::Week => {
            let monday = add(day, n * 7 - i64::from(day.weekday().to_monday_zero_offset()), Unit::Day);
            Period { start: monday, end: add(monday, 6, Unit::Day), precision: Precision::Week }
        }
        Unit::Month => {
            let first = add(day.first_of_month(), n, Unit::Month);
            Period { start: first, end: first.last_of_month(), precision: Precision::Month }
        }
        Unit::Quarter => {
            let first = date(year, (i64::from(day.month()) - 1) / 3 * 3 + 1, 1).unwrap_or(day);
            let first = add(first, n, Unit::Quarter);
            Period { start: first, end: add(first, 2, Unit::Month).last_of_month(), precision: Precision::Quarter }
        }
        Unit::Year => years(year + n, 1),
        Unit::Decade => years(year.div_euclid(10) * 10 + 10 * n, 10),
        Unit::Century => years((year - 1).div_euclid(100) * 100 + 1 + 100 * n, 100),
    }
}

pub(super) fn month(year: i64, number: i64) -> Option<Period> {
    Some(unit(date(year, number, 1)?, 0, Unit::Month))
}

/// Saturday and Sunday of the week of `day`, moved by `n` weeks.
pub(super) fn weekend(day: Date, n: i64) -> Period {
    let week = unit(day, n, Unit::Week);
    Period { start: add(week.start, 5, Unit::Day), end: week.end, precision: Precision::Weekend }
}

/// Spring (0), summer, autumn or winter of a year, by whole months as meteorologists count; winter ends in the next
/// year.
pub(super) fn season(year: i64, number: i64) -> Option<Period> {
    let start = date(year, 3 * number + 3, 1)?;
    Some(Period { start, end: add(start, 2, Unit::Month).last_of_month(), precision: Precision::Season })
}

/// The early, middle or late part of a period (0, 1, 2): thirds of a month by days 1–10, 11–20, 21–, of a year by four
/// months, else by equal parts.
pub(super) fn part(period: Period, third: i64) -> Period {
    let Period { start, end, precision } = period;
    let (from, to) = match precision {
        Precision::Month => (add(start, 10 * third, Unit::Day), add(start, 10 * third + 9, Unit::Day)),
        Precision::Year => {
            (add(start, 4 * third, Unit::Month), add(add(start, 4 * third + 4, Unit::Month), -1, Unit::Day))
        }
        Precision::Decade => {
            let (a, b) = [(0, 3), (4, 6), (7, 9)][third.clamp(0, 2) as usize];
            (add(start, a, Unit::Year), add(add(start, b + 1, Unit::Year), -1, Unit::Day))
        }
        _ => {
            let days = i64::from(days_between(start, end)) + 1;
            (add(start, days * third / 3, Unit::Day), add(start, days * (third + 1) / 3 - 1, Unit::Day))
        }
    };
    Period { start: from, end: if third >= 2 { end } else { to.min(end) }, precision }
}

pub(super) fn days_between(a: Date, b: Date) -> i32 {
    (b - a).get_days()
}

/// The `weekday` nearest to `day` that is not after it (`back`) or not before it.
pub(super) fn weekday(day: Date, weekday: Weekday, back: bool) -> Date {
    let ahead = i64::from(day.weekday().until(weekday));
    if ahead == 0 {
        day
    } else if back {
        add(day, ahead - 7, Unit::Day)
    } else {
        add(day, ahead, Unit::Day)
    }
}

/// Easter Sunday of the western churches. Source: Meeus, *Astronomical Algorithms* (1991), chapter 8.
pub(super) fn easter(year: i64) -> Option<Date> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    date(year, n / 31, n % 31 + 1)
}

/// The `n`th (from 1; -1 the last) weekday of a month.
pub(super) fn nth(year: i64, month: i64, weekday: Weekday, n: i8) -> Option<Date> {
    date(year, month, 1)?.nth_weekday_of_month(n, weekday).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units() {
        let day = date(2025, 10, 17).unwrap();
        assert_eq!(unit(day, 0, Unit::Week).start, date(2025, 10, 13).unwrap());
        assert_eq!(unit(day, 1, Unit::Month).end, date(2025, 11, 30).unwrap());
        assert_eq!(unit(day, -1, Unit::Quarter).start, date(2025, 7, 1).unwrap());
        assert_eq!(unit(day, 0, Unit::Decade).end, date(2029, 12, 31).unwrap());
        assert_eq!(unit(day, 0, Unit::Century).start, date(2001, 1, 1).unwrap());
        assert_eq!(easter(2025), date(2025, 4, 20));
        assert_eq!(nth(2025, 11, Weekday::Thursday, 4), date(2025, 11, 27));
        assert_eq!(weekday(day, Weekday::Friday, true), day);
        assert_eq!(part(month(2025, 3).unwrap(), 2).start, date(2025, 3, 21).unwrap());
    }
}
