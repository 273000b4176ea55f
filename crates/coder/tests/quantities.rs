//! Instruments, casualties and quantities of sentences written for it.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a test tells what it saw

use detente_coder::Coder;
use detente_event::{Count, Document, Event};

/// A sentence; the killed, the injured, the instrument, the quantity; `-` where there is none. Ranges are written
/// `12`, `12+`, `-30`, `20-30`.
const SENTENCES: &[(&str, &str, &str, &str, &str)] = &[
    (
        "Russian missiles struck Kharkiv, killing 12 people and wounding 30.",
        "12",
        "30",
        "Russian missiles|missiles",
        "-",
    ),
    ("A Saudi airstrike on Sanaa left 14 dead and at least 20 wounded.", "14", "20+", "-", "-"),
    ("At least nine civilians were killed in an Israeli drone strike on Gaza on Monday.", "9+", "-", "drone", "-"),
    ("Boko Haram militants attacked a village in Nigeria, killing dozens of residents.", "24+", "-", "-", "-"),
    ("Turkish forces shelled northern Syria, injuring a woman and two children.", "-", "3", "-", "-"),
    ("Up to 30 Somali soldiers were killed when al-Shabab fighters attacked their base.", "-30", "-", "-", "-"),
    ("Taliban gunmen killed twenty-five Afghan policemen in Helmand.", "25", "-", "-", "-"),
    (
        "The Islamic State attacked a police station in Iraq with a car bomb, and 17 officers died.",
        "17",
        "-",
        "car bomb",
        "-",
    ),
    ("Hezbollah fired more than 100 rockets at Israel, wounding three people.", "-", "3", "rockets", "100+ rockets"),
    (
        "Sudanese troops attacked protesters using tear gas and rubber bullets.",
        "-",
        "-",
        "tear gas and rubber bullets|tear gas",
        "-",
    ),
    ("Ukraine struck a Russian oil depot with drones.", "-", "-", "drones", "-"),
    ("Pakistan said Indian shelling killed two soldiers and a civilian.", "3", "-", "-", "-"),
    ("Kenyan police shot dead four protesters in Nairobi.", "4", "-", "-", "-"),
    ("Ethiopian forces massacred hundreds of civilians in Tigray.", "200+", "-", "-", "-"),
    ("The bombing of a market by Saudi warplanes claimed 40 lives in Yemen.", "40", "-", "-", "-"),
    ("Between 20 and 30 rebels were killed in a Congolese army raid.", "20-30", "-", "-", "-"),
    ("M23 rebels attacked Goma, an assault in which 15 soldiers died.", "15", "-", "-", "-"),
    (
        "A suicide bomber of the Taliban attacked a NATO convoy, killing himself and two Afghan soldiers.",
        "2+",
        "-",
        "-",
        "-",
    ),
    ("Israel bombed Beirut, and Lebanon said 45 people were killed and 120 others injured.", "45", "120", "-", "-"),
    ("Iran did not kill 12 American soldiers.", "-", "-", "-", "-"),
    ("Eritrean soldiers killed nearly 100 people in Axum.", "100", "-", "-", "-"),
    ("Cameroonian separatists ambushed an army patrol; three soldiers were wounded.", "-", "3", "-", "-"),
    ("The United States gave Ukraine 50 million dollars.", "-", "-", "-", "50000000 dollars"),
    ("Germany will send Ukraine 30 Patriot missiles.", "-", "-", "-", "30 Patriot missiles"),
    ("France deployed 4,000 troops to Mali.", "-", "-", "-", "4000 troops"),
    ("Japan pledged $1.5 billion in aid to the Philippines.", "-", "-", "-", "1500000000 dollars"),
    ("The European Union imposed a tariff of 25 percent on Chinese cars.", "-", "-", "-", "25 percent"),
    ("The United States imposed 50 % tariffs on India.", "-", "-", "-", "50 percent"),
    ("Belarus released 13 detainees on Friday.", "-", "-", "-", "13 detainees"),
    ("Russia and Ukraine exchanged more than 200 prisoners.", "-", "-", "-", "200+ prisoners"),
    ("Turkey arrested two dozen journalists.", "-", "-", "-", "24 journalists"),
    ("Rwanda withdrew hundreds of soldiers from Congo.", "-", "-", "-", "200+ soldiers"),
    ("China gave Cambodia a loan of €200 million.", "-", "-", "-", "200000000 euros"),
    ("Sweden approved a £20 million military aid package for Ukraine.", "-", "-", "-", "20000000 pounds"),
    ("India expelled six Canadian diplomats.", "-", "-", "-", "6 Canadian diplomats"),
    ("Up to 2,000 Kenyan police officers will be deployed to Haiti.", "-", "-", "-", "-2000 Kenyan police officers"),
    ("Thousands of Georgians protested against the government in Tbilisi.", "-", "-", "-", "2000+ Georgians"),
    ("Norway delivered half a million tonnes of grain to Somalia.", "-", "-", "-", "500000 tonnes"),
    ("Egypt and Jordan held talks on Tuesday.", "-", "-", "-", "-"),
    ("South Korean marines held a drill with 1,200 American soldiers.", "-", "-", "-", "-"),
    ("Iran launched 180 ballistic missiles at Israel.", "-", "-", "ballistic missiles", "180 ballistic missiles"),
    ("Syrian rebels shot down a government helicopter with a missile.", "-", "-", "missile", "-"),
];

/// Least number of sentences of which everything must be read.
const LEAST: usize = 41;

fn range(low: Option<u64>, high: Option<u64>) -> String {
    match (low, high) {
        (Some(l), Some(h)) if l == h => l.to_string(),
        (Some(l), Some(h)) => format!("{l}-{h}"),
        (Some(l), None) => format!("{l}+"),
        (None, Some(h)) => format!("-{h}"),
        (None, None) => "-".to_owned(),
    }
}

fn read(coder: &Coder, text: &str) -> Vec<Event> {
    coder.code(&Document { id: "q".into(), date: "2025-10-17".parse().ok(), text: text.into(), ..Document::default() })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn said(events: &[Event]) -> [String; 4] {
    let mut all = Event::clone(match events.first() {
        Some(e) => e,
        None => return ["-", "-", "-", "-"].map(str::to_owned),
    });
    events.iter().skip(1).for_each(|e| all.enrich(e));
    let count = |c: Option<Count>| c.map_or("-".to_owned(), |c| range(c.low, c.high));
    let people = all.casualties.unwrap_or_default();
    let quantity = all
        .quantity
        .map_or("-".to_owned(), |q| format!("{} {}", range(q.low.map(|v| v as u64), q.high.map(|v| v as u64)), q.unit));
    [count(people.killed), count(people.injured), all.instrument.unwrap_or("-".into()), quantity]
}

#[test]
fn numbers_and_instruments_are_read() {
    let coder = Coder::new();
    let mut right = 0;
    for (text, killed, injured, instrument, quantity) in SENTENCES {
        let events = read(&coder, text);
        let said = said(&events);
        let fits = said[0] == *killed
            && said[1] == *injured
            && instrument.split('|').any(|i| said[2] == i)
            && said[3] == *quantity;
        if fits {
            right += 1;
        } else {
            let acts: Vec<&str> = events.iter().map(|e| e.act.as_str()).collect();
            println!("{text}\n    {acts:?} {said:?}, not {:?}", [killed, injured, instrument, quantity]);
        }
    }
    println!("{right} of {} sentences in full", SENTENCES.len());
    assert!(right >= LEAST, "{right} of {} sentences are read in full; {LEAST} were", SENTENCES.len());
}

#[test]
fn a_later_mention_gives_its_numbers_to_the_occurrence() {
    let events = read(
        &Coder::new(),
        "Russia launched a missile attack on Ukraine on Thursday. The Russian attack on Ukraine killed seven people.",
    );
    assert!(events.len() >= 2, "{events:?}");
    let seven = Some(Count { low: Some(7), high: Some(7) });
    let linked: Vec<&Event> = events.iter().filter(|e| e.occurrence == events[0].occurrence).collect();
    assert!(linked.len() >= 2, "{events:?}");
    for e in linked {
        assert_eq!(e.casualties.as_ref().and_then(|c| c.killed), seven, "{}", e.text);
        assert_eq!(e.instrument.as_deref(), Some("missile"), "{}", e.text);
    }
}

#[test]
fn a_toll_that_stands_alone_is_of_the_violence_before_it() {
    let coder = Coder::new();
    let toll = |text: &str| read(&coder, text)[0].casualties.as_ref().and_then(|c| c.killed);
    let twelve = Some(Count { low: Some(12), high: None });
    assert_eq!(toll("Israel struck a camp in Gaza on Tuesday. At least 12 people were killed, medics said."), twelve);
    // of another time, and of one of two
    assert_eq!(toll("Israel struck a camp in Gaza on Tuesday. In 2014, 12 people were killed there."), None);
    let two = "Israel struck Gaza on Tuesday. Russia struck Ukraine on Monday. At least 12 people were killed.";
    assert_eq!(toll(two), None);
}

#[test]
fn what_has_none_of_them_is_written_as_before() {
    let events = read(&Coder::new(), "Egypt and Jordan held talks on Tuesday.");
    for e in &events {
        assert!(e.casualties.is_none() && e.instrument.is_none() && e.quantity.is_none());
    }
    assert!(!events.is_empty());
}
