//! Any bytes, read as a text: spans in bounds and in order, one tree a sentence, dates in order, valid CoNLL-U out.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/text/tests/check/mod.rs"]
#[allow(dead_code)]
mod check;

fuzz_target!(|data: &[u8]| check::all(&String::from_utf8_lossy(data)));
