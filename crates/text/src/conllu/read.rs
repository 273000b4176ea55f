//! CoNLL-U to documents.

use super::write::{is_key, value};
use crate::{Diagnostic, Document, Name, NameKind, Sentence, Span, Token, Upos};

/// The documents of a CoNLL-U file, and what is wrong with it.
///
/// A `# newdoc` comment opens a document; a file without one is one document. A sentence with an error in its lines is
/// left out; one whose words are sound but whose tree is not (a cycle, a head outside the sentence) is kept without
/// its tree. Every finding carries the bytes of its line.
#[must_use]
pub fn read(input: &str) -> (Vec<Document>, Vec<Diagnostic>) {
    let mut reader = Reader::default();
    let mut at = if input.starts_with('\u{feff}') { 3 } else { 0 };
    while at < input.len() {
        let end = input[at..].find('\n').map_or(input.len(), |n| at + n);
        let line = input[at..end].trim_end_matches('\r');
        reader.line(line, Span::new(at, at + line.len()));
        at = end + 1;
    }
    reader.close(input.len());
    (reader.documents, reader.findings)
}

/// A surface token of several words, as its own line gives it.
struct Range {
    first: usize,
    end: usize,
    form: String,
    space_after: bool,
}

/// One word line, before its place in the text is known.
struct Row {
    token: Token,
    /// 0 for the root, `usize::MAX` where the file says nothing.
    head: usize,
    name: Option<(bool, NameKind)>,
    line: Span,
}

#[derive(Default)]
struct Reader {
    documents: Vec<Document>,
    findings: Vec<Diagnostic>,
    comments: Vec<String>,
    rows: Vec<Row>,
    ranges: Vec<Range>,
    broken: bool,
    new_document: Option<Option<String>>,
    new_paragraph: bool,
}

impl Reader {
    fn line(&mut self, line: &str, span: Span) {
        if line.trim().is_empty() {
            self.close(span.start);
        } else if let Some(comment) = line.strip_prefix('#') {
            let comment = comment.strip_prefix(' ').unwrap_or(comment).trim_end();
            if is_key(comment, "newdoc") {
                let id = comment.strip_prefix("newdoc").map(str::trim_start).and_then(|c| value(c, "id"));
                self.new_document = Some(id.map(str::to_owned));
            }
            self.new_paragraph |= is_key(comment, "newpar");
            self.comments.push(comment.to_owned());
        } else if !self.broken
            && let Err(finding) = self.word(line, span)
        {
            self.broken = true;
            self.findings.push(finding);
        }
    }

    fn word(&mut self, line: &str, span: Span) -> Result<(), Diagnostic> {
        let mut columns = [""; 10];
        let mut count = 0;
        for column in line.split('\t') {
            if count < 10 {
                columns[count] = column.trim();
            }
            count += 1;
        }
        if count != 10 {
            return Err(Diagnostic::error("DT0101", span, format!("a word line has 10 columns, this one {count}"))
                .help("separate ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC by single tabs, `_` for none"));
        }
        let [id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns;
        if form.is_empty() {
            return Err(Diagnostic::error("DT0102", span, "the word has no form"));
        }
        let space_after = !misc.split('|').any(|m| m == "SpaceAfter=No");
        if let Some((node, _)) = id.split_once('.')
            && node.parse::<usize>().is_ok()
        {
            return Ok(());
        }
        let expected = self.rows.len() + 1;
        if let Some((first, last)) = id.split_once('-') {
            let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) else {
                return Err(Diagnostic::error("DT0103", span, format!("`{id}` is not a range of words")));
            };
            let free = self.ranges.last().is_none_or(|r| r.end < first);
            if first != expected || last <= first || !free {
                return Err(Diagnostic::error(
                    "DT0103",
                    span,
                    format!("the range `{id}` cannot start at word {expected}"),
                )
                .help("a multiword token's line stands right before its first word and spans at least two"));
            }
            self.ranges.push(Range { first: first - 1, end: last, form: form.to_owned(), space_after });
            return Ok(());
        }
        if id.parse() != Ok(expected) {
            return Err(Diagnostic::error("DT0104", span, format!("the word's number is `{id}`, not {expected}"))
                .help("words are numbered from 1 in each sentence; an empty line ends a sentence"));
        }
        let blank = |c: &str| if c == "_" { String::new() } else { c.to_owned() };
        let upos = match Upos::parse(upos) {
            Some(tag) => tag,
            None => {
                if upos != "_" {
                    self.findings.push(
                        Diagnostic::warning("DT0105", span, format!("`{upos}` is no universal part of speech"))
                            .help("it is read as X"),
                    );
                }
                Upos::X
            }
        };
        let head = match head {
            "_" | "" => usize::MAX,
            number => number
                .parse()
                .map_err(|_| Diagnostic::error("DT0106", span, format!("the head `{number}` is not a number")))?,
        };
        let token = Token {
            form: form.into(),
            lemma: if lemma == "_" && form != "_" { "".into() } else { lemma.into() },
            upos,
            xpos: blank(xpos).into(),
            feats: blank(feats).into(),
            deprel: blank(deprel).into(),
            space_after,
            ..Token::default()
        };
        self.rows.push(Row { token, head, name: name_entry(misc), line: span });
        Ok(())
    }

    /// Ends the sentence, if one is open.
    fn close(&mut self, at: usize) {
        let rows = std::mem::take(&mut self.rows);
        let mut ranges = std::mem::take(&mut self.ranges);
        let broken = std::mem::take(&mut self.broken);
        if rows.is_empty() && !broken {
            // Comments before an empty line belong to what follows.
            return;
        }
        let comments = std::mem::take(&mut self.comments);
        let new_paragraph = std::mem::take(&mut self.new_paragraph);
        let opened = self.new_document.take();
        if let Some(id) = opened {
            self.documents.push(Document { id, ..Document::default() });
        } else if self.documents.is_empty() {
            self.documents.push(Document::default());
        }
        if broken || rows.is_empty() {
            return;
        }
        if ranges.last().is_some_and(|r| r.end > rows.len()) {
            ranges.pop();
            self.findings.push(Diagnostic::warning(
                "DT0103",
                Span::new(rows[0].line.start, at.max(rows[0].line.start)),
                "a multiword token ends past the sentence; it is left out",
            ));
        }
        let Some(document) = self.documents.last_mut() else { return };
        let mut sentence = place(document, rows.iter().map(|r| &r.token), &ranges, new_paragraph);
        sentence.comments = comments;
        sentence.names = names(&rows);
        if let Some(finding) = tree(&mut sentence, &rows) {
            self.findings.push(finding);
        }
        document.sentences.push(sentence);
    }
}

/// Appends the words to the document's text and says where they stand.
fn place<'a>(
    document: &mut Document,
    words: impl Iterator<Item = &'a Token>,
    ranges: &[Range],
    new_paragraph: bool,
) -> Sentence {
    let text = &mut document.text;
    if let Some(last) = document.sentences.last().and_then(|s| s.tokens.last()) {
        text.push_str(if new_paragraph {
            "\n\n"
        } else if last.space_after {
            " "
        } else {
            ""
        });
    }
    let mut sentence = Sentence::default();
    let mut ranges = ranges.iter().peekable();
    let mut open: Option<(&Range, usize)> = None;
    for (index, word) in words.enumerate() {
        let mut token = word.clone();
        if let Some(range) = ranges.next_if(|r| r.first == index) {
            open = Some((range, 0));
        }
        let separate = sentence.tokens.last().is_some_and(|t: &Token| t.space_after);
        if let Some((range, used)) = &mut open {
            if range.first == index {
                if separate {
                    text.push(' ');
                }
                text.push_str(&range.form);
            }
            let base = text.len() - range.form.len();
            let left = range.end - index - 1;
            let len = if left == 0 { range.form.len() - *used } else { share(&range.form[*used..], &token.form, left) };
            token.span = Span::new(base + *used, base + *used + len);
            *used += len;
            token.continues = range.first != index;
            token.space_after = left == 0 && range.space_after;
            if left == 0 {
                open = None;
            }
        } else {
            if separate {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(&token.form);
            token.span = Span::new(start, text.len());
        }
        sentence.tokens.push(token);
    }
    if let (Some(first), Some(last)) = (sentence.tokens.first(), sentence.tokens.last()) {
        sentence.span = first.span.cover(last.span);
    }
    sentence
}

/// How many bytes of a surface token its next word takes, `left` words being still to come: the word itself where the
/// surface starts with it (`do` of `don't`), else as many characters as it has (`will` of `won't`), but never the last
/// ones that the others need.
fn share(surface: &str, form: &str, left: usize) -> usize {
    if surface.starts_with(form) && surface.len() > form.len() {
        return form.len();
    }
    let have = surface.chars().count();
    let want = form.chars().count().min(have.saturating_sub(left));
    surface.char_indices().nth(want).map_or(surface.len(), |(at, _)| at)
}

/// Sets the heads, or says why not.
fn tree(sentence: &mut Sentence, rows: &[Row]) -> Option<Diagnostic> {
    let count = rows.len();
    if rows.iter().all(|r| r.head == usize::MAX) {
        sentence.tokens.iter_mut().for_each(|t| t.deprel = "".into());
        return None;
    }
    let refuse = |sentence: &mut Sentence, line: Span, message: String| {
        sentence.tokens.iter_mut().for_each(|t| (t.head, t.deprel) = (None, "".into()));
        Some(Diagnostic::warning("DT0106", line, message).help("the sentence is kept without its tree"))
    };
    if let Some(row) = rows.iter().find(|r| r.head > count) {
        let what = if row.head == usize::MAX { "no head".to_owned() } else { format!("the head {}", row.head) };
        return refuse(sentence, row.line, format!("a word has {what} in a sentence of {count}"));
    }
    let Some(root) = rows.iter().position(|r| r.head == 0) else {
        return refuse(sentence, rows[0].line, "no word is the root".to_owned());
    };
    // 0 unknown, 1 on the way, 2 known to reach a root.
    let mut seen = vec![0u8; count];
    for start in 0..count {
        let mut path = vec![];
        let mut k = start;
        while seen[k] == 0 {
            seen[k] = 1;
            path.push(k);
            if rows[k].head == 0 {
                break;
            }
            k = rows[k].head - 1;
        }
        if seen[k] == 1 && rows[k].head != 0 {
            return refuse(sentence, rows[k].line, "the heads go round in a circle".to_owned());
        }
        path.into_iter().for_each(|p| seen[p] = 2);
    }
    let mut finding = None;
    for (k, row) in rows.iter().enumerate() {
        let token = &mut sentence.tokens[k];
        token.head = row.head.checked_sub(1);
        if row.head == 0 && k == root {
            token.deprel = "root".into();
        } else if row.head == 0 {
            (token.head, token.deprel) = (Some(root), "dep".into());
            finding = Some(
                Diagnostic::warning("DT0107", row.line, "the sentence has more than one root")
                    .help("the later ones are hung below the first as `dep`"),
            );
        }
    }
    finding
}

/// The entry of a name in `MISC`: whether it begins one, and its kind. BIO, BIOES and the label sets of OntoNotes and
/// CoNLL-2003.
fn name_entry(misc: &str) -> Option<(bool, NameKind)> {
    let tag = misc.split('|').find_map(|m| m.strip_prefix("ner=").or_else(|| m.strip_prefix("NER=")))?;
    let (place, kind) = tag.split_once('-')?;
    let kind = match kind {
        "PER" | "PERSON" => NameKind::Person,
        "LOC" | "GPE" | "FAC" => NameKind::Place,
        "ORG" | "NORP_ORG" => NameKind::Organisation,
        _ => return None,
    };
    Some((matches!(place, "B" | "S" | "U"), kind))
}

fn names(rows: &[Row]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (k, row) in rows.iter().enumerate() {
        let Some((begins, kind)) = row.name else { continue };
        match names.last_mut() {
            Some(last) if !begins && last.end == k && last.kind == kind => last.end = k + 1,
            _ => names.push(Name { first: k, end: k + 1, kind }),
        }
    }
    names
}
