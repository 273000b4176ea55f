//! What a clause hangs on.

use super::verbs::is_finite;
use super::{Change, SAYING, child, has_mark, rel_of};
use detente_text::{Sentence, Upos};

/// `told reporters that drones had struck`: what is told, not what the reporters are.
pub(super) fn told(s: &Sentence) -> Vec<Change> {
    const TELLING: &[&str] = &["tell", "inform", "assure", "warn", "remind", "notify", "convince", "advise"];
    let heard = |k: usize| {
        let whom = s.tokens[k].head.filter(|&h| matches!(s.tokens[h].rel(), "iobj" | "obj"))?;
        let verb = s.tokens[whom].head.filter(|&v| TELLING.contains(&s.tokens[v].lemma.as_str()))?;
        (s.tokens[k].deprel == "acl" && has_mark(s, k, &["that"]) && child(s, k, "nsubj").is_some()).then_some((
            k,
            Some(verb),
            "ccomp",
        ))
    };
    let mut out: Vec<Change> = (0..s.tokens.len()).filter_map(heard).collect();
    // "told visiting diplomats that": whom, not what
    let attribute = |k: usize| {
        let verb = s.tokens[k].head.filter(|&v| v + 1 == k && TELLING.contains(&s.tokens[v].lemma.as_str()))?;
        let whom =
            child(s, k, "obj").filter(|&n| n == k + 1 && s.tokens[k].xpos == "VBG" && s.tokens[k].rel() == "xcomp")?;
        Some((verb, k, whom))
    };
    for (verb, k, whom) in (0..s.tokens.len()).filter_map(attribute) {
        out.extend([(k, Some(whom), "amod"), (whom, Some(verb), "iobj")]);
        out.extend(
            s.children(whom)
                .chain(s.children(k))
                .find(|&c| has_mark(s, c, &["that"]))
                .map(|c| (c, Some(verb), "ccomp")),
        );
    }
    out
}

/// `If the talks fail, an official told a broadcaster, the group will …`: the saying stands beside, the condition belongs to
/// the deed.
pub(super) fn parenthesis(s: &Sentence) -> Vec<Change> {
    let mut out = Vec::new();
    for k in 0..s.tokens.len() {
        let t = &s.tokens[k];
        let Some(main) = t.head.filter(|&h| h > k) else { continue };
        let beside = t.deprel == "advcl" && t.xpos == "VBD" && SAYING.contains(&t.lemma.as_str());
        let (Some(subject), true) = (child(s, k, "nsubj"), beside && child(s, k, "mark").is_none()) else { continue };
        out.push((k, Some(main), "parataxis"));
        let conditions =
            s.children(k).filter(|&c| c < subject && s.tokens[c].rel() == "advcl" && has_mark(s, c, &["if", "unless"]));
        out.extend(conditions.map(|c| (c, Some(main), "advcl")));
    }
    out
}

/// `may lift curbs that it imposed last year if aid arrives`: what was done hangs on nothing to come.
pub(super) fn condition(s: &Sentence) -> Vec<Change> {
    let present = |k: usize| {
        matches!(s.tokens[k].xpos.as_str(), "VBZ" | "VBP")
            || s.children(k)
                .any(|c| s.tokens[c].rel() == "aux" && matches!(s.tokens[c].xpos.as_str(), "VBZ" | "VBP" | "MD"))
    };
    let moved = |c: usize| {
        let done = s.tokens[c].head?;
        let conditional = s.tokens[c].rel() == "advcl" && has_mark(s, c, &["if", "unless"]) && present(c);
        let past = s.tokens[done].xpos == "VBD" && child(s, done, "aux").is_none();
        if !conditional || !past || s.tokens[done].deprel != "acl:relcl" {
            return None;
        }
        let mut k = done;
        for _ in 0..12 {
            k = s.tokens[k].head?;
            if s.tokens[k].upos == Upos::Verb && s.children(k).any(|a| s.tokens[a].xpos == "MD") {
                return Some((c, Some(k), "advcl"));
            }
        }
        None
    };
    (0..s.tokens.len()).filter_map(moved).collect()
}

/// `unless the group withdraws from the town`: what `if` or `unless` introduces with a subject is a clause, even where the
/// tagger takes its verb for a noun.
pub(super) fn conditional(s: &Sentence) -> Vec<Change> {
    let clause = |k: usize| {
        let t = &s.tokens[k];
        let head = t.head.filter(|&h| h > k && t.upos == Upos::Sconj && t.rel() == "case")?;
        let opens = matches!(t.lemma.as_str(), "if" | "unless") && child(s, head, "nsubj").is_some();
        opens.then_some([(k, Some(head), "mark"), (head, s.tokens[head].head, "advcl")])
    };
    let beside = |k: usize| {
        let over = s.tokens[k].head?;
        let loose =
            matches!(s.tokens[k].deprel.as_str(), "parataxis" | "conj" | "acl") && s.tokens[over].upos == Upos::Verb;
        (loose && has_mark(s, k, &["if", "unless"])).then_some((k, Some(over), "advcl"))
    };
    let mut out: Vec<Change> = (0..s.tokens.len()).filter_map(clause).flatten().collect();
    out.extend((0..s.tokens.len()).filter_map(beside));
    out
}

/// `Moscow dismissed claims that …`: no claims that were dismissed, but what the one before them did.
pub(super) fn reports(s: &Sentence) -> Vec<Change> {
    const ANSWERS: &[&str] = &["dismiss", "deny", "reject", "dispute", "refute", "rebut", "confirm"];
    let Some(noun) = s.tokens.iter().position(|t| t.head.is_none()) else { return Vec::new() };
    let answer = |&c: &usize| s.tokens[c].rel() == "amod" && ANSWERS.contains(&s.tokens[c].lemma.as_str());
    let claim = s.children(noun).find(|&c| matches!(s.tokens[c].rel(), "acl" | "ccomp") && has_mark(s, c, &["that"]));
    let Some(claim) = claim else { return Vec::new() };
    let Some(verb) = s.children(noun).find(answer).filter(|&v| v < noun) else { return Vec::new() };
    let before = |&c: &usize| {
        c < verb && s.tokens[c].upos == Upos::Propn && matches!(s.tokens[c].rel(), "nsubj" | "compound" | "nmod")
    };
    let Some(subject) = s.children(verb).find(before).or_else(|| s.children(noun).find(before)) else {
        return Vec::new();
    };
    let mut out = vec![(verb, None, "root"), (noun, Some(verb), "obj"), (subject, Some(verb), "nsubj")];
    out.push((claim, Some(noun), "acl"));
    let rest = s.children(noun).filter(|&c| c != subject && c < verb);
    out.extend(rest.map(|c| (c, Some(if c < subject { subject } else { verb }), rel_of(s, c))));
    out
}

/// `said the war could spread and urged restraint`: a verb in a tense is joined to one in a tense, and one behind `, and`
/// not to that of a relative clause.
pub(super) fn raised(s: &Sentence) -> Vec<Change> {
    // what one says, beside what is said: "said they were held and appealed for help"
    const SPEECH: &[&str] = &[
        "appeal",
        "urge",
        "call",
        "warn",
        "accuse",
        "thank",
        "condemn",
        "demand",
        "ask",
        "vow",
        "pledge",
        "promise",
        "blame",
        "denounce",
        "praise",
        "reject",
        "reiterate",
    ];
    let speech = |k: usize| SPEECH.contains(&s.tokens[k].lemma.as_str());
    let tense = |k: usize| {
        let t = s.tokens[k].xpos.as_str();
        matches!(t, "VBD" | "VBZ" | "VBP") || t == "VBN" && child(s, k, "aux").is_none() && s.tokens[k].head.is_none()
    };
    let helped = |k: usize| {
        s.children(k).any(|c| s.tokens[c].rel() == "aux" && matches!(s.tokens[c].xpos.as_str(), "VBD" | "VBZ" | "VBP"))
    };
    let joins = |k: usize| {
        let over =
            s.tokens[k].head.filter(|&h| h < k && s.tokens[k].rel() == "conj" && s.tokens[h].upos == Upos::Verb)?;
        let own = s.tokens[k].upos == Upos::Verb && (tense(k) || helped(k)) && child(s, k, "nsubj").is_none();
        let cc = s.children(k).find(|&c| s.tokens[c].rel() == "cc" && c > over)?;
        let loose = matches!(s.tokens[over].xpos.as_str(), "VB" | "VBG") && !helped(over);
        let mut up = over;
        let mut relative = false;
        let comma = cc > 0 && s.tokens[cc - 1].form == ",";
        for _ in 0..12 {
            relative |= s.tokens[up].deprel == "acl:relcl";
            up = s.tokens[up].head?;
            let verb = s.tokens[up].upos == Upos::Verb && (tense(up) || helped(up));
            let said = s.tokens[over].rel() == "ccomp"
                && s.tokens[over].head == Some(up)
                && SAYING.contains(&s.tokens[up].lemma.as_str())
                && speech(k)
                && !speech(over);
            if own && verb && (loose || relative && comma || said) {
                return Some((k, Some(up), "conj"));
            }
        }
        None
    };
    (0..s.tokens.len()).filter_map(joins).collect()
}

/// `demanded that Serbia hand over the man`: what is demanded is done in the bare form of a verb.
pub(super) fn demanded(s: &Sentence) -> Vec<Change> {
    const DEMAND: &[&str] =
        &["demand", "insist", "propose", "recommend", "request", "require", "urge", "ask", "order", "suggest"];
    let clause = |k: usize| {
        let verb = s.tokens[k]
            .head
            .filter(|&v| v < k && s.tokens[k].rel() == "obj" && DEMAND.contains(&s.tokens[v].lemma.as_str()))?;
        let that = s.children(k).find(|&c| s.tokens[c].rel() == "det" && s.tokens[c].lemma == "that" && c > verb)?;
        let named = |&c: &usize| {
            c > that
                && c < k
                && matches!(s.tokens[c].rel(), "compound" | "amod")
                && s.tokens[c].form.starts_with(char::is_uppercase)
        };
        let who = s.children(k).rfind(named)?;
        let base = s.tokens[k].form.starts_with(char::is_lowercase) && s.tokens[k].xpos != "NNS";
        base.then_some((verb, that, who, k))
    };
    let Some((verb, that, who, done)) = (1..s.tokens.len()).find_map(clause) else { return Vec::new() };
    let mut out = vec![(done, Some(verb), "ccomp"), (that, Some(done), "mark"), (who, Some(done), "nsubj")];
    let behind = s.children(verb).filter(|&c| c > done && s.tokens[c].rel() != "punct" && s.tokens[c].rel() != "conj");
    out.extend(behind.map(|c| (c, Some(done), rel_of(s, c))));
    out
}

/// `threatened to end`: what is threatened, not what for.
pub(super) fn aim(s: &Sentence) -> Vec<Change> {
    const ASKED: &[&str] = &[
        "ask", "urge", "order", "tell", "invite", "press", "allow", "force", "persuade", "beg", "implore", "instruct",
        "advise",
    ];
    const MEANT: &[&str] = &[
        "threaten", "vow", "pledge", "promise", "refuse", "agree", "decline", "offer", "plan", "try", "attempt",
        "fail", "want", "seek", "hope", "intend", "decide", "swear",
    ];
    let meant = |k: usize| {
        let verb = s.tokens[k].head.filter(|&h| h < k && MEANT.contains(&s.tokens[h].lemma.as_str()))?;
        let bare =
            s.tokens[verb].upos == Upos::Verb && child(s, verb, "obj").is_none() && child(s, verb, "xcomp").is_none();
        let active = !s.children(verb).any(|c| matches!(s.tokens[c].deprel.as_str(), "aux:pass" | "nsubj:pass"));
        // "offered on Friday to sign"
        let to = s.children(k).find(|&c| s.tokens[c].xpos == "TO" && c > verb)?;
        let near =
            (verb + 1..to).all(|c| s.tokens[c].upos != Upos::Punct && !matches!(s.tokens[c].rel(), "cc" | "conj"));
        (s.tokens[k].rel() == "advcl" && bare && active && near).then_some((k, Some(verb), "xcomp"))
    };
    // "will ask the council to discuss the dam"
    let asked = |k: usize| {
        let verb = s.tokens[k].head.filter(|&h| h < k && ASKED.contains(&s.tokens[h].lemma.as_str()))?;
        let whom = s.children(verb).find(|&c| c > verb && c < k && matches!(s.tokens[c].rel(), "obj" | "iobj"))?;
        let to = s.children(k).any(|c| s.tokens[c].xpos == "TO" && c == whom + 1);
        let alone = child(s, verb, "xcomp").is_none() && child(s, verb, "ccomp").is_none();
        (s.tokens[k].rel() == "advcl" && to && alone).then_some((k, Some(verb), "xcomp"))
    };
    (0..s.tokens.len()).filter_map(|k| meant(k).or_else(|| asked(k))).collect()
}

/// `The troops called on the town to surrender, says Kyiv`: who says it stands behind, the first subject is that of what
/// is said.
pub(super) fn says_whom(s: &Sentence) -> Vec<Change> {
    let Some(says) = s.tokens.iter().position(|t| t.head.is_none()) else { return Vec::new() };
    let (first, said) = (child(s, says, "nsubj"), child(s, says, "ccomp"));
    let (Some(first), Some(said)) = (first, said.filter(|&c| c < says)) else { return Vec::new() };
    let Some(who) = s.children(says).find(|&c| c == says + 1 && matches!(s.tokens[c].rel(), "obj" | "nsubj")) else {
        return Vec::new();
    };
    let turned = SAYING.contains(&s.tokens[says].lemma.as_str())
        && first < said
        && child(s, said, "nsubj").is_none()
        && s.tokens[says - 1].form == ",";
    if !turned {
        return Vec::new();
    }
    vec![(first, Some(said), "nsubj"), (who, Some(says), "nsubj")]
}

/// `Reports that the army had shelled a hospital could not be verified`: what is told of is the subject of the verb behind.
pub(super) fn told_of(s: &Sentence) -> Vec<Change> {
    let Some(noun) = s.tokens.iter().position(|t| t.head.is_none() && t.upos.is_nominal()) else { return Vec::new() };
    let claims = |&c: &usize| c > noun && matches!(s.tokens[c].rel(), "ccomp" | "acl") && has_mark(s, c, &["that"]);
    let Some(claim) = s.children(noun).find(claims) else { return Vec::new() };
    let verb = s.children(noun).find(|&c| {
        c > claim
            && s.tokens[c].upos == Upos::Verb
            && is_finite(s, c)
            && child(s, c, "nsubj").is_none()
            && child(s, c, "mark").is_none()
    });
    let Some(verb) = verb else { return Vec::new() };
    let passive = s.children(verb).any(|c| s.tokens[c].deprel == "aux:pass");
    let subject = if passive { "nsubj:pass" } else { "nsubj" };
    let mut out = vec![(verb, None, "root"), (noun, Some(verb), subject), (claim, Some(noun), "acl")];
    let behind = s.children(noun).filter(|&c| c > claim && c != verb);
    out.extend(behind.map(|c| (c, Some(verb), rel_of(s, c))));
    out
}

/// `gave the envoy two days to leave, accusing his state of meddling`: a participle behind a comma tells what the subject of the
/// clause in a tense does.
pub(super) fn participial(s: &Sentence) -> Vec<Change> {
    let moved = |k: usize| {
        let t = &s.tokens[k];
        let over = t.head.filter(|&h| h < k && t.xpos == "VBG" && matches!(t.deprel.as_str(), "advcl" | "acl"))?;
        let infinitive = s.tokens[over].xpos == "VB" && s.children(over).any(|c| s.tokens[c].xpos == "TO");
        if !infinitive || s.tokens[k - 1].form != "," {
            return None;
        }
        let mut up = over;
        for _ in 0..12 {
            up = s.tokens[up].head?;
            if s.tokens[up].upos == Upos::Verb && is_finite(s, up) {
                return Some((k, Some(up), "advcl"));
            }
        }
        None
    };
    (1..s.tokens.len()).filter_map(moved).collect()
}
