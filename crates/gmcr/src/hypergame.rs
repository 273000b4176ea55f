//! Hypergames: each decision maker analyses the conflict as it sees it.
//!
//! **Definition.** Decision maker i has a view: the states it perceives, and the preferences it believes the others (and
//! itself) to have. A state is stable for i if it is stable for i in the conflict of that view, in which what i does not
//! perceive is not there: nobody moves to it. A state that i does not perceive has no place in its view, and is not
//! thereby stable for it. A hypergame equilibrium is a state stable for all, each in its own view.
//!
//! **Source.** Bennett, Omega 5 (1977); Wang, Hipel and Fraser, Applied Mathematics and Computation 24 (1988); Aljefri,
//! Bashar, Fang and Hipel, IEEE Transactions on SMC: Systems 48 (2018), for states that are not perceived.
//!
//! **Example.** In the prisoners' dilemma, the one who does not know that the other can talk sees two states, and talks.
//! **Counter-example.** Both silent is Nash stable for nobody, and both talking, which the one does not perceive, not for
//! that one: no equilibrium is left.

use crate::analysis::Limits;
use crate::budget::Budget;
use crate::conflict::{Conflict, Form, Preference};
use crate::error::{Error, Kind};
use crate::explicit;
use crate::formula::Formula;
use crate::model::Model;
use crate::set::StateSet;
use crate::stability::Concept;

/// How one decision maker sees a conflict. The default is to see it as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Option form: it does not perceive the states in which one of these holds.
    pub unaware: Vec<Formula>,
    /// It does not perceive these states, by number.
    pub unaware_of: Vec<usize>,
    /// What it believes a decision maker (by position) to prefer, where that is not what the conflict says. Rankings are
    /// of all states of the conflict.
    pub beliefs: Vec<(usize, Preference)>,
}

/// One concept's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HypergameAnswer {
    /// The concept.
    pub concept: Concept,
    /// Per decision maker: the states stable for it in its view.
    pub stable: Vec<StateSet>,
    /// Per decision maker: the states it perceives.
    pub perceived: Vec<StateSet>,
    /// The states stable for all.
    pub equilibria: StateSet,
}

/// Analyses a hypergame: `views` has one view per decision maker. Refused over `limits.states` feasible states, or
/// where a view leaves its owner no state; stopped as `stop` says.
pub fn hypergame(
    conflict: &Conflict,
    views: &[View],
    limits: &Limits,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Vec<HypergameAnswer>, Error> {
    let model = Model::of(conflict, limits.states)?;
    let (n, dms) = (model.len(), model.dms());
    if views.len() != dms {
        return Err(Error::new(Kind::BadArgument("a hypergame needs one view for each decision maker")));
    }
    let none = HypergameAnswer {
        concept: Concept::Nash,
        stable: Vec::new(),
        perceived: Vec::new(),
        equilibria: StateSet::full(n),
    };
    let mut answers: Vec<HypergameAnswer> =
        limits.concepts.iter().map(|c| HypergameAnswer { concept: *c, ..none.clone() }).collect();
    let mut budget = Budget::new(limits.steps, stop);
    for (i, view) in views.iter().enumerate() {
        let kept = perceived(conflict, &model, view).map_err(|e| e.at(i))?;
        if kept.is_empty() {
            return Err(Error::new(Kind::NoState).at(i));
        }
        let mut rank = model.rank.clone();
        for (j, preference) in &view.beliefs {
            let place = rank.get_mut(*j).ok_or(Error::new(Kind::UnknownDecisionMaker).at(i))?;
            *place = model.states.ranks(preference).map_err(|e| e.at(*j))?;
        }
        let seen = model.among(conflict, &kept, &rank);
        let sets =
            explicit::stable_sets(&seen, &limits.concepts, &mut budget).map_err(|_| Error::new(Kind::Stopped))?;
        let states: Vec<usize> = kept.positions().collect();
        for (answer, sets) in answers.iter_mut().zip(sets) {
            let mut stable = StateSet::empty(n);
            sets[i].positions().for_each(|p| stable.insert(states[p]));
            answer.equilibria.intersect(&stable);
            answer.stable.push(stable);
            answer.perceived.push(kept.clone());
        }
    }
    Ok(answers)
}

fn perceived(conflict: &Conflict, model: &Model, view: &View) -> Result<StateSet, Error> {
    let mut kept = StateSet::full(model.len());
    if !view.unaware.is_empty() && matches!(conflict.form(), Form::Graph { .. }) {
        return Err(Error::new(Kind::NeedsOptions));
    }
    for formula in &view.unaware {
        if let Some(o) = formula.highest_option().filter(|o| *o >= conflict.options().len()) {
            return Err(Error::new(Kind::UnknownOption(o)));
        }
        let holds = model.states.truth(formula);
        (0..model.len()).filter(|s| holds[s / 64] >> (s % 64) & 1 == 1).for_each(|s| kept.remove(s));
    }
    for number in &view.unaware_of {
        kept.remove(model.position_of(*number)?);
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{chicken, prisoners};
    use crate::{ConflictBuilder, analyze};

    fn ask(conflict: &Conflict, views: &[View]) -> Vec<HypergameAnswer> {
        hypergame(conflict, views, &Limits::default(), &mut || false).unwrap()
    }

    #[test]
    fn example_and_counter_example() {
        let blind = View { unaware: vec![Formula::var(1)], ..View::default() };
        let nash = &ask(&prisoners(), &[blind, View::default()])[0];
        assert_eq!(nash.stable[0].numbers(), [2]);
        assert_eq!(nash.perceived[0].numbers(), [1, 2]);
        assert_eq!(nash.stable[1].numbers(), [3, 4]);
        assert!(nash.equilibria.is_empty());
    }

    #[test]
    fn to_see_it_as_it_is_changes_nothing() {
        let mut graph = ConflictBuilder::new();
        graph.graph(3);
        for (id, arcs) in [("a", vec![(1, 2), (2, 3)]), ("b", vec![(2, 1), (3, 1)])] {
            let d = graph.decision_maker(id, id);
            graph.arcs(d, arcs).ranking(d, vec![vec![2], vec![3, 1]]);
        }
        for conflict in [prisoners(), chicken(), graph.build().unwrap()] {
            let plain = analyze(&conflict, &Limits::default()).unwrap();
            for answer in ask(&conflict, &[View::default(), View::default()]) {
                assert_eq!(Some(&answer.equilibria), plain.equilibria(answer.concept));
            }
        }
    }

    #[test]
    fn a_false_belief_deters() {
        // In chicken the first believes that the other would rather crash than swerve: then going straight is answered.
        let belief = (1, Preference::Ranking(vec![vec![3], vec![4], vec![1], vec![2]]));
        let wary = View { beliefs: vec![belief], ..View::default() };
        let seq = |views: &[View]| ask(&chicken(), views)[3].stable[0].contains(0);
        assert!(seq(&[wary, View::default()]));
        assert!(!seq(&[View::default(), View::default()]));
    }

    #[test]
    fn bad_views_are_refused() {
        let all = View { unaware_of: vec![1, 2, 3, 4], ..View::default() };
        let e = hypergame(&chicken(), &[all, View::default()], &Limits::default(), &mut || false).unwrap_err();
        assert!(e.is_no_state() && e.decision_maker() == Some(0));
        assert!(hypergame(&chicken(), &[View::default()], &Limits::default(), &mut || false).is_err());
    }
}
