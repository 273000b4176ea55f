//! What writing needs again and again, kept in memory between transactions.

use crate::Error;
use crate::cluster::sketch::Sketch;
use crate::store::Store;
use std::collections::HashMap;

/// Occurrences kept at most; then all are forgotten and read again as needed.
const MOST: usize = 100_000;

/// Numbers of actors, and sketches of occurrences; `None` for one that no report can join.
#[derive(Default)]
pub(crate) struct Cache {
    pub(crate) actors: HashMap<(String, String), i64>,
    sketches: HashMap<i64, Option<Sketch>>,
    seen: Option<i64>,
}

impl Cache {
    /// Forgets what another writer may have changed. To be called within a transaction that writes.
    pub(crate) fn refresh(&mut self, store: &dyn Store) -> Result<(), Error> {
        let now = store.outside_changes()?;
        if now.is_none() || now != self.seen {
            self.forget();
        }
        self.seen = now;
        Ok(())
    }

    /// Forgets everything.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The sketch of an occurrence, read where it is not known.
    pub(crate) fn sketch(&mut self, store: &dyn Store, cluster: i64) -> Result<Option<&Sketch>, Error> {
        use crate::store::StoreExt;
        if !self.sketches.contains_key(&cluster) {
            let lines = store.rows(
                "SELECT sketch FROM cluster WHERE seq = ?1 AND moved IS NULL AND reports > 0",
                &[cluster.into()],
                |r| r.string(0),
            )?;
            self.keep(cluster, lines.first().and_then(|l| Sketch::read(l)));
        }
        Ok(self.sketches.get(&cluster).and_then(Option::as_ref))
    }

    /// Remembers the sketch of an occurrence.
    pub(crate) fn keep(&mut self, cluster: i64, sketch: Option<Sketch>) {
        if self.sketches.len() >= MOST {
            self.sketches.clear();
        }
        self.sketches.insert(cluster, sketch);
    }
}
