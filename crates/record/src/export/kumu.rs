//! Kumu's two sheets: elements (the parties) and connections (what passes between them).

use super::table::{Layout, Table, has, holds};
use super::{Column, Row, Written, graph};
use crate::Error;
use detente_event::sector_name;
use std::io::Write;

pub(super) const ELEMENTS: &[Column] = &[
    holds("ID", "stable, so that a second import updates the map"),
    has("Label"),
    holds("Type", "state, organisation or group, by code and sector"),
    holds("Description", "how many occurrences it is party to"),
    holds("Tags", "code and sector, separated by |"),
];

pub(super) const CONNECTIONS: &[Column] = &[
    holds("ID", "stable, so that a second import updates the map"),
    holds("From", "label of the actor"),
    holds("To", "label of the recipient"),
    holds("Type", "the quadrant"),
    holds("Direction", "directed"),
    holds("Description", "the latest sentence"),
    holds("Strength", "number of occurrences"),
    holds("Tags", "acts, separated by |"),
];

const NOTE: &str = "public Kumu projects can be read by anyone and are found by search engines";

fn layout(columns: &'static [Column]) -> Layout {
    Layout { columns, comma: true, header: true, missing: "" }
}

pub(super) fn write_elements(rows: &[Row], out: &mut dyn Write) -> Result<Written, Error> {
    let net = graph::Graph::of(rows, false);
    let mut table = Table::new(layout(ELEMENTS), out)?;
    for (id, node) in &net.nodes {
        let kind = sector_name(&node.sector).unwrap_or(if node.is_state { "state" } else { "party" });
        let tags: Vec<&str> =
            [node.code.as_str(), node.sector.as_str()].into_iter().filter(|t| !t.is_empty()).collect();
        table.row(&[
            id.clone(),
            node.name.clone(),
            kind.to_owned(),
            format!("party to {} recorded occurrences", node.events),
            tags.join("|"),
        ])?;
    }
    Ok(Written { rows: table.rows, notes: vec![NOTE.to_owned()], ..Written::default() })
}

pub(super) fn write_connections(rows: &[Row], out: &mut dyn Write) -> Result<Written, Error> {
    let net = graph::Graph::of(rows, false);
    let mut table = Table::new(layout(CONNECTIONS), out)?;
    let label = |id: &str| net.nodes.get(id).map(|n| n.name.clone()).unwrap_or_default();
    for e in &net.edges {
        table.row(&[
            e.id.clone(),
            label(&e.from),
            label(&e.to),
            e.quad.as_str().to_owned(),
            "directed".to_owned(),
            e.last_text.clone(),
            e.events.to_string(),
            e.acts.join("|"),
        ])?;
    }
    Ok(Written { rows: table.rows, left_out: net.left_out, notes: vec![NOTE.to_owned()] })
}
