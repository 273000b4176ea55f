//! Events and occurrences in the formats that other programs read. FORMATS.md has the columns of each.
//!
//! Native and lossless are [`Format::Plover`] and the flat tables ([`Format::Csv`], [`Format::Parquet`]). The others
//! are for scripts that expect them and lose something: [`columns`] says, as data, what each column holds or why it is
//! empty. A format that cannot say that something did not happen gets no rows of what did not happen: [`Written`]
//! counts what was left out.

pub(crate) mod acled;
mod cameo;
mod csl;
mod flat;
mod ftm;
pub(crate) mod gdelt;
mod graph;
pub(crate) mod icews;
mod kumu;
#[cfg(feature = "parquet")]
mod parquet;
mod phoenix;
mod plover;
pub(crate) mod polecat;
mod row;
mod sheet;
pub(crate) mod states;
pub(crate) mod table;
mod timelinejs;
mod writer;

pub use row::Row;
pub use sheet::{SheetKind, sheet_parquet};
pub use table::{Column, Fill};
pub use writer::Writer;

use crate::{Error, Filter, Record};
use detente_event::{Actor, Document, Event};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;

/// A format to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Format {
    /// PLOVER's JSON Lines, with what PLOVER has no field for under `detente`.
    Plover,
    /// One flat row for each event, comma separated.
    Csv,
    /// The same as Parquet.
    Parquet,
    /// Date, the two parties and the CAMEO code.
    Cameo,
    /// POLECAT's weekly tables.
    Polecat,
    /// ICEWS.
    Icews,
    /// Phoenix.
    Phoenix,
    /// GDELT 1.0 events.
    Gdelt1,
    /// GDELT 2.0 events.
    Gdelt2,
    /// GDELT 2.0 mentions.
    GdeltMentions,
    /// The shape of ACLED's table.
    Acled,
    /// GEXF 1.3, for Gephi.
    Gexf,
    /// GraphML, for Cytoscape, igraph, networkx.
    Graphml,
    /// TimelineJS 3.
    Timelinejs,
    /// FollowTheMoney entities, JSON Lines.
    Ftm,
    /// The sources for a reference manager.
    CslJson,
    /// Kumu's elements.
    KumuElements,
    /// Kumu's connections.
    KumuConnections,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 18] = [
        Format::Plover,
        Format::Csv,
        Format::Parquet,
        Format::Cameo,
        Format::Polecat,
        Format::Icews,
        Format::Phoenix,
        Format::Gdelt1,
        Format::Gdelt2,
        Format::GdeltMentions,
        Format::Acled,
        Format::Gexf,
        Format::Graphml,
        Format::Timelinejs,
        Format::Ftm,
        Format::CslJson,
        Format::KumuElements,
        Format::KumuConnections,
    ];

    /// The name on the command line, `gdelt-mentions`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        [
            "plover",
            "csv",
            "parquet",
            "cameo",
            "polecat",
            "icews",
            "phoenix",
            "gdelt1",
            "gdelt2",
            "gdelt-mentions",
            "acled",
            "gexf",
            "graphml",
            "timelinejs",
            "ftm",
            "csl-json",
            "kumu-elements",
            "kumu-connections",
        ][self as usize]
    }

    /// The format of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.as_str() == name)
    }

    /// The usual ending of a file's name, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Format::Plover | Format::Ftm => "jsonl",
            Format::Csv | Format::Acled | Format::KumuElements | Format::KumuConnections => "csv",
            Format::Parquet => "parquet",
            Format::Cameo | Format::Polecat | Format::Icews | Format::Phoenix => "tsv",
            Format::Gdelt1 | Format::Gdelt2 | Format::GdeltMentions => "CSV",
            Format::Gexf => "gexf",
            Format::Graphml => "graphml",
            Format::Timelinejs | Format::CslJson => "json",
        }
    }

    /// Whether it tells of occurrences rather than of single reports.
    #[must_use]
    pub fn is_of_occurrences(self) -> bool {
        !matches!(
            self,
            Format::Plover
                | Format::Csv
                | Format::Parquet
                | Format::Cameo
                | Format::Polecat
                | Format::Icews
                | Format::Phoenix
                | Format::GdeltMentions
                | Format::CslJson
        )
    }
}

/// How to write.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// One row for each pair of actor and recipient instead of lists (formats that are dyadic by nature always do).
    pub dyads: bool,
    /// Leave out the sentences: the reader may have no right to them.
    pub no_text: bool,
    /// One edge for each event in graphs; Gephi merges parallel edges.
    pub multigraph: bool,
    /// One row for each occurrence instead of one for each report.
    pub once: bool,
    /// The moment of writing, for formats that state it.
    pub now: Option<Timestamp>,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Rows, objects or edges.
    pub rows: usize,
    /// How many events the format has no place for, by reason.
    pub left_out: BTreeMap<String, usize>,
    /// What the reader should know.
    pub notes: Vec<String>,
}

impl Written {
    pub(crate) fn leave_out(&mut self, why: &str) {
        *self.left_out.entry(why.to_owned()).or_default() += 1;
    }
}

/// Writes rows in a format. For a coder's events without a record, [`Row::of_events`] makes the rows, and [`Writer`]
/// takes them as they come.
///
/// # Errors
/// Where `out` cannot be written, or a value does not fit the format.
pub fn write(
    format: Format,
    rows: &[Row],
    documents: &[Document],
    options: &Options,
    out: &mut dyn Write,
) -> Result<Written, Error> {
    let mut writer = Writer::new(format, options, out)?;
    writer.rows(rows, documents)?;
    writer.finish()
}

/// The name of the state with that ISO alpha-3 code.
#[must_use]
pub fn state_name(iso3: &str) -> Option<&'static str> {
    states::state(iso3).map(|s| s.name)
}

/// What each column of a format holds, or why it is empty; what `<name>.columns.json` says.
#[must_use]
pub fn columns(format: Format) -> &'static [Column] {
    match format {
        Format::Plover => plover::COLUMNS,
        Format::Csv | Format::Parquet => flat::COLUMNS,
        Format::Cameo => cameo::COLUMNS,
        Format::Polecat => polecat::COLUMNS,
        Format::Icews => icews::COLUMNS,
        Format::Phoenix => phoenix::COLUMNS,
        Format::Gdelt1 => gdelt::columns(gdelt::Version::One),
        Format::Gdelt2 => gdelt::columns(gdelt::Version::Two),
        Format::GdeltMentions => gdelt::MENTIONS,
        Format::Acled => acled::COLUMNS,
        Format::Gexf | Format::Graphml => graph::COLUMNS,
        Format::Timelinejs => timelinejs::COLUMNS,
        Format::Ftm => ftm::COLUMNS,
        Format::CslJson => csl::COLUMNS,
        Format::KumuElements => kumu::ELEMENTS,
        Format::KumuConnections => kumu::CONNECTIONS,
    }
}

/// The side file `<name>.columns.json`: every column with what it holds, and what was left out.
#[must_use]
pub fn side_file(format: Format, written: &Written) -> serde_json::Value {
    serde_json::json!({
        "format": format.as_str(),
        "program": concat!("detente ", env!("CARGO_PKG_VERSION")),
        "columns": columns(format),
        "rows": written.rows,
        "left_out": written.left_out,
        "notes": written.notes,
    })
}

impl Record {
    /// Writes what fits the filter in a format: reports, or occurrences where the format or the options say so.
    ///
    /// # Errors
    /// Where the store fails, `out` cannot be written, or a value does not fit the format.
    pub fn export(
        &self,
        format: Format,
        filter: &Filter,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<Written, Error> {
        let rows = if format == Format::CslJson {
            Vec::new()
        } else if options.once || format.is_of_occurrences() {
            self.timeline(filter)?.iter().map(Row::of_cluster).collect()
        } else {
            self.report_rows(filter)?
        };
        let documents: Vec<Document> = match format {
            Format::CslJson if filter.is_open() => self.documents()?.into_iter().map(|s| s.document).collect(),
            Format::CslJson => self.documents_of(&self.report_rows(filter)?)?,
            Format::Ftm | Format::GdeltMentions => self.documents_of(&rows)?,
            _ => Vec::new(),
        };
        write(format, &rows, &documents, options, out)
    }

    fn report_rows(&self, filter: &Filter) -> Result<Vec<Row>, Error> {
        let reports = self.events(filter)?;
        let sizes = self.cluster_sizes()?;
        Ok(reports.iter().map(|r| Row::of_report(r, sizes.get(&r.cluster).copied().unwrap_or((1, 1)))).collect())
    }

    fn documents_of(&self, rows: &[Row]) -> Result<Vec<Document>, Error> {
        let mut wanted: Vec<i64> = rows.iter().flat_map(|r| r.documents.iter().copied()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut out = Vec::with_capacity(wanted.len());
        for n in wanted {
            out.extend(self.sources(" WHERE d.seq = ?1", &[n.into()])?.into_iter().map(|s| s.document));
        }
        Ok(out)
    }

    /// Number of reports and of independent sources of each occurrence.
    fn cluster_sizes(&self) -> Result<BTreeMap<String, (usize, usize)>, Error> {
        use crate::store::StoreExt;
        let n = |v: i64| usize::try_from(v).unwrap_or(0);
        let rows = self.store.rows("SELECT id, reports, sources FROM cluster WHERE reports > 0", &[], |r| {
            Ok((r.string(0)?, (n(r.int(1)?), n(r.int(2)?))))
        })?;
        Ok(rows.into_iter().collect())
    }
}

/// The failure of a writer.
pub(crate) fn failed(e: &std::io::Error) -> Error {
    use crate::error::Kind;
    match e.kind() {
        std::io::ErrorKind::StorageFull => Error::new(Kind::Full, "the disk is full", "make room and write again"),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            Error::new(Kind::ReadOnly, e.to_string(), "choose a file that can be written")
        }
        _ => Error::new(Kind::Other, format!("writing failed: {e}"), ""),
    }
}

/// Each pair of an actor and a recipient; parties of a reciprocal act are paired in both directions. `None` where a
/// side is empty.
#[must_use]
pub fn dyads(e: &Event) -> Vec<(Option<&Actor>, Option<&Actor>)> {
    let mut out = Vec::new();
    if e.recipient.is_empty() {
        if e.actor.len() < 2 {
            return vec![(e.actor.first(), None)];
        }
        for a in &e.actor {
            out.extend(e.actor.iter().filter(|b| !a.same_party(b)).map(|b| (Some(a), Some(b))));
        }
        return if out.is_empty() { vec![(e.actor.first(), None)] } else { out };
    }
    for r in &e.recipient {
        if e.actor.is_empty() {
            out.push((None, Some(r)));
        }
        out.extend(e.actor.iter().map(|a| (Some(a), Some(r))));
    }
    out
}
