//! Of which state a party is where its own words do not say: that of the place, or the only one that the sentence names;
//! and whom an act at a place is done to or done by where nobody is named.

use super::{Context, GENERIC};
use crate::actors::Kind;
use crate::frames::Hit;
use detente_event::{Act, Actor, Event, Quad, Why};

/// Roles that a state has at home, unlike travellers and foreigners.
const DOMESTIC: &[&str] = &[
    "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "OPP", "PTY", "REB", "UAF", "SEP", "PRM", "CRM", "LAB", "EDU", "STU",
    "CVL", "REL", "AGR", "REF", "ELI", "MED", "SOC",
];
/// What a state does to people under its rule (PLOVER's modes of COERCE).
const STATE_MODES: &[&str] = &["arrest", "ban", "censor", "curfew", "deport", "martial-law", "restrict"];

impl Context<'_> {
    /// Fills in what place and sentence tell of the parties.
    pub(super) fn settle(&self, e: &mut Event, hit: &Hit<'_>) {
        let place = e.place.as_ref().filter(|p| !p.country.is_empty()).and_then(|p| {
            let name = self.mentions.state_name(&p.country)?;
            Some(Actor { name, code: p.country.clone(), text: p.text.clone(), ..Actor::default() })
        });
        self.place_parties(e, hit, place.as_ref());
        for side in [true, false] {
            let (mine, other) = if side { (&e.actor, &e.recipient) } else { (&e.recipient, &e.actor) };
            let homeless = |a: &Actor| {
                a.code.is_empty()
                    && DOMESTIC.contains(&a.sector.as_str())
                    && !GENERIC.contains(&a.text.to_lowercase().as_str())
                    // those come from elsewhere
                    && !a.text.to_lowercase().contains("peacekeep")
            };
            if !mine.iter().any(homeless) {
                continue;
            }
            let at_home = e.act == Act::Coerce && e.mode.as_deref().is_some_and(|m| STATE_MODES.contains(&m)) && !side;
            // "between the opposition and Maduro"
            let beside = match &mine.iter().filter(|a| a.code.len() == 3).collect::<Vec<_>>()[..] {
                [one] if mine.len() > 1 => self.mentions.state_name(&one.code).map(|name| Actor {
                    name,
                    code: one.code.clone(),
                    text: one.text.clone(),
                    ..Actor::default()
                }),
                _ => None,
            };
            let civil = |a: &Actor| matches!(a.sector.as_str(), "COP" | "OPP" | "CVL" | "STU" | "LAB" | "MED" | "EDU");
            let earlier = || {
                let p = self.before.filter(|p| !p.country.is_empty() && mine.iter().all(civil))?;
                let name = self.mentions.state_name(&p.country)?;
                Some(Actor { name, code: p.country.clone(), text: p.text.clone(), ..Actor::default() })
            };
            let scene = || {
                let code = self.memory.scene().map(|a| a.code.clone())?;
                if other.iter().any(|o| !o.code.is_empty() && o.code != code) {
                    return None;
                }
                let name = self.mentions.state_name(&code)?;
                Some(Actor { text: name.clone(), name, code, ..Actor::default() })
            };
            let Some(home) = beside
                .or_else(|| place.clone())
                .or_else(|| self.only_state(e.act, mine, other, at_home))
                .or_else(earlier)
                .or_else(scene)
            else {
                continue;
            };
            // what strikes a state's own forces is hardly its own
            let struck = |r: &Actor| r.code == home.code && matches!(r.sector.as_str(), "MIL" | "GOV" | "COP");
            if side && e.act == Act::Assault && other.iter().any(struck) && mine.iter().all(|a| a.sector == "MIL") {
                continue;
            }
            let mut told = Vec::new();
            for a in if side { &mut e.actor } else { &mut e.recipient } {
                if homeless(a) {
                    (a.name, a.code) = (home.name.clone(), home.code.clone());
                    told.push(a.text.clone());
                }
            }
            e.why.push(Why {
                rule: "state: of the place, the only one named, or the article's".into(),
                words: told.join(", "),
            });
        }
        self.protested(e);
    }

    /// Who is done to or does where only the place is named: a curfew in a town is laid on its people, an arrest in a country is
    /// its authorities'.
    fn place_parties(&self, e: &mut Event, hit: &Hit<'_>, place: Option<&Actor>) {
        let Some(place) = place else { return };
        let by_state = e.mode.as_deref().is_some_and(|m| STATE_MODES.contains(&m)) || hit.frame.cameo.starts_with("09");
        if e.actor.is_empty() && !e.recipient.is_empty() && hit.frame.verb && self.tree.is_passive(hit.at) && by_state {
            e.actor.push(Actor { sector: "GOV".into(), ..place.clone() });
            e.why.push(Why { rule: "actor: the authorities of the place".into(), words: place.text.clone() });
        }
        if e.act == Act::Protest {
            // "marched through the capital": against whoever governs there
            for r in e.recipient.iter_mut().filter(|r| r.code == place.code && matches!(r.sector.as_str(), "" | "CVL"))
            {
                r.sector = "GOV".into();
            }
        }
        if e.actor.is_empty() && e.act == Act::Protest {
            e.actor.push(Actor { sector: "CVL".into(), ..place.clone() });
            e.why.push(Why { rule: "actor: the people of the place".into(), words: place.text.clone() });
        }
        let at_home = matches!(e.act, Act::Concede | Act::Protest)
            || e.act.quad() == Quad::MaterialConflict && !matches!(e.act, Act::Sanction | Act::Mobilize);
        if e.recipient.is_empty() && !e.actor.is_empty() && at_home && !hit.frame.both {
            let sector = if e.act == Act::Protest { "GOV" } else { "CVL" };
            e.recipient.push(Actor { sector: sector.into(), ..place.clone() });
            e.why.push(Why { rule: "recipient: the place where it is done".into(), words: place.text.clone() });
        }
    }

    /// Protests at home that name nobody are against the government there.
    fn protested(&self, e: &mut Event) {
        let Some(a) = e.actor.first().filter(|a| a.code.len() == 3 && self.mentions.state_name(&a.code).is_some())
        else {
            return;
        };
        let at_home = e.place.as_ref().is_none_or(|p| p.country.is_empty() || p.country == a.code);
        if e.act == Act::Protest && e.recipient.is_empty() && at_home && a.sector != "GOV" {
            let name = self.mentions.state_name(&a.code).unwrap_or_default();
            let government = Actor { name, code: a.code.clone(), sector: "GOV".into(), ..Actor::default() };
            e.why.push(Why { rule: "recipient: the government at home".into(), words: a.text.clone() });
            e.recipient.push(government);
        }
    }

    /// The one state that the sentence names, unless it is the other side's and may be foreign; what a state does to people
    /// under its rule (`at_home`) is done to its own.
    fn only_state(&self, act: Act, mine: &[Actor], other: &[Actor], at_home: bool) -> Option<Actor> {
        let mut states: Vec<Actor> = Vec::new();
        for k in 0..self.tree.len() {
            let Some((_, a)) = self.mentions.match_at(k).filter(|(m, _)| m.last == k && m.entry.kind != Kind::NotActor)
            else {
                continue;
            };
            // a newspaper's country is no place
            let abroad = matches!(a.sector.as_str(), "JRN" | "MNC" | "BUS" | "NGO" | "HRI" | "IGO");
            let state = a.code.len() == 3 && !abroad && self.mentions.state_name(&a.code).is_some();
            // "rallied, chanting slogans against France"
            let target = act == Act::Protest && matches!(self.tree.preposition(k).as_str(), "against" | "at" | "over");
            let own = mine.iter().any(|x| x.code == a.code) || target;
            if state && !own && !states.iter().any(|s| s.code == a.code) {
                states.push(a);
            }
        }
        let [state] = &states[..] else { return None };
        let foreign = !at_home
            && other.iter().any(|o| {
                o.code == state.code
                    && (matches!(o.sector.as_str(), "" | "CVL" | "JRN" | "BUS" | "MNC" | "NGO" | "MED")
                        || o.person.is_some() && o.sector != "GOV")
            });
        let name = self.mentions.state_name(&state.code)?;
        (!foreign).then(|| Actor { name, code: state.code.clone(), text: state.text.clone(), ..Actor::default() })
    }
}
