//! What a feature of the classifier says, in words, for readers of `--explain`.

/// A feature's parts in words.
pub(crate) fn name(parts: &[&str]) -> String {
    let who = |p: &str| if p == "a" { "actor" } else { "recipient" };
    let near = |slot: &str| match slot {
        "top" => "word over both",
        "av" => "verb over the actor",
        "pv" => "word between them in the tree",
        _ => "predicate",
    };
    let quoted =
        |w: &[&str]| w.iter().filter(|w| !w.is_empty()).map(|w| format!("“{w}”")).collect::<Vec<_>>().join(" ");
    match parts {
        ["bias"] => "every sentence".to_owned(),
        [w @ ("a" | "r"), "rel", rel, preposition] => {
            format!("{} stands as {}{}", who(w), relation(rel), behind(preposition))
        }
        [w @ ("a" | "r"), "sector", ""] => format!("{} is a state as such", who(w)),
        [w @ ("a" | "r"), "sector", sector] => format!("{} is {sector}", who(w)),
        [w @ ("a" | "r"), "head", word] => format!("{}: “{word}”", who(w)),
        [w @ ("a" | "r"), "gov", rel, preposition, word] => {
            format!("{} is {}{} of “{word}”", who(w), relation(rel), behind(preposition))
        }
        [w @ ("a" | "r"), "govword", word] => format!("{} hangs on “{word}”", who(w)),
        [w @ ("a" | "r"), "gov2", rel, word] => format!("{} is deeper in {} of “{word}”", who(w), relation(rel)),
        ["order", "ar"] => "actor stands first".to_owned(),
        ["order", _] => "recipient stands first".to_owned(),
        ["path", path] => format!("way between them: {path}"),
        ["path", path, word] => format!("way between them over “{word}”: {path}"),
        ["on path", word] => format!("on the way between them: “{word}”"),
        ["frame", act] => format!("frame: {act}"),
        ["frame", act, strength] => {
            let fit = match *strength {
                "2" => "well",
                "1" => "fairly",
                _ => "loosely",
            };
            format!("frame: {act}, fits {fit}")
        }
        ["frame status", status] => format!("status by rule: {status}"),
        ["frame status", status, act] => format!("status by rule: {status} {act}"),
        ["frame mode", act, mode] => format!("frame: {act} {mode}").trim_end().to_owned(),
        ["frame word", word, act] => format!("frame: {act} by “{word}”"),
        ["any frame", act] => format!("a frame in the sentence: {act}"),
        ["no frame"] => "no frame fires".to_owned(),
        ["status rule", rule] => format!("status rule: {rule}"),
        ["status word", word] => format!("status word: “{word}”"),
        ["condition"] => "a condition".to_owned(),
        ["said"] => "somebody says so".to_owned(),
        ["w", word] => format!("word: “{word}”"),
        ["ww", before, word] => format!("words: {}", quoted(&[before, word])),
        ["between", word] => format!("between them: “{word}”"),
        ["between2", before, word] => format!("between them: {}", quoted(&[before, word])),
        ["after", word] => format!("behind them: “{word}”"),
        [slot @ ("top" | "av" | "pv"), "tag", tag] => format!("{}: form {tag}", near(slot)),
        [slot @ ("top" | "av" | "pv"), "passive", yes] => {
            format!("{}: {}", near(slot), if *yes == "y" { "passive" } else { "active" })
        }
        [slot @ ("top" | "av" | "pv"), "frame", act] => format!("{} has a frame: {act}", near(slot)),
        [slot @ ("top" | "av" | "pv"), "operator", operator] => {
            format!("{} makes what it governs {}", near(slot), operator.to_lowercase())
        }
        [slot @ ("top" | "av" | "pv"), rel, "frame", act] => {
            format!("{} has as {} a frame: {act}", near(slot), relation(rel))
        }
        [slot @ ("top" | "av" | "pv"), rel, word] => format!("{} has as {} “{word}”", near(slot), relation(rel)),
        [slot @ ("top" | "av" | "pv" | "pred"), word] => format!("{}: “{word}”", near(slot)),
        ["pred", rel, word, verb] if matches!(*rel, "aux" | "advmod" | "mark" | "compound") => {
            format!("“{verb}” with {} “{word}”", relation(rel))
        }
        ["pred", verb, rel, word] => format!("“{verb}” with {} “{word}”", relation(rel)),
        ["arg", word] => format!("with the predicate: “{word}”"),
        other => other.join(" "),
    }
}

/// A feature of a word's class: words that are used alike.
pub(crate) fn alike(word: &str, grain: &str, parts: &[&str]) -> String {
    let how = match grain {
        "coarse" => "somewhat like",
        "middle" => "like",
        _ => "much like",
    };
    let parts: Vec<&str> = parts.iter().copied().chain([word]).collect();
    let said = match parts.as_slice() {
        [w @ ("a" | "r"), "gov", rel, word] => {
            format!("{} is {} of “{word}”", if *w == "a" { "actor" } else { "recipient" }, relation(rel))
        }
        ["frame", act, word] => format!("frame: {act} by “{word}”"),
        parts => name(parts),
    };
    format!("{said}, or a word {how} it")
}

/// A relation of Universal Dependencies in words.
fn relation(rel: &str) -> &str {
    match rel.split(':').next().unwrap_or(rel) {
        "nsubj" if rel.ends_with("pass") => "passive subject",
        "nmod" if rel.ends_with("poss") => "possessor",
        "nsubj" => "subject",
        "obj" => "object",
        "iobj" => "indirect object",
        "obl" => "adjunct",
        "nmod" => "noun's adjunct",
        "amod" => "adjective",
        "compound" => "compound",
        "conj" => "conjunct",
        "appos" => "apposition",
        "ccomp" => "clause",
        "xcomp" => "infinitive",
        "advcl" => "adverbial clause",
        "acl" => "clause on a noun",
        "aux" => "auxiliary",
        "advmod" => "adverb",
        "mark" => "conjunction",
        "root" => "main word",
        _ => rel,
    }
}

fn behind(preposition: &str) -> String {
    if preposition.is_empty() { String::new() } else { format!(" with “{preposition}”") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_told_in_words() {
        assert_eq!(name(&["a", "rel", "nsubj", ""]), "actor stands as subject");
        assert_eq!(name(&["r", "gov", "obl", "with", "meet"]), "recipient is adjunct with “with” of “meet”");
        assert_eq!(name(&["ww", "", "attack"]), "words: “attack”");
        assert_eq!(alike("lambast", "fine", &["pred"]), "predicate: “lambast”, or a word much like it");
    }
}
