//! The commands, one file each.

pub mod actor;
pub mod analyze;
pub mod brief;
pub mod coalitions;
pub mod code;
mod conflict;
pub mod doctor;
pub mod draft;
pub mod inverse;
pub mod parse;
pub mod paths;
pub mod record;
pub mod robust;
pub mod watch;
pub mod whatif;

use std::io::Write;
use std::path::Path;
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

/// The exit status: 0, or 1 where some input could not be used.
pub fn status(failures: usize) -> ExitCode {
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
