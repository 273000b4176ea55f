//! WARC, the archive format of web crawlers (ISO 28500): pages and texts out of responses, resources and conversions.
//!
//! Requests, metadata, pictures and answers other than 200 are passed over; they are no documents. A record whose
//! length is not what its header says is reported, and reading goes on at the next record that can be found.

use super::{Found, Input, LARGEST, Place, encoding, whole};
use crate::html;
use detente_event::{Diagnostic, Document};
use std::io::{self, BufRead, Read};

/// The longest header.
const HEADER: usize = 64 << 10;

/// After so many records of wrong length the file is given up.
const LIES: usize = 100;

/// The documents of an archive.
pub struct Warc {
    place: Place,
    bytes: Bytes,
    number: usize,
    /// Records of wrong length so far.
    lies: usize,
    next: Option<Found>,
    ended: bool,
}

impl Warc {
    pub fn new(place: Place, reader: Box<dyn BufRead>) -> Self {
        Self { place, bytes: Bytes { front: Vec::new(), at: 0, reader }, number: 0, lies: 0, next: None, ended: false }
    }

    fn bad(&self, message: &str) -> Found {
        self.place.fail(
            Diagnostic::error("DT0512", None, format!("record {}: {message}", self.number))
                .help("the record is left out; the reading goes on at the next one"),
        )
    }

    /// Reads the next record. `Ok(None)` where it is of no kind that holds a document.
    fn record(&mut self) -> io::Result<Option<Found>> {
        let (_, start) = self.bytes.skip_blank()?;
        if start.is_empty() {
            self.ended = true;
            return Ok(None);
        }
        self.number += 1;
        if start != b"WARC/" {
            self.bytes.seek_record()?;
            return Ok(Some(self.bad("it does not begin with `WARC/`")));
        }
        let Some(header) = self.bytes.header()? else {
            self.bytes.seek_record()?;
            return Ok(Some(self.bad("its header has no end")));
        };
        let field = |name: &str| value(&header, name);
        let Some(length) = field("Content-Length").and_then(|l| l.parse::<u64>().ok()) else {
            self.bytes.seek_record()?;
            return Ok(Some(self.bad("it has no `Content-Length`")));
        };
        let Some(length) = usize::try_from(length).ok().filter(|l| *l <= LARGEST) else {
            self.bytes.seek_record()?;
            return Ok(Some(self.bad(&format!("it is longer than {} MiB", LARGEST >> 20))));
        };
        let block = self.bytes.take_up_to(length)?;
        let (blank, start) = self.bytes.skip_blank()?;
        // Two line ends close a record; some writers leave out one. What follows is told of by itself.
        let follows = start.is_empty() || blank > 0 && start == b"WARC/" || blank == 4;
        if block.len() < length || !follows {
            return self.lost(&block, length).map(Some);
        }
        let kind = field("WARC-Type").unwrap_or_default().to_ascii_lowercase();
        let address = field("WARC-Target-URI").unwrap_or_default().trim_matches(['<', '>']).to_owned();
        let content = field("Content-Type").unwrap_or_default().to_ascii_lowercase();
        Ok(match kind.as_str() {
            "response" if content.contains("application/http") => self.response(&address, block),
            "response" | "resource" | "conversion" => self.page(&address, &content, block),
            _ => None,
        })
    }

    /// What to do about a record of another length than its header says: go on where the next one begins.
    fn lost(&mut self, block: &[u8], length: usize) -> io::Result<Found> {
        self.lies += 1;
        let within = find_record(block);
        match within {
            Some(at) => self.bytes.unread(&block[at..]),
            None => self.bytes.seek_record()?,
        }
        if self.lies > LIES {
            self.ended = true;
            return Ok(self.bad("too many records before it had wrong lengths; the rest of the file is left out"));
        }
        Ok(self.bad(if within.is_none() && block.len() < length {
            "the file ends before the record does"
        } else {
            "its length is not what its header says"
        }))
    }

    /// A page as a server sent it: status, header, body.
    fn response(&mut self, address: &str, block: Vec<u8>) -> Option<Found> {
        let (head, body) = match find(&block, b"\r\n\r\n") {
            Some(at) => (&block[..at], &block[at + 4..]),
            None => {
                let at = find(&block, b"\n\n")?;
                (&block[..at], &block[at + 2..])
            }
        };
        let head = String::from_utf8_lossy(head);
        let mut lines = head.lines();
        if lines.next()?.split_whitespace().nth(1) != Some("200") {
            return None;
        }
        let header: Vec<(String, String)> = lines.filter_map(pair).collect();
        let field = |name: &str| value(&header, name).unwrap_or_default().to_ascii_lowercase();
        let content = field("Content-Type");
        if !content.is_empty() && !is_text(&content) {
            return None;
        }
        let mut body = body.to_vec();
        // Some crawlers keep the body as it came, some unpacked under the same header.
        if field("Transfer-Encoding").contains("chunked")
            && let Some(whole) = joined(&body)
        {
            body = whole;
        }
        let unpacked = match field("Content-Encoding").as_str() {
            "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                unpack(flate2::read::MultiGzDecoder::new(&body[..]))
            }
            "deflate" if body.first() == Some(&0x78) => unpack(flate2::read::ZlibDecoder::new(&body[..])),
            "br" | "zstd" if std::str::from_utf8(&body).is_err() => {
                return Some(
                    self.bad(&format!("its body is compressed as `{}`, which is not read", field("Content-Encoding"))),
                );
            }
            _ => Some(body),
        };
        match unpacked {
            Some(body) => self.page(address, &content, body),
            None => Some(self.bad("its compressed body is damaged or too large")),
        }
    }

    fn page(&mut self, address: &str, content: &str, body: Vec<u8>) -> Option<Found> {
        let start: Vec<u8> = body.trim_ascii_start().iter().take(32).map(u8::to_ascii_lowercase).collect();
        let looks = start.starts_with(b"<!doctype html") || start.starts_with(b"<html");
        let is_html = content.contains("html") || content.is_empty() && looks;
        if !is_html && !content.contains("text/plain") || body.trim_ascii().is_empty() {
            return None;
        }
        let said =
            content.split(';').find_map(|p| p.trim().strip_prefix("charset=")).map(|c| c.trim_matches('"').to_owned());
        let label = said.or_else(|| if is_html { html::charset(&body) } else { None });
        let record = |d: Diagnostic| {
            let place = if address.is_empty() { String::new() } else { format!(" ({address})") };
            let message = format!("record {}{place}: {}", self.number, d.message);
            self.place.fail(Diagnostic { message, ..d })
        };
        let (text, warning) = match encoding::decode(body, label.as_deref()) {
            Ok(t) => t,
            Err(d) => return Some(record(d)),
        };
        let id = if address.is_empty() { format!("{}-{}", self.place.stem, self.number) } else { address.to_owned() };
        let document = if is_html {
            html::article(&id, &text, self.place.date)
        } else {
            let (date, title) = (self.place.date, String::new());
            (!text.trim().is_empty()).then(|| Document { id, date, title, text, source: String::new() })
        };
        let found = match document {
            None => record(whole::no_article()),
            Some(mut d) => {
                if d.source.is_empty() {
                    address.clone_into(&mut d.source);
                }
                Ok(Input { kind: self.place.kind, ..self.place.input(d) })
            }
        };
        match warning {
            Some(w) => {
                let warned = record(w);
                self.next = Some(found);
                Some(warned)
            }
            None => Some(found),
        }
    }
}

impl Iterator for Warc {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        if let Some(found) = self.next.take() {
            return Some(found);
        }
        while !self.ended {
            match self.record() {
                Ok(Some(found)) => return Some(found),
                Ok(None) => {}
                Err(e) => {
                    self.ended = true;
                    return Some(self.place.unreadable(&e));
                }
            }
        }
        None
    }
}

fn pair(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_owned(), value.trim().to_owned()))
}

fn value<'a>(header: &'a [(String, String)], name: &str) -> Option<&'a str> {
    header.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
}

fn is_text(content: &str) -> bool {
    content.contains("html") || content.contains("text/plain")
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

/// Where in a block a record begins: at the start of a line.
fn find_record(block: &[u8]) -> Option<usize> {
    block.windows(8).position(|w| w.starts_with(b"\nWARC/") && w[6].is_ascii_digit()).map(|at| at + 1)
}

/// A chunked body put together; `None` where it is not chunked after all.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    loop {
        let end = find(&body[..body.len().min(64)], b"\r\n")?;
        let size = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(body.get(end + 2..)?.get(..size)?);
        body = body.get(end + 2 + size..)?.strip_prefix(b"\r\n")?;
    }
}

/// All of a compressed body; `None` where it is damaged or too large.
fn unpack(reader: impl Read) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    reader.take(LARGEST as u64 + 1).read_to_end(&mut out).ok()?;
    (out.len() <= LARGEST).then_some(out)
}

/// A reader that can be given bytes back.
struct Bytes {
    front: Vec<u8>,
    at: usize,
    reader: Box<dyn BufRead>,
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Bytes {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.front.len() { Ok(&self.front[self.at..]) } else { self.reader.fill_buf() }
    }

    fn consume(&mut self, n: usize) {
        if self.at < self.front.len() { self.at += n } else { self.reader.consume(n) }
    }
}

impl Bytes {
    fn unread(&mut self, bytes: &[u8]) {
        let mut front = bytes.to_vec();
        front.extend_from_slice(&self.front[self.at..]);
        (self.front, self.at) = (front, 0);
    }

    fn take_up_to(&mut self, size: usize) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        self.take(size as u64).read_to_end(&mut out)?;
        Ok(out)
    }

    /// Passes over line ends; says how many, and gives up to five bytes that follow, which stay to be read.
    fn skip_blank(&mut self) -> io::Result<(usize, Vec<u8>)> {
        let mut blank = 0;
        loop {
            let seen = self.fill_buf()?;
            let n = seen.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
            let stop = n < seen.len() || seen.is_empty();
            self.consume(n);
            blank += n;
            if stop {
                break;
            }
        }
        let start = self.take_up_to(5)?;
        self.unread(&start);
        Ok((blank, start))
    }

    /// The fields of a header up to its empty line; `None` where there is no such line.
    fn header(&mut self) -> io::Result<Option<Vec<(String, String)>>> {
        let mut fields = Vec::new();
        let (mut line, mut size) = (Vec::new(), 0);
        loop {
            line.clear();
            size += self.take(HEADER as u64).read_until(b'\n', &mut line)?;
            if size > HEADER || line.last() != Some(&b'\n') {
                return Ok(None);
            }
            if line.trim_ascii().is_empty() {
                return Ok(Some(fields));
            }
            fields.extend(pair(&String::from_utf8_lossy(&line)));
        }
    }

    /// Goes to the next line that begins a record, or to the end.
    fn seek_record(&mut self) -> io::Result<()> {
        let mut window = Vec::new();
        loop {
            let before = window.len();
            window.extend(self.take_up_to(HEADER)?);
            if let Some(at) = find_record(&window) {
                let rest = window.split_off(at);
                self.unread(&rest);
                return Ok(());
            }
            if window.len() == before {
                return Ok(());
            }
            window.drain(..window.len().saturating_sub(8));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_and_what_is_none_is_left() {
        assert_eq!(joined(b"4\r\nTalk\r\n3;x=1\r\ns a\r\n0\r\n\r\n").unwrap(), b"Talks a");
        assert_eq!(joined(b"<html>not chunked</html>"), None);
        assert_eq!(joined(b"ffffffffffffffff\r\nx"), None);
        assert_eq!(joined(b"5\r\nab"), None);
    }
}
