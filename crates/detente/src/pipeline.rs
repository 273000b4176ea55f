//! Documents to events: the part of the way that `code`, `record add` and `brief` share.

use crate::input::{self, Failure, Input};
use detente_coder::Coder;
use detente_event::{Document, Event};
use jiff::civil::Date;
use rayon::prelude::*;
use std::path::PathBuf;

/// A document with its events.
#[derive(Clone, Debug)]
pub struct Coded {
    /// The document.
    pub document: Document,
    /// Its events, in the order of its sentences.
    pub events: Vec<Event>,
}

/// What became of all inputs, in their order.
#[derive(Debug, Default)]
pub struct Batch {
    /// The documents that were read.
    pub coded: Vec<Coded>,
    /// Those that could not be.
    pub failures: Vec<Failure>,
}

/// Reads and codes every document at `paths` on all cores; the order is that of the paths.
pub fn code(coder: &Coder, paths: &[PathBuf], date: Option<Date>) -> Batch {
    let mut inputs = Vec::new();
    let mut failures = Vec::new();
    for found in input::documents(paths, date) {
        match found {
            Ok(i) => inputs.push(i),
            Err(f) => failures.push(f),
        }
    }
    let mut batch = code_all(coder, inputs);
    failures.append(&mut batch.failures);
    Batch { coded: batch.coded, failures }
}

/// Codes documents that were read, on all cores; the order stays.
pub fn code_all(coder: &Coder, inputs: Vec<Input>) -> Batch {
    let results: Vec<Result<Coded, Failure>> = inputs.into_par_iter().map(|i| code_one(coder, i)).collect();
    let (mut coded, mut failures) = (Vec::new(), Vec::new());
    for r in results {
        match r {
            Ok(c) => coded.push(c),
            Err(f) => failures.push(f),
        }
    }
    Batch { coded, failures }
}

/// Codes one document; a defect of ours in one never stops the batch.
fn code_one(coder: &Coder, input: Input) -> Result<Coded, Failure> {
    let Input { document, sentences } = input;
    let events = guarded(&document.id, || match &sentences {
        Some(s) => coder.code_sentences(&document, s),
        None => coder.code(&document),
    })?;
    Ok(Coded { document, events })
}

/// Runs what may have a defect of ours: a panic becomes a failure of the document `id`.
pub fn guarded<T>(id: &str, run: impl FnOnce() -> T) -> Result<T, Failure> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).map_err(|_| Failure {
        file: id.to_owned(),
        source: None,
        diagnostic: detente_event::Diagnostic::error(
            "DT0599",
            None,
            "the document could not be coded: a defect of ours",
        )
        .help("please report it with the document; the others were coded"),
    })
}
