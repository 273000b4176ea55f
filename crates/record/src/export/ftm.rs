//! FollowTheMoney entities (Aleph, OpenSanctions), JSON Lines: articles, parties, events, mentions.

use super::phoenix::story;
use super::table::holds;
use super::timelinejs::headline;
use super::{Column, Options, Row, Written, csl, failed, states};
use crate::Error;
use crate::export::row::publisher;
use detente_event::{Actor, Document};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

pub(super) const COLUMNS: &[Column] = &[
    holds("Article", "title, publishedAt, sourceUrl, publisher, language, contentHash, fileName"),
    holds(
        "PublicBody, Organization, Company, Person",
        "name, country, sector in topics left out: its vocabulary is another",
    ),
    holds("Event", "name, date or startDate and endDate, summary, location, country, involved, recordId, proof"),
    holds("Mention", "which name in which article stands for which party"),
];

/// A stable id.
fn id(kind: &str, of: &str) -> String {
    format!("detente-{kind}-{}", story(of))
}

fn party_id(a: &Actor) -> String {
    id("party", &format!("{}\u{0}{}", a.code, a.name))
}

fn person_id(name: &str) -> String {
    id("person", name)
}

fn schema(a: &Actor) -> &'static str {
    match a.sector.as_str() {
        "BUS" | "MNC" => "Company",
        "" | "GOV" | "MIL" | "COP" | "JUD" | "LEG" | "SPY" if states::state(&a.code).is_some() => "PublicBody",
        _ => "Organization",
    }
}

/// Properties are lists of strings; empty ones are left out.
fn entity(id: &str, schema: &str, properties: Vec<(&str, Vec<String>)>) -> Value {
    let properties: serde_json::Map<String, Value> = properties
        .into_iter()
        .map(|(name, mut list)| {
            list.retain(|v| !v.is_empty());
            (name.to_owned(), list)
        })
        .filter(|(_, list)| !list.is_empty())
        .map(|(name, list)| (name, json!(list)))
        .collect();
    json!({"id": id, "schema": schema, "properties": properties})
}

fn country(code: &str) -> Vec<String> {
    states::state(code).map(|s| s.iso2.to_lowercase()).into_iter().collect()
}

pub(super) fn write(
    rows: &[Row],
    documents: &[Document],
    options: &Options,
    out: &mut dyn Write,
) -> Result<Written, Error> {
    let mut written = Written::default();
    // By id, so that each is written once and the order is always the same.
    let mut entities: BTreeMap<String, Value> = BTreeMap::new();
    for d in documents {
        let id = id("article", &d.id);
        let hash = <sha2::Sha256 as sha2::Digest>::digest(d.text.as_bytes());
        let hash: String = hash.iter().map(|b| format!("{b:02x}")).collect();
        let url = if d.source.contains("://") { d.source.clone() } else { String::new() };
        let article = entity(
            &id,
            "Article",
            vec![
                ("title", vec![csl::title(d)]),
                ("fileName", vec![d.id.clone()]),
                ("publishedAt", d.date.iter().map(ToString::to_string).collect()),
                ("sourceUrl", vec![url]),
                ("publisher", vec![publisher(&d.source).to_owned()]),
                ("language", vec!["eng".to_owned()]),
                ("contentHash", vec![hash]),
            ],
        );
        entities.insert(id, article);
    }
    for row in rows {
        if let Some(why) = row.unfit_for_deeds() {
            written.leave_out(why);
            continue;
        }
        add(row, options, &mut entities);
    }
    for e in entities.values() {
        serde_json::to_writer(&mut *out, e).map_err(|e| failed(&e.into()))?;
        out.write_all(b"\n").map_err(|e| failed(&e))?;
        written.rows += 1;
    }
    Ok(written)
}

fn add(row: &Row, options: &Options, entities: &mut BTreeMap<String, Value>) {
    let e = &row.event;
    let article = id("article", &e.document);
    let mut involved = Vec::new();
    for a in e.actor.iter().chain(&e.recipient) {
        let party = party_id(a);
        entities.entry(party.clone()).or_insert_with(|| {
            entity(&party, schema(a), vec![("name", vec![a.name.clone()]), ("country", country(&a.code))])
        });
        let named = match &a.person {
            Some(name) => {
                let person = person_id(name);
                entities.entry(person.clone()).or_insert_with(|| {
                    entity(&person, "Person", vec![("name", vec![name.clone()]), ("country", country(&a.code))])
                });
                involved.push(party);
                person
            }
            None => party,
        };
        if !a.text.is_empty() {
            let mention = id("mention", &format!("{}\u{0}{}\u{0}{named}", e.document, a.text));
            let kind = if a.person.is_some() { "Person" } else { schema(a) };
            let properties = vec![
                ("document", vec![article.clone()]),
                ("name", vec![a.text.clone()]),
                ("resolved", vec![named.clone()]),
                ("detectedSchema", vec![kind.to_owned()]),
            ];
            let value = entity(&mention, "Mention", properties);
            entities.insert(mention, value);
        }
        involved.push(named);
    }
    involved.sort();
    involved.dedup();
    let event = format!("detente-event-{}", row.cluster);
    let (mut date, mut start, mut end) = (Vec::new(), Vec::new(), Vec::new());
    match &e.date {
        Some(d) if d.start != d.end => {
            start.push(d.start.to_string());
            end.push(d.end.to_string());
        }
        _ => date.extend(row.day().map(|d| d.to_string())),
    }
    let proof = row.document_ids.iter().map(|d| id("article", d)).collect();
    let properties = vec![
        ("name", vec![headline(row)]),
        ("date", date),
        ("startDate", start),
        ("endDate", end),
        ("summary", if options.no_text { Vec::new() } else { vec![e.text.clone()] }),
        ("location", e.place.iter().map(|p| p.name.clone()).collect()),
        ("country", e.place.iter().flat_map(|p| country(&p.country)).collect()),
        ("involved", involved),
        ("sourceUrl", vec![row.url().to_owned()]),
        ("publisher", vec![row.publisher().to_owned()]),
        ("recordId", vec![row.cluster.clone()]),
        ("proof", proof),
    ];
    entities.insert(event.clone(), entity(&event, "Event", properties));
}
