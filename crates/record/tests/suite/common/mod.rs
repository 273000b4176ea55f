//! Short ways to write documents and events in tests.
#![allow(dead_code, reason = "each test file uses some of it")]

#[cfg(feature = "postgres")]
pub mod server;

use detente_event::{Act, Actor, Document, Event, EventDate, Place, Span, Status};
use detente_record::{Provenance, Record};

/// A document of that day.
pub fn document(id: &str, date: &str, source: &str, text: &str) -> Document {
    Document {
        id: id.to_owned(),
        date: (!date.is_empty()).then(|| date.parse().unwrap()),
        title: String::new(),
        text: text.to_owned(),
        source: source.to_owned(),
    }
}

/// `USA` or `USA:GOV` or `USA/Donald Trump`, by the names of a few countries.
pub fn actor(short: &str) -> Actor {
    let (rest, person) = short.split_once('/').map_or((short, None), |(r, p)| (r, Some(p.to_owned())));
    let (code, sector) = rest.split_once(':').unwrap_or((rest, ""));
    let name = match code {
        "USA" => "United States",
        "RUS" => "Russia",
        "UKR" => "Ukraine",
        "HUN" => "Hungary",
        "ISR" => "Israel",
        "EGY" => "Egypt",
        "SDN" => "Sudan",
        "ARM" => "Armenia",
        "AZE" => "Azerbaijan",
        "CHN" => "China",
        other => other,
    };
    Actor {
        name: name.to_owned(),
        code: code.to_owned(),
        sector: sector.to_owned(),
        person,
        text: name.to_owned(),
        span: None,
    }
}

/// An event of `document`: actors and recipients as for [`actor`], separated by spaces or, with persons, by `;`.
pub struct Make(Event);

pub fn event(document: &Document, sentence: usize, act: Act, status: Status, from: &str, to: &str) -> Make {
    let list = |l: &str| l.split(';').map(str::trim).filter(|a| !a.is_empty()).map(actor).collect::<Vec<_>>();
    Make(Event {
        sentence,
        text: document.text.split_inclusive(". ").nth(sentence - 1).unwrap_or(&document.text).trim().to_owned(),
        span: Span::new(sentence, sentence + 1),
        actor: list(from),
        recipient: list(to),
        confidence: 0.8,
        coder: "test 1".to_owned(),
        ..Event::bare(&document.id, act, status)
    })
}

impl Make {
    pub fn mode(mut self, mode: &str) -> Self {
        self.0.mode = Some(mode.to_owned());
        self
    }

    pub fn on(self, day: &str) -> Self {
        self.between(day, day, "day")
    }

    pub fn between(mut self, start: &str, end: &str, precision: &str) -> Self {
        self.0.date = Some(EventDate {
            start: start.parse().unwrap(),
            end: end.parse().unwrap(),
            precision: precision.to_owned(),
            text: start.to_owned(),
        });
        self
    }

    pub fn at(mut self, name: &str, country: &str) -> Self {
        self.0.place = Some(Place {
            name: name.to_owned(),
            country: country.to_owned(),
            text: name.to_owned(),
            lat: None,
            lon: None,
        });
        self
    }

    pub fn about(mut self, object: &str) -> Self {
        self.0.object = Some(object.to_owned());
        self
    }

    pub fn context(mut self, context: &str) -> Self {
        self.0.context.push(context.to_owned());
        self
    }

    pub fn same_as(mut self, other: &Event) -> Self {
        self.0.occurrence = other.id.clone();
        self
    }

    pub fn done(mut self) -> Event {
        self.0.finish("");
        self.0
    }
}

/// An empty record: in memory, or, where `DETENTE_TEST_POSTGRES` names a database and the feature is on, in a schema
/// of its own there. So the same tests run on both stores.
pub fn record() -> Record {
    #[cfg(feature = "postgres")]
    if let Ok(url) = std::env::var("DETENTE_TEST_POSTGRES") {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let schema = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        client.batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
        return Record::connect(&format!("{url}?options=-csearch_path%3D{schema}"), true).unwrap();
    }
    Record::in_memory().unwrap()
}

/// Who adds, and when.
pub fn tester(at: &str) -> Provenance {
    Provenance { at: at.parse().unwrap(), by: "tester".to_owned(), coder: "test 1".to_owned() }
}
