//! How often each party acts towards each other, kept up to date with every change, so that who deals with whom is
//! answered without a look at every event.
//!
//! Counted are the reports that [`counts`] lets through, each occurrence once for each pair and quadrant.

use crate::Error;
use crate::filter::NO_DAY;
use crate::store::{Row, Store};
use crate::{day, filter};
use detente_event::{Act, Status, render};
use std::collections::BTreeMap;

/// The month under which all of time is summed up.
pub(crate) const ALL: i64 = -(1 << 40);
/// The counterpart of a party by itself.
pub(crate) const ANYONE: i64 = -1;

/// What is counted: who, towards whom, in which month ([`ALL`], [`NO_DAY`] for what has no date), in which quadrant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    pub(crate) actor: i64,
    pub(crate) other: i64,
    pub(crate) month: i64,
    pub(crate) quad: i64,
}

/// What one occurrence has under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) reports: i64,
    /// Tenths of Goldstein's scores: whole numbers, so that taking away undoes adding.
    pub(crate) tenths: i64,
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// What one occurrence has under each key.
pub(crate) type Shares = BTreeMap<Key, Share>;

/// Whether reports of that status are counted.
pub(crate) fn counts(status: Status) -> bool {
    !matches!(status, Status::Negated | Status::Hypothetical)
}

/// Tenths of the Goldstein score of an act.
pub(crate) fn tenths(act: Act, mode: Option<&str>, status: Status) -> i64 {
    (render::goldstein(&render::cameo(act, mode, status, "", &[])) * 10.0).round() as i64
}

/// The parties of one report: `(actor, role, other)` as the index has them.
pub(crate) struct Parties<'a> {
    pub(crate) rows: &'a [(i64, i64, i64)],
    pub(crate) act: Act,
    pub(crate) mode: Option<&'a str>,
    pub(crate) status: Status,
    pub(crate) day: i64,
}

/// Adds a report to the shares of its occurrence.
pub(crate) fn add(shares: &mut Shares, p: &Parties<'_>) {
    if !counts(p.status) {
        return;
    }
    let (quad, tenths) = (render::event(p.act, p.status).quad() as i64, tenths(p.act, p.mode, p.status));
    let month = if p.day < NO_DAY { day::month(p.day) } else { NO_DAY };
    let (first, last) = if p.day < NO_DAY { (p.day, p.day) } else { (NO_DAY, -NO_DAY) };
    let mut put = |key: Key, tenths: i64| {
        let s = shares.entry(key).or_insert(Share { reports: 0, tenths: 0, first: NO_DAY, last: -NO_DAY });
        s.reports += 1;
        s.tenths += tenths;
        s.first = s.first.min(first);
        s.last = s.last.max(last);
    };
    let mut named: Vec<i64> = p.rows.iter().map(|r| r.0).collect();
    named.sort_unstable();
    named.dedup();
    for actor in named {
        put(Key { actor, other: ANYONE, month: ALL, quad: 0 }, 0);
    }
    for (actor, role, other) in p.rows {
        if *role == 0 && *other != 0 {
            for month in [ALL, month] {
                put(Key { actor: *actor, other: *other, month, quad }, tenths);
            }
        }
    }
}

/// The shares of an occurrence as the index has it now.
pub(crate) fn shares(store: &dyn Store, cluster: i64) -> Result<Shares, Error> {
    let mut out = Shares::new();
    let mut rows: Vec<(i64, i64, i64)> = Vec::new();
    let mut at: Option<(i64, Act, Option<String>, Status, i64)> = None;
    let mut close = |at: &Option<(i64, Act, Option<String>, Status, i64)>, rows: &mut Vec<(i64, i64, i64)>| {
        if let Some((_, act, mode, status, day)) = at {
            add(&mut out, &Parties { rows, act: *act, mode: mode.as_deref(), status: *status, day: *day });
        }
        rows.clear();
    };
    store.query(
        "SELECT e.seq, q.act, e.mode, q.status, e.day, q.actor, q.role, q.other \
         FROM entry e JOIN party q ON q.entry = e.seq WHERE e.cluster = ?1 AND e.rejected = 0 ORDER BY e.seq",
        &[cluster.into()],
        &mut |r| {
            let entry = r.int(0)?;
            if at.as_ref().is_none_or(|a| a.0 != entry) {
                close(&at, &mut rows);
                at = filter::act_and_status(r, 1, 3)?
                    .map(|(act, status)| Ok((entry, act, r.opt_text(2)?.map(str::to_owned), status, r.int(4)?)))
                    .transpose()?;
            }
            rows.push((r.int(5)?, r.int(6)?, r.int(7)?));
            Ok(())
        },
    )?;
    close(&at, &mut rows);
    Ok(out)
}

/// Changes that are gathered and then written at once.
#[derive(Default)]
pub(crate) struct Flow {
    changes: BTreeMap<Key, Change>,
}

struct Change {
    clusters: i64,
    reports: i64,
    tenths: i64,
    first: i64,
    last: i64,
    /// Something was taken away: first and last day may have to be looked up.
    less: bool,
}

impl Flow {
    /// An occurrence had these shares and has those.
    pub(crate) fn change(&mut self, before: &Shares, after: &Shares) {
        for (key, old) in before {
            let gone = after.get(key).is_none_or(|n| n.first > old.first || n.last < old.last);
            self.add(*key, old, -1, gone);
        }
        for (key, new) in after {
            self.add(*key, new, 1, false);
        }
    }

    fn add(&mut self, key: Key, s: &Share, sign: i64, less: bool) {
        let c = self.changes.entry(key).or_insert(Change {
            clusters: 0,
            reports: 0,
            tenths: 0,
            first: NO_DAY,
            last: -NO_DAY,
            less: false,
        });
        c.clusters += sign;
        c.reports += sign * s.reports;
        c.tenths += sign * s.tenths;
        c.less |= less;
        if sign > 0 {
            c.first = c.first.min(s.first);
            c.last = c.last.max(s.last);
        }
    }

    /// Writes what was gathered.
    pub(crate) fn write(&mut self, store: &dyn Store) -> Result<(), Error> {
        for (k, c) in std::mem::take(&mut self.changes) {
            let key = [k.actor.into(), k.other.into(), k.month.into(), k.quad.into()];
            let [actor, other, month, quad] = key;
            store.execute(
                "INSERT INTO flow(actor, other, month, quad, clusters, reports, tenths, first, last) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (actor, other, month, quad) DO UPDATE SET \
                 clusters = flow.clusters + excluded.clusters, reports = flow.reports + excluded.reports, \
                 tenths = flow.tenths + excluded.tenths, \
                 first = CASE WHEN excluded.first < flow.first THEN excluded.first ELSE flow.first END, \
                 last = CASE WHEN excluded.last > flow.last THEN excluded.last ELSE flow.last END",
                &[
                    actor,
                    other,
                    month,
                    quad,
                    c.clusters.into(),
                    c.reports.into(),
                    c.tenths.into(),
                    c.first.into(),
                    c.last.into(),
                ],
            )?;
            if c.less && k.other != ANYONE {
                days(store, &k)?;
            }
            if c.reports < 0 {
                store.execute(
                    "DELETE FROM flow WHERE actor = ?1 AND other = ?2 AND month = ?3 AND quad = ?4 AND reports = 0",
                    &key,
                )?;
            }
        }
        Ok(())
    }
}

/// Looks up first and last day under a key again.
fn days(store: &dyn Store, k: &Key) -> Result<(), Error> {
    let (mut first, mut last) = (NO_DAY, -NO_DAY);
    store.query(
        "SELECT q.day, q.act, q.status FROM party q JOIN entry e ON e.seq = q.entry \
         WHERE q.actor = ?1 AND q.other = ?2 AND q.role = 0 AND e.rejected = 0",
        &[k.actor.into(), k.other.into()],
        &mut |r| {
            let Some((act, status)) = filter::act_and_status(r, 1, 2)? else { return Ok(()) };
            let day = r.int(0)?;
            let here = counts(status)
                && day < NO_DAY
                && render::event(act, status).quad() as i64 == k.quad
                && (k.month == ALL || day::month(day) == k.month);
            if here {
                first = first.min(day);
                last = last.max(day);
            }
            Ok(())
        },
    )?;
    store
        .execute(
            "UPDATE flow SET first = ?5, last = ?6 WHERE actor = ?1 AND other = ?2 AND month = ?3 AND quad = ?4",
            &[k.actor.into(), k.other.into(), k.month.into(), k.quad.into(), first.into(), last.into()],
        )
        .map(|_| ())
}

/// A row of what is counted.
pub(crate) struct Counted {
    pub(crate) key: Key,
    pub(crate) clusters: i64,
    pub(crate) share: Share,
}

/// What is counted for one actor; `monthly` for months, else for all of time and for the party by itself.
pub(crate) fn of_actor(
    store: &dyn Store,
    actor: i64,
    monthly: bool,
    mut each: impl FnMut(Counted) -> Result<(), Error>,
) -> Result<(), Error> {
    let which = if monthly { "month <> ?2" } else { "month = ?2" };
    store.query(
        &format!(
            "SELECT other, month, quad, clusters, reports, tenths, first, last FROM flow \
             WHERE actor = ?1 AND {which} ORDER BY other, month, quad"
        ),
        &[actor.into(), ALL.into()],
        &mut |r: &dyn Row| {
            each(Counted {
                key: Key { actor, other: r.int(0)?, month: r.int(1)?, quad: r.int(2)? },
                clusters: r.int(3)?,
                share: Share { reports: r.int(4)?, tenths: r.int(5)?, first: r.int(6)?, last: r.int(7)? },
            })
        },
    )
}
