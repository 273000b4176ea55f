//! Symmetric metarationality.
//!
//! **Definition.** s is SMR stable for i if for every s₁ ∈ R_i⁺(s) some s₂ ∈ R_O(s₁) has s₂ ≤_i s, and every
//! s₃ ∈ R_i(s₂) has s₃ ≤_i s too: i cannot escape the sanction.
//!
//! **Source.** Howard, *Paradoxes of Rationality* (1971); Fang, Hipel and Kilgour (1993).
//!
//! **Example.** In the prisoners' dilemma, both silent is stable: against one who talks, nothing i does is better.
//! **Counter-example.** Where matching pennies are played, no state is stable for the loser: whatever the answer, a
//! further change wins.

use super::Rule;

/// Any joint moves of the opponents; a state is worth the best that can be reached from it.
pub(super) const RULE: Option<Rule> = Some(Rule { credible: false, escape: true });

#[cfg(test)]
mod tests {
    use crate::Concept;
    use crate::testing::{equilibria, pennies, prisoners};

    #[test]
    fn example_and_counter_example() {
        assert_eq!(equilibria(&prisoners(), Concept::Smr), [1, 4]);
        assert!(equilibria(&pennies(), Concept::Smr).is_empty());
        assert_eq!(equilibria(&pennies(), Concept::Gmr), [1, 2, 3, 4]);
    }
}
