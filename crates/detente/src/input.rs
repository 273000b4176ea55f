//! Documents from paths: text, CoNLL-U, JSON Lines, folders, standard input.

use detente_event::{Diagnostic, Document};
use detente_text::Sentence;
use jiff::civil::Date;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A document ready to be read, with its trees where the file brought them.
#[derive(Clone, Debug)]
pub struct Input {
    /// The document.
    pub document: Document,
    /// Parsed sentences, from CoNLL-U.
    pub sentences: Option<Vec<Sentence>>,
}

/// A file, or a line of one, that could not be used.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The file as the user named it.
    pub file: String,
    /// Its text, where it has one, to show the place.
    pub source: Option<String>,
    /// What is wrong.
    pub diagnostic: Diagnostic,
}

impl Failure {
    fn new(file: &Path, diagnostic: Diagnostic) -> Self {
        Self { file: file.display().to_string(), source: None, diagnostic }
    }
}

/// What one path gave.
pub type Found = Result<Input, Failure>;

/// Reads every document at `paths`, in order; folders in the order of their names. `date` is the day of publication
/// for those that do not say their own. A path that fails is one failure; the others are read all the same.
pub fn documents(paths: &[PathBuf], date: Option<Date>) -> Vec<Found> {
    let mut out = Vec::new();
    for path in paths {
        read_path(path, date, &mut out, 0);
    }
    let mut seen: Vec<String> = Vec::new();
    for input in out.iter_mut().filter_map(|f| f.as_mut().ok()) {
        let id = &mut input.document.id;
        if seen.contains(id) {
            let n = (2..).find(|n| !seen.contains(&format!("{id}-{n}"))).unwrap_or(0);
            *id = format!("{id}-{n}");
        }
        seen.push(id.clone());
    }
    out
}

fn read_path(path: &Path, date: Option<Date>, out: &mut Vec<Found>, depth: usize) {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        match std::io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => read_bytes(Path::new("standard-input"), bytes, date, out),
            Err(e) => {
                out.push(Err(Failure::new(path, Diagnostic::error("DT0503", None, format!("cannot be read: {e}")))))
            }
        }
        return;
    }
    if path.is_dir() {
        let mut inside: Vec<PathBuf> = match std::fs::read_dir(path) {
            Ok(list) => list.filter_map(Result::ok).map(|e| e.path()).collect(),
            Err(e) => {
                out.push(Err(Failure::new(path, Diagnostic::error("DT0503", None, format!("cannot be read: {e}")))));
                return;
            }
        };
        inside.sort();
        let hidden = |p: &PathBuf| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        for p in inside.into_iter().filter(|p| !hidden(p) && (p.is_dir() && depth < 16 || is_readable(p))) {
            read_path(&p, date, out, depth + 1);
        }
        return;
    }
    match std::fs::read(path) {
        Ok(bytes) => read_bytes(path, bytes, date, out),
        Err(e) => {
            let mut d = Diagnostic::error("DT0503", None, format!("cannot be read: {e}"));
            if e.kind() == std::io::ErrorKind::NotFound {
                d = d.help("check the name; a path is a file, a folder, or `-` for standard input");
            }
            out.push(Err(Failure::new(path, d)));
        }
    }
}

/// Which files of a folder are documents.
fn is_readable(path: &Path) -> bool {
    matches!(extension(path).as_str(), "txt" | "text" | "md" | "jsonl" | "conllu" | "html" | "htm")
}

fn extension(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// Reads the documents in the bytes of the file `path`; its name says what they are.
pub fn read_bytes(path: &Path, bytes: Vec<u8>, date: Option<Date>, out: &mut Vec<Found>) {
    let fail = |d: Diagnostic| Err(Failure::new(path, d));
    if bytes.is_empty() {
        out.push(fail(Diagnostic::error("DT0502", None, "the file is empty").help("nothing was read from it")));
        return;
    }
    if bytes.contains(&0) {
        out.push(fail(
            Diagnostic::error("DT0501", None, "this is no text but a binary file")
                .help("give plain text, HTML, JSON Lines or CoNLL-U; save a PDF or Word file as text first"),
        ));
        return;
    }
    let text = match String::from_utf8(bytes) {
        Ok(t) => t,
        Err(e) => {
            let at = e.utf8_error().valid_up_to();
            let (text, _, bad) = encoding_rs::WINDOWS_1252.decode(e.as_bytes());
            let letters = text.chars().filter(|c| c.is_alphabetic() || c.is_whitespace()).count();
            if bad || letters * 10 < text.chars().count() * 7 {
                out.push(fail(
                    Diagnostic::error("DT0501", None, format!("this is no text: byte {at} is not UTF-8"))
                        .help("save it as UTF-8 text"),
                ));
                return;
            }
            text.into_owned()
        }
    };
    let stem = path.file_stem().map_or_else(|| "document".to_owned(), |s| s.to_string_lossy().into_owned());
    match extension(path).as_str() {
        "jsonl" | "ndjson" => json_lines(path, &text, date, out),
        "conllu" => conllu(path, &stem, &text, date, out),
        "html" | "htm" => out.push(Ok(crate::html::article(&stem, &text, date))),
        _ if looks_like_html(&text) => out.push(Ok(crate::html::article(&stem, &text, date))),
        _ if looks_like_json_lines(&text) => json_lines(path, &text, date, out),
        _ => {
            if text.trim().is_empty() {
                out.push(fail(Diagnostic::error("DT0502", None, "the file holds only blanks")));
                return;
            }
            let document = Document { id: stem, date, title: String::new(), text, source: String::new() };
            out.push(Ok(Input { document, sentences: None }));
        }
    }
}

fn looks_like_html(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(64).collect::<String>().to_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

fn looks_like_json_lines(text: &str) -> bool {
    text.trim_start().lines().next().is_some_and(|l| {
        l.starts_with('{') && serde_json::from_str::<serde_json::Value>(l).is_ok_and(|v| v.get("text").is_some())
    })
}

fn json_lines(path: &Path, text: &str, date: Option<Date>, out: &mut Vec<Found>) {
    let stem = path.file_stem().map_or_else(|| "document".to_owned(), |s| s.to_string_lossy().into_owned());
    let mut at = 0;
    for (number, raw) in text.split_inclusive('\n').enumerate() {
        let span = detente_event::Span::new(at, at + raw.trim_end().len());
        at += raw.len();
        let line = raw.trim();
        if line.is_empty() {
            continue;
        }
        let fail = |message: String, help: &str| {
            Err(Failure {
                file: path.display().to_string(),
                source: Some(text.to_owned()),
                diagnostic: Diagnostic::error("DT0504", span, message).help(help),
            })
        };
        let value: serde_json::Value = match serde_json::from_str(line) {
            Ok(v) => v,
            Err(e) => {
                out.push(fail(format!("line {} is no JSON: {e}", number + 1), "one JSON object a line"));
                continue;
            }
        };
        let get = |k: &str| value.get(k).and_then(|v| v.as_str());
        let Some(body) = get("text") else {
            out.push(fail(format!("line {} has no `text`", number + 1), r#"write {"id":…,"date":…,"text":…}"#));
            continue;
        };
        let said = get("date").map(|d| d.get(..10).unwrap_or(d).parse::<Date>());
        if let Some(Err(e)) = &said {
            out.push(fail(format!("line {}: `date` is no day: {e}", number + 1), "write YYYY-MM-DD"));
            continue;
        }
        let id = value.get("id").map_or_else(
            || format!("{stem}-{}", number + 1),
            |v| v.as_str().map_or_else(|| v.to_string(), str::to_owned),
        );
        let document = Document {
            id,
            date: said.and_then(Result::ok).or(date),
            title: get("title").unwrap_or("").to_owned(),
            text: body.to_owned(),
            source: get("source").or_else(|| get("url")).unwrap_or("").to_owned(),
        };
        out.push(Ok(Input { document, sentences: None }));
    }
}

fn conllu(path: &Path, stem: &str, text: &str, date: Option<Date>, out: &mut Vec<Found>) {
    let (documents, problems) = detente_text::conllu::read(text);
    for d in problems {
        out.push(Err(Failure { file: path.display().to_string(), source: Some(text.to_owned()), diagnostic: d }));
    }
    let many = documents.len() > 1;
    for (k, d) in documents.into_iter().enumerate() {
        let id = d.id.unwrap_or_else(|| if many { format!("{stem}-{}", k + 1) } else { stem.to_owned() });
        let document = Document { id, date, title: String::new(), text: d.text, source: String::new() };
        out.push(Ok(Input { document, sentences: Some(d.sentences) }));
    }
}
