//! Coded documents to standard output or a file, in any format.

use crate::pipeline::Coded;
use detente_event::{Actor, Document, Event};
use detente_record::export::{self, Options, Row, Written};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::rc::Rc;

/// What to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Events as they are, one a line.
    Native,
    /// The same as one JSON list.
    Json,
    /// The format of another program.
    Export(export::Format),
}

impl Format {
    /// The format of that name.
    ///
    /// # Errors
    /// Where there is none, or where it tells of a whole record.
    pub fn parse(name: &str) -> Result<Self, String> {
        use export::Format as F;
        const OF_RECORDS: [F; 7] =
            [F::Gexf, F::Graphml, F::Timelinejs, F::Ftm, F::CslJson, F::KumuElements, F::KumuConnections];
        match F::parse(name) {
            _ if name == "jsonl" => Ok(Format::Native),
            _ if name == "json" => Ok(Format::Json),
            Some(f) if OF_RECORDS.contains(&f) => Err(format!(
                "{name} sums up a whole record; use `detente record add`, then `detente record export --format {name}`"
            )),
            Some(f) => Ok(Format::Export(f)),
            None => {
                let names: Vec<&str> = F::ALL.into_iter().filter(|f| !OF_RECORDS.contains(f)).map(F::as_str).collect();
                Err(format!("the formats are jsonl, json, {}", names.join(", ")))
            }
        }
    }
}

/// How the result is to look.
#[derive(Clone, Debug)]
pub struct Shape {
    pub format: Format,
    pub dyads: bool,
    pub once: bool,
    pub no_text: bool,
}

/// A coded document without its text: what is left to write.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// The document, its text empty.
    pub document: Document,
    /// Bytes of its text.
    pub length: usize,
    /// Its events.
    pub events: Vec<Event>,
}

impl Kept {
    /// What is to be written of a coded document.
    pub fn of(coded: Coded) -> Self {
        let length = coded.document.text.len();
        Self { document: Document { text: String::new(), ..coded.document }, length, events: coded.events }
    }
}

/// A result that is being written.
pub enum Writing<'a> {
    Lines { shape: Shape, out: &'a mut dyn Write, rows: usize },
    Export { once: bool, writer: export::Writer<'a> },
}

impl<'a> Writing<'a> {
    /// Begins a result.
    pub fn new(shape: &Shape, out: &'a mut dyn Write) -> Result<Self, String> {
        let Format::Export(format) = shape.format else {
            return Ok(Writing::Lines { shape: shape.clone(), out, rows: 0 });
        };
        // No moment of writing: the same documents give the same bytes.
        let options = Options { dyads: shape.dyads, no_text: shape.no_text, ..Options::default() };
        let once = shape.once || format.is_of_occurrences();
        Ok(Writing::Export { once, writer: export::Writer::new(format, &options, out).map_err(|e| e.to_string())? })
    }

    /// Writes what was coded from a document.
    pub fn document(&mut self, kept: &Kept) -> Result<(), String> {
        match self {
            Writing::Lines { shape, out, rows } => {
                lines(shape, &kept.events, *out, rows).map_err(|e| format!("writing failed: {e}"))
            }
            Writing::Export { once, writer } => {
                let mut made = Row::of_events(&kept.events, std::slice::from_ref(&kept.document));
                made.iter_mut().for_each(|r| r.length = Some(kept.length));
                if *once {
                    let mut seen = BTreeSet::new();
                    made.retain(|r| seen.insert(r.cluster.clone()));
                }
                writer.rows(&made, &[]).map_err(|e| e.to_string())
            }
        }
    }

    /// Hands on what is held back, where the format allows it.
    pub fn flush(&mut self) -> Result<(), String> {
        match self {
            Writing::Lines { out, .. } => out.flush().map_err(|e| format!("writing failed: {e}")),
            Writing::Export { writer, .. } => writer.flush().map_err(|e| e.to_string()),
        }
    }

    /// Ends the result.
    pub fn finish(mut self) -> Result<Written, String> {
        if let Writing::Lines { shape, out, rows } = &mut self
            && shape.format == Format::Json
        {
            let end: &[u8] = if *rows == 0 { b"[]\n" } else { b"\n]\n" };
            out.write_all(end).map_err(|e| format!("writing failed: {e}"))?;
        }
        self.flush()?;
        match self {
            Writing::Lines { rows, .. } => Ok(Written { rows, ..Written::default() }),
            Writing::Export { writer, .. } => writer.finish().map_err(|e| e.to_string()),
        }
    }
}

fn lines(shape: &Shape, events: &[Event], out: &mut dyn Write, rows: &mut usize) -> io::Result<()> {
    let mut seen = BTreeSet::new();
    for e in events.iter().filter(|e| !shape.once || seen.insert(e.occurrence.as_str())) {
        let mut put = |e: &Event| -> io::Result<()> {
            *rows += 1;
            if shape.format == Format::Json {
                out.write_all(if *rows == 1 { b"[\n" } else { b",\n" })?;
                return Ok(serde_json::to_writer(&mut *out, e)?);
            }
            serde_json::to_writer(&mut *out, e)?;
            out.write_all(b"\n")
        };
        if !shape.dyads && !shape.no_text {
            put(e)?;
            continue;
        }
        let mut e = e.clone();
        if shape.no_text {
            e.text.clear();
            e.condition = None;
            e.why.clear();
        }
        if !shape.dyads {
            put(&e)?;
            continue;
        }
        let side = |x: Option<&Actor>| x.cloned().into_iter().collect::<Vec<_>>();
        for (i, (a, r)) in export::dyads(&e).into_iter().enumerate() {
            put(&Event { id: format!("{}-{}", e.id, i + 1), actor: side(a), recipient: side(r), ..e.clone() })?;
        }
    }
    Ok(())
}

/// Standard output, and whether somebody still reads it: a reader that has enough is no error.
pub fn pipe() -> (impl Write, Rc<Cell<bool>>) {
    struct Pipe<W>(W, Rc<Cell<bool>>);
    impl<W: Write> Pipe<W> {
        fn survive(&self, done: io::Result<()>) -> io::Result<()> {
            match done {
                Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                    self.1.set(false);
                    Ok(())
                }
                other => other,
            }
        }
    }
    impl<W: Write> Write for Pipe<W> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let done = if self.1.get() { self.0.write_all(bytes) } else { Ok(()) };
            self.survive(done).map(|()| bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            let done = if self.1.get() { self.0.flush() } else { Ok(()) };
            self.survive(done)
        }
    }
    let open = Rc::new(Cell::new(true));
    // The line buffer of standard output would write every event on its own.
    (Pipe(BufWriter::with_capacity(1 << 16, io::stdout().lock()), open.clone()), open)
}
