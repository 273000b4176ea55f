//! Why there is an event, and why there is none, as data.

use crate::assemble::trace::{Trace, Weighed};
use crate::between::head_of;
use crate::classify::{ACTS, Scores};
use crate::coder::Coder;
use crate::tree::Tree;
use detente_event::{Act, Document, Event, Span, Status};
use detente_text::Sentence;
use serde::Serialize;

/// The events of a document with what led to each, and what told none.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Explanation {
    /// The events, as [`Coder::code`] gives them.
    pub events: Vec<Event>,
    /// For each event, in the same order, what led to it besides its `why`.
    pub reasons: Vec<Grounds>,
    /// Words and sentences that told no event, in the order of the text; at least one for each sentence without an event.
    pub absences: Vec<Absence>,
}

/// What led to an event besides the words and rules of its `why`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Grounds {
    /// [`Event::id`].
    pub event: String,
    /// From the word of the act to each party, through the tree.
    pub paths: Vec<TreePath>,
    /// What the classifier said of the first actor and recipient; `None` where it was not asked.
    pub score: Option<Score>,
}

/// The way from the word of the act to a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TreePath {
    /// `actor` or `recipient`.
    pub role: &'static str,
    /// The words on the way, the act's first.
    pub steps: Vec<Step>,
}

/// One word on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The word as written.
    pub word: String,
    /// The relation (Universal Dependencies) by which it was reached from the word before; empty for the first.
    pub relation: String,
    /// Whether it governs the word before, and not the other way round.
    pub up: bool,
}

/// What the classifier said of two mentions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// How probable the event's act is, 0 to 1.
    pub probability: f64,
    /// The act that it finds most probable.
    pub best: Act,
    /// How probable that is.
    pub best_probability: f64,
    /// How probable it is that there is no event.
    pub no_event: f64,
    /// The most probable status.
    pub status: Status,
    /// The features that count most, with their weight for the event's act against no event (differences of log-odds).
    pub features: Vec<Weight>,
}

/// A feature with its weight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weight {
    /// What was seen, in words.
    pub feature: String,
    /// Above 0 it speaks for the act, below 0 for no event.
    pub weight: f64,
}

/// A sentence, or a word of it, that told no event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Absence {
    /// Number of the sentence, from 1.
    pub sentence: usize,
    /// The sentence.
    pub text: String,
    /// The word that could have told an act; `None` where the whole sentence is meant.
    pub word: Option<String>,
    /// Its bytes, or those of the sentence.
    pub span: Span,
    /// The act that it could have been.
    pub act: Option<Act>,
    /// Why it is none.
    pub reason: Reason,
}

/// Why a word, or a sentence, tells no event.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "because")]
pub enum Reason {
    /// No word of the sentence names an act.
    NoWord,
    /// The word names acts in other constructions: what their frames need beside it is not there.
    OtherConstruction {
        /// Those acts.
        acts: Vec<Act>,
    },
    /// No state, organisation, group or official is named as doing it or having it done.
    NoParty,
    /// A thing does it: a storm that kills, a bill that goes to the president.
    Thing,
    /// Only private people are named, and nothing says that it was war or terror: a crime or a misfortune.
    Private,
    /// Whoever does so is meant, nobody in particular (`nations that buy oil`).
    Generic,
    /// Talks with one side named, that continue nothing told before.
    OneSide,
    /// Words that nobody is named to have said, and that may never be said.
    Unsaid,
    /// It belongs to the words of another act: its object, its name.
    PartOf {
        /// That act's word.
        of: String,
    },
    /// It only describes another noun (`opposition candidates`).
    Describes,
    /// It is what another act of the sentence asks for, agrees to, rejects or supports, and stands in that event.
    Content {
        /// That act's word.
        of: String,
    },
    /// It is what another act of the sentence is done for.
    Aim,
    /// It only counts whom another act of the sentence killed or injured.
    Outcome,
    /// It is what one party says that another must do, and stands in that event.
    Demanded,
    /// Another word of the sentence tells the same act of the same parties.
    Same,
    /// The classifier finds no event.
    Struck {
        /// How probable that is.
        p: f64,
    },
    /// No frame fires, and the classifier finds an act, but not certainly enough to tell it.
    Unsure {
        /// How probable the act is.
        p: f64,
    },
}

impl Coder {
    /// The events of a document with what led to each, and for every sentence and word that told none, why. `sentences`
    /// are its parsed sentences (of [`detente_text::read`], or from CoNLL-U).
    #[must_use]
    pub fn explain(&self, document: &Document, sentences: &[Sentence]) -> Explanation {
        let trace = Trace::default();
        let events = self.trace(document, sentences, Some(&trace));
        let reasons = events.iter().map(|e| self.grounds(e, sentences, &trace)).collect();
        let absences = self.absences(document, sentences, &events, &trace);
        Explanation { events, reasons, absences }
    }

    fn absences(&self, document: &Document, sentences: &[Sentence], events: &[Event], trace: &Trace) -> Vec<Absence> {
        let mut out: Vec<Absence> = Vec::new();
        for (k, sentence) in sentences.iter().enumerate() {
            let number = k + 1;
            let absence = |at: Option<usize>, act: Option<Act>, reason: Reason| Absence {
                sentence: number,
                text: sentence.span.of(&document.text).trim().to_owned(),
                word: at.map(|t| sentence.tokens[t].form.to_string()),
                span: at.map_or(sentence.span, |t| sentence.tokens[t].span),
                act,
                reason,
            };
            let before = out.len();
            for d in trace.dropped.borrow().iter().filter(|d| d.sentence == number) {
                let one = absence(Some(d.at), Some(d.act), d.reason.clone());
                if !out[before..].contains(&one) {
                    out.push(one);
                }
            }
            out[before..].sort_by_key(|a| a.span);
            if out.len() > before || events.iter().any(|e| e.sentence == number) {
                continue;
            }
            out.extend(self.silence(sentence, number, trace, absence));
        }
        out
    }

    /// Why a sentence tells nothing in which no frame fired.
    fn silence(
        &self,
        sentence: &Sentence,
        number: usize,
        trace: &Trace,
        absence: impl Fn(Option<usize>, Option<Act>, Reason) -> Absence,
    ) -> Vec<Absence> {
        /// At most so many words of a sentence are told.
        const TOLD: usize = 4;
        let tree = Tree::new(sentence);
        let weighed = trace.weighed.borrow();
        let unsure = weighed
            .iter()
            .filter(|w| w.sentence == number)
            .map(|w| best(&w.scores))
            .filter(|(_, p, none)| p > none)
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let mut out: Vec<Absence> = (0..tree.len())
            .filter_map(|t| {
                let acts = self.frames().near(&tree, t);
                (!acts.is_empty()).then(|| absence(Some(t), None, Reason::OtherConstruction { acts }))
            })
            .take(TOLD)
            .collect();
        if let Some((act, p, _)) = unsure {
            out.push(absence(None, Some(act), Reason::Unsure { p: round(p) }));
        }
        if out.is_empty() {
            out.push(absence(None, None, Reason::NoWord));
        }
        out
    }

    /// What led to an event.
    fn grounds(&self, e: &Event, sentences: &[Sentence], trace: &Trace) -> Grounds {
        let mut out = Grounds { event: e.id.clone(), ..Grounds::default() };
        let Some(sentence) = sentences.get(e.sentence.wrapping_sub(1)) else { return out };
        let tree = Tree::new(sentence);
        let token = |span: Option<Span>| span.filter(|s| sentence.span.contains(*s)).and_then(|s| head_of(sentence, s));
        if let Some(act) = head_of(sentence, e.span) {
            for (role, parties) in [("actor", &e.actor), ("recipient", &e.recipient)] {
                for party in parties.iter().filter_map(|a| token(a.span)) {
                    let path = TreePath { role, steps: steps(&tree, act, party) };
                    if !out.paths.contains(&path) {
                        out.paths.push(path);
                    }
                }
            }
        }
        let actor = token(e.actor.first().and_then(|a| a.span));
        let recipient = token(e.recipient.first().and_then(|a| a.span));
        out.score = trace
            .weighed
            .borrow()
            .iter()
            .find(|w| w.sentence == e.sentence && Some(w.actor) == actor && w.recipient == recipient)
            .map(|w| self.score(w, e.act));
        out
    }

    /// What the classifier said, with the features that speak most for `act` and against no event, or the other way round.
    fn score(&self, w: &Weighed, act: Act) -> Score {
        let (best, p, none) = best(&w.scores);
        let mut features: Vec<Weight> = w
            .features
            .iter()
            .map(|(id, feature)| Weight { feature: feature.clone(), weight: round(self.classifier().weight(*id, act)) })
            .filter(|w| w.weight != 0.0)
            .collect();
        features.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then_with(|| a.feature.cmp(&b.feature)));
        features.dedup_by(|a, b| a.feature == b.feature);
        features.truncate(FEATURES);
        Score {
            probability: round(w.scores.acts[act as usize]),
            best,
            best_probability: round(p),
            no_event: round(none),
            status: w.scores.status().0,
            features,
        }
    }
}

/// At most so many features are told of a score.
const FEATURES: usize = 8;

/// The most probable act with its probability, and that of no event.
fn best(scores: &Scores) -> (Act, f32, f32) {
    let best = Act::ALL.iter().copied().zip(scores.acts).fold((Act::Agree, 0.0), |b, a| if a.1 > b.1 { a } else { b });
    (best.0, best.1, scores.acts[ACTS - 1])
}

/// Two places are enough for a reader.
fn round(x: f32) -> f64 {
    f64::from((x * 100.0).round()) / 100.0
}

/// The way from `from` up to what governs both and down to `to`.
fn steps(tree: &Tree<'_>, from: usize, to: usize) -> Vec<Step> {
    let chain = |start: usize| {
        let mut out = vec![start];
        while let Some(h) = tree.head(out[out.len() - 1]).filter(|h| !out.contains(h)) {
            out.push(h);
        }
        out
    };
    let (a, b) = (chain(from), chain(to));
    let top = a.iter().copied().find(|k| b.contains(k)).unwrap_or(from);
    let word = |k: usize| tree.token(k).form.to_string();
    let mut out = vec![Step { word: word(from), relation: String::new(), up: false }];
    for pair in a.windows(2).take_while(|p| p[0] != top) {
        out.push(Step { word: word(pair[1]), relation: tree.token(pair[0]).deprel.to_string(), up: true });
    }
    let mut down: Vec<usize> = b.iter().copied().take_while(|k| *k != top).collect();
    down.reverse();
    out.extend(down.into_iter().map(|k| Step { word: word(k), relation: tree.token(k).deprel.to_string(), up: false }));
    out
}
