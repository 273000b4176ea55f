//! A conflict model drafted from what was reported, every line with the events behind it.
//!
//! Parties that hold open acts become decision makers; what they consider, plan, threaten or are asked to do becomes
//! their options; demands, warnings, refusals and promises become preference statements. What nothing supports is a
//! guess and marked so. A person reads and edits the file: the draft saves typing and forgetting, not judgement.
//! METHODS.md, "From the record to a draft", lists the rules.

mod compose;
mod error;
mod heard;
mod matching;
mod naming;
mod options;
mod parties;
mod preferences;
mod redraft;
mod spoken;
#[cfg(test)]
mod tests;
mod words;

pub use detente_event::{act_in, asks_not_to, begins_with_verb};
pub use matching::same_act;
pub use naming::with_article;
pub use redraft::{Change, ChangeKind, Redraft, redraft};
pub use spoken::is_promise;
pub use words::{described, split_condition};

pub use error::Error;

use crate::file::ConflictFile;
use detente_event::{Act, Event, Status};
use detente_record::{Filter, Record};
use jiff::civil::Date;
use serde::Serialize;

/// What to draft from, and how much.
#[derive(Clone, Debug)]
pub struct DraftOptions {
    /// Names or codes of the parties whose conflict it is; empty for the densest one.
    pub focus: Vec<String>,
    /// Only what happened or was reported from this day on.
    pub from: Option<Date>,
    /// Only what happened or was reported until this day.
    pub until: Option<Date>,
    /// Most options; the others are listed as dropped.
    pub options: usize,
    /// Most parties.
    pub parties: usize,
    /// What the conflict is called; empty for a title made of its parties.
    pub title: String,
}

impl Default for DraftOptions {
    /// Twelve options and five parties: what a person can hold.
    fn default() -> Self {
        Self { focus: Vec::new(), from: None, until: None, options: 12, parties: 5, title: String::new() }
    }
}

/// A drafted model, and what a person should know of how it came about.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The model.
    pub file: ConflictFile,
    /// Everything about it that the file has no place for.
    pub notes: DraftNotes,
}

/// What the conflict file has no place for.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DraftNotes {
    /// The parties of the conflict, decision makers first.
    pub parties: Vec<DraftParty>,
    /// The options of the file, in its order.
    pub options: Vec<DraftOption>,
    /// What could have been an option and is not.
    pub dropped: Vec<Dropped>,
    /// Where reports have a party both for and against an option.
    pub contradictions: Vec<Contradiction>,
    /// Options that reports weigh against each other, as pairs of `decision_maker.option`.
    pub alternatives: Vec<Alternative>,
    /// The sentences behind the lines, by event id in the order of first use.
    pub quotes: Vec<Quote>,
}

impl DraftNotes {
    /// Positions, in the order of the file, of the options that end a war where all are taken.
    #[must_use]
    pub fn settling(&self) -> Vec<usize> {
        let ends = |o: &&DraftOption| o.kind == OptionKind::Ceasefire;
        self.options.iter().enumerate().filter(|(_, o)| ends(o)).map(|(k, _)| k).collect()
    }
}

/// What a party is in the conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// At war, or named in efforts to end one.
    Belligerent,
    /// Makes efforts between others.
    Mediator,
    /// A side of the conflict.
    Party,
    /// Touched by it without an open act of its own.
    ThirdParty,
}

/// A party of the conflict.
#[derive(Clone, Debug, Serialize)]
pub struct DraftParty {
    /// Its name.
    pub name: String,
    /// Its code.
    pub code: String,
    /// What it is in the conflict.
    pub role: Role,
    /// Its id as decision maker, where it holds an option.
    pub decision_maker: Option<String>,
    /// How many events name it.
    pub events: usize,
}

/// An option with what it was made of.
#[derive(Clone, Debug, Serialize)]
pub struct DraftOption {
    /// `decision_maker.option`.
    pub id: String,
    /// In words.
    pub name: String,
    /// Where it comes from.
    pub kind: OptionKind,
    /// What would be done.
    pub act: Act,
    /// Where it stands.
    pub status: Status,
    /// To or against whom.
    pub target: Option<String>,
    /// The thing at stake.
    pub object: Option<String>,
    /// Event ids.
    pub because: Vec<String>,
    /// Decision makers with a known preference for it.
    pub wanted_by: Vec<String>,
    /// Decision makers with a known preference against it.
    pub opposed_by: Vec<String>,
}

/// Where an option comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OptionKind {
    /// An act considered, planned, threatened or asked for.
    Act,
    /// To negotiate or cease fire: a belligerent's, where there are efforts to end the war.
    Ceasefire,
    /// To answer an act of the other side with harm, as it was threatened.
    Retaliation,
}

/// What could have been an option and is not.
#[derive(Clone, Debug, Serialize)]
pub struct Dropped {
    /// In words.
    pub name: String,
    /// Who would do it, where somebody is named.
    pub holder: Option<String>,
    /// Why it was left out.
    pub reason: DropReason,
    /// Event ids.
    pub because: Vec<String>,
}

/// Why something is no option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DropReason {
    /// There are enough weightier ones.
    TooMany,
    /// No report says who would do it.
    NoHolder,
    /// A meeting that nobody asks for, refuses or makes conditional: how the parties talk, not what they settle.
    Meeting,
}

/// A party for and against the same option.
#[derive(Clone, Debug, Serialize)]
pub struct Contradiction {
    /// Whose preference it is, by id.
    pub decision_maker: String,
    /// `decision_maker.option`.
    pub option: String,
    /// Event ids that speak for it.
    pub wants: Vec<String>,
    /// Event ids that speak against it.
    pub opposes: Vec<String>,
}

/// Two options weighed against each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alternative {
    /// The two, as `decision_maker.option`.
    pub options: [String; 2],
    /// Event ids.
    pub because: Vec<String>,
}

/// The sentence behind an event.
#[derive(Clone, Debug, Serialize)]
pub struct Quote {
    /// The event.
    pub event: String,
    /// Its document.
    pub document: String,
    /// Number of the sentence.
    pub sentence: usize,
    /// The sentence.
    pub text: String,
}

/// Drafts a model from a record.
///
/// # Errors
/// Where the record cannot be read, or a name of the focus is in no event.
pub fn draft(record: &Record, options: &DraftOptions) -> Result<Draft, Error> {
    let filter = Filter { from: options.from, until: options.until, ..Filter::default() };
    let clusters = record.clusters(&filter)?;
    compose::compose(&heard::of_clusters(&clusters), options)
}

/// Drafts a model from events alone, each counted as one report.
///
/// # Errors
/// Where a name of the focus is in no event.
pub fn draft_events(events: &[Event], options: &DraftOptions) -> Result<Draft, Error> {
    compose::compose(&heard::of_events(events), options)
}
