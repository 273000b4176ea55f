//! Regular inflection, undone.

use super::Form;
use crate::Upos;
use compact_str::{CompactString, format_compact};
use std::sync::LazyLock;

pub(super) fn lemma(form: &str, upos: Upos, xpos: &str, inflected: Form) -> CompactString {
    let capital = form.starts_with(char::is_uppercase);
    let lower = || CompactString::from(form.to_lowercase());
    match upos {
        Upos::Propn if inflected == Form::Plural => singular(form),
        Upos::Propn => match month(form) {
            Some(month) => month.into(),
            None => form.into(),
        },
        Upos::Adj if xpos == "NNP" => form.into(),
        Upos::Adj | Upos::Noun if capital && is_of_a_name(form) => match inflected {
            Form::Plural => singular(form),
            _ => form.into(),
        },
        Upos::Noun if is_acronym(form) => match inflected {
            Form::Plural => form.strip_suffix('s').unwrap_or(form).into(),
            _ => form.into(),
        },
        Upos::Noun if inflected == Form::Plural => singular(&lower()),
        Upos::Verb | Upos::Aux => verb(&lower(), inflected),
        Upos::Adj | Upos::Adv => match inflected {
            Form::Comparative => degree(&lower(), "er"),
            Form::Superlative => degree(&lower(), "est"),
            _ => lower(),
        },
        Upos::Num => number(form),
        Upos::Punct | Upos::Sym => mark(form),
        Upos::X => form.into(),
        _ => lower(),
    }
}

fn number(form: &str) -> CompactString {
    if form.starts_with(|c: char| c.is_ascii_digit()) {
        return form.chars().filter(|c| *c != ',').collect();
    }
    form.to_lowercase().into()
}

/// Curly quotes and dashes as the treebanks' lemmas have them.
fn mark(form: &str) -> CompactString {
    match form {
        "“" | "”" | "``" | "„" => "\"".into(),
        "'" | "`" => "'".into(),
        "–" | "—" | "--" => "-".into(),
        "..." => "…".into(),
        _ => form.into(),
    }
}

fn month(form: &str) -> Option<&'static str> {
    Some(match form.trim_end_matches('.') {
        "Jan" => "January",
        "Feb" => "February",
        "Aug" => "August",
        "Sept" | "Sep" => "September",
        "Oct" => "October",
        "Nov" => "November",
        "Dec" => "December",
        _ => return None,
    })
}

/// At least two capitals, and figures or a plural `s` at most besides: `TV`, `ATACMS`, `MiGs`.
fn is_acronym(form: &str) -> bool {
    let capitals = form.chars().filter(|c| c.is_uppercase()).count();
    let body = form.strip_suffix('s').unwrap_or(form);
    (2..=5).contains(&capitals) && body.chars().all(|c| c.is_uppercase() || c.is_numeric() || c == '.')
}

/// Whether a capitalised adjective or noun is made of a name: `Iranian`, `Lebanese`, `Israeli`.
fn is_of_a_name(form: &str) -> bool {
    const COMMON: &[&str] =
        &["Civilian", "Guardian", "Median", "Pedestrian", "Veterinarian", "Librarian", "Mean", "Clean"];
    let stem = form.strip_suffix('s').unwrap_or(form);
    let ending = ["ian", "ean", "ese", "eli", "istani", "aqi", "audi", "arian", "ish-", "Arab", "Muslim"];
    stem.len() > 3 && ending.iter().any(|e| stem.ends_with(e)) && !COMMON.contains(&stem)
}

pub(super) fn looks_plural(form: &str) -> bool {
    let lower = form.to_ascii_lowercase();
    lower.len() > 3 && lower.ends_with('s') && !["ss", "us", "is", "ics", "news"].iter().any(|e| lower.ends_with(e))
}

pub(super) fn guess_verb(form: &str) -> Form {
    let lower = form.to_ascii_lowercase();
    if is_verb(&lower) {
        Form::Base
    } else if lower.ends_with("ing") && lower.len() > 4 {
        Form::Ing
    } else if lower.ends_with("ed") && lower.len() > 3 {
        Form::Past
    } else if lower.ends_with('s') && !lower.ends_with("ss") && lower.len() > 3 {
        Form::Third
    } else {
        Form::Past
    }
}

/// Cuts `count` bytes off and adds `ending`.
fn cut(word: &str, count: usize, ending: &str) -> CompactString {
    format_compact!("{}{ending}", word.get(..word.len() - count).unwrap_or(word))
}

/// The singular of a regular plural. Case is kept.
fn singular(form: &str) -> CompactString {
    let lower = form.to_ascii_lowercase();
    let ends = |e: &str| lower.ends_with(e);
    if ends("men") && lower.len() > 3 {
        return cut(form, 2, "an");
    }
    if !ends("s") || ends("ss") || lower.len() < 3 {
        return form.into();
    }
    if ends("'s") {
        return cut(form, 2, "");
    }
    if ends("ies") && lower.len() > 4 {
        return if ["movies", "zombies", "cookies", "calories", "rookies"].contains(&lower.as_str()) {
            cut(form, 1, "")
        } else {
            cut(form, 3, "y")
        };
    }
    if ["sses", "shes", "ches", "xes", "zzes"].iter().any(|e| ends(e)) {
        // `caches`, `aches`, `axes` are in the exceptions.
        return cut(form, 2, "");
    }
    if ["oes", "uses"].iter().any(|e| ends(e)) {
        let keeps = ["shoes", "toes", "foes", "houses", "causes", "clauses", "abuses", "excuses", "warehouses", "uses"];
        let keep = keeps.iter().any(|k| lower.ends_with(k)) && !lower.ends_with("viruses");
        return cut(form, if keep { 1 } else { 2 }, "");
    }
    if ends("ves") {
        let to_fe = ["knives", "wives", "lives"].iter().any(|k| ends(k));
        let to_f = ["halves", "wolves", "leaves", "thieves", "shelves", "selves", "calves", "loaves", "scarves"];
        if to_fe && !ends("olives") && !ends("alives") {
            return cut(form, 3, "fe");
        }
        if to_f.iter().any(|k| ends(k)) {
            return cut(form, 3, "f");
        }
    }
    if ["analyses", "crises", "theses", "bases-", "diagnoses", "hypotheses", "oases", "emphases"]
        .iter()
        .any(|e| ends(e))
    {
        return cut(form, 2, "is");
    }
    cut(form, 1, "")
}

/// The verb lemmas of the treebanks' train parts, sorted; what an ending is cut back to is looked up here first.
static VERBS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("verbs.txt").lines().collect());

fn is_verb(word: &str) -> bool {
    VERBS.binary_search(&word).is_ok()
}

fn verb(form: &str, inflected: Form) -> CompactString {
    let ends = |e: &str| form.ends_with(e);
    match inflected {
        Form::Third if ends("ies") && form.len() > 4 => cut(form, 3, "y"),
        Form::Third if ends("es") => {
            let (shorter, longer) = (&form[..form.len() - 2], &form[..form.len() - 1]);
            let hissing = ["ss", "sh", "ch", "x", "zz", "o"].iter().any(|e| shorter.ends_with(e));
            if is_verb(longer) || !(hissing || is_verb(shorter)) { longer.into() } else { shorter.into() }
        }
        Form::Third if ends("s") && !ends("ss") => cut(form, 1, ""),
        Form::Ing if ends("ing") && form.len() > 4 => stem(&form[..form.len() - 3]),
        Form::Ing if ends("in'") => stem(&form[..form.len() - 3]),
        Form::Past if ends("ied") && form.len() > 4 => cut(form, 3, "y"),
        Form::Past if ends("eed") => cut(form, 1, ""),
        Form::Past if ends("ed") && form.len() > 3 => stem(&form[..form.len() - 2]),
        Form::Past if ends("'d") => cut(form, 2, ""),
        _ => form.into(),
    }
}

fn is_vowel(c: u8) -> bool {
    matches!(c, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// The verb whose last letters went before `-ing` or `-ed`: `negotiat` → `negotiate`, `stopp` → `stop`.
fn stem(cut_back: &str) -> CompactString {
    let silent = format_compact!("{cut_back}e");
    let bytes = cut_back.as_bytes();
    let [.., before, last] = bytes else { return cut_back.into() };
    let doubled = before == last && !is_vowel(*last);
    let single = &cut_back[..cut_back.char_indices().next_back().map_or(0, |(at, _)| at)];
    // Verbs with a prefix are looked up without it: `rebuild`, `outvote`.
    let known = |word: &str| {
        is_verb(word)
            || ["re", "over", "un", "out", "under", "mis", "dis", "de", "pre", "co"]
                .iter()
                .any(|p| word.strip_prefix(p).is_some_and(|w| w.len() > 2 && is_verb(w)))
            || word.rsplit_once('-').is_some_and(|(_, w)| is_verb(w))
    };
    if known(cut_back) && !known(&silent) {
        return cut_back.into();
    }
    if known(&silent) {
        return silent;
    }
    if doubled && known(single) {
        return single.into();
    }
    if doubled && !matches!(last, b's' | b'l' | b'f' | b'z') {
        return single.into();
    }
    if doubled {
        return cut_back.into();
    }
    let before_before = bytes.len().checked_sub(3).map(|k| bytes[k]);
    let short_vowel = is_vowel(*before) && !before_before.is_some_and(is_vowel);
    let needs_e = match last {
        b'v' | b'c' | b'z' | b'u' => true,
        b'g' => matches!(before, b'd' | b'r' | b'n' | b'a' | b'e' | b'u') && !cut_back.ends_with("ing"),
        b's' => is_vowel(*before) || matches!(before, b'n' | b'r' | b'p'),
        b't' => short_vowel && matches!(before, b'a' | b'u' | b'o') || cut_back.ends_with("quit"),
        b'r' => short_vowel && matches!(before, b'u' | b'i' | b'a' | b'o'),
        b'l' => {
            matches!(before, b'b' | b'd' | b't' | b'g' | b'p' | b'c' | b'f' | b'k' | b'z') || cut_back.ends_with("il")
        }
        b'd' => short_vowel && matches!(before, b'a' | b'i' | b'u' | b'o'),
        b'n' => short_vowel && matches!(before, b'i' | b'u'),
        b'm' => short_vowel && matches!(before, b'u' | b'a' | b'i'),
        b'k' => short_vowel && matches!(before, b'a' | b'i' | b'o'),
        _ => false,
    };
    if needs_e { silent } else { cut_back.into() }
}

/// The adjective or adverb whose comparison ends in `ending`.
fn degree(form: &str, ending: &str) -> CompactString {
    let Some(stem) = form.strip_suffix(ending).filter(|s| s.len() > 1) else { return form.into() };
    let bytes = stem.as_bytes();
    let last = bytes[bytes.len() - 1];
    if last == b'i' {
        return cut(stem, 1, "y");
    }
    if bytes.len() > 2 && bytes[bytes.len() - 2] == last && !is_vowel(last) && !matches!(last, b's' | b'l') {
        return cut(stem, 1, "");
    }
    // `larger`, `later`, `safer`, `closer`, `stabler`
    let before = bytes[bytes.len() - 2];
    let silent = matches!(last, b'g' | b'c' | b'v' | b's' | b'u')
        && !stem.ends_with("ong")
        && !stem.ends_with("ung")
        && !stem.ends_with("ss")
        || (matches!(last, b't' | b'd' | b'r' | b'm' | b'f' | b'k' | b'p' | b'n')
            && matches!(before, b'a' | b'i' | b'o' | b'u')
            && bytes.len() >= 3
            && !is_vowel(bytes[bytes.len() - 3]))
        || (last == b'l' && matches!(before, b'b' | b'p' | b't' | b'd'));
    if silent { format_compact!("{stem}e") } else { stem.into() }
}
