//! JSON Lines: `{"id","date","title","text","source"}`, a document a line.

use super::{Found, Place, bytes, day, encoding};
use detente_event::{Diagnostic, Document};
use serde_json::{Map, Value};
use std::io::BufRead;

/// The documents of a file, line by line.
pub struct Lines {
    place: Place,
    reader: Box<dyn BufRead>,
    number: usize,
    line: Vec<u8>,
    /// A document whose warning came first.
    next: Option<Found>,
    ended: bool,
}

impl Lines {
    pub fn new(place: Place, reader: Box<dyn BufRead>) -> Self {
        Self { place, reader, number: 0, line: Vec::new(), next: None, ended: false }
    }

    fn fail(&self, code: &'static str, message: impl Into<String>, help: &str) -> Found {
        self.place.fail_at(Some(self.number), Diagnostic::error(code, None, message).help(help))
    }

    fn document(&self, line: &[u8]) -> Result<Document, Found> {
        let fail = |message: String, help: &str| self.fail("DT0504", message, help);
        let value: Map<String, Value> = serde_json::from_slice(line).map_err(|e| match line.first() {
            Some(b'[') if self.number == 1 => fail(
                "the file is a JSON array, not JSON Lines".to_owned(),
                "write one object a line, for example with `jq -c '.[]'`",
            ),
            _ => fail(format!("the line is no JSON object: {e}"), r#"write {"id":…,"date":…,"text":…} on one line"#),
        })?;
        let text = |key: &str| -> Result<Option<&str>, Found> {
            match value.get(key) {
                None | Some(Value::Null) => Ok(None),
                Some(Value::String(s)) => Ok(Some(s)),
                Some(_) => Err(fail(format!("`{key}` is no string"), "put the value in quotes")),
            }
        };
        let Some(body) = text("text")? else {
            return Err(fail("the line has no `text`".to_owned(), r#"write {"id":…,"date":…,"text":…}"#));
        };
        let date = match text("date")?.filter(|d| !d.trim().is_empty()) {
            None => self.place.date,
            Some(said) => {
                Some(day::parse(said).ok_or_else(|| fail(format!("`date` is no day: {said:?}"), "write YYYY-MM-DD"))?)
            }
        };
        let source = text("source")?.filter(|s| !s.is_empty()).or(text("url")?).unwrap_or("");
        let id = match value.get("id") {
            None | Some(Value::Null) => format!("{}-{}", self.place.stem, self.number),
            Some(Value::String(s)) if s.is_empty() => format!("{}-{}", self.place.stem, self.number),
            Some(Value::String(s)) => s.clone(),
            Some(other) => other.to_string(),
        };
        Ok(Document {
            id,
            date,
            title: text("title")?.unwrap_or("").to_owned(),
            text: body.to_owned(),
            source: source.to_owned(),
        })
    }
}

impl Iterator for Lines {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if let Some(found) = self.next.take() {
            return Some(found);
        }
        while !self.ended {
            self.number += 1;
            match bytes::line(&mut *self.reader, &mut self.line) {
                Ok(bytes::Part::End) => self.ended = true,
                Ok(bytes::Part::TooLong) => {
                    return Some(self.place.fail_at(Some(self.number), super::whole::too_large()));
                }
                Ok(bytes::Part::Some) => {
                    let line = if self.number == 1 { self.line.strip_prefix(b"\xef\xbb\xbf") } else { None };
                    let line = line.unwrap_or(&self.line).trim_ascii();
                    if line.is_empty() {
                        continue;
                    }
                    if std::str::from_utf8(line).is_ok() {
                        return Some(self.document(line).map_or_else(|f| f, |d| Ok(self.place.input(d))));
                    }
                    return Some(match encoding::decode(line.to_vec(), None) {
                        Ok((text, warning)) => {
                            let found = self.document(text.as_bytes()).map_or_else(|f| f, |d| Ok(self.place.input(d)));
                            match warning {
                                Some(w) => {
                                    self.next = Some(found);
                                    self.place.fail_at(Some(self.number), w)
                                }
                                None => found,
                            }
                        }
                        Err(d) => self.place.fail_at(Some(self.number), d),
                    });
                }
                Err(e) => {
                    self.ended = true;
                    return Some(self.place.unreadable(&e));
                }
            }
        }
        None
    }
}
