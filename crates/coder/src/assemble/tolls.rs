//! The killed and the injured: which numbers of a sentence count them, and for which of its acts.

use super::Context;
use crate::amount::Amount;
use crate::tree::Tree;
use detente_event::{Act, Casualties, Count};
use detente_text::{DateExpression, Upos};
use jiff::civil::Date;

const KILL: &[&str] =
    &["kill", "murder", "massacre", "slaughter", "execute", "slay", "behead", "assassinate", "lynch", "gun"];
const DIE: &[&str] = &["die", "perish", "succumb"];
const HURT: &[&str] = &["injure", "wound", "hurt", "maim"];
const DEATH: &[&str] = &["death", "killing", "murder", "massacre", "execution", "toll"];
/// What hangs an act or its outcome on another act of the same occurrence.
const OUTCOME: &[&str] = &["advcl", "acl", "nsubj", "obj", "obl", "nmod", "xcomp", "parataxis", "appos"];

/// A number with the nominal that it counts.
pub(super) struct Counted {
    pub amount: Amount,
    /// The nominal as it stands in the clause.
    pub top: usize,
    /// The noun of what is counted, where it is told.
    pub noun: Option<usize>,
}

/// A number of killed or injured.
pub(super) struct Toll {
    killed: bool,
    low: Option<u64>,
    high: Option<u64>,
    /// The first of the nominals that are joined.
    group: usize,
    pub top: usize,
    /// First and last word.
    words: (usize, usize),
}

/// What a word says of the people counted before it.
fn state(word: &str) -> Option<bool> {
    match word {
        "dead" | "killed" | "deaths" | "fatalities" | "fatality" | "death" => Some(true),
        "wounded" | "injured" | "hurt" | "injuries" => Some(false),
        _ => None,
    }
}

fn first_joined(tree: &Tree<'_>, mut k: usize) -> usize {
    for _ in 0..tree.len() {
        match tree.head(k) {
            Some(h) if tree.rel(k) == "conj" && !tree.is_verb(h) => k = h,
            // a noun that the parser joins to the verb instead of to its object
            Some(h) if tree.rel(k) == "conj" && !tree.is_verb(k) => match tree.child(h, "obj") {
                Some(o) if o < k => return o,
                _ => break,
            },
            _ => break,
        }
    }
    k
}

impl Context<'_> {
    /// The tolls that the sentence gives.
    pub(super) fn tolls(&self, counted: &[Counted]) -> Vec<Toll> {
        let tree = self.tree;
        let mut out: Vec<Toll> = Vec::new();
        for c in counted.iter().filter(|c| c.amount.unit.is_none()) {
            let a = &c.amount;
            let part = a.first > 0 && matches!(tree.lemma(a.first - 1), "include" | "among" | "including");
            if part {
                continue;
            }
            let own = self.stated(c);
            let Some(killed) = own.map(|o| o.0).or_else(|| self.role(c.top, c.noun)) else { continue };
            let last = own.map_or(a.last, |o| o.1).max(c.noun.unwrap_or(a.last)).max(a.last);
            out.push(Toll {
                killed,
                low: whole(a.low),
                high: whole(a.high),
                group: first_joined(tree, c.top),
                top: c.top,
                words: (a.first, last),
            });
        }
        // "killing a woman and two children"
        for k in 0..tree.len() {
            let one = tree.child(k, "det").filter(|&d| matches!(tree.lemma(d), "a" | "an"));
            let person = || {
                ["people", "persons", "officials"].iter().any(|c| self.frames.in_class(c, tree.lemma(k)))
                    || self.mentions.is_actor(k)
            };
            if let Some(det) = one
                && matches!(tree.token(k).xpos.as_str(), "NN" | "JJ")
                && !out.iter().any(|t| t.top == k)
                && person()
                && let Some(killed) = self.role(k, Some(k))
            {
                let group = first_joined(tree, k);
                // joined right to a number before it, not across other words
                let next_to =
                    |t: &Toll| t.words.1 < det && (t.words.1 + 1..det).all(|w| matches!(tree.rel(w), "cc" | "punct"));
                if group != k && group < k && !out.iter().any(next_to) {
                    continue;
                }
                out.push(Toll { killed, low: Some(1), high: Some(1), group, top: k, words: (det, k) });
            }
        }
        out.sort_by_key(|t| t.words);
        out
    }

    /// What the words right at the number say: `12 dead`, `30 others wounded`, `three deaths`; and where.
    fn stated(&self, c: &Counted) -> Option<(bool, usize)> {
        let tree = self.tree;
        // "shot dead four protesters"
        if c.amount.first > 1 && tree.lemma(c.amount.first - 1) == "dead" && tree.is_verb(c.amount.first - 2) {
            return Some((true, c.amount.last));
        }
        for k in c.amount.last + 1..tree.len().min(c.amount.last + 6) {
            let t = tree.token(k);
            if let Some(killed) = state(&t.form.to_lowercase()) {
                // "12 gunmen killed two soldiers"
                let acts = tree.child(k, "obj").is_some();
                return (!acts).then_some((killed, k));
            }
            if matches!(t.upos, Upos::Punct | Upos::Cconj) || tree.is_verb(k) || t.upos == Upos::Adp && t.lemma != "of"
            {
                return None;
            }
        }
        None
    }

    /// Whether the nominal is said to have been killed (true) or injured (false), by what governs or modifies it.
    fn role(&self, top: usize, noun: Option<usize>) -> Option<bool> {
        let tree = self.tree;
        let first = first_joined(tree, top);
        for c in [top, first].into_iter().flat_map(|t| tree.children(t).iter().copied()) {
            if tree.rel(c) == "acl" && (tree.is_passive(c) || DIE.contains(&tree.lemma(c))) {
                let killed = KILL.contains(&tree.lemma(c)) || DIE.contains(&tree.lemma(c));
                if killed || HURT.contains(&tree.lemma(c)) {
                    return Some(killed);
                }
            }
        }
        let verb = tree.head(first)?;
        let (rel, lemma) = (tree.rel(first), tree.lemma(verb));
        if !tree.is_verb(verb) {
            let of = rel == "nmod" && tree.preposition(first) == "of";
            return match lemma {
                l if of && DEATH.contains(&l) => Some(true),
                "wounding" | "injury" | "injuring" if of => Some(false),
                "dead" if rel == "nsubj" => Some(true),
                _ => None,
            };
        }
        let suffers = match rel {
            "obj" => true,
            "nsubj" => tree.is_passive(verb),
            // the parser's oblique for "killed up to 30 rebels"
            "obl" => matches!(tree.preposition(first).as_str(), "" | "to" | "up to" | "at") && first > verb,
            _ => false,
        };
        let with = |word: &str| {
            tree.children(verb).iter().any(|&c| tree.lemma(c) == word && !matches!(tree.rel(c), "nsubj" | "obj"))
        };
        if KILL.contains(&lemma) && suffers || DIE.contains(&lemma) && rel == "nsubj" {
            return Some(true);
        }
        if HURT.contains(&lemma) && suffers {
            return Some(false);
        }
        if suffers && matches!(lemma, "shoot" | "stab" | "beat" | "leave" | "hack" | "burn" | "find") {
            if with("dead") || with("death") {
                return Some(true);
            }
            if lemma == "leave" && (with("wounded") || with("wound") || with("injured") || with("injure")) {
                return Some(false);
            }
        }
        let life = noun.is_some_and(|n| tree.lemma(n) == "life") || tree.lemma(top) == "life";
        if life && rel == "obj" && matches!(lemma, "claim" | "cost" | "take") {
            return Some(true);
        }
        // "12 people lost their lives"
        if rel == "nsubj" && lemma == "lose" && tree.child(verb, "obj").is_some_and(|o| tree.lemma(o) == "life") {
            return Some(true);
        }
        let toll = tree.child(verb, "nsubj").is_some_and(|s| tree.lemma(s) == "toll");
        (toll && matches!(rel, "obj" | "obl")).then_some(true)
    }

    /// The killed and injured of the act at `at`.
    pub(super) fn casualties(&self, at: usize, tolls: &[Toll]) -> Option<Casualties> {
        let tree = self.tree;
        if tolls.is_empty() {
            return None;
        }
        let is_actor = |k: usize| self.mentions.is_actor(k);
        let violent: Vec<usize> = (0..tree.len())
            .filter(|&k| {
                k == at
                    || self
                        .frames
                        .at(tree, k, &is_actor)
                        .is_some_and(|h| matches!(h.frame.act, Act::Assault | Act::Protest))
            })
            .collect();
        let of_this = |t: &&Toll| {
            let nearest = violent.iter().map(|&v| (self.distance(t.top, v), v)).min();
            let here = self.distance(t.top, at);
            here <= 8 && nearest.is_some_and(|(d, v)| here == d || self.continues(v, at) || self.continues(at, v))
        };
        self.add_up(&tolls.iter().filter(of_this).collect::<Vec<_>>(), tolls)
    }

    /// The killed and injured of a sentence that names no act, for the act told before it: `At least 12 people died.`
    pub fn toll_alone(&self) -> Option<Casualties> {
        let recent = |d: &DateExpression| {
            let days = |p: Date| d.start.is_some_and(|s| (p - s).get_days().abs() <= 14);
            self.document.date.is_some_and(days)
        };
        if !self.dates.iter().all(recent) {
            return None;
        }
        let tolls = self.tolls(&self.counted());
        self.add_up(&tolls.iter().collect::<Vec<_>>(), &tolls)
    }

    /// Joined numbers added up, of each kind those told first; `all` is every toll of the sentence.
    fn add_up(&self, mine: &[&Toll], all: &[Toll]) -> Option<Casualties> {
        let tree = self.tree;
        let sum = |killed: bool| -> Option<(Count, (usize, usize))> {
            let group = mine.iter().find(|t| t.killed == killed)?.group;
            let parts: Vec<&&Toll> = mine.iter().filter(|t| t.killed == killed && t.group == group).collect();
            let others = tree
                .conjuncts(group)
                .into_iter()
                .filter(|&k| matches!(tree.token(k).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Adj));
            let told = others.filter(|&k| !all.iter().any(|t| t.top == k || t.words.1 == k)).count() == 0;
            let low = parts.iter().try_fold(0u64, |n, t| n.checked_add(t.low?));
            let high = parts.iter().try_fold(0u64, |n, t| n.checked_add(t.high?)).filter(|_| told);
            let last = parts.last().map_or(0, |t| t.words.1);
            Some((Count { low, high }, (parts[0].words.0, last)))
        };
        let (killed, injured) = (sum(true), sum(false));
        if killed.is_none() && injured.is_none() {
            return None;
        }
        let text: Vec<&str> = killed.iter().chain(&injured).map(|s| self.between(s.1.0, s.1.1)).collect();
        Some(Casualties { text: text.join("; "), killed: killed.map(|k| k.0), injured: injured.map(|i| i.0) })
    }

    /// Whether the act at `below` tells the outcome or the setting of the act at `above`.
    fn continues(&self, below: usize, above: usize) -> bool {
        let tree = self.tree;
        let mut k = below;
        // "rebels attacked the village, and 12 people were killed": nobody else is named to have done it
        let open = tree.is_passive(below) && tree.agent(below, 0).is_none() || DIE.contains(&tree.lemma(below));
        // "killed five people and wounded 40"
        let shared = |k: usize| k == below && tree.is_verb(k) && tree.child(k, "nsubj").is_none();
        for _ in 0..4 {
            let rel = tree.rel(k);
            if !(rel == "conj" && shared(k) || OUTCOME.contains(&rel) || open && matches!(rel, "conj" | "ccomp")) {
                return false;
            }
            match tree.head(k) {
                Some(h) if h == above => return true,
                Some(h) => k = h,
                None => return false,
            }
        }
        false
    }

    /// Steps between two words in the tree.
    fn distance(&self, a: usize, b: usize) -> usize {
        let up = |k: usize| {
            std::iter::successors(Some(k), |&k| self.tree.head(k)).take(self.tree.len()).collect::<Vec<usize>>()
        };
        let (x, y) = (up(a), up(b));
        x.iter().enumerate().find_map(|(i, k)| y.iter().position(|l| l == k).map(|j| i + j)).unwrap_or(usize::MAX)
    }

    /// The words from one token to another as the text has them.
    pub(super) fn between(&self, first: usize, last: usize) -> &str {
        self.tree.token(first).span.cover(self.tree.token(last).span).of(&self.document.text)
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked to be whole and small
fn whole(v: Option<f64>) -> Option<u64> {
    v.filter(|v| (0.0..1e12).contains(v)).map(|v| v.round() as u64)
}
