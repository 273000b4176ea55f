//! The front door: text to annotated sentences.

use crate::{Parser, Sentence, Token, Upos, lemma, split};
use compact_str::CompactString;

/// Splits a text into sentences and gives every word its tag, features, lemma, head and relation, and every name its
/// span. Linear in the length of the text; any text will do.
#[must_use]
pub fn read(text: &str) -> Vec<Sentence> {
    let mut sentences = split(text);
    annotate(&mut sentences);
    sentences
}

/// The same for sentences whose words are given: tags, trees, lemmas and names are made anew.
pub fn annotate(sentences: &mut [Sentence]) {
    let datelines: Vec<Vec<Token>> = sentences.iter_mut().map(without_dateline).collect();
    Parser::embedded().annotate_all(sentences);
    for (sentence, dateline) in sentences.iter_mut().zip(datelines) {
        with_dateline(sentence, dateline);
        for t in &mut sentence.tokens {
            t.lemma = lemma::lemma(&t.form, t.upos, &t.xpos, &t.feats);
        }
    }
}

/// How many tokens the dateline at the start takes (`NEW YORK, Feb. 27 (UPI) --`): in capitals or with the agency in
/// brackets, and a dash that stands free; 0 where there is none.
#[must_use]
pub fn dateline(tokens: &[Token]) -> usize {
    let form = |k: usize| tokens[k].form.as_str();
    let dash = |k: &usize| matches!(form(*k), "-" | "--" | "—" | "–");
    let Some(end) = (1..tokens.len().min(16)).find(dash) else { return 0 };
    let heading = |k: usize| {
        let f = form(k);
        !f.starts_with(char::is_lowercase) || matches!(f, "of" | "de" | "del" | "la" | "al")
    };
    let upper = |k: usize| form(k).chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    let letters: usize = (0..end).take_while(|&k| upper(k)).map(|k| form(k).len()).sum();
    let capitals = form(0).len() > 1 && upper(0) && letters > 3;
    let marked = (0..end).any(|k| matches!(form(k), "(" | "-LRB-"));
    // `NATO-Russia talks`, `NATO - which …`
    let tight = form(end) == "-" && tokens[end - 1].span.end == tokens[end].span.start;
    let goes_on = tokens.get(end + 1).is_some_and(|t| !t.form.starts_with(char::is_lowercase));
    if (0..end).all(heading) && (capitals && goes_on && !tight || marked) { end + 1 } else { 0 }
}

/// Takes the dateline out of the sentence, for the parser takes the place of writing for a party.
fn without_dateline(sentence: &mut Sentence) -> Vec<Token> {
    match dateline(&sentence.tokens) {
        n if n < sentence.tokens.len() => sentence.tokens.drain(..n).collect(),
        _ => Vec::new(),
    }
}

/// Puts it back, hung from the root.
fn with_dateline(sentence: &mut Sentence, mut dateline: Vec<Token>) {
    let n = dateline.len();
    if n == 0 {
        return;
    }
    for t in &mut sentence.tokens {
        t.head = t.head.map(|h| h + n);
    }
    for name in &mut sentence.names {
        name.first += n;
        name.end += n;
    }
    let root = sentence.tokens.iter().position(|t| t.head.is_none()).map(|k| k + n);
    for t in &mut dateline {
        let word = t.form.chars().any(char::is_alphanumeric);
        (t.upos, t.xpos) = if word { (Upos::Propn, "NNP".into()) } else { (Upos::Punct, ":".into()) };
        (t.head, t.deprel) = (root, CompactString::const_new(if word { "dislocated" } else { "punct" }));
    }
    sentence.tokens.splice(..0, dateline);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dateline_is_no_part_of_the_clause() {
        let s = &read("CARACAS, Venezuela (AP) - Chile expelled three envoys.")[0];
        let subject = s.tokens.iter().find(|t| t.form == "Chile").expect("the subject");
        assert_eq!((subject.rel(), subject.head), ("nsubj", s.tokens.iter().position(|t| t.form == "expelled")));
        assert_eq!(s.tokens.iter().filter(|t| t.head.is_none()).count(), 1);
        for (text, n) in
            [("KHARTOUM - Sudan freed a man.", 2), ("NATO-Russia talks began.", 0), ("NATO - which met - left.", 0)]
        {
            assert_eq!(dateline(&split(text)[0].tokens), n, "{text}");
        }
    }
}
