//! CoNLL-U, a document at a time. Trees are used as they are; sentences without one are parsed.

use super::{Failure, Found, Input, LARGEST, Place, bytes, day, encoding, whole};
use detente_event::Document;
use detente_text::{Sentence, annotate};
use std::collections::VecDeque;
use std::io::BufRead;

/// The documents of a file.
pub struct Conllu {
    place: Place,
    reader: Box<dyn BufRead>,
    line: Vec<u8>,
    /// Lines of the document that is being read.
    open: Vec<u8>,
    /// Where in `open` the last empty line ended, and whether it has words.
    after_blank: usize,
    has_words: bool,
    /// The number of the first line of `open`, and of the line to read.
    first: usize,
    number: usize,
    unnamed: usize,
    found: VecDeque<Found>,
    ended: bool,
}

impl Conllu {
    pub fn new(place: Place, reader: Box<dyn BufRead>) -> Self {
        Self {
            place,
            reader,
            line: Vec::new(),
            open: Vec::new(),
            after_blank: 0,
            has_words: false,
            first: 1,
            number: 1,
            unnamed: 0,
            found: VecDeque::new(),
            ended: false,
        }
    }

    fn take_line(&mut self) {
        match bytes::line(&mut *self.reader, &mut self.line) {
            Ok(bytes::Part::End) => {
                self.ended = true;
                let rest = std::mem::take(&mut self.open);
                self.close(rest);
                return;
            }
            Ok(bytes::Part::TooLong) => {
                self.found.push_back(self.place.fail_at(Some(self.number), whole::too_large()));
            }
            Err(e) => {
                self.ended = true;
                // What is complete is kept; the sentence at the damage is not.
                let mut rest = std::mem::take(&mut self.open);
                rest.truncate(self.after_blank);
                self.close(rest);
                self.found.push_back(self.place.unreadable(&e));
                return;
            }
            Ok(bytes::Part::Some) => {}
        }
        if self.line.trim_ascii().is_empty() {
            self.after_blank = self.open.len() + 1;
        } else if self.line.starts_with(b"# newdoc") && self.has_words {
            // The comments above `newdoc`, back to the empty line, belong to the new document.
            let next = self.open.split_off(self.after_blank.min(self.open.len()));
            let lines = next.iter().filter(|b| **b == b'\n').count();
            let done = std::mem::replace(&mut self.open, next);
            self.close(done);
            self.first = self.number - lines;
            (self.has_words, self.after_blank) = (false, 0);
        } else if !self.line.starts_with(b"#") {
            self.has_words = true;
        }
        if self.open.len() + self.line.len() > LARGEST {
            self.found.push_back(
                self.place.fail_at(Some(self.first), whole::too_large().help("begin each document with `# newdoc`")),
            );
            self.open.clear();
            (self.has_words, self.after_blank, self.first) = (false, 0, self.number);
        }
        self.open.extend_from_slice(&self.line);
        self.open.push(b'\n');
        self.number += 1;
    }

    fn close(&mut self, lines: Vec<u8>) {
        if lines.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        let (text, warning) = match encoding::decode(lines, None) {
            Ok(t) => t,
            Err(d) => return self.found.push_back(self.place.fail_at(Some(self.first), d)),
        };
        self.found.extend(warning.map(|w| self.place.fail_at(Some(self.first), w)));
        let (documents, findings) = detente_text::conllu::read(&text);
        for diagnostic in findings {
            self.found.push_back(Err(Failure {
                file: self.place.file.to_string(),
                line: Some(self.first),
                source: Some(text.clone()),
                diagnostic,
            }));
        }
        for d in documents.into_iter().filter(|d| !d.sentences.is_empty()) {
            let id = d.id.unwrap_or_else(|| {
                self.unnamed += 1;
                if self.unnamed == 1 {
                    self.place.stem.clone()
                } else {
                    format!("{}-{}", self.place.stem, self.unnamed)
                }
            });
            let mut sentences = d.sentences;
            let said = |keys: &[&str]| comment(&sentences, keys);
            let document = Document {
                id,
                date: said(&["date", "meta::dateCreated", "meta::date"])
                    .and_then(|t| day::parse(&t))
                    .or(self.place.date),
                title: said(&["title", "meta::title"]).unwrap_or_default(),
                source: said(&["source", "meta::sourceURL", "meta::source"]).unwrap_or_default(),
                text: d.text,
            };
            complete(&mut sentences);
            let input = Input { sentences: Some(sentences), ..self.place.input(document) };
            self.found.push_back(Ok(input));
        }
    }
}

/// Parses the sentences that came without a tree, and finds the names where the file marks none.
fn complete(sentences: &mut [Sentence]) {
    let unnamed = sentences.iter().all(|s| s.names.is_empty());
    for s in sentences {
        if s.tokens.iter().all(|t| t.deprel.is_empty()) {
            annotate(std::slice::from_mut(s));
        } else if unnamed {
            let mut ours = s.clone();
            annotate(std::slice::from_mut(&mut ours));
            s.names = ours.names;
        }
    }
}

/// The value of a comment `key = value` above the first sentence.
fn comment(sentences: &[Sentence], keys: &[&str]) -> Option<String> {
    sentences.first()?.comments.iter().find_map(|c| {
        let (key, value) = c.split_once('=')?;
        keys.contains(&key.trim()).then(|| value.trim().to_owned())
    })
}

impl Iterator for Conllu {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        while self.found.is_empty() && !self.ended {
            self.take_line();
        }
        self.found.pop_front()
    }
}
