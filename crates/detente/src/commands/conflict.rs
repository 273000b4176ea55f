//! Conflict files for the commands that analyse them.

use crate::report;
use detente_event::{Diagnostic, Severity, Span};
use detente_gmcr::Conflict;
use detente_model::ConflictFile;
use std::io::Read;
use std::path::Path;

/// Reads the conflict file at `path` (`-`: standard input) and writes every finding about it to standard error.
/// `None` where it cannot be used.
pub fn read(path: &Path) -> Result<Option<(ConflictFile, Conflict)>, String> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    let bytes = bytes.map_err(|e| format!("{}: cannot be read: {e}", path.display()))?;
    let name = if path == Path::new("-") { "standard input".into() } else { path.display().to_string() };
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => {
            let at = e.utf8_error().valid_up_to();
            let line = e.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
            let d = Diagnostic::error("DT0301", None::<Span>, format!("line {line} is not text in UTF-8"))
                .help("a conflict file is TOML; save it as UTF-8");
            report::diagnostic(&name, None, &d);
            return Ok(None);
        }
    };
    let (file, found) = detente_model::parse(&text);
    for d in &found {
        report::diagnostic(&name, Some(&text), d);
    }
    let Some(file) = file.filter(|_| !found.iter().any(|d| d.severity == Severity::Error)) else {
        return Ok(None);
    };
    match detente_model::lower(&file) {
        Ok(conflict) => Ok(Some((file, conflict))),
        Err(found) => {
            for d in &found {
                report::diagnostic(&name, Some(&text), d);
            }
            Ok(None)
        }
    }
}
