//! What writing needs again and again, kept in memory between transactions.

use crate::batch::says;
use crate::cluster::sketch::Sketch;
use crate::cluster::status::Say;
use crate::flow::{self, Shares};
use crate::store::Store;
use crate::{Error, filter};
use std::collections::HashMap;

/// Occurrences kept at most between two writings; then all are forgotten and read again as needed.
const MOST: usize = 100_000;

/// An occurrence that reports may join.
pub(crate) struct Known {
    pub(crate) sketch: Sketch,
    /// What its reports say and count for; read when the first report joins it.
    pub(crate) reports: Option<(Vec<Say>, Shares)>,
}

/// Numbers of actors and outlets, and occurrences; `None` for one that no report can join.
#[derive(Default)]
pub(crate) struct Cache {
    pub(crate) actors: HashMap<String, Vec<(String, i64)>>,
    pub(crate) outlets: HashMap<String, i64>,
    known: HashMap<i64, Option<Known>>,
    seen: Option<i64>,
}

impl Cache {
    /// Forgets what another writer may have changed. To be called within a transaction that writes.
    pub(crate) fn refresh(&mut self, store: &dyn Store) -> Result<(), Error> {
        if self.seen.is_none() || store.outside_changes()? != self.seen {
            self.forget();
        }
        Ok(())
    }

    /// Takes note of how the store stands now, at the end of a transaction.
    pub(crate) fn note(&mut self, store: &dyn Store) -> Result<(), Error> {
        self.seen = store.outside_changes()?;
        Ok(())
    }

    /// Forgets everything.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Keeps within bounds; to be called when all that is known is written.
    pub(crate) fn bound(&mut self) {
        if self.known.len() >= MOST {
            self.known.clear();
        }
    }

    /// Reads those of the occurrences that are not known yet.
    pub(crate) fn read(&mut self, store: &dyn Store, clusters: &[i64]) -> Result<(), Error> {
        let missing: Vec<i64> = clusters.iter().copied().filter(|c| !self.known.contains_key(c)).collect();
        let sql = format!(
            "SELECT seq, sketch FROM cluster WHERE {} AND moved IS NULL AND reports > 0",
            store.among("seq", 1)
        );
        for part in missing.chunks(filter::TOGETHER) {
            self.known.extend(part.iter().map(|c| (*c, None)));
            store.query(&sql, &[(&filter::numbers(part.iter().copied())).into()], &mut |r| {
                let known = Sketch::read(r.text(1)?).map(|sketch| Known { sketch, reports: None });
                self.known.insert(r.int(0)?, known);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// An occurrence that was read.
    pub(crate) fn get(&self, cluster: i64) -> Option<&Known> {
        self.known.get(&cluster).and_then(Option::as_ref)
    }

    /// An occurrence that was read, with what its reports say.
    pub(crate) fn with_reports(&mut self, store: &dyn Store, cluster: i64) -> Result<Option<&mut Known>, Error> {
        let Some(Some(known)) = self.known.get_mut(&cluster) else { return Ok(None) };
        if known.reports.is_none() {
            known.reports = Some((says(store, cluster)?, flow::shares(store, cluster)?));
        }
        Ok(Some(known))
    }

    /// Remembers an occurrence.
    pub(crate) fn keep(&mut self, cluster: i64, known: Known) {
        self.known.insert(cluster, Some(known));
    }
}
