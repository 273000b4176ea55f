//! Whether two reports tell of the same occurrence.
//!
//! A sum of points for parties, act, date, place and object; the points are ours, set on `tests/clusters` (METHODS.md,
//! "Clusters"). What contradicts (a telephone call and a visit, days apart, other countries) rules a match out.

use super::sketch::Sketch;
use crate::filter::NO_DAY;
use detente_event::Act;

/// Acts that different reports may file one deed under.
fn family(act: Act) -> u8 {
    match act {
        Act::Consult => 0,
        Act::Agree | Act::Support | Act::Cooperate | Act::Aid => 1,
        Act::Concede | Act::Retreat => 2,
        Act::Request => 3,
        Act::Accuse => 4,
        Act::Reject => 5,
        Act::Threaten => 6,
        Act::Sanction | Act::Coerce => 7,
        Act::Mobilize => 8,
        Act::Protest => 9,
        Act::Assault => 10,
    }
}

/// Words are spoken every day between the same parties: they match only where more agrees.
fn is_common(act: Act) -> bool {
    matches!(act, Act::Agree | Act::Support | Act::Request | Act::Accuse | Act::Reject | Act::Threaten)
}

const NEEDED: f64 = 5.0;
const NEEDED_FOR_WORDS: f64 = 6.0;

/// How well the report fits the occurrence; `None` where it is another one.
pub(crate) fn score(report: &Sketch, known: &Sketch) -> Option<f64> {
    if family(report.act) != family(known.act) {
        return None;
    }
    // Who will not talk at all says nothing of a meeting that others announce.
    if report.act == Act::Consult && report.refused != known.refused && report.parties() != known.parties() {
        return None;
    }
    let mut points = if report.act == known.act { 2.0 } else { 0.5 };
    points += mode(report, known)?;
    points += parties(report, known)?;
    points += persons(report, known);
    let about = object(report, known) + place(report, known)?;
    points += about;
    points += date(report, known, about > 0.5)?;
    let needed = if is_common(report.act) || is_common(known.act) { NEEDED_FOR_WORDS } else { NEEDED };
    (points >= needed).then_some(points)
}

fn mode(a: &Sketch, b: &Sketch) -> Option<f64> {
    match (&a.mode, &b.mode) {
        (Some(x), Some(y)) if x == y => Some(0.5),
        (Some(x), Some(y)) if a.act == Act::Consult => {
            // A telephone call is never the visit; `visit`, `third-party` and `multilateral` may be views of one meeting.
            if x == "phone" || y == "phone" { None } else { Some(0.0) }
        }
        (Some(_), Some(_)) => Some(-1.0),
        (Some(x), None) | (None, Some(x)) if x == "phone" => Some(-1.5),
        _ => Some(0.0),
    }
}

/// Up to 3; `None` where the parties are others.
fn parties(a: &Sketch, b: &Sketch) -> Option<f64> {
    // Of a mutual act one report has all parties act together, another has one act towards the other.
    let mutual = |s: &Sketch| s.recipients.is_empty() && s.actors.len() > 1;
    if a.act == Act::Consult || mutual(a) || mutual(b) {
        let (x, y) = (a.parties(), b.parties());
        let shared = shared(&x, &y);
        let fewer = x.len().min(y.len());
        if shared == 0 || shared < fewer.min(2) {
            return None;
        }
        let all = x.len() + y.len() - shared;
        let (narrow, wide) = (shared as f64 / fewer as f64, shared as f64 / all as f64);
        // One named party against two says less than the same two.
        return Some(3.0 * (0.5 * narrow + 0.5 * wide) - if fewer == 1 && all > 1 { 0.5 } else { 0.0 });
    }
    let side = |x: &[i64], y: &[i64]| -> Option<f64> {
        if x.is_empty() || y.is_empty() {
            return Some(if x.is_empty() && y.is_empty() { 1.0 } else { 0.6 });
        }
        let s = shared(x, y);
        (s > 0).then(|| 0.6 + 0.4 * s as f64 / (x.len() + y.len() - s) as f64)
    };
    let (actors, recipients) = (side(&a.actors, &b.actors)?, side(&a.recipients, &b.recipients)?);
    if shared(&a.parties(), &b.parties()) == 0 {
        return None;
    }
    Some(1.5 * actors + 1.5 * recipients)
}

/// Other persons of the same party speak for another occurrence.
fn persons(a: &Sketch, b: &Sketch) -> f64 {
    let mut points: f64 = 0.0;
    for (party, _) in &a.persons {
        let theirs: Vec<_> = b.persons.iter().filter(|(p, _)| p == party).collect();
        if theirs.is_empty() {
            continue;
        }
        let mine = a.persons.iter().filter(|(p, _)| p == party);
        points += if mine.into_iter().any(|m| theirs.contains(&m)) { 0.25 } else { -1.0 };
    }
    points.clamp(-2.0, 0.5)
}

fn object(a: &Sketch, b: &Sketch) -> f64 {
    if a.object.is_empty() || b.object.is_empty() {
        return 0.0;
    }
    let same = a.object.iter().filter(|w| b.object.contains(w)).count();
    if same == 0 {
        // Reports name different sides of one matter (talks on hostages are talks on a ceasefire); but where neither
        // place nor day ties the two together, the thing is all there is to tell them by.
        let tied = (a.stated.is_some() && b.stated.is_some()) || (a.place.is_some() && a.place == b.place);
        return match a.act {
            Act::Consult => -0.25,
            _ if tied => -0.75,
            _ => -2.0,
        };
    }
    2.0 * same as f64 / a.object.len().min(b.object.len()) as f64
}

fn place(a: &Sketch, b: &Sketch) -> Option<f64> {
    let (Some(x), Some(y)) = (&a.place, &b.place) else {
        return Some(0.0);
    };
    if x == y || x.contains(y.as_str()) || y.contains(x.as_str()) {
        return Some(1.5);
    }
    let countries = (&a.country, &b.country);
    match countries {
        (Some(c), Some(d)) if c != d => None,
        (Some(c), Some(_)) => {
            // The country alone on one side is no other place.
            let name = crate::export::states::state(&c.to_uppercase()).map(|s| s.name.to_lowercase());
            let wide = |p: &str| name.as_deref() == Some(p);
            Some(if wide(x) || wide(y) { 0.5 } else { -1.0 })
        }
        _ => Some(-1.0),
    }
}

/// Days within which an occurrence lies, as far as its reports say.
pub(crate) struct Window {
    pub(crate) first: i64,
    pub(crate) last: i64,
    stated: bool,
}

impl Window {
    pub(crate) fn width(&self) -> i64 {
        self.last - self.first
    }
}

/// The window of an occurrence; `None` where nothing is known.
pub(crate) fn window(s: &Sketch) -> Option<Window> {
    if let Some((first, last)) = s.stated {
        return Some(Window { first, last, stated: true });
    }
    let (first, last) = s.published?;
    if s.past && !s.happened && !s.open {
        return None;
    }
    let (before, after) = match (s.happened, s.open) {
        // News tells what happened on the day or in the days before it.
        (true, _) => (4, 0),
        // What is announced is due within weeks; what is weighed stays so for months.
        (false, _) => (4, 60),
    };
    let last = if s.happened { first.max(last.min(first + 4)) } else { last };
    Some(Window { first: first - before, last: last + after, stated: false })
}

/// The widest gap between two dates of one announcement that was put off.
const PUT_OFF: i64 = 60;

fn date(a: &Sketch, b: &Sketch, agree: bool) -> Option<f64> {
    let (Some(x), Some(y)) = (window(a), window(b)) else {
        // History without a date: only with what is as dateless.
        return if window(a).is_none() && window(b).is_none() { Some(0.5) } else { Some(-1.0) };
    };
    let gap = (x.first - y.last).max(y.first - x.last).max(0);
    match (x.stated, y.stated) {
        (true, true) => {
            let narrow = x.width() <= 1 && y.width() <= 1;
            match gap {
                0 if narrow => Some(2.0),
                0 => Some(1.0),
                1 if narrow => Some(0.5),
                _ if narrow && gap <= PUT_OFF && agree && !a.happened && !b.happened => Some(-0.5),
                _ => None,
            }
        }
        (true, false) | (false, true) => match gap {
            0 if a.happened && b.happened => Some(1.0),
            0 => Some(0.75),
            1..=2 => Some(0.0),
            _ => None,
        },
        (false, false) => {
            let (p, q) = (a.published?, b.published?);
            let apart = (p.0 - q.1).max(q.0 - p.1).max(0);
            if a.happened && b.happened {
                return match apart {
                    0 | 1 => Some(1.5),
                    2 | 3 => Some(0.5),
                    4..=7 => Some(-1.0),
                    _ => None,
                };
            }
            // Announced after it is said to have happened: the next one, unless much agrees.
            if (b.happened && a.open && p.0 > q.0) || (a.happened && b.open && q.1 > p.1) {
                return Some(if agree && apart <= 2 { 0.0 } else { -2.0 });
            }
            (gap == 0).then_some(if apart <= 7 { 1.0 } else { 0.5 })
        }
    }
}

fn shared(x: &[i64], y: &[i64]) -> usize {
    x.iter().filter(|p| y.contains(p)).count()
}

/// The widest window that [`blocks`] files under "narrow".
const NARROW: i64 = 8;
/// How far before a day wide windows that hold it may begin.
const REACH: i64 = 130;

/// Where an occurrence is filed, so that reports of it find it: `(key, day)`.
pub(crate) fn blocks(s: &Sketch) -> Vec<(i64, i64)> {
    let window = window(s);
    let wide = window.as_ref().is_none_or(|w| w.width() > NARROW);
    let day = window.map_or(NO_DAY, |w| w.first);
    keys(s, true).into_iter().map(|k| (key(s.act, wide || k.1 == 0, k, season(day)), day)).collect()
}

/// Where a report looks for the occurrence it tells of.
pub(crate) struct Search {
    /// The keys, each with the seasons that the days touch.
    pub(crate) keys: Vec<i64>,
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// Where a report looks for the occurrence it tells of.
pub(crate) fn searches(s: &Sketch) -> Vec<Search> {
    let mut out = Vec::new();
    let mut look = |wide: bool, k: (i64, i64), first: i64, last: i64| {
        let keys = (season(first)..=season(last)).map(|season| key(s.act, wide, k, season)).collect();
        out.push(Search { keys, first, last });
    };
    for k in keys(s, false) {
        let Some(w) = window(s) else {
            look(true, k, NO_DAY, NO_DAY);
            continue;
        };
        // A window of many centuries is looked through no further.
        let last = w.last.min(w.first + WIDEST) + if s.happened { 3 } else { PUT_OFF };
        // What has one party only is rare: it is not parted by width.
        if k.1 != 0 {
            let before = if s.happened { 0 } else { PUT_OFF };
            look(false, k, w.first - NARROW - 3 - before, last);
        }
        look(true, k, w.first - REACH, last);
    }
    out
}

/// The longest window that is looked through, in days.
const WIDEST: i64 = 128_000;
/// Days that share a season: what is told of about the same time lies together in the index.
const SEASON: i64 = 128;
/// The season of what has no date.
const NO_SEASON: i64 = 1 << 20;

fn season(day: i64) -> i64 {
    day.div_euclid(SEASON).clamp(-NO_SEASON, NO_SEASON)
}

/// The pairs of parties it is found by: a pair that it names; with one party only, that party and nobody.
/// `file` adds, for a search with one party only, each party with anybody.
fn keys(s: &Sketch, file: bool) -> Vec<(i64, i64)> {
    let all = s.parties();
    let mut out = Vec::new();
    if all.len() == 1 {
        out.push((all[0], if file { 0 } else { -1 }));
        if file {
            out.push((all[0], -1));
        }
        return out;
    }
    for (i, a) in all.iter().take(6).enumerate() {
        for b in all.iter().take(6).skip(i + 1) {
            out.push((*a, *b));
        }
        out.push((*a, if file { -1 } else { 0 }));
    }
    out
}

/// What shares a block: the season, then a hash (FNV-1a) of the rest.
fn key(act: Act, wide: bool, (a, b): (i64, i64), season: i64) -> i64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in [family(act), u8::from(wide)].into_iter().chain(a.to_le_bytes()).chain(b.to_le_bytes()) {
        h = (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (season << 40) | (h >> 24).cast_signed()
}
