//! From a frame that fits to an event: who, to whom, whether, when, where, what, and why.

mod circumstances;
mod deciding;
mod demands;
mod home;
mod manner;
mod parties;
mod quantities;
mod tolls;
pub(crate) mod trace;

use crate::actors::{Memory, Mentions};
use crate::classify::Classifier;
use crate::explain::Reason;
use crate::frames::{Frames, Hit, Operator, clause_between, content_of};
use crate::places::Gazetteer;
use crate::status::{Judgement, judge};
use crate::tree::Tree;
use detente_event::{Act, Actor, Document, Event, Place, Quad, Span, Speaker, Status, Why};
use detente_text::DateExpression;
use jiff::civil::Date;

/// What a sentence is coded with.
pub(crate) struct Context<'a> {
    pub document: &'a Document,
    pub number: usize,
    pub tree: &'a Tree<'a>,
    pub mentions: &'a Mentions<'a>,
    pub frames: &'a Frames,
    pub classifier: &'a Classifier,
    pub gazetteer: &'a Gazetteer,
    pub memory: &'a Memory,
    pub dates: &'a [DateExpression],
    pub coder: &'a str,
    /// Where what tells no event is noted, if anybody asks.
    pub trace: Option<&'a trace::Trace>,
    /// Whether the sentence or its article is about sport.
    pub sport: bool,
    /// Where the last event before was told to have happened, if that was in the sentence before.
    pub before: Option<&'a Place>,
}

/// Nouns whose content is what somebody means to do.
const PROJECTS: &[&str] =
    &["legislation", "bill", "law", "plan", "proposal", "measure", "resolution", "draft", "decree", "order", "scheme"];

/// Plurals that name nobody.
const GENERIC: &[&str] = &["nations", "countries", "states", "governments", "parties", "sides", "people"];

/// Older than this many years before the article, an act is background (METHODS.md, "Status").
const HISTORICAL_YEARS: i16 = 5;

/// States that are no more, and the year each ended (ISO 3166-3).
const ENDED: &[(&str, i16)] = &[("SUN", 1991), ("DDR", 1990), ("CSK", 1992), ("YUG", 2003)];

impl Context<'_> {
    /// The events of the sentence, in the order of their words.
    pub fn events(&self) -> Vec<Event> {
        let is_actor = |k: usize| self.mentions.is_actor(k);
        let (mut hits, unheard) = self.frames.tellings(self.tree, 0..self.tree.len(), &is_actor);
        if self.trace.is_some() {
            self.note_unheard(&unheard);
        }
        let told: Vec<Act> = hits.iter().chain(unheard.iter().map(|u| &u.0)).map(|h| h.frame.act).collect();
        let identical: Vec<(usize, usize)> = hits.iter().filter_map(|h| self.identical(h, &hits)).collect();
        let twins: Vec<Hit<'_>> = hits.extract_if(.., |h| identical.iter().any(|i| i.1 == h.at)).collect();
        let demands = self.demands(&hits);
        let mut out: Vec<Event> = Vec::new();
        let judged: Vec<Judgement> = hits.iter().map(|h| judge(self.tree, self.frames, h.at)).collect();
        for (hit, j) in hits.iter().zip(&judged) {
            let content = content_of(self.tree, &hits, hit, j);
            let demanded = || demands.iter().any(|d| clause_between(self.tree, hit.at, d.1));
            let elsewhere = content
                .map(|of| Reason::Content { of: self.words([of]) })
                .or_else(|| self.is_aim(j, &hits).then_some(Reason::Aim))
                .or_else(|| self.is_outcome(hit, j, &hits).then_some(Reason::Outcome))
                .or_else(|| demanded().then_some(Reason::Demanded));
            if let Some(reason) = elsewhere {
                self.drop::<()>(hit.at, hit.frame.act, reason);
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
                if !self.weigh(&mut e, hit, j, (&hits, &judged), &told) {
                    continue;
                }
                let threat = self.threat(&e, j);
                out.push(e);
                out.extend(threat);
            }
        }
        out.extend(demands.into_iter().map(|d| d.0));
        if out.is_empty() && hits.is_empty() {
            out.extend(self.answer(&hits, &judged));
        }
        let all: Vec<(Span, Act)> = out.iter().map(|e| (e.span, e.act)).collect();
        let out = merge(out);
        self.note_merged(&all, &out);
        out
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

    /// An event of the sentence with nothing but its words, act and status.
    fn blank(&self, span: Span, act: Act, mode: Option<&str>, status: Status) -> Event {
        Event {
            sentence: self.number,
            text: self.tree.sentence.span.of(&self.document.text).trim().to_owned(),
            span,
            mode: mode.map(str::to_owned),
            coder: self.coder.to_owned(),
            ..Event::bare(&self.document.id, act, status)
        }
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
        let mode = frame.mode.clone().or_else(|| self.attack_in(hit).and_then(|a| a.frame.mode.clone()));
        if actor.is_empty() && self.is_thing(hit) {
            return self.drop(hit.at, frame.act, Reason::Thing);
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
                return self.drop(hit.at, frame.act, Reason::OneSide);
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
        // who backs sanctions backs nobody, and the sanctions of a body are not on it
        let sanctions = hit.object.filter(|&o| matches!(tree.lemma(o), "sanction" | "embargo" | "boycott"));
        if let Some(o) = sanctions.filter(|_| matches!(frame.act, Act::Support | Act::Sanction)) {
            let before = self.premodifier(o).map(|p| p.1).unwrap_or_default();
            recipient.retain(|r| {
                frame.act == Act::Sanction && !(r.sector == "IGO" && before.iter().any(|b| b.same_party(r)))
            });
        }
        // "shut its border"
        let itself = |r: &Actor| {
            matches!(r.text.to_lowercase().as_str(), "its" | "their" | "his" | "her")
                && actor.iter().any(|a| a.same_party(r))
        };
        recipient.retain(|r| !itself(r));
        // a government's words, and what it moves, are not to its own state or army
        if matches!(frame.act, Act::Mobilize | Act::Retreat) {
            let troops = |r: &Actor| r.sector == "MIL" && (r.code.is_empty() || actor.iter().any(|a| a.code == r.code));
            recipient.retain(|r| actor.is_empty() || !troops(r));
        }
        if matches!(frame.act, Act::Reject | Act::Threaten | Act::Mobilize) {
            let own =
                |r: &Actor| actor.iter().any(|a| a.code == r.code && matches!(a.sector.as_str(), "" | "GOV" | "MIL"));
            recipient.retain(|r| r.code.is_empty() || !matches!(r.sector.as_str(), "" | "MIL") || !own(r));
        }
        if actor.is_empty() && frame.both && recipient.len() >= 2 {
            std::mem::swap(&mut actor, &mut recipient);
        }
        // "the call": whose, a mention before may tell
        let bare = !frame.verb && frame.act == Act::Consult && self.is_definite(hit.at);
        let known = |a: &Actor| !a.code.is_empty() || !a.sector.is_empty();
        // "hundreds rallied in Tbilisi"
        let somewhere = || self.place_of(hit.at, hit.object).is_some_and(|p| !p.country.is_empty());
        let bare = bare || frame.act == Act::Protest && somewhere();
        if !bare && !actor.iter().chain(&recipient).any(known) {
            return self.drop(hit.at, frame.act, Reason::NoParty);
        }
        if self.is_private(hit, &actor, &recipient) || self.is_game(hit, &actor, &recipient) || self.is_spaceflight(hit)
        {
            return self.drop(hit.at, frame.act, Reason::Private);
        }
        // "helped spread the holiday", "arrived at a hearing", "failed to arrest him": nobody whom it concerns
        let pointless = match frame.act {
            Act::Aid => frame.verb && hit.object.is_none() && tree.patient(hit.at).is_none(),
            Act::Consult if frame.verb => {
                tree.lemma(hit.at) == "attend" && j.status != Status::Negated
                    || frame.mode.as_deref() == Some("visit") && self.place_of(hit.at, None).is_none()
                    || actor.len() < 2 && matches!(tree.lemma(hit.at), "speak" | "talk")
            }
            Act::Coerce | Act::Assault => j.status == Status::Negated,
            // "the government appealed": to a court; "who asked not to be named"
            Act::Request if frame.verb && tree.lemma(hit.at) == "appeal" => true,
            Act::Request => tree
                .with_rel(hit.at, "xcomp")
                .chain(tree.with_rel(hit.at, "ccomp"))
                .any(|c| matches!(tree.lemma(c), "name" | "identify" | "quote")),
            _ => false,
        };
        // "would limit its exports": less trade
        let less = |v: usize| {
            matches!(tree.lemma(v), "limit" | "curb" | "restrict" | "reduce" | "cut" | "cap" | "tax" | "ban" | "halt")
        };
        if frame.act == Act::Cooperate && !frame.verb && tree.head(hit.at).is_some_and(less) {
            return self.drop(hit.at, frame.act, Reason::OneSide);
        }
        // "to defend itself"
        let reflexive = |k: usize| {
            matches!(tree.token(k).form.to_lowercase().as_str(), "itself" | "himself" | "herself" | "themselves")
        };
        if recipient.is_empty() && tree.child(hit.at, "obj").is_some_and(reflexive) {
            return self.drop(hit.at, frame.act, Reason::OneSide);
        }
        if recipient.is_empty() && pointless || self.is_assertion(hit) {
            return self.drop(hit.at, frame.act, Reason::OneSide);
        }
        // "nations that buy oil": whoever does so is no party; people who protest somewhere are those of the place
        if frame.act == Act::Protest && somewhere() {
            actor.retain(|a| !a.code.is_empty() || !GENERIC.contains(&a.text.to_lowercase().as_str()));
        }
        if !actor.is_empty()
            && actor.iter().all(|a| a.code.is_empty() && GENERIC.contains(&a.text.to_lowercase().as_str()))
        {
            return self.drop(hit.at, frame.act, Reason::Generic);
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
        if let Some(published) = self.document.date
            && status == Status::Occurred
            && let Some(gone) = gone_state(actor.iter().chain(&recipient), published)
        {
            status = Status::Historical;
            why.push(Why { rule: "status: a state that is no more".into(), words: gone.text.clone() });
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
        // "warned of a response if Seoul did not stop": whose doing it hangs on
        let hangs = frame.act == Act::Threaten
            || frame.act.quad() == Quad::MaterialConflict && j.condition.is_some() && !status.happened();
        if hangs
            && recipient.is_empty()
            && let Some(c) = j.condition.or_else(|| self.condition_below(hit.at))
        {
            let other = |r: &Actor| !actor.iter().any(|a| a.code == r.code && !r.code.is_empty());
            let whose = tree.subject(c, 0).map_or_else(Vec::new, |(s, _)| self.mentions.all(s));
            // "unless the president is freed": of whoever holds him
            let held = tree.is_passive(c);
            let whose = whose.into_iter().filter_map(|a| match (held, self.mentions.state_name(&a.code)) {
                (false, _) => Some(a),
                (true, Some(name)) => Some(Actor { name, sector: String::new(), person: None, ..a }),
                (true, None) => None,
            });
            recipient = whose.filter(other).collect();
            if recipient.is_empty() {
                let named = |&k: &usize| self.mentions.at(k).iter().any(|a| !a.code.is_empty() && other(a));
                let first = self.below(c, false).into_iter().find(named);
                recipient = first.map_or_else(Vec::new, |k| self.mentions.all(k).into_iter().filter(other).collect());
            }
        }
        // words that nobody is named to have said, and that may never be said
        let spoken =
            matches!(frame.act, Act::Request | Act::Accuse | Act::Agree | Act::Reject | Act::Threaten | Act::Support);
        if spoken && actor.is_empty() && !status.happened() && status != Status::Negated {
            return self.drop(hit.at, frame.act, Reason::Unsaid);
        }
        let span = tree.token(hit.at).span;
        let mut words: Vec<usize> = hit.with.clone();
        words.push(hit.at);
        words.sort_unstable();
        let near = words.windows(2).all(|w| w[1] - w[0] <= 6);
        let span = if near { tree.token(words[0]).span.cover(tree.token(words[words.len() - 1]).span) } else { span };
        let mut e = Event {
            context: frame.contexts.clone(),
            actor,
            recipient,
            date,
            place: self.place_of(hit.at, hit.object),
            object: self.object_of(hit),
            condition,
            speaker: j.says.and_then(|s| self.speaker(s)),
            why,
            ..self.blank(span, frame.act, mode.as_deref(), status)
        };
        self.turn(&mut e, hit);
        self.settle(&mut e, hit);
        self.measure(&mut e, hit.into());
        e.confidence = confidence(&e);
        e.finish(if e.act == frame.act { &frame.cameo } else { "" });
        Some(e)
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

/// The party that was a state and had ended long before an article: `the Soviet Union invaded` in 2015.
fn gone_state<'a>(mut parties: impl Iterator<Item = &'a Actor>, published: Date) -> Option<&'a Actor> {
    parties.find(|a| ENDED.iter().any(|s| s.0 == a.code && s.1 + HISTORICAL_YEARS < published.year()))
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
                // a verb tells whom it is done to, a noun mostly where
                let rich = |e: &Event| {
                    6 * (e.actor.len() + e.recipient.len())
                        + 4 * usize::from(e.date.is_some())
                        + 2 * usize::from(e.place.is_some())
                        + usize::from(e.why.iter().any(|w| w.rule.starts_with("frame verb")))
                };
                let other = if rich(&e) > rich(&out[k]) { std::mem::replace(&mut out[k], e) } else { e };
                out[k].enrich(&other);
            }
            None => out.push(e),
        }
    }
    out
}
