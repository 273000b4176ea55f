//! Looking for damage.

use crate::add::digest;
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
        let mut report = |what: &str, n: i64, help: &str| {
            if n > 0 {
                out.push(Diagnostic::error("DT0402", None, format!("{what}: {n}")).help(help));
            }
        };
        for (what, sql, help) in RULES {
            report(what, self.store.int(sql, &[])?.unwrap_or(0), help);
        }
        report("documents are not what their SHA-256 says", self.changed_documents()?, "restore a copy");
        let wrong = i64::try_from(crate::flow::wrong(&*self.store)?).unwrap_or(i64::MAX);
        report("the counts of pairs are not those of their reports", wrong, RULES[0].2);
        Ok(out)
    }

    /// The number of documents whose text or source is not the one whose SHA-256 was filed.
    fn changed_documents(&self) -> Result<i64, Error> {
        let last = self.store.int("SELECT max(seq) FROM document", &[])?.unwrap_or(0);
        let (mut from, mut changed) = (0, 0);
        while from < last {
            let sql = "SELECT id, text, source, sha256 FROM document WHERE seq > ?1 AND seq <= ?2";
            self.store.query(sql, &[from.into(), (from + TOGETHER).into()], &mut |r| {
                let (text, source) = (r.text(1)?, r.text(2)?);
                // PostgreSQL cannot hold the zero character: where another stands for it, the text is not known.
                let known = !text.contains('\u{fffd}') && !source.contains('\u{fffd}');
                changed += i64::from(known && digest(r.text(0)?, text, source) != r.text(3)?);
                Ok(())
            })?;
            from += TOGETHER;
        }
        Ok(changed)
    }
}

/// Documents read at once.
const TOGETHER: i64 = 1000;
