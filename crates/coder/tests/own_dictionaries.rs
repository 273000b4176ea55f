//! The user's own dictionaries in PETRARCH's formats, used on articles of different days.

use detente_coder::Coder;
use detente_event::{Document, Event};
use jiff::civil::{Date, date};

const ACTORS: &str = "\
<!-- made for this test -->
RIVER_LEAGUE_ [SSDREB]   # armed until it entered the government
\t[SSDGOV >20240101]
MARA_DENG_
+MARA_A._DENG_
\t[SSDOPP <231231]
\t[SSDGOV 20240101-20241231]
\t[SSDELI >20250101]
FERRY_TOWN_ [SSD]
+FERRYTOWN
US_ [USA]
STONE_CLUB [---]
TWO_RIVERS [SSD/KEN]
";

const AGENTS: &str = "\
!FOLK! = MAN, MEN, WOMAN, WOMEN
KEEPER_OF_THE_FERRY {KEEPERS_OF_THE_FERRY} [~GOV]
FERRY!FOLK! [~LAB]
";

fn coder() -> Coder {
    let mut coder = Coder::new();
    assert!(coder.add_actors(ACTORS).diagnostics.is_empty());
    assert!(coder.add_agents(AGENTS).diagnostics.is_empty());
    coder
}

fn code(text: &str, day: Date) -> Vec<Event> {
    let document = Document { id: "d".into(), date: Some(day), text: text.into(), ..Document::default() };
    coder().code(&document)
}

/// `code sector` of the first event's actors, `>`, and of its recipients.
fn parties(text: &str, day: Date) -> String {
    let events = code(text, day);
    let list = |l: &[detente_event::Actor]| {
        l.iter().map(|a| format!("{} {}", a.code, a.sector).trim().to_owned()).collect::<Vec<_>>().join(", ")
    };
    events.first().map_or_else(String::new, |e| format!("{} > {}", list(&e.actor), list(&e.recipient)))
}

#[test]
fn the_code_of_the_articles_day_counts() {
    let text = "Mara Deng met the Kenyan president in Nairobi.";
    assert_eq!(parties(text, date(2023, 6, 1)), "SSD OPP > KEN GOV");
    assert_eq!(parties(text, date(2024, 6, 1)), "SSD GOV > KEN GOV");
    assert_eq!(parties(text, date(2025, 6, 1)), "SSD ELI > KEN GOV");
    let text = "The River League attacked Kenyan ferrymen on Monday.";
    assert_eq!(parties(text, date(2023, 6, 1)), "SSD REB > KEN LAB");
    assert_eq!(parties(text, date(2024, 6, 1)), "SSD GOV > KEN LAB");
}

#[test]
fn agents_of_several_words_take_the_state_beside_them() {
    let text = "Russia expelled the South Sudanese keeper of the ferry on Monday.";
    assert_eq!(parties(text, date(2023, 6, 1)), "RUS > SSD GOV");
}

#[test]
fn names_are_no_common_words_and_nobody_is_no_party() {
    assert!(!parties("Russia attacked us on Monday.", date(2023, 6, 1)).contains("USA"));
    let events = code("The Stone Club condemned Russia on Monday.", date(2023, 6, 1));
    assert!(events.iter().all(|e| e.actor.is_empty()), "{events:?}");
}

#[test]
fn a_code_may_name_two() {
    assert_eq!(parties("The Two Rivers condemned Russia on Monday.", date(2023, 6, 1)), "SSD, KEN > RUS");
}

#[test]
fn a_phrase_is_resolved_with_them() {
    let who = coder().who("Mara A. Deng", date(2024, 6, 1)).expect("somebody");
    assert_eq!((who.name.as_str(), who.code.as_str(), who.sector.as_str()), ("South Sudan", "SSD", "GOV"));
    assert_eq!(who.person.as_deref(), Some("Mara Deng"));
}
