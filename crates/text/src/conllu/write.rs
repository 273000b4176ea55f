//! A document to CoNLL-U.

use crate::{Document, NameKind, Sentence};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The document as CoNLL-U.
///
/// Comments are kept, `text` is made anew from what is written, and a sentence without `sent_id` gets one: the
/// document's id (or `s`) and its number.
#[must_use]
pub fn write(document: &Document) -> String {
    let mut out = String::with_capacity(document.text.len() * 12);
    let mut taken: BTreeSet<String> = document
        .sentences
        .iter()
        .flat_map(|s| &s.comments)
        .filter_map(|c| value(c, "sent_id").map(str::to_owned))
        .collect();
    let mut number = 0usize;
    for (index, sentence) in document.sentences.iter().filter(|s| !s.tokens.is_empty()).enumerate() {
        if index == 0 && !sentence.comments.iter().any(|c| is_key(c, "newdoc")) {
            out.push_str("# newdoc");
            if let Some(id) = &document.id {
                out.push_str(" id = ");
                push_line(&mut out, id);
            }
            out.push('\n');
        }
        let mut has_id = false;
        for comment in &sentence.comments {
            if is_key(comment, "text") || (is_key(comment, "sent_id") && std::mem::replace(&mut has_id, true)) {
                continue;
            }
            out.push_str("# ");
            push_line(&mut out, comment);
            out.push('\n');
        }
        while !has_id {
            number += 1;
            let id = match &document.id {
                Some(d) => format!("{}-{number}", d.split_whitespace().collect::<Vec<_>>().join("_")),
                None => format!("s{number}"),
            };
            if taken.insert(id.clone()) {
                let _ = writeln!(out, "# sent_id = {id}");
                has_id = true;
            }
        }
        sentence_lines(&mut out, sentence, &document.text);
    }
    out
}

/// The value of a comment `key = value`.
pub(super) fn value<'a>(comment: &'a str, key: &str) -> Option<&'a str> {
    Some(comment.strip_prefix(key)?.trim_start().strip_prefix('=')?.trim())
}

/// Whether the comment is `key` or `key…`.
pub(super) fn is_key(comment: &str, key: &str) -> bool {
    comment.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '=', '\t']))
}

/// A word and whether it closes a surface token with more than one word.
fn sentence_lines(out: &mut String, sentence: &Sentence, text: &str) {
    let tokens = &sentence.tokens;
    // Surface tokens: first word, one past the last, surface form.
    let mut groups: Vec<(usize, usize, String)> = Vec::with_capacity(tokens.len());
    let mut first = 0;
    while first < tokens.len() {
        let mut end = first + 1;
        while end < tokens.len() && tokens[end].continues {
            end += 1;
        }
        let surface = if end == first + 1 {
            column(&tokens[first].form)
        } else {
            let under = tokens[first].span.cover(tokens[end - 1].span).of(text);
            let cleaned: String = under.chars().filter(|c| !crate::clean::is_invisible(*c)).collect();
            if cleaned.is_empty() {
                tokens[first..end].iter().map(|t| t.form.as_str()).collect()
            } else {
                column(&cleaned)
            }
        };
        groups.push((first, end, surface));
        first = end;
    }
    out.push_str("# text = ");
    for (index, (_, end, surface)) in groups.iter().enumerate() {
        out.push_str(surface);
        if tokens[end - 1].space_after && index + 1 < groups.len() {
            out.push(' ');
        }
    }
    out.push('\n');
    let mut name = sentence.names.iter().peekable();
    for (first, end, surface) in &groups {
        let is_last = *end == tokens.len();
        let no_space = !tokens[end - 1].space_after && !is_last;
        if end - first > 1 {
            let misc = if no_space { "SpaceAfter=No" } else { "_" };
            let _ = writeln!(out, "{}-{end}\t{surface}\t_\t_\t_\t_\t_\t_\t_\t{misc}", first + 1);
        }
        for (k, token) in tokens.iter().enumerate().take(*end).skip(*first) {
            let form = column(&token.form);
            let lemma = if token.lemma.is_empty() { "_".to_owned() } else { column(&token.lemma) };
            let _ = write!(out, "{}\t{form}\t{lemma}\t{}\t", k + 1, token.upos.as_str());
            let _ = write!(out, "{}\t{}\t", or_blank(&token.xpos), or_blank(&token.feats));
            match token.head {
                Some(head) => {
                    let _ = write!(out, "{}\t", head + 1);
                }
                None => out.push_str(if token.deprel == "root" { "0\t" } else { "_\t" }),
            }
            let _ = write!(out, "{}\t_\t", or_blank(&token.deprel));
            let mut misc = String::new();
            if no_space && end - first == 1 {
                misc.push_str("SpaceAfter=No");
            }
            while name.next_if(|n| n.end <= k).is_some() {}
            if let Some(n) = name.peek().filter(|n| n.first <= k) {
                let kind = match n.kind {
                    NameKind::Person => "PER",
                    NameKind::Place => "LOC",
                    NameKind::Organisation => "ORG",
                };
                let sep = if misc.is_empty() { "" } else { "|" };
                let _ = write!(misc, "{sep}ner={}-{kind}", if n.first == k { 'B' } else { 'I' });
            }
            out.push_str(or_blank(&misc));
            out.push('\n');
        }
    }
    out.push('\n');
}

fn or_blank(value: &str) -> &str {
    if value.is_empty() { "_" } else { value }
}

/// A form or lemma fit for its column: no tab or line break, no doubled or outer space, not empty.
fn column(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    for word in form.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.is_empty() { "_".to_owned() } else { out }
}

/// A comment's text without line breaks.
fn push_line(out: &mut String, text: &str) {
    out.extend(text.chars().map(|c| if c == '\n' || c == '\r' { ' ' } else { c }));
}
