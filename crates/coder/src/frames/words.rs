//! The words that an object may be, laid out for finding.

use crate::tree::Tree;
use crate::words::COLLECTIVES;
use std::collections::HashSet;

/// A set of nouns: one word, a compound (`trade talk`), or a head with its `of` (`state of emergency`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    single: HashSet<Box<str>>,
    /// The compound's last word, and those before it.
    compound: Vec<(Box<str>, Vec<Box<str>>)>,
    /// Head and what it is of.
    of: Vec<(Box<str>, Box<str>)>,
}

impl Words {
    /// From words in lower case.
    pub fn new(words: Vec<String>) -> Self {
        let mut out = Words::default();
        for w in words {
            if let Some((head, noun)) = w.split_once(" of ") {
                out.of.push((head.into(), noun.into()));
            } else if let Some((before, last)) = w.rsplit_once(' ') {
                out.compound.push((last.into(), before.split_whitespace().map(Into::into).collect()));
            } else {
                out.single.insert(w.into());
            }
        }
        out
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.single.is_empty() && self.compound.is_empty() && self.of.is_empty()
    }

    /// Whether the nominal at `p` is one of them, or a part or number of one.
    pub fn name(&self, tree: &Tree<'_>, p: usize) -> bool {
        let of = || tree.by_preposition(p, &["of".to_owned()]);
        self.called(tree, p)
            || COLLECTIVES.contains(&tree.lemma(p)) && of().is_some_and(|n| self.called(tree, n))
            || self.of.iter().any(|(head, noun)| is(tree, p, head) && of().is_some_and(|n| is(tree, n, noun)))
    }

    fn called(&self, tree: &Tree<'_>, p: usize) -> bool {
        let has = |w: &str| {
            self.single.contains(w) || w.contains(char::is_uppercase) && self.single.contains(w.to_lowercase().as_str())
        };
        has(tree.lemma(p))
            || has(&tree.token(p).form)
            || self.compound.iter().any(|(last, before)| {
                is(tree, p, last) && before.iter().all(|w| tree.children(p).iter().any(|&c| is(tree, c, w)))
            })
    }
}

fn is(tree: &Tree<'_>, k: usize, word: &str) -> bool {
    tree.lemma(k).eq_ignore_ascii_case(word) || tree.token(k).form.eq_ignore_ascii_case(word)
}
