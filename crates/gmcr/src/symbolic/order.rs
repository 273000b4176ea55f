//! Where each option stands in the diagrams.

use crate::conflict::Conflict;

/// The variable of each option.
pub(super) fn places(conflict: &Conflict) -> Vec<u32> {
    (0..conflict.options().len() as u32).collect()
}
