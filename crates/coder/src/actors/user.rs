//! The user's own dictionaries over the carried ones: what they say goes first, on the days for which they say it.

use super::dictionary::{Entity, Person, Term, index};
use super::petrarch::{self, ActorRecord, DatedCode};
use super::{Case, Dictionary, Entry, Kind};
use crate::words::comparable;
use detente_event::{ActorCode, Diagnostic, actor_code};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// What came of reading one of the user's dictionaries.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// Actors, or agents.
    pub entries: usize,
    /// Their names, synonyms and forms.
    pub names: usize,
    /// Codes of actors, dated or not; 0 for agents.
    pub codes: usize,
    /// What is wrong, with its place in the text. Those lines were skipped, the rest is used.
    pub diagnostics: Vec<Diagnostic>,
}

/// One code of the user's for a name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Claim {
    /// Which file and which entry of it, counted over all.
    file: u32,
    record: u32,
    from: Option<Date>,
    to: Option<Date>,
    /// Who is meant besides (`[ELR/GAL]`).
    pub also: Vec<(u32, Kind)>,
}

impl Claim {
    fn holds(&self, date: Date) -> bool {
        self.from.is_none_or(|f| f <= date) && self.to.is_none_or(|to| date <= to)
    }

    fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }
}

/// Sectors in which a body acts as its state; what has another goes by its own name (`PSEREBHMS` is Hamas).
const OF_THE_STATE: &[&str] = &["GOV", "MIL", "COP", "JUD", "LEG", "SPY", "ELI", "CVL", "REF", "SET"];

/// Codes that are no state's.
const NO_STATE: &[&str] = &["UNO", "EUR", "NAT", "IGO", "NGO", "MNC", ""];

impl Dictionary {
    /// Reads actors in PETRARCH's format. They go before the carried ones, the last file first.
    pub fn load_petrarch_actors(&mut self, text: &str) -> Loaded {
        let (records, diagnostics) = petrarch::actors(text);
        let mut index = Index::of(self, &records);
        let (file, first) = self.claims.last().map_or((0, 0), |c| (c.file + 1, c.record + 1));
        for (number, record) in (first..).zip(&records) {
            index.add(self, record, file, number);
        }
        Loaded {
            entries: records.len(),
            names: records.iter().map(|r| r.names.len()).sum(),
            codes: records.iter().map(|r| r.codes.len()).sum(),
            diagnostics,
        }
    }

    /// Reads agents in PETRARCH's format. They go before the carried roles.
    pub fn load_petrarch_agents(&mut self, text: &str) -> Loaded {
        let (records, diagnostics) = petrarch::agents(text);
        for record in &records {
            let sectors = actor_code(&format!("XXX{}", record.code)).map(|c| c.sectors).unwrap_or_default();
            let sector = sectors.first().copied().unwrap_or("UNK");
            for phrase in &record.phrases {
                let words = comparable(phrase);
                let Some(first) = words.first() else { continue };
                if words.iter().skip(1).any(|w| matches!(w.as_str(), "of" | "for" | "to" | "in" | "at" | "on")) {
                    self.agents.entry(first.clone()).or_default().push((words.clone(), sector.to_owned()));
                }
                self.roles.insert(words.join(" "), (sector.to_owned(), false));
            }
        }
        for phrases in self.agents.values_mut() {
            phrases.sort_by_key(|p| std::cmp::Reverse(p.0.len()));
        }
        Loaded { entries: records.len(), names: records.iter().map(|r| r.phrases.len()).sum(), codes: 0, diagnostics }
    }

    /// Of several readings of a name those that count: the user's where one holds on the day, else the carried ones. Of
    /// each of the user's entries the first dated code that holds counts, else its default; without a day its default, else
    /// its last code. Of two files the later one goes first.
    pub fn preferred(&self, entries: Vec<Entry>, date: Option<Date>) -> Vec<Entry> {
        if entries.iter().all(|e| e.claim.is_none()) {
            return entries;
        }
        let claims: Vec<(Entry, &Claim)> =
            entries.iter().filter_map(|e| Some((*e, self.claims.get(e.claim? as usize)?))).collect();
        let mut best: Vec<(Entry, &Claim)> = Vec::new();
        for own in claims.chunk_by(|a, b| a.1.record == b.1.record) {
            let dated = own.iter().find(|(_, c)| c.is_dated() && date.is_some_and(|d| c.holds(d)));
            let default = || own.iter().find(|(_, c)| !c.is_dated());
            let last = || own.last().filter(|_| date.is_none());
            best.extend(dated.or_else(default).or_else(last));
        }
        match best.iter().map(|(_, c)| c.file).max() {
            Some(file) => best.into_iter().filter(|(_, c)| c.file == file).map(|(e, _)| e).collect(),
            None => entries.into_iter().filter(|e| e.claim.is_none()).collect(),
        }
    }

    /// The sector of the user's longest role phrase that begins with the word at the head of `words`.
    pub fn agent_from(&self, head: &str, words: &[String]) -> Option<&str> {
        let phrases = self.agents.get(head)?;
        phrases
            .iter()
            .find(|(p, _)| p.len() <= words.len() + 1 && p[1..].iter().zip(words).all(|(a, b)| a == b))
            .map(|(_, s)| s.as_str())
    }
}

/// What is looked up while a file is read.
struct Index {
    entities: HashMap<(String, String, String), u32>,
    /// Carried states by code.
    states: HashMap<String, u32>,
    /// What the file calls a code that is no carried state's: the first name that has the bare code.
    named: HashMap<String, String>,
    bodies: HashMap<String, u32>,
    /// Codes as written, read.
    codes: HashMap<String, Option<ActorCode>>,
}

impl Index {
    fn of(dictionary: &Dictionary, records: &[ActorRecord]) -> Self {
        let mut entities = HashMap::new();
        let mut states = HashMap::new();
        for (k, e) in dictionary.entities.iter().enumerate() {
            entities.entry((e.name.clone(), e.code.clone(), e.sector.clone())).or_insert(index(k));
            if e.sector.is_empty() {
                states.entry(e.code.clone()).or_insert(index(k));
            }
        }
        let mut named = HashMap::new();
        for record in records {
            for c in record.codes.iter().filter(|c| c.code.len() <= 3) {
                if let Some(code) = actor_code(&c.code).filter(|c| c.sectors.is_empty()) {
                    named.entry(code.code).or_insert_with(|| titled(&record.names[0]));
                }
            }
        }
        Index { entities, states, named, bodies: HashMap::new(), codes: HashMap::new() }
    }

    fn code(&mut self, written: &str) -> Option<ActorCode> {
        if let Some(known) = self.codes.get(written) {
            return known.clone();
        }
        let code = actor_code(written);
        self.codes.insert(written.to_owned(), code.clone());
        code
    }

    fn add(&mut self, dictionary: &mut Dictionary, record: &ActorRecord, file: u32, number: u32) {
        let names: BTreeSet<Vec<String>> = record
            .names
            .iter()
            .map(|n| comparable(n))
            .map(|w| if w.len() > 1 && w[0] == "the" { w[1..].to_vec() } else { w })
            .filter(|w| !w.is_empty())
            .collect();
        let codes: Vec<(ActorCode, bool)> =
            record.codes.iter().filter_map(|c| Some((self.code(&c.code)?, c.is_dated()))).collect();
        let (name, known) = carried(dictionary, &record.names, &codes);
        let name = name.unwrap_or_else(|| titled(&record.names[0]));
        let person = known || is_person(dictionary, &record.names[0], &codes);
        for dated in &record.codes {
            let meant: Vec<(u32, Kind)> = dated
                .code
                .split('/')
                .map(|c| {
                    let code = self.code(c);
                    self.meaning(dictionary, code, &name, person)
                })
                .collect();
            let Some((&(entity, kind), also)) = meant.split_first() else { continue };
            let DatedCode { from, to, .. } = *dated;
            let claim = index(dictionary.claims.len());
            dictionary.claims.push(Claim { file, record: number, from, to, also: also.to_vec() });
            for words in &names {
                dictionary.enter(words.clone(), Entry { entity, kind, case: Case::Name, claim: Some(claim) });
            }
        }
    }

    /// The entity that a code means, and what the name is to it.
    fn meaning(&mut self, d: &mut Dictionary, code: Option<ActorCode>, name: &str, person: bool) -> (u32, Kind) {
        let Some(code) = code else { return (0, Kind::NotActor) };
        let sector = code.sector();
        let state = !NO_STATE.contains(&code.code.as_str());
        let of_state = state && (person || sector.is_empty() || OF_THE_STATE.contains(&sector));
        // a part of a state without a role (`PSEGZA`) is that state
        let entity = if of_state {
            match self.states.get(&code.code) {
                Some(&id) => id,
                None => {
                    let bare = self.named.get(&code.code).cloned();
                    let own =
                        if sector.is_empty() { name.to_owned() } else { bare.unwrap_or_else(|| code.code.clone()) };
                    self.entity(d, own, &code.code, "")
                }
            }
        } else {
            self.entity(d, name.to_owned(), &code.code, if person { "" } else { sector })
        };
        let kind = if person {
            let id = index(d.persons.len());
            let term = Term { title: String::new(), sector: sector.to_owned(), from: None, to: None };
            d.persons.push(Person { name: name.to_owned(), entity, terms: vec![term] });
            Kind::Person(id)
        } else if of_state && !sector.is_empty() {
            Kind::Body(*self.bodies.entry(sector.to_owned()).or_insert_with(|| {
                d.bodies.push((String::new(), sector.to_owned()));
                index(d.bodies.len() - 1)
            }))
        } else {
            Kind::Name
        };
        (entity, kind)
    }

    fn entity(&mut self, d: &mut Dictionary, name: String, code: &str, sector: &str) -> u32 {
        *self.entities.entry((name.clone(), code.to_owned(), sector.to_owned())).or_insert_with(|| {
            d.entities.push(Entity { name, code: code.to_owned(), sector: sector.to_owned(), terms: Vec::new() });
            index(d.entities.len() - 1)
        })
    }
}

/// How the carried dictionaries write the actor, and whether it is a person: by its first name, or by another that stands
/// there for a group with the same code.
fn carried(dictionary: &Dictionary, names: &[String], codes: &[(ActorCode, bool)]) -> (Option<String>, bool) {
    if codes.iter().all(|(c, _)| c.sectors.is_empty()) {
        return (None, false); // a state, whose towns may be somebody's name
    }
    for (k, name) in names.iter().enumerate() {
        for e in dictionary.entries(&comparable(name).join(" ")).iter().filter(|e| e.claim.is_none()) {
            let entity = dictionary.entity(e.entity);
            match e.kind {
                Kind::Person(p) if k == 0 => return (Some(dictionary.persons[p as usize].name.clone()), true),
                Kind::Name if k == 0 || codes.iter().any(|(c, _)| c.code == entity.code) => {
                    return (Some(entity.name.clone()), false);
                }
                _ => {}
            }
        }
    }
    (None, false)
}

/// Whether a record names a person: PETRARCH's format does not say. Somebody who was in office (`ELI`), or a name of two
/// words or more with dated offices in which no role is named.
fn is_person(dictionary: &Dictionary, name: &str, codes: &[(ActorCode, bool)]) -> bool {
    if codes.iter().any(|(c, _)| c.sectors.contains(&"ELI")) {
        return true;
    }
    if codes.is_empty() || !codes.iter().all(|(c, dated)| *dated && OF_THE_STATE.contains(&c.sector())) {
        return false;
    }
    let words = comparable(name);
    words.len() >= 2
        && !words.iter().any(|w| matches!(w.as_str(), "of" | "the" | "for") || dictionary.role(w).is_some())
}

/// A name in capitals as news write it: `OTTER ISLAND` is `Otter Island`. Words with full stops and names of up to three
/// letters stay.
fn titled(name: &str) -> String {
    let small = ["of", "the", "and", "for", "in", "on"];
    if !name.contains(' ') && name.chars().count() <= 3 || name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let word = |(k, w): (usize, &str)| {
        let lower = w.to_lowercase();
        if w.contains('.') {
            w.to_owned()
        } else if k > 0 && small.contains(&lower.as_str()) {
            lower
        } else {
            let mut begins = true;
            lower
                .chars()
                .flat_map(|c| {
                    let upper = begins && c.is_alphabetic();
                    begins = c == '-' || begins && !c.is_alphanumeric();
                    if upper { c.to_uppercase().collect::<Vec<_>>() } else { vec![c] }
                })
                .collect()
        }
    };
    name.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Dictionary {
        let mut d = Dictionary::default();
        let said = d.load(
            "source: test\n[RUS] Russia\nname: Russian Federation\nperson: Mara Otter : president GOV 2000..2004\n[PSE REB] Hamas\n",
        );
        assert!(said.is_empty());
        d
    }

    fn on<'a>(d: &'a Dictionary, name: &str, date: Option<Date>) -> Vec<(&'a Entity, Entry)> {
        d.preferred(d.entries(name).to_vec(), date).into_iter().map(|e| (d.entity(e.entity), e)).collect()
    }

    #[test]
    fn the_users_code_of_the_day_goes_first() {
        let mut d = sample();
        let l = d.load_petrarch_actors(
            "MARA_OTTER_\n\t[RUSELI <991231]\n\t[RUSGOV 20000101-20041231]\n\t[USAGOV >20100101]\n",
        );
        assert_eq!((l.entries, l.names, l.codes, l.diagnostics.len()), (1, 1, 3, 0));
        let sector = |date| {
            let found = on(&d, "mara otter", date);
            let Kind::Person(p) = found[0].1.kind else { panic!("a person") };
            (found[0].0.code.clone(), d.sector_on(&d.persons[p as usize], date), found[0].1.claim.is_some())
        };
        let day = |y| Some(Date::constant(y, 6, 1));
        assert_eq!(sector(day(1998)), ("RUS".into(), "ELI".into(), true));
        assert_eq!(sector(day(2002)), ("RUS".into(), "GOV".into(), true));
        // no code of the user's holds: the carried one answers
        assert_eq!(sector(day(2007)), ("RUS".into(), "ELI".into(), false));
        assert_eq!(sector(day(2011)).0, "USA");
        assert_eq!(sector(None).0, "USA");
    }

    #[test]
    fn groups_keep_their_name_and_bodies_their_states() {
        let mut d = sample();
        d.load_petrarch_actors(
            "HAMAS [PSEREBHMS]\nRUSSIAN_TROOPS [RUSMIL]\nOTTER_LEAGUE [RUSOPP]\nUTOPIA [UTO]\nTOWN_HALL [UTOGOV]\nFOG [---]\n",
        );
        let one =
            |n: &str| on(&d, n, None).first().map(|(e, x)| (e.name.clone(), e.code.clone(), e.sector.clone(), x.kind));
        assert_eq!(one("hamas"), Some(("Hamas".into(), "PSE".into(), "REB".into(), Kind::Name)));
        let (name, code, _, kind) = one("russian troops").unwrap();
        assert_eq!((name.as_str(), code.as_str()), ("Russia", "RUS"));
        assert!(matches!(kind, Kind::Body(b) if d.bodies[b as usize].1 == "MIL"));
        assert_eq!(one("otter league"), Some(("Otter League".into(), "RUS".into(), "OPP".into(), Kind::Name)));
        assert_eq!(one("town hall").unwrap().0, "Utopia");
        assert_eq!(one("fog").unwrap().3, Kind::NotActor);
        // a town that is also somebody's name
        d.load("source: test\n[RUS] Russia\nperson: Ivan Lugovoi | Lugovoi : minister GOV 1990..1991\n");
        d.load_petrarch_actors("RUSSIA [RUS]\n+LUGOVOI_\n");
        assert_eq!(one_kind(&d, "lugovoi"), Kind::Name);
    }

    fn one_kind(d: &Dictionary, name: &str) -> Kind {
        on(d, name, None)[0].1.kind
    }

    #[test]
    fn agents_go_before_the_carried_roles() {
        let mut d = sample();
        d.load_roles("[MIL]\nrole: harbour master\n");
        d.load_petrarch_agents("HARBOUR_MASTER [~GOV]\nKEEPER_OF_THE_LIGHT [~COP]\n");
        assert_eq!(d.role("harbour master"), Some(("GOV", false)));
        let words: Vec<String> = ["of", "the", "light", "fled"].map(str::to_owned).to_vec();
        assert_eq!(d.agent_from("keeper", &words), Some("COP"));
        assert_eq!(d.agent_from("keeper", &words[..2]), None);
    }

    #[test]
    fn capitals_become_usual_letters() {
        for (from, to) in [
            ("OTTER ISLAND", "Otter Island"),
            ("MAZAR-I-SHARIF", "Mazar-I-Sharif"),
            ("PLO", "PLO"),
            ("JOHN F. O'HARA", "John F. O'hara"),
            ("BANK OF OTTER", "Bank of Otter"),
        ] {
            assert_eq!(titled(from), to);
        }
    }
}
