//! What a brief is made of: the answers of the record and of the solver, gathered and not yet told.

use crate::Error;
use detente_gmcr::{
    Analysis, Concept, Conflict, Explainer, Lever as Effect, Limits, Paths, Preference, RobustSpec, Robustness,
    StateRef, StopReason, analyze, levers, paths, robustness,
};
use detente_model::{ConflictFile, Draft, DraftNotes};
use detente_record::{Cluster, Filter, Lever, Network, Pending, Record, Source};
use jiff::civil::Date;

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

/// An input that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// As the user named it.
    pub name: String,
    /// What is wrong with it.
    pub reason: String,
}

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
    /// Asks the solver everything that a brief tells of a conflict file.
    ///
    /// # Errors
    /// Where the file is no model, or the solver refuses it; the message says why.
    pub fn of(file: &ConflictFile) -> Result<Study, Error> {
        let conflict = detente_model::lower(file).map_err(|found| {
            Error::model(found.first().map_or_else(|| "it is not a model".to_owned(), ToString::to_string))
        })?;
        let refused = |e: detente_gmcr::Error| Error::model(e.to_string());
        let limits = Limits::default();
        let analysis = analyze(&conflict, &limits).map_err(refused)?;
        let mut study =
            Study { conflict, analysis, paths: None, ways: Vec::new(), levers: Vec::new(), robustness: None };
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
        let guessed = study.conflict.decision_makers().iter().any(|d| match &d.preference {
            Preference::Prefers(list) => list.iter().any(|s| !s.known),
            Preference::Ranking(_) => false,
        });
        if guessed {
            let profiles = (SHARE_WORK / (states.len() as u64).max(1)).clamp(PROFILES.0, PROFILES.1);
            let spec = RobustSpec { profiles, states: MOST_STATES, concepts: vec![MAIN], ..RobustSpec::default() };
            study.robustness = robustness(&study.conflict, &spec, &|| false).ok();
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

/// Everything that a brief tells.
#[derive(Clone, Debug)]
pub struct Material {
    /// The day whose situation it describes.
    pub as_of: Date,
    /// The documents.
    pub documents: Vec<Source>,
    /// The occurrences, by day.
    pub timeline: Vec<Cluster>,
    /// What is announced.
    pub pending: Vec<Pending>,
    /// Who deals with whom.
    pub network: Network,
    /// What is considered, planned or threatened, with who wants and who opposes it.
    pub levers: Vec<Lever>,
    /// The conflict model.
    pub conflict: Option<ConflictFile>,
    /// How it was drafted, where it was.
    pub notes: Option<DraftNotes>,
    /// Its analysis.
    pub study: Option<Study>,
    /// Why there is no analysis, where there is a model.
    pub refused: Option<String>,
    /// Inputs that could not be used.
    pub skipped: Vec<Skipped>,
    /// Program and version that makes the brief.
    pub program: String,
}

impl Material {
    /// Asks the record for everything that fits the filter.
    ///
    /// # Errors
    /// Where the record fails.
    pub fn gather(record: &Record, filter: &Filter, as_of: Date) -> Result<Material, Error> {
        Ok(Material {
            as_of,
            documents: record.documents()?,
            timeline: record.timeline(filter)?,
            pending: record.pending(filter, as_of)?,
            network: record.network(filter)?,
            levers: record.levers(filter)?,
            conflict: None,
            notes: None,
            study: None,
            refused: None,
            skipped: Vec::new(),
            program: concat!("Détente ", env!("CARGO_PKG_VERSION")).to_owned(),
        })
    }

    /// Adds a drafted conflict model and its analysis; nothing where the draft holds no option.
    #[must_use]
    pub fn with_draft(self, draft: Draft) -> Material {
        if draft.file.options().next().is_none() {
            return self;
        }
        let notes = Some(draft.notes);
        Material { notes, ..self.with_conflict(draft.file) }
    }

    /// Adds a conflict model and its analysis.
    #[must_use]
    pub fn with_conflict(mut self, file: ConflictFile) -> Material {
        match Study::of(&file) {
            Ok(study) => self.study = Some(study),
            Err(e) => self.refused = Some(e.to_string()),
        }
        self.conflict = Some(file);
        self
    }
}
