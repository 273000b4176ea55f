//! Opening files and standard input, gzipped or not, and reading from them within bounds.

use super::LARGEST;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much of a file is looked at to tell what it is.
const HEAD: usize = 64 << 10;

/// A file that was opened, with its beginning.
pub struct Opened {
    /// Its first bytes, uncompressed; all of it where it is short. They are still to be read by [`Opened::reader`].
    pub head: Vec<u8>,
    /// Whether it is compressed.
    pub compressed: bool,
    /// What went wrong while the beginning was read; it comes again from the reader.
    pub trouble: Option<io::Error>,
    rest: Box<dyn Read>,
}

impl Opened {
    /// All of its bytes, from the first on.
    pub fn reader(self) -> Box<dyn BufRead> {
        let trouble = Trouble(self.trouble);
        Box::new(BufReader::with_capacity(HEAD, Cursor::new(self.head).chain(trouble).chain(self.rest)))
    }
}

/// Gives an error that was met before, once.
struct Trouble(Option<io::Error>);

impl Read for Trouble {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Counts what is read from the file itself.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Opens a file, or standard input for `-`, and looks at its beginning. `read` counts the bytes that are read.
pub fn open(path: &Path, read: &Arc<AtomicU64>) -> io::Result<Opened> {
    let raw: Box<dyn Read> = if path == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    let mut raw = Counted { inner: raw, read: read.clone() };
    let (magic, trouble) = fill(&mut raw, 2);
    if let Some(e) = trouble {
        return Err(e);
    }
    let compressed = magic == [0x1f, 0x8b];
    let whole = Cursor::new(magic).chain(raw);
    let mut rest: Box<dyn Read> =
        if compressed { Box::new(MultiGzDecoder::new(BufReader::new(whole))) } else { Box::new(whole) };
    let (head, trouble) = fill(&mut rest, HEAD);
    Ok(Opened { head, compressed, trouble, rest })
}

/// Up to `size` bytes, and what stopped it before that.
fn fill(reader: &mut dyn Read, size: usize) -> (Vec<u8>, Option<io::Error>) {
    let mut out = Vec::new();
    let error = reader.take(size as u64).read_to_end(&mut out).err();
    (out, error)
}

/// What reading to a border gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Something, in the buffer.
    Some,
    /// Something longer than is taken into memory; it was passed over.
    TooLong,
    /// Nothing more.
    End,
}

/// Reads the next line into `line`, without its end.
pub fn line(reader: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<Part> {
    line.clear();
    if reader.take(LARGEST as u64).read_until(b'\n', line)? == 0 {
        return Ok(Part::End);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    } else if line.len() == LARGEST {
        while line.last().is_some_and(|b| *b != b'\n') {
            line.clear();
            reader.take(1 << 20).read_until(b'\n', line)?;
        }
        line.clear();
        return Ok(Part::TooLong);
    }
    Ok(Part::Some)
}

/// Reads all that is left.
pub fn all(reader: &mut dyn BufRead) -> io::Result<(Vec<u8>, Part)> {
    let mut out = Vec::new();
    reader.take(LARGEST as u64 + 1).read_to_end(&mut out)?;
    Ok(match out.len() {
        0 => (out, Part::End),
        n if n > LARGEST => (Vec::new(), Part::TooLong),
        _ => (out, Part::Some),
    })
}
