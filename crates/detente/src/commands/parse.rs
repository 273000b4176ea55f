//! `detente parse`: documents to CoNLL-U.

use super::{Outcome, deliver, status};
use crate::{input, report};
use clap::Args;
use rayon::prelude::*;
use std::path::PathBuf;

/// Tag and parse documents (CoNLL-U out; the words and sentences of CoNLL-U input are kept)
#[derive(Debug, Args)]
pub struct Parse {
    /// Text, HTML, JSON Lines, Parquet, WARC or CoNLL-U files, gzipped or not, folders, or `-`
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Parse) -> Outcome {
    let mut failures = 0;
    let mut inputs = Vec::new();
    for f in input::Inputs::new(&args.paths, None) {
        match f {
            Ok(i) => inputs.push(i),
            Err(f) => {
                failures += usize::from(f.is_error());
                report::failure(&f);
            }
        }
    }
    let parts: Vec<String> = inputs
        .into_par_iter()
        .map(|i| {
            let sentences = match i.sentences {
                Some(mut s) => {
                    detente_text::annotate(&mut s);
                    s
                }
                None => detente_text::read(&i.document.text),
            };
            detente_text::conllu::write(&detente_text::Document {
                id: Some(i.document.id),
                text: i.document.text,
                sentences,
            })
        })
        .collect();
    deliver(&parts.concat(), args.output.as_deref())?;
    Ok(status(failures))
}
