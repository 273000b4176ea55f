//! What was written is read back; what does not fit is refused by name.

use crate::common::{document, event, record, tester};
use detente_event::{Act, Event, Status};
use detente_record::export::{Format, Options};
use detente_record::{Filter, Record, import};

fn told() -> (Record, Vec<Event>) {
    let d = document(
        "talks",
        "2025-10-17",
        "https://www.example.org/a",
        "They spoke by telephone. They will meet in Budapest. Kyiv may get missiles. Drones struck Odesa. Protesters marched in Cairo. ",
    );
    let e = vec![
        event(&d, 1, Act::Consult, Status::Occurred, "USA:GOV/Donald Trump; RUS:GOV/Vladimir Putin", "")
            .mode("phone")
            .on("2025-10-16")
            .done(),
        event(&d, 2, Act::Consult, Status::Planned, "USA; RUS", "").at("Budapest", "HUN").context("diplomatic").done(),
        event(&d, 3, Act::Aid, Status::Considered, "USA", "UKR")
            .mode("military")
            .about("missiles")
            .context("military")
            .done(),
        event(&d, 4, Act::Assault, Status::Occurred, "RUS", "UKR")
            .mode("drone")
            .at("Odesa", "UKR")
            .on("2025-10-16")
            .done(),
        event(&d, 5, Act::Protest, Status::Occurred, "EGY", "")
            .mode("demo")
            .at("Cairo", "EGY")
            .between("2025-10-01", "2025-10-31", "month")
            .done(),
    ];
    let r = record();
    r.add(&d, &e, &tester("2025-10-18T09:00:00Z")).unwrap();
    (r, e)
}

fn write(r: &Record, format: Format) -> Vec<u8> {
    let mut out = Vec::new();
    r.export(format, &Filter::default(), &Options::default(), &mut out).unwrap();
    out
}

fn read_into_new(format: Format, bytes: &[u8]) -> Record {
    let r = record();
    let batch = import::read(format, "file", bytes).unwrap();
    r.import_many(&batch, &tester("2025-11-01T00:00:00Z")).unwrap();
    let again = r.import_many(&batch, &tester("2025-11-01T00:00:00Z")).unwrap();
    assert!(again.iter().all(|a| a.already), "{} twice adds nothing", format.as_str());
    r
}

#[test]
fn plover_of_ours_loses_nothing() {
    let (r, events) = told();
    let bytes = write(&r, Format::Plover);
    let back = read_into_new(Format::Plover, &bytes);
    for e in &events {
        assert_eq!(&back.event(&e.id).unwrap().unwrap().event, e);
    }
    assert_eq!(String::from_utf8(write(&back, Format::Plover)).unwrap(), String::from_utf8(bytes).unwrap());
}

#[test]
fn plover_of_others_is_read_with_its_status() {
    let text = r#"{"id":"PHOXv1-20160724-0042","date":"2016-07-24","actor":[{"code":"USA"}],"recipient":[{"code":"CAN"}],"event":["CONSULT"]}
{"id":"x2","date":"2016-07-25","actor":[{"code":"RUS","sector":"MIL","entity_text":"troops"}],"event":["ASSAULT"],"mode":["drone","negation"],"cite_info":{"url":"https://a.example/1"}}
"#;
    let r = read_into_new(Format::Plover, text.as_bytes());
    let first = r.event("PHOXv1-20160724-0042").unwrap().unwrap();
    assert_eq!(
        (first.event.actor[0].name.as_str(), first.event.recipient[0].name.as_str()),
        ("United States", "Canada")
    );
    let second = r.event("x2").unwrap().unwrap().event;
    assert_eq!((second.status, second.mode.as_deref()), (Status::Negated, Some("drone")));
    assert_eq!(r.documents().unwrap()[1].document.source, "https://a.example/1");
}

/// The columns that come back as they were written, by format.
#[test]
fn the_others_come_back_in_what_they_can_say() {
    let (r, _) = told();
    let table: [(Format, &[usize]); 4] = [
        (Format::Icews, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 17]),
        (Format::Polecat, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 23, 27, 31, 33, 34]),
        (Format::Gdelt2, &[0, 1, 5, 6, 7, 12, 15, 16, 17, 25, 26, 27, 28, 29, 30, 53, 59, 60]),
        (Format::Acled, &[1, 2, 3, 4, 5, 6, 7, 10, 15, 17, 21, 25, 27]),
    ];
    for (format, columns) in table {
        let bytes = write(&r, format);
        let back = write(&read_into_new(format, &bytes), format);
        let cells = |b: &[u8]| -> Vec<Vec<String>> {
            let separator = if format == Format::Acled { ',' } else { '\t' };
            let mut rows: Vec<Vec<String>> = String::from_utf8(b.to_vec())
                .unwrap()
                .lines()
                .map(|l| {
                    let cells: Vec<&str> = l.split(separator).collect();
                    columns.iter().map(|c| cells[*c].to_owned()).collect()
                })
                .collect();
            rows.sort();
            rows
        };
        assert_eq!(cells(&back), cells(&bytes), "{}", format.as_str());
    }
}

#[test]
fn a_file_of_another_shape_is_refused_with_the_place() {
    let (r, _) = told();
    let icews = String::from_utf8(write(&r, Format::Icews)).unwrap();
    let polecat = String::from_utf8(write(&r, Format::Polecat)).unwrap();
    let cases: Vec<(Format, String, &str)> = vec![
        (Format::Icews, icews.replacen("CAMEO Code", "Code", 1), "column 7 is called `Code`"),
        (Format::Icews, icews.replacen("\t041\t", "\t04\t1\t", 1), "line 3 has 21 cells where the format has 20"),
        (Format::Icews, icews.replacen("2025-10-16", "16 October", 1), "`16 October` is not a date"),
        (Format::Icews, polecat.clone(), "the header has 40 columns where the format has 20"),
        (Format::Polecat, polecat.replace("\tCONSULT\t", "\tMEET\t"), "column Event Type: `MEET`"),
        (Format::Gdelt2, icews.clone(), "line 1 has 20 cells where the format has 58"),
        (Format::Plover, "{\"id\":1}".to_owned(), "line 1"),
        (Format::Plover, "{\"id\":\"a\",\"event\":[]}".to_owned(), "`event` names no category"),
        (Format::Acled, "a,b\n".to_owned(), "the header has 2 columns where the format has 31"),
        (Format::Gexf, String::new(), "gexf files are written but not read"),
    ];
    for (format, text, words) in cases {
        let e = import::read(format, "data.tsv", text.as_bytes()).unwrap_err();
        assert!(
            e.is_format() && e.to_string().starts_with("data.tsv: ") && e.to_string().contains(words),
            "{words}: {e}"
        );
    }
    assert!(import::read(Format::Icews, "data.tsv", &[0xff, 0xfe]).unwrap_err().is_format());
    // One year of ICEWS has its dates the other way round.
    let turned = icews.replace("\t2025-10-16\t", "\t10/16/2025\t");
    assert!(turned != icews);
    let both = [&icews, &turned].map(|t| import::read(Format::Icews, "data.tsv", t.as_bytes()).unwrap());
    assert_eq!(both[0][0].1[0].date, both[1][0].1[0].date);
    let renamed = polecat.replacen("\tIntensity\t", "\tEvent Intensity\t", 1);
    assert!(import::read(Format::Polecat, "data.tsv", renamed.as_bytes()).is_ok());
}

#[test]
fn rows_that_are_alike_are_no_copies_of_each_other() {
    let r = record();
    for outlet in ["https://a.example/1", "https://b.example/2"] {
        let d = document(outlet, "2025-10-17", outlet, &format!("They will meet in Budapest, says {outlet}. "));
        let e = event(&d, 1, Act::Consult, Status::Planned, "USA; RUS", "").at("Budapest", "HUN").done();
        r.add(&d, &[e], &tester("2025-10-18T09:00:00Z")).unwrap();
    }
    let written = write(&r, Format::Plover);
    let again = read_into_new(Format::Plover, &written);
    assert!(again.documents().unwrap().iter().all(|d| d.copy_of.is_none()));
    assert_eq!(again.clusters(&Filter::default()).unwrap()[0].sources, 2);
    assert_eq!(String::from_utf8(write(&again, Format::Plover)), String::from_utf8(written));
}
