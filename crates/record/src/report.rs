//! What is kept of a reading: documents, and events as reports of something.

use detente_event::{Document, Event};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who adds something, when, and what read it. The record has no clock of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The moment.
    pub at: Timestamp,
    /// A person's or a program's name.
    pub by: String,
    /// Program and version that coded the events, `detente 0.1.0`, or the file they were imported from.
    pub coder: String,
}

/// What adding a document did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Added {
    /// The document's number in the record.
    pub document: i64,
    /// It was there before; nothing was added.
    pub already: bool,
    /// The document that it copies, where it is a copy.
    pub copy_of: Option<i64>,
    /// Number of events added.
    pub events: usize,
    /// How many occurrences they told of that were not known before.
    pub new_clusters: usize,
}

/// How much a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Size {
    /// Documents.
    pub documents: u64,
    /// Events as documents report them.
    pub events: u64,
    /// Occurrences that they report.
    pub occurrences: u64,
    /// Decisions of reviewers, undoings included.
    pub decisions: u64,
}

/// A document of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its number.
    pub number: i64,
    /// The document as it was read.
    pub document: Document,
    /// SHA-256 of its text and source, in hexadecimal.
    pub sha256: String,
    /// When it was added.
    pub added_at: Timestamp,
    /// By whom.
    pub added_by: String,
    /// What coded its events.
    pub coder: String,
    /// The document that it copies (a wire text printed again), where it is a copy.
    pub copy_of: Option<i64>,
    /// Number of its events.
    pub events: usize,
}

/// An event as one document reports it, corrected where a reviewer corrected it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Its number in the record, in the order in which events came in.
    pub number: i64,
    /// The event.
    pub event: Event,
    /// Number of the document.
    pub document: i64,
    /// The document's date.
    pub published: Option<Date>,
    /// The document's headline.
    pub title: String,
    /// The document's source: an address or an outlet's name.
    pub source: String,
    /// Number of the independent source: copies of a text, and texts of the same outlet, share it.
    pub outlet: i64,
    /// Whether the document copies another one of the record.
    pub copy: bool,
    /// Id of the occurrence that it reports.
    pub cluster: String,
    /// A reviewer said that it is wrong.
    pub rejected: bool,
    /// A reviewer said that it is right.
    pub accepted: bool,
    /// A reviewer changed it.
    pub corrected: bool,
    /// A reviewer has decided something about it.
    pub reviewed: bool,
    /// Who decided last about it, and when.
    pub last_review: Option<(String, Timestamp)>,
    /// Reviewers' remarks.
    pub notes: Vec<String>,
}
