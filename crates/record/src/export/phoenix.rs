//! Phoenix (Open Event Data Alliance), 26 columns without a header.

use super::cameo::agent;
use super::table::{Layout, Table, empty, has, holds, near, opt};
use super::{Column, Row, Written};
use crate::Error;
use detente_event::Actor;
use sha2::{Digest, Sha256};

pub(super) const COLUMNS: &[Column] = &[
    has("EventID"),
    holds("Date", "YYYYMMDD"),
    has("Year"),
    has("Month"),
    has("Day"),
    holds("SourceActorFull", "code and sector"),
    has("SourceActorEntity"),
    has("SourceActorRole"),
    empty("SourceActorAttribute", "no such attributes"),
    has("TargetActorFull"),
    has("TargetActorEntity"),
    has("TargetActorRole"),
    empty("TargetActorAttribute", "no such attributes"),
    holds("EventCode", "a string: 010 and 10 are different codes"),
    has("EventRootCode"),
    holds("PentaClass", "0 to 4 from the root code, as the Phoenix pipeline has it"),
    has("GoldsteinScore"),
    near("Issues", "contexts, each counted once"),
    has("Lat"),
    has("Lon"),
    has("LocationName"),
    empty("StateName", "no gazetteer with provinces"),
    has("CountryCode"),
    holds("SentenceID", "document and sentence"),
    has("URLs"),
    has("NewsSources"),
];

/// A hexadecimal stand-in for a document's id, for formats that want numbers.
pub(super) fn story(document: &str) -> String {
    Sha256::digest(document.as_bytes()).iter().take(8).map(|b| format!("{b:02x}")).collect()
}

/// PentaClass of a root code (phoenix_pipeline, `postprocess.py`).
fn penta(root: &str) -> &'static str {
    match root {
        "01" | "02" => "0",
        "03" | "04" | "05" => "1",
        "06" | "07" | "08" => "2",
        "09" | "10" | "11" | "12" | "13" | "16" => "3",
        _ => "4",
    }
}

pub(super) const LAYOUT: Layout = Layout { columns: COLUMNS, comma: false, header: false, missing: "" };

pub(super) fn put(row: &Row, table: &mut Table<'_>, written: &mut Written) -> Result<(), Error> {
    if let Some(why) = row.unfit_for_deeds() {
        written.leave_out(why);
        return Ok(());
    }
    for (actor, recipient) in super::dyads(&row.event) {
        table.row(&cells(row, table.rows + 1, actor, recipient))?;
    }
    Ok(())
}

fn cells(row: &Row, n: usize, actor: Option<&Actor>, recipient: Option<&Actor>) -> Vec<String> {
    let e = &row.event;
    let day = |pattern: &str| opt(row.day().map(|d| d.strftime(pattern).to_string()));
    let root = e.cameo.get(..2).unwrap_or("");
    let side =
        |a: Option<&Actor>| [agent(a), opt(a.map(|a| a.code.clone())), opt(a.map(|a| a.sector.clone())), String::new()];
    let place = e.place.as_ref();
    let mut out = vec![format!("{n}_{}", env!("CARGO_PKG_VERSION")), day("%Y%m%d"), day("%Y"), day("%m"), day("%d")];
    out.extend(side(actor));
    out.extend(side(recipient));
    out.extend([
        e.cameo.clone(),
        root.to_owned(),
        penta(root).to_owned(),
        e.goldstein.to_string(),
        e.context.iter().map(|c| format!("{c},1")).collect::<Vec<_>>().join(";"),
        opt(place.and_then(|p| p.lat)),
        opt(place.and_then(|p| p.lon)),
        place.map(|p| p.name.clone()).unwrap_or_default(),
        String::new(),
        place.map(|p| p.country.clone()).unwrap_or_default(),
        format!("{}_{}", e.document, e.sentence),
        row.url().to_owned(),
        row.publisher().to_owned(),
    ]);
    out
}
