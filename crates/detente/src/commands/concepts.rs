//! The concepts that an analysis can be asked for, beyond the five of the engines, and their answers.

use detente_gmcr::{Attitude, Concept, Conflict, Error, Great, StateSet};
use detente_model::ConflictFile;

/// States up to which the further concepts, which hold all moves, are worked out.
const MOST_STATES: u64 = 1 << 14;
/// Moves looked ahead at most, in search of what is stable for all longer horizons.
const MOST_AHEAD: usize = 4096;

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// `nash`, `gmr`, `smr`, `seq`, `sseq`.
    Plain(Concept),
    /// `sim`.
    Simultaneous,
    /// `l1`, `l2`, …
    Limited(usize),
    /// `nm`.
    NonMyopic,
    /// `gmr-strong`, `gmr-weak`, …
    Strength(Concept, bool),
    /// `gmr-a` … `gmr-d`.
    Unknown(Concept, Attitude),
}

impl Asked {
    /// From the command line.
    pub fn parse(word: &str) -> Result<Self, String> {
        let word = word.trim().to_lowercase();
        let help = || {
            format!(
                "`{word}` is no concept: there are nash, gmr, smr, seq, sseq, sim, l1, l2, … and nm; and each of the first \
                 five with -strong, -weak (strength of preference) or -a, -b, -c, -d (unknown preference)"
            )
        };
        if let Some((concept, how)) = word.split_once('-') {
            let concept = Concept::from_id(concept).ok_or_else(help)?;
            return Ok(match how {
                "strong" => Self::Strength(concept, true),
                "weak" => Self::Strength(concept, false),
                "a" => Self::Unknown(concept, Attitude::A),
                "b" => Self::Unknown(concept, Attitude::B),
                "c" => Self::Unknown(concept, Attitude::C),
                "d" => Self::Unknown(concept, Attitude::D),
                _ => return Err(help()),
            });
        }
        match word.as_str() {
            "sim" => Ok(Self::Simultaneous),
            "nm" => Ok(Self::NonMyopic),
            _ => match (Concept::from_id(&word), word.strip_prefix('l').and_then(|h| h.parse().ok())) {
                (Some(concept), _) => Ok(Self::Plain(concept)),
                (None, Some(h)) if (1..=MOST_AHEAD).contains(&h) => Ok(Self::Limited(h)),
                _ => Err(help()),
            },
        }
    }

    /// The name in files.
    pub fn id(self) -> String {
        match self {
            Self::Plain(c) => c.id().to_owned(),
            Self::Simultaneous => "sim".to_owned(),
            Self::Limited(h) => format!("l{h}"),
            Self::NonMyopic => "nm".to_owned(),
            Self::Strength(c, strong) => format!("{}-{}", c.id(), if strong { "strong" } else { "weak" }),
            Self::Unknown(c, a) => format!("{}-{}", c.id(), format!("{a:?}").to_lowercase()),
        }
    }

    /// The usual name.
    pub fn name(self) -> String {
        match self {
            Self::Plain(c) => super::conflict::name(c).to_owned(),
            Self::Simultaneous => "SIM".to_owned(),
            Self::Limited(h) => format!("L{h}"),
            Self::NonMyopic => "NM".to_owned(),
            Self::Strength(c, strong) => {
                format!("{} {}", if strong { "strong" } else { "weak" }, super::conflict::name(c))
            }
            Self::Unknown(c, a) => format!("{}({})", super::conflict::name(c), format!("{a:?}").to_lowercase()),
        }
    }
}

/// One further concept's answer: per decision maker its stable states, and those stable for all.
#[derive(Clone, Debug)]
pub struct Further {
    /// Which.
    pub asked: Asked,
    /// Per decision maker.
    pub stable: Vec<StateSet>,
    /// Stable for all.
    pub equilibria: StateSet,
    /// Whether the definition is our own choice for this many decision makers.
    pub experimental: bool,
}

/// Works out the concepts that the engines do not; the plain ones among `asked` are passed over.
pub fn further(file: &ConflictFile, conflict: &Conflict, asked: &[Asked]) -> Result<Vec<Further>, String> {
    let told = |e: Error| e.to_string();
    let mut unknown = None;
    let mut all = Vec::new();
    for &asked in asked {
        let mut experimental = false;
        let stable = match asked {
            Asked::Plain(_) => continue,
            Asked::Simultaneous => detente_gmcr::simultaneous(conflict, MOST_STATES).map_err(told)?,
            Asked::Limited(h) => {
                let mut found = detente_gmcr::limited_moves(conflict, h, MOST_STATES).map_err(told)?;
                experimental = found.experimental;
                found.limited.swap_remove(h - 1)
            }
            Asked::NonMyopic => {
                let found = detente_gmcr::limited_moves(conflict, MOST_AHEAD, MOST_STATES).map_err(told)?;
                experimental = found.experimental;
                found.non_myopic.ok_or_else(|| format!("what is foreseen does not repeat within {MOST_AHEAD} moves"))?
            }
            Asked::Strength(concept, strong) => {
                let great: Vec<Great> = detente_model::great(file).ok_or(
                    "the file has no strength of preference: write much = true under the most important statements, or \
                     great_steps = […] beside a ranking",
                )?;
                let found = detente_gmcr::stable_by_strength(conflict, concept, &great, MOST_STATES).map_err(told)?;
                found.into_iter().map(|s| if strong { s.strong } else { s.weak }).collect()
            }
            Asked::Unknown(concept, attitude) => {
                if unknown.is_none() {
                    unknown = Some(detente_model::unknown(file, conflict).map_err(told)?);
                }
                let pairs = unknown.as_deref().unwrap_or_default();
                detente_gmcr::stable_under_unknown(conflict, concept, pairs, attitude, MOST_STATES).map_err(told)?
            }
        };
        all.push(Further { asked, equilibria: in_all(&stable), stable, experimental });
    }
    Ok(all)
}

/// What is in all of the sets (at least one).
pub fn in_all(sets: &[StateSet]) -> StateSet {
    let mut all = sets.first().cloned().unwrap_or_else(|| StateSet::empty(0));
    sets.iter().for_each(|s| all.intersect(s));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for word in ["nash", "sseq", "sim", "l1", "l12", "nm", "gmr-strong", "seq-weak", "smr-a", "nash-d"] {
            assert_eq!(Asked::parse(&word.to_uppercase()).map(Asked::id), Ok(word.to_owned()));
        }
        for word in ["", "l", "l0", "l-1", "l99999", "gmr-e", "sim-a", "lasting", "-", "nash-"] {
            assert!(Asked::parse(word).is_err(), "{word}");
        }
    }
}
