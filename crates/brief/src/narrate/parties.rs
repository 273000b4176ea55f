//! Names of parties in running text.

use super::text::clip;
use detente_event::{Actor, sector_name};

/// Longest name shown, in characters; longer ones are cut with an ellipsis.
pub(crate) const LONGEST_NAME: usize = 80;

/// A name with its article where it takes one: `the United States`, `Ukraine`.
pub(crate) fn with_article(name: &str) -> String {
    detente_model::with_article(&clip(name, LONGEST_NAME))
}

/// The name's possessive: `Ukraine’s`, `the United States’`.
fn possessive(name: &str) -> String {
    let name = with_article(name);
    if name.ends_with('s') { format!("{name}’") } else { format!("{name}’s") }
}

/// A party as a sentence names it: person, or state, or the part of the state that acts.
pub(crate) fn party(a: &Actor) -> String {
    if let Some(p) = &a.person {
        let p = clip(p, LONGEST_NAME);
        return if a.name.is_empty() || a.name == *a.person.as_deref().unwrap_or_default() {
            p
        } else {
            format!("{p} ({})", clip(&a.name, LONGEST_NAME))
        };
    }
    let part = match a.sector.as_str() {
        "MIL" | "COP" | "JUD" | "LEG" | "SPY" | "OPP" => sector_name(&a.sector),
        _ => None,
    };
    // Only a state has such parts; a body of its own carries its own name.
    match part {
        None if is_apart(a) => apart(a),
        None if is_place(a) => format!("{} ({})", clip(a.text.trim(), LONGEST_NAME), clip(&a.name, LONGEST_NAME)),
        Some(part) if is_state(a) => format!("{} {part}", possessive(&a.name)),
        _ if a.name.is_empty() => clip(&a.text, LONGEST_NAME),
        _ => with_article(&a.name),
    }
}

/// Sectors of people, firms and bodies that do not speak for their state (PLOVER's codes).
const APART: [&str; 16] =
    ["CVL", "BUS", "EDU", "JRN", "REL", "LAB", "REF", "MED", "AGR", "HRI", "NGO", "MNC", "SOC", "STU", "ENV", "CRM"];

/// Whether a mention's sector is one that does not speak for its state.
pub(crate) fn speaks_for_itself(a: &Actor) -> bool {
    APART.contains(&a.sector.as_str())
}

/// Whether a mention is of people, firms or bodies of a state in words of their own: `American carmakers`.
pub(crate) fn is_apart(a: &Actor) -> bool {
    const STANDING_IN: [&str; 16] = [
        "they",
        "them",
        "their",
        "it",
        "its",
        "he",
        "his",
        "him",
        "she",
        "her",
        "who",
        "which",
        "those",
        "sides",
        "parties",
        "countries",
    ];
    let text = a.text.trim();
    let last = text.split(' ').next_back().unwrap_or_default();
    a.person.is_none()
        && speaks_for_itself(a)
        && is_state(a)
        && text.chars().count() > 3
        && last.starts_with(char::is_lowercase)
        && text != a.name
        && !is_place(a)
        && !STANDING_IN.contains(&last)
}

/// Such people with their state: `dairy farmers (Canada)`.
fn apart(a: &Actor) -> String {
    let text = clip(a.text.trim(), LONGEST_NAME);
    let root: String = a.name.chars().take(4).collect();
    let told = text.split(|c: char| !c.is_alphabetic()).any(|w| w.starts_with(root.as_str()));
    if told { text } else { format!("{text} ({})", clip(&a.name, LONGEST_NAME)) }
}

/// Whether a mention stands for its state by a town or region of it: `Port Sudan`, `Darfur`.
pub(crate) fn is_place(a: &Actor) -> bool {
    let text = a.text.trim();
    let root: String = a.name.chars().take(4).collect();
    a.sector == "CVL"
        && is_state(a)
        && text.starts_with(char::is_uppercase)
        && !text.is_empty()
        && text != a.name
        // An adjective or a people is the state itself: `Sudanese`.
        && !text.starts_with(root.as_str())
        && text.split(' ').all(|w| w.starts_with(char::is_uppercase))
        && !text.ends_with('s')
        && !text.ends_with("ese")
        && !text.ends_with("ian")
        && !text.ends_with("ish")
}

fn is_state(a: &Actor) -> bool {
    a.code.len() == 3 && !matches!(a.code.as_str(), "UNO" | "EUR" | "NAT" | "IGO" | "NGO" | "MNC")
        // A body or group has a name of several words that a state's name does not have, or says what it is.
        && !["Army", "Force", "Court", "Parliament", "Council", "Duma", "Congress", "Senate", "Police", "Guard", "Party"]
            .iter()
            .any(|w| a.name.contains(w))
        && !a.name.chars().all(|c| c.is_uppercase() || !c.is_alphabetic())
}

/// Several parties, each once: `Russia and Ukraine`.
pub(crate) fn parties<'a>(list: impl IntoIterator<Item = &'a Actor>) -> Vec<String> {
    let list: Vec<&Actor> = list.into_iter().collect();
    let mut out: Vec<String> = Vec::new();
    for a in &list {
        // A bare state beside one of its persons adds nothing.
        if a.person.is_none() && list.iter().any(|b| b.person.is_some() && b.same_party(a)) {
            continue;
        }
        let name = party(a);
        if !name.is_empty() && !out.contains(&name) {
            out.push(name);
        }
    }
    out
}

/// Whether a verb after these names is plural.
pub(crate) fn is_plural(names: &[String]) -> bool {
    const MANY: [&str; 8] = ["Forces", "forces", "Houthis", "Taliban", "rebels", "troops", "Brigades", "nations"];
    match names {
        // A name of people in lower case: `dairy farmers (Canada)`.
        [one] if one.starts_with(char::is_lowercase) && !one.starts_with("the ") && !one.starts_with("a ") => {
            one.split(" (").next().is_some_and(|w| w.ends_with('s') && !w.ends_with("ss"))
        }
        [one] => one.split_whitespace().next_back().is_some_and(|w| MANY.contains(&w)),
        many => many.len() > 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(name: &str, code: &str, sector: &str, person: Option<&str>) -> Actor {
        Actor {
            name: name.into(),
            code: code.into(),
            sector: sector.into(),
            person: person.map(Into::into),
            ..Actor::default()
        }
    }

    #[test]
    fn names_read_as_in_a_sentence() {
        assert_eq!(party(&actor("United States", "USA", "GOV", None)), "the United States");
        assert_eq!(party(&actor("United States", "USA", "MIL", None)), "the United States’ military");
        assert_eq!(party(&actor("Ukraine", "UKR", "LEG", None)), "Ukraine’s legislature");
        assert_eq!(party(&actor("Hamas", "PSE", "REB", None)), "Hamas");
        assert_eq!(party(&actor("Russia", "RUS", "GOV", Some("Vladimir Putin"))), "Vladimir Putin (Russia)");
        let place = Actor { text: "Port Sudan".into(), ..actor("Sudan", "SDN", "CVL", None) };
        assert_eq!(party(&place), "Port Sudan (Sudan)");
        assert_eq!(party(&Actor { text: "Sudanese".into(), ..place }), "Sudan");
        assert_eq!(with_article("European Union"), "the European Union");
        assert_eq!(with_article("Ukraine"), "Ukraine");
        let both = [actor("Russia", "RUS", "GOV", Some("Vladimir Putin")), actor("Russia", "RUS", "", None)];
        assert_eq!(parties(&both), ["Vladimir Putin (Russia)"]);
    }
}
