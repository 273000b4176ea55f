//! `detente code --dry-run`: what would be read.

use crate::commands::{Outcome, deliver, status};
use crate::input::{Inputs, Kind};
use crate::report;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;

/// What one file holds.
struct File {
    name: Arc<str>,
    kind: Kind,
    documents: usize,
    undated: usize,
    bytes: usize,
}

/// Reads everything and codes nothing; a line for each file.
pub fn run(paths: &[PathBuf], date: Option<Date>) -> Outcome {
    let (mut files, mut failures): (Vec<File>, usize) = (Vec::new(), 0);
    for found in Inputs::new(paths, date) {
        match found {
            Err(f) => {
                report::failure(&f);
                failures += usize::from(f.is_error());
            }
            Ok(i) => {
                if files.last().is_none_or(|f| f.name != i.file) {
                    files.push(File { name: i.file.clone(), kind: i.kind, documents: 0, undated: 0, bytes: 0 });
                }
                if let Some(file) = files.last_mut() {
                    file.documents += 1;
                    file.undated += usize::from(i.document.date.is_none());
                    file.bytes += i.document.text.len();
                }
            }
        }
    }
    let count = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
    let about = |documents: usize, undated: usize, bytes: usize| {
        let dates = if undated == 0 { String::new() } else { format!(", {undated} without a date") };
        format!("{}{dates}, {}", count(documents, "document"), count(bytes, "byte"))
    };
    let mut out = String::new();
    for f in &files {
        out.push_str(&format!("{}\t{}\t{}\n", f.name, f.kind.as_str(), about(f.documents, f.undated, f.bytes)));
    }
    let sum = |of: fn(&File) -> usize| files.iter().map(of).sum();
    out.push_str(&format!(
        "in all: {}, {}; {} could not be used; nothing was coded\n",
        count(files.len(), "file"),
        about(sum(|f| f.documents), sum(|f| f.undated), sum(|f| f.bytes)),
        count(failures, "input")
    ));
    deliver(&out, None)?;
    Ok(status(failures))
}
