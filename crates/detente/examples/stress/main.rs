//! Arbitrary bytes and mutated articles through the whole of reading and coding, for a while, the same for the same seed:
//!
//! ```text
//! cargo run --release -p detente --example stress -- SECONDS [SEED]
//! ```
//!
//! Each is read as a text, a page, JSON Lines or CoNLL-U, and coded. Checked: no panic; no document of up to 100 kB takes
//! more than two seconds of processor time; every span lies in its document, on characters, and its words are the
//! document's; coding again gives the same bytes. What fails is made smaller and kept in the folder of temporary files; the
//! exit status is then 1.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]
#![allow(dead_code)] // of the reader's modules the stress needs a part

#[path = "../../src/html/mod.rs"]
mod html;
#[path = "../../src/input/mod.rs"]
mod input;

mod check;
mod mutate;

use detente_coder::Coder;
use mutate::{Kind, Source};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A document that takes longer than this is taken to hang: it is kept, and the run ends.
const HANGS: Duration = Duration::from_secs(60);
/// Different failures that are looked for before the run ends.
const MOST: usize = 20;

/// What is being read, for the watch: since when (milliseconds), and the bytes.
#[derive(Default)]
struct Current {
    since: AtomicU64,
    bytes: Mutex<(String, Vec<u8>)>,
}

fn main() {
    let arguments: Vec<u64> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let seconds = arguments.first().copied().unwrap_or(10);
    let seed = arguments.get(1).copied().unwrap_or(1);
    let start = Instant::now();
    let current = Arc::new(Current::default());
    watch(start, Arc::clone(&current));
    check::quiet();

    let coder = Coder::new();
    let corpus = mutate::corpus();
    let mut failures: BTreeMap<String, usize> = BTreeMap::new();
    let (mut rounds, mut bytes, mut slowest) = (0u64, 0usize, (Duration::ZERO, String::new()));
    let mut by_kind: BTreeMap<&str, u64> = BTreeMap::new();
    while start.elapsed() < Duration::from_secs(seconds) && failures.len() < MOST {
        let mut source = Source::new(seed.wrapping_mul(1_000_003).wrapping_add(rounds));
        let (kind, data) = mutate::document(&corpus, &mut source);
        rounds += 1;
        bytes += data.len();
        *by_kind.entry(kind.name()).or_default() += 1;
        {
            let mut now = current.bytes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            *now = (format!("{}-{seed}-{rounds}.{}", kind.name(), kind.extension()), data.clone());
        }
        current.since.store(u64::try_from(start.elapsed().as_millis()).unwrap_or(1).max(1), Ordering::SeqCst);
        let outcome = check::all(&coder, kind, &data, rounds);
        current.since.store(0, Ordering::SeqCst);
        match outcome {
            Ok(took) if took > slowest.0 => slowest = (took, format!("{} of {} bytes", kind.name(), data.len())),
            Ok(_) => {}
            Err(what) => {
                let seen = failures.entry(what.signature.clone()).or_default();
                *seen += 1;
                if *seen == 1 {
                    tell(&coder, kind, &data, &what, seed, rounds);
                }
            }
        }
    }
    println!(
        "{rounds} documents, {bytes} bytes, {:.0} s, seed {seed}: {}; slowest {:.2} s ({})",
        start.elapsed().as_secs_f64(),
        by_kind.iter().map(|(k, n)| format!("{n} {k}")).collect::<Vec<_>>().join(", "),
        slowest.0.as_secs_f64(),
        slowest.1
    );
    if failures.is_empty() {
        println!("nothing wrong");
    } else {
        for (what, times) in &failures {
            println!("{times} times: {what}");
        }
        std::process::exit(1);
    }
}

/// Makes a failing document smaller, keeps it, and says where.
fn tell(coder: &Coder, kind: Kind, data: &[u8], what: &check::Failure, seed: u64, round: u64) {
    println!("seed {seed}, document {round} ({}, {} bytes): {}", kind.name(), data.len(), what.message);
    let small = check::smaller(coder, kind, data, &what.signature, round);
    let path = keep(&format!("{}-{seed}-{round}.{}", kind.name(), kind.extension()), &small);
    println!("  {} bytes of it fail the same way: {path}", small.len());
    if small.len() < 600 {
        println!("  {:?}", String::from_utf8_lossy(&small));
    }
}

fn keep(name: &str, data: &[u8]) -> String {
    let path = std::env::temp_dir().join(format!("detente-stress-{name}"));
    match std::fs::write(&path, data) {
        Ok(()) => path.display().to_string(),
        Err(e) => format!("{}: cannot be written: {e}", path.display()),
    }
}

/// Ends the run where a document hangs.
fn watch(start: Instant, current: Arc<Current>) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let since = current.since.load(Ordering::SeqCst);
            let now = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
            if since > 0 && now.saturating_sub(since) > u64::try_from(HANGS.as_millis()).unwrap_or(u64::MAX) {
                let data = current.bytes.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
                println!("{} of {} bytes hangs: {}", data.0, data.1.len(), keep(&data.0, &data.1));
                std::process::exit(1);
            }
        }
    });
}
