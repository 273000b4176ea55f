//! What is summed up on the way is what one gets by going through all of it, whatever came in between.

use crate::common::{actor, document, event, record, tester};
use detente_event::{Act, Document, Event, Status};
use detente_record::{Correction, Decision, Filter, Record};
use std::path::Path;

const NOW: &str = "2025-06-01T00:00:00Z";

/// Numbers that look drawn by lot and are always the same (SplitMix64; Steele, Lea, Flood 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

const PARTIES: [&str; 6] = ["USA", "RUS", "UKR", "HUN", "ISR", "EGY"];
const CONTEXTS: [&str; 3] = ["military", "economic", "territory"];

fn stories(dice: &mut Dice, n: usize) -> Vec<(Document, Vec<Event>)> {
    (0..n)
        .map(|k| {
            let day = format!("2025-0{}-{:02}", 1 + k * 4 / n, 1 + dice.below(28));
            let dated = if dice.below(12) == 0 { "" } else { day.as_str() };
            let outlet = format!("outlet{}", dice.below(4));
            let d = document(&format!("d{k}"), dated, &outlet, &format!("Document {k}. It says this. And that. "));
            let events = (1..=1 + dice.below(3))
                .map(|s| {
                    let (mut from, mut to) = (dice.one(&PARTIES).to_owned(), dice.one(&PARTIES).to_owned());
                    match dice.below(5) {
                        0 => from = format!("{from}; {}", dice.one(&PARTIES)),
                        1 => to = String::new(),
                        2 => to = format!("{to}; {}", dice.one(&PARTIES)),
                        _ => {}
                    }
                    let act = dice.one(&[Act::Consult, Act::Aid, Act::Assault, Act::Request, Act::Threaten]);
                    let mut e = event(&d, s, act, dice.one(&Status::ALL), &from, &to).context(dice.one(&CONTEXTS));
                    if dice.below(2) == 0 {
                        e = e.about(&format!("thing{}", dice.below(3)));
                    }
                    if dice.below(3) == 0 {
                        e = e.on(&day).at(dice.one(&["Cairo", "Odesa"]), "");
                    }
                    e.done()
                })
                .collect();
            (d, events)
        })
        .collect()
}

/// Compares all sums with those that come of going through the events.
fn holds(r: &Record) {
    assert_eq!(r.check().unwrap(), []);
    let counted = Filter {
        statuses: Status::ALL.into_iter().filter(|s| !matches!(s, Status::Negated | Status::Hypothetical)).collect(),
        ..Filter::default()
    };
    assert_eq!(r.network(&Filter::default()).unwrap(), r.network(&counted).unwrap());
    let all = r.counts(&Filter::default()).unwrap();
    assert_eq!(all, r.counts(&counted).unwrap());
    for (offset, limit) in [(0, 3), (5, 4), (all.len().saturating_sub(2), 9)] {
        let page = r.counts(&Filter { offset, limit: Some(limit), ..Filter::default() }).unwrap();
        assert_eq!(page, all[offset.min(all.len())..all.len().min(offset + limit)]);
    }
}

fn any(r: &Record, dice: &mut Dice) -> Decision {
    let all = r.events(&Filter { rejected: true, ..Filter::default() }).unwrap();
    let (one, two) = (&all[dice.below(all.len())], &all[dice.below(all.len())]);
    let event = one.event.id.clone();
    match dice.below(7) {
        0 | 1 => Decision::Reject { event },
        2 => Decision::Accept { event },
        3 => Decision::Merge { into: two.cluster.clone(), from: one.cluster.clone() },
        4 => Decision::Split { event, cluster: String::new() },
        _ => {
            let change = match dice.below(4) {
                0 => Correction { status: Some(dice.one(&Status::ALL)), ..Correction::default() },
                1 => Correction { date: Some(None), ..Correction::default() },
                2 => Correction { actor: Some(vec![actor(dice.one(&PARTIES))]), ..Correction::default() },
                _ => Correction { act: Some(Act::Agree), recipient: Some(vec![]), ..Correction::default() },
            };
            Decision::Correct { event, change: Box::new(change) }
        }
    }
}

#[test]
fn sums_are_those_of_a_recount_after_any_decisions() {
    let r = record();
    let mut dice = Dice(7);
    let mut rest = stories(&mut dice, 60);
    let at = |k: usize| format!("2025-06-01T{:02}:{:02}:00Z", k / 60, k % 60);
    let (mut made, mut refused) = (0, 0);
    for k in 0..60 {
        let some = rest.len().min(dice.below(4));
        let batch: Vec<_> = rest.drain(..some).collect();
        r.add_many(&batch, &tester(&at(k))).unwrap();
        if r.count(&Filter::default()).unwrap() > 0 {
            let done = match r.last_decision().unwrap() {
                Some(d) if dice.below(4) == 0 => r.undo(d.number, at(k).parse().unwrap(), "ana"),
                _ => r.decide(&any(&r, &mut dice), at(k).parse().unwrap(), "ana"),
            };
            // Some make no sense, such as to split an event from itself; they change nothing.
            *if done.is_ok() { &mut made } else { &mut refused } += 1;
        }
        holds(&r);
    }
    assert!(made > 30, "{made} decisions, {refused} refused");
    let again = r.as_of(at(100).parse().unwrap()).unwrap();
    holds(&again);
    assert_eq!(again.timeline(&Filter::default()).unwrap(), r.timeline(&Filter::default()).unwrap());
    assert_eq!(again.network(&Filter::default()).unwrap(), r.network(&Filter::default()).unwrap());
}

/// Which events are one occurrence.
fn shape(r: &Record) -> Vec<(String, Status, Vec<String>)> {
    let list = r.clusters(&Filter::default()).unwrap();
    list.into_iter().map(|c| (c.id, c.event.status, c.reports.into_iter().map(|x| x.event.id).collect())).collect()
}

#[test]
fn how_documents_are_batched_changes_nothing() {
    let all = stories(&mut Dice(3), 80);
    let filled = |size: usize| {
        let r = record();
        for batch in all.chunks(size) {
            r.add_many(batch, &tester(NOW)).unwrap();
        }
        holds(&r);
        (shape(&r), r.network(&Filter::default()).unwrap(), r.counts(&Filter::default()).unwrap())
    };
    let one = filled(1);
    assert!(one.0.iter().any(|c| c.2.len() > 2), "some are told of more than once");
    assert_eq!(one, filled(7));
    assert_eq!(one, filled(80));
}

/// Makes the record in that file what version 1 was: the parties filed by actor, the sums in another table.
fn as_version_1(file: &Path) {
    let db = rusqlite::Connection::open(file).unwrap();
    db.execute_batch(
        "ALTER TABLE party RENAME TO newer;
         CREATE TABLE party (actor INTEGER NOT NULL, day INTEGER NOT NULL, entry INTEGER NOT NULL, role INTEGER NOT NULL,
             other INTEGER NOT NULL, act INTEGER NOT NULL, status INTEGER NOT NULL,
             PRIMARY KEY (actor, day, entry, role, other)) WITHOUT ROWID;
         INSERT INTO party SELECT actor, day, entry, role, other, act, status FROM newer;
         DROP TABLE newer;
         CREATE INDEX party_entry ON party(entry);
         DROP TABLE dyad;
         CREATE TABLE flow (actor INTEGER NOT NULL, other INTEGER NOT NULL, month INTEGER NOT NULL, quad INTEGER NOT NULL,
             clusters INTEGER NOT NULL, reports INTEGER NOT NULL, tenths INTEGER NOT NULL, first INTEGER NOT NULL,
             last INTEGER NOT NULL, PRIMARY KEY (actor, other, month, quad)) WITHOUT ROWID;
         UPDATE block SET key = key + 1;
         CREATE INDEX entry_document ON entry(document);
         PRAGMA user_version = 1;",
    )
    .unwrap();
}

#[test]
fn a_record_of_the_first_version_is_upgraded() {
    let dir = std::env::temp_dir().join(format!("detente-upgrade-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let file = dir.join("old.db");
    let all = stories(&mut Dice(3), 80);
    let r = Record::open(&file).unwrap();
    r.add_many(&all[..50], &tester(NOW)).unwrap();
    let rejected = r.events(&Filter { limit: Some(1), ..Filter::default() }).unwrap().remove(0).event.id;
    r.decide(&Decision::Reject { event: rejected }, NOW.parse().unwrap(), "ana").unwrap();
    let before = (shape(&r), r.network(&Filter::default()).unwrap(), r.counts(&Filter::default()).unwrap());
    drop(r);
    as_version_1(&file);
    assert_eq!(Record::version_of(file.to_str().unwrap()).unwrap(), Some(1));
    let r = Record::open(&file).unwrap();
    holds(&r);
    assert_eq!(before, (shape(&r), r.network(&Filter::default()).unwrap(), r.counts(&Filter::default()).unwrap()));
    // What comes after finds what was there.
    r.add_many(&all[50..], &tester(NOW)).unwrap();
    holds(&r);
    let fresh = Record::in_memory().unwrap();
    fresh.add_many(&all, &tester(NOW)).unwrap();
    let events = |r: &Record| r.count(&Filter { rejected: true, ..Filter::default() }).unwrap();
    assert_eq!((r.documents().unwrap().len(), events(&r)), (80, events(&fresh)));
    assert!(r.size().unwrap().occurrences <= fresh.size().unwrap().occurrences);
    assert_eq!(Record::version_of(file.to_str().unwrap()).unwrap(), Some(Record::newest_version()));
    std::fs::remove_dir_all(&dir).unwrap();
}
