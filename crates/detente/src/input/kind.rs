//! What a file is, by its name and its first bytes.

use std::path::Path;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One article as plain text.
    Text,
    /// One article as a page.
    Html,
    /// A document a line.
    JsonLines,
    /// Parsed documents.
    Conllu,
    /// Pages as a crawler kept them.
    Warc,
    /// A table with a document a row.
    Parquet,
}

impl Kind {
    /// Its name, to show.
    pub fn as_str(self) -> &'static str {
        ["text", "HTML", "JSON Lines", "CoNLL-U", "WARC", "Parquet"][self as usize]
    }
}

/// The kind that a file name promises.
fn promised(extension: &str) -> Option<Kind> {
    Some(match extension {
        "txt" | "text" | "md" => Kind::Text,
        "html" | "htm" | "xhtml" => Kind::Html,
        "jsonl" | "ndjson" | "json" => Kind::JsonLines,
        "conllu" | "conll" => Kind::Conllu,
        "warc" | "wet" => Kind::Warc,
        "parquet" => Kind::Parquet,
        _ => return None,
    })
}

/// Whether a file in a folder is taken for a document: by its name, `.gz` or not.
pub fn is_document(path: &Path) -> bool {
    let (stem, extension) = split(path);
    let extension = if extension == "gz" { split(Path::new(&stem)).1 } else { extension };
    extension != "json" && promised(&extension).is_some()
}

/// Stem and ending of a file's name, the ending in lower case.
fn split(path: &Path) -> (String, String) {
    let stem = path.file_stem().map_or_else(|| "document".to_owned(), |s| s.to_string_lossy().into_owned());
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    (stem, extension)
}

/// The kind and the stem of a file that begins with `head`.
pub fn of(path: &Path, compressed: bool, head: &[u8]) -> (Kind, String) {
    let (mut stem, mut extension) = split(path);
    if compressed {
        if extension == "gz" {
            (stem, extension) = split(Path::new(&stem));
        } else if extension == "warcgz" {
            "warc".clone_into(&mut extension);
        }
    }
    let kind = match promised(&extension) {
        _ if head.starts_with(b"PAR1") => Kind::Parquet,
        _ if head.starts_with(b"WARC/") => Kind::Warc,
        Some(Kind::Text) | None => guessed(head),
        Some(kind) => kind,
    };
    (kind, stem)
}

/// The kind of what has no telling name.
fn guessed(head: &[u8]) -> Kind {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begins = |with: &[u8]| head.get(..with.len()).is_some_and(|h| h.eq_ignore_ascii_case(with));
    if begins(b"<!doctype html") || begins(b"<html") {
        return Kind::Html;
    }
    let mut lines = head.split(|b| *b == b'\n');
    let first = lines.next().unwrap_or_default();
    let has_text = |line: &[u8]| match serde_json::from_slice::<serde_json::Value>(line) {
        Ok(v) => v.get("text").is_some(),
        // A first line longer than what is looked at.
        Err(e) => e.is_eof() && line.len() == head.len() && line.windows(6).any(|w| w == b"\"text\""),
    };
    if first.starts_with(b"{") && has_text(first) {
        return Kind::JsonLines;
    }
    let word =
        |line: &[u8]| line.first().is_some_and(u8::is_ascii_digit) && line.iter().filter(|b| **b == b'\t').count() == 9;
    let opening = head.split(|b| *b == b'\n').find(|l| !l.starts_with(b"#")).unwrap_or_default();
    if word(opening) { Kind::Conllu } else { Kind::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_first_bytes_tell_the_kind() {
        let table: &[(&str, bool, &[u8], Kind, &str)] = &[
            ("a/b.txt", false, b"Leaders met.", Kind::Text, "b"),
            ("b.jsonl.gz", true, b"{}", Kind::JsonLines, "b"),
            ("b.warc.gz", true, b"WARC/1.0\r\n", Kind::Warc, "b"),
            ("x", false, b"PAR1\0\0", Kind::Parquet, "x"),
            ("-", false, b"\xef\xbb\xbf <!DOCTYPE HTML>", Kind::Html, "-"),
            ("-", false, b"{\"text\":\"a\"}\n", Kind::JsonLines, "-"),
            ("-", false, b"{\"id\":1,\"text\":\"cut of", Kind::JsonLines, "-"),
            ("-", false, b"{braces} in prose\n", Kind::Text, "-"),
            ("-", false, b"# newdoc\n1\ta\ta\tX\t_\t_\t0\troot\t_\t_\n", Kind::Conllu, "-"),
        ];
        for (name, compressed, head, kind, stem) in table {
            assert_eq!(of(Path::new(name), *compressed, head), (*kind, (*stem).to_owned()), "{name}");
        }
        assert!(
            is_document(Path::new("a.jsonl.gz")) && !is_document(Path::new("a.json")) && !is_document(Path::new("gz"))
        );
    }
}
