//! What one party says that another must do: a REQUEST, whatever the deed (`Moscow said Khartoum must return the
//! helicopter`).

use super::Context;
use crate::frames::{Hit, Operator};
use detente_event::{Act, Actor, Event, Status, Why};

impl Context<'_> {
    /// The demands of the sentence, each with the head of the clause that holds what is demanded.
    pub(super) fn demands(&self, hits: &[Hit<'_>]) -> Vec<(Event, usize)> {
        (0..self.tree.len()).filter_map(|k| self.demand(k, hits)).collect()
    }

    fn demand(&self, k: usize, hits: &[Hit<'_>]) -> Option<(Event, usize)> {
        let tree = self.tree;
        let modal = self.obliges(k)?;
        let (subject, _) = tree.subject(k, 0)?;
        if modal < subject {
            return None; // "should they fail": a condition
        }
        let says = self.reporter(k)?;
        let (speaker, _) = tree.agent(says, 0)?;
        let known = |a: &Actor| !a.code.is_empty() || !a.sector.is_empty();
        let actor: Vec<Actor> = self.mentions.all(speaker).into_iter().filter(known).collect();
        let recipient: Vec<Actor> = self
            .mentions
            .all(subject)
            .into_iter()
            .filter(|a| known(a) && !actor.iter().any(|b| a.same_party(b) && a.sector == b.sector))
            .collect();
        if actor.is_empty() || recipient.is_empty() {
            return None;
        }
        let content = hits.iter().find(|h| h.at == k).map(|h| h.frame.act);
        let mode = match content {
            Some(Act::Aid | Act::Cooperate) => "assist",
            Some(Act::Retreat | Act::Concede) => "yield",
            Some(Act::Consult) => "meet",
            _ => "change",
        };
        let mut e = self.blank(tree.token(k).span, Act::Request, Some(mode), Status::Occurred);
        (e.actor, e.recipient) = (actor, recipient);
        e.object = Some(self.clause_text(k)).filter(|t| !t.is_empty());
        e.why.push(Why { rule: "demand: said of another that it must".into(), words: self.words([modal, k]) });
        e.finish("");
        e.confidence = 0.8;
        Some((e, k))
    }

    /// The word by which the predicate at `k` is an obligation.
    fn obliges(&self, k: usize) -> Option<usize> {
        let tree = self.tree;
        if !tree.is_verb(k) && tree.child(k, "cop").is_none() {
            return None;
        }
        tree.with_rel(k, "aux").find(|&c| matches!(tree.lemma(c), "must" | "should" | "ought")).or_else(|| {
            let needs =
                matches!(tree.lemma(k), "need" | "have") && tree.with_rel(k, "xcomp").any(|c| tree.is_to_infinitive(c));
            needs.then_some(k)
        })
    }

    /// The verb of saying over (or set beside) the clause at `k`.
    fn reporter(&self, k: usize) -> Option<usize> {
        let tree = self.tree;
        let says = |v: usize| {
            self.frames.is('v', tree.lemma(v), Operator::Says)
                || matches!(tree.lemma(v), "conclude" | "insist" | "stress" | "write")
        };
        let mut at = k;
        for _ in 0..6 {
            let Some(h) = tree.head(at) else { break };
            match tree.rel(at) {
                "ccomp" | "parataxis" if says(h) => return Some(h),
                "conj" => at = h,
                _ => return None,
            }
        }
        ["parataxis", "ccomp"].into_iter().find_map(|rel| tree.with_rel(at, rel).find(|&c| says(c)))
    }
}
