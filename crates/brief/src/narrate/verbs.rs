//! The words for an act: one row for each act and mode.
//!
//! The acts and modes are PLOVER's (draft 2.0); the English is ours, chosen to be neutral: a row says what was done and
//! never who was right. `{r}` stands for the recipients, `{o}` for the thing at stake.

use detente_event::{Act, Event};

/// How an act is put into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verb {
    /// After "to" and "may".
    pub base: &'static str,
    /// What happened.
    pub past: &'static str,
    /// After "has" and "was".
    pub done: &'static str,
    /// With recipient and thing at stake.
    pub both: &'static str,
    /// With a recipient only.
    pub whom: &'static str,
    /// With a thing at stake only.
    pub what: &'static str,
    /// With neither.
    pub bare: &'static str,
    /// The act as a thing, for labels.
    pub noun: &'static str,
}

pub(super) const fn verb(forms: [&'static str; 3], patterns: [&'static str; 4], noun: &'static str) -> Verb {
    let [base, past, done] = forms;
    let [both, whom, what, bare] = patterns;
    Verb { base, past, done, both, whom, what, bare, noun }
}

pub(super) const TALK: Verb =
    verb(["hold talks", "held talks", "held talks"], ["with {r} on {o}", "with {r}", "on {o}", ""], "talks");
pub(super) const MEET: Verb = verb(["meet", "met", "met"], ["{r} about {o}", "{r}", "about {o}", ""], "meeting");
pub(super) const CALL: Verb = verb(
    ["speak by telephone", "spoke by telephone", "spoken by telephone"],
    ["with {r} about {o}", "with {r}", "about {o}", ""],
    "telephone call",
);
pub(super) const VISIT: Verb =
    verb(["make a visit", "made a visit", "made a visit"], ["to {r} about {o}", "to {r}", "about {o}", ""], "visit");
const PROVIDE: [&str; 3] = ["provide", "provided", "provided"];

/// The words for an event's act.
pub(crate) fn of(e: &Event) -> Verb {
    let frame = e.why.iter().find(|w| w.rule.starts_with("frame"));
    let said = frame.map(|w| w.words.to_lowercase()).unwrap_or_default();
    let begins = |start: &&str| {
        said.match_indices(*start).any(|(at, _)| said[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
    };
    match super::triggers::BY_WORDS.iter().find(|(act, words, _)| *act == e.act && words.iter().any(begins)) {
        Some((.., v)) if e.mode.as_deref() == Some("military") && v.bare == "goods" => {
            Verb { whom: if v.base == "buy" { "weapons from {r}" } else { "weapons to {r}" }, bare: "weapons", ..*v }
        }
        Some((.., v)) => *v,
        None => by_mode(e.act, e.mode.as_deref()),
    }
}

/// The words for an act and mode.
pub(crate) fn by_mode(act: Act, mode: Option<&str>) -> Verb {
    match act {
        Act::Agree => {
            verb(["agree", "agreed", "agreed"], ["with {r} on {o}", "with {r}", "on {o}", "to act"], "agreement")
        }
        Act::Consult => match mode {
            Some("phone") => CALL,
            Some("visit") => VISIT,
            _ => TALK,
        },
        Act::Support => verb(
            ["express support", "expressed support", "expressed support"],
            ["for {r} on {o}", "for {r}", "for {o}", ""],
            "support",
        ),
        Act::Concede => verb(
            ["make a concession", "made a concession", "made a concession"],
            ["to {r} on {o}", "to {r}", "on {o}", ""],
            "concession",
        ),
        Act::Cooperate => verb(
            ["cooperate", "cooperated", "cooperated"],
            ["with {r} on {o}", "with {r}", "on {o}", ""],
            "cooperation",
        ),
        Act::Aid => aid(mode),
        Act::Retreat => retreat(mode),
        Act::Request => request(mode),
        Act::Accuse => match mode {
            Some("investigate") => verb(
                ["investigate", "investigated", "investigated"],
                ["{r} over {o}", "{r}", "{o}", "the matter"],
                "investigation",
            ),
            Some("allege") => verb(
                ["make allegations", "made allegations", "made allegations"],
                ["against {r} over {o}", "against {r}", "over {o}", ""],
                "allegation",
            ),
            _ => verb(
                ["criticise", "criticised", "criticised"],
                ["{r} over {o}", "{r}", "{o}", "the other side"],
                "criticism",
            ),
        },
        Act::Reject => reject(mode),
        Act::Threaten => threaten(mode),
        Act::Protest => protest(mode),
        Act::Sanction => sanction(mode),
        Act::Mobilize => mobilize(mode),
        Act::Coerce => coerce(mode),
        Act::Assault => assault(mode),
    }
}

fn aid(mode: Option<&str>) -> Verb {
    match mode {
        Some("economic") => verb(
            PROVIDE,
            ["{r} with {o}", "{r} with economic aid", "{o} as economic aid", "economic aid"],
            "economic aid",
        ),
        Some("military") => verb(
            PROVIDE,
            ["{r} with {o}", "{r} with military aid", "{o} as military aid", "military aid"],
            "military aid",
        ),
        Some("humanitarian") => verb(
            PROVIDE,
            ["{r} with {o}", "{r} with humanitarian aid", "{o} as humanitarian aid", "humanitarian aid"],
            "humanitarian aid",
        ),
        Some("asylum") => verb(
            ["grant asylum", "granted asylum", "granted asylum"],
            ["to {r} ({o})", "to {r}", "({o})", ""],
            "asylum",
        ),
        Some("rights") => verb(
            ["grant rights", "granted rights", "granted rights"],
            ["to {r} ({o})", "to {r}", "({o})", ""],
            "rights",
        ),
        _ => verb(PROVIDE, ["{r} with {o}", "{r} with aid", "{o} as aid", "aid"], "aid"),
    }
}

fn retreat(mode: Option<&str>) -> Verb {
    match mode {
        Some("withdraw") => {
            verb(["withdraw", "withdrew", "withdrawn"], ["{o} from {r}", "from {r}", "{o}", "forces"], "withdrawal")
        }
        Some("release") => verb(
            ["release", "released", "released"],
            ["{o} to {r}", "people held from {r}", "{o}", "people held"],
            "release",
        ),
        Some("return") => verb(
            ["return", "returned", "returned"],
            ["{o} to {r}", "people or property to {r}", "{o}", "people or property"],
            "return",
        ),
        Some("disarm") => {
            verb(["disarm", "disarmed", "disarmed"], ["{r} ({o})", "towards {r}", "({o})", ""], "disarmament")
        }
        Some("ceasefire") => verb(
            ["enter a ceasefire", "entered a ceasefire", "entered a ceasefire"],
            ["with {r}", "with {r}", "", ""],
            "ceasefire",
        ),
        Some("access") => verb(
            ["grant access", "granted access", "granted access"],
            ["to {r} ({o})", "to {r}", "({o})", ""],
            "access",
        ),
        Some("resign") => verb(["resign", "resigned", "resigned"], ["({o})", "", "({o})", ""], "resignation"),
        _ => verb(["give way", "gave way", "given way"], ["to {r} on {o}", "to {r}", "on {o}", ""], "concession"),
    }
}

fn request(mode: Option<&str>) -> Verb {
    const ASK: [&str; 3] = ["ask", "asked", "asked"];
    const URGE: [&str; 3] = ["urge", "urged", "urged"];
    match mode {
        Some("assist") => {
            verb(ASK, ["{r} for {o}", "{r} for assistance", "for {o}", "for assistance"], "request for help")
        }
        Some("change") => verb(
            URGE,
            ["{r} to change course on {o}", "{r} to act", "a change of course on {o}", "others to act"],
            "call for change",
        ),
        Some("yield") => verb(
            URGE,
            ["{r} to give way on {o}", "{r} to give way", "concessions on {o}", "concessions"],
            "call to give way",
        ),
        Some("meet") => {
            verb(ASK, ["{r} for talks on {o}", "{r} for talks", "for talks on {o}", "for talks"], "request for talks")
        }
        Some("mediate") => verb(
            ASK,
            ["{r} to mediate on {o}", "{r} to mediate", "for mediation on {o}", "for mediation"],
            "request to mediate",
        ),
        Some("investigate") => verb(
            URGE,
            ["{r} to investigate {o}", "{r} to investigate", "an investigation of {o}", "an investigation"],
            "call to investigate",
        ),
        _ => verb(ASK, ["{r} for {o}", "{r} to act", "for {o}", "for action"], "request"),
    }
}

fn reject(mode: Option<&str>) -> Verb {
    const REFUSE: [&str; 3] = ["refuse", "refused", "refused"];
    match mode {
        Some("assist") => verb(
            REFUSE,
            ["{r} assistance with {o}", "{r} assistance", "assistance with {o}", "assistance"],
            "refusal to help",
        ),
        Some("change") => {
            verb(REFUSE, ["{r} a change on {o}", "{r} a change", "a change on {o}", "a change"], "refusal to change")
        }
        Some("yield") => verb(
            REFUSE,
            ["to give way to {r} on {o}", "to give way to {r}", "to give way on {o}", "to give way"],
            "refusal to give way",
        ),
        Some("meet") => {
            verb(REFUSE, ["talks with {r} on {o}", "talks with {r}", "talks on {o}", "talks"], "refusal of talks")
        }
        _ => verb(
            ["reject", "rejected", "rejected"],
            ["{o}, in answer to {r}", "the position of {r}", "{o}", "the proposal"],
            "rejection",
        ),
    }
}

fn threaten(mode: Option<&str>) -> Verb {
    const WARN: [&str; 3] = ["warn", "warned", "warned"];
    match mode {
        Some("restrict" | "ban") => verb(
            WARN,
            ["{r} of restrictions over {o}", "{r} of restrictions", "of restrictions over {o}", "of restrictions"],
            "warning",
        ),
        Some("arrest" | "expel") => verb(
            WARN,
            [
                "{r} of arrests or expulsions over {o}",
                "{r} of arrests or expulsions",
                "of arrests or expulsions over {o}",
                "of arrests or expulsions",
            ],
            "warning",
        ),
        Some("relations") => verb(
            WARN,
            [
                "{r} of consequences for relations over {o}",
                "{r} of consequences for relations",
                "of consequences for relations over {o}",
                "of consequences for relations",
            ],
            "warning",
        ),
        Some("territory") => verb(
            WARN,
            [
                "{r} of measures over territory ({o})",
                "{r} of measures over territory",
                "of measures over territory ({o})",
                "of measures over territory",
            ],
            "warning",
        ),
        Some("violence") => verb(
            ["threaten", "threatened", "threatened"],
            ["{r} with force over {o}", "{r} with force", "force over {o}", "force"],
            "threat of force",
        ),
        _ => verb(WARN, ["{r} over {o}", "{r}", "over {o}", ""], "warning"),
    }
}

fn protest(mode: Option<&str>) -> Verb {
    const AGAINST: [&str; 4] = ["against {r} over {o}", "against {r}", "over {o}", ""];
    match mode {
        Some("demo") => verb(["demonstrate", "demonstrated", "demonstrated"], AGAINST, "demonstration"),
        Some("riot") => verb(["riot", "rioted", "rioted"], AGAINST, "riot"),
        Some("strike") => verb(["go on strike", "went on strike", "gone on strike"], AGAINST, "strike"),
        Some("hunger") => {
            verb(["go on hunger strike", "went on hunger strike", "gone on hunger strike"], AGAINST, "hunger strike")
        }
        Some("boycott") => {
            verb(["boycott", "boycotted", "boycotted"], ["{r} over {o}", "{r}", "{o}", "the process"], "boycott")
        }
        Some("obstruct") => {
            verb(["obstruct", "obstructed", "obstructed"], ["{r} over {o}", "{r}", "{o}", "passage"], "obstruction")
        }
        _ => verb(["protest", "protested", "protested"], AGAINST, "protest"),
    }
}

fn sanction(mode: Option<&str>) -> Verb {
    match mode {
        Some("convict") => verb(
            ["convict", "convicted", "convicted"],
            ["{r} over {o}", "{r}", "people over {o}", "people"],
            "conviction",
        ),
        Some("expel") => {
            verb(["expel", "expelled", "expelled"], ["{o} of {r}", "officials of {r}", "{o}", "officials"], "expulsion")
        }
        Some("withdraw") => verb(
            ["withdraw", "withdrew", "withdrawn"],
            ["from {o} with {r}", "from dealings with {r}", "from {o}", "from cooperation"],
            "withdrawal",
        ),
        Some("discontinue") => verb(
            ["suspend cooperation", "suspended cooperation", "suspended cooperation"],
            ["with {r} on {o}", "with {r}", "on {o}", ""],
            "suspension",
        ),
        _ => verb(
            ["impose sanctions", "imposed sanctions", "imposed sanctions"],
            ["on {r} concerning {o}", "on {r}", "concerning {o}", ""],
            "sanctions",
        ),
    }
}

fn mobilize(mode: Option<&str>) -> Verb {
    const NEAR: [&str; 4] = ["({o}) facing {r}", "facing {r}", "({o})", ""];
    match mode {
        Some("weapons") => {
            verb(["deploy weapons", "deployed weapons", "deployed weapons"], NEAR, "deployment of weapons")
        }
        Some("police") => verb(["deploy police", "deployed police", "deployed police"], NEAR, "deployment of police"),
        Some("militia") => {
            verb(["mobilise militias", "mobilised militias", "mobilised militias"], NEAR, "mobilisation")
        }
        Some("fire") => {
            verb(["open fire in warning", "opened fire in warning", "opened fire in warning"], NEAR, "warning fire")
        }
        Some("troops") => verb(["deploy troops", "deployed troops", "deployed troops"], NEAR, "deployment of troops"),
        _ => verb(["mobilise forces", "mobilised forces", "mobilised forces"], NEAR, "mobilisation"),
    }
}

fn coerce(mode: Option<&str>) -> Verb {
    match mode {
        Some("seize") => {
            verb(["seize", "seized", "seized"], ["{o} from {r}", "property of {r}", "{o}", "property"], "seizure")
        }
        Some("restrict") => {
            verb(["restrict", "restricted", "restricted"], ["{r} ({o})", "{r}", "{o}", "movement"], "restriction")
        }
        Some("ban") => verb(["ban", "banned", "banned"], ["{o} of {r}", "{r}", "{o}", "activities"], "ban"),
        Some("censor") => {
            verb(["censor", "censored", "censored"], ["{o} of {r}", "{r}", "{o}", "the press"], "censorship")
        }
        Some("martial-law") => verb(
            ["impose martial law", "imposed martial law", "imposed martial law"],
            ["on {r} ({o})", "on {r}", "({o})", ""],
            "martial law",
        ),
        Some("arrest") => verb(
            ["arrest people", "arrested people", "arrested people"],
            ["of {r} ({o})", "of {r}", "({o})", ""],
            "arrest",
        ),
        Some("deport") => verb(
            ["deport people", "deported people", "deported people"],
            ["of {r} ({o})", "of {r}", "({o})", ""],
            "deportation",
        ),
        Some("withhold") => verb(
            ["withhold", "withheld", "withheld"],
            ["{o} from {r}", "goods or aid from {r}", "{o}", "goods or aid"],
            "withholding",
        ),
        Some("misinformation") => verb(
            ["spread misinformation", "spread misinformation", "spread misinformation"],
            ["against {r} ({o})", "against {r}", "({o})", ""],
            "misinformation",
        ),
        Some("cyber") => verb(
            ["carry out cyber operations", "carried out cyber operations", "carried out cyber operations"],
            ["against {r} ({o})", "against {r}", "({o})", ""],
            "cyber operation",
        ),
        _ => verb(
            ["take coercive measures", "took coercive measures", "taken coercive measures"],
            ["against {r} ({o})", "against {r}", "({o})", ""],
            "coercion",
        ),
    }
}

fn assault(mode: Option<&str>) -> Verb {
    const ATTACK: [&str; 3] = ["attack", "attacked", "attacked"];
    match mode {
        Some("kidnap") => verb(
            ["abduct people", "abducted people", "abducted people"],
            ["of {r} ({o})", "of {r}", "({o})", ""],
            "abduction",
        ),
        Some("torture") => verb(
            ["torture people", "tortured people", "tortured people"],
            ["of {r} ({o})", "of {r}", "({o})", ""],
            "torture",
        ),
        Some("execute") => verb(
            ["execute people", "executed people", "executed people"],
            ["of {r} ({o})", "of {r}", "({o})", ""],
            "execution",
        ),
        Some("assassinate") => verb(
            ["assassinate", "assassinated", "assassinated"],
            ["{r} ({o})", "{r}", "{o}", "a leader"],
            "assassination",
        ),
        Some("explosives") => verb(
            ATTACK,
            ["{r} with explosives ({o})", "{r} with explosives", "{o} with explosives", "with explosives"],
            "bombing",
        ),
        Some("suicide-attack") => verb(
            ATTACK,
            [
                "{r} in a suicide attack ({o})",
                "{r} in a suicide attack",
                "{o} in a suicide attack",
                "in a suicide attack",
            ],
            "suicide attack",
        ),
        Some("heavy-weapons") => verb(
            ATTACK,
            ["{r} with heavy weapons ({o})", "{r} with heavy weapons", "{o} with heavy weapons", "with heavy weapons"],
            "attack",
        ),
        Some("drone") => {
            verb(ATTACK, ["{r} with drones ({o})", "{r} with drones", "{o} with drones", "with drones"], "drone attack")
        }
        Some("firearms") => verb(
            ATTACK,
            ["{r} with firearms ({o})", "{r} with firearms", "{o} with firearms", "with firearms"],
            "shooting",
        ),
        Some("crowd-control") => verb(
            ["use force to disperse people", "used force to disperse people", "used force to disperse people"],
            ["of {r} ({o})", "of {r}", "({o})", ""],
            "dispersal by force",
        ),
        Some("cyber") => verb(
            ["carry out a cyber attack", "carried out a cyber attack", "carried out a cyber attack"],
            ["on {r} ({o})", "on {r}", "on {o}", ""],
            "cyber attack",
        ),
        _ => verb(ATTACK, ["{r} ({o})", "{r}", "{o}", "targets"], "attack"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_filled() {
        let modes = |a: Act| a.modes().iter().map(|m| Some(*m)).chain([None]).collect::<Vec<_>>();
        let all = Act::ALL.into_iter().flat_map(|a| modes(a).into_iter().map(move |m| by_mode(a, m)));
        for v in all.chain(super::super::triggers::BY_WORDS.iter().map(|r| r.2)) {
            assert!(!v.base.is_empty() && !v.past.is_empty() && !v.done.is_empty() && !v.noun.is_empty(), "{v:?}");
            assert!(!v.whom.contains("{o}") && !v.what.contains("{r}"), "{v:?}");
            assert!(!v.bare.contains('{'), "{v:?}");
        }
    }
}
