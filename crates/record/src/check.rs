//! Looking for damage.

use crate::store::StoreExt;
use crate::{Error, Record};
use detente_event::{Diagnostic, Status};

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

/// Counted reports of pairs, less those that there are ([`crate::flow`]).
fn counted_wrongly() -> String {
    let left_out: Vec<String> =
        Status::ALL.into_iter().filter(|s| !crate::flow::counts(*s)).map(|s| (s as i64).to_string()).collect();
    format!(
        "SELECT abs(CAST((SELECT coalesce(sum(reports), 0) FROM flow WHERE other > 0 AND month = {all}) AS BIGINT) - \
         (SELECT count(*) FROM party q JOIN entry e ON e.seq = q.entry \
         WHERE q.role = 0 AND q.other <> 0 AND e.rejected = 0 AND q.status NOT IN ({out})))",
        all = crate::flow::ALL,
        out = left_out.join(", ")
    )
}

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
        let counts = counted_wrongly();
        let pairs = ("the counts of pairs are not those of their reports", counts.as_str(), RULES[0].2);
        for (what, sql, help) in RULES.iter().chain([&pairs]) {
            let n = self.store.int(sql, &[])?.unwrap_or(0);
            if n > 0 {
                out.push(Diagnostic::error("DT0402", None, format!("{what}: {n}")).help(*help));
            }
        }
        Ok(out)
    }
}
