//! Events that other programs coded: read from their files, with the file as their provenance.
//!
//! Each story of the file becomes a document whose text is the file's own lines, so that every event can be traced to
//! the line it came from, and the same line read twice adds nothing. A file whose columns are not those of its format
//! is refused, with what differs.

mod acled;
mod gdelt;
mod icews;
mod plover;
mod polecat;

use crate::Error;
use crate::export::Format;
use crate::export::states::{self, State};
use crate::export::table::Column;
use detente_event::{Act, Actor, Document, Event, EventDate, Span, Status, render};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Documents with their events, ready for [`crate::Record::add_many`].
pub type Batch = Vec<(Document, Vec<Event>)>;

/// Reads a file of another program; `name` stands for it in ids and messages.
///
/// # Errors
/// Where the file is not of that format: the line, what is wrong with it, what to do.
pub fn read(format: Format, name: &str, bytes: &[u8]) -> Result<Batch, Error> {
    let text = text(format, bytes).map_err(|e| e.at(name))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let batch = match format {
        Format::Plover => plover::read(text),
        Format::Polecat => polecat::read(text),
        Format::Icews => icews::read(text),
        Format::Gdelt1 | Format::Gdelt2 => gdelt::read(text),
        Format::Acled => acled::read(text),
        other => Err(Error::format(
            format!("{} files are written but not read", other.as_str()),
            "plover, polecat, icews, gdelt1, gdelt2 and acled can be imported",
        )),
    };
    batch.map_err(|e| e.at(name))
}

/// UTF-8; POLECAT's weekly files are Latin-1 in places.
fn text(format: Format, bytes: &[u8]) -> Result<String, Error> {
    match std::str::from_utf8(bytes) {
        Ok(t) => Ok(t.to_owned()),
        Err(_) if format == Format::Polecat => Ok(bytes.iter().map(|b| char::from(*b)).collect()),
        Err(e) => Err(Error::format(
            format!("the file is not text in UTF-8 (byte {})", e.valid_up_to()),
            "convert it, for example with `iconv -t UTF-8`",
        )),
    }
}

/// Collects events by story.
#[derive(Default)]
struct Stories {
    order: Vec<String>,
    by_id: BTreeMap<String, (Document, Vec<Event>)>,
}

impl Stories {
    /// Files an event under its story; `line` is the evidence.
    fn put(&mut self, story: Document, line: &str, make: impl FnOnce(&str, Span) -> Option<Event>) {
        let id = story.id.clone();
        if !self.by_id.contains_key(&id) {
            self.order.push(id.clone());
            self.by_id.insert(id.clone(), (story, Vec::new()));
        }
        let Some((document, events)) = self.by_id.get_mut(&id) else { return };
        let start = document.text.len();
        document.text.push_str(line);
        document.text.push('\n');
        events.extend(make(&id, Span::new(start, start + line.len())));
    }

    fn batch(mut self) -> Batch {
        self.order.iter().filter_map(|id| self.by_id.remove(id)).collect()
    }
}

/// An event with nothing but what every format has.
fn blank(document: &str, id: String, act: Act, status: Status, coder: &str) -> Event {
    Event { occurrence: id.clone(), id, confidence: 1.0, coder: coder.to_owned(), ..Event::bare(document, act, status) }
}

/// An id that keeps a number: the writers make the same number of it again.
fn numbered(number: &str, rest: &str) -> String {
    match number.parse::<u64>() {
        Ok(n) if n < 1 << 52 => format!("{n:013x}-{rest}"),
        _ => format!("{number}-{rest}"),
    }
}

fn one_day(day: Date) -> EventDate {
    EventDate { start: day, end: day, precision: "day".to_owned(), text: day.to_string() }
}

/// The act of a CAMEO code by its root; `None` for statements (01), which PLOVER does not have.
fn act_of(cameo: &str) -> Option<Act> {
    Some(match cameo.get(..2)? {
        "02" | "10" => Act::Request,
        "03" => Act::Agree,
        "04" => Act::Consult,
        "05" => Act::Support,
        "06" => Act::Cooperate,
        "07" => Act::Aid,
        "08" if matches!(cameo.get(..3), Some("084" | "085" | "086" | "087")) => Act::Retreat,
        "08" => Act::Concede,
        "09" | "11" => Act::Accuse,
        "12" => Act::Reject,
        "13" => Act::Threaten,
        "14" => Act::Protest,
        "15" => Act::Mobilize,
        "16" => Act::Sanction,
        "17" => Act::Coerce,
        "18" | "19" | "20" => Act::Assault,
        _ => return None,
    })
}

/// The mode whose default code this is, where one has it.
fn mode_of(act: Act, cameo: &str) -> Option<String> {
    act.modes().iter().find(|m| render::default_code(act, Some(m)) == cameo).map(|m| (*m).to_owned())
}

/// The state of a name as ICEWS, POLECAT and ACLED write it.
fn state_named(name: &str) -> Option<&'static State> {
    if name.is_empty() {
        return None;
    }
    // ICEWS' names that differ from ours.
    let name = match name {
        "Russian Federation" => "Russia",
        "Czech Republic" => "Czechia",
        "Occupied Palestinian Territory" => "Palestine",
        "Democratic Republic of Congo" => "DR Congo",
        other => other,
    };
    states::find(|s| s.name == name)
}

fn party(name: &str, code: &str, sector: &str) -> Option<Actor> {
    (!name.is_empty() || !code.is_empty()).then(|| Actor {
        name: if name.is_empty() { states::state(code).map_or(code, |s| s.name).to_owned() } else { name.to_owned() },
        code: code.to_owned(),
        sector: sector.to_owned(),
        person: None,
        text: name.to_owned(),
        span: None,
    })
}

/// The rows of a tab-separated table; each with its line number and as many cells as `columns` has.
fn tab_rows<'t>(
    text: &'t str,
    columns: &'static [Column],
    header: bool,
    missing: &str,
) -> Result<Vec<Cells<'t>>, Error> {
    let mut out = Vec::new();
    for (i, line) in text.lines().enumerate() {
        if line.is_empty() {
            continue;
        }
        let cells: Vec<String> =
            line.split('\t').map(|c| if c == missing { String::new() } else { c.to_owned() }).collect();
        if header && i == 0 {
            check_header(&cells, columns)?;
            continue;
        }
        out.push(Cells::of(i + 1, line, cells, columns)?);
    }
    if header && text.lines().next().is_none() {
        return Err(Error::format("the file is empty", "a header line is expected"));
    }
    Ok(out)
}

/// One row, cells by the names of their columns.
struct Cells<'t> {
    number: usize,
    line: &'t str,
    cells: Vec<String>,
    columns: &'static [Column],
}

impl<'t> Cells<'t> {
    fn of(number: usize, line: &'t str, cells: Vec<String>, columns: &'static [Column]) -> Result<Self, Error> {
        if cells.len() != columns.len() {
            return Err(Error::format(
                format!("line {number} has {} cells where the format has {} columns", cells.len(), columns.len()),
                "a tab or a quote inside a value moves the cells; mend that line, or name the format that the file has",
            ));
        }
        Ok(Self { number, line, cells, columns })
    }

    fn get(&self, name: &str) -> &str {
        self.columns.iter().position(|c| c.name == name).and_then(|i| self.cells.get(i)).map_or("", String::as_str)
    }

    fn wrong(&self, name: &str, wanted: &str) -> Error {
        Error::format(
            format!("line {}, column {name}: `{}` is not {wanted}", self.number, self.get(name)),
            "mend that line, or name the format that the file has",
        )
    }

    /// A date, `2025-10-17` or `20251017`; `10/17/2025` as ICEWS has it in one year.
    fn day(&self, name: &str) -> Result<Option<Date>, Error> {
        let text = self.get(name);
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = || self.wrong(name, "a date");
        if text.len() >= 8 && text.chars().all(|c| c.is_ascii_digit()) {
            return Date::strptime("%Y%m%d", &text[..8]).map(Some).map_err(|_| wrong());
        }
        let parsed =
            text.get(..10).unwrap_or(text).parse().or_else(|e| Date::strptime("%m/%d/%Y", text).map_err(|_| e));
        parsed.map(Some).map_err(|_: jiff::Error| wrong())
    }

    fn count(&self, name: &str) -> Result<Option<usize>, Error> {
        let text = self.get(name);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| self.wrong(name, "a whole number"))
    }

    fn real(&self, name: &str) -> Result<Option<f64>, Error> {
        let text = self.get(name);
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| self.wrong(name, "a number"))
    }
}

fn check_header(cells: &[String], columns: &[Column]) -> Result<(), Error> {
    let wanted: Vec<&str> = columns.iter().map(|c| c.name).collect();
    if cells.len() != wanted.len() {
        return Err(Error::format(
            format!("the header has {} columns where the format has {}", cells.len(), wanted.len()),
            "name the format that the file has",
        ));
    }
    for (i, (found, wanted)) in cells.iter().zip(&wanted).enumerate() {
        // Some weeks of POLECAT call the fifth column otherwise.
        let same = found == wanted || (found == "Event Intensity" && *wanted == "Intensity");
        if !same {
            return Err(Error::format(
                format!("column {} is called `{found}` where the format has `{wanted}`", i + 1),
                "name the format that the file has",
            ));
        }
    }
    Ok(())
}
