//! The commands that code, run as a user runs them.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn detente(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_detente")).args(args).output().expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn scratch(name: &str, content: impl AsRef<[u8]>) -> String {
    let path: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("the scratch folder can be written");
    path.display().to_string()
}

fn rows(out: &Output) -> Vec<Value> {
    text(&out.stdout).lines().map(|l| serde_json::from_str(l).expect("a JSON line")).collect()
}

#[test]
fn between_names_each_bad_line_and_does_the_rest() {
    let mut lines = br#"{"id":1,"text":"Iran attacked Israel.","actor":[0,4],"recipient":[14,20]}
{"id":2,"text":"Iran attacked Israel.","actor":[0,4],"recipient":[0,4]}
{"id":3,"text":"Iran attacked Israel.","actor":[0,4],"recipient":[14,99]}
{"id":4,"text":"Vu\u010di\u0107 met Putin.","actor":[0,3],"recipient":[12,17]}
{"id":5,"text":"Iran attacked Israel.","actor":[4,0],"recipient":[14,20]}
{"id":6,"text":"Iran attacked Israel.","actor":[0,4]}
[7]
{"id":8
"#
    .to_vec();
    lines.extend(b"{\"id\":9,\"text\":\"\xff\"}\n");
    lines.extend(br#"{"text":"Iran attacked Israel.","actor":[0,4],"recipient":[14,20]}"#);
    let out = detente(&["code", "--between", &scratch("pairs.jsonl", lines)]);
    assert_eq!(out.status.code(), Some(1));
    let told = rows(&out);
    assert_eq!(told.iter().map(|r| r["id"].clone()).collect::<Vec<_>>(), [serde_json::json!(1), Value::Null]);
    assert_eq!(told[0]["act"], "ASSAULT");
    let said = text(&out.stderr);
    for (line, code) in [
        (2, "DT0506"),
        (3, "DT0505"),
        (4, "DT0505"),
        (5, "DT0505"),
        (6, "DT0504"),
        (7, "DT0504"),
        (8, "DT0504"),
        (9, "DT0504"),
    ] {
        assert!(said.contains(&format!("pairs.jsonl:{line}")), "line {line}: {said}");
        assert!(said.contains(code), "{code}: {said}");
    }
}

#[test]
fn actor_names_each_bad_line_and_does_the_rest() {
    let lines = "{\"id\":1,\"phrase\":\"the Kremlin\",\"date\":\"2024-05-01\"}\n{\"id\":2,\"phrase\":\"the Kremlin\",\"date\":\"soon\"}\n\
                 {\"id\":3,\"phrase\":7}\nnothing\n{\"id\":5,\"phrase\":\"\"}\n";
    let out = detente(&["actor", &scratch("phrases.jsonl", lines)]);
    assert_eq!(out.status.code(), Some(1));
    let told = rows(&out);
    assert_eq!(told.iter().map(|r| r["id"].clone()).collect::<Vec<_>>(), [1, 5]);
    assert_eq!((told[0]["code"].as_str(), told[0]["sector"].as_str()), (Some("RUS"), Some("GOV")));
    let said = text(&out.stderr);
    assert!(said.contains("DT0507") && said.contains("phrases.jsonl:2") && said.contains("phrases.jsonl:4"), "{said}");
}

#[test]
fn own_dictionaries_go_first_and_their_mistakes_are_named() {
    let actors =
        scratch("own.actors.txt", "MARA_DENG_\n\t[SSDOPP <231231]\n\t[SSDGOV 20240101-20241231]\n\t[SSDGOV 2025]\n");
    let agents = scratch("own.agents.txt", "FERRY_KEEPER [~LAB]\nBROKEN [~LAB\n");
    let article = scratch("ferry.txt", "Mara Deng met the Kenyan ferry keeper in Nairobi.");
    let out = detente(&["code", &article, "--date", "2024-06-01", "--actors", &actors, "--agents", &agents]);
    assert_eq!(out.status.code(), Some(1), "a line was left out");
    let event = rows(&out).remove(0);
    assert_eq!((event["actor"][0]["sector"].as_str(), event["actor"][0]["code"].as_str()), (Some("GOV"), Some("SSD")));
    assert_eq!(event["recipient"][0]["sector"], "LAB");
    let said = text(&out.stderr);
    assert!(said.contains("DT0222") && said.contains("own.actors.txt:4"), "{said}");
    assert!(said.contains("DT0223") && said.contains("own.agents.txt:2"), "{said}");

    let out = detente(&["actor", "Mara Deng", "--date", "2023-06-01", "--actors", &actors]);
    assert_eq!(rows(&out)[0]["sector"], "OPP");
    let out = detente(&["actor", "Mara Deng", "--actors", "/nowhere/at/all.txt"]);
    assert_eq!(out.status.code(), Some(2));
    let out = detente(&["actor", "Mara Deng", "--agents", &actors]);
    assert_eq!(out.status.code(), Some(2), "actors are no agents");
}

#[test]
fn reasons_are_told_in_words_and_as_json() {
    let article = scratch("why.txt", "Iran warned Israel. A man killed his wife in Ohio. He whistled.");
    let said = text(&detente(&["code", &article, "--explain"]).stdout);
    for part in [
        "THREATEN, occurred",
        "way to the actor: warned → its subject Iran",
        "only private people",
        "no word of it names",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let out = detente(&["code", &article, "--explain", "--format", "json"]);
    let told: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(told[0]["events"][0]["explain"]["paths"][0]["role"], "actor");
    let because: Vec<_> =
        told[0]["absences"].as_array().unwrap().iter().map(|a| a["reason"]["because"].clone()).collect();
    assert_eq!(because, ["private", "no-word"]);
    let list: Value = serde_json::from_slice(&detente(&["code", &article, "--format", "json"]).stdout).expect("JSON");
    assert_eq!(list.as_array().map(Vec::len), Some(1));
}
