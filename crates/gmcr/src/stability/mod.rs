//! The solution concepts: one file each, with definition, source, example and counter-example.
//!
//! Five of them are of one kind. A decision maker at s considers each improvement s₁. What may follow is weighed by a
//! *deterrent* m(s₁), a rank of its own: the least value of a state to which the opponents can take the conflict from
//! s₁. The improvement pays if both s₁ and m(s₁) are better than s; s is stable if none pays, that is if
//!
//! > rank(s) ≥ max over s₁ ∈ R(s) of min(rank(s₁), m(s₁)).
//!
//! The concepts differ in which joint moves the opponents may use and in how a state is valued; [`Rule`] says which.

mod gmr;
mod horizon;
mod judge;
mod nash;
mod seq;
mod sim;
mod smr;
mod sseq;
mod strength;
mod unknown;

pub use horizon::{Horizon, limited_moves};
pub use sim::simultaneous;
pub use strength::{ByStrength, Great, stable_by_strength};
pub use unknown::{Attitude, stable_under_unknown, unknown_pairs};

/// A solution concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Concept {
    /// No improvement.
    Nash,
    /// General metarationality.
    Gmr,
    /// Symmetric metarationality.
    Smr,
    /// Sequential stability.
    Seq,
    /// Symmetric sequential stability.
    Sseq,
}

impl Concept {
    /// All, in the order of their names' usual listing.
    pub const ALL: [Concept; 5] = [Concept::Nash, Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sseq];

    /// The name in files: `nash`, `gmr`, `smr`, `seq`, `sseq`.
    pub fn id(self) -> &'static str {
        match self {
            Concept::Nash => "nash",
            Concept::Gmr => "gmr",
            Concept::Smr => "smr",
            Concept::Seq => "seq",
            Concept::Sseq => "sseq",
        }
    }

    /// The concept of this name.
    pub fn from_id(id: &str) -> Option<Concept> {
        Concept::ALL.into_iter().find(|c| c.id() == id)
    }

    /// What deters a decision maker under this concept; nothing does under Nash.
    pub(crate) fn rule(self) -> Option<Rule> {
        match self {
            Concept::Nash => nash::RULE,
            Concept::Gmr => gmr::RULE,
            Concept::Smr => smr::RULE,
            Concept::Seq => seq::RULE,
            Concept::Sseq => sseq::RULE,
        }
    }
}

impl serde::Serialize for Concept {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.id())
    }
}

/// How the opponents' answers deter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The opponents use only moves that are improvements for the one who moves.
    pub credible: bool,
    /// A sanctioned state is worth what the decision maker can still escape to from it, if that is more.
    pub escape: bool,
}
