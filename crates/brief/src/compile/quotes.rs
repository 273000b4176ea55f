//! The sentences that a brief rests on, numbered in the order in which the documents were published.

use crate::Material;
use crate::narrate::dates;
use crate::narrate::text::clip;
use crate::value::{Line, Quote, SourceDocument};
use detente_record::{Cluster, Report};
use std::collections::{BTreeMap, BTreeSet};

/// Quotes cited after one line; more are counted.
const MOST_CITES: usize = 5;
/// Longest quote, in characters; a longer sentence ends with an ellipsis and stands whole in the document.
const LONGEST_QUOTE: usize = 1200;
/// Characters of the document's hash that its anchors begin with.
const ANCHOR: usize = 8;

/// Numbers for sentences.
pub(crate) struct Quotes {
    /// (document, sentence) → number and words.
    numbers: BTreeMap<(i64, usize), (usize, String)>,
    /// Event id → its sentence.
    events: BTreeMap<String, (i64, usize)>,
    /// Documents that copy another.
    copies: BTreeSet<i64>,
}

impl Quotes {
    /// Numbers every sentence that some occurrence rests on.
    pub fn of(material: &Material) -> Quotes {
        let mut numbers: BTreeMap<(i64, usize), (usize, String)> = BTreeMap::new();
        let mut events = BTreeMap::new();
        let everything = material.timeline.iter().chain(material.pending.iter().map(|p| &p.cluster));
        let everything = everything.chain(material.levers.iter().map(|l| &l.cluster));
        for r in everything.flat_map(|c| &c.reports).filter(|r| !r.rejected) {
            let key = (r.document, r.event.sentence);
            numbers.entry(key).or_insert_with(|| (0, r.event.text.clone()));
            events.insert(r.event.id.clone(), key);
        }
        let mut next = 0;
        for s in in_order(material) {
            for (_, entry) in numbers.range_mut((s.number, 0)..=(s.number, usize::MAX)) {
                next += 1;
                entry.0 = next;
            }
        }
        let copies = material.documents.iter().filter(|s| s.copy_of.is_some()).map(|s| s.number).collect();
        Quotes { numbers, events, copies }
    }

    /// A line that rests on an occurrence.
    pub fn line(&self, text: impl Into<String>, cluster: &Cluster) -> Line {
        self.cite(text, cluster.reports.iter().filter(|r| !r.rejected).map(key))
    }

    /// A line that rests on events named by id.
    pub fn line_by<'s>(&self, text: impl Into<String>, ids: impl IntoIterator<Item = &'s String>) -> Line {
        self.cite(text, ids.into_iter().filter_map(|id| self.events.get(id).copied()))
    }

    fn cite(&self, text: impl Into<String>, keys: impl Iterator<Item = (i64, usize)>) -> Line {
        let all: BTreeSet<(i64, usize)> = keys.collect();
        // A copy adds nothing where the text that it copies is cited.
        let own: Vec<usize> =
            all.iter().filter(|k| !self.copies.contains(&k.0)).filter_map(|k| self.number(*k)).collect();
        let mut cites = if own.is_empty() { all.iter().filter_map(|k| self.number(*k)).collect() } else { own };
        cites.sort_unstable();
        let more_cites = cites.len().saturating_sub(MOST_CITES);
        cites.truncate(MOST_CITES);
        Line { text: text.into(), cites, more_cites }
    }

    fn number(&self, key: (i64, usize)) -> Option<usize> {
        self.numbers.get(&key).map(|(n, _)| *n)
    }

    /// Every document with its quotes.
    pub fn sources(&self, material: &Material) -> Vec<SourceDocument> {
        let of = |s: &detente_record::Source| SourceDocument {
            id: clip(&s.document.id, 120),
            title: clip(if s.document.title.trim().is_empty() { &s.document.id } else { &s.document.title }, 240),
            source: clip(&s.document.source, 240),
            published: s.document.date.map(dates::day).unwrap_or_default(),
            sha256: s.sha256.clone(),
            copy: s.copy_of.is_some(),
            quotes: self
                .numbers
                .range((s.number, 0)..=(s.number, usize::MAX))
                .map(|((_, sentence), (number, text))| Quote {
                    number: *number,
                    anchor: format!("s-{}-{sentence}", s.sha256.get(..ANCHOR).unwrap_or(&s.sha256)),
                    sentence: *sentence,
                    text: clip(text, LONGEST_QUOTE),
                })
                .collect(),
        };
        in_order(material).into_iter().map(of).collect()
    }
}

/// The documents by day of publication; those without one last.
fn in_order(material: &Material) -> Vec<&detente_record::Source> {
    let mut list: Vec<_> = material.documents.iter().collect();
    list.sort_by_key(|s| (s.document.date.is_none(), s.document.date, s.number));
    list
}

fn key(r: &Report) -> (i64, usize) {
    (r.document, r.event.sentence)
}
