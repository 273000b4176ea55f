//! ICEWS files.

use super::{Batch, Stories, act_of, blank, mode_of, numbered, one_day, party, state_named, tab_rows};
use crate::Error;
use crate::export::icews::COLUMNS;
use detente_event::{Actor, Document, Place, SECTORS, Status, render};

pub(super) fn read(text: &str) -> Result<Batch, Error> {
    let mut stories = Stories::default();
    for row in tab_rows(text, COLUMNS, true, "NA")? {
        let day = row.day("Event Date")?;
        let cameo = row.get("CAMEO Code").to_owned();
        let (lat, lon, intensity) = (row.real("Latitude")?, row.real("Longitude")?, row.real("Intensity")?);
        let sentence = row.count("Sentence Number")?.unwrap_or(1);
        let story = Document {
            id: format!("icews-{}", row.get("Story ID")),
            date: day,
            title: String::new(),
            text: String::new(),
            source: row.get("Publisher").to_owned(),
        };
        stories.put(story, row.line, |document, span| {
            let act = act_of(&cameo)?;
            let id = numbered(row.get("Event ID"), row.get("Event Date"));
            let mut e = blank(document, id, act, Status::Occurred, "icews");
            e.mode = mode_of(act, &cameo);
            e.goldstein = intensity.unwrap_or_else(|| render::goldstein(&cameo));
            e.sentence = sentence;
            row.line.clone_into(&mut e.text);
            e.span = span;
            e.date = day.map(one_day);
            e.actor = side(row.get("Source Name"), row.get("Source Sectors"), row.get("Source Country"));
            e.recipient = side(row.get("Target Name"), row.get("Target Sectors"), row.get("Target Country"));
            let country = state_named(row.get("Country"));
            let name = if row.get("City").is_empty() { row.get("Country") } else { row.get("City") };
            e.place = (!name.is_empty()).then(|| Place {
                name: country.filter(|_| name == row.get("Country")).map_or(name, |c| c.name).to_owned(),
                country: country.map(|c| c.iso3.to_owned()).unwrap_or_default(),
                text: name.to_owned(),
                lat,
                lon,
            });
            e.cameo = cameo;
            Some(e)
        });
    }
    Ok(stories.batch())
}

/// A person or a group of a country: the party is the country, the name a person's, where the country is known.
fn side(name: &str, sectors: &str, country: &str) -> Vec<Actor> {
    let state = state_named(country);
    let first = sectors.split([',', ';']).next().unwrap_or("").trim();
    let sector = SECTORS.iter().find(|(_, n)| n.eq_ignore_ascii_case(first)).map_or("", |(c, _)| *c);
    // ICEWS names a government by its country.
    let whole = state.is_some_and(|s| s.name == name || country == name);
    let mut out: Vec<Actor> =
        party(if whole { state.map_or(name, |s| s.name) } else { name }, state.map_or("", |s| s.iso3), sector)
            .into_iter()
            .collect();
    if let (Some(a), Some(s), false) = (out.first_mut(), state, whole)
        && (sector == "GOV" || sector.is_empty())
    {
        a.person = Some(name.to_owned());
        s.name.clone_into(&mut a.name);
    }
    out
}
