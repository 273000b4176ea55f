//! Every format has the columns that its readers expect, and says nothing happened that did not.

use crate::common::{document, event, record, tester};
use detente_event::{Act, Casualties, Count, Document, Event, Status};
use detente_record::export::{self, Format, Options, Row};
use detente_record::{Filter, Record};

fn story() -> (Document, Vec<Event>) {
    let mut d = document(
        "summit",
        "2025-10-17",
        "https://www.example.org/a?b=1",
        "Leaders \"spoke\", by telephone. They will meet\tin Budapest. Washington considers selling Tomahawk missiles to Kyiv. \
         Moscow denied attacking Kyiv. Drones struck Odesa <on> Thursday. The EU might one day join. ",
    );
    d.title = "Talks & <threats>".to_owned();
    let mut events = vec![
        event(&d, 1, Act::Consult, Status::Occurred, "USA:GOV/Donald Trump; RUS:GOV/Vladimir Putin", "")
            .mode("phone")
            .on("2025-10-16")
            .done(),
        event(&d, 2, Act::Consult, Status::Planned, "USA; RUS", "").at("Budapest", "HUN").context("diplomatic").done(),
        event(&d, 3, Act::Aid, Status::Considered, "USA", "UKR")
            .mode("military")
            .about("Tomahawk missiles")
            .context("military")
            .done(),
        event(&d, 4, Act::Assault, Status::Negated, "RUS", "UKR").done(),
        event(&d, 5, Act::Assault, Status::Occurred, "RUS:MIL", "UKR")
            .mode("drone")
            .at("Odesa", "UKR")
            .on("2025-10-16")
            .done(),
        event(&d, 6, Act::Cooperate, Status::Hypothetical, "EUR", "UKR").done(),
    ];
    events[4].instrument = Some("drones".to_owned());
    let killed = Some(Count { low: Some(3), high: None });
    events[4].casualties = Some(Casualties { killed, injured: None, text: "at least three".to_owned() });
    (d, events)
}

fn told() -> Record {
    let r = record();
    let (d, e) = story();
    r.add(&d, &e, &tester("2025-10-18T09:00:00Z")).unwrap();
    r
}

fn write(format: Format, options: &Options) -> (String, export::Written) {
    let (d, e) = story();
    let mut out = Vec::new();
    let w = export::write(format, &Row::of_events(&e, std::slice::from_ref(&d)), &[d], options, &mut out).unwrap();
    (String::from_utf8(out).unwrap(), w)
}

#[test]
fn tables_have_the_columns_that_readers_expect() {
    // Number of columns as shared by the data sets' own documentation (FORMATS.md), separator, header, rows.
    let table = [
        (Format::Csv, 48, ',', true, 6),
        (Format::Polecat, 40, '\t', true, 6),
        (Format::Icews, 20, '\t', true, 6),
        (Format::Phoenix, 26, '\t', false, 6),
        (Format::Gdelt1, 58, '\t', false, 6),
        (Format::Gdelt2, 61, '\t', false, 6),
        (Format::GdeltMentions, 16, '\t', false, 6),
        (Format::Acled, 31, ',', true, 1),
        (Format::Cameo, 8, '\t', true, 6),
    ];
    for (format, columns, separator, header, rows) in table {
        let (text, written) = write(format, &Options::default());
        let name = format.as_str();
        assert_eq!(written.rows, rows, "{name}: {:?}\n{text}", written.left_out);
        assert_eq!(text.lines().count(), rows + usize::from(header), "{name}");
        assert_eq!(export::columns(format).len(), columns, "{name}");
        for line in text.lines() {
            let cells = if separator == '\t' { line.split('\t').count() } else { csv_cells(line) };
            assert_eq!(cells, columns, "{name}: {line}");
        }
    }
}

/// Cells of a line of comma-separated values.
fn csv_cells(line: &str) -> usize {
    let mut quoted = false;
    1 + line
        .chars()
        .filter(|c| {
            quoted ^= *c == '"';
            *c == ',' && !quoted
        })
        .count()
}

#[test]
fn what_did_not_happen_is_in_no_table_that_cannot_say_so() {
    for format in [
        Format::Icews,
        Format::Phoenix,
        Format::Gdelt1,
        Format::Gdelt2,
        Format::GdeltMentions,
        Format::Cameo,
        Format::Acled,
    ] {
        let (text, written) = write(format, &Options::default());
        // The denied attack is CAMEO 190 or an armed clash; nothing of the kind may show.
        assert!(!text.contains("\t190\t") && !text.contains("Armed clash"), "{}", format.as_str());
        assert!(written.left_out.values().sum::<usize>() >= 2, "{}", format.as_str());
    }
    let (plover, _) = write(Format::Plover, &Options::default());
    let denied = plover.lines().find(|l| l.contains("denied attacking")).unwrap();
    assert!(denied.contains(r#""event":["ASSAULT"],"mode":["negation"]"#), "{denied}");
    let planned = plover.lines().find(|l| l.contains("Budapest")).unwrap();
    assert!(planned.contains(r#""event":["AGREE"],"mode":["future"]"#), "{planned}");
}

#[test]
fn codes_stay_strings_and_dates_have_each_formats_form() {
    let (phoenix, _) = write(Format::Phoenix, &Options::default());
    let call: Vec<&str> = phoenix.lines().next().unwrap().split('\t').collect();
    assert_eq!(&call[1..8], ["20251016", "2025", "10", "16", "USAGOV", "USA", "GOV"]);
    assert_eq!(&call[13..17], ["041", "04", "1", "1"]);
    let (gdelt, _) = write(Format::Gdelt2, &Options::default());
    let strike = gdelt.lines().find(|l| l.contains("Odesa")).unwrap();
    let cells: Vec<&str> = strike.split('\t').collect();
    assert_eq!(
        (cells[1], cells[7], cells[26], cells[53], cells[59]),
        ("20251016", "RUS", "1952", "UP", "20251017000000")
    );
    let (icews, _) = write(Format::Icews, &Options::default());
    assert!(
        icews
            .lines()
            .nth(1)
            .unwrap()
            .contains("\tDonald Trump\tgovernment\tUnited States\tDiscuss by telephone\t041\t1.0\tVladimir Putin\t")
    );
    assert!(!icews.contains("\t\t"), "missing is NA");
}

#[test]
fn dyads_and_missing_sentences_on_request() {
    let (d, e) = story();
    let rows = Row::of_events(&e, &[d]);
    for format in [Format::Plover, Format::Csv, Format::Polecat] {
        let mut out = Vec::new();
        let options = Options { dyads: true, no_text: true, ..Options::default() };
        // Two reciprocal events of two parties give two rows more.
        assert_eq!(export::write(format, &rows, &[], &options, &mut out).unwrap().rows, 8, "{}", format.as_str());
        assert!(!String::from_utf8(out).unwrap().contains("Leaders"), "{}", format.as_str());
    }
}

#[test]
fn graphs_timelines_and_entities_are_well_formed_and_escaped() {
    let r = told();
    for format in [
        Format::Gexf,
        Format::Graphml,
        Format::Timelinejs,
        Format::Ftm,
        Format::CslJson,
        Format::KumuElements,
        Format::KumuConnections,
    ] {
        let mut out = Vec::new();
        let w = r.export(format, &Filter::default(), &Options::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(w.rows > 0, "{}", format.as_str());
        match format {
            Format::Timelinejs | Format::CslJson => {
                let v: serde_json::Value = serde_json::from_str(&text).unwrap();
                if format == Format::Timelinejs {
                    assert!(!text.contains("<on>"));
                    assert_eq!(v["events"][0]["start_date"]["year"], 2025);
                } else {
                    assert_eq!(v[0]["issued"]["date-parts"][0][1], 10);
                }
            }
            Format::Ftm => {
                for line in text.lines() {
                    let v: serde_json::Value = serde_json::from_str(line).unwrap();
                    for list in v["properties"].as_object().unwrap().values() {
                        assert!(list.as_array().unwrap().iter().all(serde_json::Value::is_string), "{line}");
                    }
                }
                assert!(!text.contains("denied attacking"));
            }
            _ => {}
        }
        assert_eq!(text, {
            let mut again = Vec::new();
            r.export(format, &Filter::default(), &Options::default(), &mut again).unwrap();
            String::from_utf8(again).unwrap()
        });
    }
}

#[test]
fn every_format_names_its_columns_and_parses_back() {
    for format in Format::ALL {
        assert_eq!(Format::parse(format.as_str()), Some(format));
        assert!(!export::columns(format).is_empty());
        let side = export::side_file(format, &export::Written::default());
        assert_eq!(side["format"], format.as_str());
    }
}

#[test]
#[cfg(feature = "parquet")]
fn parquet_keeps_types_and_lists() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let r = told();
    let mut out = Vec::new();
    r.export(Format::Parquet, &Filter::default(), &Options::default(), &mut out).unwrap();
    let reader = SerializedFileReader::new(bytes::Bytes::from(out)).unwrap();
    let rows: Vec<std::collections::BTreeMap<String, String>> = (reader.get_row_iter(None).unwrap())
        .map(|r| r.unwrap().get_column_iter().map(|(n, f)| (n.clone(), f.to_string())).collect())
        .collect();
    assert_eq!(rows.len(), 6);
    let strike = rows.iter().find(|r| r["placename"].contains("Odesa")).unwrap();
    assert_eq!((strike["event_mode"].as_str(), strike["contexts"].as_str()), ("[\"drone\"]", "[]"));
    assert_eq!((strike["actor_cow"].as_str(), strike["cameo_code"].as_str()), ("365", "\"1952\""));
    assert_eq!(reader.metadata().file_metadata().schema().get_fields().len(), 48);
}

#[test]
fn the_dead_are_told_where_the_words_tell_them() {
    let (acled, _) = write(Format::Acled, &Options::default());
    let at = acled.lines().next().unwrap().split(',').position(|c| c == "fatalities").unwrap();
    let row = acled.lines().find(|l| l.contains("Air/drone strike")).unwrap();
    assert_eq!(row.rsplit(',').nth(30 - at), Some("3"), "{row}");
    let (plover, _) = write(Format::Plover, &Options::default());
    assert!(plover.contains(r#""casualties":{"killed":{"low":3,"high":null},"text":"at least three"}"#), "{plover}");
}
