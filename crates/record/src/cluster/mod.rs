//! The same occurrence told by many reports.
//!
//! `matching` decides whether a report tells of an occurrence that is known already; `summary` sums an occurrence up
//! from its reports; the status follows the reports ([`status`]).

pub(crate) mod matching;
pub(crate) mod sketch;
pub(crate) mod status;
mod summary;

pub(crate) use summary::rerender;

use crate::Report;
use detente_event::{Event, Status};
use jiff::civil::Date;
use serde::Serialize;

/// One occurrence with all its reports.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cluster {
    /// Stable: the id of the event that first reported it.
    pub id: String,
    /// The occurrence summed up: act, parties, date, place, object and condition as the reports give them, the status
    /// as it follows from them. Sentence, span and document are those of the report that represents it.
    pub event: Event,
    /// The day it is filed under: the one stated, else that of the first report.
    pub day: Option<Date>,
    /// The first report's date.
    pub published: Option<Date>,
    /// The reports, by date of publication.
    pub reports: Vec<Report>,
    /// Which status how many report, where there is more than one.
    pub standings: Vec<Standing>,
    /// How the status moved on from report to report.
    pub steps: Vec<Step>,
    /// Whether sources contradict each other on whether it happened.
    pub disputed: bool,
    /// Number of documents that report it.
    pub documents: usize,
    /// Number of independent sources: copies of the same text, and texts of the same outlet, count once.
    pub sources: usize,
}

/// A status and who reports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The status reported.
    pub status: Status,
    /// Ids of the events.
    pub events: Vec<String>,
    /// Number of documents.
    pub documents: usize,
    /// Number of independent sources.
    pub sources: usize,
}

/// A moment at which the status of an occurrence became another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Date of the report.
    pub date: Option<Date>,
    /// The status from then on.
    pub status: Status,
    /// Ids of the events that say so.
    pub events: Vec<String>,
}

impl Cluster {
    /// Sums up an occurrence from its reports; `None` where there are none.
    #[must_use]
    pub fn of(id: &str, reports: Vec<Report>) -> Option<Self> {
        summary::sum_up(id, reports)
    }
}
