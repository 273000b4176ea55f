//! Full disk, read-only file, damaged file, wrong file: a clear error, and what was kept stays.

use crate::common::{document, event, tester};
use detente_event::{Act, Document, Event, Status};
use detente_record::{Decision, Filter, Record};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

const NOW: &str = "2025-10-18T09:00:00Z";
/// Set in a child: the folder it works in.
const FOLDER: &str = "DETENTE_TEST_FAULTS";

fn stories(from: usize, to: usize) -> Vec<(Document, Vec<Event>)> {
    (from..to)
        .map(|n| {
            let text = format!("Document {n}. {}", "It goes on and on about what was said. ".repeat(n % 40));
            let d = document(&format!("d{n}"), "2025-01-02", &format!("outlet{}", n % 5), &text);
            let e =
                vec![event(&d, 1, Act::Aid, Status::Planned, "USA", "UKR").about(&format!("thing{}", n % 15)).done()];
            (d, e)
        })
        .collect()
}

fn folder(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("detente-faults-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// Runs one of the tests below in a process with a small file system of its own, and `then` before the second half.
/// Whether that is possible here.
fn in_small_file_system(test: &str) -> bool {
    let dir = folder(test);
    let exe = std::env::current_exe().unwrap();
    let script = format!(
        "mount -t tmpfs -o size=6m tmpfs '{d}' || exit 77; exec '{}' --exact faults::{test} --nocapture --ignored",
        exe.display(),
        d = dir.display()
    );
    let out = Command::new("unshare").args(["-m", "-r", "sh", "-c", &script]).env(FOLDER, &dir).output();
    let _ = std::fs::remove_dir_all(&dir);
    match out {
        Ok(o) if o.status.success() => true,
        Ok(o) if o.status.code() == Some(101) => {
            panic!("{}{}", String::from_utf8_lossy(&o.stdout), String::from_utf8_lossy(&o.stderr))
        }
        _ => {
            let _ =
                writeln!(std::io::stderr(), "skipped: no small file system can be mounted here ({test} was not run)");
            false
        }
    }
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    in_small_file_system("on_a_full_disk");
}

#[test]
#[ignore = "runs in a file system of its own, started by the test above"]
fn on_a_full_disk() {
    let Ok(dir) = std::env::var(FOLDER) else { return };
    let file = Path::new(&dir).join("record.db");
    let r = Record::open(&file).unwrap();
    let mut kept = 0;
    let full = loop {
        match r.add_many(&stories(kept, kept + 20), &tester(NOW)) {
            Ok(_) => kept += 20,
            Err(e) => break e,
        }
        assert!(kept < 100_000, "six megabytes hold all of it");
    };
    assert!(full.is_full() && full.to_string().contains("record.db") && full.mend().contains("room"), "{full}");
    assert!(kept > 100, "{kept}");
    // A decision does not fit either, or fits whole.
    let some = r.events(&Filter { limit: Some(1), ..Filter::default() }).unwrap().remove(0);
    let decided = r.decide(&Decision::Reject { event: some.event.id.clone() }, NOW.parse().unwrap(), "ana");
    assert!(decided.as_ref().err().is_none_or(detente_record::Error::is_full), "{decided:?}");
    let sound = |r: &Record, n: usize| {
        assert_eq!(r.documents().unwrap().len(), n);
        assert_eq!(r.count(&Filter { rejected: true, ..Filter::default() }).unwrap(), n as u64);
        assert_eq!(r.event(&some.event.id).unwrap().unwrap().rejected, decided.is_ok());
    };
    sound(&r, kept);
    drop(r);
    // Room is made: the same command goes on where it stopped.
    let out = Command::new("mount").args(["-o", "remount,size=40m", &dir]).status().unwrap();
    assert!(out.success());
    let r = Record::open(&file).unwrap();
    sound(&r, kept);
    assert_eq!(r.check().unwrap(), []);
    let added = r.add_many(&stories(0, kept + 40), &tester(NOW)).unwrap();
    assert_eq!(added.iter().filter(|a| !a.already).count(), 40);
    sound(&r, kept + 40);
}

#[test]
fn a_file_that_cannot_be_written_is_read_and_told() {
    in_small_file_system("on_a_read_only_disk");
}

#[test]
#[ignore = "runs in a file system of its own, started by the test above"]
fn on_a_read_only_disk() {
    let Ok(dir) = std::env::var(FOLDER) else { return };
    let file = Path::new(&dir).join("a record?.db");
    let r = Record::open(&file).unwrap();
    r.add_many(&stories(0, 10), &tester(NOW)).unwrap();
    drop(r);
    let remount = |how: &str| Command::new("mount").args(["-o", how, &dir]).status().unwrap().success();
    assert!(remount("remount,ro"));
    let r = Record::open(&file).unwrap();
    assert_eq!(r.events(&Filter::default()).unwrap().len(), 10);
    assert_eq!(r.check().unwrap(), []);
    assert_eq!(r.as_of(NOW.parse().unwrap()).unwrap().documents().unwrap().len(), 10);
    let e = r.add_many(&stories(10, 11), &tester(NOW)).unwrap_err();
    assert!(e.is_read_only() && e.mend().contains("permission"), "{e}");
    assert!(Record::open(Path::new(&dir).join("new.db")).err().unwrap().is_not_found());
    drop(r);
    assert!(remount("remount,rw"));
    // Changes that are still in the log beside the file are not passed over in silence.
    let r = Record::open(&file).unwrap();
    r.add_many(&stories(10, 12), &tester(NOW)).unwrap();
    std::mem::forget(r);
    let copy = Path::new(&dir).join("copy.db");
    std::fs::copy(&file, &copy).unwrap();
    std::fs::copy(Path::new(&dir).join("a record?.db-wal"), Path::new(&dir).join("copy.db-wal")).unwrap();
    assert!(Command::new("mount").args(["--bind", &dir, &dir]).status().unwrap().success());
    assert!(remount("remount,bind,ro"));
    let e = Record::open(&copy).err().unwrap();
    assert!(e.is_read_only() && e.message().contains("-wal"), "{e}");
}

/// All that can be asked of a record, and an addition: none of it may panic.
fn use_all(r: &Record) -> Result<(), detente_record::Error> {
    let f = Filter::default();
    r.timeline(&f)?;
    r.pending(&f, "2025-03-01".parse().unwrap())?;
    r.events(&Filter { text: Some("goes on".to_owned()), ..Filter::default() })?;
    r.network(&f)?;
    r.counts(&f)?;
    r.levers(&f)?;
    r.documents()?;
    r.decisions()?;
    r.add_many(&stories(5000, 5010), &tester(NOW))?;
    Ok(())
}

#[test]
fn damage_is_found_and_told_and_never_a_panic() {
    let dir = folder("damage");
    let file = dir.join("good.db");
    let r = Record::open(&file).unwrap();
    r.add_many(&stories(0, 400), &tester(NOW)).unwrap();
    drop(r);
    let good = std::fs::read(&file).unwrap();
    assert!(good.len() > 300_000);
    let (mut told, mut sound) = (0, 0);
    for k in 0..60_usize {
        let mut bytes = good.clone();
        let at = 100 + k * 7919 * 41 % (bytes.len() - 9000);
        match k % 3 {
            // A page of something else, a few bits, a file cut off.
            0 => bytes[at..at + 4096].fill(b'x'),
            1 => bytes[at..at + 64].iter_mut().for_each(|b| *b ^= 0x5a),
            _ => bytes.truncate(at),
        }
        let damaged = dir.join(format!("d{k}.db"));
        std::fs::write(&damaged, &bytes).unwrap();
        let found = Record::open(&damaged).and_then(|r| {
            let found = r.check()?;
            use_all(&r).map(|()| found)
        });
        match found {
            Ok(list) if list.is_empty() => sound += 1,
            Ok(list) => {
                told += 1;
                assert!(list.iter().all(|d| d.help.is_some()));
            }
            Err(e) => {
                told += 1;
                assert!(e.is_corrupt() || e.is_not_a_record(), "{k}: {e}");
                assert!(!e.mend().is_empty(), "{e}");
            }
        }
    }
    // Some bytes are nobody's.
    assert!(told >= 50, "{told} told, {sound} not noticed");
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn a_file_of_something_else_is_refused_and_left_alone() {
    let dir = folder("other");
    let run = |file: &Path, sql: &str| rusqlite::Connection::open(file).unwrap().execute_batch(sql).unwrap();
    let (other, newer) = (dir.join("bookmarks.db"), dir.join("newer.db"));
    run(&other, "CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('x')");
    drop(Record::open(&newer).unwrap());
    run(&newer, "PRAGMA user_version = 99");
    for (file, words) in [(&other, "not a record"), (&newer, "version 99")] {
        let before = std::fs::read(file).unwrap();
        for refused in [Record::open(file), Record::open_existing(file)] {
            let e = refused.err().unwrap();
            assert!(e.is_not_a_record() && e.to_string().contains(words), "{e}");
        }
        assert_eq!(std::fs::read(file).unwrap(), before, "{} was changed", file.display());
    }
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn what_is_kept_cannot_be_changed() {
    let dir = folder("kept");
    let file = dir.join("record.db");
    let r = Record::open(&file).unwrap();
    r.add_many(&stories(0, 2), &tester(NOW)).unwrap();
    let db = rusqlite::Connection::open(&file).unwrap();
    for sql in
        ["UPDATE document SET text = 'x'", "DELETE FROM report", "UPDATE coding SET who = ''", "DELETE FROM decision"]
    {
        let done = db.execute_batch(sql);
        // Of decisions there are none yet.
        assert!(
            sql.contains("decision") || done.unwrap_err().to_string().contains("kept as they were written"),
            "{sql}"
        );
    }
    std::fs::remove_dir_all(&dir).unwrap();
}
