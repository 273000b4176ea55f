//! Acts in words: what a clause says that somebody does, would do or shall not do.

use crate::{Act, Event};

/// Verbs in their base form that begin what is asked, offered, threatened or refused. Ours: frequent in reports on
/// conflicts, to find the act in a clause, never to say what it means.
const VERBS: &[&str] = &[
    "abandon",
    "abide",
    "abolish",
    "accede",
    "accelerate",
    "accept",
    "act",
    "activate",
    "adhere",
    "adjust",
    "admit",
    "adopt",
    "advance",
    "advise",
    "agree",
    "airlift",
    "allay",
    "allocate",
    "allow",
    "amend",
    "appoint",
    "approve",
    "arm",
    "arrange",
    "assist",
    "assure",
    "attack",
    "attend",
    "authorise",
    "authorize",
    "avert",
    "avoid",
    "back",
    "ban",
    "begin",
    "block",
    "boycott",
    "break",
    "bring",
    "build",
    "buy",
    "cancel",
    "carry",
    "cease",
    "cede",
    "change",
    "clarify",
    "close",
    "coexist",
    "come",
    "commit",
    "compensate",
    "complete",
    "comply",
    "concede",
    "conclude",
    "condemn",
    "confirm",
    "consider",
    "construct",
    "consult",
    "continue",
    "contribute",
    "convene",
    "cooperate",
    "coordinate",
    "curb",
    "curtail",
    "cut",
    "declare",
    "dedicate",
    "deepen",
    "defuse",
    "delay",
    "deliver",
    "demilitarise",
    "demilitarize",
    "demobilise",
    "demobilize",
    "demolish",
    "denounce",
    "deploy",
    "deport",
    "detain",
    "deter",
    "disarm",
    "disband",
    "disclose",
    "discuss",
    "dismantle",
    "dispatch",
    "disperse",
    "dissolve",
    "divert",
    "donate",
    "draw",
    "drop",
    "ease",
    "embrace",
    "enact",
    "end",
    "endorse",
    "enforce",
    "engage",
    "enhance",
    "ensure",
    "enter",
    "establish",
    "evacuate",
    "exchange",
    "exercise",
    "expand",
    "expel",
    "export",
    "extend",
    "extradite",
    "fill",
    "finance",
    "find",
    "free",
    "freeze",
    "fulfil",
    "fulfill",
    "fund",
    "give",
    "grant",
    "guarantee",
    "halt",
    "hand",
    "help",
    "hold",
    "honor",
    "honour",
    "host",
    "identify",
    "implement",
    "import",
    "impose",
    "improve",
    "include",
    "increase",
    "inspect",
    "install",
    "intervene",
    "introduce",
    "invade",
    "invest",
    "investigate",
    "invite",
    "isolate",
    "issue",
    "join",
    "keep",
    "launch",
    "lay",
    "leave",
    "lend",
    "let",
    "liberate",
    "lift",
    "limit",
    "maintain",
    "make",
    "mediate",
    "meet",
    "mobilise",
    "mobilize",
    "move",
    "negotiate",
    "normalise",
    "normalize",
    "observe",
    "occupy",
    "offer",
    "open",
    "operate",
    "oppose",
    "organise",
    "organize",
    "oust",
    "outlaw",
    "overcome",
    "participate",
    "patrol",
    "pay",
    "permit",
    "persuade",
    "pledge",
    "postpone",
    "press",
    "prevent",
    "prioritise",
    "privatise",
    "promote",
    "propose",
    "protect",
    "provide",
    "publish",
    "pull",
    "punish",
    "pursue",
    "put",
    "quit",
    "raise",
    "ratify",
    "reach",
    "reaffirm",
    "rebuild",
    "recall",
    "receive",
    "recognise",
    "recognize",
    "reconsider",
    "reconvene",
    "recover",
    "reduce",
    "refer",
    "refrain",
    "refuse",
    "reimpose",
    "reinforce",
    "reinstate",
    "reiterate",
    "reject",
    "release",
    "relocate",
    "remain",
    "remove",
    "renew",
    "renounce",
    "reopen",
    "repatriate",
    "replace",
    "rescind",
    "resettle",
    "resign",
    "resist",
    "resolve",
    "respect",
    "respond",
    "restart",
    "restore",
    "restrain",
    "restrict",
    "resume",
    "retaliate",
    "return",
    "reveal",
    "review",
    "revise",
    "revoke",
    "safeguard",
    "seek",
    "seize",
    "sell",
    "send",
    "settle",
    "share",
    "shell",
    "ship",
    "show",
    "shut",
    "sign",
    "solve",
    "speak",
    "split",
    "spread",
    "stabilise",
    "stabilize",
    "start",
    "stay",
    "step",
    "stop",
    "strengthen",
    "strike",
    "submit",
    "sue",
    "supply",
    "support",
    "surrender",
    "suspend",
    "take",
    "talk",
    "tax",
    "terminate",
    "threaten",
    "tighten",
    "transfer",
    "unfreeze",
    "uphold",
    "use",
    "vacate",
    "verify",
    "veto",
    "vote",
    "vow",
    "waive",
    "widen",
    "withdraw",
    "withhold",
    "work",
    "yield",
];
/// Verbs by which the act that follows is given up: to halt the filling is not to fill.
const GIVING_UP: &[&str] = &[
    "abandon", "cancel", "cease", "delay", "drop", "ease", "end", "halt", "lift", "postpone", "refrain", "remove",
    "repeal", "revoke", "stop", "suspend", "waive",
];
/// Words up to which the verb of a clause is looked for.
const SUBJECT: usize = 5;

/// What a clause says that somebody does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// In the base form: `fill the reservoir without an agreement`.
    pub act: String,
    /// The clause says that it is not, or shall not be done.
    pub negated: bool,
}

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demand {
    /// The act, or the thing; without the verb that gives it up.
    pub act: String,
    /// The same with that verb.
    pub whole: String,
    /// It is asked not to do it.
    pub not: bool,
}

impl Demand {
    /// What an event that asks for something asks for; `None` where it names nothing.
    #[must_use]
    pub fn of(e: &Event) -> Option<Self> {
        let object = e.object.as_deref()?.trim();
        let Some(d) = deed(object).filter(|_| e.mode.as_deref() != Some("assist")) else {
            return Some(Self { act: object.to_owned(), whole: object.to_owned(), not: false });
        };
        // Who must halt the filling must not fill.
        Some(match given_up(&d.act).filter(|_| !d.negated) {
            Some(rest) => Self { act: rest.to_owned(), whole: d.act.clone(), not: true },
            None => Self { whole: d.act.clone(), act: d.act, not: d.negated },
        })
    }
}

/// Whether an event asks somebody not to do something: to refrain from an act, or to give one up.
#[must_use]
pub fn asks_not_to(e: &Event) -> bool {
    e.act == Act::Request && Demand::of(e).is_some_and(|d| d.not)
}

/// Whether a word is a verb in its base form, of those that this crate knows.
fn is_base_verb(word: &str) -> bool {
    VERBS.binary_search(&word).is_ok()
}

/// Whether words begin with a verb in its base form: `withdraw its troops`. One word alone is a noun more often (`offer`),
/// and so is one with its complement: `exchange of prisoners`, `attack on the port`, `support for the plan`.
#[must_use]
pub fn begins_with_verb(text: &str) -> bool {
    let Some((first, rest)) = text.split_once(' ') else { return false };
    is_base_verb(first) && !["of ", "on ", "for "].iter().any(|w| rest.starts_with(w))
}

/// The act that a clause tells, and whether it is told as one not to be done: `that Ethiopia must not fill the reservoir`
/// gives `fill the reservoir` and true.
#[must_use]
pub fn act_in(clause: &str) -> Option<(String, bool)> {
    deed(clause).map(|d| (d.act, d.negated))
}

/// Verbs that mean to attack.
const ATTACKING: &[&str] = &["attack", "bomb", "hit", "invade", "shell", "strike"];

/// Whether an act in words is an attack.
#[must_use]
pub fn is_attack(act: &str) -> bool {
    act.split_whitespace().next().is_some_and(|w| ATTACKING.contains(&w))
}

/// What is left where the act gives something up: `postpone the filling` → `the filling`.
#[must_use]
pub fn given_up(act: &str) -> Option<&str> {
    let (verb, rest) = act.split_once(' ')?;
    GIVING_UP.contains(&verb).then_some(rest)
}

/// The base of a word that is a verb's third person or gerund.
fn base(word: &str, ending: &str) -> Option<String> {
    let stem = word.strip_suffix(ending)?;
    let doubled = stem.char_indices().next_back().map(|(at, _)| &stem[..at]);
    let mut tries = vec![stem.to_owned(), format!("{stem}e")];
    tries.extend(doubled.map(str::to_owned));
    if let Some(y) = stem.strip_suffix('i').or_else(|| stem.strip_suffix("ie")) {
        tries.push(format!("{y}y"));
    }
    tries.into_iter().find(|t| is_base_verb(t))
}

fn third_person(word: &str) -> Option<String> {
    base(word, "s").or_else(|| base(word, "es"))
}

/// The act in a clause: `that Ethiopia must not fill the reservoir`, `the army halts its air strikes`, `filling the
/// reservoir without an agreement`, `to withdraw`. `None` where no verb of the list is found.
#[must_use]
pub fn deed(clause: &str) -> Option<Deed> {
    let clause = clause.trim().trim_end_matches(['.', ',']);
    let mut clause = clause;
    for start in ["that ", "if ", "unless ", "once ", "to "] {
        clause = clause.strip_prefix(start).unwrap_or(clause);
    }
    let words: Vec<&str> = clause.split_whitespace().collect();
    let of = |verb: String, at: usize, negated: bool| {
        let rest = words[at + 1..].join(" ");
        Some(Deed { act: format!("{verb} {rest}").trim_end().to_owned(), negated })
    };
    let first = *words.first()?;
    let alone = words.len() == 1 && is_base_verb(first);
    if (alone || begins_with_verb(clause))
        && !words.get(1).is_some_and(|w| matches!(*w, "must" | "should" | "would" | "will"))
    {
        return of(first.to_owned(), 0, false);
    }
    if first == "not" {
        let at = if words.get(1) == Some(&"to") { 2 } else { 1 };
        if words.get(at).is_some_and(|w| is_base_verb(w)) {
            return of(words[at].to_owned(), at, true);
        }
    }
    if let Some(verb) = base(first, "ing") {
        return of(verb, 0, false);
    }
    for (at, word) in words.iter().enumerate().take(SUBJECT).skip(1) {
        let before = words[at - 1];
        let negated = before == "not";
        let helper = if negated { at.checked_sub(2).map(|k| words[k]) } else { Some(before) };
        let helped = matches!(helper, Some("must" | "should" | "shall" | "will" | "would" | "does" | "do" | "can"));
        if is_base_verb(word) && (helped || (at >= 1 && negated)) {
            return of((*word).to_owned(), at, negated);
        }
        // After an article it is a noun: `the talks fail`.
        let noun = matches!(before, "the" | "a" | "an" | "its" | "their" | "his" | "her" | "of" | "new" | "any");
        if let Some(verb) = third_person(word).filter(|_| !noun) {
            return of(verb, at, false);
        }
    }
    // A subjunctive: `the RSF withdraw from the city`.
    let at = (1..words.len().min(SUBJECT)).find(|at| is_base_verb(words[*at]))?;
    of(words[at].to_owned(), at, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(VERBS.is_sorted());
    }

    #[test]
    fn the_act_of_a_clause_is_found() {
        let say = |c: &str| {
            deed(c).map_or_else(String::new, |d| format!("{}{}", if d.negated { "not: " } else { "" }, d.act))
        };
        assert_eq!(say("that Ethiopia must not fill the reservoir"), "not: fill the reservoir");
        assert_eq!(say("the army halts its air strikes"), "halt its air strikes");
        assert_eq!(say("filling the reservoir without an agreement"), "fill the reservoir without an agreement");
        assert_eq!(say("if it fills the dam"), "fill the dam");
        assert_eq!(say("the RSF does not allow convoys"), "not: allow convoys");
        assert_eq!(say("the RSF withdraw from El Fasher first"), "withdraw from El Fasher first");
        assert_eq!(say("to withdraw its troops"), "withdraw its troops");
        assert_eq!(say("not to attack while talks continue"), "not: attack while talks continue");
        assert_eq!(say("supplying arms"), "supply arms");
        assert_eq!(say("closing of ports"), "close of ports");
        assert_eq!(say("the talks fail"), "");
        assert_eq!(say("serious repercussions"), "");
        assert_eq!(say("the carriers of disease"), "");
        assert_eq!(given_up("postpone the filling"), Some("the filling"));
    }
}
