//! `detente code --explain`: why there is an event, and why there is none.

use crate::commands::{Outcome, deliver, status};
use crate::input::{Failure, Inputs};
use crate::{pipeline, report};
use detente_coder::{Absence, Coder, Explanation, Grounds, Reason, TreePath};
use detente_event::{Act, Actor, Document, Event};
use jiff::civil::Date;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// How to tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// In words.
    Words,
    /// A JSON object a document, one a line.
    Lines,
    /// The same as one JSON list.
    Json,
}

/// Codes the documents and tells the reasons. `failures` counts what failed before.
pub fn run(
    coder: &Coder,
    paths: &[PathBuf],
    date: Option<Date>,
    telling: Telling,
    to: Option<&Path>,
    mut failures: usize,
) -> Outcome {
    let mut inputs = Vec::new();
    for found in Inputs::new(paths, date) {
        match found {
            Ok(i) => inputs.push(i),
            Err(f) => {
                failures += usize::from(f.is_error());
                report::failure(&f);
            }
        }
    }
    let results: Vec<Result<(Document, Explanation), Failure>> = inputs
        .into_par_iter()
        .map(|i| {
            let e = pipeline::guarded(&i.file, &i.document.id, || {
                let sentences = i.sentences.unwrap_or_else(|| detente_text::read(&i.document.text));
                coder.explain(&i.document, &sentences)
            })?;
            Ok((i.document, e))
        })
        .collect();
    let mut told = Vec::new();
    for result in results {
        match result {
            Ok(t) => told.push(t),
            Err(f) => {
                failures += 1;
                report::failure(&f);
            }
        }
    }
    let values = || told.iter().map(|(d, e)| value(d, e));
    let out = match telling {
        Telling::Words => told.iter().map(|(d, e)| words(d, e)).collect::<Vec<_>>().join("\n"),
        Telling::Lines => values().map(|v| format!("{v}\n")).collect(),
        Telling::Json => format!("{:#}\n", Value::Array(values().collect())),
    };
    deliver(&out, to)?;
    Ok(status(failures))
}

/// One document as data: its events, each with `explain`, and the absences.
fn value(document: &Document, e: &Explanation) -> Value {
    let events: Vec<Value> = e
        .events
        .iter()
        .zip(&e.reasons)
        .map(|(event, grounds)| {
            let mut v = json!(event);
            if let Some(o) = v.as_object_mut() {
                o.insert("explain".to_owned(), json!({"paths": grounds.paths, "score": grounds.score}));
            }
            v
        })
        .collect();
    json!({"document": document.id, "events": events, "absences": e.absences})
}

/// One document in words, sentence by sentence.
fn words(document: &Document, e: &Explanation) -> String {
    let mut out = format!("{}\n", document.id);
    let last = e.events.iter().map(|x| x.sentence).chain(e.absences.iter().map(|a| a.sentence)).max().unwrap_or(0);
    for number in 1..=last {
        let events: Vec<_> = e.events.iter().zip(&e.reasons).filter(|(x, _)| x.sentence == number).collect();
        let absences: Vec<_> = e.absences.iter().filter(|a| a.sentence == number).collect();
        let text = events.first().map(|x| &x.0.text).or_else(|| absences.first().map(|a| &a.text));
        let Some(text) = text else { continue };
        let _ = writeln!(out, "\n{number}  “{}”", text.split_whitespace().collect::<Vec<_>>().join(" "));
        for (event, grounds) in &events {
            self::event(&mut out, event, grounds);
        }
        if events.is_empty() {
            out.push_str("   no event\n");
        }
        for a in absences {
            let _ = writeln!(out, "     – {}", absence(a));
        }
    }
    out
}

fn event(out: &mut String, e: &Event, grounds: &Grounds) {
    let mode = e.mode.as_ref().map_or_else(String::new, |m| format!(" ({m})"));
    let filed = if e.event == e.act { String::new() } else { format!(", filed as {}", e.event) };
    let _ = writeln!(
        out,
        "   {}{mode}, {}{filed}, CAMEO {}: {} → {}",
        e.act,
        e.status,
        e.cameo,
        parties(&e.actor),
        parties(&e.recipient)
    );
    for w in &e.why {
        let _ = writeln!(out, "       {}  ‹{}›", rule(&w.rule, &w.words), w.words);
    }
    for p in &grounds.paths {
        let _ = writeln!(out, "       way to the {}: {}", p.role, way(p));
    }
    let Some(s) = &grounds.score else { return };
    let rather = if s.best == e.act { String::new() } else { format!(", {} {:.2}", s.best, s.best_probability) };
    let _ = writeln!(
        out,
        "       classifier: {} {:.2}{rather}, no event {:.2}, {}; what counted most, + for {}, − for no event:",
        e.act, s.probability, s.no_event, s.status, e.act
    );
    for f in &s.features {
        let sign = if f.weight < 0.0 { '−' } else { '+' };
        let _ = writeln!(out, "         {sign}{:.2}  {}", f.weight.abs(), f.feature);
    }
}

fn parties(list: &[Actor]) -> String {
    let one = |a: &Actor| {
        let code =
            [a.code.as_str(), a.sector.as_str()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ");
        format!("{} [{code}]", a.person.as_deref().unwrap_or(&a.name))
    };
    if list.is_empty() { "nobody named".to_owned() } else { list.iter().map(one).collect::<Vec<_>>().join(", ") }
}

/// A rule without the many words that it also holds for: `frame verb: launch (or 20 others) & @violence > on, against`.
fn rule(rule: &str, words: &str) -> String {
    let Some((kind, line)) = rule.split_once(": ").filter(|(k, _)| k.starts_with("frame")) else {
        return rule.to_owned();
    };
    let end = line.find(['&', '>', '!']).unwrap_or(line.len());
    let (heads, rest) = line.split_at(end);
    let heads: Vec<&str> = heads.split('|').map(str::trim).collect();
    let words: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let stem = |w: &str| w.chars().take(4).collect::<String>();
    let meant = |head: &&&str| {
        let mut parts = head.split_whitespace();
        parts.all(|p| words.iter().any(|w| *w == p || w.starts_with(&stem(p))))
    };
    let head = heads.iter().filter(meant).max_by_key(|h| h.len()).unwrap_or(&heads[0]);
    match heads.len() {
        1 => format!("{kind}: {head} {rest}").trim_end().to_owned(),
        n => format!("{kind}: {head} (or {} others) {rest}", n - 1).trim_end().to_owned(),
    }
}

/// `attacked → its subject League`; `↑` where the way goes up to the word that governs.
fn way(path: &TreePath) -> String {
    let mut out = String::new();
    for s in &path.steps {
        if s.relation.is_empty() {
            out.push_str(&s.word);
        } else if s.up {
            let _ = write!(out, " ↑ as {} of {}", relation(&s.relation), s.word);
        } else {
            let _ = write!(out, " → its {} {}", relation(&s.relation), s.word);
        }
    }
    out
}

/// A relation of Universal Dependencies in words.
fn relation(rel: &str) -> &str {
    match rel {
        "nsubj:pass" => "passive subject",
        "nmod:poss" => "possessor",
        "acl:relcl" => "relative clause",
        _ => match rel.split(':').next().unwrap_or(rel) {
            "nsubj" | "csubj" => "subject",
            "obj" => "object",
            "iobj" => "indirect object",
            "obl" | "nmod" => "adjunct",
            "amod" => "adjective",
            "compound" => "compound",
            "flat" => "part of the name",
            "conj" => "coordinate",
            "appos" => "apposition",
            "ccomp" => "clause",
            "xcomp" => "infinitive",
            "advcl" => "adverbial clause",
            "acl" => "clause",
            "parataxis" => "clause set beside",
            _ => rel,
        },
    }
}

fn absence(a: &Absence) -> String {
    let word = a.word.as_deref().unwrap_or("");
    let act = a.act.map_or("an act", Act::as_str);
    match &a.reason {
        Reason::NoWord => "no word of it names a political act".to_owned(),
        Reason::OtherConstruction { acts } => {
            let acts: Vec<&str> = acts.iter().map(|a| a.as_str()).collect();
            format!("“{word}” can name {}, but not in this construction", or(&acts))
        }
        Reason::NoParty => {
            format!("“{word}” could be {act}, but no state, organisation, group or official is named in it")
        }
        Reason::Thing => format!("“{word}” could be {act}, but its subject is taken for a thing, not for somebody"),
        Reason::Private => {
            format!(
                "“{word}” could be {act}, but only private people are named: a crime or a misfortune, nothing political"
            )
        }
        Reason::Generic => format!("“{word}” could be {act}, but nobody in particular is meant"),
        Reason::OneSide => {
            format!("“{word}” could be {act}, but only one side is named, and nothing told before goes on")
        }
        Reason::Unsaid => format!("“{word}” could be {act}, but nobody is named who says so, and it may never be said"),
        Reason::PartOf { of } => format!("“{word}” belongs to “{of}”, which tells the act"),
        Reason::Describes => format!("“{word}” could be {act}, but only describes another noun"),
        Reason::Content { of } => format!("“{word}” ({act}) is the content of “{of}”, and stands in that event"),
        Reason::Aim => format!("“{word}” ({act}) is what another act here is done for"),
        Reason::Outcome => format!("“{word}” ({act}) only counts whom another act of the sentence struck"),
        Reason::Demanded => format!("“{word}” ({act}) is what is demanded, and stands in that event"),
        Reason::Same => format!("“{word}” tells the same {act} as another word here"),
        Reason::Struck { p } => format!("“{word}” could be {act}, but the classifier finds no event ({p:.2})"),
        Reason::Unsure { p } => format!("the classifier thinks of {act} ({p:.2}), too uncertain to tell"),
    }
}

fn or(words: &[&str]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.join(""),
    }
}
