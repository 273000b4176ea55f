//! Symmetric sequential stability.
//!
//! **Definition.** s is SSEQ stable for i if for every s₁ ∈ R_i⁺(s) some s₂ ∈ R_O⁺(s₁) has s₂ ≤_i s, and every
//! s₃ ∈ R_i(s₂) has s₃ ≤_i s too.
//!
//! **Source.** Rego and Vieira, Group Decision and Negotiation 26 (2017).
//!
//! **Example.** In the prisoners' dilemma, both silent is stable.
//! **Counter-example.** In matching pennies every state is SEQ stable, since the loser who switches would be answered,
//! and none is SSEQ stable: the answer can be escaped.

use super::Rule;

/// Improvements of the opponents only; a state is worth the best that can be reached from it.
pub(super) const RULE: Option<Rule> = Some(Rule { credible: true, escape: true });

#[cfg(test)]
mod tests {
    use crate::Concept;
    use crate::testing::{equilibria, pennies, prisoners};

    #[test]
    fn example_and_counter_example() {
        assert_eq!(equilibria(&prisoners(), Concept::Sseq), [1, 4]);
        assert_eq!(equilibria(&pennies(), Concept::Seq), [1, 2, 3, 4]);
        assert!(equilibria(&pennies(), Concept::Sseq).is_empty());
    }
}
