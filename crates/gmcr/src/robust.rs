//! Robustness: how much of what is stable hangs on what is not known.

use crate::analysis::InOrder;
use crate::certificate::StateRef;
use crate::conflict::Conflict;
use crate::error::{Error, Kind};
use crate::profiles::{Beliefs, Lists, Prepared, Scratch, Vary, credible_answers, deterrent, holds};
use crate::random::Random;
use crate::set::StateSet;
use crate::stability::Concept;
use serde::Serialize;

/// What to vary, and how far to go.
#[derive(Clone, Debug)]
pub struct RobustSpec {
    /// What to vary.
    pub vary: Vary,
    /// Most profiles looked at: fewer than this, and all are; more, and this many are drawn.
    pub profiles: u64,
    /// The seed of the draw.
    pub seed: u64,
    /// Threads to use; the answer does not depend on it.
    pub threads: usize,
    /// Which concepts.
    pub concepts: Vec<Concept>,
    /// Most feasible states.
    pub states: u64,
}

impl Default for RobustSpec {
    fn default() -> Self {
        RobustSpec {
            vary: Vary { direction: true, order: false },
            profiles: 1_000_000,
            seed: 1,
            threads: 1,
            concepts: Concept::ALL.to_vec(),
            states: 4096,
        }
    }
}

/// How a share was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareMethod {
    /// Every profile was looked at.
    All,
    /// Exact, as a product over decision makers: stability hangs on each one's own preferences only.
    Factored,
    /// Drawn at random.
    Sampled,
}

/// A share of preference profiles.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The share, or the best guess at it.
    pub share: f64,
    /// Ninety-five per cent interval (Wilson 1927); both ends the share itself where it is exact.
    pub low: f64,
    /// See `low`.
    pub high: f64,
}

/// A state's share.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StateShare {
    /// The state.
    pub state: StateRef,
    /// `YNN…` (empty in graph form).
    pub options: String,
    /// Of the profiles, in how many it is an equilibrium.
    #[serde(flatten)]
    pub share: Share,
    /// By decision maker: in how many it is stable for it.
    pub stable: Vec<f64>,
}

/// An option value's share.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionShare {
    /// The option, by position.
    pub option: usize,
    /// In how many profiles some equilibrium has it at yes, and at no.
    pub yes: Share,
    /// See `yes`.
    pub no: Share,
}

/// One concept's robustness.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConceptRobustness {
    /// How the states' shares were found.
    pub method: ShareMethod,
    /// The states that are an equilibrium in some profile looked at, most often first.
    pub states: Vec<StateShare>,
    /// The share of profiles with any equilibrium at all.
    pub any: Share,
    /// Every option.
    pub options: Vec<OptionShare>,
}

/// Robustness of a conflict's equilibria.
#[derive(Clone, Debug, Serialize)]
pub struct Robustness {
    /// How many profiles there are, in decimals.
    pub profiles: String,
    /// How many were looked at, and the seed if they were drawn.
    pub looked_at: u64,
    /// See `looked_at`.
    pub seed: Option<u64>,
    /// By concept.
    pub concepts: InOrder<ConceptRobustness>,
}

/// Variants of one decision maker up to which each is prepared once and kept.
const KEPT: u128 = 1 << 12;
/// Moves of all variants of one decision maker up to which they are kept: half of them are improvements, of four bytes.
const KEPT_MOVES: u128 = 1 << 24;
/// Profiles a unit of work draws.
const BLOCK: u64 = 1 << 14;

/// Wilson's score interval (Wilson 1927) at 95 per cent.
fn wilson(hits: u64, of: u64) -> Share {
    const Z: f64 = 1.959_963_984_540_054;
    if of == 0 {
        return Share { share: 0.0, low: 0.0, high: 1.0 };
    }
    let (n, p) = (of as f64, hits as f64 / of as f64);
    let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let low = if hits == 0 { 0.0 } else { (middle - half).max(0.0) };
    let high = if hits == of { 1.0 } else { (middle + half).min(1.0) };
    Share { share: p, low, high }
}

struct Study<'a> {
    lists: Lists,
    spec: &'a RobustSpec,
    beliefs: Vec<Beliefs>,
    counts: Vec<u128>,
    /// Per decision maker: its variants, where they are few.
    kept: Vec<Option<Vec<Prepared>>>,
    /// Per decision maker, variant and concept that hangs on own preferences only: the stable states.
    own: Vec<Option<Vec<Vec<Option<StateSet>>>>>,
    /// Per option, the states in which it is at yes, and at no.
    sides: Vec<[StateSet; 2]>,
}

/// What was counted: per concept.
#[derive(Clone)]
struct Tally {
    state: Vec<Vec<u64>>,
    stable: Vec<Vec<Vec<u64>>>,
    any: Vec<u64>,
    option: Vec<Vec<[u64; 2]>>,
}

/// In what share of preference profiles each state, and each option value, is in equilibrium.
pub fn robustness(
    conflict: &Conflict,
    spec: &RobustSpec,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Robustness, Error> {
    let study = Study::new(conflict, spec)?;
    let profiles = study.counts.iter().try_fold(1u128, |a, c| a.checked_mul(*c));
    let all = profiles.filter(|p| *p <= u128::from(spec.profiles));
    let looked_at = all.map_or(spec.profiles, |p| p as u64);
    let tally = study.count(looked_at, all.is_some(), stop)?;
    let exact = |share: f64| Share { share, low: share, high: share };
    let of = |hits: u64| match all {
        Some(_) => exact(hits as f64 / looked_at.max(1) as f64),
        None => wilson(hits, looked_at),
    };
    let model = &study.lists.model;
    let mut concepts = Vec::new();
    for (c, concept) in spec.concepts.iter().enumerate() {
        let factors = study.factors(c);
        let factored = factors.iter().all(Option::is_some);
        let method = match all {
            Some(_) => ShareMethod::All,
            None if factored => ShareMethod::Factored,
            None => ShareMethod::Sampled,
        };
        let mut states = Vec::new();
        for s in 0..model.len() {
            let counted = |i: usize| tally.stable[c][i][s] as f64 / looked_at.max(1) as f64;
            let one = |(i, f): (usize, &Option<Vec<f64>>)| f.as_ref().map_or_else(|| counted(i), |f| f[s]);
            let stable: Vec<f64> = factors.iter().enumerate().map(one).collect();
            let share = if factored { exact(stable.iter().product()) } else { of(tally.state[c][s]) };
            if share.share > 0.0 {
                let options = if model.states.is_graph() { String::new() } else { model.states.options(s) };
                states.push(StateShare { state: model.state_ref(s), options, share, stable });
            }
        }
        states.sort_by(|a, b| b.share.share.total_cmp(&a.share.share).then(a.state.cmp(&b.state)));
        let option = |(option, [yes, no]): (usize, &[u64; 2])| OptionShare { option, yes: of(*yes), no: of(*no) };
        let options = tally.option[c].iter().enumerate().map(option).collect();
        concepts.push((concept.id().to_owned(), ConceptRobustness { method, states, any: of(tally.any[c]), options }));
    }
    Ok(Robustness {
        profiles: profiles.map_or_else(
            || study.counts.iter().map(u128::to_string).collect::<Vec<_>>().join(" × "),
            |p| p.to_string(),
        ),
        looked_at,
        seed: all.is_none().then_some(spec.seed),
        concepts: InOrder(concepts),
    })
}

impl<'a> Study<'a> {
    fn new(conflict: &Conflict, spec: &'a RobustSpec) -> Result<Self, Error> {
        let lists = Lists::of(conflict, spec.states)?;
        let n = lists.model.len();
        let (mut beliefs, mut counts, mut kept, mut own) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for i in 0..lists.model.dms() {
            let b = Beliefs::of(conflict, i, spec.vary, false)?;
            counts.push(b.count());
            beliefs.push(b);
        }
        let options = conflict.options().len();
        let mut sides = vec![[StateSet::empty(n), StateSet::empty(n)]; options];
        for (o, side) in sides.iter_mut().enumerate() {
            for s in 0..n {
                side[usize::from(!lists.model.states.value(s, o))].insert(s);
            }
        }
        let hangs_on_own = spec.concepts.iter().any(|c| !c.rule().is_some_and(|r| r.credible));
        let mut study = Study { lists, spec, beliefs, counts, kept: Vec::new(), own: Vec::new(), sides };
        for i in 0..study.counts.len() {
            let few = study.counts[i] <= KEPT;
            let moves: u128 = study.lists.moves[i].iter().map(|to| to.len() as u128).sum();
            let light = study.counts[i].saturating_mul(moves) <= KEPT_MOVES;
            let all = || (0..study.counts[i]).map(|k| study.prepare(i, k));
            let variants: Option<Vec<Prepared>> = (few && light).then(|| all().collect());
            own.push(match &variants {
                Some(list) => Some(list.iter().map(|v| study.own_sets(i, v)).collect()),
                // Too many moves to keep; what hangs on own preferences only is worked out one after the other.
                None if few && hangs_on_own => Some(all().map(|v| study.own_sets(i, &v)).collect()),
                None => None,
            });
            kept.push(variants);
        }
        study.kept = kept;
        study.own = own;
        Ok(study)
    }

    fn prepare(&self, i: usize, variant: u128) -> Prepared {
        let rank = if self.counts[i] == 1 {
            self.lists.model.rank[i].clone()
        } else {
            self.lists.model.states.ranks_by(self.beliefs[i].variant(variant).iter())
        };
        self.lists.prepare(i, rank)
    }

    /// The stable states of the concepts that hang on own preferences only.
    fn own_sets(&self, i: usize, own: &Prepared) -> Vec<Option<StateSet>> {
        let profile: Vec<&Prepared> = vec![own; self.counts.len()];
        let mut scratch = Scratch::default();
        let one = |c: &Concept| {
            let rule = c.rule();
            (!rule.is_some_and(|r| r.credible)).then(|| self.stable(&profile, i, *c, &mut scratch))
        };
        self.spec.concepts.iter().map(one).collect()
    }

    fn stable(&self, profile: &[&Prepared], i: usize, concept: Concept, scratch: &mut Scratch) -> StateSet {
        let rule = concept.rule();
        if let Some(rule) = rule {
            deterrent(&self.lists, profile, i, rule, scratch);
        }
        let n = self.lists.model.len();
        let mut set = StateSet::empty(n);
        (0..n).filter(|s| holds(profile[i], rule, scratch, *s)).for_each(|s| set.insert(s));
        set
    }

    /// Each decision maker's exact share of variants in which each state is stable for it, where that hangs on its own
    /// preferences only and its variants are few.
    fn factors(&self, concept: usize) -> Vec<Option<Vec<f64>>> {
        let one = |own: &Option<Vec<Vec<Option<StateSet>>>>| {
            let variants = own.as_ref()?;
            let mut hits = vec![0u64; self.lists.model.len()];
            for sets in variants {
                sets[concept].as_ref()?.positions().for_each(|s| hits[s] += 1);
            }
            Some(hits.iter().map(|h| *h as f64 / variants.len() as f64).collect())
        };
        self.own.iter().map(one).collect()
    }

    fn empty(&self) -> Tally {
        let (c, n, d) = (self.spec.concepts.len(), self.lists.model.len(), self.counts.len());
        Tally {
            state: vec![vec![0; n]; c],
            stable: vec![vec![vec![0; n]; d]; c],
            any: vec![0; c],
            option: vec![vec![[0; 2]; self.sides.len()]; c],
        }
    }

    fn count(&self, looked_at: u64, all: bool, stop: &(dyn Fn() -> bool + Sync)) -> Result<Tally, Error> {
        let blocks = looked_at.div_ceil(BLOCK);
        let threads = (self.spec.threads.max(1) as u64).min(blocks.max(1));
        let worker = |t: u64| {
            let mut tally = self.empty();
            for block in (t..blocks).step_by(threads as usize) {
                if stop() {
                    return Err(Error::new(Kind::Stopped));
                }
                let range = block * BLOCK..((block + 1) * BLOCK).min(looked_at);
                let mut random = Random::new(self.spec.seed ^ block.wrapping_mul(0xD134_2543_DE82_EF95));
                let answers = vec![Vec::new(); self.counts.len()];
                let mut state = Work { tally: &mut tally, scratch: Scratch::default(), answers };
                for k in range {
                    let mut rest = u128::from(k);
                    let mut draw = |count: u128| {
                        if all {
                            let v = rest % count;
                            rest /= count;
                            v
                        } else if let Ok(count) = u64::try_from(count) {
                            u128::from(random.below(count))
                        } else {
                            // More than 2⁶⁴ variants: two draws; the unevenness is below one in 2⁶⁴.
                            (u128::from(random.below(u64::MAX)) << 64 | u128::from(random.below(u64::MAX))) % count
                        }
                    };
                    let variants: Vec<u128> = self.counts.iter().map(|c| draw(*c)).collect();
                    self.look(&variants, &mut state);
                }
            }
            Ok(tally)
        };
        let tallies: Vec<Result<Tally, Error>> = if threads == 1 {
            vec![worker(0)]
        } else {
            std::thread::scope(|scope| {
                let handles: Vec<_> = (0..threads).map(|t| scope.spawn(move || worker(t))).collect();
                handles.into_iter().map(|h| h.join().unwrap_or(Err(Error::new(Kind::Stopped)))).collect()
            })
        };
        let mut total = self.empty();
        for tally in tallies {
            total.add(&tally?);
        }
        Ok(total)
    }

    fn look(&self, variants: &[u128], work: &mut Work) {
        let fresh: Vec<Option<Prepared>> =
            (0..variants.len()).map(|i| self.kept[i].is_none().then(|| self.prepare(i, variants[i]))).collect();
        let profile: Vec<&Prepared> = (0..variants.len())
            .filter_map(|i| match &self.kept[i] {
                Some(list) => list.get(variants[i] as usize),
                None => fresh[i].as_ref(),
            })
            .collect();
        // What the opponents can credibly do is the same for SEQ and SSEQ.
        let mut answered = vec![false; profile.len()];
        for (c, concept) in self.spec.concepts.iter().enumerate() {
            let mut equilibria = StateSet::full(self.lists.model.len());
            for i in 0..profile.len() {
                let kept = self.own[i].as_ref().and_then(|v| v[variants[i] as usize][c].as_ref());
                match kept {
                    Some(set) => equilibria.intersect(set),
                    None => {
                        let set = match (&profile[i].sanction, concept.rule().filter(|r| r.credible)) {
                            (Some(sanction), Some(rule)) => {
                                if !std::mem::replace(&mut answered[i], true) {
                                    credible_answers(&profile, i, &mut work.answers[i]);
                                }
                                deterred(profile[i], &work.answers[i], &sanction[usize::from(rule.escape)])
                            }
                            _ => self.stable(&profile, i, *concept, &mut work.scratch),
                        };
                        set.positions().for_each(|s| work.tally.stable[c][i][s] += 1);
                        equilibria.intersect(&set);
                    }
                }
            }
            equilibria.positions().for_each(|s| work.tally.state[c][s] += 1);
            work.tally.any[c] += u64::from(!equilibria.is_empty());
            for (side, hits) in self.sides.iter().zip(&mut work.tally.option[c]) {
                for (set, hit) in side.iter().zip(hits) {
                    let met = set.words().iter().zip(equilibria.words()).any(|(a, b)| a & b != 0);
                    *hit += u64::from(met);
                }
            }
        }
    }
}

struct Work<'a> {
    tally: &'a mut Tally,
    scratch: Scratch,
    /// Per decision maker: its opponents' credible answers to each state.
    answers: Vec<Vec<u128>>,
}

/// The states each improvement from which meets an answer that sanctions it.
fn deterred(own: &Prepared, answers: &[u128], sanction: &[u128]) -> StateSet {
    let mut set = StateSet::empty(sanction.len());
    for (s, sanction) in sanction.iter().enumerate() {
        if own.improvements(s).iter().all(|t| answers[*t as usize] & sanction != 0) {
            set.insert(s);
        }
    }
    set
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        let sum = |a: &mut Vec<u64>, b: &Vec<u64>| a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        self.state.iter_mut().zip(&other.state).for_each(|(a, b)| sum(a, b));
        for (a, b) in self.stable.iter_mut().zip(&other.stable) {
            a.iter_mut().zip(b).for_each(|(a, b)| sum(a, b));
        }
        sum(&mut self.any, &other.any);
        for (a, b) in self.option.iter_mut().zip(&other.option) {
            for (a, b) in a.iter_mut().zip(b) {
                a[0] += b[0];
                a[1] += b[1];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ConflictBuilder, Formula, Moves, Statement};

    /// Three decision makers with two options each, five statements each, four of them unknown.
    fn model() -> Conflict {
        let mut b = ConflictBuilder::new();
        let mut r = Random::new(7);
        for i in 0..3 {
            let d = b.decision_maker(["a", "b", "c"][i], "");
            b.option(d, "x", "", Moves::Both);
            b.option(d, "y", "", Moves::Both);
        }
        for i in 0..3 {
            let mut literal = || Formula::literal(r.below(6) as usize, r.below(2) == 1);
            let list = (0..5).map(|k| Statement { that: Formula::or([literal(), literal()]), known: k == 0 });
            b.prefers(i, list.collect());
        }
        b.build().unwrap()
    }

    #[test]
    fn all_factored_and_sampled_tell_one_story() {
        let c = model();
        let few = RobustSpec { profiles: 4_096, ..RobustSpec::default() };
        let all = robustness(&c, &few, &|| false).unwrap();
        assert_eq!(all.profiles, "4096");
        let drawn = RobustSpec { profiles: 4_000, threads: 3, ..RobustSpec::default() };
        let sampled = robustness(&c, &drawn, &|| false).unwrap();
        for concept in Concept::ALL {
            let (a, s) = (all.concepts.get(concept.id()).unwrap(), sampled.concepts.get(concept.id()).unwrap());
            assert_eq!(a.method, ShareMethod::All);
            for state in &s.states {
                let known = a.states.iter().find(|x| x.state == state.state).unwrap();
                if s.method == ShareMethod::Factored {
                    assert!((known.share.share - state.share.share).abs() < 1e-12);
                } else {
                    assert!((known.share.share - state.share.share).abs() < 0.05);
                }
                for (x, y) in known.stable.iter().zip(&state.stable) {
                    assert!((x - y).abs() < 0.05);
                }
            }
        }
        let again = robustness(&c, &RobustSpec { threads: 1, ..drawn }, &|| false).unwrap();
        assert_eq!(sampled.concepts.get("seq"), again.concepts.get("seq"));
    }

    /// Small models go by bits, all others by deterrents: both must say the same.
    #[test]
    fn bits_and_deterrents_agree() {
        let (c, spec) = (model(), RobustSpec::default());
        let study = Study::new(&c, &spec).unwrap();
        let (mut random, mut scratch, mut answers) = (Random::new(3), Scratch::default(), Vec::new());
        for _ in 0..200 {
            let variants: Vec<Prepared> = study
                .counts
                .iter()
                .enumerate()
                .map(|(i, n)| study.prepare(i, random.below(*n as u64).into()))
                .collect();
            let profile: Vec<&Prepared> = variants.iter().collect();
            for i in 0..profile.len() {
                credible_answers(&profile, i, &mut answers);
                for concept in [Concept::Seq, Concept::Sseq] {
                    let sanction = profile[i].sanction.as_ref().unwrap();
                    let by_bits = deterred(profile[i], &answers, &sanction[usize::from(concept == Concept::Sseq)]);
                    assert_eq!(by_bits, study.stable(&profile, i, concept, &mut scratch));
                }
            }
        }
    }

    #[test]
    fn wilson_by_hand() {
        // 8 of 10: (0.490, 0.943), as tables of Wilson's interval give it.
        let w = wilson(8, 10);
        assert!((w.low - 0.490).abs() < 1e-3 && (w.high - 0.943).abs() < 1e-3);
    }
}
