//! What a store must do: run statements in transactions. The rest of the crate is written once, over this trait.
//!
//! Statements are in the SQL that SQLite and PostgreSQL share, with parameters `?1`, `?2` … A store translates the
//! little that differs.

#[cfg(feature = "postgres")]
mod postgres;
pub(crate) mod schema;
mod sqlite;
#[cfg(feature = "postgres")]
mod tls;

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
    /// The query that gives the numbers of all entries that have all the words of parameter `?n`, and the value of that
    /// parameter.
    fn text_match(&self, words: &str, n: usize) -> (String, String);
    /// Those of the entries that have all these words; for words that many have, where their list would be too long.
    fn having_words(&self, entries: &[i64], words: &str) -> Result<Vec<i64>, Error>;
    /// The condition that a whole number is in a list: parameter `?n`, the numbers separated by commas.
    fn among(&self, column: &str, n: usize) -> String;
    /// `INSERT`, as it is quickest where a failure drops the whole transaction.
    fn insert_word(&self) -> &'static str;
    /// Makes the words of entries findable.
    fn index_words(&self, entries: &[(i64, &str)]) -> Result<(), Error>;
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
    /// Inserts rows, many in one statement: `into` is the table with its columns, `then` what follows the values, `values`
    /// are those of one row after the other, `width` in each.
    fn insert(&self, into: &str, then: &str, width: usize, values: &[Param<'_>]) -> Result<(), Error>;
    /// The same, with each row's values given by an expression with `?` for each of them.
    fn insert_as(&self, into: &str, row: &str, then: &str, values: &[Param<'_>]) -> Result<(), Error>;
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

    fn insert(&self, into: &str, then: &str, width: usize, values: &[Param<'_>]) -> Result<(), Error> {
        self.insert_as(into, &vec!["?"; width].join(", "), then, values)
    }

    fn insert_as(&self, into: &str, row: &str, then: &str, values: &[Param<'_>]) -> Result<(), Error> {
        let width = row.matches('?').count();
        let mut rest = values;
        // A few sizes only, so that the statements stay prepared.
        for size in [64, 8, 1] {
            if rest.len() < size * width {
                continue;
            }
            let mut sql = format!("{} INTO {into} VALUES ", self.insert_word());
            let mut n = 0;
            for i in 0..size {
                sql.push_str(if i == 0 { "(" } else { ", (" });
                for c in row.chars() {
                    sql.push(c);
                    if c == '?' {
                        n += 1;
                        sql.push_str(&n.to_string());
                    }
                }
                sql.push(')');
            }
            sql.push_str(then);
            while let Some((part, after)) = rest.split_at_checked(n) {
                self.execute(&sql, part)?;
                rest = after;
            }
        }
        Ok(())
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
