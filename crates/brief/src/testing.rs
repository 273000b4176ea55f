//! Hand-made events and a record of them, for the tests.

use crate::Material;
use detente_event::{Act, Actor, Document, Event, Span, Status};
use detente_record::{Filter, Provenance, Record};

/// A state.
pub(crate) fn actor(name: &str, code: &str) -> Actor {
    Actor { name: name.into(), code: code.into(), text: name.into(), ..Actor::default() }
}

/// An event without sentence or date.
pub(crate) fn event(act: Act, status: Status, who: &[Actor], whom: &[Actor]) -> Event {
    let mut e = Event {
        actor: who.to_vec(),
        recipient: whom.to_vec(),
        confidence: 0.8,
        coder: "test".into(),
        ..Event::bare("one", act, status)
    };
    e.finish("");
    e
}

/// A document and its events, each event in the sentence of its own number.
pub(crate) fn document(
    id: &str,
    date: Option<&str>,
    sentences: &[&str],
    mut events: Vec<Event>,
) -> (Document, Vec<Event>) {
    let text = sentences.join(" ");
    for (k, e) in events.iter_mut().enumerate() {
        let sentence = sentences.get(k).copied().unwrap_or_default();
        let at = text.find(sentence).unwrap_or_default();
        e.document = id.into();
        e.sentence = k + 1;
        e.text = sentence.into();
        e.span = Span::new(at, at + sentence.len());
        e.occurrence.clear();
        e.finish("");
    }
    let date = date.and_then(|d| d.parse().ok());
    (Document { id: id.into(), date, title: String::new(), text, source: String::new() }, events)
}

/// The material of some documents, as of 17 October 2025.
pub(crate) fn material(documents: &[(Document, Vec<Event>)]) -> Material {
    let record = Record::in_memory().unwrap();
    let at = "2025-10-17T12:00:00Z".parse().unwrap();
    record.add_many(documents, &Provenance { at, by: "test".into(), coder: "test".into() }).unwrap();
    Material::gather(&record, &Filter::default(), jiff::civil::date(2025, 10, 17), None).unwrap()
}
