//! The files that the user's paths stand for.

use super::{Failure, kind};
use detente_event::Diagnostic;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};

/// Files in order: those named, and those of the folders named, by name. Links to folders inside a folder are not
/// followed, so that none comes twice.
pub struct Paths {
    files: VecDeque<Result<PathBuf, Failure>>,
    bytes: Option<u64>,
}

impl Paths {
    /// Looks through all folders; opens no file.
    pub fn new(paths: &[PathBuf]) -> Self {
        let mut out = Self { files: VecDeque::new(), bytes: Some(0) };
        for path in paths {
            if path.is_dir() {
                let before = out.files.len();
                out.folder(path);
                if out.files.len() == before {
                    out.fail(
                        path,
                        Diagnostic::error("DT0502", None, "the folder holds no document").help(
                            "documents end in .txt, .md, .html, .jsonl, .parquet, .warc or .conllu, or in one of these and .gz",
                        ),
                    );
                }
            } else {
                out.file(path);
            }
        }
        out
    }

    /// How many bytes there are; `None` where it is not known.
    pub fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    fn file(&mut self, path: &Path) {
        let size = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|m| m.len());
        self.bytes = if path == Path::new("-") { None } else { self.bytes.zip(size).map(|(a, b)| a + b) };
        self.files.push_back(Ok(path.to_owned()));
    }

    fn folder(&mut self, path: &Path) {
        let mut inside: Vec<(PathBuf, bool)> = match std::fs::read_dir(path) {
            Ok(list) => list
                .filter_map(Result::ok)
                .filter(|e| !e.file_name().to_string_lossy().starts_with('.'))
                .map(|e| (e.path(), e.file_type().is_ok_and(|t| t.is_dir())))
                .collect(),
            Err(e) => return self.fail(path, Diagnostic::error("DT0503", None, format!("cannot be read: {e}"))),
        };
        inside.sort();
        for (path, is_folder) in inside {
            if is_folder {
                self.folder(&path);
            } else if path.is_file() && kind::is_document(&path) {
                self.file(&path);
            }
        }
    }

    fn fail(&mut self, path: &Path, diagnostic: Diagnostic) {
        self.files.push_back(Err(Failure { file: path.display().to_string(), line: None, source: None, diagnostic }));
    }
}

impl Iterator for Paths {
    type Item = Result<PathBuf, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        self.files.pop_front()
    }
}
