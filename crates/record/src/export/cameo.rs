//! The bare dyadic CAMEO event: date, who, whom, code; what KEDS, TABARI and PETRARCH users load.

use super::table::{Layout, Table, has, holds, opt};
use super::{Column, Row, Written};
use crate::Error;
use detente_event::{Actor, cameo_name};

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

pub(super) const LAYOUT: Layout = Layout { columns: COLUMNS, comma: false, header: true, missing: "---" };

pub(super) fn put(row: &Row, table: &mut Table<'_>, written: &mut Written) -> Result<(), Error> {
    if let Some(why) = row.unfit_for_deeds() {
        written.leave_out(why);
        return Ok(());
    }
    let e = &row.event;
    for (actor, recipient) in super::dyads(&row.event) {
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
    Ok(())
}
