//! Who deals with whom.

use crate::filter::NO_DAY;
use crate::store::StoreExt;
use crate::{Error, Filter, Record, day};
use detente_event::{Act, Quad, Status, render};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

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

#[derive(Default)]
struct Sum {
    clusters: Vec<i64>,
    reports: u64,
    goldstein: f64,
    first: Option<i64>,
    last: Option<i64>,
}

impl Sum {
    fn add(&mut self, cluster: i64, goldstein: f64, day: Option<i64>) {
        self.clusters.push(cluster);
        self.reports += 1;
        self.goldstein += goldstein;
        if let Some(d) = day {
            self.first = Some(self.first.map_or(d, |f| f.min(d)));
            self.last = Some(self.last.map_or(d, |l| l.max(d)));
        }
    }

    fn events(&mut self) -> u64 {
        self.clusters.sort_unstable();
        self.clusters.dedup();
        self.clusters.len() as u64
    }

    fn mean(&self) -> f64 {
        if self.reports == 0 { 0.0 } else { self.goldstein / self.reports as f64 }
    }
}

/// One report between an actor and a counterpart.
struct Arc {
    actor: i64,
    other: i64,
    role: i64,
    cluster: i64,
    day: Option<i64>,
    act: Act,
    status: Status,
    mode: Option<String>,
}

impl Record {
    /// The parties of the events that fit and what passes between them; what was negated or only supposed counts
    /// for nothing unless the filter asks for that status.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn network(&self, filter: &Filter) -> Result<Network, Error> {
        let mut edges: BTreeMap<(i64, i64, Quad), Sum> = BTreeMap::new();
        let mut nodes: BTreeMap<i64, Sum> = BTreeMap::new();
        self.arcs(filter, |a| {
            nodes.entry(a.actor).or_default().add(a.cluster, 0.0, None);
            if a.role == 0 && a.other != 0 {
                let quad = render::event(a.act, a.status).quad();
                edges.entry((a.actor, a.other, quad)).or_default().add(a.cluster, score(&a), a.day);
            }
        })?;
        let names = self.actor_names()?;
        let mut list: Vec<(Node, i64)> = Vec::new();
        for (n, mut sum) in nodes {
            let Some((name, code)) = names.get(&n).cloned() else { continue };
            list.push((Node { name, code, events: sum.events(), reports: sum.reports }, n));
        }
        list.sort();
        let at: BTreeMap<i64, usize> = list.iter().enumerate().map(|(i, (_, n))| (*n, i)).collect();
        let mut out = Network { nodes: list.into_iter().map(|(n, _)| n).collect(), edges: Vec::new() };
        for ((a, b, quad), mut sum) in edges {
            let (Some(from), Some(to)) = (at.get(&a), at.get(&b)) else { continue };
            out.edges.push(Edge {
                from: *from,
                to: *to,
                quad,
                events: sum.events(),
                reports: sum.reports,
                goldstein: sum.mean(),
                first: sum.first.and_then(day::date),
                last: sum.last.and_then(day::date),
            });
        }
        out.edges.sort_by_key(|e| (e.from, e.to, e.quad));
        Ok(out)
    }

    /// Counts for each ordered pair and month.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn counts(&self, filter: &Filter) -> Result<Vec<DyadMonth>, Error> {
        let mut sums: BTreeMap<(i64, i64, Option<i64>), [Sum; 4]> = BTreeMap::new();
        self.arcs(filter, |a| {
            if a.role == 0 && a.other != 0 {
                let quad = render::event(a.act, a.status).quad();
                let month = a.day.map(day::month);
                sums.entry((a.actor, a.other, month)).or_default()[quad as usize].add(a.cluster, score(&a), a.day);
            }
        })?;
        let names = self.actor_names()?;
        let mut out = Vec::with_capacity(sums.len());
        for ((a, b, month), mut quads) in sums {
            let (Some(actor), Some(recipient)) = (names.get(&a), names.get(&b)) else { continue };
            let party = |p: &(String, String)| Party { name: p.0.clone(), code: p.1.clone() };
            let reports: u64 = quads.iter().map(|q| q.reports).sum();
            let total: f64 = quads.iter().map(|q| q.goldstein).sum();
            let [vc, mc, vx, mx] = [0, 1, 2, 3].map(|i: usize| quads[i].events());
            out.push(DyadMonth {
                actor: party(actor),
                recipient: party(recipient),
                month: month.map(day::month_name).unwrap_or_default(),
                verbal_cooperation: vc,
                material_cooperation: mc,
                verbal_conflict: vx,
                material_conflict: mx,
                reports,
                goldstein: if reports == 0 { 0.0 } else { total / reports as f64 },
            });
        }
        out.sort_by(|x, y| (&x.actor, &x.recipient, &x.month).cmp(&(&y.actor, &y.recipient, &y.month)));
        Ok(out)
    }

    fn arcs(&self, filter: &Filter, mut each: impl FnMut(Arc)) -> Result<(), Error> {
        let mut filter = Filter { limit: None, offset: 0, ..filter.clone() };
        if filter.statuses.is_empty() {
            filter.statuses =
                Status::ALL.into_iter().filter(|s| !matches!(s, Status::Negated | Status::Hypothetical)).collect();
        }
        let Some(c) = filter.condition(&*self.store)? else { return Ok(()) };
        let sql = format!(
            "SELECT q.actor, q.other, q.role, e.cluster, e.day, q.act, q.status, e.mode \
             FROM entry e JOIN party q ON q.entry = e.seq{}",
            c.wher()
        );
        self.store.query(&sql, &c.params(), &mut |r| {
            let act = usize::try_from(r.int(5)?).ok().and_then(|i| Act::ALL.get(i)).copied();
            let status = usize::try_from(r.int(6)?).ok().and_then(|i| Status::ALL.get(i)).copied();
            if let (Some(act), Some(status)) = (act, status) {
                each(Arc {
                    actor: r.int(0)?,
                    other: r.int(1)?,
                    role: r.int(2)?,
                    cluster: r.int(3)?,
                    day: r.opt_int(4)?.filter(|d| *d < NO_DAY),
                    act,
                    status,
                    mode: r.opt_text(7)?.map(str::to_owned),
                });
            }
            Ok(())
        })
    }

    /// Name and code of every actor.
    pub(crate) fn actor_names(&self) -> Result<BTreeMap<i64, (String, String)>, Error> {
        let rows = self
            .store
            .rows("SELECT seq, name, code FROM actor", &[], |r| Ok((r.int(0)?, (r.string(1)?, r.string(2)?))))?;
        Ok(rows.into_iter().collect())
    }
}

fn score(a: &Arc) -> f64 {
    render::goldstein(&render::cameo(a.act, a.mode.as_deref(), a.status, "", &[]))
}
