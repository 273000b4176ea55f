//! What a noun is to its verb.

use super::{Change, child, rel_of};
use detente_text::{Sentence, Upos};

/// `Israel Friday reimposed`: the day is no name of the subject.
pub(super) fn weekday(s: &Sentence) -> Vec<Change> {
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

/// `handed over their weapons`: a particle, not a preposition.
pub(super) fn particle(s: &Sentence) -> Vec<Change> {
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

/// `rallied outside parliament`: a preposition, not an adjective of an object.
pub(super) fn outside(s: &Sentence) -> Vec<Change> {
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

/// `resumed deliveries after the rebels opened the road`: a noun between a verb and a clause with a subject of its own is
/// that verb's object.
pub(super) fn straddled(s: &Sentence) -> Vec<Change> {
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

/// `stopped short of accusing`: what one stopped short of. `Hurricane Ida struck`: a name before a verb that has no other
/// subject is its subject.
pub(super) fn slight(s: &Sentence) -> Vec<Change> {
    let mut out = Vec::new();
    for k in 0..s.tokens.len() {
        let Some(h) = s.tokens[k].head else { continue };
        let t = &s.tokens[k];
        let verb = matches!(s.tokens[h].xpos.as_str(), "VBD" | "VBZ" | "VBP");
        let named = (k + 1..h).all(|c| s.tokens[c].rel() == "flat") && s.tokens[h].head.is_none();
        if t.rel() == "compound"
            && t.upos == Upos::Propn
            && (k + 1 < h
                || s.children(h).any(|c| c > h && matches!(s.tokens[c].rel(), "obj" | "xcomp" | "acl" | "ccomp")))
            && named
            && verb
            && child(s, h, "nsubj").is_none()
        {
            out.push((k, Some(h), "nsubj"));
        } else if t.deprel == "acl"
            && s.tokens[h].upos == Upos::Verb
            && s.children(k).any(|c| s.tokens[c].xpos == "TO" && c > h)
            && child(s, h, "xcomp").is_none()
        {
            // "plans to sue"
            out.push((k, Some(h), "xcomp"));
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
