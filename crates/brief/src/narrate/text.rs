//! Small helpers for running text.

/// The first `most` characters, with an ellipsis where something was cut; runs of white space become one space.
pub(crate) fn clip(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
            count += 1;
        }
        for c in word.chars() {
            if count + 1 >= most {
                out.truncate(out.trim_end().len());
                out.push('…');
                return out;
            }
            out.push(c);
            count += 1;
        }
    }
    out
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn join(list: &[String]) -> String {
    match list {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// With a capital first letter.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(c) => c.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// With a small first letter, unless the first word has another capital (an acronym or a name such as McDonald).
pub(crate) fn small(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    if first.chars().skip(1).any(char::is_uppercase) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    match chars.next() {
        Some(c) => c.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The same sentence to stand within another: `The` and `It` at its start made small, names left.
pub(crate) fn small_article(text: &str) -> String {
    for start in ["The ", "It ", "A ", "An ", "No "] {
        if text.starts_with(start) {
            return small(text);
        }
    }
    text.to_owned()
}

/// `1 document`, `3 documents`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A sentence: a capital at its start and one full stop at its end.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    let closed =
        text.ends_with(['.', '!', '?']) || text.ends_with(".”") || text.ends_with("?”") || text.ends_with("!”");
    format!("{}{}", capital(text), if closed { "" } else { "." })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipping_keeps_characters_whole() {
        assert_eq!(clip("a  b\nc", 10), "a b c");
        assert_eq!(clip("ééééé", 4), "ééé…");
        assert_eq!(clip("abc def", 5), "abc…");
        assert_eq!(clip(&"x".repeat(10_000), 80).chars().count(), 80);
    }

    #[test]
    fn lists_and_sentences() {
        let l = |n: usize| ["a", "b", "c"][..n].iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!([join(&l(0)), join(&l(1)), join(&l(2)), join(&l(3))], ["", "a", "a and b", "a, b and c"]);
        assert_eq!(sentence("the end"), "The end.");
        assert_eq!(sentence("he said “yes.”"), "He said “yes.”");
        assert_eq!(small("Sell missiles"), "sell missiles");
        assert_eq!(small("NATO troops"), "NATO troops");
    }
}
