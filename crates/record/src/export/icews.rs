//! ICEWS (Boschee et al., Dataverse), 20 columns.

use super::table::{Layout, Table, empty, has, holds, near, opt};
use super::{Column, Row, Written, states};
use crate::Error;
use detente_event::{Actor, cameo_name, sector_name};

pub(crate) const COLUMNS: &[Column] = &[
    holds("Event ID", "a number made from the event's id and the pair of parties"),
    has("Event Date"),
    has("Source Name"),
    near("Source Sectors", "PLOVER's sector in words; ICEWS has a hierarchy of its own"),
    has("Source Country"),
    near("Event Text", "our words for the CAMEO code; ICEWS' wording differs in places"),
    has("CAMEO Code"),
    near("Intensity", "Goldstein score of the code"),
    has("Target Name"),
    near("Target Sectors", "as Source Sectors"),
    has("Target Country"),
    holds("Story ID", "a number made from the document's id"),
    has("Sentence Number"),
    has("Publisher"),
    near("City", "the place, where it is not a whole country"),
    empty("District", "no gazetteer with districts"),
    empty("Province", "no gazetteer with provinces"),
    has("Country"),
    has("Latitude"),
    has("Longitude"),
];

pub(super) const LAYOUT: Layout = Layout { columns: COLUMNS, comma: false, header: true, missing: "NA" };

pub(super) fn put(row: &Row, table: &mut Table<'_>, written: &mut Written) -> Result<(), Error> {
    if let Some(why) = row.unfit_for_deeds() {
        written.leave_out(why);
        return Ok(());
    }
    for (pair, (actor, recipient)) in super::dyads(&row.event).into_iter().enumerate() {
        table.row(&cells(row, pair, actor, recipient))?;
    }
    Ok(())
}

fn cells(row: &Row, pair: usize, actor: Option<&Actor>, recipient: Option<&Actor>) -> Vec<String> {
    let e = &row.event;
    let side = |a: Option<&Actor>| {
        let name = a.map(|a| a.person.clone().unwrap_or_else(|| a.name.clone())).unwrap_or_default();
        let sector = a.and_then(|a| sector_name(&a.sector)).unwrap_or_default().to_owned();
        let country = a.and_then(|a| states::state(&a.code)).map(|s| s.name.to_owned()).unwrap_or_default();
        [name, sector, country]
    };
    let place = e.place.as_ref();
    let country = place.and_then(|p| states::state(&p.country)).map(|s| s.name.to_owned()).unwrap_or_default();
    let city = place.map(|p| p.name.clone()).filter(|n| *n != country).unwrap_or_default();
    let document = row.document_ids.first().map_or(e.document.as_str(), String::as_str);
    let mut out = vec![Row::number(&e.id, pair).to_string(), opt(row.day())];
    out.extend(side(actor));
    out.extend([cameo_name(&e.cameo).unwrap_or_default().to_owned(), e.cameo.clone(), format!("{:.1}", e.goldstein)]);
    out.extend(side(recipient));
    out.extend([
        Row::number(&super::phoenix::story(document), 0).to_string(),
        e.sentence.to_string(),
        row.publisher().to_owned(),
        city,
        String::new(),
        String::new(),
        country,
        opt(place.and_then(|p| p.lat)),
        opt(place.and_then(|p| p.lon)),
    ]);
    out
}
