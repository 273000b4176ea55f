//! Words that frames know, in a construction that none of them has: for telling why there is no event.

use super::Frames;
use crate::tree::Tree;
use detente_event::Act;
use detente_text::Upos;

impl Frames {
    /// The acts that the verb or noun at `k` names in other constructions, in the order of the acts.
    pub fn near(&self, tree: &Tree<'_>, k: usize) -> Vec<Act> {
        let lemma = tree.token(k).lemma.to_lowercase();
        let list = match tree.token(k).upos {
            Upos::Verb => self.verbs.get(lemma.as_str()),
            Upos::Noun | Upos::Propn => self.nouns.get(lemma.as_str()),
            _ => None,
        };
        let mut acts: Vec<Act> = list.into_iter().flatten().map(|&f| self.frames[f].act).collect();
        acts.sort_unstable();
        acts.dedup();
        acts
    }
}
