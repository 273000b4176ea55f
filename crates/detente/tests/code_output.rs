//! What `detente code` writes: every format with its columns, the same bytes however it was run or interrupted.

mod common;

use common::{detente, file, folder, line, sentence};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn text(of: &str, n: usize) -> String {
    let body = format!(
        "{} Leaders of Russia and Ukraine will meet in Budapest next week. \
         The United States is considering selling Tomahawk missiles to Ukraine. Moscow denied attacking Kyiv. \
         France and Germany condemned the attack. The attack in Odesa \"shocked\" Germany, Poland and France.",
        sentence(n)
    );
    serde_json::json!({"id": of, "date": "2025-10-17", "title": "Talks,\t\"and\" more", "text": body, "source": "https://www.example.org/a?b=1"})
        .to_string()
}

fn archive(folder: &Path, documents: usize) -> String {
    file(folder, "archive.jsonl", (0..documents).map(|n| text(&format!("d{n}"), n) + "\n").collect::<String>())
}

/// Cells of a line of comma-separated values.
fn csv_cells(line: &str) -> usize {
    let mut quoted = false;
    1 + line
        .chars()
        .filter(|c| {
            quoted ^= *c == '"';
            *c == ',' && !quoted
        })
        .count()
}

#[test]
fn every_format_has_its_columns_header_and_missing_mark() {
    let d = folder("formats");
    let input = archive(&d, 3);
    // columns, tab separated, header, missing mark
    for (format, columns, tabs, header, missing) in [
        ("csv", 48, false, Some("event_id,event_date"), ""),
        ("cameo", 8, true, Some("date\tsource\ttarget\tcameo"), "---"),
        ("polecat", 40, true, Some("Event ID\tEvent Date\tEvent Type"), "None"),
        ("icews", 20, true, Some("Event ID\tEvent Date\tSource Name"), "NA"),
        ("phoenix", 26, true, None, ""),
        ("gdelt1", 58, true, None, ""),
        ("gdelt2", 61, true, None, ""),
        ("gdelt-mentions", 16, true, None, ""),
        ("acled", 31, false, Some("event_id_cnty,event_date,year"), ""),
    ] {
        let to = d.join(format!("out.{format}")).display().to_string();
        let run = detente(&["code", &input, "--format", format, "-o", &to]);
        assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{format}: {}", run.told);
        let out = std::fs::read_to_string(&to).unwrap();
        let mut lines = out.lines();
        if let Some(begin) = header {
            assert!(lines.next().unwrap().starts_with(begin), "{format}");
        }
        let rows: Vec<&str> = lines.collect();
        assert!(!rows.is_empty(), "{format}");
        for l in &rows {
            let cells = if tabs { l.split('\t').count() } else { csv_cells(l) };
            assert_eq!(cells, columns, "{format}: {l}");
            if tabs && !missing.is_empty() {
                assert!(!l.split('\t').any(str::is_empty), "{format}: {l}");
            }
        }
        let side: Value = serde_json::from_slice(&std::fs::read(format!("{to}.columns.json")).unwrap()).unwrap();
        assert_eq!(side["columns"].as_array().unwrap().len(), columns, "{format}");
        assert_eq!(side["rows"].as_u64(), Some(rows.len() as u64), "{format}");
        // What was not done is not among deeds; where it was left out, this is told.
        let denied = !matches!(format, "csv" | "polecat");
        assert_eq!(
            denied,
            run.told.contains("left out") && side["left_out"].as_object().is_some_and(|o| !o.is_empty()),
            "{format}: {}",
            run.told
        );
        // To standard output go the same bytes.
        assert_eq!(detente(&["code", &input, "--format", format]).out, out, "{format}");
    }
    let cameo = detente(&["code", &input, "--format", "cameo"]).out;
    let code = |l: &str| l.split('\t').nth(3).unwrap().to_owned();
    assert!(cameo.lines().skip(1).all(|l| code(l).len() >= 3 && code(l).starts_with(['0', '1', '2'])), "{cameo}");
    let told = detente(&["code", &input, "--format", "gexf"]).told;
    assert!(told.contains("record export --format gexf"), "{told}");
    assert!(detente(&["code", &input, "--format", "xls"]).told.contains("the formats are jsonl, json, plover, csv"));
}

#[test]
fn plover_goes_into_a_record_and_comes_out_the_same() {
    let d = folder("plover");
    let input = archive(&d, 2);
    let (to, db) = (d.join("e.plover").display().to_string(), d.join("r.db").display().to_string());
    assert_eq!(detente(&["code", &input, "--format", "plover", "-o", &to, "--quiet"]).code, Some(0));
    let run = detente(&["record", "import", &to, "--format", "plover", "--record", &db]);
    assert_eq!(run.code, Some(0), "{}", run.told);
    let back = detente(&["record", "export", "--format", "plover", "--record", &db]);
    let events = |text: &str| -> Vec<(String, Value, Value, Value)> {
        let mut all: Vec<_> = text
            .lines()
            .map(|l| serde_json::from_str::<Value>(l).unwrap())
            .map(|v| {
                (
                    v["detente"]["act"].to_string(),
                    v["event"].clone(),
                    v["actor"].clone(),
                    v["detente"]["status"].clone(),
                )
            })
            .collect();
        all.sort_by_key(|v| format!("{v:?}"));
        all
    };
    let written = std::fs::read_to_string(&to).unwrap();
    assert!(written.lines().count() >= 8);
    assert_eq!(events(&back.out), events(&written));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_what_the_table_holds() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let d = folder("to-parquet");
    let input = archive(&d, 3);
    let to = d.join("e.parquet");
    assert_eq!(detente(&["code", &input, "--format", "parquet", "-o", &to.display().to_string()]).code, Some(0));
    let table = detente(&["code", &input, "--format", "csv"]).out;
    let reader = SerializedFileReader::new(std::fs::File::open(&to).unwrap()).unwrap();
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(|r| r.unwrap()).collect();
    assert_eq!(rows.len() + 1, table.lines().count());
    for (row, line) in rows.iter().zip(table.lines().skip(1)) {
        let get = |name: &str| row.get_column_iter().find(|(n, _)| *n == name).unwrap().1.to_string();
        assert_eq!(row.get_column_iter().count(), 48);
        assert!(line.starts_with(&get("event_id").replace('"', "")), "{line}");
        assert!(line.contains(&get("record_hash").replace('"', "")));
    }
}

#[test]
fn dyads_pair_every_actor_with_every_recipient() {
    let d = folder("dyads");
    let input = archive(&d, 1);
    let plain = detente(&["code", &input]).events();
    let dyads = detente(&["code", &input, "--dyads"]).events();
    let parties = |e: &Value, k: &str| e[k].as_array().unwrap().len();
    let pairs = |e: &Value| match (parties(e, "actor"), parties(e, "recipient")) {
        (a, 0) if a > 1 => a * (a - 1),
        (a, r) => a.max(1) * r.max(1),
    };
    assert_eq!(dyads.len(), plain.iter().map(pairs).sum::<usize>());
    assert!(dyads.len() > plain.len());
    assert!(dyads.iter().all(|e| parties(e, "actor") <= 1 && parties(e, "recipient") <= 1));
    let mut ids: Vec<String> = dyads.iter().map(|e| e["id"].to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), dyads.len());
    let bare = detente(&["code", &input, "--no-text"]);
    assert!(!bare.out.contains("Tomahawk missiles to") && bare.events().len() == plain.len());
    let once = detente(&["code", &input, "--once"]).events();
    assert!(once.len() <= plain.len());
}

#[test]
fn one_core_or_many_give_the_same_bytes() {
    let d = folder("jobs");
    let input = archive(&d, 140);
    for format in ["jsonl", "phoenix"] {
        let one = detente(&["code", &input, "--format", format, "--jobs", "1"]);
        assert!(one.out.lines().count() > 400);
        for jobs in ["2", "3", "16"] {
            assert!(
                detente(&["code", &input, "--format", format, "--jobs", jobs]).out == one.out,
                "{format} on {jobs}"
            );
        }
        let to = d.join(format).display().to_string();
        assert_eq!(detente(&["code", &input, "--format", format, "-o", &to]).code, Some(0));
        assert!(std::fs::read_to_string(&to).unwrap() == one.out, "{format} through the journal");
        assert!(!Path::new(&format!("{to}.journal")).exists() && !Path::new(&format!("{to}.part")).exists());
    }
}

#[test]
fn what_is_killed_and_resumed_is_byte_for_byte_what_was_never_stopped() {
    let d = folder("resume");
    let mut bytes = std::fs::read(archive(&d, 120)).unwrap();
    bytes.extend(b"{broken\n");
    bytes.extend(line("last", 1).bytes());
    let input = file(&d, "archive.jsonl", bytes);
    let whole = d.join("whole.csv").display().to_string();
    let begun = Instant::now();
    assert_eq!(detente(&["code", &input, "--format", "csv", "-o", &whole, "--jobs", "1"]).code, Some(1));
    let time = begun.elapsed();
    let wanted = std::fs::read(&whole).unwrap();
    let journal_of = |to: &str| format!("{to}.journal");
    let mut interrupted = 0;
    for k in 1..=4 {
        let to = d.join(format!("k{k}.csv")).display().to_string();
        let args = ["code", &input, "--format", "csv", "-o", &to, "--jobs", "1", "--resume", "--quiet"];
        // Killed again and again, at other moments each time.
        for part in 1..=2 {
            let mut child =
                Command::new(env!("CARGO_BIN_EXE_detente")).args(args).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep((time * (k * part) / 8).max(Duration::from_millis(1)));
            child.kill().unwrap();
            child.wait().unwrap();
            interrupted += usize::from(Path::new(&journal_of(&to)).exists());
        }
        let run = detente(&args);
        assert_eq!(run.code, Some(1), "{}", run.told);
        assert!(std::fs::read(&to).unwrap() == wanted, "interrupted at {k}");
        assert!(!Path::new(&journal_of(&to)).exists());
    }
    assert!(interrupted > 0, "no run was interrupted");
}

#[test]
fn a_journal_cut_anywhere_is_taken_up_and_nothing_is_coded_twice() {
    let d = folder("journal");
    let input = archive(&d, 40);
    let to = d.join("out.jsonl").display().to_string();
    let wanted = detente(&["code", &input]).out;
    // A file in the way of the result keeps the journal: the result cannot be put in its place.
    std::fs::create_dir(&to).unwrap();
    let run = detente(&["code", &input, "-o", &to]);
    assert_eq!(run.code, Some(2), "{}", run.told);
    std::fs::remove_dir(&to).unwrap();
    let journal = std::fs::read(format!("{to}.journal")).unwrap();
    assert_eq!(journal.iter().filter(|b| **b == b'\n').count(), 41);
    for cut in [0, 5, journal.len() / 7, journal.len() / 2, journal.len() - 1, journal.len()] {
        std::fs::write(format!("{to}.journal"), &journal[..cut]).unwrap();
        let run = detente(&["code", &input, "-o", &to, "--resume"]);
        assert_eq!(run.code, Some(0), "{cut}: {}", run.told);
        assert!(std::fs::read_to_string(&to).unwrap() == wanted, "{cut}");
    }
    // A document that has changed, and one that is gone, are noticed.
    std::fs::write(format!("{to}.journal"), &journal).unwrap();
    let other =
        file(&d, "archive.jsonl", (0..30).map(|n| text(&format!("d{n}"), n + n / 20) + "\n").collect::<String>());
    assert_eq!(detente(&["code", &other, "-o", &to, "--resume"]).code, Some(0));
    assert!(std::fs::read_to_string(&to).unwrap() == detente(&["code", &other]).out);
    // What the journal says is taken, not coded again.
    let marked = String::from_utf8(journal).unwrap().replace("ASSAULT", "PROTEST");
    std::fs::write(format!("{to}.journal"), marked).unwrap();
    archive(&d, 40);
    assert_eq!(detente(&["code", &input, "-o", &to, "--resume"]).code, Some(0));
    assert!(!std::fs::read_to_string(&to).unwrap().contains("ASSAULT"));
}

#[test]
fn a_result_that_cannot_be_written_is_told() {
    let d = folder("no-place");
    let input = archive(&d, 1);
    let run = detente(&["code", &input, "-o", &d.join("no/such/folder/out.jsonl").display().to_string()]);
    assert_eq!(run.code, Some(2));
    assert!(run.told.contains("out.jsonl") && run.told.contains("cannot be written"), "{}", run.told);
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let d = folder("pipe");
    let input = archive(&d, 300);
    let mut child = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(["code", &input])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), String::from_utf8(done.stderr).unwrap().as_str()), (Some(0), ""));
}
