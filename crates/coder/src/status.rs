//! Whether what a word says happened: tense, modals, negation, governing words, modifiers, conditions.
//!
//! The walk starts at the word of the act and climbs the tree. Each governing word may weaken what is below it
//! (`plan`, `deny`, `if`); see METHODS.md, "Status".

use crate::frames::{Frames, Operator};
use crate::tree::Tree;
use detente_event::Status;
use detente_text::Upos;

/// What the walk found.
#[derive(Clone, Debug)]
pub(crate) struct Judgement {
    pub status: Status,
    /// The head of the clause it hangs on (`if …`).
    pub condition: Option<usize>,
    /// The verb or noun that reports it (`said`).
    pub says: Option<usize>,
    /// Rule and word, innermost first.
    pub why: Vec<(&'static str, usize)>,
    /// Governing words passed on the way, innermost first.
    pub above: Vec<usize>,
    /// Whether anything but the bare default spoke.
    pub evidence: bool,
}

/// The status that an operator gives to what it governs.
fn of_operator(o: Operator) -> Option<Status> {
    Some(match o {
        Operator::Planned => Status::Planned,
        Operator::Considered => Status::Considered,
        Operator::Threatened => Status::Threatened,
        Operator::Negated => Status::Negated,
        Operator::Hypothetical => Status::Hypothetical,
        Operator::Historical => Status::Historical,
        Operator::Occurred => Status::Occurred,
        Operator::Light | Operator::Says => return None,
    })
}

/// `outer` applied to `inner`: the less certain one stands; what is denied twice is only possible.
fn compose(inner: Status, outer: Status) -> Status {
    let doubt = |s: Status| match s {
        Status::Occurred => 0,
        Status::Historical => 1,
        Status::Planned => 2,
        Status::Considered => 3,
        Status::Threatened => 4,
        Status::Hypothetical => 5,
        Status::Negated => 6,
    };
    match (inner, outer) {
        (Status::Negated, Status::Negated) => Status::Considered,
        _ if doubt(outer) > doubt(inner) => outer,
        _ => inner,
    }
}

/// The status of the act at token `k`.
pub(crate) fn judge(tree: &Tree<'_>, frames: &Frames, k: usize) -> Judgement {
    let mut j = Judgement {
        status: Status::Occurred,
        condition: None,
        says: None,
        why: Vec::new(),
        above: Vec::new(),
        evidence: false,
    };
    let mut walk = Walk { tree, frames, j: &mut j };
    walk.climb(k);
    if let Some(story) = story_of(tree, frames, k, &j.above) {
        j.status = compose(j.status, Status::Hypothetical);
        j.why.push(("in a story", story));
        j.evidence = true;
    }
    if let Some(c) = condition_of(tree, k, &j.above) {
        j.condition = Some(c);
        j.evidence = true;
    }
    j
}

struct Walk<'t, 'j> {
    tree: &'t Tree<'t>,
    frames: &'t Frames,
    j: &'j mut Judgement,
}

impl Walk<'_, '_> {
    fn apply(&mut self, status: Status, rule: &'static str, at: usize) {
        self.j.status = compose(self.j.status, status);
        self.j.why.push((rule, at));
        self.j.evidence = true;
    }

    fn climb(&mut self, start: usize) {
        let tree = self.tree;
        let mut k = start;
        let mut verbal = self.own(k);
        for _ in 0..tree.len().min(24) {
            let Some(h) = tree.head(k) else { return };
            self.j.above.push(h);
            let rel = tree.rel(k);
            let deprel = tree.token(k).deprel.as_str();
            if tree.is_verb(k) || (tree.child(k, "cop").is_some() && rel != "obj") {
                match rel {
                    // shares auxiliaries and governors with the first conjunct
                    "conj" => verbal |= (!verbal || !self.finite(k)) && self.own_of_governor(h),
                    "xcomp" => {
                        if !self.governed(h, k) {
                            verbal |= self.own_of_governor(h);
                        } else {
                            self.own_of_governor(h);
                            verbal = true;
                        }
                    }
                    // "Brussels proposed a zone; Baku ruled it out": two sentences in one
                    "parataxis"
                        if self.finite(k)
                            && tree.child(k, "nsubj").is_some()
                            && !self.frames.is('v', tree.lemma(h), Operator::Says) =>
                    {
                        self.j.above.pop();
                        return;
                    }
                    "ccomp" | "parataxis" | "csubj" => {
                        // "it was unclear whether", "asked if"
                        let open = |&m: &usize| matches!(tree.lemma(m).to_lowercase().as_str(), "whether" | "if");
                        if let Some(m) = tree.with_rel(k, "mark").find(open)
                            && !tree.is_to_infinitive(k)
                        {
                            self.apply(Status::Hypothetical, "whether", m);
                        }
                        let reports = self.frames.is('v', tree.lemma(h), Operator::Says)
                            && self.finite(k)
                            && !tree.is_to_infinitive(k);
                        let doubted = matches!(
                            self.frames.status_operator('v', tree.lemma(h)),
                            Some(Operator::Negated | Operator::Threatened)
                        );
                        if !reports || doubted && rel == "ccomp" {
                            self.governed(h, k);
                        }
                        if self.frames.is('v', tree.lemma(h), Operator::Says) && self.j.says.is_none() {
                            self.j.says = Some(h);
                        }
                        self.disbelieved(h);
                        if !self.finite(k) && rel == "ccomp" {
                            self.own_of_governor(h);
                        } else if self.negated(h).is_some() && self.frames.status_operator('v', tree.lemma(h)).is_some()
                        {
                            // handled in `governed`
                        }
                        verbal = true;
                    }
                    "advcl" => {
                        if !self.adverbial(k, h) {
                            return;
                        }
                        verbal |= self.own_of_governor(h);
                    }
                    "acl" => {
                        if deprel == "acl:relcl" {
                            if self.finite(k) {
                                self.rumoured(k, h);
                                return;
                            }
                        } else if tree.is_to_infinitive(k) {
                            match self.frames.status_operator('n', tree.lemma(h)) {
                                Some(o) => self.operator(o, "noun", h),
                                None => self.apply(Status::Considered, "infinitive after a noun", k),
                            }
                        } else if let Some(o) = self.frames.status_operator('n', tree.lemma(h)) {
                            self.operator(o, "noun", h);
                        } else {
                            self.unverified(h);
                        }
                    }
                    _ => {}
                }
            } else {
                match rel {
                    // "called the raid a violation" calls for none
                    "obj" | "iobj" if matches!(tree.lemma(h), "call" | "tell") => return,
                    "obj" | "iobj" => {
                        if self.frames.operators('v', tree.lemma(h)).is_empty() && self.phrasal(h).is_none() {
                            return;
                        }
                        self.governed(h, k);
                        self.own_of_governor(h);
                    }
                    "nsubj" | "csubj" => {
                        let passive = deprel.ends_with(":pass");
                        let ops = self.frames.operators('v', tree.lemma(h));
                        let predicate = tree.token(h).upos == Upos::Adj;
                        if predicate {
                            if let Some(o) = self.frames.status_operator('a', tree.lemma(h)) {
                                self.operator(o, "predicate", h);
                            }
                            return;
                        }
                        if !passive && !ops.contains(&Operator::Light) && !self.happens(h) {
                            // "if the talks fail"
                            if tree.rel(h) == "advcl" {
                                self.adverbial_condition(h);
                            }
                            return;
                        }
                        if ops.is_empty() && self.phrasal(h).is_none() && !self.happens(h) {
                            return;
                        }
                        if passive {
                            self.governed(h, k);
                        }
                        self.own_of_governor(h);
                    }
                    "obl" | "nmod" => {
                        let preposition = tree.preposition(k);
                        if let Some(o) = self.frames.status_operator('p', &preposition) {
                            self.operator(o, "preposition", k);
                        }
                        if tree.is_verb(h) {
                            let with = format!("{} {preposition}", tree.lemma(h).to_lowercase());
                            if let Some(o) = self.frames.status_operator('v', &with) {
                                self.operator(o, "verb", h);
                                self.own_of_governor(h);
                            } else if self.frames.is('v', &with, Operator::Light) {
                                self.own_of_governor(h);
                            } else {
                                return;
                            }
                        } else {
                            match self.frames.status_operator('n', tree.lemma(h)) {
                                Some(o) if rel == "nmod" => {
                                    self.operator(o, "noun", h);
                                }
                                _ => return,
                            }
                        }
                    }
                    "conj" => {}
                    "compound" | "appos" => {
                        if let Some(o) = self.frames.status_operator('n', tree.lemma(h)) {
                            self.operator(o, "noun", h);
                        } else if rel == "compound" {
                            return;
                        }
                    }
                    _ => return,
                }
                if rel != "conj" {
                    verbal = true;
                }
            }
            k = h;
            if rel != "conj" && !tree.is_verb(k) {
                self.modifiers(k);
            }
        }
    }

    /// The word's own tense, auxiliaries and negation, or a noun's own modifiers. Whether it settles the tense.
    fn own(&mut self, k: usize) -> bool {
        if self.tree.is_verb(k) {
            self.own_of_governor(k)
        } else {
            self.modifiers(k);
            false
        }
    }

    fn finite_form(&self, k: usize) -> bool {
        let t = self.tree.token(k);
        t.feat("VerbForm") == Some("Fin") || matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD")
    }

    fn finite(&self, k: usize) -> bool {
        self.finite_form(k)
            || self
                .tree
                .children(k)
                .iter()
                .any(|&c| matches!(self.tree.rel(c), "aux" | "cop") && !self.tree.is_to_infinitive(k))
    }

    /// Auxiliaries, modals and negation of a verb.
    fn own_of_governor(&mut self, k: usize) -> bool {
        let tree = self.tree;
        let mut settled = self.finite(k);
        for &c in tree.children(k) {
            if tree.rel(c) != "aux" {
                continue;
            }
            let reported = self.reported(k);
            let negated = self.negated(k).is_some();
            match tree.lemma(c).to_lowercase().as_str() {
                "will" | "shall" | "'ll" | "’ll" | "wo" => self.apply(Status::Planned, "future", c),
                "would" if tree.token(c).form.eq_ignore_ascii_case("would") || tree.lemma(c) == "would" => {
                    let s = if reported { Status::Planned } else { Status::Hypothetical };
                    self.apply(s, "would", c);
                }
                "may" | "might" => self.apply(Status::Considered, "modal", c),
                "could" | "can" if !negated => self.apply(Status::Considered, "modal", c),
                "must" | "should" | "ought" => self.apply(Status::Considered, "modal", c),
                _ => continue,
            }
            settled = true;
        }
        // "are to hand over": the infinitive itself heads the clause
        let be = |&c: &usize| matches!(tree.rel(c), "cop" | "aux") && tree.lemma(c) == "be" && self.finite_form(c);
        if tree.is_to_infinitive(k)
            && let Some(c) = tree.children(k).iter().copied().find(be)
        {
            self.apply(Status::Planned, "to come", c);
            settled = true;
        }
        let near = |&c: &usize| {
            c + 1 == k
                && tree.rel(c) == "advmod"
                && matches!(tree.lemma(c).to_lowercase().as_str(), "nearly" | "almost")
        };
        if let Some(n) = tree.children(k).iter().copied().find(near) {
            self.apply(Status::Negated, "nearly", n);
            settled = true;
        }
        if let Some(n) = self.negated(k) {
            // "cannot", "could not", "will not", "did not"
            self.j.status = match self.j.status {
                Status::Negated => Status::Considered,
                _ => Status::Negated,
            };
            self.j.why.push(("negation", n));
            self.j.evidence = true;
            settled = true;
        }
        settled
    }

    /// A clause reported by a verb of saying in the past: its `would` is a `will`.
    fn reported(&self, k: usize) -> bool {
        let tree = self.tree;
        let mut k = k;
        for _ in 0..6 {
            let Some(h) = tree.head(k) else { return false };
            match tree.rel(k) {
                "ccomp" | "parataxis" => {
                    return self.frames.is('v', tree.lemma(h), Operator::Says)
                        || matches!(
                            self.frames.status_operator('v', tree.lemma(h)),
                            Some(Operator::Planned | Operator::Threatened | Operator::Negated)
                        );
                }
                "conj" | "xcomp" => k = h,
                _ => break,
            }
        }
        // "X would withdraw, the minister said": the saying hangs below
        tree.with_rel(k, "parataxis").any(|c| self.frames.is('v', tree.lemma(c), Operator::Says))
    }

    fn negated(&self, k: usize) -> Option<usize> {
        let tree = self.tree;
        tree.children(k)
            .iter()
            .copied()
            .find(|&c| {
                matches!(tree.rel(c), "advmod" | "aux" | "det")
                    && (matches!(
                        tree.lemma(c).to_lowercase().as_str(),
                        "not" | "n't" | "never" | "neither" | "no" | "nor" | "hardly"
                    ) || tree.token(c).form == "n’t"
                        || tree.token(c).form == "n't")
                    && !(tree.lemma(c) == "no" && tree.rel(c) == "advmod" && tree.token(k).upos != Upos::Verb)
            })
            .or_else(|| {
                tree.child(k, "nsubj").filter(|&s| {
                    matches!(tree.lemma(s).to_lowercase().as_str(), "nobody" | "none" | "no-one")
                        || tree.with_rel(s, "det").any(|d| matches!(tree.lemma(d), "no" | "neither"))
                })
            })
            .or_else(|| tree.child(k, "obj").filter(|&o| tree.with_rel(o, "det").any(|d| tree.lemma(d) == "no")))
    }

    /// Applies what governs: the operator of `h` over its complement at `k`. Whether there was one.
    fn governed(&mut self, h: usize, k: usize) -> bool {
        let tree = self.tree;
        let lemma = tree.lemma(h).to_lowercase();
        if let Some((o, _)) = self.phrasal(h) {
            self.operator(o, "verb", h);
            return true;
        }
        // be to, have yet to, be set to, be likely to
        if matches!(lemma.as_str(), "be" | "have") && tree.is_to_infinitive(k) {
            let yet = tree.children(h).iter().chain(tree.children(k)).any(|&c| tree.lemma(c) == "yet");
            self.apply(if yet { Status::Negated } else { Status::Planned }, "to come", h);
            return true;
        }
        let pos = if tree.token(h).upos == Upos::Adj {
            'a'
        } else if tree.is_verb(h) {
            'v'
        } else {
            'n'
        };
        if pos == 'a' && tree.children(h).iter().any(|&c| tree.lemma(c) == "yet") {
            self.apply(Status::Negated, "yet to", h);
            return true;
        }
        if let Some(o) = self.frames.status_operator(pos, &lemma) {
            self.operator(o, "verb", h);
            return true;
        }
        if pos == 'v' && tree.rel(k) == "xcomp" && tree.is_to_infinitive(k) && lemma == "go" && tree.is_gerund(h) {
            self.apply(Status::Planned, "going to", h);
            return true;
        }
        false
    }

    /// The operator of a verb with its particle or preposition (`call off`, `rule out`, `back away from`).
    fn phrasal(&self, h: usize) -> Option<(Operator, usize)> {
        let tree = self.tree;
        let lemma = tree.lemma(h).to_lowercase();
        tree.children(h).iter().copied().filter(|&c| c > h).find_map(|c| {
            let word = match tree.rel(c) {
                "compound" | "advmod" | "obl" | "obj" => tree.lemma(c).to_lowercase(),
                _ => return None,
            };
            self.frames.status_operator('v', &format!("{lemma} {word}")).map(|o| (o, c))
        })
    }

    /// `Rumours that Chad had invaded spread`: the content of a doubtful noun, wherever the parser takes it for a relative
    /// clause.
    fn rumoured(&mut self, k: usize, h: usize) {
        let tree = self.tree;
        let that = tree.children(k).iter().any(|&c| tree.lemma(c) == "that" && !matches!(tree.rel(c), "nsubj" | "obj"));
        if that && tree.child(k, "nsubj").is_some() && self.frames.is('n', tree.lemma(h), Operator::Hypothetical) {
            self.apply(Status::Hypothetical, "noun", h);
        }
    }

    /// `It is not true that`, `nobody believes that`: what the clause says is not held to be so.
    fn disbelieved(&mut self, h: usize) {
        if self.negated(h).is_none() {
            return;
        }
        match self.tree.lemma(h) {
            "true" | "correct" => self.apply(Status::Negated, "not true", h),
            "clear" | "certain" | "sure" | "known" | "believe" | "think" | "expect" => {
                self.apply(Status::Hypothetical, "not believed", h);
            }
            _ => {}
        }
    }

    /// `Reports that … could not be verified`.
    fn unverified(&mut self, noun: usize) {
        let tree = self.tree;
        let Some(verb) = tree.head(noun).filter(|_| tree.rel(noun) == "nsubj") else { return };
        let tested = matches!(tree.lemma(verb), "verify" | "confirm" | "corroborate" | "substantiate" | "authenticate");
        if tested && self.frames.is('n', tree.lemma(noun), Operator::Says) && self.negated(verb).is_some() {
            self.apply(Status::Hypothetical, "unverified", verb);
        }
    }

    fn happens(&self, h: usize) -> bool {
        matches!(
            self.tree.lemma(h),
            "occur"
                | "happen"
                | "begin"
                | "start"
                | "take"
                | "resume"
                | "continue"
                | "open"
                | "go"
                | "proceed"
                | "follow"
        )
    }

    fn operator(&mut self, o: Operator, rule: &'static str, at: usize) {
        if let Some(s) = of_operator(o) {
            self.apply(s, rule, at);
        }
    }

    /// The clause at `k`, where it is a condition.
    fn adverbial_condition(&mut self, k: usize) {
        let tree = self.tree;
        let mark = tree.with_rel(k, "mark").find(|&m| matches!(tree.lemma(m).to_lowercase().as_str(), "if" | "unless"));
        if let Some(m) = mark {
            self.apply(Status::Hypothetical, "condition", m);
        }
    }

    /// An adverbial clause at `k`; `false` where what stands above does not matter.
    fn adverbial(&mut self, k: usize, h: usize) -> bool {
        let tree = self.tree;
        let marks: Vec<usize> =
            tree.children(k).iter().copied().filter(|&c| matches!(tree.rel(c), "mark" | "case" | "advmod")).collect();
        for &m in &marks {
            match tree.lemma(m).to_lowercase().as_str() {
                "whether" if tree.is_to_infinitive(k) => {
                    self.apply(Status::Considered, "whether to", m);
                    return false;
                }
                "if" | "unless" | "whether" | "lest" | "should" | "provided" => {
                    // "if the government refused": neither done nor refused
                    if self.j.status == Status::Negated {
                        self.j.status = Status::Hypothetical;
                    }
                    self.apply(Status::Hypothetical, "condition", m);
                    return false;
                }
                "without" => {
                    self.apply(Status::Negated, "without", m);
                    return false;
                }
                "before" | "until" | "till" => {
                    if !self.finite(k) {
                        return true;
                    }
                    // "sanctions would stay until all were released"
                    if tree.with_rel(h, "aux").any(|a| tree.token(a).xpos == "MD") {
                        self.apply(Status::Hypothetical, "until", m);
                    }
                    return false;
                }
                "after" | "since" | "when" | "while" | "because" | "by" | "despite" | "as" | "although" | "though"
                | "once" | "for" | "where" => {
                    return !self.finite(k) && tree.lemma(m) != "after" && tree.lemma(m) != "for";
                }
                "instead" | "rather" => {
                    self.apply(Status::Negated, "instead", m);
                    return false;
                }
                "from" if tree.is_gerund(k) && self.keeps_from(h) => {
                    self.apply(Status::Negated, "kept from", m);
                    return false;
                }
                "of" | "from" | "against" | "to" => {}
                _ => {}
            }
        }
        if self.inverted(k) {
            self.apply(Status::Hypothetical, "condition", k);
            return false;
        }
        if tree.is_to_infinitive(k) {
            // "blocked a road to protest": the aim is not what is blocked
            let done = tree.child(h, "obj").is_some() && !self.negates_infinitive(h);
            if done && self.frames.status_operator('v', tree.lemma(h)) == Some(Operator::Negated) {
                self.apply(Status::Considered, "purpose", k);
                return false;
            }
            let governs = self.governed(tree.head(k).unwrap_or(k), k);
            if !governs {
                self.apply(Status::Considered, "purpose", k);
            }
            return governs;
        }
        // "blocked a road, demanding pay": beside it, not governed by it
        let beside = tree.is_gerund(k) && (h..k).any(|c| tree.token(c).form == ",");
        if let Some(head) = tree.head(k).filter(|_| !beside) {
            self.governed(head, k);
        }
        !self.finite(k)
    }

    /// `Had the union imposed sanctions, …`, `Should they attack, …`: the auxiliary stands before the subject.
    fn inverted(&self, k: usize) -> bool {
        let tree = self.tree;
        let Some(subject) = tree.child(k, "nsubj") else { return false };
        tree.with_rel(k, "aux").any(|a| {
            let had = tree.lemma(a) == "have" && tree.token(a).xpos == "VBD"
                || tree.token(a).form.eq_ignore_ascii_case("should");
            had && a < subject
        })
    }

    /// Negative verbs whose infinitive is what is not done even beside an object.
    fn negates_infinitive(&self, h: usize) -> bool {
        matches!(self.tree.lemma(h), "forbid" | "refuse" | "fail" | "decline" | "deny" | "neglect" | "omit")
    }

    /// Verbs whose `from` tells what is not done (`banned them from running`).
    fn keeps_from(&self, h: usize) -> bool {
        matches!(
            self.tree.lemma(h),
            "ban"
                | "bar"
                | "prevent"
                | "stop"
                | "block"
                | "prohibit"
                | "forbid"
                | "keep"
                | "discourage"
                | "dissuade"
                | "deter"
                | "refrain"
                | "abstain"
                | "restrain"
                | "desist"
                | "disqualify"
                | "exclude"
                | "hinder"
                | "shy"
                | "back"
        )
    }

    /// Modifiers of a noun: `planned`, `upcoming`, `alleged`, `no`, `which will occur`, `scheduled for`.
    fn modifiers(&mut self, k: usize) {
        let tree = self.tree;
        for &c in tree.children(k) {
            match tree.rel(c) {
                "amod" | "compound" | "nmod" | "advmod" => {
                    let lemma = tree.lemma(c).to_lowercase();
                    let form = tree.token(c).form.to_lowercase();
                    if tree.rel(c) == "nmod" && tree.token(c).deprel != "nmod:poss" && tree.child(c, "case").is_some() {
                        continue;
                    }
                    let found =
                        self.frames.status_operator('a', &form).or_else(|| self.frames.status_operator('a', &lemma));
                    if let Some(o) = found {
                        self.operator(o, "modifier", c);
                        self.j.evidence = true;
                    }
                }
                "det" if matches!(tree.lemma(c), "no" | "neither" | "any") => {
                    if tree.lemma(c) == "any" {
                        self.apply(Status::Hypothetical, "any", c);
                    } else {
                        self.apply(Status::Negated, "no", c);
                    }
                }
                "acl" => {
                    let deprel = tree.token(c).deprel.as_str();
                    if deprel == "acl:relcl" {
                        if self.happens(c) || tree.is_passive(c) {
                            let before = self.j.status;
                            if tree.is_passive(c) {
                                self.governed_noun(c);
                            }
                            self.own_of_governor(c);
                            let _ = before;
                        }
                    } else if tree.is_past_participle(c) {
                        self.governed_noun(c);
                    }
                }
                _ => {}
            }
        }
    }

    fn governed_noun(&mut self, participle: usize) {
        if let Some((o, _)) = self.phrasal(participle) {
            self.operator(o, "participle", participle);
        } else if let Some(o) = self.frames.status_operator('v', &self.tree.lemma(participle).to_lowercase()) {
            self.operator(o, "participle", participle);
        }
    }
}

/// The work of fiction that the act at `k` is told in: `In the film, soldiers kill …`, `the novel tells how …`.
fn story_of(tree: &Tree<'_>, frames: &Frames, k: usize, above: &[usize]) -> Option<usize> {
    let fiction = |&n: &usize| frames.in_class("fictions", &tree.lemma(n).to_lowercase());
    let told = above.iter().find_map(|&a| tree.child(a, "nsubj").filter(|_| tree.is_verb(a)).filter(fiction));
    told.or_else(|| {
        std::iter::once(k)
            .chain(above.iter().copied())
            .find_map(|v| tree.with_rel(v, "obl").find(|n| *n < v && fiction(n) && tree.preposition(*n) == "in"))
    })
}

/// The clause (`if …`, `unless …`) that the act at `k`, or what governs it, hangs on.
fn condition_of(tree: &Tree<'_>, k: usize, above: &[usize]) -> Option<usize> {
    std::iter::once(k).chain(above.iter().copied()).take(5).find_map(|v| {
        tree.with_rel(v, "advcl").find(|&c| {
            c != k
                && !above.contains(&c)
                && tree.children(c).iter().any(|&m| {
                    tree.rel(m) == "mark"
                        && matches!(
                            tree.lemma(m).to_lowercase().as_str(),
                            "if" | "unless" | "should" | "provided" | "once"
                        )
                })
        })
    })
}
