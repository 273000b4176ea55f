//! Watching feeds and folders: what is new in them, as documents.

pub mod config;
mod feed;
mod robots;
pub mod state;
mod web;

use config::{Config, Feed};
use detente_event::Document;
use feed::Entry;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use state::{Known, State};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;
use web::{Page, Refusal, Web};

/// How often reading an entry's page is tried.
const TRIES: u32 = 3;
/// A page with less text than this (in bytes) is no article: then the feed's own words are taken.
const SHORT: usize = 200;

/// What one look at everything that was due gave.
#[derive(Debug, Default)]
pub struct Round {
    /// New documents of feeds.
    pub documents: Vec<Document>,
    /// Folders that are to be read.
    pub folders: Vec<PathBuf>,
    /// What could not be read, in words.
    pub troubles: Vec<String>,
    /// Feeds and folders that were asked.
    pub asked: usize,
}

/// Asks everything that is due, and notes in `state` what was dealt with.
pub fn round(config: &Config, state: &mut State, now: Timestamp, say: &dyn Fn(&str)) -> Round {
    let mut web = Web::new(config);
    let mut out = Round::default();
    for f in &config.feeds {
        let known = state.known.entry(f.url.clone()).or_default();
        if known.due(now) {
            out.asked += 1;
            say(&f.url);
            look(f, known, now, &mut web, &mut out);
        }
    }
    for f in &config.folders {
        let known = state.known.entry(f.path.display().to_string()).or_default();
        if known.due(now) {
            out.asked += 1;
            out.folders.push(f.path.clone());
            known.answered(now, f.every);
        }
    }
    out
}

/// The time until something is due again.
pub fn wait(config: &Config, state: &State, now: Timestamp) -> Duration {
    let names = config.feeds.iter().map(|f| f.url.clone());
    let all = names.chain(config.folders.iter().map(|f| f.path.display().to_string()));
    let next = all.filter_map(|n| state.known.get(&n).and_then(|k| k.next)).min();
    let until = next.map_or(Duration::ZERO, |t| Duration::try_from(t.duration_since(now)).unwrap_or_default());
    until.max(Duration::from_millis(200))
}

fn look(f: &Feed, known: &mut Known, now: Timestamp, web: &mut Web, out: &mut Round) {
    let hosts: BTreeSet<String> =
        web::host(&f.url).into_iter().chain(f.hosts.iter().map(|h| h.to_ascii_lowercase())).collect();
    let page = match web.read(&f.url, &known.version, &hosts) {
        Ok(Some(page)) => page,
        Ok(None) => return known.answered(now, f.every),
        Err(refusal) => {
            known.failed(now, f.every, refusal.retry);
            let again = known.next.map_or_else(String::new, |t| format!("; asked again at {t:.0}"));
            out.troubles.push(format!("{}: {}{again}", f.url, refusal.why));
            return;
        }
    };
    let entries = match feed::read(&page.text, &page.url) {
        Ok(entries) => entries,
        Err(why) => {
            known.failed(now, f.every, None);
            out.troubles.push(format!("{}: {why}", f.url));
            return;
        }
    };
    let mut left = false;
    // The oldest first, so that the record gets them in the order in which they appeared.
    for e in entries.iter().rev() {
        if known.seen.contains(&e.id) {
            continue;
        }
        match article(f, e, &hosts, web) {
            Ok(found) => {
                out.documents.extend(found);
                known.see(&e.id);
            }
            Err(refusal) => {
                out.troubles.push(format!("{}: {}", e.link, refusal.why));
                let times = known.tried.entry(e.id.clone()).or_default();
                *times += 1;
                if refusal.lasting || *times >= TRIES {
                    out.documents.extend(told_by_the_feed(f, e));
                    known.see(&e.id);
                } else {
                    left = true;
                }
            }
        }
    }
    // Where something is left to be tried again, the feed must not say that it has not changed.
    known.version = if left { web::Version::default() } else { page.version };
    known.answered(now, f.every);
}

/// The article of an entry: its page, else what the feed holds of it; `None` where neither has a word.
fn article(f: &Feed, e: &Entry, hosts: &BTreeSet<String>, web: &mut Web) -> Result<Option<Document>, Refusal> {
    if !f.articles || e.link.is_empty() {
        return Ok(told_by_the_feed(f, e));
    }
    let page = web.read(&e.link, &web::Version::default(), hosts)?;
    Ok(page.and_then(|p| read_page(e, &p)).or_else(|| told_by_the_feed(f, e)))
}

fn read_page(e: &Entry, page: &Page) -> Option<Document> {
    let text = match page.kind.as_str() {
        "text/plain" => Document { text: page.text.clone(), ..Document::default() },
        "text/html" | "application/xhtml+xml" | "" => html(&page.text)?,
        _ => return None,
    };
    (text.text.len() >= SHORT).then(|| {
        let title = if e.title.is_empty() { text.title } else { e.title.clone() };
        document(e, title, text.text, text.date)
    })
}

/// The article of a page.
fn html(page: &str) -> Option<Document> {
    crate::html::article("page", page, None)
}

fn told_by_the_feed(f: &Feed, e: &Entry) -> Option<Document> {
    let text = plain(&e.content);
    let text = if text.is_empty() { e.title.clone() } else { text };
    let own = Entry { link: if e.link.is_empty() { f.url.clone() } else { e.link.clone() }, ..e.clone() };
    (!text.is_empty()).then(|| document(&own, e.title.clone(), text, None))
}

/// The feed says when it was published; the page only where the feed does not.
fn document(e: &Entry, title: String, text: String, said: Option<jiff::civil::Date>) -> Document {
    let digest = Sha256::digest(e.id.as_bytes());
    let short: String = digest.iter().take(6).map(|b| format!("{b:02x}")).collect();
    let host = web::host(&e.link).unwrap_or_default();
    let id = format!("{host}-{short}");
    Document { id, date: e.date.or(said), title, text, source: e.link.clone() }
}

/// The text of a piece of HTML: paragraphs on lines of their own, nothing of scripts and styles.
fn plain(html: &str) -> String {
    const BLOCKS: [&str; 10] = ["p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "blockquote"];
    let fragment = scraper::Html::parse_fragment(html);
    let mut out = String::new();
    for edge in fragment.tree.root().traverse() {
        let (node, opens) = match edge {
            ego_tree::iter::Edge::Open(n) => (n, true),
            ego_tree::iter::Edge::Close(n) => (n, false),
        };
        match node.value() {
            scraper::Node::Text(t) if opens => {
                let hidden = node.ancestors().any(|a| {
                    a.value()
                        .as_element()
                        .is_some_and(|e| matches!(e.name(), "script" | "style" | "template" | "noscript"))
                });
                if !hidden {
                    // A line break in the source is a blank.
                    out.extend(t.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
                }
            }
            scraper::Node::Element(e) if BLOCKS.contains(&e.name()) => out.push('\n'),
            _ => {}
        }
    }
    let lines = out.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_nothing_of_scripts() {
        let html =
            "<p>They <b>met</b> &amp; spoke.<script>alert('x')</script></p><style>p{}</style><p>Then they\n left.";
        assert_eq!(plain(html), "They met & spoke.\nThen they left.");
        assert_eq!(plain("Talks &lt;b&gt; in Cairo"), "Talks <b> in Cairo");
    }
}
