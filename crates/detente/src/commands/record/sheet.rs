//! Rows of text as an aligned table or as comma-separated values.

/// A head and rows under it.
pub struct Sheet {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

/// No column of a table is wider than this; CSV has all of it.
const WIDEST: usize = 60;

impl Sheet {
    pub fn new(head: &[&'static str]) -> Self {
        Self { head: head.to_vec(), rows: Vec::new() }
    }

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
        let mut lines: Vec<Vec<String>> = vec![self.head.iter().map(|h| (*h).to_owned()).collect()];
        lines.extend(self.rows.iter().map(|r| r.iter().map(|c| short(c)).collect()));
        let width = |i: usize| lines.iter().filter_map(|l| l.get(i)).map(|c| c.chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
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

    /// Comma-separated, with quotes where needed.
    pub fn csv(&self) -> String {
        let mut out = String::new();
        let head: Vec<String> = self.head.iter().map(|h| h.to_lowercase().replace(' ', "_")).collect();
        for line in std::iter::once(&head).chain(&self.rows) {
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
}
