//! PLOVER's JSON Lines (PLOVER manual, draft 2.0, "Data Fields").

use super::table::{empty, has, holds, near};
use super::{Column, Options, Row, Written, failed, states};
use crate::Error;
use detente_event::{Actor, Event};
use serde_json::{Map, Value, json};
use std::io::Write;

pub(super) const COLUMNS: &[Column] = &[
    has("id"),
    holds("date", "first day stated, else the day of publication (text_info and detente.date tell which)"),
    empty("time", "news seldom says it"),
    holds("enddate", "last day stated, where it is another"),
    empty("endtime", "news seldom says it"),
    holds("actor", "code, sector, entity_text, identifier_text (the name), office left out"),
    holds("recipient", "as actor"),
    holds("event", "the category once the status is taken into account"),
    holds("mode", "the mode of the act and PLOVER's auxiliary mode of the status"),
    has("context"),
    holds("event_loc", "extracted_place, resolved_place, country_code, lat and lon where known"),
    holds("event_text", "unless sentences are left out"),
    has("quad_code"),
    empty("event_scale", "detente has no source for PLOVER's scale by mode; detente.goldstein holds Goldstein's score"),
    holds("link", "id of the occurrence, shared by its reports"),
    holds("text", "the sentence, unless sentences are left out"),
    holds("text_info", "number of the sentence; byte offsets of the act in the document"),
    near("cite_info", "title, url or publication, coder; licence and copyright are the reader's to add"),
    has("coder"),
    holds("detente", "what PLOVER has no field for, so that reading it back loses nothing"),
];

pub(super) fn put(row: &Row, options: &Options, out: &mut dyn Write, written: &mut Written) -> Result<(), Error> {
    if row.day().is_none() {
        written.leave_out("no date, neither stated nor of publication; PLOVER requires one");
        return Ok(());
    }
    let mut put = |actor: &[Actor], recipient: &[Actor], suffix: &str| -> Result<(), Error> {
        let line = record(row, actor, recipient, suffix, options);
        serde_json::to_writer(&mut *out, &line).map_err(|e| failed(&e.into()))?;
        out.write_all(b"\n").map_err(|e| failed(&e))?;
        written.rows += 1;
        Ok(())
    };
    if !options.dyads {
        return put(&row.event.actor, &row.event.recipient, "");
    }
    for (i, (a, r)) in super::dyads(&row.event).into_iter().enumerate() {
        let side = |x: Option<&Actor>| x.cloned().into_iter().collect::<Vec<_>>();
        put(&side(a), &side(r), &format!("-{}", i + 1))?;
    }
    Ok(())
}

fn record(row: &Row, actor: &[Actor], recipient: &[Actor], suffix: &str, options: &Options) -> Value {
    let e = &row.event;
    let mut o = Map::new();
    let mut put = |name: &str, value: Value| {
        let nothing = match &value {
            Value::Null => true,
            Value::String(s) => s.is_empty(),
            Value::Array(a) => a.is_empty(),
            Value::Object(m) => m.is_empty(),
            _ => false,
        };
        if !nothing {
            o.insert(name.to_owned(), value);
        }
    };
    put("id", format!("{}{suffix}", e.id).into());
    put("date", row.day().map(|d| d.to_string()).into());
    if let Some(d) = e.date.as_ref().filter(|d| d.end != d.start) {
        put("enddate", d.end.to_string().into());
    }
    put("actor", actor.iter().map(entity).collect());
    put("recipient", recipient.iter().map(entity).collect());
    put("event", json!([e.event]));
    put("mode", e.mode.iter().map(String::as_str).chain(e.status.auxiliary_mode()).collect());
    put("context", e.context.iter().map(String::as_str).collect());
    put("event_loc", location(e));
    put("quad_code", e.quad.number().into());
    put("link", row.cluster.as_str().into());
    if !options.no_text {
        put("text", e.text.as_str().into());
    }
    put("text_info", json!({"sequence": e.sentence, "start": e.span.start, "end": e.span.end}));
    let mut cite = Map::new();
    for (name, value) in [
        ("corpus", e.document.as_str()),
        ("title", row.title.as_str()),
        ("url", row.url()),
        ("publication", row.publisher()),
        ("language", "en"),
        ("coder", e.coder.as_str()),
        ("codebook", "PLOVER 2.0"),
    ] {
        if !value.is_empty() {
            cite.insert(name.to_owned(), value.into());
        }
    }
    put("cite_info", Value::Object(cite));
    put("coder", e.coder.as_str().into());
    put("detente", extension(row, options));
    Value::Object(o)
}

/// What PLOVER has no field for.
fn extension(row: &Row, options: &Options) -> Value {
    let e = &row.event;
    let mut v = json!({
        "act": e.act, "status": e.status, "cameo": e.cameo, "goldstein": e.goldstein, "document": e.document,
        "published": row.published, "source": row.source, "title": row.title, "date": e.date, "place": e.place,
        "object": e.object, "instrument": e.instrument, "casualties": e.casualties, "quantity": e.quantity, "condition": e.condition, "speaker": e.speaker, "confidence": e.confidence,
        "occurrence": e.occurrence, "actor": e.actor, "recipient": e.recipient, "mode": e.mode,
        "reports": row.reports, "sources": row.sources,
    });
    if let Some(o) = v.as_object_mut() {
        if options.no_text {
            o.remove("condition");
        } else {
            o.insert("why".to_owned(), json!(e.why));
        }
        o.retain(|_, v| !v.is_null());
    }
    v
}

fn entity(a: &Actor) -> Value {
    let mut o = Map::new();
    for (name, value) in [
        ("code", a.code.as_str()),
        ("sector", a.sector.as_str()),
        ("entity_text", a.text.as_str()),
        ("identifier_text", a.person.as_deref().unwrap_or(&a.name)),
    ] {
        if !value.is_empty() {
            o.insert(name.to_owned(), value.into());
        }
    }
    // PLOVER requires a code; `---` is its mark for an actor that has none.
    o.entry("code").or_insert_with(|| "---".into());
    Value::Object(o)
}

fn location(e: &Event) -> Value {
    let Some(p) = &e.place else { return Value::Null };
    let mut o = Map::new();
    o.insert("extracted_place".to_owned(), p.text.as_str().into());
    o.insert("resolved_place".to_owned(), p.name.as_str().into());
    if !p.country.is_empty() {
        o.insert("country_code".to_owned(), p.country.as_str().into());
        if let Some(s) = states::state(&p.country) {
            o.insert("country".to_owned(), s.name.into());
        }
    }
    for (name, value) in [("lat", p.lat), ("lon", p.lon)] {
        if let Some(v) = value {
            o.insert(name.to_owned(), v.into());
        }
    }
    Value::Object(o)
}
