//! Days of publication, as files write them.

use jiff::civil::Date;

/// The day that a date says: `2025-10-17`, with or without a time behind it, `20251017`, or as in letters and feeds,
/// `Fri, 17 Oct 2025 09:00:00 GMT`. The day is the one written, whatever the time zone.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let plain = text.get(..10).filter(|d| d.as_bytes()[4] == b'-').and_then(|d| d.parse().ok());
    let compact = || {
        let all = text.len() == 8 || text.as_bytes().get(8).is_some_and(|b| !b.is_ascii_digit());
        let digits = text.get(..8).filter(|d| all && d.bytes().all(|b| b.is_ascii_digit()))?;
        Date::strptime("%Y%m%d", digits).ok()
    };
    plain.or_else(compact).or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|z| z.date()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_in_their_forms() {
        let day = jiff::civil::date(2025, 10, 17);
        for text in [
            "2025-10-17",
            " 2025-10-17T23:30:00-04:00",
            "20251017",
            "20251017T120000Z",
            "Fri, 17 Oct 2025 23:59:00 GMT",
            "17 Oct 2025 08:00:00 +0200",
        ] {
            assert_eq!(super::parse(text), Some(day), "{text}");
        }
        for text in ["", "yesterday", "2025-13-01", "2025", "202510171", "é€éé-10-17"] {
            assert_eq!(super::parse(text), None, "{text}");
        }
    }
}
