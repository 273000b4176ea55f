//! Files of ACLED's shape.

use super::{Batch, Cells, Stories, blank, check_header, one_day, party, state_named};
use crate::Error;
use crate::export::acled::COLUMNS;
use crate::export::table::split_csv;
use detente_event::{Act, Actor, Document, EventDate, Place, Status, render};
use jiff::civil::Date;

pub(super) fn read(text: &str) -> Result<Batch, Error> {
    let mut stories = Stories::default();
    for (number, record) in records(text)? {
        let cells = split_csv(record)
            .ok_or_else(|| Error::format(format!("line {number}: a quote is not closed"), "mend that line"))?;
        if number == 1 {
            check_header(&cells, COLUMNS)?;
            continue;
        }
        let row = Cells::of(number, record, cells, COLUMNS)?;
        let Some(day) = row.day("event_date")? else { return Err(row.wrong("event_date", "a date")) };
        let (lat, lon) = (row.real("latitude")?, row.real("longitude")?);
        let story = Document {
            id: format!("acled-{}", row.get("event_id_cnty")),
            date: Some(day),
            title: String::new(),
            text: String::new(),
            source: row.get("source").to_owned(),
        };
        let Some((act, mode)) = kind(row.get("event_type"), row.get("sub_event_type")) else {
            return Err(row.wrong("event_type", "one of ACLED's event types"));
        };
        stories.put(story, record, |document, span| {
            let mut e = blank(document, row.get("event_id_cnty").to_owned(), act, Status::Occurred, "acled");
            e.mode = mode.map(str::to_owned);
            e.cameo = render::cameo(act, mode, Status::Occurred, "", &[]);
            e.goldstein = render::goldstein(&e.cameo);
            e.text = if row.get("notes").is_empty() { record.to_owned() } else { row.get("notes").to_owned() };
            e.span = span;
            e.date = date(day, row.get("time_precision"));
            e.actor = side(row.get("actor1"), row.get("assoc_actor_1"));
            e.recipient = side(row.get("actor2"), row.get("assoc_actor_2"));
            if !row.get("tags").contains("detente:actor1=initiator") {
                // ACLED's order says nothing about who began: both are parties.
                let others = std::mem::take(&mut e.recipient);
                e.actor.extend(others);
            }
            let country = state_named(row.get("country"));
            let name = row.get("location");
            e.place = (!name.is_empty()).then(|| Place {
                name: name.to_owned(),
                country: country.map(|c| c.iso3.to_owned()).unwrap_or_default(),
                text: name.to_owned(),
                lat,
                lon,
            });
            Some(e)
        });
    }
    Ok(stories.batch())
}

/// Records of a table in which a quoted cell may hold line breaks, each with the number of its first line.
fn records(text: &str) -> Result<Vec<(usize, &str)>, Error> {
    let (mut out, mut start, mut line, mut first, mut quoted) = (Vec::new(), 0, 1, 1, false);
    for (i, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '\n' => {
                line += 1;
                if !quoted {
                    let record = text[start..i].trim_end_matches('\r');
                    if !record.is_empty() {
                        out.push((first, record));
                    }
                    (start, first) = (i + 1, line);
                }
            }
            _ => {}
        }
    }
    if quoted {
        return Err(Error::format(format!("line {first}: a quote is not closed"), "mend that line"));
    }
    let rest = text[start..].trim();
    if !rest.is_empty() {
        out.push((first, rest));
    }
    Ok(out)
}

fn kind(event: &str, sub: &str) -> Option<(Act, Option<&'static str>)> {
    Some(match (event, sub) {
        (_, "Air/drone strike") => (Act::Assault, Some("drone")),
        (_, "Shelling/artillery/missile attack") => (Act::Assault, Some("heavy-weapons")),
        (_, "Suicide bomb") => (Act::Assault, Some("suicide-attack")),
        (_, "Sexual violence") => (Act::Assault, Some("sexual")),
        (_, "Abduction/forced disappearance") => (Act::Assault, Some("kidnap")),
        (_, "Excessive force against protesters") => (Act::Assault, Some("crowd-control")),
        ("Explosions/Remote violence", _) => (Act::Assault, Some("explosives")),
        ("Battles" | "Violence against civilians", _) => (Act::Assault, None),
        ("Riots", _) => (Act::Protest, Some("riot")),
        ("Protests", _) => (Act::Protest, Some("demo")),
        (_, "Arrests") => (Act::Coerce, Some("arrest")),
        ("Strategic developments", "Agreement") => (Act::Retreat, Some("ceasefire")),
        ("Strategic developments", _) => (Act::Mobilize, None),
        _ => return None,
    })
}

/// 1 a day, 2 a week, 3 a month (ACLED codebook).
fn date(day: Date, precision: &str) -> Option<EventDate> {
    let mut d = one_day(day);
    match precision {
        "2" => {
            d.end = day.checked_add(jiff::Span::new().days(6)).ok()?;
            "week".clone_into(&mut d.precision);
        }
        "3" => {
            d.start = day.first_of_month();
            d.end = day.last_of_month();
            "month".clone_into(&mut d.precision);
        }
        _ => {}
    }
    Some(d)
}

fn side(first: &str, rest: &str) -> Vec<Actor> {
    std::iter::once(first)
        .chain(rest.split(';'))
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .filter_map(|n| {
            // `Military Forces of Ukraine (2019-)` and the like carry their state in words; a bare state name is one.
            party(n, state_named(n).map_or("", |s| s.iso3), "")
        })
        .collect()
}
