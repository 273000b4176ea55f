//! What a page says of itself: schema.org JSON-LD, Open Graph and older `meta` elements, `time`.

use super::squeeze;
use crate::input::day;
use jiff::civil::Date;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

/// What a page says of its article; empty where it says nothing.
#[derive(Debug, Default)]
pub struct About {
    pub title: String,
    pub date: Option<Date>,
    pub address: String,
    /// The article's text, where the page repeats it for search engines.
    pub body: String,
}

/// Names of `meta` elements that hold the day of publication (Open Graph, Dublin Core, and what outlets use besides).
const DATES: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dcterms.issued",
    "parsely-pub-date",
    "sailthru.date",
];

/// Reads what the page says.
pub fn read(html: &Html) -> About {
    let mut about = from_json(html);
    let named = |names: &[&str]| {
        names.iter().find_map(|n| {
            select(html, "meta").find_map(|m| {
                let said = ["property", "name", "itemprop"].iter().find_map(|k| m.value().attr(k));
                said.filter(|s| s.eq_ignore_ascii_case(n))?;
                m.value().attr("content").map(squeeze).filter(|t| !t.is_empty())
            })
        })
    };
    let text =
        |selector: &str| select(html, selector).map(|e| squeeze(&e.text().collect::<String>())).find(|t| !t.is_empty());
    if let Some(title) = named(&["og:title", "dc.title", "title"])
        .or_else(|| Some(std::mem::take(&mut about.title)).filter(|t| !t.is_empty()))
        .or_else(|| text("h1"))
        .or_else(|| text("title").map(|t| without_site(&t).to_owned()))
    {
        about.title = title;
    }
    about.date = about
        .date
        .or_else(|| DATES.iter().find_map(|n| day::parse(&named(&[n])?)))
        .or_else(|| attributes(html, "[itemprop='datePublished']", "datetime").find_map(|d| day::parse(&d)))
        .or_else(|| attributes(html, "article time[datetime]", "datetime").find_map(|d| day::parse(&d)))
        .or_else(|| attributes(html, "time[datetime]", "datetime").find_map(|d| day::parse(&d)));
    let address = attributes(html, "link[rel='canonical']", "href").next();
    if let Some(address) = address.or_else(|| named(&["og:url"])).filter(|a| a.contains("://")) {
        about.address = address;
    }
    about
}

fn select<'a>(html: &'a Html, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
    let found: Vec<ElementRef<'a>> = Selector::parse(selector).map(|s| html.select(&s).collect()).unwrap_or_default();
    found.into_iter()
}

/// The values of an attribute of what a selector finds.
fn attributes(html: &Html, selector: &str, name: &str) -> std::vec::IntoIter<String> {
    let values: Vec<String> =
        select(html, selector).filter_map(|e| e.value().attr(name).map(|v| v.trim().to_owned())).collect();
    values.into_iter()
}

/// A window title without the outlet's name behind it: `Talks resume | The Herald`.
fn without_site(title: &str) -> &str {
    let cut = [" | ", " - ", " – ", " — ", " :: "].iter().filter_map(|s| title.rfind(s)).max();
    cut.and_then(|at| title.get(..at)).filter(|t| t.chars().count() >= 15).unwrap_or(title)
}

/// The first article among the page's JSON-LD (schema.org/Article).
fn from_json(html: &Html) -> About {
    for script in select(html, "script[type='application/ld+json']") {
        let text: String = script.text().collect();
        let Ok(value) = serde_json::from_str::<Value>(text.trim().trim_end_matches(';')) else { continue };
        if let Some(article) = article(&value) {
            let text = |key: &str| article.get(key).and_then(Value::as_str).unwrap_or_default();
            let address = match article.get("mainEntityOfPage") {
                Some(Value::String(s)) => s.as_str(),
                Some(other) => other.get("@id").and_then(Value::as_str).unwrap_or_default(),
                None => text("url"),
            };
            let lines = text("articleBody").lines().map(squeeze).filter(|l| !l.is_empty());
            return About {
                title: squeeze(text("headline")),
                date: day::parse(text("datePublished")),
                address: if address.contains("://") { address.to_owned() } else { String::new() },
                body: lines.collect::<Vec<_>>().join("\n"),
            };
        }
    }
    About::default()
}

/// The first object that is an article, in the order of the text.
fn article(value: &Value) -> Option<&Value> {
    let is_article = |v: &Value| {
        let named = |t: &Value| t.as_str().is_some_and(|t| t.ends_with("Article") || t.ends_with("BlogPosting"));
        v.get("@type").is_some_and(|t| named(t) || t.as_array().is_some_and(|l| l.iter().any(named)))
    };
    let mut stack = vec![value];
    while let Some(v) = stack.pop() {
        if is_article(v) {
            return Some(v);
        }
        match v {
            Value::Array(list) => stack.extend(list.iter().rev()),
            Value::Object(map) => stack.extend(map.values().rev()),
            _ => {}
        }
    }
    None
}
