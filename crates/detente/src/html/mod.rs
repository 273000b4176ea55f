//! The article in a page: its text without navigation, captions, scripts, lists of related links and notices.
//!
//! Title, day and address come from what the page says of itself ([`meta`]), the text from its tree ([`body`]).

mod body;
mod depth;
mod meta;

use detente_event::Document;
use jiff::civil::Date;
use scraper::Html;

/// The article of a page, with its title, day and address where the page says them; `date` where it does not say the
/// day. `None` where it holds no text.
pub fn article(id: &str, page: &str, date: Option<Date>) -> Option<Document> {
    let html = Html::parse_document(&depth::limited(page));
    let about = meta::read(&html);
    let mut text = body::text(&html, &about.title);
    // A page that a script fills may say its article to search engines all the same.
    if text.len() < 250 && about.body.len() > 2 * text.len() {
        text = about.body;
    }
    if text.trim().is_empty() {
        return None;
    }
    Some(Document { id: id.to_owned(), date: about.date.or(date), title: about.title, text, source: about.address })
}

/// The encoding that a page says it has, in its first kilobytes.
pub fn charset(page: &[u8]) -> Option<String> {
    let head = page.get(..page.len().min(4096))?.to_ascii_lowercase();
    let at = head.windows(8).position(|w| w == b"charset=")? + 8;
    let label: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .collect();
    String::from_utf8(label).ok().filter(|l| !l.is_empty())
}

/// Words with single spaces between them.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests;
