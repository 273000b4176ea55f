//! The commands on records, run as a user runs them.

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("record-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(dir.join("news")).unwrap();
    let write = |file: &str, text: &str| std::fs::write(dir.join("news").join(file), text).unwrap();
    write(
        "one.jsonl",
        "{\"id\":\"a\",\"date\":\"2025-10-17\",\"source\":\"https://one.example/a\",\"text\":\"President Trump spoke with President Putin by telephone on Thursday. The United States is considering selling Tomahawk missiles to Ukraine. Russia and the United States will meet in Budapest on 30 October.\"}\n",
    );
    write(
        "two.txt",
        "Ukraine asked the United States for Tomahawk missiles. Russia warned against the sale of Tomahawk missiles.",
    );
    dir
}

fn detente(dir: &Path, args: &[&str]) -> Output {
    let out = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(args)
        .env("DETENTE_RECORD", "r.db")
        .env("USER", "ana")
        .current_dir(dir)
        .output()
        .unwrap();
    assert!(!String::from_utf8_lossy(&out.stderr).contains("panicked"), "{args:?}");
    out
}

fn told(out: &Output) -> String {
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

fn add(dir: &Path) {
    let out = detente(dir, &["record", "add", "news", "--date", "2025-10-17"]);
    assert!(out.status.success(), "{}", told(&out));
}

#[test]
fn adding_twice_adds_nothing_and_a_dry_run_leaves_nothing() {
    let dir = folder("add");
    let out = detente(&dir, &["record", "add", "news", "--dry-run"]);
    assert!(told(&out).contains("would add 2 documents") && !dir.join("r.db").exists(), "{}", told(&out));
    add(&dir);
    let again = detente(&dir, &["record", "add", "news", "--date", "2025-10-17"]);
    assert!(told(&again).contains("added 0 documents with 0 events") && told(&again).contains("2 were there already"));
}

#[test]
fn every_question_is_answered_in_every_form() {
    let dir = folder("questions");
    add(&dir);
    for question in ["timeline", "pending", "events", "network", "levers", "counts"] {
        let ask = |format: &str, more: &[&str]| {
            let out = detente(&dir, &[&["record", question, "--format", format], more].concat());
            assert!(out.status.success(), "{question} {format}: {}", told(&out));
            out.stdout
        };
        let json: Value = serde_json::from_slice(&ask("json", &[])).unwrap();
        let table = String::from_utf8(ask("table", &[])).unwrap();
        let csv = String::from_utf8(ask("csv", &[])).unwrap();
        assert!(
            json.as_array().map_or(json["edges"].as_array().map_or(0, Vec::len), Vec::len) > 0,
            "{question}: {json}"
        );
        assert!(table.lines().count() > 1 && csv.lines().count() > 1, "{question}\n{table}");
        let cells = csv.lines().next().unwrap().split(',').count();
        assert!(cells >= 8, "{question}: {csv}");
        ask("parquet", &["-o", "out.parquet"]);
        let bytes = std::fs::read(dir.join("out.parquet")).unwrap();
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{question}");
    }
    let due = told(&detente(&dir, &["record", "pending", "--today", "2025-11-02"]));
    assert!(due.contains("2025-10-30") && due.contains("yes"), "{due}");
    let not_yet = told(&detente(&dir, &["record", "pending", "--today", "2025-10-18", "--format", "csv"]));
    assert!(not_yet.contains("2025-10-30,,"), "{not_yet}");
    let one = told(&detente(&dir, &["record", "events", "--dyad", "USA,UKR", "--text", "tomahawk", "--format", "csv"]));
    assert!(one.lines().count() >= 2 && one.lines().skip(1).all(|l| l.contains("Tomahawk")), "{one}");
    let none = detente(&dir, &["record", "events", "--act", "DANCE"]);
    assert!(!none.status.success() && told(&none).contains("CONSULT"), "{}", told(&none));
}

#[test]
fn a_review_at_the_keyboard_is_filed_undone_and_gone_back_to() {
    let dir = folder("review");
    add(&dir);
    let moment = jiff::Timestamp::now().to_string();
    let events = || -> Vec<Value> {
        let out = detente(&dir, &["record", "events", "--rejected", "--format", "json"]);
        serde_json::from_slice(&out.stdout).unwrap()
    };
    let before = events();
    assert!(before.len() >= 4, "{before:#?}");
    let other =
        before.iter().rev().find(|e| e["cluster"] != before[0]["cluster"]).unwrap()["cluster"].as_str().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(["record", "review", "--record", "r.db", "--as", "ben"])
        .current_dir(&dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let keys = format!(
        "?\nnonsense\nstatus maybe\nact COERCE\nstatus negated\nu\nnote look again\nto FRA, Chad\nmerge {other}\nu\na\nr\nb\nu\nq\n"
    );
    child.stdin.take().unwrap().write_all(keys.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let said = told(&out);
    assert!(out.status.success(), "{said}");
    for words in [
        "is no command",
        "the statuses are",
        "filed as decision 1",
        "decision 2 is undone",
        "[1 of ",
        "[2 of ",
        "France, Chad",
        "note: look again",
        "decisions filed",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    let after = events();
    assert_eq!(after[0]["event"]["act"], "COERCE");
    assert_eq!(after[0]["event"]["status"], before[0]["event"]["status"]);
    assert!(!after.iter().any(|e| e["rejected"] == true));
    let list = told(&detente(&dir, &["record", "undo", "--list"]));
    assert!(list.lines().count() >= 8 && list.contains(" ben "), "{list}");
    // As it stood before the review.
    let then = detente(&dir, &["record", "events", "--as-of", &moment, "--format", "json"]);
    assert_eq!(serde_json::from_slice::<Vec<Value>>(&then.stdout).unwrap(), before);
}

#[test]
fn doctor_makes_checks_and_names_what_is_wrong() {
    let dir = folder("doctor");
    let out = detente(&dir, &["doctor"]);
    // DETENTE_RECORD names a record that is not there yet.
    assert_eq!(out.status.code(), Some(1));
    assert!(told(&out).contains("there is no record") && !dir.join("r.db").exists(), "{}", told(&out));
    let out = detente(&dir, &["doctor", "--create"]);
    assert!(out.status.success() && told(&out).contains("r.db: made, version 2"), "{}", told(&out));
    add(&dir);
    let out = detente(&dir, &["doctor"]);
    assert!(
        out.status.success() && told(&out).contains("r.db: sound") && told(&out).contains("2 documents"),
        "{}",
        told(&out)
    );
    let mut bytes = std::fs::read(dir.join("r.db")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(b'x');
    std::fs::write(dir.join("bad.db"), bytes).unwrap();
    std::fs::write(dir.join("notes.txt"), "these are notes").unwrap();
    for (file, words) in
        [("bad.db", "WRONG"), ("notes.txt", "this file is not a record"), ("postgres://127.0.0.1:1/x", "server")]
    {
        let out = detente(&dir, &["doctor", "--record", file]);
        assert!(out.status.code() == Some(1) && told(&out).contains(words), "{file}: {}", told(&out));
    }
}

/// A process killed in the middle of `record add` is run again until it ends: the record is the one of a single run.
#[test]
#[cfg(unix)]
fn a_killed_add_goes_on_where_it_stopped() {
    let dir = folder("killed");
    let mut lines = String::new();
    for n in 0..600 {
        lines.push_str(&format!("{{\"id\":\"d{n}\",\"date\":\"2025-10-17\",\"source\":\"https://o{}.example/{n}\",\"text\":\"Egypt and Sudan met in Cairo on Thursday, said report {n}. Chad asked Libya for {n} tents.\"}}\n", n % 7));
    }
    std::fs::write(dir.join("news/many.jsonl"), lines).unwrap();
    for kill in 0..12_u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_detente"))
            .args(["record", "add", "news", "--date", "2025-10-17", "--record", "killed.db"])
            .current_dir(&dir)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(30 + kill * 73 % 500));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let ask = |db: &str, what: &str| {
        let out = detente(&dir, &["record", what, "--record", db, "--format", "json"]);
        assert!(out.status.success(), "{}", told(&out));
        serde_json::from_slice::<Value>(&out.stdout).unwrap()
    };
    for db in ["killed.db", "once.db"] {
        let out = detente(&dir, &["record", "add", "news", "--date", "2025-10-17", "--record", db]);
        assert!(out.status.success(), "{}", told(&out));
    }
    for what in ["events", "timeline", "counts"] {
        assert_eq!(ask("killed.db", what), ask("once.db", what), "{what}");
    }
}
