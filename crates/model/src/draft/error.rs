//! The one error of drafting.

use std::fmt;

/// Why no model could be drafted.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Record(detente_record::Error),
    UnknownParty { name: String, near: Option<String> },
}

impl Error {
    pub(super) fn unknown_party(name: &str, near: Option<&str>) -> Self {
        Self { kind: Kind::UnknownParty { name: name.to_owned(), near: near.map(str::to_owned) } }
    }

    /// A name of the focus is in no event.
    #[must_use]
    pub fn is_unknown_party(&self) -> bool {
        matches!(self.kind, Kind::UnknownParty { .. })
    }
}

impl From<detente_record::Error> for Error {
    fn from(e: detente_record::Error) -> Self {
        Self { kind: Kind::Record(e) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Record(e) => e.fmt(f),
            Kind::UnknownParty { name, near: Some(near) } => {
                write!(f, "no event names `{name}` as a party; did you mean `{near}`?")
            }
            Kind::UnknownParty { name, near: None } => {
                write!(f, "no event names `{name}` as a party; give names or codes as the record has them")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Record(e) => Some(e),
            Kind::UnknownParty { .. } => None,
        }
    }
}
