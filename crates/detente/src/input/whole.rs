//! Files that are one document: plain text and pages.

use super::{Found, Kind, LARGEST, Place, bytes, encoding};
use crate::html;
use detente_event::{Diagnostic, Document};
use std::io::BufRead;

/// Reads a text or a page.
pub fn read(place: Place, mut reader: Box<dyn BufRead>) -> Box<dyn Iterator<Item = Found>> {
    let found = match bytes::all(&mut *reader) {
        Err(e) => vec![place.unreadable(&e)],
        Ok((_, bytes::Part::TooLong)) => vec![place.fail(too_large())],
        Ok((bytes, _)) => text(&place, bytes),
    };
    Box::new(found.into_iter())
}

/// What is said of a document that is too large.
pub fn too_large() -> Diagnostic {
    Diagnostic::error("DT0506", None, format!("a document of more than {} MiB", LARGEST >> 20))
        .help("split it into articles, one a line of a JSON Lines file")
}

fn text(place: &Place, bytes: Vec<u8>) -> Vec<Found> {
    let label = if place.kind == Kind::Html { html::charset(&bytes) } else { None };
    let (text, warning) = match encoding::decode(bytes, label.as_deref()) {
        Ok(t) => t,
        Err(d) => return vec![place.fail(d)],
    };
    let mut out: Vec<Found> = warning.into_iter().map(|d| place.fail(d)).collect();
    if place.kind == Kind::Html {
        out.push(match html::article(&place.stem, &text, place.date) {
            Some(d) => Ok(place.input(d)),
            None => place.fail(no_article()),
        });
    } else if text.trim().is_empty() {
        out.push(place.fail(Diagnostic::error("DT0502", None, "the file holds only blanks")));
    } else {
        let document =
            Document { id: place.stem.clone(), date: place.date, title: String::new(), text, source: String::new() };
        out.push(Ok(place.input(document)));
    }
    out
}

/// What is said of a page without an article.
pub fn no_article() -> Diagnostic {
    Diagnostic::error("DT0507", None, "the page holds no article text")
        .help("pages that a script fills hold none; save the page from a browser, or its text")
}
