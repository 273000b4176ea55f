//! The whole way from hand-made events to every rendering.

use crate::testing::{actor, document, event, material};
use crate::{Brief, Material, Skipped, figure};
use detente_event::{Act, Actor, Event, EventDate, Place, Speaker, Status};
use std::collections::BTreeSet;

const CONFLICT: &str = r#"
title = "Ending the war"
[[decision_maker]]
id = "usa"
name = "United States"
[[decision_maker.option]]
id = "sell"
name = "Sell missiles to Ukraine"
[[decision_maker.prefers]]
that = "russia.talk"
[[decision_maker.prefers]]
that = "not usa.sell"
known = false
[[decision_maker]]
id = "russia"
name = "Russia"
[[decision_maker.option]]
id = "talk"
name = "Negotiate with Ukraine"
[[decision_maker.prefers]]
that = "not usa.sell"
[[decision_maker.prefers]]
that = "usa.sell iff russia.talk"
known = false
"#;

fn states() -> [Actor; 3] {
    [actor("United States", "USA"), actor("Russia", "RUS"), actor("Ukraine", "UKR")]
}

fn dated(mut e: Event, from: &str, to: &str, precision: &str) -> Event {
    e.date = Some(EventDate {
        start: from.parse().unwrap(),
        end: to.parse().unwrap(),
        precision: precision.into(),
        text: from.into(),
    });
    e
}

/// A conflict in six sentences: what happened, what is announced, considered, warned against, supposed.
fn sample() -> Material {
    let [usa, russia, ukraine] = states();
    let (us, ru, ua) = ([usa], [russia], [ukraine]);
    let met = dated(event(Act::Consult, Status::Occurred, &us, &ru), "2025-08-15", "2025-08-15", "day");
    let mut due = dated(event(Act::Consult, Status::Planned, &us, &ua), "2025-10-17", "2025-10-17", "day");
    due.place = Some(Place {
        name: "Washington".into(),
        country: "USA".into(),
        text: "Washington".into(),
        lat: None,
        lon: None,
    });
    let later = event(Act::Consult, Status::Planned, &us, &ru);
    let mut sale = event(Act::Aid, Status::Considered, &us, &ua);
    sale.object = Some("missiles".into());
    let mut warning = event(Act::Threaten, Status::Occurred, &ru, &us);
    warning.object = Some("missiles".into());
    let mut guess = event(Act::Retreat, Status::Hypothetical, &ru, &ua);
    guess.speaker = Some(Speaker { name: "Ukraine".into(), person: None, text: "Kyiv".into() });
    let sentences = [
        "Leaders of the United States and Russia met on 15 August.",
        "The United States receives Ukraine on Friday in Washington.",
        "A second meeting with Russia will follow.",
        "The United States weighs the sale of missiles to Ukraine.",
        "Russia warned the United States over the missiles.",
        "Kyiv believes that Russia might give way.",
    ];
    let events = vec![met, due, later, sale, warning, guess];
    let file = detente_model::parse(CONFLICT).0.unwrap();
    material(&[document("news", Some("2025-10-16"), &sentences, events)]).with_conflict(file)
}

/// The text of a page as a reader sees it.
fn visible(html: &str) -> String {
    let body = html.split_once("<body>").unwrap().1;
    let mut out = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => {
                inside = true;
                out.push(' ');
            }
            '>' => inside = false,
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&#39;", "'").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
}

fn numbers(text: &str) -> BTreeSet<String> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|r| !r.is_empty());
    runs.map(|r| r.trim_start_matches('0').to_owned()).collect()
}

fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).map(|r| r.split('"').next().unwrap()).collect()
}

#[test]
fn every_link_resolves_and_every_id_is_its_own() {
    let html = Brief::of(&sample()).html();
    let ids = attributes(&html, "id");
    let own: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(own.len(), ids.len(), "an id stands twice");
    let links: Vec<&str> = attributes(&html, "href");
    assert!(links.iter().filter(|l| l.starts_with("#s-")).count() > 10);
    for l in links {
        assert!(own.contains(l.strip_prefix('#').unwrap()), "{l} leads nowhere");
    }
    for named in attributes(&html, "aria-labelledby").iter().flat_map(|a| a.split(' ')) {
        assert!(own.contains(named), "{named}");
    }
}

#[test]
fn every_claim_has_its_source() {
    let b = Brief::of(&sample());
    let claims = b.happened.iter().chain(&b.announced).chain(&b.considered).map(|i| &i.line);
    let deeds = b.parties.iter().flat_map(|p| &p.did).map(|d| &d.line);
    let choices =
        b.choices.iter().filter(|c| !c.modelled).flat_map(|c| c.reports.iter().chain(&c.wants).chain(&c.warns));
    let all: Vec<_> = claims.chain(deeds).chain(choices).collect();
    assert!(all.len() > 10);
    for line in all {
        assert!(!line.cites.is_empty(), "{}", line.text);
        assert!(line.cites.iter().all(|n| b.quote(*n).is_some()), "{}", line.text);
    }
}

#[test]
fn a_day_of_publication_is_not_told_as_the_day_of_the_act() {
    let [usa, russia, _] = states();
    let call = event(Act::Consult, Status::Occurred, &[usa], &[russia]);
    let b = Brief::of(&material(&[document("one", Some("2025-10-16"), &["They spoke."], vec![call])]));
    assert_eq!(b.happened[0].when, "reported 16 October 2025");
    assert!(b.bottom_line[1].text.ends_with("(reported 16 October 2025)."), "{:?}", b.bottom_line);
}

#[test]
fn each_status_is_told_in_its_place() {
    let b = Brief::of(&sample());
    let said = |items: &[crate::Item]| items.iter().map(|i| i.line.text.clone()).collect::<Vec<_>>();
    assert_eq!(
        said(&b.happened),
        ["The United States held talks with Russia.", "Russia warned the United States over the missiles."]
    );
    assert_eq!(
        said(&b.announced),
        [
            "The United States is to hold talks with Ukraine in Washington.",
            "The United States is to hold talks with Russia."
        ]
    );
    assert_eq!([b.announced[0].when.as_str(), b.announced[1].when.as_str()], ["17 October 2025", "no date given"]);
    let sale = b.choices.iter().find(|c| !c.modelled).unwrap();
    assert_eq!(
        (sale.name.as_str(), sale.status_words.as_str()),
        ("Provide Ukraine with missiles", "under consideration")
    );
    assert_eq!(sale.warns[0].text, "Russia warns against it.");
    let headings: Vec<&str> = b.unknown.iter().map(|u| u.heading.as_str()).collect();
    assert_eq!(
        headings,
        ["What they are assumed to prefer, though no source says so", "When it is due", "What is only supposed"]
    );
    assert!(b.unknown[2].lines[0].text.starts_with("Russia might give way to Ukraine"), "{:?}", b.unknown[2]);
    assert!((4..=6).contains(&b.bottom_line.len()), "{:#?}", b.bottom_line);
}

#[test]
fn where_it_can_settle_is_told() {
    let b = Brief::of(&sample());
    let s = b.settlement.as_ref().unwrap();
    assert_eq!((s.feasible.as_str(), s.outcomes[0].name.as_str(), s.outcomes[0].options.as_str()), ("4", "Now", "NN"));
    assert_eq!(s.concepts.len(), 5);
    assert!(s.outcomes.iter().all(|o| o.now || !o.holds.is_empty()));
    assert_eq!(s.decision_makers[0].prefers[1].line.text, "The United States prefers not to sell missiles to Ukraine.");
    assert!(!s.decision_makers[0].prefers[1].known && !s.shares.is_empty());
    let page = b.html();
    assert!(page.contains("Options and outcomes") && page.contains("holds"));
}

#[test]
fn no_rendering_has_a_number_that_the_json_has_not() {
    let b = Brief::of(&sample());
    let known = numbers(&b.json());
    for (name, text) in [("html", visible(&b.html())), ("markdown", b.markdown()), ("short", b.short())] {
        let extra: Vec<String> = numbers(&text).difference(&known).cloned().collect();
        assert!(extra.is_empty(), "{name}: {extra:?}");
    }
}

#[test]
fn what_has_changed_since_a_day_is_told() {
    let [usa, russia, ukraine] = states();
    let old = document(
        "old",
        Some("2025-10-01"),
        &["The United States and Russia will meet on 15 October."],
        vec![dated(
            event(Act::Consult, Status::Planned, std::slice::from_ref(&usa), std::slice::from_ref(&russia)),
            "2025-10-15",
            "2025-10-15",
            "day",
        )],
    );
    let new = document(
        "new",
        Some("2025-10-16"),
        &["The United States and Russia met on 15 October.", "The United States weighs arms for Ukraine."],
        vec![
            dated(
                event(Act::Consult, Status::Occurred, std::slice::from_ref(&usa), &[russia]),
                "2025-10-15",
                "2025-10-15",
                "day",
            ),
            event(Act::Aid, Status::Considered, &[usa], &[ukraine]),
        ],
    );
    let b =
        Brief::of(&material(&[old, new]).with_since("2025-10-10".parse().unwrap(), detente_model::Draft::default()));
    assert_eq!(b.since, "10 October 2025");
    let told: Vec<(&str, Vec<&str>)> =
        b.changes.iter().map(|u| (u.heading.as_str(), u.lines.iter().map(|l| l.text.as_str()).collect())).collect();
    assert!(told.iter().any(|(h, l)| *h == "Newly reported" && l.len() == 1 && l[0].contains("Ukraine")), "{told:?}");
    assert!(
        told.iter()
            .any(|(h, l)| *h == "Now stands otherwise" && l[0].contains("was announced, is now told as happened")),
        "{told:?}"
    );
    assert!(b.html().contains("What has changed") && b.markdown().contains("What has changed"));
}

#[test]
fn the_same_material_gives_the_same_bytes() {
    let (a, b) = (Brief::of(&sample()), Brief::of(&sample()));
    assert_eq!(a.json(), b.json());
    assert_eq!(a.html(), b.html());
    assert_eq!(a.markdown(), b.markdown());
}

#[test]
fn anchors_stay_when_documents_are_added() {
    let [usa, russia, _] = states();
    let one = document(
        "one",
        Some("2025-10-01"),
        &["They met."],
        vec![event(Act::Consult, Status::Occurred, &[usa], &[russia])],
    );
    let more = document(
        "two",
        Some("2025-09-01"),
        &["Ukraine was attacked."],
        vec![event(Act::Assault, Status::Occurred, &[], &[actor("Ukraine", "UKR")])],
    );
    let before = Brief::of(&material(std::slice::from_ref(&one)));
    let after = Brief::of(&material(&[more, one]));
    let anchor = |b: &Brief| b.sources.iter().find(|s| s.id == "one").unwrap().quotes[0].anchor.clone();
    assert_eq!(anchor(&before), anchor(&after));
}

#[test]
fn where_nothing_was_found_the_brief_says_so_and_no_more() {
    let mut m = material(&[document("soup", Some("2025-10-17"), &["Cut the leeks."], Vec::new())]);
    m.skipped.push(Skipped { name: "photo.txt".into(), reason: "this is no text but a binary file".into() });
    let b = Brief::of(&m);
    assert!(!b.found);
    assert!(b.bottom_line[0].text.starts_with("Nothing was found"), "{:?}", b.bottom_line);
    let html = b.html();
    for absent in
        ["<figure", "<table", "What happened", "Who is involved", "What is on the table", "<ol class=\"items\">\n</ol>"]
    {
        assert!(!html.contains(absent), "{absent}");
    }
    assert!(html.contains("photo.txt") && html.contains("soup"));
    assert!(Brief::of(&material(&[])).html().contains("No document could be read"));
}

#[test]
fn hostile_text_comes_out_escaped_and_legible() {
    let long = "x".repeat(10_000);
    let names =
        ["<script>alert(1)</script>", "\u{202e}evil", "👩‍👩‍👧 party", long.as_str(), "a|b*c_d`e{r}", "\"quoted\" & 'co'"];
    let parties: Vec<Actor> = names.iter().map(|n| actor(n, "")).collect();
    let events: Vec<Event> = parties
        .iter()
        .map(|p| {
            let mut e = event(Act::Accuse, Status::Occurred, std::slice::from_ref(p), &[actor("Ukraine", "UKR")]);
            e.object = Some(format!("{} {{o}} &lt;", p.name));
            dated(e, "2025-10-01", "2025-10-02", "day")
        })
        .collect();
    let sentences: Vec<String> = names.iter().map(|n| format!("{n} said so of Ukraine.")).collect();
    let sentences: Vec<&str> = sentences.iter().map(String::as_str).collect();
    let b = Brief::of(&material(&[document("<b>odd</b>\u{202e}", None, &sentences, events)]));
    for page in [b.html(), b.markdown()] {
        assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains('\u{202e}'));
        assert!(page.contains("&lt;script&gt;") && page.contains("‹RLO›"));
    }
    assert!(b.happened.iter().all(|i| i.line.text.chars().count() < 600));
    assert!(b.sources[0].quotes.iter().all(|q| q.text.chars().count() <= 1200));
    assert!(serde_json::from_str::<serde_json::Value>(&b.json()).is_ok());
}

#[test]
fn labels_in_figures_do_not_overlap() {
    let clear = |f: &figure::Figure| {
        for (k, a) in f.labels.iter().enumerate() {
            for b in &f.labels[k + 1..] {
                assert!(a.0 >= b.2 || b.0 >= a.2 || a.1 >= b.3 || b.1 >= a.3, "{}: {a:?} {b:?}", f.id);
            }
            assert!(a.0 >= -0.1 && a.2 <= 372.1, "{}: {a:?} leaves the drawing", f.id);
        }
    };
    let names = [
        "United States",
        "Russia",
        "Ukraine",
        "European Union",
        "Democratic Republic of the Congo",
        "Türkiye",
        "United Nations",
        "Shanghai Cooperation Organisation",
        "Saint Vincent and the Grenadines",
    ];
    for n in 2..=names.len() {
        let mut events = Vec::new();
        for k in 1..n {
            for j in 0..k {
                let act = if (k + j) % 2 == 0 { Act::Consult } else { Act::Accuse };
                let e = event(act, Status::Occurred, &[actor(names[j], "")], &[actor(names[k], "")]);
                let day = format!("2025-{:02}-{:02}", 1 + (k * j) % 9, 1 + (k + j) % 3);
                events.push(dated(e, &day, &day, "day"));
            }
        }
        let sentences: Vec<String> = (0..events.len()).map(|k| format!("Sentence {k}.")).collect();
        let sentences: Vec<&str> = sentences.iter().map(String::as_str).collect();
        let b = Brief::of(&material(&[document("many", Some("2025-10-17"), &sentences, events)]));
        clear(&figure::network(&b).unwrap());
        if n > 2 {
            clear(&figure::timeline(&b).unwrap());
        }
    }
    let b = Brief::of(&sample());
    clear(&figure::timeline(&b).unwrap());
    for f in [figure::outcomes(&b), figure::shares(&b), figure::map(&b)].into_iter().flatten() {
        clear(&f);
    }
}

#[test]
fn places_are_drawn_with_their_names_apart() {
    let [usa, russia, _] = states();
    let cities = [
        ("Budapest", 47.5, 19.0),
        ("Vienna", 48.2, 16.4),
        ("Bratislava", 48.1, 17.1),
        ("Moscow", 55.8, 37.6),
        ("Anchorage", 61.2, -149.9),
    ];
    let events: Vec<Event> = cities
        .iter()
        .map(|(name, lat, lon)| {
            let mut e =
                event(Act::Consult, Status::Occurred, std::slice::from_ref(&usa), std::slice::from_ref(&russia));
            e.place = Some(Place {
                name: (*name).into(),
                country: String::new(),
                text: (*name).into(),
                lat: Some(*lat),
                lon: Some(*lon),
            });
            e
        })
        .collect();
    let sentences: Vec<String> = cities.iter().map(|c| format!("They met in {}.", c.0)).collect();
    let sentences: Vec<&str> = sentences.iter().map(String::as_str).collect();
    let b = Brief::of(&material(&[document("map", Some("2025-10-17"), &sentences, events)]));
    let f = figure::map(&b).unwrap();
    for (k, a) in f.labels.iter().enumerate() {
        assert!(a.0 >= 0.0 && a.2 <= 372.0, "{a:?}");
        assert!(f.labels[k + 1..].iter().all(|b| a.0 >= b.2 || b.0 >= a.2 || a.1 >= b.3 || b.1 >= a.3));
    }
    assert_eq!(f.labels.len(), cities.len());
    assert!(f.svg.len() < 60_000 && b.html().contains("Natural Earth"));
}

#[test]
fn a_focus_leaves_out_what_names_nobody_of_it_and_says_how_much() {
    let [usa, russia, ukraine] = states();
    let china = actor("China", "CHN");
    let events = vec![
        event(Act::Consult, Status::Occurred, std::slice::from_ref(&usa), std::slice::from_ref(&russia)),
        event(Act::Accuse, Status::Occurred, std::slice::from_ref(&china), std::slice::from_ref(&usa)),
        event(Act::Consult, Status::Planned, std::slice::from_ref(&china), std::slice::from_ref(&ukraine)),
    ];
    let sentences = ["They met.", "China criticised the United States.", "China and Ukraine will meet."];
    let m = material(&[document("news", Some("2025-10-16"), &sentences, events)]);
    let b = Brief::of(&m.clone().with_focus(&["RUS".to_owned()]));
    assert_eq!(b.focus, "Told from the reports on Russia: 2 events that do not name it are left out.");
    assert_eq!((b.counts.occurrences, b.happened.len(), b.announced.len()), (1, 1, 0));
    let names: Vec<&str> = b.parties.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["Russia", "United States"]);
    assert!(b.parties.iter().all(|p| p.events == 1) && b.ties.iter().all(|t| t.from != "China" && t.to != "China"));
    for page in [b.html(), b.markdown(), b.short()] {
        assert!(page.contains("2 events that do not name it"), "{page}");
    }
    let both = Brief::of(&m.clone().with_focus(&["Russia".to_owned(), "ukraine".to_owned()]));
    assert!(both.focus.contains("Russia and Ukraine: 1 event that names none of them is left out"), "{}", both.focus);
    assert_eq!(Brief::of(&m.clone().with_focus(&["Nobody".to_owned()])), Brief::of(&m));
}

#[test]
fn a_threat_and_the_act_that_it_threatens_are_told_once() {
    let [usa, russia, _] = states();
    let (us, ru) = ([usa], [russia]);
    let mut threat = event(Act::Threaten, Status::Occurred, &us, &ru);
    threat.mode = Some("relations".into());
    threat.object = Some("aid".into());
    let mut act = event(Act::Sanction, Status::Threatened, &us, &ru);
    act.mode = Some("discontinue".into());
    act.condition = Some("if it fills the dam".into());
    let mut guess = event(Act::Coerce, Status::Hypothetical, &ru, &us);
    guess.object = Some("the dam".into());
    let (mut documents, all) =
        document("news", Some("2025-10-16"), &["Washington may suspend cooperation."; 3], vec![threat, act, guess]);
    documents.text = "Washington may suspend cooperation.".into();
    let same = all.into_iter().enumerate().map(|(k, mut e)| {
        e.sentence = 1;
        e.span = detente_event::Span::new(k, k + 5);
        e.occurrence.clear();
        e.finish("");
        e
    });
    let b = Brief::of(&material(&[(documents, same.collect())]));
    let told: Vec<&str> = b.happened.iter().map(|i| i.line.text.as_str()).collect();
    assert_eq!(told, ["The United States warned that it may suspend cooperation with Russia if “it fills the dam”."]);
    let usa = b.parties.iter().find(|p| p.name == "United States").unwrap();
    assert_eq!(usa.did.len(), 1, "{:?}", usa.did);
    assert!(b.unknown.iter().all(|u| u.heading != "What is only supposed"), "{:?}", b.unknown);
}
