//! A limit to how deep elements stand within each other: the time that the parser takes grows with the square of it.

use std::borrow::Cow;

/// As deep as browsers go, about.
const DEEPEST: usize = 500;

/// Elements without content, and those that end by themselves where the next one begins.
const FLAT: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "html", "head", "body",
];

/// The page without the tags of elements that stand deeper than any page needs; their text stays.
pub fn limited(page: &str) -> Cow<'_, str> {
    let bytes = page.as_bytes();
    let mut out: Option<String> = None;
    // What was copied to `out`, where the search goes on, how many elements are open.
    let (mut copied, mut at, mut depth) = (0, 0, 0_usize);
    while let Some(start) = page[at..].find('<').map(|k| at + k) {
        let closes = bytes.get(start + 1) == Some(&b'/');
        let name: String = bytes[start + 1 + usize::from(closes)..]
            .iter()
            .take(12)
            .take_while(|b| b.is_ascii_alphanumeric())
            .map(|b| char::from(b.to_ascii_lowercase()))
            .collect();
        if page[start..].starts_with("<!--") {
            at = page[start..].find("-->").map_or(page.len(), |k| start + k);
            continue;
        }
        let end = page[start..].find('>').map_or(page.len(), |k| start + k + 1);
        at = end;
        if !closes && matches!(name.as_str(), "script" | "style" | "textarea" | "title") {
            let closing = format!("</{name}");
            let found = bytes[end..].windows(closing.len()).position(|w| w.eq_ignore_ascii_case(closing.as_bytes()));
            at = found.map_or(page.len(), |k| end + k);
        } else if !name.is_empty() && !FLAT.contains(&name.as_str()) {
            let too_deep = depth >= DEEPEST + usize::from(closes);
            depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
            if too_deep {
                let text = out.get_or_insert_default();
                text.push_str(&page[copied..start]);
                text.push(' ');
                copied = end;
            }
        }
    }
    match out {
        None => Cow::Borrowed(page),
        Some(mut text) => {
            text.push_str(&page[copied..]);
            Cow::Owned(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_too_deep_is_left_out() {
        let plain = "<div><p>a<p>b<br><!-- <div> --><script>if (a<b) </div></script></div>".repeat(2000);
        assert!(matches!(limited(&plain), Cow::Borrowed(_)));
        let deep = format!("{}x{}<p>y</p>", "<div>".repeat(3000), "</div>".repeat(3000));
        let flat = limited(&deep);
        assert_eq!((flat.matches("<div>").count(), flat.matches("</div>").count()), (DEEPEST, DEEPEST));
        assert!(flat.ends_with("<p>y</p>") && flat.contains('x'));
        for odd in ["<", "</", "<!--", "<script>", "<div", "é<é>", "<<<>>>"] {
            limited(odd);
        }
    }
}
