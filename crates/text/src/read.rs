//! The front door: text to annotated sentences.

use crate::{Parser, Sentence, lemma, split};

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
    Parser::embedded().annotate_all(sentences);
    for sentence in sentences {
        for t in &mut sentence.tokens {
            t.lemma = lemma::lemma(&t.form, t.upos, &t.xpos, &t.feats);
        }
    }
}
