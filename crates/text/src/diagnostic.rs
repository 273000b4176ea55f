//! What is wrong with an input, as data. The binary renders it; nothing here prints.

use crate::Span;
use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The input cannot be used.
    Error,
    /// The input can be used, but a person should look.
    Warning,
}

/// One finding about an input: a stable code, the place, what is wrong, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable, `DT` and four digits: `DT01xx` text and trees, `DT02xx` dictionaries, `DT03xx` conflict files,
    /// `DT04xx` the record, `DT05xx` documents. CONTRIBUTING.md lists them.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The bytes of the input that it is about, where there are any.
    pub span: Option<Span>,
    /// What is wrong, one sentence.
    pub message: String,
    /// What to write or do instead.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, span: span.into(), message: message.into(), help: None }
    }

    /// A warning at `span`.
    pub fn warning(code: &'static str, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// The same with what to do instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The 1-based line and column (in characters) of the span's start in `source`.
    #[must_use]
    pub fn line_column(&self, source: &str) -> Option<(usize, usize)> {
        let at = self.span?.start.min(source.len());
        let before = source.get(..at)?;
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Some((line, column))
    }
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.message)?;
        if let Some(help) = &self.help {
            write!(f, " ({help})")?;
        }
        Ok(())
    }
}
