//! From a frame that fits to an event: who, to whom, whether, when, where, what, and why.

use crate::actors::{Kind, Memory, Mentions};
use crate::frames::{Frames, Hit, Operator, Slot};
use crate::places::Gazetteer;
use crate::status::{Judgement, judge};
use crate::tree::{Path, Tree};
use detente_event::{Act, Actor, Document, Event, EventDate, Place, Quad, Span, Speaker, Status, Why};
use detente_text::{DateExpression, Upos};
use jiff::civil::Date;

/// What a sentence is coded with.
pub(crate) struct Context<'a> {
    pub document: &'a Document,
    pub number: usize,
    pub tree: &'a Tree<'a>,
    pub mentions: &'a Mentions<'a>,
    pub frames: &'a Frames,
    pub gazetteer: &'a Gazetteer,
    pub memory: &'a Memory,
    pub dates: &'a [DateExpression],
    pub coder: &'a str,
}

/// Nouns whose content is what somebody means to do.
const PROJECTS: &[&str] =
    &["legislation", "bill", "law", "plan", "proposal", "measure", "resolution", "draft", "decree", "order", "scheme"];

/// Plurals that name nobody.
const GENERIC: &[&str] = &["nations", "countries", "states", "governments", "parties", "sides", "people"];

/// Older than this many years before the article, an act is background (METHODS.md, "Status").
const HISTORICAL_YEARS: i16 = 5;

impl Context<'_> {
    /// The events of the sentence, in the order of their words.
    pub fn events(&self) -> Vec<Event> {
        let is_actor = |k: usize| self.mentions.is_actor(k);
        let mut hits: Vec<Hit<'_>> =
            (0..self.tree.len()).filter_map(|k| self.frames.at(self.tree, k, &is_actor)).collect();
        // The object that a verb frame needs is part of it, not an act of its own.
        let consumed: Vec<usize> = hits
            .iter()
            .filter(|h| h.frame.verb)
            .flat_map(|h| h.with.clone())
            .filter(|&k| !self.tree.is_verb(k))
            .collect();
        hits.retain(|h| !consumed.contains(&h.at));
        let identical: Vec<(usize, usize)> = hits.iter().filter_map(|h| self.identical(h, &hits)).collect();
        let twins: Vec<Hit<'_>> = hits.extract_if(.., |h| identical.iter().any(|i| i.1 == h.at)).collect();
        let mut out: Vec<Event> = Vec::new();
        let mut swallowed: Vec<(usize, Act)> = Vec::new();
        let judged: Vec<Judgement> = hits.iter().map(|h| judge(self.tree, self.frames, h.at)).collect();
        for (hit, j) in hits.iter().zip(&judged) {
            // What is asked for or agreed to is the content of the REQUEST or AGREE, not an event beside it.
            let content = j.above.iter().any(|a| {
                hits.iter().any(|h| {
                    (h.at == *a || h.object == Some(*a))
                        && matches!(h.frame.act, Act::Request | Act::Agree | Act::Reject | Act::Accuse | Act::Support)
                        && (h.frame.verb || tree_clause(self.tree, hit.at))
                        && self.clause_between(hit.at, *a)
                        && !(h.frame.act == Act::Reject && j.status == Status::Negated && self.denies(*a))
                        && h.frame.act != Act::Accuse
                })
            });
            if content {
                swallowed.push((hit.at, hit.frame.act));
                continue;
            }
            if let Some(mut e) = self.event(hit, j) {
                if let Some(twin) =
                    identical.iter().find(|i| i.0 == hit.at).and_then(|i| twins.iter().find(|t| t.at == i.1))
                    && let Some(told) = self.event(twin, j)
                    && e.actor.len() + e.recipient.len() < 2
                {
                    (e.actor, e.recipient) = (told.actor, told.recipient);
                    e.finish(&twin.frame.cameo);
                }
                let threat = self.threat(&e, j);
                out.push(e);
                out.extend(threat);
            }
        }
        merge(out)
    }

    /// A noun said to be what the subject is (`the meeting marks the fourth interaction between A and B`): the
    /// subject's token and its own.
    fn identical(&self, hit: &Hit<'_>, hits: &[Hit<'_>]) -> Option<(usize, usize)> {
        let tree = self.tree;
        let verb = tree.head(hit.at).filter(|_| !hit.frame.verb && tree.rel(hit.at) == "obj")?;
        if !matches!(tree.lemma(verb), "mark" | "represent" | "constitute" | "become" | "form") {
            return None;
        }
        let subject = tree.child(verb, "nsubj")?;
        hits.iter().any(|h| h.at == subject && h.frame.act == hit.frame.act).then_some((subject, hit.at))
    }

    /// Whether `k` hangs below `above`, but not through a relative clause or parenthesis.
    fn clause_between(&self, k: usize, above: usize) -> bool {
        let mut k = k;
        for _ in 0..self.tree.len() {
            if k == above {
                return true;
            }
            if matches!(self.tree.token(k).deprel.as_str(), "acl:relcl" | "parataxis") {
                return false;
            }
            match self.tree.head(k) {
                Some(h) if self.tree.rel(k) != "conj" || self.tree.head(k) != Some(above) => k = h,
                _ => return false,
            }
        }
        false
    }

    fn denies(&self, k: usize) -> bool {
        matches!(self.tree.lemma(k), "deny" | "denial" | "dispute" | "reject")
    }

    fn event(&self, hit: &Hit<'_>, j: &Judgement) -> Option<Event> {
        let tree = self.tree;
        let frame = hit.frame;
        let mut why = vec![Why {
            rule: format!("frame {}: {}", if frame.verb { "verb" } else { "noun" }, frame.line),
            words: self.words(std::iter::once(hit.at).chain(hit.with.iter().copied())),
        }];
        let (mut actor, path) = self.agents(hit);
        let mut recipient = self.recipients(hit, &actor);
        if let Some((at, path)) = path {
            why.push(Why { rule: format!("actor: {}", path.as_str()), words: self.words([at]) });
        }
        if frame.swap {
            std::mem::swap(&mut actor, &mut recipient);
        }
        if actor.is_empty() && frame.both && recipient.len() >= 2 {
            std::mem::swap(&mut actor, &mut recipient);
        }
        if actor.is_empty()
            && !recipient.is_empty()
            && (frame.both && frame.act == Act::Consult || self.in_project(hit.at))
        {
            actor = self.topic(hit.at, &recipient);
        }
        if !frame.verb && frame.act == Act::Consult && (actor.is_empty() || recipient.is_empty()) && actor.len() < 2 {
            // "dialogue", "discussions" with one side named: no event by itself; a definite one may continue another
            if !self.is_definite(hit.at) {
                return None;
            }
        }
        // "A's meeting with B", "they met": one party on both sides is no party
        recipient.retain(|r| {
            !actor.iter().any(|a| {
                a.same_party(r)
                    && a.person == r.person
                    && (a.span == r.span || a.sector == r.sector || r.sector.is_empty())
            }) || (frame.act.quad() == Quad::MaterialConflict || frame.act == Act::Accuse)
                && r.span != actor.first().and_then(|a| a.span)
        });
        if actor.is_empty() && frame.both && recipient.len() >= 2 {
            std::mem::swap(&mut actor, &mut recipient);
        }
        // "the call": whose, a mention before may tell
        let bare = !frame.verb && frame.act == Act::Consult && self.is_definite(hit.at);
        let known = |a: &Actor| !a.code.is_empty() || !a.sector.is_empty();
        if !bare && !actor.iter().chain(&recipient).any(known) {
            return None;
        }
        // "nations that buy oil": whoever does so is no party
        if !actor.is_empty()
            && actor.iter().all(|a| a.code.is_empty() && GENERIC.contains(&a.text.to_lowercase().as_str()))
        {
            return None;
        }
        for (rule, at) in &j.why {
            why.push(Why { rule: format!("status: {rule}"), words: self.words([*at]) });
        }
        let date = self.date_of(hit.at, j);
        let mut status = j.status;
        if let (Some(d), Some(published)) = (&date, self.document.date) {
            if status == Status::Occurred && d.start > published {
                status = Status::Planned;
                why.push(Why { rule: "status: a date to come".into(), words: d.text.clone() });
            } else if status == Status::Occurred
                && before(d.end, published, HISTORICAL_YEARS)
                && !self.open_ended(hit.at)
            {
                status = Status::Historical;
                why.push(Why { rule: "status: long before".into(), words: d.text.clone() });
            }
        }
        let condition = j.condition.map(|c| self.clause_text(c));
        if condition.is_some() {
            status = match status {
                Status::Planned | Status::Hypothetical | Status::Considered
                    if frame.act.quad() == Quad::MaterialConflict =>
                {
                    Status::Threatened
                }
                Status::Hypothetical => Status::Considered,
                s => s,
            };
        }
        if frame.speaker {
            status = Status::Occurred;
        }
        // words that nobody is named to have said, and that may never be said
        let spoken =
            matches!(frame.act, Act::Request | Act::Accuse | Act::Agree | Act::Reject | Act::Threaten | Act::Support);
        if spoken && actor.is_empty() && !status.happened() && status != Status::Negated {
            return None;
        }
        let span = tree.token(hit.at).span;
        let mut words: Vec<usize> = hit.with.clone();
        words.push(hit.at);
        words.sort_unstable();
        let near = words.windows(2).all(|w| w[1] - w[0] <= 6);
        let span = if near { tree.token(words[0]).span.cover(tree.token(words[words.len() - 1]).span) } else { span };
        let mut e = Event {
            id: String::new(),
            document: self.document.id.clone(),
            sentence: self.number,
            text: tree.sentence.span.of(&self.document.text).trim().to_owned(),
            span,
            act: frame.act,
            mode: frame.mode.clone(),
            status,
            event: frame.act,
            cameo: String::new(),
            quad: frame.act.quad(),
            goldstein: 0.0,
            context: frame.contexts.clone(),
            actor,
            recipient,
            date,
            place: self.place_of(hit.at, hit.object),
            object: self.object_of(hit),
            condition,
            speaker: j.says.and_then(|s| self.speaker(s)),
            confidence: 0.0,
            occurrence: String::new(),
            why,
            coder: self.coder.to_owned(),
        };
        e.confidence = confidence(&e);
        e.finish(&frame.cameo);
        Some(e)
    }

    /// Who acts, and how that was found.
    fn agents(&self, hit: &Hit<'_>) -> (Vec<Actor>, Option<(usize, Path)>) {
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
            if actors.is_empty()
                && let Some((c, actors)) = self.content_of(hit.at).and_then(|n| self.premodifier(n))
            {
                return (actors, Some((c, Path::Controller)));
            }
            return (actors, path);
        }
        let noun = hit.at;
        if let Some(p) = tree.possessor(noun) {
            let both = hit.frame.both && matches!(tree.token(p).form.to_lowercase().as_str(), "their");
            let actors = if both { self.memory.pair(self.number) } else { read(p) };
            if !actors.is_empty() {
                return (actors, Some((p, Path::Possessor)));
            }
        }
        if hit.frame.both
            && let Some(b) =
                tree.by_preposition(noun, &["between".to_owned(), "among".to_owned(), "involving".to_owned()])
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
        if !hit.frame.recipients.contains(&Slot::Preposition("of".into()))
            && let Some(b) = tree.by_preposition(noun, &["of".to_owned()])
        {
            let actors = self.mentions.all(b);
            if !actors.is_empty() {
                return (actors, Some((b, Path::Oblique)));
            }
        }
        if let Some((at, path)) = self.carrier(noun, 0) {
            return (read(at), Some((at, path)));
        }
        (Vec::new(), None)
    }

    /// Who a noun's adjective or compound names: `Israeli strikes`, `a U.S. offer`.
    fn premodifier(&self, noun: usize) -> Option<(usize, Vec<Actor>)> {
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
    fn content_of(&self, k: usize) -> Option<usize> {
        let h = self.tree.head(k)?;
        (matches!(self.tree.rel(k), "acl" | "nmod" | "obl" | "advcl")
            && self.tree.token(k).deprel != "acl:relcl"
            && !self.tree.is_verb(h)
            && (self.tree.is_to_infinitive(k) || self.tree.preposition_mark(k).is_some()))
        .then_some(h)
    }

    /// The agent of the verb or noun that carries the noun at `k`: `hold talks`, `plan a visit`, `the announcement of a meeting`.
    fn carrier(&self, k: usize, depth: usize) -> Option<(usize, Path)> {
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
            "obj" if tree.is_verb(h) => {
                let phrasal =
                    tree.children(h).iter().any(|&c| c > h && carries_verb(&format!("{lemma} {}", tree.lemma(c))));
                (carries_verb(&lemma) || phrasal).then(|| tree.agent(h, 0))?
            }
            "nsubj" if tree.token(k).deprel == "nsubj:pass" => carries_verb(&lemma).then(|| tree.agent(h, 0))?,
            "obl" if tree.is_verb(h) => {
                carries_verb(&format!("{lemma} {}", tree.preposition(k))).then(|| tree.agent(h, 0))?
            }
            "nmod" => {
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

    fn is_definite(&self, k: usize) -> bool {
        self.tree.with_rel(k, "det").any(|d| matches!(self.tree.lemma(d), "the" | "this" | "that"))
    }

    /// Whether the act at `k` is what a bill, plan or proposal is for: its actor is whoever has that.
    fn in_project(&self, k: usize) -> bool {
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
    fn topic(&self, k: usize, others: &[Actor]) -> Vec<Actor> {
        let tree = self.tree;
        let mut candidates = Vec::new();
        let mut at = k;
        for _ in 0..tree.len() {
            let Some(h) = tree.head(at) else { break };
            at = h;
            if let Some((s, _)) = tree.subject(at, 0) {
                candidates.push(s);
                candidates.extend(tree.possessor(s));
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

    fn recipients(&self, hit: &Hit<'_>, actors: &[Actor]) -> Vec<Actor> {
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
                    let at = std::iter::once(hit.at)
                        .chain(object)
                        .chain(hit.with.iter().copied())
                        .chain(self.carrying_verb(hit));
                    at.filter_map(|k| tree.by_preposition(k, std::slice::from_ref(p))).next().map(|k| {
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
        if hit.frame.recipients.is_empty() || hit.frame.act == Act::Consult && !hit.frame.verb {
            return Vec::new();
        }
        self.deeper(hit, object, actors)
    }

    /// The first other party named below the act where no slot held one: in its object, its complements, its content
    /// (`agreed to provide aid for Romania`).
    fn deeper(&self, hit: &Hit<'_>, object: Option<usize>, actors: &[Actor]) -> Vec<Actor> {
        let tree = self.tree;
        let other = |a: &Actor| !a.code.is_empty() && !actors.iter().any(|b| b.same_party(a));
        let mut tops: Vec<usize> = object.into_iter().collect();
        tops.extend(self.carrying_verb(hit));
        for rel in ["xcomp", "ccomp", "obl", "nmod", "advcl", "acl"] {
            tops.extend(tree.with_rel(hit.at, rel).filter(|&c| {
                !matches!(tree.token(c).deprel.as_str(), "nmod:poss" | "acl:relcl" | "obl:agent")
                    && (rel != "advcl" || tree.is_to_infinitive(c) || tree.preposition_mark(c).is_some())
                    && !matches!(
                        tree.preposition(c).as_str(),
                        "after" | "during" | "since" | "before" | "amid" | "by" | "following"
                    )
            }));
        }
        for top in tops {
            if hit.frame.verb && tree.agent(hit.at, 0).is_some_and(|(a, _)| a == top) {
                continue;
            }
            for k in self.below(top) {
                // where it happens is no party to words and signatures
                let located = matches!(tree.preposition(k).as_str(), "in" | "at" | "near" | "outside" | "from");
                if located
                    && hit.frame.act.quad() != Quad::MaterialConflict
                    && hit.frame.act != Act::Aid
                    && !self.mentions.at(k).iter().any(|a| a.person.is_some())
                {
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

    /// The tokens below `top`, nearest first, not through relative clauses and clauses of saying.
    fn below(&self, top: usize) -> Vec<usize> {
        let tree = self.tree;
        let mut out = vec![top];
        let mut next = 0;
        while next < out.len() {
            let here = out[next];
            out.extend(tree.children(here).iter().copied().filter(|&c| {
                !matches!(
                    tree.token(c).deprel.as_str(),
                    "acl:relcl" | "parataxis" | "advcl:relcl" | "det" | "punct" | "case" | "mark"
                )
            }));
            next += 1;
        }
        out
    }

    /// The light verb over a noun, whose prepositions belong to it too (`launched an attack on`).
    fn carrying_verb(&self, hit: &Hit<'_>) -> Option<usize> {
        if hit.frame.verb {
            return None;
        }
        let h = self.tree.head(hit.at)?;
        (self.tree.is_verb(h) && matches!(self.tree.rel(hit.at), "obj" | "nsubj")).then_some(h)
    }

    /// A threat that the words make besides the act itself: one says that one will do harm, or will if.
    fn threat(&self, e: &Event, j: &Judgement) -> Option<Event> {
        if e.act.quad() != Quad::MaterialConflict || e.status != Status::Threatened || e.actor.is_empty() {
            return None;
        }
        // "threatened to …" is an event by its own frame
        if j.above.iter().any(|&a| {
            self.frames.is('v', self.tree.lemma(a), Operator::Threatened)
                || self.frames.is('n', self.tree.lemma(a), Operator::Threatened)
        }) {
            return None;
        }
        let mode = match e.act {
            Act::Sanction => Some("relations"),
            Act::Coerce => Some("restrict"),
            Act::Assault | Act::Mobilize => Some("violence"),
            _ => None,
        };
        let mut t = Event {
            act: Act::Threaten,
            mode: mode.map(str::to_owned),
            status: Status::Occurred,
            occurrence: String::new(),
            date: None,
            ..e.clone()
        };
        t.why.push(Why {
            rule: "a conditional threat is a THREATEN that occurred".into(),
            words: e.condition.clone().unwrap_or_default(),
        });
        t.finish("");
        Some(t)
    }

    fn speaker(&self, says: usize) -> Option<Speaker> {
        let (s, _) = self.tree.agent(says, 0)?;
        let a = self.mentions.all(s).into_iter().next()?;
        Some(Speaker { name: a.name, person: a.person, text: a.text })
    }

    fn words(&self, tokens: impl IntoIterator<Item = usize>) -> String {
        let mut t: Vec<usize> = tokens.into_iter().collect();
        t.sort_unstable();
        t.dedup();
        t.iter().map(|&k| self.tree.token(k).form.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The text of the phrase or clause at `k`.
    fn clause_text(&self, k: usize) -> String {
        let t = self.tree.subtree(k);
        let span = match (t.first(), t.last()) {
            (Some(&a), Some(&b)) => self.tree.token(a).span.cover(self.tree.token(b).span),
            _ => Span::default(),
        };
        span.of(&self.document.text)
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '“' | '”' | '"'))
            .to_owned()
    }

    /// What is at stake: the object that is no party, or the clause that is asked, promised or refused.
    fn object_of(&self, hit: &Hit<'_>) -> Option<String> {
        let tree = self.tree;
        let phrase = |k: usize| -> Option<String> {
            let dated = self.dates.iter().any(|d| d.span.overlaps(tree.token(k).span));
            if self.mentions.is_actor(k) || tree.token(k).upos == Upos::Pron || dated {
                return None;
            }
            // the noun with what stands before it and its `of`
            let keep: Vec<usize> = tree
                .subtree(k)
                .into_iter()
                .filter(|&t| t <= k || tree.rel(t) == "flat" && tree.head(t) == Some(k) || self.below_of(t, k))
                .filter(|&t| {
                    let rel = tree.rel(t);
                    t >= k || !(matches!(rel, "det" | "case") || rel == "punct" && tree.token(t).form != "-")
                })
                .collect();
            let span = tree.token(*keep.first()?).span.cover(tree.token(*keep.last()?).span);
            let words = span.of(&self.document.text).trim().to_owned();
            (!words.is_empty()).then_some(words)
        };
        let clause =
            tree.children(hit.at).iter().copied().find(|&c| matches!(tree.rel(c), "xcomp" | "ccomp") && c > hit.at);
        match hit.frame.act {
            Act::Request | Act::Agree | Act::Reject | Act::Threaten | Act::Concede | Act::Accuse
                if clause.is_some() =>
            {
                clause.map(|c| {
                    let text = self.clause_text(c);
                    text.strip_prefix("that ").or_else(|| text.strip_prefix("to ")).unwrap_or(&text).to_owned()
                })
            }
            _ if hit.frame.verb => hit
                .object
                .or_else(|| tree.patient(hit.at).map(|p| p.0))
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
                        .find(|&c| !self.mentions.is_actor(c) && self.mentions.match_at(c).is_none())
                        .and_then(phrase)
                }),
        }
    }

    fn below_of(&self, t: usize, top: usize) -> bool {
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
    fn date_of(&self, k: usize, j: &Judgement) -> Option<EventDate> {
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

    fn open_ended(&self, k: usize) -> bool {
        // "since 2015": it is still going on
        self.tree.subtree(k).iter().any(|&t| self.tree.lemma(t) == "since")
    }

    /// Where: a place below the act by `in`, `at`, `near`, not one of its parties.
    fn place_of(&self, k: usize, object: Option<usize>) -> Option<Place> {
        let tree = self.tree;
        let over = tree.head(k).filter(|&h| tree.is_verb(h) && matches!(tree.rel(k), "obj" | "nsubj" | "obl"));
        let relative = tree.children(k).iter().copied().find(|&c| tree.token(c).deprel == "acl:relcl");
        for top in std::iter::once(k).chain(object).chain(over).chain(relative) {
            for c in tree.children(top).iter().copied().filter(|&c| matches!(tree.rel(c), "obl" | "nmod")) {
                if !matches!(
                    tree.preposition(c).as_str(),
                    "in" | "at" | "near" | "outside" | "inside" | "around" | "across"
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
    fn place_at(&self, k: usize) -> Option<Place> {
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

/// Whether the act at `k` is told by a clause, not as a thing taken part in.
fn tree_clause(tree: &Tree<'_>, k: usize) -> bool {
    tree.is_verb(k)
}

/// More of the parts that a reader would want, more confidence. A rule of thumb until the classifier scores frames.
fn confidence(e: &Event) -> f64 {
    let mut c: f64 = 0.5;
    if e.actor.iter().any(|a| !a.code.is_empty()) {
        c += 0.15;
    }
    if e.recipient.iter().any(|a| !a.code.is_empty()) {
        c += 0.15;
    }
    if e.why.iter().any(|w| w.rule.contains('&') || w.rule.contains("verb")) {
        c += 0.1;
    }
    (c * 100.0).round() / 100.0
}

fn before(end: Date, published: Date, years: i16) -> bool {
    end.year() + years < published.year()
}

/// One event where several words of a sentence tell the same act, status and parties.
fn merge(events: Vec<Event>) -> Vec<Event> {
    let mut out: Vec<Event> = Vec::new();
    for e in events {
        let same = |a: &[Actor], b: &[Actor]| {
            a.is_empty() || b.is_empty() || a.iter().any(|x| b.iter().any(|y| x.same_party(y)))
        };
        let twin = out.iter().position(|o| {
            o.act == e.act
                && o.status == e.status
                && (same(&o.actor, &e.actor) && same(&o.recipient, &e.recipient)
                    || matches!(e.act, Act::Consult | Act::Agree)
                        && same(&o.actor, &e.recipient)
                        && same(&o.recipient, &e.actor))
        });
        match twin {
            Some(k) => {
                let rich = |e: &Event| {
                    3 * (e.actor.len() + e.recipient.len())
                        + 2 * usize::from(e.date.is_some())
                        + usize::from(e.place.is_some())
                };
                if rich(&e) > rich(&out[k]) {
                    out[k] = e;
                }
            }
            None => out.push(e),
        }
    }
    out
}
