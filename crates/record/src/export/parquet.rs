//! The native flat table as Parquet: typed columns, lists as lists.

use super::flat::{COLUMNS, Cell, cells};
use super::{Options, Row, Written};
use crate::Error;
use crate::error::Kind;
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FloatType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};
use std::io::Write;
use std::sync::Arc;

/// Rows kept together in the file and in memory.
const GROUP: usize = 100_000;

/// The kind of each column, after section 2 of FORMATS.md.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    Text,
    List,
    Int8,
    Int16,
    Int32,
    Float,
    Double,
    Day,
    Moment,
}

fn kept(name: &str) -> Kept {
    match name {
        "event_mode" | "contexts" => Kept::List,
        "quad_code" => Kept::Int8,
        "actor_cow" | "actor_gw" | "recipient_cow" | "recipient_gw" => Kept::Int16,
        "geonameid" | "sentence_no" | "char_start" | "char_end" | "n_reports" => Kept::Int32,
        "event_scale" | "goldstein" | "confidence" => Kept::Float,
        "lat" | "lon" => Kept::Double,
        "event_date" | "published" => Kept::Day,
        "reviewed_at" => Kept::Moment,
        _ => Kept::Text,
    }
}

fn failure(e: &dyn std::fmt::Display) -> Error {
    Error::new(Kind::Other, format!("the Parquet file cannot be written: {e}"), "")
}

fn schema() -> Result<TypePtr, Error> {
    let mut fields = Vec::with_capacity(COLUMNS.len());
    for c in COLUMNS {
        fields.push(Arc::new(field(c.name, kept(c.name)).map_err(|e| failure(&e))?));
    }
    Type::group_type_builder("detente").with_fields(fields).build().map(Arc::new).map_err(|e| failure(&e))
}

fn field(name: &str, kind: Kept) -> Result<Type, parquet::errors::ParquetError> {
    let text = Some(LogicalType::String);
    let plain = |physical, logical| {
        Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
    };
    let int = |bit_width| Some(LogicalType::integer(bit_width, true));
    match kind {
        Kept::Text => plain(Physical::BYTE_ARRAY, text),
        Kept::Int8 => plain(Physical::INT32, int(8)),
        Kept::Int16 => plain(Physical::INT32, int(16)),
        Kept::Int32 => plain(Physical::INT32, int(32)),
        Kept::Float => plain(Physical::FLOAT, None),
        Kept::Double => plain(Physical::DOUBLE, None),
        Kept::Day => plain(Physical::INT32, Some(LogicalType::Date)),
        Kept::Moment => plain(Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
        Kept::List => {
            let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(text)
                .build()?;
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![Arc::new(element)])
                .build()?;
            Type::group_type_builder(name)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::List))
                .with_fields(vec![Arc::new(list)])
                .build()
        }
    }
}

pub(super) fn write(rows: &[Row], options: &Options, mut out: &mut dyn Write) -> Result<Written, Error> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    // The writer wants something that can be sent; a buffer can, whatever `out` is.
    let mut file = SerializedFileWriter::new(Vec::new(), schema()?, Arc::new(properties)).map_err(|e| failure(&e))?;
    let mut count = 0;
    for chunk in rows.chunks(GROUP) {
        let table: Vec<Vec<Cell>> = chunk.iter().flat_map(|r| cells(r, options)).collect();
        count += table.len();
        let mut group = file.next_row_group().map_err(|e| failure(&e))?;
        for (i, column) in COLUMNS.iter().enumerate() {
            let Some(mut writer) = group.next_column().map_err(|e| failure(&e))? else { break };
            put(&mut writer, kept(column.name), &table, i).map_err(|e| failure(&e))?;
            writer.close().map_err(|e| failure(&e))?;
        }
        group.close().map_err(|e| failure(&e))?;
        out.write_all(&std::mem::take(file.inner_mut())).map_err(|e| super::failed(&e))?;
    }
    let rest = file.into_inner().map_err(|e| failure(&e))?;
    out = {
        out.write_all(&rest).map_err(|e| super::failed(&e))?;
        out
    };
    out.flush().map_err(|e| super::failed(&e))?;
    Ok(Written { rows: count, ..Written::default() })
}

fn put(
    writer: &mut parquet::file::writer::SerializedColumnWriter<'_>,
    kind: Kept,
    table: &[Vec<Cell>],
    column: usize,
) -> Result<(), parquet::errors::ParquetError> {
    let cells = || table.iter().map(move |r| &r[column]);
    macro_rules! optional {
        ($type:ty, $make:expr) => {{
            let make = $make;
            let values: Vec<_> = cells().map(make).collect();
            let levels: Vec<i16> = values.iter().map(|v| i16::from(v.is_some())).collect();
            let values: Vec<_> = values.into_iter().flatten().collect();
            writer.typed::<$type>().write_batch(&values, Some(&levels), None)?;
        }};
    }
    match kind {
        Kept::Text => optional!(ByteArrayType, |c: &Cell| match c {
            Cell::Text(t) if !t.is_empty() => Some(ByteArray::from(t.as_str())),
            _ => None,
        }),
        Kept::Int8 | Kept::Int16 | Kept::Int32 => optional!(Int32Type, |c: &Cell| match c {
            Cell::Int(i) => i.and_then(|i| i32::try_from(i).ok()),
            _ => None,
        }),
        Kept::Day => optional!(Int32Type, |c: &Cell| match c {
            Cell::Day(d) => d.and_then(|d| i32::try_from(d).ok()),
            _ => None,
        }),
        Kept::Moment => optional!(Int64Type, |c: &Cell| match c {
            Cell::Moment(m) => *m,
            _ => None,
        }),
        #[expect(clippy::cast_possible_truncation, reason = "the format keeps these in single precision")]
        Kept::Float => optional!(FloatType, |c: &Cell| match c {
            Cell::Real(r) => r.map(|r| r as f32),
            _ => None,
        }),
        Kept::Double => optional!(DoubleType, |c: &Cell| match c {
            Cell::Real(r) => *r,
            _ => None,
        }),
        Kept::List => {
            let (mut values, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
            for c in cells() {
                let Cell::List(list) = c else { continue };
                if list.is_empty() {
                    defined.push(0);
                    repeated.push(0);
                }
                for (i, item) in list.iter().enumerate() {
                    values.push(ByteArray::from(item.as_str()));
                    defined.push(1);
                    repeated.push(i16::from(i > 0));
                }
            }
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&defined), Some(&repeated))?;
        }
    }
    Ok(())
}
