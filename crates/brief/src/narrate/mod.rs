//! From an event to words. Every sentence here is built from the event's own fields; nothing is inferred.

pub(crate) mod dates;
pub(crate) mod parties;
pub(crate) mod stake;
pub(crate) mod text;
mod triggers;
pub(crate) mod verbs;

use detente_event::{Act, Actor, Event, Quad, Status};
use parties::{is_plural, parties};
use stake::Stake;
use text::{clip, join, sentence};
use verbs::Verb;

/// Longest object or condition quoted in a sentence, in characters.
const LONGEST_PHRASE: usize = 160;

/// Seats of government that one meets at, not in.
const BUILDINGS: [&str; 4] = ["White House", "Kremlin", "Pentagon", "Elysee"];

/// A status in plain words.
pub(crate) fn status(s: Status) -> &'static str {
    match s {
        Status::Occurred => "happened",
        Status::Planned => "announced",
        Status::Considered => "under consideration",
        Status::Threatened => "threatened",
        Status::Negated => "did not happen",
        Status::Hypothetical => "supposed",
        Status::Historical => "background",
    }
}

/// A quadrant in plain words.
pub(crate) fn kind(q: Quad) -> &'static str {
    match q {
        Quad::VerbalCooperation => "cooperation in words",
        Quad::MaterialCooperation => "cooperation in deeds",
        Quad::VerbalConflict => "conflict in words",
        Quad::MaterialConflict => "conflict in deeds",
    }
}

/// Words by which a condition says itself that it is one.
const WITH_OWN_WORD: [&str; 8] = ["if ", "unless ", "once ", "until ", "after ", "before ", "when ", "provided "];

/// Prepositions that a place may stand with other than `in`.
const PLACING: [&str; 13] =
    ["in", "at", "near", "outside", "around", "off", "on", "over", "across", "along", "inside", "north of", "south of"];

/// The preposition with which the sentence names a place, and whether with `the`.
fn placed(sentence: &str, place: &str) -> (Option<&'static str>, bool) {
    let place = place.trim();
    let Some((before, _)) = sentence.split_once(place).filter(|_| !place.is_empty()) else { return (None, false) };
    let before = before.trim_end();
    let bare = before.strip_suffix(" the");
    let ends = |p: &&&str| bare.unwrap_or(before).strip_suffix(**p).is_some_and(|b| b.ends_with(' '));
    (PLACING.iter().find(ends).copied(), bare.is_some())
}

/// How much to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// With the date in the sentence.
    Told,
    /// Without: it stands beside the sentence.
    Aside,
}

/// The event as one sentence.
pub(crate) fn event(e: &Event, when: When) -> String {
    let (who, whom) = sides(e);
    let stake = stake::of(e, verbs::of(e));
    let mut out = if who.is_empty() { passive(e, &stake, &whom) } else { active(e, &stake, &who, &whom) };
    tail(e, &stake, when, &mut out);
    sentence(&out)
}

/// What the event says of one of its parties, without naming it: `met Vladimir Putin (Russia) in Alaska`. `None` where
/// the party is only the one whom another addresses.
pub(crate) fn predicate(e: &Event, of: &Actor, when: When) -> Option<String> {
    let acts = e.actor.iter().any(|a| a.same_party(of));
    let mutual = is_mutual(e);
    if !acts && !mutual {
        return None;
    }
    // Of a meeting each party is the one who meets the others.
    let turned;
    let e = if mutual {
        let (own, rest): (Vec<Actor>, Vec<Actor>) =
            e.actor.iter().chain(&e.recipient).cloned().partition(|a| a.same_party(of));
        turned = Event { actor: own, recipient: rest, ..e.clone() };
        &turned
    } else {
        e
    };
    // What its people or firms do is told of them, not of the state.
    if uncapped(e).iter().find(|a| a.same_party(of)).is_some_and(parties::is_apart) {
        return Some(event(e, when));
    }
    let (_, whom) = sides(e);
    let stake = stake::of(e, verbs::of(e));
    let others = parties(e.actor.iter().filter(|a| !a.same_party(of)));
    let own = parties::parties(e.actor.iter().filter(|a| a.same_party(of)));
    let mut out = refused(e, &stake.verb).unwrap_or_else(|| finite(e.status, &stake.verb, is_plural(&own)));
    if !others.is_empty() {
        out = format!("together with {}, {out}", join(&others));
    }
    out.push_str(&complement(e, &stake, &whom));
    tail(e, &stake, when, &mut out);
    Some(sentence(&out))
}

/// A threat told by the act that its sentence threatens: `Egypt warned that it may close its ports if “…”`.
pub(crate) fn warning(threat: &Event, act: &Event, when: When) -> String {
    let (who, _) = sides(threat);
    let who = if who.is_empty() { sides(act).0 } else { who };
    sentence(&format!("{} {}", join(&who), warned(threat, act, is_plural(&who), when)))
}

/// The same of the party that threatens, without naming it.
pub(crate) fn warning_of(threat: &Event, act: &Event, of: &Actor, when: When) -> String {
    let own = parties::parties(threat.actor.iter().filter(|a| a.same_party(of)));
    sentence(&warned(threat, act, is_plural(&own), when))
}

fn warned(threat: &Event, act: &Event, plural: bool, when: When) -> String {
    let (_, whom) = sides(act);
    let stake = stake::of(act, verbs::of(act));
    let they = if plural { "they" } else { "it" };
    let mut out = format!("warned that {they} may {}{}", stake.verb.base, complement(act, &stake, &whom));
    let both = Event {
        date: threat.date.clone(),
        speaker: threat.speaker.clone().or_else(|| act.speaker.clone()),
        condition: act.condition.clone().or_else(|| threat.condition.clone()),
        ..act.clone()
    };
    tail(&both, &stake, when, &mut out);
    out
}

/// Whether actors and recipients do the same thing to each other.
fn is_mutual(e: &Event) -> bool {
    let v = verbs::of(e);
    e.act == Act::Consult
        && (v.noun == "meeting" || v.noun == "talks" || v.noun == "telephone call" || v.noun == "negotiation")
}

/// A few words for a figure: `United States, Russia: telephone call`.
pub(crate) fn label(e: &Event) -> String {
    let v = verbs::of(e);
    let (who, whom) = sides(e);
    let names = |list: &[Actor]| {
        let mut out: Vec<String> = Vec::new();
        for a in list {
            let n = clip(if a.name.is_empty() { &a.text } else { &a.name }, 40);
            if !out.contains(&n) {
                out.push(n);
            }
        }
        out
    };
    let all: Vec<Actor> = e.actor.iter().chain(&e.recipient).cloned().collect();
    let left = names(if is_mutual(e) { &all } else { &e.actor });
    let right: Vec<String> = if whom.is_empty() {
        Vec::new()
    } else {
        names(&e.recipient).into_iter().filter(|n| !left.contains(n)).collect()
    };
    let sides = match (left.is_empty() || who.is_empty(), right.is_empty()) {
        (false, false) => format!("{} → {}", join(&left), join(&right)),
        (false, true) => join(&left),
        (true, false) => join(&right),
        (true, true) => return text::capital(v.noun),
    };
    let not = if e.status == Status::Negated { "no " } else { "" };
    format!("{sides}: {not}{}", v.noun)
}

/// The actors, with a small letter where people are named first in the sentence: `Dockworkers in Chile …`.
fn uncapped(e: &Event) -> Vec<Actor> {
    let common = |a: &Actor| {
        let first = a.text.split(' ').next().unwrap_or_default();
        let many = a.text.trim().ends_with('s');
        a.person.is_none() && many && parties::speaks_for_itself(a) && is_common(first, &e.text)
    };
    let told = |a: &Actor| if common(a) { Actor { text: text::small(a.text.trim()), ..a.clone() } } else { a.clone() };
    e.actor.iter().map(told).collect()
}

/// Actors and recipients as names; recipients that are actors too are left out.
fn sides(e: &Event) -> (Vec<String>, Vec<String>) {
    let who = parties(&uncapped(e));
    // A town stands for its state where one speaks to it; what is done is done to the town.
    let spoken = !matches!(e.act, Act::Assault | Act::Aid | Act::Retreat | Act::Coerce | Act::Mobilize);
    let told = |r: &Actor| {
        if spoken && parties::is_place(r) {
            return Actor { text: r.name.clone(), ..r.clone() };
        }
        if parties::is_apart(r) {
            let text = r.text.trim();
            let text = stake::with_own_article(&e.text, text, text).unwrap_or_else(|| text.to_owned());
            return Actor { text, ..r.clone() };
        }
        // Who has no name of its own is told with what the sentence says of it: `nations purchasing oil`.
        let nameless = r.code.is_empty() && r.person.is_none() && r.name == r.text;
        let name = if nameless { detente_model::described(&e.text, &r.text) } else { r.name.clone() };
        Actor { name, ..r.clone() }
    };
    let recipients: Vec<Actor> = e.recipient.iter().map(told).collect();
    let whom = parties(recipients.iter().filter(|r| !e.actor.iter().any(|a| a.same_party(r) && a.person == r.person)));
    let whom: Vec<String> = whom.into_iter().filter(|n| !who.contains(n)).collect();
    (who, whom)
}

fn active(e: &Event, stake: &Stake, who: &[String], whom: &[String]) -> String {
    let verb = refused(e, &stake.verb).unwrap_or_else(|| finite(e.status, &stake.verb, is_plural(who)));
    if let Some((one, other)) = counterparts(e) {
        return format!("{one} {verb} {other}");
    }
    format!("{} {verb}{}", join(who), complement(e, stake, whom))
}

/// Two who hold the same office, in the words of the source: `Sudan’s foreign minister`, `his Egyptian counterpart`.
fn counterparts(e: &Event) -> Option<(&str, &str)> {
    let other = e.object.as_deref().filter(|o| e.act == Act::Consult && o.contains("counterpart"))?;
    let [one] = e.actor.as_slice() else { return None };
    let told = one.person.is_none() && one.text.contains(' ') && one.text.starts_with(char::is_uppercase);
    (told && verbs::of(e).noun == "meeting").then_some((one.text.trim(), other))
}

/// The verb in the form that the status asks for.
fn finite(s: Status, v: &Verb, plural: bool) -> String {
    match s {
        Status::Occurred | Status::Historical => v.past.to_owned(),
        // To have agreed to an act is done; the act is to come.
        Status::Planned if v.base == "agree" && v.what == "to {o}" => {
            format!("{} agreed", if plural { "have" } else { "has" })
        }
        Status::Planned => format!("{} to {}", if plural { "are" } else { "is" }, v.base),
        Status::Considered => format!("may {}", v.base),
        Status::Threatened => format!("would {}", v.base),
        Status::Negated => format!("{} not {}", if plural { "have" } else { "has" }, v.done),
        Status::Hypothetical => format!("might {}", v.base),
    }
}

/// Whether what is not done is refused, on a condition or for what is to come.
pub(crate) fn is_refusal(e: &Event) -> bool {
    let to_come = e.condition.is_some() || e.why.iter().any(|w| w.rule.starts_with("status: future"));
    e.status == Status::Negated && to_come
}

fn refused(e: &Event, v: &Verb) -> Option<String> {
    is_refusal(e).then(|| format!("will not {}", v.base))
}

/// Without a named actor: in the passive where the recipient or the thing at stake is what the verb acts on.
fn passive(e: &Event, stake: &Stake, whom: &[String]) -> String {
    let v = &stake.verb;
    let by_whom = !whom.is_empty() && v.both.starts_with("{r}") && v.whom.starts_with("{r}");
    let by_what =
        stake.object.as_deref().filter(|_| !by_whom && v.both.starts_with("{o}") && v.what.starts_with("{o}"));
    let (subject, plural) = match by_what {
        Some(o) => (o.to_owned(), stake::is_plural(o)),
        None if by_whom => (join(whom), is_plural(whom)),
        None => return active(e, stake, &["a party that the source does not name".to_owned()], whom),
    };
    let (was, be) = (if plural { "were" } else { "was" }, format!("be {}", v.done));
    let verb = match e.status {
        Status::Occurred | Status::Historical => format!("{was} {}", v.done),
        Status::Planned => format!("{} to {be}", if plural { "are" } else { "is" }),
        Status::Considered => format!("may {be}"),
        Status::Threatened => format!("would {be}"),
        Status::Negated => format!("{} not been {}", if plural { "have" } else { "has" }, v.done),
        Status::Hypothetical => format!("might {be}"),
    };
    let rest = complement(e, stake, whom);
    let rest = rest.trim_start().strip_prefix(subject.as_str()).unwrap_or_default().to_owned();
    if !rest.is_empty() && !rest.starts_with(' ') {
        // The pattern names the subject as somebody's: `Ethiopia’s right`.
        return active(e, stake, &["a party that the source does not name".to_owned()], whom);
    }
    format!("{subject} {verb}{rest}")
}

fn complement(e: &Event, stake: &Stake, whom: &[String]) -> String {
    let v = &stake.verb;
    let object = stake.object.as_deref().unwrap_or_default();
    // What names the recipient itself needs no recipient beside it: `criticised President Biden’s approach`.
    let spoken = matches!(e.act, Act::Support | Act::Agree | Act::Concede | Act::Threaten | Act::Reject);
    let acts = spoken && !object.is_empty();
    let named = (acts || v.what.starts_with("{o}")) && e.recipient.iter().any(|r| names(object, r));
    let named = named && !v.both.starts_with("{o} {w}");
    let pattern = match (whom.is_empty() || named, object.is_empty()) {
        // Who is released is not somebody's: `ten prisoners`.
        (false, true) if v.whom == "people held from {r}" && e.recipient.iter().all(parties::is_apart) => "{r}",
        (false, false) => v.both,
        (false, true) => v.whom,
        (true, false) => v.what,
        (true, true) => v.bare,
    };
    let out = fill(pattern, whom, object);
    if out.is_empty() { out } else { format!(" {out}") }
}

fn names(object: &str, party: &Actor) -> bool {
    let told = |name: &str| name.chars().count() > 2 && object.contains(name);
    // `Saudi`, `Sudanese` for the state.
    let root: String = party.name.chars().take(5).collect();
    let adjective = party.name.chars().count() >= 5
        && object.split(|c: char| !c.is_alphabetic()).any(|w| w.starts_with(root.as_str()));
    told(&party.name)
        || told(party.text.trim())
        || adjective
        || party.person.as_deref().is_some_and(|p| told(p) || p.split(' ').next_back().is_some_and(told))
}

/// A pattern with its recipients (`{r}`; `{w}` is `between` before several and `with` before one) and its thing at
/// stake (`{o}`). Names may hold braces of their own: the pattern is cut before anything is put in.
pub(crate) fn fill(pattern: &str, whom: &[String], what: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (slot, after) = after.split_once('}').unwrap_or((after, ""));
        match slot {
            "r" => out.push_str(&join(whom)),
            "w" => out.push_str(if whom.len() > 1 { "between" } else { "with" }),
            _ => out.push_str(what),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Place, date, condition and speaker.
fn tail(e: &Event, stake: &Stake, when: When, out: &mut String) {
    if let Some(p) = &e.place
        && !p.name.is_empty()
        && !out.contains(p.name.as_str())
    {
        let (preposition, article) = placed(&e.text, &p.text);
        let building = BUILDINGS.contains(&p.name.as_str());
        let preposition = preposition.unwrap_or(if building { "at" } else { "in" });
        let name = parties::with_article(&p.name);
        let the = if article && !name.starts_with("the ") { "the " } else { "" };
        out.push_str(&format!(" {preposition} {the}{name}"));
    }
    // A day that the thing at stake names is not told twice.
    let dated = |d: &detente_event::EventDate| !d.text.is_empty() && out.contains(d.text.trim());
    if let (When::Told, Some(d)) = (when, e.date.as_ref().filter(|d| !dated(d))) {
        out.push(' ');
        out.push_str(&dates::phrase(d));
    }
    let condition = e.condition.as_deref().or(stake.condition.as_deref());
    if let Some(c) = condition.map(|c| clip(c, LONGEST_PHRASE)).filter(|c| !c.is_empty()) {
        let own = WITH_OWN_WORD.iter().find_map(|w| Some((*w, c.strip_prefix(*w)?)));
        let (word, said) = own.unwrap_or(("if ", c.as_str()));
        out.push_str(&format!(" {word}“{said}”"));
    }
    if let Some(aside) = &stake.aside {
        out.push_str(&format!(" (“{aside}”)"));
    }
    if let Some(s) = &e.speaker {
        let mut speaker = s.person.clone().unwrap_or_else(|| s.name.clone());
        if speaker.is_empty() {
            speaker.clone_from(&s.text);
        }
        let is_actor = e.actor.iter().any(|a| match (&a.person, &s.person) {
            (Some(p), Some(q)) => p == q,
            (None, Some(_)) => false,
            _ => !a.name.is_empty() && a.name == s.name,
        });
        if !speaker.is_empty() && !is_actor {
            let name = if s.person.is_some() && !s.name.is_empty() && s.name != speaker {
                format!("{} ({})", clip(&speaker, 80), clip(&s.name, 80))
            } else {
                // A role without a name: `spokesman`.
                let role = s.person.is_none() && speaker.starts_with(char::is_lowercase) && !speaker.contains(' ');
                let many = speaker.ends_with('s') || speaker == "people";
                let people = s.person.is_none() && !speaker.contains(' ') && many;
                match () {
                    () if role && people => speaker,
                    () if role => format!("a {speaker}"),
                    // A word for people that a sentence begins with: `Analysts suggest that …`.
                    () if people && speaker == s.text && is_common(&speaker, &e.text) => speaker.to_lowercase(),
                    () => parties::with_article(&speaker),
                }
            };
            out.push_str(&format!(", according to {name}"));
        }
    }
}

/// Whether a word has its capital only because its sentence begins with it, and is no abbreviation.
fn is_common(word: &str, sentence: &str) -> bool {
    sentence.trim_start().starts_with(word) && word.chars().skip(1).all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{actor, event as sample};
    use detente_event::Act;

    #[test]
    fn each_status_has_its_form() {
        let mut e = sample(Act::Consult, Status::Occurred, &[actor("United States", "USA")], &[actor("Russia", "RUS")]);
        e.mode = Some("phone".into());
        let mut say = |s| {
            e.status = s;
            event(&e, When::Told)
        };
        assert_eq!(say(Status::Occurred), "The United States spoke by telephone with Russia.");
        assert_eq!(say(Status::Planned), "The United States is to speak by telephone with Russia.");
        assert_eq!(say(Status::Considered), "The United States may speak by telephone with Russia.");
        assert_eq!(say(Status::Negated), "The United States has not spoken by telephone with Russia.");
    }

    #[test]
    fn who_is_not_named_is_not_invented() {
        let mut e = sample(Act::Assault, Status::Occurred, &[], &[actor("Ukraine", "UKR")]);
        assert_eq!(event(&e, When::Told), "Ukraine was attacked.");
        e.recipient.clear();
        assert_eq!(event(&e, When::Told), "A party that the source does not name attacked targets.");
    }

    #[test]
    fn parties_to_a_meeting_are_told_once() {
        let both = [actor("Russia", "RUS"), actor("Ukraine", "UKR")];
        let e = sample(Act::Consult, Status::Planned, &both, &both);
        assert_eq!(event(&e, When::Told), "Russia and Ukraine are to hold talks.");
        assert_eq!(predicate(&e, &both[0], When::Told).unwrap(), "Is to hold talks with Ukraine.");
        assert_eq!(label(&e), "Russia and Ukraine: talks");
    }

    #[test]
    fn object_condition_and_speaker_are_told() {
        let mut e = sample(Act::Aid, Status::Threatened, &[actor("United States", "USA")], &[actor("Ukraine", "UKR")]);
        e.mode = Some("military".into());
        e.object = Some("{r} missiles".into());
        e.condition = Some("talks fail".into());
        e.speaker = Some(detente_event::Speaker { name: "Russia".into(), person: None, text: "Moscow".into() });
        assert_eq!(
            event(&e, When::Told),
            "The United States would provide Ukraine with {r} missiles if “talks fail”, according to Russia."
        );
    }
}
