//! What a store must do: run statements in transactions. The rest of the crate is written once, over this trait.
//!
//! Statements are in the SQL that SQLite and PostgreSQL share, with parameters `?1`, `?2` … A store translates the
//! little that differs.

#[cfg(feature = "postgres")]
mod postgres;
pub(crate) mod schema;
mod sqlite;

#[cfg(feature = "postgres")]
pub(crate) use postgres::Postgres;
pub(crate) use sqlite::Sqlite;

use crate::Error;

/// A parameter of a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Param<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a str),
}

impl From<i64> for Param<'_> {
    fn from(v: i64) -> Self {
        Param::Int(v)
    }
}

impl From<f64> for Param<'_> {
    fn from(v: f64) -> Self {
        Param::Real(v)
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(v: &'a str) -> Self {
        Param::Text(v)
    }
}

impl<'a> From<&'a String> for Param<'a> {
    fn from(v: &'a String) -> Self {
        Param::Text(v)
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(v: Option<T>) -> Self {
        v.map_or(Param::Null, Into::into)
    }
}

/// A row of an answer, columns counted from 0.
pub(crate) trait Row {
    /// The whole number there; `None` for null.
    fn opt_int(&self, column: usize) -> Result<Option<i64>, Error>;
    /// The text there; `None` for null.
    fn opt_text(&self, column: usize) -> Result<Option<&str>, Error>;

    fn int(&self, column: usize) -> Result<i64, Error> {
        Ok(self.opt_int(column)?.unwrap_or_default())
    }

    fn text(&self, column: usize) -> Result<&str, Error> {
        Ok(self.opt_text(column)?.unwrap_or_default())
    }

    fn string(&self, column: usize) -> Result<String, Error> {
        self.text(column).map(str::to_owned)
    }
}

/// How a store finds words.
pub(crate) struct TextMatch {
    /// The query that gives the numbers of all entries that have them.
    pub(crate) all: String,
    /// The condition that the entry `e` has them.
    pub(crate) one: String,
    /// The value of the parameter.
    pub(crate) value: String,
}

/// Called for each row of an answer.
pub(crate) type EachRow<'a> = dyn FnMut(&dyn Row) -> Result<(), Error> + 'a;

/// A database that holds a record.
pub(crate) trait Store: Send {
    /// Its name for messages: the path or the address without its password.
    fn name(&self) -> &str;
    /// Starts a transaction that writes; waits for other writers.
    fn begin(&self) -> Result<(), Error>;
    /// Ends it and keeps what it did.
    fn commit(&self) -> Result<(), Error>;
    /// Ends it and drops what it did.
    fn rollback(&self);
    /// Runs a statement; the number of rows it changed.
    fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<usize, Error>;
    /// Runs several statements without parameters.
    fn batch(&self, sql: &str) -> Result<(), Error>;
    /// Runs a query.
    fn query(&self, sql: &str, params: &[Param<'_>], each: &mut EachRow<'_>) -> Result<(), Error>;
    /// How to find the entries that have all these words, with parameter `?n`.
    fn text_match(&self, words: &str, n: usize) -> TextMatch;
    /// The condition that a whole number is in a list: parameter `?n`, the numbers separated by commas.
    fn among(&self, column: &str, n: usize) -> String;
    /// Makes an entry's words findable.
    fn index_words(&self, entry: i64, words: &str) -> Result<(), Error>;
    /// A number that changes when another connection has written; `None` where the store cannot tell.
    fn outside_changes(&self) -> Result<Option<i64>, Error>;
    /// Looks for damage; what is found, in words.
    fn check(&self) -> Result<Vec<String>, Error>;
}

/// Shorthands over [`Store::query`].
pub(crate) trait StoreExt {
    /// The first row's first column as a whole number.
    fn int(&self, sql: &str, params: &[Param<'_>]) -> Result<Option<i64>, Error>;
    /// All rows, each made into something.
    fn rows<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        make: impl FnMut(&dyn Row) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error>;
    /// Runs `work` in a transaction that is kept if it succeeds and dropped if it fails.
    fn transaction<T>(&self, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error>;
}

impl StoreExt for dyn Store + '_ {
    fn int(&self, sql: &str, params: &[Param<'_>]) -> Result<Option<i64>, Error> {
        let mut found = None;
        self.query(sql, params, &mut |r| {
            found = found.or(r.opt_int(0)?);
            Ok(())
        })?;
        Ok(found)
    }

    fn rows<T>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        mut make: impl FnMut(&dyn Row) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut out = Vec::new();
        self.query(sql, params, &mut |r| {
            out.push(make(r)?);
            Ok(())
        })?;
        Ok(out)
    }

    fn transaction<T>(&self, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
        self.begin()?;
        match work().and_then(|v| self.commit().map(|()| v)) {
            Ok(v) => Ok(v),
            Err(e) => {
                self.rollback();
                Err(e)
            }
        }
    }
}
