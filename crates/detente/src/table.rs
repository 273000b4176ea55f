//! The options table of the field: options and verdicts as rows, states as columns.

use detente_gmcr::States as Feasible;
use detente_model::ConflictFile;

/// Columns in one block of the table.
const BLOCK: usize = 24;

/// Which states of which conflict.
#[derive(Clone, Copy, Debug)]
pub struct States<'a> {
    /// The conflict.
    pub file: &'a ConflictFile,
    /// Its states.
    pub states: &'a Feasible,
    /// The status quo's position.
    pub now: Option<usize>,
    /// The positions to show, in order.
    pub shown: &'a [usize],
}

/// A row: its label and a cell for each state shown (none for a heading).
#[derive(Clone, Debug)]
pub struct Row {
    label: String,
    cells: Vec<String>,
}

impl States<'_> {
    /// A heading.
    pub fn heading(&self, label: &str) -> Row {
        Row { label: label.to_owned(), cells: Vec::new() }
    }

    /// A row with `cell` of each state's position.
    pub fn row<T: Into<String>>(&self, label: &str, cell: impl Fn(usize) -> T) -> Row {
        Row { label: label.to_owned(), cells: self.shown.iter().map(|p| cell(*p).into()).collect() }
    }

    /// The decision makers and their options.
    pub fn options(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut last = None;
        for (position, (k, option)) in self.file.options().enumerate() {
            if last != Some(k) {
                rows.push(self.heading(&self.file.decision_makers[k].name));
                last = Some(k);
            }
            let cell = |p: usize| if self.states.value(p, position) { "Y" } else { "N" };
            rows.push(self.row(&format!("  {}", option.name), cell));
        }
        rows
    }

    /// The table as text, in blocks where there are many columns.
    pub fn render(&self, rows: &[Row]) -> String {
        let label = rows.iter().map(|r| r.label.chars().count()).max().unwrap_or(0).clamp(12, 48);
        let header: Vec<String> =
            self.shown.iter().map(|p| format!("{}{}", p + 1, if self.now == Some(*p) { "*" } else { "" })).collect();
        let mut out = String::new();
        for start in (0..self.shown.len()).step_by(BLOCK) {
            let block = start..(start + BLOCK).min(self.shown.len());
            let width = header[block.clone()].iter().map(|h| h.chars().count()).max().unwrap_or(1) + 1;
            if start > 0 {
                out.push('\n');
            }
            line(&mut out, "State", label, header[block.clone()].iter().map(String::as_str), width);
            for row in rows {
                let cells = if row.cells.is_empty() { &[][..] } else { &row.cells[block.clone()] };
                line(&mut out, &row.label, label, cells.iter().map(String::as_str), width);
            }
        }
        out
    }
}

fn line<'a>(out: &mut String, label: &str, room: usize, cells: impl Iterator<Item = &'a str>, width: usize) {
    let length = label.chars().count();
    let mut text: String =
        if length > room { label.chars().take(room - 1).chain(['…']).collect() } else { label.to_owned() };
    text.extend(std::iter::repeat_n(' ', room.saturating_sub(length)));
    for cell in cells {
        text.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count())));
        text.push_str(cell);
    }
    out.push_str(text.trim_end());
    out.push('\n');
}
