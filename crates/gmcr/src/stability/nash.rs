//! Nash stability.
//!
//! **Definition.** s is Nash stable for i if i has no improvement: R_i⁺(s) = ∅.
//!
//! **Source.** Nash (1950, 1951); for graph models Fang, Hipel and Kilgour, *Interactive Decision Making: The Graph
//! Model* (1993).
//!
//! **Example.** In the prisoners' dilemma, both talking is stable for both.
//! **Counter-example.** Both silent is not: either gains by talking.

use super::Rule;

/// Nothing deters.
pub(super) const RULE: Option<Rule> = None;

#[cfg(test)]
mod tests {
    use crate::Concept;
    use crate::testing::{equilibria, prisoners};

    #[test]
    fn example_and_counter_example() {
        assert_eq!(equilibria(&prisoners(), Concept::Nash), [4]);
    }
}
