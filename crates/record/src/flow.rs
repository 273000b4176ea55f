//! How often each party acts towards each other, kept up to date with every change, so that who deals with whom is
//! answered without a look at every event.
//!
//! Counted are the reports that [`counts`] lets through, each occurrence once for each pair and quadrant. One row of
//! the table `dyad` holds all of a pair, in two texts: `total` for all of time, `quad:occurrences,reports,tenths,first,last;`
//! for each quadrant, and `months`, `month:a,b,c,d,reports,tenths;` for each month, the occurrences by quadrant. A party by
//! itself has [`ANYONE`] for its counterpart.

use crate::error::Kind;
use crate::filter::NO_DAY;
use crate::store::{Param, Store, StoreExt};
use crate::{Error, day, filter};
use detente_event::{Act, Status, render};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The month under which all of time is summed up.
pub(crate) const ALL: i64 = -(1 << 40);
/// The counterpart of a party by itself.
pub(crate) const ANYONE: i64 = -1;
/// Number of quadrants.
pub(crate) const QUADS: usize = 4;

/// What is counted: who, towards whom, in which month ([`ALL`], [`NO_DAY`] for what has no date), in which quadrant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    pub(crate) actor: i64,
    pub(crate) other: i64,
    pub(crate) month: i64,
    pub(crate) quad: usize,
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

impl Share {
    pub(crate) const NONE: Self = Self { reports: 0, tenths: 0, first: NO_DAY, last: -NO_DAY };

    /// One report, of that day ([`NO_DAY`] for none).
    pub(crate) fn one(tenths: i64, day: i64) -> Self {
        let dated = day < NO_DAY;
        Self { reports: 1, tenths, first: day.min(NO_DAY), last: if dated { day } else { -NO_DAY } }
    }

    pub(crate) fn add(&mut self, more: &Self) {
        self.reports += more.reports;
        self.tenths += more.tenths;
        self.first = self.first.min(more.first);
        self.last = self.last.max(more.last);
    }
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

/// The quadrant of an act.
pub(crate) fn quad(act: Act, status: Status) -> usize {
    render::event(act, status).quad() as usize
}

/// The parties of one report: `(role, actor, other)` as the index has them.
pub(crate) struct Parties<'a> {
    pub(crate) rows: &'a [(i64, i64, i64)],
    pub(crate) act: Act,
    pub(crate) status: Status,
    pub(crate) tenths: i64,
    pub(crate) day: i64,
}

/// Adds a report to the shares of its occurrence.
pub(crate) fn add(shares: &mut Shares, p: &Parties<'_>) {
    if !counts(p.status) {
        return;
    }
    let mut put = |key: Key, share: &Share| shares.entry(key).or_insert(Share::NONE).add(share);
    let mut named: Vec<i64> = p.rows.iter().map(|r| r.1).collect();
    named.sort_unstable();
    named.dedup();
    for actor in named {
        put(Key { actor, other: ANYONE, month: ALL, quad: 0 }, &Share { reports: 1, ..Share::NONE });
    }
    let (quad, share) = (quad(p.act, p.status), Share::one(p.tenths, p.day));
    let month = if p.day < NO_DAY { day::month(p.day) } else { NO_DAY };
    for (role, actor, other) in p.rows {
        if *role == 0 && *other != 0 {
            for month in [ALL, month] {
                put(Key { actor: *actor, other: *other, month, quad }, &share);
            }
        }
    }
}

/// Reads the reports of occurrences one by one; `each` is called with the shares of every
/// occurrence.
fn each_cluster(
    store: &dyn Store,
    wher: &str,
    params: &[Param<'_>],
    each: &mut dyn FnMut(&Shares),
) -> Result<(), Error> {
    struct Open {
        cluster: i64,
        entry: i64,
        rows: Vec<(i64, i64, i64)>,
        report: Option<(Act, Status)>,
        tenths: i64,
        day: i64,
        shares: Shares,
    }
    impl Open {
        fn close_report(&mut self) {
            if let Some((act, status)) = self.report.take() {
                let (rows, tenths, day) = (&self.rows, self.tenths, self.day);
                add(&mut self.shares, &Parties { rows, act, status, tenths, day });
            }
            self.rows.clear();
        }
    }
    let mut open: Option<Open> = None;
    store.query(
        &format!(
            "SELECT q.cluster, q.entry, q.role, q.actor, q.other, q.act, q.status, q.tenths, q.day FROM party q \
             WHERE q.rejected = 0{wher} ORDER BY q.cluster, q.entry"
        ),
        params,
        &mut |r| {
            let (cluster, entry) = (r.int(0)?, r.int(1)?);
            if let Some(o) = open.as_mut().filter(|o| o.entry != entry) {
                o.close_report();
                if o.cluster != cluster {
                    each(&o.shares);
                    o.shares.clear();
                }
            }
            let o = open.get_or_insert_with(|| Open {
                cluster,
                entry: i64::MIN,
                rows: Vec::new(),
                report: None,
                tenths: 0,
                day: NO_DAY,
                shares: Shares::new(),
            });
            if o.entry != entry {
                (o.cluster, o.entry) = (cluster, entry);
                (o.report, o.tenths, o.day) = (filter::act_and_status(r, 5, 6)?, r.int(7)?, r.int(8)?);
            }
            o.rows.push((r.int(2)?, r.int(3)?, r.int(4)?));
            Ok(())
        },
    )?;
    if let Some(mut o) = open {
        o.close_report();
        each(&o.shares);
    }
    Ok(())
}

/// The shares of an occurrence as the index has it now.
pub(crate) fn shares(store: &dyn Store, cluster: i64) -> Result<Shares, Error> {
    let mut out = Shares::new();
    let wher = " AND q.entry IN (SELECT e.seq FROM entry e WHERE e.cluster = ?1)";
    each_cluster(store, wher, &[cluster.into()], &mut |s| out.clone_from(s))?;
    Ok(out)
}

/// What a pair has in one quadrant, over all of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) clusters: i64,
    pub(crate) share: Share,
}

/// What a pair has in one month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Month {
    /// Occurrences by quadrant.
    pub(crate) clusters: [i64; QUADS],
    pub(crate) reports: i64,
    pub(crate) tenths: i64,
}

/// All that is counted for a pair, or what is to be added to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dyad {
    pub(crate) total: [Total; QUADS],
    pub(crate) months: BTreeMap<i64, Month>,
}

impl Default for Dyad {
    fn default() -> Self {
        Self { total: [Total { clusters: 0, share: Share::NONE }; QUADS], months: BTreeMap::new() }
    }
}

impl Dyad {
    /// Adds what an occurrence has under a key, or with the sign -1 takes it away; days only ever widen.
    fn add(&mut self, key: &Key, share: &Share, sign: i64) {
        let Some(total) = self.total.get_mut(key.quad) else { return };
        if key.month == ALL {
            total.clusters += sign;
            total.share.reports += sign * share.reports;
            total.share.tenths += sign * share.tenths;
            if sign > 0 {
                total.share.first = total.share.first.min(share.first);
                total.share.last = total.share.last.max(share.last);
            }
            return;
        }
        let month = self.months.entry(key.month).or_default();
        month.clusters[key.quad] += sign;
        month.reports += sign * share.reports;
        month.tenths += sign * share.tenths;
    }

    fn join(&mut self, more: &Self) {
        for (mine, more) in self.total.iter_mut().zip(&more.total) {
            mine.clusters += more.clusters;
            mine.share.add(&more.share);
            if mine.share.reports == 0 {
                mine.share = Share::NONE;
            }
        }
        for (month, more) in &more.months {
            let mine = self.months.entry(*month).or_default();
            for (mine, more) in mine.clusters.iter_mut().zip(more.clusters) {
                *mine += more;
            }
            mine.reports += more.reports;
            mine.tenths += more.tenths;
            if mine.reports == 0 {
                self.months.remove(month);
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.total.iter().all(|t| t.share.reports == 0)
    }

    fn write_total(&self) -> String {
        let mut out = String::new();
        for (quad, Total { clusters, share: s }) in self.total.iter().enumerate().filter(|(_, t)| t.share.reports != 0)
        {
            // Writing to a string cannot fail.
            let _ = write!(out, "{quad}:{clusters},{},{},{},{};", s.reports, s.tenths, s.first, s.last);
        }
        out
    }

    fn write_months(&self) -> String {
        let mut out = String::with_capacity(self.months.len() * 20);
        for (month, m) in &self.months {
            let [a, b, c, d] = m.clusters;
            let _ = write!(out, "{month}:{a},{b},{c},{d},{},{};", m.reports, m.tenths);
        }
        out
    }
}

/// The whole numbers of a text, `N` at a time; what stands between them separates.
struct Numbers<'t, const N: usize>(&'t [u8]);

impl<const N: usize> Numbers<'_, N> {
    fn number(&mut self) -> Option<i64> {
        let start = self.0.iter().position(|b| b.is_ascii_digit() || *b == b'-')?;
        let (sign, mut at) = if self.0[start] == b'-' { (-1, start + 1) } else { (1, start) };
        let mut value: i64 = 0;
        while let Some(digit) = self.0.get(at).filter(|b| b.is_ascii_digit()) {
            value = value.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
            at += 1;
        }
        self.0 = &self.0[at..];
        Some(sign * value)
    }
}

impl<const N: usize> Iterator for Numbers<'_, N> {
    type Item = Option<[i64; N]>;

    /// `Some(None)` where the text ends in the midst of a group.
    fn next(&mut self) -> Option<Self::Item> {
        let mut out = [self.number()?; N];
        for slot in out.iter_mut().skip(1) {
            match self.number() {
                Some(n) => *slot = n,
                None => return Some(None),
            }
        }
        Some(Some(out))
    }
}

fn corrupt() -> Error {
    Error::new(
        Kind::Corrupt,
        "the counts of a pair cannot be read",
        "something other than Détente wrote to the record; restore a copy",
    )
}

/// Reads `total`.
pub(crate) fn totals(text: &str, mut each: impl FnMut(usize, Total)) -> Result<(), Error> {
    for group in Numbers::<6>(text.as_bytes()) {
        let [quad, clusters, reports, tenths, first, last] = group.ok_or_else(corrupt)?;
        let quad = usize::try_from(quad).ok().filter(|q| *q < QUADS).ok_or_else(corrupt)?;
        each(quad, Total { clusters, share: Share { reports, tenths, first, last } });
    }
    Ok(())
}

/// Reads `months`, in the order of time; what has no date is last.
pub(crate) fn months(text: &str, mut each: impl FnMut(i64, Month)) -> Result<(), Error> {
    for group in Numbers::<7>(text.as_bytes()) {
        let [month, a, b, c, d, reports, tenths] = group.ok_or_else(corrupt)?;
        each(month, Month { clusters: [a, b, c, d], reports, tenths });
    }
    Ok(())
}

fn read(total: &str, by_month: &str) -> Result<Dyad, Error> {
    let mut d = Dyad::default();
    totals(total, |quad, t| d.total[quad] = t)?;
    months(by_month, |month, m| {
        d.months.insert(month, m);
    })?;
    Ok(d)
}

/// Changes that are gathered and then written at once.
#[derive(Default)]
pub(crate) struct Flow {
    changes: BTreeMap<(i64, i64), Change>,
}

#[derive(Default)]
struct Change {
    more: Dyad,
    /// The quadrants from which something was taken away, so that first and last day may have to be looked up.
    less: [bool; QUADS],
}

impl Flow {
    /// An occurrence had these shares and has those.
    pub(crate) fn change(&mut self, before: &Shares, after: &Shares) {
        for (key, old) in before {
            let new = after.get(key);
            if new == Some(old) {
                continue;
            }
            let change = self.changes.entry((key.actor, key.other)).or_default();
            change.more.add(key, old, -1);
            if let Some(less) = change.less.get_mut(key.quad) {
                *less |= key.month == ALL && new.is_none_or(|n| n.first > old.first || n.last < old.last);
            }
        }
        for (key, new) in after {
            if before.get(key) != Some(new) {
                self.changes.entry((key.actor, key.other)).or_default().more.add(key, new, 1);
            }
        }
    }

    /// Writes what was gathered, once the index of parties is written.
    pub(crate) fn write(&mut self, store: &dyn Store) -> Result<(), Error> {
        let changes = std::mem::take(&mut self.changes);
        let mut there = read_pairs(store, changes.keys().map(|(actor, other)| pair(*actor, *other)))?;
        let (mut gone, mut rows) = (Vec::new(), Vec::new());
        for ((actor, other), change) in changes {
            let mut d = there.remove(&pair(actor, other)).unwrap_or_default();
            d.join(&change.more);
            if d.is_empty() {
                gone.push(pair(actor, other));
                continue;
            }
            if other != ANYONE {
                for (quad, _) in change.less.into_iter().enumerate().filter(|(_, less)| *less) {
                    (d.total[quad].share.first, d.total[quad].share.last) = days(store, actor, other, quad)?;
                }
            }
            rows.push((actor, other, d.write_total(), d.write_months()));
        }
        for part in gone.chunks(filter::TOGETHER) {
            let sql = format!("DELETE FROM dyad WHERE {}", store.among("pair", 1));
            store.execute(&sql, &[(&filter::numbers(part.iter().copied())).into()])?;
        }
        put(store, &rows)
    }
}

/// The number of a pair, in the order of actor and counterpart.
fn pair(actor: i64, other: i64) -> i64 {
    (actor << 31) + other + 1
}

fn read_pairs(store: &dyn Store, pairs: impl Iterator<Item = i64>) -> Result<BTreeMap<i64, Dyad>, Error> {
    let mut out = BTreeMap::new();
    let sql = format!("SELECT pair, total, months FROM dyad WHERE {}", store.among("pair", 1));
    for part in pairs.collect::<Vec<_>>().chunks(filter::TOGETHER) {
        store.query(&sql, &[(&filter::numbers(part.iter().copied())).into()], &mut |r| {
            out.insert(r.int(0)?, read(r.text(1)?, r.text(2)?)?);
            Ok(())
        })?;
    }
    Ok(out)
}

fn put(store: &dyn Store, rows: &[(i64, i64, String, String)]) -> Result<(), Error> {
    let values: Vec<Param<'_>> = rows
        .iter()
        .flat_map(|(actor, other, total, months)| {
            [pair(*actor, *other).into(), (*actor).into(), (*other).into(), total.into(), months.into()]
        })
        .collect();
    store.insert(
        "dyad(pair, actor, other, total, months)",
        " ON CONFLICT (pair) DO UPDATE SET total = excluded.total, months = excluded.months",
        5,
        &values,
    )
}

/// Looks up first and last day of a pair in a quadrant again.
fn days(store: &dyn Store, actor: i64, other: i64, of: usize) -> Result<(i64, i64), Error> {
    let mut share = Share::NONE;
    store.query(
        "SELECT day, act, status FROM party WHERE actor = ?1 AND other = ?2 AND role = 0 AND rejected = 0",
        &[actor.into(), other.into()],
        &mut |r| {
            if let Some((act, status)) = filter::act_and_status(r, 1, 2)?
                && counts(status)
                && quad(act, status) == of
            {
                share.add(&Share::one(0, r.int(0)?));
            }
            Ok(())
        },
    )?;
    Ok((share.first, share.last))
}

/// Occurrences that a recount takes at once.
const PART: i64 = 20_000;

/// All that there is to count, counted anew from the parties of all reports.
fn recount(store: &dyn Store) -> Result<BTreeMap<(i64, i64), Dyad>, Error> {
    let mut out: BTreeMap<(i64, i64), Dyad> = BTreeMap::new();
    let wher = " AND q.entry IN (SELECT e.seq FROM entry e WHERE e.cluster > ?1 AND e.cluster <= ?2)";
    let last = store.int("SELECT max(seq) FROM cluster", &[])?.unwrap_or(0);
    let mut from = 0;
    while from < last {
        each_cluster(store, wher, &[from.into(), (from + PART).into()], &mut |shares| {
            for (key, share) in shares {
                out.entry((key.actor, key.other)).or_default().add(key, share, 1);
            }
        })?;
        from += PART;
    }
    Ok(out)
}

/// Makes the table anew.
pub(crate) fn rebuild(store: &dyn Store) -> Result<(), Error> {
    store.execute("DELETE FROM dyad", &[])?;
    let rows: Vec<_> =
        recount(store)?.into_iter().map(|((a, o), d)| (a, o, d.write_total(), d.write_months())).collect();
    put(store, &rows)
}

/// How many pairs are counted otherwise than a recount counts them.
pub(crate) fn wrong(store: &dyn Store) -> Result<usize, Error> {
    let mut counted = recount(store)?;
    let mut wrong = 0;
    store.query("SELECT actor, other, total, months FROM dyad", &[], &mut |r| {
        let found = counted.remove(&(r.int(0)?, r.int(1)?));
        wrong += usize::from(found != Some(read(r.text(2)?, r.text(3)?)?));
        Ok(())
    })?;
    Ok(wrong + counted.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_as_they_were_written() {
        let mut d = Dyad::default();
        let key = |month, quad| Key { actor: 1, other: 2, month, quad };
        d.add(&key(ALL, 3), &Share { reports: 2, tenths: -180, first: -5, last: 20_000 }, 1);
        d.add(&key(24_309, 3), &Share { reports: 2, tenths: -180, first: -5, last: 20_000 }, 1);
        d.add(&key(ALL, 0), &Share::one(10, NO_DAY), 1);
        d.add(&key(NO_DAY, 0), &Share::one(10, NO_DAY), 1);
        assert_eq!(read(&d.write_total(), &d.write_months()).unwrap(), d);
        assert!(read("0:1,2", "").is_err() && read("7:1,2,3,4,5;", "").is_err());
        let mut none = d.clone();
        let mut less = Dyad::default();
        less.add(&key(ALL, 0), &Share::one(10, NO_DAY), -1);
        less.add(&key(NO_DAY, 0), &Share::one(10, NO_DAY), -1);
        none.join(&less);
        assert_eq!((none.write_months().as_str(), none.total[0].clusters), ("24309:0,0,0,1,2,-180;", 0));
        assert!(!none.is_empty() && Dyad::default().is_empty());
    }
}
