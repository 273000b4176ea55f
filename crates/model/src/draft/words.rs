//! The few words that drafting looks at: what an object is about, and whether a sentence is about ending a war.

/// Words that say nothing about what is at stake (articles, pronouns, prepositions, auxiliaries, and hedges of news
/// English). Ours.
const EMPTY: &[&str] = &[
    "a",
    "about",
    "additional",
    "after",
    "against",
    "all",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "before",
    "by",
    "could",
    "for",
    "from",
    "further",
    "has",
    "have",
    "he",
    "her",
    "his",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "more",
    "most",
    "new",
    "no",
    "not",
    "of",
    "on",
    "or",
    "other",
    "our",
    "over",
    "she",
    "should",
    "so",
    "some",
    "such",
    "that",
    "the",
    "their",
    "them",
    "these",
    "they",
    "this",
    "those",
    "to",
    "under",
    "up",
    "was",
    "we",
    "were",
    "which",
    "who",
    "will",
    "with",
    "would",
];

/// Stems that name a war, or its end. Ours.
const WAR: &[&str] = &[
    "war",
    "conflict",
    "fighting",
    "hostility",
    "invasion",
    "ceasefire",
    "truce",
    "armistice",
    "peace",
    "bloodshed",
    "offensive",
    "combat",
    "cease-fire",
    "confrontation",
];
const ENDING: &[&str] = &[
    "end",
    "ending",
    "stop",
    "halt",
    "resolve",
    "resolution",
    "settle",
    "settlement",
    "negotiate",
    "negotiation",
    "negotiating",
    "talk",
    "peace",
    "ceasefire",
    "cease-fire",
    "truce",
    "armistice",
    "mediate",
    "mediation",
    "broker",
    "brokering",
    "diplomatic",
    "solidify",
    "solidifying",
    "deal",
];
/// Stems that name a ceasefire or talks about one. Ours.
const CEASEFIRE: &[&str] = &["ceasefire", "cease-fire", "truce", "armistice", "peace", "negotiation", "hostility"];
/// Stems of arms in general, as one asks for them without saying which. Ours.
const ARMS: &[&str] = &[
    "weapon",
    "arm",
    "missile",
    "munition",
    "ammunition",
    "rocket",
    "tank",
    "jet",
    "aircraft",
    "artillery",
    "drone",
    "bomb",
    "gun",
    "shell",
    "weaponry",
    "armament",
];

/// The content words, lower case, without plural endings.
pub(super) fn stems(text: &str) -> Vec<String> {
    let mut list = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '-') {
        let word = word.trim_matches('-').to_lowercase();
        if word.is_empty() || EMPTY.contains(&word.as_str()) {
            continue;
        }
        let stem = stem(&word);
        if !list.contains(&stem) {
            list.push(stem);
        }
    }
    list
}

/// Verbs that mean to go from a place.
const LEAVING: &[&str] = &["leave", "withdraw", "withdrawal", "quit", "vacate", "evacuate"];

/// The word without the endings of number and of verbs; crude, and the same for all that are compared.
fn stem(word: &str) -> String {
    let plural = singular(word);
    if LEAVING.contains(&plural.as_str()) {
        return "withdraw".to_owned();
    }
    for ending in ["ing", "ed", "e"] {
        if let Some(base) = plural.strip_suffix(ending).filter(|b| b.len() >= 3 && b.chars().all(char::is_alphabetic)) {
            return base.to_owned();
        }
    }
    plural
}

fn singular(word: &str) -> String {
    match word {
        w if w.len() > 4 && w.ends_with("ies") => format!("{}y", &w[..w.len() - 3]),
        w if w.len() > 4 && (w.ends_with("ches") || w.ends_with("shes") || w.ends_with("sses")) => {
            w[..w.len() - 2].to_owned()
        }
        w if w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") && !w.ends_with("us") => w[..w.len() - 1].to_owned(),
        w => w.to_owned(),
    }
}

/// What tells a thing from others of its kind: its stems without those of arms in general, where there are others.
pub(super) fn distinctive(object: &str) -> Vec<String> {
    let all = stems(object);
    let arms: Vec<String> = ARMS.iter().chain(&["system"]).map(|w| stem(w)).collect();
    let own: Vec<String> = all.iter().filter(|s| !arms.contains(s)).cloned().collect();
    if own.is_empty() { all } else { own }
}

/// Whether a word says nothing about what is at stake.
pub(super) fn is_empty(word: &str) -> bool {
    EMPTY.contains(&word)
}

/// The share of `these` that `those` have too.
pub(super) fn shared(these: &[String], those: &[String]) -> f64 {
    if these.is_empty() {
        return 0.0;
    }
    these.iter().filter(|w| those.contains(w)).count() as f64 / these.len() as f64
}

/// Whether some stem of the list is that of one of these words.
pub(super) fn any(list: &[String], of: &[&str]) -> bool {
    let of: Vec<String> = of.iter().map(|w| stem(w)).collect();
    list.iter().any(|w| of.contains(w))
}

/// A text without what it says is absent or yet to come: `fill the dam without an agreement` gives `fill the dam`.
pub(super) fn affirmed(text: &str) -> &str {
    let cut = [" without ", " before ", " until "].iter().filter_map(|w| text.find(w)).min();
    cut.map_or(text, |at| &text[..at])
}

/// Whether an act is to go from a place.
pub(super) fn is_leaving(act: &str) -> bool {
    act.split_whitespace().next().is_some_and(|w| LEAVING.contains(&w))
}

/// The thing that an act moves, without where to or from: `deliver drones to the army` gives `drones`.
pub(super) fn moved_by(act: &str) -> Vec<String> {
    let things = act.split_whitespace().skip(1);
    let until = |w: &&str| !matches!(*w, "to" | "from" | "for" | "in" | "into" | "by" | "at");
    stems(&things.take_while(until).collect::<Vec<_>>().join(" "))
}

/// Whether two acts are the two ends of one: who delivers, and who receives.
pub(super) fn is_converse(one: &str, other: &str) -> bool {
    const GET: &[&str] = &["receive", "get", "obtain", "acquire", "buy", "import", "accept"];
    const GIVE: &[&str] = &[
        "deliver", "send", "supply", "sell", "give", "provide", "transfer", "ship", "hand", "donate", "export", "lend",
    ];
    let verb = |act: &str, list: &[&str]| act.split_whitespace().next().is_some_and(|w| list.contains(&w));
    let ends = (verb(one, GET) && verb(other, GIVE)) || (verb(one, GIVE) && verb(other, GET));
    ends && shared(&moved_by(one), &moved_by(other)) >= 0.5
}

/// Whether a sentence tells of efforts to end a war.
pub(super) fn about_ending_war(text: &str) -> bool {
    let list = stems(text);
    any(&list, WAR) && any(&list, ENDING)
}

/// Whether the object of talks is a war or its end, `end to the war`.
pub(super) fn about_an_end(object: &str) -> bool {
    let list = stems(object);
    any(&list, WAR) || any(&list, ENDING)
}

/// Whether an object is a ceasefire, or talks about one.
pub(super) fn is_ceasefire(object: &str) -> bool {
    any(&stems(object), CEASEFIRE)
}

/// Whether an object is a meeting.
pub(super) fn is_meeting(object: &str) -> bool {
    any(&stems(object), &["meeting", "talk", "summit", "conference", "round", "negotiation"])
}

/// Whether an object is arms in general.
pub(super) fn is_arms(object: &str) -> bool {
    any(&stems(object), ARMS)
}

/// Whether two things are set against each other in a sentence: one rather than the other.
pub(super) fn sets_alternatives(text: &str) -> bool {
    let text = text.to_lowercase();
    ["rather than", "instead of", "as an alternative to"].iter().any(|w| text.contains(w))
}

/// Words that begin a condition within what is offered, threatened or asked for.
const CONDITIONS: &[&str] = &[" if ", " unless ", " once ", " provided ", " in case "];

/// A thing at stake without the condition and the source that stand in its words, and the condition: `deliver drones if
/// the talks fail, according to an official` gives `deliver drones` and `the talks fail`; `unless` stays with what it
/// begins.
#[must_use]
pub fn split_condition(object: &str) -> (String, Option<String>) {
    let object = ["according to "].iter().fold(object, |o, w| o.split_once(w).map_or(o, |(before, _)| before));
    let object = object.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
    let found = CONDITIONS.iter().filter_map(|w| object.find(w).map(|at| (at, *w))).min();
    match found {
        Some((at, word)) if at > 0 => {
            let rest = object[at + word.len()..].trim();
            let condition = if word == " unless " { format!("unless {rest}") } else { rest.to_owned() };
            (object[..at].trim_end_matches([' ', ',']).to_owned(), Some(condition).filter(|c| !c.is_empty()))
        }
        _ => (object.to_owned(), None),
    }
}

/// Words that end the description of a party: what follows is about the act again.
const ENDS: &[&str] = &[
    "in", "to", "after", "as", "if", "while", "although", "though", "when", "because", "unless", "until", "before",
    "but", "so", "said", "says", "would", "could", "will", "may", "might", "should", "must", "is", "are", "was",
    "were", "has", "have", "had",
];
/// Most words of a description.
const DESCRIPTION: usize = 14;

/// A mention with what its sentence says of it: `nations` in “tariffs on nations purchasing Russian oil, gas and uranium
/// in an effort …” gives `nations purchasing Russian oil, gas and uranium`. The mention itself where the sentence says no
/// more, or where it stands there twice.
#[must_use]
pub fn described(sentence: &str, mention: &str) -> String {
    let mention = mention.trim();
    let Some((before, after)) = sentence.split_once(mention).filter(|_| !mention.is_empty()) else {
        return mention.to_owned();
    };
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if after.contains(mention) || inside(before.chars().next_back()) || inside(after.chars().next()) {
        return mention.to_owned();
    }
    let mut words = after.split_whitespace();
    let begins = |w: &str| (w.len() > 4 && w.ends_with("ing")) || matches!(w, "that" | "who");
    let Some(first) = words.next().filter(|w| after.starts_with(' ') && begins(w)) else {
        return mention.to_owned();
    };
    let relative = matches!(first, "that" | "who");
    let mut out = vec![first];
    for word in words {
        let last = out.last().copied().unwrap_or_default();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let over = last.ends_with(['.', ';', ':', '!', '?', '—'])
            || out.len() == DESCRIPTION
            || (ENDS.contains(&bare.as_str()) && !(relative && out.len() == 1));
        if over {
            break;
        }
        out.push(word);
    }
    let told = out.join(" ");
    format!("{mention} {}", told.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '”'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ending_a_war_is_told_from_waging_it_and_from_other_things() {
        assert!(about_ending_war("He wants to negotiate an end to the ongoing war."));
        assert!(about_ending_war("The two sides signed a truce."));
        assert!(!about_ending_war("The war entered its fourth year."));
        assert!(!about_ending_war("Stir until the onions are soft, then end with salt."));
    }

    #[test]
    fn a_condition_is_told_apart() {
        let split = |o: &str| split_condition(o);
        assert_eq!(
            split("deliver drones if the talks fail, according to a person"),
            ("deliver drones".into(), Some("the talks fail".into()))
        );
        assert_eq!(split("stay away unless they leave"), ("stay away".into(), Some("unless they leave".into())));
        assert_eq!(split("Tomahawk missiles"), ("Tomahawk missiles".into(), None));
    }

    #[test]
    fn a_party_without_a_name_keeps_its_description() {
        let told = "legislation aimed at imposing tariffs on nations purchasing Russian oil, gas, and additional exports in an effort to hinder the economy.";
        assert_eq!(described(told, "nations"), "nations purchasing Russian oil, gas, and additional exports");
        assert_eq!(
            described("They warned states that have backed the rebels, and others.", "states"),
            "states that have backed the rebels, and others"
        );
        assert_eq!(described("They warned banks in Geneva.", "banks"), "banks");
        assert_eq!(described("nations and nations buying oil", "nations"), "nations");
        assert_eq!(described("", "nations"), "nations");
    }

    #[test]
    fn stems_meet_across_number() {
        assert_eq!(stems("The Tomahawk missiles"), ["tomahawk", "missil"]);
        assert_eq!(stems("filling fills filled fill"), ["fill"]);
        assert_eq!(stems("hostilities"), ["hostility"]);
        assert!(shared(&stems("tariffs"), &stems("strict tariffs on steel")) > 0.9);
    }
}
