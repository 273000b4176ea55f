//! Slips that the parser makes with turns of news, mended before the tree is read. Each is a turn of the language, told by
//! the words around it; a tree that is right stays as it is.

use detente_text::{Sentence, Upos};
use std::borrow::Cow;

/// A change of one token: its number, new head and relation.
type Change = (usize, Option<usize>, &'static str);

/// The sentence with its slips mended.
pub(crate) fn mend(sentence: &Sentence) -> Cow<'_, Sentence> {
    let mut out = Cow::Borrowed(sentence);
    for slip in [
        weekday,
        verbless,
        outside,
        bare,
        conditional,
        raised,
        demanded,
        introduced,
        told,
        parenthesis,
        condition,
        particle,
        reports,
        participle,
        inverted,
        slight,
        aim,
        deed,
        straddled,
        says_whom,
        reduced,
        told_of,
    ] {
        let changes = slip(&out);
        if !changes.is_empty() {
            let tokens = &mut out.to_mut().tokens;
            for (k, head, rel) in changes {
                tokens[k].head = head;
                tokens[k].deprel = rel.into();
            }
        }
    }
    out
}

fn has_mark(s: &Sentence, k: usize, marks: &[&str]) -> bool {
    s.children(k).any(|c| s.tokens[c].rel() == "mark" && marks.contains(&s.tokens[c].lemma.to_lowercase().as_str()))
}

fn child(s: &Sentence, k: usize, rel: &str) -> Option<usize> {
    s.children(k).find(|&c| s.tokens[c].rel() == rel)
}

const SAYING: &[&str] =
    &["say", "tell", "announce", "report", "add", "warn", "claim", "insist", "state", "declare", "confirm", "note"];

/// `Israel Friday reimposed`: the day is no name of the subject.
fn weekday(s: &Sentence) -> Vec<Change> {
    const DAYS: &[&str] = &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let mut out = Vec::new();
    for day in (1..s.tokens.len()).filter(|&k| DAYS.contains(&s.tokens[k].form.as_str())) {
        let name = day - 1;
        if s.tokens[name].upos != Upos::Propn
            || s.tokens[name].head != Some(day)
            || !matches!(s.tokens[name].rel(), "compound" | "flat")
        {
            continue;
        }
        let verb = match s.tokens[day].rel() {
            "nsubj" => s.tokens[day].head,
            _ => s.children(day).find(|&c| c > day && s.tokens[c].rel() == "acl" && s.tokens[c].upos == Upos::Verb),
        };
        let Some(verb) = verb.filter(|&v| v > day) else { continue };
        for c in s.children(day).filter(|&c| c != name && c != verb) {
            out.push((c, Some(if c < day { name } else { verb }), rel_of(s, c)));
        }
        if s.tokens[day].rel() != "nsubj" {
            out.push((verb, s.tokens[day].head, rel_of(s, day)));
        }
        out.push((name, Some(verb), "nsubj"));
        out.push((day, Some(verb), "obl"));
    }
    out
}

/// The relation of a token as one that lives long enough; only those that the slips need.
fn rel_of(s: &Sentence, k: usize) -> &'static str {
    const KNOWN: &[&str] = &[
        "root",
        "nsubj",
        "obj",
        "obl",
        "nmod",
        "amod",
        "compound",
        "det",
        "case",
        "punct",
        "conj",
        "cc",
        "ccomp",
        "xcomp",
        "advcl",
        "parataxis",
        "appos",
        "advmod",
        "mark",
        "flat",
        "nummod",
        "aux",
        "nsubj:pass",
        "nmod:poss",
        "acl:relcl",
        "acl",
    ];
    KNOWN.iter().find(|r| **r == s.tokens[k].deprel.as_str()).copied().unwrap_or("dep")
}

/// `told reporters that drones had struck`: what is told, not what the reporters are.
fn told(s: &Sentence) -> Vec<Change> {
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
fn parenthesis(s: &Sentence) -> Vec<Change> {
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
fn condition(s: &Sentence) -> Vec<Change> {
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

/// `handed over their weapons`: a particle, not a preposition.
fn particle(s: &Sentence) -> Vec<Change> {
    const SEPARABLE: &[(&str, &str)] = &[
        ("hand", "over"),
        ("turn", "over"),
        ("give", "up"),
        ("take", "over"),
        ("bring", "back"),
        ("send", "back"),
        ("give", "back"),
        ("hand", "back"),
        ("lay", "down"),
        ("put", "down"),
        ("shoot", "down"),
        ("blow", "up"),
        ("set", "up"),
        ("break", "off"),
        ("cut", "off"),
        ("call", "off"),
        ("carry", "out"),
        ("rule", "out"),
        ("round", "up"),
        ("turn", "down"),
        ("pull", "out"),
        ("drive", "out"),
        ("throw", "out"),
        ("step", "up"),
        ("wipe", "out"),
        ("shut", "down"),
        ("tear", "down"),
        ("hold", "up"),
        ("push", "back"),
        ("let", "in"),
        ("hand", "in"),
        ("turn", "in"),
        ("open", "up"),
        ("head", "off"),
    ];
    let mut out = Vec::new();
    for k in 1..s.tokens.len() {
        let (verb, word) = (k - 1, s.tokens[k].lemma.to_lowercase());
        let pair = SEPARABLE.iter().any(|p| p.0 == s.tokens[verb].lemma && p.1 == word);
        // "handed over three oilfields"
        let counts = |&n: &usize| n == k + 1 && s.tokens[n].rel() == "nummod";
        if pair && s.tokens[k].rel() == "advmod" && s.tokens[k].head.filter(counts).is_some() {
            out.push((k, Some(verb), "compound:prt"));
        }
        let Some(noun) = s.tokens[k].head.filter(|&n| n > k && s.tokens[k].rel() == "case") else { continue };
        // "pulled out of the district" has a preposition of its own
        let object =
            s.tokens[noun].head == Some(verb) && s.tokens[noun].rel() == "obl" && s.tokens[k + 1].upos != Upos::Adp;
        if pair && object && child(s, verb, "obj").is_none() {
            out.push((k, Some(verb), "compound:prt"));
            out.push((noun, Some(verb), "obj"));
        }
    }
    out
}

/// `Moscow dismissed claims that …`: no claims that were dismissed, but what the one before them did.
fn reports(s: &Sentence) -> Vec<Change> {
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

/// `The movement banned women from schools`: an adjective with a subject of its own is the verb.
fn participle(s: &Sentence) -> Vec<Change> {
    let Some(noun) = s.tokens.iter().position(|t| t.head.is_none()) else { return Vec::new() };
    let acts = |&c: &usize| {
        let t = &s.tokens[c];
        t.deprel == "amod" && c < noun && matches!(t.xpos.as_str(), "VBN" | "VBD")
    };
    let found = s
        .children(noun)
        .filter(acts)
        .find_map(|v| s.children(v).find(|&n| n < v && s.tokens[n].deprel == "nsubj").map(|subject| (v, subject)));
    let Some((verb, subject)) = found else { return Vec::new() };
    let mut out = vec![(verb, None, "root"), (noun, Some(verb), "obj")];
    let before = s.children(noun).filter(|&c| c < verb);
    out.extend(before.map(|c| (c, Some(if c < subject { subject } else { verb }), rel_of(s, c))));
    out.extend(
        s.children(noun).filter(|&c| c > noun && s.tokens[c].rel() == "punct").map(|c| (c, Some(verb), "punct")),
    );
    out
}

/// `Had the union imposed sanctions, …`: the auxiliary before its subject makes a condition.
fn inverted(s: &Sentence) -> Vec<Change> {
    let first = s.tokens.first().filter(|t| t.form == "Had");
    let Some(head) = first.and_then(|t| t.head) else { return Vec::new() };
    let Some(done) = (1..=head).find(|&k| s.tokens[k].xpos == "VBN") else { return Vec::new() };
    let before = |&n: &usize| n < done && matches!(s.tokens[n].rel(), "nsubj" | "obj");
    let Some(subject) = s.children(done).find(before).or_else(|| s.children(0).find(before)) else { return Vec::new() };
    let would = |&c: &usize| c > done && s.children(c).any(|m| m > done && s.tokens[m].xpos == "MD");
    if done != head {
        let comma = (done..head).any(|c| s.tokens[c].form == ",");
        let changes = vec![(0, Some(done), "aux"), (subject, Some(done), "nsubj"), (done, Some(head), "advcl")];
        return if comma { changes } else { Vec::new() };
    }
    let Some(main) = s.children(done).find(would) else { return Vec::new() };
    let mut out = vec![(main, s.tokens[done].head, rel_of(s, done)), (done, Some(main), "advcl")];
    out.extend(s.children(done).filter(|&c| c > main).map(|c| (c, Some(main), rel_of(s, c))));
    out
}

/// `stopped short of accusing`: what one stopped short of. `Hurricane Ida struck`: a name before a verb that has no other
/// subject is its subject.
fn slight(s: &Sentence) -> Vec<Change> {
    let mut out = Vec::new();
    for k in 0..s.tokens.len() {
        let Some(h) = s.tokens[k].head else { continue };
        let t = &s.tokens[k];
        let verb = matches!(s.tokens[h].xpos.as_str(), "VBD" | "VBZ" | "VBP");
        let named = (k + 1..h).all(|c| s.tokens[c].rel() == "flat") && s.tokens[h].head.is_none();
        if t.rel() == "compound"
            && t.upos == Upos::Propn
            && k + 1 < h
            && named
            && verb
            && child(s, h, "nsubj").is_none()
        {
            out.push((k, Some(h), "nsubj"));
        } else if t.rel() == "xcomp" && t.xpos == "VBG" && child(s, k, "det").is_some() && child(s, h, "obj").is_none()
        {
            // "reopened the crossing"
            out.push((k, Some(h), "obj"));
        } else if t.rel() == "advcl"
            && t.xpos == "VBG"
            && s.tokens[h].form == "short"
            && h < k
            && let Some(stop) = s.tokens[h].head.filter(|&v| s.tokens[v].lemma == "stop")
        {
            out.extend([(h, Some(stop), "advmod"), (k, Some(stop), "advcl")]);
        }
    }
    out
}

/// `threatened to end`: what is threatened, not what for.
fn aim(s: &Sentence) -> Vec<Change> {
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

/// `Rebels seized Homs`, `fighters who seized a town destroyed shrines`: a participle with an object of its own is what the
/// subject did.
fn deed(s: &Sentence) -> Vec<Change> {
    const WITH_TWO: &[&str] = &[
        "give", "offer", "award", "grant", "send", "pay", "call", "name", "elect", "charge", "deny", "ask", "tell",
        "show",
    ];
    let Some(noun) = s.tokens.iter().position(|t| t.head.is_none()) else { return Vec::new() };
    let relative = s.children(noun).find(|&c| s.tokens[c].deprel == "acl:relcl");
    let done = |&c: &usize| {
        let t = &s.tokens[c];
        t.deprel == "acl"
            && matches!(t.xpos.as_str(), "VBD" | "VBN")
            && !WITH_TWO.contains(&t.lemma.as_str())
            && (c == noun + 1 || relative.is_some_and(|r| r < c))
            && child(s, c, "obj").is_some_and(|o| o > c)
            && child(s, c, "nsubj").is_none()
    };
    let Some(verb) = s.children(noun).find(done).filter(|_| s.tokens[noun].upos.is_nominal()) else {
        return Vec::new();
    };
    let mut out = vec![(verb, None, "root"), (noun, Some(verb), "nsubj")];
    out.extend(s.children(noun).filter(|&c| c > verb).map(|c| (c, Some(verb), rel_of(s, c))));
    out
}

/// `resumed deliveries after the rebels opened the road`: a noun between a verb and a clause with a subject of its own is
/// that verb's object.
fn straddled(s: &Sentence) -> Vec<Change> {
    let straddles = |k: usize| {
        let verb = s.tokens[k].head.filter(|&v| v > k && s.tokens[k].deprel == "nsubj")?;
        let before = s.tokens[verb].head.filter(|&h| h < k && s.tokens[h].upos == Upos::Verb)?;
        let own = s.children(verb).find(|&c| s.tokens[c].rel() == "nsubj" && k < c && c < verb)?;
        let mark = (k + 1..own).any(|c| s.tokens[c].upos == Upos::Sconj && s.tokens[c].xpos == "IN");
        (s.tokens[verb].rel() == "advcl" && mark && child(s, before, "obj").is_none()).then_some((
            k,
            Some(before),
            "obj",
        ))
    };
    (0..s.tokens.len()).filter_map(straddles).collect()
}

/// `The troops called on the town to surrender, says Kyiv`: who says it stands behind, the first subject is that of what
/// is said.
fn says_whom(s: &Sentence) -> Vec<Change> {
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

/// Verb forms that are a past tense or a participle.
fn is_past(s: &Sentence, k: usize) -> bool {
    s.tokens[k].upos == Upos::Verb && matches!(s.tokens[k].xpos.as_str(), "VBN" | "VBD")
}

/// `Turkey, a close ally, voiced support`: a sentence without a verb has one that the parser took for an adjective of what
/// follows it. The same for what is said before `, the ministry said`.
fn verbless(s: &Sentence) -> Vec<Change> {
    let prose = s.tokens.last().is_some_and(|t| t.upos == Upos::Punct && t.form != ":");
    let Some(root) = s.tokens.iter().position(|t| t.head.is_none()).filter(|_| prose) else { return Vec::new() };
    let saying = SAYING.contains(&s.tokens[root].lemma.as_str());
    let subjects: Vec<usize> = s.children(root).filter(|&c| s.tokens[c].deprel == "nsubj" && c < root).collect();
    let (top, over, rel) = match subjects[..] {
        [said, speaker] if saying && said < speaker => (said, Some(root), "ccomp"),
        _ => (root, None, "root"),
    };
    if !s.tokens[top].upos.is_nominal() || child(s, top, "cop").is_some() || child(s, top, "aux").is_some() {
        return Vec::new();
    }
    // "China, which has interests there, called for restraint"
    let cut_off = |&v: &usize| {
        is_past(s, v)
            && v > top
            && s.tokens[v - 1].form == ","
            && matches!(s.tokens[v].deprel.as_str(), "acl" | "advcl" | "conj" | "parataxis" | "appos")
            && child(s, v, "nsubj").is_none()
            && child(s, v, "mark").is_none()
            && s.children(top).any(|c| c < v && matches!(s.tokens[c].deprel.as_str(), "acl:relcl" | "appos"))
    };
    if let Some(verb) = (0..s.tokens.len()).find(cut_off) {
        let mut out = vec![(verb, over, rel), (top, Some(verb), "nsubj")];
        let behind = s.children(top).filter(|&c| c > verb);
        out.extend(behind.map(|c| (c, Some(verb), rel_of(s, c))));
        return out;
    }
    // the participle before its noun, which no preposition governs
    let before_noun = |&v: &usize| {
        let noun = s.tokens[v].head.filter(|&n| n > v && s.tokens[v].deprel == "amod")?;
        let spine = noun == top
            || s.tokens[noun].head.is_some_and(|h| h < v)
                && matches!(s.tokens[noun].rel(), "appos" | "conj" | "compound");
        let free = child(s, noun, "case").is_none() && s.children(v).all(|c| c < v || s.tokens[c].upos != Upos::Adv);
        // "which also claims parts of the sea, urged restraint": no adjective after a comma
        let cut = v > 0 && s.tokens[v - 1].form == "," && s.tokens[v].form.ends_with("ed");
        ((is_past(s, v) || cut) && spine && free && s.tokens[noun].upos.is_nominal()).then_some((v, noun))
    };
    let Some((verb, noun)) = (0..s.tokens.len()).collect::<Vec<_>>().iter().find_map(before_noun) else {
        return Vec::new();
    };
    let name = |&c: &usize| {
        c < verb
            && matches!(s.tokens[c].upos, Upos::Noun | Upos::Propn)
            && !matches!(s.tokens[c].deprel.as_str(), "nmod:poss")
            && child(s, c, "case").is_none()
    };
    let subject = if top < verb {
        Some(top)
    } else {
        s.children(verb).filter(name).last().or_else(|| s.children(noun).filter(name).last())
    };
    let Some(subject) = subject else { return Vec::new() };
    let mut out = vec![(verb, over, rel), (noun, Some(verb), "obj"), (subject, Some(verb), "nsubj")];
    for c in s
        .children(noun)
        .chain(s.children(top).filter(|_| top != noun))
        .filter(|&c| c != verb && c != subject && c != noun)
    {
        if c < verb {
            // what stood before the subject's verb belongs to the subject
            let relation = if rel_of(s, c) == "nmod:poss" { "dep" } else { rel_of(s, c) };
            out.push((
                c,
                Some(if c < subject && s.tokens[c].rel() != "punct" || top == subject { subject } else { verb }),
                relation,
            ));
        } else if matches!(s.tokens[c].rel(), "conj" | "punct" | "advcl" | "parataxis")
            || s.tokens[c].rel() == "acl" && s.tokens[c].xpos == "VBG"
        {
            let relation = if s.tokens[c].rel() == "acl" { "advcl" } else { rel_of(s, c) };
            out.push((c, Some(verb), relation));
        }
    }
    // "On Tuesday night Azerbaijani artillery": the time is none of the subject's
    out.extend(
        s.children(subject)
            .filter(|&c| c < subject && child(s, c, "case").is_some() && s.tokens[c].rel() == "compound")
            .map(|c| (c, Some(verb), "obl")),
    );
    out
}

/// `rallied outside parliament`: a preposition, not an adjective of an object.
fn outside(s: &Sentence) -> Vec<Change> {
    const PLACES: &[&str] = &[
        "outside", "inside", "near", "across", "along", "against", "toward", "towards", "amid", "around", "past",
        "opposite", "despite",
    ];
    let mut out = Vec::new();
    for k in 1..s.tokens.len() {
        let t = &s.tokens[k];
        let Some(noun) = t.head.filter(|&n| n > k && s.tokens[n].rel() == "obj") else { continue };
        if t.upos == Upos::Adp
            && matches!(t.rel(), "amod" | "compound" | "advmod" | "nmod")
            && PLACES.contains(&t.lemma.as_str())
        {
            out.extend([(k, Some(noun), "case"), (noun, s.tokens[noun].head, "obl")]);
        }
    }
    out
}

/// `after Azerbaijan last week blocked them`: a name before a verb in a tense that has no subject is its subject.
fn bare(s: &Sentence) -> Vec<Change> {
    let acts = |k: usize| {
        let verb = s.tokens[k].head.filter(|&v| v > k)?;
        let t = &s.tokens[k];
        let named = t.deprel == "obl"
            && t.upos == Upos::Propn
            && !s.children(k).any(|c| s.tokens[c].rel() == "case" && s.tokens[c].upos != Upos::Sconj);
        let tense = s.tokens[verb].upos == Upos::Verb && is_finite(s, verb);
        let dated = s.tokens.get(k + 1).is_some_and(|n| n.upos == Upos::Num);
        (named && tense && !dated && child(s, verb, "nsubj").is_none()).then_some((k, Some(verb), "nsubj"))
    };
    (0..s.tokens.len()).filter_map(acts).collect()
}

/// `After talks brokered by Brazil, the two presidents agreed`: what stands between the comma and a verb without a subject
/// is its subject, nothing's apposition.
fn introduced(s: &Sentence) -> Vec<Change> {
    let Some(root) = s.tokens.iter().position(|t| t.head.is_none() && t.upos == Upos::Verb) else { return Vec::new() };
    if !is_finite(s, root) || s.children(root).any(|c| matches!(s.tokens[c].rel(), "nsubj" | "csubj" | "expl")) {
        return Vec::new();
    }
    let last = |k: usize| {
        let mut last = k;
        for t in k + 1..s.tokens.len() {
            let mut up = t;
            for _ in 0..8 {
                match s.tokens[up].head {
                    Some(h) if h == k => {
                        last = t;
                        break;
                    }
                    Some(h) => up = h,
                    None => break,
                }
            }
        }
        last
    };
    let found = (1..root).find(|&k| {
        let first = s.children(k).filter(|&c| c < k).min().unwrap_or(k);
        s.tokens[k].rel() == "appos"
            && s.tokens[k].upos.is_nominal()
            && first > 0
            && s.tokens[first - 1].form == ","
            && last(k) + 1 == root
    });
    found.map(|k| vec![(k, Some(root), "nsubj")]).unwrap_or_default()
}

/// `said the war could spread and urged restraint`: a verb in a tense is joined to one in a tense, and one behind `, and`
/// not to that of a relative clause.
fn raised(s: &Sentence) -> Vec<Change> {
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
            if own && verb && (loose || relative && comma) {
                return Some((k, Some(up), "conj"));
            }
        }
        None
    };
    (0..s.tokens.len()).filter_map(joins).collect()
}

/// `demanded that Serbia hand over the man`: what is demanded is done in the bare form of a verb.
fn demanded(s: &Sentence) -> Vec<Change> {
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
        let who = s.children(k).filter(named).last()?;
        let base = s.tokens[k].form.starts_with(char::is_lowercase) && s.tokens[k].xpos != "NNS";
        base.then_some((verb, that, who, k))
    };
    let Some((verb, that, who, done)) = (1..s.tokens.len()).find_map(clause) else { return Vec::new() };
    let mut out = vec![(done, Some(verb), "ccomp"), (that, Some(done), "mark"), (who, Some(done), "nsubj")];
    let behind = s.children(verb).filter(|&c| c > done && s.tokens[c].rel() != "punct" && s.tokens[c].rel() != "conj");
    out.extend(behind.map(|c| (c, Some(done), rel_of(s, c))));
    out
}

/// `unless the group withdraws from the town`: what `if` or `unless` introduces with a subject is a clause, even where the
/// tagger takes its verb for a noun.
fn conditional(s: &Sentence) -> Vec<Change> {
    let clause = |k: usize| {
        let t = &s.tokens[k];
        let head = t.head.filter(|&h| h > k && t.upos == Upos::Sconj && t.rel() == "case")?;
        let opens = matches!(t.lemma.as_str(), "if" | "unless") && child(s, head, "nsubj").is_some();
        opens.then_some([(k, Some(head), "mark"), (head, s.tokens[head].head, "advcl")])
    };
    (0..s.tokens.len()).filter_map(clause).flatten().collect()
}

/// Whether the verb stands in a tense, by itself or by its auxiliary.
fn is_finite(s: &Sentence, k: usize) -> bool {
    let tense = |t: usize| matches!(s.tokens[t].xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
    tense(k) || s.children(k).any(|c| s.tokens[c].rel() == "aux" && tense(c))
}

/// `A drone launched from Lebanon struck a barracks`: of two verbs that nothing joins, the second is what the subject did.
fn reduced(s: &Sentence) -> Vec<Change> {
    let Some(first) = s.tokens.iter().position(|t| t.head.is_none() && t.upos == Upos::Verb) else { return Vec::new() };
    let Some(subject) = child(s, first, "nsubj").filter(|&n| n + 1 == first) else { return Vec::new() };
    let bare = child(s, first, "obj").is_none() && child(s, first, "aux").is_none();
    let joined = |k: usize| (first..k).any(|c| matches!(s.tokens[c].rel(), "cc" | "punct"));
    let second = s.children(first).find(|&k| {
        k > first + 1
            && matches!(s.tokens[k].rel(), "advcl" | "conj" | "parataxis" | "ccomp")
            && s.tokens[k].upos == Upos::Verb
            && is_finite(s, k)
            && child(s, k, "nsubj").is_none()
            && child(s, k, "mark").is_none()
            && !joined(k)
    });
    let participle = matches!(s.tokens[first].xpos.as_str(), "VBD" | "VBN");
    let Some(second) = second.filter(|_| bare && participle) else { return Vec::new() };
    let mut out = vec![(second, None, "root"), (subject, Some(second), "nsubj"), (first, Some(subject), "acl")];
    out.extend(s.children(first).filter(|&c| c > second).map(|c| (c, Some(second), rel_of(s, c))));
    out
}

/// `Reports that the army had shelled a hospital could not be verified`: what is told of is the subject of the verb behind.
fn told_of(s: &Sentence) -> Vec<Change> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(text: &str, word: &str) -> (String, String) {
        let sentences = detente_text::read(text);
        let s = mend(&sentences[0]);
        let k = s.tokens.iter().position(|t| t.form == word).expect("the word");
        let head = s.tokens[k].head.map_or(String::new(), |h| s.tokens[h].form.to_string());
        (s.tokens[k].rel().to_owned(), head)
    }

    #[test]
    fn turns_of_news_are_read_right() {
        let told = relation("Residents told reporters that drones had struck a camp on Monday.", "struck");
        assert_eq!(told, ("ccomp".into(), "told".into()));
        assert_eq!(relation("The rebels handed over their weapons to Russia.", "weapons").0, "obj");
        let fail =
            relation("If the talks fail, an official told a broadcaster, the group will resume strikes.", "fail");
        assert_eq!(fail, ("advcl".into(), "resume".into()));
        let claims = relation("Moscow dismissed claims that it had bombed a hospital.", "claims");
        assert_eq!(claims, ("obj".into(), "dismissed".into()));
        let fighters =
            relation("Islamist fighters who seized Timbuktu last month destroyed shrines on Saturday.", "fighters");
        assert_eq!(fighters, ("nsubj".into(), "destroyed".into()));
        let deliveries =
            relation("The United Nations resumed deliveries after the RSF opened the Adre road.", "deliveries");
        assert_eq!(deliveries, ("obj".into(), "resumed".into()));
        let diplomats =
            relation("The president told visiting diplomats that Baku would reopen the corridor.", "diplomats");
        assert_eq!(diplomats, ("iobj".into(), "told".into()));
        let talks = "After more than two hours of talks brokered by Brazil and the Caribbean Community, Irfaan Ali and \
                     Nicolas Maduro shook hands and agreed to meet again in Brazil within three months.";
        assert_eq!(relation(talks, "Ali"), ("nsubj".into(), "shook".into()));
        let ask = relation(
            "Egypt will ask the United Nations Security Council to discuss the dam, its minister said.",
            "discuss",
        );
        assert_eq!(ask, ("xcomp".into(), "ask".into()));
        let sign = relation("The RSF offered on Friday to sign a humanitarian truce.", "sign");
        assert_eq!(sign, ("xcomp".into(), "offered".into()));
        let urged = relation("Russia said the war could spread and urged the West to rein in Kurti.", "urged");
        assert_eq!(urged, ("conj".into(), "said".into()));
        let china = relation("China, which has investments in both countries, called for restraint.", "China");
        assert_eq!(china, ("nsubj".into(), "called".into()));
        let hand = relation("Kurti has demanded that Serbia hand over Milan Radoicic.", "Serbia");
        assert_eq!(hand, ("nsubj".into(), "hand".into()));
        let turkey = "Turkey, Baku's closest ally, voiced support for Azerbaijan's position.";
        assert_eq!(relation(turkey, "Turkey"), ("nsubj".into(), "voiced".into()));
        assert_eq!(relation(turkey, "support"), ("obj".into(), "voiced".into()));
        let shelled = "On Tuesday night Azerbaijani artillery shelled positions near Goris, the defence ministry in Yerevan said.";
        assert_eq!(relation(shelled, "artillery"), ("nsubj".into(), "shelled".into()));
        assert_eq!(relation(shelled, "positions").0, "obj");
        assert_eq!(relation("Hundreds of people rallied outside parliament in Yerevan.", "parliament").0, "obl");
        let drone = relation("A drone launched from Lebanon struck a barracks in northern Israel.", "drone");
        assert_eq!(drone, ("nsubj".into(), "struck".into()));
        let reports =
            relation("Reports that the army had shelled a hospital could not be independently verified.", "Reports");
        assert_eq!(reports, ("nsubj".into(), "verified".into()));
        assert_eq!(relation("The Taliban banned women from attending university.", "women").0, "obj");
        let over = relation("Fighters handed over three oilfields to the government.", "over");
        assert_eq!(over, ("compound".into(), "handed".into()));
        let turkey = relation("Turkey called on Sweden to extradite Kurdish militants, says Stockholm.", "Turkey");
        assert_eq!(turkey, ("nsubj".into(), "called".into()));
    }
}
