//! Adding documents and their events.

use crate::batch::{Batch, ClusterRow, Placement, party_rows};
use crate::cache::{Cache, Known};
use crate::cluster::matching;
use crate::cluster::sketch::Sketch;
use crate::cluster::status::Say;
use crate::filter::NO_DAY;
use crate::flow::{Flow, Shares};
use crate::store::{Param, Store, StoreExt};
use crate::{Added, Error, Provenance, Record, copies, day};
use detente_event::{Actor, Document, Event};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write;

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

    /// Adds the documents of a file that another program wrote, as [`Record::add_many`] does, but looks for no copies among
    /// them: their texts are rows of a table, which are alike without one copying the other.
    ///
    /// # Errors
    /// Where the store fails; then nothing of them was added.
    pub fn import_many(&self, batch: &[(Document, Vec<Event>)], from: &Provenance) -> Result<Vec<Added>, Error> {
        self.writing(from, |writer| {
            writer.copies = false;
            batch.iter().map(|(d, e)| writer.add(d, e, None)).collect()
        })
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
            cache.note(&*self.store)?;
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
        let sha = digest(&document.id, &document.text, &document.source);
        let found = self.store.int("SELECT seq FROM document WHERE sha256 = ?1", &[(&sha).into()])?;
        Ok(found.is_some())
    }
}

/// SHA-256 of what makes a document itself: its text and its source; for one without a text, its id as well.
pub(crate) fn digest(id: &str, text: &str, source: &str) -> String {
    let mut h = Sha256::new();
    h.update(text.as_bytes());
    h.update([0]);
    h.update(source.trim().as_bytes());
    if text.trim().is_empty() {
        h.update([0]);
        h.update(id.as_bytes());
    }
    h.finalize().iter().fold(String::with_capacity(64), |mut hex, b| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{b:02x}");
        hex
    })
}

/// The outlet that a source names: the host of an address, or the name in lower case.
fn outlet(source: &str) -> String {
    let rest = source.trim().split_once("://").map_or(source.trim(), |(_, r)| r);
    let host = if source.contains("://") { rest.split(['/', '?', '#', ':']).next().unwrap_or(rest) } else { rest };
    host.to_lowercase().trim_start_matches("www.").to_owned()
}

/// Events that are gathered before they are written.
const TOGETHER: usize = 8192;

/// Writes within one transaction. Numbers are given out here: the store lets only one write at a time.
pub(crate) struct Writer<'a> {
    store: &'a dyn Store,
    coding: i64,
    document: i64,
    report: i64,
    cluster: i64,
    /// Whether texts are looked through for copies.
    copies: bool,
    batch: Batch,
    /// Ids of the events in the batch.
    ids: HashSet<String>,
    /// Occurrences that were there before the batch and that reports of the batch joined.
    joined: BTreeSet<i64>,
    flow: Flow,
    cache: &'a mut Cache,
}

/// The mentions of one occurrence within a document.
struct Unit {
    first: usize,
    members: Vec<usize>,
}

/// Where a document and its events were placed, for a record that is being made again.
pub(crate) struct Placed<'p> {
    pub(crate) copy_of: Option<i64>,
    /// Each event's occurrence: its number and its id.
    pub(crate) clusters: &'p [(i64, String)],
}

/// The document's side of its events.
#[derive(Clone, Copy)]
struct Origin {
    document: i64,
    outlet: i64,
    published: Option<i64>,
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
        let mut writer = Self::index_only(store, cache);
        (writer.coding, writer.document) = (coding, last("document")?);
        (writer.report, writer.cluster) = (last("report")?, last("cluster")?);
        Ok(writer)
    }

    /// A writer that only files actors: no coding of its own.
    pub(crate) fn index_only(store: &'a dyn Store, cache: &'a mut Cache) -> Self {
        Self {
            store,
            coding: 0,
            document: 0,
            report: 0,
            cluster: 0,
            copies: true,
            batch: Batch::default(),
            ids: HashSet::new(),
            joined: BTreeSet::new(),
            flow: Flow::default(),
            cache,
        }
    }

    /// Writes what was gathered on the way.
    pub(crate) fn finish(&mut self) -> Result<(), Error> {
        let cache = &mut *self.cache;
        let row = |cluster: i64| {
            let known = cache.get(cluster)?;
            Some(ClusterRow::of(&known.sketch, &known.reports.as_ref()?.0))
        };
        self.batch.write(self.store, row)?;
        for cluster in std::mem::take(&mut self.joined) {
            if let Some(row) = row(cluster) {
                row.update(self.store, cluster)?;
            }
        }
        self.ids.clear();
        self.flow.write(self.store)?;
        cache.bound();
        Ok(())
    }

    /// Adds a document; `placed` says where everything goes for a record that is being made again.
    pub(crate) fn add(
        &mut self,
        document: &Document,
        events: &[Event],
        placed: Option<&Placed<'_>>,
    ) -> Result<Added, Error> {
        let sha = digest(&document.id, &document.text, &document.source);
        if let Some(number) = self.store.int("SELECT seq FROM document WHERE sha256 = ?1", &[(&sha).into()])? {
            return Ok(Added { document: number, already: true, copy_of: None, events: 0, new_clusters: 0 });
        }
        if self.batch.len() >= TOGETHER {
            self.finish()?;
        }
        self.document += 1;
        let number = self.document;
        let bands = if self.copies && placed.is_none() { copies::bands(&document.text) } else { Vec::new() };
        let copy_of = match placed {
            Some(p) => p.copy_of,
            None => self.original(document, &bands)?,
        };
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
        let values: Vec<Param<'_>> = bands.into_iter().flat_map(|b| [b.into(), number.into()]).collect();
        self.store.insert("signature(band, document)", " ON CONFLICT DO NOTHING", 2, &values)?;
        let origin = Origin { document: number, outlet, published: document.date.map(day::number) };
        let before = self.cluster;
        let mut taken = Vec::new();
        for unit in units(&fresh) {
            let at = placed.and_then(|p| p.clusters.get(unit.first));
            self.unit(&unit, &fresh, origin, &mut taken, at)?;
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
    fn fresh<'e>(&mut self, events: &'e [Event]) -> Result<Vec<&'e Event>, Error> {
        let mut known = HashSet::new();
        for part in events.chunks(64) {
            let ids: Vec<Param<'_>> = part.iter().map(|e| (&e.id).into()).collect();
            let one = |n: usize| format!("SELECT id FROM report WHERE id = ?{n}");
            self.store.query(&union((1..=ids.len()).map(one)), &ids, &mut |r| {
                known.insert(r.string(0)?);
                Ok(())
            })?;
        }
        Ok(events.iter().filter(|e| !known.contains(&e.id) && self.ids.insert(e.id.clone())).collect())
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
    fn outlet(&mut self, document: &Document, number: i64, copy_of: Option<i64>) -> Result<i64, Error> {
        if let Some(first) = copy_of {
            let known = self.store.int("SELECT outlet FROM document WHERE seq = ?1", &[first.into()])?;
            return Ok(known.unwrap_or(-number));
        }
        let name = outlet(&document.source);
        if name.is_empty() {
            // Of unknown origin: a source of its own.
            return Ok(-number);
        }
        if let Some(known) = self.cache.outlets.get(&name) {
            return Ok(*known);
        }
        let seq = match self.store.int("SELECT seq FROM outlet WHERE name = ?1", &[(&name).into()])? {
            Some(known) => known,
            None => {
                let next = self.store.int("SELECT max(seq) FROM outlet", &[])?.unwrap_or(0) + 1;
                self.store.execute("INSERT INTO outlet(seq, name) VALUES (?1, ?2)", &[next.into(), (&name).into()])?;
                next
            }
        };
        self.cache.outlets.insert(name, seq);
        Ok(seq)
    }

    /// The number of an actor, given one where it is new.
    fn actor(&mut self, actor: &Actor) -> Result<i64, Error> {
        let known = self.cache.actors.get(&actor.name).and_then(|l| l.iter().find(|(code, _)| *code == actor.code));
        if let Some((_, n)) = known {
            return Ok(*n);
        }
        let params: [Param<'_>; 2] = [(&actor.name).into(), (&actor.code).into()];
        let number = match self.store.int("SELECT seq FROM actor WHERE name = ?1 AND code = ?2", &params)? {
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
        self.cache.actors.entry(actor.name.clone()).or_default().push((actor.code.clone(), number));
        Ok(number)
    }

    /// The numbers of actors, in their order.
    pub(crate) fn actors(&mut self, list: &[Actor]) -> Result<Vec<i64>, Error> {
        list.iter().map(|a| self.actor(a)).collect()
    }

    fn unit(
        &mut self,
        unit: &Unit,
        events: &[&Event],
        origin: Origin,
        taken: &mut Vec<i64>,
        placed: Option<&(i64, String)>,
    ) -> Result<(), Error> {
        let mut sides = Vec::with_capacity(unit.members.len());
        for m in &unit.members {
            sides.push((self.actors(&events[*m].actor)?, self.actors(&events[*m].recipient)?));
        }
        let mut sketch = Sketch::of(events[unit.first], &sides[0].0, &sides[0].1, origin.published);
        for (m, side) in unit.members.iter().zip(&sides).skip(1) {
            sketch.join(&Sketch::of(events[*m], &side.0, &side.1, origin.published));
        }
        let (known, id) = match placed {
            Some((n, id)) => {
                self.cache.read(self.store, &[*n])?;
                (Some(*n), id)
            }
            None => (self.find(&sketch, taken)?, &events[unit.first].id),
        };
        let cluster = known.unwrap_or(self.cluster + 1);
        self.cluster = self.cluster.max(cluster);
        taken.push(cluster);
        let before = match self.cache.with_reports(self.store, cluster)? {
            Some(k) => k.reports.as_ref().map(|(_, shares)| shares.clone()).unwrap_or_default(),
            None => Shares::new(),
        };
        let (mut after, mut says) = (before.clone(), Vec::with_capacity(unit.members.len()));
        for (m, (actors, recipients)) in unit.members.iter().zip(&sides) {
            self.report += 1;
            let e = events[*m];
            let at = Placement {
                seq: self.report,
                document: origin.document,
                cluster,
                outlet: origin.outlet,
                published: origin.published,
                decision: None,
                rejected: false,
                day: filed_under(e, origin.published),
            };
            says.push(Say { day: at.published, order: at.seq, source: at.outlet, status: e.status });
            self.batch.read(e, self.coding, &at)?;
            self.batch.index(e, &party_rows(actors, recipients), at, &mut after);
        }
        self.flow.change(&before, &after);
        match self.cache.with_reports(self.store, cluster)? {
            None => {
                self.batch.cluster(cluster, id);
                self.batch.blocks(cluster, matching::blocks(&sketch));
                self.cache.keep(cluster, Known { sketch, reports: Some((says, after)) });
            }
            Some(known) => {
                let filed = matching::blocks(&known.sketch);
                known.sketch.join(&sketch);
                if let Some((told, shares)) = &mut known.reports {
                    told.extend(says);
                    *shares = after;
                }
                let blocks = matching::blocks(&known.sketch);
                self.batch.blocks(cluster, blocks.into_iter().filter(|b| !filed.contains(b)));
                self.joined.insert(cluster);
            }
        }
        Ok(())
    }

    /// The occurrence that the report tells of, if it is known: the best of those it may be, never one that another
    /// occurrence of the same document is.
    fn find(&mut self, sketch: &Sketch, taken: &[i64]) -> Result<Option<i64>, Error> {
        let mut seen = self.candidates(sketch)?;
        seen.retain(|n| !taken.contains(n));
        self.cache.read(self.store, &seen)?;
        let mut best: Option<(f64, i64)> = None;
        for n in seen {
            let Some(known) = self.cache.get(n) else { continue };
            // Of two that fit as well, the one that was known first.
            if let Some(points) = matching::score(sketch, &known.sketch)
                && best.is_none_or(|(p, _)| points > p)
            {
                best = Some((points, n));
            }
        }
        Ok(best.map(|(_, n)| n))
    }

    /// The occurrences that are filed where the report looks: of each search the [`CANDIDATES`] that are latest.
    fn candidates(&self, sketch: &Sketch) -> Result<Vec<i64>, Error> {
        let searches = matching::searches(sketch);
        let mut found: Vec<Vec<(i64, i64)>> = vec![Vec::new(); searches.len()];
        let keys: Vec<(usize, i64)> =
            searches.iter().enumerate().flat_map(|(i, s)| s.keys.iter().map(move |k| (i, *k))).collect();
        for part in keys.chunks(64) {
            let of = |n: usize| {
                let (i, key, first, last) = (part[n].0, 3 * n + 1, 3 * n + 2, 3 * n + 3);
                format!(
                    "SELECT CAST({i} AS BIGINT), day, cluster FROM block WHERE key = ?{key} AND day BETWEEN ?{first} AND ?{last}"
                )
            };
            let values: Vec<Param<'_>> = part
                .iter()
                .flat_map(|(i, key)| [*key, searches[*i].first, searches[*i].last].map(Param::Int))
                .collect();
            self.store.query(&union((0..part.len()).map(of)), &values, &mut |r| {
                if let Some(of) = usize::try_from(r.int(0)?).ok().and_then(|i| found.get_mut(i)) {
                    of.push((r.int(1)?, r.int(2)?));
                }
                Ok(())
            })?;
        }
        let mut seen = Vec::new();
        for (s, mut of) in searches.iter().zip(found) {
            let here = s.keys.iter().flat_map(|k| self.batch.filed(*k));
            of.extend(here.filter(|(day, _)| (s.first..=s.last).contains(day)));
            if of.len() > CANDIDATES {
                of.sort_unstable_by(|a, b| b.cmp(a));
                of.dedup();
                of.truncate(CANDIDATES);
            }
            seen.extend(of.into_iter().map(|(_, cluster)| cluster));
        }
        seen.sort_unstable();
        seen.dedup();
        Ok(seen)
    }
}

/// One query that gives what all of them give.
fn union(queries: impl Iterator<Item = String>) -> String {
    queries.collect::<Vec<_>>().join(" UNION ALL ")
}

/// Occurrences that one search gives at most.
const CANDIDATES: usize = 512;

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

/// The day an event is filed under: the one it states, else that of its report.
pub(crate) fn filed_under(e: &Event, published: Option<i64>) -> i64 {
    e.date.as_ref().map(|d| day::number(d.start)).or(published).unwrap_or(NO_DAY)
}
