//! What is known of each feed between two runs: kept beside the file, written whole or not at all.

use super::web::Version;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Entries remembered of a feed.
const REMEMBERED: usize = 2000;
/// The longest wait after failures.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Everything that is known.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// By address or path.
    #[serde(default)]
    pub known: BTreeMap<String, Known>,
}

/// What is known of one feed or folder.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Known {
    /// The version that was read last.
    #[serde(flatten)]
    pub version: Version,
    /// When it is to be asked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Timestamp>,
    /// Failures since it last answered.
    #[serde(default)]
    pub failures: u32,
    /// The entries that were dealt with, the latest last.
    #[serde(default)]
    pub seen: Vec<String>,
    /// How often reading an entry's page failed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tried: BTreeMap<String, u32>,
}

impl Known {
    /// Whether it is time to ask.
    pub fn due(&self, now: Timestamp) -> bool {
        self.next.is_none_or(|t| t <= now)
    }

    /// It answered.
    pub fn answered(&mut self, now: Timestamp, every: Duration) {
        self.failures = 0;
        self.next = now.checked_add(every).ok();
    }

    /// It did not: each time twice as long until the next try, or as long as it wishes.
    pub fn failed(&mut self, now: Timestamp, every: Duration, wished: Option<Duration>) {
        self.failures = self.failures.saturating_add(1);
        let longer = every.saturating_mul(1 << self.failures.min(16));
        let wait = longer.min(LONGEST).max(wished.unwrap_or_default().min(LONGEST)).max(every);
        self.next = now.checked_add(wait).ok();
    }

    /// An entry was dealt with.
    pub fn see(&mut self, id: &str) {
        self.tried.remove(id);
        self.seen.push(id.to_owned());
        if self.seen.len() > REMEMBERED {
            self.seen.drain(..self.seen.len() - REMEMBERED);
        }
    }
}

impl State {
    /// The file beside the user's.
    pub fn path(config: &Path) -> PathBuf {
        config.with_extension("state.json")
    }

    /// Reads it; nothing is known where there is none.
    pub fn read(path: &Path) -> Result<Self, String> {
        match std::fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text).map_err(|e| {
                format!(
                    "{}: this is not what `detente watch` wrote: {e} (move it away; feeds are then read from the beginning, and the \
                     record keeps nothing twice)",
                    path.display()
                )
            }),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(format!("{}: cannot be read: {e}", path.display())),
        }
    }

    /// Writes it beside the old one and puts it in its place.
    pub fn write(&self, path: &Path) -> Result<(), String> {
        let fail = |e: std::io::Error| format!("{}: cannot be written: {e}", path.display());
        let part = path.with_extension("json.part");
        let text = serde_json::to_string_pretty(self).map_err(|e| e.to_string())?;
        std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path)).map_err(fail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_wait_longer_each_time_and_an_answer_ends_it() {
        let now: Timestamp = "2025-10-17T00:00:00Z".parse().unwrap();
        let every = Duration::from_secs(600);
        let mut k = Known::default();
        assert!(k.due(now));
        let waits: Vec<i64> = (0..12)
            .map(|_| {
                k.failed(now, every, None);
                k.next.unwrap().as_second() - now.as_second()
            })
            .collect();
        assert_eq!(waits[..4], [1200, 2400, 4800, 9600]);
        assert_eq!(waits[11], 86_400);
        k.answered(now, every);
        assert_eq!((k.failures, k.next.unwrap().as_second() - now.as_second()), (0, 600));
        k.failed(now, every, Some(Duration::from_secs(7200)));
        assert_eq!(k.next.unwrap().as_second() - now.as_second(), 7200);
        for n in 0..REMEMBERED + 10 {
            k.see(&n.to_string());
        }
        assert_eq!((k.seen.len(), k.seen[0].as_str()), (REMEMBERED, "10"));
    }
}
