//! POLECAT's weekly files.

use super::{Batch, Stories, blank, one_day, party, state_named, tab_rows};
use crate::Error;
use crate::export::polecat::COLUMNS;
use detente_event::{Act, Actor, Document, Place, Status, render};

pub(super) fn read(text: &str) -> Result<Batch, Error> {
    let mut stories = Stories::default();
    for row in tab_rows(text, COLUMNS, true, "None")? {
        let day = row.day("Event Date")?;
        let published = row.day("Publication Date")?;
        let (lat, lon, intensity) = (row.real("Latitude")?, row.real("Longitude")?, row.real("Intensity")?);
        let act =
            Act::parse(row.get("Event Type")).ok_or_else(|| row.wrong("Event Type", "one of PLOVER's categories"))?;
        let story = Document {
            id: format!("polecat-{}", row.get("Event ID")),
            date: published,
            title: String::new(),
            text: String::new(),
            source: row.get("Source").to_owned(),
        };
        stories.put(story, row.line, |document, span| {
            let mode = row.get("Event Mode");
            let status = super::plover::status_of(&[mode]);
            let mut e = blank(document, row.get("Event ID").to_owned(), act, status, row.get("Version"));
            e.event = act;
            e.quad = act.quad();
            e.mode = (status == Status::Occurred && !mode.is_empty()).then(|| mode.to_owned());
            e.cameo = render::cameo(act, e.mode.as_deref(), Status::Occurred, "", &[]);
            e.goldstein = intensity.unwrap_or_else(|| render::goldstein(&e.cameo));
            e.context =
                row.get("Contexts").split(';').map(str::trim).filter(|c| !c.is_empty()).map(str::to_owned).collect();
            row.line.clone_into(&mut e.text);
            e.span = span;
            e.date = day.filter(|d| Some(*d) != published).map(one_day);
            e.actor = side(
                row.get("Actor Name"),
                row.get("Actor Country"),
                row.get("Actor Sectors"),
                row.get("Actor Name Raw"),
            );
            e.recipient = side(
                row.get("Recipient Name"),
                row.get("Recipient Country"),
                row.get("Recipient Sectors"),
                row.get("Recipient Name Raw"),
            );
            let name = row.get("Placename");
            e.place = (!name.is_empty()).then(|| Place {
                name: name.to_owned(),
                country: state_named(row.get("Country")).map(|s| s.iso3.to_owned()).unwrap_or_default(),
                text: row.get("Raw Placename").to_owned(),
                lat,
                lon,
            });
            Some(e)
        });
    }
    Ok(stories.batch())
}

/// Lists of equal length are read side by side; else the names lead.
fn side(names: &str, countries: &str, sectors: &str, raw: &str) -> Vec<Actor> {
    let list = |t: &str| t.split(';').map(|x| x.trim().to_owned()).filter(|x| !x.is_empty()).collect::<Vec<_>>();
    let (names, countries, sectors, raw) = (list(names), list(countries), list(sectors), list(raw));
    let at = |l: &[String], i: usize| {
        if l.len() == names.len() {
            l.get(i).cloned()
        } else if names.len() == 1 {
            l.first().cloned()
        } else {
            None
        }
    };
    names
        .iter()
        .enumerate()
        .filter_map(|(i, name)| {
            let mut a = party(name, &at(&countries, i).unwrap_or_default(), &at(&sectors, i).unwrap_or_default())?;
            if let Some(t) = at(&raw, i) {
                a.text = t;
            }
            Some(a)
        })
        .collect()
}
