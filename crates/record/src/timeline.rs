//! What happened when, and what is announced and has not happened yet.

use crate::filter::{Condition, NO_DAY, TOGETHER, numbers};
use crate::store::StoreExt;
use crate::{Cluster, Error, Filter, Record, day};
use detente_event::{Act, Status};
use jiff::civil::Date;
use serde::Serialize;

/// Something announced that no report says was held or called off.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pending {
    /// The occurrence, with its reports.
    pub cluster: Cluster,
    /// The last day by which it is to happen, where one is stated.
    pub due: Option<Date>,
    /// That day is over.
    pub overdue: bool,
}

impl Record {
    /// The occurrences that fit, in the order in which they were first reported.
    ///
    /// Statuses and days of the filter are those of the occurrence, not of a single report.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn clusters(&self, filter: &Filter) -> Result<Vec<Cluster>, Error> {
        let list = self.cluster_numbers(filter, &[], "c.seq")?;
        self.clusters_of(&list)
    }

    /// The occurrences that fit, by day; those without any date last.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn timeline(&self, filter: &Filter) -> Result<Vec<Cluster>, Error> {
        let list = self.cluster_numbers(filter, &[], "c.day, c.seq")?;
        let mut out = self.clusters_of(&list)?;
        out.sort_by_key(|c| (c.day.is_none(), c.day));
        Ok(out)
    }

    /// What is planned and not reported held or called off: what has a date first, the next first.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn pending(&self, filter: &Filter, today: Date) -> Result<Vec<Pending>, Error> {
        let filter = Filter { statuses: vec![Status::Planned], ..filter.clone() };
        let list = self.cluster_numbers(&filter, &[], "c.due, c.seq")?;
        Ok(self
            .clusters_of(&list)?
            .into_iter()
            .map(|cluster| {
                let due = cluster.event.date.as_ref().map(|d| d.end);
                Pending { overdue: due.is_some_and(|d| d < today), due, cluster }
            })
            .collect())
    }

    /// The numbers of the occurrences that fit.
    pub(crate) fn cluster_numbers(&self, filter: &Filter, acts: &[Act], order: &str) -> Result<Vec<i64>, Error> {
        if let Some(words) = filter.common_words(&*self.store)? {
            let list = |f: &Filter| self.cluster_numbers(f, acts, order);
            return filter.narrowed(list, |clusters| self.having_words(clusters, filter, words));
        }
        let of_reports = of_reports(filter);
        let mut c = if of_reports.is_open() {
            Condition::default()
        } else {
            let Some(mut c) = of_reports.condition(&*self.store)? else { return Ok(Vec::new()) };
            c.wrap(|wher| format!("c.seq IN (SELECT e.cluster FROM entry e{wher})"));
            c
        };
        c.push("c.moved IS NULL");
        if !filter.rejected {
            c.push("c.reports > 0");
        }
        let acts: &[Act] = if acts.is_empty() { &filter.acts } else { acts };
        if !acts.is_empty() {
            c.push(format!("c.act IN ({})", acts.iter().map(|a| format!("'{a}'")).collect::<Vec<_>>().join(", ")));
        }
        if !filter.statuses.is_empty() {
            let list: Vec<String> = filter.statuses.iter().map(|s| format!("'{s}'")).collect();
            c.push(format!("c.status IN ({})", list.join(", ")));
        }
        if let Some(from) = filter.from {
            c.push(format!("c.day >= {} AND c.day < {NO_DAY}", day::number(from)));
        }
        if let Some(until) = filter.until {
            c.push(format!("c.day <= {}", day::number(until)));
        }
        let page = filter.page(&mut c);
        let sql = format!("SELECT c.seq FROM cluster c{} ORDER BY {order}{page}", c.wher());
        self.store.rows(&sql, &c.params(), |r| r.int(0))
    }

    /// Those of the occurrences of which one report that fits has the words.
    fn having_words(&self, clusters: &[i64], filter: &Filter, words: &str) -> Result<Vec<i64>, Error> {
        let mut found: Vec<(i64, i64)> = Vec::new();
        for part in clusters.chunks(TOGETHER) {
            let wordless = Filter { text: None, ..of_reports(filter) };
            let Some(mut c) = wordless.condition(&*self.store)? else { return Ok(Vec::new()) };
            let n = c.text(numbers(part.iter().copied()));
            c.push(self.store.among("e.cluster", n));
            let sql = format!("SELECT e.seq, e.cluster FROM entry e{}", c.among_others());
            found.extend(self.store.rows(&sql, &c.params(), |r| Ok((r.int(0)?, r.int(1)?)))?);
        }
        found.sort_unstable();
        let entries: Vec<i64> = found.iter().map(|f| f.0).collect();
        let have = self.store.having_words(&entries, words)?;
        let mut fit: Vec<i64> = Vec::new();
        for (entry, cluster) in found {
            if have.binary_search(&entry).is_ok() {
                fit.push(cluster);
            }
        }
        fit.sort_unstable();
        Ok(clusters.iter().copied().filter(|c| fit.binary_search(c).is_ok()).collect())
    }
}

/// What belongs to a report is asked of the reports; what belongs to the occurrence, of the occurrence.
fn of_reports(filter: &Filter) -> Filter {
    Filter { acts: Vec::new(), statuses: Vec::new(), from: None, until: None, limit: None, offset: 0, ..filter.clone() }
}
