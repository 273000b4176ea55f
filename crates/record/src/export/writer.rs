//! Writing rows as they come, in any format.

use super::table::Table;
use super::timelinejs;
use super::{
    Format, Options, Row, Written, acled, cameo, csl, flat, ftm, gdelt, graph, icews, kumu, phoenix, plover, polecat,
};
use crate::Error;
use detente_event::Document;
use std::collections::BTreeMap;
use std::io::Write;

/// Writes rows in a format as they come: tables and PLOVER at once, so that memory does not grow with them; graphs,
/// timelines and the other formats that sum up, at the end.
pub struct Writer<'a> {
    format: Format,
    options: Options,
    written: Written,
    sink: Sink<'a>,
}

enum Sink<'a> {
    Table(Table<'a>),
    Lines(&'a mut dyn Write),
    #[cfg(feature = "parquet")]
    Parquet(Box<super::parquet::Sink<'a>>),
    Whole {
        rows: Vec<Row>,
        documents: Vec<Document>,
        out: &'a mut dyn Write,
    },
}

impl<'a> Writer<'a> {
    /// Begins a file: writes its header, where the format has one.
    ///
    /// # Errors
    /// Where `out` cannot be written, or this build does not write the format.
    pub fn new(format: Format, options: &Options, out: &'a mut dyn Write) -> Result<Self, Error> {
        let layout = match format {
            Format::Csv => Some(flat::LAYOUT),
            Format::Cameo => Some(cameo::LAYOUT),
            Format::Polecat => Some(polecat::LAYOUT),
            Format::Icews => Some(icews::LAYOUT),
            Format::Phoenix => Some(phoenix::LAYOUT),
            Format::Gdelt1 => Some(gdelt::layout(gdelt::columns(gdelt::Version::One))),
            Format::Gdelt2 => Some(gdelt::layout(gdelt::columns(gdelt::Version::Two))),
            Format::GdeltMentions => Some(gdelt::layout(gdelt::MENTIONS)),
            Format::Acled => Some(acled::LAYOUT),
            _ => None,
        };
        let sink = match (layout, format) {
            (Some(layout), _) => Sink::Table(Table::new(layout, out)?),
            (None, Format::Plover) => Sink::Lines(out),
            #[cfg(feature = "parquet")]
            (None, Format::Parquet) => Sink::Parquet(Box::new(super::parquet::Sink::new(out)?)),
            #[cfg(not(feature = "parquet"))]
            (None, Format::Parquet) => {
                return Err(Error::invalid(
                    "this build writes no Parquet",
                    "build with the feature `parquet`, or write CSV",
                ));
            }
            (None, _) => Sink::Whole { rows: Vec::new(), documents: Vec::new(), out },
        };
        Ok(Self { format, options: options.clone(), written: Written::default(), sink })
    }

    /// Writes rows; `documents` are those they come from, for the formats that tell of documents.
    ///
    /// # Errors
    /// Where `out` cannot be written, or a value does not fit the format.
    pub fn rows(&mut self, rows: &[Row], documents: &[Document]) -> Result<(), Error> {
        let (options, written) = (&self.options, &mut self.written);
        match &mut self.sink {
            Sink::Lines(out) => rows.iter().try_for_each(|r| plover::put(r, options, *out, written)),
            #[cfg(feature = "parquet")]
            Sink::Parquet(file) => rows.iter().try_for_each(|r| file.row(r, options)),
            Sink::Whole { rows: all, documents: from, .. } => {
                all.extend_from_slice(rows);
                from.extend_from_slice(documents);
                Ok(())
            }
            Sink::Table(table) => {
                let lengths: BTreeMap<&str, usize> = match self.format {
                    Format::GdeltMentions => documents.iter().map(|d| (d.id.as_str(), d.text.len())).collect(),
                    _ => BTreeMap::new(),
                };
                rows.iter().try_for_each(|r| match self.format {
                    Format::Cameo => cameo::put(r, table, written),
                    Format::Polecat => polecat::put(r, options, table, written),
                    Format::Icews => icews::put(r, table, written),
                    Format::Phoenix => phoenix::put(r, table, written),
                    Format::Gdelt1 => gdelt::put(gdelt::Version::One, r, table, written),
                    Format::Gdelt2 => gdelt::put(gdelt::Version::Two, r, table, written),
                    Format::GdeltMentions => {
                        let length = lengths.get(r.event.document.as_str()).copied().or(r.length);
                        gdelt::put_mention(r, length, table, written)
                    }
                    Format::Acled => acled::put(r, options, table, written),
                    _ => flat::put(r, options, table),
                })
            }
        }
    }

    /// Hands on what was written, where the format allows it before its end.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn flush(&mut self) -> Result<(), Error> {
        match &mut self.sink {
            Sink::Lines(out) => out.flush().map_err(|e| super::failed(&e)),
            Sink::Table(table) => table.flush(),
            #[cfg(feature = "parquet")]
            Sink::Parquet(_) => Ok(()),
            Sink::Whole { .. } => Ok(()),
        }
    }

    /// Ends the file; says what was written and what was left out.
    ///
    /// # Errors
    /// Where `out` cannot be written, or a value does not fit the format.
    pub fn finish(self) -> Result<Written, Error> {
        let (mut written, options) = (self.written, &self.options);
        match self.sink {
            Sink::Lines(out) => out.flush().map_err(|e| super::failed(&e))?,
            #[cfg(feature = "parquet")]
            Sink::Parquet(file) => written.rows = file.finish()?,
            Sink::Table(mut table) => {
                table.flush()?;
                written.rows = table.rows;
                if self.format == Format::Acled && written.rows > 0 {
                    written.notes.push(acled::NOTE.to_owned());
                }
            }
            Sink::Whole { rows, documents, out } => {
                written = match self.format {
                    Format::Gexf => graph::write_gexf(&rows, options, out)?,
                    Format::Graphml => graph::write_graphml(&rows, options, out)?,
                    Format::Timelinejs => timelinejs::write(&rows, options, out)?,
                    Format::Ftm => ftm::write(&rows, &documents, options, out)?,
                    Format::CslJson => csl::write(&documents, out)?,
                    Format::KumuElements => kumu::write_elements(&rows, out)?,
                    _ => kumu::write_connections(&rows, out)?,
                }
            }
        }
        Ok(written)
    }
}
