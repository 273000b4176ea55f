//! Running the command as a user does.
#![allow(dead_code)] // each test file uses its part

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run gave.
pub struct Run {
    pub out: String,
    pub told: String,
    pub code: Option<i32>,
}

impl Run {
    /// The events on standard output.
    pub fn events(&self) -> Vec<Value> {
        self.out.lines().map(|l| serde_json::from_str(l).expect("an event a line")).collect()
    }

    /// The ids of the documents with events, in order, each once.
    pub fn documents(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.events().iter().map(|e| e["document"].as_str().unwrap().to_owned()).collect();
        ids.dedup();
        ids
    }
}

/// Runs the command, with something on standard input.
pub fn fed(args: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    // A command that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input);
    let done = child.wait_with_output().expect("the binary ends");
    let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8 comes out");
    let run = Run { out: text(done.stdout), told: text(done.stderr), code: done.status.code() };
    assert!(!run.told.contains("panicked"), "{}", run.told);
    run
}

/// Runs the command.
pub fn detente(args: &[&str]) -> Run {
    fed(args, b"")
}

/// An empty folder of that name.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("the scratch folder can be made");
    path
}

/// Writes a file and gives its path.
pub fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, content).expect("the scratch folder can be written");
    path.display().to_string()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A sentence that is an event without doubt, with a number that makes it another text.
pub fn sentence(n: usize) -> String {
    format!("Russian forces attacked Ukrainian troops near village number {n} on Thursday.")
}

/// A line of a JSON Lines file.
pub fn line(id: &str, n: usize) -> String {
    serde_json::json!({"id": id, "date": "2025-10-17", "title": "T", "text": sentence(n), "source": "https://example.org/a"})
        .to_string()
}
