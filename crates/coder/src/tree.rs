//! The questions that the coder asks of a dependency tree: who governs whom, who acts, who is acted upon.

use detente_text::{Sentence, Token, Upos};

/// A sentence with its tree laid out for walking.
pub(crate) struct Tree<'a> {
    pub sentence: &'a Sentence,
    children: Vec<Vec<usize>>,
}

/// How a predicate's agent or patient was found; kept as a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    Subject,
    PassiveAgent,
    Controller,
    Relative,
    Modified,
    Shared,
    Object,
    PassiveSubject,
    Possessor,
    Oblique,
}

impl Path {
    pub fn as_str(self) -> &'static str {
        match self {
            Path::Subject => "subject",
            Path::PassiveAgent => "agent of the passive",
            Path::Controller => "controller of the infinitive",
            Path::Relative => "noun of the relative clause",
            Path::Modified => "noun that the participle modifies",
            Path::Shared => "subject shared with the verb it is joined to",
            Path::Object => "object",
            Path::PassiveSubject => "subject of the passive",
            Path::Possessor => "possessor",
            Path::Oblique => "preposition",
        }
    }
}

/// Verbs whose object, not subject, does what the infinitive says.
const OBJECT_CONTROL: &[&str] = &[
    "leave",
    "ask",
    "urge",
    "order",
    "force",
    "allow",
    "persuade",
    "tell",
    "invite",
    "press",
    "pressure",
    "push",
    "require",
    "encourage",
    "enable",
    "permit",
    "help",
    "request",
    "instruct",
    "direct",
    "compel",
    "convince",
    "authorize",
    "authorise",
    "want",
    "expect",
    "command",
    "oblige",
    "beg",
    "warn",
    "implore",
    "exhort",
    "advise",
    "empower",
    "forbid",
    "lead",
    "cause",
    "let",
    "make",
    "lobby",
    "pressurise",
    "entreat",
    "beseech",
    "call",
    "appeal",
    "see",
];

impl<'a> Tree<'a> {
    pub fn new(sentence: &'a Sentence) -> Self {
        let mut children = vec![Vec::new(); sentence.tokens.len()];
        for (k, t) in sentence.tokens.iter().enumerate() {
            if let Some(mut h) = t.head.filter(|&h| h < children.len()) {
                // a preposition or article belongs to the head of a name, not to its second word
                // nor to a title before it
                while matches!(t.rel(), "case" | "det")
                    && let Some(up) = sentence.tokens[h].head.filter(|&up| {
                        sentence.tokens[h].rel() == "flat" && up < h
                            || sentence.tokens[h].deprel == "nmod:desc" && up > h
                    })
                {
                    h = up;
                }
                children[h].push(k);
            }
        }
        Tree { sentence, children }
    }

    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    pub fn token(&self, k: usize) -> &'a Token {
        &self.sentence.tokens[k]
    }

    pub fn lemma(&self, k: usize) -> &'a str {
        &self.sentence.tokens[k].lemma
    }

    pub fn rel(&self, k: usize) -> &'a str {
        self.sentence.tokens[k].rel()
    }

    pub fn head(&self, k: usize) -> Option<usize> {
        self.sentence.tokens[k].head.filter(|&h| h < self.len() && h != k)
    }

    pub fn children(&self, k: usize) -> &[usize] {
        &self.children[k]
    }

    pub fn with_rel<'t>(&'t self, k: usize, rel: &'t str) -> impl DoubleEndedIterator<Item = usize> + 't {
        self.children[k].iter().copied().filter(move |&c| self.rel(c) == rel)
    }

    pub fn child(&self, k: usize, rel: &str) -> Option<usize> {
        self.children[k].iter().copied().find(|&c| self.rel(c) == rel)
    }

    pub fn exact_child(&self, k: usize, deprel: &str) -> Option<usize> {
        self.children[k].iter().copied().find(|&c| self.token(c).deprel == deprel)
    }

    pub fn is_verb(&self, k: usize) -> bool {
        matches!(self.token(k).upos, Upos::Verb | Upos::Aux)
    }

    /// The prepositions of a nominal, joined by blanks (`because of`), lower case; empty where it has none.
    pub fn preposition(&self, k: usize) -> String {
        let Some(case) = self.children[k].iter().copied().find(|&c| {
            self.rel(c) == "case"
                && self.token(c).lemma != "'s"
                && self.token(c).form != "’s"
                && self.token(c).form != "'"
        }) else {
            return String::new();
        };
        let mut words = vec![self.token(case).form.to_lowercase()];
        words.extend(self.with_rel(case, "fixed").map(|c| self.token(c).form.to_lowercase()));
        words.join(" ")
    }

    /// The first nominal below `k` by oblique or nominal modification that carries one of the prepositions, in the
    /// order of the prepositions.
    pub fn by_preposition(&self, k: usize, prepositions: &[String]) -> Option<usize> {
        prepositions.iter().find_map(|p| {
            self.children[k]
                .iter()
                .copied()
                .find(|&c| matches!(self.rel(c), "obl" | "nmod" | "advcl" | "acl") && self.preposition(c) == *p)
        })
    }

    /// The same for what names a party, which the parser may hang a step deeper (`supplied to A by B`, `the visit of A to B`).
    pub fn party_by(&self, k: usize, preposition: &str) -> Option<usize> {
        let wanted = [preposition.to_owned()];
        self.by_preposition(k, &wanted).or_else(|| {
            if !matches!(preposition, "by" | "to" | "with" | "between" | "against") {
                return None;
            }
            let below =
                |&c: &usize| c > k && matches!(self.rel(c), "obl" | "nmod") && self.preposition(c) != preposition;
            self.children[k].iter().copied().filter(below).find_map(|c| {
                self.by_preposition(c, &wanted).filter(|&p| self.rel(p) == "nmod" && self.token(p).upos == Upos::Propn)
            })
        })
    }

    /// A participle that tells how its subject stands, not what is done to it: `is opposed to`, `are engaged in`.
    fn is_state(&self, k: usize) -> bool {
        let with: &[&str] = match self.lemma(k) {
            "oppose" | "commit" | "dedicate" | "accustom" => &["to"],
            "engage" | "involve" | "interest" => &["in"],
            "ally" | "align" => &["with", "to"],
            "prepare" | "determine" | "decide" | "set" => &[],
            _ => return false,
        };
        self.is_past_participle(k)
            && self.by_preposition(k, &["by".to_owned()]).is_none()
            && (with.is_empty() && self.with_rel(k, "xcomp").any(|c| self.is_to_infinitive(c))
                || with.iter().any(|p| self.by_preposition(k, &[(*p).to_owned()]).is_some()))
    }

    /// Whether the verb is passive, or a past participle that modifies a noun.
    pub fn is_passive(&self, k: usize) -> bool {
        if self.is_state(k) || self.is_plain_past(k) {
            return false;
        }
        self.children[k]
            .iter()
            .any(|&c| matches!(self.token(c).deprel.as_str(), "aux:pass" | "nsubj:pass" | "csubj:pass"))
            || (self.token(k).deprel == "acl"
                && self.is_past_participle(k)
                && self.child(k, "nsubj").is_none()
                && self.child(k, "aux").is_none())
            || (self.token(k).feat("Voice") == Some("Pass")
                && self.token(k).xpos != "VBD"
                && self.child(k, "obj").is_none())
            || (self.rel(k) == "conj"
                && self.child(k, "nsubj").is_none()
                && self.child(k, "obj").is_none()
                && self.is_past_participle(k)
                && self.head(k).is_some_and(|h| self.is_verb(h) && self.is_passive(h)))
    }

    /// A verb of a sentence in prose with a subject and no auxiliary is finite, whatever the tagger takes its form for:
    /// `Troops massed along the border.`
    fn is_plain_past(&self, k: usize) -> bool {
        let prose = self.sentence.tokens.last().is_some_and(|t| t.upos == Upos::Punct);
        // "welcomed the move and promised to restore supplies"
        let joined =
            || self.rel(k) == "conj" && self.head(k).is_some_and(|h| h < k && self.is_verb(h) && !self.is_passive(h));
        prose
            && self.child(k, "aux").is_none()
            && self.child(k, "cop").is_none()
            && self.rel(k) != "acl"
            && (self.child(k, "nsubj").is_some() || joined())
    }

    pub fn is_past_participle(&self, k: usize) -> bool {
        let t = self.token(k);
        t.upos == Upos::Verb
            && (t.xpos == "VBN" || (t.feat("VerbForm") == Some("Part") && t.feat("Tense") == Some("Past")))
    }

    pub fn is_gerund(&self, k: usize) -> bool {
        let t = self.token(k);
        t.upos == Upos::Verb
            && (t.xpos == "VBG"
                || t.feat("VerbForm") == Some("Ger")
                || (t.feat("VerbForm") == Some("Part") && t.feat("Tense") == Some("Pres")))
    }

    /// A clause that another hangs on: `if …`, `unless …`.
    pub fn is_conditional(&self, k: usize) -> bool {
        self.with_rel(k, "mark").any(|m| matches!(self.lemma(m), "if" | "unless"))
    }

    /// An infinitive with `to`.
    pub fn is_to_infinitive(&self, k: usize) -> bool {
        self.children[k].iter().any(|&c| self.token(c).lemma == "to" && matches!(self.rel(c), "mark" | "aux"))
    }

    /// Whether the token is a relative pronoun.
    fn is_relative(&self, k: usize) -> bool {
        let t = self.token(k);
        t.feat("PronType") == Some("Rel") || matches!(t.lemma.as_str(), "who" | "which" | "that" | "whom")
    }

    /// `k` and what is coordinated with it.
    pub fn conjuncts(&self, k: usize) -> Vec<usize> {
        let mut out = vec![k];
        let mut next = 0;
        while next < out.len() && out.len() < 64 {
            let here = out[next];
            out.extend(self.with_rel(here, "conj").filter(|&c| !self.is_verb(c) || self.is_verb(k)));
            next += 1;
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The grammatical subject of a verb or predicate, followed through relative clauses, control and coordination.
    pub fn subject(&self, k: usize, depth: usize) -> Option<(usize, Path)> {
        if depth > 8 {
            return None;
        }
        if let Some(s) = self.child(k, "nsubj") {
            if self.is_relative(s)
                && let Some(noun) = self.relative_noun(k)
            {
                return Some((noun, Path::Relative));
            }
            return Some((s, Path::Subject));
        }
        let head = self.head(k)?;
        match self.rel(k) {
            "conj" | "parataxis" if self.is_verb(head) || self.child(head, "nsubj").is_some() => {
                self.subject(head, depth + 1).map(|(s, _)| (s, Path::Shared))
            }
            "xcomp" | "ccomp" | "advcl" | "csubj"
                if self.is_verb(head) || self.child(head, "nsubj").is_some() || self.child(head, "cop").is_some() =>
            {
                if self.rel(k) == "ccomp" && !self.is_to_infinitive(k) && !self.is_gerund(k) {
                    return None;
                }
                // "blamed X for refusing", "accused X of attacking", "barred X from entering"
                if self.is_gerund(k)
                    && self.preposition_mark(k).is_some_and(|m| matches!(self.lemma(m), "for" | "of" | "from"))
                    && let Some((p, _)) = self.patient(head)
                {
                    return Some((p, Path::Controller));
                }
                let object_controls = OBJECT_CONTROL.contains(&self.lemma(head));
                if object_controls && self.rel(k) != "advcl" {
                    if self.is_passive(head) {
                        return self.subject(head, depth + 1).map(|(s, _)| (s, Path::Controller));
                    }
                    if let Some(o) = self.child(head, "obj").or_else(|| self.child(head, "iobj")) {
                        return Some((o, Path::Controller));
                    }
                    if let Some(o) = self.by_preposition(head, &["on".to_owned(), "to".to_owned()]) {
                        return Some((o, Path::Controller));
                    }
                }
                self.agent(head, depth + 1)
                    .or_else(|| self.subject(head, depth + 1))
                    .map(|(s, _)| (s, Path::Controller))
            }
            "acl" => {
                if self.token(k).deprel == "acl:relcl" {
                    return None;
                }
                if self.is_to_infinitive(k) {
                    // "efforts to negotiate": whoever has the efforts
                    return self.nominal_agent(head, depth + 1).map(|(s, _)| (s, Path::Controller));
                }
                if self.preposition_mark(k).is_some() {
                    return self.nominal_agent(head, depth + 1).map(|(s, _)| (s, Path::Controller));
                }
                Some((head, Path::Modified))
            }
            "nmod" | "obl" => self.nominal_agent(head, depth + 1).map(|(s, _)| (s, Path::Controller)),
            _ => None,
        }
    }

    /// The word that introduces a clause as a preposition does (`of selling`, `after meeting`), where there is one.
    pub fn preposition_mark(&self, k: usize) -> Option<usize> {
        self.children[k].iter().copied().find(|&c| {
            matches!(self.rel(c), "mark" | "case") && self.token(c).upos == Upos::Adp
                || (self.rel(c) == "mark"
                    && matches!(
                        self.lemma(c),
                        "of" | "for"
                            | "by"
                            | "from"
                            | "after"
                            | "before"
                            | "without"
                            | "in"
                            | "about"
                            | "on"
                            | "against"
                    ))
        })
    }

    /// The noun that a relative clause modifies.
    fn relative_noun(&self, k: usize) -> Option<usize> {
        let mut k = k;
        for _ in 0..8 {
            if self.token(k).deprel == "acl:relcl" || self.token(k).deprel == "acl" {
                return self.head(k);
            }
            if !matches!(self.rel(k), "conj" | "xcomp" | "ccomp") {
                return None;
            }
            k = self.head(k)?;
        }
        None
    }

    /// Who does what the verb says: the subject of an active verb, the `by` of a passive one.
    pub fn agent(&self, k: usize, depth: usize) -> Option<(usize, Path)> {
        if self.is_passive(k) {
            return self
                .exact_child(k, "obl:agent")
                .or_else(|| self.party_by(k, "by"))
                .map(|a| (a, Path::PassiveAgent));
        }
        self.subject(k, depth)
    }

    /// To whom the verb does it: the object of an active verb, the subject of a passive one.
    pub fn patient(&self, k: usize) -> Option<(usize, Path)> {
        if self.is_passive(k) {
            return self.subject(k, 0).map(|(s, _)| (s, Path::PassiveSubject));
        }
        if let Some(o) = self.child(k, "obj") {
            if self.is_relative(o)
                && self.token(o).feat("PronType") == Some("Rel")
                && let Some(noun) = self.relative_noun(k)
            {
                return Some((noun, Path::Relative));
            }
            return Some((o, Path::Object));
        }
        if let Some(o) = self.counted(k) {
            return Some((o, Path::Object));
        }
        if self.token(k).deprel == "acl:relcl"
            && self.child(k, "nsubj").is_some_and(|s| !self.is_relative(s) && !self.is_whose(s))
        {
            return self.head(k).map(|h| (h, Path::Relative));
        }
        // "criticised and then attacked the group": the object hangs on the last verb
        if ["xcomp", "ccomp", "obl"].iter().any(|rel| self.child(k, rel).is_some()) {
            return None;
        }
        self.with_rel(k, "conj")
            .filter(|&c| self.is_verb(c))
            .find_map(|c| self.child(c, "obj").map(|o| (o, Path::Shared)))
    }

    /// `whose boat`: part of a noun before, not another object of its verb.
    fn is_whose(&self, k: usize) -> bool {
        self.children[k].iter().any(|&c| self.lemma(c) == "whose" || self.token(c).form.eq_ignore_ascii_case("whose"))
    }

    /// An object that the parser hangs as an oblique because of the words of its number: `kidnapped up to 16 advisers`.
    fn counted(&self, k: usize) -> Option<usize> {
        self.with_rel(k, "obl").find(|&o| {
            let case = self.child(o, "case");
            let up_to = case.is_some_and(|c| c > 0 && self.lemma(c) == "to" && self.lemma(c - 1) == "up");
            o > k
                && self.child(o, "nummod").is_some()
                && self.token(o).deprel == "obl"
                && self.token(o).upos == Upos::Noun
                && (case.is_none() || up_to)
        })
    }

    /// The possessor of a noun (`Russia's attack`, `his meeting`).
    pub fn possessor(&self, k: usize) -> Option<usize> {
        self.exact_child(k, "nmod:poss").or_else(|| {
            self.children[k]
                .iter()
                .copied()
                .find(|&c| self.rel(c) == "nmod" && self.token(c).feat("Poss") == Some("Yes"))
        })
    }

    /// Who does what a noun says: its possessor, its `by`, or the agent of the verb that governs it.
    pub fn nominal_agent(&self, k: usize, depth: usize) -> Option<(usize, Path)> {
        if depth > 8 {
            return None;
        }
        if self.is_verb(k) {
            return self.agent(k, depth + 1);
        }
        if let Some(p) = self.possessor(k) {
            return Some((p, Path::Possessor));
        }
        if let Some(b) = self.by_preposition(k, &["by".to_owned()]) {
            return Some((b, Path::Oblique));
        }
        let head = self.head(k)?;
        match self.rel(k) {
            "obj" | "obl" | "xcomp" | "ccomp" if self.is_verb(head) => self.agent(head, depth + 1),
            "nsubj" if self.token(k).deprel == "nsubj:pass" => self.agent(head, depth + 1),
            "conj" => self.nominal_agent(head, depth + 1),
            "nmod" | "acl" | "appos" => self.nominal_agent(head, depth + 1),
            _ => None,
        }
    }

    /// The words at or below `k`, ascending.
    pub fn subtree(&self, k: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut stack = vec![k];
        let mut seen = vec![false; self.len()];
        while let Some(n) = stack.pop() {
            if !std::mem::replace(&mut seen[n], true) {
                out.push(n);
                stack.extend(&self.children[n]);
            }
        }
        out.sort_unstable();
        out
    }
}
