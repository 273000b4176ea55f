//! Who deals with whom.

use crate::filter::{NO_DAY, act_and_status};
use crate::flow::{self, ANYONE, Key, Month, Share, Total};
use crate::store::StoreExt;
use crate::{Error, Filter, Record, day};
use detente_event::{Quad, Status};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Parties and what passes between them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Network {
    /// The parties, by name.
    pub nodes: Vec<Node>,
    /// One edge for each ordered pair and quadrant.
    pub edges: Vec<Edge>,
}

/// A party of the network.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Its code, empty where unknown.
    pub code: String,
    /// Number of occurrences it is party to.
    pub events: u64,
    /// Number of reports of them.
    pub reports: u64,
}

/// What one party does to another, in one quadrant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edge {
    /// Index of the acting party in [`Network::nodes`].
    pub from: usize,
    /// Index of the other.
    pub to: usize,
    /// The quadrant.
    pub quad: Quad,
    /// Number of occurrences.
    pub events: u64,
    /// Number of reports.
    pub reports: u64,
    /// Mean Goldstein score of the reports.
    pub goldstein: f64,
    /// Day of the first.
    pub first: Option<Date>,
    /// Day of the last.
    pub last: Option<Date>,
}

/// A party's name and code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Party {
    /// Its name.
    pub name: Arc<str>,
    /// Its code, empty where unknown.
    pub code: Arc<str>,
}

/// What one party did to another in a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DyadMonth {
    /// Who acts.
    pub actor: Party,
    /// To whom.
    pub recipient: Party,
    /// `2025-10`; empty for what has no date.
    pub month: Arc<str>,
    /// Number of occurrences in that quadrant.
    pub verbal_cooperation: u64,
    /// Number of occurrences in that quadrant.
    pub material_cooperation: u64,
    /// Number of occurrences in that quadrant.
    pub verbal_conflict: u64,
    /// Number of occurrences in that quadrant.
    pub material_conflict: u64,
    /// Number of reports of them.
    pub reports: u64,
    /// Mean Goldstein score of the reports.
    pub goldstein: f64,
}

/// A party's name and code.
type Name = (Arc<str>, Arc<str>);

/// One report of one party towards another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    key: Key,
    cluster: i64,
    tenths: i64,
    day: i64,
}

/// Reads the reports of one key, which are sorted: the number of occurrences, and what they share.
fn sum(of: &[Told]) -> (i64, Share) {
    let share = of.iter().fold(Share::NONE, |mut s, t| {
        s.add(&Share::one(t.tenths, t.day));
        s
    });
    (of.chunk_by(|x, y| x.cluster == y.cluster).count() as i64, share)
}

fn whole(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

fn mean(tenths: i64, reports: i64) -> f64 {
    if reports == 0 { 0.0 } else { tenths as f64 / 10.0 / reports as f64 }
}

const QUADS: [Quad; 4] =
    [Quad::VerbalCooperation, Quad::MaterialCooperation, Quad::VerbalConflict, Quad::MaterialConflict];

impl Record {
    /// The parties of the events that fit and what passes between them; what was negated or only supposed counts
    /// for nothing unless the filter asks for that status. A limit is one of edges, in the order of the parties' names;
    /// all parties are there.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn network(&self, filter: &Filter) -> Result<Network, Error> {
        let names = self.actor_names()?;
        let mut nodes: Vec<(Node, i64)> = Vec::new();
        let mut arcs: Vec<(i64, i64, usize, Total)> = Vec::new();
        self.totals(filter, &mut |actor, other, quad, total| {
            if other != ANYONE {
                arcs.push((actor, other, quad, total));
            } else if let Some((name, code)) = names.get(&actor).cloned() {
                let (events, reports) = (whole(total.clusters), whole(total.share.reports));
                nodes.push((Node { name: name.to_string(), code: code.to_string(), events, reports }, actor));
            }
        })?;
        nodes.sort();
        let at: HashMap<i64, usize> = nodes.iter().enumerate().map(|(i, (_, n))| (*n, i)).collect();
        let mut edges: Vec<Edge> = (arcs.into_iter())
            .filter_map(|(actor, other, quad, Total { clusters, share })| {
                Some(Edge {
                    from: *at.get(&actor)?,
                    to: *at.get(&other)?,
                    quad: *QUADS.get(quad)?,
                    events: whole(clusters),
                    reports: whole(share.reports),
                    goldstein: mean(share.tenths, share.reports),
                    first: (share.first < NO_DAY).then(|| day::date(share.first)).flatten(),
                    last: (share.last > -NO_DAY).then(|| day::date(share.last)).flatten(),
                })
            })
            .collect();
        edges.sort_unstable_by_key(|e| (e.from, e.to, e.quad));
        let edges = edges.into_iter().skip(filter.offset).take(filter.limit.unwrap_or(usize::MAX)).collect();
        Ok(Network { nodes: nodes.into_iter().map(|(n, _)| n).collect(), edges })
    }

    /// Counts for each ordered pair and month, by the names of the parties.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn counts(&self, filter: &Filter) -> Result<Vec<DyadMonth>, Error> {
        let names = self.actor_names()?;
        let mut ranked: Vec<(&Name, i64)> = names.iter().map(|(n, name)| (name, *n)).collect();
        ranked.sort_unstable();
        let rank: HashMap<i64, usize> = ranked.iter().enumerate().map(|(i, (_, n))| (*n, i)).collect();
        let mut dyads = Vec::new();
        self.months(filter, &mut |actor, other, months| {
            if let (Some(a), Some(b)) = (rank.get(&actor), rank.get(&other)) {
                dyads.push((*a, *b, months));
            }
        })?;
        dyads.sort_unstable_by_key(|d| (d.0, d.1));
        let mut month_names: HashMap<i64, Arc<str>> = HashMap::new();
        let mut month_name = |month: i64| -> Arc<str> {
            let name = || if month < NO_DAY { day::month_name(month) } else { String::new() };
            month_names.entry(month).or_insert_with(|| name().into()).clone()
        };
        let (mut skip, mut room) = (filter.offset, filter.limit.unwrap_or(usize::MAX));
        let all: usize = dyads.iter().map(|d| d.2.len()).sum();
        let mut out = Vec::with_capacity(all.saturating_sub(skip).min(room));
        for (a, b, mut months) in dyads {
            if room == 0 {
                break;
            }
            // What has no date comes first, as its empty name does.
            months.sort_unstable_by_key(|(m, _)| if *m < NO_DAY { *m } else { i64::MIN });
            let party = |rank: usize| Party { name: ranked[rank].0.0.clone(), code: ranked[rank].0.1.clone() };
            for (month, m) in months.iter().skip(skip).take(room) {
                let of = |quad: usize| whole(m.clusters[quad]);
                out.push(DyadMonth {
                    actor: party(a),
                    recipient: party(b),
                    month: month_name(*month),
                    verbal_cooperation: of(0),
                    material_cooperation: of(1),
                    verbal_conflict: of(2),
                    material_conflict: of(3),
                    reports: whole(m.reports),
                    goldstein: mean(m.tenths, m.reports),
                });
            }
            let left = months.len().saturating_sub(skip);
            skip = skip.saturating_sub(months.len());
            room = room.saturating_sub(left);
        }
        Ok(out)
    }

    /// What each party has with each other, and with [`ANYONE`], over all of time.
    fn totals(&self, filter: &Filter, each: &mut dyn FnMut(i64, i64, usize, Total)) -> Result<(), Error> {
        if filter.is_open() && !filter.rejected {
            return self.store.query("SELECT actor, other, total FROM dyad", &[], &mut |r| {
                let (actor, other) = (r.int(0)?, r.int(1)?);
                flow::totals(r.text(2)?, |quad, total| each(actor, other, quad, total))
            });
        }
        for of in self.told(filter, false)?.chunk_by(|x, y| x.key == y.key) {
            let Key { actor, other, quad, .. } = of[0].key;
            let (clusters, share) = sum(of);
            each(actor, other, quad, Total { clusters, share });
        }
        Ok(())
    }

    /// What each party does to each other, month by month.
    fn months(&self, filter: &Filter, each: &mut dyn FnMut(i64, i64, Vec<(i64, Month)>)) -> Result<(), Error> {
        if filter.is_open() && !filter.rejected {
            let sql = "SELECT actor, other, months FROM dyad WHERE other <> ?1";
            return self.store.query(sql, &[ANYONE.into()], &mut |r| {
                let mut list = Vec::new();
                flow::months(r.text(2)?, |month, m| list.push((month, m)))?;
                each(r.int(0)?, r.int(1)?, list);
                Ok(())
            });
        }
        let told = self.told(filter, true)?;
        for pair in told.chunk_by(|x, y| (x.key.actor, x.key.other) == (y.key.actor, y.key.other)) {
            let mut list: Vec<(i64, Month)> = Vec::new();
            for of in pair.chunk_by(|x, y| x.key == y.key) {
                let Key { month, quad, .. } = of[0].key;
                let (clusters, share) = sum(of);
                if list.last().is_none_or(|l| l.0 != month) {
                    list.push((month, Month::default()));
                }
                if let Some((_, m)) = list.last_mut() {
                    m.clusters[quad] += clusters;
                    m.reports += share.reports;
                    m.tenths += share.tenths;
                }
            }
            each(pair[0].key.actor, pair[0].key.other, list);
        }
        Ok(())
    }

    /// The events that fit, one by one, sorted by what they count under: by month, or for all of time and with what each
    /// party has with [`ANYONE`].
    fn told(&self, filter: &Filter, monthly: bool) -> Result<Vec<Told>, Error> {
        let asked = |status: Status| if filter.statuses.is_empty() { flow::counts(status) } else { true };
        let Some(c) = filter.condition(&*self.store)? else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT q.actor, q.other, q.role, q.cluster, q.day, q.act, q.status, q.tenths, q.entry FROM {}",
            c.parties()
        );
        let mut out: Vec<Told> = Vec::new();
        // A party counts once for a report, to however many it was done.
        let mut named: Vec<(i64, i64, i64)> = Vec::new();
        self.store.query(&sql, &c.params(), &mut |r| {
            let Some((act, status)) = act_and_status(r, 5, 6)?.filter(|(_, status)| asked(*status)) else {
                return Ok(());
            };
            let (actor, other, cluster, day) = (r.int(0)?, r.int(1)?, r.int(3)?, r.int(4)?);
            if !monthly {
                named.push((r.int(8)?, actor, cluster));
            }
            if r.int(2)? != 0 || other == 0 {
                return Ok(());
            }
            let month = match (monthly, day < NO_DAY) {
                (false, _) => flow::ALL,
                (true, true) => day::month(day),
                (true, false) => NO_DAY,
            };
            let key = Key { actor, other, month, quad: flow::quad(act, status) };
            out.push(Told { key, cluster, tenths: r.int(7)?, day });
            Ok(())
        })?;
        named.sort_unstable();
        named.dedup();
        out.extend(named.into_iter().map(|(_, actor, cluster)| Told {
            key: Key { actor, other: ANYONE, month: flow::ALL, quad: 0 },
            cluster,
            tenths: 0,
            day: NO_DAY,
        }));
        out.sort_unstable();
        Ok(out)
    }

    /// Name and code of every actor.
    fn actor_names(&self) -> Result<BTreeMap<i64, Name>, Error> {
        let rows = (self.store).rows("SELECT seq, name, code FROM actor", &[], |r| {
            Ok((r.int(0)?, (Arc::from(r.text(1)?), Arc::from(r.text(2)?))))
        })?;
        Ok(rows.into_iter().collect())
    }
}
