//! How far a long job is, on standard error: a line that is written over on a terminal, else a line now and then.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Tells how far a job is.
pub struct Progress {
    quiet: bool,
    terminal: bool,
    begun: Instant,
    shown: Instant,
    /// Whether a line stands on the terminal.
    line: bool,
    documents: usize,
    events: usize,
}

impl Progress {
    /// Begins a job.
    pub fn new(quiet: bool) -> Self {
        let now = Instant::now();
        let terminal = std::io::stderr().is_terminal();
        Self { quiet, terminal, begun: now, shown: now, line: false, documents: 0, events: 0 }
    }

    /// Counts a document.
    pub fn read(&mut self) {
        self.documents += 1;
    }

    /// Counts events.
    pub fn coded(&mut self, events: usize) {
        self.events += events;
    }

    /// Shows it, if it is time to. `share` is how much of the input was read, where that is known.
    pub fn show(&mut self, share: Option<f64>) {
        let pause = if self.terminal { Duration::from_millis(200) } else { Duration::from_secs(30) };
        if self.quiet || self.shown.elapsed() < pause {
            return;
        }
        self.shown = Instant::now();
        let share = share.map_or_else(String::new, |s| format!(", {:.0} % of the input", s * 100.0));
        let seconds = self.begun.elapsed().as_secs();
        let said = format!(
            "{} documents, {} events{share}, {}:{:02}",
            self.documents,
            self.events,
            seconds / 60,
            seconds % 60
        );
        if self.terminal {
            anstream::eprint!("\r\x1b[K{said}");
            // What cannot be shown is no loss.
            let _ = std::io::stderr().flush();
            self.line = true;
        } else {
            anstream::eprintln!("{said}");
        }
    }

    /// Takes the line away, so that something else can be written.
    pub fn pause(&mut self) {
        if std::mem::take(&mut self.line) {
            anstream::eprint!("\r\x1b[K");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.pause();
    }
}
