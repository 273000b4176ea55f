//! Days as whole numbers, and back.

use crate::Error;
use crate::error::Kind;
use jiff::civil::Date;

/// Days since 1970-01-01.
pub(crate) fn number(date: Date) -> i64 {
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24
}

/// The date of that number.
pub(crate) fn date(number: i64) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::SignedDuration::from_hours(number.checked_mul(24)?)).ok()
}

/// Months since year 0, from a day number.
pub(crate) fn month(number: i64) -> i64 {
    date(number).map_or(i64::MIN, |d| i64::from(d.year()) * 12 + i64::from(d.month()) - 1)
}

/// `2025-10` of a month number.
pub(crate) fn month_name(month: i64) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

/// A stored date.
pub(crate) fn parse(text: &str) -> Result<Date, Error> {
    text.parse().map_err(|_| {
        Error::new(Kind::Corrupt, format!("a stored date reads `{text}`"), "something other than Détente wrote it")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_go_there_and_back() {
        for d in ["1969-12-31", "1970-01-01", "2025-10-17", "2024-02-29", "1815-06-09"] {
            let d: Date = d.parse().unwrap();
            assert_eq!(date(number(d)), Some(d));
        }
        assert_eq!(month_name(month(number("2025-10-17".parse().unwrap()))), "2025-10");
        assert_eq!(number("1970-01-02".parse().unwrap()), 1);
        assert_eq!(number("1969-12-31".parse().unwrap()), -1);
    }
}
