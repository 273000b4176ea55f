//! Parquet: columns `id`, `date`, `title`, `text`, `source`, a document a row. Only `text` must be there.

use super::bytes::{self, Opened};
use super::{Found, Place, day, whole};
use detente_event::{Diagnostic, Document};
use jiff::civil::Date;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// The columns that are read; `url` stands in for a missing `source`.
const COLUMNS: [&str; 6] = ["id", "date", "title", "text", "source", "url"];

/// Rows that are unpacked together.
const TOGETHER: usize = 64;

/// Reads a table. What stands in a file is read in place; what comes compressed or from standard input is taken into
/// memory first, for the table of contents is at its end.
pub fn open(place: Place, path: &Path, opened: Opened) -> Box<dyn Iterator<Item = Found>> {
    let in_place = !place.compressed && path.is_file();
    let rows = if in_place {
        match File::open(path) {
            Ok(file) => rows(file),
            Err(e) => return Box::new(std::iter::once(place.unreadable(&e))),
        }
    } else {
        match bytes::all(&mut *opened.reader()) {
            Ok((_, bytes::Part::TooLong)) => return Box::new(std::iter::once(place.fail(whole::too_large()))),
            Ok((all, _)) => rows(::bytes::Bytes::from(all)),
            Err(e) => return Box::new(std::iter::once(place.unreadable(&e))),
        }
    };
    match rows {
        Ok(rows) => Box::new(Rows { place, rows: Some(rows), number: 0 }),
        Err(d) => Box::new(std::iter::once(place.fail(d))),
    }
}

fn damaged(what: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::error("DT0510", None, format!("the Parquet file is cut off or damaged: {what}"))
        .help("fetch or write the file again")
}

/// The library trusts the file in places; what it finds wrong there it says by a panic.
fn careful<T>(work: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Diagnostic> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(t)) => Ok(t),
        Ok(Err(e)) => Err(damaged(e.to_string().trim_start_matches("Parquet error: "))),
        Err(_) => Err(damaged("its parts do not fit together")),
    }
}

fn rows<R: ChunkReader + 'static>(file: R) -> Result<RowIter<'static>, Diagnostic> {
    let reader = careful(|| SerializedFileReader::new(file))?;
    let schema = reader.metadata().file_metadata().schema();
    let there: Vec<&str> = schema.get_fields().iter().map(|f| f.name()).collect();
    if !there.contains(&"text") {
        return Err(Diagnostic::error(
            "DT0511",
            None,
            format!("the table has no column `text`; it has {}", there.join(", ")),
        )
        .help("rename the column with the articles to `text`; `id`, `date`, `title` and `source` are read too"));
    }
    let wanted = schema.get_fields().iter().filter(|f| COLUMNS.contains(&f.name())).cloned().collect();
    let name = schema.name().to_owned();
    careful(|| {
        let projection = Type::group_type_builder(&name).with_fields(wanted).build()?;
        Ok(RowIter::from_file_into(Box::new(reader)).project(Some(projection))?.with_batch_size(TOGETHER))
    })
}

struct Rows {
    place: Place,
    /// `None` after damage.
    rows: Option<RowIter<'static>>,
    number: usize,
}

impl Iterator for Rows {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        let rows = self.rows.as_mut()?;
        self.number += 1;
        let found = match careful(|| rows.next().transpose()) {
            Ok(row) => self.document(&row?),
            Err(d) => {
                self.rows = None;
                Err(d)
            }
        };
        Some(found.map_or_else(|d| self.place.fail(d), |d| Ok(self.place.input(d))))
    }
}

impl Rows {
    fn document(&self, row: &Row) -> Result<Document, Diagnostic> {
        let fail = |message: String, help: &str| {
            Diagnostic::error("DT0511", None, format!("row {}: {message}", self.number)).help(help)
        };
        let field = |name: &str| row.get_column_iter().find(|(n, _)| *n == name).map(|(_, f)| f);
        let text = |name: &str| match field(name) {
            None | Some(Field::Null) => Ok(None),
            Some(Field::Str(s)) => Ok(Some(s.clone())),
            Some(Field::Bytes(b)) => {
                let text = std::str::from_utf8(b.data()).map(str::to_owned);
                text.map(Some).map_err(|_| fail(format!("`{name}` is not UTF-8"), "write it as a column of strings"))
            }
            Some(Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_)) => {
                Err(fail(format!("`{name}` is no single value"), "write it as a column of strings"))
            }
            Some(other) => Ok(Some(other.to_string())),
        };
        let Some(body) = text("text")? else { return Err(fail("it has no `text`".to_owned(), "leave the row out")) };
        let source = match text("source")?.filter(|s| !s.is_empty()) {
            Some(s) => s,
            None => text("url")?.unwrap_or_default(),
        };
        Ok(Document {
            id: text("id")?.filter(|i| !i.is_empty()).unwrap_or_else(|| format!("{}-{}", self.place.stem, self.number)),
            date: match field("date") {
                None | Some(Field::Null) => self.place.date,
                Some(Field::Str(s)) if s.trim().is_empty() => self.place.date,
                Some(f) => {
                    Some(date(f).ok_or_else(|| fail(format!("`date` is no day: {f}"), "write days, or YYYY-MM-DD"))?)
                }
            },
            title: text("title")?.unwrap_or_default(),
            text: body,
            source,
        })
    }
}

fn date(field: &Field) -> Option<Date> {
    let since_1970 = |days: i64| {
        Date::constant(1970, 1, 1).checked_add(jiff::SignedDuration::from_hours(days.checked_mul(24)?)).ok()
    };
    match field {
        Field::Str(s) => day::parse(s),
        Field::Bytes(b) => day::parse(std::str::from_utf8(b.data()).ok()?),
        Field::Date(days) => since_1970(i64::from(*days)),
        Field::TimestampMillis(ms) => since_1970(ms.div_euclid(86_400_000)),
        Field::TimestampMicros(us) => since_1970(us.div_euclid(86_400_000_000)),
        // 20251017
        Field::Int(n) => day::parse(&n.to_string()),
        Field::Long(n) => day::parse(&n.to_string()),
        _ => None,
    }
}
