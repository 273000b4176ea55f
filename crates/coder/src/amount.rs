//! Numbers in news: `at least 12`, `$50 million`, `dozens of`, `between 20 and 30`, `twenty-five per cent`.

/// A number with the words around it that make it a range or give it a unit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Amount {
    /// First and last word, qualifiers and signs included.
    pub first: usize,
    pub last: usize,
    /// The last word of the number itself.
    pub number: usize,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// `dollars`, `percent` … where a sign or `per cent` says so.
    pub unit: Option<&'static str>,
}

const LOW: &[&str] = &[
    "at least",
    "more than",
    "no fewer than",
    "not fewer than",
    "no less than",
    "not less than",
    "upwards of",
    "in excess of",
    "a minimum of",
    "well over",
    "over",
    "above",
];
const HIGH: &[&str] = &[
    "up to",
    "as many as",
    "as much as",
    "at most",
    "no more than",
    "not more than",
    "fewer than",
    "less than",
    "a maximum of",
    "under",
    "below",
];
const ABOUT: &[&str] =
    &["about", "around", "some", "nearly", "almost", "roughly", "approximately", "an estimated", "close to", "another"];

fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "hundred" => 1e2,
        "thousand" | "k" => 1e3,
        "million" | "mn" | "m" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" | "tn" => 1e12,
        _ => return None,
    })
}

/// A plural that stands for a number: at least two of it.
fn plural(word: &str) -> Option<f64> {
    match word {
        "tens" => Some(10.0),
        "scores" => Some(20.0),
        w => scale(w.strip_suffix('s')?).filter(|_| w.len() > 4),
    }
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '$' => "dollars",
        '€' => "euros",
        '£' => "pounds",
        '¥' => "yen",
        '%' => "percent",
        _ => return None,
    })
}

fn small(word: &str) -> Option<f64> {
    detente_text::number_word(word).map(f64::from)
}

/// A number, where it ends (exclusive), and whether it is open upwards.
struct Read {
    value: f64,
    end: usize,
    open: bool,
    unit: Option<&'static str>,
}

/// `1,200`, `2.5m`, `$50`, `25%`, `US$3bn` in one word.
fn digits(word: &str) -> Option<(f64, Option<&'static str>)> {
    let mut unit = None;
    let mut w = word;
    for prefix in ["us", "a", "c", "nz", "hk"] {
        if let Some(rest) = w.strip_prefix(prefix)
            && rest.starts_with('$')
        {
            w = rest;
        }
    }
    if let Some(u) = w.chars().next().and_then(sign) {
        unit = Some(u);
        w = &w[w.chars().next()?.len_utf8()..];
    }
    if let Some(u) = w.chars().next_back().and_then(sign) {
        unit = Some(u);
        w = &w[..w.len() - w.chars().next_back()?.len_utf8()];
    }
    let split = w.find(|c: char| c.is_alphabetic()).unwrap_or(w.len());
    let (number, letters) = w.split_at(split);
    let plain = number.starts_with(|c: char| c.is_ascii_digit())
        && number.ends_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    // `1,200` and `1,200,000` but not `12,5`
    let grouped = number.split('.').next()?.split(',').skip(1).all(|g| g.len() == 3);
    if !plain || !grouped || number.matches('.').count() > 1 || number.len() > 18 {
        return None;
    }
    let value: f64 = number.replace(',', "").parse().ok()?;
    let times = if letters.is_empty() { 1.0 } else { scale(letters)? };
    Some((value * times, unit))
}

fn number(words: &[&str], at: usize) -> Option<Read> {
    let word = |k: usize| words.get(k).copied().unwrap_or("");
    let mut i = at;
    let mut unit = None;
    // a sign that stands alone before its number
    let alone = |w: &str| match w {
        "us$" | "a$" | "c$" => Some("dollars"),
        w => w.chars().next().filter(|c| c.len_utf8() == w.len()).and_then(sign).filter(|u| *u != "percent"),
    };
    if let Some(u) = alone(word(i)) {
        unit = Some(u);
        i += 1;
    }
    let mut open = false;
    let mut value;
    if let Some((v, u)) = digits(word(i)) {
        (value, unit) = (v, u.or(unit));
        i += 1;
    } else if let Some(v) = small(word(i)) {
        value = v;
        i += 1;
        let hyphen = usize::from(word(i) == "-");
        if (20.0..100.0).contains(&v) && small(word(i + hyphen)).is_some_and(|d| (1.0..10.0).contains(&d)) {
            value += small(word(i + hyphen))?;
            i += hyphen + 1;
        }
    } else if let Some((tens, ones)) = word(i).split_once('-')
        && let (Some(t), Some(o)) = (small(tens), small(ones))
        && t >= 20.0
        && (1.0..10.0).contains(&o)
    {
        value = t + o;
        i += 1;
    } else if word(i) == "several" || word(i) == "a" && word(i + 1) == "few" {
        (value, open) = (2.0, true);
        i += if word(i) == "a" { 2 } else { 1 };
    } else if word(i) == "a" && word(i + 1) == "handful" {
        return Some(Read { value: 2.0, end: i + 2, open: true, unit });
    } else if word(i) == "a" && word(i + 1) == "couple" {
        return Some(Read { value: 2.0, end: i + 2, open: false, unit });
    } else if word(i) == "half" && matches!(word(i + 1), "a" | "an") && scale(word(i + 2)).is_some() {
        (value, i) = (0.5, i + 2);
    } else if word(i) == "half" && scale(word(i + 1)).is_some_and(|s| s > 12.0) {
        (value, i) = (0.5, i + 1);
    } else if matches!(word(i), "a" | "an") && word(i + 1).len() > 2 && scale(word(i + 1)).is_some() {
        (value, i) = (1.0, i + 1);
    } else if let Some(p) = plural(word(i)) {
        (value, open) = (2.0 * p, true);
        i += 1;
        // `tens of thousands`, `hundreds of millions`
        while word(i) == "of"
            && let Some(p) = plural(word(i + 1))
        {
            value *= p;
            i += 2;
        }
        return Some(Read { value, end: i, open, unit });
    } else {
        return None;
    }
    // `3 hundred thousand`, `one hundred and twenty`
    while word(i).len() > 1
        && let Some(s) = scale(word(i))
    {
        value *= s;
        i += 1;
        let and = usize::from(word(i) == "and");
        if s >= 100.0
            && digits(word(i)).is_none()
            && let Some(v) = small(word(i + and))
            && value >= 100.0
            && scale(word(i + and + 1)).is_none()
        {
            value += v;
            i += and + 1;
            if (20.0..100.0).contains(&v) && small(word(i)).is_some_and(|d| (1.0..10.0).contains(&d)) {
                value += small(word(i))?;
                i += 1;
            }
        }
    }
    Some(Read { value, end: i, open, unit })
}

/// Whether the words before `at` end in one of the phrases; how many words it has.
fn qualified(words: &[&str], at: usize, by: &[&str]) -> Option<usize> {
    by.iter().find_map(|q| {
        let n = q.split(' ').count();
        (n <= at && q.split(' ').eq(words[at - n..at].iter().copied())).then_some(n)
    })
}

/// All numbers among lower-case words, in their order. Those that are part of a longer word (`25-year-old`) or an
/// ordinal are none.
pub(crate) fn amounts(words: &[&str]) -> Vec<Amount> {
    let word = |k: usize| words.get(k).copied().unwrap_or("");
    let mut out: Vec<Amount> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(one) = number(words, at) else {
            // `20-30` in one word
            if let Some((a, b)) = word(at).split_once(['-', '–'])
                && let (Some(a), Some(b)) = (digits(a), digits(b))
                && a.0 < b.0
            {
                let (low, high, unit) = (Some(a.0), Some(b.0), a.1.or(b.1));
                out.push(Amount { first: at, last: at, number: at, low, high, unit });
            }
            at += 1;
            continue;
        };
        let (mut end, mut unit) = (one.end, one.unit);
        let (mut low, mut high) = (Some(one.value), (!one.open).then_some(one.value));
        let mut first = at;
        // `a 25 - year - old`
        if matches!(word(end), "-" | "–") && digits(word(end + 1)).is_none() {
            at = end + 1;
            continue;
        }
        let joint = match word(end) {
            "to" | "-" | "–" => true,
            "and" => at > 0 && word(at - 1) == "between",
            "or" => true,
            _ => false,
        };
        if joint
            && let Some(two) = number(words, end + 1)
            && !one.open
            && !two.open
        {
            // `2 to 3 million`: the scale is that of both
            let same = two.value / one.value > 1000.0 && scale(word(two.end - 1)).is_some();
            let times = if same { scale(word(two.end - 1)).unwrap_or(1.0) } else { 1.0 };
            if one.value * times < two.value {
                (low, high, end) = (Some(one.value * times), Some(two.value), two.end);
                unit = unit.or(two.unit);
                if at > 0 && matches!(word(at - 1), "between" | "from") {
                    first = at - 1;
                }
            }
        }
        let last_of_number = end - 1;
        if let Some(n) = qualified(words, first, LOW) {
            (high, first) = (None, first - n);
        } else if let Some(n) = qualified(words, first, HIGH) {
            (low, first) = (None, first - n);
        } else if let Some(n) = qualified(words, first, ABOUT) {
            first -= n;
        }
        match word(end) {
            "%" | "percent" | "pct" => (unit, end) = (Some("percent"), end + 1),
            "per" if word(end + 1) == "cent" => (unit, end) = (Some("percent"), end + 2),
            "percentage" if word(end + 1).starts_with("point") => (unit, end) = (Some("percent"), end + 2),
            _ => {}
        }
        if word(end) == "or" && word(end + 1) == "more" {
            (high, end) = (None, end + 2);
        }
        out.push(Amount { first, last: end - 1, number: last_of_number, low, high, unit });
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_their_ends() {
        let some = Some::<f64>;
        for (text, low, high, unit) in [
            ("12 soldiers", some(12.0), some(12.0), None),
            ("at least 12 people", some(12.0), None, None),
            ("up to 30 rebels", None, some(30.0), None),
            ("as many as 4,000 troops", None, some(4000.0), None),
            ("no fewer than twenty-five miners", some(25.0), None, None),
            ("thirty - two sailors", some(32.0), some(32.0), None),
            ("dozens of civilians", some(24.0), None, None),
            ("hundreds fled", some(200.0), None, None),
            ("tens of thousands of people", some(20_000.0), None, None),
            ("hundreds of thousands of people", some(200_000.0), None, None),
            ("two dozen officers", some(24.0), some(24.0), None),
            ("more than a hundred shells", some(100.0), None, None),
            ("several hundred men", some(200.0), None, None),
            ("between 20 and 30 men", some(20.0), some(30.0), None),
            ("15 to 20 men", some(15.0), some(20.0), None),
            ("15-20 men", some(15.0), some(20.0), None),
            ("2 to 3 million euros", some(2e6), some(3e6), None),
            ("$ 50 million in aid", some(5e7), some(5e7), Some("dollars")),
            ("$1.5bn", some(1.5e9), some(1.5e9), Some("dollars")),
            ("half a million tonnes", some(5e5), some(5e5), None),
            ("25 % tariffs", some(25.0), some(25.0), Some("percent")),
            ("12.5 per cent", some(12.5), some(12.5), Some("percent")),
            ("100 or more prisoners", some(100.0), None, None),
            ("one hundred and twenty men", some(120.0), some(120.0), None),
            ("nearly 600 men", some(600.0), some(600.0), None),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            let found = amounts(&words);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!((found[0].low, found[0].high, found[0].unit), (low, high, unit), "{text}");
            assert_eq!(found[0].first, 0, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["a 25 - year - old man", "the third attack", "f-16 jets", "m dash", "12,5", ""] {
            let words: Vec<&str> = text.split(' ').collect();
            let found = amounts(&words);
            assert!(found.is_empty(), "{text}: {found:?}");
        }
        let many: Vec<&str> = std::iter::repeat_n("thousand", 500).collect();
        assert!(amounts(&many).len() <= 500);
    }
}
