//! Pages in the manner of several kinds of outlet, written for these tests.

use super::{article, charset};
use jiff::civil::date;

/// A page of a large outlet: consent layer, navigation, share bar, pictures, links between the paragraphs, teasers.
const OUTLET: &str = r#"<!DOCTYPE html><html lang="en" class="no-js"><head><meta charset="utf-8">
<title>Envoys agree to reopen the border crossing | The Morning Herald</title>
<meta property="og:title" content="Envoys agree to reopen the border crossing">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Herald"},
{"@type":["NewsArticle"],"headline":"Envoys agree","datePublished":"2025-10-16T21:04:00+02:00","author":{"@type":"Person","name":"J. Doe"}}]}</script>
<link rel="canonical" href="https://www.example.org/world/border-crossing"></head>
<body class="page has-cookie-banner"><div id="cookie-consent" role="dialog"><h2>We value your privacy</h2>
<p>This website uses cookies so that we and our 842 partners can show you advertisements that you may like.</p><button>Accept</button></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav></header>
<main id="content"><article class="article--sharing-enabled"><h1>Envoys agree to reopen the border crossing</h1>
<p class="byline">By Jane Doe, our correspondent in the capital.</p><div class="ShareBar_root">Share this article with your friends and family.</div>
<figure><img src="x.jpg" alt="x"><figcaption>The foreign minister arrives for the talks on Thursday. Photo: J. Roe</figcaption></figure>
<div data-component="text-block"><p>Armenia and Azerbaijan <b>agreed</b> on Thursday to reopen a <a href="/t">border crossing</a>, officials said.</p></div>
<div data-component="ad-slot"><p>ADVERTISEMENT</p></div>
<div data-component="text-block"><p>“We will sign,” he said.</p><p><a href="/more">Read more: why the last round of talks between the two neighbours collapsed</a></p></div>
<aside><h3>Related</h3><p>Analysts say that the railway will never be built in this decade.</p></aside>
<div data-component="text-block"><h2>What happens next</h2><p>The ministers will meet again in Tbilisi next week, the ministry said in a statement.</p>
<blockquote><p>We expect the crossing to open before the winter.</p></blockquote>
<ul><li>The crossing at Margara is to be opened to lorries first, and to travellers within three months.</li><li><a href="/a">Margara</a></li></ul></div>
<div class="related-content"><h2>More on this story</h2><ul><li><a href="/x">Russia sends peacekeepers to the corridor, says the defence ministry in Moscow</a></li></ul></div>
</article><section class="most-read"><p>The president of Georgia has resigned after weeks of protests in the capital city.</p></section></main>
<footer><p>© 2025 The Morning Herald. All rights reserved. No part may be reproduced.</p></footer>
<script>var tracking = "The United States attacked Iran.";</script></body></html>"#;

#[test]
fn the_article_comes_out_of_an_outlets_page() {
    let d = article("id", OUTLET, Some(date(2020, 1, 1))).unwrap();
    assert_eq!(d.title, "Envoys agree to reopen the border crossing");
    assert_eq!(d.date, Some(date(2025, 10, 16)));
    assert_eq!(d.source, "https://www.example.org/world/border-crossing");
    let lines: Vec<&str> = d.text.lines().collect();
    assert_eq!(
        lines,
        [
            "Armenia and Azerbaijan agreed on Thursday to reopen a border crossing, officials said.",
            "“We will sign,” he said.",
            "What happens next",
            "The ministers will meet again in Tbilisi next week, the ministry said in a statement.",
            "We expect the crossing to open before the winter.",
            "The crossing at Margara is to be opened to lorries first, and to travellers within three months.",
        ]
    );
}

#[test]
fn a_page_of_tables_and_line_breaks() {
    let page = "<html><head><title>Statement of the Minister - Ministry of Foreign Affairs</title><meta name=\"DC.date.issued\" content=\"2024-05-02\"></head>\
        <body><table><tr><td width=20%><a href=1>Home</a><br><a href=2>Press</a><br><a href=3>Contact</a></td><td><font size=4>\
        The Minister received the Ambassador of Kenya\non Thursday. They discussed the mission in Somalia.<br><br>\
        The Minister expressed support<br>for the Government of Kenya.<br>&nbsp;<br>Nairobi will host the next round of the talks.\
        </font></td></tr><tr><td>Last updated 2.5.2024</td></tr></table></body></html>";
    let d = article("id", page, None).unwrap();
    assert_eq!(d.title, "Statement of the Minister");
    assert_eq!(d.date, Some(date(2024, 5, 2)));
    assert_eq!(
        d.text,
        "The Minister received the Ambassador of Kenya on Thursday. They discussed the mission in Somalia.\n\
         The Minister expressed support for the Government of Kenya.\nNairobi will host the next round of the talks."
    );
}

#[test]
fn what_a_class_is_called_does_not_lose_the_article() {
    let paragraphs =
        "<p>Rebels and the army clashed near the dam on Monday, a United Nations spokesman said.</p>".repeat(4);
    for class in ["widget related", "comments-enabled social", "main-article-promo"] {
        let page =
            format!("<html><body><nav>Home</nav><div class='{class}'>{paragraphs}</div><p>Imprint</p></body></html>");
        assert_eq!(article("id", &page, None).unwrap().text.lines().count(), 4, "{class}");
    }
}

#[test]
fn short_pages_and_bare_text_are_kept_and_empty_ones_are_none() {
    assert_eq!(article("id", "<html><p>Putin met Xi.</p></html>", None).unwrap().text, "Putin met Xi.");
    assert_eq!(article("id", "<html><body>Talks on hold", None).unwrap().text, "Talks on hold");
    for page in [
        "<html></html>",
        "<!doctype html><nav><a href=1>Home</a></nav><script>x</script>",
        "<html><a href=1>All news</a></html>",
    ] {
        assert_eq!(article("id", page, None), None, "{page}");
    }
}

#[test]
fn a_page_that_a_script_fills_is_read_from_what_it_tells_search_engines() {
    let page = r#"<html><head><script type="application/ld+json">[{"@type":"ReportageNewsArticle","headline":"H","datePublished":"2025-01-02",
        "articleBody":"Qatar and Egypt mediated the talks.\n\nIsrael accepted the plan, an official said."}]</script></head>
        <body><div id="root"></div><p>Please enable JavaScript.</p></body></html>"#;
    let d = article("id", page, None).unwrap();
    assert_eq!(d.text, "Qatar and Egypt mediated the talks.\nIsrael accepted the plan, an official said.");
    assert_eq!((d.title.as_str(), d.date), ("H", Some(date(2025, 1, 2))));
}

#[test]
fn days_in_their_places() {
    let page = |head: &str, body: &str| {
        format!("<html><head>{head}</head><body><p>Leaders met in Cairo on Friday.</p>{body}</body></html>")
    };
    for (head, body) in [
        ("<meta property='article:published_time' content='2025-10-17T08:00:00Z'>", ""),
        ("<META NAME='Date' CONTENT='Fri, 17 Oct 2025 08:00:00 GMT'>", "<time datetime='2024-01-01'>then</time>"),
        ("", "<time itemprop='datePublished' datetime='2025-10-17T23:00'>Friday</time>"),
        ("", "<article><time datetime='20251017'>today</time></article>"),
    ] {
        assert_eq!(article("id", &page(head, body), None).unwrap().date, Some(date(2025, 10, 17)), "{head}{body}");
    }
    assert_eq!(article("id", &page("", ""), Some(date(2025, 1, 1))).unwrap().date, Some(date(2025, 1, 1)));
}

#[test]
fn deep_and_wide_pages_take_their_time_and_no_more() {
    let deep = format!("<html>{}<p>Leaders met in Cairo on Friday.", "<div>".repeat(200_000));
    assert_eq!(article("id", &deep, None).unwrap().text, "Leaders met in Cairo on Friday.");
    let wide = format!("<html>{}", "<div><p>Leaders met in Cairo on Friday.</p></div>".repeat(20_000));
    assert_eq!(article("id", &wide, None).unwrap().text.lines().count(), 20_000);
}

#[test]
fn encodings_are_found() {
    assert_eq!(charset(b"<html><meta charset='ISO-8859-9'>").as_deref(), Some("iso-8859-9"));
    assert_eq!(charset(b"<meta content=\"text/html; charset=windows-1251\">").as_deref(), Some("windows-1251"));
    assert_eq!(charset(b"<html>"), None);
}
