//! Parties, choices and statements to a conflict file with its notes.

use super::heard::Heard;
use super::naming::{slug, with_article};
use super::options::{Choice, Choices};
use super::parties::Parties;
use super::preferences::{self, Statement, That};
use super::words::{about_ending_war, is_leaving, is_meeting, sets_alternatives};
use super::{
    Alternative, Draft, DraftNotes, DraftOption, DraftOptions, DraftParty, DropReason, Dropped, Error,
    OptionKind as Kind, Quote, Role,
};
use crate::file::{ConflictFile, ConflictOption, DecisionMaker, Infeasible, Preference, is_reserved};
use detente_event::{Act, Status, given_up};

/// Quotes shown as remarks above one line of the file.
const SHOWN_QUOTES: usize = 2;

pub(super) fn compose(heard: &[Heard], options: &DraftOptions) -> Result<Draft, Error> {
    let parties = Parties::gather(heard, options)?;
    let mut choices = Choices::gather(heard, &parties);
    choices.settle(options.options, heard, &parties);
    let (statements, sides) = preferences::gather(heard, &parties, &choices);
    let holders: Vec<usize> =
        parties.focus.iter().copied().filter(|p| choices.list.iter().any(|c| c.holder == *p)).collect();
    let mut work =
        Work { heard, parties: &parties, choices: &choices.list, holders, ids: Vec::new(), quotes: Vec::new() };
    work.name();
    let file = work.file(&statements, &choices.dropped, options);
    let contradictions = sides
        .iter()
        .filter(|(p, _, _)| work.holders.contains(p))
        .map(|(p, c, s)| s.told(heard, work.maker(*p), work.full(*c)))
        .collect();
    let notes = DraftNotes {
        parties: work.party_notes(),
        options: work.option_notes(&statements),
        contradictions,
        alternatives: work.alternatives(),
        dropped: choices.dropped.clone(),
        quotes: work.quotes,
    };
    Ok(Draft { file, notes })
}

struct Work<'a> {
    heard: &'a [Heard],
    parties: &'a Parties,
    choices: &'a [Choice],
    /// The decision makers, in order.
    holders: Vec<usize>,
    /// Their ids.
    ids: Vec<String>,
    quotes: Vec<Quote>,
}

impl Work<'_> {
    /// Ids of the decision makers: the name where it is short, else the code.
    fn name(&mut self) {
        for &p in &self.holders {
            let party = &self.parties.list[p];
            let by_name = slug(&party.name);
            let by_code = slug(&party.code);
            let long = by_name.len() > 16 || by_name.starts_with("united_");
            // A group shares its country's code: its initials tell it apart.
            let shared = self.parties.list.iter().filter(|o| o.code == party.code).count() > 1;
            let initials: String =
                party.name.chars().filter(|c| c.is_uppercase()).flat_map(char::to_lowercase).collect();
            let base = match () {
                () if long && shared && initials.chars().count() > 2 => slug(&initials),
                () if (long && by_code.len() > 1) || by_name.is_empty() => by_code,
                () => by_name,
            };
            let base = if base.is_empty() || is_reserved(&base) { format!("party_{base}") } else { base };
            let id = if self.ids.contains(&base) {
                let by_name = slug(&party.name);
                if by_name.is_empty() || self.ids.contains(&by_name) {
                    (2..).map(|n| format!("{base}_{n}")).find(|i| !self.ids.contains(i)).unwrap_or_default()
                } else {
                    by_name
                }
            } else {
                base
            };
            self.ids.push(id);
        }
    }

    fn maker(&self, party: usize) -> String {
        self.holders.iter().position(|h| *h == party).map(|k| self.ids[k].clone()).unwrap_or_default()
    }

    fn full(&self, choice: usize) -> String {
        let c = &self.choices[choice];
        format!("{}.{}", self.maker(c.holder), c.id)
    }

    /// The reports behind a line. Of efforts to end a war those count whose own sentence says so: the same meeting is told
    /// elsewhere without it.
    fn reports(&self, from: &[usize], ending: bool) -> Vec<Quote> {
        let mut list: Vec<Quote> = Vec::new();
        for k in from {
            let all = &self.heard[*k].quotes;
            let narrow = ending && all.iter().any(|q| about_ending_war(&q.text));
            let fits = all.iter().filter(|q| !narrow || about_ending_war(&q.text));
            for q in fits.filter(|q| !list.iter().any(|known| known.event == q.event)).cloned().collect::<Vec<_>>() {
                list.push(q);
            }
        }
        list
    }

    /// The event ids behind a line; their sentences are noted.
    fn because(&mut self, from: &[usize], ending: bool) -> Vec<String> {
        let reports = self.reports(from, ending);
        for q in &reports {
            if !self.quotes.iter().any(|known| known.event == q.event) {
                self.quotes.push(q.clone());
            }
        }
        reports.into_iter().map(|q| q.event).collect()
    }

    /// The sentences as remarks, each once.
    fn remarks(&self, from: &[usize], ending: bool) -> Vec<String> {
        let mut seen: Vec<(String, usize)> = Vec::new();
        let mut out = Vec::new();
        for q in self.reports(from, ending) {
            if seen.iter().any(|(d, s)| *d == q.document && *s == q.sentence) {
                continue;
            }
            seen.push((q.document.clone(), q.sentence));
            if out.len() < SHOWN_QUOTES {
                out.push(format!("“{}” ({}, sentence {})", shorten(&q.text, 240), q.document, q.sentence));
            }
        }
        if seen.len() > SHOWN_QUOTES {
            let more = seen.len() - SHOWN_QUOTES;
            out.push(format!("and {more} more sentence{}", if more == 1 { "" } else { "s" }));
        }
        out
    }

    /// Whether a statement is about ending the war.
    fn about_the_end(&self, that: &That) -> bool {
        let is = |c: &usize| self.choices[*c].kind == Kind::Ceasefire;
        match that {
            That::Is(c, _) => is(c),
            That::All(list) => list.iter().all(is),
            That::Answers(..) | That::Otherwise(..) | That::Both(..) => false,
        }
    }

    fn formula(&self, that: &That) -> String {
        match that {
            That::Is(c, true) => self.full(*c),
            That::Is(c, false) => format!("not {}", self.full(*c)),
            That::All(list) => list.iter().map(|c| self.full(*c)).collect::<Vec<_>>().join(" and "),
            That::Answers(a, b) => format!("{} implies {}", self.full(*a), self.full(*b)),
            That::Otherwise(a, b) => format!("not {} implies {}", self.full(*a), self.full(*b)),
            That::Both(a, b) => format!("{} iff {}", self.full(*a), self.full(*b)),
        }
    }

    fn role(&self, party: usize) -> Role {
        if self.parties.belligerents.contains(&party) {
            Role::Belligerent
        } else if self.parties.efforts.iter().any(|(p, _)| *p == party) || self.mediates(party) {
            Role::Mediator
        } else if self.holders.contains(&party) {
            Role::Party
        } else {
            Role::ThirdParty
        }
    }

    fn mediates(&self, party: usize) -> bool {
        self.heard.iter().any(|h| {
            h.event.act == Act::Consult
                && h.event.mode.as_deref() == Some("third-party")
                && h.event.status != Status::Negated
                && self.parties.all(&h.event.actor).first() == Some(&party)
        })
    }

    fn file(&mut self, statements: &[Statement], dropped: &[Dropped], options: &DraftOptions) -> ConflictFile {
        let mut file = ConflictFile {
            title: if options.title.is_empty() { self.title() } else { options.title.clone() },
            as_of: options.until.or_else(|| self.heard.iter().filter_map(|h| h.day).max()),
            remarks: vec![
                "Drafted from reports. Every line names the events behind it (`because`); a line with `known = false` is a".into(),
                "guess that no report supports. Correct what is wrong before you rely on what follows from it.".into(),
                String::new(),
            ],
            ..ConflictFile::default()
        };
        for k in 0..self.holders.len() {
            let party = self.holders[k];
            let role = match self.role(party) {
                Role::Belligerent => vec!["At war, or named in efforts to end a war.".to_owned()],
                Role::Mediator => vec!["Makes efforts between the others.".to_owned()],
                Role::Party | Role::ThirdParty => Vec::new(),
            };
            let mut dm = DecisionMaker {
                id: self.ids[k].clone(),
                name: self.parties.list[party].name.clone(),
                remarks: role,
                ..DecisionMaker::default()
            };
            for c in self.choices.iter().filter(|c| c.holder == party) {
                dm.options.push(ConflictOption {
                    id: c.id.clone(),
                    name: c.name.clone(),
                    now: c.now,
                    moves: c.moves(),
                    because: self.because(&c.from, c.kind == Kind::Ceasefire),
                    remarks: self.remarks(&c.from, c.kind == Kind::Ceasefire),
                    span: None,
                });
            }
            for s in statements.iter().filter(|s| s.party == party) {
                let mut p = Preference::new(self.formula(&s.that));
                p.known = s.known;
                let ending = self.about_the_end(&s.that);
                p.because = self.because(&s.from, ending);
                p.remarks = self.remarks(&s.from, ending);
                if s.from.is_empty() {
                    p.remarks.push("A guess: no report says so.".into());
                }
                if !s.against.is_empty() {
                    p.remarks.push("But reports also say otherwise:".into());
                    p.remarks.extend(self.remarks(&s.against, ending));
                }
                dm.prefers.push(p);
            }
            file.decision_makers.push(dm);
        }
        file.infeasible = self.infeasible();
        for a in self.alternatives() {
            file.closing.push(format!("Weighed against each other: {} and {}", a.options[0], a.options[1]));
        }
        for d in dropped {
            let who = d.holder.as_deref().map_or_else(String::new, |h| format!("{h}: "));
            let why = match d.reason {
                DropReason::TooMany => "there are weightier options",
                DropReason::NoHolder => "no report says who would do it",
                DropReason::Meeting => "a meeting that nobody disputes",
            };
            file.closing.push(format!("Left out: {who}{} ({why}; {})", d.name, d.because.join(", ")));
        }
        file
    }

    /// Who ceases fire does not go on striking the same enemy, and who leaves the talks does not negotiate.
    fn infeasible(&mut self) -> Vec<Infeasible> {
        let mut list = Vec::new();
        for (a, leaving) in self.choices.iter().enumerate() {
            let truce = self.choices.iter().position(|c| c.kind == Kind::Ceasefire && c.holder == leaving.holder);
            let leaves =
                |o: &String| given_up(o).or_else(|| is_leaving(o).then_some(o.as_str())).is_some_and(is_meeting);
            if let (Some(t), true) = (truce, leaving.objects.iter().any(leaves)) {
                list.push(Infeasible {
                    when: format!("{} and {}", self.full(a), self.full(t)),
                    remarks: vec!["Who leaves the talks does not negotiate.".into()],
                    ..Infeasible::default()
                });
            }
        }
        for (a, attack) in self.choices.iter().enumerate() {
            let truce = self.choices.iter().position(|c| c.kind == Kind::Ceasefire && c.holder == attack.holder);
            let fits =
                attack.act == Act::Assault && attack.target.is_none_or(|t| self.parties.belligerents.contains(&t));
            if let (Some(t), true) = (truce, fits) {
                list.push(Infeasible {
                    when: format!("{} and {}", self.full(a), self.full(t)),
                    remarks: vec!["Who ceases fire does not go on striking.".into()],
                    ..Infeasible::default()
                });
            }
        }
        list
    }

    /// Choices of one holder that a sentence sets against each other.
    fn alternatives(&self) -> Vec<Alternative> {
        let mut list: Vec<Alternative> = Vec::new();
        for (a, first) in self.choices.iter().enumerate() {
            for (b, second) in self.choices.iter().enumerate().skip(a + 1) {
                if first.holder != second.holder || first.kind != Kind::Act || second.kind != Kind::Act {
                    continue;
                }
                let mut because: Vec<String> = Vec::new();
                for k in first.from.iter().chain(&second.from) {
                    for q in &self.heard[*k].quotes {
                        let set =
                            sets_alternatives(&q.text) && first.is_named_in(&q.text) && second.is_named_in(&q.text);
                        if set && !because.contains(&q.event) {
                            because.push(q.event.clone());
                        }
                    }
                }
                if !because.is_empty() {
                    list.push(Alternative { options: [self.full(a), self.full(b)], because });
                }
            }
        }
        list
    }

    fn title(&self) -> String {
        let name = |p: &usize| with_article(&self.parties.list[*p].name);
        let joined = |list: &[usize]| {
            let names: Vec<String> = list.iter().map(name).collect();
            match &names[..] {
                [] => String::new(),
                [one] => one.clone(),
                [all @ .., last] => format!("{} and {last}", all.join(", ")),
            }
        };
        let title = match (&self.parties.belligerents[..], &self.parties.focus[..]) {
            ([_, _, ..], _) => format!("Ending the war between {}", joined(&self.parties.belligerents)),
            (_, []) => "No conflict found".into(),
            (_, focus) => joined(focus),
        };
        let mut letters = title.chars();
        letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
    }

    fn party_notes(&self) -> Vec<DraftParty> {
        let makers = self.holders.iter().zip(&self.ids).map(|(p, id)| (*p, Some(id.clone())));
        let others = self.parties.focus.iter().filter(|p| !self.holders.contains(p)).map(|p| (*p, None));
        makers
            .chain(others)
            .map(|(p, decision_maker)| {
                let party = &self.parties.list[p];
                let role = self.role(p);
                DraftParty {
                    name: party.name.clone(),
                    code: party.code.clone(),
                    role,
                    decision_maker,
                    events: party.events,
                }
            })
            .collect()
    }

    fn option_notes(&mut self, statements: &[Statement]) -> Vec<DraftOption> {
        let mut list = Vec::new();
        for k in 0..self.choices.len() {
            let side = |wants: bool| -> Vec<String> {
                statements
                    .iter()
                    .filter(|s| s.known && self.holders.contains(&s.party))
                    .filter(|s| match &s.that {
                        That::Is(c, yes) => *c == k && *yes == wants,
                        That::All(l) => wants && l.contains(&k),
                        That::Answers(..) | That::Otherwise(..) | That::Both(..) => false,
                    })
                    .map(|s| self.maker(s.party))
                    .collect()
            };
            let (wanted_by, opposed_by) = (side(true), side(false));
            let c = &self.choices[k];
            let target = c.target.map(|t| self.parties.list[t].name.clone()).or_else(|| c.target_words.clone());
            list.push(DraftOption {
                id: self.full(k),
                name: c.name.clone(),
                kind: c.kind,
                act: c.act,
                status: c.status,
                target,
                object: c.object().map(str::to_owned),
                because: self.because(&c.from, c.kind == Kind::Ceasefire),
                wanted_by,
                opposed_by,
            });
        }
        list
    }
}

fn shorten(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(a, _)| a))
}
