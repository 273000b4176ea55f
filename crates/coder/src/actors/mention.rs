//! The actors that a sentence mentions: names, roles with a nationality, pronouns and descriptions.

mod pronouns;

use super::{Case, Dictionary, Entry, Kind, Memory};
use crate::tree::Tree;
use crate::words::{COLLECTIVES, comparable, is_acronym};
use detente_event::{Actor, Span};
use detente_text::{NameKind, Upos};
use jiff::civil::Date;

/// A dictionary name found in the sentence, tokens `first..=last`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub first: usize,
    pub last: usize,
    pub entry: Entry,
}

/// The actors of one sentence.
pub(crate) struct Mentions<'a> {
    dictionary: &'a Dictionary,
    tree: &'a Tree<'a>,
    /// The document.
    text: &'a str,
    date: Option<Date>,
    sentence: usize,
    /// Match that covers a token.
    covering: Vec<Option<Match>>,
    /// Resolved actors per nominal head.
    resolved: Vec<Vec<Actor>>,
}

/// Words of a description that means the last group mentioned.
const GROUP_WORDS: &[&str] =
    &["group", "movement", "organization", "organisation", "militia", "faction", "network", "insurgency"];
/// Words of a description that means the last state mentioned.
const STATE_WORDS: &[&str] = &["country", "nation", "kingdom", "republic", "state", "island", "capital"];
/// Words for one of a body or a part of it.
const PART_WORDS: &[&str] =
    &["head", "chief", "founder", "member", "wing", "branch", "faction", "remnant", "envoy", "ally"];
/// Words that mean the last two parties, after `two`, `both` or `the`.
const PAIR_WORDS: &[&str] = &[
    "country",
    "side",
    "nation",
    "party",
    "government",
    "leader",
    "neighbor",
    "neighbour",
    "rival",
    "state",
    "foe",
    "president",
    "minister",
];

impl<'a> Mentions<'a> {
    /// Finds the names and resolves every nominal, noting each in `memory`.
    pub fn read(
        dictionary: &'a Dictionary,
        tree: &'a Tree<'a>,
        text: &'a str,
        date: Option<Date>,
        sentence: usize,
        memory: &mut Memory,
    ) -> Self {
        let mut covering = matches(dictionary, tree, text, date, memory);
        let dateline = detente_text::dateline(&tree.sentence.tokens);
        covering[..dateline].fill(None);
        let resolved = vec![Vec::new(); tree.len()];
        let mut out = Mentions { dictionary, tree, text, date, sentence, covering, resolved };
        for k in dateline..tree.len() {
            let inner = matches!(tree.rel(k), "flat" | "compound" | "fixed" | "goeswith" | "amod" | "det");
            if inner
                || !(tree.token(k).upos.is_nominal() || out.covering[k].is_some() || tree.token(k).upos == Upos::Num)
            {
                continue;
            }
            let actors = out.resolve(k, memory, 0);
            let subject = tree.rel(k) == "nsubj"
                || tree.token(k).deprel == "nmod:poss" && tree.head(k).is_some_and(|h| tree.rel(h) == "nsubj");
            let plural = tree.token(k).feat("Number") == Some("Plur")
                && out.covering[k].is_none_or(|m| m.entry.kind != Kind::Name);
            for a in &actors {
                if !a.code.is_empty() || !a.sector.is_empty() || a.person.is_some() {
                    memory.note(sentence, k, subject, plural, a.clone());
                }
            }
            out.resolved[k] = actors;
        }
        out
    }

    /// The actors that the nominal at `k` stands for by itself.
    pub fn at(&self, k: usize) -> &[Actor] {
        &self.resolved[k]
    }

    /// Whether the nominal at `k` is an actor by itself.
    pub fn is_actor(&self, k: usize) -> bool {
        !self.resolved[k].is_empty()
    }

    /// The actors of a nominal and of what is coordinated with it.
    pub fn all(&self, k: usize) -> Vec<Actor> {
        let mut out: Vec<Actor> = Vec::new();
        for c in self.tree.conjuncts(k) {
            for a in &self.resolved[c] {
                if !out.iter().any(|b| b.same_party(a) && b.sector == a.sector && b.person == a.person) {
                    out.push(a.clone());
                }
            }
        }
        out
    }

    /// The actors of a nominal, or else those that it mentions inside (`Russian-held territories`, `Kyiv's grid`).
    pub fn inside(&self, k: usize) -> Vec<Actor> {
        let own = self.all(k);
        if !own.is_empty() {
            return own;
        }
        // "thousands of protesters"
        let parts = COLLECTIVES
            .contains(&self.tree.lemma(k))
            .then(|| self.tree.by_preposition(k, &["of".to_owned()]))
            .flatten();
        if let Some(p) = parts.map(|p| self.all(p)).filter(|p| !p.is_empty()) {
            return p;
        }
        for rel in ["amod", "compound", "nmod", "obl", "acl", "appos"] {
            for c in self.tree.with_rel(k, rel) {
                // "a report that the group had left" names whom the report is about
                if rel == "acl" && self.tree.child(c, "nsubj").is_some() {
                    continue;
                }
                if self.tree.is_verb(c)
                    && rel != "amod"
                    && !self.tree.children(c).iter().any(|&g| self.tree.rel(g) == "compound")
                {
                    continue;
                }
                // "camps near the Thai border" are no Thai camps
                let beside = ["near", "along", "outside", "after", "during", "since", "before", "following", "from"];
                if rel != "amod" && beside.contains(&self.tree.preposition(c).as_str()) {
                    continue;
                }
                for t in self.tree.subtree(c) {
                    if let Some(m) = self.covering[t]
                        && m.last == t
                        && m.entry.kind != Kind::NotActor
                    {
                        let a = self.actor_of(m);
                        if !a.code.is_empty() {
                            return vec![a];
                        }
                    }
                }
            }
        }
        Vec::new()
    }

    /// The place that the nominal at `k` names, with its country: (name, code).
    pub fn match_at(&self, k: usize) -> Option<(Match, Actor)> {
        self.covering[k].map(|m| (m, self.actor_of(m)))
    }

    /// The name of a state by its code; `None` for what is no state.
    pub fn state_name(&self, code: &str) -> Option<String> {
        self.dictionary.state(code).map(|e| e.name.clone())
    }

    fn span(&self, first: usize, last: usize) -> Span {
        self.tree.token(first).span.cover(self.tree.token(last).span)
    }

    /// The actor that a dictionary name stands for.
    fn actor_of(&self, m: Match) -> Actor {
        let span = self.span(m.first, m.last);
        let entity = self.dictionary.entity(m.entry.entity);
        let mut a = Actor {
            name: entity.name.clone(),
            code: entity.code.clone(),
            sector: self.dictionary.entity_sector(m.entry.entity, self.date).to_owned(),
            person: None,
            text: span.of(self.text).to_owned(),
            span: Some(span),
        };
        match m.entry.kind {
            Kind::Person(p) => {
                let person = &self.dictionary.persons[p as usize];
                a.person = Some(person.name.clone());
                a.sector = self.dictionary.sector_on(person, self.date);
            }
            Kind::Body(b) => a.sector.clone_from(&self.dictionary.bodies[b as usize].1),
            Kind::Seat | Kind::Capital if a.sector.is_empty() => "GOV".clone_into(&mut a.sector),
            Kind::City if a.sector.is_empty() => "CVL".clone_into(&mut a.sector),
            _ => {}
        }
        a
    }

    /// All whom a dictionary name at `k` stands for: a user's code may name several.
    fn meant(&self, m: Match, k: usize) -> Vec<Actor> {
        let also = m.entry.claim.and_then(|c| self.dictionary.claims.get(c as usize)).map_or(&[][..], |c| &c.also);
        let others = also.iter().map(|&(entity, kind)| Match { entry: Entry { entity, kind, ..m.entry }, ..m });
        std::iter::once(m)
            .chain(others)
            .filter(|m| m.entry.kind != Kind::NotActor)
            .map(|m| self.with_text(self.actor_of(m), k))
            .collect()
    }

    fn resolve(&self, k: usize, memory: &Memory, depth: usize) -> Vec<Actor> {
        if depth > 6 {
            return Vec::new();
        }
        let token = self.tree.token(k);
        if token.upos == Upos::Pron || token.feat("Poss") == Some("Yes") {
            return self.pronoun(k, memory);
        }
        // A person's name at the head of the phrase.
        let names = std::iter::once(k)
            .chain(self.tree.with_rel(k, "flat"))
            .chain(self.tree.with_rel(k, "appos").filter(|&c| c == k + 1));
        if let Some(m) = names.filter_map(|c| self.covering[c]).find(|m| matches!(m.entry.kind, Kind::Person(_))) {
            return self.meant(m, k);
        }
        let own = self.covering[k];
        if let Some(m) = own {
            if m.entry.kind == Kind::NotActor {
                return Vec::new();
            }
            let named = !matches!(m.entry.kind, Kind::Adjective)
                || token.upos != Upos::Adj
                || self.tree.child(k, "det").is_some();
            if named
                && self
                    .role(k)
                    .is_none_or(|_| m.first <= k && m.last >= k && m.first < m.last || token.upos == Upos::Propn)
            {
                if let Some(a) = self.settled(k, m) {
                    return vec![self.with_text(a, k)];
                }
                return self.meant(m, k);
            }
        }
        // "Yemen's Houthi group"
        if GROUP_WORDS.contains(&self.tree.lemma(k)) {
            let named = |c: usize| self.covering[c].filter(|m| m.last < k && m.entry.kind == Kind::Name);
            let before = self
                .tree
                .children(k)
                .iter()
                .copied()
                .filter(|&c| c < k && matches!(self.tree.rel(c), "compound" | "amod"));
            let group = before.filter_map(named).map(|m| self.actor_of(m)).find(|a| !a.sector.is_empty());
            if let Some(a) = group {
                return vec![self.with_text(a, k)];
            }
        }
        // "the kingdom", mentioned before
        if matches!(self.tree.lemma(k), "kingdom" | "country" | "nation")
            && let Some(described) = self.description(k, memory)
        {
            return described;
        }
        // "both parties"
        let pair = |c: &usize| matches!(self.tree.lemma(*c), "two" | "both");
        if PAIR_WORDS.contains(&self.tree.lemma(k))
            && self.tree.children(k).iter().any(pair)
            && let Some(described) = self.description(k, memory)
        {
            return described;
        }
        if let Some((sector, thing)) = self.role(k) {
            // A thing acts for a sector where it is somebody's, or a force's (`Israeli jets`, `drones`).
            let actors = self.role_actor(k, sector, memory, depth);
            return if thing
                && !matches!(sector, "MIL" | "COP" | "REB" | "UAF")
                && actors.iter().all(|a| a.code.is_empty())
            {
                Vec::new()
            } else {
                actors
            };
        }
        if let Some(described) = self.description(k, memory) {
            return described;
        }
        if token.upos == Upos::Propn {
            return self.unknown_name(k, memory, depth);
        }
        // "the head of the Houthi group", "a wing of the party": of whom it is one
        if PART_WORDS.contains(&self.tree.lemma(k))
            && let Some(of) = self.tree.by_preposition(k, &["of".to_owned()])
        {
            let whole = self.resolve(of, memory, depth + 1);
            return whole
                .into_iter()
                .map(|a| Actor { person: self.person_beside(k), ..self.with_text(a, k) })
                .collect();
        }
        Vec::new()
    }

    /// A people that lives in another state is of that state: `the Albanians of southern Serbia`, `ethnic Turks in Bulgaria`.
    fn settled(&self, k: usize, m: Match) -> Option<Actor> {
        if m.entry.kind != Kind::People {
            return None;
        }
        let inside =
            |&c: &usize| matches!(self.tree.preposition(c).as_str(), "in" | "of" | "inside" | "across" | "from");
        let home = self.tree.with_rel(k, "nmod").filter(inside).find_map(|c| self.covering[c])?;
        let (home, mut a) = (self.actor_of(home), self.actor_of(m));
        self.dictionary.state(&home.code)?;
        (a.name, a.code, a.sector) = (home.name, home.code, "CVL".to_owned());
        Some(a)
    }

    /// The sector of the role phrase that ends at `k`: the longest of its modifiers and itself that is one, or what
    /// the modifier nearest to it makes of it (`rebel spokesman`).
    fn role(&self, k: usize) -> Option<(&str, bool)> {
        let token = self.tree.token(k);
        if !matches!(token.upos, Upos::Noun | Upos::Propn) {
            return None;
        }
        let (last, form) = (comparable(&token.lemma).join(" "), comparable(&token.form).join(" "));
        if let Some(sector) = self.agent(k, &last) {
            return Some((sector, false));
        }
        for back in (0..=3.min(k)).rev() {
            let before: Vec<String> = (k - back..k).flat_map(|c| comparable(&self.tree.token(c).form)).collect();
            for head in [&last, &form] {
                let mut words = before.clone();
                words.push(head.clone());
                let Some((sector, thing)) = self.dictionary.role(&words.join(" ")) else { continue };
                let first = k - back;
                let named = |c: usize| {
                    self.covering[c]
                        .is_some_and(|m| matches!(m.entry.kind, Kind::Name | Kind::Body(_)) && m.first < m.last)
                };
                let modified = (1..=2).rev().filter(|n| first >= *n && !named(first - 1)).find_map(|n| {
                    let words: Vec<String> =
                        (first - n..first).flat_map(|c| comparable(&self.tree.token(c).form)).collect();
                    // "a Union general" is no trade unionist
                    let written = self.tree.token(first - n).form.starts_with(char::is_uppercase);
                    self.dictionary.modifier(&words.join(" ")).filter(|m| *m != "LAB" || !written)
                });
                // an opposition lawmaker is a lawmaker all the same
                let modified = modified.filter(|m| sector != "LEG" || !matches!(*m, "OPP" | "PTY"));
                return Some((modified.unwrap_or(sector), thing));
            }
        }
        None
    }

    /// The sector of a user's role phrase that begins at `k` (`harbour master of the port`).
    fn agent(&self, k: usize, head: &str) -> Option<&str> {
        if self.dictionary.agents.is_empty() {
            return None;
        }
        let behind: Vec<String> =
            (k + 1..self.tree.len().min(k + 8)).flat_map(|c| comparable(&self.tree.token(c).form)).collect();
        self.dictionary.agent_from(head, &behind)
    }

    fn role_actor(&self, k: usize, sector: &str, memory: &Memory, depth: usize) -> Vec<Actor> {
        let former = self
            .tree
            .children(k)
            .iter()
            .any(|&c| c < k && self.dictionary.is_former(&comparable(&self.tree.token(c).form).join(" ")));
        let nations = self.nations(k, memory, depth);
        let make = |nation: Option<Actor>| {
            let mut a = nation.unwrap_or_else(|| Actor { name: self.phrase(k).1, ..Actor::default() });
            let open = a.sector.is_empty()
                || matches!(a.sector.as_str(), "GOV" | "ELI" | "MIL" | "LEG" | "IGO" | "NGO")
                || a.person.is_some();
            let body = sector == "GOV" && matches!(a.code.as_str(), "UNO" | "EUR" | "NAT" | "IGO" | "NGO");
            if open && !body {
                sector.clone_into(&mut a.sector);
            }
            if former {
                "ELI".clone_into(&mut a.sector);
            }
            a.person = self.person_beside(k).or_else(|| self.office_holder(k, &a));
            self.with_text(a, k)
        };
        if nations.is_empty() {
            // "the president": one mentioned before
            if self.is_definite(k)
                && sector == "GOV"
                && let Some(a) = memory.person(self.sentence)
                && a.sector == "GOV"
            {
                return vec![self.with_text(a, k)];
            }
            if self.is_definite(k)
                && GROUP_WORDS.contains(&self.tree.lemma(k))
                && let Some(a) = memory.group(self.sentence)
            {
                return vec![self.with_text(a, k)];
            }
            if matches!(sector, "GOV" | "MIL" | "COP" | "LEG" | "JUD" | "SPY" | "OPP" | "REB")
                && self.is_definite(k)
                && let Some(a) = memory
                    .called(self.tree.lemma(k))
                    .or_else(|| memory.acting(self.sentence))
                    .or_else(|| memory.scene().or_else(|| memory.focus()).cloned())
            {
                let state = Actor { person: None, sector: String::new(), ..a.clone() };
                return vec![make(Some(state))];
            }
            return vec![make(None)];
        }
        nations.into_iter().map(|n| make(Some(n))).collect()
    }

    fn is_definite(&self, k: usize) -> bool {
        self.tree.with_rel(k, "det").any(|d| matches!(self.tree.lemma(d), "the" | "this" | "that" | "these" | "those"))
    }

    /// `leader`, `president`, `prime minister`, `foreign minister` of a state: who held the office that day.
    fn office_holder(&self, k: usize, a: &Actor) -> Option<String> {
        let titles: &[&str] = match self.tree.lemma(k) {
            "president" if !self.tree.children(k).iter().any(|&c| self.tree.lemma(c) == "vice") => &["president"],
            "leader" if a.sector == "GOV" => {
                &["president", "supreme leader", "chancellor", "general secretary", "prime minister"]
            }
            "chancellor" => &["chancellor"],
            "premier" => &["prime minister", "premier"],
            "king" | "monarch" => &["king"],
            _ => return None,
        };
        // the president of a league is not the state's
        let of_another = self.tree.by_preposition(k, &["of".to_owned()]).is_some_and(|c| self.covering[c].is_none());
        if a.code.is_empty() || of_another || self.tree.token(k).feat("Number") == Some("Plur") {
            return None;
        }
        let entity =
            u32::try_from(self.dictionary.entities.iter().position(|e| e.name == a.name && e.code == a.code)?).ok()?;
        self.dictionary.holder(entity, titles, self.date?).map(|p| p.name.clone())
    }

    /// A person's name joined to the role at `k`, known or not (`Congolese rebel leader Sultani Makenga`).
    fn person_beside(&self, k: usize) -> Option<String> {
        let named = |c: usize| {
            self.tree.sentence.names.iter().find(|n| n.kind == NameKind::Person && n.first <= c && c < n.end)
        };
        let c = self
            .tree
            .children(k)
            .iter()
            .copied()
            .find(|&c| matches!(self.tree.rel(c), "flat" | "appos") && self.tree.token(c).upos == Upos::Propn)?;
        if let Some(n) = named(c) {
            return Some(self.span(n.first, n.end - 1).of(self.text).to_owned());
        }
        let last = self.tree.with_rel(c, "flat").chain(self.tree.with_rel(k, "flat")).max().unwrap_or(c).max(c);
        Some(self.span(c, last).of(self.text).to_owned())
    }

    /// The states or groups that a role belongs to: by adjective, compound, possessor, `of`, `from`, `in`, apposition.
    fn nations(&self, k: usize, memory: &Memory, depth: usize) -> Vec<Actor> {
        let tree = self.tree;
        let strip = |mut a: Actor| {
            a.person = None;
            if matches!(a.sector.as_str(), "GOV" | "ELI" | "MIL" | "LEG" | "PTY" | "JUD" | "COP" | "SPY" | "CVL") {
                a.sector.clear();
            }
            a
        };
        let mut out: Vec<Actor> = Vec::new();
        for c in tree
            .children(k)
            .iter()
            .copied()
            .filter(|&c| matches!(tree.rel(c), "amod" | "compound" | "nmod" | "flat") && c < k)
        {
            if tree.exact_child(k, "nmod:poss") == Some(c) {
                continue;
            }
            for c in tree.conjuncts(c) {
                // "Ugandan opposition candidates", "Vietnamese-led forces": the name may stand one step deeper
                let deeper = tree.children(c).iter().copied().filter(|&d| {
                    d < c && matches!(tree.rel(d), "amod" | "compound") && (!tree.is_verb(c) || tree.lemma(c) == "lead")
                });
                for c in std::iter::once(c).chain(deeper) {
                    if let Some(m) = self.covering[c].filter(|m| m.entry.kind != Kind::NotActor) {
                        let a = strip(self.actor_of(m));
                        if !out.iter().any(|b| b.same_party(&a)) {
                            out.push(a);
                        }
                        break;
                    }
                }
            }
        }
        // A name that swallowed the adjective and the role together.
        if out.is_empty()
            && let Some(m) = self.covering[k].filter(|m| m.entry.kind != Kind::NotActor)
        {
            out.push(strip(self.actor_of(m)));
        }
        if !out.is_empty() {
            return out;
        }
        if let Some(p) = tree.possessor(k) {
            let owner: Vec<Actor> = if self.covering[p].is_some() || p > k || self.resolved[p].is_empty() {
                self.resolve(p, memory, depth + 1)
            } else {
                self.resolved[p].clone()
            };
            out.extend(owner.into_iter().map(strip));
        }
        if !out.is_empty() {
            return out;
        }
        for prepositions in [&["of", "from"][..], &["in", "at", "for", "within", "inside"][..]] {
            for c in tree.with_rel(k, "nmod") {
                if prepositions.contains(&tree.preposition(c).as_str()) {
                    for c in tree.conjuncts(c) {
                        let found = match self.covering[c] {
                            Some(m) if m.entry.kind != Kind::NotActor => vec![self.actor_of(m)],
                            _ => self.resolve(c, memory, depth + 1),
                        };
                        out.extend(found.into_iter().filter(|a| !a.code.is_empty()).map(strip));
                    }
                }
            }
            if !out.is_empty() {
                return out;
            }
        }
        for c in tree.with_rel(k, "appos") {
            out.extend(self.resolve(c, memory, depth + 1).into_iter().filter(|a| !a.code.is_empty()).map(strip));
        }
        if out.is_empty() {
            out.extend(self.town_before(k));
        }
        out
    }

    /// The state of the town or region named right before the role at `k`: `the Madras High Court`.
    fn town_before(&self, k: usize) -> Option<Actor> {
        let capital = |c: usize| self.tree.token(c).form.starts_with(char::is_uppercase);
        let start = (0..k).rev().take(4).take_while(|&c| capital(c)).last()?;
        let office = |first: usize| {
            let words: Vec<String> = (first..=k).flat_map(|c| comparable(&self.tree.token(c).form)).collect();
            self.dictionary.role(&words.join(" ")).is_some_and(|r| matches!(r.0, "GOV" | "JUD" | "COP" | "LEG" | "EDU"))
        };
        for first in start..k {
            for last in (first..k).rev().filter(|last| office(last + 1)) {
                if let Some(spot) = self.dictionary.gazetteer.find(self.span(first, last).of(self.text)) {
                    let name = self.dictionary.state(&spot.country)?.name.clone();
                    return Some(Actor { name, code: spot.country.clone(), ..Actor::default() });
                }
            }
        }
        None
    }

    /// The sector that a word before `k` gives to a noun that is no role by itself: `gang confederations`.
    pub fn sector_by_modifier(&self, k: usize) -> Option<&str> {
        (0..k).rev().take(3).find_map(|c| {
            let word = comparable(&self.tree.token(c).form).join(" ");
            self.dictionary.modifier(&word).or_else(|| {
                let (sector, thing) = self.dictionary.role(&word)?;
                (!thing).then_some(sector)
            })
        })
    }

    /// A proper name that no dictionary has: mentioned before, explained by an apposition or title, or just itself.
    fn unknown_name(&self, k: usize, memory: &Memory, depth: usize) -> Vec<Actor> {
        let tree = self.tree;
        let name = tree.sentence.names.iter().find(|n| n.first <= k && k < n.end);
        let last = tree.with_rel(k, "flat").max().unwrap_or(k).max(k);
        if let Some(a) = memory.surname(&tree.token(last).form) {
            return vec![self.with_text(a, k)];
        }
        let (span, phrase) = match name {
            Some(n) => {
                let span = self.span(n.first, n.end - 1);
                (span, span.of(self.text).to_owned())
            }
            None => self.phrase(k),
        };
        let person = name.is_some_and(|n| n.kind == NameKind::Person);
        let title = self.title_before(name.map_or(k, |n| n.first));
        let make = |mut a: Actor| {
            if let Some(sector) = title.filter(|_| a.sector.is_empty()) {
                sector.clone_into(&mut a.sector);
            }
            if person {
                a.person = Some(phrase.clone());
            }
            a.text.clone_from(&phrase);
            a.span = Some(span);
            a
        };
        for c in tree.with_rel(k, "appos") {
            let described = self.resolve(c, memory, depth + 1);
            if let Some(a) = described.first().filter(|a| !a.code.is_empty() || !a.sector.is_empty()) {
                return vec![make(a.clone())];
            }
        }
        // "the sister of the North Korean leader": what it is described as mentions a state
        for c in tree.with_rel(k, "appos").chain(tree.with_rel(k, "nmod").filter(|&c| c > k)) {
            for t in tree.subtree(c) {
                if let Some(m) = self.covering[t].filter(|m| m.last == t && m.entry.kind != Kind::NotActor) {
                    let mut a = self.actor_of(m);
                    a.person = None;
                    return vec![make(a)];
                }
            }
        }
        let nations = self.nations(k, memory, depth);
        if let Some(a) = nations.first() {
            return vec![make(a.clone())];
        }
        if let Some(n) = name.filter(|n| n.kind != NameKind::Place) {
            let _ = n;
            return vec![make(Actor { name: phrase.clone(), ..Actor::default() })];
        }
        Vec::new()
    }

    /// The sector that a title right before a name gives its bearer: `Archbishop`, `Lt. Gen.`, `Vice-President`.
    fn title_before(&self, first: usize) -> Option<&str> {
        (1..=3.min(first)).rev().find_map(|n| {
            let words: Vec<String> = (first - n..first).flat_map(|c| comparable(&self.tree.token(c).form)).collect();
            self.dictionary.role(&words.join(" ")).filter(|r| !r.1).map(|r| r.0)
        })
    }

    /// The words of the phrase headed by `k`, without article and preposition.
    fn phrase(&self, k: usize) -> (Span, String) {
        let tree = self.tree;
        let mut first = k;
        let mut last = k;
        for &c in tree.children(k) {
            match tree.rel(c) {
                "amod" | "compound" | "nummod" if c < k => first = first.min(tree.subtree(c)[0]),
                "nmod" if c < k && tree.token(c).deprel == "nmod:poss" => first = first.min(tree.subtree(c)[0]),
                "flat" => last = last.max(c),
                _ => {}
            }
        }
        let span = self.span(first, last);
        (span, span.of(self.text).to_owned())
    }

    fn with_text(&self, mut a: Actor, k: usize) -> Actor {
        let (span, text) = self.phrase(k);
        a.text = text;
        a.span = Some(span);
        a
    }
}

/// The dictionary names of a sentence, longest and leftmost first; per token the one that covers it.
fn matches(
    dictionary: &Dictionary,
    tree: &Tree<'_>,
    text: &str,
    date: Option<Date>,
    memory: &Memory,
) -> Vec<Option<Match>> {
    let mut covering = vec![None; tree.len()];
    let mut words: Vec<(String, usize)> = Vec::new();
    let mut pieces = vec![0usize; tree.len()];
    for (k, t) in tree.sentence.tokens.iter().enumerate() {
        for w in comparable(&t.form) {
            pieces[k] += 1;
            words.push((w, k));
        }
    }
    let shouting = {
        let letters: Vec<char> = tree.sentence.span.of(text).chars().filter(|c| c.is_alphabetic()).collect();
        letters.len() > 20 && letters.iter().filter(|c| c.is_uppercase()).count() * 10 > letters.len() * 8
    };
    let mut i = 0;
    while i < words.len() {
        let longest = dictionary.longest_from(&words[i].0).min(words.len() - i);
        let mut found = None;
        for n in (1..=longest).rev() {
            let key = words[i..i + n].iter().map(|w| w.0.as_str()).collect::<Vec<_>>().join(" ");
            let (first, last) = (words[i].1, words[i + n - 1].1);
            let span = tree.token(first).span.cover(tree.token(last).span);
            let written = span.of(text);
            let capital = written.starts_with(char::is_uppercase) || written.starts_with(|c: char| c.is_ascii_digit());
            let fits = |e: &&Entry| {
                shouting
                    || match e.case {
                        Case::Acronym => is_acronym(written),
                        Case::Capital => capital,
                        Case::Any => true,
                        Case::Name => is_acronym(written) || is_name(tree, first, last),
                    }
            };
            let mut entries: Vec<Entry> = dictionary.entries(&key).iter().filter(fits).copied().collect();
            // Part of a hyphenated word (`Russian-backed`), or the last name of somebody else, is no mention.
            let partial = pieces[first] > 1 && words[i..i + n].iter().filter(|w| w.1 == first).count() < pieces[first]
                || pieces[last] > 1 && words[i..i + n].iter().filter(|w| w.1 == last).count() < pieces[last];
            if partial && !comparable(&tree.token(first).form).iter().all(|w| dictionary.longest_from(w) > 0) {
                entries.clear();
            }
            if n == 1 && inside_other_name(tree, dictionary, first) {
                entries.clear();
            }
            if let Some(entry) = choose(dictionary, entries, date, memory) {
                found = Some((Match { first, last, entry }, n));
                break;
            }
        }
        match found {
            Some((m, n)) => {
                for slot in &mut covering[m.first..=m.last] {
                    *slot = Some(m);
                }
                i += n;
            }
            None => i += 1,
        }
    }
    covering
}

/// Whether the words are written as a name: a capital somewhere, and not only words like `who` and `us`.
fn is_name(tree: &Tree<'_>, first: usize, last: usize) -> bool {
    let naming = |k: usize| matches!(tree.token(k).upos, Upos::Propn | Upos::Noun | Upos::Adj | Upos::X);
    (first..=last).any(|k| tree.token(k).form.contains(char::is_uppercase)) && (first..=last).any(naming)
}

/// Whether the one-word name at `k` is the last part of a longer personal name (`Michael Jordan`).
fn inside_other_name(tree: &Tree<'_>, dictionary: &Dictionary, k: usize) -> bool {
    let Some(n) = tree.sentence.names.iter().find(|n| n.kind == NameKind::Person && n.first < k && k < n.end) else {
        return false;
    };
    let before = comparable(&tree.token(k - 1).form).join(" ");
    n.first < k && dictionary.role(&before).is_none() && before.len() > 1
}

/// Which of several readings of a name is meant: an institution or state before a person, and of persons the one in
/// office, or of a state that the document mentions.
fn choose(dictionary: &Dictionary, entries: Vec<Entry>, date: Option<Date>, memory: &Memory) -> Option<Entry> {
    let entries = dictionary.preferred(entries, date);
    if entries.len() < 2 {
        return entries.first().copied();
    }
    let focus = memory.focus().map(|a| a.code.clone());
    let score = |e: &Entry| {
        let code = &dictionary.entity(e.entity).code;
        let about = i32::from(focus.as_ref() == Some(code)) * 3;
        about
            + match e.kind {
                Kind::NotActor => 40,
                Kind::Name => 30,
                Kind::Body(_) => 20,
                Kind::Adjective | Kind::People | Kind::Capital | Kind::Seat => 18,
                Kind::Person(p) => {
                    let p = &dictionary.persons[p as usize];
                    let sector = dictionary.sector_on(p, date);
                    let recent = p.terms.last().and_then(|t| t.to).is_none_or(|to| date.is_none_or(|d| to >= d));
                    14 + if sector == "GOV" { 3 } else { 0 } + if recent && sector != "ELI" { 3 } else { 0 }
                }
                Kind::City => 12,
            }
    };
    let best = entries.iter().map(score).max()?;
    entries.iter().find(|e| score(e) == best).copied()
}
