//! The definitions of METHODS.md, word for word and without any regard for speed. Shares no code with the engines but
//! the model's own data.

use detente_gmcr::{Concept, Conflict, Form, Moves, Preference};
use std::collections::BTreeSet;

/// States, moves and preference, all by looking.
pub struct Naive {
    pub states: usize,
    /// Per decision maker and state: where it can go.
    pub reach: Vec<Vec<Vec<usize>>>,
    /// Per decision maker: `better[i][s][t]`, s is strictly preferred to t.
    pub better: Vec<Vec<Vec<bool>>>,
}

impl Naive {
    pub fn of(c: &Conflict) -> Naive {
        let dms = c.decision_makers().len();
        let (mut choices, mut reach) = (Vec::new(), Vec::new());
        let states = match c.form() {
            Form::Graph { states, arcs } => {
                for list in arcs {
                    let to = |s: usize| {
                        let mut v: Vec<usize> =
                            list.iter().filter(|a| a.0 == s + 1 && a.1 != a.0).map(|a| a.1 - 1).collect();
                        v.sort();
                        v.dedup();
                        v
                    };
                    reach.push((0..*states).map(to).collect());
                }
                *states
            }
            Form::Options { options, infeasible } => {
                for number in 0..1u32 << options.len() {
                    let choice: Vec<bool> = (0..options.len()).map(|o| number >> o & 1 == 1).collect();
                    if !infeasible.iter().any(|f| f.eval(&choice)) {
                        choices.push(choice);
                    }
                }
                for i in 0..dms {
                    let can = |s: &Vec<bool>, t: &Vec<bool>| {
                        s != t
                            && options.iter().enumerate().all(|(o, def)| {
                                s[o] == t[o]
                                    || def.decision_maker == i
                                        && match def.moves {
                                            Moves::Both => true,
                                            Moves::ToYes => t[o],
                                            Moves::ToNo => s[o],
                                        }
                            })
                    };
                    let to = |s| (0..choices.len()).filter(|t| can(s, &choices[*t])).collect();
                    reach.push(choices.iter().map(to).collect());
                }
                choices.len()
            }
        };
        let mut better = Vec::new();
        for dm in c.decision_makers() {
            let prefers = |s: usize, t: usize| match &dm.preference {
                Preference::Prefers(list) => {
                    for p in list {
                        let (a, b) = (p.that.eval(&choices[s]), p.that.eval(&choices[t]));
                        if a != b {
                            return a;
                        }
                    }
                    false
                }
                Preference::Ranking(classes) => {
                    let place = |s: usize| classes.iter().position(|c| c.contains(&(s + 1)));
                    place(s) < place(t)
                }
            };
            better.push((0..states).map(|s| (0..states).map(|t| prefers(s, t)).collect()).collect());
        }
        Naive { states, reach, better }
    }

    pub fn improvements(&self, i: usize, s: usize) -> Vec<usize> {
        self.reach[i][s].iter().copied().filter(|t| self.better[i][*t][s]).collect()
    }

    /// Legal joint moves of `who` from s: nobody moves twice in a row.
    pub fn joint(&self, who: &[usize], s: usize, improving: bool) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let mut open = vec![(s, usize::MAX)];
        while let Some((at, last)) = open.pop() {
            for &j in who.iter().filter(|j| **j != last) {
                let next = if improving { self.improvements(j, at) } else { self.reach[j][at].clone() };
                for t in next {
                    if seen.insert((t, j)) {
                        open.push((t, j));
                    }
                }
            }
        }
        seen.into_iter().map(|(t, _)| t).collect()
    }

    pub fn stable(&self, concept: Concept, i: usize, s: usize) -> bool {
        let others: Vec<usize> = (0..self.reach.len()).filter(|j| *j != i).collect();
        let no_better = |t: usize| !self.better[i][t][s];
        let no_escape = |t: usize| self.reach[i][t].iter().all(|u| no_better(*u));
        self.improvements(i, s).into_iter().all(|s1| match concept {
            Concept::Nash => false,
            Concept::Gmr => self.joint(&others, s1, false).into_iter().any(no_better),
            Concept::Smr => self.joint(&others, s1, false).into_iter().any(|t| no_better(t) && no_escape(t)),
            Concept::Seq => self.joint(&others, s1, true).into_iter().any(no_better),
            Concept::Sseq => self.joint(&others, s1, true).into_iter().any(|t| no_better(t) && no_escape(t)),
        })
    }
}
