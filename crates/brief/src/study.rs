//! What the solver is asked about a conflict model.

use crate::Error;
use detente_gmcr::{
    Analysis, Concept, Conflict, Explainer, Inverse, InverseOrder, Lever as Effect, Limits, Paths, Preference,
    RobustSpec, Robustness, StateRef, States, StopReason, analyze, inverse, inverse_order, levers, paths, robustness,
};
use detente_model::ConflictFile;
use std::collections::BTreeMap;

/// States up to which paths, levers and shares are asked for: a draft of twelve options has no more.
const MOST_STATES: u64 = 4096;
/// Profiles looked at for shares, times feasible states: what a reader can wait for. More profiles, and so many are drawn
/// that the work stays within it; the interval of the shares tells what that costs.
const SHARE_WORK: u64 = 1_000_000;
/// Most and fewest profiles looked at. A thousandth of a share is nothing to a reader; with fewer than 300 the interval
/// is wider than six hundredths to either side (Wilson 1927).
const PROFILES: (u64, u64) = (300, 10_000);
/// The concept whose shares and levers are told: it looks one answer ahead and expects no answer that hurts the one who
/// gives it.
pub(crate) const MAIN: Concept = Concept::Seq;

/// Fewest and most sets of changed preferences tried for the least change of mind, and the work for it: tries times states.
const TRIES: (u64, u64) = (50, 5_000);
const TRY_WORK: u64 = 100_000;
/// States up to which the least change of mind and the questions are asked: beyond, a brief would wait for them.
const FEW_STATES: u64 = 1024;
/// Fewest profiles looked at for what one guess moves.
const FEWEST_PROFILES: u64 = 50;
/// Guesses whose answers are weighed.
const MOST_QUESTIONS: usize = 16;

/// The analysis of a conflict model, as the solver gave it.
#[derive(Clone, Debug)]
pub struct Study {
    /// The model.
    pub conflict: Conflict,
    /// Stability and equilibria.
    pub analysis: Analysis,
    /// From the status quo to the equilibria, where it is feasible and there are some.
    pub paths: Option<Paths>,
    /// The same ways, step by step.
    pub ways: Vec<Way>,
    /// What fixing an option changes.
    pub levers: Vec<Effect>,
    /// Shares over what is not known, where some statement is a guess.
    pub robustness: Option<Robustness>,
    /// The settlement asked about, and what it would take, where there is one.
    pub wanted: Option<Wanted>,
    /// The guesses, the one first whose answer would move the shares most.
    pub questions: Vec<Question>,
}

/// An outcome that would settle the conflict, and what would have to be preferred for it to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The outcome.
    pub state: StateRef,
    /// It holds as things are.
    pub holds: bool,
    /// The fewest preferences between two outcomes that would have to change, where it does not hold.
    pub demotions: Option<Inverse>,
    /// The least reordering of statements, where one was found.
    pub order: Option<InverseOrder>,
}

/// What would change if one guess were settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Whose statement, by position.
    pub decision_maker: usize,
    /// Which, by position.
    pub statement: usize,
    /// The outcome whose share moves most.
    pub state: StateRef,
    /// Its share if the guess is right.
    pub right: f64,
    /// Its share if it is wrong.
    pub wrong: f64,
}

/// A way from the status quo to an equilibrium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Number of the state that it leads to.
    pub to: usize,
    /// Its steps.
    pub steps: Vec<WayStep>,
}

/// A step of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WayStep {
    /// Who moves, by position.
    pub mover: usize,
    /// To which state.
    pub to: StateRef,
    /// Whether the mover prefers the state that it moves to.
    pub gains: bool,
}

impl Study {
    /// Asks the solver everything that a brief tells of a conflict file. `settling` names the options, by position, that
    /// settle the conflict where all are taken; where it is empty, a settlement is an outcome that every party prefers.
    ///
    /// # Errors
    /// Where the file is no model, or the solver refuses it; the message says why.
    pub fn of(file: &ConflictFile, settling: &[usize]) -> Result<Study, Error> {
        let conflict = detente_model::lower(file).map_err(|found| {
            Error::model(found.first().map_or_else(|| "it is not a model".to_owned(), ToString::to_string))
        })?;
        let refused = |e: detente_gmcr::Error| Error::model(e.to_string());
        let limits = Limits::default();
        let analysis = analyze(&conflict, &limits).map_err(refused)?;
        let mut study = Study {
            conflict,
            analysis,
            paths: None,
            ways: Vec::new(),
            levers: Vec::new(),
            robustness: None,
            wanted: None,
            questions: Vec::new(),
        };
        let Some(states) = study.analysis.states.clone().filter(|s| s.len() as u64 <= MOST_STATES && !s.is_graph())
        else {
            return Ok(study);
        };
        if study.analysis.stop != StopReason::Complete {
            return Ok(study);
        }
        if let Some(now) = file.status_quo_in(&states) {
            let targets = study.equilibria();
            if !targets.is_empty() {
                let found = paths(&study.conflict, now + 1, &targets, MOST_STATES, &mut || false).map_err(refused)?;
                study.ways = ways(&study.conflict, &found).map_err(refused)?;
                study.paths = Some(found);
            }
        }
        study.levers = levers(&study.conflict, &limits, &mut || false).map_err(refused)?;
        study.wanted = file.status_quo_in(&states).and_then(|now| study.settlement(&states, now, settling));
        let guessed = study.conflict.decision_makers().iter().any(|d| match &d.preference {
            Preference::Prefers(list) => list.iter().any(|s| !s.known),
            Preference::Ranking(_) => false,
        });
        if guessed {
            let profiles = (SHARE_WORK / (states.len() as u64).max(1)).clamp(PROFILES.0, PROFILES.1);
            let spec = RobustSpec { profiles, states: MOST_STATES, concepts: vec![MAIN], ..RobustSpec::default() };
            study.robustness = robustness(&study.conflict, &spec, &|| false).ok();
            if states.len() as u64 <= FEW_STATES {
                study.questions = questions(file, states.len() as u64);
            }
        }
        Ok(study)
    }

    /// Numbers of the states that are an equilibrium under any concept, ascending.
    #[must_use]
    pub fn equilibria(&self) -> Vec<usize> {
        let mut all: Vec<usize> =
            Concept::ALL.iter().filter_map(|c| self.analysis.equilibria(*c)).flat_map(|s| s.numbers()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Study {
    /// The settlement nearest to the present outcome, and what it would take.
    fn settlement(&self, states: &States, now: usize, settling: &[usize]) -> Option<Wanted> {
        let options = self.conflict.options().len();
        let fits: Vec<usize> = if settling.is_empty() {
            (0..states.len()).filter(|s| self.all_prefer(states, *s, now)).collect()
        } else {
            (0..states.len()).filter(|s| settling.iter().all(|o| states.value(*s, *o))).collect()
        };
        let far = |s: usize| (0..options).filter(|o| states.value(s, *o) != states.value(now, *o)).count();
        // Of outcomes that all prefer, those that most like better come first.
        let gain = |s: usize| if settling.is_empty() { self.better_for(states, s, now) } else { 0 };
        let best = fits.into_iter().min_by_key(|s| (std::cmp::Reverse(gain(*s)), far(*s), *s)).filter(|s| *s != now)?;
        let state = StateRef { number: best + 1, decimal: states.decimal(best) };
        let holds = self.analysis.equilibria(MAIN).is_some_and(|e| e.contains(best));
        let tries = (TRY_WORK / (states.len() as u64).max(1)).clamp(TRIES.0, TRIES.1);
        let ask = |yes: bool| (yes && states.len() as u64 <= FEW_STATES).then_some(state.number);
        let demotions = ask(!holds).and_then(|n| inverse(&self.conflict, MAIN, n, tries, MOST_STATES).ok());
        let order = ask(!holds).and_then(|n| inverse_order(&self.conflict, MAIN, n, tries, MOST_STATES).ok());
        Some(Wanted { state, holds, demotions, order })
    }

    /// Whether every decision maker likes the state at least as well as the other, and one better.
    fn all_prefer(&self, states: &States, state: usize, other: usize) -> bool {
        self.better_for(states, other, state) == 0 && self.better_for(states, state, other) > 0
    }

    /// How many decision makers like the state better than the other.
    fn better_for(&self, states: &States, state: usize, other: usize) -> usize {
        let options = self.conflict.options().len();
        let values = |s: usize| (0..options).map(|o| states.value(s, o)).collect::<Vec<bool>>();
        let (a, b) = (values(state), values(other));
        let better = |d: &&detente_gmcr::DecisionMaker| {
            let Preference::Prefers(list) = &d.preference else { return false };
            let first = list.iter().map(|s| (s.that.eval(&a), s.that.eval(&b))).find(|(x, y)| x != y);
            first == Some((true, false))
        };
        self.conflict.decision_makers().iter().filter(better).count()
    }
}

/// What each guess moves: the shares with it taken as right and as wrong.
fn questions(file: &ConflictFile, states: u64) -> Vec<Question> {
    let guesses: Vec<(usize, usize)> = file
        .decision_makers
        .iter()
        .enumerate()
        .flat_map(|(d, m)| m.prefers.iter().enumerate().filter(|(_, p)| !p.known).map(move |(k, _)| (d, k)))
        .take(MOST_QUESTIONS)
        .collect();
    let each = SHARE_WORK / (2 * guesses.len() as u64).max(1) / states.max(1);
    let spec = RobustSpec {
        profiles: each.clamp(FEWEST_PROFILES, PROFILES.1),
        states: MOST_STATES,
        concepts: vec![MAIN],
        ..RobustSpec::default()
    };
    let shares = |d: usize, k: usize, right: bool| {
        let mut file = file.clone();
        let p = &mut file.decision_makers[d].prefers[k];
        p.known = true;
        if !right {
            p.that = format!("not ({})", p.that);
        }
        let conflict = detente_model::lower(&file).ok()?;
        let found = robustness(&conflict, &spec, &|| false).ok()?;
        let found = found.concepts.get(MAIN.id())?;
        Some(found.states.iter().map(|s| (s.state.number, (s.state, s.share.share))).collect::<BTreeMap<_, _>>())
    };
    let mut list = Vec::new();
    for (d, k) in guesses {
        let (Some(right), Some(wrong)) = (shares(d, k, true), shares(d, k, false)) else { continue };
        let share = |of: &BTreeMap<usize, (StateRef, f64)>, n: usize| of.get(&n).map_or(0.0, |s| s.1);
        let all: BTreeMap<usize, StateRef> = right.iter().chain(&wrong).map(|(n, s)| (*n, s.0)).collect();
        let moved = |n: usize| (share(&right, n) - share(&wrong, n)).abs();
        let most = all.iter().fold(None, |best: Option<(&usize, &StateRef)>, (n, s)| match best {
            Some((b, _)) if moved(*b) >= moved(*n) => best,
            _ => Some((n, s)),
        });
        if let Some((n, state)) = most {
            let (right, wrong) = (share(&right, *n), share(&wrong, *n));
            list.push(Question { decision_maker: d, statement: k, state: *state, right, wrong });
        }
    }
    list.sort_by(|a, b| (b.right - b.wrong).abs().total_cmp(&(a.right - a.wrong).abs()));
    list
}

/// For each target the way by improvements, else the shortest one, with who gains at each step.
fn ways(conflict: &Conflict, paths: &Paths) -> Result<Vec<Way>, detente_gmcr::Error> {
    let explainer = Explainer::new(conflict, MOST_STATES)?;
    let mut all = Vec::new();
    for target in &paths.to {
        let Some(path) = target.improvements.as_ref().or(target.moves.as_ref()) else { continue };
        let mut at = paths.from;
        let mut steps = Vec::new();
        for step in path {
            let standings = explainer.explain(at.number, &[])?.standings;
            let gains = standings.get(step.decision_maker).is_some_and(|s| s.improvements.contains(&step.to));
            steps.push(WayStep { mover: step.decision_maker, to: step.to, gains });
            at = step.to;
        }
        all.push(Way { to: target.target.number, steps });
    }
    Ok(all)
}
