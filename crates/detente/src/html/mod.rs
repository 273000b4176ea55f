//! The article in a page: its text without navigation, scripts and advertisements.

use crate::input::Input;
use detente_event::Document;
use jiff::civil::Date;
use scraper::{ElementRef, Html, Selector};

/// Elements that are never part of an article's text.
const SKIPPED: &[&str] = &[
    "script",
    "style",
    "noscript",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "figure",
    "figcaption",
    "button",
    "template",
    "svg",
    "iframe",
    "select",
    "menu",
    "dialog",
];

/// The article of a page, with its title and date where the page says them.
pub fn article(id: &str, page: &str, date: Option<Date>) -> Input {
    let html = Html::parse_document(page);
    let title = meta(&html, &["meta[property='og:title']", "meta[name='title']"])
        .or_else(|| first_text(&html, "h1"))
        .or_else(|| first_text(&html, "title"))
        .unwrap_or_default();
    let said = meta(
        &html,
        &["meta[property='article:published_time']", "meta[name='date']", "meta[itemprop='datePublished']"],
    )
    .or_else(|| attribute(&html, "time[datetime]", "datetime"))
    .and_then(|d| d.get(..10)?.parse().ok());
    let source =
        meta(&html, &["meta[property='og:url']"]).or_else(|| attribute(&html, "link[rel='canonical']", "href"));
    let document = Document {
        id: id.to_owned(),
        date: said.or(date),
        title,
        text: body(&html),
        source: source.unwrap_or_default(),
    };
    Input { document, sentences: None }
}

fn select<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(selector).map(|s| html.select(&s).collect()).unwrap_or_default()
}

fn meta(html: &Html, selectors: &[&str]) -> Option<String> {
    selectors.iter().find_map(|s| attribute(html, s, "content")).filter(|t| !t.trim().is_empty())
}

fn attribute(html: &Html, selector: &str, name: &str) -> Option<String> {
    select(html, selector).first().and_then(|e| e.value().attr(name)).map(str::to_owned)
}

fn first_text(html: &Html, selector: &str) -> Option<String> {
    select(html, selector).first().map(|e| squeeze(&e.text().collect::<String>())).filter(|t| !t.is_empty())
}

/// The paragraphs of the element that holds most paragraph text.
fn body(html: &Html) -> String {
    let mut best: (usize, Vec<String>) = (0, Vec::new());
    for selector in ["article", "main", "[itemprop='articleBody']", "div", "body"] {
        for element in select(html, selector) {
            let own = selector == "div";
            let paragraphs: Vec<String> = paragraphs(element, own);
            let size = paragraphs.iter().map(String::len).sum();
            if size > best.0 {
                best = (size, paragraphs);
            }
        }
        if best.0 > 400 {
            break;
        }
    }
    if best.1.is_empty() {
        return select(html, "body").first().map(|e| squeeze(&e.text().collect::<String>())).unwrap_or_default();
    }
    best.1.join("\n")
}

fn paragraphs(element: ElementRef<'_>, direct: bool) -> Vec<String> {
    let mut out = Vec::new();
    let mut stack: Vec<ElementRef<'_>> = element.children().rev().filter_map(ElementRef::wrap).collect();
    while let Some(e) = stack.pop() {
        let name = e.value().name();
        if SKIPPED.contains(&name) {
            continue;
        }
        if matches!(name, "p" | "blockquote" | "li" | "h2" | "h3") {
            let text = squeeze(&e.text().collect::<String>());
            if !text.is_empty() && (name != "li" || text.len() > 80) {
                out.push(text);
            }
        } else if !direct || matches!(name, "section" | "span") {
            stack.extend(e.children().rev().filter_map(ElementRef::wrap));
        }
    }
    out
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
