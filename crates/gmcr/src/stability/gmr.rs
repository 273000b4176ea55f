//! General metarationality.
//!
//! **Definition.** s is GMR stable for i if for every s₁ ∈ R_i⁺(s) some s₂ ∈ R_O(s₁) has s₂ ≤_i s: the opponents O could
//! answer, at whatever cost to themselves, so that i is no better off.
//!
//! **Source.** Howard, *Paradoxes of Rationality* (1971); Fang, Hipel and Kilgour (1993).
//!
//! **Example.** In chicken, one who swerves while the other does stays: going straight could be answered by a crash.
//! **Counter-example.** In the prisoners' dilemma, being silent while the other talks is not stable: talking leaves the
//! other nothing that is worse.

use super::Rule;

/// Any joint moves of the opponents; a state is worth its own rank.
pub(super) const RULE: Option<Rule> = Some(Rule { credible: false, escape: false });

#[cfg(test)]
mod tests {
    use crate::Concept;
    use crate::testing::{chicken, equilibria, prisoners, stable};

    #[test]
    fn example_and_counter_example() {
        assert_eq!(equilibria(&chicken(), Concept::Gmr), [1, 2, 3]);
        assert!(!stable(&prisoners(), Concept::Gmr, 0).contains(&3));
    }
}
