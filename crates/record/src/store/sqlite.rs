//! A record in one SQLite file.

use super::{EachRow, Param, Row, Store, StoreExt, schema};
use crate::Error;
use crate::error::Kind;
use crate::filter::numbers;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(30);
/// Statements kept prepared.
const STATEMENTS: usize = 128;

pub(crate) struct Sqlite {
    db: Connection,
    name: String,
}

impl Sqlite {
    /// Opens the file; makes it where `create` is set and there is none.
    pub(crate) fn open(path: &Path, create: bool) -> Result<Self, Error> {
        let name = path.display().to_string();
        if !create && !path.exists() {
            return Err(Error::new(
                Kind::NotFound,
                "there is no such record",
                "make it with `detente record add`, or check the path",
            )
            .at(name));
        }
        if path.is_dir() {
            return Err(Error::new(Kind::NotARecord, "this is a folder", "name a file in it").at(name));
        }
        refuse_foreign(path).map_err(|e| e.at(&name))?;
        let db = if writable(path) {
            let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            if create {
                flags |= OpenFlags::SQLITE_OPEN_CREATE;
            }
            Connection::open_with_flags(path, flags)
        } else {
            Connection::open_with_flags(
                unchanging(path).map_err(|e| e.at(&name))?,
                OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI,
            )
        };
        let store = Self { db: db.map_err(|e| error(&e).at(&name))?, name };
        store.db.busy_timeout(PATIENCE).map_err(|e| store.fail(&e))?;
        // Before anything is set: another program's database is left as it is.
        schema::refuse_other_sqlite(&store)?;
        store.prepare()?;
        Ok(store)
    }

    pub(crate) fn in_memory() -> Result<Self, Error> {
        let db = Connection::open_in_memory().map_err(|e| error(&e))?;
        let store = Self { db, name: "record in memory".to_owned() };
        store.prepare()?;
        Ok(store)
    }

    fn prepare(&self) -> Result<(), Error> {
        self.db.set_prepared_statement_cache_capacity(STATEMENTS);
        let run = || -> rusqlite::Result<()> {
            // A statement keeps its plan whatever values it is given; without this each other range of days is planned anew.
            self.db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            if !self.db.is_readonly("main")? {
                // WAL: a killed process loses nothing that was committed; FULL: and a power cut neither
                // (sqlite.org/pragma.html#pragma_synchronous).
                self.db.pragma_update(None, "journal_mode", "WAL")?;
                self.db.pragma_update(None, "synchronous", "FULL")?;
                self.db.pragma_update(None, "wal_autocheckpoint", 10_000)?;
            }
            // Numbers are given out here and nothing is deleted: `check` looks whether they fit.
            self.db.pragma_update(None, "foreign_keys", "OFF")?;
            self.db.pragma_update(None, "cache_size", -262_144)?;
            self.db.pragma_update(None, "temp_store", "MEMORY")?;
            Ok(())
        };
        run().map_err(|e| error(&e).at(&self.name))
    }

    fn fail(&self, e: &rusqlite::Error) -> Error {
        error(e).at(&self.name)
    }
}

/// Whether the file may be written, or is not there yet.
fn writable(path: &Path) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    match std::fs::OpenOptions::new().write(true).open(path) {
        Err(e) => !matches!(e.kind(), PermissionDenied | ReadOnlyFilesystem),
        Ok(_) => true,
    }
}

/// The address of a file that cannot be written, for reading only.
fn unchanging(path: &Path) -> Result<String, Error> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if std::fs::metadata(&log).is_ok_and(|m| m.len() > 0) {
        return Err(Error::new(
            Kind::ReadOnly,
            "the record cannot be written, and its last changes are still in the file beside it that ends in -wal",
            "copy both to a folder that can be written, and open the record there",
        ));
    }
    let mut address = "file:".to_owned();
    for c in path.to_string_lossy().chars() {
        match c {
            '%' | '?' | '#' => address.push_str(&format!("%{:02x}", c as u32)),
            c => address.push(c),
        }
    }
    Ok(address + "?immutable=1")
}

/// Refuses a file that is not SQLite's, before SQLite touches it.
fn refuse_foreign(path: &Path) -> Result<(), Error> {
    use std::io::Read;
    let Ok(mut file) = std::fs::File::open(path) else { return Ok(()) };
    let mut head = [0_u8; 16];
    let got = file.read(&mut head).unwrap_or(0);
    if got == 0 || (got == 16 && &head == b"SQLite format 3\0") {
        return Ok(());
    }
    Err(Error::new(
        Kind::NotARecord,
        "this file is not a record",
        "name a file that `detente record` made, or a new one; the file was not changed",
    ))
}

fn error(e: &rusqlite::Error) -> Error {
    let code = match e {
        rusqlite::Error::SqliteFailure(f, _) => Some(f.code),
        _ => None,
    };
    let (kind, mend) = match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            (Kind::Busy, "another program is writing to the record; try again when it is done")
        }
        Some(ErrorCode::DiskFull) => {
            (Kind::Full, "make room on the disk and run the same command again; nothing was lost")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            (Kind::ReadOnly, "give write permission to the file and its folder, or copy the record elsewhere")
        }
        Some(ErrorCode::CannotOpen) => (Kind::NotFound, "check that the folder exists and may be read and written"),
        Some(ErrorCode::DatabaseCorrupt) => {
            (Kind::Corrupt, "restore a copy, or save what can be read with `sqlite3 FILE .recover`")
        }
        Some(ErrorCode::SystemIoFailure) => {
            (Kind::Other, "the disk does not read or write: look at it, then run `detente doctor --record FILE`")
        }
        Some(ErrorCode::NotADatabase) => (Kind::NotARecord, "name a file that `detente record` made"),
        _ => (Kind::Other, ""),
    };
    Error::new(kind, e.to_string(), mend)
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Param::Null => ValueRef::Null,
            Param::Int(i) => ValueRef::Integer(*i),
            Param::Real(r) => ValueRef::Real(*r),
            Param::Text(t) => ValueRef::Text(t.as_bytes()),
        }))
    }
}

impl Row for rusqlite::Row<'_> {
    fn opt_int(&self, column: usize) -> Result<Option<i64>, Error> {
        match self.get_ref(column).map_err(|e| error(&e))? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(i) => Ok(Some(i)),
            _ => Err(wrong_type(column, "a whole number")),
        }
    }

    fn opt_text(&self, column: usize) -> Result<Option<&str>, Error> {
        match self.get_ref(column).map_err(|e| error(&e))? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(t) => std::str::from_utf8(t).map(Some).map_err(|_| wrong_type(column, "text in UTF-8")),
            _ => Err(wrong_type(column, "text")),
        }
    }
}

fn wrong_type(column: usize, wanted: &str) -> Error {
    Error::new(
        Kind::Corrupt,
        format!("column {column} of a stored row is not {wanted}"),
        "something other than Détente wrote to the record; restore a copy",
    )
}

impl Store for Sqlite {
    fn name(&self) -> &str {
        &self.name
    }

    fn begin(&self) -> Result<(), Error> {
        self.db.execute_batch("BEGIN IMMEDIATE").map_err(|e| self.fail(&e))
    }

    fn commit(&self) -> Result<(), Error> {
        self.db.execute_batch("COMMIT").map_err(|e| self.fail(&e))
    }

    fn rollback(&self) {
        // Where SQLite has rolled back by itself (a full disk), this fails and nothing is left to do.
        let _ = self.db.execute_batch("ROLLBACK");
    }

    fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<usize, Error> {
        let mut statement = self.db.prepare_cached(sql).map_err(|e| self.fail(&e))?;
        statement.execute(rusqlite::params_from_iter(params)).map_err(|e| self.fail(&e))
    }

    fn batch(&self, sql: &str) -> Result<(), Error> {
        self.db.execute_batch(sql).map_err(|e| self.fail(&e))
    }

    fn query(&self, sql: &str, params: &[Param<'_>], each: &mut EachRow<'_>) -> Result<(), Error> {
        let mut statement = self.db.prepare_cached(sql).map_err(|e| self.fail(&e))?;
        let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(|e| self.fail(&e))?;
        while let Some(row) = rows.next().map_err(|e| self.fail(&e))? {
            each(row).map_err(|e| e.at(&self.name))?;
        }
        Ok(())
    }

    fn text_match(&self, words: &str, n: usize) -> (String, String) {
        let terms: Vec<String> = words.split_whitespace().map(|w| format!("\"{}\"", w.replace('"', "\"\""))).collect();
        (format!("SELECT rowid FROM words WHERE words MATCH ?{n}"), terms.join(" "))
    }

    fn having_words(&self, entries: &[i64], words: &str) -> Result<Vec<i64>, Error> {
        let store: &dyn Store = self;
        let (Some(least), Some(most)) = (entries.iter().min(), entries.iter().max()) else { return Ok(Vec::new()) };
        let (_, value) = self.text_match(words, 1);
        let number = |r: &dyn Row| r.int(0);
        // The index is quick to give what lies together; a look at one entry alone takes it long. What is scattered is
        // put into an index of its own.
        let together = usize::try_from(most - least).is_ok_and(|span| span < 64 * entries.len());
        let mut found = if together {
            let sql = "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid BETWEEN ?2 AND ?3";
            store.rows(sql, &[(&value).into(), (*least).into(), (*most).into()], number)?
        } else {
            self.batch(&format!("CREATE VIRTUAL TABLE IF NOT EXISTS temp.scattered USING {}", schema::SQLITE_WORDS))?;
            let sql = format!(
                "INSERT INTO scattered(rowid, text) SELECT seq, event ->> '$.text' FROM report WHERE {}",
                self.among("seq", 1)
            );
            self.execute(&sql, &[(&numbers(entries.iter().copied())).into()])?;
            let sql = "SELECT rowid FROM scattered WHERE scattered MATCH ?1";
            let found = store.rows(sql, &[(&value).into()], number)?;
            self.execute("INSERT INTO scattered(scattered) VALUES ('delete-all')", &[])?;
            found
        };
        found.sort_unstable();
        Ok(entries.iter().copied().filter(|e| found.binary_search(e).is_ok()).collect())
    }

    fn among(&self, column: &str, n: usize) -> String {
        format!("{column} IN (SELECT value FROM json_each('[' || ?{n} || ']'))")
    }

    fn insert_word(&self) -> &'static str {
        // Without OR FAIL each statement keeps a journal of its own, to take back the rows before the one that failed.
        "INSERT OR FAIL"
    }

    fn index_words(&self, entries: &[(i64, &str)]) -> Result<(), Error> {
        // One by one: for several rows in a virtual table a statement keeps a journal of its own.
        let sql = "INSERT INTO words(rowid, text) VALUES (?1, ?2)";
        let mut statement = self.db.prepare_cached(sql).map_err(|e| self.fail(&e))?;
        for entry in entries {
            statement.execute(*entry).map_err(|e| self.fail(&e))?;
        }
        Ok(())
    }

    fn outside_changes(&self) -> Result<Option<i64>, Error> {
        let mut version = None;
        self.query("PRAGMA data_version", &[], &mut |r| {
            version = r.opt_int(0)?;
            Ok(())
        })?;
        Ok(version)
    }

    fn check(&self) -> Result<Vec<String>, Error> {
        let mut found = Vec::new();
        self.query("PRAGMA integrity_check(100)", &[], &mut |r| {
            let line = r.text(0)?;
            if line != "ok" {
                found.push(line.to_owned());
            }
            Ok(())
        })?;
        self.query("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1", &[], &mut |r| {
            found.push(format!("{} rows of {} stand for something that is not there", r.int(1)?, r.text(0)?));
            Ok(())
        })?;
        Ok(found)
    }
}
