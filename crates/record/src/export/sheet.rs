//! Any table of answers as Parquet, each column of one kind.

use crate::Error;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetKind {
    /// Words.
    Text,
    /// Whole numbers.
    Int,
    /// Numbers.
    Real,
    /// Days, `2025-10-17`.
    Day,
    /// `yes` or nothing.
    Truth,
}

/// Writes rows of cells as a Parquet file; an empty cell, or one that is not of its column's kind, is null.
///
/// # Errors
/// Where the file cannot be made, or this build writes no Parquet.
#[cfg(feature = "parquet")]
pub fn sheet_parquet(columns: &[(String, SheetKind)], rows: &[Vec<String>]) -> Result<Vec<u8>, Error> {
    write(columns, rows)
        .map_err(|e| Error::new(crate::error::Kind::Other, format!("the Parquet file cannot be written: {e}"), ""))
}

/// Writes rows of cells as a Parquet file; an empty cell, or one that is not of its column's kind, is null.
///
/// # Errors
/// This build writes no Parquet.
#[cfg(not(feature = "parquet"))]
pub fn sheet_parquet(_: &[(String, SheetKind)], _: &[Vec<String>]) -> Result<Vec<u8>, Error> {
    Err(Error::invalid("this build writes no Parquet", "build with the feature `parquet`, or write CSV"))
}

#[cfg(feature = "parquet")]
fn write(columns: &[(String, SheetKind)], rows: &[Vec<String>]) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
    use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
    use parquet::file::properties::WriterProperties;
    use parquet::schema::types::Type;
    use std::sync::Arc;

    let mut fields = Vec::with_capacity(columns.len());
    for (name, kind) in columns {
        let (physical, logical) = match kind {
            SheetKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            SheetKind::Int => (Physical::INT64, Some(LogicalType::integer(64, true))),
            SheetKind::Real => (Physical::DOUBLE, None),
            SheetKind::Day => (Physical::INT32, Some(LogicalType::Date)),
            SheetKind::Truth => (Physical::BOOLEAN, None),
        };
        let field = Type::primitive_type_builder(name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        fields.push(Arc::new(field));
    }
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let schema = Type::group_type_builder("detente").with_fields(fields).build()?;
    let mut file =
        parquet::file::writer::SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for (i, (_, kind)) in columns.iter().enumerate() {
        let Some(mut writer) = group.next_column()? else { break };
        let cells = || rows.iter().map(|r| r.get(i).map_or("", String::as_str));
        macro_rules! put {
            ($type:ty, $make:expr) => {{
                let made: Vec<Option<_>> = cells().map($make).collect();
                let levels: Vec<i16> = made.iter().map(|v| i16::from(v.is_some())).collect();
                let values: Vec<_> = made.into_iter().flatten().collect();
                writer.typed::<$type>().write_batch(&values, Some(&levels), None)?;
            }};
        }
        match kind {
            SheetKind::Text => put!(ByteArrayType, |c: &str| (!c.is_empty()).then(|| ByteArray::from(c))),
            SheetKind::Int => put!(Int64Type, |c: &str| c.parse::<i64>().ok()),
            SheetKind::Real => put!(DoubleType, |c: &str| c.parse::<f64>().ok()),
            SheetKind::Day => {
                put!(Int32Type, |c: &str| { c.parse().ok().and_then(|d| i32::try_from(crate::day::number(d)).ok()) })
            }
            SheetKind::Truth => put!(BoolType, |c: &str| Some(c == "yes")),
        }
        writer.close()?;
    }
    group.close()?;
    file.into_inner()
}
