//! What every writer takes: an event with where it comes from.

use crate::{Cluster, Report, day};
use detente_event::{Document, Event, Status};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// An event or occurrence to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The event; for an occurrence, its account.
    pub event: Event,
    /// Publication date of the document, of the first one for an occurrence.
    pub published: Option<Date>,
    /// The document's headline.
    pub title: String,
    /// Its address or outlet.
    pub source: String,
    /// Id of the occurrence.
    pub cluster: String,
    /// Number of reports of the occurrence.
    pub reports: usize,
    /// Number of independent sources.
    pub sources: usize,
    /// Whether sources contradict each other on whether it happened.
    pub disputed: bool,
    /// Numbers of its documents in the record; empty without a record.
    pub documents: Vec<i64>,
    /// Bytes of the document's text, where they were counted.
    pub length: Option<usize>,
    /// Ids of its documents.
    pub document_ids: Vec<String>,
    /// Who reviewed it, and when.
    pub reviewed: Option<(String, Timestamp)>,
}

impl Row {
    /// Rows of events that a coder gave, without a record: reports are counted by the mentions in their document.
    #[must_use]
    pub fn of_events(events: &[Event], documents: &[Document]) -> Vec<Self> {
        let by_id: BTreeMap<&str, &Document> = documents.iter().map(|d| (d.id.as_str(), d)).collect();
        let mut times: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for e in events {
            *times.entry((&e.document, &e.occurrence)).or_default() += 1;
        }
        events
            .iter()
            .map(|e| {
                let d = by_id.get(e.document.as_str());
                Self {
                    published: d.and_then(|d| d.date),
                    title: d.map_or_else(String::new, |d| d.title.clone()),
                    source: d.map_or_else(String::new, |d| d.source.clone()),
                    cluster: e.occurrence.clone(),
                    reports: times.get(&(e.document.as_str(), e.occurrence.as_str())).copied().unwrap_or(1),
                    sources: 1,
                    disputed: false,
                    documents: Vec::new(),
                    length: d.map(|d| d.text.len()),
                    document_ids: vec![e.document.clone()],
                    reviewed: None,
                    event: e.clone(),
                }
            })
            .collect()
    }

    pub(crate) fn of_report(r: &Report, (reports, sources): (usize, usize)) -> Self {
        Self {
            event: r.event.clone(),
            published: r.published,
            title: r.title.clone(),
            source: r.source.clone(),
            cluster: r.cluster.clone(),
            reports,
            sources,
            disputed: false,
            documents: vec![r.document],
            length: None,
            document_ids: vec![r.event.document.clone()],
            reviewed: r.last_review.clone(),
        }
    }

    pub(crate) fn of_cluster(c: &Cluster) -> Self {
        let live: Vec<&Report> = c.reports.iter().filter(|r| !r.rejected).collect();
        let head = live.iter().find(|r| r.event.span == c.event.span && r.event.document == c.event.document);
        let mut documents: Vec<i64> = live.iter().map(|r| r.document).collect();
        documents.dedup();
        let mut ids: Vec<String> = live.iter().map(|r| r.event.document.clone()).collect();
        ids.dedup();
        Self {
            event: c.event.clone(),
            published: c.published,
            title: head.map_or_else(String::new, |r| r.title.clone()),
            source: head.map_or_else(String::new, |r| r.source.clone()),
            cluster: c.id.clone(),
            reports: live.len(),
            sources: c.sources,
            disputed: c.disputed,
            documents,
            length: None,
            document_ids: ids,
            reviewed: live.iter().filter_map(|r| r.last_review.clone()).max_by_key(|(_, at)| *at),
        }
    }

    /// The day it is filed under: the one stated, else that of publication.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.event.date.as_ref().map(|d| d.start).or(self.published)
    }

    /// `day`, `month` … of the stated date; `publication` where there is none.
    pub(crate) fn precision(&self) -> &str {
        match &self.event.date {
            Some(d) => &d.precision,
            None if self.published.is_some() => "publication",
            None => "",
        }
    }

    /// A whole number for formats that want one: from the id, below 2^52 so that every reader keeps it exact.
    /// Each pair of parties is a row of its own there and needs a number of its own; the first keeps the id's.
    pub(crate) fn number(of: &str, pair: usize) -> i64 {
        const BELOW: i64 = (1 << 52) - 1;
        let hex: String = of.chars().filter(char::is_ascii_hexdigit).take(13).collect();
        let first = i64::from_str_radix(&hex, 16)
            .unwrap_or_else(|_| of.bytes().fold(7_i64, |h, b| (h * 31 + i64::from(b)) & BELOW));
        // A step that shares no factor with 2^52 keeps the numbers of one event's pairs apart.
        first.wrapping_add(i64::try_from(pair).unwrap_or(0).wrapping_mul(0x9_e377_9b97_f4a7)) & BELOW
    }

    /// Why a format that has no mark for what did not happen must not have it; `None` where it may.
    pub(crate) fn unfit_for_deeds(&self) -> Option<&'static str> {
        let e = &self.event;
        match e.status {
            // What was not done is REJECT where it was cooperation; a deed denied is nothing.
            Status::Negated if e.event == e.act => Some("denied or not done; the format has no mark for that"),
            Status::Hypothetical => Some("only supposed; the format has no mark for that"),
            Status::Historical if e.date.is_none() => Some("background without a date"),
            _ if self.day().is_none() => Some("no date, neither stated nor of publication"),
            _ => None,
        }
    }

    /// The host of the address, or the outlet's name.
    pub(crate) fn publisher(&self) -> &str {
        publisher(&self.source)
    }

    /// The address, where the source is one.
    pub(crate) fn url(&self) -> &str {
        if self.source.contains("://") { &self.source } else { "" }
    }

    pub(crate) fn day_number(&self) -> Option<i64> {
        self.day().map(day::number)
    }
}

pub(crate) fn publisher(source: &str) -> &str {
    match source.split_once("://") {
        Some((_, rest)) => {
            let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest);
            host.strip_prefix("www.").unwrap_or(host)
        }
        None => source,
    }
}
