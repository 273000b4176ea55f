//! States and moves as CSV (RFC 4180).

use super::holds;
use crate::commands::conflict::Told;
use detente_gmcr::{Analysis, Explainer};

/// A cell, quoted where it must be.
fn cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn line(out: &mut String, cells: impl IntoIterator<Item = String>) {
    let cells: Vec<String> = cells.into_iter().map(|c| cell(&c)).collect();
    out.push_str(&cells.join(","));
    out.push('\n');
}

/// A line for each state.
pub fn states(told: &Told, analysis: &Analysis) -> Result<String, String> {
    let explainer = Explainer::new(&told.model, super::MOST_STATES).map_err(|e| e.to_string())?;
    let ids: Vec<&str> = told.file.decision_makers.iter().map(|d| d.id.as_str()).collect();
    let names = told.file.option_names();
    let mut out = String::new();
    let mut head = vec!["state".to_owned(), "decimal".to_owned()];
    head.extend(names.iter().cloned());
    head.extend(ids.iter().map(|id| format!("{id} rank")));
    for c in &analysis.concepts {
        head.extend(ids.iter().map(|id| format!("{} {id}", c.concept.id())));
        head.push(c.concept.id().to_owned());
    }
    line(&mut out, head);
    for s in 0..told.states.len() {
        let mut row = vec![(s + 1).to_string(), told.states.decimal(s).to_string()];
        row.extend((0..names.len()).map(|o| if told.states.value(s, o) { "Y" } else { "N" }.to_owned()));
        row.extend((0..ids.len()).map(|i| explainer.rank(i, s + 1).map_or_else(|_| String::new(), |r| r.to_string())));
        for c in &analysis.concepts {
            let flag = |held: bool| if held { "1" } else { "0" }.to_owned();
            row.extend(c.stable.iter().map(|a| flag(a.set.as_ref().is_some_and(|x| x.contains(s)))));
            row.push(flag(holds(c, s)));
        }
        line(&mut out, row);
    }
    Ok(out)
}

/// A line for each move.
pub fn moves(told: &Told) -> Result<String, String> {
    let mut out = String::new();
    line(&mut out, ["decision_maker", "from", "to", "improvement"].map(str::to_owned));
    for m in super::graph::moves(told)? {
        let id = told.file.decision_makers[m.decision_maker].id.clone();
        line(&mut out, [id, m.from.to_string(), m.to.to_string(), u8::from(m.gains).to_string()]);
    }
    Ok(out)
}
