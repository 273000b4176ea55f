//! What an act was done with, and how much or how many it gave, sent, seized, asked.

use super::Context;
use super::tolls::{Counted, Toll};
use crate::amount::amounts;
use crate::frames::Hit;
use detente_event::{Act, Event, Quantity};
use detente_text::Upos;

/// Verbs that send a weapon: what is sent is the instrument.
const SENDS: &[&str] =
    &["fire", "launch", "lob", "drop", "detonate", "hurl", "throw", "unleash", "explode", "plant", "use", "set"];
/// Words between a number and its noun that are not of the unit.
const LOOSE: &[&str] = &["of", "more", "additional", "other", "extra", "further", "new", "its", "their", "the", "a"];
const TIMES: &[&str] = &[
    "second",
    "minute",
    "hour",
    "day",
    "week",
    "month",
    "year",
    "decade",
    "time",
    "occasion",
    "night",
    "kilometer",
    "kilometre",
    "mile",
    "meter",
    "metre",
    "km",
    "country",
    "nation",
    "state",
];

/// Where an act is told.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    at: usize,
    verb: bool,
    object: Option<usize>,
    /// Further words of its frame.
    with: &'a [usize],
}

impl<'a> From<&'a Hit<'_>> for Site<'a> {
    fn from(hit: &'a Hit<'_>) -> Self {
        Site { at: hit.at, verb: hit.frame.verb, object: hit.object, with: &hit.with }
    }
}

impl Context<'_> {
    /// The site of an act that no frame tells.
    pub(super) fn site(&self, at: usize) -> Site<'static> {
        Site { at, verb: self.tree.is_verb(at), object: None, with: &[] }
    }

    /// Fills instrument, casualties and quantity of the act that the words at the site tell.
    pub(super) fn measure(&self, e: &mut Event, site: Site<'_>) {
        (e.instrument, e.casualties, e.quantity) = (None, None, None);
        let counted = self.counted();
        let violent = matches!(e.act, Act::Assault | Act::Protest | Act::Coerce);
        if violent {
            e.instrument = self.instrument(site);
        }
        let tolls = if counted.is_empty() && !violent { Vec::new() } else { self.tolls(&counted) };
        if violent && e.act != Act::Coerce && e.status.happened() {
            e.casualties = self.casualties(site.at, &tolls);
        }
        if !matches!(e.act, Act::Consult | Act::Accuse | Act::Reject | Act::Threaten | Act::Support) {
            e.quantity = self.quantity(e.act, site, &counted, &tolls);
        }
    }

    /// The numbers of the sentence that are not of a date, each with what it counts.
    pub(super) fn counted(&self) -> Vec<Counted> {
        let tree = self.tree;
        let lower: Vec<String> = (0..tree.len()).map(|k| tree.token(k).form.as_str().to_lowercase()).collect();
        let words: Vec<&str> = lower.iter().map(String::as_str).collect();
        let mut out = Vec::new();
        for amount in amounts(&words) {
            let at = tree.token(amount.number).span;
            if self.dates.iter().any(|d| d.span.overlaps(at)) {
                continue;
            }
            let within = |k: usize| (amount.first..=amount.last).contains(&k);
            let mut top = amount.number;
            while let Some(h) = tree.head(top).filter(|&h| within(h)) {
                if h == top || tree.rel(h) == "root" && tree.is_verb(h) {
                    break;
                }
                top = h;
            }
            let modifies = matches!(tree.rel(top), "nummod" | "det" | "amod" | "compound" | "advmod" | "nmod");
            let noun = tree.head(top).filter(|&h| {
                modifies && h > top && matches!(tree.token(h).upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Sym)
            });
            let (top, noun) = match noun {
                Some(h) => (h, Some(h)),
                None => {
                    let of = tree.by_preposition(top, &["of".to_owned()]).filter(|&n| n > top);
                    (top, of)
                }
            };
            out.push(Counted { amount, top, noun });
        }
        out
    }

    fn is_weapon(&self, k: usize) -> bool {
        let tree = self.tree;
        let lemma = tree.lemma(k);
        let compound = tree.children(k).iter().copied().rfind(|&c| c < k && matches!(tree.rel(c), "compound" | "amod"));
        if lemma == "fire" {
            return tree.with_rel(k, "compound").next().is_some();
        }
        if matches!(lemma, "barrage" | "salvo" | "volley" | "burst" | "shot" | "round") {
            return compound.is_some_and(|c| self.frames.in_class("instruments", tree.lemma(c)))
                || tree.by_preposition(k, &["of".to_owned()]).is_some_and(|o| o != k && self.is_weapon(o));
        }
        self.frames.in_class("instruments", lemma)
            || compound.is_some_and(|c| self.frames.in_class("instruments", &format!("{} {lemma}", tree.lemma(c))))
    }

    /// The noun with the words before it that say of which kind, and the weapons joined to it.
    fn weapon_phrase(&self, k: usize) -> String {
        let tree = self.tree;
        let mut first = k;
        while first > 0 {
            let c = first - 1;
            // "tear gas and rubber bullets"
            let list = c > 0 && tree.rel(c) == "cc" && self.is_weapon(c - 1);
            let kind = list
                || matches!(tree.rel(c), "compound" | "amod" | "punct")
                    && tree.token(c).upos != Upos::Num
                    && (tree.rel(c) != "punct" || tree.token(c).form == "-")
                    && !self.mentions.is_actor(c)
                    && self.mentions.match_at(c).is_none();
            if !kind {
                break;
            }
            first = c;
        }
        // "Taliban-claimed car bomb": what is before the hyphen is somebody
        if tree.token(first).form == "-" {
            first = k.min(first + 2);
        }
        let joined = |c: &usize| *c > k && tree.rel(*c) == "conj" && self.is_weapon(*c);
        let last = tree.children(k).iter().copied().filter(joined).max().unwrap_or(k);
        self.between(first, last).to_owned()
    }

    /// What it was done with: `using …`, `with …`, `by rocket fire`, `drone strike`, `fired missiles`, `drones struck`.
    fn instrument(&self, site: Site<'_>) -> Option<String> {
        let tree = self.tree;
        let over = tree.head(site.at).filter(|&h| !site.verb && tree.is_verb(h));
        let places = || std::iter::once(site.at).chain(over);
        // "using": whatever it is, unless it is words or people
        for at in places() {
            for &c in tree.children(at) {
                if matches!(tree.rel(c), "advcl" | "acl" | "xcomp")
                    && matches!(
                        tree.lemma(c),
                        "use" | "employ" | "wield" | "throw" | "hurl" | "fire" | "detonate" | "drop" | "launch"
                    )
                    && let Some(o) = tree.child(c, "obj").filter(|&o| self.is_weapon(o) || tree.lemma(c) == "use")
                    && tree.token(o).upos == Upos::Noun
                {
                    return Some(self.weapon_phrase(o));
                }
            }
        }
        // the parser may hang it on the object: "stabbed two soldiers with a knife"
        let near = || {
            places()
                .map(|p| (p, false))
                .chain(site.object.into_iter().chain(tree.patient(site.at).map(|p| p.0)).map(|o| (o, true)))
        };
        for (at, object) in near() {
            for &c in tree.children(at) {
                if object && tree.preposition(c) != "with" {
                    continue;
                }
                let by = matches!(tree.preposition(c).as_str(), "with" | "by" | "from" | "in" | "under");
                if matches!(tree.rel(c), "obl" | "nmod") && by && self.is_weapon(c) {
                    return Some(self.weapon_phrase(c));
                }
            }
        }
        // "a drone strike", "by a car bomb attack"
        let nouns = places().chain(site.with.iter().copied()).chain(
            near()
                .flat_map(|(at, _)| tree.children(at).iter().copied())
                .filter(|&c| matches!(tree.rel(c), "obl" | "nmod" | "nsubj")),
        );
        for noun in nouns.filter(|&n| tree.token(n).upos == Upos::Noun) {
            let violence = noun == site.at || self.frames.in_class("violence", tree.lemma(noun));
            let kind = tree
                .children(noun)
                .iter()
                .copied()
                .rfind(|&c| c < noun && matches!(tree.rel(c), "compound" | "amod") && self.is_weapon(c));
            if let Some(c) = kind.filter(|_| violence) {
                return Some(self.weapon_phrase(c));
            }
        }
        let verb = places().find(|&v| tree.is_verb(v))?;
        let sent =
            site.object.or_else(|| tree.patient(verb).map(|p| p.0)).filter(|_| SENDS.contains(&tree.lemma(verb)));
        let agent = tree.agent(verb, 0).map(|a| a.0);
        sent.into_iter().chain(agent).find(|&k| self.is_weapon(k)).map(|k| self.weapon_phrase(k))
    }

    /// How much or how many of what the act is about.
    fn quantity(&self, act: Act, site: Site<'_>, counted: &[Counted], tolls: &[Toll]) -> Option<Quantity> {
        let tree = self.tree;
        let protest = act == Act::Protest;
        let patient = if protest { tree.agent(site.at, 0) } else { tree.patient(site.at) };
        let roots: Vec<usize> = (if site.verb { None } else { Some(site.at) })
            .into_iter()
            .chain(site.object.filter(|_| !protest))
            .chain(patient.map(|p| p.0))
            .chain(site.with.iter().copied().filter(|&w| tree.token(w).upos == Upos::Noun && !protest))
            .collect();
        let steps = |c: &Counted| -> Option<usize> {
            let mut k = c.top;
            for n in 0..4 {
                if roots.contains(&k) {
                    return Some(n);
                }
                let up = tree.head(k)?;
                let rel = tree.rel(k);
                if up == site.at && site.verb {
                    let much = c.amount.unit.is_some()
                        && matches!(tree.preposition(k).as_str(), "to" | "by" | "at" | "with" | "of" | "");
                    return (matches!(rel, "obj" | "iobj") && !protest || rel == "obl" && much && !protest)
                        .then_some(n + 1);
                }
                if !matches!(rel, "nmod" | "nummod" | "compound" | "amod" | "appos" | "obl" | "obj" | "acl") {
                    return None;
                }
                // "a request from 20 members"
                let of =
                    matches!(tree.preposition(k).as_str(), "" | "of" | "to" | "up to" | "worth" | "at" | "as" | "for");
                if rel == "nmod" && !of {
                    return None;
                }
                // what is worth or totals so much; other clauses are their own
                if tree.is_verb(up) && !matches!(tree.lemma(up), "total" | "value" | "worth" | "include") {
                    return None;
                }
                k = up;
            }
            None
        };
        let (_, best) = counted
            .iter()
            .enumerate()
            .filter(|(_, c)| c.amount.unit.is_some() || c.noun.is_some_and(|n| !TIMES.contains(&tree.lemma(n))))
            .filter(|(_, c)| c.noun.is_none_or(|n| tree.token(n).xpos != "NNP")) // the 32 Artillery Brigade
            .filter(|(_, c)| !tolls.iter().any(|t| t.top == c.top))
            .filter_map(|(i, c)| Some(((steps(c)?, i), c)))
            .min_by_key(|(rank, _)| *rank)?;
        let a = &best.amount;
        let unit = match (a.unit, best.noun) {
            (Some(u), _) => u.to_owned(),
            (None, Some(n)) => (a.last.min(n) + 1..=n)
                .map(|k| tree.token(k).form.as_str())
                .filter(|w| !LOOSE.contains(w))
                .collect::<Vec<_>>()
                .join(" ")
                .replace(" - ", "-"),
            (None, None) => return None,
        };
        let last = if a.unit.is_some() { a.last } else { best.noun.unwrap_or(a.last).max(a.last) };
        let text = self.between(a.first, last).to_owned();
        (!unit.is_empty()).then_some(Quantity { low: a.low, high: a.high, unit, text })
    }
}
