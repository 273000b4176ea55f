//! One account of an occurrence from all that report it.

use super::status::{self, Say};
use super::{Cluster, Standing, Step};
use crate::{Report, day};
use detente_event::{Event, EventDate, Place, Status, render};

pub(super) fn sum_up(id: &str, mut reports: Vec<Report>) -> Option<Cluster> {
    reports.sort_by_key(|r| (r.published.is_none(), r.published, r.number));
    let live: Vec<&Report> = {
        let kept: Vec<&Report> = reports.iter().filter(|r| !r.rejected).collect();
        if kept.is_empty() { reports.iter().collect() } else { kept }
    };
    let says: Vec<Say> = live.iter().map(|r| say(r)).collect();
    let (resolved, disputed) = status::resolve(&says);
    let head = representative(&live, resolved)?;
    let event = account(id, head, &live, resolved);
    let published = live.iter().filter_map(|r| r.published).min();
    let standings = standings(&live);
    let steps = steps(&live, &says);
    let count = |mut list: Vec<i64>| {
        list.sort_unstable();
        list.dedup();
        list.len()
    };
    Some(Cluster {
        id: id.to_owned(),
        day: event.date.as_ref().map(|d| d.start).or(published),
        event,
        published,
        standings,
        steps,
        disputed,
        documents: count(live.iter().map(|r| r.document).collect()),
        sources: count(live.iter().map(|r| r.outlet).collect()),
        reports,
    })
}

pub(crate) fn say(r: &Report) -> Say {
    Say { day: r.published.map(day::number), order: r.number, source: r.outlet, status: r.event.status }
}

/// The report that shows the occurrence best: checked by a person, of the resolved status, most complete.
fn representative<'a>(live: &[&'a Report], status: Status) -> Option<&'a Report> {
    let fullness = |e: &Event| {
        usize::from(!e.actor.is_empty())
            + usize::from(!e.recipient.is_empty())
            + usize::from(e.date.is_some())
            + usize::from(e.place.is_some())
            + usize::from(e.object.is_some())
            + usize::from(e.mode.is_some())
    };
    live.iter().copied().min_by(|a, b| {
        let rank = |r: &Report| {
            (
                !r.corrected,
                r.event.status != status,
                r.rejected,
                std::cmp::Reverse(fullness(&r.event)),
                !r.accepted,
                r.copy,
            )
        };
        rank(a).cmp(&rank(b)).then(b.event.confidence.total_cmp(&a.event.confidence)).then(a.number.cmp(&b.number))
    })
}

fn account(id: &str, head: &Report, live: &[&Report], status: Status) -> Event {
    let mut e = head.event.clone();
    id.clone_into(&mut e.id);
    id.clone_into(&mut e.occurrence);
    if e.mode.is_none() {
        e.mode = live.iter().filter(|r| r.event.act == e.act).find_map(|r| r.event.mode.clone());
    }
    if !head.corrected {
        if e.actor.is_empty() {
            e.actor = live.iter().find(|r| !r.event.actor.is_empty()).map_or_else(Vec::new, |r| r.event.actor.clone());
        }
        if e.recipient.is_empty() && e.actor.len() < 2 {
            e.recipient = live
                .iter()
                .find(|r| {
                    !r.event.recipient.is_empty()
                        && !r.event.recipient.iter().any(|x| e.actor.iter().any(|y| x.same_party(y)))
                })
                .map_or_else(Vec::new, |r| r.event.recipient.clone());
        }
        e.date = best_date(live, status).or(e.date);
        e.place = best_place(live, e.place);
        if e.object.is_none() {
            e.object = live.iter().find_map(|r| r.event.object.clone());
        }
        for r in live {
            if r.event.act == e.act && r.event.status == status {
                e.enrich(&r.event);
            }
        }
    }
    if e.condition.is_none() && status == Status::Threatened {
        e.condition = live.iter().find_map(|r| r.event.condition.clone());
    }
    for r in live {
        for c in &r.event.context {
            if !e.context.contains(c) {
                e.context.push(c.clone());
            }
        }
    }
    e.context.sort();
    e.confidence = 1.0
        - live
            .iter()
            .filter(|r| r.event.status == status)
            .map(|r| 1.0 - r.event.confidence.clamp(0.0, 1.0))
            .product::<f64>();
    if e.status != status {
        e.status = status;
        rerender(&mut e, "");
    }
    e
}

/// Fills the renderings again after act, mode or status changed; `own` is the act's own CAMEO code, if known.
pub(crate) fn rerender(e: &mut Event, own: &str) {
    e.event = render::event(e.act, e.status);
    e.quad = e.event.quad();
    e.cameo = render::cameo(e.act, e.mode.as_deref(), e.status, own, &e.context);
    e.goldstein = render::goldstein(&e.cameo);
}

/// The narrowest date that the reports state; of two as narrow, the one that the latest report of that status gives.
fn best_date(live: &[&Report], status: Status) -> Option<EventDate> {
    let width = |d: &EventDate| day::number(d.end) - day::number(d.start);
    live.iter()
        .filter_map(|r| Some((r, r.event.date.as_ref()?)))
        .min_by_key(|(r, d)| (width(d), r.event.status != status, std::cmp::Reverse((r.published, r.number))))
        .map(|(_, d)| d.clone())
}

/// The place that most reports name, a town rather than a whole country.
fn best_place(live: &[&Report], own: Option<Place>) -> Option<Place> {
    let named: Vec<&Place> = live.iter().filter_map(|r| r.event.place.as_ref()).collect();
    let times = |p: &Place| named.iter().filter(|q| q.name == p.name).count();
    let located = |p: &Place| p.lat.is_some();
    let mut best: Option<&Place> = None;
    for p in &named {
        let better = |b: &Place| (times(p), located(p)) > (times(b), located(b));
        if best.is_none_or(better) {
            best = Some(p);
        }
    }
    best.cloned().or(own)
}

fn standings(live: &[&Report]) -> Vec<Standing> {
    let list: Vec<Standing> = Status::ALL
        .into_iter()
        .filter_map(|status| {
            let of: Vec<&&Report> = live.iter().filter(|r| r.event.status == status).collect();
            let distinct = |mut l: Vec<i64>| {
                l.sort_unstable();
                l.dedup();
                l.len()
            };
            (!of.is_empty()).then(|| Standing {
                status,
                events: of.iter().map(|r| r.event.id.clone()).collect(),
                documents: distinct(of.iter().map(|r| r.document).collect()),
                sources: distinct(of.iter().map(|r| r.outlet).collect()),
            })
        })
        .collect();
    if list.len() > 1 { list } else { Vec::new() }
}

fn steps(live: &[&Report], says: &[Say]) -> Vec<Step> {
    let mut out: Vec<Step> = Vec::new();
    for (i, r) in live.iter().enumerate() {
        let (status, _) = status::resolve(&says[..=i]);
        match out.last_mut() {
            Some(last) if last.status == status => {
                if r.event.status == status && last.date == r.published {
                    last.events.push(r.event.id.clone());
                }
            }
            _ => out.push(Step { date: r.published, status, events: vec![r.event.id.clone()] }),
        }
    }
    out
}
