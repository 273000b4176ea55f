//! The brief as a value: everything that any rendering shows, and nothing else.

use detente_event::{Quad, Status};
use jiff::civil::Date;
use serde::Serialize;

/// A sentence of the brief and the quotes that it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The sentence.
    pub text: String,
    /// Numbers of the quotes in [`Brief::sources`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<usize>,
    /// Further quotes that say so and are not listed.
    #[serde(skip_serializing_if = "is_zero")]
    pub more_cites: usize,
}

/// An occurrence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// The record's id of the occurrence.
    pub id: String,
    /// The day it is filed under.
    pub day: Option<Date>,
    /// The date in words, with how it is known.
    pub when: String,
    /// Whether it happened.
    pub status: Status,
    /// The same in plain words.
    pub status_words: String,
    /// Cooperation or conflict, in words or in deeds: of the act itself.
    pub kind: Quad,
    /// The same in plain words.
    pub kind_words: String,
    /// A few words, for a figure.
    pub label: String,
    /// What it was, with its sources.
    #[serde(flatten)]
    pub line: Line,
    /// What a reader should know before relying on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Number of documents that report it.
    pub documents: usize,
    /// Number of independent sources.
    pub sources: usize,
}

/// A party, with what it did and said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Party {
    /// Its name.
    pub name: String,
    /// Its code, empty where unknown.
    pub code: String,
    /// Persons who act for it.
    pub persons: Vec<String>,
    /// Number of occurrences it is party to.
    pub events: u64,
    /// What it did and said, and what it may do: status and sentence.
    pub did: Vec<Deed>,
    /// How many more there are.
    #[serde(skip_serializing_if = "is_zero")]
    pub more: usize,
    /// What others direct at it.
    pub met: Vec<Deed>,
    /// How many more there are of these.
    #[serde(skip_serializing_if = "is_zero")]
    pub more_met: usize,
}

/// One thing that a party did, said or may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Deed {
    /// Whether it happened, in plain words.
    pub status_words: String,
    /// Whether it happened.
    pub status: Status,
    /// What, without the party's name.
    #[serde(flatten)]
    pub line: Line,
}

/// What one party directs at another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// Who acts.
    pub from: String,
    /// To whom.
    pub to: String,
    /// Which kind.
    pub kind: Quad,
    /// The same in plain words.
    pub kind_words: String,
    /// Number of occurrences.
    pub events: u64,
}

/// A place where something happened, is due or may happen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spot {
    /// Its name.
    pub name: String,
    /// Code of its country, empty where unknown.
    pub country: String,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// Number of occurrences there.
    pub events: usize,
    /// What of the first of them, in a few words.
    pub label: String,
    /// None of them has happened yet.
    pub open: bool,
}

/// Something that a party could still do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What, in plain words.
    pub name: String,
    /// Who holds it.
    pub holder: String,
    /// Where it stands, in plain words.
    pub status_words: String,
    /// What the sources say of it.
    pub reports: Vec<Line>,
    /// Who wants it.
    pub wants: Vec<Line>,
    /// Who warns against it or rejects it.
    pub warns: Vec<Line>,
    /// Whether the conflict model holds it as an option.
    pub modelled: bool,
}

/// Where it can settle: the model and its analysis.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settlement {
    /// Number of feasible outcomes, in decimals.
    pub feasible: String,
    /// Who decides.
    pub decision_makers: Vec<Decider>,
    /// The outcomes shown: the present one first, then those that hold under most concepts.
    pub outcomes: Vec<Outcome>,
    /// Equilibria that are not shown.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out: usize,
    /// The concepts of stability, with how many outcomes each lets hold.
    pub concepts: Vec<Concept>,
    /// The result in words.
    pub lines: Vec<Line>,
    /// What changes if an option is fixed.
    pub levers: Vec<Line>,
    /// What a settlement would take: the least change of mind.
    pub change: Vec<Line>,
    /// What would have to be known next: the guesses whose answers move the shares most.
    pub learn: Vec<Line>,
    /// The ways from the present outcome.
    pub tree: Vec<Branch>,
    /// How the shares were found; empty where nothing was varied.
    pub shares: Vec<Line>,
}

/// A decision maker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decider {
    /// Its name.
    pub name: String,
    /// Its options.
    pub options: Vec<OptionRow>,
    /// What it prefers, most important first.
    pub prefers: Vec<Wish>,
}

/// An option in the options table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OptionRow {
    /// Its name, with its sources.
    #[serde(flatten)]
    pub line: Line,
    /// Whether it is chosen at present.
    pub now: bool,
    /// Which way it can still be changed, in words; empty for both.
    pub moves: String,
}

/// A preference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wish {
    /// What it prefers, with its sources.
    #[serde(flatten)]
    pub line: Line,
    /// Whether something that was said supports it; otherwise it is a guess.
    pub known: bool,
}

/// An outcome: a yes or no for every option.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// What the brief calls it: `Now`, `A`, `B` …
    pub name: String,
    /// Its number among the feasible states.
    pub number: usize,
    /// `YNN…` in the order of the options.
    pub options: String,
    /// Whether it is the present one.
    pub now: bool,
    /// Ids of the concepts under which it holds.
    pub holds: Vec<String>,
    /// What it is, in words.
    pub means: String,
    /// How it can be reached, in words; empty where that is not known.
    pub reach: String,
    /// Share of the possible preferences under which it holds, in hundredths, where some are guesses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
}

/// A share with its interval, in hundredths.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Under which concept.
    pub concept: String,
    /// Best estimate.
    pub percent: u32,
    /// Lower end of the interval of ninety-five per cent; the share itself where it is exact.
    pub low: u32,
    /// Upper end.
    pub high: u32,
}

/// A concept of stability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Concept {
    /// `nash`, `gmr`, `smr`, `seq`, `sseq`.
    pub id: String,
    /// Its short name.
    pub name: String,
    /// What it asks, in words.
    pub meaning: String,
    /// Number of outcomes that hold, in decimals.
    pub count: String,
}

/// A step in the tree of ways from the present outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// Steps from the present outcome; 0 for itself.
    pub depth: usize,
    /// Position in the list of the branch it continues.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<usize>,
    /// Number of the outcome it leads to.
    pub number: usize,
    /// What the brief calls that outcome, if it is shown; empty otherwise.
    pub outcome: String,
    /// Who moves; empty at the root.
    pub mover: String,
    /// What the mover does.
    pub does: String,
    /// The mover would not gain by it.
    pub reluctant: bool,
    /// The outcome it leads to holds under some concept.
    pub holds: bool,
}

/// One kind of thing that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// Which kind.
    pub heading: String,
    /// The things.
    pub lines: Vec<Line>,
    /// How many more there are.
    #[serde(skip_serializing_if = "is_zero")]
    pub more: usize,
}

/// A document with the sentences that the brief rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceDocument {
    /// Its id in the record.
    pub id: String,
    /// Its headline, or its id where it has none.
    pub title: String,
    /// Where it was published; empty where unknown.
    pub source: String,
    /// When, in words; empty where unknown.
    pub published: String,
    /// SHA-256 of text and source.
    pub sha256: String,
    /// It copies another document.
    pub copy: bool,
    /// The sentences, in order.
    pub quotes: Vec<Quote>,
}

/// A sentence of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The number by which the brief cites it.
    pub number: usize,
    /// The anchor in the HTML: the same for the same sentence of the same document, in every brief.
    pub anchor: String,
    /// Number of the sentence in the document.
    pub sentence: usize,
    /// The sentence, shortened where it is very long.
    pub text: String,
}

/// How much the brief rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Documents read.
    pub documents: usize,
    /// Reports of events in them.
    pub reports: usize,
    /// Occurrences that they tell of.
    pub occurrences: usize,
    /// Of these: happened (background included).
    pub happened: usize,
    /// Announced.
    pub announced: usize,
    /// Under consideration or threatened.
    pub open: usize,
    /// Did not happen.
    pub negated: usize,
    /// Supposed.
    pub supposed: usize,
}

/// The whole brief.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Brief {
    /// What it is about.
    pub title: String,
    /// The day whose situation it describes.
    pub as_of: Date,
    /// The same in words.
    pub as_of_words: String,
    /// Whose conflict it is and what was left out for it, where somebody chose.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub focus: String,
    /// Whether anything was found at all.
    pub found: bool,
    /// How much it rests on.
    pub counts: Counts,
    /// The bottom line, about five sentences.
    pub bottom_line: Vec<Line>,
    /// What happened, by day.
    pub happened: Vec<Item>,
    /// Less reported occurrences that were left out of it.
    #[serde(skip_serializing_if = "is_zero")]
    pub happened_left_out: usize,
    /// What is announced, the next first.
    pub announced: Vec<Item>,
    /// Announcements that were left out.
    #[serde(skip_serializing_if = "is_zero")]
    pub announced_left_out: usize,
    /// Who is involved.
    pub parties: Vec<Party>,
    /// Further parties, by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_parties: Vec<String>,
    /// Who deals with whom.
    pub ties: Vec<Tie>,
    /// Where: the places that the sources name and that are found on the map.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Spot>,
    /// What has changed since an earlier brief, under headings; empty where that was not asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Unknown>,
    /// The day of that brief, in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub since: String,
    /// What is on the table.
    pub choices: Vec<Choice>,
    /// Other things that are considered or threatened.
    pub considered: Vec<Item>,
    /// Of these, how many were left out.
    #[serde(skip_serializing_if = "is_zero")]
    pub considered_left_out: usize,
    /// Where it can settle, where there is a model.
    pub settlement: Option<Settlement>,
    /// What is not known.
    pub unknown: Vec<Unknown>,
    /// The documents with the sentences quoted.
    pub sources: Vec<SourceDocument>,
    /// How it was made.
    pub method: Vec<Line>,
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

impl Brief {
    /// The brief as indented JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let mut out = serde_json::to_string_pretty(self).unwrap_or_default();
        out.push('\n');
        out
    }

    /// The quote with that number.
    #[must_use]
    pub fn quote(&self, number: usize) -> Option<&Quote> {
        self.sources.iter().flat_map(|s| &s.quotes).find(|q| q.number == number)
    }
}
