//! Frames: which words, in which construction, name which act.
//!
//! A frame line reads `verb: heads & objects > recipients ! flags`; see CONTRIBUTING.md ("Frames"). The files stand
//! in `dictionaries/frames/`.

mod matching;
mod near;
mod telling;
mod words;

pub(crate) use matching::Hit;
use words::Words;

pub(crate) use telling::{Unheard, clause_between, content_of};

use detente_event::{Act, CONTEXTS, Diagnostic, Span, cameo_name};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Where a frame finds its recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The object (or passive subject).
    Object,
    /// The possessor of the object, or of the noun that is the head.
    Possessor,
    /// An actor named anywhere inside the object (`Russian diplomats`).
    Inside,
    /// The subject of the clause that follows.
    Clause,
    /// The subject.
    Subject,
    /// A nominal with that preposition.
    Preposition(String),
}

/// What must be true of the object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Its lemma (or compound and lemma) is one of these, or it is an actor where the list says so.
    Words {
        /// The lemmas.
        words: Words,
        /// `@actor` is among them.
        actor: bool,
        /// `@name` is among them: an actor that is one proper name (`seized Mosul`).
        name: bool,
        /// `@none` is among them: there may be no object at all.
        none: bool,
    },
    /// A nominal with that preposition has one of these lemmas (`benefit & from: influx | supply`), or is an actor where the
    /// list says so.
    Oblique(String, Words, bool),
    /// There is none.
    None,
    /// A clause follows (`to …`, `that …`).
    Clause,
}

/// One construction.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub act: Act,
    pub mode: Option<String>,
    pub cameo: String,
    pub contexts: Vec<String>,
    pub verb: bool,
    /// The head's words: lemma and what follows it (`call off`) or precedes it (`phone call`).
    pub head: Vec<String>,
    pub need: Arc<[Need]>,
    pub recipients: Vec<Slot>,
    /// All parties are actors.
    pub both: bool,
    /// The subject is the recipient, the recipient slots give the actor.
    pub swap: bool,
    /// Whoever says the clause acts (`warned that it would have consequences`).
    pub speaker: bool,
    /// The line as written, for the reason.
    pub line: String,
}

impl Frame {
    /// More particular frames win: more words, then needs.
    pub fn weight(&self) -> usize {
        let need: usize = self
            .need
            .iter()
            .map(|n| match n {
                Need::Words { words, .. } if words.is_empty() => 2,
                Need::Words { .. } | Need::Oblique(..) => 4,
                Need::Clause => 2,
                Need::None => 1,
            })
            .sum();
        self.head.len() * 8 + need
    }
}

/// How a governing word changes the status of what it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Operator {
    Occurred,
    Planned,
    Considered,
    Threatened,
    Negated,
    Hypothetical,
    /// Carries its subject into the noun that it governs (`hold talks`).
    Light,
    /// Reports a claim.
    Says,
    /// A modifier that marks background from long before.
    Historical,
}

/// All frames and operators.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frames {
    frames: Vec<Frame>,
    verbs: HashMap<String, Vec<usize>>,
    nouns: HashMap<String, Vec<usize>>,
    /// Part of speech → word → operators.
    operators: BTreeMap<char, HashMap<String, Vec<Operator>>>,
    classes: BTreeMap<String, Vec<String>>,
}

impl Frames {
    /// Reads a frame file. Lines with a mistake are skipped and reported.
    pub fn load(&mut self, text: &str) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut header: Option<Header> = None;
        let mut operator: Option<Operator> = None;
        let mut sourced = false;
        let mut at = 0;
        for raw in text.split_inclusive('\n') {
            let span = Span::new(at, at + raw.trim_end().len());
            at += raw.len();
            let line = raw.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let outcome = if line.starts_with("source:") {
                sourced = true;
                Ok(())
            } else if let Some(rest) = line.strip_prefix("class ") {
                self.class(rest)
            } else if let Some(head) = line.strip_prefix('[') {
                let head = head.trim_end_matches(']').trim();
                (header, operator) = (None, None);
                if !sourced {
                    found.push(Diagnostic::warning("DT0211", span, "a block before any `source:` line"));
                }
                match operator_named(head) {
                    Some(o) => {
                        operator = Some(o);
                        Ok(())
                    }
                    None => Header::parse(head).map(|h| header = Some(h)),
                }
            } else {
                match (line.split_once(':'), &header, operator) {
                    (Some((key, value)), Some(h), _) => self.frame(h, key.trim(), value.trim()),
                    (Some((key, value)), None, Some(o)) => self.operator(o, key.trim(), value),
                    _ => Err("a line outside of a block, or without `key: value`".to_owned()),
                }
            };
            if let Err(message) = outcome {
                found.push(Diagnostic::error("DT0212", span, message));
            }
        }
        found
    }

    fn class(&mut self, rest: &str) -> Result<(), String> {
        let (name, words) = rest.split_once('=').ok_or("`class name = word | word`")?;
        let words = self.words(words)?;
        self.classes.entry(name.trim().to_owned()).or_default().extend(words);
        Ok(())
    }

    /// `a | b c | @class` as lower-case words.
    fn words(&self, text: &str) -> Result<Vec<String>, String> {
        let mut out = Vec::new();
        for w in text.split('|').map(str::trim).filter(|w| !w.is_empty()) {
            match w.strip_prefix('@') {
                Some(class) => {
                    out.extend(self.classes.get(class).ok_or_else(|| format!("`@{class}` is no class above"))?.clone());
                }
                None => out.push(w.to_lowercase()),
            }
        }
        if out.is_empty() { Err("no words".to_owned()) } else { Ok(out) }
    }

    fn frame(&mut self, header: &Header, key: &str, value: &str) -> Result<(), String> {
        let verb = match key {
            "verb" => true,
            "noun" => false,
            other => return Err(format!("`{other}` is neither `verb` nor `noun`")),
        };
        let (rest, flags) = value.split_once('!').unwrap_or((value, ""));
        let (rest, slots) = rest.split_once('>').unwrap_or((rest, ""));
        let (heads, needs) = rest.split_once('&').unwrap_or((rest, ""));
        let mut need = Vec::new();
        for group in needs.split('&').map(str::trim).filter(|g| !g.is_empty()) {
            need.push(match group {
                "@none" => Need::None,
                "@clause" => Need::Clause,
                list => match list.split_once(':') {
                    Some((preposition, words)) => {
                        let plain = words.split('|').map(str::trim).filter(|w| *w != "@actor").collect::<Vec<_>>();
                        let actor = words.split('|').any(|w| w.trim() == "@actor");
                        let list = if plain.is_empty() { Vec::new() } else { self.words(&plain.join("|"))? };
                        Need::Oblique(preposition.trim().to_owned(), Words::new(list), actor)
                    }
                    None => {
                        let parts: Vec<&str> = list.split('|').map(str::trim).collect();
                        let words: Vec<&str> =
                            parts.iter().copied().filter(|w| !matches!(*w, "@actor" | "@name" | "@none")).collect();
                        let words = if words.is_empty() { Vec::new() } else { self.words(&words.join("|"))? };
                        let words = Words::new(words);
                        let has = |class: &str| parts.contains(&class);
                        Need::Words { words, actor: has("@actor"), name: has("@name"), none: has("@none") }
                    }
                },
            });
        }
        let need: Arc<[Need]> = need.into();
        let recipients = slots
            .split(',')
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(|s| match s {
                "obj" => Slot::Object,
                "poss" => Slot::Possessor,
                "inside" => Slot::Inside,
                "clause" => Slot::Clause,
                "subj" => Slot::Subject,
                p => Slot::Preposition(p.to_owned()),
            })
            .collect::<Vec<_>>();
        let (mut both, mut swap, mut speaker) = (false, false, false);
        for flag in flags.split_whitespace() {
            match flag {
                "both" => both = true,
                "swap" => swap = true,
                "speaker" => speaker = true,
                other => return Err(format!("`{other}` is no flag")),
            }
        }
        for head in self.words(heads)? {
            let head: Vec<String> = head.split_whitespace().map(str::to_owned).collect();
            let key = if verb { head.first() } else { head.last() }.cloned().unwrap_or_default();
            let frame = Frame {
                act: header.act,
                mode: header.mode.clone(),
                cameo: header.cameo.clone(),
                contexts: header.contexts.clone(),
                verb,
                head,
                need: Arc::clone(&need),
                recipients: recipients.clone(),
                both,
                swap,
                speaker,
                line: value.trim().to_owned(),
            };
            let id = self.frames.len();
            self.frames.push(frame);
            if verb { &mut self.verbs } else { &mut self.nouns }.entry(key).or_default().push(id);
        }
        Ok(())
    }

    fn operator(&mut self, operator: Operator, key: &str, value: &str) -> Result<(), String> {
        let pos = match key {
            "verb" => 'v',
            "noun" => 'n',
            "adjective" => 'a',
            "preposition" => 'p',
            "adverb" => 'r',
            other => return Err(format!("`{other}` is no part of speech of an operator")),
        };
        for word in self.words(value)? {
            let list = self.operators.entry(pos).or_default().entry(word).or_default();
            if !list.contains(&operator) {
                list.push(operator);
            }
        }
        Ok(())
    }

    /// Whether a class of words holds the word.
    pub fn in_class(&self, class: &str, word: &str) -> bool {
        self.classes.get(class).is_some_and(|words| words.iter().any(|w| w.eq_ignore_ascii_case(word)))
    }

    /// The operators of a word: `pos` is `v`, `n`, `a`, `p` or `r`.
    pub fn operators(&self, pos: char, word: &str) -> &[Operator] {
        self.operators.get(&pos).and_then(|words| words.get(word)).map_or(&[], Vec::as_slice)
    }

    /// Whether the word is that operator.
    pub fn is(&self, pos: char, word: &str, operator: Operator) -> bool {
        self.operators(pos, word).contains(&operator)
    }

    /// The first operator of a word that sets a status.
    pub fn status_operator(&self, pos: char, word: &str) -> Option<Operator> {
        self.operators(pos, word).iter().copied().find(|o| !matches!(o, Operator::Light | Operator::Says))
    }
}

fn operator_named(name: &str) -> Option<Operator> {
    Some(match name {
        "occurred" => Operator::Occurred,
        "planned" => Operator::Planned,
        "considered" => Operator::Considered,
        "threatened" => Operator::Threatened,
        "negated" => Operator::Negated,
        "hypothetical" => Operator::Hypothetical,
        "historical" => Operator::Historical,
        "light" => Operator::Light,
        "says" => Operator::Says,
        _ => return None,
    })
}

struct Header {
    act: Act,
    mode: Option<String>,
    cameo: String,
    contexts: Vec<String>,
}

impl Header {
    /// `ACT [mode] [cameo] [context …]`
    fn parse(text: &str) -> Result<Header, String> {
        let mut words = text.split_whitespace();
        let name = words.next().ok_or("an empty header")?;
        let act = Act::parse(name).ok_or_else(|| format!("`{name}` is no act"))?;
        let mut header = Header { act, mode: None, cameo: String::new(), contexts: Vec::new() };
        for w in words {
            if act.modes().contains(&w) {
                header.mode = Some(w.to_owned());
            } else if cameo_name(w).is_some() {
                header.cameo = w.to_owned();
            } else if CONTEXTS.contains(&w) {
                header.contexts.push(w.to_owned());
            } else {
                return Err(format!("`{w}` is neither a mode of {act}, nor a CAMEO code, nor a context"));
            }
        }
        Ok(header)
    }
}
