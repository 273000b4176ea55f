//! Whether an act happened.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether the act happened, is to happen, may happen, or did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It happened or is going on.
    #[default]
    Occurred,
    /// Announced, agreed, promised or scheduled.
    Planned,
    /// Weighed, proposed, sought, possible; a bill pending.
    Considered,
    /// Would be done if a condition holds.
    Threatened,
    /// Did not or will not happen: refused, cancelled, denied.
    Negated,
    /// Supposed by a speaker.
    Hypothetical,
    /// Background from long before.
    Historical,
}

impl Status {
    /// All of them, in the order of the definition.
    pub const ALL: [Status; 7] = [
        Status::Occurred,
        Status::Planned,
        Status::Considered,
        Status::Threatened,
        Status::Negated,
        Status::Hypothetical,
        Status::Historical,
    ];

    /// The name, lower case as the JSON has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        ["occurred", "planned", "considered", "threatened", "negated", "hypothetical", "historical"][self as usize]
    }

    /// The status of that name; `None` where there is none.
    #[must_use]
    pub fn parse(name: &str) -> Option<Status> {
        Self::ALL.into_iter().find(|s| s.as_str() == name)
    }

    /// Whether the act is something that took place: occurred or historical.
    #[must_use]
    pub fn happened(self) -> bool {
        matches!(self, Status::Occurred | Status::Historical)
    }

    /// PLOVER's auxiliary mode for it; `None` for what occurred.
    #[must_use]
    pub fn auxiliary_mode(self) -> Option<&'static str> {
        match self {
            Status::Occurred => None,
            Status::Planned => Some("future"),
            Status::Considered | Status::Threatened | Status::Hypothetical => Some("hypothetical"),
            Status::Negated => Some("negation"),
            Status::Historical => Some("historical"),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
