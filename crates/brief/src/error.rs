//! What can go wrong before there is anything to tell.

use std::fmt;

/// Why no brief could be made.
#[derive(Debug)]
pub struct Error(Box<Kind>);

#[derive(Debug)]
enum Kind {
    Record(detente_record::Error),
    Model(String),
}

impl Error {
    pub(crate) fn model(message: String) -> Self {
        Self(Box::new(Kind::Model(message)))
    }

    /// Whether the conflict model is at fault, not the record.
    #[must_use]
    pub fn is_model(&self) -> bool {
        matches!(*self.0, Kind::Model(_))
    }
}

impl From<detente_record::Error> for Error {
    fn from(e: detente_record::Error) -> Self {
        Self(Box::new(Kind::Record(e)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Record(e) => write!(f, "the record cannot be read: {e}"),
            Kind::Model(m) => write!(f, "the conflict model cannot be analysed: {m}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Kind::Record(e) => Some(e),
            Kind::Model(_) => None,
        }
    }
}
