//! POLECAT's weekly tables (Halterman et al. 2023; Dataverse), 40 columns.

use super::table::{Layout, Table, empty, has, holds, near, opt};
use super::{Column, Options, Row, Written, states};
use crate::Error;
use detente_event::Actor;

pub(crate) const COLUMNS: &[Column] = &[
    has("Event ID"),
    has("Event Date"),
    holds("Event Type", "PLOVER category once the status is taken into account"),
    holds("Event Mode", "mode of the act, or PLOVER's auxiliary mode where there is none"),
    near("Intensity", "Goldstein score of the CAMEO rendering; POLECAT has PLOVER's own scale there"),
    holds("Quad Code", "in words, upper case"),
    has("Contexts"),
    has("Actor Name"),
    has("Actor Country"),
    has("Actor COW"),
    has("Primary Actor Sector"),
    has("Actor Sectors"),
    empty("Actor Title", "titles are not kept apart from the mention"),
    has("Actor Name Raw"),
    empty("Wikipedia Actor ID", "the dictionaries hold no such identifiers"),
    has("Recipient Name"),
    has("Recipient Country"),
    has("Recipient COW"),
    has("Primary Recipient Sector"),
    has("Recipient Sectors"),
    empty("Recipient Title", "titles are not kept apart from the mention"),
    has("Recipient Name Raw"),
    empty("Wikipedia Recipient ID", "the dictionaries hold no such identifiers"),
    has("Placename"),
    near("City", "the place, where it is not a whole country"),
    empty("District", "no gazetteer with districts"),
    empty("Province", "no gazetteer with provinces"),
    has("Country"),
    has("Latitude"),
    has("Longitude"),
    empty("GeoNames ID", "no gazetteer with such numbers"),
    has("Raw Placename"),
    empty("Feature Type", "no gazetteer with feature types"),
    has("Source"),
    has("Publication Date"),
    near("Story People", "the persons of the event, not of the whole story"),
    near("Story Organizations", "the parties of the event, not of the whole story"),
    near("Story Locations", "the place of the event, not those of the whole story"),
    has("Language"),
    has("Version"),
];

pub(super) const LAYOUT: Layout = Layout { columns: COLUMNS, comma: false, header: true, missing: "None" };

pub(super) fn put(row: &Row, options: &Options, table: &mut Table<'_>, written: &mut Written) -> Result<(), Error> {
    if row.day().is_none() {
        written.leave_out("no date, neither stated nor of publication");
        return Ok(());
    }
    if !options.dyads {
        return table.row(&cells(row, &row.event.actor, &row.event.recipient, ""));
    }
    for (i, (a, r)) in super::dyads(&row.event).into_iter().enumerate() {
        let side = |x: Option<&Actor>| x.cloned().into_iter().collect::<Vec<_>>();
        table.row(&cells(row, &side(a), &side(r), &format!("-{}", i + 1)))?;
    }
    Ok(())
}

fn cells(row: &Row, actor: &[Actor], recipient: &[Actor], suffix: &str) -> Vec<String> {
    let e = &row.event;
    let mut out = vec![
        format!("{}{suffix}", e.id),
        opt(row.day()),
        e.event.to_string(),
        e.mode.clone().or(e.status.auxiliary_mode().map(str::to_owned)).unwrap_or_default(),
        format!("{:.1}", e.goldstein),
        e.quad.as_str().to_uppercase(),
        e.context.join(";"),
    ];
    for side in [actor, recipient] {
        let list = |of: &dyn Fn(&Actor) -> String| {
            side.iter().map(of).filter(|t| !t.is_empty()).collect::<Vec<_>>().join("; ")
        };
        let sectors = list(&|a| a.sector.clone());
        out.extend([
            list(&|a| a.person.clone().unwrap_or_else(|| a.name.clone())),
            list(&|a| a.code.clone()),
            list(&|a| opt(states::state(&a.code).and_then(|s| s.cow))),
            side.iter().map(|a| a.sector.clone()).find(|s| !s.is_empty()).unwrap_or_default(),
            sectors,
            String::new(),
            list(&|a| a.text.clone()),
            String::new(),
        ]);
    }
    let place = e.place.as_ref();
    let country = place.and_then(|p| states::state(&p.country));
    let name = place.map(|p| p.name.clone()).unwrap_or_default();
    let city = if country.is_some_and(|c| c.name == name) { String::new() } else { name.clone() };
    let parties = || e.actor.iter().chain(&e.recipient);
    let people: Vec<String> = parties().filter_map(|a| a.person.clone()).collect();
    let groups: Vec<String> = parties().map(|a| a.name.clone()).collect();
    out.extend([
        name.clone(),
        city,
        String::new(),
        String::new(),
        country.map(|c| c.name.to_owned()).unwrap_or_default(),
        opt(place.and_then(|p| p.lat)),
        opt(place.and_then(|p| p.lon)),
        String::new(),
        place.map(|p| p.text.clone()).unwrap_or_default(),
        String::new(),
        row.publisher().to_owned(),
        opt(row.published),
        people.join("; "),
        groups.join("; "),
        name,
        "English".to_owned(),
        e.coder.clone(),
    ]);
    out
}
