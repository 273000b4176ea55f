//! The record itself: opening it, and what it holds.

use crate::cache::Cache;
use crate::filter::{TOGETHER, numbers};
use crate::store::{Row, Sqlite, Store, StoreExt, schema};
use crate::{Cluster, Error, Filter, Report, Size, Source, day};
use detente_event::{Document, Event};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

/// A durable record of documents, the events they report, and what reviewers decided about them.
pub struct Record {
    pub(crate) store: Box<dyn Store>,
    pub(crate) cache: RefCell<Cache>,
}

impl Record {
    /// Opens the record in that file, made new where there is none, upgraded where it is older than this program.
    ///
    /// # Errors
    /// Where the file is something else, newer, damaged, or cannot be written.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::with(Sqlite::open(path.as_ref(), true)?)
    }

    /// The same, but a missing file is an error.
    ///
    /// # Errors
    /// As [`Record::open`], and where there is no such file.
    pub fn open_existing(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::with(Sqlite::open(path.as_ref(), false)?)
    }

    /// A record that lives as long as the value does.
    ///
    /// # Errors
    /// Where memory does not suffice.
    pub fn in_memory() -> Result<Self, Error> {
        Self::with(Sqlite::in_memory()?)
    }

    /// Opens a record by what a user names: `postgres://…`, or a file. `create` makes a missing file.
    ///
    /// # Errors
    /// As [`Record::open`]; where the server cannot be reached.
    pub fn connect(name: &str, create: bool) -> Result<Self, Error> {
        if !name.starts_with("postgres://") && !name.starts_with("postgresql://") {
            return if create { Self::open(name) } else { Self::open_existing(name) };
        }
        #[cfg(feature = "postgres")]
        {
            let store = crate::store::Postgres::connect(name)?;
            schema::upgrade_postgres(&store)?;
            Ok(Self { store: Box::new(store), cache: RefCell::default() })
        }
        #[cfg(not(feature = "postgres"))]
        Err(Error::invalid(
            "this build keeps records in files only",
            "build with the feature `postgres`, or name a file",
        ))
    }

    /// The version of the record that a user names, as [`Record::connect`] takes it, without changing anything; `None`
    /// where there is none yet. Opening one that is older than [`Record::newest_version`] upgrades it.
    ///
    /// # Errors
    /// Where what is there is no record, or one of a newer version; where the server cannot be reached.
    pub fn version_of(name: &str) -> Result<Option<i64>, Error> {
        #[cfg(feature = "postgres")]
        if name.starts_with("postgres://") || name.starts_with("postgresql://") {
            let version = schema::version_postgres(&crate::store::Postgres::connect(name)?)?;
            return Ok((version > 0).then_some(version));
        }
        match Sqlite::open(Path::new(name), false) {
            Ok(store) => schema::version_sqlite(&store).map(|v| (v > 0).then_some(v)),
            Err(e) if e.is_not_found() => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// The version of the records that this program writes.
    #[must_use]
    pub fn newest_version() -> i64 {
        schema::newest()
    }

    fn with(store: Sqlite) -> Result<Self, Error> {
        schema::upgrade_sqlite(&store)?;
        Ok(Self { store: Box::new(store), cache: RefCell::default() })
    }

    /// The file or address, for messages.
    #[must_use]
    pub fn name(&self) -> &str {
        self.store.name()
    }

    /// How much it holds.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn size(&self) -> Result<Size, Error> {
        let count = |sql: &str| self.store.int(sql, &[]).map(|n| u64::try_from(n.unwrap_or(0)).unwrap_or(0));
        Ok(Size {
            documents: count("SELECT count(*) FROM document")?,
            events: count("SELECT count(*) FROM report")?,
            occurrences: count("SELECT count(*) FROM cluster WHERE moved IS NULL AND reports > 0")?,
            decisions: count("SELECT count(*) FROM decision")?,
        })
    }

    /// All documents, in the order in which they came.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn documents(&self) -> Result<Vec<Source>, Error> {
        self.sources("", &[])
    }

    /// The documents with that id: usually one, more where a text was changed after it was first read.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn document(&self, id: &str) -> Result<Vec<Source>, Error> {
        self.sources(" WHERE d.id = ?1", &[id.into()])
    }

    pub(crate) fn sources(&self, wher: &str, params: &[crate::store::Param<'_>]) -> Result<Vec<Source>, Error> {
        let sql = format!(
            "SELECT d.seq, d.id, d.date, d.title, d.text, d.source, d.sha256, c.at, c.who, c.coder, d.copy_of, d.events \
             FROM document d JOIN coding c ON c.seq = d.coding{wher} ORDER BY d.seq"
        );
        self.store.rows(&sql, params, |r| {
            Ok(Source {
                number: r.int(0)?,
                document: Document {
                    id: r.string(1)?,
                    date: r.opt_text(2)?.map(day::parse).transpose()?,
                    title: r.string(3)?,
                    text: r.string(4)?,
                    source: r.string(5)?,
                },
                sha256: r.string(6)?,
                added_at: timestamp(r.text(7)?)?,
                added_by: r.string(8)?,
                coder: r.string(9)?,
                copy_of: r.opt_int(10)?,
                events: usize::try_from(r.int(11)?).unwrap_or(0),
            })
        })
    }

    /// The events that fit, by day, as their documents report them.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn events(&self, filter: &Filter) -> Result<Vec<Report>, Error> {
        let numbers = |f: &Filter| match f.condition(&*self.store)? {
            Some(c) => c.numbers(&*self.store, f.limit, f.offset),
            None => Ok(Vec::new()),
        };
        let list = match filter.common_words(&*self.store)? {
            Some(words) => filter.narrowed(numbers, |list| self.store.having_words(list, words))?,
            None => numbers(filter)?,
        };
        self.reports(&list)
    }

    /// The number of events that fit; limit and offset play no part.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn count(&self, filter: &Filter) -> Result<u64, Error> {
        let Some(c) = filter.condition(&*self.store)? else { return Ok(0) };
        let n = self.store.int(&format!("SELECT count(*) FROM entry e{}", c.wher()), &c.params())?;
        Ok(u64::try_from(n.unwrap_or(0)).unwrap_or(0))
    }

    /// The event with that id.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn event(&self, id: &str) -> Result<Option<Report>, Error> {
        let list = self.store.rows("SELECT seq FROM report WHERE id = ?1", &[id.into()], |r| r.int(0))?;
        Ok(self.reports(&list)?.pop())
    }

    /// The reports with those numbers, in that order.
    pub(crate) fn reports(&self, list: &[i64]) -> Result<Vec<Report>, Error> {
        let mut found = BTreeMap::new();
        let sql = format!("{REPORT} WHERE {}", self.store.among("e.seq", 1));
        for part in list.chunks(TOGETHER) {
            self.store.query(&sql, &[(&numbers(part.iter().copied())).into()], &mut |r| {
                found.insert(r.int(0)?, report(r)?);
                Ok(())
            })?;
        }
        let mut out: Vec<Report> = list.iter().filter_map(|n| found.remove(n)).collect();
        self.correct(&mut out)?;
        Ok(out)
    }

    /// The occurrence with that id.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn cluster(&self, id: &str) -> Result<Option<Cluster>, Error> {
        let list = self.store.rows("SELECT seq FROM cluster WHERE id = ?1", &[id.into()], |r| r.int(0))?;
        Ok(self.clusters_of(&list)?.pop())
    }

    /// The occurrences with those numbers, in that order.
    pub(crate) fn clusters_of(&self, list: &[i64]) -> Result<Vec<Cluster>, Error> {
        let mut found: BTreeMap<i64, Vec<Report>> = BTreeMap::new();
        let sql = format!("{REPORT} WHERE {} ORDER BY e.seq", self.store.among("e.cluster", 1));
        for part in list.chunks(TOGETHER) {
            self.store.query(&sql, &[(&numbers(part.iter().copied())).into()], &mut |r| {
                found.entry(r.int(11)?).or_default().push(report(r)?);
                Ok(())
            })?;
        }
        let mut out = Vec::with_capacity(list.len());
        for n in list {
            let Some(mut reports) = found.remove(n) else { continue };
            self.correct(&mut reports)?;
            let Some(id) = reports.first().map(|r| r.cluster.clone()) else { continue };
            out.extend(Cluster::of(&id, reports));
        }
        Ok(out)
    }
}

pub(crate) const REPORT: &str = "SELECT r.seq, r.event, r.document, d.date, d.title, d.source, e.outlet, d.copy_of, c.id, e.rejected, e.decision, e.cluster \
    FROM entry e JOIN report r ON r.seq = e.seq JOIN document d ON d.seq = e.document JOIN cluster c ON c.seq = e.cluster";

pub(crate) fn report(r: &dyn Row) -> Result<Report, Error> {
    Ok(Report {
        number: r.int(0)?,
        event: event(r.text(1)?)?,
        document: r.int(2)?,
        published: r.opt_text(3)?.map(day::parse).transpose()?,
        title: r.string(4)?,
        source: r.string(5)?,
        outlet: r.int(6)?,
        copy: r.opt_int(7)?.is_some(),
        cluster: r.string(8)?,
        rejected: r.int(9)? != 0,
        // What was decided is read by `correct`; most events have no decision.
        reviewed: r.opt_int(10)?.is_some(),
        accepted: false,
        corrected: false,
        last_review: None,
        notes: Vec::new(),
    })
}

pub(crate) fn event(json: &str) -> Result<Event, Error> {
    serde_json::from_str(json).map_err(|e| {
        Error::new(
            crate::error::Kind::Corrupt,
            format!("a stored event cannot be read: {e}"),
            "something other than Détente wrote it; restore a copy",
        )
    })
}

pub(crate) fn timestamp(text: &str) -> Result<jiff::Timestamp, Error> {
    text.parse().map_err(|_| {
        Error::new(crate::error::Kind::Corrupt, format!("a stored moment reads `{text}`"), "restore a copy")
    })
}
