//! The dictionary form of a word.
//!
//! What inflects regularly is undone by rules (`rules`); what does not is in a table that `training` (module `lemma`)
//! draws from the train parts of the English Web Treebank and GUM, wherever the rules and the treebank disagree, and in
//! the list of irregular verbs of English that the treebanks may not have.

mod irregular;
mod rules;

use crate::Upos;
use compact_str::CompactString;
use std::sync::LazyLock;

/// How the word is inflected, as far as the lemma cares. One letter in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// As in the dictionary, or unknown.
    Base,
    /// Plural noun.
    Plural,
    /// `-s` of a verb.
    Third,
    /// `-ing`.
    Ing,
    /// Past tense or past participle.
    Past,
    Comparative,
    Superlative,
}

impl Form {
    fn letter(self) -> char {
        match self {
            Form::Base => 'b',
            Form::Plural => 'p',
            Form::Third => 'z',
            Form::Ing => 'g',
            Form::Past => 'd',
            Form::Comparative => 'c',
            Form::Superlative => 's',
        }
    }

    fn of(form: &str, upos: Upos, xpos: &str, feats: &str) -> Form {
        let has = |value: &str| feats.split('|').any(|f| f == value);
        match upos {
            Upos::Noun | Upos::Propn if has("Number=Plur") || has("Number=Ptan") => Form::Plural,
            Upos::Noun | Upos::Propn if matches!(xpos, "NNS" | "NNPS") => Form::Plural,
            Upos::Noun if feats.is_empty() && xpos.is_empty() && rules::looks_plural(form) => Form::Plural,
            Upos::Verb | Upos::Aux => {
                if has("VerbForm=Ger") || xpos == "VBG" || (has("Tense=Pres") && has("VerbForm=Part")) {
                    Form::Ing
                } else if has("Tense=Past") || matches!(xpos, "VBD" | "VBN") {
                    Form::Past
                } else if xpos == "VBZ" || (has("Number=Sing") && has("Person=3") && has("Tense=Pres")) {
                    Form::Third
                } else if feats.is_empty() && xpos.is_empty() {
                    rules::guess_verb(form)
                } else {
                    Form::Base
                }
            }
            Upos::Adj | Upos::Adv => {
                if has("Degree=Cmp") || matches!(xpos, "JJR" | "RBR") {
                    Form::Comparative
                } else if has("Degree=Sup") || matches!(xpos, "JJS" | "RBS") {
                    Form::Superlative
                } else {
                    Form::Base
                }
            }
            _ => Form::Base,
        }
    }
}

/// The lemma of a word with its tags, as Universal Dependencies' English treebanks have it: lower case but for proper
/// nouns and words made of them, `go` of `went`, `crisis` of `crises`, `far` of `further`, `not` of `n't`.
///
/// `xpos` and `feats` may be empty; the inflection is then guessed from the ending.
#[must_use]
pub fn lemma(form: &str, upos: Upos, xpos: &str, feats: &str) -> CompactString {
    let inflected = Form::of(form, upos, xpos, feats);
    let straight = straight(form);
    if straight.len() <= 40 {
        let lower = straight.to_lowercase();
        if lower == "her" && (xpos == "PRP" || feats.contains("Case=Acc")) {
            return "she".into();
        }
        let case = if upos == Upos::Propn { straight.as_str() } else { lower.as_str() };
        if let Some(found) = exception(case, upos, inflected) {
            return found.into();
        }
        if matches!(upos, Upos::Verb | Upos::Aux)
            && let Some(found) = irregular::verb(&lower, inflected)
        {
            return found;
        }
    }
    rules::lemma(&straight, upos, xpos, inflected)
}

/// [`lemma`] by the rules alone and its key in the table of exceptions. For training.
#[doc(hidden)]
#[must_use]
pub fn by_rule(form: &str, upos: Upos, xpos: &str, feats: &str) -> (CompactString, String) {
    let inflected = Form::of(form, upos, xpos, feats);
    let straight = straight(form);
    let lower = straight.to_lowercase();
    let key = if upos == Upos::Propn { straight.as_str() } else { lower.as_str() };
    let by_rule = match upos {
        Upos::Verb | Upos::Aux => irregular::verb(&lower, inflected),
        _ => None,
    };
    let key = format!("{key}\t{}\t{}", upos.as_str(), inflected.letter());
    (by_rule.unwrap_or_else(|| rules::lemma(&straight, upos, xpos, inflected)), key)
}

/// The form with straight apostrophes.
fn straight(form: &str) -> CompactString {
    if form.is_ascii() {
        form.into()
    } else {
        form.chars().map(|c| if matches!(c, '’' | '‘') { '\'' } else { c }).collect()
    }
}

fn exception(form: &str, upos: Upos, inflected: Form) -> Option<&'static str> {
    /// Lines `form`, part of speech, inflection, lemma, sorted by the first three as by [`by_rule`]'s key.
    static LINES: LazyLock<Vec<(&str, &str)>> =
        LazyLock::new(|| include_str!("exceptions.tsv").lines().filter_map(|l| l.rsplit_once('\t')).collect());
    let tag = upos.as_str().as_bytes();
    let letter = inflected.letter() as u8;
    // The key is compared in parts, without writing it together.
    let key = || form.bytes().chain([b'\t']).chain(tag.iter().copied()).chain([b'\t', letter]);
    let at = LINES.binary_search_by(|(k, _)| k.bytes().cmp(key())).ok()?;
    Some(LINES[at].1)
}

#[cfg(test)]
mod tests {
    use super::lemma;
    use crate::Upos;

    #[test]
    fn lemmas() {
        let cases = [
            ("met", Upos::Verb, "VBD", "meet"),
            ("sought", Upos::Verb, "VBN", "seek"),
            ("threatens", Upos::Verb, "VBZ", "threaten"),
            ("negotiating", Upos::Verb, "VBG", "negotiate"),
            ("stopped", Upos::Verb, "VBD", "stop"),
            ("agreed", Upos::Verb, "VBD", "agree"),
            ("denies", Upos::Verb, "VBZ", "deny"),
            ("imposed", Upos::Verb, "VBN", "impose"),
            ("shelled", Upos::Verb, "VBD", "shell"),
            ("lying", Upos::Verb, "VBG", "lie"),
            ("talks", Upos::Noun, "NNS", "talk"),
            ("crises", Upos::Noun, "NNS", "crisis"),
            ("countries", Upos::Noun, "NNS", "country"),
            ("Tomahawks", Upos::Propn, "NNPS", "Tomahawk"),
            ("States", Upos::Propn, "NNPS", "State"),
            ("Putin", Upos::Propn, "NNP", "Putin"),
            ("n’t", Upos::Part, "RB", "not"),
            ("him", Upos::Pron, "PRP", "he"),
            ("heavier", Upos::Adj, "JJR", "heavy"),
            ("largest", Upos::Adj, "JJS", "large"),
            ("Russian", Upos::Adj, "JJ", "Russian"),
            ("10,000", Upos::Num, "CD", "10000"),
            ("withdrew", Upos::Verb, "", "withdraw"),
        ];
        for (form, upos, xpos, want) in cases {
            assert_eq!(lemma(form, upos, xpos, ""), want, "{form}");
        }
    }
}
