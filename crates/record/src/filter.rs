//! Which events or occurrences to answer with.

use crate::store::{Param, Row, Store, StoreExt};
use crate::{Error, day};
use detente_event::{Act, Status};
use jiff::civil::Date;

/// Conditions that all have to hold; the default lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A party in any role: its name (`Russia`) or its code (`RUS`).
    pub actor: Option<String>,
    /// Who did it.
    pub by: Option<String>,
    /// To whom it was done.
    pub to: Option<String>,
    /// Two parties, in either direction.
    pub dyad: Option<(String, String)>,
    /// Any of these acts; empty for all.
    pub acts: Vec<Act>,
    /// Any of these statuses; empty for all.
    pub statuses: Vec<Status>,
    /// Not before that day. An event counts on the day it happened or is due; without one, on the day of its report.
    pub from: Option<Date>,
    /// Not after that day.
    pub until: Option<Date>,
    /// Any of these contexts; empty for all.
    pub contexts: Vec<String>,
    /// Words that the sentence has.
    pub text: Option<String>,
    /// Name or country code of the place.
    pub place: Option<String>,
    /// [`detente_event::Document::id`].
    pub document: Option<String>,
    /// Also what a reviewer rejected.
    pub rejected: bool,
    /// At most so many; `None` for all.
    pub limit: Option<usize>,
    /// Leave out so many first.
    pub offset: usize,
}

/// The day number of what has no date: after all others, so that an index by day gives it last.
pub(crate) const NO_DAY: i64 = 1 << 40;

/// Rows asked for by their numbers in one query.
pub(crate) const TOGETHER: usize = 500;

/// Words in fewer sentences than this are rare.
const RARE: i64 = if cfg!(test) { 20 } else { 20_000 };

/// A condition with its parameters, ready for a statement over `entry e`.
#[derive(Default)]
pub(crate) struct Condition {
    /// The index that leads to the entries in the order of their days, where there is a better one than that by day.
    lead: Option<Lead>,
    terms: Vec<String>,
    /// Nothing that a reviewer rejected.
    unrejected: bool,
    values: Vec<Owned>,
}

/// An index with `day` and `entry`, asked once for each of its keys.
struct Lead {
    /// `party`, `tag` or `entry`, and its column with the number of the entry.
    table: (&'static str, &'static str),
    /// A condition for each key.
    keys: Vec<String>,
    /// What else its rows must fulfil.
    rest: String,
}

impl Lead {
    /// The query for the entries that it leads to.
    fn entries(&self) -> String {
        format!("SELECT l.{} FROM {} l WHERE ({}){}", self.table.1, self.table.0, self.keys.join(" OR "), self.rest)
    }
}

enum Owned {
    Int(i64),
    Text(String),
}

impl Condition {
    fn int(&mut self, v: i64) -> usize {
        self.values.push(Owned::Int(v));
        self.values.len()
    }

    pub(crate) fn text(&mut self, v: impl Into<String>) -> usize {
        self.values.push(Owned::Text(v.into()));
        self.values.len()
    }

    pub(crate) fn push(&mut self, term: impl Into<String>) {
        self.terms.push(term.into());
    }

    /// Replaces all of it by one term made of its terms.
    pub(crate) fn wrap(&mut self, make: impl FnOnce(&str) -> String) {
        let wher = self.wher();
        (self.lead, self.unrejected) = (None, false);
        self.terms = vec![make(&wher)];
    }

    pub(crate) fn params(&self) -> Vec<Param<'_>> {
        self.values
            .iter()
            .map(|v| match v {
                Owned::Int(i) => Param::Int(*i),
                Owned::Text(t) => Param::Text(t),
            })
            .collect()
    }

    /// The conditions on `entry e` beside the lead.
    fn more(&self) -> impl Iterator<Item = &str> {
        self.unrejected.then_some("e.rejected = 0").into_iter().chain(self.terms.iter().map(String::as_str))
    }

    /// ` WHERE …` over `entry e`; nothing where everything fits.
    pub(crate) fn wher(&self) -> String {
        let lead = self.lead.as_ref().map(|l| format!("e.seq IN ({})", l.entries()));
        let terms: Vec<&str> = lead.as_deref().into_iter().chain(self.more()).collect();
        if terms.is_empty() { String::new() } else { format!(" WHERE {}", terms.join(" AND ")) }
    }

    /// The same, where a few entries are given and each is to be looked at for the rest.
    pub(crate) fn among_others(&self) -> String {
        let lead = self.lead.as_ref().map(|l| {
            let (table, of) = l.table;
            let (keys, rest) = (l.keys.join(" OR "), &l.rest);
            format!("EXISTS (SELECT 1 FROM {table} l WHERE l.{of} = e.seq AND l.day = e.day AND ({keys}){rest})")
        });
        let terms: Vec<&str> = lead.as_deref().into_iter().chain(self.more()).collect();
        if terms.is_empty() { String::new() } else { format!(" WHERE {}", terms.join(" AND ")) }
    }

    /// What follows `FROM` to have the parties `party q` of all entries that fit.
    pub(crate) fn parties(&self) -> String {
        let mut terms: Vec<String> = self.terms.clone();
        if self.unrejected {
            terms.push("q.rejected = 0".to_owned());
        }
        let mut tables = "party q";
        match &self.lead {
            Some(l) => terms.insert(0, format!("q.entry IN ({})", l.entries())),
            None => tables = "entry e CROSS JOIN party q",
        }
        if self.lead.is_some() && !self.terms.is_empty() {
            tables = "party q CROSS JOIN entry e";
        }
        if tables != "party q" {
            terms.push("q.entry = e.seq".to_owned());
        }
        if terms.is_empty() { tables.to_owned() } else { format!("{tables} WHERE {}", terms.join(" AND ")) }
    }

    /// The numbers of the entries that fit, by day.
    pub(crate) fn numbers(mut self, store: &dyn Store, limit: Option<usize>, offset: usize) -> Result<Vec<i64>, Error> {
        let until = limit.and_then(|l| i64::try_from(l.saturating_add(offset)).ok()).unwrap_or(i64::MAX);
        let n = self.int(until);
        let mut found: Vec<(i64, i64)> = match &self.lead {
            None => {
                let sql = format!("SELECT e.day, e.seq FROM entry e{} ORDER BY e.day, e.seq LIMIT ?{n}", self.wher());
                store.rows(&sql, &self.params(), |r| Ok((r.int(0)?, r.int(1)?)))?
            }
            Some(l) => {
                let more: String = self.more().map(|t| format!(" AND {t}")).collect();
                let of_key = |key: &String| {
                    // In the order of the index, so that the first rows come without a look at the others.
                    format!(
                        "SELECT * FROM (SELECT l.day AS day, l.{of} AS entry FROM {} l CROSS JOIN entry e \
                         WHERE {key}{} AND e.seq = l.{of}{more} GROUP BY l.day, l.{of} ORDER BY l.day, l.{of} LIMIT ?{n}) x",
                        l.table.0,
                        l.rest,
                        of = l.table.1
                    )
                };
                let sql = l.keys.iter().map(of_key).collect::<Vec<_>>().join(" UNION ALL ");
                let mut all = store.rows(&sql, &self.params(), |r| Ok((r.int(0)?, r.int(1)?)))?;
                if l.keys.len() > 1 {
                    all.sort_unstable();
                    all.dedup();
                }
                all
            }
        };
        found.truncate(usize::try_from(until).unwrap_or(usize::MAX));
        Ok(found.into_iter().skip(offset).map(|(_, seq)| seq).collect())
    }
}

impl Filter {
    /// Whether nothing but limit and offset is set.
    pub(crate) fn is_open(&self) -> bool {
        *self == Self { rejected: self.rejected, limit: self.limit, offset: self.offset, ..Self::default() }
    }

    /// The condition in SQL over `entry e`; `None` where a named party is not in the record.
    pub(crate) fn condition(&self, store: &dyn Store) -> Result<Option<Condition>, Error> {
        let mut c = Condition::default();
        let mut parties: Vec<(Vec<String>, String)> = Vec::new();
        let mut role = |name: &Option<String>, more: &str| -> Result<bool, Error> {
            if let Some(name) = name {
                let keys = actors(store, name)?;
                if keys.is_empty() {
                    return Ok(false);
                }
                parties.push((keys.iter().map(|k| format!("l.actor = {k}")).collect(), more.to_owned()));
            }
            Ok(true)
        };
        if !role(&self.by, " AND l.role = 0")? || !role(&self.to, " AND l.role = 1")? {
            return Ok(None);
        }
        if let Some((a, b)) = &self.dyad {
            let others = actors(store, b)?;
            if others.is_empty()
                || !role(&Some(a.clone()), &format!(" AND l.other IN ({})", numbers(others.into_iter())))?
            {
                return Ok(None);
            }
        }
        if !role(&self.actor, "")? {
            return Ok(None);
        }
        let mut days = String::new();
        if let Some(from) = self.from {
            days.push_str(&format!(" AND l.day >= {} AND l.day < {NO_DAY}", day::number(from)));
        }
        if let Some(until) = self.until {
            days.push_str(&format!(" AND l.day <= {}", day::number(until)));
        }
        let mut by_place = false;
        let mut parties = parties.into_iter();
        if let Some((keys, mut rest)) = parties.next() {
            // The index carries act, status and day: rows that do not fit are passed over without a look at `entry`.
            if !self.acts.is_empty() {
                rest.push_str(&format!(" AND l.act IN ({})", numbers(self.acts.iter().map(|a| *a as i64))));
            }
            if !self.statuses.is_empty() {
                rest.push_str(&format!(" AND l.status IN ({})", numbers(self.statuses.iter().map(|s| *s as i64))));
            }
            c.lead = Some(Lead { table: ("party", "entry"), keys, rest: rest + &days });
        } else {
            let acts = if self.acts.is_empty() { &Act::ALL[..] } else { &self.acts };
            let statuses = if self.statuses.is_empty() { &Status::ALL[..] } else { &self.statuses };
            if acts.len() * statuses.len() < Act::ALL.len() * Status::ALL.len() {
                if self.contexts.is_empty() {
                    let keys = acts
                        .iter()
                        .flat_map(|a| statuses.iter().map(move |s| format!("l.act = '{a}' AND l.status = '{s}'")));
                    c.lead = Some(Lead { table: ("entry", "seq"), keys: keys.collect(), rest: days.clone() });
                } else {
                    c.push(format!("e.act IN ({})", quoted(acts.iter().map(|a| a.as_str()))));
                    c.push(format!("e.status IN ({})", quoted(statuses.iter().map(|s| s.as_str()))));
                }
            }
            if let Some(place) = self.place.as_ref().filter(|_| c.lead.is_none() && self.contexts.is_empty()) {
                let keys = vec![format!("l.place = ?{}", c.text(place)), format!("l.country = ?{}", c.text(place))];
                c.lead = Some(Lead { table: ("entry", "seq"), keys, rest: days.clone() });
                by_place = true;
            }
            if c.lead.is_none() && !days.is_empty() && self.contexts.is_empty() {
                c.push(days.trim_start_matches(" AND ").replace("l.day", "e.day"));
            }
        }
        for (keys, rest) in parties {
            c.push(format!("e.seq IN (SELECT l.entry FROM party l WHERE ({}){rest})", keys.join(" OR ")));
        }
        if !self.contexts.is_empty() {
            let keys: Vec<String> = self.contexts.iter().map(|x| format!("l.context = ?{}", c.text(x))).collect();
            if c.lead.is_none() {
                c.lead = Some(Lead { table: ("tag", "entry"), keys, rest: days });
            } else {
                c.push(format!("e.seq IN (SELECT l.entry FROM tag l WHERE {})", keys.join(" OR ")));
            }
        }
        if let Some(words) = &self.text {
            let (all, value) = store.text_match(words, c.values.len() + 1);
            c.text(value);
            c.push(format!("e.seq IN ({all})"));
        }
        if let Some(place) = self.place.as_ref().filter(|_| !by_place) {
            let (a, b) = (c.text(place), c.text(place));
            c.push(format!("(e.place = ?{a} OR e.country = ?{b})"));
        }
        if let Some(id) = &self.document {
            let n = c.text(id);
            c.push(format!(
                "e.seq IN (SELECT r.seq FROM document d JOIN report r ON r.document = d.seq WHERE d.id = ?{n})"
            ));
        }
        c.unrejected = !self.rejected;
        Ok(Some(c))
    }

    /// Whether it asks for the first of what has words that many have: then all that have them is too long a list.
    pub(crate) fn common_words(&self, store: &dyn Store) -> Result<Option<&str>, Error> {
        let (Some(words), Some(_)) = (&self.text, self.limit) else { return Ok(None) };
        let (all, value) = store.text_match(words, 1);
        let probe = format!("SELECT count(*) FROM ({all} LIMIT {RARE}) probe");
        let common = store.int(&probe, &[(&value).into()])?.unwrap_or(0) >= RARE;
        Ok(common.then_some(words.as_str()))
    }

    /// The first that fit, where `list` gives them without regard to their words and `having` those that have them: asks
    /// for more and more until there are enough.
    pub(crate) fn narrowed(
        &self,
        list: impl Fn(&Filter) -> Result<Vec<i64>, Error>,
        having: impl Fn(&[i64]) -> Result<Vec<i64>, Error>,
    ) -> Result<Vec<i64>, Error> {
        let wanted = self.limit.map_or(usize::MAX, |l| l.saturating_add(self.offset));
        let mut out = Vec::new();
        let (mut at, mut size) = (0, wanted.clamp(100, 4096));
        loop {
            let part = list(&Filter { text: None, limit: Some(size), offset: at, ..self.clone() })?;
            out.extend(having(&part)?);
            if out.len() >= wanted || part.len() < size {
                return Ok(out.into_iter().skip(self.offset).take(self.limit.unwrap_or(usize::MAX)).collect());
            }
            at += size;
            size *= 2;
        }
    }

    /// `LIMIT … OFFSET …`, or nothing.
    pub(crate) fn page(&self, c: &mut Condition) -> String {
        match (self.limit, self.offset) {
            (None, 0) => String::new(),
            (limit, offset) => {
                let limit = c.int(limit.map_or(i64::MAX, |l| i64::try_from(l).unwrap_or(i64::MAX)));
                let offset = c.int(i64::try_from(offset).unwrap_or(i64::MAX));
                format!(" LIMIT ?{limit} OFFSET ?{offset}")
            }
        }
    }
}

/// The act and status that the index has as numbers.
pub(crate) fn act_and_status(r: &dyn Row, act: usize, status: usize) -> Result<Option<(Act, Status)>, Error> {
    let act = usize::try_from(r.int(act)?).ok().and_then(|i| Act::ALL.get(i)).copied();
    let status = usize::try_from(r.int(status)?).ok().and_then(|i| Status::ALL.get(i)).copied();
    Ok(act.zip(status))
}

/// The numbers of the actors with that name or code.
fn actors(store: &dyn Store, name: &str) -> Result<Vec<i64>, Error> {
    store.rows(
        "SELECT seq FROM actor WHERE code = ?1 OR lower(name) = ?2 ORDER BY seq",
        &[name.into(), (&name.to_lowercase()).into()],
        |r: &dyn Row| r.int(0),
    )
}

pub(crate) fn numbers(list: impl Iterator<Item = i64>) -> String {
    list.map(|n| n.to_string()).collect::<Vec<_>>().join(", ")
}

fn quoted<'a>(list: impl Iterator<Item = &'a str>) -> String {
    list.map(|t| format!("'{t}'")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Provenance, Record};
    use detente_event::{Document, Event};

    /// A record of 300 sentences with a common word; every third has another one that is common too.
    fn told() -> Record {
        let record = Record::in_memory().unwrap();
        let batch: Vec<(Document, Vec<Event>)> = (0..300)
            .map(|n| {
                let text = format!("Talks {} on matter {n}.", if n % 3 == 0 { "stalled" } else { "went ahead" });
                let json = serde_json::json!({
                    "id": format!("e{n}"), "document": format!("d{n}"), "sentence": 1, "text": text, "span": [0, 5],
                    "act": "CONSULT", "mode": null, "status": "occurred", "event": "CONSULT", "cameo": "040",
                    "quad": "verbal cooperation", "goldstein": 1.0, "context": [if n % 2 == 0 { "military" } else { "economic" }],
                    "actor": [{"name": format!("Party {}", n % 7), "code": "", "sector": "", "text": ""}],
                    "recipient": [{"name": "Another", "code": "", "sector": "", "text": ""}],
                    "date": null, "place": null, "object": null, "condition": null, "speaker": null,
                    "confidence": 0.5, "occurrence": format!("e{n}"), "why": [], "coder": "test"
                });
                // The days run against the order in which the documents come.
                let date = Date::constant(2025, 1, 1).checked_add(jiff::Span::new().days(600 - 2 * n)).unwrap();
                let id = format!("d{n}");
                let source = format!("outlet {n}");
                let document = Document { id, date: Some(date), title: String::new(), text, source };
                (document, vec![serde_json::from_value(json).unwrap()])
            })
            .collect();
        let from = Provenance { at: "2026-01-01T00:00:00Z".parse().unwrap(), by: String::new(), coder: String::new() };
        record.add_many(&batch, &from).unwrap();
        record
    }

    #[test]
    fn the_first_of_what_has_common_words_are_the_first_of_all_that_have_them() {
        let record = told();
        let table = [
            Filter { text: Some("talks stalled".to_owned()), ..Filter::default() },
            Filter { text: Some("stalling".to_owned()), actor: Some("Party 3".to_owned()), ..Filter::default() },
            Filter { text: Some("talk".to_owned()), contexts: vec!["military".to_owned()], ..Filter::default() },
        ];
        for all in table {
            assert!(all.common_words(&*record.store).unwrap().is_none(), "without a limit all are listed");
            let (events, line) = (record.events(&all).unwrap(), record.timeline(&all).unwrap());
            assert!(events.len() > 10 && line.len() > 10);
            for (offset, limit) in [(0, 5), (7, 4), (0, 1000)] {
                let some = Filter { offset, limit: Some(limit), ..all.clone() };
                assert!(some.common_words(&*record.store).unwrap().is_some());
                let page = |n: usize| offset..n.min(offset + limit);
                assert_eq!(record.events(&some).unwrap(), events[page(events.len())]);
                assert_eq!(record.timeline(&some).unwrap(), line[page(line.len())]);
            }
        }
    }

    #[test]
    fn words_are_found_in_few_entries_near_or_far_apart() {
        let record = told();
        for (entries, found) in [(&[4, 5, 7][..], &[4, 7][..]), (&[292, 2, 1][..], &[292, 1][..]), (&[][..], &[][..])] {
            for _ in 0..2 {
                assert_eq!(record.store.having_words(entries, "stalled talk").unwrap(), found);
            }
        }
    }
}
