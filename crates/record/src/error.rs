//! The one error of this crate.

use std::fmt;

/// What went wrong with a record: where, what, and what to do about it.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    place: String,
    message: String,
    mend: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    NotFound,
    NotARecord,
    TooNew,
    Busy,
    Full,
    ReadOnly,
    Corrupt,
    Connection,
    Invalid,
    Format,
    Other,
}

impl Error {
    pub(crate) fn new(kind: Kind, message: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { kind, place: String::new(), message: message.into(), mend: mend.into() }
    }

    pub(crate) fn invalid(message: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::new(Kind::Invalid, message, mend)
    }

    pub(crate) fn format(message: impl Into<String>, mend: impl Into<String>) -> Self {
        Self::new(Kind::Format, message, mend)
    }

    pub(crate) fn at(mut self, place: impl Into<String>) -> Self {
        if self.place.is_empty() {
            self.place = place.into();
        }
        self
    }

    /// No such file, document, event, cluster or decision.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind == Kind::NotFound
    }

    /// The file is something else, or a record of a newer version of Détente.
    #[must_use]
    pub fn is_not_a_record(&self) -> bool {
        matches!(self.kind, Kind::NotARecord | Kind::TooNew)
    }

    /// Another process is writing and did not finish in time.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.kind == Kind::Busy
    }

    /// The disk is full. Nothing of the unfinished change is kept.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.kind == Kind::Full
    }

    /// The file or its folder cannot be written.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.kind == Kind::ReadOnly
    }

    /// The file is damaged.
    #[must_use]
    pub fn is_corrupt(&self) -> bool {
        self.kind == Kind::Corrupt
    }

    /// The server cannot be reached, or the connection was lost.
    #[must_use]
    pub fn is_connection(&self) -> bool {
        self.kind == Kind::Connection
    }

    /// What was asked for cannot be done: an unknown target, a contradiction.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        self.kind == Kind::Invalid
    }

    /// A file to import or a value to export does not fit its format.
    #[must_use]
    pub fn is_format(&self) -> bool {
        self.kind == Kind::Format
    }

    /// What is wrong, without place and mend.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it; empty where nothing helps.
    #[must_use]
    pub fn mend(&self) -> &str {
        &self.mend
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.message)?;
        if !self.mend.is_empty() {
            write!(f, " ({})", self.mend)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
