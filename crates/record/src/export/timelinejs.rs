//! TimelineJS 3 (NUKnightLab), JSON.

use super::table::{empty, has, holds};
use super::{Column, Options, Row, Written, failed};
use crate::Error;
use detente_event::{Actor, Status};
use jiff::civil::Date;
use serde_json::{Map, Value, json};
use std::io::Write;

pub(super) const COLUMNS: &[Column] = &[
    holds("start_date", "year, month, day as far as the date's precision goes"),
    holds("end_date", "where it is another day"),
    holds("text.headline", "who, act, whom"),
    holds("text.text", "status, place, sentence and source; HTML escaped"),
    empty("media", "no pictures are fetched"),
    holds("group", "the act"),
    holds("display_date", "the words of the date, or that it is the day of publication"),
    has("unique_id"),
];

pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn names(list: &[Actor]) -> String {
    list.iter().map(|a| a.person.as_deref().unwrap_or(&a.name)).collect::<Vec<_>>().join(", ")
}

/// `Russia: THREATEN United States`, for headlines and labels.
pub(super) fn headline(row: &Row) -> String {
    let e = &row.event;
    let mut out = names(&e.actor);
    if !out.is_empty() {
        out.push_str(": ");
    }
    out.push_str(e.act.as_str());
    if !e.recipient.is_empty() {
        out.push(' ');
        out.push_str(&names(&e.recipient));
    }
    if let Some(object) = &e.object {
        out.push_str(", ");
        out.push_str(object);
    }
    if e.status != Status::Occurred {
        out.push_str(&format!(" ({})", e.status));
    }
    out
}

fn date(d: Date, precision: &str) -> Value {
    let mut o = Map::new();
    o.insert("year".to_owned(), d.year().into());
    if !matches!(precision, "year" | "decade") {
        o.insert("month".to_owned(), d.month().into());
        if !matches!(precision, "month" | "quarter" | "season") {
            o.insert("day".to_owned(), d.day().into());
        }
    }
    Value::Object(o)
}

pub(super) fn write(rows: &[Row], options: &Options, out: &mut dyn Write) -> Result<Written, Error> {
    let mut written = Written::default();
    let mut slides = Vec::new();
    for row in rows {
        let e = &row.event;
        let Some(day) = row.day() else {
            written.leave_out("no date, neither stated nor of publication");
            continue;
        };
        let mut text = String::new();
        if !options.no_text {
            text.push_str(&format!("<p>{}</p>", escape(&e.text)));
        }
        let place = e.place.as_ref().map(|p| format!(" · {}", escape(&p.name))).unwrap_or_default();
        let disputed = if row.disputed { " · sources disagree" } else { "" };
        text.push_str(&format!(
            "<p>{}{place}{disputed} · {} of {}: {}</p>",
            e.status,
            row.sources,
            if row.sources == 1 { "source" } else { "sources" },
            escape(if row.source.is_empty() { &e.document } else { &row.source }),
        ));
        let mut slide = json!({
            "start_date": date(day, row.precision()),
            "text": {"headline": escape(&headline(row)), "text": text},
            "group": e.act.as_str(),
            "unique_id": row.cluster,
        });
        if let Some(o) = slide.as_object_mut() {
            match &e.date {
                Some(d) => {
                    if d.end != d.start && matches!(d.precision.as_str(), "day" | "week") {
                        o.insert("end_date".to_owned(), date(d.end, &d.precision));
                    }
                    o.insert("display_date".to_owned(), escape(&d.text).into());
                }
                None => {
                    o.insert("display_date".to_owned(), format!("reported {day}").into());
                }
            }
        }
        slides.push(slide);
    }
    written.rows = slides.len();
    serde_json::to_writer_pretty(&mut *out, &json!({"events": slides, "scale": "human"}))
        .map_err(|e| failed(&e.into()))?;
    out.write_all(b"\n").map_err(|e| failed(&e))?;
    Ok(written)
}
