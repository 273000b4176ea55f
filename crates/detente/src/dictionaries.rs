//! The user's own dictionaries: `--actors` and `--agents`.

use crate::report;
use clap::Args;
use detente_coder::{Coder, Loaded};
use detente_event::Severity;
use std::path::{Path, PathBuf};

/// Dictionaries that go before the carried ones.
#[derive(Debug, Args)]
pub struct Dictionaries {
    /// A dictionary of actors in PETRARCH's format, which goes before the carried ones (repeat for several)
    #[arg(long, value_name = "FILE")]
    actors: Vec<PathBuf>,
    /// A dictionary of agents in PETRARCH's format (repeat for several)
    #[arg(long, value_name = "FILE")]
    agents: Vec<PathBuf>,
}

impl Dictionaries {
    /// A coder with these dictionaries, and how many of their lines could not be used: each was reported.
    pub fn coder(&self) -> Result<(Coder, usize), String> {
        let mut coder = Coder::new();
        let mut skipped = 0;
        for path in &self.actors {
            skipped += told(path, |text| coder.add_actors(text))?;
        }
        for path in &self.agents {
            skipped += told(path, |text| coder.add_agents(text))?;
        }
        Ok((coder, skipped))
    }
}

/// Reads one dictionary and reports its mistakes.
fn told(path: &Path, load: impl FnOnce(&str) -> Loaded) -> Result<usize, String> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|e| format!("{name}: cannot be read: {e}"))?;
    if bytes.contains(&0) {
        return Err(format!("{name}: is no text; a dictionary is plain text in PETRARCH's format"));
    }
    let text = decoded(&bytes);
    let loaded = load(&text);
    for d in &loaded.diagnostics {
        report::diagnostic(&name, Some(&text), d);
    }
    if loaded.entries == 0 {
        return Err(format!(
            "{name}: has no entry in PETRARCH's format, such as `JANE_EXAMPLE [USAGOV]` or `POLICE [~COP]`"
        ));
    }
    Ok(loaded.diagnostics.iter().filter(|d| d.severity == Severity::Error).count())
}

/// UTF-8; a line that is none is Windows-1252, as older dictionaries mix them.
fn decoded(bytes: &[u8]) -> String {
    let line = |l: &[u8]| match std::str::from_utf8(l) {
        Ok(s) => s.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(l).0.into_owned(),
    };
    let text: String = bytes.split_inclusive(|b| *b == b'\n').map(line).collect();
    text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)
}
