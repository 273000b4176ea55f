//! A process that is killed at any moment loses nothing that it said was kept, and doubles nothing.

mod common;

use common::{document, event, tester};
use detente_event::{Act, Document, Event, Status};
use detente_record::{Decision, Filter, Record};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Set in the child: the file it writes to.
const CHILD: &str = "DETENTE_TEST_CRASH";
const DOCUMENTS: usize = 400;

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

/// What the child does: adds documents and decides on some, and says after each that it is kept.
#[test]
fn child() {
    let Ok(file) = std::env::var(CHILD) else { return };
    let r = Record::open(file).unwrap();
    let now = "2025-02-01T00:00:00Z".parse().unwrap();
    for n in 0..DOCUMENTS {
        let (d, e) = story(n);
        let added = r.add(&d, &e, &tester("2025-02-01T00:00:00Z")).unwrap();
        if added.already {
            continue;
        }
        if n % 3 == 0 {
            r.decide(&Decision::Reject { event: e[0].id.clone() }, now, "child").unwrap();
        }
        println!("kept {n}");
    }
    println!("done");
}

fn run(file: &Path, kill_after: Duration) -> (Vec<usize>, bool) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(CHILD, file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = child.stdout.take().unwrap();
    let killer = std::thread::spawn(move || {
        std::thread::sleep(kill_after);
        // On Unix this is SIGKILL.
        let _ = child.kill();
        child.wait().unwrap();
    });
    let mut kept = Vec::new();
    let mut done = false;
    for line in BufReader::new(out).lines().map_while(Result::ok) {
        // The harness writes the test's name on the same line as the first of ours.
        if let Some((_, n)) = line.split_once("kept ") {
            kept.extend(n.trim().parse::<usize>());
        }
        done |= line.trim_end().ends_with("done");
    }
    killer.join().unwrap();
    (kept, done)
}

#[test]
fn a_killed_ingest_and_review_loses_and_doubles_nothing() {
    let kills: u64 = std::env::var("DETENTE_TEST_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let dir = std::env::temp_dir().join(format!("detente-crash-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let mut file = dir.join("r0.db");
    let mut all = Vec::new();
    for k in 0..kills {
        let (kept, done) = run(&file, Duration::from_millis(20 + k * 37 % 180));
        all.extend(kept);
        let r = Record::open(&file).unwrap();
        assert!(r.check().unwrap().is_empty(), "after kill {k}");
        for n in &all {
            let (d, e) = story(*n);
            assert!(r.contains(&d).unwrap(), "document {n} was said to be kept and is lost after kill {k}");
            let first = r.event(&e[0].id).unwrap().unwrap();
            assert_eq!(first.rejected, n % 3 == 0, "the decision on document {n} is lost or was never made");
        }
        let documents = r.documents().unwrap();
        assert!(documents.iter().all(|d| d.events == 2));
        assert_eq!(r.count(&Filter { rejected: true, ..Filter::default() }).unwrap(), 2 * documents.len() as u64);
        if done {
            assert_eq!(documents.len(), DOCUMENTS);
            // From the beginning again.
            all.clear();
            file = dir.join(format!("r{}.db", k + 1));
        }
    }
    std::fs::remove_dir_all(&dir).unwrap();
}
