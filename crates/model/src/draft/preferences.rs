//! What each party wants: from what it asks, threatens, refuses, promises and does, and guesses where nothing says so.

use super::Contradiction;
use super::OptionKind as Kind;
use super::heard::Heard;
use super::matching::most_named;
use super::options::{Choice, Choices};
use super::parties::Parties;
use super::spoken::{is_promise, wants};
use detente_event::{Act, Demand, Quad, Status, deed, given_up};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a statement says, by position of the choices.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum That {
    /// The choice is taken, or not.
    Is(usize, bool),
    /// All of these are taken.
    All(Vec<usize>),
    /// If the first is taken, so is the second: an announced answer.
    Answers(usize, usize),
    /// If the first is not taken, the second is.
    Otherwise(usize, usize),
    /// Both or neither.
    Both(usize, usize),
}

/// A statement of one party.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub party: usize,
    pub that: That,
    pub known: bool,
    pub weight: f64,
    /// Which of what was heard supports it.
    pub from: Vec<usize>,
    /// Which speaks against it.
    pub against: Vec<usize>,
}

/// Days after which what was said counts half; ours.
const HALF_LIFE: f64 = 30.0;

#[derive(Default)]
struct Sides {
    wants: (f64, Vec<usize>),
    opposes: (f64, Vec<usize>),
}

struct Ledger<'a> {
    heard: &'a [Heard],
    parties: &'a Parties,
    choices: &'a [Choice],
    last: Option<Date>,
    sides: BTreeMap<(usize, usize), Sides>,
    other: BTreeMap<(usize, That), (f64, Vec<usize>)>,
}

/// The statements of all parties that hold choices, and where a party speaks for both sides.
pub(super) fn gather(
    heard: &[Heard],
    parties: &Parties,
    choices: &Choices,
) -> (Vec<Statement>, Vec<(usize, usize, Sides2)>) {
    let last = heard.iter().filter_map(|h| h.day).max();
    let mut ledger =
        Ledger { heard, parties, choices: &choices.list, last, sides: BTreeMap::new(), other: BTreeMap::new() };
    for k in 0..heard.len() {
        ledger.words(k, choices);
    }
    ledger.own_plans();
    ledger.peace();
    let contradictions = ledger
        .sides
        .iter()
        .filter(|(_, s)| !s.wants.1.is_empty() && !s.opposes.1.is_empty())
        .map(|((p, c), s)| (*p, *c, Sides2 { wants: s.wants.1.clone(), opposes: s.opposes.1.clone() }))
        .collect();
    (ledger.statements(), contradictions)
}

/// Reports on both sides of one preference.
pub(super) struct Sides2 {
    pub wants: Vec<usize>,
    pub opposes: Vec<usize>,
}

impl Sides2 {
    pub fn told(&self, heard: &[Heard], decision_maker: String, option: String) -> Contradiction {
        let ids = |list: &[usize]| list.iter().flat_map(|k| heard[*k].ids()).map(str::to_owned).collect();
        Contradiction { decision_maker, option, wants: ids(&self.wants), opposes: ids(&self.opposes) }
    }
}

impl Ledger<'_> {
    /// How strongly something was said: the act's strength (ours), how often, how recently, and by whom: a person of the
    /// government weighs more than an unnamed voice.
    fn weight(&self, k: usize, strength: f64) -> f64 {
        let h = &self.heard[k];
        let age = match (self.last, h.day) {
            (Some(last), Some(day)) => f64::from(day.until(last).map_or(0, |s| s.get_days()).max(0)),
            _ => 0.0,
        };
        let named = h.event.actor.iter().any(|a| a.person.is_some())
            || h.event.speaker.as_ref().is_some_and(|s| s.person.is_some());
        strength * h.often() * 0.5_f64.powf(age / HALF_LIFE) * if named { 1.2 } else { 1.0 }
    }

    fn side(&mut self, party: usize, choice: usize, wants: bool, k: usize, strength: f64) {
        let weight = self.weight(k, strength);
        let sides = self.sides.entry((party, choice)).or_default();
        let side = if wants { &mut sides.wants } else { &mut sides.opposes };
        side.0 += weight;
        if !side.1.contains(&k) {
            side.1.push(k);
        }
    }

    fn also(&mut self, party: usize, that: That, k: usize, strength: f64) {
        let weight = self.weight(k, strength);
        let entry = self.other.entry((party, that)).or_default();
        entry.0 += weight;
        if !entry.1.contains(&k) {
            entry.1.push(k);
        }
    }

    /// Demands, endorsements, refusals, accusations and warnings.
    fn words(&mut self, k: usize, choices: &Choices) {
        let heard = self.heard;
        let h = &heard[k];
        let e = &h.event;
        let by: Vec<usize> = self.parties.voices(e).into_iter().filter(|p| self.parties.in_focus(*p)).collect();
        match e.act {
            Act::Request if e.status != Status::Negated => {
                let demand = Demand::of(e);
                for &p in &by {
                    for c in self.concerned(k, p) {
                        let wanted = demand.as_ref().is_none_or(|d| wants(d, &self.choices[c]));
                        self.side(p, c, wanted, k, 2.5);
                    }
                }
            }
            _ if is_promise(e) => {
                for &p in &by {
                    let Some(own) = self.own(p, k) else { continue };
                    match e.condition.as_deref() {
                        None => self.side(p, own, true, k, 1.5),
                        Some(condition) => self.on_condition(p, own, condition, k),
                    }
                }
            }
            Act::Support | Act::Agree | Act::Concede if e.object.is_some() && e.status != Status::Hypothetical => {
                // An endorsement withheld is a word against, but a weak one.
                let (wants, strength) = if e.status == Status::Negated { (false, 0.8) } else { (true, 2.0) };
                for &p in &by {
                    for c in self.concerned(k, p) {
                        if !self.choices[c].from.contains(&k) {
                            self.side(p, c, wants, k, strength);
                        }
                    }
                }
            }
            Act::Reject | Act::Accuse if e.status != Status::Negated => {
                let strength = if e.act == Act::Reject { 2.5 } else { 1.0 };
                for &p in &by {
                    for c in self.concerned(k, p) {
                        self.side(p, c, false, k, strength);
                    }
                }
            }
            Act::Threaten if e.status != Status::Negated => {
                for &p in &by {
                    if let (Some((cause, false)), Some(own)) = (self.cause(p, e.condition.as_deref()), self.own(p, k)) {
                        // `will close its ports unless they are opened`: it wants the condition.
                        self.side(p, cause, true, k, 2.5);
                        self.also(p, That::Otherwise(cause, own), k, 2.0);
                        continue;
                    }
                    let Some(answered) = choices.answered(h, p, self.parties) else { continue };
                    self.side(p, answered, false, k, 3.0);
                    if let Some(answer) = self.answer(p, self.choices[answered].holder) {
                        self.also(p, That::Answers(answered, answer), k, 2.0);
                    }
                }
            }
            _ if e.status == Status::Threatened => {
                // The threatened act, told as an event with its condition.
                for &p in &by {
                    let (Some(own), Some(condition)) = (self.own(p, k), e.condition.as_deref()) else { continue };
                    self.on_condition(p, own, condition, k);
                }
            }
            _ if e.status == Status::Negated && e.condition.is_some() => {
                // Not without the condition: it wants the condition, and the act only with it.
                for &p in &by {
                    let Some((cause, _)) = self.cause(p, e.condition.as_deref()) else { continue };
                    self.side(p, cause, true, k, 2.5);
                    let talks = matches!(e.act, Act::Consult | Act::Agree | Act::Retreat | Act::Support);
                    let own = self.own(p, k).or_else(|| {
                        self.choices.iter().position(|c| talks && c.holder == p && c.kind == Kind::Ceasefire)
                    });
                    if let Some(own) = own {
                        self.also(p, That::Answers(own, cause), k, 2.0);
                    }
                }
            }
            _ if e.status == Status::Negated => {
                // Refused or denied: the holder does not want to.
                for &p in &by {
                    let same = |c: &Choice| {
                        c.holder == p && c.act == e.act && e.object.as_deref().is_none_or(|o| c.is_named_in(o))
                    };
                    for c in (0..self.choices.len()).filter(|c| same(&self.choices[*c])).collect::<Vec<_>>() {
                        self.side(p, c, false, k, 1.5);
                    }
                }
            }
            _ => {}
        }
    }

    /// The party's own choice that an event made.
    fn own(&self, party: usize, k: usize) -> Option<usize> {
        self.choices.iter().position(|c| c.holder == party && c.kind != Kind::Ceasefire && c.from.contains(&k))
    }

    /// The choice of another party that a condition names, and whether it is to be taken (or not) for it to hold.
    fn cause(&self, party: usize, condition: Option<&str>) -> Option<(usize, bool)> {
        let condition = condition?;
        let said = deed(condition);
        let words = said.as_ref().map_or(condition, |d| d.act.as_str());
        let taken = !condition.starts_with("unless ") && !said.as_ref().is_some_and(|d| d.negated);
        // Whose act it is, where the condition begins with a name.
        let subject = self.subject(condition);
        let fits = |c: &Choice| c.holder != party && subject.is_none_or(|s| c.holder == s);
        let named = |words: &str| most_named(self.choices, words, fits);
        // That a measure be lifted is that it not be taken: `lifts the tariffs`.
        if let Some(c) = given_up(words).and_then(named) {
            let itself = self.choices[c].objects.iter().any(|o| given_up(o).is_some());
            return Some((c, taken == itself));
        }
        let found = named(words).or_else(|| named(condition));
        found.map(|c| (c, taken))
    }

    /// The party whose name a condition begins with.
    fn subject(&self, condition: &str) -> Option<usize> {
        let words = ["unless ", "if ", "once ", "the "].iter().fold(condition, |c, w| c.strip_prefix(w).unwrap_or(c));
        let begins = |p: &&usize| words.starts_with(self.parties.list[**p].name.as_str());
        self.parties.focus.iter().find(begins).copied()
    }

    /// What a party would do on a condition: harm if another acts, and it wants the other not to; harm unless the other
    /// acts, or help if it does, and it wants it to.
    fn on_condition(&mut self, party: usize, own: usize, condition: &str, k: usize) {
        let Some((cause, taken)) = self.cause(party, Some(condition)) else { return };
        let choice = &self.choices[own];
        let harm = choice.kind == Kind::Retaliation || choice.act.quad() == Quad::MaterialConflict;
        self.side(party, cause, taken != harm, k, 2.5);
        self.also(party, if taken { That::Answers(cause, own) } else { That::Otherwise(cause, own) }, k, 2.0);
    }

    /// The choices that a word of `by` is about.
    fn concerned(&self, k: usize, by: usize) -> Vec<usize> {
        let e = &self.heard[k].event;
        let to = self.parties.all(&e.recipient);
        // Who asks another speaks of the other's acts.
        let asked = |c: &Choice| to.is_empty() || to.contains(&c.holder) || (c.holder == by && e.act != Act::Request);
        // Of a clause that asks for something the act counts: `the RSF withdraw from El Fasher`.
        let said = match e.act {
            Act::Request => Demand::of(e).map(|d| d.act),
            _ => e.object.clone(),
        };
        let fits = |c: &Choice, o: &str| c.is_named_in(o) || (e.act == Act::Request && c.is_arms_for(by, o));
        let named: Vec<usize> = (0..self.choices.len())
            .filter(|c| asked(&self.choices[*c]) && said.as_deref().is_some_and(|o| fits(&self.choices[*c], o)))
            .collect();
        if !named.is_empty() {
            return named;
        }
        let made: Vec<usize> = (0..self.choices.len())
            .filter(|c| {
                self.choices[*c].from.contains(&k)
                    && self.choices[*c].kind == Kind::Act
                    && self.choices[*c].holder != by
            })
            .collect();
        if !made.is_empty() || e.object.is_some() {
            return made;
        }
        // Without an object, the sentence must say which.
        (0..self.choices.len())
            .filter(|c| {
                asked(&self.choices[*c]) && self.choices[*c].kind == Kind::Act && self.choices[*c].is_named_in(&e.text)
            })
            .collect()
    }

    fn answer(&self, by: usize, to: usize) -> Option<usize> {
        self.choices.iter().position(|c| c.kind == Kind::Retaliation && c.holder == by && c.target == Some(to))
    }

    /// What a party has announced it wants.
    fn own_plans(&mut self) {
        for c in 0..self.choices.len() {
            let choice = &self.choices[c];
            for &k in &choice.from {
                let e = &self.heard[k].event;
                let own = self.parties.all(&e.actor).contains(&choice.holder);
                // To end a war it must have said so itself: that it is in talks says less.
                let peace = choice.kind == Kind::Ceasefire && matches!(e.act, Act::Support | Act::Agree | Act::Retreat);
                if own && e.status == Status::Planned && (choice.kind == Kind::Act || peace) {
                    // That it will meet somebody is the least of what a party wants.
                    self.side(choice.holder, c, true, k, if e.act == Act::Consult { 0.3 } else { 1.5 });
                }
            }
        }
    }

    /// Who makes efforts to end the war wants the others to stop.
    fn peace(&mut self) {
        let ceasefires: Vec<usize> =
            (0..self.choices.len()).filter(|c| self.choices[*c].kind == Kind::Ceasefire).collect();
        for &(p, k) in &self.parties.efforts {
            let of_others: Vec<usize> = ceasefires.iter().copied().filter(|c| self.choices[*c].holder != p).collect();
            let to = self.parties.all(&self.heard[k].event.recipient);
            let own = self.parties.belligerents.contains(&p);
            if !own && of_others.len() > 1 {
                self.also(p, That::All(of_others), k, 3.0);
            } else if let Some(c) =
                of_others.into_iter().find(|c| to.is_empty() || to.contains(&self.choices[*c].holder))
            {
                self.side(p, c, true, k, 3.0);
            }
        }
    }

    fn statements(self) -> Vec<Statement> {
        let mut list = Vec::new();
        for ((party, choice), s) in &self.sides {
            let for_it = s.wants.0 >= s.opposes.0;
            let (side, other) = if for_it { (&s.wants, &s.opposes) } else { (&s.opposes, &s.wants) };
            list.push(Statement {
                party: *party,
                that: That::Is(*choice, for_it),
                // A contradiction is not averaged: the stronger side stands, as an open question. So does an
                // endorsement that was only withheld.
                known: other.1.is_empty() && !self.only_withheld(&side.1),
                weight: side.0,
                from: side.1.clone(),
                against: other.1.clone(),
            });
        }
        for ((party, that), (weight, from)) in &self.other {
            list.push(Statement {
                party: *party,
                that: that.clone(),
                known: true,
                weight: *weight,
                from: from.clone(),
                against: Vec::new(),
            });
        }
        self.guesses(&mut list);
        list.sort_by(|a, b| {
            let place = |p: usize| self.parties.focus.iter().position(|f| *f == p);
            place(a.party)
                .cmp(&place(b.party))
                .then(b.known.cmp(&a.known))
                .then(b.weight.total_cmp(&a.weight))
                .then_with(|| a.that.cmp(&b.that))
        });
        list
    }

    /// Whether the sentences of a choice, or the words of whom it meets, name a party.
    fn aimed_at(&self, c: &Choice, party: usize) -> bool {
        let name = self.parties.list[party].name.as_str();
        let in_words = c.target_words.as_deref().is_some_and(|w| w.contains(name));
        let of_act = |k: &usize| self.heard[*k].event.act == c.act;
        in_words || c.from.iter().filter(|k| of_act(k)).any(|k| self.heard[*k].event.text.contains(name))
    }

    /// Whether all that is heard of a choice is that others do not want it done: demands not to, with what their threats
    /// hang on.
    fn only_feared(&self, c: &Choice) -> bool {
        c.kind == Kind::Act
            && c.act == Act::Concede
            && c.from.iter().any(|k| self.heard[*k].event.act == Act::Request)
            && c.from.iter().all(|k| {
                let e = &self.heard[*k].event;
                let of_others = !self.parties.voices(e).contains(&c.holder);
                let not = Demand::of(e).is_some_and(|d| !wants(&d, c));
                let unless = e.condition.as_deref().is_some_and(|w| w.starts_with("unless "));
                let warned = e.act == Act::Threaten || e.status == Status::Threatened;
                of_others && ((e.act == Act::Request && not) || (warned && !unless))
            })
    }

    /// Whether all that speaks for a side is an endorsement that was not given.
    fn only_withheld(&self, from: &[usize]) -> bool {
        from.iter().all(|k| {
            let e = &self.heard[*k].event;
            e.status == Status::Negated && matches!(e.act, Act::Support | Act::Agree | Act::Concede)
        })
    }

    /// What nobody said but one would suppose: help is welcome and harm is not; peace by the other side is; what one only
    /// weighs costs something.
    fn guesses(&self, list: &mut Vec<Statement>) {
        let holders: Vec<usize> =
            self.parties.focus.iter().copied().filter(|p| self.choices.iter().any(|c| c.holder == *p)).collect();
        for &party in &holders {
            for (k, c) in self.choices.iter().enumerate() {
                let covered = list.iter().any(|s| {
                    s.party == party
                        && match &s.that {
                            That::Is(x, _) => *x == k,
                            That::All(l) => l.contains(&k),
                            // That it is an answer says nothing of doing it unprovoked.
                            That::Answers(..) | That::Otherwise(..) => false,
                            That::Both(a, b) => *a == k || *b == k,
                        }
                });
                if covered {
                    continue;
                }
                let (that, weight) = match c.kind {
                    Kind::Ceasefire if c.holder == party => {
                        let other = self.choices.iter().position(|o| o.kind == Kind::Ceasefire && o.holder != party);
                        match other {
                            Some(o) => (That::Both(k.min(o), k.max(o)), 0.5),
                            None => continue,
                        }
                    }
                    Kind::Ceasefire => (That::Is(k, true), 0.6),
                    // What others ask it not to do, or hang a threat on, they take it to want.
                    _ if c.holder == party => (That::Is(k, self.only_feared(c)), 0.2),
                    // Harm to others that its own words aim at this party: tariffs on buyers of its oil.
                    _ if c.target.is_none() && c.act.quad() == Quad::MaterialConflict && self.aimed_at(c, party) => {
                        (That::Is(k, false), 0.4)
                    }
                    _ if c.target == Some(party) => {
                        let harm = c.kind == Kind::Retaliation || c.act.quad() == Quad::MaterialConflict;
                        (That::Is(k, !harm), 0.4)
                    }
                    _ => continue,
                };
                list.push(Statement { party, that, known: false, weight, from: Vec::new(), against: Vec::new() });
            }
        }
    }
}
