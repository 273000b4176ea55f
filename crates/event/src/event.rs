//! The event itself, with the evidence it rests on. Field names are those of the JSON (FORMATS.md).

use crate::{Act, Casualties, Quad, Quantity, Status, render};
use detente_text::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A source text with what is known of it. The text is never changed: every offset points into it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Unique within what is read together: a file's stem, or the `id` of a JSON line.
    pub id: String,
    /// Day of publication; dates in the text are relative to it.
    #[serde(default)]
    pub date: Option<Date>,
    /// Headline, empty where there is none. Not part of `text`.
    #[serde(default)]
    pub title: String,
    /// The article.
    pub text: String,
    /// Where it was published: an address or the name of an outlet; empty where unknown.
    #[serde(default)]
    pub source: String,
}

/// One party to an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Actor {
    /// Canonical name of the state, organisation or group; for one that no dictionary knows, the words themselves.
    pub name: String,
    /// ISO 3166-1 alpha-3 of the state, or UNO, EUR, NAT, IGO, NGO, MNC; empty where unknown.
    pub code: String,
    /// PLOVER sector (`GOV`, `MIL` …); empty for the state as such.
    pub sector: String,
    /// The person's full name, where it is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person: Option<String>,
    /// The words of the mention.
    pub text: String,
    /// Where those words stand.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub span: Option<Span>,
}

impl Actor {
    /// Whether two mentions stand for the same party: the same name and code (sector and person may differ).
    #[must_use]
    pub fn same_party(&self, other: &Actor) -> bool {
        self.name == other.name && self.code == other.code
    }
}

/// When an event happened or is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventDate {
    /// First day.
    pub start: Date,
    /// Last day, inclusive.
    pub end: Date,
    /// `day`, `week`, `month`, `quarter`, `season`, `year`, `decade`.
    pub precision: String,
    /// The words it was read from.
    pub text: String,
}

/// Where an event happened or is due.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its usual name.
    pub name: String,
    /// ISO 3166-1 alpha-3 of the country; empty where unknown.
    pub country: String,
    /// The words of the text.
    pub text: String,
    /// Latitude in degrees, where known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lat: Option<f64>,
    /// Longitude in degrees, where known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lon: Option<f64>,
}

/// Who says so, where the sentence reports a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// As [`Actor::name`].
    pub name: String,
    /// As [`Actor::person`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub person: Option<String>,
    /// The words of the mention.
    pub text: String,
}

/// One reason for a code: which rule, on which words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The rule, `frame: meeting with` or `status: will`.
    pub rule: String,
    /// The words it read.
    pub words: String,
}

/// Who did what to whom, whether it happened, and the words that say so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Hash of the content: the same reading of the same words has the same id.
    pub id: String,
    /// [`Document::id`].
    pub document: String,
    /// Number of the sentence, from 1.
    pub sentence: usize,
    /// The sentence.
    pub text: String,
    /// Where the words of the act stand in the document.
    pub span: Span,
    /// What was done, as what it is.
    pub act: Act,
    /// PLOVER mode of the act.
    pub mode: Option<String>,
    /// Whether it happened.
    pub status: Status,
    /// The act as PLOVER files it once the status is taken into account ([`render::event`]).
    pub event: Act,
    /// CAMEO code of that rendering, a string.
    pub cameo: String,
    /// Quadrant of the rendering.
    pub quad: Quad,
    /// Goldstein score of the CAMEO code, −10 to +10.
    pub goldstein: f64,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// Who did it; all parties of a reciprocal act.
    pub actor: Vec<Actor>,
    /// To whom; empty where nobody is named.
    pub recipient: Vec<Actor>,
    /// When.
    pub date: Option<EventDate>,
    /// Where.
    pub place: Option<Place>,
    /// The thing at stake, `Tomahawk missiles`.
    pub object: Option<String>,
    /// What it was done with, `car bomb`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub instrument: Option<String>,
    /// The killed and injured, for an act that happened.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub casualties: Option<Casualties>,
    /// How much or how many was given, sent, seized, asked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub quantity: Option<Quantity>,
    /// What it hangs on, for a threatened or offered act.
    pub condition: Option<String>,
    /// Who claims it.
    pub speaker: Option<Speaker>,
    /// 0 to 1.
    pub confidence: f64,
    /// Id of the first mention of the same occurrence in the document; its own id for the first.
    pub occurrence: String,
    /// The words and rules that made it.
    pub why: Vec<Why>,
    /// Program and version.
    pub coder: String,
}

impl Event {
    /// An event of a document with an act and a status and nothing else told: no words, parties or circumstances, of no
    /// confidence. [`Event::finish`] derives the rest once it is filled.
    #[must_use]
    pub fn bare(document: &str, act: Act, status: Status) -> Self {
        let event = render::event(act, status);
        Self {
            id: String::new(),
            document: document.to_owned(),
            sentence: 1,
            text: String::new(),
            span: Span::new(0, 0),
            act,
            mode: None,
            status,
            event,
            cameo: String::new(),
            quad: event.quad(),
            goldstein: 0.0,
            context: Vec::new(),
            actor: Vec::new(),
            recipient: Vec::new(),
            date: None,
            place: None,
            object: None,
            instrument: None,
            casualties: None,
            quantity: None,
            condition: None,
            speaker: None,
            confidence: 0.0,
            occurrence: String::new(),
            why: Vec::new(),
            coder: String::new(),
        }
    }

    /// Fills `event`, `cameo`, `quad`, `goldstein`, `id` and (where empty) `occurrence` from the rest.
    ///
    /// `code` is the CAMEO code of the act itself where the words carry one; empty for the act's own default.
    pub fn finish(&mut self, code: &str) {
        self.event = render::event(self.act, self.status);
        self.quad = self.event.quad();
        self.cameo = render::cameo(self.act, self.mode.as_deref(), self.status, code, &self.context);
        self.goldstein = render::goldstein(&self.cameo);
        self.id = self.content_hash();
        if self.occurrence.is_empty() {
            self.occurrence.clone_from(&self.id);
        }
    }

    /// Takes over the instrument, casualties and quantity that another account of the same occurrence has and this one lacks.
    pub fn enrich(&mut self, other: &Event) {
        if self.instrument.is_none() {
            self.instrument.clone_from(&other.instrument);
        }
        if self.quantity.is_none() {
            self.quantity.clone_from(&other.quantity);
        }
        match (&mut self.casualties, &other.casualties) {
            (Some(mine), Some(theirs)) => mine.fill(theirs),
            (mine @ None, Some(theirs)) if self.status.happened() => *mine = Some(theirs.clone()),
            _ => {}
        }
    }

    fn content_hash(&self) -> String {
        let mut h = Sha256::new();
        let mut put = |part: &str| {
            h.update(part.as_bytes());
            h.update([0]);
        };
        put(&self.document);
        put(&self.text);
        put(&format!("{} {}", self.span.start, self.span.end));
        put(self.act.as_str());
        put(self.mode.as_deref().unwrap_or(""));
        put(self.status.as_str());
        for (role, list) in [("actor", &self.actor), ("recipient", &self.recipient)] {
            for a in list {
                put(role);
                put(&a.name);
                put(&a.code);
                put(&a.sector);
            }
        }
        h.finalize().iter().take(10).map(|b| format!("{b:02x}")).collect()
    }
}
