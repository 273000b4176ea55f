//! What goes into a record comes out of it, once.

use crate::common::{document, event, record, tester};
use detente_event::{Act, Document, Event, Status};
use detente_record::{Filter, Record};

const NOW: &str = "2025-10-18T09:00:00Z";

/// A mediator, two parties, an announcement, a lever with its friend and its foe.
fn story() -> (Document, Vec<Event>) {
    let d = document(
        "summit",
        "2025-10-17",
        "https://www.example.org/a",
        "Leaders spoke by telephone on Thursday. They will meet in Budapest. Washington considers selling Tomahawk missiles to \
         Kyiv. Moscow warned against the sale of Tomahawk missiles. Kyiv asked for Tomahawk missiles. The two met in Alaska in August. ",
    );
    let events = vec![
        event(&d, 1, Act::Consult, Status::Occurred, "USA/Donald Trump; RUS/Vladimir Putin", "")
            .mode("phone")
            .on("2025-10-16")
            .done(),
        event(&d, 2, Act::Consult, Status::Planned, "USA/Donald Trump; RUS/Vladimir Putin", "")
            .at("Budapest", "HUN")
            .context("diplomatic")
            .done(),
        event(&d, 3, Act::Aid, Status::Considered, "USA", "UKR")
            .mode("military")
            .about("Tomahawk missiles")
            .context("military")
            .done(),
        event(&d, 4, Act::Threaten, Status::Occurred, "RUS", "USA").done(),
        event(&d, 5, Act::Request, Status::Occurred, "UKR", "USA").mode("assist").about("Tomahawk missiles").done(),
        event(&d, 6, Act::Consult, Status::Occurred, "USA; RUS", "")
            .mode("visit")
            .between("2025-08-01", "2025-08-31", "month")
            .at("Alaska", "USA")
            .done(),
    ];
    (d, events)
}

fn told() -> Record {
    let r = record();
    let (d, e) = story();
    let added = r.add(&d, &e, &tester(NOW)).unwrap();
    assert_eq!((added.already, added.events, added.new_clusters), (false, 6, 6));
    r
}

#[test]
fn the_same_document_twice_adds_nothing() {
    let r = told();
    let (mut d, e) = story();
    assert!(r.contains(&d).unwrap());
    assert!(r.add(&d, &e, &tester(NOW)).unwrap().already);
    d.id = "another name for the same text of the same source".to_owned();
    assert!(r.add(&d, &e, &tester(NOW)).unwrap().already);
    assert_eq!(r.documents().unwrap().len(), 1);
    assert_eq!(r.events(&Filter::default()).unwrap().len(), 6);
}

#[test]
fn events_come_back_as_they_were_written() {
    let r = told();
    let (d, e) = story();
    let source = &r.documents().unwrap()[0];
    assert_eq!(source.document, d);
    assert_eq!(source.added_at.to_string(), NOW);
    for event in &e {
        let back = r.event(&event.id).unwrap().unwrap();
        assert_eq!(&back.event, event);
        assert_eq!(back.published, d.date);
    }
    assert!(r.event("nothing").unwrap().is_none());
}

#[test]
fn filters_let_through_what_they_say() {
    let r = told();
    let day = |d: &str| Some(d.parse().unwrap());
    let table: Vec<(&str, Filter, usize)> = vec![
        ("all", Filter::default(), 6),
        ("code", Filter { actor: Some("UKR".into()), ..Filter::default() }, 2),
        ("name", Filter { actor: Some("ukraine".into()), ..Filter::default() }, 2),
        ("by", Filter { by: Some("UKR".into()), ..Filter::default() }, 1),
        ("to", Filter { to: Some("UKR".into()), ..Filter::default() }, 1),
        ("dyad", Filter { dyad: Some(("RUS".into(), "USA".into())), ..Filter::default() }, 4),
        ("nobody", Filter { actor: Some("ATL".into()), ..Filter::default() }, 0),
        ("act", Filter { acts: vec![Act::Consult], ..Filter::default() }, 3),
        ("act of a party", Filter { acts: vec![Act::Consult], actor: Some("RUS".into()), ..Filter::default() }, 3),
        ("status", Filter { statuses: vec![Status::Planned, Status::Considered], ..Filter::default() }, 2),
        ("from", Filter { from: day("2025-10-01"), ..Filter::default() }, 5),
        ("until", Filter { until: day("2025-10-01"), ..Filter::default() }, 1),
        ("until, of a party", Filter { until: day("2025-10-16"), actor: Some("USA".into()), ..Filter::default() }, 2),
        ("context", Filter { contexts: vec!["military".into()], ..Filter::default() }, 1),
        ("text", Filter { text: Some("tomahawk missile".into()), ..Filter::default() }, 3),
        ("text with quotes", Filter { text: Some("\"tomahawk\" OR".into()), ..Filter::default() }, 0),
        ("place", Filter { place: Some("Budapest".into()), ..Filter::default() }, 1),
        ("country", Filter { place: Some("USA".into()), ..Filter::default() }, 1),
        ("document", Filter { document: Some("summit".into()), ..Filter::default() }, 6),
        ("page", Filter { limit: Some(4), offset: 3, ..Filter::default() }, 3),
    ];
    for (name, filter, n) in table {
        let got = r.events(&filter).unwrap();
        assert_eq!(got.len(), n, "{name}: {:?}", got.iter().map(|r| &r.event.text).collect::<Vec<_>>());
        if name != "page" {
            assert_eq!(r.count(&filter).unwrap(), n as u64, "{name}");
        }
    }
}

#[test]
fn timeline_pending_network_and_levers() {
    let r = told();
    let days: Vec<String> =
        r.timeline(&Filter::default()).unwrap().iter().map(|c| format!("{} {}", c.day.unwrap(), c.event.act)).collect();
    assert_eq!(days[0], "2025-08-01 CONSULT");
    assert_eq!(days[1], "2025-10-16 CONSULT");

    let pending = r.pending(&Filter::default(), "2025-10-18".parse().unwrap()).unwrap();
    assert_eq!(pending.len(), 1);
    assert_eq!((pending[0].due, pending[0].overdue), (None, false));
    assert_eq!(pending[0].cluster.event.place.as_ref().unwrap().name, "Budapest");

    let net = r.network(&Filter::default()).unwrap();
    let names: Vec<&str> = net.nodes.iter().map(|n| n.name.as_str()).collect();
    assert_eq!(names, ["Russia", "Ukraine", "United States"]);
    let edge = net.edges.iter().find(|e| names[e.from] == "Russia" && names[e.to] == "United States").unwrap();
    assert_eq!((edge.events, edge.reports), (3, 3));

    let levers = r.levers(&Filter::default()).unwrap();
    let tomahawks = levers.iter().find(|l| l.act == Act::Aid).unwrap();
    assert_eq!(tomahawks.holder[0].name, "United States");
    assert_eq!(tomahawks.wants.iter().map(|s| s.actor.name.as_str()).collect::<Vec<_>>(), ["Ukraine"]);
    assert_eq!(tomahawks.opposes.iter().map(|s| s.actor.name.as_str()).collect::<Vec<_>>(), ["Russia"]);
    assert!(!levers.iter().any(|l| l.holder.is_empty()));

    let counts = r.counts(&Filter::default()).unwrap();
    let russia = counts
        .iter()
        .find(|c| &*c.actor.code == "RUS" && &*c.recipient.code == "USA" && &*c.month == "2025-10")
        .unwrap();
    assert_eq!((russia.verbal_cooperation, russia.verbal_conflict), (2, 1));
}

#[test]
fn who_asks_to_postpone_an_act_does_not_want_the_act() {
    let r = record();
    let d = document(
        "nile",
        "2025-07-01",
        "o",
        "Ethiopia plans the filling. Egypt asks to postpone it. Sudan asks for it. ",
    );
    let e = [
        event(&d, 1, Act::Cooperate, Status::Planned, "ETH", "").about("filling of the reservoir").done(),
        event(&d, 2, Act::Request, Status::Occurred, "EGY", "ETH")
            .about("postpone the filling of the reservoir")
            .done(),
        event(&d, 3, Act::Request, Status::Occurred, "SDN", "ETH").about("the filling of the reservoir").done(),
    ];
    r.add(&d, &e, &tester(NOW)).unwrap();
    let levers = r.levers(&Filter::default()).unwrap();
    let names = |l: &[detente_record::Stance]| l.iter().map(|s| s.actor.code.clone()).collect::<Vec<_>>();
    let filling = levers.iter().find(|l| l.act == Act::Cooperate).unwrap();
    assert_eq!((names(&filling.wants), names(&filling.opposes)), (vec!["SDN".to_owned()], vec!["EGY".to_owned()]));
}

#[test]
fn a_page_of_counts_and_of_words_is_the_page_of_all() {
    let r = told();
    let all = r.counts(&Filter::default()).unwrap();
    assert!(all.len() > 4);
    for (offset, limit) in [(0, 2), (1, 3), (all.len() - 1, 5), (all.len(), 1)] {
        let page = r.counts(&Filter { offset, limit: Some(limit), ..Filter::default() }).unwrap();
        assert_eq!(page, all[offset..(offset + limit).min(all.len())]);
    }
    let net = r.network(&Filter::default()).unwrap();
    assert_eq!(r.network(&Filter { limit: Some(1), ..Filter::default() }).unwrap().edges, net.edges[..1]);
}

#[test]
fn an_announced_meeting_reported_held_is_one_occurrence_that_moved_on() {
    let r = record();
    let said = [
        ("2025-02-10", Status::Planned, "a", "The foreign ministers will meet in Cairo on 14 February."),
        ("2025-02-12", Status::Planned, "b", "A meeting in Cairo is set for Friday."),
        ("2025-02-15", Status::Occurred, "c", "They met in Cairo on Friday."),
    ];
    let mut first = String::new();
    for (day, status, outlet, text) in said {
        let d = document(outlet, day, outlet, text);
        let e = event(&d, 1, Act::Consult, status, "ISR; EGY", "").on("2025-02-14").at("Cairo", "EGY").done();
        if first.is_empty() {
            first = e.id.clone();
        }
        r.add(&d, &[e], &tester(NOW)).unwrap();
    }
    let all = r.clusters(&Filter::default()).unwrap();
    assert_eq!(all.len(), 1);
    let c = &all[0];
    assert_eq!((c.id.as_str(), c.event.status, c.reports.len(), c.sources), (first.as_str(), Status::Occurred, 3, 3));
    assert_eq!(c.steps.iter().map(|s| s.status).collect::<Vec<_>>(), [Status::Planned, Status::Occurred]);
    assert!(!c.disputed);
    assert!(r.pending(&Filter::default(), "2025-03-01".parse().unwrap()).unwrap().is_empty());
}

#[test]
fn sources_that_contradict_each_other_are_kept_and_shown() {
    let r = record();
    for (outlet, status) in [("x", Status::Occurred), ("y", Status::Negated)] {
        let d = document(outlet, "2025-05-02", outlet, &format!("{outlet} on the strike on Port Sudan."));
        let e =
            event(&d, 1, Act::Assault, status, "ARM", "AZE").mode("drone").on("2025-05-01").at("Lachin", "AZE").done();
        r.add(&d, &[e], &tester(NOW)).unwrap();
    }
    let c = &r.clusters(&Filter::default()).unwrap()[0];
    assert!(c.disputed);
    assert_eq!(
        c.standings.iter().map(|s| (s.status, s.sources)).collect::<Vec<_>>(),
        [(Status::Occurred, 1), (Status::Negated, 1)]
    );
}

#[test]
fn a_wire_copy_is_no_second_source() {
    let wire = "The foreign ministers of the two countries met in Geneva on Tuesday for a first round of talks on the border, and \
        agreed to meet again within a month, the host government said in a statement. Neither side would say whether the \
        withdrawal of heavy weapons had been discussed, but a diplomat present in the room called the tone businesslike.";
    let r = record();
    for (outlet, head) in [("https://a.example/1", ""), ("https://b.example/2", "GENEVA — ")] {
        let d = document(outlet, "2025-05-02", outlet, &format!("{head}{wire}"));
        let e = event(&d, 1, Act::Consult, Status::Occurred, "ARM; AZE", "").at("Geneva", "CHE").done();
        r.add(&d, &[e], &tester(NOW)).unwrap();
    }
    assert_eq!(r.documents().unwrap()[1].copy_of, Some(1));
    let c = &r.clusters(&Filter::default()).unwrap()[0];
    assert_eq!((c.documents, c.sources), (2, 1));
}

#[test]
fn a_file_that_is_no_record_is_refused_and_left_alone() {
    let dir = std::env::temp_dir().join(format!("detente-record-test-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let text = dir.join("notes.txt");
    std::fs::write(&text, "these are notes, not a record at all").unwrap();
    let e = Record::open(&text).err().unwrap();
    assert!(e.is_not_a_record() && e.to_string().contains("notes.txt"), "{e}");
    assert_eq!(std::fs::read_to_string(&text).unwrap(), "these are notes, not a record at all");
    assert!(Record::open_existing(dir.join("none.db")).err().unwrap().is_not_found());
    assert!(Record::open(dir.join("no/such/folder.db")).err().unwrap().is_not_found());
    assert!(Record::open(&dir).err().unwrap().is_not_a_record());
    let file = dir.join("good.db");
    let (d, e) = story();
    Record::open(&file).unwrap().add(&d, &e, &tester(NOW)).unwrap();
    assert_eq!(Record::open_existing(&file).unwrap().documents().unwrap().len(), 1);
    std::fs::remove_dir_all(&dir).unwrap();
}
