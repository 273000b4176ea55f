//! The same occurrence told in different words by different outlets is found to be one.

use crate::common::{document, event, record, tester};
use detente_event::{Act, Event, Status};
use detente_record::{Filter, Record};
use std::collections::BTreeMap;

const SET: &str = include_str!("data/clusters.tsv");

struct Told {
    occurrence: String,
    document: detente_event::Document,
    event: Event,
}

/// The set in the order given by `order`, a rule for sorting line numbers.
fn told(order: impl Fn(usize) -> usize) -> Vec<Told> {
    let mut list: Vec<(usize, Told)> = SET
        .lines()
        .filter(|l| !l.starts_with('#'))
        .enumerate()
        .map(|(i, line)| {
            let f: Vec<&str> = line.split('\t').collect();
            let [
                occurrence,
                outlet,
                published,
                act,
                mode,
                status,
                actors,
                recipients,
                date,
                place,
                country,
                object,
                text,
            ] = f[..]
            else {
                panic!("line {i} has {} cells", f.len());
            };
            let d = document(&format!("{outlet}-{i}"), published, outlet, text);
            let mut e = event(&d, 1, Act::parse(act).unwrap(), Status::parse(status).unwrap(), actors, recipients);
            if !mode.is_empty() {
                e = e.mode(mode);
            }
            if !date.is_empty() {
                e = e.on(date);
            }
            if !place.is_empty() {
                e = e.at(place, country);
            }
            if !object.is_empty() {
                e = e.about(object);
            }
            // A report of something told only once is an occurrence of its own.
            let name = if occurrence == "." { format!("other {i}") } else { occurrence.to_owned() };
            (order(i), Told { occurrence: name, document: d, event: e.done() })
        })
        .collect();
    list.sort_by_key(|(k, _)| *k);
    list.into_iter().map(|(_, t)| t).collect()
}

fn fill(list: &[Told]) -> Record {
    let r = record();
    for t in list {
        r.add(&t.document, std::slice::from_ref(&t.event), &tester("2025-12-01T00:00:00Z")).unwrap();
    }
    r
}

/// Pairwise precision, recall and F1, and the wrong pairs in words.
fn score(list: &[Told], r: &Record) -> (f64, f64, f64, Vec<String>) {
    let found: BTreeMap<String, String> =
        r.events(&Filter::default()).unwrap().into_iter().map(|x| (x.event.id, x.cluster)).collect();
    let (mut right, mut together, mut same, mut wrong) = (0.0, 0.0, 0.0, Vec::new());
    for (i, a) in list.iter().enumerate() {
        for b in &list[i + 1..] {
            let (truth, put) = (a.occurrence == b.occurrence, found[&a.event.id] == found[&b.event.id]);
            together += f64::from(u8::from(put));
            same += f64::from(u8::from(truth));
            right += f64::from(u8::from(truth && put));
            if truth != put {
                let what = if put { "taken for one" } else { "kept apart" };
                wrong.push(format!("{what}: {} | {}", a.event.text, b.event.text));
            }
        }
    }
    let (p, r): (f64, f64) = (right / together, right / same);
    (p, r, 2.0 * p * r / (p + r), wrong)
}

#[test]
fn the_set_is_what_it_says() {
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for t in told(|i| i) {
        if !t.occurrence.starts_with("other") {
            *sizes.entry(t.occurrence).or_default() += 1;
        }
    }
    assert_eq!((sizes.len(), sizes.values().sum::<usize>()), (12, 60));
    assert!(sizes.values().all(|n| *n >= 5));
}

#[test]
fn reports_of_one_occurrence_are_put_together_whatever_the_order() {
    type Order = fn(usize) -> usize;
    let orders: [(&str, Order); 4] = [
        ("as written", |i| i),
        ("backwards", |i| 1000 - i),
        ("shuffled", |i| i * 7919 % 1009),
        ("shuffled again", |i| i * 104_729 % 997),
    ];
    for (name, order) in orders {
        let list = told(order);
        let r = fill(&list);
        let (p, rec, f1, wrong) = score(&list, &r);
        let words = wrong.join("\n");
        println!("{name}: precision {p:.3}, recall {rec:.3}, F1 {f1:.3}");
        assert!(f1 >= 0.85, "{name}: precision {p:.3}, recall {rec:.3}, F1 {f1:.3}\n{words}");
    }
}

#[test]
fn statuses_and_sources_follow_the_reports() {
    let list = told(|i| i);
    let r = fill(&list);
    let of = |text: &str| {
        let e = &list.iter().find(|t| t.event.text.contains(text)).unwrap().event;
        let id = r.event(&e.id).unwrap().unwrap().cluster;
        r.cluster(&id).unwrap().unwrap()
    };
    let held = of("five hours of talks");
    assert_eq!((held.event.status, held.sources, held.disputed), (Status::Occurred, 5, false));
    assert_eq!(of("called off the meeting").event.status, Status::Negated);
    assert!(of("denied that it had struck").disputed);
    assert_eq!(of("Tomahawk cruise missiles").event.status, Status::Threatened);
}
