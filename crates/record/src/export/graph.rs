//! The network as GEXF 1.3 (Gephi) and GraphML (Cytoscape, igraph, networkx).
//!
//! By default one edge for each ordered pair and quadrant: Gephi merges parallel edges and loses what they carry.

use super::table::{has, holds};
use super::timelinejs::{escape, headline};
use super::{Column, Options, Row, Written, dyads, failed, states};
use crate::Error;
use detente_event::{Actor, Quad};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

pub(super) const COLUMNS: &[Column] = &[
    holds("node: label", "name of the party"),
    has("node: code"),
    has("node: sector"),
    holds("node: events", "occurrences it is party to"),
    holds("edge: weight", "number of occurrences"),
    holds("edge: quad", "1 to 4"),
    holds("edge: kind", "the quadrant in words"),
    holds("edge: goldstein", "mean score"),
    holds("edge: acts", "joined with ;"),
    holds("edge: start", "day of the first"),
    holds("edge: end", "day of the last"),
];

pub(super) struct Node {
    pub(super) name: String,
    pub(super) code: String,
    pub(super) sector: String,
    pub(super) is_state: bool,
    pub(super) events: usize,
}

pub(super) struct Edge {
    pub(super) id: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) quad: Quad,
    pub(super) events: usize,
    pub(super) acts: Vec<String>,
    pub(super) last_text: String,
    goldstein: f64,
    label: String,
    first: Option<Date>,
    last: Option<Date>,
}

/// Parties and edges of what took place or is to.
pub(super) struct Graph {
    pub(super) nodes: BTreeMap<String, Node>,
    pub(super) edges: Vec<Edge>,
    pub(super) left_out: BTreeMap<String, usize>,
}

/// A stable id: code and name, with what ids may not hold replaced.
fn id(a: &Actor) -> String {
    let mut out = if a.code.is_empty() { String::new() } else { format!("{}-", a.code) };
    for c in a.name.chars() {
        out.push(if c.is_alphanumeric() { c } else { '_' });
    }
    out
}

impl Graph {
    pub(super) fn of(rows: &[Row], multigraph: bool) -> Self {
        let mut g = Self { nodes: BTreeMap::new(), edges: Vec::new(), left_out: BTreeMap::new() };
        let mut at: BTreeMap<(String, String, Quad), usize> = BTreeMap::new();
        let mut written = Written::default();
        for row in rows {
            let e = &row.event;
            if let Some(why) = row.unfit_for_deeds() {
                written.leave_out(why);
                continue;
            }
            for a in e.actor.iter().chain(&e.recipient) {
                let node = g.nodes.entry(id(a)).or_insert_with(|| Node {
                    name: a.name.clone(),
                    code: a.code.clone(),
                    // A state's government is the state in a graph of states.
                    sector: if states::state(&a.code).is_some_and(|s| s.name == a.name) {
                        String::new()
                    } else {
                        a.sector.clone()
                    },
                    is_state: states::state(&a.code).is_some_and(|s| s.name == a.name),
                    events: 0,
                });
                node.events += 1;
            }
            for (i, pair) in dyads(&row.event).into_iter().enumerate() {
                let (Some(a), Some(b)) = pair else {
                    written.leave_out("one party only: no edge");
                    continue;
                };
                g.edge(row, id(a), id(b), if multigraph { Some(i) } else { None }, &mut at);
            }
        }
        for e in &mut g.edges {
            e.goldstein /= e.events as f64;
        }
        g.left_out = written.left_out;
        g
    }

    fn edge(
        &mut self,
        row: &Row,
        from: String,
        to: String,
        own: Option<usize>,
        at: &mut BTreeMap<(String, String, Quad), usize>,
    ) {
        let e = &row.event;
        let known = if own.is_some() { None } else { at.get(&(from.clone(), to.clone(), e.quad)).copied() };
        let index = known.unwrap_or_else(|| {
            let id = match own {
                Some(i) => format!("{}-{}", e.id, i + 1),
                None => format!("{from}--{to}--{}", e.quad.number()),
            };
            at.insert((from.clone(), to.clone(), e.quad), self.edges.len());
            let label = if own.is_some() { headline(row) } else { e.quad.as_str().to_owned() };
            self.edges.push(Edge {
                id,
                from,
                to,
                quad: e.quad,
                events: 0,
                acts: Vec::new(),
                last_text: String::new(),
                goldstein: 0.0,
                label,
                first: None,
                last: None,
            });
            self.edges.len() - 1
        });
        let edge = &mut self.edges[index];
        edge.events += 1;
        edge.goldstein += e.goldstein;
        let act = e.event.as_str();
        if !edge.acts.iter().any(|a| a == act) {
            edge.acts.push(act.to_owned());
        }
        if let Some(day) = row.day() {
            edge.first = Some(edge.first.map_or(day, |f| f.min(day)));
            if edge.last.is_none_or(|l| l <= day) {
                edge.last = Some(day);
                edge.last_text.clone_from(&e.text);
            }
        }
    }

    fn written(self) -> Written {
        Written { rows: self.edges.len(), left_out: self.left_out, notes: Vec::new() }
    }
}

/// Text for XML: escaped, without the characters that XML 1.0 forbids.
fn xml(text: &str) -> String {
    escape(&text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).collect::<String>())
}

pub(super) fn write_gexf(rows: &[Row], options: &Options, out: &mut dyn Write) -> Result<Written, Error> {
    let g = Graph::of(rows, options.multigraph);
    let mut x = String::new();
    x.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    x.push_str("<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n");
    let day = options.now.map(|t| t.strftime("%Y-%m-%d").to_string());
    let day = day.map(|d| format!(" lastmodifieddate=\"{d}\"")).unwrap_or_default();
    let _ = writeln!(x, "<meta{day}><creator>detente {}</creator></meta>", env!("CARGO_PKG_VERSION"));
    x.push_str(
        "<graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n",
    );
    x.push_str("<attributes class=\"node\"><attribute id=\"code\" title=\"code\" type=\"string\"/>");
    x.push_str("<attribute id=\"sector\" title=\"sector\" type=\"string\"/>");
    x.push_str("<attribute id=\"events\" title=\"events\" type=\"integer\"/></attributes>\n");
    x.push_str("<attributes class=\"edge\"><attribute id=\"quad\" title=\"quad_code\" type=\"integer\"/>");
    x.push_str("<attribute id=\"goldstein\" title=\"goldstein\" type=\"double\"/>");
    x.push_str("<attribute id=\"acts\" title=\"acts\" type=\"string\"/></attributes>\n<nodes>\n");
    let value = |name: &str, v: &str| format!("<attvalue for=\"{name}\" value=\"{}\"/>", xml(v));
    for (id, n) in &g.nodes {
        let _ = writeln!(
            x,
            "<node id=\"{}\" label=\"{}\"><attvalues>{}{}{}</attvalues></node>",
            xml(id),
            xml(&n.name),
            value("code", &n.code),
            value("sector", &n.sector),
            value("events", &n.events.to_string())
        );
    }
    x.push_str("</nodes>\n<edges>\n");
    for e in &g.edges {
        let bound = |name: &str, d: Option<Date>| d.map(|d| format!(" {name}=\"{d}\"")).unwrap_or_default();
        let _ = writeln!(
            x,
            "<edge id=\"{}\" source=\"{}\" target=\"{}\" type=\"directed\" weight=\"{}\" kind=\"{}\" label=\"{}\"{}{}><attvalues>{}{}{}</attvalues></edge>",
            xml(&e.id),
            xml(&e.from),
            xml(&e.to),
            e.events,
            e.quad.as_str(),
            xml(&e.label),
            bound("start", e.first),
            bound("end", e.last),
            value("quad", &e.quad.number().to_string()),
            value("goldstein", &e.goldstein.to_string()),
            value("acts", &e.acts.join(";"))
        );
    }
    x.push_str("</edges>\n</graph>\n</gexf>\n");
    out.write_all(x.as_bytes()).map_err(|e| failed(&e))?;
    Ok(g.written())
}

/// Keys of GraphML: no lists, and none called `id`.
const KEYS: [(&str, &str, &str, &str); 10] = [
    ("n0", "node", "label", "string"),
    ("n1", "node", "code", "string"),
    ("n2", "node", "sector", "string"),
    ("n3", "node", "events", "int"),
    ("e0", "edge", "weight", "double"),
    ("e1", "edge", "quad", "int"),
    ("e2", "edge", "kind", "string"),
    ("e3", "edge", "goldstein", "double"),
    ("e4", "edge", "acts", "string"),
    ("e5", "edge", "days", "string"),
];

pub(super) fn write_graphml(rows: &[Row], options: &Options, out: &mut dyn Write) -> Result<Written, Error> {
    let g = Graph::of(rows, options.multigraph);
    let mut x = String::new();
    x.push_str(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    );
    for (id, class, name, kind) in KEYS {
        let _ = writeln!(x, "<key id=\"{id}\" for=\"{class}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    x.push_str("<graph id=\"detente\" edgedefault=\"directed\">\n");
    let data = |key: &str, v: &str| format!("<data key=\"{key}\">{}</data>", xml(v));
    for (id, n) in &g.nodes {
        let _ = writeln!(
            x,
            "<node id=\"{}\">{}{}{}{}</node>",
            xml(id),
            data("n0", &n.name),
            data("n1", &n.code),
            data("n2", &n.sector),
            data("n3", &n.events.to_string())
        );
    }
    for e in &g.edges {
        let days = match (e.first, e.last) {
            (Some(a), Some(b)) => format!("{a}/{b}"),
            _ => String::new(),
        };
        let _ = writeln!(
            x,
            "<edge id=\"{}\" source=\"{}\" target=\"{}\">{}{}{}{}{}{}</edge>",
            xml(&e.id),
            xml(&e.from),
            xml(&e.to),
            data("e0", &e.events.to_string()),
            data("e1", &e.quad.number().to_string()),
            data("e2", e.quad.as_str()),
            data("e3", &e.goldstein.to_string()),
            data("e4", &e.acts.join(";")),
            data("e5", &days)
        );
    }
    x.push_str("</graph>\n</graphml>\n");
    out.write_all(x.as_bytes()).map_err(|e| failed(&e))?;
    Ok(g.written())
}
