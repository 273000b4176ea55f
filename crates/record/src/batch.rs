//! Rows that are gathered and then written together, many in one statement.

use crate::Error;
use crate::cluster::sketch::Sketch;
use crate::cluster::status::{Say, resolve};
use crate::filter::NO_DAY;
use crate::flow::{self, Parties, Shares};
use crate::store::schema::BLOCK;
use crate::store::{Param, Store, StoreExt};
use detente_event::{Event, Status};
use std::collections::HashMap;

/// Where an event stands in the record, beside what it says.
pub(crate) struct Placement {
    pub(crate) seq: i64,
    pub(crate) document: i64,
    pub(crate) cluster: i64,
    pub(crate) outlet: i64,
    pub(crate) published: Option<i64>,
    pub(crate) decision: Option<i64>,
    pub(crate) rejected: bool,
    /// The day it is filed under: the one it states, else that of its report, else [`NO_DAY`].
    pub(crate) day: i64,
}

/// An event as it was read.
struct Reading {
    seq: i64,
    id: String,
    document: i64,
    coding: i64,
    cluster: i64,
    json: String,
    words: String,
}

struct Entry {
    at: Placement,
    act: &'static str,
    mode: Option<String>,
    status: &'static str,
    place: Option<(String, String)>,
    object: Option<String>,
    confidence: f64,
}

/// An occurrence that is new, with its row as it is at first.
struct New {
    seq: i64,
    id: String,
}

/// Rows for the tables of reports, index and occurrences.
#[derive(Default)]
pub(crate) struct Batch {
    readings: Vec<Reading>,
    entries: Vec<Entry>,
    parties: Vec<[i64; 10]>,
    tags: Vec<(String, i64, i64)>,
    clusters: Vec<New>,
    /// By key, `(day, occurrence)`.
    blocks: HashMap<i64, Vec<(i64, i64)>>,
}

impl Batch {
    /// The number of events that are gathered.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Files an event as it was read.
    pub(crate) fn read(&mut self, e: &Event, coding: i64, at: &Placement) -> Result<(), Error> {
        let unwritable =
            |why: String| Error::invalid(format!("event {} cannot be written as JSON: {why}", e.id), "report this");
        let mut json = Vec::with_capacity(1024);
        serde_json::to_writer(&mut json, e).map_err(|x| unwritable(x.to_string()))?;
        let json = String::from_utf8(json).map_err(|x| unwritable(x.to_string()))?;
        self.readings.push(Reading {
            seq: at.seq,
            id: e.id.clone(),
            document: at.document,
            coding,
            cluster: at.cluster,
            json,
            words: e.text.clone(),
        });
        Ok(())
    }

    /// Files an event in the index, under its parties as [`party_rows`] gives them, and counts it among `shares`.
    pub(crate) fn index(&mut self, e: &Event, rows: &[(i64, i64, i64)], at: Placement, shares: &mut Shares) {
        let tenths = flow::tenths(e.act, e.mode.as_deref(), e.status);
        if !at.rejected {
            flow::add(shares, &Parties { rows, act: e.act, status: e.status, tenths, day: at.day });
        }
        let (act, status) = (e.act as i64, e.status as i64);
        self.parties.extend(rows.iter().map(|(role, actor, other)| {
            let rejected = i64::from(at.rejected);
            [at.seq, *role, *actor, *other, at.day, act, status, at.cluster, tenths, rejected]
        }));
        let mut contexts: Vec<&String> = e.context.iter().collect();
        contexts.sort_unstable();
        contexts.dedup();
        self.tags.extend(contexts.into_iter().map(|c| (c.clone(), at.day, at.seq)));
        self.entries.push(Entry {
            act: e.act.as_str(),
            mode: e.mode.clone(),
            status: e.status.as_str(),
            place: e.place.as_ref().map(|p| (p.name.clone(), p.country.clone())),
            object: e.object.clone(),
            confidence: e.confidence,
            at,
        });
    }

    /// A new occurrence; its row is written with what is known of it then.
    pub(crate) fn cluster(&mut self, seq: i64, id: &str) {
        self.clusters.push(New { seq, id: id.to_owned() });
    }

    /// Files an occurrence for matching.
    pub(crate) fn blocks(&mut self, cluster: i64, blocks: impl IntoIterator<Item = (i64, i64)>) {
        for (key, day) in blocks {
            self.blocks.entry(key).or_default().push((day, cluster));
        }
    }

    /// What is gathered under that key: `(day, occurrence)`.
    pub(crate) fn filed(&self, key: i64) -> &[(i64, i64)] {
        self.blocks.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Writes it all; `row` gives the row of a new occurrence.
    pub(crate) fn write(
        &mut self,
        store: &dyn Store,
        mut row: impl FnMut(i64) -> Option<ClusterRow>,
    ) -> Result<(), Error> {
        let Self { readings, entries, mut parties, mut tags, clusters, blocks } = std::mem::take(self);
        let mut values: Vec<Param<'_>> = Vec::with_capacity(readings.len() * 6);
        for r in &readings {
            values.extend([r.seq.into(), Param::from(&r.id), r.document.into(), r.coding.into(), r.cluster.into()]);
            values.push((&r.json).into());
        }
        store.insert("report(seq, id, document, coding, cluster, event)", "", 6, &values)?;
        write_entries(store, &entries)?;
        parties.sort_unstable_by_key(|p| (p[0], p[1], p[2], p[3]));
        let values: Vec<Param<'_>> = parties.iter().flatten().map(|n| Param::Int(*n)).collect();
        let columns = "party(entry, role, actor, other, day, act, status, cluster, tenths, rejected)";
        store.insert(columns, "", 10, &values)?;
        tags.sort_unstable();
        let values: Vec<Param<'_>> = tags.iter().flat_map(|(c, d, n)| [c.into(), (*d).into(), (*n).into()]).collect();
        store.insert("tag(context, day, entry)", "", 3, &values)?;
        let words: Vec<(i64, &str)> = readings.iter().map(|r| (r.seq, r.words.as_str())).collect();
        store.index_words(&words)?;
        let rows: Vec<(New, ClusterRow)> = clusters.into_iter().filter_map(|n| row(n.seq).map(|r| (n, r))).collect();
        let mut values: Vec<Param<'_>> = Vec::with_capacity(rows.len() * 12);
        for (n, r) in &rows {
            values.extend([n.seq.into(), Param::from(&n.id)]);
            values.extend(r.params());
        }
        let columns = "cluster(seq, id, act, mode, status, day, due, first, last, reports, sources, sketch)";
        store.insert(columns, "", 12, &values)?;
        let mut filed: Vec<(i64, i64, i64)> =
            blocks.into_iter().flat_map(|(key, list)| list.into_iter().map(move |(d, c)| (key, d, c))).collect();
        filed.sort_unstable();
        let values: Vec<Param<'_>> = filed.into_iter().flat_map(|(k, d, c)| [k.into(), d.into(), c.into()]).collect();
        store.insert(BLOCK.0, BLOCK.1, 3, &values)
    }
}

fn write_entries(store: &dyn Store, entries: &[Entry]) -> Result<(), Error> {
    let values: Vec<Param<'_>> = entries
        .iter()
        .flat_map(|e| -> [Param<'_>; 15] {
            [
                e.at.seq.into(),
                e.at.document.into(),
                e.at.cluster.into(),
                e.act.into(),
                e.mode.as_ref().into(),
                e.status.into(),
                e.at.day.into(),
                e.at.published.into(),
                e.at.outlet.into(),
                e.place.as_ref().map(|p| &p.0).into(),
                e.place.as_ref().map(|p| &p.1).into(),
                e.object.as_ref().into(),
                e.confidence.into(),
                e.at.decision.into(),
                i64::from(e.at.rejected).into(),
            ]
        })
        .collect();
    let columns = "entry(seq, document, cluster, act, mode, status, day, published, outlet, place, country, object, \
                   confidence, decision, rejected)";
    store.insert(columns, "", 15, &values)
}

/// Takes an event out of the index, but for its words.
pub(crate) fn delete_entry(store: &dyn Store, seq: i64, contexts: &[String]) -> Result<(), Error> {
    let day = store.int("SELECT day FROM entry WHERE seq = ?1", &[seq.into()])?.unwrap_or(NO_DAY);
    store.execute("DELETE FROM party WHERE entry = ?1", &[seq.into()])?;
    for context in contexts {
        store.execute(
            "DELETE FROM tag WHERE context = ?1 AND day = ?2 AND entry = ?3",
            &[context.into(), day.into(), seq.into()],
        )?;
    }
    store.execute("DELETE FROM entry WHERE seq = ?1", &[seq.into()]).map(|_| ())
}

/// One row for each party and each counterpart: `(role, actor, other)`. Parties of a reciprocal act are counterparts
/// of each other; 0 stands for nobody.
pub(crate) fn party_rows(actors: &[i64], recipients: &[i64]) -> Vec<(i64, i64, i64)> {
    let mut out = Vec::new();
    for r in recipients {
        for a in actors {
            out.push((0, *a, *r));
            out.push((1, *r, *a));
        }
        if actors.is_empty() {
            out.push((1, *r, 0));
        }
    }
    if recipients.is_empty() {
        for a in actors {
            let others = actors.iter().filter(|b| *b != a);
            let before = out.len();
            out.extend(others.map(|b| (0, *a, *b)));
            if out.len() == before {
                out.push((0, *a, 0));
            }
        }
    }
    // A party may be named twice.
    out.sort_unstable();
    out.dedup();
    out
}

/// The columns of an occurrence that follow from its reports.
pub(crate) struct ClusterRow {
    act: &'static str,
    mode: Option<String>,
    status: &'static str,
    day: Option<i64>,
    due: Option<i64>,
    first: Option<i64>,
    last: Option<i64>,
    reports: i64,
    sources: i64,
    sketch: String,
}

impl ClusterRow {
    pub(crate) fn of(sketch: &Sketch, says: &[Say]) -> Self {
        let mut sources: Vec<i64> = says.iter().map(|s| s.source).collect();
        sources.sort_unstable();
        sources.dedup();
        let first = says.iter().filter_map(|s| s.day).min();
        Self {
            act: sketch.act.as_str(),
            mode: sketch.mode.clone(),
            status: resolve(says).0.as_str(),
            day: sketch.stated.map(|s| s.0).or(first),
            due: sketch.stated.map(|s| s.1),
            first,
            last: says.iter().filter_map(|s| s.day).max(),
            reports: says.len() as i64,
            sources: sources.len() as i64,
            sketch: sketch.write(),
        }
    }

    fn params(&self) -> [Param<'_>; 10] {
        [
            self.act.into(),
            self.mode.as_ref().into(),
            self.status.into(),
            self.day.unwrap_or(NO_DAY).into(),
            self.due.unwrap_or(NO_DAY).into(),
            self.first.into(),
            self.last.into(),
            self.reports.into(),
            self.sources.into(),
            (&self.sketch).into(),
        ]
    }

    /// Brings the row of an occurrence that is there up to date.
    pub(crate) fn update(&self, store: &dyn Store, cluster: i64) -> Result<(), Error> {
        let mut values = vec![Param::Int(cluster)];
        values.extend(self.params());
        store.execute(
            "UPDATE cluster SET act = ?2, mode = ?3, status = ?4, day = ?5, due = ?6, first = ?7, last = ?8, \
             reports = ?9, sources = ?10, sketch = ?11 WHERE seq = ?1",
            &values,
        )?;
        Ok(())
    }
}

/// What the reports of an occurrence say of whether it happened, as the index has it.
pub(crate) fn says(store: &dyn Store, cluster: i64) -> Result<Vec<Say>, Error> {
    store.rows(
        "SELECT published, seq, outlet, status FROM entry WHERE cluster = ?1 AND rejected = 0",
        &[cluster.into()],
        |r| {
            Ok(Say {
                day: r.opt_int(0)?,
                order: r.int(1)?,
                source: r.int(2)?,
                status: Status::parse(r.text(3)?).unwrap_or_default(),
            })
        },
    )
}
