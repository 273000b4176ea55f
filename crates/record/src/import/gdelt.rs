//! GDELT's event files, 1.0 and 2.0; which one shows in the number of columns.

use super::{Batch, Cells, Stories, act_of, blank, mode_of, numbered, one_day, party};
use crate::Error;
use crate::export::gdelt::{Version, columns};
use crate::export::states;
use detente_event::{Actor, Document, Place, Status, render};

pub(super) fn read(text: &str) -> Result<Batch, Error> {
    let mut stories = Stories::default();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.is_empty()) {
        let mut cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        if cells.len() == 57 {
            // Files before April 2013 have no address.
            cells.push(String::new());
        }
        let version = if cells.len() == 61 { Version::Two } else { Version::One };
        let row = Cells::of(i + 1, line, cells, columns(version))?;
        let day = row.day("SQLDATE")?;
        let added = row.day("DATEADDED")?;
        let (lat, lon) = (row.real("ActionGeo_Lat")?, row.real("ActionGeo_Long")?);
        let goldstein = row.real("GoldsteinScale")?;
        let cameo = row.get("EventCode").to_owned();
        let url = row.get("SOURCEURL");
        let story = Document {
            id: if url.is_empty() { format!("gdelt-{}", row.get("GLOBALEVENTID")) } else { url.to_owned() },
            date: added,
            title: String::new(),
            text: String::new(),
            source: url.to_owned(),
        };
        stories.put(story, line, |document, span| {
            let act = act_of(&cameo)?;
            let mut e = blank(document, numbered(row.get("GLOBALEVENTID"), "gdelt"), act, Status::Occurred, "gdelt");
            e.mode = mode_of(act, &cameo);
            e.goldstein = goldstein.unwrap_or_else(|| render::goldstein(&cameo));
            e.sentence = if row.get("IsRootEvent") == "1" { 1 } else { 2 };
            line.clone_into(&mut e.text);
            e.span = span;
            e.date = day.filter(|d| Some(*d) != added).map(one_day);
            e.actor = side(&row, 1);
            e.recipient = side(&row, 2);
            let full = row.get("ActionGeo_FullName");
            let fips = row.get("ActionGeo_CountryCode");
            e.place = (!full.is_empty()).then(|| Place {
                name: full.split(',').next().unwrap_or(full).trim().to_owned(),
                country: states::find(|s| !fips.is_empty() && s.fips == fips)
                    .map(|s| s.iso3.to_owned())
                    .unwrap_or_default(),
                text: full.to_owned(),
                lat,
                lon,
            });
            e.cameo = cameo;
            Some(e)
        });
    }
    Ok(stories.batch())
}

fn side(row: &Cells<'_>, n: u8) -> Vec<Actor> {
    let get = |what: &str| row.get(&format!("Actor{n}{what}")).to_owned();
    let (country, group) = (get("CountryCode"), get("KnownGroupCode"));
    let code = if country.is_empty() { group } else { country };
    let name = get("Name");
    let sector = get("Type1Code");
    // GDELT writes names in capitals; a state's is known better.
    let name = match states::state(&code) {
        Some(s) if s.name.to_uppercase() == name => s.name.to_owned(),
        _ => name,
    };
    party(&name, &code, &sector).into_iter().collect()
}
