//! Decisions, undoing them, and the record as it stood.

use crate::common::{actor, document, event, record, tester};
use detente_event::{Act, Event, Status};
use detente_record::{Cluster, Correction, Decision, Filter, Record};
use jiff::Timestamp;

fn at(hour: u8) -> Timestamp {
    format!("2025-06-01T{hour:02}:00:00Z").parse().unwrap()
}

/// Three reports of a drone attack, by three outlets, and one of a meeting.
fn told() -> (Record, Vec<Event>) {
    let r = record();
    let mut events = Vec::new();
    for (i, outlet) in ["a", "b", "c"].iter().enumerate() {
        let d = document(outlet, "2025-05-02", outlet, &format!("{outlet}: drones struck the port."));
        let e = event(&d, 1, Act::Assault, Status::Occurred, "RUS", "UKR")
            .mode("drone")
            .at("Odesa", "UKR")
            .on("2025-05-01")
            .done();
        r.add(&d, std::slice::from_ref(&e), &tester(&format!("2025-05-0{}T00:00:00Z", i + 3))).unwrap();
        events.push(e);
    }
    let d = document("m", "2025-05-02", "m", "They met in Cairo.");
    let e = event(&d, 1, Act::Consult, Status::Occurred, "ISR; EGY", "").at("Cairo", "EGY").done();
    r.add(&d, std::slice::from_ref(&e), &tester("2025-05-06T00:00:00Z")).unwrap();
    events.push(e);
    (r, events)
}

/// Everything that a reader can see of occurrences, to compare before and after.
fn seen(r: &Record) -> Vec<Cluster> {
    // What is counted on the way is what one counts by going through all events.
    let all = Filter {
        statuses: Status::ALL.into_iter().filter(|s| !matches!(s, Status::Negated | Status::Hypothetical)).collect(),
        ..Filter::default()
    };
    assert_eq!(r.network(&Filter::default()).unwrap(), r.network(&all).unwrap());
    assert_eq!(r.counts(&Filter::default()).unwrap(), r.counts(&all).unwrap());
    assert_eq!(r.check().unwrap(), []);
    r.clusters(&Filter::default()).unwrap()
}

fn correct(id: &str, change: Correction) -> Decision {
    Decision::Correct { event: id.to_owned(), change: Box::new(change) }
}

#[test]
fn every_decision_shows_and_its_undoing_leaves_no_trace() {
    let (r, e) = told();
    let before = seen(&r);
    assert_eq!(before.len(), 2);
    let table: Vec<(Decision, fn(&Record) -> bool)> = vec![
        (Decision::Accept { event: e[0].id.clone() }, |r| seen(r)[0].reports[0].accepted),
        (Decision::Reject { event: e[0].id.clone() }, |r| seen(r)[0].sources == 2 && seen(r)[0].reports[0].rejected),
        (Decision::Reject { event: e[3].id.clone() }, |r| seen(r).len() == 1),
        (
            correct(
                &e[1].id,
                Correction { status: Some(Status::Negated), actor: Some(vec![actor("UKR")]), ..Correction::default() },
            ),
            |r| {
                let mine = Filter { by: Some("UKR".to_owned()), ..Filter::default() };
                let theirs = Filter { by: Some("RUS".to_owned()), ..Filter::default() };
                r.events(&mine).unwrap()[0].event.status == Status::Negated && r.count(&theirs).unwrap() == 2
            },
        ),
        (correct(&e[3].id, Correction { act: Some(Act::Agree), date: Some(None), ..Correction::default() }), |r| {
            seen(r)[1].event.act == Act::Agree && seen(r)[1].event.cameo == "030"
        }),
        (Decision::Split { event: e[1].id.clone(), cluster: String::new() }, |r| {
            seen(r).len() == 3 && seen(r)[0].reports.len() == 2
        }),
        (Decision::Split { event: e[0].id.clone(), cluster: String::new() }, |r| seen(r).len() == 3),
        (Decision::Merge { into: e[0].id.clone(), from: e[3].id.clone() }, |r| {
            seen(r).len() == 1 && seen(r)[0].reports.len() == 4
        }),
        (Decision::Note { about: e[2].id.clone(), text: "see the map".to_owned() }, |r| {
            seen(r)[0].reports[2].notes == ["see the map"]
        }),
    ];
    for (i, (decision, shows)) in table.into_iter().enumerate() {
        let n = r.decide(&decision, at(1), "ana").unwrap();
        assert!(shows(&r), "decision {i} does not show: {decision:?}");
        let u = r.undo(n, at(2), "ana").unwrap();
        let mut after = seen(&r);
        // That somebody looked at it remains known; nothing else does.
        for report in after.iter_mut().flat_map(|c| &mut c.reports) {
            report.reviewed = false;
        }
        assert_eq!(after, before, "decision {i} leaves a trace");
        assert!(r.undo(n, at(3), "ana").unwrap_err().is_invalid());
        r.undo(u, at(3), "ana").unwrap();
        assert!(shows(&r), "decision {i} does not come back");
        r.undo(n, at(4), "ana").unwrap();
    }
    assert!(r.last_decision().unwrap().is_none());
}

#[test]
fn merges_and_splits_unfold_in_any_order() {
    let (r, e) = told();
    let before = seen(&r);
    let merge = r.decide(&Decision::Merge { into: e[3].id.clone(), from: e[0].id.clone() }, at(1), "ana").unwrap();
    let split = r.decide(&Decision::Split { event: e[1].id.clone(), cluster: String::new() }, at(2), "ana").unwrap();
    assert_eq!(seen(&r).len(), 2);
    r.undo(merge, at(3), "ana").unwrap();
    assert_eq!(seen(&r).iter().map(|c| c.reports.len()).collect::<Vec<_>>(), [2, 1, 1]);
    let again = Decision::Merge { into: e[0].id.clone(), from: e[3].id.clone() };
    r.decide(&again, at(4), "ana").unwrap();
    assert!(r.undo(merge + 2, at(5), "ana").unwrap_err().is_invalid(), "each into the other");
    r.undo(split, at(6), "ana").unwrap();
    assert_eq!(seen(&r).iter().map(|c| c.reports.len()).collect::<Vec<_>>(), [4]);
    assert_eq!(before[0].id, seen(&r)[0].id);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let (r, e) = told();
    let before = seen(&r);
    let id = e[0].id.clone();
    for (d, not_found) in [
        (Decision::Accept { event: "none".to_owned() }, true),
        (Decision::Merge { into: id.clone(), from: id.clone() }, false),
        (Decision::Merge { into: id.clone(), from: "none".to_owned() }, true),
        (Decision::Split { event: e[3].id.clone(), cluster: String::new() }, false),
        (correct(&id, Correction::default()), false),
        (
            correct(
                &id,
                Correction { act: Some(Act::Consult), mode: Some(Some("drone".to_owned())), ..Correction::default() },
            ),
            false,
        ),
    ] {
        let error = r.decide(&d, at(1), "ana").unwrap_err();
        assert_eq!((error.is_not_found(), error.is_invalid()), (not_found, !not_found), "{error}");
    }
    assert!(r.undo(7, at(1), "ana").unwrap_err().is_not_found());
    assert!(r.decisions().unwrap().is_empty());
    assert_eq!(seen(&r), before);
}

#[test]
fn the_record_as_it_stood_is_what_it_showed_then() {
    let (r, e) = told();
    let mut moments: Vec<(Timestamp, Vec<Cluster>)> = vec![(at(0), seen(&r))];
    let split = Decision::Split { event: e[1].id.clone(), cluster: String::new() };
    r.decide(&split, at(1), "ana").unwrap();
    moments.push((at(1), seen(&r)));
    r.decide(&Decision::Merge { into: e[1].id.clone(), from: e[3].id.clone() }, at(2), "ana").unwrap();
    moments.push((at(2), seen(&r)));
    let d = document("late", "2025-05-03", "late", "Odesa's port burned after drones hit it.");
    let late = event(&d, 1, Act::Assault, Status::Occurred, "RUS", "UKR")
        .mode("drone")
        .at("Odesa", "UKR")
        .on("2025-05-01")
        .done();
    r.add(&d, &[late], &tester("2025-06-01T03:00:00Z")).unwrap();
    moments.push((at(3), seen(&r)));
    r.undo(1, at(4), "ben").unwrap();
    moments.push((at(4), seen(&r)));
    for (moment, then) in moments {
        assert_eq!(seen(&r.as_of(moment).unwrap()), then, "{moment}");
    }
    assert!(seen(&r.as_of("2025-01-01T00:00:00Z".parse().unwrap()).unwrap()).is_empty());
}
