//! Which verb a clause has, and its subject.

use super::{Change, SAYING, child, rel_of};
use detente_text::{Sentence, Upos};

/// Verb forms that are a past tense or a participle.
pub(super) fn is_past(s: &Sentence, k: usize) -> bool {
    s.tokens[k].upos == Upos::Verb && matches!(s.tokens[k].xpos.as_str(), "VBN" | "VBD")
}

/// Whether the verb stands in a tense, by itself or by its auxiliary.
pub(super) fn is_finite(s: &Sentence, k: usize) -> bool {
    let tense = |t: usize| matches!(s.tokens[t].xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
    tense(k) || s.children(k).any(|c| s.tokens[c].rel() == "aux" && tense(c))
}

/// `Turkey, a close ally, voiced support`: a sentence without a verb has one that the parser took for an adjective of what
/// follows it. The same for what is said before `, the ministry said`.
pub(super) fn verbless(s: &Sentence) -> Vec<Change> {
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
    let subject =
        if top < verb { Some(top) } else { s.children(verb).rfind(name).or_else(|| s.children(noun).rfind(name)) };
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

/// `after Azerbaijan last week blocked them`: a name before a verb in a tense that has no subject is its subject.
pub(super) fn bare(s: &Sentence) -> Vec<Change> {
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
pub(super) fn introduced(s: &Sentence) -> Vec<Change> {
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

/// `The movement banned women from schools`: an adjective with a subject of its own is the verb.
pub(super) fn participle(s: &Sentence) -> Vec<Change> {
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

/// `Rebels seized Homs`, `fighters who seized a town destroyed shrines`: a participle with an object of its own is what the
/// subject did.
pub(super) fn deed(s: &Sentence) -> Vec<Change> {
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

/// `A drone launched from Lebanon struck a barracks`: of two verbs that nothing joins, the second is what the subject did.
pub(super) fn reduced(s: &Sentence) -> Vec<Change> {
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

/// `Had the union imposed sanctions, …`: the auxiliary before its subject makes a condition.
pub(super) fn inverted(s: &Sentence) -> Vec<Change> {
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
