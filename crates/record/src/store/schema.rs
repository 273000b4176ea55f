//! The tables, and how an older record becomes a newer one.
//!
//! Two kinds of tables. What was read and decided is kept for good: `document`, `coding`, `report`, `decision` take
//! new rows only; triggers refuse to change or delete one. What follows from them (`entry`, `party`, `tag`, `cluster`,
//! `block`, `dyad`, `words`) is an index: it can be dropped and made again from the first kind.

use super::{Param, Store, StoreExt};
use crate::Error;
use crate::cluster::{matching, sketch::Sketch};
use crate::error::Kind;
use crate::flow;
use detente_event::{Act, Status};

/// `PRAGMA application_id` of a record: "DTNT".
const APPLICATION: i64 = 0x4454_4E54;

/// One step from a version to the next. Never edited once released; a change is a new step.
const MIGRATIONS: &[&str] = &[
    "
CREATE TABLE coding (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    coder TEXT NOT NULL
);
CREATE TABLE document (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    date TEXT,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    text TEXT NOT NULL,
    coding INTEGER NOT NULL REFERENCES coding(seq),
    copy_of INTEGER REFERENCES document(seq),
    outlet INTEGER NOT NULL,
    events INTEGER NOT NULL
);
CREATE INDEX document_id ON document(id);
CREATE TABLE outlet (
    seq INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE signature (
    band INTEGER NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (band, document)
) WITHOUT ROWID;
CREATE TABLE report (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document(seq),
    coding INTEGER NOT NULL REFERENCES coding(seq),
    cluster INTEGER NOT NULL,
    event TEXT NOT NULL
);
CREATE TABLE decision (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    content TEXT NOT NULL,
    undoes INTEGER REFERENCES decision(seq)
);
CREATE INDEX decision_target ON decision(target);
CREATE INDEX decision_undoes ON decision(undoes);
CREATE INDEX report_document ON report(document);
CREATE INDEX document_coding ON document(coding);
CREATE TABLE actor (
    seq INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    UNIQUE (name, code)
);
CREATE INDEX actor_code ON actor(code);
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY REFERENCES report(seq),
    document INTEGER NOT NULL,
    cluster INTEGER NOT NULL,
    act TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    day INTEGER NOT NULL,
    published INTEGER,
    outlet INTEGER NOT NULL,
    place TEXT,
    country TEXT,
    object TEXT,
    confidence REAL NOT NULL,
    decision INTEGER,
    rejected INTEGER NOT NULL
);
CREATE INDEX entry_cluster ON entry(cluster);
CREATE INDEX entry_document ON entry(document);
CREATE INDEX entry_day ON entry(day);
CREATE INDEX entry_act ON entry(act, status, day);
CREATE INDEX entry_place ON entry(place, day) WHERE place IS NOT NULL;
CREATE INDEX entry_country ON entry(country, day) WHERE country IS NOT NULL;
CREATE TABLE party (
    actor INTEGER NOT NULL,
    day INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    role INTEGER NOT NULL,
    other INTEGER NOT NULL,
    act INTEGER NOT NULL,
    status INTEGER NOT NULL,
    PRIMARY KEY (actor, day, entry, role, other)
) WITHOUT ROWID;
CREATE INDEX party_entry ON party(entry);
CREATE TABLE tag (
    context TEXT NOT NULL,
    day INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (context, day, entry)
) WITHOUT ROWID;
CREATE TABLE cluster (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    moved INTEGER,
    act TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    day INTEGER NOT NULL,
    due INTEGER NOT NULL,
    first INTEGER,
    last INTEGER,
    reports INTEGER NOT NULL,
    sources INTEGER NOT NULL,
    sketch TEXT NOT NULL
);
CREATE INDEX cluster_day ON cluster(day, seq);
CREATE INDEX cluster_due ON cluster(status, due, seq);
CREATE INDEX cluster_last ON cluster(status, last, seq);
CREATE TABLE flow (
    actor INTEGER NOT NULL,
    other INTEGER NOT NULL,
    month INTEGER NOT NULL,
    quad INTEGER NOT NULL,
    clusters INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    tenths INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (actor, other, month, quad)
) WITHOUT ROWID;
CREATE TABLE block (
    key INTEGER NOT NULL,
    day INTEGER NOT NULL,
    cluster INTEGER NOT NULL,
    PRIMARY KEY (key, day, cluster)
) WITHOUT ROWID;
",
    "
ALTER TABLE party RENAME TO party_1;
CREATE TABLE party (
    entry INTEGER NOT NULL,
    role INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    other INTEGER NOT NULL,
    day INTEGER NOT NULL,
    act INTEGER NOT NULL,
    status INTEGER NOT NULL,
    cluster INTEGER NOT NULL,
    tenths INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    PRIMARY KEY (entry, role, actor, other)
) WITHOUT ROWID;
INSERT INTO party(entry, role, actor, other, day, act, status, cluster, tenths, rejected)
    SELECT q.entry, q.role, q.actor, q.other, q.day, q.act, q.status, e.cluster, 0, e.rejected
    FROM party_1 q JOIN entry e ON e.seq = q.entry ORDER BY q.entry, q.role, q.actor, q.other;
DROP TABLE party_1;
CREATE INDEX party_actor ON party(actor, day, entry, role, other, act, status);
DROP TABLE flow;
CREATE TABLE dyad (
    pair INTEGER PRIMARY KEY,
    actor INTEGER NOT NULL,
    other INTEGER NOT NULL,
    total TEXT NOT NULL,
    months TEXT NOT NULL
);
DELETE FROM block;
DROP INDEX entry_document;
",
];

/// The step since which [`reindex`] makes what is no SQL's to make.
const REINDEXED: i64 = 2;

/// The tables that only ever take new rows.
const KEPT: [&str; 4] = ["coding", "document", "report", "decision"];

/// The newest version this program knows.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.len() as i64
}

/// The version of a record in SQLite; 0 for an empty file.
pub(crate) fn version_sqlite(store: &dyn Store) -> Result<i64, Error> {
    Ok(store.int("PRAGMA user_version", &[])?.unwrap_or(0))
}

/// Refuses what is no record, or one of a newer version, without changing anything.
pub(crate) fn refuse_other_sqlite(store: &dyn Store) -> Result<(), Error> {
    let version = version_sqlite(store)?;
    let application = store.int("PRAGMA application_id", &[])?.unwrap_or(0);
    let tables = store.int("SELECT count(*) FROM sqlite_master", &[])?.unwrap_or(0);
    if application != APPLICATION && (tables > 0 || version > 0) {
        return Err(Error::new(
            Kind::NotARecord,
            "this is a database, but not a record of Détente",
            "name a file that `detente record` made, or a new one; the file was not changed",
        )
        .at(store.name()));
    }
    refuse_newer(version).map_err(|e| e.at(store.name()))
}

/// Brings an SQLite file to the newest version; makes an empty one into a record.
pub(crate) fn upgrade_sqlite(store: &dyn Store) -> Result<(), Error> {
    let version = version_sqlite(store)?;
    if version == newest() {
        return Ok(());
    }
    store.transaction(|| {
        // Another process may have done it while this one waited.
        let version = version_sqlite(store)?;
        for (step, sql) in MIGRATIONS.iter().enumerate().skip(usize::try_from(version).unwrap_or(0)) {
            store.batch(sql)?;
            if step == 0 {
                store.batch(&format!("CREATE VIRTUAL TABLE words USING {SQLITE_WORDS}"))?;
                store.batch(&KEPT.map(sqlite_guard).concat())?;
            }
            store.batch(&format!("PRAGMA user_version = {}", step + 1))?;
        }
        reindex(store, version)?;
        store.batch(&format!("PRAGMA application_id = {APPLICATION}"))
    })
}

/// Fills, after the last step, those tables of the index that the steps from that version on emptied.
fn reindex(store: &dyn Store, version: i64) -> Result<(), Error> {
    if version == 0 || version >= REINDEXED {
        return Ok(());
    }
    let kinds = store.rows("SELECT DISTINCT act, coalesce(mode, ''), status FROM entry", &[], |r| {
        Ok((r.string(0)?, r.string(1)?, r.string(2)?))
    })?;
    for (act, mode, status) in kinds {
        let (Some(a), Some(s)) = (Act::parse(&act), Status::parse(&status)) else { continue };
        let tenths = flow::tenths(a, Some(mode.as_str()).filter(|m| !m.is_empty()), s);
        store.execute(
            "UPDATE party SET tenths = ?1 WHERE entry IN \
             (SELECT e.seq FROM entry e WHERE e.act = ?2 AND e.status = ?4 AND coalesce(e.mode, '') = ?3)",
            &[tenths.into(), (&act).into(), (&mode).into(), (&status).into()],
        )?;
    }
    let mut last = 0;
    loop {
        let clusters = store.rows(
            "SELECT seq, sketch FROM cluster WHERE seq > ?1 AND sketch <> '' ORDER BY seq LIMIT 5000",
            &[last.into()],
            |r| Ok((r.int(0)?, Sketch::read(r.text(1)?))),
        )?;
        let Some((end, _)) = clusters.last() else { break };
        last = *end;
        let mut values: Vec<Param<'_>> = Vec::new();
        for (cluster, sketch) in clusters {
            for (key, day) in sketch.iter().flat_map(matching::blocks) {
                values.extend([Param::Int(key), Param::Int(day), Param::Int(cluster)]);
            }
        }
        store.insert(BLOCK.0, BLOCK.1, 3, &values)?;
    }
    flow::rebuild(store)
}

/// Where an occurrence is filed for matching, and what follows the values.
pub(crate) const BLOCK: (&str, &str) = ("block(key, day, cluster)", " ON CONFLICT DO NOTHING");

/// Words of the sentences, for text filters: an index only, the text itself is in the report.
pub(super) const SQLITE_WORDS: &str =
    "fts5(text, content='', contentless_delete=1, detail=none, tokenize='porter unicode61')";

/// The version of a record in PostgreSQL; 0 where the schema holds nothing.
///
/// A schema that holds other tables is refused: it is somebody else's.
#[cfg(feature = "postgres")]
pub(crate) fn version_postgres(store: &dyn Store) -> Result<i64, Error> {
    let there = "SELECT count(*) FROM pg_class WHERE oid = to_regclass('detente_version')";
    if store.int(there, &[])? == Some(0) {
        let others = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
            WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v')";
        if store.int(others, &[])? > Some(0) {
            return Err(Error::new(
                Kind::NotARecord,
                "this database holds other tables, and no record",
                "make a database of its own for the record, or a schema: postgres://…/NAME?options=-csearch_path%3DSCHEMA; \
                 nothing was changed",
            )
            .at(store.name()));
        }
        return Ok(0);
    }
    let version = store.int("SELECT max(version) FROM detente_version", &[])?.unwrap_or(0);
    refuse_newer(version).map_err(|e| e.at(store.name()))?;
    Ok(version)
}

/// Brings a PostgreSQL database to the newest version; makes an empty schema into a record.
#[cfg(feature = "postgres")]
pub(crate) fn upgrade_postgres(store: &dyn Store) -> Result<(), Error> {
    if version_postgres(store)? == newest() {
        // Nothing to do, and nothing that one who may only read could not do.
        return Ok(());
    }
    store.transaction(|| {
        // Another program may have done it while this one waited.
        let version = version_postgres(store)?;
        store.batch("CREATE TABLE IF NOT EXISTS detente_version (version BIGINT NOT NULL)")?;
        for (step, sql) in MIGRATIONS.iter().enumerate().skip(usize::try_from(version).unwrap_or(0)) {
            store.batch(&postgres_dialect(sql))?;
            if step == 0 {
                store.batch(POSTGRES_WORDS)?;
                store.batch(&KEPT.map(postgres_guard).concat())?;
            }
            store.execute("INSERT INTO detente_version(version) VALUES (?1)", &[(step as i64 + 1).into()])?;
        }
        reindex(store, version)
    })
}

#[cfg(feature = "postgres")]
fn postgres_dialect(sql: &str) -> String {
    sql.replace(" INTEGER", " BIGINT").replace(" REAL", " DOUBLE PRECISION").replace(") WITHOUT ROWID", ")")
}

/// Words of the sentences (stemmed, and none of them left out as too common), and what refuses to change rows that are
/// kept.
#[cfg(feature = "postgres")]
const POSTGRES_WORDS: &str = "
CREATE TEXT SEARCH DICTIONARY detente_stems (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION detente (COPY = english);
ALTER TEXT SEARCH CONFIGURATION detente ALTER MAPPING REPLACE english_stem WITH detente_stems;
CREATE TABLE words (entry BIGINT PRIMARY KEY, vector tsvector NOT NULL);
CREATE INDEX words_vector ON words USING GIN (vector);
CREATE FUNCTION detente_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of % are kept as they were written', TG_TABLE_NAME; END $$;
";

#[cfg(feature = "postgres")]
fn postgres_guard(table: &str) -> String {
    format!(
        "CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION detente_keeps();
         CREATE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION detente_keeps();\n"
    )
}

fn sqlite_guard(table: &str) -> String {
    ["UPDATE", "DELETE"]
        .map(|what| {
            format!(
                "CREATE TRIGGER {table}_keeps_{lower} BEFORE {what} ON {table} BEGIN \
                 SELECT RAISE(ABORT, 'rows of {table} are kept as they were written'); END;\n",
                lower = what.to_lowercase()
            )
        })
        .concat()
}

fn refuse_newer(version: i64) -> Result<(), Error> {
    if version > newest() {
        return Err(Error::new(
            Kind::TooNew,
            format!("this record is of version {version}, and this program knows versions up to {}", newest()),
            "use a newer Détente",
        ));
    }
    Ok(())
}
