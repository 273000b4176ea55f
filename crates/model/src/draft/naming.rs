//! Names in plain words, and ids for formulas.

use super::options::LIFTING;
use super::words::{any, is_empty, stems};
use crate::file::is_reserved;
use detente_event::{Act, Event, begins_with_verb};

/// What a name is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    pub act: Act,
    pub mode: Option<&'a str>,
    pub object: Option<&'a str>,
    /// Name of the party or the words of the recipient.
    pub target: Option<&'a str>,
    pub place: Option<&'a str>,
    /// All words that made the events, lower case.
    pub triggers: &'a str,
}

/// Verbs by the words that reports used, first match wins. Ours.
const GIVING: &[(&[&str], &str)] = &[
    (&["sell", "sale", "selling", "sold"], "Sell"),
    (&["lend", "loan", "lending"], "Lend"),
    (&["send", "sending", "sent", "ship", "shipment"], "Send"),
    (&["deliver", "delivery", "delivering"], "Deliver"),
];
const MEASURES: &[&str] = &[
    "tariff",
    "sanction",
    "embargo",
    "ban",
    "restriction",
    "duty",
    "levy",
    "boycott",
    "freeze",
    "blockade",
    "quota",
    "control",
    "measure",
    "penalty",
    "fine",
    "cap",
    "curfew",
];
const ATTACKS: &[&str] =
    &["strike", "attack", "raid", "offensive", "assault", "invasion", "bombing", "shelling", "operation", "campaign"];

/// Seats of government that one meets at, not in.
const SEATS: &[&str] = &["White House", "Kremlin", "Pentagon", "Elysee"];

/// An option's name, `Sell Tomahawk missiles to Ukraine`.
pub(super) fn option_name(p: Parts<'_>) -> String {
    let object = p.object.map(clean).filter(|o| !o.is_empty());
    let object = object.as_deref();
    let target = p.target.map(with_article);
    let named = |o: Option<&str>| match (o, p.target) {
        (Some(o), Some(t)) => o.to_lowercase().contains(&t.to_lowercase()),
        _ => false,
    };
    let tail = |preposition: &str, o: Option<&str>| match &target {
        Some(t) if !named(o) => format!(" {preposition} {t}"),
        _ => String::new(),
    };
    let is = |list: &[&str]| object.is_some_and(|o| any(&stems(o), list));
    let whom = target.clone().unwrap_or_else(|| "the other side".into());
    match p.act {
        Act::Aid => {
            let verb =
                GIVING.iter().find(|(w, _)| p.triggers.split(' ').any(|t| w.contains(&t))).map_or("Supply", |g| g.1);
            let things = match p.mode {
                Some("military") => "weapons",
                Some("economic") => "economic aid",
                Some("humanitarian") => "humanitarian aid",
                Some("asylum") => "asylum",
                _ => "aid",
            };
            let things = object.unwrap_or(things);
            format!("{verb} {things}{}", tail("to", Some(things)))
        }
        Act::Sanction => match p.mode {
            Some("expel") => format!("Expel {}", object.unwrap_or("diplomats")) + &tail("of", object),
            Some("withdraw") if object.is_some() => {
                format!("Withdraw {}", object.unwrap_or_default()) + &tail("from", object)
            }
            _ if is(MEASURES) => format!("Impose {}{}", object.unwrap_or_default(), tail("on", object)),
            Some("discontinue") => match object {
                Some(o) => format!("Cut off {o}{}", tail("to", object)),
                None => format!("Break off relations{}", tail("with", None)),
            },
            _ => match (object, &target) {
                (Some(o), _) if p.triggers.contains("tariff") => format!("Impose tariffs on {o}"),
                (_, Some(t)) => format!("Impose sanctions on {t}"),
                (Some(o), None) => format!("Impose sanctions on {o}"),
                (None, None) => "Impose sanctions".into(),
            },
        },
        Act::Coerce => {
            let verb = match p.mode {
                Some("seize") => "Seize",
                Some("restrict") => "Restrict",
                Some("ban") => "Ban",
                Some("censor") => "Censor",
                Some("arrest") => "Arrest",
                Some("deport") => "Deport",
                Some("withhold") => "Withhold",
                Some("martial-law") => return "Impose martial law".into(),
                Some("cyber") => return format!("Attack the networks of {whom}"),
                _ if is(MEASURES) => return format!("Impose {}{}", object.unwrap_or_default(), tail("on", object)),
                _ => return format!("Put pressure on {whom}"),
            };
            match object {
                Some(o) if matches!(p.mode, Some("seize" | "withhold")) => {
                    format!("{verb} {o}{}", tail("from", object))
                }
                Some(o) => format!("{verb} {o}"),
                None => format!("{verb} {}", target.unwrap_or_else(|| "people".into())),
            }
        }
        Act::Assault => match object {
            Some(o) if is(ATTACKS) => format!("Launch {o}{}", tail("against", object)),
            Some(o) => format!("Attack {o}{}", tail("of", object)),
            None => match p.mode {
                Some("drone") => format!("Attack {whom} with drones"),
                Some("heavy-weapons") => format!("Shell or bomb {whom}"),
                Some("kidnap") => format!("Take hostages{}", tail("from", None)),
                _ => format!("Attack {whom}"),
            },
        },
        Act::Mobilize => match p.mode {
            Some("weapons") => format!("Test {}", object.unwrap_or("weapons")),
            _ if is(&["exercise", "drill", "manoeuvre", "maneuver"]) => format!("Hold {}", object.unwrap_or_default()),
            _ => format!("Deploy {}{}", object.unwrap_or("forces"), tail("against", object)),
        },
        Act::Retreat | Act::Concede => match (p.mode, object) {
            (Some("ceasefire"), _) => "Cease fire".into(),
            (Some("withdraw"), o) => format!("Withdraw {}{}", o.unwrap_or("forces"), tail("from", o)),
            (Some("release"), o) => format!("Release {}", o.unwrap_or("detainees")),
            (Some("return"), o) => format!("Return {}{}", o.unwrap_or("what was taken"), tail("to", o)),
            (Some("disarm"), o) => format!("Give up {}", o.unwrap_or("weapons")),
            (Some("access"), Some(o)) if any(&stems(o), &["access"]) => format!("Grant {o}"),
            (Some("access"), o) => format!("Open access to {}", o.unwrap_or("the area")),
            (Some("resign"), _) => "Resign".into(),
            (_, Some(o)) if p.triggers.split(' ').any(|t| LIFTING.iter().any(|w| t.starts_with(w))) => {
                clause(o).unwrap_or_else(|| format!("Lift {o}"))
            }
            (_, Some(o)) => clause(o).unwrap_or_else(|| format!("Concede {o}")),
            (_, None) => format!("Make concessions{}", tail("to", None)),
        },
        Act::Consult => {
            let place = p.place.filter(|w| p.target.is_none_or(|t| !t.eq_ignore_ascii_case(w)));
            let at = place.map_or_else(String::new, |w| match SEATS.contains(&w) {
                true => format!(" at the {w}"),
                false => format!(" in {}", with_article(w)),
            });
            match p.mode {
                Some("phone") => format!("Telephone {whom}"),
                Some("visit") => format!("Visit {whom}"),
                Some("third-party") => format!("Mediate{}{at}", tail("with", None)),
                _ => format!("Meet {whom}{at}"),
            }
        }
        Act::Support => match p.object.map(str::trim) {
            Some(o) if p.triggers.split(' ').any(|t| t.starts_with("sign") || t.starts_with("ratif")) => {
                format!("Sign {}", an(o))
            }
            Some(o) => format!("Endorse {o}"),
            None => format!("Support {whom}"),
        },
        Act::Agree | Act::Request | Act::Accuse | Act::Reject | Act::Threaten => match p.object.map(str::trim) {
            Some(o) => clause(o).unwrap_or_else(|| format!("Agree to {o}")),
            None => format!("Make an agreement{}", tail("with", None)),
        },
        Act::Cooperate => match object {
            Some(o) => format!("Cooperate{} on {o}", tail("with", object)),
            None => format!("Cooperate{}", tail("with", None)),
        },
        Act::Protest => format!("Protest{}", tail("against", None)),
    }
}

/// A single countable noun with its article: `agreement` → `an agreement`.
fn an(object: &str) -> String {
    const COUNTED: &[&str] = &["agreement", "deal", "treaty", "accord", "pact", "truce", "ceasefire"];
    const ARTICLES: &[&str] = &["a", "an", "the", "its", "their", "any", "no", "this", "that"];
    let words: Vec<&str> = object.split(' ').collect();
    let head = words.iter().take_while(|w| !matches!(**w, "of" | "on" | "with" | "for" | "in" | "to" | "between"));
    let counted = head.last().is_some_and(|w| COUNTED.contains(w));
    match counted && !words.first().is_some_and(|w| ARTICLES.contains(w)) {
        true if object.starts_with(['a', 'e', 'i', 'o']) => format!("an {object}"),
        true => format!("a {object}"),
        false => object.to_owned(),
    }
}

/// A clause as a thing to do: `to withdraw its troops` → `Withdraw its troops`.
fn clause(object: &str) -> Option<String> {
    let rest = object.strip_prefix("to ").or_else(|| begins_with_verb(object).then_some(object))?;
    let rest = clean_phrase(rest);
    let mut letters = rest.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect())
}

/// Longest name of a thing at stake, and longest description of a party, in bytes.
const LONGEST: (usize, usize) = (70, 100);

/// An object without leading determiner, long names that have an abbreviation, and excess length.
pub(super) fn clean(object: &str) -> String {
    cleaned(object, LONGEST.0)
}

/// The same for the description of a party.
pub(super) fn clean_phrase(words: &str) -> String {
    cleaned(words, LONGEST.1)
}

fn cleaned(object: &str, most: usize) -> String {
    const LEADING: &[&str] = &[
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "this",
        "that",
        "these",
        "those",
        "any",
        "some",
        "more",
        "additional",
        "further",
    ];
    let mut words: Vec<&str> = Vec::new();
    for word in object.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let short = word.starts_with('(')
            && bare.len() > 1
            && bare.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        if short {
            // The abbreviation stands for the capitalised words before it.
            while words.last().is_some_and(|w| w.starts_with(|c: char| c.is_uppercase())) {
                words.pop();
            }
            words.push(bare);
        } else {
            words.push(word);
        }
    }
    let skip = words.iter().take_while(|w| LEADING.contains(&w.to_lowercase().as_str())).count();
    let mut out = String::new();
    for word in &words[skip..] {
        if out.len() + word.len() > most {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':' | '“' | '”' | '"')).to_owned()
}

/// Names that take the article though neither their first nor their last word says so.
const WITH_ARTICLE: &[&str] = &[
    "Netherlands",
    "Philippines",
    "Bahamas",
    "Gambia",
    "Maldives",
    "Vatican",
    "Kremlin",
    "Taliban",
    "Houthis",
    "White House",
    "Pentagon",
    "Elysee",
];
/// Last words of names that take the article.
const LAST: &[&str] = &[
    "Union",
    "Nations",
    "Republic",
    "Emirates",
    "Islands",
    "States",
    "Kingdom",
    "League",
    "Organization",
    "Organisation",
    "Agency",
    "Court",
    "Council",
    "Bank",
    "Fund",
    "Committee",
    "Commission",
    "Party",
    "Front",
    "Army",
    "Forces",
    "Movement",
    "Ministry",
    "Government",
    "Authority",
    "Alliance",
    "Community",
    "Association",
    "Federation",
];

/// `United States` → `the United States`; a name that takes no article stays as it is.
#[must_use]
pub fn with_article(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    let last = words.next_back();
    let takes = WITH_ARTICLE.contains(&name) || first == "Democratic" || last.is_some_and(|l| LAST.contains(&l));
    if takes && !first.eq_ignore_ascii_case("the") { format!("the {name}") } else { name.to_owned() }
}

/// Lower case letters, digits and `_`.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('_') && c != '\'' && c != '’' && c != '.' {
            out.push('_');
        }
    }
    out.trim_end_matches('_').to_owned()
}

/// An option's id: the last words of its object, or the first of its name.
pub(super) fn option_id(p: Parts<'_>, name: &str) -> String {
    let words = |text: &str| -> Vec<String> {
        let all = slug(text);
        all.split('_').filter(|w| !w.is_empty() && !is_empty(w)).map(str::to_owned).collect()
    };
    let object = p.object.filter(|_| p.act != Act::Consult).map(clean).unwrap_or_default();
    let short = |w: &&str| w.len() > 1 && w.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let abbreviations: Vec<&str> = object.split(|c: char| !c.is_alphanumeric()).filter(short).collect();
    let id = if !abbreviations.is_empty() {
        words(&abbreviations[..abbreviations.len().min(3)].join(" "))
    } else if !object.is_empty() {
        let all = words(&object);
        let act = begins_with_verb(&object);
        if act { all[..all.len().min(3)].to_vec() } else { all[all.len().saturating_sub(2)..].to_vec() }
    } else {
        let mut all = words(name);
        let target = p.target.map(words).unwrap_or_default();
        let cut = all.iter().position(|w| target.first() == Some(w)).filter(|k| *k >= 2);
        all.truncate(cut.unwrap_or(4));
        all
    };
    let id = id.join("_");
    if id.is_empty() || is_reserved(&id) { format!("option_{id}").trim_end_matches('_').to_owned() } else { id }
}

/// All words that made an event, lower case.
pub(super) fn triggers(e: &Event) -> String {
    let words: Vec<String> = e.why.iter().map(|w| w.words.to_lowercase()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(act: Act, mode: &str, object: &str, target: &str, triggers: &str) -> (String, String) {
        let some = |t| if str::is_empty(t) { None } else { Some(t) };
        let p = Parts { act, mode: some(mode), object: some(object), target: some(target), place: None, triggers };
        let n = option_name(p);
        (option_id(p, &n), n)
    }

    #[test]
    fn names_are_plain_english() {
        let mut told = String::new();
        for (act, mode, object, target, triggers) in [
            (Act::Aid, "military", "Tomahawk missiles", "Ukraine", "sale considering"),
            (
                Act::Aid,
                "military",
                "Extended Range Attack Munition (ERAM) and Army Tactical Missile Systems (ATACMS)",
                "Ukraine",
                "influx",
            ),
            (Act::Aid, "humanitarian", "", "Sudan", ""),
            (Act::Sanction, "", "strict tariffs", "buyers of Russian energy", "impose"),
            (Act::Sanction, "", "", "United States", ""),
            (Act::Sanction, "discontinue", "gas", "Poland", ""),
            (Act::Assault, "", "deeper strikes", "Russia", "launch"),
            (Act::Assault, "", "Russian-held territories", "Russia", "strikes"),
            (Act::Assault, "drone", "", "Iran", ""),
            (Act::Retreat, "withdraw", "its troops", "Lebanon", ""),
            (Act::Retreat, "ceasefire", "", "Israel", ""),
            (Act::Retreat, "release", "the hostages", "", ""),
            (Act::Concede, "", "to halt uranium enrichment", "United States", ""),
            (Act::Consult, "", "", "Russia", ""),
            (Act::Consult, "phone", "", "United States", ""),
            (Act::Support, "", "the legislation", "", ""),
            (Act::Agree, "", "a customs union", "European Union", ""),
            (Act::Coerce, "seize", "tankers", "Iran", ""),
            (Act::Mobilize, "troops", "", "Venezuela", ""),
            (Act::Cooperate, "", "grain exports", "Türkiye", ""),
        ] {
            let (id, n) = name(act, mode, object, target, triggers);
            told += &format!("{id:<24} {n}\n");
        }
        crate::testing::snapshot("option-names", &told);
    }
}
