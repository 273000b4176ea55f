//! Documents from paths: text, HTML, JSON Lines, Parquet, WARC, CoNLL-U, each also gzipped; folders; standard input.
//!
//! [`Inputs`] is an iterator: it holds one document at a time, however large the archive. What cannot be read comes out
//! in its place as a [`Failure`] and the reading goes on behind it. The kind of a file follows from its name and, where
//! the name says nothing, from its first bytes.

mod bytes;
mod conllu;
pub mod day;
mod encoding;
mod kind;
mod lines;
#[cfg(feature = "parquet")]
mod parquet;
mod paths;
mod warc;
mod whole;

pub use kind::Kind;

use detente_event::{Diagnostic, Document, Severity};
use detente_text::Sentence;
use jiff::civil::Date;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A document ready to be read, with its trees where the file brought them.
#[derive(Clone, Debug)]
pub struct Input {
    /// The document.
    pub document: Document,
    /// Parsed sentences, from CoNLL-U.
    pub sentences: Option<Vec<Sentence>>,
    /// The file it came from, as the user named it.
    pub file: Arc<str>,
    /// What that file is.
    pub kind: Kind,
}

/// A file, or a part of one, that could not be used, or (as a warning) that a person should look at.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The file as the user named it.
    pub file: String,
    /// The line, from 1: of `source`'s beginning where there is one, else of the trouble itself.
    pub line: Option<usize>,
    /// The text around the place, to show it.
    pub source: Option<String>,
    /// What is wrong.
    pub diagnostic: Diagnostic,
}

impl Failure {
    /// Whether something was lost; a warning loses nothing.
    pub fn is_error(&self) -> bool {
        self.diagnostic.severity == Severity::Error
    }
}

/// What came next: a document, or why there is none.
pub type Found = Result<Input, Failure>;

/// The largest document, and the longest line, that is taken into memory.
const LARGEST: usize = 64 << 20;

/// Where a document comes from, as the readers of the formats pass it on.
#[derive(Clone, Debug)]
struct Place {
    file: Arc<str>,
    /// The file's name without its endings: the id of a document that has none of its own.
    stem: String,
    kind: Kind,
    /// Whether the bytes come out of a gzip file.
    compressed: bool,
    /// Day of publication of what does not say its own.
    date: Option<Date>,
}

impl Place {
    fn fail(&self, diagnostic: Diagnostic) -> Found {
        self.fail_at(None, diagnostic)
    }

    fn fail_at(&self, line: Option<usize>, diagnostic: Diagnostic) -> Found {
        Err(Failure { file: self.file.to_string(), line, source: None, diagnostic })
    }

    fn unreadable(&self, error: &std::io::Error) -> Found {
        self.fail(if self.compressed {
            Diagnostic::error("DT0509", None, format!("the compressed file is cut off or damaged: {error}"))
                .help("what stood before the damage was read; fetch the file again")
        } else {
            Diagnostic::error("DT0503", None, format!("cannot be read: {error}"))
        })
    }

    fn input(&self, document: Document) -> Input {
        Input { document, sentences: None, file: self.file.clone(), kind: self.kind }
    }
}

/// The documents at some paths, in order; folders in the order of their names.
pub struct Inputs {
    paths: paths::Paths,
    date: Option<Date>,
    current: Box<dyn Iterator<Item = Found>>,
    ids: Ids,
    read: Arc<AtomicU64>,
}

impl Inputs {
    /// Begins with the first of `paths`. `date` is the day of publication for documents that do not say their own.
    pub fn new(paths: &[PathBuf], date: Option<Date>) -> Self {
        Self {
            paths: paths::Paths::new(paths),
            date,
            current: Box::new(std::iter::empty()),
            ids: Ids::default(),
            read: Arc::default(),
        }
    }

    /// How much of the files was read, 0 to 1; `None` where their sizes are not known (standard input).
    pub fn share(&self) -> Option<f64> {
        let all = self.paths.bytes()?;
        #[expect(clippy::cast_precision_loss, reason = "a share for the eye")]
        (all > 0).then(|| (self.read.load(Ordering::Relaxed) as f64 / all as f64).min(1.0))
    }

    fn open(&self, path: &Path) -> Box<dyn Iterator<Item = Found>> {
        let name = if path == Path::new("-") { Path::new("standard-input") } else { path };
        let mut place = Place {
            file: name.display().to_string().into(),
            stem: String::new(),
            kind: Kind::Text,
            compressed: false,
            date: self.date,
        };
        let fail = |place: &Place, d| -> Box<dyn Iterator<Item = Found>> { Box::new(std::iter::once(place.fail(d))) };
        let opened = match bytes::open(path, &self.read) {
            Ok(o) => o,
            Err(e) => {
                let mut d = Diagnostic::error("DT0503", None, format!("cannot be read: {e}"));
                if e.kind() == std::io::ErrorKind::NotFound {
                    d = d.help("check the name; a path is a file, a folder, or `-` for standard input");
                }
                return fail(&place, d);
            }
        };
        let (kind, stem) = kind::of(name, opened.compressed, &opened.head);
        (place.kind, place.stem, place.compressed) = (kind, stem, opened.compressed);
        if opened.head.is_empty() {
            return match opened.trouble {
                Some(e) => Box::new(std::iter::once(place.unreadable(&e))),
                None => fail(
                    &place,
                    Diagnostic::error("DT0502", None, "the file is empty").help("nothing was read from it"),
                ),
            };
        }
        match kind {
            Kind::JsonLines => Box::new(lines::Lines::new(place, opened.reader())),
            Kind::Conllu => Box::new(conllu::Conllu::new(place, opened.reader())),
            Kind::Warc => Box::new(warc::Warc::new(place, opened.reader())),
            #[cfg(feature = "parquet")]
            Kind::Parquet => parquet::open(place, path, opened),
            #[cfg(not(feature = "parquet"))]
            Kind::Parquet => fail(
                &place,
                Diagnostic::error("DT0510", None, "this build reads no Parquet")
                    .help("build with the feature `parquet`, or give JSON Lines"),
            ),
            Kind::Html | Kind::Text => whole::read(place, opened.reader()),
        }
    }
}

impl Iterator for Inputs {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(mut found) = self.current.next() {
                if let Ok(input) = &mut found {
                    self.ids.make_unique(&mut input.document.id);
                }
                return Some(found);
            }
            match self.paths.next()? {
                Ok(path) => self.current = self.open(&path),
                Err(failure) => return Some(Err(failure)),
            }
        }
    }
}

/// How often each id was met. Only a hash of it is kept, so that a million documents cost some megabytes; that two
/// ids share a hash does no more than give one of them a number.
#[derive(Default)]
struct Ids(HashMap<u64, u32>);

impl Ids {
    fn make_unique(&mut self, id: &mut String) {
        let hash = |id: &str| {
            let mut h = DefaultHasher::new();
            id.hash(&mut h);
            h.finish()
        };
        let first = hash(id);
        let Some(times) = self.0.get(&first).copied() else {
            self.0.insert(first, 1);
            return;
        };
        let mut number = times;
        let unique = loop {
            number = number.saturating_add(1);
            let candidate = format!("{id}-{number}");
            if let std::collections::hash_map::Entry::Vacant(free) = self.0.entry(hash(&candidate)) {
                free.insert(1);
                break candidate;
            }
        };
        self.0.insert(first, number);
        *id = unique;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_come_again_get_a_number() {
        let mut ids = Ids::default();
        let mut given = Vec::new();
        for id in ["a", "b", "a", "a-2", "a", "a"] {
            let mut id = id.to_owned();
            ids.make_unique(&mut id);
            given.push(id);
        }
        assert_eq!(given, ["a", "b", "a-2", "a-2-2", "a-3", "a-4"]);
    }
}
