//! Which of a page's text is the article.
//!
//! The tree is gone through three times, each time in its order and without recursion, so that a page of any depth
//! takes time in proportion to its size. First the amount of text under each element is counted. Then the text is cut
//! into blocks at every block-level element, leaving out what is never part of an article; each block knows how much of
//! it is links. Last, the element that holds most of what reads like prose is found, and its blocks are the article.

use super::squeeze;
use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node};

/// Elements that are never part of an article's text.
const NEVER: &[&str] = &[
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
    "math",
    "iframe",
    "select",
    "menu",
    "dialog",
    "head",
    "audio",
    "video",
    "object",
    "textarea",
    "canvas",
    "picture",
    "title",
];

/// Elements that stand within a line of text; all others end it.
const INLINE: &[&str] = &[
    // nothing to see in a line
    "script", "style", "template", "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del",
    "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
];

/// Words in `class` and `id` that outlets use for what is not the article.
const ASIDE: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "adverts",
    "advertisement",
    "advertising",
    "author",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "caption",
    "captions",
    "carousel",
    "catlinks",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "credit",
    "credits",
    "disqus",
    "editsection",
    "footer",
    "gallery",
    "gdpr",
    "hatnote",
    "infobox",
    "masthead",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navbox",
    "navigation",
    "newsletter",
    "newsletters",
    "outbrain",
    "overlay",
    "paywall",
    "popular",
    "popup",
    "privacy",
    "promo",
    "promos",
    "promotion",
    "pullquote",
    "recirc",
    "recirculation",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "references",
    "reflist",
    "related",
    "share",
    "sharing",
    "sharebar",
    "sidebar",
    "signup",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "tags",
    "teaser",
    "teasers",
    "ticker",
    "toc",
    "toolbar",
    "topics",
    "trending",
    "tweet",
    "widget",
];

/// The same, of two words.
const ASIDE_PAIRS: &[(&str, &str)] = &[
    ("also", "read"),
    ("also", "like"),
    ("editors", "picks"),
    ("more", "stories"),
    ("more", "on"),
    ("most", "read"),
    ("pull", "quote"),
    ("read", "also"),
    ("read", "more"),
    ("read", "next"),
    ("screen", "reader"),
    ("see", "also"),
    ("sr", "only"),
    ("up", "next"),
    ("visually", "hidden"),
];

/// Roles (WAI-ARIA) of what is not the article.
const ROLES: &[&str] = &[
    "navigation",
    "banner",
    "contentinfo",
    "complementary",
    "search",
    "dialog",
    "alertdialog",
    "form",
    "menu",
    "menubar",
    "toolbar",
    "tooltip",
];

/// How short lines begin that outlets put between the paragraphs.
const NOTICES: &[&str] = &[
    "advertisement",
    "also read",
    "click here",
    "copyright",
    "copy link",
    "follow us",
    "for more",
    "get the latest",
    "image caption",
    "image source",
    "listen to",
    "more on this",
    "more from",
    "most read",
    "photo:",
    "picture:",
    "read also",
    "read full",
    "read more",
    "read next",
    "recommended",
    "related",
    "scroll to",
    "see also",
    "share this",
    "sign up",
    "skip to",
    "story continues",
    "subscribe",
    "this website uses",
    "top stories",
    "watch:",
    "watch now",
    "we use cookies",
    "©",
    "all rights reserved",
    "editors' picks",
    "editor's picks",
    "join our",
];

/// The article's paragraphs, one a line.
pub fn text(html: &Html, title: &str) -> String {
    let mut elements = measure(html);
    let blocks = cut(html, &elements);
    weigh(&mut elements, &blocks);
    let article = root(&elements);
    let mut out: Vec<&str> = Vec::new();
    let mut heading: Option<&str> = None;
    for block in blocks.iter().filter(|b| article.contains(&b.element)) {
        if block.form == Form::Heading {
            heading = (!out.is_empty() && block.text != title && !is_notice(&block.text)).then_some(&block.text);
        } else if block.is_prose() {
            out.extend(heading.take());
            out.push(&block.text);
        }
    }
    if out.is_empty() {
        out.extend(blocks.iter().filter(|b| b.links * 2 < b.text.len()).map(|b| b.text.as_str()));
    }
    out.join("\n")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Paragraph,
    Item,
    Heading,
    /// Text right inside a container.
    Loose,
}

struct Block {
    text: String,
    /// Bytes of it that are links.
    links: usize,
    form: Form,
    /// The block-level element that it is text of.
    element: usize,
}

impl Block {
    /// Whether it reads like part of a text rather than like a label, a link or a notice.
    fn is_prose(&self) -> bool {
        let length = self.text.chars().count();
        let ends = self.text.ends_with(['.', '!', '?', '…', '”', '"', '’', ':', ')', ']', '\'']);
        let linked = self.links * 10 / self.text.len().max(1);
        let fits = match self.form {
            Form::Paragraph => ends || length >= 40,
            Form::Item => length >= 80 || ends && length >= 30,
            Form::Loose => length >= 80 || ends && length >= 25,
            Form::Heading => false,
        };
        fits && linked < if length >= 200 { 8 } else { 5 } && !(length < 160 && is_notice(&self.text))
    }
}

fn is_notice(text: &str) -> bool {
    let start: String = text.chars().take(24).collect::<String>().to_lowercase();
    NOTICES.iter().any(|n| start.starts_with(n))
}

/// An element that was gone into, or skipped whole, in the order of the page.
struct Seen {
    parent: usize,
    /// One past the last element under it.
    end: usize,
    /// Bytes of text under it.
    text: usize,
    /// Bytes of prose under it.
    prose: usize,
    /// Whether prose stands right in it: a paragraph.
    paragraph: bool,
    /// 3 where it is said to be the article's body, 2 for `article`, 1 for `main`.
    promise: u8,
}

/// Whether nothing under an element is ever part of an article.
fn is_never(e: &Element) -> bool {
    let hidden = || {
        e.attr("hidden").is_some()
            || e.attr("aria-hidden") == Some("true")
            || e.attr("style").is_some_and(|s| s.replace(' ', "").contains("display:none"))
            || e.attr("role").is_some_and(|r| ROLES.contains(&r))
    };
    NEVER.contains(&e.name()) || !matches!(e.name(), "html" | "body") && hidden()
}

/// Whether an element's class or id says that it is not the article.
fn is_aside(e: &Element) -> bool {
    if matches!(e.name(), "html" | "body" | "article" | "main") || promise(e) > 0 {
        return false;
    }
    ["class", "id"].into_iter().filter_map(|k| e.attr(k)).any(|said| {
        let mut before = String::new();
        words(said).into_iter().any(|w| {
            let found = ASIDE.contains(&w.as_str()) || ASIDE_PAIRS.contains(&(before.as_str(), w.as_str()));
            before = w;
            found
        })
    })
}

/// The words in the value of `class` or `id`: `RelatedLinks_read-more` is `related links read more`.
fn words(said: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut lower = false;
    for c in said.chars().take(1000) {
        if !c.is_alphanumeric() || c.is_uppercase() && lower {
            out.push(String::new());
        }
        lower = c.is_lowercase();
        if let Some(word) = out.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

fn promise(e: &Element) -> u8 {
    match (e.attr("itemprop"), e.name(), e.attr("role")) {
        (Some("articleBody"), ..) => 3,
        (_, "article", _) | (_, _, Some("article")) => 2,
        (_, "main", _) | (_, _, Some("main")) => 1,
        _ => 0,
    }
}

/// The elements with the amount of text under each.
fn measure(html: &Html) -> Vec<Seen> {
    let mut elements: Vec<Seen> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut skipping = 0_usize;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(_) if skipping > 0 => skipping += 1,
                Node::Element(e) => {
                    let parent = open.last().copied().unwrap_or(0);
                    open.push(elements.len());
                    elements.push(Seen { parent, end: 0, text: 0, prose: 0, paragraph: false, promise: promise(e) });
                    skipping = usize::from(is_never(e));
                }
                Node::Text(t) if skipping == 0 => {
                    if let Some(seen) = open.last().and_then(|k| elements.get_mut(*k)) {
                        seen.text += t.trim().len();
                    }
                }
                _ => {}
            },
            Edge::Close(node) if node.value().is_element() => {
                if skipping > 1 {
                    skipping -= 1;
                    continue;
                }
                skipping = 0;
                let Some(own) = open.pop() else { continue };
                elements[own].end = elements.len();
                if let Some(parent) = open.last() {
                    let text = elements[own].text;
                    elements[*parent].text += text;
                }
            }
            Edge::Close(_) => {}
        }
    }
    elements
}

/// Cuts the page's text into blocks.
fn cut(html: &Html, elements: &[Seen]) -> Vec<Block> {
    let all = elements.first().map_or(0, |e| e.text);
    let mut cutter = Cutter::default();
    // Of each open element its number, that of the element whose block its text is part of, and that block's form.
    let mut open: Vec<(usize, usize, Form)> = Vec::new();
    let (mut number, mut skipping, mut links) = (0, 0_usize, 0_usize);
    for edge in html.tree.root().traverse() {
        let (own, container, form) = open.last().map_or((0, 0, Form::Loose), |o| *o);
        let here = (container, form);
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(_) if skipping > 0 => skipping += 1,
                Node::Element(e) => {
                    let name = e.name();
                    if name == "br" {
                        cutter.line_break(here);
                    } else if !INLINE.contains(&name) {
                        cutter.end(here);
                    }
                    let form = match name {
                        _ if INLINE.contains(&name) => form,
                        "p" | "blockquote" | "pre" | "dd" => Form::Paragraph,
                        "li" => Form::Item,
                        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Form::Heading,
                        _ => Form::Loose,
                    };
                    links += usize::from(name == "a");
                    open.push((number, if INLINE.contains(&name) { container } else { number }, form));
                    // What holds most of the page is the page, whatever it is called.
                    let aside = is_aside(e) && elements.get(number).is_some_and(|s| s.text * 2 <= all);
                    skipping = usize::from(aside || is_never(e) || name == "h1");
                    number += 1;
                }
                Node::Text(t) if skipping == 0 => cutter.text(t, links > 0),
                _ => {}
            },
            Edge::Close(node) => {
                let Node::Element(e) = node.value() else { continue };
                if skipping > 1 {
                    skipping -= 1;
                    continue;
                }
                if skipping == 1 {
                    number = elements.get(own).map_or(number, |s| s.end);
                    skipping = 0;
                } else if !INLINE.contains(&e.name()) && e.name() != "br" {
                    cutter.end(here);
                }
                links = links.saturating_sub(usize::from(e.name() == "a"));
                open.pop();
            }
        }
    }
    cutter.blocks
}

/// Text on its way to a block.
#[derive(Default)]
struct Cutter {
    blocks: Vec<Block>,
    text: String,
    links: usize,
    /// Whether a line break stands right before.
    broken: bool,
}

impl Cutter {
    fn text(&mut self, text: &str, linked: bool) {
        if text.trim().is_empty() {
            self.text.push(' ');
            return;
        }
        self.broken = false;
        self.text.push_str(text);
        if linked {
            self.links += text.trim().len();
        }
    }

    /// One break is a space, two are the end of a paragraph.
    fn line_break(&mut self, at: (usize, Form)) {
        if self.broken {
            self.end(at);
        } else {
            self.text.push(' ');
            self.broken = true;
        }
    }

    fn end(&mut self, (element, form): (usize, Form)) {
        let text = squeeze(&std::mem::take(&mut self.text));
        let links = std::mem::take(&mut self.links);
        self.broken = false;
        if !text.is_empty() {
            self.blocks.push(Block { text, links, form, element });
        }
    }
}

/// Adds up the prose under each element.
fn weigh(elements: &mut [Seen], blocks: &[Block]) {
    for block in blocks.iter().filter(|b| b.is_prose()) {
        if let Some(seen) = elements.get_mut(block.element) {
            seen.prose += block.text.len();
            seen.paragraph = true;
        }
    }
    // Elements stand behind their parents.
    for k in (1..elements.len()).rev() {
        let (parent, prose) = (elements[k].parent, elements[k].prose);
        elements[parent].prose += prose;
    }
}

/// The element that holds the article, with all that is under it: of those that the page says hold it, the one with
/// most prose, if that is a fair share of all; then down as long as one child has most of it.
fn root(elements: &[Seen]) -> std::ops::Range<usize> {
    let Some(first) = elements.first() else { return 0..0 };
    let best = |promise: u8| {
        let said = (0..elements.len()).filter(|k| elements[*k].promise == promise);
        said.max_by_key(|k| (elements[*k].prose, std::cmp::Reverse(*k)))
            .filter(|k| elements[*k].prose * 10 >= first.prose * 3)
    };
    let mut at = best(3).or_else(|| best(2)).or_else(|| best(1)).unwrap_or(0);
    let mut heaviest: Vec<usize> = vec![0; elements.len()];
    for k in (1..elements.len()).rev() {
        let child = &mut heaviest[elements[k].parent];
        if *child == 0 || elements[k].prose >= elements[*child].prose {
            *child = k;
        }
    }
    // one long paragraph is not the article: those beside it belong to it
    let inner = |at: usize| {
        let child = &elements[heaviest[at]];
        heaviest[at] != 0 && !child.paragraph && child.prose * 10 >= elements[at].prose * 7 && elements[at].prose > 0
    };
    while inner(at) {
        at = heaviest[at];
    }
    at..elements[at].end
}
