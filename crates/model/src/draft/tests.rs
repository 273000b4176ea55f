//! Drafts of hand-made events.

use super::{Draft, DraftOptions, DropReason, Role, draft, draft_events};
use crate::{lower, parse, write};
use detente_event::{Act, Actor, Document, Event, EventDate, Span, Speaker, Status, Why};

fn who(name: &str) -> Actor {
    let (name, person) = name.split_once('/').map_or((name, None), |(n, p)| (n, Some(p.to_owned())));
    let code = match name {
        "United States" => "USA",
        "Russia" => "RUS",
        "Ukraine" => "UKR",
        "Israel" => "ISR",
        "Hamas" => "PSE",
        "China" => "CHN",
        "European Union" => "EUR",
        "Sudan" => "SDN",
        "Rapid Support Forces" => "SDN",
        _ => "",
    };
    Actor { name: name.into(), code: code.into(), sector: "GOV".into(), person, text: name.into(), span: None }
}

pub(super) struct Told(pub(super) Event);

pub(super) fn told(
    sentence: usize,
    act: Act,
    mode: &str,
    status: Status,
    from: &[&str],
    to: &[&str],
    text: &str,
) -> Told {
    let mut e = Event {
        sentence,
        text: text.into(),
        span: Span::new(sentence * 100, sentence * 100 + 5),
        mode: (!mode.is_empty()).then(|| mode.to_owned()),
        actor: from.iter().map(|n| who(n)).collect(),
        recipient: to.iter().map(|n| who(n)).collect(),
        confidence: 0.8,
        coder: "test".into(),
        ..Event::bare("article", act, status)
    };
    e.finish("");
    Told(e)
}

impl Told {
    pub(super) fn object(mut self, object: &str) -> Self {
        self.0.object = Some(object.into());
        self
    }
    fn condition(mut self, condition: &str) -> Self {
        self.0.condition = Some(condition.into());
        self
    }
    fn by(mut self, words: &str) -> Self {
        self.0.why.push(Why { rule: "frame".into(), words: words.into() });
        self
    }
    fn speaker(mut self, name: &str) -> Self {
        self.0.speaker = Some(Speaker { name: name.into(), person: None, text: name.into() });
        self
    }
    fn day(mut self, day: &str) -> Self {
        let day = day.parse().unwrap();
        self.0.date = Some(EventDate { start: day, end: day, precision: "day".into(), text: String::new() });
        self
    }
}

fn drafted(list: Vec<Told>, options: &DraftOptions) -> Draft {
    let events: Vec<Event> = list.into_iter().map(|t| t.0).collect();
    let draft = draft_events(&events, options).unwrap();
    let text = write(&draft.file);
    let (file, found) = parse(&text);
    assert!(
        found.iter().all(|d| d.severity != detente_event::Severity::Error) || draft.file.decision_makers.is_empty(),
        "{text}\n{found:?}"
    );
    // Every id behind a line is an event's, and its sentence is quoted.
    let lines = draft
        .file
        .decision_makers
        .iter()
        .flat_map(|d| d.options.iter().flat_map(|o| &o.because).chain(d.prefers.iter().flat_map(|p| &p.because)));
    for id in lines {
        assert!(events.iter().any(|e| e.id == *id));
        assert!(draft.notes.quotes.iter().any(|q| q.event == *id));
    }
    for dm in &draft.file.decision_makers {
        assert!(dm.prefers.iter().all(|p| !p.known || !p.because.is_empty()), "{text}");
        assert!(dm.options.iter().all(|o| !o.because.is_empty()), "{text}");
    }
    if let Some(file) = file.filter(|f| !f.decision_makers.is_empty()) {
        let conflict = lower(&file).unwrap();
        detente_gmcr::analyze(&conflict, &detente_gmcr::Limits::default()).unwrap();
    }
    draft
}

fn says(d: &Draft, maker: &str) -> Vec<String> {
    let dm = d.file.decision_makers.iter().find(|m| m.id == maker).unwrap();
    dm.prefers.iter().map(|p| format!("{}{}", if p.known { "" } else { "? " }, p.that)).collect()
}

fn names(d: &Draft) -> Vec<String> {
    d.notes.options.iter().map(|o| format!("{}: {}", o.id, o.name)).collect()
}

/// A war with a mediator who weighs arms for one side, as a careful coder would give it.
pub(super) fn war() -> Vec<Told> {
    use Act::*;
    use Status::*;
    let (usa, rus, ukr) = ("United States/A President", "Russia/Its President", "Ukraine/Its President");
    vec![
        told(1, Consult, "third-party", Occurred, &[usa], &["Ukraine", "Russia"], "The president is intensifying efforts to negotiate an end to the war in Ukraine."),
        told(2, Consult, "", Planned, &[usa], &[rus], "He announced a second meeting with the Russian president in Budapest."),
        told(3, Aid, "military", Considered, &[usa], &["Ukraine"], "An adviser said the U.S. consideration of selling Tomahawk missiles to Ukraine could trigger repercussions for relations.").object("Tomahawk missiles").by("selling"),
        told(3, Threaten, "relations", Occurred, &["Russia/An adviser"], &["United States"], "An adviser said the U.S. consideration of selling Tomahawk missiles to Ukraine could trigger repercussions for relations.").condition("selling long-range Tomahawk missiles to Ukraine"),
        told(4, Request, "assist", Occurred, &["Ukraine"], &[], "Ukraine is seeking weapons for deeper strikes.").object("weapons"),
        told(4, Assault, "", Considered, &["Ukraine"], &["Russia"], "Ukraine is seeking weapons that would enable it to launch deeper strikes into Russian-held territories.").object("deeper strikes").by("launch strikes"),
        told(5, Agree, "", Historical, &["Israel", "Hamas"], &[], "This follows his success in brokering a ceasefire between Israel and Hamas.").object("ceasefire"),
        told(6, Consult, "", Planned, &[usa, ukr], &[], "The meeting on Friday marks the fourth this year."),
        told(7, Aid, "military", Considered, &[], &["Ukraine"], "Analysts suggest that Ukraine might benefit more from an influx of ERAM and ATACMS rather than Tomahawks.").object("Extended Range Attack Munition (ERAM) and Army Tactical Missile Systems (ATACMS)").by("influx"),
        told(8, Sanction, "", Considered, &[usa], &["nations purchasing Russian oil"], "The White House has an interest in legislation imposing strict tariffs on nations purchasing Russian oil.").object("strict tariffs"),
        told(8, Support, "", Negated, &[usa], &[], "The president has yet to endorse the tariffs.").object("legislation on tariffs"),
    ]
}

#[test]
fn a_war_with_a_mediator() {
    let d = drafted(war(), &DraftOptions::default());
    crate::testing::snapshot(
        "draft-war",
        &format!("{}\n{}", write(&d.file), serde_json::to_string_pretty(&d.notes).unwrap()),
    );
    let names = names(&d);
    for wanted in [
        "usa.tomahawk_missiles: Sell Tomahawk missiles to Ukraine",
        "usa.eram_atacms: Supply ERAM and ATACMS to Ukraine",
        "usa.strict_tariffs: Impose strict tariffs on nations purchasing Russian oil",
        "russia.ceasefire: Negotiate or cease fire",
        "russia.retaliate: Retaliate against the United States",
        "ukraine.deeper_strikes: Launch deeper strikes against Russia",
        "ukraine.ceasefire: Negotiate or cease fire",
    ] {
        assert!(names.iter().any(|n| n == wanted), "{wanted}\n{names:#?}");
    }
    let sale = d.notes.options.iter().find(|o| o.id == "usa.tomahawk_missiles").unwrap();
    assert_eq!((sale.wanted_by.join(" "), sale.opposed_by.join(" ")), ("ukraine".into(), "russia".into()));
    assert!(says(&d, "russia").contains(&"usa.tomahawk_missiles implies russia.retaliate".into()));
    assert_eq!(says(&d, "usa")[0], "ukraine.ceasefire and russia.ceasefire");
    let roles: Vec<_> = d.notes.parties.iter().map(|p| (p.code.as_str(), p.role)).collect();
    assert!(roles.contains(&("USA", Role::Mediator)) && roles.contains(&("UKR", Role::Belligerent)), "{roles:?}");
    assert_eq!(d.notes.alternatives[0].options, ["usa.tomahawk_missiles", "usa.eram_atacms"]);
    assert_eq!(d.file.infeasible[0].when, "ukraine.deeper_strikes and ukraine.ceasefire");
}

#[test]
fn who_decides_on_a_measure_is_read_from_the_words_on_it() {
    use Act::*;
    use Status::*;
    let mut list = war();
    list.retain(|t| t.0.sentence != 8);
    list.push(
        told(8, Sanction, "", Considered, &[], &["nations"], "Discussions suggest an interest in legislation imposing strict tariffs on nations purchasing Russian oil, gas and uranium in an effort to hinder Russia’s economy.")
            .object("strict tariffs"),
    );
    let endorsed = || {
        told(9, Support, "", Negated, &["United States"], &[], "The president has yet to endorse the legislation.")
            .object("legislation")
    };
    list.push(endorsed());
    let d = drafted(list, &DraftOptions::default());
    let tariffs = d.notes.options.iter().find(|o| o.id == "usa.strict_tariffs").unwrap();
    assert_eq!(tariffs.name, "Impose strict tariffs on nations purchasing Russian oil, gas and uranium");
    assert!(tariffs.because.contains(&endorsed().0.id));
    assert!(says(&d, "russia").contains(&"? not usa.strict_tariffs".into()));
    assert!(says(&d, "usa").contains(&"? not usa.strict_tariffs".into()));
}

#[test]
fn a_meeting_is_an_option_only_where_it_is_the_matter() {
    use Act::*;
    use Status::*;
    let dropped = |d: &Draft| d.notes.dropped.iter().filter(|x| x.reason == DropReason::Meeting).count();
    assert_eq!(dropped(&drafted(war(), &DraftOptions::default())), 2);
    let mut list = war();
    list.push(told(
        9,
        Reject,
        "meet",
        Occurred,
        &["Russia"],
        &["United States"],
        "Moscow refused to meet the president.",
    ));
    let d = drafted(list, &DraftOptions::default());
    assert_eq!(dropped(&d), 1);
    assert!(names(&d).contains(&"usa.meet_russia: Meet Russia".into()), "{:?}", names(&d));
}

#[test]
fn to_meet_a_third_party_is_no_wish_for_peace_of_its_own() {
    use Act::*;
    use Status::*;
    let (usa, rus, ukr) = ("United States", "Russia", "Ukraine");
    let mut list = war();
    list.push(told(21, Consult, "", Occurred, &[usa, rus], &[], "The presidents met to resolve the war."));
    assert!(!says(&drafted(list, &DraftOptions::default()), "russia").contains(&"ukraine.ceasefire".into()));
    let mut list = war();
    list.push(told(21, Consult, "", Occurred, &[rus], &[ukr], "Russia negotiated with Ukraine to end the war."));
    assert!(says(&drafted(list, &DraftOptions::default()), "russia").contains(&"ukraine.ceasefire".into()));
}

#[test]
fn the_same_events_in_any_order_give_the_same_parties_and_options() {
    let (forth, mut back) = (war(), war());
    back.reverse();
    let (a, b) = (drafted(forth, &DraftOptions::default()), drafted(back, &DraftOptions::default()));
    let sorted = |d: &Draft| {
        let mut n = names(d);
        n.sort();
        n
    };
    assert_eq!(sorted(&a), sorted(&b));
}

#[test]
fn a_trade_quarrel_without_war() {
    use Act::*;
    use Status::*;
    let d = drafted(
        vec![
            told(
                1,
                Sanction,
                "",
                Planned,
                &["United States"],
                &["China"],
                "The United States will impose tariffs on Chinese steel.",
            )
            .object("tariffs on steel")
            .day("2025-03-01"),
            told(
                2,
                Threaten,
                "restrict",
                Occurred,
                &["China"],
                &["United States"],
                "China warned it would answer tariffs on steel.",
            )
            .condition("tariffs on steel")
            .day("2025-03-02"),
            told(
                2,
                Sanction,
                "",
                Threatened,
                &["China"],
                &["United States"],
                "China will restrict rare-earth exports if the tariffs on steel take effect.",
            )
            .object("export restrictions")
            .condition("if the tariffs on steel take effect")
            .day("2025-03-02"),
            told(
                3,
                Request,
                "change",
                Occurred,
                &["United States"],
                &["China"],
                "Washington urged Beijing to open its market.",
            )
            .object("to open its market")
            .day("2025-03-03"),
            told(4, Reject, "change", Occurred, &["China"], &["United States"], "Beijing refused to open its market.")
                .object("open its market")
                .day("2025-03-04"),
        ],
        &DraftOptions::default(),
    );
    assert_eq!(
        names(&d),
        [
            "usa.tariffs_steel: Impose tariffs on steel on China",
            "china.export_restrictions: Impose export restrictions on the United States",
            "china.open_market: Open its market",
        ]
    );
    let china = says(&d, "china");
    assert!(china.contains(&"usa.tariffs_steel implies china.export_restrictions".into()), "{china:?}");
    assert!(
        china.contains(&"not china.open_market".into()) && china.contains(&"not usa.tariffs_steel".into()),
        "{china:?}"
    );
    assert!(says(&d, "usa").contains(&"china.open_market".into()));
    assert!(d.file.infeasible.is_empty() && d.notes.parties.iter().all(|p| p.role == Role::Party));
}

#[test]
fn contradictions_are_shown_and_not_averaged() {
    use Act::*;
    use Status::*;
    let mut list = war();
    list.push(
        told(
            9,
            Reject,
            "",
            Occurred,
            &["Ukraine"],
            &["United States"],
            "Kyiv said it does not need Tomahawk missiles.",
        )
        .object("Tomahawk missiles"),
    );
    let d = drafted(list, &DraftOptions::default());
    let c = &d.notes.contradictions[0];
    assert_eq!((c.decision_maker.as_str(), c.option.as_str()), ("ukraine", "usa.tomahawk_missiles"));
    assert!(!c.wants.is_empty() && !c.opposes.is_empty());
    let open = says(&d, "ukraine").into_iter().find(|s| s.contains("usa.tomahawk_missiles")).unwrap();
    assert!(open.starts_with("? "), "{open}");
}

#[test]
fn a_speaker_speaks_for_its_party_and_a_group_is_a_party() {
    use Act::*;
    use Status::*;
    let d = drafted(
        vec![
            told(
                1,
                Assault,
                "",
                Occurred,
                &["Rapid Support Forces"],
                &["Sudan"],
                "The Rapid Support Forces shelled the city.",
            ),
            told(
                2,
                Request,
                "yield",
                Occurred,
                &[],
                &["Rapid Support Forces"],
                "The army said the paramilitary must withdraw from the city.",
            )
            .object("to withdraw from the city")
            .speaker("Sudan"),
            told(
                3,
                Consult,
                "third-party",
                Planned,
                &["United States"],
                &["Sudan", "Rapid Support Forces"],
                "Washington will host talks to end the war.",
            ),
        ],
        &DraftOptions::default(),
    );
    let names = names(&d);
    assert!(names.iter().any(|n| n.ends_with(": Withdraw from the city")), "{names:?}");
    assert!(names.iter().any(|n| n == "sudan.ceasefire: Negotiate or cease fire"), "{names:?}");
    assert!(says(&d, "sudan").iter().any(|s| s.contains("withdraw") || s.contains("city")));
}

#[test]
fn too_many_options_are_listed_and_nameless_acts_too() {
    let mut list = war();
    list.push(
        told(10, Act::Sanction, "", Status::Considered, &[], &["Russia"], "New sanctions are being weighed.")
            .object("sanctions on banks"),
    );
    let d = drafted(list, &DraftOptions { options: 4, ..DraftOptions::default() });
    assert_eq!(d.notes.options.len(), 4);
    assert!(d.notes.dropped.iter().any(|x| x.reason == DropReason::TooMany && x.holder.is_some()));
    assert!(
        d.notes
            .dropped
            .iter()
            .any(|x| x.reason == DropReason::NoHolder && x.name == "Impose sanctions on banks on Russia"),
        "{:?}",
        d.notes.dropped
    );
    assert!(write(&d.file).contains("# Left out: "));
}

#[test]
fn a_holder_told_elsewhere_and_talks_with_nobody_named() {
    let mut list = war();
    list.push(
        told(
            11,
            Act::Aid,
            "military",
            Status::Considered,
            &[],
            &["Ukraine"],
            "The sale of long-range Tomahawk missiles is weighed.",
        )
        .object("long-range Tomahawk missiles"),
    );
    list.push(told(12, Act::Consult, "", Status::Considered, &["Russia"], &[], "Moscow could engage in negotiations."));
    let ids: Vec<String> = list[list.len() - 2..].iter().map(|t| t.0.id.clone()).collect();
    let d = drafted(list, &DraftOptions::default());
    let behind = |id: &str| d.notes.options.iter().find(|o| o.id == id).unwrap().because.clone();
    assert!(behind("usa.tomahawk_missiles").contains(&ids[0]));
    assert!(behind("russia.ceasefire").contains(&ids[1]));
    assert!(d.notes.dropped.iter().all(|x| x.reason == DropReason::Meeting), "{:?}", d.notes.dropped);
}

#[test]
fn a_record_gives_the_same_draft_with_its_reports() {
    let events: Vec<Event> = war().into_iter().map(|t| t.0).collect();
    let record = detente_record::Record::in_memory().unwrap();
    let provenance = detente_record::Provenance {
        at: "2025-10-18T00:00:00Z".parse().unwrap(),
        by: "test".into(),
        coder: "test".into(),
    };
    let document = Document {
        id: "article".into(),
        date: Some("2025-10-17".parse().unwrap()),
        text: "A text of the length that the spans of the events need. ".repeat(40),
        ..Document::default()
    };
    record.add(&document, &events, &provenance).unwrap();
    let (d, alone) =
        (draft(&record, &DraftOptions::default()).unwrap(), draft_events(&events, &DraftOptions::default()).unwrap());
    let sorted = |d: &Draft| {
        let mut n = names(d);
        n.sort();
        n
    };
    assert_eq!(sorted(&d), sorted(&alone));
    assert_eq!(d.file.as_of, document.date);
    assert!(says(&d, "russia").contains(&"usa.tomahawk_missiles implies russia.retaliate".into()));
    let late = DraftOptions { from: Some("2025-11-01".parse().unwrap()), ..DraftOptions::default() };
    assert!(draft(&record, &late).unwrap().file.decision_makers.is_empty());
}

#[test]
fn the_focus_is_found_or_given() {
    use Act::*;
    let mut list = war();
    list.push(
        told(20, Sanction, "", Status::Planned, &["European Union"], &["China"], "Brussels will impose tariffs.")
            .object("tariffs"),
    );
    let codes = |d: &Draft| d.notes.parties.iter().map(|p| p.code.clone()).collect::<Vec<_>>();
    assert!(!codes(&drafted(war(), &DraftOptions::default())).contains(&"EUR".into()));
    let given = DraftOptions { focus: vec!["China".into(), "eur".into()], ..DraftOptions::default() };
    let events: Vec<Event> = list.into_iter().map(|t| t.0).collect();
    let d = draft_events(&events, &given).unwrap();
    assert_eq!(names(&d), ["european_union.tariffs: Impose tariffs on China"]);
    let e =
        draft_events(&events, &DraftOptions { focus: vec!["Ukrane".into()], ..DraftOptions::default() }).unwrap_err();
    assert!(e.is_unknown_party());
    assert_eq!(e.to_string(), "no event names `Ukrane` as a party; did you mean `Ukraine`?");
}

#[test]
fn nothing_gives_an_empty_draft() {
    let d = draft_events(&[], &DraftOptions::default()).unwrap();
    assert!(d.file.decision_makers.is_empty());
    assert_eq!(d.file.title, "No conflict found");
    let cooking = told(1, Act::Cooperate, "", Status::Occurred, &["chefs"], &["guests"], "Chefs share their dishes.");
    assert!(draft_events(&[cooking.0], &DraftOptions::default()).unwrap().file.decision_makers.is_empty());
}

#[test]
fn what_another_is_accused_of_is_no_plan_of_the_accuser() {
    let list = || {
        vec![
            told(
                1,
                Act::Accuse,
                "",
                Status::Occurred,
                &["Ukraine"],
                &["Russia"],
                "Ukraine accused Russia of preparing strikes.",
            ),
            told(
                2,
                Act::Request,
                "",
                Status::Occurred,
                &["Russia"],
                &["Ukraine"],
                "Russia asked Ukraine to open the port.",
            )
            .object("open the port"),
        ]
    };
    let mut charged = list();
    let mut strike =
        told(1, Act::Assault, "", Status::Planned, &["Ukraine"], &[], "Ukraine accused Russia of preparing strikes.");
    strike.0.span = Span::new(110, 115);
    charged.push(strike);
    let record = |told: Vec<Told>| {
        let text = "x".repeat(400);
        let doc = Document {
            id: "article".into(),
            date: "2025-10-17".parse().ok(),
            title: String::new(),
            text,
            source: String::new(),
        };
        let record = detente_record::Record::in_memory().unwrap();
        let by = detente_record::Provenance {
            at: "2025-10-17T12:00:00Z".parse().unwrap(),
            by: "test".into(),
            coder: "test".into(),
        };
        record.add_many(&[(doc, told.into_iter().map(|t| t.0).collect())], &by).unwrap();
        record
    };
    let names = |told: Vec<Told>| {
        let d = draft(&record(told), &DraftOptions::default()).unwrap();
        d.notes.options.iter().map(|o| o.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(charged), names(list()));
    assert_eq!(names(list()), ["Open the port"]);
}
