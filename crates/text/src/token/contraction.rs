//! Words that are two: `don't`, `cannot`, `Iran's`.
//!
//! Source: the English Web Treebank's multiword tokens (train part); `its` and `lets`, which it splits where they stand
//! for `it's` and `let's`, are left whole.

/// Contractions written without an apostrophe, and how many letters the first word has. Sorted.
#[rustfmt::skip]
const WITHOUT_APOSTROPHE: &[(&str, usize)] = &[
    ("arent", 3), ("cannot", 3), ("cant", 2), ("couldnt", 5), ("didnt", 3), ("doesnt", 4), ("dont", 2), ("gonna", 3),
    ("gotta", 3), ("hadnt", 3), ("hasnt", 3), ("havent", 4), ("im", 1), ("isnt", 2), ("ive", 1), ("shouldnt", 6),
    ("thats", 4), ("theres", 5), ("theyre", 4), ("theyve", 4), ("wanna", 3), ("wasnt", 3), ("werent", 4), ("whats", 4),
    ("wont", 2), ("wouldnt", 5), ("youre", 3), ("youve", 3),
];

/// Where a word without an apostrophe is cut. Names (`WONT`, `Im` inside a name) are left to capitals: a word in
/// capitals is cut only where nothing else is written so.
pub(super) fn cut(word: &str) -> Option<usize> {
    if !(2..=8).contains(&word.len()) || !word.is_ascii() {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let at = WITHOUT_APOSTROPHE.binary_search_by_key(&lower.as_str(), |c| c.0).ok()?;
    let capitals = word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    (!capitals || matches!(lower.as_str(), "cannot" | "dont" | "didnt" | "doesnt")).then_some(WITHOUT_APOSTROPHE[at].1)
}

/// Whether the character is written for an apostrophe.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´' | '‘')
}

/// The bytes of `'t` at the start of `rest`.
pub(super) fn negation(rest: &str) -> Option<usize> {
    let (len, word) = after_apostrophe(rest)?;
    word.eq_ignore_ascii_case("t").then_some(len)
}

/// The bytes of `'s`, `'re` and so on at the start of `rest`, which a word stands before.
pub(super) fn clitic(rest: &str, after_word: bool) -> Option<usize> {
    if !after_word {
        return None;
    }
    let (len, word) = after_apostrophe(rest)?;
    ["s", "m", "d", "re", "ve", "ll"].iter().any(|c| word.eq_ignore_ascii_case(c)).then_some(len)
}

/// The letters after an apostrophe that starts `rest`, and the bytes of both; up to two letters.
fn after_apostrophe(rest: &str) -> Option<(usize, &str)> {
    let mark = rest.chars().next().filter(|c| is_apostrophe(*c))?.len_utf8();
    let word = &rest[mark..];
    let len = word.char_indices().take(3).find(|(_, c)| !c.is_alphanumeric()).map_or(word.len(), |(at, _)| at);
    let word = word.get(..len).filter(|w| w.len() <= 2)?;
    Some((mark + len, word))
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_are_sorted() {
        assert!(super::WITHOUT_APOSTROPHE.windows(2).all(|w| w[0].0 < w[1].0));
    }

    #[test]
    fn clitics() {
        assert_eq!(super::clitic("'s", true), Some(2));
        assert_eq!(super::clitic("’ll.", true), Some(5));
        assert_eq!(super::clitic("'some", true), None);
        assert_eq!(super::negation("'t"), Some(2));
    }
}
