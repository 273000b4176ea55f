//! RSS 0.9 to 2.0 and Atom: the entries of a feed.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;
use roxmltree::{Document, Node};

/// An entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// What tells it from others: its id, else its address.
    pub id: String,
    /// The address of the article, complete; empty where none is given.
    pub link: String,
    /// Its headline, as text.
    pub title: String,
    /// The day it was published (in UTC).
    pub date: Option<Date>,
    /// What the feed itself holds of it, as HTML.
    pub content: String,
}

/// The entries of a feed, in its order. `base` is the feed's own address, for links that are not complete.
pub fn read(text: &str, base: &str) -> Result<Vec<Entry>, String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let xml = Document::parse(text).map_err(|e| format!("this is no feed: {e}"))?;
    let root = xml.root_element();
    let wanted = match root.tag_name().name() {
        "rss" | "RDF" => "item",
        "feed" => "entry",
        other => return Err(format!("this is no feed but `{other}`")),
    };
    let entries = root.descendants().filter(|n| n.is_element() && n.tag_name().name() == wanted);
    Ok(entries.map(|e| entry(e, base)).filter(|e| !e.id.is_empty()).collect())
}

fn entry(e: Node<'_, '_>, base: &str) -> Entry {
    let text = |names: &[&str]| -> String {
        names
            .iter()
            .filter_map(|name| e.children().find(|c| c.is_element() && c.tag_name().name() == *name))
            .map(all_text)
            .find(|t| !t.trim().is_empty())
            .unwrap_or_default()
    };
    let link = complete(&link(e), base);
    let id = text(&["guid", "id"]).trim().to_owned();
    let date = text(&["pubDate", "published", "date", "updated", "issued", "modified"]);
    let content = text(&["encoded", "content", "description", "summary"]);
    Entry {
        id: if id.is_empty() { link.clone() } else { id },
        title: super::plain(&text(&["title"])),
        date: day(date.trim()),
        content,
        link,
    }
}

/// Text and CDATA, and the text of elements in it.
fn all_text(n: Node<'_, '_>) -> String {
    n.descendants().filter(Node::is_text).filter_map(|t| t.text()).collect()
}

/// Atom's `link` with `rel="alternate"`, RSS's `link`, a `guid` that is an address.
fn link(e: Node<'_, '_>) -> String {
    let links = || e.children().filter(|c| c.is_element() && c.tag_name().name() == "link");
    let atom = links()
        .filter(|l| l.attribute("rel").is_none_or(|r| r == "alternate"))
        .find_map(|l| l.attribute("href"))
        .map(str::to_owned);
    let rss = || links().map(all_text).find(|t| !t.trim().is_empty());
    let guid = || {
        e.children()
            .find(|c| c.tag_name().name() == "guid" && c.attribute("isPermaLink") != Some("false"))
            .map(all_text)
            .filter(|t| t.contains("://"))
    };
    atom.or_else(rss).or_else(guid).unwrap_or_default().trim().to_owned()
}

/// An address relative to another one, made complete.
pub fn complete(link: &str, base: &str) -> String {
    let scheme = link.split_once(':').map(|(s, _)| s).filter(|s| {
        s.starts_with(|c: char| c.is_ascii_alphabetic())
            && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    if link.is_empty() || scheme.is_some() {
        return link.to_owned();
    }
    let Some((scheme, rest)) = base.split_once("://") else { return link.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    if let Some(other) = link.strip_prefix("//") {
        return format!("{scheme}://{other}");
    }
    if link.starts_with('/') {
        return format!("{scheme}://{host}{link}");
    }
    let path = path.split(['?', '#']).next().unwrap_or("");
    if link.starts_with('?') {
        return format!("{scheme}://{host}{path}{link}");
    }
    let folder = path.rfind('/').map_or("/", |i| &path[..=i]);
    format!("{scheme}://{host}{folder}{link}")
}

/// A day as RSS (RFC 2822) or Atom (RFC 3339) writes it.
fn day(text: &str) -> Option<Date> {
    // Many feeds have the wrong day of the week.
    const RFC_2822: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);
    let at = text.parse::<Timestamp>().or_else(|_| RFC_2822.parse_timestamp(text)).ok();
    at.map(|t| t.to_zoned(TimeZone::UTC).date()).or_else(|| text.get(..10)?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rss_and_atom_give_the_same_entries() {
        let rss = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
            <title>News</title><link>https://a.example/</link>
            <item><title>Talks &amp;amp; more</title><link>/one?x=1&amp;y=2</link><guid isPermaLink="false">g1</guid>
            <pubDate>Fri, 17 Oct 2025 23:30:00 -0400</pubDate><description>short</description>
            <content:encoded><![CDATA[<p>They <b>met</b>.</p>]]></content:encoded></item>
            <item><guid>https://a.example/two</guid><title>Two</title></item><item><title>nothing to tell it by</title></item>
            </channel></rss>"#;
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><link href="https://a.example/"/>
            <entry><title type="html">Talks &amp;amp; more</title><link rel="self" href="https://a.example/x"/><link href="one?x=1&amp;y=2"/>
            <id>g1</id><published>2025-10-18T03:30:00Z</published><content type="html">&lt;p>They &lt;b>met&lt;/b>.&lt;/p></content></entry>
            <entry><id>https://a.example/two</id><link href="https://a.example/two"/><title>Two</title></entry></feed>"#;
        for (name, text) in [("rss", rss), ("atom", atom)] {
            let list = read(text, "https://a.example/rss.xml").unwrap();
            assert_eq!(list.len(), 2, "{name}");
            assert_eq!(list[0].id, "g1");
            assert_eq!(list[0].link, "https://a.example/one?x=1&y=2", "{name}");
            assert_eq!(list[0].title, "Talks & more", "{name}");
            assert_eq!(list[0].date, Some("2025-10-18".parse().unwrap()), "{name}");
            assert_eq!(list[0].content, "<p>They <b>met</b>.</p>", "{name}");
            assert_eq!(list[1].link, "https://a.example/two", "{name}");
        }
        assert!(read("<html><body/></html>", "https://a.example/").unwrap_err().contains("html"));
        assert!(read("not xml", "https://a.example/").is_err());
        // A bomb of entities is refused by the reader.
        assert!(
            read(
                "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><rss><item><guid>&b;</guid></item></rss>",
                "x"
            )
            .is_err()
        );
    }

    #[test]
    fn addresses_are_made_complete() {
        let base = "https://a.example/dir/feed.xml?x=1";
        for (link, full) in [
            ("https://b.example/", "https://b.example/"),
            ("//b.example/q", "https://b.example/q"),
            ("/top", "https://a.example/top"),
            ("near", "https://a.example/dir/near"),
            ("?p=2", "https://a.example/dir/feed.xml?p=2"),
            ("", ""),
            ("mailto:x@y", "mailto:x@y"),
        ] {
            assert_eq!(complete(link, base), full);
        }
    }
}
