//! Telling the user what went wrong: diagnostics with their place, on standard error.

use crate::input::Failure;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use detente_event::{Diagnostic, Severity};

/// Writes one finding about `file`.
pub fn diagnostic(file: &str, source: Option<&str>, d: &Diagnostic) {
    finding(file, None, source, d);
}

/// The same about a part of a file: `line` is that of the finding, or of the beginning of `source` where there is one.
fn finding(file: &str, line: Option<usize>, source: Option<&str>, d: &Diagnostic) {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    if let (Some(source), Some(span)) = (source, d.span) {
        // Long lines (a JSON document) are shown by their number only.
        let line_start = source.get(..span.start).and_then(|s| s.rfind('\n')).map_or(0, |k| k + 1);
        let line_end = source.get(span.start..).and_then(|s| s.find('\n')).map_or(source.len(), |k| span.start + k);
        if line_end - line_start <= 400 && span.end <= source.len() {
            let end = span.end.clamp(span.start, line_end.max(span.start));
            // the line alone, with its number: a long file is not gone through again for each finding
            let (number, _) = d.line_column(source).unwrap_or((1, 1));
            let snippet = Snippet::source(&source[line_start..line_end])
                .line_start(number + line.unwrap_or(1) - 1)
                .path(file)
                .annotation(AnnotationKind::Primary.span(span.start - line_start..end - line_start));
            let mut group = level.primary_title(&d.message).id(d.code).element(snippet);
            if let Some(help) = &d.help {
                group = group.element(Level::HELP.message(help));
            }
            anstream::eprintln!("{}", Renderer::styled().render(&[group]));
            return;
        }
    }
    let within = source.and_then(|s| d.line_column(s)).map(|(l, _)| l + line.unwrap_or(1) - 1);
    let place = within.or(line).map_or_else(String::new, |l| format!(":{l}"));
    let word = if d.severity == Severity::Error { "error" } else { "warning" };
    anstream::eprintln!("{word}[{}]: {file}{place}: {}", d.code, d.message);
    if let Some(help) = &d.help {
        anstream::eprintln!("  help: {help}");
    }
}

/// Writes a failure to read.
pub fn failure(f: &Failure) {
    finding(&f.file, f.line, f.source.as_deref(), &f.diagnostic);
}
