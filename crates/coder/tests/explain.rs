//! Why there is an event, and why there is none.

use detente_coder::{Coder, Explanation, Reason};
use detente_event::{Act, Document};
use std::sync::LazyLock;

static CODER: LazyLock<Coder> = LazyLock::new(Coder::new);

fn explain(text: &str) -> Explanation {
    let document = Document { id: "d".into(), text: text.into(), ..Document::default() };
    CODER.explain(&document, &detente_text::read(text))
}

/// The reason given for that word, or for the sentence where it is empty.
fn because(text: &str, word: &str) -> Option<Reason> {
    let e = explain(text);
    let found = e.absences.iter().find(|a| a.word.as_deref().unwrap_or("") == word);
    assert!(found.is_none_or(|a| word.is_empty() || a.span.of(text) == word), "{e:#?}");
    found.map(|a| a.reason.clone())
}

#[test]
fn a_word_without_an_event_has_its_reason() {
    for (text, word, reason) in [
        ("A man killed his wife in Ohio.", "killed", Reason::Private),
        ("The storm killed 12 people.", "killed", Reason::Thing),
        ("Someone was attacked.", "attacked", Reason::NoParty),
        ("He whistled.", "", Reason::NoWord),
        ("Russia launched strikes on Ukraine.", "strikes", Reason::PartOf { of: "launched".into() }),
        ("Iran warned Israel. The bank raised rates.", "raised", Reason::OtherConstruction { acts: Vec::new() }),
    ] {
        let told = because(text, word).unwrap_or_else(|| panic!("{text}: {:#?}", explain(text)));
        assert_eq!(std::mem::discriminant(&told), std::mem::discriminant(&reason), "{text}: {told:?}");
    }
    let told = because("Russia launched strikes on Ukraine.", "strikes");
    assert_eq!(told, Some(Reason::PartOf { of: "launched".into() }));
}

#[test]
fn every_sentence_without_an_event_is_told() {
    let text = "Iran warned Israel on Monday. The weather was fine. A man killed his wife in Ohio. He whistled. The two sides \
                agreed to hold talks in Geneva. Ukraine is seeking weapons that would enable its forces to strike Russia.";
    let e = explain(text);
    let count = detente_text::read(text).len();
    for number in 1..=count {
        let told = e.events.iter().any(|x| x.sentence == number) || e.absences.iter().any(|a| a.sentence == number);
        assert!(told, "sentence {number}: {e:#?}");
    }
    assert!(e.absences.windows(2).all(|w| w[0].sentence <= w[1].sentence));
}

#[test]
fn an_event_has_its_way_and_its_score() {
    let e = explain("Iran warned Israel.");
    assert_eq!(e.events.len(), e.reasons.len());
    let (event, grounds) = (&e.events[0], &e.reasons[0]);
    assert_eq!((event.act, &grounds.event), (Act::Threaten, &event.id));
    let ways: Vec<_> = grounds
        .paths
        .iter()
        .map(|p| (p.role, p.steps.iter().map(|s| format!("{}{}", s.relation, s.word)).collect::<Vec<_>>().join(" ")))
        .collect();
    assert_eq!(ways, [("actor", "warned nsubjIran".to_owned()), ("recipient", "warned objIsrael".to_owned())]);
    let score = grounds.score.as_ref().expect("it was weighed");
    assert!(score.probability > score.no_event && score.best_probability >= score.probability);
    assert!(score.features.iter().any(|f| f.feature.contains("warn") && f.weight > 0.0), "{score:#?}");
}

#[test]
fn asking_why_changes_no_event() {
    let text =
        "The U.S. leader met Putin in Alaska. Police said protesters threw stones. Kyiv may attack if talks fail.";
    let document = Document { id: "d".into(), text: text.into(), ..Document::default() };
    assert_eq!(explain(text).events, CODER.code(&document));
}
