//! Makes a large record and times what is asked of it:
//! `cargo run --release -p detente-record --example million -- FILE [EVENTS]`.
//!
//! The events are made by a fixed pseudo-random rule: 200 parties of very unequal weight, ten years, five events a
//! document, a third of the documents telling again what an earlier one told.
#![allow(clippy::print_stdout, reason = "an example that reports figures")]

use detente_event::{Act, Actor, Document, Event, EventDate, Place, Span, Status};
use detente_record::{Filter, Provenance, Record};
use std::time::Instant;

struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        // SplitMix64 (Steele, Lea, Flood 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// Small numbers far more often than large ones.
    fn skewed(&mut self, n: u64) -> u64 {
        let x = self.below(1000) * self.below(1000) / 1000;
        x * n / 1000
    }
}

fn party(n: u64) -> Actor {
    let letters = |k: u64| char::from(b'A' + (k % 26) as u8);
    let code: String = [letters(n / 26), letters(n), letters(n * 7)].iter().collect();
    let sectors = ["GOV", "MIL", "", "GOV", "REB"];
    Actor {
        name: format!("Party {n}"),
        code,
        sector: sectors[(n % 5) as usize].to_owned(),
        person: n.is_multiple_of(3).then(|| format!("Person {n}")),
        text: format!("the party {n}"),
        span: Some(Span::new(0, 5)),
    }
}

fn document(dice: &mut Dice, n: u64) -> (Document, Vec<Event>) {
    // A third tells again what the document some places before told: the same dice from there.
    let retold = n % 3 == 2;
    let mut own = Dice(if retold { (n - 1) * 7919 } else { n * 7919 });
    let day = jiff::civil::date(2015, 1, 1).checked_add(jiff::Span::new().days((n / 55) as i64)).expect("within range");
    let outlet = dice.below(40);
    let d = Document {
        id: format!("d{n}"),
        date: Some(day),
        title: format!("Headline {n}"),
        text: format!(
            "Text number {n} with the words {} and {} and {}.",
            dice.below(9999),
            dice.below(9999),
            dice.below(9999)
        ),
        source: format!("https://outlet{outlet}.example/{n}"),
    };
    let events = (0..5)
        .map(|k| {
            let act = Act::ALL[own.below(16) as usize];
            let status = [
                Status::Occurred,
                Status::Occurred,
                Status::Occurred,
                Status::Occurred,
                Status::Planned,
                Status::Considered,
                Status::Threatened,
                Status::Negated,
            ][own.below(8) as usize];
            let (a, b) = (own.skewed(200), own.skewed(200));
            let stated = own.below(2) == 0;
            let place = own.below(60);
            let mut e = Event {
                sentence: k + 1,
                text: format!(
                    "Sentence {k} of document {n} says that party {a} did word{} to party {b}.",
                    own.below(5000)
                ),
                span: Span::new(k, k + 9),
                context: vec![detente_event::CONTEXTS[own.below(37) as usize].to_owned()],
                actor: vec![party(a)],
                recipient: if a == b { Vec::new() } else { vec![party(b)] },
                date: stated.then(|| EventDate {
                    start: day,
                    end: day,
                    precision: "day".to_owned(),
                    text: "today".to_owned(),
                }),
                place: (place < 40).then(|| Place {
                    name: format!("Town {place}"),
                    country: party(place).code,
                    text: "town".to_owned(),
                    lat: Some(1.5),
                    lon: Some(2.5),
                }),
                object: (own.below(4) == 0).then(|| format!("thing{} missiles", own.below(300))),
                confidence: 0.8,
                coder: "generator 1".to_owned(),
                ..Event::bare(&d.id, act, status)
            };
            e.finish("");
            e
        })
        .collect();
    (d, events)
}

/// Seconds that this program has had of a processor, where the system says it (Linux): what other programs take is not in
/// it.
fn processor() -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

fn main() {
    let mut args = std::env::args().skip(1);
    let file = args.next().unwrap_or_else(|| "million.db".to_owned());
    let events: u64 = args.next().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let record = Record::open(&file).expect("the record opens");
    let there = record.count(&Filter { rejected: true, ..Filter::default() }).expect("counts");
    if there == 0 {
        let mut dice = Dice(1);
        let from = Provenance {
            at: "2026-01-01T00:00:00Z".parse().expect("a moment"),
            by: "generator".to_owned(),
            coder: "generator 1".to_owned(),
        };
        let (mut made, mut spent, mut busy) = (0, std::time::Duration::ZERO, 0.0);
        for chunk in 0..events / 5000 {
            let batch: Vec<_> = (chunk * 1000..(chunk + 1) * 1000).map(|n| document(&mut dice, n)).collect();
            let (start, used) = (Instant::now(), processor());
            let added = record.add_many(&batch, &from).expect("is added");
            spent += start.elapsed();
            busy += processor() - used;
            made += added.iter().map(|a| a.events).sum::<usize>();
            if chunk % 4 == 3 {
                let rate = made as f64 / spent.as_secs_f64();
                println!("{made} events, {rate:.0} a second, {:.0} a second of a processor", made as f64 / busy);
            }
        }
    }
    let clusters = record.timeline(&Filter { limit: Some(1), ..Filter::default() }).expect("answers").len();
    println!("{} events, {clusters} shown", record.count(&Filter::default()).expect("counts"));
    let f = Filter::default;
    let top = |mut x: Filter| {
        x.limit = Some(100);
        x
    };
    let day = |d: &str| Some(d.parse().expect("a day"));
    let time = |name: &str, work: &dyn Fn() -> usize| {
        let n = work();
        let (mut best, mut busy) = (f64::MAX, f64::MAX);
        for _ in 0..3 {
            let (start, used) = (Instant::now(), processor());
            work();
            best = best.min(start.elapsed().as_secs_f64() * 1000.0);
            busy = busy.min((processor() - used) * 1000.0);
        }
        println!("{name:<44} {best:>9.1} ms {busy:>9.1} ms of a processor  {n} rows");
    };
    let ev = |x: Filter| record.events(&x).expect("answers").len();
    time("timeline, first 100", &|| record.timeline(&top(f())).expect("answers").len());
    time("timeline of a month", &|| {
        record
            .timeline(&Filter { from: day("2019-03-01"), until: day("2019-03-31"), limit: Some(1000), ..f() })
            .expect("answers")
            .len()
    });
    time("timeline of a dyad, first 100", &|| {
        record
            .timeline(&top(Filter { dyad: Some(("Party 0".into(), "Party 1".into())), ..f() }))
            .expect("answers")
            .len()
    });
    time("pending, first 100", &|| {
        record.pending(&top(f()), "2020-01-01".parse().expect("a day")).expect("answers").len()
    });
    time("network, all", &|| record.network(&f()).expect("answers").edges.len());
    time("network of a party", &|| {
        record.network(&Filter { actor: Some("Party 3".into()), ..f() }).expect("answers").edges.len()
    });
    time("network of a context", &|| {
        record.network(&Filter { contexts: vec!["military".into()], ..f() }).expect("answers").edges.len()
    });
    time("network by an act", &|| {
        record.network(&Filter { acts: vec![Act::Aid], ..f() }).expect("answers").edges.len()
    });
    time("network at a place", &|| {
        record.network(&Filter { place: Some("Town 7".into()), ..f() }).expect("answers").edges.len()
    });
    time("network of a quarter", &|| {
        record
            .network(&Filter { from: day("2019-01-01"), until: day("2019-03-31"), ..f() })
            .expect("answers")
            .edges
            .len()
    });
    time("counts, all", &|| record.counts(&f()).expect("answers").len());
    time("counts of a dyad", &|| {
        record.counts(&Filter { dyad: Some(("Party 0".into(), "Party 1".into())), ..f() }).expect("answers").len()
    });
    time("counts of a party", &|| {
        record.counts(&Filter { actor: Some("Party 3".into()), ..f() }).expect("answers").len()
    });
    time("timeline of a party, first 100", &|| {
        record.timeline(&top(Filter { actor: Some("Party 3".into()), ..f() })).expect("answers").len()
    });
    time("timeline of an act, first 100", &|| {
        record.timeline(&top(Filter { acts: vec![Act::Aid], ..f() })).expect("answers").len()
    });
    time("timeline with common words, first 100", &|| {
        record.timeline(&top(Filter { text: Some("party did".into()), ..f() })).expect("answers").len()
    });
    time("pending of a party, first 100", &|| {
        record
            .pending(&top(Filter { by: Some("Party 3".into()), ..f() }), "2020-01-01".parse().expect("a day"))
            .expect("answers")
            .len()
    });
    time("levers, first 100", &|| record.levers(&top(f())).expect("answers").len());
    time("levers by a party, first 100", &|| {
        record.levers(&top(Filter { by: Some("Party 3".into()), ..f() })).expect("answers").len()
    });
    time("events, first 100", &|| ev(top(f())));
    time("events of a common party", &|| ev(top(Filter { actor: Some("Party 0".into()), ..f() })));
    time("events of a rare party", &|| ev(top(Filter { actor: Some("Party 180".into()), ..f() })));
    time("events of a dyad", &|| ev(top(Filter { dyad: Some(("Party 0".into(), "Party 1".into())), ..f() })));
    time("events by act and status", &|| {
        ev(top(Filter { acts: vec![Act::Aid], statuses: vec![Status::Considered], ..f() }))
    });
    time("events of a month", &|| ev(top(Filter { from: day("2019-03-01"), until: day("2019-03-31"), ..f() })));
    time("events of a context", &|| ev(top(Filter { contexts: vec!["military".into()], ..f() })));
    time("events with words", &|| ev(top(Filter { text: Some("word77".into()), ..f() })));
    time("events with common words", &|| ev(top(Filter { text: Some("party did".into()), ..f() })));
    time("events with words that are neither", &|| ev(top(Filter { text: Some("12".into()), ..f() })));
    time("a party's events with common words", &|| {
        ev(top(Filter { actor: Some("Party 3".into()), text: Some("party did".into()), ..f() }))
    });
    time("a party's events with words", &|| {
        ev(top(Filter { actor: Some("Party 3".into()), text: Some("12".into()), ..f() }))
    });
    time("events at a place", &|| ev(top(Filter { place: Some("Town 7".into()), ..f() })));
    time("party, act, context, month", &|| {
        ev(top(Filter {
            actor: Some("Party 3".into()),
            acts: vec![Act::Consult, Act::Aid],
            contexts: vec!["military".into()],
            from: day("2018-01-01"),
            until: day("2019-12-31"),
            ..f()
        }))
    });
    time("one occurrence", &|| {
        let c = &record.timeline(&Filter { limit: Some(1), offset: 5000, ..f() }).expect("answers")[0];
        record.cluster(&c.id).expect("answers").map_or(0, |c| c.reports.len())
    });
}
