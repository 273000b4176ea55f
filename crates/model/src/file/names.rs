//! Names that were probably meant.

/// The candidate nearest to `name`, where one is near enough to be worth asking about.
///
/// Near enough: at most a third of the letters differ (insertions, deletions, substitutions and swaps of neighbours),
/// or the one contains the other.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = |s: &str| -> Vec<char> { s.chars().take(60).flat_map(char::to_lowercase).collect() };
    let wanted = letters(name);
    if wanted.is_empty() {
        return None;
    }
    let allowed = (wanted.len() / 3).max(1);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates {
        let other = letters(candidate);
        let mut distance =
            if wanted.len().abs_diff(other.len()) > allowed { usize::MAX } else { edits(&wanted, &other) };
        if distance > allowed && wanted.len() >= 4 && other.len() >= 4 {
            let (w, o): (String, String) = (wanted.iter().collect(), other.iter().collect());
            if w.contains(&o) || o.contains(&w) {
                distance = allowed;
            }
        }
        if distance <= allowed && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, c)| c)
}

/// Optimal string alignment distance (Levenshtein's, with swaps of neighbours).
fn edits(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..width).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; width];
        for j in 1..width {
            let substitute = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = substitute.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[width - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_found_and_strangers_are_not() {
        let names = ["usa.tomahawks", "usa.embargo", "russia.ceasefire"];
        assert_eq!(nearest("usa.tomahwaks", names), Some("usa.tomahawks"));
        assert_eq!(nearest("rusia.ceasefire", names), Some("russia.ceasefire"));
        assert_eq!(nearest("tomahawks", names), Some("usa.tomahawks"));
        assert_eq!(nearest("china.blockade", names), None);
        assert_eq!(nearest("", names), None);
    }
}
