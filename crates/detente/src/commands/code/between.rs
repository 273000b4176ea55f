//! `detente code --between`: the act between two given mentions.

use crate::commands::{Outcome, deliver, status};
use crate::{lines, pipeline};
use detente_coder::Coder;
use detente_event::{Diagnostic, Span};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

/// Two mentions in a text.
#[derive(Deserialize)]
struct Pair {
    #[serde(default)]
    id: Value,
    text: String,
    actor: Span,
    recipient: Span,
}

impl Pair {
    fn read(line: Value) -> Result<Pair, Diagnostic> {
        let pair: Pair = serde_json::from_value(line).map_err(|e| {
            Diagnostic::error("DT0504", None, format!("not two mentions in a text: {e}"))
                .help(r#"write {"id":…,"text":"…","actor":[start,end],"recipient":[start,end]}, in bytes"#)
        })?;
        for (role, span) in [("actor", pair.actor), ("recipient", pair.recipient)] {
            let said = format!("[{}, {}]", span.start, span.end);
            let wrong = if span.start >= span.end {
                format!("`{role}` {said} holds nothing")
            } else if span.end > pair.text.len() {
                format!("`{role}` {said} ends outside of the text, which has {} bytes", pair.text.len())
            } else if span.of(&pair.text).is_empty() {
                format!("`{role}` {said} begins or ends inside a character")
            } else {
                continue;
            };
            return Err(Diagnostic::error("DT0505", None, wrong)
                .help("count bytes of UTF-8, not characters: the first of the mention, and the first behind it"));
        }
        if pair.actor == pair.recipient {
            return Err(Diagnostic::error("DT0506", None, "`actor` and `recipient` are the same mention")
                .help("mark who does it, and to whom: two places of the text"));
        }
        Ok(pair)
    }
}

/// Answers every line of `file`; `skipped` counts what failed before.
pub fn run(coder: &Coder, file: &Path, output: Option<&Path>, skipped: usize) -> Outcome {
    let bytes = lines::read(file)?;
    let mut out = String::new();
    let failures = lines::each(file, &bytes, |line| {
        let p = Pair::read(line)?;
        let told =
            pipeline::guarded("", "", || coder.between(&p.text, p.actor, p.recipient)).map_err(|f| f.diagnostic)?;
        let mut v = json!(told);
        if let Some(o) = v.as_object_mut() {
            o.shift_insert(0, "id".into(), p.id);
        }
        let _ = writeln!(out, "{v}");
        Ok(())
    });
    deliver(&out, output)?;
    Ok(status(failures + skipped))
}
