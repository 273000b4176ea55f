//! PLOVER's JSON Lines, ours and others'.

use super::{Batch, Stories, blank};
use crate::Error;
use detente_event::{
    Act, Actor, Casualties, Document, Event, EventDate, Place, Quantity, Span, Speaker, Status, Why, render,
};
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    id: String,
    date: Option<Date>,
    enddate: Option<Date>,
    #[serde(default)]
    actor: Vec<Entity>,
    #[serde(default)]
    recipient: Vec<Entity>,
    event: Vec<Act>,
    #[serde(default)]
    mode: Vec<String>,
    #[serde(default)]
    context: Vec<String>,
    event_loc: Option<Location>,
    #[serde(default)]
    text: String,
    text_info: Option<TextInfo>,
    cite_info: Option<Cite>,
    #[serde(default)]
    coder: String,
    detente: Option<Own>,
}

#[derive(Deserialize)]
struct Entity {
    #[serde(default)]
    code: String,
    #[serde(default)]
    sector: String,
    #[serde(default)]
    entity_text: String,
    #[serde(default)]
    identifier_text: String,
}

#[derive(Deserialize)]
struct Location {
    #[serde(default)]
    extracted_place: String,
    #[serde(default)]
    resolved_place: String,
    #[serde(default)]
    country_code: String,
    lat: Option<f64>,
    lon: Option<f64>,
}

#[derive(Deserialize)]
struct TextInfo {
    sequence: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Default, Deserialize)]
struct Cite {
    #[serde(default)]
    corpus: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    publication: String,
}

/// What our own files say beside PLOVER's fields.
#[derive(Deserialize)]
struct Own {
    act: Act,
    status: Status,
    cameo: String,
    goldstein: f64,
    document: String,
    published: Option<Date>,
    #[serde(default)]
    source: String,
    #[serde(default)]
    title: String,
    date: Option<EventDate>,
    place: Option<Place>,
    object: Option<String>,
    instrument: Option<String>,
    casualties: Option<Casualties>,
    quantity: Option<Quantity>,
    condition: Option<String>,
    speaker: Option<Speaker>,
    confidence: f64,
    occurrence: String,
    actor: Vec<Actor>,
    recipient: Vec<Actor>,
    mode: Option<String>,
    #[serde(default)]
    why: Vec<Why>,
}

/// The status that PLOVER's auxiliary modes stand for.
pub(super) fn status_of(modes: &[&str]) -> Status {
    let has = |m: &str| modes.contains(&m);
    if has("negation") {
        Status::Negated
    } else if has("hypothetical") {
        Status::Considered
    } else if has("future") {
        Status::Planned
    } else if has("historical") {
        Status::Historical
    } else {
        Status::Occurred
    }
}

pub(super) fn read(text: &str) -> Result<Batch, Error> {
    let mut stories = Stories::default();
    for (i, raw) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let wrong =
            |what: String| Error::format(format!("line {}: {what}", i + 1), "each line is one PLOVER record in JSON");
        let line: Line = serde_json::from_str(raw).map_err(|e| wrong(e.to_string()))?;
        let Some(act) = line.event.first().copied() else {
            return Err(wrong("`event` names no category".to_owned()));
        };
        let cite = line.cite_info.as_ref();
        let of_cite = |f: fn(&Cite) -> &str| cite.map(f).unwrap_or_default().to_owned();
        let (id, date, title, source) = match &line.detente {
            Some(own) => (own.document.clone(), own.published, own.title.clone(), own.source.clone()),
            None => {
                let source = of_cite(|c| if c.url.is_empty() { &c.publication } else { &c.url });
                let corpus = of_cite(|c| &c.corpus);
                (if corpus.is_empty() { line.id.clone() } else { corpus }, line.date, of_cite(|c| &c.title), source)
            }
        };
        let story = Document { id, date, title, text: String::new(), source };
        stories.put(story, raw, |document, span| Some(event(line, act, document, span)));
    }
    Ok(stories.batch())
}

fn event(line: Line, act: Act, document: &str, here: Span) -> Event {
    let info = line.text_info.as_ref();
    let span = info.and_then(|t| Some(Span::new(t.start?, t.end?)));
    let sentence = info.and_then(|t| t.sequence).unwrap_or(1);
    if let Some(own) = line.detente {
        let filed = render::event(own.act, own.status);
        return Event {
            id: line.id,
            document: own.document,
            sentence,
            text: line.text,
            span: span.unwrap_or(here),
            act: own.act,
            mode: own.mode,
            status: own.status,
            event: filed,
            cameo: own.cameo,
            quad: filed.quad(),
            goldstein: own.goldstein,
            context: line.context,
            actor: own.actor,
            recipient: own.recipient,
            date: own.date,
            place: own.place,
            object: own.object,
            instrument: own.instrument,
            casualties: own.casualties,
            quantity: own.quantity,
            condition: own.condition,
            speaker: own.speaker,
            confidence: own.confidence,
            occurrence: own.occurrence,
            why: own.why,
            coder: line.coder,
        };
    }
    let modes: Vec<&str> = line.mode.iter().map(String::as_str).collect();
    let status = status_of(&modes);
    let mut e = blank(document, line.id, act, status, &line.coder);
    // Others' records give the category as it is filed; it stays that.
    e.event = act;
    e.quad = act.quad();
    e.mode = line.mode.iter().find(|m| act.modes().contains(&m.as_str())).cloned();
    e.cameo = render::cameo(act, e.mode.as_deref(), Status::Occurred, "", &line.context);
    e.goldstein = render::goldstein(&e.cameo);
    e.context = line.context;
    e.sentence = sentence;
    e.span = span.unwrap_or(here);
    e.text = line.text;
    e.date = line.date.map(|start| {
        let end = line.enddate.unwrap_or(start);
        EventDate {
            start,
            end,
            precision: if start == end { "day" } else { "week" }.to_owned(),
            text: start.to_string(),
        }
    });
    e.actor = line.actor.into_iter().map(party).collect();
    e.recipient = line.recipient.into_iter().map(party).collect();
    e.place = line.event_loc.map(|l| Place {
        name: if l.resolved_place.is_empty() { l.extracted_place.clone() } else { l.resolved_place },
        country: l.country_code,
        text: l.extracted_place,
        lat: l.lat,
        lon: l.lon,
    });
    e
}

fn party(e: Entity) -> Actor {
    let code = if e.code == "---" { String::new() } else { e.code };
    let state = crate::export::states::state(&code).map(|s| s.name);
    let name = match state {
        // A person or office of a state: the party is the state.
        Some(s) if e.sector.is_empty() || e.sector == "GOV" => s.to_owned(),
        _ if !e.identifier_text.is_empty() => e.identifier_text.clone(),
        _ => e.entity_text.clone(),
    };
    let person = (!e.identifier_text.is_empty() && e.identifier_text != name).then_some(e.identifier_text);
    Actor { name, code, sector: e.sector, person, text: e.entity_text, span: None }
}
