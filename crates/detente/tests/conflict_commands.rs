//! The commands on conflict files, run as a user runs them.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn detente(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_detente")).args(args).output().expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn case(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases").join(name).display().to_string()
}

fn scratch(name: &str, content: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("the scratch folder can be written");
    path.display().to_string()
}

#[test]
fn analyze_answers_in_the_promised_form() {
    let out = detente(&["analyze", &case("rapoport1966/chicken.toml"), "--format", "json"]);
    assert!(out.status.success(), "{}", text(&out.stderr));
    let v: Value = serde_json::from_slice(&out.stdout).expect("it is JSON");
    assert_eq!(v["decision_makers"], serde_json::json!(["row", "column"]));
    assert_eq!(v["states"][3], serde_json::json!({"number": 4, "decimal": 3, "options": "YY"}));
    assert_eq!(v["concepts"]["nash"]["stable"]["row"], serde_json::json!([2, 3]));
    assert_eq!(v["concepts"]["gmr"]["equilibria"], serde_json::json!([2, 3, 4]));
    assert_eq!(v["counts"]["nash"], "2");
    assert_eq!(v["stop"], "complete");

    let out = detente(&["analyze", &case("fraser1984/cuban-missile-crisis.toml")]);
    let table = text(&out.stdout);
    for line in ["  SEQ         3   states 5, 6, 7", "  Air Strike   N  Y  N  Y", "  equilibrium              E  E  E"]
    {
        assert!(table.contains(line), "{line}\n{table}");
    }
}

#[test]
fn mistakes_are_shown_with_file_line_and_caret() {
    let bad = "[[decision_maker]]\nid = \"a\"\n[[decision_maker.option]]\nid = \"x\"\nmoves = \"to_yse\"\n[[decision_maker.prefers]]\nthat = \"a.x and b.y\"\n";
    let file = scratch("bad.toml", bad);
    let out = detente(&["analyze", &file]);
    assert_eq!(out.status.code(), Some(1));
    let told = text(&out.stderr);
    for part in
        ["error[DT0305]", "bad.toml:5:9", "^^^^^^^^", "did you mean \"to_yes\"?", "error[DT0309]", "bad.toml:7:17"]
    {
        assert!(told.contains(part), "{part}\n{told}");
    }
    assert!(out.stdout.is_empty());
    assert_eq!(detente(&["analyze", "no-such-file.toml"]).status.code(), Some(2));
    let empty = detente(&["analyze", &scratch("empty.toml", "")]);
    assert_eq!(empty.status.code(), Some(1));
    assert!(text(&empty.stderr).contains("the file has no decision maker"));
}

#[test]
fn the_other_commands_answer_on_a_published_case() {
    let prisoners = case("rapoport1966/prisoners.toml");
    for (args, says) in [
        (vec!["paths", prisoners.as_str(), "--from", "4"], "From state 4: one.cooperate, two.cooperate"),
        (vec!["whatif", prisoners.as_str(), "--force", "one.cooperate"], "Feasible states: 4 before, 2 after"),
        (vec!["whatif", prisoners.as_str()], "one.cooperate taken"),
        (vec!["coalitions", prisoners.as_str()], "States that hold against every coalition"),
        (vec!["inverse", prisoners.as_str(), "--state", "YY"], "would have to like it at least as much as"),
    ] {
        let out = detente(&args);
        assert!(out.status.success(), "{args:?}\n{}", text(&out.stderr));
        assert!(text(&out.stdout).contains(says), "{args:?}\n{}", text(&out.stdout));
        let json = detente(&[&args[..], &["--format", "json"]].concat());
        assert!(serde_json::from_slice::<Value>(&json.stdout).is_ok(), "{args:?}");
    }
    let told = text(&detente(&["whatif", &prisoners, "--without", "two"]).stdout);
    assert!(told.contains("Feasible states: 4 before, 2 after"), "{told}");
    let more = format!(
        "{}\n[[infeasible]]\nwhen = \"not one.cooperate\"\n",
        std::fs::read_to_string(&prisoners).expect("it is there")
    );
    let more = more
        .replace("ranking = [2, 4, 1, 3]", "ranking = [1, 2]")
        .replace("ranking = [3, 4, 1, 2]", "ranking = [2, 1]");
    let told = text(&detente(&["whatif", &prisoners, "--against", &scratch("more.toml", &more)]).stdout);
    assert!(told.contains("Nash\n  gained one.cooperate\n  lost   nothing\n"), "{told}{more}");
    let guess = "[[decision_maker]]\nid = \"a\"\n[[decision_maker.option]]\nid = \"x\"\n[[decision_maker.prefers]]\nthat = \"a.x\"\nknown = false\n";
    let out = detente(&["robust", &scratch("guess.toml", guess), "--concepts", "nash"]);
    assert!(text(&out.stdout).contains("2 preference profiles"), "{}{}", text(&out.stdout), text(&out.stderr));
    assert!(text(&out.stdout).contains("50.0 %  state 2: a.x"), "{}", text(&out.stdout));
    let out = detente(&["robust", &scratch("guess.toml", guess), "--state", "a.x"]);
    let told = text(&out.stdout);
    assert!(told.contains("Nash  falls if one statement is meant the other way round:\n          a: a.x"), "{told}");
    let arms = "[[decision_maker]]\nid = \"a\"\n[[decision_maker.option]]\nid = \"x\"\n[[decision_maker.prefers]]\nthat = \"a.x\"\n[[decision_maker.prefers]]\nthat = \"not a.x\"\n";
    let told = text(&detente(&["inverse", &scratch("arms.toml", arms), "--state", "none"]).stdout);
    assert!(told.contains("a would have to care more for “not a.x” than for “a.x”"), "{told}");
    assert_eq!(detente(&["inverse", &prisoners, "--state", "9"]).status.code(), Some(2));
}

#[test]
fn where_play_ends_is_told() {
    let prisoners = case("rapoport1966/prisoners.toml");
    let told = text(&detente(&["paths", &prisoners, "--from", "4"]).stdout);
    assert!(told.contains("nothing happens: the state is an equilibrium by SEQ"), "{told}");
    let args = ["paths", &prisoners, "--from", "4", "--concept", "nash"];
    let told = text(&detente(&args).stdout);
    assert!(told.contains("100.0 % at state 1: nothing\n      0.0 % at no Nash equilibrium"), "{told}");
    assert!(told.contains("Assumed, not forecast"), "{told}");
    let json = detente(&[&args[..], &["--format", "json"]].concat());
    let json: Value = serde_json::from_slice(&json.stdout).expect("it is JSON");
    assert_eq!(json["settling"]["at"][0]["share"], 1.0);
    assert_eq!(json["settling"]["never"], 0.0);
    assert!(json["settling"]["assumes"].is_string());
}

#[test]
fn parties_options_and_statements_are_added() {
    let text_of = "[[decision_maker]]\nid = \"a\"\n[[decision_maker.option]]\nid = \"x\"\n[[decision_maker.prefers]]\nthat = \"a.x\"\n";
    let file = scratch("adds.toml", text_of);
    let args = ["--add-party", "b: Bea", "--add-option", "b.veto: Forbid it", "--add-statement", "b: b.veto"];
    let out = detente(&[&["whatif", &file][..], &args, &["--forbid", "a.x and b.veto"]].concat());
    let told = text(&out.stdout);
    // With the veto, which b takes once a does nothing, both states of a can hold.
    assert!(told.contains("Feasible states: 2 before, 3 after"), "{told}{}", text(&out.stderr));
    assert!(told.contains("Nash\n  gained nothing\n  kept   a.x\n"), "{told}");
    let refused = |args: &[&str], says: &str| {
        let out = detente(&[&["whatif", &file][..], args].concat());
        assert!(!out.status.success() && text(&out.stderr).contains(says), "{args:?}\n{}", text(&out.stderr));
    };
    refused(&["--add-option", "veto"], "write --add-option decision_maker.option");
    refused(&["--add-option", "c.veto"], "there is no decision maker `c`; there are a");
    refused(&["--add-option", "a.x"], "a second option has the id `x`");
    refused(&["--add-party", "a"], "a second decision maker has the id `a`");
    refused(&["--add-statement", "a.x"], "write --add-statement");
    refused(&["--add-statement", "a: a.y"], "there is no option `a.y`");
    let prisoners = case("rapoport1966/prisoners.toml");
    let out = detente(&["whatif", &prisoners, "--add-option", "one.wait"]);
    assert!(text(&out.stderr).contains("a new option changes their numbers"), "{}", text(&out.stderr));
}

#[test]
fn a_state_is_explained() {
    let cuban = case("fraser1984/cuban-missile-crisis.toml");
    let out = text(&detente(&["analyze", &cuban, "--explain", "6"]).stdout);
    for says in ["It is an equilibrium under Nash, GMR, SMR, SEQ and SSEQ.", "would gain by none of it"] {
        assert!(out.contains(says), "{says}\n{out}");
    }
    let out = text(&detente(&["analyze", &cuban, "--explain", "ussr.withdraw", "--concepts", "seq"]).stdout);
    assert!(out.contains("SEQ: stable, since every gain can be answered."), "{out}");
    // Too many states for certificates: membership all the same, by the options chosen.
    let many: String = (0..30).map(|k| format!("[[decision_maker.option]]\nid = \"o{k}\"\n")).collect();
    let file = scratch(
        "many.toml",
        &format!("[[decision_maker]]\nid = \"a\"\n{many}[[decision_maker.prefers]]\nthat = \"a.o7\"\n"),
    );
    let out = text(&detente(&["analyze", &file, "--explain", "a.o7,a.o9"]).stdout);
    assert!(out.contains("Nash  an equilibrium"), "{out}");
    let out = text(&detente(&["analyze", &file, "--explain", "none"]).stdout);
    assert!(out.contains("Nash  no equilibrium: stable for nobody, not for a"), "{out}");
    assert!(text(&detente(&["analyze", &file]).stdout).contains("every equilibrium fits one of these (1)\n  a.o7"));
    assert!(text(&detente(&["analyze", &file, "--explain", "a.o99"]).stderr).contains("neither a state nor an option"));
}

#[test]
fn further_concepts_and_views_are_answered() {
    let chicken = "[[decision_maker]]\nid = \"a\"\nranking = [2, 1, 3, 4]\ngreat_steps = [3]\n[[decision_maker.option]]\nid = \"go\"\n\
                   [[decision_maker]]\nid = \"b\"\nranking = [3, 1, 2, 4]\ngreat_steps = [2]\n[[decision_maker.option]]\nid = \"go\"\n";
    let file = scratch("chicken.toml", chicken);
    let concepts = "nash,sim,l2,nm,gmr-strong,gmr-weak,nash-a";
    let out = detente(&["analyze", &file, "--concepts", concepts, "--format", "json"]);
    let v: Value = serde_json::from_slice(&out.stdout).expect("it is JSON");
    assert_eq!(v["concepts"]["sim"]["equilibria"], serde_json::json!([1, 2, 3]));
    assert_eq!(v["concepts"]["gmr-strong"]["stable"]["a"], serde_json::json!([1, 2, 3]));
    assert_eq!(v["concepts"]["nash-a"]["equilibria"], v["concepts"]["nash"]["equilibria"]);
    assert!(v["counts"]["nm"].is_string() && v["concepts"]["l2"].is_object());
    assert_eq!(v["hypergame"], Value::Null);
    assert!(text(&detente(&["analyze", &file, "--concepts", "peace"]).stderr).contains("is no concept"));
    let blind = scratch(
        "blind.toml",
        &chicken.replacen("great_steps = [3]\n", "", 1).replacen(
            "[[decision_maker]]\nid = \"b\"",
            "[[decision_maker.unaware]]\nof = \"b.go\"\n[[decision_maker]]\nid = \"b\"",
            1,
        ),
    );
    let v: Value = serde_json::from_slice(&detente(&["analyze", &blind, "--format", "json"]).stdout).expect("JSON");
    assert_eq!(v["hypergame"]["perceived"]["a"], serde_json::json!([1, 2]));
    assert_eq!(v["hypergame"]["concepts"]["nash"]["stable"]["a"], serde_json::json!([2]));
    assert!(text(&detente(&["analyze", &blind]).stdout).contains("a                    ·  s  ?  ?"));
}

#[test]
fn files_are_converted() {
    let saved = r#"{"useManualPreferenceRanking": false, "options": [{"name": "Strike, now", "permittedDirection": "fwd"},
        {"name": "Withdraw", "permittedDirection": "both"}], "decisionMakers": [
        {"name": "US", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]]},
        {"name": "USSR", "options": [1], "preferences": [[[0, "N"]], [[1, "N"]]]}], "infeasibles": []}"#;
    let input = scratch("cuban.gmcr", saved);
    for (ending, says) in [
        ("toml", "moves = \"to_yes\""),
        ("csv", "state,decimal,us.strike_now,ussr.withdraw,us rank,ussr rank,nash us,nash ussr,nash,gmr us"),
        ("dot", "1 -> 2 [color=\"#0072b2\", style=dotted, tooltip=\"US\"];"),
        (
            "graphml",
            "<edge source=\"s3\" target=\"s1\"><data key=\"mover\">ussr</data><data key=\"improvement\">true</data></edge>",
        ),
        ("tex", "\\quad Strike, now & N & Y & N & Y \\\\"),
        ("md", "| Nash | E | E |  |  |"),
    ] {
        let output = scratch(&format!("converted.{ending}"), "");
        let out = detente(&["convert", &input, &output]);
        assert!(out.status.success(), "{}", text(&out.stderr));
        let written = std::fs::read_to_string(&output).expect("it is written");
        assert!(written.contains(says), "{says}\n{written}");
    }
    let again = detente(&["convert", &scratch("converted.toml", ""), "-"]);
    assert!(text(&again.stderr).contains("the ending does not tell the format"));
    let bad = detente(&["convert", &scratch("bad.gmcr", "{\n \"options\": [}"), "-", "--to", "toml"]);
    assert_eq!(bad.status.code(), Some(1));
    assert!(text(&bad.stderr).contains("bad.gmcr:2"), "{}", text(&bad.stderr));
}
