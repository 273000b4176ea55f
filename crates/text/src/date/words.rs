//! The words that dates are made of.

use super::calendar::Unit;
use jiff::civil::Weekday;

pub(super) fn month(word: &str) -> Option<i64> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" | "weds" => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// A unit, and whether it stands in the plural.
pub(super) fn unit(word: &str) -> Option<(Unit, bool)> {
    Some(match word {
        "hour" => (Unit::Hour, false),
        "hours" => (Unit::Hour, true),
        "day" => (Unit::Day, false),
        "days" => (Unit::Day, true),
        "week" => (Unit::Week, false),
        "weeks" => (Unit::Week, true),
        "month" => (Unit::Month, false),
        "months" => (Unit::Month, true),
        "quarter" => (Unit::Quarter, false),
        "quarters" => (Unit::Quarter, true),
        "year" => (Unit::Year, false),
        "years" => (Unit::Year, true),
        "decade" => (Unit::Decade, false),
        "decades" => (Unit::Decade, true),
        "century" => (Unit::Century, false),
        "centuries" => (Unit::Century, true),
        _ => return None,
    })
}

pub(super) fn season(word: &str) -> Option<i64> {
    Some(match word {
        "spring" | "springtime" => 0,
        "summer" => 1,
        "autumn" | "fall" => 2,
        "winter" => 3,
        _ => return None,
    })
}

/// The number that one English word in lower case names: from `zero` to `twenty`, and the tens to `ninety`.
#[must_use]
pub fn number_word(word: &str) -> Option<u32> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let at = |list: &[&str]| list.iter().position(|w| *w == word).and_then(|k| u32::try_from(k).ok());
    at(&SMALL).or_else(|| at(&TENS).map(|k| k * 10 + 20))
}

/// A number in figures or words, small enough to count days with.
pub(super) fn number(word: &str) -> Option<i64> {
    if word.bytes().all(|b| b.is_ascii_digit() || b == b',') && word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.replace(',', "").parse().ok().filter(|n| *n < 1_000_000);
    }
    if let Some(n) = number_word(word) {
        return Some(n.into());
    }
    Some(match word {
        "hundred" => 100,
        "dozen" => 12,
        _ => {
            let (tens, ones) = word.split_once('-')?;
            let (tens, ones) = (number(tens)?, number(ones)?);
            return (tens >= 20 && tens % 10 == 0 && (1..10).contains(&ones)).then_some(tens + ones);
        }
    })
}

/// `17th`, `fourth`.
pub(super) fn ordinal(word: &str) -> Option<i64> {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    if let Some(at) = WORDS.iter().position(|w| *w == word) {
        return i64::try_from(at + 1).ok();
    }
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (digits > 0 && digits < 4 && matches!(&word[digits..], "st" | "nd" | "rd" | "th"))
        .then(|| word[..digits].parse().ok())?
}

pub(super) fn part_of_day(word: &str) -> bool {
    matches!(
        word,
        "morning" | "afternoon" | "evening" | "night" | "midday" | "noon" | "lunchtime" | "dawn" | "midnight"
    )
}

/// A year written with four figures, as news has them.
pub(super) fn year(word: &str) -> Option<i64> {
    (word.len() == 4).then(|| word.parse().ok())?.filter(|y| (1000..2200).contains(y))
}

/// `1990s`, `'90s`: the first year.
pub(super) fn decade(word: &str) -> Option<i64> {
    let digits = word.strip_suffix("'s").or_else(|| word.strip_suffix('s'))?;
    let short = digits.strip_prefix('\'');
    let value: i64 = short.unwrap_or(digits).parse().ok()?;
    match (short.is_some(), value) {
        (false, 1000..2200) if value % 10 == 0 => Some(value),
        (true, 0..30) if value % 10 == 0 => Some(2000 + value),
        (true, 30..100) if value % 10 == 0 => Some(1900 + value),
        _ => None,
    }
}
