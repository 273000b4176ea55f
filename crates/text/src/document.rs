//! A text with its sentences.

use crate::Sentence;

/// A text and the sentences found in it, or a document of a CoNLL-U file with the text its words make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its name, where it has one: the `newdoc id` of a CoNLL-U file.
    pub id: Option<String>,
    /// The text that all spans point into.
    pub text: String,
    /// Its sentences, in order, not overlapping.
    pub sentences: Vec<Sentence>,
}

impl Document {
    /// Reads a text: sentences, words, tags, trees, lemmas and names.
    #[must_use]
    pub fn read(text: impl Into<String>) -> Self {
        let text = text.into();
        let sentences = crate::read(&text);
        Self { id: None, text, sentences }
    }
}
