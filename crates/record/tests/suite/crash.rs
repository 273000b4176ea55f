//! A process that is killed at any moment loses nothing that it said was kept, and doubles nothing; on either store.
//!
//! `DETENTE_TEST_KILLS` says how often; 200 take some minutes.

use crate::common::{document, event, tester};
use detente_event::{Act, Document, Event, Status};
use detente_record::{Cluster, Correction, Decision, Filter, Record};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Set in the child: the record it writes to, and what it does there.
const CHILD: &str = "DETENTE_TEST_CRASH";
const JOB: &str = "DETENTE_TEST_JOB";
const NOW: &str = "2025-02-01T00:00:00Z";
const DOCUMENTS: usize = 600;
/// Events to decide on in a review.
const REVIEWED: usize = 60;

fn kills() -> u64 {
    std::env::var("DETENTE_TEST_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(25)
}

fn story(n: usize) -> (Document, Vec<Event>) {
    let d = document(
        &format!("d{n}"),
        "2025-01-02",
        &format!("outlet{}", n % 9),
        &format!("Document {n}. It has two events. "),
    );
    let e = vec![
        event(&d, 1, Act::Consult, Status::Occurred, "USA; RUS", "").at(&format!("Town {}", n % 40), "CHE").done(),
        event(&d, 2, Act::Aid, Status::Planned, "USA", "UKR").about(&format!("thing{}", n % 30)).done(),
    ];
    (d, e)
}

/// What the child does; it says after each step that it is kept.
#[test]
fn child() {
    let (Ok(name), Ok(job)) = (std::env::var(CHILD), std::env::var(JOB)) else { return };
    let r = Record::connect(&name, true).unwrap();
    if job == "review" {
        review(&r)
    } else {
        ingest(&r)
    }
    println!("done");
}

/// Adds documents one by one and in batches, as far as they are not there.
fn ingest(r: &Record) {
    let mut n = 0;
    while n < DOCUMENTS {
        let batch: Vec<_> = (n..DOCUMENTS.min(n + 1 + n % 8)).map(story).collect();
        let size = batch.len();
        r.add_many(&batch, &tester(NOW)).unwrap();
        for k in n..n + size {
            println!("kept {k}");
        }
        n += size;
    }
}

/// What a reviewer decides on the `n`th event.
fn verdict(n: usize, id: &str, cluster: &str, first: &str) -> Decision {
    let event = id.to_owned();
    match n % 5 {
        0 => Decision::Reject { event },
        1 => Decision::Accept { event },
        2 => {
            let change = Correction { status: Some(Status::Considered), ..Correction::default() };
            Decision::Correct { event, change: Box::new(change) }
        }
        3 if cluster != first => Decision::Merge { into: first.to_owned(), from: cluster.to_owned() },
        _ => Decision::Note { about: event, text: format!("remark {n}") },
    }
}

/// Decides on what has no decision yet, and undoes every seventh.
fn review(r: &Record) {
    let events = sorted(r);
    let first = events[0].cluster.clone();
    let decided = r.decisions().unwrap();
    // As a person would who starts again: at the first that is not decided.
    for (n, e) in events.iter().enumerate() {
        let mark = format!("{n}");
        if decided.iter().any(|d| d.by == mark && d.decision.is_some()) {
            continue;
        }
        let at = NOW.parse().unwrap();
        let now = r.event(&e.event.id).unwrap().unwrap();
        let number = r.decide(&verdict(n, &e.event.id, &now.cluster, &first), at, &mark).unwrap();
        println!("kept {n}");
        if n % 7 == 6 {
            r.undo(number, at, &mark).unwrap();
            println!("kept {}", n + 10_000);
        }
    }
}

fn sorted(r: &Record) -> Vec<detente_record::Report> {
    let mut list = r.events(&Filter { rejected: true, ..Filter::default() }).unwrap();
    list.sort_by_key(|e| e.number);
    list
}

/// Runs the child and kills it; what it said was kept, and whether it came to its end.
fn run(name: &str, job: &str, kill_after: Duration) -> (Vec<usize>, bool) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture", "--test-threads=1"])
        .env(CHILD, name)
        .env(JOB, job)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = child.stdout.take().unwrap();
    let (ended, end) = mpsc::channel();
    let killer = std::thread::spawn(move || {
        // Until then, or until it has come to its end.
        let _ = end.recv_timeout(kill_after);
        // On Unix this is SIGKILL.
        let _ = child.kill();
        child.wait().unwrap();
    });
    let mut kept = Vec::new();
    let mut done = false;
    for line in BufReader::new(out).lines().map_while(Result::ok) {
        // The harness writes the test's name on the same line as the first of ours. A line cut short says nothing.
        if let Some((_, n)) = line.split_once("kept ") {
            kept.extend(n.trim().parse::<usize>());
        }
        done |= line.trim_end().ends_with("done");
    }
    let _ = ended.send(());
    killer.join().unwrap();
    (kept, done)
}

/// How long a child takes that nobody kills.
fn whole_run(name: &str, job: &str) -> Duration {
    let start = Instant::now();
    assert!(run(name, job, Duration::from_secs(600)).1, "it does not come to its end by itself");
    start.elapsed()
}

/// Moments spread over a whole run (SplitMix64's finaliser over the number of the kill).
fn moment(k: u64, whole: Duration) -> Duration {
    let z = (k + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    whole.mul_f64(((z >> 33) % 1000) as f64 / 1000.0)
}

/// `make(n)` names a new, empty record.
fn ingest_is_killed(mut make: impl FnMut(u64) -> String) {
    let whole = whole_run(&make(kills() + 1), "ingest");
    let mut name = make(0);
    let (mut said, mut ends) = (BTreeSet::new(), 0);
    for k in 0..kills() {
        let (kept, done) = run(&name, "ingest", moment(k, whole));
        said.extend(kept);
        let r = Record::connect(&name, true).unwrap();
        assert!(r.check().unwrap().is_empty(), "after kill {k}: {:?}", r.check().unwrap());
        let there: Vec<String> = r.documents().unwrap().iter().map(|d| d.document.id.clone()).collect();
        for n in &said {
            assert!(there.contains(&format!("d{n}")), "document {n} was said to be kept and is lost after kill {k}");
        }
        assert_eq!(there.iter().collect::<BTreeSet<_>>().len(), there.len(), "a document is doubled after kill {k}");
        assert!(r.documents().unwrap().iter().all(|d| d.events == 2));
        assert_eq!(r.count(&Filter { rejected: true, ..Filter::default() }).unwrap(), 2 * there.len() as u64);
        if done {
            // Killed or not on the way, the record is the same as one filled without a break.
            assert_eq!(there.len(), DOCUMENTS);
            assert_eq!(shape(&r), shape(&uninterrupted()), "after kill {k}");
            ends += 1;
            said.clear();
            name = make(k + 1);
        }
    }
    println!("{} kills of an ingest of {whole:?}, {ends} records filled to their end", kills());
}

fn uninterrupted() -> Record {
    let r = Record::in_memory().unwrap();
    ingest_silently(&r);
    r
}

fn ingest_silently(r: &Record) {
    let all: Vec<_> = (0..DOCUMENTS).map(story).collect();
    r.add_many(&all, &tester(NOW)).unwrap();
}

/// Which events are one occurrence, and its status.
fn shape(r: &Record) -> Vec<(String, Status, Vec<String>)> {
    let of = |c: Cluster| {
        let mut ids: Vec<String> = c.reports.iter().map(|x| x.event.id.clone()).collect();
        ids.sort();
        (c.id, c.event.status, ids)
    };
    let mut list: Vec<_> = r.clusters(&Filter::default()).unwrap().into_iter().map(of).collect();
    list.sort();
    list
}

fn review_is_killed(mut make: impl FnMut(u64) -> String) {
    let fill = |name: &str| {
        let all: Vec<_> = (0..REVIEWED / 2).map(story).collect();
        Record::connect(name, true).unwrap().add_many(&all, &tester(NOW)).unwrap();
    };
    let mut name = make(kills() + 1);
    fill(&name);
    let whole = whole_run(&name, "review");
    name = make(0);
    fill(&name);
    let (mut said, mut ends) = (BTreeSet::new(), 0);
    for k in 0..kills() {
        let (kept, done) = run(&name, "review", moment(k, whole));
        said.extend(kept);
        let r = Record::connect(&name, true).unwrap();
        assert!(r.check().unwrap().is_empty(), "after kill {k}: {:?}", r.check().unwrap());
        let filed = r.decisions().unwrap();
        for n in &said {
            let (mark, undo) = (format!("{}", n % 10_000), *n >= 10_000);
            let times = filed.iter().filter(|d| d.by == mark && d.decision.is_none() == undo).count();
            assert_eq!(times, 1, "decision {n} was said to be kept and is there {times} times after kill {k}");
        }
        let marks: Vec<_> = filed.iter().filter(|d| d.decision.is_some()).map(|d| &d.by).collect();
        assert_eq!(marks.iter().collect::<BTreeSet<_>>().len(), marks.len(), "a decision is doubled after kill {k}");
        if done || k % 10 == 0 {
            // The index shows what the kept rows say: a record made again from them is the same.
            let again = r.as_of(NOW.parse().unwrap()).unwrap();
            assert_eq!(shape(&r), shape(&again), "after kill {k}");
        }
        if done {
            assert_eq!(marks.len(), REVIEWED);
            ends += 1;
            said.clear();
            name = make(k + 1);
            fill(&name);
        }
    }
    println!("{} kills of a review of {whole:?}, {ends} reviews come to their end", kills());
}

fn in_files(what: &str, test: impl FnOnce(&mut dyn FnMut(u64) -> String)) {
    let dir = std::env::temp_dir().join(format!("detente-crash-{what}-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    test(&mut |n| dir.join(format!("r{n}.db")).display().to_string());
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn a_killed_ingest_into_a_file_loses_and_doubles_nothing() {
    in_files("ingest", |make| ingest_is_killed(make));
}

#[test]
fn a_killed_review_of_a_file_loses_and_doubles_nothing() {
    in_files("review", |make| review_is_killed(make));
}

#[cfg(feature = "postgres")]
mod on_postgresql {
    use super::{ingest_is_killed, review_is_killed};
    use crate::common::server::server;

    #[test]
    fn a_killed_ingest_loses_and_doubles_nothing() {
        let Some(server) = server() else { return };
        ingest_is_killed(|n| server.database(&format!("ingest{n}")));
    }

    #[test]
    fn a_killed_review_loses_and_doubles_nothing() {
        let Some(server) = server() else { return };
        review_is_killed(|n| server.database(&format!("review{n}")));
    }
}
