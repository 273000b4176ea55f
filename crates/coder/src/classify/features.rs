//! What the classifier sees: hashed features of two mentions in a tree.

use super::{BUCKETS, classes};
use crate::frames::{Frames, Hit};
use crate::status::Judgement;
use crate::tree::Tree;
use detente_event::render;
use detente_text::Upos;

/// The features of a pair.
pub(crate) struct Bag(pub Vec<u32>, Option<Vec<(u32, String)>>);

impl Bag {
    /// The word's classes, each grain with those parts.
    fn add_classes(&mut self, word: &str, parts: &[&str]) {
        let Some(classes) = classes::of(word) else { return };
        for (grain, class) in ["coarse", "middle", "fine"].iter().zip(classes) {
            let class = class.to_string();
            let mut all = vec![*grain, class.as_str()];
            all.extend(parts);
            self.add(&all);
            self.tell(|| super::naming::alike(word, grain, parts));
        }
    }

    /// The middle classes of two words together.
    fn add_pair(&mut self, first: &str, second: &str, parts: &[&str]) {
        if let (Some(a), Some(b)) = (classes::of(first), classes::of(second)) {
            let (a, b) = (a[1].to_string(), b[1].to_string());
            let mut all = vec!["pair", a.as_str(), b.as_str()];
            all.extend(parts);
            self.add(&all);
            self.tell(|| format!("“{first}” with “{second}”, or words like them"));
        }
    }

    /// Says in words what was added last, where somebody asks.
    fn tell(&mut self, words: impl FnOnce() -> String) {
        if let Some(last) = self.1.as_mut().and_then(|n| n.last_mut()) {
            last.1 = words();
        }
    }

    fn add(&mut self, parts: &[&str]) {
        let mut h: u64 = 0xcbf2_9ce4_8422_2325; // FNV-1a
        for p in parts {
            for b in p.bytes().chain([b'|']) {
                h = (h ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
            }
        }
        h ^= h >> 29;
        let feature = (h % BUCKETS as u64) as u32;
        self.0.push(feature);
        if let Some(names) = &mut self.1 {
            names.push((feature, super::naming::name(parts)));
        }
    }
}

/// The pair and what the rules make of it.
pub(crate) struct Pair<'a, 'f> {
    pub tree: &'a Tree<'a>,
    pub frames: &'f Frames,
    pub actor: usize,
    pub recipient: Option<usize>,
    /// Tokens of the two mentions.
    pub inside: Vec<bool>,
    /// The frame that fits the pair best, with the status the rules give it.
    pub best: Option<(&'a Hit<'f>, &'a Judgement, i64)>,
    /// All frames of the sentence, the status that the rules give each, and how well it fits the pair.
    pub hits: &'a [Hit<'f>],
    pub judged: &'a [Judgement],
    pub fits: &'a [i64],
    pub actor_sector: &'a str,
    pub recipient_sector: &'a str,
}

/// The features of a pair, sorted and without repetition.
pub(crate) fn features(p: &Pair<'_, '_>) -> Vec<u32> {
    let mut bag = Bag(Vec::with_capacity(256), None);
    fill(&mut bag, p);
    bag.0.sort_unstable();
    bag.0.dedup();
    bag.0
}

/// The features of a pair with what each says, in words.
pub(crate) fn named_features(p: &Pair<'_, '_>) -> Vec<(u32, String)> {
    let mut bag = Bag(Vec::new(), Some(Vec::new()));
    fill(&mut bag, p);
    let mut named = bag.1.unwrap_or_default();
    named.sort();
    named.dedup_by_key(|n| n.0);
    named
}

fn fill(bag: &mut Bag, p: &Pair<'_, '_>) {
    bag.add(&["bias"]);
    let tree = p.tree;
    mention(bag, p, "a", p.actor);
    let (up, top) = match p.recipient {
        Some(r) => {
            mention(bag, p, "r", r);
            bag.add(&["order", if p.actor < r { "ar" } else { "ra" }]);
            path(bag, p, r)
        }
        None => {
            bag.add(&["no recipient"]);
            (Vec::new(), governor(tree, p.actor))
        }
    };
    if let Some(top) = top {
        predicate(bag, p, "top", top);
    }
    if let Some(v) = governor(tree, p.actor) {
        predicate(bag, p, "av", v);
    }
    for v in up {
        predicate(bag, p, "pv", v);
    }
    match p.best {
        Some((hit, j, score)) => {
            let act = hit.frame.act.as_str();
            let strength = strength(score);
            bag.add(&["frame", act]);
            bag.add(&["frame", act, strength]);
            bag.add(&["frame status", j.status.as_str()]);
            bag.add(&["frame status", j.status.as_str(), act]);
            bag.add(&["frame event", render::event(hit.frame.act, j.status).as_str(), strength]);
            bag.add(&["frame mode", act, hit.frame.mode.as_deref().unwrap_or("")]);
            bag.add(&["frame word", tree.lemma(hit.at), act]);
            bag.add_classes(tree.lemma(hit.at), &["frame", act]);
            for (rule, at) in &j.why {
                bag.add(&["status rule", rule]);
                bag.add(&["status word", tree.lemma(*at)]);
            }
            if j.condition.is_some() {
                bag.add(&["condition"]);
            }
            if j.says.is_some() {
                bag.add(&["said"]);
            }
        }
        None => bag.add(&["no frame"]),
    }
    for ((h, j), &fit) in p.hits.iter().zip(p.judged).zip(p.fits) {
        let act = h.frame.act.as_str();
        bag.add(&["any frame", act]);
        bag.add(&["any frame", act, strength(fit)]);
        bag.add(&["any frame", act, j.status.as_str(), strength(fit)]);
        if let Some((best, _, _)) = p.best.filter(|b| b.0.at != h.at) {
            bag.add(&["beside", best.frame.act.as_str(), act, strength(fit)]);
        }
    }
    words(bag, p);
}

/// How well a frame fits the pair, in four steps.
fn strength(fit: i64) -> &'static str {
    match fit {
        70.. => "3",
        50.. => "2",
        25.. => "1",
        _ => "0",
    }
}

fn mention(bag: &mut Bag, p: &Pair<'_, '_>, who: &str, k: usize) {
    let tree = p.tree;
    let rel = tree.token(k).deprel.as_str();
    let preposition = tree.preposition(k);
    bag.add(&[who, "rel", rel, &preposition]);
    let sector = if who == "a" { p.actor_sector } else { p.recipient_sector };
    bag.add(&[who, "sector", sector]);
    bag.add(&[who, "head", tree.lemma(k)]);
    if let Some(h) = tree.head(k) {
        bag.add(&[who, "gov", rel, &preposition, tree.lemma(h)]);
        bag.add(&[who, "govword", tree.lemma(h)]);
        bag.add_classes(tree.lemma(h), &[who, "gov", rel]);
        if let Some(g) = tree.head(h) {
            bag.add(&[who, "gov2", tree.rel(h), tree.lemma(g)]);
        }
    }
}

/// The nearest verb (or root) over a token.
fn governor(tree: &Tree<'_>, k: usize) -> Option<usize> {
    let mut k = k;
    for _ in 0..tree.len() {
        k = tree.head(k)?;
        if tree.is_verb(k) || tree.child(k, "cop").is_some() {
            return Some(k);
        }
    }
    None
}

/// The way between the two mentions: the predicates on it, and its top.
fn path(bag: &mut Bag, p: &Pair<'_, '_>, r: usize) -> (Vec<usize>, Option<usize>) {
    let tree = p.tree;
    let chain = |start: usize| {
        let mut out = vec![start];
        let mut k = start;
        while let Some(h) = tree.head(k) {
            if out.len() > 24 {
                break;
            }
            out.push(h);
            k = h;
        }
        out
    };
    let (a, b) = (chain(p.actor), chain(r));
    let top = a.iter().copied().find(|k| b.contains(k));
    let mut rels = String::new();
    let mut on = Vec::new();
    for &k in a.iter().take_while(|k| Some(**k) != top) {
        rels.push_str(tree.rel(k));
        rels.push('^');
        on.push(k);
    }
    for &k in b.iter().take_while(|k| Some(**k) != top) {
        rels.push('v');
        rels.push_str(tree.rel(k));
        on.push(k);
    }
    bag.add(&["path", &rels]);
    if let Some(t) = top {
        bag.add(&["path", &rels, tree.lemma(t)]);
    }
    let mut inner = Vec::new();
    for k in on {
        if k != p.actor && k != r && !p.inside[k] {
            bag.add(&["on path", tree.lemma(k)]);
            bag.add_classes(tree.lemma(k), &["on path"]);
            if tree.is_verb(k) || tree.token(k).upos == Upos::Noun {
                inner.push(k);
            }
        }
    }
    inner.truncate(4);
    (inner, top)
}

fn predicate(bag: &mut Bag, p: &Pair<'_, '_>, slot: &str, v: usize) {
    let tree = p.tree;
    let lemma = tree.lemma(v);
    bag.add(&[slot, lemma]);
    bag.add(&["pred", lemma]);
    bag.add_classes(lemma, &[slot]);
    bag.add_classes(lemma, &["pred"]);
    bag.add(&[slot, "tag", tree.token(v).xpos.as_str()]);
    bag.add(&[slot, "passive", if tree.is_passive(v) { "y" } else { "n" }]);
    if let Some(h) = p.hits.iter().find(|h| h.at == v) {
        bag.add(&[slot, "frame", h.frame.act.as_str()]);
    }
    for o in p.frames.operators(if tree.is_verb(v) { 'v' } else { 'n' }, &lemma.to_lowercase()) {
        bag.add(&[slot, "operator", &format!("{o:?}")]);
    }
    for &c in tree.children(v) {
        let rel = tree.rel(c);
        match rel {
            "aux" | "advmod" | "mark" | "compound" => {
                bag.add(&[slot, rel, tree.lemma(c)]);
                bag.add(&["pred", rel, tree.lemma(c), lemma]);
            }
            "obj" | "xcomp" | "ccomp" | "obl" | "nmod" | "advcl" | "acl" | "conj" if !p.inside[c] => {
                bag.add(&[slot, rel, tree.lemma(c)]);
                bag.add(&["pred", lemma, rel, tree.lemma(c)]);
                bag.add(&["arg", tree.lemma(c)]);
                bag.add_classes(tree.lemma(c), &["arg"]);
                bag.add_pair(lemma, tree.lemma(c), &[rel]);
                if let Some(h) = p.hits.iter().find(|h| h.at == c) {
                    bag.add(&[slot, rel, "frame", h.frame.act.as_str()]);
                }
            }
            _ => {}
        }
    }
}

/// The words of the sentence, those between the mentions apart.
fn words(bag: &mut Bag, p: &Pair<'_, '_>) {
    let tree = p.tree;
    let r = p.recipient.unwrap_or(p.actor);
    let (low, high) = (p.actor.min(r), p.actor.max(r));
    let mut last = "";
    for k in 0..tree.len() {
        let t = tree.token(k);
        if p.inside[k] {
            last = "#";
            continue;
        }
        if t.upos == Upos::Punct {
            continue;
        }
        let lemma = t.lemma.as_str();
        bag.add(&["w", lemma]);
        if let Some([_, middle, _]) = classes::of(lemma) {
            bag.add(&["w middle", &middle.to_string()]);
            bag.tell(|| super::naming::alike(lemma, "middle", &["w"]));
        }
        bag.add(&["ww", last, lemma]);
        if low < k && k < high {
            bag.add(&["between", lemma]);
            bag.add_classes(lemma, &["between"]);
            bag.add(&["between2", last, lemma]);
        } else if k > high && k <= high + 6 {
            bag.add(&["after", lemma]);
        }
        last = lemma;
    }
}
