//! Dates in words, as exact as the source and not more.

use detente_event::EventDate;
use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(d: Date) -> &'static str {
    MONTHS[(d.month() as usize + 11) % 12]
}

/// `17 October 2025`.
pub(crate) fn day(d: Date) -> String {
    format!("{} {} {}", d.day(), month(d), d.year())
}

/// From one day to another, in words: `13 to 19 October 2025`.
pub(crate) fn days(from: Date, to: Date) -> String {
    if from == to {
        day(from)
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("{} to {}", from.day(), day(to))
    } else if from.year() == to.year() {
        format!("{} {} to {}", from.day(), month(from), day(to))
    } else {
        format!("{} to {}", day(from), day(to))
    }
}

/// As exact as the date is: `17 October 2025`, `August 2025`, `2025`.
pub(crate) fn stated(d: &EventDate) -> String {
    let whole_month = d.start.day() == 1 && d.end == d.start.last_of_month();
    match d.precision.as_str() {
        "month" if whole_month => format!("{} {}", month(d.start), d.start.year()),
        "year" if d.start.year() == d.end.year() => d.start.year().to_string(),
        "decade" => format!("the {}s", d.start.year() - d.start.year().rem_euclid(10)),
        _ if whole_month => format!("{} {}", month(d.start), d.start.year()),
        _ => days(d.start, d.end),
    }
}

/// With its preposition: `on 17 October 2025`, `in August 2025`, `between 1 and 3 May 2025`.
pub(crate) fn phrase(d: &EventDate) -> String {
    let words = stated(d);
    if d.start == d.end {
        format!("on {words}")
    } else if words.contains(" to ") {
        format!("between {}", words.replace(" to ", " and "))
    } else {
        format!("in {words}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_told_as_exactly_as_it_is_known() {
        let d = |s: &str| s.parse::<Date>().unwrap();
        let e =
            |a: &str, b: &str, p: &str| EventDate { start: d(a), end: d(b), precision: p.into(), text: String::new() };
        assert_eq!(phrase(&e("2025-08-01", "2025-08-31", "month")), "in August 2025");
        assert_eq!(phrase(&e("2025-10-17", "2025-10-17", "day")), "on 17 October 2025");
        assert_eq!(phrase(&e("2025-10-13", "2025-10-19", "week")), "between 13 and 19 October 2025");
        assert_eq!(phrase(&e("2025-01-01", "2025-12-31", "year")), "in 2025");
        assert_eq!(phrase(&e("1990-01-01", "1999-12-31", "decade")), "in the 1990s");
        assert_eq!(days(d("2025-12-30"), d("2026-01-02")), "30 December 2025 to 2 January 2026");
    }
}
