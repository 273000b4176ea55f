//! Whether a date without a year, or a bare weekday, lies ahead or behind: the tense of what it dates.

use crate::{Sentence, Upos};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    Unknown,
}

/// Verbs and adjectives after which something is still to come, also in the past tense: `was scheduled for Friday`,
/// `agreed to meet on Friday`. Source: own reading of news text.
#[rustfmt::skip]
const AHEAD: &[&str] = &[
    "agree", "aim", "announce", "arrange", "ask", "await", "bind", "call", "decide", "delay", "demand", "due", "expect",
    "expected", "extend", "face", "fix", "hope", "intend", "invite", "likely", "look", "need", "offer", "order", "plan",
    "pledge", "poise", "postpone", "prepare", "promise", "propose", "push", "ready", "remain", "request", "reschedule",
    "schedule", "scheduled", "seek", "set", "slate", "slated", "tell", "threaten", "tip", "urge", "vow", "want", "warn",
];

/// Verbs whose present tense tells of what is planned: `The summit opens on Friday`.
#[rustfmt::skip]
const TIMETABLE: &[&str] = &[
    "arrive", "begin", "close", "come", "convene", "end", "expire", "fly", "gather", "go", "head", "hold", "host", "kick",
    "leave", "loom", "meet", "open", "resume", "return", "run", "sit", "start", "take", "travel", "visit", "vote",
];

/// Verbs whose object or aim is still to come.
const PREPARING: &[&str] = &[
    "anticipate",
    "await",
    "brace",
    "cancel",
    "delay",
    "plan",
    "postpone",
    "prepare",
    "schedule",
    "prep",
    "skip",
    "threaten",
];

/// Words of saying, in the past tense.
const SAID: &[&str] = &[
    "added",
    "announced",
    "argued",
    "claimed",
    "confirmed",
    "declared",
    "denied",
    "insisted",
    "posted",
    "reported",
    "said",
    "stated",
    "stressed",
    "testified",
    "tweeted",
    "warned",
    "wrote",
];

/// Nouns that are ahead unless something says otherwise.
const AHEAD_NOUNS: &[&str] = &["deadline", "due", "schedule", "plan", "ultimatum"];

const MODALS: &[&str] =
    &["will", "'ll", "’ll", "wo", "shall", "would", "'d", "may", "might", "can", "could", "should", "must"];

/// The direction of what token `at` dates.
pub(super) fn direction(sentence: &Sentence, at: usize) -> Direction {
    // `said on Monday he would`: what stands right after a word of saying dates the saying, wherever a parser hangs it.
    let mut before = at.checked_sub(1);
    while let Some(k) = before
        && matches!(lower(sentence, k).as_str(), "on" | "late" | "early" | "the")
    {
        before = k.checked_sub(1);
    }
    if before.is_some_and(|k| SAID.contains(&lower(sentence, k).as_str())) {
        return Direction::Past;
    }
    if sentence.tokens.iter().any(|t| t.head.is_some()) { by_tree(sentence, at) } else { by_order(sentence, at) }
}

fn lower(sentence: &Sentence, k: usize) -> String {
    sentence.tokens[k].form.as_str().to_lowercase()
}

fn lemma(sentence: &Sentence, k: usize) -> String {
    let token = &sentence.tokens[k];
    if token.lemma.is_empty() {
        crate::lemma::lemma(&token.form, token.upos, &token.xpos, &token.feats).as_str().to_lowercase()
    } else {
        token.lemma.as_str().to_lowercase()
    }
}

/// Whether what token `at` dates is asked for, planned or promised rather than told.
pub(super) fn asks(sentence: &Sentence, at: usize) -> bool {
    let from = at.saturating_sub(12);
    let ahead = |k: usize| AHEAD.contains(&crate::lemma::lemma(&lower(sentence, k), Upos::Verb, "", "").as_str());
    (from..(at + 12).min(sentence.tokens.len())).any(ahead)
}

fn by_tree(sentence: &Sentence, at: usize) -> Direction {
    let tokens = &sentence.tokens;
    let mut k = at;
    let mut noun: Option<usize> = None;
    // Up to the clause; a tree is never deeper than it has words.
    for _ in 0..tokens.len() {
        let Some(head) = tokens[k].head else { break };
        let prepared = tokens[head].upos.is_nominal() && noun_ahead(sentence, head);
        if prepared {
            return Direction::Future;
        }
        k = head;
        if matches!(tokens[k].upos, Upos::Verb | Upos::Aux) || has_copula(sentence, k) {
            let verb = clause(sentence, k);
            // `prepared for Monday's talks`, `awaits Friday's ruling`
            if noun.is_some() && PREPARING.contains(&lemma(sentence, k).as_str()) {
                return Direction::Future;
            }
            if noun.is_some() && verb == Direction::Future && is_possessive(sentence, at) {
                // `will discuss Friday's attack`
                return Direction::Unknown;
            }
            return verb;
        }
        if tokens[k].upos == Upos::Noun {
            noun = noun.or(Some(k));
            if AHEAD_NOUNS.contains(&lemma(sentence, k).as_str()) {
                return Direction::Future;
            }
        }
        if tokens[k].upos == Upos::Adj && AHEAD.contains(&lemma(sentence, k).as_str()) {
            return Direction::Future;
        }
    }
    // A headline without a finite verb.
    by_order(sentence, at)
}

fn is_possessive(sentence: &Sentence, at: usize) -> bool {
    sentence.tokens.get(at + 1).is_some_and(|t| matches!(t.form.as_str(), "'s" | "’s" | "'" | "’"))
}

fn has_copula(sentence: &Sentence, k: usize) -> bool {
    sentence.children(k).any(|c| sentence.tokens[c].rel() == "cop")
}

/// `upcoming talks`, `ahead of the talks`, `before the vote`.
fn noun_ahead(sentence: &Sentence, noun: usize) -> bool {
    sentence.children(noun).any(|c| {
        let word = lower(sentence, c);
        let is_case = sentence.tokens[c].rel() == "case";
        matches!(
            word.as_str(),
            "upcoming" | "planned" | "scheduled" | "forthcoming" | "expected" | "proposed" | "coming"
        ) || (is_case && word == "ahead")
    })
}

/// The tense of the clause whose predicate is `k`.
fn clause(sentence: &Sentence, k: usize) -> Direction {
    let tokens = &sentence.tokens;
    let token = &tokens[k];
    let helpers: Vec<usize> = sentence.children(k).filter(|&c| matches!(tokens[c].rel(), "aux" | "cop")).collect();
    let word = lemma(sentence, k);
    let has = |lemmas: &[&str]| helpers.iter().any(|&h| lemmas.contains(&lower(sentence, h).as_str()));
    if has(MODALS) {
        let perfect = has(&["have", "'ve", "’ve"]);
        return if perfect { Direction::Past } else { Direction::Future };
    }
    let to = sentence.children(k).any(|c| tokens[c].rel() == "mark" && lower(sentence, c) == "to");
    if to && !has(&["have"]) {
        return infinitive(sentence, k);
    }
    let perfect = has(&["has", "have", "had", "'ve", "’ve"]);
    if perfect {
        return Direction::Past;
    }
    let was = has(&["was", "were"]);
    let is = has(&["is", "are", "am", "'s", "’s", "'re", "’re", "be", "being"]);
    let participle = token.feat("VerbForm") == Some("Part") || matches!(token.xpos.as_str(), "VBN" | "VBG");
    let past_participle = participle && (token.feat("Tense") == Some("Past") || token.xpos == "VBN");
    if past_participle
        && AHEAD.contains(&word.as_str())
        && !matches!(word.as_str(), "announce" | "ask" | "tell" | "call")
    {
        return Direction::Future;
    }
    if token.upos == Upos::Adj && AHEAD.contains(&word.as_str()) {
        return Direction::Future;
    }
    if was {
        return Direction::Past;
    }
    if is {
        return if past_participle { Direction::Past } else { Direction::Future };
    }
    let gerund = token.feat("VerbForm") == Some("Ger") || token.xpos == "VBG";
    if gerund || participle {
        // Takes its time from the clause above: `after meeting him on Friday`, `a deal signed on Friday`.
        if past_participle {
            return Direction::Past;
        }
        if sentence.children(k).any(|c| matches!(lower(sentence, c).as_str(), "after" | "since")) {
            return Direction::Past;
        }
        return match token.head {
            Some(head) if head != k && token.upos == Upos::Verb => above(sentence, k),
            _ => Direction::Unknown,
        };
    }
    if token.feat("Tense") == Some("Past") || matches!(token.xpos.as_str(), "VBD") {
        return Direction::Past;
    }
    if token.upos == Upos::Verb {
        let imperative = token.feat("Mood") == Some("Imp") || token.xpos == "VB";
        if imperative || TIMETABLE.contains(&word.as_str()) || AHEAD.contains(&word.as_str()) {
            return Direction::Future;
        }
    }
    Direction::Unknown
}

/// An infinitive looks ahead from verbs of planning, promising and asking, and shares the time of others (`failed to
/// meet on Friday`).
fn infinitive(sentence: &Sentence, k: usize) -> Direction {
    let tokens = &sentence.tokens;
    let Some(head) = tokens[k].head else { return Direction::Future };
    let word = lemma(sentence, head);
    const SAME: &[&str] = &[
        "fail", "manage", "begin", "start", "continue", "have", "force", "appear", "seem", "cease", "try", "refuse",
        "decline",
    ];
    if tokens[k].rel() == "xcomp" && SAME.contains(&word.as_str()) {
        return clause(sentence, head);
    }
    if tokens[k].rel() == "advcl" && !AHEAD.contains(&word.as_str()) {
        // A purpose: `met on Friday to discuss`, `flew there to meet him on Friday`.
        return clause(sentence, head);
    }
    Direction::Future
}

/// The direction of the clause above `k`.
fn above(sentence: &Sentence, k: usize) -> Direction {
    let mut k = k;
    for _ in 0..sentence.tokens.len() {
        let Some(head) = sentence.tokens[k].head else { return Direction::Unknown };
        k = head;
        let token = &sentence.tokens[k];
        let plain_gerund = token.xpos == "VBG" || token.feat("VerbForm") == Some("Ger");
        if matches!(token.upos, Upos::Verb | Upos::Aux) && !plain_gerund || has_copula(sentence, k) {
            return clause(sentence, k);
        }
    }
    Direction::Unknown
}

/// Without a tree: the nearest word that tells.
fn by_order(sentence: &Sentence, at: usize) -> Direction {
    let count = sentence.tokens.len();
    let tell = |k: usize| {
        let word = lower(sentence, k);
        let before = k.checked_sub(1).map(|b| lower(sentence, b)).unwrap_or_default();
        if MODALS.contains(&word.as_str()) && word != "may" || (word == "may" && sentence.tokens[k].form == "may") {
            return Some(Direction::Future);
        }
        let verb = crate::lemma::lemma(&word, Upos::Verb, "", "");
        if before == "to" && k > 0 && !word.is_empty() && verb == word && word.bytes().all(|b| b.is_ascii_lowercase()) {
            let is_verb =
                !matches!(word.as_str(), "the" | "a" | "an" | "his" | "her" | "its" | "their" | "next" | "last");
            return is_verb.then_some(Direction::Future);
        }
        if matches!(
            word.as_str(),
            "scheduled" | "expected" | "slated" | "due" | "planned" | "set" | "upcoming" | "ahead"
        ) {
            return Some(Direction::Future);
        }
        if matches!(word.as_str(), "was" | "were" | "had" | "did" | "has" | "said" | "told") {
            return Some(Direction::Past);
        }
        let ends_past =
            word.len() > 3 && word.ends_with("ed") && !matches!(word.as_str(), "need" | "speed" | "indeed" | "united");
        let irregular = verb != word
            && !word.ends_with('s')
            && !word.ends_with("ing")
            && word.bytes().all(|b| b.is_ascii_lowercase());
        if ends_past || irregular {
            return Some(Direction::Past);
        }
        let present =
            word.strip_suffix('s').is_some_and(|v| TIMETABLE.contains(&v)) || TIMETABLE.contains(&word.as_str());
        present.then_some(Direction::Future)
    };
    let near = |k: usize| k < count && (k + 30 > at) && (k < at + 30);
    let back = (0..at).rev().take(30).find_map(tell);
    back.or_else(|| (at + 1..count).take_while(|&k| near(k)).find_map(tell)).unwrap_or(Direction::Unknown)
}
