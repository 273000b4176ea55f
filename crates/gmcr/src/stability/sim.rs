//! Simultaneous stability.
//!
//! **Definition.** s is SIM stable for i if for every s₁ ∈ R_i⁺(s) one or more of the others, improving from s at the same
//! time, would turn it into a feasible state s₂ ≤_i s: each mover's options as it chose them, all others' as in s. Option
//! form only.
//!
//! **Source.** Fraser and Hipel, *Conflict Analysis: Models and Resolutions* (1984).
//!
//! **Example.** In chicken, both swerving is stable: if both go straight at once, they crash.
//! **Counter-example.** In the prisoners' dilemma, being silent against one who talks is not: the other has nothing to
//! gain by a move, so nothing deters talking.

use crate::conflict::{Conflict, Form};
use crate::error::{Error, Kind};
use crate::profiles::Lists;
use crate::set::StateSet;
use std::collections::BTreeSet;

/// The states simultaneously stable for each decision maker.
pub fn simultaneous(conflict: &Conflict, states: u64) -> Result<Vec<StateSet>, Error> {
    if matches!(conflict.form(), Form::Graph { .. }) {
        return Err(Error::new(Kind::NeedsOptions));
    }
    let lists = Lists::of(conflict, states)?;
    let model = &lists.model;
    let (n, dms) = (model.len(), model.dms());
    let mut sets = vec![StateSet::empty(n); dms];
    for s in 0..n {
        let from = model.states.decimal(s);
        // Each one's improvements, as the options they change.
        let changes: Vec<Vec<u128>> = (0..dms)
            .map(|i| model.improvements_from(i, s).iter().map(|t| model.states.decimal(*t as usize) ^ from).collect())
            .collect();
        for (i, set) in sets.iter_mut().enumerate() {
            let mut together = BTreeSet::from([0u128]);
            for other in (0..dms).filter(|j| *j != i) {
                let more: Vec<u128> = together.iter().flat_map(|a| changes[other].iter().map(move |c| a | c)).collect();
                together.extend(more);
            }
            together.remove(&0);
            let sanctioned = |own: &u128| {
                let ends = together.iter().filter_map(|others| model.states.position(from ^ own ^ others));
                ends.into_iter().any(|t| model.rank[i][t] <= model.rank[i][s])
            };
            if changes[i].iter().all(sanctioned) {
                set.insert(s);
            }
        }
    }
    Ok(sets)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{chicken, prisoners};

    #[test]
    fn example_and_counter_example() {
        assert!(simultaneous(&chicken(), 10).unwrap().iter().all(|set| set.contains(0)));
        assert!(!simultaneous(&prisoners(), 10).unwrap()[0].contains(2));
    }
}
