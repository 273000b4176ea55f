//! Whom `it`, `they`, `the group` and `both sides` stand for.

use super::{GROUP_WORDS, Mentions, PAIR_WORDS, STATE_WORDS};
use crate::actors::Memory;
use crate::words::SAYING;
use detente_event::Actor;

impl Mentions<'_> {
    pub(super) fn pronoun(&self, k: usize, memory: &Memory) -> Vec<Actor> {
        if let Some(a) = self.sayer(k) {
            return vec![self.with_text(a, k)];
        }
        let found = match self.tree.token(k).form.to_lowercase().as_str() {
            "whose" => return self.whose(k),
            "he" | "she" | "him" | "her" | "his" | "hers" | "himself" | "herself" => memory.person(self.sentence),
            "it" | "they" if self.threatened(k).is_some() => self.threatened(k),
            "it" | "its" | "itself" => memory.thing(self.sentence),
            // whoever acts on "them" is another
            "them" if self.tree.rel(k) == "obj" => {
                let subject = self.tree.head(k).and_then(|v| self.tree.subject(v, 0)).map(|s| s.0);
                let own = subject.and_then(|s| self.resolved[s].first().cloned());
                memory.plural(self.sentence, own.as_ref())
            }
            "they" | "them" | "their" | "theirs" | "themselves" => memory.plural(self.sentence, None),
            "both" => return memory.pair(self.sentence),
            _ => None,
        };
        found.into_iter().map(|a| self.with_text(a, k)).collect()
    }

    /// `The ministry said it had withdrawn`: whoever says so speaks of itself.
    fn sayer(&self, k: usize) -> Option<Actor> {
        let tree = self.tree;
        let verb = tree.head(k).filter(|_| tree.rel(k) == "nsubj")?;
        let says = tree.head(verb).filter(|&h| tree.rel(verb) == "ccomp" && SAYING.contains(&tree.lemma(h)))?;
        let (subject, _) = tree.subject(says, 0).filter(|s| s.0 < k)?;
        let [own] = &self.resolved[subject][..] else { return None };
        let person = own.person.is_some();
        let plural = tree.token(subject).feat("Number") == Some("Plur");
        let fits = match tree.token(k).form.to_lowercase().as_str() {
            "he" | "she" => person,
            "it" => !person && !plural,
            "they" => plural,
            _ => false,
        };
        fits.then(|| own.clone())
    }

    /// `threatened sanctions on the group if it blocks the road`: whose doing a threat hangs on is whom it is made to.
    fn threatened(&self, k: usize) -> Option<Actor> {
        let tree = self.tree;
        let verb = tree.head(k).filter(|_| tree.rel(k) == "nsubj")?;
        let mut at = verb;
        let conditional = tree.is_conditional(verb);
        while let Some(h) = tree.head(at).filter(|_| conditional) {
            at = h;
            if matches!(tree.lemma(h), "threaten" | "warn") {
                let (subject, _) = tree.subject(h, 0)?;
                let own = self.resolved[subject].first()?;
                let other = |a: &&Actor| !(a.code.is_empty() || a.same_party(own) && a.sector == own.sector);
                return (subject + 1..k).rev().find_map(|t| self.resolved[t].iter().find(other)).cloned();
            }
        }
        None
    }

    /// `whose` stands for the noun that its clause modifies.
    fn whose(&self, k: usize) -> Vec<Actor> {
        let mut at = k;
        for _ in 0..6 {
            let Some(h) = self.tree.head(at) else { break };
            if self.tree.token(at).deprel == "acl:relcl" {
                return self.resolved[h].clone();
            }
            at = h;
        }
        Vec::new()
    }

    /// `the group`, `the country`, `the two sides`.
    pub(super) fn description(&self, k: usize, memory: &Memory) -> Option<Vec<Actor>> {
        let lemma = self.tree.lemma(k);
        let both = self.tree.children(k).iter().any(|&c| matches!(self.tree.lemma(c), "two" | "both"));
        if both && PAIR_WORDS.contains(&lemma) {
            let sides = matches!(lemma, "side" | "party" | "enemy" | "rival" | "foe" | "belligerent");
            let pair = if sides { memory.sides(self.sentence) } else { memory.pair(self.sentence) };
            return (!pair.is_empty()).then(|| pair.into_iter().map(|a| self.with_text(a, k)).collect());
        }
        if !self.is_definite(k) || self.tree.token(k).feat("Number") == Some("Plur") && !PAIR_WORDS.contains(&lemma) {
            return None;
        }
        if lemma == "side" && self.tree.token(k).feat("Number") == Some("Plur") {
            let pair = memory.sides(self.sentence);
            return (!pair.is_empty()).then(|| pair.into_iter().map(|a| self.with_text(a, k)).collect());
        }
        let found = if GROUP_WORDS.contains(&lemma) {
            memory.group(self.sentence)
        } else if STATE_WORDS.contains(&lemma) && self.tree.with_rel(k, "nmod").next().is_none() {
            memory.state(self.sentence, lemma)
        } else {
            None
        };
        found.map(|a| vec![self.with_text(a, k)])
    }
}
