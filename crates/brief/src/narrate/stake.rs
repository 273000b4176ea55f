//! The thing at stake in a sentence: with its article, as what the verb acts on, or quoted where it is a clause.
//!
//! The word lists are ours: words that are frequent in reports on conflicts, to choose an article or a form, never a
//! meaning.

use super::text::clip;
use super::verbs::Verb;
use detente_event::{Act, Event};
use detente_model::{begins_with_verb, split_condition};

/// Longest thing at stake that stands within a sentence, in characters; a longer one is quoted at its end.
const LONGEST: usize = 70;
/// Longest act that stands within a sentence.
const LONGEST_ACT: usize = 120;
/// How an act begins that is asked not to be done.
const NOT: &str = "not ";
/// Longest quotation of it.
const LONGEST_QUOTE: usize = 160;

/// Measures that are imposed.
const MEASURES: &[&str] = &[
    "tariff",
    "tariffs",
    "sanction",
    "sanctions",
    "embargo",
    "ban",
    "bans",
    "restriction",
    "restrictions",
    "duty",
    "duties",
    "levy",
    "levies",
    "boycott",
    "blockade",
    "quota",
    "quotas",
    "control",
    "controls",
    "measure",
    "measures",
    "penalty",
    "penalties",
    "fine",
    "fines",
    "cap",
    "curfew",
    "freeze",
    "curbs",
    "limits",
];
/// Attacks that are launched.
const ATTACKS: &[&str] = &[
    "strike",
    "strikes",
    "attack",
    "attacks",
    "raid",
    "raids",
    "offensive",
    "assault",
    "assaults",
    "invasion",
    "bombing",
    "shelling",
    "operation",
    "operations",
    "campaign",
    "airstrike",
    "airstrikes",
    "incursion",
    "missile",
    "missiles",
    "war",
];
/// What a warning is of, not about.
const CONSEQUENCES: &[&str] = &[
    "repercussions",
    "consequences",
    "consequence",
    "escalation",
    "retaliation",
    "response",
    "responses",
    "action",
    "steps",
    "measures",
    "countermeasures",
    "sanctions",
    "tariffs",
    "strike",
    "strikes",
    "attack",
    "attacks",
    "war",
    "reprisals",
    "destruction",
    "collapse",
    "damage",
];
/// Singular nouns that take an article.
const COUNTED: &[&str] = &[
    "ceasefire",
    "truce",
    "deal",
    "agreement",
    "treaty",
    "pact",
    "accord",
    "summit",
    "meeting",
    "resolution",
    "proposal",
    "plan",
    "bill",
    "attack",
    "strike",
    "raid",
    "offensive",
    "invasion",
    "withdrawal",
    "exchange",
    "embargo",
    "blockade",
    "ban",
    "tariff",
    "sanction",
    "election",
    "referendum",
    "vote",
    "missile",
    "drone",
    "visit",
    "call",
    "settlement",
    "framework",
    "mechanism",
    "commission",
    "inquiry",
    "investigation",
    "statement",
    "solution",
    "guarantee",
    "package",
    "loan",
    "corridor",
    "pause",
    "halt",
    "end",
    "return",
    "release",
    "swap",
    "conference",
    "mission",
    "force",
    "base",
    "demand",
    "request",
    "charge",
    "accusation",
    "allegation",
    "claim",
    "round",
    "ultimatum",
    "offer",
    "threat",
    "warning",
    "decision",
    "delay",
    "roadmap",
    "timetable",
    "buffer zone",
    "zone",
    "centre",
    "center",
    "convoy",
    "invitation",
];
/// Words before which no article stands.
const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "its", "their", "his", "her", "our", "my", "your", "any",
    "some", "all", "no", "each", "every", "more", "further", "another", "other", "both", "several", "many", "most",
];
/// Prepositions that end the noun that says what kind of thing it is.
const AFTER: &[&str] =
    &["of", "for", "on", "in", "to", "with", "between", "against", "from", "over", "at", "by", "that", "which"];

/// A verb with what it acts on.
pub(crate) struct Stake {
    pub verb: Verb,
    /// What stands in the sentence.
    pub object: Option<String>,
    /// What is quoted after it.
    pub aside: Option<String>,
    /// What it hangs on, where its own words say so.
    pub condition: Option<String>,
}

/// How the event's thing at stake goes with its verb.
pub(crate) fn of(e: &Event, verb: Verb) -> Stake {
    let object = e.object.as_deref().unwrap_or_default();
    // What is the date's or the place's own words stands there.
    let dated = e.date.as_ref().is_some_and(|d| d.text.contains(object));
    // Whom one meets is told as a party.
    let whom = e.act == Act::Consult && (object.contains("counterpart") || object.contains("colleague"));
    let placed = e.place.as_ref().is_some_and(|p| p.text.contains(object));
    let sent = if object.is_empty() && e.act == Act::Aid { what_is_sent(e) } else { None };
    let asked = asked(e, object).or_else(|| offered(object, &verb));
    // `resign`: one word is an act only where it is asked for.
    if let Some(act) = asked.as_deref().filter(|a| !a.contains(' '))
        && let Some(verb) = to_do(e.act, verb.noun)
    {
        return Stake { verb, object: Some(act.to_owned()), aside: None, condition: None };
    }
    let object = sent.or(asked).unwrap_or_else(|| object.to_owned());
    let object = against(e, &object).unwrap_or(object);
    // Whom one hosts for talks is not the guest of a visit.
    let verb = match e.act == Act::Consult && verb.base == "host" && is_talks(&object) {
        true => Verb { both: "{o} {w} {r}", noun: "hosting", ..verb },
        false => verb,
    };
    // That one talks is told by the verb.
    let talks = (e.act == Act::Protest && is_protest(&object))
        || e.act == Act::Consult && verb.base != "host" && is_talks(&object);
    let (object, condition) = split_condition(if dated || placed || whom || talks { "" } else { object.as_str() });
    let mut stake = of_object(e.act, &object, verb);
    stake.condition = condition;
    // The article that the source gives it: `the accusation`.
    if let Some(said) = stake.object.as_deref().and_then(|told| with_own_article(&e.text, &object, told)) {
        stake.object = Some(said);
    }
    stake
}

/// Whether a thing at stake is only that people protest.
fn is_protest(object: &str) -> bool {
    matches!(object.rsplit(' ').next(), Some("protest" | "protests" | "demonstration" | "demonstrations" | "rally"))
}

/// Whether a thing at stake is only that parties talk: `talks`, `the meeting`.
fn is_talks(object: &str) -> bool {
    let object = ["the ", "a ", "an "].iter().fold(object, |o, w| o.strip_prefix(w).unwrap_or(o));
    let round = object.contains("round of") && object.ends_with("talks");
    round || matches!(object, "talks" | "talk" | "meeting" | "meetings" | "negotiations" | "discussions" | "summit")
}

/// A thing at stake with the article before it in its sentence, where it is told without one or with a supposed one.
pub(crate) fn with_own_article(sentence: &str, object: &str, told: &str) -> Option<String> {
    let supposed = told == object || told.strip_suffix(object).is_some_and(|a| a == "a " || a == "an ");
    let (before, after) = sentence.split_once(object).filter(|_| supposed && !object.is_empty())?;
    if after.chars().next().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let article = before.strip_suffix(' ')?.rsplit(' ').next()?.to_lowercase();
    matches!(article.as_str(), "the" | "a" | "an").then(|| format!("{article} {object}"))
}

/// What aid consists of, where only the words that made the event say it: `deploy monitors`.
fn what_is_sent(e: &Event) -> Option<String> {
    let frame = e.why.iter().find(|w| w.rule.starts_with("frame"))?;
    let (verb, what) = frame.words.split_once(' ')?;
    (verb.starts_with("deploy") && e.text.contains(what)).then(|| what.to_owned())
}

/// One word that is offered or promised, as an act: `mediate`.
fn offered(object: &str, verb: &Verb) -> Option<String> {
    let promised = matches!(verb.noun, "offer" | "pledge" | "vow");
    detente_model::act_in(object)
        .filter(|(act, not)| promised && !not && act == object)
        .map(|(act, _)| act)
        .filter(|a| !a.contains(' '))
}

/// A thing that is supported or agreed on against whoever the sentence names: `new sanctions against Serbia`.
fn against(e: &Event, object: &str) -> Option<String> {
    let spoken = matches!(e.act, Act::Support | Act::Agree | Act::Concede) && !object.is_empty();
    let whom = e.recipient.iter().filter(|_| spoken).map(|r| r.text.trim());
    whom.filter(|w| !w.is_empty()).map(|w| format!("{object} against {w}")).find(|o| e.text.contains(o.as_str()))
}

/// What a request asks for, as an act: `that Ethiopia must not fill the reservoir` gives `not fill the reservoir`.
fn asked(e: &Event, object: &str) -> Option<String> {
    if e.act != Act::Request || e.mode.as_deref() == Some("assist") || begins_with_verb(object) {
        return None;
    }
    let (act, not) = detente_model::act_in(object)?;
    Some(if not { format!("{NOT}{act}") } else { act })
}

/// The same for an act and a thing at stake.
pub(crate) fn of_object(act: Act, object: &str, verb: Verb) -> Stake {
    // A noun whose clause was cut off says more without it: `charge that` is a charge.
    let object = match object.split_once(" that ") {
        Some((noun, _)) if !noun.contains(' ') => clip(noun, LONGEST_QUOTE),
        _ => clip(object, LONGEST_QUOTE),
    };
    let plain = |verb| Stake { verb, object: None, aside: None, condition: None };
    if object.is_empty() || is_told(&object, &verb) {
        return plain(verb);
    }
    let first = object.split(' ').next().unwrap_or_default();
    if let Some(act) = object.strip_prefix(NOT).filter(|a| act == Act::Request && a.chars().count() <= LONGEST_ACT) {
        let verb =
            Verb { both: "{r} not to {o}", what: "others not to {o}", ..to_do(Act::Request, "").unwrap_or(verb) };
        return Stake { verb, object: Some(act.to_owned()), aside: None, condition: None };
    }
    let clause = object.chars().count() > LONGEST || object.contains(", ") || first == "that" || is_clause(&object);
    let aside = [", which ", ", who ", ", said ", ", according "].iter().any(|w| object.contains(w));
    let short = object.chars().count() <= LONGEST_ACT && !aside;
    if begins_with_verb(&object)
        && short
        && let Some(verb) = to_do(act, verb.noun)
    {
        return Stake { verb, object: Some(object), aside: None, condition: None };
    }
    if clause && act == Act::Threaten && is_clause(&object) && first != "that" {
        let verb =
            Verb { base: "warn", past: "warned", done: "warned", both: "{r} that {o}", what: "that {o}", ..verb };
        return Stake { verb, object: Some(format!("“{object}”")), aside: None, condition: None };
    }
    if clause {
        return Stake { aside: Some(object), ..plain(verb) };
    }
    let head = head(&object).to_lowercase();
    let verb = match act {
        Act::Sanction | Act::Coerce if MEASURES.contains(&head.as_str()) => {
            Verb { base: "impose", past: "imposed", done: "imposed", both: "{o} on {r}", what: "{o}", ..verb }
        }
        Act::Assault if ATTACKS.contains(&head.as_str()) => {
            Verb { base: "launch", past: "launched", done: "launched", both: "{o} against {r}", what: "{o}", ..verb }
        }
        Act::Retreat if head == "access" => {
            Verb { base: "grant", past: "granted", done: "granted", both: "{r} {o}", what: "{o}", ..verb }
        }
        Act::Threaten if CONSEQUENCES.contains(&head.as_str()) => {
            Verb { base: "warn", past: "warned", done: "warned", both: "{r} of {o}", what: "of {o}", ..verb }
        }
        _ => verb,
    };
    Stake { verb, object: Some(with_article(&object)), aside: None, condition: None }
}

/// The verb where the thing at stake is something to do.
fn to_do(act: Act, noun: &str) -> Option<Verb> {
    let forms = |base, past, done, both, what, noun| Verb { base, past, done, both, whom: "{r}", what, bare: "", noun };
    Some(match act {
        Act::Request => forms("urge", "urged", "urged", "{r} to {o}", "others to {o}", "call to act"),
        Act::Agree | Act::Concede if noun == "vow" => forms("vow", "vowed", "vowed", "to {o}", "to {o}", "vow"),
        Act::Agree | Act::Concede if noun == "pledge" => {
            forms("promise", "promised", "promised", "{r} to {o}", "to {o}", "pledge")
        }
        Act::Agree | Act::Concede if noun == "offer" => {
            forms("make", "made", "made", "{r} an offer to {o}", "an offer to {o}", "offer")
        }
        Act::Agree => forms("agree", "agreed", "agreed", "with {r} to {o}", "to {o}", "agreement"),
        Act::Concede => forms("agree", "agreed", "agreed", "with {r} to {o}", "to {o}", "concession"),
        Act::Reject => forms("refuse", "refused", "refused", "to {o}, in answer to {r}", "to {o}", "refusal"),
        Act::Threaten => forms("threaten", "threatened", "threatened", "to {o}", "to {o}", "threat"),
        _ => return None,
    })
}

/// Whether the verb says it already: `telephone` beside `speak by telephone`.
fn is_told(object: &str, verb: &Verb) -> bool {
    let said = format!("{} {}", verb.noun, verb.base);
    let stem = |w: &str| w.to_lowercase().trim_end_matches('s').to_owned();
    object.split_whitespace().all(|w| said.split_whitespace().any(|s| stem(s) == stem(w)))
}

/// Whether it has a finite verb of its own.
fn is_clause(object: &str) -> bool {
    let finite =
        ["could", "would", "will", "may", "might", "is", "are", "was", "were", "has", "have", "had", "should", "must"];
    object.split(' ').skip(1).any(|w| finite.contains(&w))
}

/// The noun that says what kind of thing it is.
fn head(object: &str) -> &str {
    let words = object.split(' ');
    words.take_while(|w| !AFTER.contains(w)).last().unwrap_or_default()
}

/// With `a` or `an` where the noun is one that is counted and stands alone.
fn with_article(object: &str) -> String {
    let first = object.split(' ').next().unwrap_or_default();
    let counted = COUNTED.contains(&head(object).to_lowercase().as_str());
    let bare = !DETERMINERS.contains(&first.to_lowercase().as_str())
        && !first.starts_with(|c: char| c.is_ascii_digit())
        && !object.contains("’s ")
        && !object.contains("'s ");
    if !(counted && bare) {
        return object.to_owned();
    }
    // By the sound of its first letter, near enough: an `u` is mostly that of `unilateral`.
    let vowel =
        first.starts_with(|c: char| "aeioAEIO".contains(c)) || first.starts_with("un") && !first.starts_with("uni");
    format!("{} {object}", if vowel { "an" } else { "a" })
}

/// Whether it is more than one.
pub(crate) fn is_plural(object: &str) -> bool {
    let head = head(object);
    head.ends_with('s') && !head.ends_with("ss") && !object.starts_with("a ") && !object.starts_with("an ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::narrate::verbs::by_mode;

    #[test]
    fn the_thing_at_stake_reads_as_in_a_sentence() {
        let object = |act, o: &str| of_object(act, o, by_mode(act, None)).object.unwrap_or_default();
        assert_eq!(object(Act::Aid, "Tomahawk missiles"), "Tomahawk missiles");
        assert_eq!(object(Act::Agree, "ceasefire"), "a ceasefire");
        assert_eq!(object(Act::Agree, "exchange of prisoners"), "an exchange of prisoners");
        assert_eq!(object(Act::Agree, "the ceasefire"), "the ceasefire");
        assert_eq!(object(Act::Support, "legislation"), "legislation");
        assert_eq!(object(Act::Consult, "talks"), "");
        assert_eq!(of_object(Act::Request, "stop the attacks", by_mode(Act::Request, None)).verb.both, "{r} to {o}");
        let long = of_object(Act::Request, "in the short term, more help", by_mode(Act::Request, None));
        assert_eq!((long.object, long.aside.as_deref()), (None, Some("in the short term, more help")));
        assert_eq!(of_object(Act::Sanction, "strict tariffs", by_mode(Act::Sanction, None)).verb.base, "impose");
    }
}
