//! `detente code --between`: the act between two given mentions.

use crate::commands::{Outcome, deliver, status};
use detente_coder::Coder;
use detente_event::Span;
use serde::Deserialize;
use std::fmt::Write as _;
use std::path::Path;

#[derive(Deserialize)]
struct Pair {
    id: serde_json::Value,
    text: String,
    actor: Span,
    recipient: Span,
}

/// Answers every line of `file`.
pub fn run(coder: &Coder, file: &Path, output: Option<&Path>) -> Outcome {
    let text =
        if file == Path::new("-") { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(file) };
    let text = text.map_err(|e| format!("{}: cannot be read: {e}", file.display()))?;
    let mut out = String::new();
    let mut failures = 0;
    for (k, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let inside = |text: &str, s: Span| text.get(s.start..s.end).is_some();
        match serde_json::from_str::<Pair>(line) {
            Ok(p) if inside(&p.text, p.actor) && inside(&p.text, p.recipient) => {
                let b = coder.between(&p.text, p.actor, p.recipient);
                let mut v = serde_json::to_value(&b).map_err(|e| e.to_string())?;
                if let Some(o) = v.as_object_mut() {
                    o.shift_insert(0, "id".into(), p.id);
                }
                let _ = writeln!(out, "{v}");
            }
            Ok(_) => {
                failures += 1;
                anstream::eprintln!(
                    "error[DT0505]: {}:{}: a span is outside of the text or inside a character",
                    file.display(),
                    k + 1
                );
            }
            Err(e) => {
                failures += 1;
                anstream::eprintln!("error[DT0504]: {}:{}: {e}", file.display(), k + 1);
            }
        }
    }
    deliver(&out, output)?;
    Ok(status(failures))
}
