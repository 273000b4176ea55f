//! What is at stake, when and where.

use super::Context;
use crate::actors::Kind;
use crate::frames::Hit;
use crate::status::Judgement;
use detente_event::{Act, EventDate, Place};
use detente_text::{DateExpression, Upos};

impl Context<'_> {
    /// What is at stake: the object that is no party, or the clause that is asked, promised or refused.
    pub(super) fn object_of(&self, hit: &Hit<'_>) -> Option<String> {
        let tree = self.tree;
        let phrase = |k: usize| -> Option<String> {
            let dated = self.dates.iter().any(|d| d.span.overlaps(tree.token(k).span));
            // what a frame needs may be people: "deploy monitors"
            let needed = hit.object == Some(k);
            let party = self.mentions.at(k).iter().any(|a| !a.code.is_empty() || !a.sector.is_empty() && !needed);
            if party || tree.token(k).upos == Upos::Pron || dated {
                return None;
            }
            // the noun with what stands before it and its `of`
            let keep: Vec<usize> = tree
                .subtree(k)
                .into_iter()
                .filter(|&t| {
                    let amount = tree.rel(t) == "nummod" && tree.token(k).upos == Upos::Sym;
                    t <= k || (tree.rel(t) == "flat" || amount) && tree.head(t) == Some(k) || self.below_of(t, k)
                })
                .filter(|&t| {
                    let rel = tree.rel(t);
                    t >= k || !(matches!(rel, "det" | "case" | "cc") || rel == "punct" && tree.token(t).form != "-")
                })
                .collect();
            let span = tree.token(*keep.first()?).span.cover(tree.token(*keep.last()?).span);
            let words = span.of(&self.document.text).trim().to_owned();
            (!words.is_empty()).then_some(words)
        };
        let clause = tree
            .children(hit.at)
            .iter()
            .copied()
            .find(|&c| matches!(tree.rel(c), "xcomp" | "ccomp") && c > hit.at)
            .or_else(|| self.content_below(hit));
        match hit.frame.act {
            Act::Request | Act::Agree | Act::Reject | Act::Threaten | Act::Concede | Act::Accuse
                if clause.is_some() =>
            {
                clause.map(|c| {
                    let text = self.clause_text(c);
                    let opening = ["that ", "to ", "of ", "for "].iter().find_map(|w| text.strip_prefix(w));
                    opening.unwrap_or(&text).to_owned()
                })
            }
            // "called for a guarantee"
            Act::Request
                if hit.frame.verb
                    && hit.object.is_none()
                    && tree.patient(hit.at).is_none()
                    && tree.by_preposition(hit.at, &["for".to_owned()]).is_some() =>
            {
                tree.by_preposition(hit.at, &["for".to_owned()]).and_then(phrase)
            }
            _ if hit.frame.verb => hit
                .object
                .or_else(|| {
                    // "benefit more from": no thing
                    let thing = |&p: &usize| !matches!(tree.token(p).upos, Upos::Adj | Upos::Adv);
                    tree.patient(hit.at).map(|p| p.0).filter(thing)
                })
                .or_else(|| {
                    let thing = hit.with.iter().copied().find(|&w| tree.token(w).upos == Upos::Noun)?;
                    Some(tree.by_preposition(thing, &["of".to_owned()]).unwrap_or(thing))
                })
                .and_then(phrase),
            _ => tree
                .by_preposition(hit.at, &["of".to_owned(), "over".to_owned(), "on".to_owned(), "about".to_owned()])
                .and_then(phrase)
                .or_else(|| {
                    tree.with_rel(hit.at, "compound")
                        .find(|&c| {
                            !hit.with.contains(&c) && !self.mentions.is_actor(c) && self.mentions.match_at(c).is_none()
                        })
                        .and_then(phrase)
                }),
        }
    }

    /// What is asked or alleged, where the parser hangs it elsewhere: `urged the army and the group to agree`, `accused the state of
    /// arming them`.
    fn content_below(&self, hit: &Hit<'_>) -> Option<usize> {
        let tree = self.tree;
        let asked = |&c: &usize| matches!(tree.rel(c), "acl" | "advcl") && tree.is_to_infinitive(c);
        let alleged = |&c: &usize| {
            matches!(tree.rel(c), "advcl" | "acl")
                && tree.is_gerund(c)
                && tree.preposition_mark(c).is_some_and(|m| matches!(tree.lemma(m), "of" | "for"))
        };
        let asked_of = || tree.by_preposition(hit.at, &["on".to_owned(), "upon".to_owned(), "to".to_owned()]);
        let object = tree.child(hit.at, "obj").or_else(|| tree.child(hit.at, "iobj")).or_else(asked_of);
        let near = || std::iter::once(hit.at).chain(object.into_iter().flat_map(|o| tree.conjuncts(o)));
        match hit.frame.act {
            Act::Request if hit.frame.verb => near().find_map(|k| tree.children(k).iter().copied().find(asked)),
            Act::Accuse if hit.frame.verb => near().find_map(|k| tree.children(k).iter().copied().find(alleged)),
            _ => None,
        }
    }

    pub(super) fn below_of(&self, t: usize, top: usize) -> bool {
        let mut k = t;
        for _ in 0..self.tree.len() {
            match self.tree.head(k) {
                Some(h) if h == top => return self.tree.rel(k) == "nmod" && self.tree.preposition(k) == "of",
                Some(h) => k = h,
                None => return false,
            }
        }
        false
    }

    /// The date expression that belongs to the act at `k`: the nearest below it or below what governs it.
    pub(super) fn date_of(&self, k: usize, j: &Judgement) -> Option<EventDate> {
        let tree = self.tree;
        let mut best: Option<(usize, &DateExpression)> = None;
        for d in self.dates {
            if d.start.is_none() || d.end.is_none() {
                continue;
            }
            let Some(at) = (0..tree.len()).find(|&t| d.span.overlaps(tree.token(t).span)) else { continue };
            // Steps up from the date until the act or something over the act is met.
            let mut up = at;
            let mut steps = 0;
            let reached = loop {
                if up == k {
                    break Some(steps);
                }
                if let Some(p) = j.above.iter().take(3).position(|&a| a == up) {
                    break Some(steps + 2 * (p + 1));
                }
                match tree.head(up) {
                    Some(h) if steps < 8 => {
                        // a date inside another clause is that clause's
                        if tree.is_verb(up)
                            && up != at
                            && matches!(tree.rel(up), "acl" | "advcl" | "ccomp" | "conj" | "parataxis")
                        {
                            break None;
                        }
                        up = h;
                        steps += 1;
                    }
                    _ => break None,
                }
            };
            if let Some(distance) = reached
                && best.is_none_or(|b| distance < b.0)
            {
                best = Some((distance, d));
            }
        }
        let d = best?.1;
        Some(EventDate {
            start: d.start?,
            end: d.end?,
            precision: d.precision.as_str().to_owned(),
            text: d.text.clone(),
        })
    }

    pub(super) fn open_ended(&self, k: usize) -> bool {
        // "since 2015": it is still going on
        self.tree.subtree(k).iter().any(|&t| self.tree.lemma(t) == "since")
    }

    /// Where: a place below the act by `in`, `at`, `near`, not one of its parties.
    pub(super) fn place_of(&self, k: usize, object: Option<usize>) -> Option<Place> {
        let tree = self.tree;
        let over = tree.head(k).filter(|&h| tree.is_verb(h) && matches!(tree.rel(k), "obj" | "nsubj" | "obl"));
        let relative = tree.children(k).iter().copied().find(|&c| tree.token(c).deprel == "acl:relcl");
        // "a state of emergency in West Darfur"
        let of = object.and_then(|o| tree.by_preposition(o, &["of".to_owned()]));
        for top in std::iter::once(k).chain(object).chain(of).chain(over).chain(relative) {
            for c in tree.children(top).iter().copied().filter(|&c| matches!(tree.rel(c), "obl" | "nmod")) {
                if !matches!(
                    tree.preposition(c).as_str(),
                    "in" | "at" | "near" | "outside" | "inside" | "around" | "across" | "through" | "throughout"
                ) {
                    continue;
                }
                if let Some(place) = self.place_at(c) {
                    return Some(place);
                }
            }
        }
        None
    }

    /// The place that the nominal at `k` names: by the gazetteer, the actors' dictionaries, or the name finder.
    pub(super) fn place_at(&self, k: usize) -> Option<Place> {
        let tree = self.tree;
        let last = tree.with_rel(k, "flat").max().unwrap_or(k);
        let first = tree.children(k).iter().copied().filter(|&c| c < k && tree.rel(c) == "compound").min().unwrap_or(k);
        let of = |a: usize, b: usize| tree.token(a).span.cover(tree.token(b).span).of(&self.document.text).to_owned();
        let named = self.mentions.match_at(k).map(|(m, _)| (m.first, m.last));
        for (a, b) in named.into_iter().chain([(first, last), (k, last), (k, k)]) {
            let text = of(a, b);
            if text.starts_with(char::is_uppercase)
                && let Some(s) = self.gazetteer.find(&text)
            {
                return Some(Place {
                    name: s.name.clone(),
                    country: s.country.clone(),
                    text,
                    lat: Some(s.lat),
                    lon: Some(s.lon),
                });
            }
        }
        if let Some((m, a)) = self.mentions.match_at(k)
            && matches!(m.entry.kind, Kind::Name | Kind::Capital | Kind::City | Kind::Seat)
        {
            let text = of(m.first, m.last);
            let state = a.code.len() == 3 && !matches!(a.code.as_str(), "UNO" | "EUR" | "NAT" | "IGO" | "NGO" | "MNC");
            let country = if state { a.code } else { String::new() };
            return Some(Place { name: text.clone(), country, text, lat: None, lon: None });
        }
        let n = tree
            .sentence
            .names
            .iter()
            .find(|n| n.kind == detente_text::NameKind::Place && n.first <= k && k < n.end)?;
        let text = of(n.first, n.end - 1);
        Some(Place { name: text.clone(), country: String::new(), text, lat: None, lon: None })
    }
}
