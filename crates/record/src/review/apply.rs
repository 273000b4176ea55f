//! Filing a decision and bringing the index up to date with it.

use super::{Correction, Decision};
use crate::add::{Writer, filed_under};
use crate::batch::{Batch, ClusterRow, Placement, delete_entry, party_rows, says};
use crate::cache::Cache;
use crate::cluster::{matching, sketch::Sketch};
use crate::error::Kind;
use crate::flow::{self, Flow, Shares};
use crate::record::{REPORT, report};
use crate::store::StoreExt;
use crate::{Error, Record, Report, day};
use jiff::Timestamp;

fn missing(what: &str, id: &str) -> Error {
    Error::new(
        Kind::NotFound,
        format!("there is no {what} `{id}`"),
        "`detente record events --format json` lists the ids",
    )
}

impl Record {
    /// Files a decision within a transaction; `number` where an older record is made again.
    pub(crate) fn file(&self, decision: &Decision, at: Timestamp, by: &str, number: Option<i64>) -> Result<i64, Error> {
        let mut decision = decision.clone();
        let number = self.next_decision(number)?;
        self.check_and_complete(&mut decision, number)?;
        let content = serde_json::to_string(&decision)
            .map_err(|e| Error::invalid(format!("the decision cannot be written as JSON: {e}"), "report this"))?;
        self.store.execute(
            "INSERT INTO decision(seq, at, who, kind, target, content, undoes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL)",
            &[
                number.into(),
                (&at.to_string()).into(),
                by.into(),
                decision.kind().into(),
                decision.target().into(),
                (&content).into(),
            ],
        )?;
        self.take_effect(&decision)?;
        Ok(number)
    }

    pub(crate) fn file_undo(&self, undone: i64, at: Timestamp, by: &str, number: Option<i64>) -> Result<i64, Error> {
        let all = self.decisions()?;
        let Some(target) = all.iter().find(|d| d.number == undone) else {
            return Err(missing("decision", &undone.to_string()));
        };
        if !target.holds {
            return Err(Error::invalid(
                format!("decision {undone} is undone already"),
                "`detente record undo --list` shows which hold",
            ));
        }
        let number = self.next_decision(number)?;
        self.store.execute(
            "INSERT INTO decision(seq, at, who, kind, target, content, undoes) VALUES (?1, ?2, ?3, 'undo', '', '{}', ?4)",
            &[number.into(), (&at.to_string()).into(), by.into(), undone.into()],
        )?;
        // An undone undoing brings back the decision at the end of the chain: that is the one whose effect changes.
        let mut end = target;
        while let Some(next) = end.undoes.and_then(|n| all.iter().find(|d| d.number == n)) {
            end = next;
        }
        if let Some(decision) = &end.decision {
            self.take_effect(decision)?;
        }
        Ok(number)
    }

    fn next_decision(&self, given: Option<i64>) -> Result<i64, Error> {
        match given {
            Some(n) => Ok(n),
            None => Ok(self.store.int("SELECT max(seq) FROM decision", &[])?.unwrap_or(0) + 1),
        }
    }

    fn check_and_complete(&self, decision: &mut Decision, number: i64) -> Result<(), Error> {
        match decision {
            Decision::Accept { event } | Decision::Reject { event } => self.report_number(event).map(|_| ()),
            Decision::Correct { event, change } => {
                self.report_number(event)?;
                check_change(change)
            }
            Decision::Merge { into, from } => {
                let (a, b) = (self.cluster_number(into)?, self.cluster_number(from)?);
                if a == b {
                    return Err(Error::invalid("an occurrence cannot be merged with itself", "name two"));
                }
                for (n, id) in [(a, &*into), (b, &*from)] {
                    if self.store.int("SELECT moved FROM cluster WHERE seq = ?1", &[n.into()])?.is_some() {
                        return Err(Error::invalid(
                            format!("occurrence `{id}` has been merged into another one"),
                            "name that one, or undo the merge first",
                        ));
                    }
                }
                Ok(())
            }
            Decision::Split { event, cluster } => {
                let report = self.report_number(event)?;
                let now = self.store.int("SELECT cluster FROM entry WHERE seq = ?1", &[report.into()])?.unwrap_or(0);
                let others = self
                    .store
                    .int("SELECT count(*) FROM entry WHERE cluster = ?1 AND seq <> ?2", &[now.into(), report.into()])?;
                if others == Some(0) {
                    return Err(Error::invalid(format!("event `{event}` is the only report of its occurrence"), ""));
                }
                if cluster.is_empty() {
                    let taken = self.store.int("SELECT seq FROM cluster WHERE id = ?1", &[(&*event).into()])?.is_some();
                    *cluster = if taken { format!("{event}-{number}") } else { event.clone() };
                }
                Ok(())
            }
            Decision::Note { about, .. } => {
                self.report_number(about).map(|_| ()).or_else(|_| self.cluster_number(about).map(|_| ()))
            }
        }
    }

    fn report_number(&self, id: &str) -> Result<i64, Error> {
        let n = self.store.int("SELECT seq FROM report WHERE id = ?1", &[id.into()])?;
        n.ok_or_else(|| missing("event", id))
    }

    fn cluster_number(&self, id: &str) -> Result<i64, Error> {
        let n = self.store.int("SELECT seq FROM cluster WHERE id = ?1", &[id.into()])?;
        n.ok_or_else(|| missing("occurrence", id))
    }

    /// Works out again what a decision that was made or undone bears on.
    fn take_effect(&self, decision: &Decision) -> Result<(), Error> {
        match decision {
            Decision::Accept { event } | Decision::Reject { event } | Decision::Correct { event, .. } => {
                let n = self.report_number(event)?;
                let (_, cluster) = self.refile(n)?;
                self.rebuild(cluster)
            }
            Decision::Note { about, .. } => match self.report_number(about) {
                Ok(n) => self.refile(n).map(|_| ()),
                Err(_) => Ok(()),
            },
            Decision::Split { event, cluster } => {
                let n = self.report_number(event)?;
                if self.store.int("SELECT seq FROM cluster WHERE id = ?1", &[cluster.into()])?.is_none() {
                    self.empty_cluster(cluster, n)?;
                }
                let (before, after) = self.refile(n)?;
                self.rebuild(before)?;
                self.rebuild(after)
            }
            Decision::Merge { into, from } => {
                let (a, b) = (self.cluster_number(into)?, self.cluster_number(from)?);
                let target = match self.holding(from)?.into_iter().rev().find_map(|d| match d.decision {
                    Some(Decision::Merge { into, .. }) => Some(into),
                    _ => None,
                }) {
                    Some(id) => Some(self.cluster_number(&id)?),
                    None => None,
                };
                if let Some(t) = target
                    && self.end_of(t)? == b
                {
                    return Err(Error::invalid(
                        format!("`{into}` and `{from}` would each be merged into the other"),
                        "undo the other merge first",
                    ));
                }
                self.store.execute("UPDATE cluster SET moved = ?2 WHERE seq = ?1", &[b.into(), target.into()])?;
                let mut members = Vec::new();
                for c in [a, b, self.end_of(a)?, self.end_of(b)?] {
                    members.extend(
                        self.store.rows("SELECT seq FROM entry WHERE cluster = ?1", &[c.into()], |r| r.int(0))?,
                    );
                }
                members.sort_unstable();
                members.dedup();
                let mut touched = vec![a, b];
                for m in members {
                    let (before, after) = self.refile(m)?;
                    touched.extend([before, after]);
                }
                touched.sort_unstable();
                touched.dedup();
                touched.into_iter().try_for_each(|c| self.rebuild(c))
            }
        }
    }

    /// The occurrence into which this one went up; itself where it stands.
    fn end_of(&self, cluster: i64) -> Result<i64, Error> {
        let mut at = cluster;
        let mut steps = 0;
        while let Some(next) = self.store.int("SELECT moved FROM cluster WHERE seq = ?1", &[at.into()])? {
            at = next;
            steps += 1;
            if steps > 10_000 {
                return Err(Error::new(Kind::Corrupt, "merges of occurrences run in a circle", "undo one of them"));
            }
        }
        Ok(at)
    }

    /// Files a report in the index again, as the decisions leave it; its occurrence before and after.
    fn refile(&self, number: i64) -> Result<(i64, i64), Error> {
        let mut list = self.store.rows(&format!("{REPORT} WHERE r.seq = ?1"), &[number.into()], report)?;
        let old = self.indexed(number)?;
        let Some(r) = list.first_mut() else { return Err(missing("event", &number.to_string())) };
        r.reviewed = true;
        self.correct(std::slice::from_mut(r))?;
        let decisions = self.holding(&r.event.id)?;
        let base = self.store.int("SELECT cluster FROM report WHERE seq = ?1", &[number.into()])?.unwrap_or(old);
        let split = decisions.iter().rev().find_map(|d| match &d.decision {
            Some(Decision::Split { cluster, .. }) => Some(cluster.clone()),
            _ => None,
        });
        let cluster = match split {
            Some(id) => self.end_of(self.cluster_number(&id)?)?,
            None => self.end_of(base)?,
        };
        let mut cache = Cache::default();
        let mut writer = Writer::index_only(&*self.store, &mut cache);
        let (actors, recipients) = (writer.actors(&r.event.actor)?, writer.actors(&r.event.recipient)?);
        let touched: Vec<i64> = if old == cluster { vec![old] } else { vec![old, cluster] };
        let shares = || touched.iter().map(|c| flow::shares(&*self.store, *c)).collect::<Result<Vec<_>, Error>>();
        let before = shares()?;
        delete_entry(&*self.store, number, &r.event.context)?;
        let published = r.published.map(day::number);
        let at = Placement {
            seq: number,
            document: r.document,
            cluster,
            outlet: r.outlet,
            published,
            decision: decisions.last().map(|d| d.number),
            rejected: r.rejected,
            day: filed_under(&r.event, published),
        };
        let mut batch = Batch::default();
        batch.index(&r.event, &party_rows(&actors, &recipients), at, &mut Shares::new());
        batch.write(&*self.store, |_| None)?;
        let mut flow = Flow::default();
        for (before, after) in before.iter().zip(&shares()?) {
            flow.change(before, after);
        }
        flow.write(&*self.store)?;
        Ok((old, cluster))
    }

    fn indexed(&self, report: i64) -> Result<i64, Error> {
        Ok(self.store.int("SELECT cluster FROM entry WHERE seq = ?1", &[report.into()])?.unwrap_or(0))
    }

    /// An occurrence that a reviewer makes; [`Record::rebuild`] fills it.
    fn empty_cluster(&self, id: &str, report: i64) -> Result<(), Error> {
        let next = self.store.int("SELECT max(seq) FROM cluster", &[])?.unwrap_or(0) + 1;
        let row = self.store.rows("SELECT act, status FROM entry WHERE seq = ?1", &[report.into()], |r| {
            Ok((r.string(0)?, r.string(1)?))
        })?;
        let (act, status) = row.into_iter().next().unwrap_or_default();
        self.store.execute(
            "INSERT INTO cluster(seq, id, act, status, day, due, reports, sources, sketch) VALUES (?1, ?2, ?3, ?4, 0, 0, 0, 0, '')",
            &[next.into(), id.into(), (&act).into(), (&status).into()],
        )?;
        Ok(())
    }

    /// Makes an occurrence's row again from its reports.
    fn rebuild(&self, cluster: i64) -> Result<(), Error> {
        let mut reports: Vec<Report> =
            self.store.rows(&format!("{REPORT} WHERE e.cluster = ?1 ORDER BY e.seq"), &[cluster.into()], report)?;
        self.correct(&mut reports)?;
        let mut cache = Cache::default();
        let mut writer = Writer::index_only(&*self.store, &mut cache);
        let mut sum: Option<Sketch> = None;
        for r in reports.iter().filter(|r| !r.rejected) {
            let (actors, recipients) = (writer.actors(&r.event.actor)?, writer.actors(&r.event.recipient)?);
            let one = Sketch::of(&r.event, &actors, &recipients, r.published.map(day::number));
            match &mut sum {
                Some(s) => s.join(&one),
                None => sum = Some(one),
            }
        }
        match sum {
            Some(s) => {
                let mut batch = Batch::default();
                batch.blocks(cluster, matching::blocks(&s));
                batch.write(&*self.store, |_| None)?;
                ClusterRow::of(&s, &says(&*self.store, cluster)?).update(&*self.store, cluster)
            }
            None => {
                self.store.execute("UPDATE cluster SET reports = 0, sources = 0 WHERE seq = ?1", &[cluster.into()])?;
                Ok(())
            }
        }
    }
}

fn check_change(change: &Correction) -> Result<(), Error> {
    if change.is_empty() {
        return Err(Error::invalid("the correction changes nothing", "accept the event instead"));
    }
    if let (Some(act), Some(Some(mode))) = (change.act, &change.mode)
        && !act.modes().contains(&mode.as_str())
    {
        let list = act.modes().join(", ");
        return Err(Error::invalid(
            format!("{act} has no mode `{mode}`"),
            if list.is_empty() { "it has none".to_owned() } else { format!("its modes are {list}") },
        ));
    }
    if let Some(Some(d)) = &change.date
        && d.end < d.start
    {
        return Err(Error::invalid(
            format!("the date ends ({}) before it starts ({})", d.end, d.start),
            "turn them round",
        ));
    }
    Ok(())
}
