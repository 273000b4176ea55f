//! Where it can settle: the options table, the equilibria in words, the ways there, and what would change it.

use super::Desk;
use super::wording::Wording;
use crate::narrate::text::{capital, clip, count, join, sentence};
use crate::study::{MAIN, Study, Way};
use crate::value::{Branch, Concept as Asked, Decider, Line, OptionRow, Outcome, Settlement, Share, Wish};
use detente_gmcr::{Concept, Form, Moves, Preference, StateRef, States};
use detente_model::ConflictFile;
use std::collections::BTreeMap;

/// Outcomes shown in the table, the present one included: what fits on a page.
const MOST_OUTCOMES: usize = 6;
/// Levers told.
const MOST_LEVERS: usize = 5;
/// Questions told, and how many hundredths their answer must move a share.
const MOST_QUESTIONS: usize = 3;
const LEAST_MOVE: u32 = 5;
/// Steps of a way that is drawn: who moves so often comes back on moves of its own.
const MOST_STEPS: usize = 4;
/// Other outcomes named that one party would have to like no better; more are counted.
const MOST_RIVALS: usize = 2;
/// Outcomes described for one lever.
const MOST_DESCRIBED: usize = 1;
/// Short name and meaning of a concept (Fang, Hipel and Kilgour 1993; METHODS.md, "Stability").
fn named(c: Concept) -> (&'static str, &'static str) {
    match c {
        Concept::Nash => ("Nash", "no party can improve its position by a move of its own"),
        Concept::Gmr => ("GMR", "every improvement of a party can be answered by the others so that it gains nothing"),
        Concept::Smr => (
            "SMR",
            "every improvement can be answered so that the party gains nothing, even if it then moves once more",
        ),
        Concept::Seq => (
            "SEQ",
            "every improvement can be answered by moves that the others would want to make, so that it gains nothing",
        ),
        Concept::Sseq => ("SSEQ", "as SEQ, even if the party then moves once more"),
    }
}

/// The section, where there is a model that could be analysed.
pub(crate) fn of(desk: &Desk) -> Option<Settlement> {
    let file = desk.material.conflict.as_ref()?;
    let study = desk.material.study.as_ref()?;
    let wording = Wording::of(file);
    let sight = Sight { file, study, wording, states: study.analysis.states.as_ref() };
    let (outcomes, left_out) = sight.outcomes();
    let tree = sight.tree(&outcomes);
    Some(Settlement {
        feasible: study.analysis.feasible.as_ref().map(ToString::to_string).unwrap_or_default(),
        decision_makers: sight.deciders(desk),
        concepts: sight.concepts(),
        lines: sight.lines(&outcomes, left_out),
        levers: sight.levers(&outcomes),
        shares: sight.shares(&outcomes),
        change: sight.change(&outcomes),
        learn: sight.learn(&outcomes),
        tree,
        outcomes,
        left_out,
    })
}

struct Sight<'a> {
    file: &'a ConflictFile,
    study: &'a Study,
    wording: Wording,
    states: Option<&'a States>,
}

fn plain(text: impl AsRef<str>) -> Line {
    Line { text: sentence(text.as_ref()), ..Line::default() }
}

impl Sight<'_> {
    fn deciders(&self, desk: &Desk) -> Vec<Decider> {
        let moves = |m: Moves| match m {
            Moves::Both => "",
            Moves::ToYes => "cannot be undone once done",
            Moves::ToNo => "can only be given up",
        };
        let wishes = |k: usize| match &self.study.conflict.decision_makers()[k].preference {
            Preference::Prefers(list) => {
                let said = self.file.decision_makers[k].prefers.iter();
                let told = list.iter().zip(said).map(|(s, p)| Wish {
                    line: desk.quotes.line_by(sentence(&self.wording.prefers(k, &s.that)), &p.because),
                    known: s.known,
                });
                told.collect()
            }
            Preference::Ranking(_) => Vec::new(),
        };
        let one = |(k, d): (usize, &detente_model::DecisionMaker)| Decider {
            name: clip(&d.name, 80),
            options: d
                .options
                .iter()
                .map(|o| OptionRow {
                    line: desk.quotes.line_by(clip(&o.name, 160), &o.because),
                    now: o.now,
                    moves: moves(o.moves).to_owned(),
                })
                .collect(),
            prefers: wishes(k),
        };
        self.file.decision_makers.iter().enumerate().map(one).collect()
    }

    fn concepts(&self) -> Vec<Asked> {
        let told = self.study.analysis.concepts.iter().map(|c| {
            let (name, meaning) = named(c.concept);
            Asked {
                id: c.concept.id().to_owned(),
                name: name.to_owned(),
                meaning: meaning.to_owned(),
                count: c.equilibria.count.to_string(),
            }
        });
        told.collect()
    }

    fn now(&self) -> Option<usize> {
        self.states.and_then(|s| self.file.status_quo_in(s)).map(|p| p + 1)
    }

    fn holds(&self, number: usize) -> Vec<Concept> {
        let under = |c: &Concept| self.study.analysis.equilibria(*c).is_some_and(|s| s.contains(number - 1));
        Concept::ALL.into_iter().filter(under).collect()
    }

    /// The present outcome, then those that hold under most concepts.
    fn outcomes(&self) -> (Vec<Outcome>, usize) {
        let now = self.now();
        let Some(states) = self.states else { return (Vec::new(), 0) };
        let mut held: Vec<(usize, Vec<Concept>)> =
            self.study.equilibria().into_iter().filter(|n| Some(*n) != now).map(|n| (n, self.holds(n))).collect();
        let share = |n: usize| self.share(n).map_or(0, |s| s.percent);
        let far = |n: usize| self.way(n).map_or(usize::MAX, |w| w.steps.len());
        held.sort_by_key(|(n, c)| (std::cmp::Reverse(c.len()), std::cmp::Reverse(share(*n)), far(*n), *n));
        let room = MOST_OUTCOMES - usize::from(now.is_some());
        let left_out = held.len().saturating_sub(room);
        held.truncate(room);
        let first = now.map(|n| (n, self.holds(n)));
        let mut letter = 0u8;
        let mut out = Vec::new();
        for (number, holds) in first.into_iter().chain(held) {
            let is_now = Some(number) == now;
            let name = if is_now {
                "Now".to_owned()
            } else {
                letter += 1;
                char::from(b'A' + letter - 1).to_string()
            };
            let position = number - 1;
            out.push(Outcome {
                name,
                number,
                options: states.options(position),
                now: is_now,
                means: if matches!(self.study.conflict.form(), Form::Graph { .. }) {
                    format!("state {number}")
                } else {
                    self.wording.outcome(|o| states.value(position, o))
                },
                reach: if is_now { String::new() } else { self.reach(number) },
                share: self.share(number),
                holds: holds.iter().map(|c| c.id().to_owned()).collect(),
            });
        }
        (out, left_out)
    }

    fn value(&self, state: StateRef, option: usize) -> bool {
        state.decimal >> option & 1 == 1
    }

    fn way(&self, number: usize) -> Option<&Way> {
        self.study.ways.iter().find(|w| w.to == number)
    }

    fn steps<'w>(&self, way: &'w Way) -> impl Iterator<Item = (usize, bool)> + use<'w> {
        way.steps.iter().map(|s| (s.mover, s.gains))
    }

    fn reach(&self, number: usize) -> String {
        if self.study.paths.is_none() {
            return String::new();
        }
        let Some(way) = self.way(number) else {
            return "It cannot be reached from the present outcome by any moves.".to_owned();
        };
        let against = self.steps(way).filter(|(_, gains)| !gains).map(|(who, _)| self.wording.holder(who));
        let against = against.fold(Vec::new(), |mut list, name| {
            if !list.contains(&name) {
                list.push(name);
            }
            list
        });
        match (against.is_empty(), way.steps.len()) {
            (true, 1) => "It can be reached from the present outcome by one step, which its mover prefers.".to_owned(),
            (true, n) if n > MOST_STEPS => format!(
                "It can be reached from the present outcome by steps that every mover prefers, but only in {n} of them."
            ),
            (true, n) => {
                format!("It can be reached from the present outcome in {n} steps, each preferred by its mover.")
            }
            (false, _) => format!(
                "No way leads there by steps that every mover prefers: the shortest asks {}{} for a step that it does not prefer.",
                join(&against),
                if against.len() > 1 { " each" } else { "" }
            ),
        }
    }

    fn share(&self, number: usize) -> Option<Share> {
        let r = self.study.robustness.as_ref()?;
        let c = r.concepts.get(MAIN.id())?;
        let found = c.states.iter().find(|s| s.state.number == number).map(|s| s.share);
        let hundredths = |x: f64| (x * 100.0).round() as u32;
        Some(match found {
            Some(s) => Share {
                concept: MAIN.id().to_owned(),
                percent: hundredths(s.share),
                low: hundredths(s.low),
                high: hundredths(s.high),
            },
            None => Share { concept: MAIN.id().to_owned(), percent: 0, low: 0, high: 0 },
        })
    }

    fn lines(&self, outcomes: &[Outcome], left_out: usize) -> Vec<Line> {
        let feasible = self.study.analysis.feasible.as_ref().map(ToString::to_string).unwrap_or_default();
        let asked = self.study.analysis.concepts.len();
        if asked == 0 {
            return vec![plain("the analysis was stopped before it found an answer")];
        }
        if self.states.is_none() {
            let told = self.concepts().into_iter().map(|c| format!("{} under {}", c.count, c.name)).collect::<Vec<_>>();
            return vec![plain(format!("of {feasible} possible outcomes there hold {}", join(&told)))];
        }
        let mut out = Vec::new();
        let all = self.study.equilibria();
        let firm = all.iter().filter(|n| self.holds(**n).len() == asked).count();
        let some = all.len() - firm;
        let n_hold = |n: usize| if n == 1 { "1 holds".to_owned() } else { format!("{n} hold") };
        out.push(plain(match (firm, some) {
            (0, 0) => {
                return vec![plain(format!(
                    "none of the {feasible} possible outcomes would hold: in each, some party gains by moving"
                ))];
            }
            (f, 0) => format!("of {feasible} possible outcomes {} under every concept of stability", n_hold(f)),
            (0, s) => {
                format!("of {feasible} possible outcomes {} under some concept of stability, none under all", n_hold(s))
            }
            (f, s) => format!(
                "of {feasible} possible outcomes {} under every concept of stability and {s} more under some",
                n_hold(f)
            ),
        }));
        if let Some(now) = outcomes.iter().find(|o| o.now) {
            out.push(plain(match (now.holds.len(), asked) {
                (0, _) => "the present outcome does not hold: some party gains by moving away from it".to_owned(),
                (n, all) if n == all => {
                    "the present outcome holds under every concept: nobody gains by moving away from it".to_owned()
                }
                _ => format!("the present outcome holds under {}", names(&now.holds)),
            }));
        }
        for o in outcomes.iter().filter(|o| !o.now) {
            let under = if o.holds.len() == asked { "every concept".to_owned() } else { names(&o.holds) };
            let mut text = sentence(&format!("outcome {} holds under {under}: {}", o.name, o.means));
            if !o.reach.is_empty() {
                text.push(' ');
                text.push_str(&o.reach);
            }
            out.push(Line { text, ..Line::default() });
        }
        if left_out > 0 {
            let are = if left_out == 1 { "is" } else { "are" };
            out.push(plain(format!("{left_out} more that hold under fewer concepts, or under fewer ways of settling the guesses, {are} not shown")));
        }
        out
    }

    fn called(&self, outcomes: &[Outcome], s: &StateRef) -> Option<String> {
        outcomes.iter().find(|o| o.number == s.number && !o.now).map(|o| o.name.clone())
    }

    fn levers(&self, outcomes: &[Outcome]) -> Vec<Line> {
        let mut told: Vec<(usize, String)> = Vec::new();
        for l in &self.study.levers {
            let Some(effect) = &l.effect else { continue };
            let Some(d) = effect.differences.iter().find(|d| d.concept == MAIN) else { continue };
            let mut gone: Vec<String> = d.excluded.iter().filter_map(|s| self.called(outcomes, s)).collect();
            gone.sort_unstable();
            let weight = d.gained.len() + d.lost.len();
            if weight == 0 {
                continue;
            }
            let describe = |list: &[StateRef]| {
                let some: Vec<String> = list
                    .iter()
                    .take(MOST_DESCRIBED)
                    .map(|s| format!("“{}”", self.wording.outcome(|o| self.value(*s, o))))
                    .collect();
                if list.len() > MOST_DESCRIBED { format!("among them {}", join(&some)) } else { join(&some) }
            };
            let mut parts = Vec::new();
            if !d.gained.is_empty() {
                let n = count(d.gained.len(), "further outcome would hold", "further outcomes would hold");
                parts.push(format!("{n}: {}", describe(&d.gained)));
            }
            if !d.lost.is_empty() {
                let n = count(d.lost.len(), "outcome would no longer hold", "outcomes would no longer hold");
                parts.push(format!("{n}: {}", describe(&d.lost)));
            }
            if !gone.is_empty() {
                let noun = if gone.len() == 1 { "outcome" } else { "outcomes" };
                parts.push(format!("{noun} {} could no longer come about", join(&gone)));
            }
            told.push((
                weight,
                sentence(&format!("if {}, {}", self.wording.bound(l.option, l.value), parts.join("; "))),
            ));
        }
        told.sort_by_key(|(w, _)| std::cmp::Reverse(*w));
        told.into_iter().take(MOST_LEVERS).map(|(_, text)| Line { text, ..Line::default() }).collect()
    }

    fn shares(&self, outcomes: &[Outcome]) -> Vec<Line> {
        let Some(r) = &self.study.robustness else { return Vec::new() };
        let spread = outcomes.iter().filter_map(|o| o.share.as_ref()).any(|s| s.low != s.high);
        let mut text = format!(
            "some preferences are guesses: the row “SEQ, of 100” tells in how many of 100 out of {} ways of settling them the outcome holds under sequential stability",
            r.looked_at
        );
        if spread {
            text.push_str(", with the interval of 95 per cent");
        }
        vec![plain(text)]
    }

    /// An outcome as its letter and what it is, or what it is alone.
    fn outcome_words(&self, outcomes: &[Outcome], s: &StateRef) -> String {
        let means = format!("“{}”", self.wording.outcome(|o| self.value(*s, o)));
        match outcomes.iter().find(|o| o.number == s.number) {
            Some(o) if o.now => "the present outcome".to_owned(),
            Some(o) => format!("outcome {} ({means})", o.name),
            None => means,
        }
    }

    /// What a settlement would take.
    fn change(&self, outcomes: &[Outcome]) -> Vec<Line> {
        let Some(w) = &self.study.wanted else { return Vec::new() };
        let called = self.outcome_words(outcomes, &w.state);
        if w.holds {
            return vec![plain(format!(
                "the settlement nearest to the present, {called}, would hold under sequential stability as the preferences stand"
            ))];
        }
        let mut out = vec![plain(format!(
            "the settlement nearest to the present, {called}, does not hold under sequential stability as the preferences stand"
        ))];
        if let Some(i) = w.demotions.as_ref().filter(|i| !i.demotions.is_empty()) {
            let mut by: Vec<(usize, Vec<String>)> = Vec::new();
            for d in &i.demotions {
                let other = self.outcome_words(outcomes, &d.state);
                match by.iter_mut().find(|(who, _)| *who == d.decision_maker) {
                    Some((_, rivals)) => rivals.push(other),
                    None => by.push((d.decision_maker, vec![other])),
                }
            }
            let each: Vec<String> = by
                .iter()
                .map(|(who, rivals)| {
                    let some = &rivals[..rivals.len().min(MOST_RIVALS)];
                    let than = match rivals.len() > MOST_RIVALS {
                        true => format!("{} other outcomes, among them {}", rivals.len(), join(some)),
                        false => join(some),
                    };
                    format!("{} would have to like it at least as well as {than}", self.wording.holder(*who))
                })
                .collect();
            let least = if i.minimal {
                "the least change of mind that would make it hold"
            } else {
                "a change of mind that would make it hold"
            };
            out.push(plain(format!("{least}: {}", each.join("; "))));
        }
        if let Some(list) = w.order.as_ref().and_then(|o| o.reorderings.as_ref()).filter(|l| !l.is_empty()) {
            let mut parts = Vec::new();
            for r in list {
                let Preference::Prefers(all) = &self.study.conflict.decision_makers()[r.decision_maker].preference
                else {
                    continue;
                };
                let Some(raised) =
                    r.order.iter().enumerate().filter(|(new, old)| *new < **old).max_by_key(|(new, old)| *old - *new)
                else {
                    continue;
                };
                let below: Vec<String> = r.order[raised.0 + 1..]
                    .iter()
                    .filter(|old| **old < *raised.1)
                    .filter_map(|old| all.get(*old))
                    .map(|s| format!("that {}", self.wording.wish(r.decision_maker, &s.that)))
                    .collect();
                let Some(s) = all.get(*raised.1) else { continue };
                parts.push(format!(
                    "for {} it would have to matter more that {} than {}",
                    self.wording.holder(r.decision_maker),
                    self.wording.wish(r.decision_maker, &s.that),
                    join(&below)
                ));
            }
            if !parts.is_empty() {
                out.push(plain(format!("told by what matters to each: {}", parts.join("; "))));
            }
        }
        out
    }

    /// The guesses whose answers move the shares most.
    fn learn(&self, outcomes: &[Outcome]) -> Vec<Line> {
        let hundredths = |x: f64| (x * 100.0).round() as u32;
        let asked =
            self.study.questions.iter().filter(|q| hundredths(q.right).abs_diff(hundredths(q.wrong)) >= LEAST_MOVE);
        asked
            .take(MOST_QUESTIONS)
            .filter_map(|q| {
                let Preference::Prefers(all) = &self.study.conflict.decision_makers()[q.decision_maker].preference else { return None };
                let wish = self.wording.prefers(q.decision_maker, &all.get(q.statement)?.that);
                Some(plain(format!(
                    "whether {wish}: if so, {} holds under {} of 100 ways of settling the other guesses; if not, under {}",
                    self.outcome_words(outcomes, &q.state),
                    hundredths(q.right),
                    hundredths(q.wrong)
                )))
            })
            .collect()
    }

    /// The ways to the outcomes shown, laid together where they begin alike.
    fn tree(&self, outcomes: &[Outcome]) -> Vec<Branch> {
        let (Some(paths), Some(now)) = (&self.study.paths, self.now()) else { return Vec::new() };
        let called: BTreeMap<usize, &Outcome> = outcomes.iter().map(|o| (o.number, o)).collect();
        let name = |n: usize| called.get(&n).map(|o| o.name.clone()).unwrap_or_default();
        let mut nodes = vec![Branch {
            depth: 0,
            parent: None,
            number: now,
            outcome: name(now),
            mover: String::new(),
            does: String::new(),
            reluctant: false,
            holds: !self.holds(now).is_empty(),
        }];
        for o in outcomes.iter().filter(|o| !o.now) {
            let Some(way) = self.way(o.number).filter(|w| w.steps.len() <= MOST_STEPS) else { continue };
            let mut at = 0;
            let mut from = paths.from;
            for s in &way.steps {
                let mover = capital(&self.wording.holder(s.mover));
                let known = (0..nodes.len()).find(|k| {
                    nodes[*k].parent == Some(at) && nodes[*k].number == s.to.number && nodes[*k].mover == mover
                });
                at = known.unwrap_or_else(|| {
                    nodes.push(Branch {
                        depth: nodes[at].depth + 1,
                        parent: Some(at),
                        number: s.to.number,
                        outcome: name(s.to.number),
                        mover,
                        does: self.wording.step(|k| self.value(from, k), |k| self.value(s.to, k)),
                        reluctant: !s.gains,
                        holds: !self.holds(s.to.number).is_empty(),
                    });
                    nodes.len() - 1
                });
                from = s.to;
            }
        }
        if nodes.len() < 2 { Vec::new() } else { in_depth_order(nodes) }
    }
}

/// The same tree with every branch right after the one it continues.
fn in_depth_order(nodes: Vec<Branch>) -> Vec<Branch> {
    let mut order = Vec::new();
    let mut open = vec![0];
    while let Some(k) = open.pop() {
        order.push(k);
        open.extend((0..nodes.len()).rev().filter(|c| nodes[*c].parent == Some(k)));
    }
    let place: BTreeMap<usize, usize> = order.iter().enumerate().map(|(to, from)| (*from, to)).collect();
    let moved =
        |k: &usize| Branch { parent: nodes[*k].parent.and_then(|p| place.get(&p).copied()), ..nodes[*k].clone() };
    order.iter().map(moved).collect()
}

fn names(ids: &[String]) -> String {
    let list: Vec<String> = ids.iter().filter_map(|i| Concept::from_id(i)).map(|c| named(c).0.to_owned()).collect();
    join(&list)
}
