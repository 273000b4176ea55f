//! A record in a PostgreSQL database, for a team.

use super::tls::{self, Address};
use super::{EachRow, Param, Row, Store, StoreExt};
use crate::Error;
use crate::error::Kind;
use crate::filter::numbers;
use postgres::error::SqlState;
use postgres::types::private::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Statement};
use std::cell::RefCell;
use std::collections::HashMap;

/// The lock that writers of records take turns with: "DETENTE" in ASCII.
const LOCK: i64 = 0x0044_4554_454E_5445;

pub(crate) struct Postgres {
    inner: RefCell<Inner>,
    name: String,
}

struct Inner {
    client: Client,
    statements: HashMap<String, Statement>,
}

impl Postgres {
    pub(crate) fn connect(url: &str) -> Result<Self, Error> {
        let name = without_password(url);
        let Address { url, tls } = tls::address(url).map_err(|e| e.at(&name))?;
        let client = Client::connect(&url, tls).map_err(|e| error(&e).at(&name))?;
        Ok(Self { inner: RefCell::new(Inner { client, statements: HashMap::new() }), name })
    }

    fn fail(&self, e: &postgres::Error) -> Error {
        error(e).at(&self.name)
    }
}

/// The address as it may be shown.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((login, place)) = rest.split_once('@') else { return url.to_owned() };
    let user = login.split(':').next().unwrap_or(login);
    format!("{scheme}://{user}@{place}")
}

/// An error with what caused it, each once.
fn with_reasons(e: &dyn std::error::Error) -> String {
    let mut words = e.to_string();
    let mut cause = e.source();
    while let Some(c) = cause {
        let more = c.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        cause = c.source();
    }
    words
}

fn error(e: &postgres::Error) -> Error {
    let message = e.as_db_error().map_or_else(|| with_reasons(e), |d| d.message().to_owned());
    let (kind, mend) = match e.code() {
        Some(c) if *c == SqlState::DISK_FULL => {
            (Kind::Full, "make room on the server's disk and run the same command again; nothing was lost")
        }
        Some(c) if *c == SqlState::READ_ONLY_SQL_TRANSACTION || *c == SqlState::INSUFFICIENT_PRIVILEGE => {
            (Kind::ReadOnly, "ask for the right to write to this database")
        }
        Some(c) if *c == SqlState::LOCK_NOT_AVAILABLE => {
            (Kind::Busy, "another program is writing to the record; try again when it is done")
        }
        Some(c) if *c == SqlState::DATA_CORRUPTED || *c == SqlState::INDEX_CORRUPTED => {
            (Kind::Corrupt, "ask the database's administrator")
        }
        Some(c) if *c == SqlState::INVALID_PASSWORD || *c == SqlState::INVALID_CATALOG_NAME => {
            (Kind::Connection, "check user, password and name of the database in the address")
        }
        Some(c)
            if c.code().starts_with("08")
                || [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN, SqlState::CANNOT_CONNECT_NOW].contains(c) =>
        {
            (Kind::Connection, "run the same command again when the server is back; what was committed is kept")
        }
        None if message.contains("certificate") => (
            Kind::Connection,
            "name the authority's certificate with sslrootcert=FILE in the address, and the server as its certificate does",
        ),
        None if message.contains("TLS") => (
            Kind::Connection,
            "the server does not encrypt: ask its administrator, or leave sslmode out of the address",
        ),
        None => (Kind::Connection, "check that the server runs and can be reached; what was committed is kept"),
        _ => (Kind::Other, ""),
    };
    Error::new(kind, message, mend)
}

/// `?1` as SQLite has it becomes `$1`.
fn dialect(sql: &str) -> String {
    sql.replace('?', "$")
}

impl Inner {
    fn statement(&mut self, sql: &str) -> Result<Statement, postgres::Error> {
        if let Some(s) = self.statements.get(sql) {
            return Ok(s.clone());
        }
        let s = self.client.prepare(&dialect(sql))?;
        self.statements.insert(sql.to_owned(), s.clone());
        Ok(s)
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(i) if *kind == Type::INT4 => i32::try_from(*i)?.to_sql(kind, out),
            Param::Int(i) if *kind == Type::FLOAT8 => (*i as f64).to_sql(kind, out),
            Param::Int(i) => i.to_sql(kind, out),
            Param::Real(r) => r.to_sql(kind, out),
            // A text of PostgreSQL cannot hold the zero character.
            Param::Text(t) if t.contains('\0') => t.replace('\0', "\u{fffd}").to_sql(kind, out),
            Param::Text(t) => t.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres").field("name", &self.name).finish_non_exhaustive()
    }
}

fn list<'a>(params: &'a [Param<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|p| p as &(dyn ToSql + Sync)).collect()
}

impl Row for postgres::Row {
    fn opt_int(&self, column: usize) -> Result<Option<i64>, Error> {
        self.try_get(column).map_err(|e| error(&e))
    }

    fn opt_text(&self, column: usize) -> Result<Option<&str>, Error> {
        self.try_get(column).map_err(|e| error(&e))
    }
}

impl Store for Postgres {
    fn name(&self) -> &str {
        &self.name
    }

    fn begin(&self) -> Result<(), Error> {
        // Writers take turns: numbers are given out in order, and no occurrence is made twice.
        let sql = format!("BEGIN; SELECT pg_advisory_xact_lock({LOCK})");
        self.inner.borrow_mut().client.batch_execute(&sql).map_err(|e| self.fail(&e))
    }

    fn commit(&self) -> Result<(), Error> {
        self.inner.borrow_mut().client.batch_execute("COMMIT").map_err(|e| self.fail(&e))
    }

    fn rollback(&self) {
        // Where the connection is lost, the server rolls back by itself.
        let _ = self.inner.borrow_mut().client.batch_execute("ROLLBACK");
    }

    fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<usize, Error> {
        let inner = &mut *self.inner.borrow_mut();
        let statement = inner.statement(sql).map_err(|e| self.fail(&e))?;
        let n = inner.client.execute(&statement, &list(params)).map_err(|e| self.fail(&e))?;
        Ok(usize::try_from(n).unwrap_or(usize::MAX))
    }

    fn batch(&self, sql: &str) -> Result<(), Error> {
        self.inner.borrow_mut().client.batch_execute(sql).map_err(|e| self.fail(&e))
    }

    fn query(&self, sql: &str, params: &[Param<'_>], each: &mut EachRow<'_>) -> Result<(), Error> {
        // All rows first: `each` may ask again.
        let rows = {
            let inner = &mut *self.inner.borrow_mut();
            let statement = inner.statement(sql).map_err(|e| self.fail(&e))?;
            inner.client.query(&statement, &list(params)).map_err(|e| self.fail(&e))?
        };
        rows.iter().try_for_each(|r| each(r).map_err(|e| e.at(&self.name)))
    }

    fn text_match(&self, words: &str, n: usize) -> (String, String) {
        let sql = format!("SELECT w.entry FROM words w WHERE w.vector @@ plainto_tsquery('detente', ?{n})");
        (sql, words.to_owned())
    }

    fn having_words(&self, entries: &[i64], words: &str) -> Result<Vec<i64>, Error> {
        let store: &dyn Store = self;
        let sql = format!("{} AND {}", self.text_match(words, 1).0, self.among("w.entry", 2));
        let list = numbers(entries.iter().copied());
        let mut found = store.rows(&sql, &[words.into(), (&list).into()], |r| r.int(0))?;
        found.sort_unstable();
        Ok(entries.iter().copied().filter(|e| found.binary_search(e).is_ok()).collect())
    }

    fn among(&self, column: &str, n: usize) -> String {
        format!("{column} = ANY(string_to_array(?{n}, ',')::bigint[])")
    }

    fn insert_word(&self) -> &'static str {
        "INSERT"
    }

    fn index_words(&self, entries: &[(i64, &str)]) -> Result<(), Error> {
        let store: &dyn Store = self;
        let values: Vec<Param<'_>> = entries.iter().flat_map(|(n, words)| [(*n).into(), (*words).into()]).collect();
        store.insert_as("words(entry, vector)", "?, to_tsvector('detente', ?)", "", &values)
    }

    fn outside_changes(&self) -> Result<Option<i64>, Error> {
        // Whoever adds leaves a coding, whoever decides a decision.
        let sql = "SELECT (SELECT coalesce(max(seq), 0) FROM coding) * 4294967296 + \
                   (SELECT coalesce(max(seq), 0) FROM decision)";
        let store: &dyn Store = self;
        store.int(sql, &[])
    }

    fn check(&self) -> Result<Vec<String>, Error> {
        // The server checks its own pages; what holds between the tables is checked above.
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(super::without_password("postgres://ana:secret@host/db"), "postgres://ana@host/db");
        assert_eq!(super::without_password("postgres://host/db"), "postgres://host/db");
    }
}
