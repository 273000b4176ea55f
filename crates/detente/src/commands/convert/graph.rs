//! The graph of states and moves, for Graphviz (DOT) and as GraphML.

use super::holds;
use crate::commands::conflict::{self, Told};
use detente_gmcr::{Analysis, Explainer};
use std::fmt::Write as _;

/// Moves up to which a graph is written: nobody can look at more.
const MOST_MOVES: usize = 1_000_000;

/// One decision maker's move from one state to another, by number.
pub struct Move {
    /// Who, by position.
    pub decision_maker: usize,
    /// From where.
    pub from: usize,
    /// To where.
    pub to: usize,
    /// Whether it is an improvement.
    pub gains: bool,
}

/// All moves, by decision maker and state.
pub fn moves(told: &Told) -> Result<Vec<Move>, String> {
    let explainer = Explainer::new(&told.model, super::MOST_STATES).map_err(|e| e.to_string())?;
    let mut all = Vec::new();
    for decision_maker in 0..told.file.decision_makers.len() {
        for from in 1..=told.states.len() {
            for (to, gains) in explainer.moves(decision_maker, from).map_err(|e| e.to_string())? {
                all.push(Move { decision_maker, from, to, gains });
            }
            if all.len() > MOST_MOVES {
                return Err(format!("there are more than {MOST_MOVES} moves: use `detente analyze` instead"));
            }
        }
    }
    Ok(all)
}

fn equilibrium(analysis: &Analysis, state: usize) -> String {
    let names = analysis.concepts.iter().filter(|c| holds(c, state)).map(|c| conflict::name(c.concept));
    names.collect::<Vec<_>>().join(" ")
}

/// Graphviz. Improvements are drawn whole, other moves dotted; equilibria have a double line.
pub fn dot(told: &Told, analysis: &Analysis) -> Result<String, String> {
    const COLOURS: [&str; 8] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999999"];
    let quoted = |t: &str| format!("\"{}\"", t.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "));
    let mut out = format!("digraph {} {{\n  node [shape=circle];\n", quoted(&told.file.title));
    let now = told.file.status_quo_in(&told.states);
    for s in 0..told.states.len() {
        let under = equilibrium(analysis, s);
        let shape = if under.is_empty() { "" } else { ", peripheries=2" };
        let bold = if now == Some(s) { ", style=bold" } else { "" };
        let tip = if under.is_empty() { told.state(s + 1) } else { format!("{}; {under}", told.state(s + 1)) };
        let _ = writeln!(out, "  {} [tooltip={}{shape}{bold}];", s + 1, quoted(&tip));
    }
    for m in moves(told)? {
        let style = if m.gains { "solid" } else { "dotted" };
        let (colour, name) = (COLOURS[m.decision_maker % COLOURS.len()], quoted(told.maker(m.decision_maker)));
        let _ = writeln!(out, "  {} -> {} [color=\"{colour}\", style={style}, tooltip={name}];", m.from, m.to);
    }
    out.push_str("}\n");
    Ok(out)
}

/// GraphML.
pub fn graphml(told: &Told, analysis: &Analysis) -> Result<String, String> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (id, of, name, kind) in [
        ("options", "node", "options", "string"),
        ("equilibrium", "node", "equilibrium", "string"),
        ("now", "node", "status quo", "boolean"),
        ("mover", "edge", "decision maker", "string"),
        ("improvement", "edge", "improvement", "boolean"),
    ] {
        let _ = writeln!(out, "  <key id=\"{id}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    out.push_str("  <graph edgedefault=\"directed\">\n");
    let now = told.file.status_quo_in(&told.states);
    for s in 0..told.states.len() {
        let options = if told.states.is_graph() { String::new() } else { told.states.options(s) };
        let under = equilibrium(analysis, s);
        let _ = writeln!(
            out,
            "    <node id=\"s{}\"><data key=\"options\">{options}</data><data key=\"equilibrium\">{under}</data>\
             <data key=\"now\">{}</data></node>",
            s + 1,
            now == Some(s)
        );
    }
    for m in moves(told)? {
        let _ = writeln!(
            out,
            "    <edge source=\"s{}\" target=\"s{}\"><data key=\"mover\">{}</data><data key=\"improvement\">{}</data></edge>",
            m.from,
            m.to,
            escaped(&told.file.decision_makers[m.decision_maker].id),
            m.gains
        );
    }
    out.push_str("  </graph>\n</graphml>\n");
    Ok(out)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
