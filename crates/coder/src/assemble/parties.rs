//! Who acts on whom: the actor and recipient of a frame by grammatical path.

use super::{Context, PROJECTS};
use crate::actors::Kind;
use crate::frames::{Hit, Operator, Slot};
use crate::tree::Path;
use detente_event::{Act, Actor, Quad};

impl Context<'_> {
    /// Who acts, and how that was found.
    pub(super) fn agents(&self, hit: &Hit<'_>) -> (Vec<Actor>, Option<(usize, Path)>) {
        let tree = self.tree;
        let read = |k: usize| {
            let own = self.mentions.all(k);
            if own.is_empty() { self.mentions.inside(k) } else { own }
        };
        if hit.frame.speaker {
            let mut at = hit.at;
            for _ in 0..tree.len() {
                let Some(h) = tree.head(at) else { break };
                at = h;
                if tree.is_verb(h)
                    && let Some((s, path)) = tree.agent(h, 0)
                {
                    let actors = read(s);
                    if !actors.is_empty() {
                        return (actors, Some((s, path)));
                    }
                }
            }
            return (Vec::new(), None);
        }
        if hit.frame.verb {
            let found = if hit.frame.swap { tree.subject(hit.at, 0) } else { tree.agent(hit.at, 0) };
            let (actors, path) = match found {
                Some((at, path)) => (read(at), Some((at, path))),
                None => (Vec::new(), None),
            };
            // "Austria's pledge was made"
            if actors.is_empty()
                && let Some(p) = hit.object.and_then(|o| tree.possessor(o))
                && tree.is_passive(hit.at)
            {
                return (read(p), Some((p, Path::Possessor)));
            }
            // "killed in an Israeli strike"
            if actors.is_empty()
                && let Some(attack) = self.attack_in(hit)
            {
                let (by, path) = self.agents(&attack);
                // "in fighting with separatists"
                let with = if by.is_empty() && attack.frame.both { self.recipients(&attack, &[]) } else { Vec::new() };
                return if with.is_empty() { (by, path) } else { (with, Some((attack.at, Path::Oblique))) };
            }
            // "a drone launched from Lebanon struck a barracks"
            if actors.iter().all(|a| a.code.is_empty())
                && let Some((at, _)) = path
                && let Some(from) = self.source_of(at)
            {
                return (self.mentions.all(from), Some((from, Path::Oblique)));
            }
            if actors.is_empty()
                && let Some((c, actors)) = self.content_of(hit.at).and_then(|n| self.premodifier(n))
            {
                return (actors, Some((c, Path::Controller)));
            }
            return (actors, path);
        }
        let noun = hit.at;
        // "his arrest" is done to him, "Syria's arrest of reporters" by Syria
        let suffers =
            hit.frame.recipients.contains(&Slot::Possessor) && tree.by_preposition(noun, &["of".to_owned()]).is_none();
        if let Some(p) = tree.possessor(noun).filter(|_| !suffers) {
            let both = hit.frame.both && matches!(tree.token(p).form.to_lowercase().as_str(), "their");
            let actors = if both { self.memory.pair(self.number) } else { read(p) };
            if !actors.is_empty() {
                return (actors, Some((p, Path::Possessor)));
            }
        }
        if hit.frame.both
            && let Some(b) = tree
                .by_preposition(noun, &["between".to_owned(), "among".to_owned(), "involving".to_owned()])
                .or_else(|| {
                    // "talks in Brussels between A and B": the parser hangs the parties on the place
                    let place = |&c: &usize| matches!(tree.preposition(c).as_str(), "in" | "at" | "on");
                    let places: Vec<usize> = tree.with_rel(noun, "nmod").filter(place).collect();
                    places.into_iter().find_map(|p| tree.by_preposition(p, &["between".to_owned()]))
                })
        {
            return (self.mentions.all(b), Some((b, Path::Oblique)));
        }
        if let Some(b) = tree.by_preposition(noun, &["by".to_owned()]) {
            let actors = read(b);
            if !actors.is_empty() {
                return (actors, Some((b, Path::Oblique)));
            }
        }
        if let Some((c, actors)) = self.premodifier(noun) {
            return (actors, Some((c, Path::Possessor)));
        }
        // what is sold or sent does not sell or send
        if hit.frame.act != Act::Aid
            && !hit.frame.recipients.contains(&Slot::Preposition("of".into()))
            && let Some(b) = tree.by_preposition(noun, &["of".to_owned()])
        {
            let actors = self.mentions.all(b);
            if !actors.is_empty() {
                return (actors, Some((b, Path::Oblique)));
            }
        }
        if self.faced(noun).is_some() {
            return (Vec::new(), None);
        }
        if let Some((at, path)) = self.carrier(noun, 0) {
            return (read(at), Some((at, path)));
        }
        (Vec::new(), None)
    }

    /// The attack that the passive violence of the hit is told to have been done in.
    pub(super) fn attack_in(&self, hit: &Hit<'_>) -> Option<Hit<'_>> {
        let tree = self.tree;
        if !hit.frame.verb || hit.frame.act != Act::Assault || !tree.is_passive(hit.at) {
            return None;
        }
        let is_actor = |k: usize| self.mentions.is_actor(k);
        tree.with_rel(hit.at, "obl")
            .filter(|&o| matches!(tree.preposition(o).as_str(), "in" | "by" | "during"))
            // "in two days of fighting"
            .flat_map(|o| std::iter::once(o).chain(tree.by_preposition(o, &["of".to_owned()])))
            .find_map(|o| self.frames.at(tree, o, &is_actor).filter(|h| !h.frame.verb))
            .filter(|h| !h.frame.verb && h.frame.act == Act::Assault)
    }

    /// Whom an act befalls that he or she is said to face: `the president is facing protests`.
    fn faced(&self, noun: usize) -> Option<usize> {
        let tree = self.tree;
        let verb = tree.head(noun).filter(|_| tree.rel(noun) == "obj")?;
        let borne =
            matches!(tree.lemma(verb), "face" | "suffer" | "endure" | "weather" | "confront" | "undergo" | "survive");
        if borne { tree.subject(verb, 0).map(|s| s.0) } else { None }
    }

    /// Where what strikes was sent from: `a rocket fired from Gaza`.
    fn source_of(&self, k: usize) -> Option<usize> {
        let tree = self.tree;
        let sent = |&c: &usize| matches!(tree.lemma(c), "launch" | "fire" | "send" | "shoot" | "lob");
        let verb = tree.with_rel(k, "acl").find(sent)?;
        let from = tree.by_preposition(verb, &["by".to_owned(), "from".to_owned()])?;
        self.mentions.is_actor(from).then_some(from)
    }

    /// Who a noun's adjective or compound names: `Israeli strikes`, `a U.S. offer`.
    pub(super) fn premodifier(&self, noun: usize) -> Option<(usize, Vec<Actor>)> {
        let tree = self.tree;
        let before = |c: &usize| *c < noun && matches!(tree.rel(*c), "amod" | "compound" | "nmod");
        tree.children(noun).iter().copied().filter(before).find_map(|c| {
            let mut actors = Vec::new();
            for c in tree.conjuncts(c) {
                match self.mentions.match_at(c) {
                    Some((m, a)) if m.entry.kind != Kind::NotActor && m.last < noun => actors.push(a),
                    _ => actors.extend(self.mentions.at(c).iter().cloned()),
                }
            }
            (!actors.is_empty()).then_some((c, actors))
        })
    }

    /// The noun whose content the verb at `k` is: `consideration of selling`, `a plan to attack`.
    pub(super) fn content_of(&self, k: usize) -> Option<usize> {
        let h = self.tree.head(k)?;
        (matches!(self.tree.rel(k), "acl" | "nmod" | "obl" | "advcl")
            && self.tree.token(k).deprel != "acl:relcl"
            && !self.tree.is_verb(h)
            && (self.tree.is_to_infinitive(k) || self.tree.preposition_mark(k).is_some()))
        .then_some(h)
    }

    /// The agent of the verb or noun that carries the noun at `k`: `hold talks`, `plan a visit`, `the announcement of a meeting`.
    pub(super) fn carrier(&self, k: usize, depth: usize) -> Option<(usize, Path)> {
        let tree = self.tree;
        if depth > 4 {
            return None;
        }
        let h = tree.head(k)?;
        let lemma = tree.lemma(h).to_lowercase();
        let carries_verb = |with: &str| {
            let ops = self.frames.operators('v', with);
            !ops.is_empty() && ops.iter().any(|o| *o != Operator::Says)
        };
        match tree.rel(k) {
            "obj" if tree.is_verb(h) && !matches!(tree.lemma(h), "call" | "tell") => {
                let phrasal =
                    tree.children(h).iter().any(|&c| c > h && carries_verb(&format!("{lemma} {}", tree.lemma(c))));
                (carries_verb(&lemma) || phrasal).then(|| tree.agent(h, 0))?
            }
            "nsubj" if tree.token(k).deprel == "nsubj:pass" => carries_verb(&lemma).then(|| tree.agent(h, 0))?,
            "obl" if tree.is_verb(h) => {
                carries_verb(&format!("{lemma} {}", tree.preposition(k))).then(|| tree.agent(h, 0))?
            }
            "nmod" => {
                // "claimed responsibility for the attack"
                if tree.rel(h) == "obj"
                    && let Some(verb) = tree.head(h).filter(|&v| tree.is_verb(v))
                    && carries_verb(&format!("{} {lemma}", tree.lemma(verb)))
                {
                    return tree.agent(verb, 0);
                }
                let ops = self.frames.operators('n', &lemma);
                if ops.is_empty() {
                    return None;
                }
                if let Some(p) = tree.possessor(h) {
                    return Some((p, Path::Possessor));
                }
                for c in
                    tree.children(h).iter().copied().filter(|&c| c < h && matches!(tree.rel(c), "amod" | "compound"))
                {
                    if self.mentions.match_at(c).is_some_and(|(m, _)| m.entry.kind != Kind::NotActor) {
                        return Some((c, Path::Possessor));
                    }
                }
                self.carrier(h, depth + 1)
            }
            "conj" | "appos" => self.carrier(h, depth + 1),
            _ => None,
        }
    }

    pub(super) fn is_definite(&self, k: usize) -> bool {
        self.tree.with_rel(k, "det").any(|d| matches!(self.tree.lemma(d), "the" | "this" | "that"))
    }

    /// Whether the act at `k` is what a bill, plan or proposal is for: its actor is whoever has that.
    pub(super) fn in_project(&self, k: usize) -> bool {
        let project = |n: usize| !self.tree.is_verb(n) && PROJECTS.contains(&self.tree.lemma(n));
        let mut at = k;
        for _ in 0..6 {
            let Some(h) = self.tree.head(at) else { return false };
            if matches!(self.tree.rel(at), "ccomp" | "parataxis") {
                return false;
            }
            // "interest in legislation aimed at …", wherever the parser hangs the clause
            if project(h) || !self.tree.is_verb(h) && self.tree.with_rel(h, "nmod").any(|n| n < k && project(n)) {
                return true;
            }
            at = h;
        }
        false
    }

    /// Who else: for talks whose other side alone is named, the actor that the sentence is about.
    pub(super) fn topic(&self, k: usize, others: &[Actor]) -> Vec<Actor> {
        let tree = self.tree;
        let mut candidates = Vec::new();
        let mut at = k;
        for _ in 0..tree.len() {
            let Some(h) = tree.head(at) else { break };
            at = h;
            if let Some((s, _)) = tree.subject(at, 0) {
                candidates.push(s);
                candidates.extend(tree.possessor(s));
                // "discussions within the White House have suggested …"
                let inside =
                    |&n: &usize| matches!(tree.preposition(n).as_str(), "within" | "inside" | "in" | "among" | "at");
                candidates.extend(tree.with_rel(s, "nmod").filter(inside));
            }
        }
        for c in candidates {
            let found: Vec<Actor> = self
                .mentions
                .all(c)
                .into_iter()
                .filter(|a| !a.code.is_empty() && !others.iter().any(|o| o.code == a.code))
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    pub(super) fn recipients(&self, hit: &Hit<'_>, actors: &[Actor]) -> Vec<Actor> {
        let tree = self.tree;
        let object = hit.object.or_else(|| if hit.frame.verb { tree.patient(hit.at).map(|p| p.0) } else { None });
        for slot in &hit.frame.recipients {
            let found = match slot {
                Slot::Object => tree.child(hit.at, "iobj").or(object).map(|o| {
                    let own = self.mentions.all(o);
                    if own.is_empty() { self.mentions.inside(o) } else { own }
                }),
                Slot::Inside => object.map(|o| self.mentions.inside(o)),
                Slot::Possessor => {
                    let of = if hit.frame.verb { object } else { Some(hit.at) };
                    of.and_then(|o| {
                        tree.possessor(o).or_else(|| tree.by_preposition(o, &["of".into(), "by".into(), "from".into()]))
                    })
                    .map(|p| self.mentions.all(p))
                    .filter(|f| !f.is_empty())
                    .or_else(|| hit.frame.verb.then(|| object.map(|o| self.mentions.inside(o)))?)
                }
                Slot::Clause => tree
                    .children(hit.at)
                    .iter()
                    .copied()
                    .filter(|&c| matches!(tree.rel(c), "ccomp" | "xcomp"))
                    .find_map(|c| tree.child(c, "nsubj"))
                    .map(|s| self.mentions.all(s)),
                Slot::Subject => tree.subject(hit.at, 0).map(|(s, _)| self.mentions.inside(s)),
                Slot::Preposition(p) => {
                    // "agreed to hold talks with the government"
                    let deeds = hit.with.iter().filter(|&&w| tree.is_verb(w)).filter_map(|&w| tree.child(w, "obj"));
                    let at = std::iter::once(hit.at)
                        .chain(object)
                        .chain(hit.with.iter().copied())
                        .chain(deeds)
                        .chain(self.carrying_verb(hit));
                    let at: Vec<usize> = at.collect();
                    let own = at.iter().find_map(|&k| tree.by_preposition(k, std::slice::from_ref(p)));
                    own.or_else(|| at.iter().find_map(|&k| tree.party_by(k, p))).map(|k| {
                        let own = self.mentions.all(k);
                        if own.is_empty() { self.mentions.inside(k) } else { own }
                    })
                }
            };
            let found: Vec<Actor> = found.unwrap_or_default();
            if !found.is_empty() && found.iter().any(|f| !actors.iter().any(|a| a.span == f.span)) {
                return found;
            }
        }
        if !hit.frame.verb
            && let Some(whom) = self.faced(hit.at).map(|s| self.mentions.all(s)).filter(|w| !w.is_empty())
        {
            return whom;
        }
        let complete = hit.frame.both && actors.len() > 1;
        if complete || hit.frame.recipients.is_empty() || hit.frame.act == Act::Consult && !hit.frame.verb {
            return Vec::new();
        }
        self.deeper(hit, object, actors)
    }

    /// The first other party named below the act where no slot held one: in its object, its complements, its content
    /// (`agreed to provide aid for Romania`).
    pub(super) fn deeper(&self, hit: &Hit<'_>, object: Option<usize>, actors: &[Actor]) -> Vec<Actor> {
        let tree = self.tree;
        let domestic = hit.frame.act.quad() == Quad::MaterialConflict || hit.frame.act == Act::Request;
        let other = |a: &Actor| {
            let same = |b: &Actor| b.same_party(a) && !(domestic && !a.sector.is_empty() && a.sector != b.sector);
            !a.code.is_empty() && !actors.iter().any(same)
        };
        let mut tops: Vec<usize> = tree.with_rel(hit.at, "iobj").chain(object).collect();
        let light = |&v: &usize| self.frames.is('v', &tree.lemma(v).to_lowercase(), Operator::Light);
        tops.extend(self.carrying_verb(hit).filter(light));
        for rel in ["xcomp", "ccomp", "obl", "nmod", "advcl", "acl"] {
            tops.extend(tree.with_rel(hit.at, rel).filter(|&c| {
                !matches!(tree.token(c).deprel.as_str(), "nmod:poss" | "acl:relcl" | "obl:agent")
                    && (rel != "advcl"
                        || tree.is_to_infinitive(c) && hit.frame.act != Act::Consult
                        || tree.preposition_mark(c).is_some())
                    && !matches!(
                        tree.preposition(c).as_str(),
                        "after" | "during" | "since" | "before" | "amid" | "by" | "following"
                    )
            }));
        }
        // where it happens is no party to words and signatures, but may be to a deed or to one agreed, refused or threatened
        let deed = matches!(hit.frame.act, Act::Aid) || hit.frame.act.quad() == Quad::MaterialConflict;
        let promised = matches!(hit.frame.act, Act::Agree | Act::Reject | Act::Threaten | Act::Concede | Act::Retreat);
        let rounds: &[bool] = if deed {
            &[true]
        } else if promised {
            &[false, true]
        } else {
            &[false]
        };
        for (places, top) in rounds.iter().flat_map(|r| tops.iter().map(move |t| (*r, *t))) {
            if hit.frame.verb && tree.agent(hit.at, 0).is_some_and(|(a, _)| a == top) {
                continue;
            }
            for k in self.below(top, self.tree.head(hit.at) == Some(top)) {
                let located = matches!(tree.preposition(k).as_str(), "in" | "at" | "near" | "outside" | "from");
                if located && !places && !self.mentions.at(k).iter().any(|a| a.person.is_some()) {
                    continue;
                }
                let found: Vec<Actor> = self.mentions.at(k).iter().filter(|a| other(a)).cloned().collect();
                if !found.is_empty() {
                    return self.mentions.all(k).into_iter().filter(|a| other(a)).collect();
                }
                if let Some((m, a)) = self.mentions.match_at(k)
                    && m.entry.kind != Kind::NotActor
                    && m.last == k
                    && other(&a)
                {
                    return vec![a];
                }
            }
        }
        Vec::new()
    }

    /// The tokens below `top`, nearest first, not through relative clauses and clauses of saying, and not those of the subject
    /// where it carries the act.
    pub(super) fn below(&self, top: usize, carries: bool) -> Vec<usize> {
        let tree = self.tree;
        let mut out = vec![top];
        let mut next = 0;
        while next < out.len() {
            let here = out[next];
            out.extend(tree.children(here).iter().copied().filter(|&c| {
                let passed = matches!(
                    tree.token(c).deprel.as_str(),
                    "acl:relcl" | "parataxis" | "advcl:relcl" | "det" | "punct" | "case" | "mark"
                );
                let subject = carries && here == top && tree.rel(c) == "nsubj";
                let other = tree.rel(c) == "conj" && tree.is_verb(c);
                let condition = tree.rel(c) == "advcl" && tree.is_conditional(c);
                // "a report that the group had left"
                let reported = tree.rel(c) == "acl"
                    && tree.child(c, "nsubj").is_some()
                    && self.frames.is('n', tree.lemma(here), Operator::Says);
                !passed && !subject && !reported && !condition && !other
            }));
            next += 1;
        }
        out
    }

    /// The condition (`if …`, `unless …`) on what the verb at `k` says: `threatened to leave unless …`.
    pub(super) fn condition_below(&self, k: usize) -> Option<usize> {
        let tree = self.tree;
        let condition = |&c: &usize| tree.rel(c) == "advcl" && tree.is_conditional(c);
        let content = |&c: &usize| matches!(tree.rel(c), "xcomp" | "ccomp" | "obj" | "acl");
        let mut at = vec![k];
        let mut next = 0;
        while let Some(&here) = at.get(next).filter(|_| next < 16) {
            if let Some(c) = tree.children(here).iter().copied().find(condition) {
                return Some(c);
            }
            at.extend(tree.children(here).iter().copied().filter(content));
            next += 1;
        }
        None
    }

    /// The light verb over a noun, whose prepositions belong to it too (`launched an attack on`).
    pub(super) fn carrying_verb(&self, hit: &Hit<'_>) -> Option<usize> {
        if hit.frame.verb {
            return None;
        }
        let h = self.tree.head(hit.at)?;
        (self.tree.is_verb(h) && matches!(self.tree.rel(hit.at), "obj" | "nsubj")).then_some(h)
    }
}
