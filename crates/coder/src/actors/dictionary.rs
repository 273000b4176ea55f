//! Actor dictionaries: who has which names, which offices, and when.
//!
//! The format is described in CONTRIBUTING.md ("Dictionaries"); the files stand in `dictionaries/actors/`.

use crate::places::Gazetteer;
use crate::words::{comparable, is_acronym};
use detente_event::{Diagnostic, Span, sector_name};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// A state, organisation or group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entity {
    /// Canonical name.
    pub name: String,
    /// ISO code, or UNO, EUR, NAT, IGO, NGO, MNC.
    pub code: String,
    /// Sector of its own; empty for a state.
    pub sector: String,
    /// Sectors that it has for a time (`sector:` lines).
    pub terms: Vec<Term>,
}

/// A term of office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub title: String,
    pub sector: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// A person with the offices held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub name: String,
    pub entity: u32,
    pub terms: Vec<Term>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The entity itself.
    Name,
    /// Its adjective (`Russian`), which stands for it only beside a noun or with an article.
    Adjective,
    /// Its people (`Russians`).
    People,
    /// Its capital, which stands for its government where it acts.
    Capital,
    /// A city or region, which stands for the place.
    City,
    /// A building or place that stands for its government.
    Seat,
    /// An institution; the number points into [`Dictionary::bodies`].
    Body(u32),
    /// A person; the number points into [`Dictionary::persons`].
    Person(u32),
    /// Looks like an actor and is none (`Paris Agreement`).
    NotActor,
}

/// One name of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub entity: u32,
    pub kind: Kind,
    /// How it must be written.
    pub case: Case,
    /// Where the user's own dictionary says so: the number points into [`Dictionary::claims`].
    pub claim: Option<u32>,
}

/// How a name must be written to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// All capitals (`UN`, `HTS`).
    Acronym,
    /// A capital first.
    Capital,
    /// Any way (`blue helmets`, `al-Qaeda`).
    Any,
    /// A name somewhere in it, or all in capitals: of dictionaries that are written in capitals throughout.
    Name,
}

/// All names that the coder knows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dictionary {
    pub entities: Vec<Entity>,
    pub bodies: Vec<(String, String)>,
    pub persons: Vec<Person>,
    /// Comparable words joined by spaces → what they may stand for.
    pub(super) names: HashMap<String, Vec<Entry>>,
    /// First word → the most words that a name beginning with it has.
    longest: HashMap<String, usize>,
    /// Role phrases: comparable words → sector, and whether it is a thing (`warplane`) and not people.
    pub(super) roles: HashMap<String, (String, bool)>,
    /// What the user's own dictionaries say.
    pub(super) claims: Vec<super::user::Claim>,
    /// The user's role phrases whose head is their first word (`harbour master of the port`): head → phrases.
    pub(super) agents: BTreeMap<String, Vec<(Vec<String>, String)>>,
    /// Words before a role that give the phrase their sector (`rebel spokesman`).
    modifiers: HashMap<String, String>,
    /// Modifiers that make an official a former one.
    former: Vec<String>,
    /// Towns and regions, for whose offices no block has a name (`the Madras High Court`).
    pub gazetteer: Gazetteer,
}

impl Dictionary {
    /// Reads one file into the dictionary. Lines with a mistake are skipped and reported.
    pub fn load(&mut self, text: &str) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut entity: Option<u32> = None;
        let mut sourced = false;
        let mut at = 0;
        for raw in text.split_inclusive('\n') {
            let span = Span::new(at, at + raw.trim_end().len());
            at += raw.len();
            let line = raw.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(head) = line.strip_prefix('[') {
                if !sourced {
                    found.push(
                        Diagnostic::warning("DT0201", span, "a block before any `source:` line")
                            .help("write `source: …` above the first block"),
                    );
                }
                match head.split_once(']').map(|(c, n)| (c.trim(), n.trim())) {
                    Some((codes, name)) if !codes.is_empty() && !name.is_empty() => {
                        entity = Some(self.block(codes, name));
                    }
                    _ => {
                        found.push(
                            Diagnostic::error("DT0202", span, "a block needs a code and a name")
                                .help("write `[CODE] Name` or `[CODE SECTOR] Name`"),
                        );
                        entity = None;
                    }
                }
                continue;
            }
            let Some((key, value)) = line.split_once(':').map(|(k, v)| (k.trim(), v.trim())) else {
                found.push(Diagnostic::error("DT0203", span, "a line without `key: value`"));
                continue;
            };
            if key == "source" {
                sourced = true;
                continue;
            }
            let Some(owner) = entity else {
                found.push(Diagnostic::error("DT0204", span, format!("`{key}` outside of a block")));
                continue;
            };
            if let Err(message) = self.line(owner, key, value) {
                found.push(Diagnostic::error("DT0205", span, message));
            }
        }
        found
    }

    fn block(&mut self, codes: &str, name: &str) -> u32 {
        let (code, sector) = codes.split_once(' ').unwrap_or((codes, ""));
        let sector = sector.trim();
        // the same block in two files is one entity
        let same = |e: &Entity| e.name == name && e.code == code && e.sector == sector;
        if let Some(id) = self.names.get(&comparable(name).join(" ")).and_then(|list| {
            list.iter().find(|e| e.kind == Kind::Name && same(&self.entities[e.entity as usize])).map(|e| e.entity)
        }) {
            return id;
        }
        let id = index(self.entities.len());
        self.entities.push(Entity {
            name: name.to_owned(),
            code: code.to_owned(),
            sector: sector.to_owned(),
            terms: Vec::new(),
        });
        self.name(name, id, Kind::Name);
        id
    }

    fn line(&mut self, owner: u32, key: &str, value: &str) -> Result<(), String> {
        let alternatives =
            |v: &str| v.split('|').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect::<Vec<_>>();
        let kind = match key {
            "name" => Kind::Name,
            "adjective" => Kind::Adjective,
            "people" => Kind::People,
            "capital" => Kind::Capital,
            "city" => Kind::City,
            "seat" => Kind::Seat,
            "body" => {
                let (names, sector) = value.rsplit_once(" : ").ok_or("`body` needs ` : SECTOR` at its end")?;
                let sector = sector.trim();
                sector_name(sector).ok_or_else(|| format!("`{sector}` is no sector"))?;
                let names = alternatives(names);
                let first = names.first().ok_or("`body` without a name")?;
                let id = index(self.bodies.len());
                self.bodies.push((first.clone(), sector.to_owned()));
                for n in &names {
                    self.name(n, owner, Kind::Body(id));
                }
                return Ok(());
            }
            "person" => {
                let (names, terms) = value.split_once(" : ").ok_or("`person` needs ` : office SECTOR from..to`")?;
                let names = alternatives(names);
                let first = names.first().ok_or("`person` without a name")?.clone();
                let terms = terms.split(',').map(|t| term(t.trim())).collect::<Result<Vec<_>, _>>()?;
                let id = index(self.persons.len());
                self.persons.push(Person { name: first, entity: owner, terms });
                for n in &names {
                    self.name(n, owner, Kind::Person(id));
                }
                return Ok(());
            }
            "sector" => {
                let terms =
                    value.split(',').map(|t| term(&format!("sector {}", t.trim()))).collect::<Result<Vec<_>, _>>()?;
                self.entities[owner as usize].terms.extend(terms);
                return Ok(());
            }
            other => return Err(format!("`{other}` is no key of a block")),
        };
        for n in alternatives(value) {
            self.name(&n, owner, kind);
        }
        Ok(())
    }

    fn name(&mut self, name: &str, entity: u32, kind: Kind) {
        let mut words = comparable(name);
        if words.len() > 1 && words[0] == "the" {
            words.remove(0);
        }
        let case = if is_acronym(name) {
            Case::Acronym
        } else if name.trim_start_matches("the ").starts_with(|c: char| c.is_lowercase()) {
            Case::Any
        } else {
            Case::Capital
        };
        self.enter(words, Entry { entity, kind, case, claim: None });
    }

    /// Enters a name's comparable words.
    pub(super) fn enter(&mut self, words: Vec<String>, entry: Entry) {
        let Some(first) = words.first() else { return };
        let longest = self.longest.entry(first.clone()).or_default();
        *longest = (*longest).max(words.len());
        let list = self.names.entry(words.join(" ")).or_default();
        if !list.contains(&entry) {
            list.push(entry);
        }
    }

    /// Reads the phrases that look like actors and are none, one a line, what follows a tab is a comment.
    pub fn load_not_actors(&mut self, text: &str) {
        for line in text.lines() {
            let phrase = line.split('\t').next().unwrap_or("").trim();
            if !phrase.is_empty() && !phrase.starts_with('#') && !phrase.starts_with("source:") {
                self.name(phrase, 0, Kind::NotActor);
            }
        }
    }

    /// Reads the role words: blocks `[SECTOR]` with `role:`, `thing:`, `title:` and `plural:` lines, and `modifier:`
    /// lines that end in an effect.
    pub fn load_roles(&mut self, text: &str) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut sector = String::new();
        let mut at = 0;
        for raw in text.split_inclusive('\n') {
            let span = Span::new(at, at + raw.trim_end().len());
            at += raw.len();
            let line = raw.trim();
            if line.is_empty() || line.starts_with('#') || line.starts_with("source:") {
                continue;
            }
            if let Some(head) = line.strip_prefix('[') {
                head.trim_end_matches(']').trim().clone_into(&mut sector);
                if sector_name(&sector).is_none() {
                    found.push(Diagnostic::error("DT0206", span, format!("`{sector}` is no sector")));
                }
                continue;
            }
            let Some((key, value)) = line.split_once(':').map(|(k, v)| (k.trim(), v.trim())) else {
                found.push(Diagnostic::error("DT0207", span, "a role line is `role: word | word`"));
                continue;
            };
            let keys = |v: &str| -> Vec<String> {
                v.split('|').map(|w| comparable(w).join(" ")).filter(|w| !w.is_empty()).collect()
            };
            match key {
                "role" | "title" | "thing" => {
                    for k in keys(value) {
                        self.roles.entry(k).or_insert_with(|| (sector.clone(), key == "thing"));
                    }
                }
                "plural" => {
                    for pair in value.split('|') {
                        if let Some((_, plural)) = pair.split_once('=') {
                            for k in keys(plural) {
                                self.roles.entry(k).or_insert_with(|| (sector.clone(), false));
                            }
                        }
                    }
                }
                "modifier" => match value.rsplit_once(':').map(|(w, e)| (w, e.trim())) {
                    Some((_, "keep")) => {}
                    Some((words, "ELI")) => self.former.extend(keys(words)),
                    Some((words, effect)) if sector_name(effect).is_some() => {
                        self.modifiers.extend(keys(words).into_iter().map(|w| (w, effect.to_owned())));
                    }
                    _ => found.push(
                        Diagnostic::error("DT0208", span, "a modifier without a known effect")
                            .help("end the line in `: keep`, `: ELI` or `: SECTOR`"),
                    ),
                },
                _ => found.push(Diagnostic::error("DT0207", span, format!("`{key}` is no key of the roles"))),
            }
        }
        found
    }

    /// What a sequence of comparable words may stand for.
    pub fn entries(&self, words: &str) -> &[Entry] {
        self.names.get(words).map_or(&[], Vec::as_slice)
    }

    /// The most words that a name beginning with this word has; 0 where none does.
    pub fn longest_from(&self, first: &str) -> usize {
        self.longest.get(first).copied().unwrap_or(0)
    }

    /// The state with that code.
    pub fn state(&self, code: &str) -> Option<&Entity> {
        self.entities.iter().find(|e| e.code == code && e.sector.is_empty())
    }

    /// The sector of a role phrase, and whether it is a thing.
    pub fn role(&self, words: &str) -> Option<(&str, bool)> {
        self.roles.get(words).map(|(s, thing)| (s.as_str(), *thing))
    }

    /// The sector that a modifier gives to the role behind it.
    pub fn modifier(&self, words: &str) -> Option<&str> {
        self.modifiers.get(words).map(String::as_str)
    }

    /// Whether this word makes an official a former one.
    pub fn is_former(&self, word: &str) -> bool {
        self.former.iter().any(|f| f == word)
    }

    /// The entity of a number.
    pub fn entity(&self, id: u32) -> &Entity {
        &self.entities[id as usize]
    }

    /// The sector of an entity on a date: that of its block, unless a `sector:` line says otherwise for the day.
    pub fn entity_sector(&self, id: u32, date: Option<Date>) -> &str {
        let entity = self.entity(id);
        let holds = |t: &&Term| date.is_none_or(|d| t.from.is_none_or(|f| f <= d) && t.to.is_none_or(|to| d <= to));
        entity.terms.iter().rfind(holds).map_or(&entity.sector, |t| &t.sector)
    }

    /// The sector of a person on a date: the office held, `ELI` after the last one or between two, the first office
    /// before it, and the last known one where no date is given.
    pub fn sector_on(&self, person: &Person, date: Option<Date>) -> String {
        let Some(date) = date else {
            return person.terms.last().map_or_else(String::new, |t| t.sector.clone());
        };
        let holds = |t: &&Term| t.from.is_none_or(|f| f <= date) && t.to.is_none_or(|to| date <= to);
        if let Some(t) = person.terms.iter().rfind(holds) {
            return t.sector.clone();
        }
        match person.terms.first() {
            Some(first) if first.from.is_some_and(|f| date < f) => first.sector.clone(),
            // who served a faith serves it after; who leads a state does not
            Some(_) if person.terms.last().is_some_and(|t| t.sector == "REL") => "REL".to_owned(),
            Some(_) => "ELI".to_owned(),
            None => String::new(),
        }
    }

    /// Who held an office of that entity on a date: the person whose title is one of `titles`.
    pub fn holder(&self, entity: u32, titles: &[&str], date: Date) -> Option<&Person> {
        self.persons.iter().find(|p| {
            p.entity == entity
                && p.terms.iter().any(|t| {
                    titles.contains(&t.title.as_str())
                        && t.from.is_some_and(|f| f <= date)
                        && t.to.is_none_or(|to| date <= to)
                })
        })
    }
}

/// Dictionaries never hold four thousand million things.
pub(super) fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn term(text: &str) -> Result<Term, String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (dates, rest) = match words.split_last() {
        Some((last, rest)) if last.contains("..") => (Some(*last), rest),
        _ => (None, words.as_slice()),
    };
    let (sector, title) = rest.split_last().ok_or_else(|| format!("`{text}` is no office"))?;
    sector_name(sector).ok_or_else(|| format!("`{sector}` is no sector"))?;
    let (from, to) = match dates.and_then(|d| d.split_once("..")) {
        Some((a, b)) => (bound(a, false)?, bound(b, true)?),
        None => (None, None),
    };
    Ok(Term { title: title.join(" "), sector: (*sector).to_owned(), from, to })
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD` as the first or last day it can mean.
fn bound(text: &str, last: bool) -> Result<Option<Date>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let bad = || format!("`{text}` is no date");
    let mut parts = text.split('-').map(str::parse::<i16>);
    let year = parts.next().ok_or_else(bad)?.map_err(|_| bad())?;
    let month = parts.next().transpose().map_err(|_| bad())?;
    let day = parts.next().transpose().map_err(|_| bad())?;
    let small = |n: i16| i8::try_from(n).map_err(|_| bad());
    let date = Date::new(year, small(month.unwrap_or(if last { 12 } else { 1 }))?, small(day.unwrap_or(1))?)
        .map_err(|_| bad())?;
    Ok(Some(if last && day.is_none() { date.last_of_month() } else { date }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Dictionary {
        let mut d = Dictionary::default();
        let said = d.load(
            "source: test\n[RUS] Russia\nadjective: Russian\nbody: State Duma | Duma : LEG\n\
             person: Dmitry Medvedev | Medvedev : president GOV 2008-05-07..2012-05-07, prime minister GOV 2012-05-08..2020-01-16\n\
             nonsense\nbody: Nowhere\n",
        );
        assert_eq!(said.iter().map(|d| d.code).collect::<Vec<_>>(), ["DT0203", "DT0205"]);
        d
    }

    #[test]
    fn an_office_has_its_dates() {
        let d = sample();
        let on = |y, m, day| d.sector_on(&d.persons[0], Some(Date::constant(y, m, day)));
        assert_eq!(on(2010, 1, 1), "GOV");
        assert_eq!(on(2021, 1, 1), "ELI");
        assert_eq!(on(2001, 1, 1), "GOV");
    }

    #[test]
    fn names_are_found_in_any_spelling() {
        let d = sample();
        assert_eq!(d.entries("state duma").len(), 1);
        assert_eq!(d.longest_from("state"), 2);
        assert!(matches!(d.entries("medvedev")[0].kind, Kind::Person(0)));
    }
}
