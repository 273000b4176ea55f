//! Which frames of a sentence tell acts of their own, and which are only part of another act: the object that a verb
//! needs, a noun that describes another, what is asked for or agreed to.

use super::{Frames, Hit, Operator};
use crate::status::Judgement;
use crate::tree::Tree;
use detente_event::{Act, Quad, Status};

/// Nouns for the course of what is named before them: `the dialogue process`, `a protest march`.
const COURSES: &[&str] = &["process", "round", "session", "series", "wave", "march", "mission", "track", "operation"];

/// Why a frame tells no act of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unheard {
    /// It is the object that the verb at that token needs.
    PartOf(usize),
    /// It only describes another noun.
    Describes,
}

impl Frames {
    /// The frames of the tokens, in the order of their words; apart, those that are only part of another or describe a noun.
    pub fn tellings<'f>(
        &'f self,
        tree: &Tree<'_>,
        tokens: impl Iterator<Item = usize>,
        is_actor: &dyn Fn(usize) -> bool,
    ) -> (Vec<Hit<'f>>, Vec<(Hit<'f>, Unheard)>) {
        let mut hits: Vec<Hit<'f>> = tokens.filter_map(|k| self.at(tree, k, is_actor)).collect();
        let needs: Vec<(usize, usize)> = hits
            .iter()
            .filter(|h| h.frame.verb)
            .flat_map(|h| h.with.iter().map(|&k| (k, h.at)))
            .filter(|&(k, _)| !tree.is_verb(k))
            .collect();
        let unheard = |h: &Hit<'_>| match needs.iter().find(|n| n.0 == h.at) {
            Some(&(_, verb)) => Some(Unheard::PartOf(verb)),
            None => self.describes(tree, h).then_some(Unheard::Describes),
        };
        let apart = hits.extract_if(.., |h| unheard(h).is_some()).collect::<Vec<_>>();
        let apart = apart.into_iter().filter_map(|h| unheard(&h).map(|u| (h, u))).collect();
        (hits, apart)
    }

    /// Whether the word of a noun frame only describes another noun: `opposition candidates`, `weapons supply`.
    fn describes(&self, tree: &Tree<'_>, hit: &Hit<'_>) -> bool {
        // "visiting diplomats"
        let attribute = hit.frame.act == Act::Consult && tree.rel(hit.at) == "amod";
        // "an alliance of armed groups said": who speaks
        let speaker = !hit.frame.verb
            && tree.rel(hit.at) == "nsubj"
            && matches!(hit.frame.act, Act::Support | Act::Cooperate)
            && tree.head(hit.at).is_some_and(|v| self.is('v', tree.lemma(v), Operator::Says));
        hit.frame.verb && attribute
            || speaker
            || !hit.frame.verb
                && matches!(tree.rel(hit.at), "compound" | "amod")
                && tree.head(hit.at).is_some_and(|h| {
                    let head = tree.lemma(h).to_lowercase();
                    self.operators('n', &head).is_empty() && !COURSES.contains(&head.as_str())
                })
    }
}

/// The word of the act that asks for this one, agrees to it, rejects or supports it: it is the content of that act, not an
/// event beside it.
pub(crate) fn content_of(tree: &Tree<'_>, hits: &[Hit<'_>], hit: &Hit<'_>, j: &Judgement) -> Option<usize> {
    j.above.iter().copied().find(|&a| {
        hits.iter().any(|h| {
            (h.at == a || h.object == Some(a) || alleges(h, hit) && tree.patient(h.at).is_some_and(|p| p.0 == a))
                && (matches!(h.frame.act, Act::Request | Act::Agree | Act::Reject | Act::Support)
                    || alleges(h, hit)
                    || warns_off(tree, h, hit))
                && (h.frame.verb
                    || tree.is_verb(hit.at)
                    || tree.head(hit.at).is_some_and(|v| v != a && tree.is_verb(v)))
                && clause_between(tree, hit.at, a)
                && !(h.frame.act == Act::Reject && j.status == Status::Negated && denies(tree, a))
        })
    })
}

/// Whether `k` hangs below `above`, but not through a relative clause or parenthesis.
pub(crate) fn clause_between(tree: &Tree<'_>, k: usize, above: usize) -> bool {
    let mut k = k;
    for _ in 0..tree.len() {
        if k == above {
            return true;
        }
        if matches!(tree.token(k).deprel.as_str(), "acl:relcl" | "parataxis") {
            return false;
        }
        match tree.head(k) {
            Some(h) if tree.rel(k) != "conj" || h != above => k = h,
            _ => return false,
        }
    }
    false
}

/// Whether one warns another not to do the act: `warned the group not to advance`.
fn warns_off(tree: &Tree<'_>, saying: &Hit<'_>, hit: &Hit<'_>) -> bool {
    saying.frame.act == Act::Threaten
        && tree.lemma(saying.at) == "warn"
        && tree.child(saying.at, "obj").is_some()
        && tree.is_to_infinitive(hit.at)
}

/// Whether one only says that the other does the act: `accused the army of killing drivers`.
fn alleges(saying: &Hit<'_>, hit: &Hit<'_>) -> bool {
    saying.frame.act == Act::Accuse
        && saying.frame.mode.as_deref() == Some("allege")
        && saying.frame.verb
        && matches!(hit.frame.act.quad(), Quad::MaterialConflict | Quad::MaterialCooperation)
}

fn denies(tree: &Tree<'_>, k: usize) -> bool {
    matches!(tree.lemma(k), "deny" | "denial" | "dispute" | "reject")
}
