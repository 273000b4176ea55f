//! How many beliefs must be wrong before an outcome falls.

use crate::conflict::Conflict;
use crate::error::Error;
use crate::profiles::{Beliefs, Lists, Prepared, Scratch, Vary, deterrent, holds};
use crate::stability::Concept;
use serde::Serialize;

/// The fewest beliefs that must be wrong for a state to stop being an equilibrium.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fragility {
    /// The concept.
    pub concept: Concept,
    /// The statements that, meant the other way round, end it: (decision maker, statement), by position. `None` if none
    /// of the sets looked at does, or the state is no equilibrium to begin with.
    pub wrong: Option<Vec<(usize, usize)>>,
    /// All sets smaller than this were looked at, so an answer is the least if it has no more.
    pub looked_below: usize,
}

/// The fewest statements (unknown ones, or `all`) that must be meant the other way round before the state with this
/// number stops being an equilibrium; at most `tries` sets are looked at, smallest first.
pub fn fragility(
    conflict: &Conflict,
    concept: Concept,
    number: usize,
    all: bool,
    tries: u64,
    states: u64,
) -> Result<Fragility, Error> {
    let lists = Lists::of(conflict, states)?;
    let s = lists.model.position_of(number)?;
    let dms = lists.model.dms();
    let vary = Vary { direction: true, order: false };
    let beliefs = (0..dms).map(|i| Beliefs::of(conflict, i, vary, all)).collect::<Result<Vec<_>, _>>()?;
    let places: Vec<(usize, usize)> =
        (0..dms).flat_map(|i| (0..beliefs[i].unknown.len()).map(move |b| (i, b))).collect();
    let base: Vec<Prepared> = (0..dms).map(|i| lists.prepare(i, lists.model.rank[i].clone())).collect();
    let mut scratch = Scratch::default();
    let mut falls = |turned: &[usize]| {
        let mut masks = vec![0u128; dms];
        turned.iter().for_each(|p| masks[places[*p].0] |= 1 << places[*p].1);
        let fresh: Vec<Option<Prepared>> = (0..dms)
            .map(|i| {
                (masks[i] > 0)
                    .then(|| lists.prepare(i, lists.model.states.ranks_by(beliefs[i].variant(masks[i]).iter())))
            })
            .collect();
        let profile: Vec<&Prepared> = (0..dms).map(|i| fresh[i].as_ref().unwrap_or(&base[i])).collect();
        (0..dms).any(|i| {
            if let Some(rule) = concept.rule() {
                deterrent(&lists, &profile, i, rule, &mut scratch);
            }
            !holds(profile[i], concept.rule(), &scratch, s)
        })
    };
    let mut answer = Fragility { concept, wrong: None, looked_below: 0 };
    if falls(&[]) {
        return Ok(answer);
    }
    let mut left = tries;
    for size in 1..=places.len() {
        answer.looked_below = size;
        let mut pick: Vec<usize> = (0..size).collect();
        loop {
            match left.checked_sub(1) {
                Some(l) => left = l,
                None => return Ok(answer),
            }
            if falls(&pick) {
                answer.wrong =
                    Some(pick.iter().map(|p| (places[*p].0, beliefs[places[*p].0].unknown[places[*p].1])).collect());
                return Ok(answer);
            }
            if !next_combination(&mut pick, places.len()) {
                break;
            }
        }
    }
    answer.looked_below = places.len() + 1;
    Ok(answer)
}

/// The next choice of as many out of `n`, in lexicographic order.
fn next_combination(pick: &mut [usize], n: usize) -> bool {
    let k = pick.len();
    let Some(at) = (0..k).rev().find(|i| pick[*i] < n - k + *i) else { return false };
    pick[at] += 1;
    for i in at + 1..k {
        pick[i] = pick[i - 1] + 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{chicken, prisoners};
    use crate::{ConflictBuilder, Formula, Moves};

    #[test]
    fn fewest_beliefs_are_least() {
        // Two statements keep the state: with the first one turned the second still tells nothing, so one is enough.
        let mut b = ConflictBuilder::new();
        let d = b.decision_maker("d", "D");
        let (p, q) = (b.option(d, "p", "", Moves::Both), b.option(d, "q", "", Moves::Both));
        b.prefers(d, vec![Formula::or([Formula::var(p), Formula::var(q)]).into(), Formula::var(p).into()]);
        let c = b.build().unwrap();
        let f = fragility(&c, Concept::Nash, 2, true, 100, 10).unwrap();
        assert_eq!((f.wrong, f.looked_below), (Some(vec![(0, 0)]), 1));
        // No statement, nothing to be wrong about; and what is no equilibrium cannot fall.
        assert_eq!(fragility(&chicken(), Concept::Nash, 2, true, 100, 10).unwrap().wrong, None);
        assert_eq!(fragility(&prisoners(), Concept::Nash, 1, true, 100, 10).unwrap().looked_below, 0);
    }
}
