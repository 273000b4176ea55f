//! What was coded so far, kept beside the result: after an interruption nothing of it is coded again.
//!
//! `FILE.journal` has a line for the coder's version and a line for each document that was coded, in the order of the
//! input: a hash of the document and everything that is left to write. A line that was cut off by a crash does not
//! count. When it is taken up again, the input is read from its beginning, and each document is compared with its line;
//! from the first one that differs on, all is coded anew. The result is written from the journal at the end, so it does
//! not matter how often and where the work was interrupted.

use super::output::Kept;
use crate::pipeline::Coded;
use detente_coder::VERSION;
use detente_event::Document;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

#[derive(Serialize, Deserialize)]
struct Head {
    journal: u32,
    coder: String,
}

#[derive(Serialize)]
struct LineOut<'a> {
    hash: u64,
    #[serde(flatten)]
    kept: &'a Kept,
}

/// What a line is compared by; the rest of it is not taken apart.
#[derive(Deserialize)]
struct Mark {
    hash: u64,
}

/// A journal that is being compared with the input or written.
pub struct Journal {
    path: PathBuf,
    state: State,
}

enum State {
    /// The lines behind `at` are still to be compared.
    Comparing {
        reader: BufReader<File>,
        at: u64,
    },
    Writing(BufWriter<File>),
}

/// A journal that holds everything.
pub struct Complete(PathBuf);

fn hash(d: &Document) -> u64 {
    let mut h = DefaultHasher::new();
    (&d.id, &d.title, &d.text, &d.source).hash(&mut h);
    d.date.map(|d| d.to_string()).hash(&mut h);
    h.finish()
}

/// The next line, if it is whole.
fn line(reader: &mut BufReader<File>, line: &mut String) -> io::Result<bool> {
    line.clear();
    match reader.read_line(line) {
        Ok(_) => Ok(line.ends_with('\n')),
        // A torn character is a torn line.
        Err(e) if e.kind() == io::ErrorKind::InvalidData => Ok(false),
        Err(e) => Err(e),
    }
}

impl Journal {
    /// The journal of the result `of`: the one that is there, where work is to be resumed, else a new one.
    pub fn open(of: &Path, resume: bool, quiet: bool) -> Result<Self, String> {
        let mut path = of.as_os_str().to_owned();
        path.push(".journal");
        let path = PathBuf::from(path);
        let at = |e: io::Error| format!("{}: {e}", path.display());
        let there = path.exists();
        let head = serde_json::to_string(&Head { journal: 1, coder: VERSION.to_owned() }).map_err(|e| e.to_string())?;
        if resume && there {
            let file = OpenOptions::new().read(true).write(true).open(&path).map_err(at)?;
            let mut reader = BufReader::new(file);
            let mut first = String::new();
            if line(&mut reader, &mut first).map_err(at)? && first.trim_end() == head {
                return Ok(Self { state: State::Comparing { reader, at: first.len() as u64 }, path });
            }
            if !quiet {
                anstream::eprintln!("note: {} is of another version; all is coded anew", path.display());
            }
        } else if there && !quiet {
            anstream::eprintln!("note: {} is begun anew; `--resume` goes on with it", path.display());
        }
        let mut out =
            BufWriter::new(File::create(&path).map_err(|e| format!("{}: cannot be written: {e}", path.display()))?);
        writeln!(out, "{head}").map_err(at)?;
        Ok(Self { state: State::Writing(out), path })
    }

    fn at(&self, e: &io::Error) -> String {
        format!("{}: cannot be written: {e}; what is done is kept, `--resume` goes on", self.path.display())
    }

    /// Cuts off what was not compared and writes from there on.
    fn write_from(&mut self, at: u64) -> Result<(), String> {
        let cut = || -> io::Result<BufWriter<File>> {
            let mut file = OpenOptions::new().write(true).open(&self.path)?;
            file.set_len(at)?;
            file.seek(SeekFrom::End(0))?;
            Ok(BufWriter::new(file))
        };
        let out = cut().map_err(|e| self.at(&e))?;
        self.state = State::Writing(out);
        Ok(())
    }

    /// Whether the next document of the input is still to be coded.
    pub fn wants(&mut self, document: &Document) -> Result<bool, String> {
        let State::Comparing { reader, at } = &mut self.state else { return Ok(true) };
        let mut text = String::new();
        let whole = line(reader, &mut text).map_err(|e| format!("{}: cannot be read: {e}", self.path.display()))?;
        if whole && serde_json::from_str::<Mark>(&text).is_ok_and(|m| m.hash == hash(document)) {
            *at += text.len() as u64;
            return Ok(false);
        }
        let at = *at;
        self.write_from(at)?;
        Ok(true)
    }

    /// Keeps a coded document.
    pub fn keep(&mut self, coded: Coded) -> Result<(), String> {
        let hash = hash(&coded.document);
        let kept = Kept::of(coded);
        let State::Writing(out) = &mut self.state else { return Ok(()) };
        let done = serde_json::to_writer(&mut *out, &LineOut { hash, kept: &kept }).map_err(io::Error::from);
        done.and_then(|()| out.write_all(b"\n")).map_err(|e| self.at(&e))
    }

    /// Hands to the system what was kept.
    pub fn flush(&mut self) -> Result<(), String> {
        let State::Writing(out) = &mut self.state else { return Ok(()) };
        out.flush().map_err(|e| self.at(&e))
    }

    /// Ends it: lines behind the last document of the input are cut off.
    pub fn close(mut self) -> Result<Complete, String> {
        if let State::Comparing { at, .. } = self.state {
            self.write_from(at)?;
        }
        self.flush()?;
        Ok(Complete(self.path))
    }
}

impl Complete {
    /// Goes through what was coded.
    pub fn each(&self, mut with: impl FnMut(&Kept) -> Result<(), String>) -> Result<(), String> {
        let at = |e: &dyn std::fmt::Display| format!("{}: cannot be read: {e}", self.0.display());
        let mut reader = BufReader::new(File::open(&self.0).map_err(|e| at(&e))?);
        let mut text = String::new();
        line(&mut reader, &mut text).map_err(|e| at(&e))?;
        while line(&mut reader, &mut text).map_err(|e| at(&e))? {
            with(&serde_json::from_str(&text).map_err(|e| at(&e))?)?;
        }
        Ok(())
    }

    /// Removes it, when the result is written.
    pub fn remove(self) -> Result<(), String> {
        std::fs::remove_file(&self.0).map_err(|e| format!("{}: cannot be removed: {e}", self.0.display()))
    }
}
