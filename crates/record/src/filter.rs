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

/// A day number for an event without any date: before all others in the party index, after them in answers.
pub(crate) const NO_DAY: i64 = i64::MIN / 4;

/// A condition with its parameters, ready for a statement over `entry e`.
#[derive(Default)]
pub(crate) struct Condition {
    /// The table that leads, so that the answer comes in order of days without sorting.
    pub(crate) from: String,
    pub(crate) by_day: String,
    terms: Vec<String>,
    values: Vec<Owned>,
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

    fn text(&mut self, v: impl Into<String>) -> usize {
        self.values.push(Owned::Text(v.into()));
        self.values.len()
    }

    pub(crate) fn push(&mut self, term: impl Into<String>) {
        self.terms.push(term.into());
    }

    /// Replaces the terms by one made of them.
    pub(crate) fn wrap(&mut self, make: impl FnOnce(&str, &str) -> String) {
        let wher = self.wher();
        self.terms = vec![make(&self.from, &wher)];
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

    pub(crate) fn wher(&self) -> String {
        if self.terms.is_empty() { String::new() } else { format!(" WHERE {}", self.terms.join(" AND ")) }
    }
}

impl Filter {
    /// Whether nothing but limit and offset is set.
    pub(crate) fn is_open(&self) -> bool {
        *self == Self { rejected: self.rejected, limit: self.limit, offset: self.offset, ..Self::default() }
    }

    /// The condition in SQL over `entry e`; `None` where a named party is not in the record.
    pub(crate) fn condition(&self, store: &dyn Store) -> Result<Option<Condition>, Error> {
        let mut c = Condition { from: "entry e".to_owned(), by_day: "e.day".to_owned(), ..Condition::default() };
        let mut roles: Vec<(String, Option<i64>, Option<String>)> = Vec::new();
        let pairs = [(&self.actor, None), (&self.by, Some(0)), (&self.to, Some(1))];
        for (name, role) in pairs {
            if let Some(name) = name {
                roles.push((name.clone(), role, None));
            }
        }
        if let Some((a, b)) = &self.dyad {
            roles.push((a.clone(), None, Some(b.clone())));
        }
        let mut lead = None;
        for (i, (name, role, other)) in roles.iter().enumerate() {
            let Some(list) = actors(store, name)? else { return Ok(None) };
            let mut within = format!("p.actor IN ({list})");
            if let Some(role) = role {
                within.push_str(&format!(" AND p.role = {role}"));
            }
            if let Some(other) = other {
                let Some(list) = actors(store, other)? else { return Ok(None) };
                within.push_str(&format!(" AND p.other IN ({list})"));
            }
            if i == 0 {
                lead = Some(within);
            } else {
                c.push(format!("e.seq IN (SELECT p.entry FROM party p WHERE {within})"));
            }
        }
        if let Some(within) = lead {
            // The party index carries act, status and day: rows that do not fit are passed over without a look at `entry`.
            let mut inner = within;
            if !self.acts.is_empty() {
                inner.push_str(&format!(" AND p.act IN ({})", numbers(self.acts.iter().map(|a| *a as i64))));
            }
            if !self.statuses.is_empty() {
                inner.push_str(&format!(" AND p.status IN ({})", numbers(self.statuses.iter().map(|s| *s as i64))));
            }
            if let Some(from) = self.from {
                inner.push_str(&format!(" AND p.day >= {}", day::number(from)));
            }
            if let Some(until) = self.until {
                inner.push_str(&format!(" AND p.day BETWEEN {} AND {}", NO_DAY + 1, day::number(until)));
            }
            c.from = format!(
                "(SELECT DISTINCT p.day, p.entry FROM party p WHERE {inner}) l JOIN entry e ON e.seq = l.entry"
            );
            c.by_day = "l.day".to_owned();
        } else {
            if !self.acts.is_empty() {
                c.push(format!("e.act IN ({})", quoted(self.acts.iter().map(|a| a.as_str()))));
            }
            if !self.statuses.is_empty() {
                c.push(format!("e.status IN ({})", quoted(self.statuses.iter().map(|s| s.as_str()))));
            }
            if let Some(from) = self.from {
                c.push(format!("e.day >= {}", day::number(from)));
            }
            if let Some(until) = self.until {
                c.push(format!("e.day <= {}", day::number(until)));
            }
        }
        if !self.contexts.is_empty() {
            let marks: Vec<String> = self.contexts.iter().map(|x| format!("?{}", c.text(x))).collect();
            c.push(format!("e.seq IN (SELECT t.entry FROM tag t WHERE t.context IN ({}))", marks.join(", ")));
        }
        if let Some(words) = &self.text {
            let (term, value) = store.text_match(words, c.values.len() + 1);
            c.text(value);
            c.push(term);
        }
        if let Some(place) = &self.place {
            let (a, b) = (c.text(place), c.text(place));
            c.push(format!("(e.place = ?{a} OR e.country = ?{b})"));
        }
        if let Some(id) = &self.document {
            let n = c.text(id);
            c.push(format!("e.document IN (SELECT d.seq FROM document d WHERE d.id = ?{n})"));
        }
        if !self.rejected {
            c.push("e.rejected = 0");
        }
        Ok(Some(c))
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

/// The numbers of the actors with that name or code, for an `IN`; `None` where there are none.
fn actors(store: &dyn Store, name: &str) -> Result<Option<String>, Error> {
    let list = store.rows(
        "SELECT seq FROM actor WHERE code = ?1 OR lower(name) = ?2 ORDER BY seq",
        &[name.into(), (&name.to_lowercase()).into()],
        |r: &dyn Row| r.int(0),
    )?;
    Ok((!list.is_empty()).then(|| numbers(list.into_iter())))
}

pub(crate) fn numbers(list: impl Iterator<Item = i64>) -> String {
    list.map(|n| n.to_string()).collect::<Vec<_>>().join(", ")
}

fn quoted<'a>(list: impl Iterator<Item = &'a str>) -> String {
    list.map(|t| format!("'{t}'")).collect::<Vec<_>>().join(", ")
}
