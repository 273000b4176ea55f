//! What must hold of every document.

use crate::input::{Input, Inputs};
use crate::mutate::Kind;
use detente_coder::Coder;
use detente_event::{Document, Event, Span};
use jiff::civil::{Date, date};
use std::cell::RefCell;
use std::time::{Duration, Instant};

/// No document may take more processor time.
pub const LONGEST: Duration = Duration::from_secs(2);

/// What did not hold.
pub struct Failure {
    /// The same for the same defect.
    pub signature: String,
    pub message: String,
}

thread_local! {
    static PANICKED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Panics are kept for the account instead of being printed.
pub fn quiet() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |l| format!("{}:{}", l.file(), l.line()));
        let what = info.payload_as_str().unwrap_or("").chars().take(300).collect::<String>();
        PANICKED.with_borrow_mut(|p| *p = format!("panic at {place}: {what}"));
    }));
}

/// Reads and codes; the processor time it took, or what did not hold.
pub fn all(coder: &Coder, kind: Kind, data: &[u8], round: u64) -> Result<Duration, Failure> {
    let run = std::panic::AssertUnwindSafe(|| checked(coder, kind, data, round));
    std::panic::catch_unwind(run).unwrap_or_else(|_| {
        let message = PANICKED.with_borrow(Clone::clone);
        Err(Failure { signature: message.split(": ").next().unwrap_or("").to_owned(), message })
    })
}

fn fail<T>(signature: &str, message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure { signature: signature.to_owned(), message: message.into() })
}

fn checked(coder: &Coder, kind: Kind, data: &[u8], round: u64) -> Result<Duration, Failure> {
    let mut longest = Duration::ZERO;
    let mut timed = |what: &str, from: Duration| {
        let took = spent().saturating_sub(from);
        longest = longest.max(took);
        if took > LONGEST { fail(&format!("slow: {what}"), format!("{what} took {took:.2?}")) } else { Ok(()) }
    };
    let from = spent();
    if kind == Kind::Dictionary {
        let mut own = coder.clone();
        let text = String::from_utf8_lossy(data);
        let from = spent();
        for loaded in [own.add_actors(&text), own.add_agents(&text)] {
            for d in &loaded.diagnostics {
                if d.span.is_none_or(|s| text.get(s.start..s.end).is_none()) || d.line_column(&text).is_none() {
                    return fail("diagnostic without a place", format!("{d:?}"));
                }
            }
        }
        timed("a dictionary", from)?;
        let text = &text[..text.floor_char_boundary(3_000)];
        let document = Document { id: "d".into(), date: Some(day()), text: text.into(), ..Document::default() };
        events(&document, &own.code(&document))?;
        return Ok(longest);
    }
    let path = std::env::temp_dir().join(format!("detente-stress-{}.{}", std::process::id(), kind.extension()));
    if let Err(e) = std::fs::write(&path, data) {
        return fail("scratch file", e.to_string());
    }
    let found: Vec<_> = Inputs::new(std::slice::from_ref(&path), Some(day())).collect();
    timed("reading", from)?;
    for input in found {
        match input {
            Ok(i) => {
                let document = &i.document;
                let from = spent();
                let told = match &i.sentences {
                    Some(s) => coder.code_sentences(document, s),
                    None => coder.code(document),
                };
                timed("coding", from)?;
                again(coder, &i, &told, round)?;
            }
            Err(f) => {
                if let (Some(source), Some(span)) = (&f.source, f.diagnostic.span)
                    && source.get(span.start..span.end).is_none()
                {
                    return fail("diagnostic outside of its file", format!("{:?}", f.diagnostic));
                }
            }
        }
    }
    Ok(longest)
}

fn day() -> Date {
    date(2025, 10, 17)
}

/// What must hold of the events; at times codes a second time, with reasons, and single phrases and pairs of it.
fn again(coder: &Coder, input: &Input, told: &[Event], round: u64) -> Result<(), Failure> {
    let document = &input.document;
    events(document, told)?;
    if round.is_multiple_of(4) && document.text.len() < 20_000 {
        let second = match &input.sentences {
            Some(s) => coder.code_sentences(document, s),
            None => coder.code(document),
        };
        if json(told)? != json(&second)? {
            return fail("not the same twice", document.id.clone());
        }
        let sentences = input.sentences.clone().unwrap_or_else(|| detente_text::read(&document.text));
        let e = coder.explain(document, &sentences);
        if e.events != told || e.reasons.len() != told.len() {
            return fail("explaining changes the events", document.id.clone());
        }
        for (number, s) in sentences.iter().enumerate().map(|(k, s)| (k + 1, s)) {
            if !told.iter().any(|e| e.sentence == number) && !e.absences.iter().any(|a| a.sentence == number) {
                // an event of another sentence may have taken its words up
                return fail("a sentence is not accounted for", format!("{number}: {:?}", s.span.of(&document.text)));
            }
        }
        for a in &e.absences {
            span(document, a.span, None, "an absence")?;
        }
    }
    if round.is_multiple_of(8) && input.sentences.is_none() {
        pair(coder, &document.text, round)?;
    }
    Ok(())
}

/// The act between two spans, and who the first is.
fn pair(coder: &Coder, text: &str, round: u64) -> Result<(), Failure> {
    let text = &text[..text.floor_char_boundary(2_000)];
    let n = usize::try_from(round).unwrap_or(0);
    let cut = |at: usize, long: usize| {
        let a = text.floor_char_boundary(at % (text.len() + 1));
        Span::new(a, text.floor_char_boundary((a + long).min(text.len())).max(a))
    };
    let (a, b) = (cut(n * 7919, 20), cut(n * 104_729, 12));
    let told = coder.between(text, a, b);
    if !(0.0..=1.0).contains(&told.confidence) {
        return fail("confidence", format!("{told:?}"));
    }
    let _ = coder.who(a.of(text), day());
    Ok(())
}

fn json(events: &[Event]) -> Result<String, Failure> {
    serde_json::to_string(events).or_else(|e| fail("no JSON", e.to_string()))
}

fn events(document: &Document, events: &[Event]) -> Result<(), Failure> {
    for e in events {
        span(document, e.span, None, "an event")?;
        if !document.text.contains(&e.text) || e.sentence == 0 || e.id.len() != 20 {
            return fail("an event's sentence is not the document's", format!("{e:?}"));
        }
        for a in e.actor.iter().chain(&e.recipient) {
            if let Some(s) = a.span {
                span(document, s, Some(&a.text), "an actor")?;
            }
        }
        if !(0.0..=1.0).contains(&e.confidence) {
            return fail("confidence", format!("{e:?}"));
        }
        if let Some(d) = &e.date
            && d.start > d.end
        {
            return fail("a date ends before it begins", format!("{d:?}"));
        }
    }
    let written = json(events)?;
    match serde_json::from_str::<Vec<Event>>(&written) {
        Ok(again) if again == events => Ok(()),
        Ok(_) => fail("JSON does not come back the same", written),
        Err(e) => fail("JSON does not come back", e.to_string()),
    }
}

fn span(document: &Document, span: Span, words: Option<&str>, what: &str) -> Result<(), Failure> {
    match document.text.get(span.start..span.end) {
        None => fail(&format!("{what}: span outside or inside a character"), format!("{span:?}")),
        Some("") => fail(&format!("{what}: an empty span"), format!("{span:?}")),
        Some(text) if words.is_some_and(|w| w != text) => {
            fail(&format!("{what}: words are not the document's"), format!("{words:?} is not {text:?}"))
        }
        Some(_) => Ok(()),
    }
}

/// Leaves out parts of a failing document as long as it fails the same way.
pub fn smaller(coder: &Coder, kind: Kind, data: &[u8], signature: &str, round: u64) -> Vec<u8> {
    let start = Instant::now();
    let fails = |d: &[u8]| all(coder, kind, d, round).is_err_and(|f| f.signature == signature);
    let mut best = data.to_vec();
    let mut piece = best.len() / 2;
    while piece > 0 && start.elapsed() < Duration::from_secs(30) {
        let mut at = 0;
        while at < best.len() && start.elapsed() < Duration::from_secs(30) {
            let mut less = best.clone();
            less.drain(at..(at + piece).min(best.len()));
            if fails(&less) {
                best = less;
            } else {
                at += piece;
            }
        }
        piece /= 2;
    }
    best
}

/// Processor time of this thread; the wall clock's where the system does not tell.
fn spent() -> Duration {
    thread_local! {
        static START: Instant = Instant::now();
    }
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|s| s.split_whitespace().next()?.parse().ok())
        .map_or_else(|| START.with(Instant::elapsed), Duration::from_nanos)
}
