//! Rows of text as an aligned table, as comma-separated values or as Parquet.

use detente_record::export::{SheetKind, sheet_parquet};

/// A column: its head, and what it is in data; `None` where it is only for the eye.
pub struct Column {
    head: &'static str,
    kind: Option<SheetKind>,
    eye: bool,
}

/// A column of words.
pub const fn words(head: &'static str) -> Column {
    Column { head, kind: Some(SheetKind::Text), eye: true }
}

/// A column of some kind.
pub const fn of(kind: SheetKind, head: &'static str) -> Column {
    Column { head, kind: Some(kind), eye: true }
}

/// A column that only the eye gets.
pub const fn shown(head: &'static str) -> Column {
    Column { head, kind: None, eye: true }
}

/// A column that only data has.
pub const fn data(kind: SheetKind, head: &'static str) -> Column {
    Column { head, kind: Some(kind), eye: false }
}

/// Columns and rows under them.
pub struct Sheet {
    columns: &'static [Column],
    rows: Vec<Vec<String>>,
}

/// No column of a table is wider than this; data has all of it.
const WIDEST: usize = 60;

impl Sheet {
    pub fn new(columns: &'static [Column]) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Cells in the order of the columns.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Aligned, for the eye.
    pub fn table(&self) -> String {
        let short = |t: &str| -> String {
            let one_line: String = t.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            if one_line.chars().count() <= WIDEST {
                return one_line;
            }
            one_line.chars().take(WIDEST - 1).chain(['…']).collect()
        };
        let seen = |i: usize| self.columns.get(i).is_some_and(|c| c.eye);
        let mut lines: Vec<Vec<String>> =
            vec![self.columns.iter().filter(|c| c.eye).map(|c| c.head.to_owned()).collect()];
        lines.extend(
            self.rows.iter().map(|r| r.iter().enumerate().filter(|(i, _)| seen(*i)).map(|(_, c)| short(c)).collect()),
        );
        let width = |i: usize| lines.iter().filter_map(|l| l.get(i)).map(|c| c.chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
        let mut out = String::new();
        for line in &lines {
            let mut text = String::new();
            for (cell, width) in line.iter().zip(&widths) {
                text.push_str(cell);
                text.extend(std::iter::repeat_n(' ', width - cell.chars().count() + 2));
            }
            out.push_str(text.trim_end());
            out.push('\n');
        }
        out
    }

    /// Names and kinds of the columns that data has, and the rows with their cells only.
    fn data(&self) -> (Vec<(String, SheetKind)>, Vec<Vec<String>>) {
        let columns = self.columns.iter().filter_map(|c| Some((c.head.to_lowercase().replace(' ', "_"), c.kind?)));
        let kept = |r: &Vec<String>| -> Vec<String> {
            r.iter().zip(self.columns).filter(|(_, c)| c.kind.is_some()).map(|(cell, _)| cell.clone()).collect()
        };
        (columns.collect(), self.rows.iter().map(kept).collect())
    }

    /// Comma-separated, with quotes where needed.
    pub fn csv(&self) -> String {
        let (columns, rows) = self.data();
        let head: Vec<String> = columns.into_iter().map(|c| c.0).collect();
        let mut out = String::new();
        for line in std::iter::once(&head).chain(&rows) {
            for (i, cell) in line.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                if cell.contains([',', '"', '\n', '\r']) {
                    out.push('"');
                    out.push_str(&cell.replace('"', "\"\""));
                    out.push('"');
                } else {
                    out.push_str(cell);
                }
            }
            out.push('\n');
        }
        out
    }

    /// A Parquet file.
    pub fn parquet(&self) -> Result<Vec<u8>, String> {
        let (columns, rows) = self.data();
        sheet_parquet(&columns, &rows).map_err(|e| e.to_string())
    }
}
