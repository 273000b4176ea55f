//! The options table of the field: options and verdicts as rows, states as columns; plain, in Markdown or in LaTeX.

use detente_gmcr::States as Feasible;
use detente_model::ConflictFile;
use std::fmt::Write as _;

/// Columns in one block of the table.
const BLOCK: usize = 24;

/// How a table and the lines around it are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// For the terminal.
    Plain,
    /// GitHub's Markdown.
    Markdown,
    /// LaTeX, with `booktabs`.
    Latex,
}

impl Look {
    /// The title of the whole.
    pub fn title(self, out: &mut String, text: &str) {
        if !text.is_empty() {
            let _ = match self {
                Self::Plain => writeln!(out, "{text}"),
                Self::Markdown => writeln!(out, "# {}", self.safe(text)),
                Self::Latex => writeln!(out, "% {}", text.replace('\n', " ")),
            };
        }
    }

    /// A heading.
    pub fn heading(self, out: &mut String, text: &str) {
        let _ = match self {
            Self::Plain => writeln!(out, "\n{text}"),
            Self::Markdown => writeln!(out, "\n## {}\n", self.safe(text)),
            Self::Latex => writeln!(out, "\n\\paragraph{{{}}}", self.safe(text)),
        };
    }

    /// A line of text.
    pub fn line(self, out: &mut String, text: &str) {
        let _ = match self {
            Self::Plain => writeln!(out, "{text}"),
            Self::Markdown => writeln!(out, "\n{}", self.safe(text)),
            Self::Latex => writeln!(out, "\n{}", self.safe(text)),
        };
    }

    /// A line of a list.
    pub fn item(self, out: &mut String, text: &str) {
        let _ = match self {
            Self::Plain => writeln!(out, "  {text}"),
            Self::Markdown => writeln!(out, "- {}", self.safe(text)),
            Self::Latex => writeln!(out, "\\noindent {}\\\\", self.safe(text)),
        };
    }

    /// Concepts with their number of equilibria and which these are.
    pub fn counts(self, out: &mut String, rows: &[(&str, &str, String)]) {
        let room = rows.iter().map(|r| r.0.chars().count()).max().unwrap_or(0).max(5);
        let digits = rows.iter().map(|r| r.1.len()).max().unwrap_or(0).max(8);
        match self {
            Self::Plain => {
                for (name, count, which) in rows {
                    let line = format!("  {name:<room$}{count:>digits$}   {which}");
                    let _ = writeln!(out, "{}", line.trim_end());
                }
            }
            Self::Markdown => {
                out.push_str("| Concept | Number | Which |\n|---|---:|---|\n");
                for (name, count, which) in rows {
                    let _ = writeln!(out, "| {} | {count} | {which} |", self.safe(name));
                }
            }
            Self::Latex => {
                out.push_str("\\begin{tabular}{lrl}\n\\toprule\nConcept & Number & Which \\\\\n\\midrule\n");
                for (name, count, which) in rows {
                    let _ = writeln!(out, "{} & {count} & {} \\\\", self.safe(name), self.safe(which));
                }
                out.push_str("\\bottomrule\n\\end{tabular}\n");
            }
        }
    }

    /// The text with what has a meaning in the format made plain.
    pub fn safe(self, text: &str) -> String {
        let mut safe = String::with_capacity(text.len());
        for c in text.chars() {
            match (self, c) {
                (Self::Markdown, '|' | '*' | '_' | '<' | '>' | '`' | '[' | ']' | '\\' | '#') => safe.extend(['\\', c]),
                (Self::Markdown | Self::Latex, '\n') => safe.push(' '),
                (Self::Latex, '&' | '%' | '$' | '#' | '_' | '{' | '}') => safe.extend(['\\', c]),
                (Self::Latex, '~') => safe.push_str("\\textasciitilde{}"),
                (Self::Latex, '^') => safe.push_str("\\textasciicircum{}"),
                (Self::Latex, '\\') => safe.push_str("\\textbackslash{}"),
                (Self::Latex, '·') => safe.push_str("$\\cdot$"),
                (Self::Latex, '…') => safe.push_str("\\dots{}"),
                _ => safe.push(c),
            }
        }
        safe
    }
}

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

impl Row {
    /// A heading.
    pub fn heading(label: &str) -> Row {
        Row { label: label.to_owned(), cells: Vec::new() }
    }
}

impl States<'_> {
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
                rows.push(Row::heading(&self.file.decision_makers[k].name));
                last = Some(k);
            }
            let cell = |p: usize| if self.states.value(p, position) { "Y" } else { "N" };
            rows.push(self.row(&format!("  {}", option.name), cell));
        }
        rows
    }

    /// The table as text, in blocks where there are many columns.
    pub fn render(&self, rows: &[Row], look: Look) -> String {
        let header: Vec<String> =
            self.shown.iter().map(|p| format!("{}{}", p + 1, if self.now == Some(*p) { "*" } else { "" })).collect();
        let mut out = String::new();
        for start in (0..self.shown.len()).step_by(BLOCK) {
            let block = start..(start + BLOCK).min(self.shown.len());
            if start > 0 {
                out.push('\n');
            }
            match look {
                Look::Plain => plain(&mut out, &header[block.clone()], rows, block),
                Look::Markdown => markdown(&mut out, &header[block.clone()], rows, block),
                Look::Latex => latex(&mut out, &header[block.clone()], rows, block),
            }
        }
        out
    }
}

fn cells(row: &Row, block: std::ops::Range<usize>) -> &[String] {
    if row.cells.is_empty() { &[] } else { &row.cells[block] }
}

fn plain(out: &mut String, header: &[String], rows: &[Row], block: std::ops::Range<usize>) {
    let label = rows.iter().map(|r| r.label.chars().count()).max().unwrap_or(0).clamp(12, 48);
    let width = header.iter().map(|h| h.chars().count()).max().unwrap_or(1) + 1;
    line(out, "State", label, header, width);
    for row in rows {
        line(out, &row.label, label, cells(row, block.clone()), width);
    }
}

fn line(out: &mut String, label: &str, room: usize, cells: &[String], width: usize) {
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

fn markdown(out: &mut String, header: &[String], rows: &[Row], block: std::ops::Range<usize>) {
    let safe = |c: &String| Look::Markdown.safe(c);
    let _ = writeln!(out, "| State | {} |", header.iter().map(safe).collect::<Vec<_>>().join(" | "));
    let _ = writeln!(out, "|---{}|", "|:-:".repeat(header.len()));
    for row in rows {
        let label = Look::Markdown.safe(row.label.trim_start());
        if row.cells.is_empty() {
            let _ = writeln!(out, "| **{label}** {}|", "| ".repeat(header.len()));
        } else {
            let list: Vec<String> = cells(row, block.clone()).iter().map(safe).collect();
            let _ = writeln!(out, "| {label} | {} |", list.join(" | "));
        }
    }
}

fn latex(out: &mut String, header: &[String], rows: &[Row], block: std::ops::Range<usize>) {
    let safe = |c: &String| Look::Latex.safe(c);
    let columns = header.len();
    let _ = writeln!(out, "\\begin{{tabular}}{{l{}}}\n\\toprule", "c".repeat(columns));
    let _ = writeln!(out, "State & {} \\\\", header.iter().map(safe).collect::<Vec<_>>().join(" & "));
    for row in rows {
        let label = Look::Latex.safe(row.label.trim_start());
        if row.cells.is_empty() {
            let _ = writeln!(out, "\\midrule\n\\multicolumn{{{}}}{{l}}{{\\textbf{{{label}}}}} \\\\", columns + 1);
        } else {
            let list: Vec<String> = cells(row, block.clone()).iter().map(safe).collect();
            let _ = writeln!(out, "\\quad {label} & {} \\\\", list.join(" & "));
        }
    }
    out.push_str("\\bottomrule\n\\end{tabular}\n");
}
