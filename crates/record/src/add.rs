//! Adding documents and their events.

use crate::cache::Cache;
use crate::cluster::matching;
use crate::cluster::sketch::Sketch;
use crate::cluster::status::{Say, resolve};
use crate::filter::NO_DAY;
use crate::flow::{self, Flow, Shares};
use crate::store::{Param, Store, StoreExt};
use crate::{Added, Error, Provenance, Record, copies, day};
use detente_event::{Actor, Document, Event};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

impl Record {
    /// Adds a document with the events that were read from it, in one transaction.
    ///
    /// A document that is there already (the same text from the same source) adds nothing, whatever its events.
    ///
    /// # Errors
    /// Where the store fails; then nothing of it was added.
    pub fn add(&self, document: &Document, events: &[Event], from: &Provenance) -> Result<Added, Error> {
        self.writing(from, |writer| writer.add(document, events, None))
    }

    /// Adds many documents in one transaction: all of them or, on an error, none.
    ///
    /// # Errors
    /// Where the store fails; then nothing of them was added.
    pub fn add_many(&self, batch: &[(Document, Vec<Event>)], from: &Provenance) -> Result<Vec<Added>, Error> {
        self.writing(from, |writer| batch.iter().map(|(d, e)| writer.add(d, e, None)).collect())
    }

    fn writing<T>(
        &self,
        from: &Provenance,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut cache = self.cache.borrow_mut();
        let done = self.store.transaction(|| {
            cache.refresh(&*self.store)?;
            let mut writer = Writer::new(&*self.store, &mut cache, from)?;
            let done = work(&mut writer)?;
            writer.finish()?;
            Ok(done)
        });
        if done.is_err() {
            // What was rolled back must not be remembered.
            cache.forget();
        }
        done
    }

    /// Whether that document is there already.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn contains(&self, document: &Document) -> Result<bool, Error> {
        let found = self.store.int("SELECT seq FROM document WHERE sha256 = ?1", &[(&digest(document)).into()])?;
        Ok(found.is_some())
    }
}

/// SHA-256 of what makes a document itself: its text and its source; for one without a text, its id as well.
fn digest(document: &Document) -> String {
    let mut h = Sha256::new();
    h.update(document.text.as_bytes());
    h.update([0]);
    h.update(document.source.trim().as_bytes());
    if document.text.trim().is_empty() {
        h.update([0]);
        h.update(document.id.as_bytes());
    }
    h.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// The outlet that a source names: the host of an address, or the name in lower case.
fn outlet(source: &str) -> String {
    let rest = source.trim().split_once("://").map_or(source.trim(), |(_, r)| r);
    let host = if source.contains("://") { rest.split(['/', '?', '#', ':']).next().unwrap_or(rest) } else { rest };
    host.to_lowercase().trim_start_matches("www.").to_owned()
}

/// Writes within one transaction. Numbers are given out here: the store lets only one write at a time.
pub(crate) struct Writer<'a> {
    store: &'a dyn Store,
    coding: i64,
    document: i64,
    report: i64,
    cluster: i64,
    flow: Flow,
    cache: &'a mut Cache,
}

/// The mentions of one occurrence within a document.
struct Unit {
    first: usize,
    members: Vec<usize>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(store: &'a dyn Store, cache: &'a mut Cache, from: &Provenance) -> Result<Self, Error> {
        let last = |table: &str| -> Result<i64, Error> {
            Ok(store.int(&format!("SELECT max(seq) FROM {table}"), &[])?.unwrap_or(0))
        };
        let coding = last("coding")? + 1;
        let at = from.at.to_string();
        store.execute(
            "INSERT INTO coding(seq, at, who, coder) VALUES (?1, ?2, ?3, ?4)",
            &[coding.into(), (&at).into(), (&from.by).into(), (&from.coder).into()],
        )?;
        Ok(Self {
            store,
            coding,
            document: last("document")?,
            report: last("report")?,
            cluster: last("cluster")?,
            flow: Flow::default(),
            cache,
        })
    }

    /// A writer that only files actors: no coding of its own.
    pub(crate) fn index_only(store: &'a dyn Store, cache: &'a mut Cache) -> Self {
        Self { store, coding: 0, document: 0, report: 0, cluster: 0, flow: Flow::default(), cache }
    }

    /// Writes what was gathered on the way.
    pub(crate) fn finish(&mut self) -> Result<(), Error> {
        self.flow.write(self.store)
    }

    /// `placed` gives, for a record that is being made again, each event's occurrence: its number and its id.
    pub(crate) fn add(
        &mut self,
        document: &Document,
        events: &[Event],
        placed: Option<&[(i64, String)]>,
    ) -> Result<Added, Error> {
        let sha = digest(document);
        if let Some(number) = self.store.int("SELECT seq FROM document WHERE sha256 = ?1", &[(&sha).into()])? {
            return Ok(Added { document: number, already: true, copy_of: None, events: 0, new_clusters: 0 });
        }
        self.document += 1;
        let number = self.document;
        let bands = copies::bands(&document.text);
        let copy_of = self.original(document, &bands)?;
        let outlet = self.outlet(document, number, copy_of)?;
        let date = document.date.map(|d| d.to_string());
        let fresh: Vec<&Event> = self.fresh(events)?;
        self.store.execute(
            "INSERT INTO document(seq, id, sha256, date, title, source, text, coding, copy_of, outlet, events) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            &[
                number.into(),
                (&document.id).into(),
                (&sha).into(),
                date.as_ref().into(),
                (&document.title).into(),
                (&document.source).into(),
                (&document.text).into(),
                self.coding.into(),
                copy_of.into(),
                outlet.into(),
                (fresh.len() as i64).into(),
            ],
        )?;
        for band in bands {
            self.store.execute(
                "INSERT INTO signature(band, document) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                &[band.into(), number.into()],
            )?;
        }
        let published = document.date.map(day::number);
        let before = self.cluster;
        let mut taken = Vec::new();
        for unit in units(&fresh) {
            self.unit(&unit, &fresh, number, outlet, published, &mut taken, placed)?;
        }
        Ok(Added {
            document: number,
            already: false,
            copy_of,
            events: fresh.len(),
            new_clusters: usize::try_from(self.cluster - before).unwrap_or(0),
        })
    }

    /// The events that are not in the record yet: a text changed in one place brings most of its events again.
    fn fresh<'e>(&self, events: &'e [Event]) -> Result<Vec<&'e Event>, Error> {
        let mut out: Vec<&Event> = Vec::with_capacity(events.len());
        let mut seen = std::collections::HashSet::new();
        for e in events {
            let known = self.store.int("SELECT seq FROM report WHERE id = ?1", &[(&e.id).into()])?;
            if known.is_none() && seen.insert(&e.id) {
                out.push(e);
            }
        }
        Ok(out)
    }

    /// The first document that has this text, where it is a copy.
    fn original(&self, document: &Document, bands: &[i64]) -> Result<Option<i64>, Error> {
        let mut candidates: Vec<i64> = Vec::new();
        for band in bands {
            let list = self.store.rows(
                "SELECT document FROM signature WHERE band = ?1 ORDER BY document LIMIT 8",
                &[(*band).into()],
                |r| r.int(0),
            )?;
            candidates.extend(list);
        }
        candidates.sort_unstable();
        candidates.dedup();
        for c in candidates {
            let mut found = None;
            self.store.query("SELECT text, copy_of FROM document WHERE seq = ?1", &[c.into()], &mut |r| {
                if copies::is_copy(r.text(0)?, &document.text) {
                    found = Some(r.opt_int(1)?.unwrap_or(c));
                }
                Ok(())
            })?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// The number of the independent source.
    fn outlet(&self, document: &Document, number: i64, copy_of: Option<i64>) -> Result<i64, Error> {
        if let Some(first) = copy_of {
            return Ok(self
                .store
                .int("SELECT outlet FROM document WHERE seq = ?1", &[first.into()])?
                .unwrap_or(-number));
        }
        let name = outlet(&document.source);
        if name.is_empty() {
            // Of unknown origin: a source of its own.
            return Ok(-number);
        }
        if let Some(known) = self.store.int("SELECT seq FROM outlet WHERE name = ?1", &[(&name).into()])? {
            return Ok(known);
        }
        let next = self.store.int("SELECT max(seq) FROM outlet", &[])?.unwrap_or(0) + 1;
        self.store.execute("INSERT INTO outlet(seq, name) VALUES (?1, ?2)", &[next.into(), (&name).into()])?;
        Ok(next)
    }

    /// The number of an actor, given one where it is new.
    pub(crate) fn actor(&mut self, actor: &Actor) -> Result<i64, Error> {
        let key = (actor.name.clone(), actor.code.clone());
        if let Some(n) = self.cache.actors.get(&key) {
            return Ok(*n);
        }
        let params: [Param<'_>; 2] = [(&actor.name).into(), (&actor.code).into()];
        let known = self.store.int("SELECT seq FROM actor WHERE name = ?1 AND code = ?2", &params)?;
        let number = match known {
            Some(n) => n,
            None => {
                let next = self.store.int("SELECT max(seq) FROM actor", &[])?.unwrap_or(0) + 1;
                self.store.execute(
                    "INSERT INTO actor(seq, name, code) VALUES (?1, ?2, ?3)",
                    &[next.into(), (&actor.name).into(), (&actor.code).into()],
                )?;
                next
            }
        };
        self.cache.actors.insert(key, number);
        Ok(number)
    }

    /// The numbers of actors, in their order.
    pub(crate) fn actors(&mut self, list: &[Actor]) -> Result<Vec<i64>, Error> {
        list.iter().map(|a| self.actor(a)).collect()
    }

    #[expect(clippy::too_many_arguments, reason = "the document's side of each event")]
    fn unit(
        &mut self,
        unit: &Unit,
        events: &[&Event],
        document: i64,
        outlet: i64,
        published: Option<i64>,
        taken: &mut Vec<i64>,
        placed: Option<&[(i64, String)]>,
    ) -> Result<(), Error> {
        let mut sides = Vec::with_capacity(unit.members.len());
        for m in &unit.members {
            sides.push((self.actors(&events[*m].actor)?, self.actors(&events[*m].recipient)?));
        }
        let mut sketch = Sketch::of(events[unit.first], &sides[0].0, &sides[0].1, published);
        for (m, side) in unit.members.iter().zip(&sides).skip(1) {
            sketch.join(&Sketch::of(events[*m], &side.0, &side.1, published));
        }
        let (known, cluster, id) = match placed.and_then(|p| p.get(unit.first)) {
            Some((n, id)) => (self.cache.sketch(self.store, *n)?.cloned(), *n, id.clone()),
            None => {
                let known = self.find(&sketch, taken)?;
                let cluster = known.as_ref().map_or(self.cluster + 1, |(n, _)| *n);
                (known.map(|(_, s)| s), cluster, events[unit.first].id.clone())
            }
        };
        self.cluster = self.cluster.max(cluster);
        taken.push(cluster);
        let before = if known.is_some() { flow::shares(self.store, cluster)? } else { Shares::new() };
        let mut after = before.clone();
        for (m, (actors, recipients)) in unit.members.iter().zip(&sides) {
            self.report += 1;
            let e = events[*m];
            let json = serde_json::to_string(e)
                .map_err(|x| Error::invalid(format!("event {} cannot be written as JSON: {x}", e.id), "report this"))?;
            self.store.execute(
                "INSERT INTO report(seq, id, document, coding, cluster, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                &[
                    self.report.into(),
                    (&e.id).into(),
                    document.into(),
                    self.coding.into(),
                    cluster.into(),
                    (&json).into(),
                ],
            )?;
            let place =
                Placement { seq: self.report, document, cluster, outlet, published, decision: None, rejected: false };
            let rows = party_rows(actors, recipients);
            insert_entry(self.store, e, &rows, &place)?;
            let (mode, day) = (e.mode.as_deref(), filed_under(e, published));
            flow::add(&mut after, &flow::Parties { rows: &rows, act: e.act, mode, status: e.status, day });
            self.store.index_words(self.report, &e.text)?;
        }
        self.flow.change(&before, &after);
        let new_blocks = matching::blocks(&sketch);
        match known {
            None => {
                let says: Vec<Say> = (unit.members.iter().enumerate())
                    .map(|(i, m)| Say { day: published, order: i as i64, source: outlet, status: events[*m].status })
                    .collect();
                let row = ClusterRow::of(&sketch, &says);
                self.store.execute(
                    "INSERT INTO cluster(seq, id, moved, act, mode, status, day, due, first, last, reports, sources, sketch) \
                     VALUES (?1, ?2, NULL, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                    &[
                        cluster.into(),
                        (&id).into(),
                        sketch.act.as_str().into(),
                        sketch.mode.as_ref().into(),
                        row.status.into(),
                        row.day.unwrap_or(NO_DAY).into(),
                        row.due.unwrap_or(NO_DAY).into(),
                        row.first.into(),
                        row.last.into(),
                        row.reports.into(),
                        row.sources.into(),
                        (&row.sketch).into(),
                    ],
                )?;
                self.cache.keep(cluster, Some(sketch));
                insert_blocks(self.store, cluster, &new_blocks)
            }
            Some(old) => {
                let filed = matching::blocks(&old);
                let mut joined = old;
                joined.join(&sketch);
                let news: Vec<(i64, i64)> =
                    matching::blocks(&joined).into_iter().filter(|b| !filed.contains(b)).collect();
                insert_blocks(self.store, cluster, &news)?;
                refresh(self.store, cluster, &joined)?;
                self.cache.keep(cluster, Some(joined));
                Ok(())
            }
        }
    }

    /// The occurrence that the report tells of, if it is known: the best of those it may be, never one that another
    /// occurrence of the same document is.
    fn find(&mut self, sketch: &Sketch, taken: &[i64]) -> Result<Option<(i64, Sketch)>, Error> {
        let mut seen: Vec<i64> = Vec::new();
        for (key, first, last) in matching::searches(sketch) {
            self.store.query(
                "SELECT cluster FROM block WHERE key = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day DESC, cluster DESC LIMIT 512",
                &[key.into(), first.into(), last.into()],
                &mut |r| {
                    seen.push(r.int(0)?);
                    Ok(())
                },
            )?;
        }
        seen.sort_unstable();
        seen.dedup();
        let mut best: Option<(f64, i64)> = None;
        for n in seen {
            if taken.contains(&n) {
                continue;
            }
            let Some(known) = self.cache.sketch(self.store, n)? else { continue };
            // Of two that fit as well, the one that was known first.
            if let Some(points) = matching::score(sketch, known)
                && best.is_none_or(|(p, _)| points > p)
            {
                best = Some((points, n));
            }
        }
        match best {
            Some((_, n)) => Ok(self.cache.sketch(self.store, n)?.cloned().map(|s| (n, s))),
            None => Ok(None),
        }
    }
}

/// Groups the events of a document by occurrence, in the order of their first mention.
fn units(events: &[&Event]) -> Vec<Unit> {
    let mut at: HashMap<&str, usize> = HashMap::new();
    let mut out: Vec<Unit> = Vec::new();
    for (i, e) in events.iter().enumerate() {
        let name = if e.occurrence.is_empty() { e.id.as_str() } else { e.occurrence.as_str() };
        match at.get(name) {
            Some(u) => out[*u].members.push(i),
            None => {
                at.insert(name, out.len());
                out.push(Unit { first: i, members: vec![i] });
            }
        }
    }
    out
}

/// Where an event stands in the record, beside what it says.
pub(crate) struct Placement {
    pub(crate) seq: i64,
    pub(crate) document: i64,
    pub(crate) cluster: i64,
    pub(crate) outlet: i64,
    pub(crate) published: Option<i64>,
    pub(crate) decision: Option<i64>,
    pub(crate) rejected: bool,
}

/// The day an event is filed under: the one it states, else that of its report.
fn filed_under(e: &Event, published: Option<i64>) -> i64 {
    e.date.as_ref().map(|d| day::number(d.start)).or(published).unwrap_or(NO_DAY)
}

/// Files an event in the index, under its parties as [`party_rows`] gives them.
pub(crate) fn insert_entry(
    store: &dyn Store,
    e: &Event,
    rows: &[(i64, i64, i64)],
    at: &Placement,
) -> Result<(), Error> {
    let day = filed_under(e, at.published);
    store.execute(
        "INSERT INTO entry(seq, document, cluster, act, mode, status, day, published, outlet, place, country, object, \
         confidence, decision, rejected) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        &[
            at.seq.into(),
            at.document.into(),
            at.cluster.into(),
            e.act.as_str().into(),
            e.mode.as_ref().into(),
            e.status.as_str().into(),
            day.into(),
            at.published.into(),
            at.outlet.into(),
            e.place.as_ref().map(|p| &p.name).into(),
            e.place.as_ref().map(|p| &p.country).into(),
            e.object.as_ref().into(),
            e.confidence.into(),
            at.decision.into(),
            i64::from(at.rejected).into(),
        ],
    )?;
    for (actor, role, other) in rows {
        store.execute(
            "INSERT INTO party(actor, day, entry, role, other, act, status) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
             ON CONFLICT DO NOTHING",
            &[
                (*actor).into(),
                day.into(),
                at.seq.into(),
                (*role).into(),
                (*other).into(),
                (e.act as i64).into(),
                (e.status as i64).into(),
            ],
        )?;
    }
    for c in &e.context {
        store.execute(
            "INSERT INTO tag(context, day, entry) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            &[c.into(), day.into(), at.seq.into()],
        )?;
    }
    Ok(())
}

/// Takes an event out of the index, but for its words.
pub(crate) fn delete_entry(store: &dyn Store, seq: i64) -> Result<(), Error> {
    let day = store.int("SELECT day FROM entry WHERE seq = ?1", &[seq.into()])?.unwrap_or(NO_DAY);
    store.execute("DELETE FROM party WHERE entry = ?1", &[seq.into()])?;
    for context in detente_event::CONTEXTS {
        store.execute(
            "DELETE FROM tag WHERE context = ?1 AND day = ?2 AND entry = ?3",
            &[context.into(), day.into(), seq.into()],
        )?;
    }
    store.execute("DELETE FROM entry WHERE seq = ?1", &[seq.into()]).map(|_| ())
}

/// One row for each party and each counterpart: `(actor, role, other)`. Parties of a reciprocal act are counterparts
/// of each other; 0 stands for nobody.
pub(crate) fn party_rows(actors: &[i64], recipients: &[i64]) -> Vec<(i64, i64, i64)> {
    let mut out = Vec::new();
    for r in recipients {
        for a in actors {
            out.push((*a, 0, *r));
            out.push((*r, 1, *a));
        }
        if actors.is_empty() {
            out.push((*r, 1, 0));
        }
    }
    if recipients.is_empty() {
        for a in actors {
            let others = actors.iter().filter(|b| *b != a);
            let before = out.len();
            out.extend(others.map(|b| (*a, 0, *b)));
            if out.len() == before {
                out.push((*a, 0, 0));
            }
        }
    }
    // A party may be named twice.
    out.sort_unstable();
    out.dedup();
    out
}

pub(crate) fn insert_blocks(store: &dyn Store, cluster: i64, blocks: &[(i64, i64)]) -> Result<(), Error> {
    for (key, day) in blocks {
        store.execute(
            "INSERT INTO block(key, day, cluster) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            &[(*key).into(), (*day).into(), cluster.into()],
        )?;
    }
    Ok(())
}

/// The columns of an occurrence that follow from its reports.
struct ClusterRow {
    status: &'static str,
    day: Option<i64>,
    due: Option<i64>,
    first: Option<i64>,
    last: Option<i64>,
    reports: i64,
    sources: i64,
    sketch: String,
}

impl ClusterRow {
    fn of(sketch: &Sketch, says: &[Say]) -> Self {
        let mut sources: Vec<i64> = says.iter().map(|s| s.source).collect();
        sources.sort_unstable();
        sources.dedup();
        let first = says.iter().filter_map(|s| s.day).min();
        Self {
            status: resolve(says).0.as_str(),
            day: sketch.stated.map(|s| s.0).or(first),
            due: sketch.stated.map(|s| s.1),
            first,
            last: says.iter().filter_map(|s| s.day).max(),
            reports: says.len() as i64,
            sources: sources.len() as i64,
            sketch: sketch.write(),
        }
    }
}

/// Brings an occurrence's row up to date with its reports.
pub(crate) fn refresh(store: &dyn Store, cluster: i64, sketch: &Sketch) -> Result<(), Error> {
    let says = store.rows(
        "SELECT published, seq, outlet, status FROM entry WHERE cluster = ?1 AND rejected = 0",
        &[cluster.into()],
        |r| {
            Ok(Say {
                day: r.opt_int(0)?,
                order: r.int(1)?,
                source: r.int(2)?,
                status: detente_event::Status::parse(r.text(3)?).unwrap_or_default(),
            })
        },
    )?;
    let row = ClusterRow::of(sketch, &says);
    store.execute(
        "UPDATE cluster SET act = ?2, mode = ?3, status = ?4, day = ?5, due = ?6, first = ?7, last = ?8, reports = ?9, \
         sources = ?10, sketch = ?11 WHERE seq = ?1",
        &[
            cluster.into(),
            sketch.act.as_str().into(),
            sketch.mode.as_ref().into(),
            row.status.into(),
            row.day.unwrap_or(NO_DAY).into(),
            row.due.unwrap_or(NO_DAY).into(),
            row.first.into(),
            row.last.into(),
            row.reports.into(),
            row.sources.into(),
            (&row.sketch).into(),
        ],
    )?;
    Ok(())
}
