//! A text without its typing accidents, and the way back to the original bytes.
//!
//! Character references (`&rsquo;`), characters that take no room (zero-width space, soft hyphen, byte-order mark),
//! UTF-8 once read as Windows-1252 (`â€™`), control characters that were Windows-1252 quotes, and a lost apostrophe
//! (`Ukraine\u{fffd}s`) are replaced or left out. Nothing else changes, and every place in the cleaned text leads back
//! to a place in the original.

mod characters;

use std::borrow::Cow;

pub(crate) use characters::is_invisible;

/// One replacement: these bytes of the clean text stand for those of the source.
#[derive(Clone, Copy, Debug)]
struct Edit {
    clean: (usize, usize),
    source: (usize, usize),
}

/// A cleaned text.
pub(crate) struct Clean<'a> {
    pub text: Cow<'a, str>,
    edits: Vec<Edit>,
}

impl<'a> Clean<'a> {
    pub fn new(source: &'a str) -> Self {
        let mut out = String::new();
        let mut edits = Vec::new();
        let mut copied = 0;
        let mut previous = ' ';
        let mut at = 0;
        while let Some(c) = source[at..].chars().next() {
            let Some((len, with)) = characters::replacement(&source[at..], c, previous) else {
                previous = c;
                at += c.len_utf8();
                continue;
            };
            if edits.is_empty() {
                out.reserve(source.len());
            }
            out.push_str(&source[copied..at]);
            let from = out.len();
            out.extend(with);
            edits.push(Edit { clean: (from, out.len()), source: (at, at + len) });
            at += len;
            copied = at;
            previous = with.unwrap_or(previous);
        }
        if edits.is_empty() {
            return Self { text: Cow::Borrowed(source), edits };
        }
        out.push_str(&source[copied..]);
        Self { text: Cow::Owned(out), edits }
    }

    /// The byte of the source at which what starts at `at` in the clean text starts.
    pub fn start(&self, at: usize) -> usize {
        let after = self.edits.partition_point(|e| e.clean.0 <= at);
        match after.checked_sub(1).map(|k| self.edits[k]) {
            Some(e) if at < e.clean.1 => e.source.0,
            Some(e) => e.source.1 + (at - e.clean.1),
            None => at,
        }
    }

    /// The byte of the source at which what ends at `at` in the clean text ends.
    pub fn end(&self, at: usize) -> usize {
        let before = self.edits.partition_point(|e| e.clean.0 < at);
        match before.checked_sub(1).map(|k| self.edits[k]) {
            Some(e) if at <= e.clean.1 => e.source.1,
            Some(e) => e.source.1 + (at - e.clean.1),
            None => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Clean;

    #[test]
    fn cleans() {
        let cases = [
            ("plain — text", "plain — text"),
            ("R&amp;D &lt;b&gt; AT&T; a & b", "R&D <b> AT&T; a & b"),
            ("it&#39;s &#x2014; &#146;", "it's — ’"),
            ("&amp;quot;Yes&amp;quot;", "\"Yes\""),
            ("Putinâ€™s â€œvery frankâ€\u{9d} talk â€” thatâ€™s all", "Putin’s “very frank” talk — that’s all"),
            ("ErdoÄŸan and ZelenskÃ½", "Erdoğan and Zelenský"),
            ("Ukraine\u{fffd}s don\u{fffd}t", "Ukraine’s don’t"),
            ("co\u{ad}operate\u{200b}\u{feff}", "cooperate"),
            ("\u{93}Yes\u{94}", "“Yes”"),
            ("caf\u{e9} \u{c2}me", "café Âme"),
            ("&unknown; &; &#xzz; &#0;", "&unknown; &; &#xzz; \u{fffd}"),
        ];
        for (source, clean) in cases {
            assert_eq!(Clean::new(source).text, clean, "{source}");
        }
    }

    #[test]
    fn leads_back() {
        let source = "a&amp;b \u{200b}c\u{200b}d\u{200b} e";
        let clean = Clean::new(source);
        assert_eq!(clean.text, "a&b cd e");
        let back = |from, to| &source[clean.start(from)..clean.end(to)];
        assert_eq!(back(0, 1), "a");
        assert_eq!(back(1, 2), "&amp;");
        assert_eq!(back(2, 3), "b");
        assert_eq!(back(4, 6), "c\u{200b}d");
        assert_eq!(back(7, 8), "e");
    }
}
