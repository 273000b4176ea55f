//! The brief in a few lines, for a terminal.

use crate::Brief;
use crate::html::push_plain;
use crate::narrate::text::{clip, count};

/// Columns of a terminal that nobody has made wider.
const COLUMNS: usize = 80;
/// Announcements named.
const MOST: usize = 4;

impl Brief {
    /// A short account: how much was found, the bottom line, what is due, where it can settle.
    #[must_use]
    pub fn short(&self) -> String {
        let mut out = String::new();
        put(&mut out, "", &self.title);
        let c = &self.counts;
        let read = format!("as of {}: {}", self.as_of_words, count(c.documents, "document", "documents"));
        if self.found {
            let kinds = [
                (c.happened, "happened"),
                (c.announced, "announced"),
                (c.open, "considered or threatened"),
                (c.negated, "did not happen"),
                (c.supposed, "supposed"),
            ];
            let kinds: Vec<String> =
                kinds.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}")).collect();
            put(&mut out, "", &format!("{read}, {}: {}", count(c.occurrences, "event", "events"), kinds.join(", ")));
        } else {
            put(&mut out, "", &read);
        }
        if !self.focus.is_empty() {
            put(&mut out, "", &self.focus);
        }
        out.push('\n');
        for l in self.bottom_line.iter().skip(usize::from(self.found)) {
            put(&mut out, "  ", &l.text);
        }
        if self.announced.len() > 1 {
            out.push('\n');
            put(&mut out, "", "Announced:");
            for i in self.announced.iter().take(MOST) {
                put(&mut out, "  ", &format!("{}: {}", i.when, i.line.text));
            }
        }
        out
    }
}

/// Writes a paragraph, wrapped, with a hanging indent.
fn put(out: &mut String, indent: &str, text: &str) {
    let mut plain = String::new();
    clip(text, 900).chars().for_each(|c| push_plain(&mut plain, c));
    let mut column = 0;
    for word in plain.split_whitespace() {
        let n = word.chars().count();
        if column == 0 {
            out.push_str(indent);
            column = indent.len();
        } else if column + 1 + n > COLUMNS {
            out.push('\n');
            out.push_str(indent);
            out.push_str(if indent.is_empty() { "" } else { "  " });
            column = indent.len() + 2;
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += n;
    }
    out.push('\n');
}
