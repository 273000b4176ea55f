//! JSON Lines as a command's input: every line on its own, a mistake in one named with its place, the rest used.

use crate::report;
use detente_event::{Diagnostic, Span};
use serde_json::Value;
use std::io::Read;
use std::path::Path;

/// The bytes of a file, or of standard input for `-`.
pub fn read(path: &Path) -> Result<Vec<u8>, String> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| format!("standard input: {e}"))?;
        return Ok(bytes);
    }
    std::fs::read(path).map_err(|e| format!("{}: cannot be read: {e}", path.display()))
}

/// Hands each line that is a JSON object to `take`; what it finds wrong is reported at that line. How many were wrong.
pub fn each(path: &Path, bytes: &[u8], mut take: impl FnMut(Value) -> Result<(), Diagnostic>) -> usize {
    let name = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
    let text = String::from_utf8_lossy(bytes);
    let (mut at, mut wrong) = (0, 0);
    for (raw, shown) in bytes.split_inclusive(|b| *b == b'\n').zip(text.split_inclusive('\n')) {
        let span = Span::new(at, at + shown.trim_end().len());
        at += shown.len();
        let Err(d) = object(raw).and_then(|o| o.map_or(Ok(()), &mut take)) else { continue };
        wrong += 1;
        report::diagnostic(&name, Some(&text), &Diagnostic { span: Some(span), ..d });
    }
    wrong
}

/// The JSON object of a line; `None` for an empty one.
fn object(line: &[u8]) -> Result<Option<Value>, Diagnostic> {
    let wrong = |message: String, help: &str| Err(Diagnostic::error("DT0504", None, message).help(help));
    let line = match std::str::from_utf8(line) {
        Ok(l) => l.trim_start_matches('\u{feff}').trim(),
        Err(_) => return wrong("the line is no UTF-8".to_owned(), "save the file as UTF-8"),
    };
    if line.is_empty() {
        return Ok(None);
    }
    match serde_json::from_str::<Value>(line) {
        Ok(v) if v.is_object() => Ok(Some(v)),
        Ok(_) => wrong("the line is no JSON object".to_owned(), "write one `{…}` a line"),
        Err(e) => wrong(format!("the line is no JSON: {e}"), "write one `{…}` a line"),
    }
}
