//! Sequential stability.
//!
//! **Definition.** s is SEQ stable for i if for every s₁ ∈ R_i⁺(s) some s₂ ∈ R_O⁺(s₁) has s₂ ≤_i s: the opponents have an
//! answer in which each step is an improvement for the one who takes it.
//!
//! **Source.** Fraser and Hipel, *Conflict Analysis: Models and Resolutions* (1984); Fang, Hipel and Kilgour (1993).
//!
//! **Example.** In the prisoners' dilemma, both silent is stable: the other would answer talking by talking.
//! **Counter-example.** In chicken, both swerving is not, though it is GMR stable: the other would not choose the crash.

use super::Rule;

/// Improvements of the opponents only; a state is worth its own rank.
pub(super) const RULE: Option<Rule> = Some(Rule { credible: true, escape: false });

#[cfg(test)]
mod tests {
    use crate::Concept;
    use crate::testing::{chicken, equilibria, prisoners};

    #[test]
    fn example_and_counter_example() {
        assert_eq!(equilibria(&prisoners(), Concept::Seq), [1, 4]);
        assert_eq!(equilibria(&chicken(), Concept::Seq), [2, 3]);
    }
}
