//! What the parties could do: open acts, grouped into choices of one holder each.

use super::heard::Heard;
use super::matching::{most_named, names};
use super::naming::{Parts, clean, clean_phrase, option_id, option_name, triggers, with_article};
use super::parties::Parties;
use super::spoken::{decider, is_promise, words_on};
use super::words::{about_an_end, described, distinctive, is_arms, is_ceasefire, is_meeting, shared};
use super::{DropReason, Dropped, OptionKind as Kind};
use detente_event::{Act, Demand, Event, Status, begins_with_verb, deed, given_up, is_attack};
use detente_gmcr::Moves;

/// Something that one party could do or leave.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub kind: Kind,
    pub holder: usize,
    pub act: Act,
    pub mode: Option<String>,
    pub status: Status,
    /// The other party, where it is one.
    pub target: Option<usize>,
    /// The words of the recipient, where it is none of the parties.
    pub target_words: Option<String>,
    pub objects: Vec<String>,
    pub place: Option<String>,
    pub triggers: String,
    /// Names of those whom an attack is aimed at.
    pub attacked: Vec<String>,
    /// Whether it is going on.
    pub now: bool,
    /// Whether somebody speaks for or against it, or makes it conditional: a meeting that nobody disputes settles nothing.
    pub at_issue: bool,
    /// Which of what was heard it is made of.
    pub from: Vec<usize>,
    pub weight: f64,
    pub id: String,
    pub name: String,
}

impl Choice {
    /// The object that most reports name; of several the shortest.
    pub fn object(&self) -> Option<&str> {
        let count = |o: &String| self.objects.iter().filter(|x| *x == o).count();
        self.objects
            .iter()
            .max_by_key(|o| (count(o), std::cmp::Reverse(o.len()), std::cmp::Reverse(o.as_str())))
            .map(String::as_str)
    }

    /// Whether it is only to meet: how the parties talk, not what they settle.
    fn is_to_meet(&self) -> bool {
        let meets = |o: &String| ["meet ", "hold talks", "hold a meeting"].iter().any(|w| o.starts_with(w));
        self.act == Act::Consult || (!self.objects.is_empty() && self.objects.iter().all(meets))
    }

    fn parts<'a>(&'a self, parties: &'a Parties) -> Parts<'a> {
        Parts {
            act: self.act,
            mode: self.mode.as_deref(),
            object: self.object(),
            target: self.target.map(|t| parties.list[t].name.as_str()).or(self.target_words.as_deref()),
            place: self.place.as_deref(),
            triggers: &self.triggers,
        }
    }

    /// Irreversible where the act has it: what was delivered or released is not taken back.
    pub fn moves(&self) -> Moves {
        match (self.act, self.mode.as_deref()) {
            (Act::Aid, Some("military")) | (Act::Retreat, Some("release" | "return")) => Moves::ToYes,
            (Act::Assault, Some("assassinate" | "execute")) => Moves::ToYes,
            _ => Moves::Both,
        }
    }

    /// Whether `text` speaks of this choice: names its object, or (for talks) a ceasefire.
    pub fn is_named_in(&self, text: &str) -> bool {
        self.named_in(text) > 0.0
    }

    /// How much of this choice `text` names: the share of its object's words, 0 where it speaks of something else.
    pub fn named_in(&self, text: &str) -> f64 {
        if self.kind == Kind::Ceasefire {
            return f64::from(u8::from(is_ceasefire(text)));
        }
        // An attack is named by any word for it and for whom it is aimed at: `strike Iranian facilities`.
        let aimed = |name: &String| {
            let root: String = name.chars().take(5).collect();
            text.split(' ').any(|w| w.starts_with(root.as_str()))
        };
        if is_attack(text) && self.attacked.iter().any(aimed) {
            return 0.9;
        }
        self.objects.iter().map(|o| names(text, o)).fold(0.0, f64::max)
    }

    /// Whether a request for arms in general asks for this.
    pub fn is_arms_for(&self, party: usize, asked: &str) -> bool {
        self.act == Act::Aid
            && self.mode.as_deref() == Some("military")
            && self.target.is_none_or(|t| t == party)
            && is_arms(asked)
    }
}

fn family(act: Act) -> u8 {
    match act {
        Act::Sanction | Act::Coerce => 1,
        Act::Retreat | Act::Concede => 2,
        Act::Agree | Act::Support => 3,
        other => 10 + other as u8,
    }
}

/// How much an act is worth an option, and its status; ours. Deeds weigh more than words, meetings least: they are how
/// parties talk, not what they talk about.
fn weight(e: &Event) -> f64 {
    let act = match e.act {
        Act::Consult => 0.6,
        Act::Agree | Act::Support | Act::Cooperate => 1.0,
        Act::Retreat | Act::Concede => 1.6,
        _ => 1.8,
    };
    let status = match e.status {
        Status::Planned => 1.5,
        Status::Considered | Status::Threatened => 1.4,
        Status::Hypothetical => 0.7,
        _ => 0.5,
    };
    act * status
}

/// How words begin by which a measure is given up. Ours.
pub(super) const LIFTING: &[&str] = &["lift", "eas", "remov", "repeal", "revok", "waiv", "relax"];

/// What a promised act is worth: a deed that is planned or, where it hangs on something, considered; ours.
const PROMISED: f64 = 1.8 * 1.4;

/// Most meetings among the options: those that somebody asks for, refuses or makes conditional. Others are how parties
/// talk, not what they settle.
const MEETINGS: usize = 2;

#[derive(Debug, Default)]
pub(super) struct Choices {
    pub list: Vec<Choice>,
    pub dropped: Vec<Dropped>,
}

impl Choices {
    /// All choices of the parties in focus, before the weightiest are taken.
    pub fn gather(heard: &[Heard], parties: &Parties) -> Self {
        let mut choices = Self::default();
        choices.ceasefires(parties);
        // What is in force first: what might be done to it later is told with it.
        let in_force = |h: &&(usize, &Heard)| h.1.event.status == Status::Occurred;
        let all: Vec<(usize, &Heard)> = heard.iter().enumerate().collect();
        for (k, h) in all.iter().filter(in_force).chain(all.iter().filter(|h| !in_force(h))) {
            choices.open_act(*k, h, parties);
        }
        for (k, h) in heard.iter().enumerate() {
            choices.condition(k, h, parties);
        }
        for (k, h) in heard.iter().enumerate() {
            choices.request(k, h, parties);
        }
        for h in heard {
            choices.refused_meeting(h, parties);
        }
        choices.nameless(heard, parties);
        for (k, h) in heard.iter().enumerate() {
            choices.retaliation(k, h, heard, parties);
        }
        choices
    }

    fn ceasefires(&mut self, parties: &Parties) {
        for &p in &parties.belligerents {
            let mut from: Vec<usize> = parties.efforts.iter().map(|(_, k)| *k).collect();
            from.sort_unstable();
            from.dedup();
            let weight = 2.0 + from.len() as f64;
            self.list.push(Choice {
                kind: Kind::Ceasefire,
                holder: p,
                act: Act::Retreat,
                mode: Some("ceasefire".into()),
                status: Status::Considered,
                target: parties.belligerents.iter().copied().find(|b| *b != p),
                target_words: None,
                objects: Vec::new(),
                place: None,
                triggers: String::new(),
                attacked: Vec::new(),
                now: false,
                at_issue: true,
                from,
                weight,
                id: String::new(),
                name: String::new(),
            });
        }
    }

    fn open_act(&mut self, k: usize, h: &Heard, parties: &Parties) {
        let e = &h.event;
        // Efforts to end the war are no meeting of their own.
        let hosting = e.act == Act::Cooperate && e.object.as_deref().is_some_and(is_meeting);
        if hosting {
            return;
        }
        let effort = e.act == Act::Consult
            && parties.efforts.iter().any(|(_, i)| *i == k)
            && (e.mode.as_deref() == Some("third-party") || e.object.as_deref().is_some_and(about_an_end));
        if effort {
            return;
        }
        // That a measure in force might be lifted says no more than that it is in force.
        let lifts = matches!(e.act, Act::Retreat | Act::Concede)
            && triggers(e).split(' ').any(|t| LIFTING.iter().any(|w| t.starts_with(w)));
        if lifts && self.list.iter().any(|c| c.now && e.object.as_deref().is_some_and(|o| c.is_named_in(o))) {
            return;
        }
        let measure = matches!(e.act, Act::Sanction | Act::Coerce) && e.status == Status::Occurred;
        if !(h.is_open() || measure || is_promise(e))
            || matches!(e.act, Act::Request | Act::Accuse | Act::Reject | Act::Threaten | Act::Protest)
        {
            return;
        }
        let holders: Vec<usize> = parties.all(&e.actor).into_iter().filter(|p| parties.in_focus(*p)).collect();
        let reciprocal = e.recipient.is_empty() && matches!(e.act, Act::Consult | Act::Agree | Act::Cooperate);
        let holders = if reciprocal { &holders[..holders.len().min(1)] } else { &holders[..] };
        for &holder in holders {
            let others = if reciprocal { parties.all(&e.actor) } else { parties.all(&e.recipient) };
            let target = others.into_iter().find(|p| *p != holder);
            let mut choice = choice_of(k, h, holder, target);
            if is_promise(e) {
                choice.status = Status::Planned;
                choice.weight = PROMISED * h.often();
            }
            if target.is_none() && e.act == Act::Consult {
                // To talk, with nobody named: of a party at war, in a sentence on talks to end it.
                let own = |c: &&mut Choice| c.kind == Kind::Ceasefire && c.holder == holder;
                if let Some(c) = self.list.iter_mut().find(own).filter(|_| is_ceasefire(&e.text)) {
                    c.from.push(k);
                    c.weight += choice.weight;
                }
                continue;
            }
            // What is said to parties outside says little here, unless it is about something at stake.
            let outside = target.is_some_and(|t| !parties.in_focus(t));
            if outside && !(e.object.is_some() && (h.is_open() || is_promise(e))) {
                continue;
            }
            self.put(choice, h, parties);
        }
    }

    /// What a threat, a warning or an offer hangs on is a choice of the one who is addressed.
    fn condition(&mut self, k: usize, h: &Heard, parties: &Parties) {
        let e = &h.event;
        let speaks = e.act == Act::Threaten || e.status == Status::Threatened || is_promise(e);
        let Some(condition) = e.condition.as_deref().filter(|_| speaks && e.status != Status::Negated) else { return };
        let Some(d) = deed(condition) else { return };
        // To give up what is going on is no choice of its own.
        let ongoing = |rest: &str| self.list.iter().any(|c| c.now && c.is_named_in(rest));
        if given_up(&d.act).is_some_and(ongoing) {
            return;
        }
        let by = parties.voices(e);
        let asked = parties.all(&e.recipient).into_iter().find(|p| parties.in_focus(*p) && !by.contains(p));
        let Some(holder) = asked else { return };
        if self.list.iter().any(|c| !by.contains(&c.holder) && (c.is_named_in(&d.act) || c.is_named_in(condition))) {
            return;
        }
        let mut c = choice_of(k, h, holder, None);
        (c.act, c.mode, c.status) = (Act::Concede, None, Status::Considered);
        c.objects = vec![d.act];
        c.target_words = None;
        c.place = None;
        c.weight = 1.5 * h.often();
        self.put(c, h, parties);
    }

    /// What is asked of a party is a choice of the one who is asked.
    fn request(&mut self, k: usize, h: &Heard, parties: &Parties) {
        let e = &h.event;
        if e.act != Act::Request || e.status == Status::Negated {
            return;
        }
        let by = parties.voices(e);
        if by.is_empty() && e.actor.is_empty() && e.speaker.is_none() {
            return;
        }
        let asked: Vec<usize> =
            parties.all(&e.recipient).into_iter().filter(|p| parties.in_focus(*p) && !by.contains(p)).collect();
        let (act, mode) = match e.mode.as_deref() {
            Some("assist") => (Act::Aid, e.object.as_deref().filter(|o| is_arms(o)).map(|_| "military".to_owned())),
            Some("meet" | "mediate") => (Act::Consult, None),
            Some("yield") => (Act::Retreat, None),
            _ => (Act::Concede, None),
        };
        for holder in asked {
            let demand = Demand::of(e);
            // Already a choice: the request is a word for it, or against it.
            let known = self.list.iter_mut().find(|c| {
                c.holder == holder
                    && (demand.as_ref().is_some_and(|d| c.is_named_in(&d.act))
                        || e.object.as_deref().is_some_and(|o| by.iter().any(|p| c.is_arms_for(*p, o)))
                        || (c.act == act && c.act == Act::Consult))
            });
            if let Some(c) = known {
                c.from.push(k);
                c.weight += h.often();
                c.at_issue = true;
                continue;
            }
            if e.object.is_none() && act != Act::Consult {
                continue;
            }
            let mut c = choice_of(k, h, holder, by.first().copied());
            c.act = act;
            c.mode = mode.clone();
            c.objects = demand.map(|d| d.whole).into_iter().collect();
            c.status = Status::Considered;
            c.at_issue = true;
            c.weight = 2.0 * h.often();
            // To come to talks is a belligerent's to negotiate.
            let invited = matches!(e.mode.as_deref(), Some("meet" | "mediate"));
            if (invited || e.object.as_deref().is_some_and(is_ceasefire)) && parties.belligerents.contains(&holder) {
                c.mode = Some("ceasefire".into());
                c.act = Act::Retreat;
            }
            self.put(c, h, parties);
        }
    }

    /// A meeting that somebody refuses is at issue.
    fn refused_meeting(&mut self, h: &Heard, parties: &Parties) {
        let e = &h.event;
        let refused = (e.act == Act::Reject && e.mode.as_deref() == Some("meet"))
            || (e.act == Act::Consult && e.status == Status::Negated);
        if !refused {
            return;
        }
        let named: Vec<usize> = parties.voices(e).into_iter().chain(parties.all(&e.recipient)).collect();
        let theirs = |c: &&mut Choice| {
            c.act == Act::Consult && named.contains(&c.holder) && c.target.is_none_or(|t| named.contains(&t))
        };
        for c in self.list.iter_mut().filter(theirs) {
            c.at_issue = true;
        }
    }

    /// An open act without holder is the choice of whoever holds what its sentence weighs it against; else nobody's.
    fn nameless(&mut self, heard: &[Heard], parties: &Parties) {
        for (k, h) in heard.iter().enumerate() {
            let e = &h.event;
            let material =
                matches!(e.act, Act::Aid | Act::Sanction | Act::Coerce | Act::Mobilize | Act::Assault | Act::Retreat);
            if !h.is_open() || !material || !parties.voices(e).is_empty() || !e.actor.is_empty() {
                continue;
            }
            let about = parties.all(&e.recipient);
            // The same thing told with its holder elsewhere.
            let same = self.list.iter_mut().find(|c| {
                c.kind == Kind::Act
                    && family(c.act) == family(e.act)
                    && c.target.is_none_or(|t| about.is_empty() || about.contains(&t))
                    && e.object.as_deref().is_some_and(|o| c.is_named_in(o))
            });
            if let Some(c) = same {
                c.from.push(k);
                c.weight += h.often();
                continue;
            }
            let counterpart = self.list.iter().find(|c| {
                c.kind == Kind::Act
                    && family(c.act) == family(e.act)
                    && c.is_named_in(&e.text)
                    && !e.object.as_deref().is_some_and(|o| c.is_named_in(o))
            });
            let decides = || decider(h, heard, parties).map(|holder| (holder, about.first().copied()));
            match counterpart.map(|c| (c.holder, about.first().copied().or(c.target))).or_else(decides) {
                Some((holder, target)) => {
                    let mut c = choice_of(k, h, holder, target.filter(|t| *t != holder));
                    if counterpart.is_none() {
                        c.from.extend(words_on(h, holder, heard, parties));
                    }
                    self.put(c, h, parties);
                }
                None if about.iter().any(|p| parties.in_focus(*p)) || e.object.is_some() => {
                    let c = choice_of(k, h, usize::MAX, about.first().copied());
                    let name = option_name(c.parts(parties));
                    let because: Vec<String> = h.ids().map(str::to_owned).collect();
                    match self.dropped.iter_mut().find(|d| d.name == name) {
                        Some(d) => d.because.extend(because),
                        None => {
                            self.dropped.push(Dropped { name, holder: None, reason: DropReason::NoHolder, because })
                        }
                    }
                }
                None => {}
            }
        }
    }

    /// Who threatens or warns can retaliate.
    fn retaliation(&mut self, k: usize, h: &Heard, heard: &[Heard], parties: &Parties) {
        let e = &h.event;
        if e.act != Act::Threaten || e.status == Status::Negated {
            return;
        }
        let by: Vec<usize> = parties.voices(e).into_iter().filter(|p| parties.in_focus(*p)).collect();
        for &holder in &by {
            let answered = self.answered(h, holder, parties);
            let against = parties
                .all(&e.recipient)
                .into_iter()
                .find(|p| *p != holder)
                .or_else(|| answered.map(|c| self.list[c].holder));
            let Some(against) = against.filter(|a| parties.in_focus(*a)) else { continue };
            // What is threatened, where the words say it: `close its ports`.
            let deed = e.object.as_deref().filter(|o| begins_with_verb(o)).map(str::to_owned);
            // The threatened act itself may be told as an event of its own, in the same sentence or elsewhere.
            let harms = |c: &Choice| matches!(c.act, Act::Sanction | Act::Coerce | Act::Assault | Act::Mobilize);
            let same = |c: &Choice| harms(c) && c.from.iter().any(|f| beside(h, &heard[*f]));
            let own = |c: &&Choice| c.holder == holder && c.kind != Kind::Ceasefire;
            let place = |fits: &dyn Fn(&Choice) -> bool| self.list.iter().position(|c| own(&c) && fits(c));
            let told = place(&|c| same(c))
                .or_else(|| place(&|c| deed.as_deref().is_some_and(|d| c.named_in(d) > 0.0)))
                .or_else(|| {
                    place(&|c| {
                        c.target == Some(against)
                            && (c.kind == Kind::Retaliation || (c.status == Status::Threatened && harms(c)))
                    })
                });
            if let Some(c) = told.map(|c| &mut self.list[c]) {
                // The threat's own words say more than a thing at stake: `close the border to trucks`.
                let plain =
                    matches!(c.act, Act::Sanction | Act::Coerce) && c.from.iter().all(|f| beside(h, &heard[*f]));
                if deed.is_some() && (plain || (c.objects.is_empty() && c.act == Act::Threaten)) {
                    c.objects = deed.into_iter().collect();
                    c.act = Act::Threaten;
                }
                c.kind = Kind::Retaliation;
                c.from.push(k);
                c.weight += h.often();
                continue;
            }
            let mut c = choice_of(k, h, holder, Some(against));
            c.kind = Kind::Retaliation;
            c.status = Status::Threatened;
            c.weight = 2.5 * h.often();
            c.objects = deed.into_iter().collect();
            self.list.push(c);
        }
    }

    /// The choice of another party that a warning or threat answers.
    pub fn answered(&self, h: &Heard, by: usize, parties: &Parties) -> Option<usize> {
        let e = &h.event;
        let to = parties.all(&e.recipient);
        let fits = |c: &Choice| {
            c.holder != by
                && c.kind != Kind::Ceasefire
                && (to.is_empty() || to.contains(&c.holder) || c.target.is_some_and(|t| to.contains(&t)))
        };
        let asked = e.condition.as_deref().and_then(deed).map(|d| d.act);
        let texts = [asked.as_deref(), e.condition.as_deref(), e.object.as_deref(), Some(e.text.as_str())];
        texts.into_iter().flatten().find_map(|text| most_named(&self.list, text, fits))
    }

    fn put(&mut self, mut new: Choice, h: &Heard, parties: &Parties) {
        let ceasefire = new.mode.as_deref() == Some("ceasefire")
            || (matches!(new.act, Act::Consult | Act::Retreat | Act::Agree | Act::Concede | Act::Support)
                && (new.objects.iter().any(|o| is_ceasefire(o))
                    || (new.target.is_some_and(|t| parties.belligerents.contains(&t)) && new.act == Act::Consult)));
        if ceasefire
            && parties.belligerents.contains(&new.holder)
            && let Some(c) = self.list.iter_mut().find(|c| c.kind == Kind::Ceasefire && c.holder == new.holder)
        {
            let e = &h.event;
            let in_force = e.act == Act::Retreat && e.mode.as_deref() == Some("ceasefire");
            c.now |= in_force && e.status == Status::Occurred;
            c.from.append(&mut new.from);
            c.weight += new.weight;
            return;
        }
        // An attack is one on whom it is aimed at, whatever of theirs is named.
        let aimed = |c: &Choice| {
            c.act == Act::Assault && new.act == Act::Assault && c.attacked.iter().any(|n| new.attacked.contains(n))
        };
        let same = self.list.iter_mut().find(|c| {
            if c.kind == Kind::Act && c.holder == new.holder && aimed(c) {
                return true;
            }
            c.kind == Kind::Act
                && c.holder == new.holder
                && family(c.act) == family(new.act)
                && (c.target == new.target || c.target.is_none() || new.target.is_none())
                && match (c.object(), new.object()) {
                    (Some(a), Some(b)) => {
                        let acts = begins_with_verb(a) && begins_with_verb(b);
                        let (a, b) = (distinctive(&clean(a)), distinctive(&clean(b)));
                        let (of_a, of_b) = (shared(&a, &b), shared(&b, &a));
                        // Acts are told apart by what they are done to: to leave a city is more than to leave its airport.
                        if acts { of_a.min(of_b) >= 0.67 } else { of_a.max(of_b) >= 0.5 }
                    }
                    (None, None) => c.target == new.target && (c.mode == new.mode || c.act == Act::Consult),
                    _ => c.target == new.target && c.target.is_some() && c.act != Act::Consult,
                }
        });
        match same {
            Some(c) => {
                c.now |= new.now;
                c.at_issue |= new.at_issue;
                c.target = c.target.or(new.target);
                c.target_words = c.target_words.take().or(new.target_words);
                c.place = c.place.take().or(new.place);
                c.mode = c.mode.take().or(new.mode);
                c.objects.append(&mut new.objects);
                c.triggers = format!("{} {}", c.triggers, new.triggers);
                c.from.append(&mut new.from);
                c.weight += new.weight * 0.5;
            }
            None => self.list.push(new),
        }
    }

    /// Keeps the weightiest, names them, and lists the rest as dropped. Options come in the order of their holders'
    /// stake, the weightiest first.
    pub fn settle(&mut self, most: usize, heard: &[Heard], parties: &Parties) {
        for c in &mut self.list {
            c.from.sort_unstable();
            c.from.dedup();
            c.name = match c.kind {
                Kind::Ceasefire => "Negotiate or cease fire".into(),
                Kind::Retaliation if c.objects.is_empty() && matches!(c.act, Act::Threaten) => {
                    let against = c.target.map_or("the other side", |t| parties.list[t].name.as_str());
                    format!("Retaliate against {}", with_article(against))
                }
                _ => option_name(c.parts(parties)),
            };
            c.id = match c.kind {
                Kind::Ceasefire => "ceasefire".into(),
                Kind::Retaliation if c.act == Act::Threaten && c.objects.is_empty() => "retaliate".into(),
                _ => option_id(c.parts(parties), &c.name),
            };
        }
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        order.sort_by(|a, b| self.list[*b].weight.total_cmp(&self.list[*a].weight).then(a.cmp(b)));
        let mut kept = Vec::new();
        let mut meetings = 0;
        for c in order {
            let meeting = self.list[c].is_to_meet();
            let idle = meeting && !self.list[c].at_issue;
            if kept.len() < most && !idle && !(meeting && meetings == MEETINGS) {
                meetings += usize::from(meeting);
                kept.push(c);
            } else {
                let (c, list) = (&self.list[c], &parties.list);
                let because = c.from.iter().flat_map(|k| heard[*k].ids()).map(str::to_owned).collect();
                let holder = Some(list[c.holder].name.clone());
                let reason = if idle { DropReason::Meeting } else { DropReason::TooMany };
                self.dropped.push(Dropped { name: c.name.clone(), holder, reason, because });
            }
        }
        let place = |p: usize| parties.focus.iter().position(|f| *f == p);
        kept.sort_by_key(|c| (place(self.list[*c].holder), self.list[*c].act == Act::Consult));
        let mut list: Vec<Choice> = Vec::new();
        for c in kept {
            let mut c = self.list[c].clone();
            let taken = |id: &str, list: &[Choice]| list.iter().any(|o| o.holder == c.holder && o.id == id);
            if taken(&c.id, &list) {
                let n = (2..).find(|n| !taken(&format!("{}_{n}", c.id), &list)).unwrap_or(2);
                c.id = format!("{}_{n}", c.id);
            }
            list.push(c);
        }
        self.list = list;
    }
}

/// Whether one is the threatened act of which the other is the threat, in one sentence.
fn beside(threat: &Heard, act: &Heard) -> bool {
    let same = |a: &super::Quote| threat.quotes.iter().any(|b| a.document == b.document && a.sentence == b.sentence);
    act.event.status == Status::Threatened && act.quotes.iter().any(same)
}

fn choice_of(k: usize, h: &Heard, holder: usize, target: Option<usize>) -> Choice {
    let e = &h.event;
    let words = e.recipient.iter().map(|a| a.text.trim()).find(|t| !t.is_empty());
    let object = e.object.as_deref().map(str::trim).filter(|o| !o.is_empty() && e.act != Act::Consult);
    Choice {
        kind: Kind::Act,
        holder,
        act: e.act,
        mode: e.mode.clone(),
        status: e.status,
        target,
        target_words: if target.is_some() { None } else { words.map(|w| clean_phrase(&described(&e.text, w))) },
        objects: object.map(str::to_owned).into_iter().collect(),
        place: e.place.as_ref().map(|p| p.name.clone()),
        triggers: triggers(e),
        attacked: match e.act == Act::Assault || e.object.as_deref().is_some_and(is_attack) {
            true => e.recipient.iter().map(|a| a.name.clone()).filter(|n| n.chars().count() > 3).collect(),
            false => Vec::new(),
        },
        now: e.status == Status::Occurred && matches!(e.act, Act::Sanction | Act::Coerce),
        at_issue: e.condition.is_some() || matches!(e.act, Act::Consult if e.status == Status::Threatened),
        from: vec![k],
        weight: weight(e) * h.often(),
        id: String::new(),
        name: String::new(),
    }
}
