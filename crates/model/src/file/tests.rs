//! The file reader on good, bad and absurd files.

use super::{lower, parse, write};
use crate::testing::snapshot;
use detente_event::Diagnostic;
use std::fmt::Write as _;

const GOOD: &str = r#"# A remark.
title = "Ending the war in Ukraine"
as_of = 2025-10-17

[[decision_maker]]
id = "usa"
name = "United States"
[[decision_maker.option]]
id = "tomahawks"
name = "Sell Tomahawk missiles to Ukraine"
now = false
moves = "to_yes"
because = ["e1", "e2"]
[[decision_maker.option]]
id = "embargo"
name = "Stop arms deliveries"
now = true
[[decision_maker.prefers]]
that = "russia.ceasefire and ukraine.ceasefire"
because = ["e3"]
[[decision_maker.prefers]]
that = "not usa.tomahawks"
known = false

[[decision_maker]]
id = "russia"
[[decision_maker.option]]
id = "ceasefire"
name = "Cease \"fire\""
[[decision_maker.prefers]]
that = "usa.tomahawks implies not russia.ceasefire"

[[decision_maker]]
id = "ukraine"
name = "Ukraine"
[[decision_maker.option]]
id = "ceasefire"
name = "Cease fire"
[[decision_maker.prefers]]
that = "exactly_one(usa.tomahawks, usa.embargo)"

[[infeasible]]
when = "usa.tomahawks and usa.embargo"
"#;

/// What was found, a line each with its place.
fn told(text: &str) -> String {
    let mut out = String::new();
    for d in parse(text).1 {
        let (line, column) = d.line_column(text).unwrap_or((0, 0));
        let words: String = d.span.map_or("", |s| s.of(text)).chars().take(40).collect();
        let level = if d.severity == detente_event::Severity::Error { "error" } else { "warning" };
        let _ = writeln!(out, "  {line}:{column} {level} {d} ‹{}›", words.replace('\n', "⏎"));
    }
    if out.is_empty() { "  nothing found\n".into() } else { out }
}

#[test]
fn a_good_file_is_read_and_written_back() {
    let (file, found) = parse(GOOD);
    assert_eq!(found, []);
    let file = file.unwrap();
    assert_eq!(file.title, "Ending the war in Ukraine");
    assert_eq!(file.as_of.unwrap().to_string(), "2025-10-17");
    assert_eq!(file.status_quo(), "NYNN");
    assert_eq!(file.option_names(), ["usa.tomahawks", "usa.embargo", "russia.ceasefire", "ukraine.ceasefire"]);
    assert_eq!(file.decision_makers[0].options[0].because, ["e1", "e2"]);
    assert!(!file.decision_makers[0].prefers[1].known);
    assert_eq!(file.decision_makers[1].name, "russia");
    let conflict = lower(&file).unwrap();
    assert_eq!(conflict.options().len(), 4);
    let analysis = detente_gmcr::analyze(&conflict, &detente_gmcr::Limits::default()).unwrap();
    let states = analysis.states.unwrap();
    assert_eq!(states.len(), 12);
    assert_eq!(file.status_quo_in(&states), Some(2));

    let text = write(&file);
    let (again, found) = parse(&text);
    assert_eq!(found, [], "{text}");
    assert_eq!(write(&again.unwrap()), text);
    snapshot("written", &text);
}

/// One change to the good file, and what is then told.
#[test]
fn mistakes_are_told_at_their_place() {
    let changes: &[(&str, &str)] = &[
        ("moves = \"to_yes\"", "moves = \"toyes\""),
        ("moves = \"to_yes\"", "moves = \"once\""),
        ("moves = \"to_yes\"", "moves = [[1, 2]]"),
        (
            "now = false\nmoves = \"to_yes\"\nbecause = [\"e1\", \"e2\"]\n[[decision_maker.option]]\nid = \"embargo\"",
            "now = 0\nmoves = \"yes\"\n[[decision_maker.option]]\nid = \"boycott\"",
        ),
        ("now = false", "nwo = false"),
        ("now = false", "now = \"no\""),
        ("id = \"usa\"", "id = \"russia\""),
        ("id = \"usa\"", "id = \"u.s.a\""),
        ("id = \"usa\"", "id = \"and\""),
        ("id = \"usa\"", "id = 7"),
        ("id = \"usa\"\n", ""),
        ("id = \"embargo\"", "id = \"tomahawks\""),
        ("that = \"not usa.tomahawks\"", "that = \"not usa.tomahwaks\""),
        ("that = \"not usa.tomahawks\"", "that = \"not tomahawks\""),
        ("that = \"not usa.tomahawks\"", "that = \"(usa.tomahawks\""),
        ("that = \"not usa.tomahawks\"", "that = '''\nusa.tomahawks and\n  chna.blockade'''"),
        ("that = \"not usa.tomahawks\"", "that = \"\\\"usa.tomahawks\\\"\""),
        ("that = \"not usa.tomahawks\"", "that = \"\""),
        ("that = \"not usa.tomahawks\"\n", ""),
        ("that = \"not usa.tomahawks\"", "that = \"russia.ceasefire  and ukraine.ceasefire\""),
        ("because = [\"e3\"]", "because = \"e3\""),
        ("because = [\"e3\"]", "because = [3]"),
        ("as_of = 2025-10-17", "as_of = \"2025-10-17\""),
        ("as_of = 2025-10-17", "as_of = 12:00:00"),
        ("as_of = 2025-10-17", "as_of = 2025-02-30"),
        ("as_of = 2025-10-17", "date = 2025-10-17"),
        ("[[infeasible]]", "[infeasible]"),
        ("[[infeasible]]", "[[infeasable]]"),
        ("[[infeasible]]", "[graph]\nstates = 3\n[[infeasible]]"),
        ("[[infeasible]]", "[[infeasible]]\nwhen = \"not usa.embargo\"\n[[infeasible]]"),
        (
            "[[infeasible]]\nwhen = \"usa.tomahawks and usa.embargo\"",
            "[[infeasible]]\nwhen = \"usa.embargo\"\n[[infeasible]]\nwhen = \"not usa.embargo\"\n[[infeasible]]\nwhen = \"russia.ceasefire\"",
        ),
        (
            "[[infeasible]]\nwhen = \"usa.tomahawks and usa.embargo\"",
            "[[infeasible]]\nwhen = \"usa.embargo or not usa.embargo\"",
        ),
        (
            "[[decision_maker]]\nid = \"ukraine\"",
            "[[decision_maker]]\nid = \"china\"\n[[decision_maker]]\nid = \"ukraine\"",
        ),
        ("name = \"Ukraine\"", "name = \"Ukraine\"\nranking = [1, 2]"),
        ("title = \"Ending the war in Ukraine\"", "title = \"Ending the war in Ukraine"),
        ("title = \"Ending the war in Ukraine\"", "title = Ending"),
        ("title = \"Ending the war in Ukraine\"", "title = \"a\"\ntitle = \"b\""),
        ("name = \"United States\"", "name = \"United States\"\nname"),
    ];
    let mut out = String::new();
    for (from, to) in changes {
        assert!(GOOD.contains(from), "{from}");
        let text = GOOD.replacen(from, to, 1);
        let _ = write!(out, "{from:?} → {to:?}\n{}", told(&text));
    }
    snapshot("mistakes", &out);
}

#[test]
fn rankings_and_graphs_are_checked() {
    let ranked = |ranking: &str| {
        format!(
            "[[decision_maker]]\nid = \"a\"\nranking = {ranking}\n[[decision_maker.option]]\nid = \"x\"\n[[decision_maker.option]]\nid = \"y\"\n"
        )
    };
    let graph = |moves: &str, ranking: &str| {
        format!("[graph]\nstates = 3\n[[decision_maker]]\nid = \"a\"\nmoves = {moves}\nranking = {ranking}\n")
    };
    let mut out = String::new();
    for text in [
        ranked("[4, [2, 3], 1]"),
        ranked("[4, [2, 3]]"),
        ranked("[4, [2, 3], 2, 1]"),
        ranked("[5, 4, [2, 3], 1]"),
        ranked("[4, [2, 3], 0]"),
        ranked("[4, [2, -3], 1]"),
        ranked("[4, [2, [3]], 1]"),
        ranked("\"4 2 3 1\""),
        ranked("[]"),
        ranked("[99999999999999999999]"),
        graph("[[1, 2], [2, 3]]", "[1, 2, 3]"),
        graph("[[1, 4], [2, 2], [1]]", "[1, 2]"),
        graph("[[1, 2]]", "[1, 2, 3, 4]"),
        graph("\"both\"", "[1, 2, 3]"),
        "[graph]\nstates = 0\n".into(),
        "[graph]\nstates = 1000000000000\n".into(),
        "graph = 3\n".into(),
        "[[decision_maker]]\nid = \"a\"\n".into(),
        "decision_maker = [1]\n".into(),
        String::new(),
        "Leaders met on Friday.\n".into(),
    ] {
        let _ = writeln!(out, "{text}{}", told(&text));
    }
    snapshot("rankings-and-graphs", &out);
}

/// Strength, unknown pairs and views are read, written back, and wrong ones told.
#[test]
fn what_goes_beyond_a_ranking() {
    let views = "known = false\n[[decision_maker.unaware]]\nof = \"usa.embargo\"\n[[decision_maker.believes]]\nof = \"russia\"\nprefers = [\"russia.ceasefire\"]\n";
    let text = GOOD.replacen("known = false", views, 1).replacen("because = [\"e3\"]", "much = true", 1);
    let (file, found) = parse(&text);
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new(), "{text}");
    let file = file.unwrap();
    let conflict = lower(&file).unwrap();
    let views = super::views(&file, &conflict).unwrap().unwrap();
    assert_eq!(views.iter().map(|v| (v.unaware.len(), v.beliefs.len())).filter(|v| *v == (1, 1)).count(), 1);
    assert!(super::great(&file).is_some());
    let written = write(&file);
    let (again, found) = parse(&written);
    assert_eq!(found, []);
    assert_eq!(write(&again.unwrap()), written);

    let ranked = "[[decision_maker]]\nid = \"a\"\nranking = [[2, 1]]\n[[decision_maker.option]]\nid = \"x\"\n";
    let mut out = String::new();
    for more in [
        "great_steps = [2]\nunknown = [[1, 2]]",
        "great_steps = [3]",
        "great_steps = 2",
        "unknown = [[1, 2, 3]]",
        "unknown = [[1, 9]]",
    ] {
        let _ = write!(out, "{more}\n{}", told(&ranked.replacen("ranking", &format!("{more}\nranking"), 1)));
    }
    for more in [
        "[[decision_maker.unaware]]\nstates = [1]",
        "[[decision_maker.unaware]]\nstates = [3]",
        "[[decision_maker.unaware]]\nof = \"a.y\"",
        "[[decision_maker.unaware]]\nwhen = \"a.x\"",
        "[[decision_maker.believes]]\nof = \"b\"\nprefers = []",
        "[[decision_maker.believes]]\nof = \"a\"",
        "[[decision_maker.believes]]\nof = \"a\"\nranking = [1]",
        "[[decision_maker.believes]]\nof = \"a\"\nprefers = [\"a.x\", \"a.z\"]",
        "[[decision_maker.believes]]\nprefers = [3]",
    ] {
        let _ = write!(out, "{more}\n{}", told(&format!("{ranked}{more}\n")));
    }
    let small = "[[decision_maker]]\nid = \"a\"\ngreat_steps = [1]\n[[decision_maker.option]]\nid = \"x\"\n[[decision_maker.prefers]]\nthat = \"a.x\"\n[[decision_maker.prefers]]\nthat = \"not a.x\"\nmuch = true\n";
    let _ = write!(out, "much below\n{}", told(small));
    snapshot("strength-unknown-views", &out);
}

#[test]
fn absurd_files_get_an_answer() {
    let with = |that: &str| GOOD.replacen("not usa.tomahawks", that, 1);
    let deep = format!("{}usa.embargo{}", "(".repeat(10_000), ")".repeat(10_000));
    assert_eq!(parse(&with(&deep)).1, []);
    assert_eq!(parse(&with(&format!("{}usa.embargo", "not ".repeat(250_000)))).1, []);
    assert_eq!(parse(&with(&vec!["usa.embargo"; 80_000].join(" and "))).1, []);
    let strangers: Vec<String> = (0..60_000).map(|k| format!("usa.stranger{k}")).collect();
    let found = parse(&with(&strangers.join(" or "))).1;
    assert!(!found.is_empty() && found.len() <= 101);
    for deep in ["[", "{a=", "[[", "a."] {
        let text = format!("title = {}", deep.repeat(10_000));
        assert!(!parse(&text).1.is_empty());
        assert!(!parse(&deep.repeat(10_000)).1.is_empty());
    }
    let many: String = (0..1000).map(|k| format!("[[decision_maker.option]]\nid = \"o{k}\"\n")).collect();
    let text = format!(
        "[[decision_maker]]\nid = \"a\"\n{many}[[decision_maker.prefers]]\nthat = \"a.o999\"\n[[infeasible]]\nwhen = \"a.o1 and a.o2\"\n"
    );
    let (file, found) = parse(&text);
    assert_eq!(found, []);
    assert_eq!(lower(&file.unwrap()).unwrap().options().len(), 1000);
    let wrong: String = (0..5000).map(|k| format!("[[decision_maker]]\nidd{k} = 3\n")).collect();
    assert_eq!(parse(&wrong).1.len(), 101);
}

/// Cutting or corrupting a file anywhere never panics, and every span is one of the text.
#[test]
fn any_damage_is_told_without_panic() {
    let good = GOOD.replace("Ukraine", "Україна");
    let mut damaged: Vec<String> = good.char_indices().map(|(k, _)| good[..k].to_owned()).collect();
    for (k, c) in good.char_indices().step_by(3) {
        for with in ["\"", "[", "]", "=", "\n", "é", "(", "'", "."] {
            damaged.push(format!("{}{with}{}", &good[..k], &good[k + c.len_utf8()..]));
        }
    }
    for text in damaged {
        let (file, found) = parse(&text);
        for Diagnostic { span, .. } in &found {
            assert!(span.is_none_or(|s| text.get(s.start..s.end).is_some()), "{text}");
        }
        assert!(file.is_some() || !found.is_empty());
        if let Some(file) = file {
            let _ = lower(&file);
        }
    }
}
