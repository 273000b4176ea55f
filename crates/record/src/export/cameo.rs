//! The bare dyadic CAMEO event: date, who, whom, code; what KEDS, TABARI and PETRARCH users load.

use super::table::{Layout, Table, has, holds, opt};
use super::{Column, Row, Written};
use crate::Error;
use detente_event::{Actor, cameo_name};
use std::io::Write;

pub(super) const COLUMNS: &[Column] = &[
    holds("date", "YYYYMMDD"),
    holds("source", "code and sector of the actor, `USAGOV`; --- where unknown"),
    holds("target", "code and sector of the recipient"),
    holds("cameo", "a string: 010 and 10 are different codes"),
    has("label"),
    has("goldstein"),
    holds("status", "occurred, planned …"),
    holds("id", "id of the event"),
];

/// Code and sector in one, as CAMEO writes an actor.
pub(super) fn agent(a: Option<&Actor>) -> String {
    a.map_or_else(String::new, |a| format!("{}{}", a.code, a.sector))
}

pub(super) fn write(rows: &[Row], out: &mut dyn Write) -> Result<Written, Error> {
    let mut written = Written::default();
    let mut table = Table::new(Layout { columns: COLUMNS, comma: false, header: true, missing: "---" }, out)?;
    for row in rows {
        if let Some(why) = row.unfit_for_deeds() {
            written.leave_out(why);
            continue;
        }
        let e = &row.event;
        for (actor, recipient) in super::dyads(row) {
            table.row(&[
                opt(row.day().map(|d| d.strftime("%Y%m%d").to_string())),
                agent(actor),
                agent(recipient),
                e.cameo.clone(),
                cameo_name(&e.cameo).unwrap_or_default().to_owned(),
                e.goldstein.to_string(),
                e.status.to_string(),
                e.id.clone(),
            ])?;
        }
    }
    written.rows = table.rows;
    Ok(written)
}
