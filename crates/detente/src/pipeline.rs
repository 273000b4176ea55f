//! Documents to events: the part of the way that `code`, `record add` and `brief` share.
//!
//! Documents are read one after the other, coded in batches on all cores, and handed on in the order in which they were
//! read, so that neither the order nor the bytes of a result depend on how many cores there are, and so that memory is
//! bounded by the batch however large an archive is.

use crate::input::{Failure, Found, Input, Inputs};
use crate::progress::Progress;
use clap::Args;
use detente_coder::Coder;
use detente_event::{Document, Event};
use jiff::civil::Date;
use rayon::prelude::*;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// How to work; the same for every command that reads documents.
#[derive(Clone, Debug, Default, Args)]
pub struct Manner {
    /// Code on so many cores (all of them, unless said); results are the same on any number
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// No progress and no closing summary; what could not be used is told all the same
    #[arg(long)]
    pub quiet: bool,
}

/// A document with its events.
#[derive(Clone, Debug)]
pub struct Coded {
    /// The document.
    pub document: Document,
    /// Its events, in the order of its sentences.
    pub events: Vec<Event>,
}

/// What became of one input.
pub type Done = Result<Coded, Failure>;

/// Documents and bytes of text that are coded together, for each core.
const TOGETHER: (usize, usize) = (64, 256 << 10);

/// Reads and codes every document at `paths` that `wanted` does not turn away, and gives batches to `take` in the order
/// of the paths, until it has enough. What could not be used is among the results, in its place.
///
/// # Errors
/// Where `wanted` or `take` fails.
pub fn run(
    coder: &Coder,
    paths: &[PathBuf],
    date: Option<Date>,
    manner: &Manner,
    mut wanted: impl FnMut(&Document) -> Result<bool, String>,
    mut take: impl FnMut(Vec<Done>) -> Result<ControlFlow<()>, String>,
) -> Result<(), String> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(manner.jobs.map_or(0, NonZeroUsize::get))
        .build()
        .map_err(|e| format!("the threads cannot be started: {e}"))?;
    let cores = pool.current_num_threads();
    let mut progress = Progress::new(manner.quiet);
    let mut inputs = Inputs::new(paths, date);
    loop {
        let (mut batch, mut bytes, mut ended): (Vec<Found>, usize, bool) = (Vec::new(), 0, false);
        while batch.len() < TOGETHER.0 * cores && bytes < TOGETHER.1 * cores {
            match inputs.next() {
                Some(Ok(input)) => {
                    progress.read();
                    if wanted(&input.document)? {
                        bytes += input.document.text.len();
                        batch.push(Ok(input));
                    }
                }
                Some(failure) => batch.push(failure),
                None => {
                    ended = true;
                    break;
                }
            }
            progress.show(inputs.share());
        }
        let code = |found: Found| found.and_then(|input| code_one(coder, input));
        let done: Vec<Done> = if cores == 1 {
            batch.into_iter().map(code).collect()
        } else {
            pool.install(|| batch.into_par_iter().with_max_len(1).map(code).collect())
        };
        progress.coded(done.iter().flatten().map(|c| c.events.len()).sum());
        progress.show(inputs.share());
        progress.pause();
        if take(done)?.is_break() || ended {
            return Ok(());
        }
    }
}

/// Codes one document; a defect of ours in one never stops the others.
fn code_one(coder: &Coder, input: Input) -> Done {
    let Input { document, sentences, file, .. } = input;
    let events = guarded(&file, &document.id, || match &sentences {
        Some(s) => coder.code_sentences(&document, s),
        None => coder.code(&document),
    })?;
    Ok(Coded { document, events })
}

/// Runs what may have a defect of ours: a panic becomes a failure of the document `id` of `file`.
pub fn guarded<T>(file: &str, id: &str, run: impl FnOnce() -> T) -> Result<T, Failure> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).map_err(|_| Failure {
        file: file.to_owned(),
        line: None,
        source: None,
        diagnostic: detente_event::Diagnostic::error(
            "DT0599",
            None,
            format!("the document `{id}` could not be coded: a defect of ours{}", crate::defect::place()),
        )
        .help("please report it with the document; the others were coded"),
    })
}
