//! CSL-JSON: the sources, for Zotero and other reference managers.

use super::table::{empty, has, holds};
use super::{Column, Written, failed};
use crate::Error;
use crate::export::row::publisher;
use detente_event::Document;
use serde_json::{Map, Value};
use std::io::Write;

pub(super) const COLUMNS: &[Column] = &[
    holds("id", "the document's id"),
    holds("type", "webpage for an address, else article-newspaper"),
    holds("title", "the headline; without one, the first words of the text"),
    empty("author", "authors are not read"),
    has("container-title"),
    has("issued"),
    has("URL"),
    has("language"),
];

pub(super) fn write(documents: &[Document], out: &mut dyn Write) -> Result<Written, Error> {
    let list: Vec<Value> = documents.iter().map(item).collect();
    serde_json::to_writer_pretty(&mut *out, &list).map_err(|e| failed(&e.into()))?;
    out.write_all(b"\n").map_err(|e| failed(&e))?;
    Ok(Written { rows: list.len(), ..Written::default() })
}

/// The headline, or the first words of the text.
pub(super) fn title(d: &Document) -> String {
    if !d.title.is_empty() {
        return d.title.clone();
    }
    let words: Vec<&str> = d.text.split_whitespace().take(12).collect();
    if words.is_empty() { d.id.clone() } else { format!("{} …", words.join(" ")) }
}

fn item(d: &Document) -> Value {
    let mut o = Map::new();
    let is_url = d.source.contains("://");
    o.insert("id".to_owned(), d.id.as_str().into());
    o.insert("type".to_owned(), if is_url { "webpage" } else { "article-newspaper" }.into());
    o.insert("title".to_owned(), title(d).into());
    if !d.source.is_empty() {
        o.insert("container-title".to_owned(), publisher(&d.source).into());
    }
    if let Some(day) = d.date {
        let parts = [i64::from(day.year()), i64::from(day.month()), i64::from(day.day())];
        o.insert("issued".to_owned(), serde_json::json!({"date-parts": [parts]}));
    }
    if is_url {
        o.insert("URL".to_owned(), d.source.as_str().into());
    }
    o.insert("language".to_owned(), "en".into());
    Value::Object(o)
}
