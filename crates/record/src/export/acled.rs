//! The shape of ACLED's table (31 columns, API and CSV of 2023 on). Shaped like it; not ACLED data.

use super::table::{Layout, Table, empty, has, holds, near, opt};
use super::{Column, Options, Row, Written, states};
use crate::Error;
use detente_event::{Act, Actor, Event, Status};

pub(crate) const COLUMNS: &[Column] = &[
    holds("event_id_cnty", "the occurrence's id with the country's code before it"),
    has("event_date"),
    has("year"),
    holds("time_precision", "1 day, 2 week, 3 month or wider"),
    holds("disorder_type", "follows from event_type"),
    has("event_type"),
    has("sub_event_type"),
    has("actor1"),
    holds("assoc_actor_1", "further actors"),
    near("inter1", "1 to 8 from the sector"),
    has("actor2"),
    holds("assoc_actor_2", "further recipients"),
    near("inter2", "1 to 8 from the sector"),
    near("interaction", "inter1 and inter2, the lower first"),
    has("civilian_targeting"),
    holds("iso", "ISO 3166-1 numeric"),
    empty("region", "ACLED's regions are its own"),
    has("country"),
    empty("admin1", "no gazetteer with provinces"),
    empty("admin2", "no gazetteer with districts"),
    empty("admin3", "no gazetteer with districts"),
    has("location"),
    has("latitude"),
    has("longitude"),
    holds("geo_precision", "1 for a named place, 3 for a country"),
    has("source"),
    empty("source_scale", "outlets are not classed by reach"),
    holds("notes", "the sentence, unless sentences are left out"),
    holds("fatalities", "the least number of killed that the words give; empty, not zero, where they give none"),
    holds("tags", "detente:actor1=initiator: ACLED's own order says nothing about direction"),
    holds("timestamp", "moment of writing"),
];

pub(super) const LAYOUT: Layout = Layout { columns: COLUMNS, comma: true, header: true, missing: "" };

pub(super) const NOTE: &str = "shaped like ACLED's table; do not publish it as ACLED data";

pub(super) fn put(row: &Row, options: &Options, table: &mut Table<'_>, written: &mut Written) -> Result<(), Error> {
    if row.event.status != Status::Occurred {
        written.leave_out("ACLED records what occurred");
        return Ok(());
    }
    let Some((kind, sub)) = kind(&row.event) else {
        written.leave_out(&format!("ACLED has no event type for {}", row.event.act));
        return Ok(());
    };
    let Some(day) = row.day() else {
        written.leave_out("no date, neither stated nor of publication");
        return Ok(());
    };
    table.row(&cells(row, day, kind, sub, options))
}

fn is_civilian(a: &Actor) -> bool {
    matches!(
        a.sector.as_str(),
        "CVL"
            | "REF"
            | "MED"
            | "EDU"
            | "BUS"
            | "LAB"
            | "JRN"
            | "AGR"
            | "HRI"
            | "NGO"
            | "SOC"
            | "STU"
            | "ENV"
            | "REL"
            | "JEW"
            | "MOS"
            | "CHR"
            | "HIN"
            | "BUD"
    )
}

/// Event type and sub-event type (ACLED codebook, 2023).
fn kind(e: &Event) -> Option<(&'static str, &'static str)> {
    let civilians = !e.recipient.is_empty() && e.recipient.iter().all(is_civilian);
    let mode = e.mode.as_deref().unwrap_or("");
    Some(match (e.act, mode) {
        (Act::Assault, "drone") => ("Explosions/Remote violence", "Air/drone strike"),
        (Act::Assault, "heavy-weapons") => ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
        (Act::Assault, "explosives") => ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
        (Act::Assault, "suicide-attack") => ("Explosions/Remote violence", "Suicide bomb"),
        (Act::Assault, "sexual") => ("Violence against civilians", "Sexual violence"),
        (Act::Assault, "kidnap") => ("Violence against civilians", "Abduction/forced disappearance"),
        (Act::Assault, "cyber") => return None,
        (Act::Assault, "crowd-control") => ("Protests", "Excessive force against protesters"),
        (Act::Assault, _) if civilians => ("Violence against civilians", "Attack"),
        (Act::Assault, _) => ("Battles", "Armed clash"),
        (Act::Protest, "riot") => ("Riots", "Violent demonstration"),
        (Act::Protest, _) => ("Protests", "Peaceful protest"),
        (Act::Coerce, "arrest") => ("Strategic developments", "Arrests"),
        (Act::Retreat, "ceasefire") => ("Strategic developments", "Agreement"),
        (Act::Support, _) if e.cameo == "057" => ("Strategic developments", "Agreement"),
        _ => return None,
    })
}

/// ACLED's actor classes: 1 state forces, 2 rebels, 3 political militias, 4 identity militias, 5 rioters,
/// 6 protesters, 7 civilians, 8 external or other forces.
fn inter(a: Option<&Actor>, e: &Event, place: Option<&str>) -> &'static str {
    let Some(a) = a else { return "" };
    match a.sector.as_str() {
        _ if e.act == Act::Protest => {
            if e.mode.as_deref() == Some("riot") {
                "5"
            } else {
                "6"
            }
        }
        "REB" | "SEP" => "2",
        "UAF" | "PRM" | "CRM" | "PTY" | "OPP" => "3",
        _ if is_civilian(a) => "7",
        _ if states::state(&a.code).is_none() || place.is_some_and(|p| p != a.code) => "8",
        _ => "1",
    }
}

fn cells(row: &Row, day: jiff::civil::Date, kind: &str, sub: &str, options: &Options) -> Vec<String> {
    let e = &row.event;
    let place = e.place.as_ref();
    let country = place.and_then(|p| states::state(&p.country));
    let where_ = country.map(|c| c.iso3);
    let precision = match row.precision() {
        "day" | "publication" => "1",
        "week" => "2",
        _ => "3",
    };
    let disorder = match kind {
        "Protests" | "Riots" => "Demonstrations",
        "Strategic developments" => "Strategic developments",
        _ => "Political violence",
    };
    let rest = |l: &[Actor]| l.iter().skip(1).map(|a| a.name.clone()).collect::<Vec<_>>().join("; ");
    // Of a reciprocal act the second party stands on the other side.
    let reciprocal = e.recipient.is_empty() && e.actor.len() > 1;
    let (first, second) = if reciprocal { (&e.actor[..1], &e.actor[1..]) } else { (&e.actor[..], &e.recipient[..]) };
    let (one, two) = (inter(first.first(), e, where_), inter(second.first(), e, where_));
    let interaction = if one <= two || two.is_empty() { format!("{one}{two}") } else { format!("{two}{one}") };
    let civilians = !e.recipient.is_empty() && e.recipient.iter().any(is_civilian) && e.act == Act::Assault;
    vec![
        format!("{}{}", where_.unwrap_or("XXX"), e.id),
        day.to_string(),
        day.year().to_string(),
        precision.to_owned(),
        disorder.to_owned(),
        kind.to_owned(),
        sub.to_owned(),
        opt(first.first().map(|a| a.name.clone())),
        rest(first),
        one.to_owned(),
        opt(second.first().map(|a| a.name.clone())),
        rest(second),
        two.to_owned(),
        if interaction.len() == 1 { format!("{interaction}0") } else { interaction },
        if civilians { "Civilian targeting".to_owned() } else { String::new() },
        country.map(|c| c.number.trim_start_matches('0').to_owned()).unwrap_or_default(),
        String::new(),
        country.map(|c| c.name.to_owned()).unwrap_or_default(),
        String::new(),
        String::new(),
        String::new(),
        place.map(|p| p.name.clone()).unwrap_or_default(),
        opt(place.and_then(|p| p.lat)),
        opt(place.and_then(|p| p.lon)),
        match (place, country) {
            (Some(p), Some(c)) if p.name == c.name => "3".to_owned(),
            (Some(_), _) => "1".to_owned(),
            _ => String::new(),
        },
        row.publisher().to_owned(),
        String::new(),
        if options.no_text { String::new() } else { e.text.clone() },
        opt(e.casualties.as_ref().and_then(|c| c.killed?.low)),
        if reciprocal { String::new() } else { "detente:actor1=initiator".to_owned() },
        opt(options.now.map(jiff::Timestamp::as_second)),
    ]
}
