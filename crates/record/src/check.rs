//! Looking for damage.

use crate::store::StoreExt;
use crate::{Error, Record};
use detente_event::Diagnostic;

/// What must hold of a sound record: what is wrong where a query finds rows, and what to do.
const RULES: &[(&str, &str, &str)] = &[
    (
        "events are missing from the index",
        "SELECT count(*) FROM report r WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.seq = r.seq)",
        "restore a copy, or add the documents to a new record",
    ),
    (
        "documents have another number of events than was filed with them",
        "SELECT count(*) FROM document d WHERE d.events <> (SELECT count(*) FROM report r WHERE r.document = d.seq)",
        "restore a copy, or add the documents to a new record",
    ),
    (
        "occurrences count another number of reports than they have",
        "SELECT count(*) FROM cluster c WHERE c.reports <> \
         (SELECT count(*) FROM entry e WHERE e.cluster = c.seq AND e.rejected = 0)",
        "restore a copy, or add the documents to a new record",
    ),
    (
        "events belong to an occurrence that was merged into another",
        "SELECT count(*) FROM entry e JOIN cluster c ON c.seq = e.cluster WHERE c.moved IS NOT NULL",
        "undo the merge and make it again",
    ),
];

impl Record {
    /// Looks for damage, in the file and between its tables; nothing where the record is sound.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn check(&self) -> Result<Vec<Diagnostic>, Error> {
        let mut out: Vec<Diagnostic> = (self.store.check()?.into_iter())
            .map(|what| {
                Diagnostic::error("DT0401", None, format!("the file is damaged: {what}"))
                    .help("restore a copy, or save what can be read with `sqlite3 FILE .recover`")
            })
            .collect();
        for (what, sql, help) in RULES {
            let n = self.store.int(sql, &[])?.unwrap_or(0);
            if n > 0 {
                out.push(Diagnostic::error("DT0402", None, format!("{what}: {n}")).help(*help));
            }
        }
        Ok(out)
    }
}
