//! The commands, one file each.

pub mod actor;
pub mod analyze;
pub mod brief;
mod browser;
pub mod coalitions;
pub mod code;
mod concepts;
mod conflict;
pub mod convert;
pub mod doctor;
pub mod draft;
mod explain;
pub mod inverse;
pub mod parse;
pub mod paths;
pub mod record;
pub mod robust;
pub mod watch;
pub mod whatif;

use detente_record::export::{self, Written};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What a command ends with: success, or some input could not be used.
pub type Outcome = Result<ExitCode, String>;

/// Writes a result to `-o FILE`, or to standard output.
pub fn deliver(text: &str, to: Option<&Path>) -> Result<(), String> {
    deliver_bytes(text.as_bytes(), to)
}

/// The same for what is no text.
pub fn deliver_bytes(bytes: &[u8], to: Option<&Path>) -> Result<(), String> {
    match to {
        Some(path) if path != Path::new("-") => {
            std::fs::write(path, bytes).map_err(|e| format!("{}: cannot be written: {e}", path.display()))
        }
        _ => match std::io::stdout().lock().write_all(bytes) {
            Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(format!("standard output: {e}")),
            _ => Ok(()),
        },
    }
}

/// Writes a file beside the wanted one and puts it in its place when it is whole.
pub fn whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<Written, String>) -> Result<Written, String> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let at = |e: std::io::Error| format!("{}: cannot be written: {e}", path.display());
    let mut out = BufWriter::new(File::create(&part).map_err(at)?);
    let done = write(&mut out).and_then(|w| out.flush().map(|()| w).map_err(at));
    drop(out);
    match done {
        Ok(w) => std::fs::rename(&part, path).map(|()| w).map_err(at),
        Err(e) => {
            // What was begun is no use to anybody; if it cannot be removed, the message below is the one that matters.
            let _ = std::fs::remove_file(&part);
            Err(e)
        }
    }
}

/// Writes `FILE.columns.json` beside an export: what each of its columns holds.
pub fn side_file(path: &Path, format: export::Format, written: &Written) -> Result<(), String> {
    let mut side = path.as_os_str().to_owned();
    side.push(".columns.json");
    let mut text = serde_json::to_string_pretty(&export::side_file(format, written)).map_err(|e| e.to_string())?;
    text.push('\n');
    deliver(&text, Some(Path::new(&side)))
}

/// Tells what an export left out, and what its reader should know.
pub fn tell(written: &Written) {
    for (why, n) in &written.left_out {
        anstream::eprintln!("left out {n}: {why}");
    }
    for note in &written.notes {
        anstream::eprintln!("note: {note}");
    }
}

/// The exit status: 0, or 1 where some input could not be used.
pub fn status(failures: usize) -> ExitCode {
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
