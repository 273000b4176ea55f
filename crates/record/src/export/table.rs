//! Tables with fixed columns: tab or comma separated.

use super::failed;
use crate::Error;
use serde::Serialize;
use std::io::Write;

/// Whether a column is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fill {
    /// Filled wherever the event has it.
    Filled,
    /// Filled with something near to what the format's own data has there.
    Approximate,
    /// Always empty.
    Empty,
}

/// A column of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Whether it is filled.
    pub fill: Fill,
    /// What it holds, or why it is empty.
    pub note: &'static str,
}

/// A filled column that needs no words.
pub(crate) const fn has(name: &'static str) -> Column {
    Column { name, fill: Fill::Filled, note: "" }
}

/// A filled column with words.
pub(crate) const fn holds(name: &'static str, note: &'static str) -> Column {
    Column { name, fill: Fill::Filled, note }
}

/// An approximate column.
pub(crate) const fn near(name: &'static str, note: &'static str) -> Column {
    Column { name, fill: Fill::Approximate, note }
}

/// An empty column.
pub(crate) const fn empty(name: &'static str, note: &'static str) -> Column {
    Column { name, fill: Fill::Empty, note }
}

/// How a table is laid out.
#[derive(Clone, Copy)]
pub(crate) struct Layout {
    pub(crate) columns: &'static [Column],
    /// Comma with quotes; else tab, and no quotes.
    pub(crate) comma: bool,
    pub(crate) header: bool,
    /// What stands for no value.
    pub(crate) missing: &'static str,
}

/// Writes rows of a layout and refuses one with another number of cells.
pub(crate) struct Table<'a> {
    layout: Layout,
    out: &'a mut dyn Write,
    line: String,
    /// Rows so far, the header not among them.
    pub(crate) rows: usize,
}

impl<'a> Table<'a> {
    pub(crate) fn new(layout: Layout, out: &'a mut dyn Write) -> Result<Self, Error> {
        let mut table = Self { layout, out, line: String::new(), rows: 0 };
        if layout.header {
            let names: Vec<String> = layout.columns.iter().map(|c| c.name.to_owned()).collect();
            table.put(&names)?;
        }
        Ok(table)
    }

    /// Writes one row, cells in the order of the columns; an empty cell becomes the missing mark.
    pub(crate) fn row(&mut self, cells: &[String]) -> Result<(), Error> {
        if cells.len() != self.layout.columns.len() {
            return Err(Error::format(
                format!("a row has {} cells where the format has {} columns", cells.len(), self.layout.columns.len()),
                "this is a defect of the writer; report it",
            ));
        }
        self.rows += 1;
        self.put(cells)
    }

    /// Hands on what the sink holds back.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        self.out.flush().map_err(|e| failed(&e))
    }

    fn put(&mut self, cells: &[String]) -> Result<(), Error> {
        self.line.clear();
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.line.push(if self.layout.comma { ',' } else { '\t' });
            }
            let cell = if cell.is_empty() { self.layout.missing } else { cell };
            if !self.layout.comma {
                // Nothing is quoted in these formats: a tab or a line break in a value would move the columns.
                self.line.extend(cell.chars().map(|c| if c.is_control() { ' ' } else { c }));
            } else if cell.contains([',', '"', '\n', '\r']) {
                self.line.push('"');
                self.line.push_str(&cell.replace('"', "\"\""));
                self.line.push('"');
            } else {
                self.line.push_str(cell);
            }
        }
        self.line.push('\n');
        self.out.write_all(self.line.as_bytes()).map_err(|e| failed(&e))
    }
}

/// The text of something that may not be there.
pub(crate) fn opt<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

/// Splits a line of a comma-separated table; `None` where quotes are not closed.
pub(crate) fn split_csv(line: &str) -> Option<Vec<String>> {
    let mut out = Vec::new();
    let mut cell = String::new();
    let mut chars = line.chars().peekable();
    let mut quoted = false;
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            ',' if !quoted => out.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    out.push(cell);
    (!quoted).then_some(out)
}
