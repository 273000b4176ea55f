//! The two-by-two games that the concepts' examples use. States: 1 = NN, 2 = YN, 3 = NY, 4 = YY.

use crate::{Concept, Conflict, ConflictBuilder, Limits, Moves, analyze};

fn two_by_two(a: [usize; 4], b: [usize; 4]) -> Conflict {
    let mut m = ConflictBuilder::new();
    for (k, ranking) in [a, b].into_iter().enumerate() {
        let d = m.decision_maker(["a", "b"][k], ["A", "B"][k]);
        m.option(d, "o", "O", Moves::Both);
        m.ranking(d, ranking.into_iter().map(|s| vec![s]).collect());
    }
    m.build().unwrap()
}

/// Yes is to talk.
pub(crate) fn prisoners() -> Conflict {
    two_by_two([2, 1, 4, 3], [3, 1, 4, 2])
}
/// Yes is to go straight on.
pub(crate) fn chicken() -> Conflict {
    two_by_two([2, 1, 3, 4], [3, 1, 2, 4])
}
/// A wins where both are alike.
pub(crate) fn pennies() -> Conflict {
    let mut m = ConflictBuilder::new();
    for (k, ranking) in [[vec![1, 4], vec![2, 3]], [vec![2, 3], vec![1, 4]]].into_iter().enumerate() {
        let d = m.decision_maker(["a", "b"][k], ["A", "B"][k]);
        m.option(d, "o", "O", Moves::Both);
        m.ranking(d, ranking.to_vec());
    }
    m.build().unwrap()
}
pub(crate) fn equilibria(c: &Conflict, concept: Concept) -> Vec<usize> {
    analyze(c, &Limits::default()).unwrap().equilibria(concept).unwrap().numbers()
}
pub(crate) fn stable(c: &Conflict, concept: Concept, dm: usize) -> Vec<usize> {
    analyze(c, &Limits::default()).unwrap().stable(concept, dm).unwrap().numbers()
}
