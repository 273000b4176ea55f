//! The native flat table: one row for each event, or for each pair of parties.

use super::table::{Layout, Table, empty, has, holds, opt};
use super::{Column, Options, Row, states};
use crate::Error;
use detente_event::Actor;
use sha2::{Digest, Sha256};

pub(super) const COLUMNS: &[Column] = &[
    has("event_id"),
    holds("event_date", "first day stated, else the day of publication"),
    holds("date_text", "the words of the date"),
    holds("date_precision", "day, week, month, quarter, season, year, decade, or publication"),
    holds("event_type", "the PLOVER category once the status is taken into account"),
    holds("event_mode", "mode of the act and PLOVER's auxiliary mode; list"),
    holds("act", "what was done, as what it is"),
    holds("status", "whether it happened"),
    holds("contexts", "list"),
    has("quad_code"),
    empty("event_scale", "no source for PLOVER's scale by mode; see goldstein"),
    has("cameo_code"),
    has("goldstein"),
    has("actor_name"),
    holds("actor_iso3", "ISO alpha-3 of the state, or UNO, EUR, NAT, IGO, NGO, MNC"),
    has("actor_cow"),
    has("actor_gw"),
    has("actor_sector"),
    empty("actor_wikidata", "the dictionaries hold no such identifiers"),
    has("actor_text"),
    has("recipient_name"),
    has("recipient_iso3"),
    has("recipient_cow"),
    has("recipient_gw"),
    has("recipient_sector"),
    empty("recipient_wikidata", "the dictionaries hold no such identifiers"),
    has("recipient_text"),
    has("placename"),
    empty("geonameid", "no gazetteer with such numbers"),
    holds("lat", "where the gazetteer has it"),
    holds("lon", "where the gazetteer has it"),
    has("country_iso3"),
    holds("source_id", "id of the document"),
    has("url"),
    has("publisher"),
    has("published"),
    has("sentence_no"),
    holds("char_start", "byte offset of the act in the document"),
    has("char_end"),
    holds("sentence", "unless sentences are left out"),
    has("cluster_id"),
    has("n_reports"),
    has("confidence"),
    has("coder"),
    has("coder_version"),
    holds("record_hash", "SHA-256 of the other columns"),
    has("reviewed_by"),
    has("reviewed_at"),
];

/// A cell with its type, for formats that keep types.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(String),
    List(Vec<String>),
    Int(Option<i64>),
    Real(Option<f64>),
    /// Days since 1970.
    Day(Option<i64>),
    /// Microseconds since 1970.
    Moment(Option<i64>),
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Cell::Text(t) => t.clone(),
            Cell::List(l) => l.join(";"),
            Cell::Int(i) => opt(*i),
            Cell::Real(r) => opt(*r),
            Cell::Day(d) => opt(d.and_then(crate::day::date)),
            Cell::Moment(m) => opt(m.and_then(|m| jiff::Timestamp::from_microsecond(m).ok())),
        }
    }
}

/// The cells of an event, in the order of [`COLUMNS`]; one set for each pair of parties where `dyads` is set.
pub(super) fn cells(row: &Row, options: &Options) -> Vec<Vec<Cell>> {
    if options.dyads {
        return super::dyads(&row.event)
            .into_iter()
            .map(|(a, r)| {
                cells_of(
                    row,
                    a.map(std::slice::from_ref).unwrap_or(&[]),
                    r.map(std::slice::from_ref).unwrap_or(&[]),
                    options,
                )
            })
            .collect();
    }
    vec![cells_of(row, &row.event.actor, &row.event.recipient, options)]
}

fn cells_of(row: &Row, actor: &[Actor], recipient: &[Actor], options: &Options) -> Vec<Cell> {
    let e = &row.event;
    let text = |t: &str| Cell::Text(t.to_owned());
    let (coder, version) = e.coder.split_once(' ').unwrap_or((&e.coder, ""));
    let mut out = vec![
        text(&e.id),
        Cell::Day(row.day_number()),
        Cell::Text(e.date.as_ref().map(|d| d.text.clone()).unwrap_or_default()),
        text(row.precision()),
        text(e.event.as_str()),
        Cell::List(e.mode.iter().map(String::as_str).chain(e.status.auxiliary_mode()).map(str::to_owned).collect()),
        text(e.act.as_str()),
        text(e.status.as_str()),
        Cell::List(e.context.clone()),
        Cell::Int(Some(i64::from(e.quad.number()))),
        Cell::Real(None),
        text(&e.cameo),
        Cell::Real(Some(e.goldstein)),
    ];
    for side in [actor, recipient] {
        out.extend(party(side));
    }
    let place = e.place.as_ref();
    out.extend([
        Cell::Text(place.map(|p| p.name.clone()).unwrap_or_default()),
        Cell::Int(None),
        Cell::Real(place.and_then(|p| p.lat)),
        Cell::Real(place.and_then(|p| p.lon)),
        Cell::Text(place.map(|p| p.country.clone()).unwrap_or_default()),
        text(&e.document),
        text(row.url()),
        text(row.publisher()),
        Cell::Day(row.published.map(crate::day::number)),
        Cell::Int(i64::try_from(e.sentence).ok()),
        Cell::Int(i64::try_from(e.span.start).ok()),
        Cell::Int(i64::try_from(e.span.end).ok()),
        text(if options.no_text { "" } else { &e.text }),
        text(&row.cluster),
        Cell::Int(i64::try_from(row.reports).ok()),
        Cell::Real(Some(e.confidence)),
        text(coder),
        text(version),
    ]);
    let mut hash = Sha256::new();
    for cell in &out {
        hash.update(cell.text().as_bytes());
        hash.update([0]);
    }
    out.push(Cell::Text(hash.finalize().iter().map(|b| format!("{b:02x}")).collect()));
    out.push(Cell::Text(row.reviewed.as_ref().map(|r| r.0.clone()).unwrap_or_default()));
    out.push(Cell::Moment(row.reviewed.as_ref().map(|r| r.1.as_microsecond())));
    out
}

/// Seven cells of a side; several parties are joined with `;`, and only a single one has state numbers.
fn party(side: &[Actor]) -> [Cell; 7] {
    let join = |of: fn(&Actor) -> &str| {
        let list: Vec<&str> = side.iter().map(of).collect();
        Cell::Text(if list.iter().all(|t| t.is_empty()) { String::new() } else { list.join(";") })
    };
    let state = match side {
        [one] => states::state(&one.code),
        _ => None,
    };
    [
        join(|a| &a.name),
        join(|a| &a.code),
        Cell::Int(state.and_then(|s| s.cow).map(i64::from)),
        Cell::Int(state.and_then(|s| s.gw).map(i64::from)),
        join(|a| &a.sector),
        Cell::Text(String::new()),
        join(|a| &a.text),
    ]
}

pub(super) const LAYOUT: Layout = Layout { columns: COLUMNS, comma: true, header: true, missing: "" };

pub(super) fn put(row: &Row, options: &Options, table: &mut Table<'_>) -> Result<(), Error> {
    for cells in cells(row, options) {
        table.row(&cells.iter().map(Cell::text).collect::<Vec<_>>())?;
    }
    Ok(())
}
