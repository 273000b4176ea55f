//! Who deals with whom.

use crate::filter::{NO_DAY, act_and_status};
use crate::flow::{self, ANYONE, Counted, Key, Share};
use crate::store::StoreExt;
use crate::{Error, Filter, Record, day};
use detente_event::{Act, Quad, Status, render};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

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
    pub name: String,
    /// Its code, empty where unknown.
    pub code: String,
}

/// What one party did to another in a month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DyadMonth {
    /// Who acts.
    pub actor: Party,
    /// To whom.
    pub recipient: Party,
    /// `2025-10`; empty for what has no date.
    pub month: String,
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

/// What is summed up under a key while events are read one by one.
#[derive(Default)]
struct Sum {
    clusters: Vec<i64>,
    share: Option<Share>,
}

impl Sum {
    fn add(&mut self, cluster: i64, share: &Share) {
        self.clusters.push(cluster);
        match &mut self.share {
            None => self.share = Some(*share),
            Some(s) => {
                s.reports += share.reports;
                s.tenths += share.tenths;
                s.first = s.first.min(share.first);
                s.last = s.last.max(share.last);
            }
        }
    }

    fn count(mut self, key: Key) -> Option<Counted> {
        self.clusters.sort_unstable();
        self.clusters.dedup();
        let clusters = i64::try_from(self.clusters.len()).unwrap_or(i64::MAX);
        Some(Counted { key, clusters, share: self.share? })
    }
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
        let mut arcs: Vec<Counted> = Vec::new();
        self.counted(filter, false, &mut |c| {
            if c.key.other == ANYONE {
                if let Some((name, code)) = names.get(&c.key.actor).cloned() {
                    let (events, reports) = (whole(c.clusters), whole(c.share.reports));
                    nodes.push((Node { name, code, events, reports }, c.key.actor));
                }
            } else {
                arcs.push(c);
            }
            Ok(true)
        })?;
        nodes.sort();
        let at: HashMap<i64, usize> = nodes.iter().enumerate().map(|(i, (_, n))| (*n, i)).collect();
        let mut edges: Vec<Edge> = (arcs.into_iter())
            .filter_map(|c| {
                Some(Edge {
                    from: *at.get(&c.key.actor)?,
                    to: *at.get(&c.key.other)?,
                    quad: *QUADS.get(usize::try_from(c.key.quad).ok()?)?,
                    events: whole(c.clusters),
                    reports: whole(c.share.reports),
                    goldstein: mean(c.share.tenths, c.share.reports),
                    first: (c.share.first < NO_DAY).then(|| day::date(c.share.first)).flatten(),
                    last: (c.share.last > -NO_DAY).then(|| day::date(c.share.last)).flatten(),
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
        let party = |n: i64| names.get(&n).map(|(name, code)| Party { name: name.clone(), code: code.clone() });
        let wanted = filter.limit.map_or(usize::MAX, |l| l.saturating_add(filter.offset));
        let mut out: Vec<DyadMonth> = Vec::new();
        // The rows of one actor, to be put in order when the next one comes.
        let mut of_one: Vec<Counted> = Vec::new();
        let mut close = |of_one: &mut Vec<Counted>| {
            let rank = |n: i64| names.get(&n);
            of_one.sort_by(|x, y| {
                (rank(x.key.other).cmp(&rank(y.key.other))).then_with(|| month_order(&x.key).cmp(&month_order(&y.key)))
            });
            for same in of_one.chunk_by(|x, y| (x.key.other, x.key.month) == (y.key.other, y.key.month)) {
                let key = same[0].key;
                let (Some(actor), Some(recipient)) = (party(key.actor), party(key.other)) else { continue };
                let of = |q: i64| same.iter().find(|c| c.key.quad == q).map_or(0, |c| whole(c.clusters));
                let reports = same.iter().map(|c| c.share.reports).sum();
                out.push(DyadMonth {
                    actor,
                    recipient,
                    month: if key.month < NO_DAY { day::month_name(key.month) } else { String::new() },
                    verbal_cooperation: of(0),
                    material_cooperation: of(1),
                    verbal_conflict: of(2),
                    material_conflict: of(3),
                    reports: whole(reports),
                    goldstein: mean(same.iter().map(|c| c.share.tenths).sum(), reports),
                });
            }
            of_one.clear();
            out.len() < wanted
        };
        let mut open = true;
        self.counted(filter, true, &mut |c| {
            if of_one.first().is_some_and(|o| o.key.actor != c.key.actor) {
                open = close(&mut of_one);
            }
            of_one.push(c);
            Ok(open)
        })?;
        if open {
            close(&mut of_one);
        }
        Ok(out.into_iter().skip(filter.offset).take(filter.limit.unwrap_or(usize::MAX)).collect())
    }

    /// What is counted, actor by actor in the order of their names, until `each` says that it has enough; `monthly` for
    /// months, else for all of time and for each party by itself.
    fn counted(
        &self,
        filter: &Filter,
        monthly: bool,
        each: &mut dyn FnMut(Counted) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let mut actors: Vec<(i64, (String, String))> = self.actor_names()?.into_iter().collect();
        actors.sort_by(|x, y| x.1.cmp(&y.1));
        let open = Filter { limit: None, offset: 0, ..filter.clone() };
        if open == Filter::default() {
            let mut more = true;
            for (actor, _) in actors {
                flow::of_actor(&*self.store, actor, monthly, |c| {
                    if more {
                        more = each(c)?;
                    }
                    Ok(())
                })?;
                if !more {
                    break;
                }
            }
            return Ok(());
        }
        let mut sums = self.sums(&open, monthly)?;
        for (actor, _) in actors {
            let from = Key { actor, other: i64::MIN, month: i64::MIN, quad: i64::MIN };
            let to = Key { actor, other: i64::MAX, month: i64::MAX, quad: i64::MAX };
            let mine: Vec<Key> = sums.range(from..=to).map(|(k, _)| *k).collect();
            for key in mine {
                if let Some(c) = sums.remove(&key).and_then(|s| s.count(key))
                    && !each(c)?
                {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// The same, from the events that fit, one by one.
    fn sums(&self, filter: &Filter, monthly: bool) -> Result<BTreeMap<Key, Sum>, Error> {
        let mut filter = filter.clone();
        if filter.statuses.is_empty() {
            filter.statuses = Status::ALL.into_iter().filter(|s| flow::counts(*s)).collect();
        }
        let mut sums: HashMap<Key, Sum> = HashMap::new();
        let Some(c) = filter.condition(&*self.store)? else { return Ok(BTreeMap::new()) };
        let sql = format!(
            "SELECT q.actor, q.other, q.role, e.cluster, e.day, q.act, q.status, e.mode, e.seq \
             FROM entry e JOIN party q ON q.entry = e.seq{}",
            c.wher()
        );
        // A party counts once for a report, to however many it was done.
        let mut named = HashSet::new();
        let mut scores: HashMap<(Act, Status, String), (i64, i64)> = HashMap::new();
        self.store.query(&sql, &c.params(), &mut |r| {
            let (actor, other, cluster) = (r.int(0)?, r.int(1)?, r.int(3)?);
            if !monthly && named.insert((r.int(8)?, actor)) {
                let share = Share { reports: 1, tenths: 0, first: NO_DAY, last: -NO_DAY };
                sums.entry(Key { actor, other: ANYONE, month: flow::ALL, quad: 0 }).or_default().add(cluster, &share);
            }
            if r.int(2)? != 0 || other == 0 {
                return Ok(());
            }
            let Some((act, status)) = act_and_status(r, 5, 6)? else { return Ok(()) };
            let mode = r.opt_text(7)?;
            let (quad, tenths) = *scores
                .entry((act, status, mode.unwrap_or_default().to_owned()))
                .or_insert_with(|| (render::event(act, status).quad() as i64, flow::tenths(act, mode, status)));
            let day = r.int(4)?;
            let dated = day < NO_DAY;
            let share = Share { reports: 1, tenths, first: day, last: if dated { day } else { -NO_DAY } };
            let month = match (monthly, dated) {
                (false, _) => flow::ALL,
                (true, true) => day::month(day),
                (true, false) => NO_DAY,
            };
            sums.entry(Key { actor, other, month, quad }).or_default().add(cluster, &share);
            Ok(())
        })?;
        Ok(sums.into_iter().collect())
    }

    /// Name and code of every actor.
    pub(crate) fn actor_names(&self) -> Result<BTreeMap<i64, (String, String)>, Error> {
        let rows = self
            .store
            .rows("SELECT seq, name, code FROM actor", &[], |r| Ok((r.int(0)?, (r.string(1)?, r.string(2)?))))?;
        Ok(rows.into_iter().collect())
    }
}

/// What has no date comes first, as its empty name does.
fn month_order(k: &Key) -> i64 {
    if k.month < NO_DAY { k.month } else { i64::MIN }
}
