//! The coder: dictionaries loaded once, documents read one by one.

use crate::actors::{Dictionary, Loaded, Memory, Mentions};
use crate::assemble::Context;
use crate::assemble::trace::Trace;
use crate::classify::Classifier;
use crate::explain::Reason;
use crate::frames::Frames;
use crate::linking;
use crate::mend::mend;
use crate::places::Gazetteer;
use crate::tree::Tree;
use crate::{between, who};
use detente_event::{Actor, Diagnostic, Document, Event, Span};
use detente_text::Sentence;
use jiff::civil::Date;

/// Program and version, as events carry it.
pub const VERSION: &str = concat!("detente ", env!("CARGO_PKG_VERSION"));

/// The dictionaries that the crate carries: (file, text).
const ACTORS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/actors.rs"));
const FRAMES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/frames.rs"));
const ROLES: &str = include_str!("../../../dictionaries/roles.txt");
const PLACES: &str = include_str!("../../../dictionaries/places.txt");
const NOT_ACTORS: &str = include_str!("../../../dictionaries/not-actors.txt");

/// Codes documents.
#[derive(Clone, Debug)]
pub struct Coder {
    dictionary: Dictionary,
    frames: Frames,
    classifier: Classifier,
}

impl Coder {
    /// A coder with the dictionaries that the crate carries.
    #[must_use]
    pub fn new() -> Self {
        Self::checked().0
    }

    /// The same, with what is wrong in the dictionaries, by file. Empty in a release: a test sees to it.
    #[must_use]
    pub fn checked() -> (Self, Vec<(&'static str, Diagnostic)>) {
        let mut dictionary = Dictionary::default();
        let mut frames = Frames::default();
        let mut found = Vec::new();
        for (name, text) in ACTORS {
            found.extend(dictionary.load(text).into_iter().map(|d| (*name, d)));
        }
        found.extend(dictionary.load_roles(ROLES).into_iter().map(|d| ("roles.txt", d)));
        dictionary.load_not_actors(NOT_ACTORS);
        dictionary.gazetteer = Gazetteer::load(PLACES);
        for (name, text) in FRAMES {
            found.extend(frames.load(text).into_iter().map(|d| (*name, d)));
        }
        (Coder { dictionary, frames, classifier: Classifier::embedded() }, found)
    }

    /// Adds actors in PETRARCH's format (CONTRIBUTING.md, "Dictionaries of others"): they go before the carried ones, and of
    /// two added the later. `text` is the dictionary; lines with a mistake are in the answer and left out.
    pub fn add_actors(&mut self, text: &str) -> Loaded {
        self.dictionary.load_petrarch_actors(text)
    }

    /// Adds agents in PETRARCH's format: words for people, with the sector that they have beside a state's name.
    pub fn add_agents(&mut self, text: &str) -> Loaded {
        self.dictionary.load_petrarch_agents(text)
    }

    /// The events of a document, in the order of its sentences.
    #[must_use]
    pub fn code(&self, document: &Document) -> Vec<Event> {
        self.code_sentences(document, &detente_text::read(&document.text))
    }

    /// The events of a document whose sentences are parsed already (from CoNLL-U, say). Spans point into its text.
    #[must_use]
    pub fn code_sentences(&self, document: &Document, sentences: &[Sentence]) -> Vec<Event> {
        self.trace(document, sentences, None)
    }

    /// The same, with what becomes of every candidate noted in `trace`.
    pub(crate) fn trace(&self, document: &Document, sentences: &[Sentence], trace: Option<&Trace>) -> Vec<Event> {
        let mut memory = Memory::default();
        let mut events: Vec<Event> = Vec::new();
        let game = self.is_about_sport(sentences);
        for (k, sentence) in sentences.iter().enumerate() {
            let mended = mend(sentence);
            let tree = Tree::new(&mended);
            let mentions = Mentions::read(&self.dictionary, &tree, &document.text, document.date, k + 1, &mut memory);
            let dates = document.date.map(|d| detente_text::dates(sentence, &document.text, d)).unwrap_or_default();
            let context = Context {
                document,
                number: k + 1,
                tree: &tree,
                mentions: &mentions,
                frames: &self.frames,
                classifier: &self.classifier,
                gazetteer: &self.dictionary.gazetteer,
                memory: &memory,
                dates: &dates,
                coder: VERSION,
                trace,
                sport: game || self.sporting(sentence).0,
                before: events.last().filter(|e| e.sentence + 1 > k).and_then(|e| e.place.as_ref()),
            };
            let found = context.events();
            if let Some(toll) = found.is_empty().then(|| context.toll_alone()).flatten() {
                linking::add_toll(&mut events, &toll, k + 1);
            }
            for event in found {
                let (span, act, before) = (event.span, event.act, events.len());
                linking::add(&mut events, event, sentence, &document.text);
                if let (Some(t), true) = (trace, events.len() == before)
                    && let Some(at) = between::head_of(sentence, span)
                {
                    t.drop(k + 1, at, act, Reason::OneSide);
                }
            }
        }
        events
    }

    pub(crate) fn classifier(&self) -> &Classifier {
        &self.classifier
    }

    pub(crate) fn frames(&self) -> &Frames {
        &self.frames
    }

    /// Whether a sentence has a word that only sport has (`goalkeeper`), and whether it has that or two that sport shares
    /// (`match`, `coach`).
    fn sporting(&self, sentence: &Sentence) -> (bool, bool) {
        let lemma = |k: usize| sentence.tokens[k].lemma.to_lowercase();
        let own = (0..sentence.tokens.len()).any(|k| {
            self.frames.in_class("sport", &lemma(k))
                || k > 0 && self.frames.in_class("sport", &format!("{} {}", lemma(k - 1), lemma(k)))
        });
        let shared = (0..sentence.tokens.len()).filter(|&k| self.frames.in_class("games", &lemma(k))).count();
        (own, own || shared > 1)
    }

    /// Whether a third of an article's sentences or more tell of sport.
    fn is_about_sport(&self, sentences: &[Sentence]) -> bool {
        let found: Vec<(bool, bool)> = sentences.iter().map(|s| self.sporting(s)).collect();
        found.iter().any(|f| f.0) && found.iter().filter(|f| f.1).count() * 3 >= sentences.len()
    }

    /// The act that one given mention does to another, both bytes of `text`.
    #[must_use]
    pub fn between(&self, text: &str, actor: Span, recipient: Span) -> between::Between {
        between::between(&self.dictionary, &self.frames, &self.classifier, text, actor, recipient)
    }

    /// The classifier's features of two marked mentions: what `training/` learns from.
    #[doc(hidden)]
    #[must_use]
    pub fn pair_features(&self, text: &str, actor: Span, recipient: Option<Span>) -> Option<Vec<u32>> {
        between::pair_features(&self.dictionary, &self.frames, text, actor, recipient)
    }

    /// Who a phrase means on a date; `None` where it names nobody.
    #[must_use]
    pub fn who(&self, phrase: &str, date: Date) -> Option<Actor> {
        who::who(&self.dictionary, phrase, date)
    }
}

impl Default for Coder {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionaries_have_no_mistake() {
        let (_, found) = Coder::checked();
        let said: Vec<String> = found.iter().map(|(file, d)| format!("{file}: {d}")).collect();
        assert!(said.is_empty(), "{}", said.join("\n"));
    }
}
