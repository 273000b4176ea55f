//! The record as it stood at a moment.

use crate::add::{Placed, Writer};
use crate::record::{event, timestamp};
use crate::store::StoreExt;
use crate::{Error, Provenance, Record};
use jiff::Timestamp;
use std::collections::BTreeMap;

impl Record {
    /// The record as it stood at that moment: what was added and decided until then, nothing of what came after.
    ///
    /// It is made again in memory from the rows that are kept; changing it changes nothing here.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn as_of(&self, moment: Timestamp) -> Result<Record, Error> {
        let past = Record::in_memory()?;
        past.store.transaction(|| {
            self.replay_readings(&past, moment)?;
            self.replay_decisions(&past, moment)
        })?;
        Ok(past)
    }

    fn replay_readings(&self, past: &Record, moment: Timestamp) -> Result<(), Error> {
        let codings = self.store.rows("SELECT seq, at, who, coder FROM coding ORDER BY seq", &[], |r| {
            Ok((r.int(0)?, Provenance { at: timestamp(r.text(1)?)?, by: r.string(2)?, coder: r.string(3)? }))
        })?;
        let mut cache = past.cache.borrow_mut();
        // The numbers of documents there, by those here.
        let mut numbers = BTreeMap::new();
        for (number, from) in codings.into_iter().filter(|(_, p)| p.at <= moment) {
            let mut writer = Writer::new(&*past.store, &mut cache, &from)?;
            for source in self.sources(" WHERE d.coding = ?1", &[number.into()])? {
                let rows = self.store.rows(
                    "SELECT r.event, c.seq, c.id FROM report r JOIN cluster c ON c.seq = r.cluster \
                     WHERE r.document = ?1 ORDER BY r.seq",
                    &[source.number.into()],
                    |r| Ok((event(r.text(0)?)?, (r.int(1)?, r.string(2)?))),
                )?;
                let (events, clusters): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
                let copy_of = source.copy_of.and_then(|n| numbers.get(&n).copied());
                let added = writer.add(&source.document, &events, Some(&Placed { copy_of, clusters: &clusters }))?;
                numbers.insert(source.number, added.document);
            }
            writer.finish()?;
        }
        Ok(())
    }

    fn replay_decisions(&self, past: &Record, moment: Timestamp) -> Result<(), Error> {
        for d in self.decisions()?.into_iter().filter(|d| d.at <= moment) {
            match (&d.decision, d.undoes) {
                (Some(decision), _) => past.file(decision, d.at, &d.by, Some(d.number))?,
                (None, Some(undone)) => past.file_undo(undone, d.at, &d.by, Some(d.number))?,
                (None, None) => continue,
            };
        }
        Ok(())
    }
}
