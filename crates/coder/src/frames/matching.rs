//! Finding frames in a tree.

use super::{Frame, Frames, Need};
use crate::tree::Tree;
use crate::words::COLLECTIVES;
use detente_text::Upos;

/// A frame that fits a word.
#[derive(Clone, Debug)]
pub(crate) struct Hit<'f> {
    pub frame: &'f Frame,
    /// The head's token.
    pub at: usize,
    /// Other tokens of the frame: particles, the object that it needs.
    pub with: Vec<usize>,
    /// The object that satisfied `&`, where one did.
    pub object: Option<usize>,
}

impl Frames {
    /// The best frame of the verb or noun at `k`; `is_actor` says whether a token is an actor.
    pub fn at<'f>(&'f self, tree: &Tree<'_>, k: usize, is_actor: &dyn Fn(usize) -> bool) -> Option<Hit<'f>> {
        let token = tree.token(k);
        let lemma = token.lemma.to_lowercase();
        // "test-fired", "sit-in": one word in the dictionaries, several in the tree
        let hyphen = (k >= 2
            && tree.token(k - 1).form == "-"
            && !tree.token(k - 1).space_after
            && !tree.token(k - 2).space_after)
            .then(|| format!("{}-{lemma}", tree.lemma(k - 2).to_lowercase()));
        let joined = hyphen.and_then(|h| self.verbs.get(&h).or_else(|| self.nouns.get(&h)));
        let list = joined.or_else(|| match token.upos {
            Upos::Verb => self.verbs.get(lemma.as_str()),
            Upos::Noun | Upos::Propn => self.nouns.get(lemma.as_str()),
            _ => None,
        })?;
        list.iter()
            .filter_map(|&f| fits(&self.frames[f], tree, k, is_actor))
            .max_by(|a, b| a.frame.weight().cmp(&b.frame.weight()).then(b.frame.line.len().cmp(&a.frame.line.len())))
    }
}

fn fits<'f>(frame: &'f Frame, tree: &Tree<'_>, k: usize, is_actor: &dyn Fn(usize) -> bool) -> Option<Hit<'f>> {
    let mut with = Vec::new();
    if frame.verb {
        for word in &frame.head[1..] {
            with.push(particle(tree, k, word)?);
        }
    } else {
        for word in &frame.head[..frame.head.len() - 1] {
            with.push(tree.children(k).iter().copied().find(|&c| {
                c < k
                    && matches!(tree.rel(c), "compound" | "amod" | "nmod" | "advmod" | "flat" | "punct")
                    && (tree.lemma(c).eq_ignore_ascii_case(word) || tree.token(c).form.eq_ignore_ascii_case(word))
            })?);
        }
    }
    let mut object = None;
    // "handed over their weapons": the parser takes the particle for a preposition of the object
    let governed =
        |&w: &usize| tree.head(w).filter(|&n| tree.rel(w) == "case" && tree.head(n) == Some(k) && tree.rel(n) == "obl");
    let patient =
        if frame.verb { tree.patient(k).map(|p| p.0).or_else(|| with.iter().find_map(governed)) } else { None };
    for need in frame.need.iter() {
        match need {
            Need::Words { words, actor, name, none } => {
                let candidates: Vec<usize> = if frame.verb {
                    patient.into_iter().chain(tree.with_rel(k, "obj").filter(|&o| Some(o) != patient)).collect()
                } else {
                    let modifies = |&c: &usize| matches!(tree.rel(c), "nmod" | "compound" | "amod");
                    tree.children(k).iter().copied().filter(modifies).collect()
                };
                let one =
                    |p: usize| tree.token(p).upos == Upos::Propn && tree.child(p, "flat").is_none() && is_actor(p);
                // "thousands of rounds" are nobody
                let things = |p: usize| {
                    let of = (p + 1 < tree.len() && tree.lemma(p + 1) == "of").then(|| tree.head(p + 1)).flatten();
                    COLLECTIVES.contains(&tree.lemma(p)) && of.is_some_and(|n| !is_actor(n) && !words.name(tree, n))
                };
                let fits = |p: usize| words.name(tree, p) && !things(p) || *actor && is_actor(p) || *name && one(p);
                if *none && candidates.iter().all(|c| with.contains(c)) {
                    continue;
                }
                let found = candidates.into_iter().flat_map(|p| tree.conjuncts(p)).find(|&p| fits(p))?;
                if !((*actor || *name) && words.is_empty()) {
                    with.push(found);
                    object = Some(found);
                }
            }
            Need::Oblique(preposition, words, actor) => {
                // "benefit more from an influx": the parser may hang it on the adverb
                let found = std::iter::once(k)
                    .chain(tree.with_rel(k, "advmod"))
                    .chain(tree.with_rel(k, "obj"))
                    .find_map(|t| tree.by_preposition(t, std::slice::from_ref(preposition)))
                    .filter(|&p| words.name(tree, p) || *actor && is_actor(p))?;
                if words.name(tree, found) {
                    with.push(found);
                }
            }
            Need::None => {
                if patient.is_some_and(|p| !with.contains(&p)) {
                    return None;
                }
            }
            Need::Clause => {
                tree.children(k).iter().find(|&&c| matches!(tree.rel(c), "xcomp" | "ccomp" | "acl"))?;
            }
        }
    }
    Some(Hit { frame, at: k, with, object })
}

/// A word that belongs to the verb: its particle, adverb, or a preposition or noun right behind it.
fn particle(tree: &Tree<'_>, k: usize, word: &str) -> Option<usize> {
    let is = |c: usize| {
        (tree.lemma(c).eq_ignore_ascii_case(word) || tree.token(c).form.eq_ignore_ascii_case(word))
            && tree.token(c).upos != Upos::Propn
            // "let it go unanswered" lets nothing go
            && !(word == "go" && tree.children(c).iter().any(|&g| matches!(tree.rel(g), "xcomp" | "amod" | "advcl")))
    };
    tree.children(k)
        .iter()
        .copied()
        .find(|&c| {
            c > k && matches!(tree.rel(c), "compound" | "advmod" | "obj" | "obl" | "xcomp" | "mark" | "expl") && is(c)
        })
        .or_else(|| {
            tree.children(k).iter().flat_map(|&c| tree.children(c).iter().copied()).find(|&c| {
                // "signed a treaty on Monday" is no signing on
                let when = tree.head(c).is_some_and(|n| is_time(tree.lemma(n)));
                // "took a base in the north" takes nobody in
                let behind = c > k + 1 && tree.child(k, "obj").is_some_and(|o| o > k && o < c);
                c > k && c <= k + 4 && matches!(tree.rel(c), "case" | "mark") && is(c) && !when && !behind
            })
        })
        .or_else(|| (k + 1..tree.len().min(k + 2)).find(|&c| is(c) && tree.rel(c) != "det"))
}

/// Days, months and stretches of time.
fn is_time(lemma: &str) -> bool {
    const TIMES: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "day",
        "week",
        "weekend",
        "month",
        "year",
        "morning",
        "afternoon",
        "evening",
        "night",
        "eve",
        "anniversary",
    ];
    TIMES.contains(&lemma.to_lowercase().as_str())
}
