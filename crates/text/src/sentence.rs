//! Sentences, their tokens, and the tree over them.

use crate::Span;
use compact_str::CompactString;

/// Universal part-of-speech tag (Universal Dependencies v2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // The names are the tag set's own.
#[repr(u8)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    #[default]
    X,
}

impl Upos {
    /// All tags, in the order of their numbers.
    pub const ALL: [Upos; 17] = [
        Upos::Adj,
        Upos::Adp,
        Upos::Adv,
        Upos::Aux,
        Upos::Cconj,
        Upos::Det,
        Upos::Intj,
        Upos::Noun,
        Upos::Num,
        Upos::Part,
        Upos::Pron,
        Upos::Propn,
        Upos::Punct,
        Upos::Sconj,
        Upos::Sym,
        Upos::Verb,
        Upos::X,
    ];

    /// The tag as CoNLL-U writes it, `NOUN`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        [
            "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
            "SCONJ", "SYM", "VERB", "X",
        ][self as usize]
    }

    /// The tag of that name; `None` where there is none.
    #[must_use]
    pub fn parse(name: &str) -> Option<Upos> {
        Self::ALL.into_iter().find(|u| u.as_str() == name)
    }

    /// Noun, proper noun or pronoun.
    #[must_use]
    pub fn is_nominal(self) -> bool {
        matches!(self, Upos::Noun | Upos::Propn | Upos::Pron)
    }
}

/// A syntactic word with its place in the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the document. Words of one contraction (`do` `n't`) have adjacent spans.
    pub span: Span,
    /// The word as the tree has it: the text under the span, cleaned of zero-width characters and entities.
    pub form: CompactString,
    /// Dictionary form, lower case but for proper nouns.
    pub lemma: CompactString,
    /// Part of speech.
    pub upos: Upos,
    /// Treebank-specific tag, empty where unknown.
    pub xpos: CompactString,
    /// Features as CoNLL-U writes them, `Mood=Ind|Tense=Past`; empty for none.
    pub feats: CompactString,
    /// Index (from 0) of the governing token in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head, `nsubj:pass`; `root` for the root.
    pub deprel: CompactString,
    /// Whether white space (or the end of the text) follows.
    pub space_after: bool,
    /// Whether this word continues the surface token of the word before it (`n't` of `don't`).
    pub continues: bool,
}

impl Token {
    /// The value of a feature, `feat("Tense") == Some("Past")`.
    #[must_use]
    pub fn feat(&self, name: &str) -> Option<&str> {
        self.feats.split('|').find_map(|f| f.strip_prefix(name)?.strip_prefix('='))
    }

    /// The relation without its subtype: `nsubj` of `nsubj:pass`.
    #[must_use]
    pub fn rel(&self) -> &str {
        self.deprel.split(':').next().unwrap_or("")
    }
}

/// What kind of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A place.
    Place,
    /// An organisation.
    Organisation,
}

/// A proper name, tokens `first..end` of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Index of the first token.
    pub first: usize,
    /// One past the last token.
    pub end: usize,
    /// Person, place or organisation.
    pub kind: NameKind,
}

/// A sentence: its bytes in the document, its words and their tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands in the document.
    pub span: Span,
    /// Its words, in order.
    pub tokens: Vec<Token>,
    /// Proper names, in order, not overlapping.
    pub names: Vec<Name>,
    /// Comment lines of a CoNLL-U file (without `# `), kept for writing it again; empty for text.
    pub comments: Vec<String>,
}

impl Sentence {
    /// The tokens that `head` governs, in order.
    pub fn children(&self, head: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(move |&k| self.tokens[k].head == Some(head))
    }

    /// The root's index; `None` for an empty sentence or one without a tree.
    #[must_use]
    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|t| t.head.is_none() && t.deprel == "root")
    }

    /// All tokens at or below `top`, ascending.
    #[must_use]
    pub fn subtree(&self, top: usize) -> Vec<usize> {
        let mut inside = vec![false; self.tokens.len()];
        let mut stack = vec![top];
        while let Some(k) = stack.pop() {
            if !std::mem::replace(&mut inside[k], true) {
                stack.extend(self.children(k));
            }
        }
        (0..inside.len()).filter(|&k| inside[k]).collect()
    }
}
