//! Lines to paragraphs.
//!
//! In news text a line break ends a paragraph, a headline or a byline. Only where lines were wrapped to a width does a
//! break mean no more than a space: there most lines are so long that the next line's first word had no room, and
//! many lines go on with a small letter.

use std::ops::Range;

/// Wrapped lines are between these widths, in characters: from a narrow column to a wide terminal.
const WIDTHS: Range<usize> = 35..121;

struct Line<'a> {
    start: usize,
    text: &'a str,
    width: usize,
    first_word: usize,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it begins as only a sentence's middle begins.
    fn goes_on(&self) -> bool {
        self.text.starts_with(|c: char| c.is_lowercase())
    }

    fn stays_open(&self) -> bool {
        self.text.ends_with(|c: char| c.is_alphanumeric() || c == ',')
    }
}

/// The paragraphs of a text: ranges of bytes without outer white space, in order. A break inside one is only a space.
pub(crate) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut block: Vec<Line> = Vec::new();
    let mut at = 0;
    while at <= text.len() {
        let end = text[at..].find(is_break).map_or(text.len(), |n| at + n);
        let line = &text[at..end];
        let trimmed = line.trim_start();
        let start = at + line.len() - trimmed.len();
        let trimmed = trimmed.trim_end();
        if trimmed.is_empty() {
            flush(&mut block, &mut out);
        } else {
            let first_word = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
            let first_word = trimmed[..first_word].chars().count();
            block.push(Line { start, text: trimmed, width: trimmed.chars().count(), first_word });
        }
        let Some(c) = text[end..].chars().next() else { break };
        at = end + c.len_utf8();
        if c == '\r' && text[at..].starts_with('\n') {
            at += 1;
        }
    }
    flush(&mut block, &mut out);
    out
}

/// Whether the character ends a line. Source: Unicode Standard, 5.8, newline guidelines.
pub(crate) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn flush(block: &mut Vec<Line>, out: &mut Vec<Range<usize>>) {
    let wrap = wrap_width(block);
    let mut start = None;
    for (k, line) in block.iter().enumerate() {
        let from = *start.get_or_insert(line.start);
        let joins = block.get(k + 1).is_some_and(|next| match wrap {
            Some(width) => next.goes_on() || !has_room(line, next, width),
            None => next.goes_on() && line.stays_open() && line.width >= WIDTHS.start,
        });
        if !joins {
            out.push(from..line.end());
            start = None;
        }
    }
    block.clear();
}

fn has_room(line: &Line, next: &Line, width: usize) -> bool {
    // Three characters of tolerance: not every program fills a line to the last column.
    line.width + 1 + next.first_word + 3 <= width
}

/// The width the lines were wrapped to, where they were.
fn wrap_width(block: &[Line]) -> Option<usize> {
    let width = block.iter().map(|l| l.width).max().filter(|w| WIDTHS.contains(w))?;
    let pairs = || block.windows(2).map(|p| (&p[0], &p[1]));
    let count = block.len() - 1;
    let full = pairs().filter(|(a, b)| !has_room(a, b, width)).count();
    let on = pairs().filter(|(a, b)| b.goes_on() && a.stays_open()).count();
    (count > 0 && full * 10 >= count * 7 && on * 5 >= count).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    fn split(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn a_break_ends_a_headline_or_paragraph() {
        let text = "Peace talks resume in Geneva\r\nBy Jane Doe\r\nGENEVA (AP) — Talks resumed on Friday.\r\n\r\nThey end Monday. ";
        assert_eq!(split(text).len(), 4);
        assert_eq!(split("\n\n  \n").len(), 0);
        assert_eq!(split(" a\u{2028}b\rc").len(), 3);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The two sides have agreed to meet again next week in the Swiss\ncity of Geneva, where an earlier round of \
                    talks ended without any\nagreement on the release of prisoners, they said.\nShort.";
        assert_eq!(split(text).len(), 2, "{:?}", split(text));
        let list =
            "Present at the meeting were the following:\nthe Russian foreign minister\nthe Turkish president\nan envoy";
        assert_eq!(split(list).len(), 4);
    }
}
