//! [`ConflictFile`] to tidy TOML.

use super::{Arcs, ConflictFile, DecisionMaker, Ranking, Unaware, moves_word};
use detente_gmcr::Moves;
use std::fmt::Write as _;

/// The file as text that [`super::parse`] reads back to the same, with its remarks as comments.
#[must_use]
pub fn write(file: &ConflictFile) -> String {
    let mut out = String::new();
    remarks(&mut out, &file.remarks);
    let _ = writeln!(out, "title = {}", quoted(&file.title));
    if let Some(day) = file.as_of {
        let _ = writeln!(out, "as_of = {day}");
    }
    if let Some(graph) = &file.graph {
        let _ = writeln!(out, "\n[graph]\nstates = {}", graph.states);
    }
    for dm in &file.decision_makers {
        out.push('\n');
        remarks(&mut out, &dm.remarks);
        let _ = writeln!(out, "[[decision_maker]]\nid = {}\nname = {}", quoted(&dm.id), quoted(&dm.name));
        if let Some(arcs) = &dm.moves {
            let _ = writeln!(out, "moves = [{}]", pairs(arcs));
        }
        if let Some(ranking) = &dm.ranking {
            let _ = writeln!(out, "ranking = [{}]", classes(ranking));
        }
        if !dm.great_steps.list.is_empty() {
            let _ = writeln!(out, "great_steps = {:?}", dm.great_steps.list);
        }
        if let Some(unknown) = &dm.unknown {
            let _ = writeln!(out, "unknown = [{}]", pairs(unknown));
        }
        for o in &dm.options {
            out.push('\n');
            remarks(&mut out, &o.remarks);
            let _ = writeln!(out, "[[decision_maker.option]]\nid = {}\nname = {}", quoted(&o.id), quoted(&o.name));
            let _ = writeln!(out, "now = {}", o.now);
            if o.moves != Moves::Both {
                let _ = writeln!(out, "moves = \"{}\"", moves_word(o.moves));
            }
            because(&mut out, &o.because);
        }
        for p in &dm.prefers {
            out.push('\n');
            remarks(&mut out, &p.remarks);
            let _ = writeln!(out, "[[decision_maker.prefers]]\nthat = {}", quoted(&p.that));
            if !p.known {
                out.push_str("known = false\n");
            }
            if p.much {
                out.push_str("much = true\n");
            }
            because(&mut out, &p.because);
        }
        view(&mut out, dm);
    }
    for pattern in &file.infeasible {
        out.push('\n');
        remarks(&mut out, &pattern.remarks);
        let _ = writeln!(out, "[[infeasible]]\nwhen = {}", quoted(&pattern.when));
        because(&mut out, &pattern.because);
    }
    if !file.closing.is_empty() {
        out.push('\n');
        remarks(&mut out, &file.closing);
    }
    out
}

/// How the decision maker sees the conflict, where it does not see it as it is.
fn view(out: &mut String, dm: &DecisionMaker) {
    for unaware in &dm.unaware {
        let _ = match unaware {
            Unaware::When(p) => writeln!(out, "\n[[decision_maker.unaware]]\nof = {}", quoted(&p.when)),
            Unaware::States(n) => writeln!(out, "\n[[decision_maker.unaware]]\nstates = {:?}", n.list),
        };
    }
    for belief in &dm.believes {
        let _ = writeln!(out, "\n[[decision_maker.believes]]\nof = {}", quoted(&belief.of));
        let statements: Vec<String> = belief.prefers.iter().map(|p| quoted(&p.that)).collect();
        let _ = match &belief.ranking {
            Some(ranking) => writeln!(out, "ranking = [{}]", classes(ranking)),
            None => writeln!(out, "prefers = [{}]", statements.join(", ")),
        };
    }
}

fn pairs(arcs: &Arcs) -> String {
    let pairs: Vec<String> = arcs.list.iter().map(|(a, b)| format!("[{a}, {b}]")).collect();
    pairs.join(", ")
}

fn classes(ranking: &Ranking) -> String {
    let one = |class: &Vec<usize>| {
        let numbers: Vec<String> = class.iter().map(usize::to_string).collect();
        if numbers.len() == 1 { numbers.concat() } else { format!("[{}]", numbers.join(", ")) }
    };
    ranking.classes.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn because(out: &mut String, ids: &[String]) {
    if !ids.is_empty() {
        let ids: Vec<String> = ids.iter().map(|i| quoted(i)).collect();
        let _ = writeln!(out, "because = [{}]", ids.join(", "));
    }
}

/// Comment lines. What a comment cannot hold (control characters) becomes a space.
fn remarks(out: &mut String, lines: &[String]) {
    for line in lines.iter().flat_map(|l| l.split('\n')) {
        let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let _ = writeln!(out, "{}", format!("# {line}").trim_end());
    }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
