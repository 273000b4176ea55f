//! What a document has mentioned so far, for pronouns and descriptions (`his`, `the group`, `the two countries`).

use detente_event::Actor;

/// One earlier mention.
#[derive(Clone, Debug)]
struct Seen {
    sentence: usize,
    token: usize,
    subject: bool,
    plural: bool,
    actor: Actor,
}

/// The mentions of a document, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    seen: Vec<Seen>,
}

/// Sectors of groups that `the group`, `the movement`, `the rebels` may mean.
const GROUPS: &[&str] = &["REB", "UAF", "CRM", "SEP", "OPP", "PTY", "PRM", "NGO", "MNC"];

/// States that news call "the kingdom" (CIA World Factbook, government types: monarchies of that style).
const KINGDOMS: &[&str] = &[
    "SAU", "BHR", "JOR", "MAR", "GBR", "THA", "KHM", "NLD", "BEL", "DNK", "NOR", "SWE", "ESP", "LSO", "SWZ", "TON",
    "BTN",
];

impl Memory {
    /// Notes a mention.
    pub fn note(&mut self, sentence: usize, token: usize, subject: bool, plural: bool, actor: Actor) {
        self.seen.push(Seen { sentence, token, subject, plural, actor });
    }

    /// The best antecedent among recent mentions: of this sentence before the last ones, subjects before others, then
    /// the nearest.
    fn ranked(&self, sentence: usize, fits: impl Fn(&Seen) -> bool) -> Option<&Actor> {
        self.seen
            .iter()
            .filter(|s| s.sentence + 4 > sentence && fits(s))
            .max_by_key(|s| {
                let distance = sentence.saturating_sub(s.sentence);
                let near = 100usize.saturating_sub(distance * 40);
                (near + if s.subject { 35 } else { 0 }, s.sentence, s.token)
            })
            .map(|s| &s.actor)
    }

    /// `he`, `she`, `his`, `her`.
    pub fn person(&self, sentence: usize) -> Option<Actor> {
        self.ranked(sentence, |s| s.actor.person.is_some()).cloned()
    }

    /// `it`, `its`: a state, body or group, not a person.
    pub fn thing(&self, sentence: usize) -> Option<Actor> {
        let thing = |s: &Seen| s.actor.person.is_none() && (!s.actor.code.is_empty() || !s.actor.sector.is_empty());
        self.ranked(sentence, |s| thing(s) && !s.plural).or_else(|| self.ranked(sentence, thing)).cloned()
    }

    /// `they`, `their`: several, else a group or state, else a person.
    pub fn plural(&self, sentence: usize, except: Option<&Actor>) -> Option<Actor> {
        let other = |s: &Seen| {
            except.is_none_or(|e| e.span != s.actor.span && (e.sector != s.actor.sector || !e.same_party(&s.actor)))
        };
        self.ranked(sentence, |s| s.plural && other(s) && (!s.actor.code.is_empty() || !s.actor.sector.is_empty()))
            .cloned()
            .or_else(|| self.thing(sentence))
            .or_else(|| self.person(sentence))
    }

    /// `the group`, `the movement`.
    pub fn group(&self, sentence: usize) -> Option<Actor> {
        self.ranked(sentence, |s| s.actor.person.is_none() && GROUPS.contains(&s.actor.sector.as_str())).cloned().map(
            |mut a| {
                a.person = None;
                a
            },
        )
    }

    /// `the country`, `the kingdom`: the last state, of that form where the word says one.
    pub fn state(&self, sentence: usize, word: &str) -> Option<Actor> {
        let fits = |s: &Seen| {
            s.actor.code.len() == 3
                && matches!(s.actor.sector.as_str(), "" | "GOV")
                && (word != "kingdom" || KINGDOMS.contains(&s.actor.code.as_str()))
        };
        self.ranked(sentence, fits).cloned().map(state_only)
    }

    /// The state of the last party named by that word: `the junta`, mentioned before.
    pub fn called(&self, word: &str) -> Option<Actor> {
        let same = |s: &&Seen| {
            s.actor.code.len() == 3
                && s.actor.text.rsplit(' ').next().is_some_and(|last| last.eq_ignore_ascii_case(word))
        };
        self.seen.iter().rev().find(same).map(|s| state_only(s.actor.clone()))
    }

    /// The state whose government or army a sentence just before was about: it stood there as the subject.
    pub fn acting(&self, sentence: usize) -> Option<Actor> {
        let own = |s: &Seen| {
            s.subject
                && s.sentence < sentence
                && s.actor.code.len() == 3
                && matches!(s.actor.sector.as_str(), "" | "GOV" | "MIL")
        };
        self.ranked(sentence, own).cloned().map(state_only)
    }

    /// `the two countries`: the last two different states or bodies.
    pub fn pair(&self, sentence: usize) -> Vec<Actor> {
        let mut out: Vec<Actor> = Vec::new();
        for s in self.seen.iter().rev().filter(|s| s.sentence + 4 > sentence) {
            let public = matches!(s.actor.sector.as_str(), "" | "GOV" | "MIL" | "REB" | "UAF" | "SEP" | "PRE");
            if !s.actor.code.is_empty() && public && !out.iter().any(|a| a.same_party(&s.actor)) {
                out.push(state_only(s.actor.clone()));
                if out.len() == 2 {
                    out.reverse();
                    return out;
                }
            }
        }
        Vec::new()
    }

    /// `both sides`: the two parties that the sentences before speak of most.
    pub fn sides(&self, sentence: usize) -> Vec<Actor> {
        let mut counts: Vec<(usize, usize, Actor)> = Vec::new();
        for (at, s) in self.seen.iter().enumerate().filter(|(_, s)| s.sentence < sentence && !s.actor.code.is_empty()) {
            if matches!(s.actor.sector.as_str(), "IGO" | "NGO" | "JRN") {
                continue;
            }
            let party = state_only(s.actor.clone());
            match counts.iter_mut().find(|c| c.2.same_party(&party)) {
                Some(c) => (c.0, c.1) = (c.0 + 1, at),
                None => counts.push((1, at, party)),
            }
        }
        counts.retain(|c| c.0 > 1);
        counts.sort_by_key(|c| std::cmp::Reverse((c.0, c.1)));
        let mut two = counts.into_iter().take(2).collect::<Vec<_>>();
        if two.len() < 2 {
            return self.pair(sentence);
        }
        two.sort_by_key(|c| c.1);
        // within one state, the state's side is its government or army, as last named
        let within = two[0].2.code == two[1].2.code;
        two.into_iter()
            .map(|(_, at, party)| {
                let named = self.seen.get(at).filter(|_| within && party.sector.is_empty());
                let sector = named.map(|s| s.actor.sector.clone()).filter(|s| matches!(s.as_str(), "GOV" | "MIL"));
                Actor { sector: sector.unwrap_or_else(|| party.sector.clone()), ..party }
            })
            .collect()
    }

    /// A person mentioned before by that last name.
    pub fn surname(&self, name: &str) -> Option<Actor> {
        self.seen
            .iter()
            .rev()
            .map(|s| &s.actor)
            .find(|a| a.person.as_deref().is_some_and(|p| p.split_whitespace().next_back() == Some(name)))
            .cloned()
    }

    /// The state that the document is about beyond doubt: mentioned three times at least, and as often as all others together.
    pub fn scene(&self) -> Option<&Actor> {
        let focus = self.focus()?;
        let states =
            self.seen.iter().filter(|s| s.actor.code.len() == 3 && !matches!(s.actor.sector.as_str(), "IGO" | "NGO"));
        let (mut own, mut others) = (0, 0);
        for s in states {
            *(if s.actor.code == focus.code { &mut own } else { &mut others }) += 1;
        }
        (own >= 3 && own >= others).then_some(focus)
    }

    /// The state that the document mentions most so far, with at least two mentions and more than any other.
    pub fn focus(&self) -> Option<&Actor> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for s in &self.seen {
            if s.actor.code.len() == 3 {
                match counts.iter_mut().find(|(c, _)| *c == s.actor.code) {
                    Some((_, n)) => *n += 1,
                    None => counts.push((&s.actor.code, 1)),
                }
            }
        }
        counts.sort_by_key(|c| std::cmp::Reverse(c.1));
        let best = counts.first()?;
        self.seen.iter().map(|s| &s.actor).find(|a| a.code == best.0)
    }
}

/// The state or group behind a person or office.
fn state_only(mut a: Actor) -> Actor {
    a.person = None;
    if matches!(a.sector.as_str(), "GOV" | "MIL") {
        a.sector.clear();
    }
    a
}
