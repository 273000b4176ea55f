//! GDELT's shapes: events 1.0 (58 columns) and 2.0 (61), mentions 2.0 (16). No header; missing is empty.
//!
//! GDELT knows whether an event is the root of its story but not whether it happened: what did not is left out.

use super::cameo::agent;
use super::table::{Layout, Table, empty, has, holds, near, opt};
use super::{Column, Row, Written, states};
use crate::Error;
use detente_event::{Actor, Place};
use jiff::civil::Date;

/// Which event table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// 58 columns.
    One,
    /// 61 columns: with the second administrative division; DATEADDED to the second.
    Two,
}

const NO_GROUPS: &str = "actors are not coded for such groups";
const NO_GAZETTEER: &str = "no gazetteer with such codes";

macro_rules! actor_columns {
    ($code:literal, $name:literal, $country:literal, $group:literal, $ethnic:literal, $r1:literal, $r2:literal, $t1:literal, $t2:literal, $t3:literal) => {
        [
            holds($code, "code and sector"),
            has($name),
            holds($country, "ISO alpha-3, which is CAMEO's for nearly all states"),
            near($group, "UNO, EUR, NAT, IGO, NGO, MNC"),
            empty($ethnic, NO_GROUPS),
            empty($r1, NO_GROUPS),
            empty($r2, NO_GROUPS),
            holds($t1, "the sector"),
            empty($t2, "one sector for each actor"),
            empty($t3, "one sector for each actor"),
        ]
    };
}

const HEAD: [Column; 5] = [
    holds("GLOBALEVENTID", "a number made from the occurrence's id"),
    has("SQLDATE"),
    has("MonthYear"),
    has("Year"),
    has("FractionDate"),
];
const ACTOR1: [Column; 10] = actor_columns!(
    "Actor1Code",
    "Actor1Name",
    "Actor1CountryCode",
    "Actor1KnownGroupCode",
    "Actor1EthnicCode",
    "Actor1Religion1Code",
    "Actor1Religion2Code",
    "Actor1Type1Code",
    "Actor1Type2Code",
    "Actor1Type3Code"
);
const ACTOR2: [Column; 10] = actor_columns!(
    "Actor2Code",
    "Actor2Name",
    "Actor2CountryCode",
    "Actor2KnownGroupCode",
    "Actor2EthnicCode",
    "Actor2Religion1Code",
    "Actor2Religion2Code",
    "Actor2Type1Code",
    "Actor2Type2Code",
    "Actor2Type3Code"
);
const MIDDLE: [Column; 10] = [
    near("IsRootEvent", "1 where the event stands in the first sentence of the document"),
    holds("EventCode", "CAMEO, a string"),
    has("EventBaseCode"),
    has("EventRootCode"),
    has("QuadClass"),
    has("GoldsteinScale"),
    holds("NumMentions", "reports of the occurrence"),
    holds("NumSources", "independent sources: copies of a text count once"),
    holds("NumArticles", "documents that report it"),
    empty("AvgTone", "tone is not measured"),
];

macro_rules! geo_columns {
    ($($name:literal),*) => { [$(empty($name, "the actors' own places are not coded")),*] };
}

const GEO1: [Column; 8] = geo_columns!(
    "Actor1Geo_Type",
    "Actor1Geo_FullName",
    "Actor1Geo_CountryCode",
    "Actor1Geo_ADM1Code",
    "Actor1Geo_ADM2Code",
    "Actor1Geo_Lat",
    "Actor1Geo_Long",
    "Actor1Geo_FeatureID"
);
const GEO2: [Column; 8] = geo_columns!(
    "Actor2Geo_Type",
    "Actor2Geo_FullName",
    "Actor2Geo_CountryCode",
    "Actor2Geo_ADM1Code",
    "Actor2Geo_ADM2Code",
    "Actor2Geo_Lat",
    "Actor2Geo_Long",
    "Actor2Geo_FeatureID"
);
const GEO: [Column; 8] = [
    near("ActionGeo_Type", "1 for a country, 4 for any other place (3 in the United States)"),
    has("ActionGeo_FullName"),
    holds("ActionGeo_CountryCode", "FIPS 10-4"),
    near("ActionGeo_ADM1Code", "the country's FIPS code: no gazetteer with provinces"),
    empty("ActionGeo_ADM2Code", NO_GAZETTEER),
    has("ActionGeo_Lat"),
    has("ActionGeo_Long"),
    empty("ActionGeo_FeatureID", NO_GAZETTEER),
];
const TAIL: [Column; 2] = [holds("DATEADDED", "the day of the first report; in 2.0 with 000000"), has("SOURCEURL")];

const fn join<const N: usize>(parts: &[&[Column]]) -> [Column; N] {
    let mut out = [has(""); N];
    let (mut at, mut part) = (0, 0);
    while part < parts.len() {
        let mut i = 0;
        while i < parts[part].len() {
            // The column of the second division exists in 2.0 only: N tells which table it is.
            if N != 58 || !(parts[part].len() == 8 && i == 4) {
                out[at] = parts[part][i];
                at += 1;
            }
            i += 1;
        }
        part += 1;
    }
    out
}

static ONE: [Column; 58] = join(&[&HEAD, &ACTOR1, &ACTOR2, &MIDDLE, &GEO1, &GEO2, &GEO, &TAIL]);
static TWO: [Column; 61] = join(&[&HEAD, &ACTOR1, &ACTOR2, &MIDDLE, &GEO1, &GEO2, &GEO, &TAIL]);

pub(crate) fn columns(version: Version) -> &'static [Column] {
    match version {
        Version::One => &ONE,
        Version::Two => &TWO,
    }
}

pub(super) const MENTIONS: &[Column] = &[
    holds("GLOBALEVENTID", "a number made from the occurrence's id, as in the events"),
    has("EventTimeDate"),
    has("MentionTimeDate"),
    holds("MentionType", "1 for an address, 2 for a citation"),
    has("MentionSourceName"),
    has("MentionIdentifier"),
    has("SentenceID"),
    near("Actor1CharOffset", "bytes, not characters; -1 where the mention's place is not known"),
    near("Actor2CharOffset", "bytes, not characters; -1 where the mention's place is not known"),
    near("ActionCharOffset", "bytes, not characters"),
    holds("InRawText", "1: found in the text as it was given"),
    holds("Confidence", "10 to 100"),
    holds("MentionDocLen", "bytes of the document"),
    empty("MentionDocTone", "tone is not measured"),
    empty("MentionDocTranslationInfo", "nothing is translated"),
    empty("Extras", ""),
];

pub(super) fn layout(columns: &'static [Column]) -> Layout {
    Layout { columns, comma: false, header: false, missing: "" }
}

pub(super) fn put(version: Version, row: &Row, table: &mut Table<'_>, written: &mut Written) -> Result<(), Error> {
    if let Some(why) = row.unfit_for_deeds() {
        written.leave_out(why);
        return Ok(());
    }
    for (i, (a, r)) in super::dyads(&row.event).into_iter().enumerate() {
        if let Some(day) = row.day() {
            table.row(&cells(version, row, day, i, a, r))?;
        }
    }
    Ok(())
}

/// Each pair of parties is an event of its own in GDELT, with a number of its own.
fn number(row: &Row, pair: usize) -> i64 {
    Row::number(&row.cluster, pair)
}

fn cells(version: Version, row: &Row, day: Date, pair: usize, a: Option<&Actor>, r: Option<&Actor>) -> Vec<String> {
    let e = &row.event;
    let format = |pattern: &str| day.strftime(pattern).to_string();
    let fraction = f64::from(day.year()) + f64::from(day.day_of_year()) / 366.0;
    let mut out =
        vec![number(row, pair).to_string(), format("%Y%m%d"), format("%Y%m"), format("%Y"), format!("{fraction:.4}")];
    for side in [a, r] {
        let is_state = side.is_some_and(|a| states::state(&a.code).is_some());
        let code = opt(side.map(|a| a.code.clone()));
        out.extend([
            agent(side),
            opt(side.map(|a| a.name.to_uppercase())),
            if is_state { code.clone() } else { String::new() },
            if is_state { String::new() } else { code },
            String::new(),
            String::new(),
            String::new(),
            opt(side.map(|a| a.sector.clone())),
            String::new(),
            String::new(),
        ]);
    }
    out.extend([
        u8::from(e.sentence == 1).to_string(),
        e.cameo.clone(),
        e.cameo.get(..3).unwrap_or(&e.cameo).to_owned(),
        e.cameo.get(..2).unwrap_or("").to_owned(),
        e.quad.number().to_string(),
        e.goldstein.to_string(),
        row.reports.to_string(),
        row.sources.to_string(),
        row.document_ids.len().max(1).to_string(),
        String::new(),
    ]);
    let divisions = if version == Version::Two { 8 } else { 7 };
    out.extend(vec![String::new(); 2 * divisions]);
    out.extend(geo(version, e.place.as_ref()));
    let added = opt(row.published.or(Some(day)).map(|d| d.strftime("%Y%m%d").to_string()));
    out.push(if version == Version::Two { format!("{added}000000") } else { added });
    out.push(row.source.clone());
    out
}

fn geo(version: Version, place: Option<&Place>) -> Vec<String> {
    let mut out = vec![String::new(); if version == Version::Two { 8 } else { 7 }];
    let Some(p) = place else { return out };
    let state = states::state(&p.country);
    let kind = match state {
        Some(s) if s.name == p.name => "1",
        Some(s) if s.iso3 == "USA" => "3",
        _ => "4",
    };
    kind.clone_into(&mut out[0]);
    out[1] = match state {
        Some(s) if s.name != p.name => format!("{}, {}", p.name, s.name),
        _ => p.name.clone(),
    };
    out[2] = state.map(|s| s.fips.to_owned()).unwrap_or_default();
    out[3] = out[2].clone();
    let at = if version == Version::Two { 5 } else { 4 };
    out[at] = opt(p.lat);
    out[at + 1] = opt(p.lon);
    out
}

/// `length` is that of the row's document in bytes, where it is known.
pub(super) fn put_mention(
    row: &Row,
    length: Option<usize>,
    table: &mut Table<'_>,
    written: &mut Written,
) -> Result<(), Error> {
    if let Some(why) = row.unfit_for_deeds() {
        written.leave_out(why);
        return Ok(());
    }
    let e = &row.event;
    for (i, (a, r)) in super::dyads(&row.event).into_iter().enumerate() {
        let stamp = |d: Option<Date>| opt(d.map(|d| format!("{}000000", d.strftime("%Y%m%d"))));
        let offset = |a: Option<&Actor>| a.and_then(|a| a.span).map_or("-1".to_owned(), |s| s.start.to_string());
        let url = !row.url().is_empty();
        table.row(&[
            number(row, i).to_string(),
            stamp(row.day()),
            stamp(row.published.or(row.day())),
            if url { "1" } else { "2" }.to_owned(),
            row.publisher().to_owned(),
            if url { row.source.clone() } else { e.document.clone() },
            e.sentence.to_string(),
            offset(a),
            offset(r),
            e.span.start.to_string(),
            "1".to_owned(),
            format!("{:.0}", (e.confidence * 10.0).round().clamp(1.0, 10.0) * 10.0),
            opt(length),
            String::new(),
            String::new(),
            String::new(),
        ])?;
    }
    Ok(())
}
