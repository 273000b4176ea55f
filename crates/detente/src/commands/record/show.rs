//! Asking the record.

use super::sheet::{Sheet, data, of, shown, words};
use super::{Answer, Format, Where, Which};
use crate::commands::{Outcome, deliver, deliver_bytes, status};
use clap::Args;
use detente_event::{Actor, Event};
use detente_record::export::SheetKind::{Day, Int, Real, Text, Truth};
use detente_record::{Cluster, Lever, Network, Pending, Record, Stance};
use serde::Serialize;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub enum Question {
    Timeline,
    Pending,
    Events,
    Network,
    Levers,
    Counts,
}

/// Which record, which events, how to answer.
#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    at: Where,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    answer: Answer,
    /// The day from which `pending` tells what is overdue; today where none is given
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<jiff::civil::Date>,
}

/// Look for damage in a record
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    at: Where,
}

/// Runs a question.
pub fn run(args: &Show, question: Question) -> Outcome {
    let record = args.at.open()?;
    let filter = args.which.filter();
    let text = |e: detente_record::Error| e.to_string();
    let out = match question {
        Question::Timeline => answer(&record.timeline(&filter).map_err(text)?, args, timeline)?,
        Question::Pending => {
            let today = args.today.unwrap_or_else(|| jiff::Zoned::now().date());
            answer(&record.pending(&filter, today).map_err(text)?, args, pending)?
        }
        Question::Events => answer(&record.events(&filter).map_err(text)?, args, events)?,
        Question::Network => answer(&record.network(&filter).map_err(text)?, args, network)?,
        Question::Levers => answer(&record.levers(&filter).map_err(text)?, args, levers)?,
        Question::Counts => answer(&record.counts(&filter).map_err(text)?, args, counts)?,
    };
    deliver_bytes(&out, args.answer.output.as_deref())?;
    Ok(status(0))
}

/// Looks for damage.
pub fn check(args: &Check) -> Outcome {
    let record: Record = args.at.open()?;
    let found = record.check().map_err(|e| e.to_string())?;
    for d in &found {
        crate::report::diagnostic(record.name(), None, d);
    }
    if found.is_empty() {
        deliver(&format!("{}: sound\n", record.name()), None)?;
    }
    Ok(status(found.len()))
}

fn answer<T: Serialize + ?Sized>(data: &T, args: &Show, sheet: impl Fn(&T) -> Sheet) -> Result<Vec<u8>, String> {
    Ok(match args.answer.format {
        Format::Json => {
            let mut text = serde_json::to_string_pretty(data).map_err(|e| e.to_string())?;
            text.push('\n');
            text.into_bytes()
        }
        Format::Table => sheet(data).table().into_bytes(),
        Format::Csv => sheet(data).csv().into_bytes(),
        Format::Parquet => sheet(data).parquet()?,
    })
}

/// Names of parties: the person where one is named.
pub fn names(list: &[Actor]) -> String {
    list.iter().map(|a| a.person.as_deref().unwrap_or(&a.name)).collect::<Vec<_>>().join(", ")
}

/// `CONSULT (phone)`.
pub fn act(e: &Event) -> String {
    match &e.mode {
        Some(mode) => format!("{} ({mode})", e.act),
        None => e.act.to_string(),
    }
}

fn opt<T: ToString>(v: Option<T>) -> String {
    v.map_or_else(String::new, |v| v.to_string())
}

fn timeline(list: &Vec<Cluster>) -> Sheet {
    let mut s = Sheet::new(
        const {
            &[
                shown("Day"),
                data(Day, "Start"),
                data(Day, "End"),
                data(Day, "First reported"),
                words("Status"),
                words("Act"),
                words("Actor"),
                words("Recipient"),
                words("Object"),
                words("Place"),
                of(Int, "Reports"),
                of(Int, "Sources"),
                of(Truth, "Disputed"),
                words("Says"),
                words("Id"),
            ]
        },
    );
    for c in list {
        let e = &c.event;
        let day = match &e.date {
            Some(d) if d.start != d.end => format!("{}/{}", d.start, d.end),
            Some(d) => d.start.to_string(),
            None => c.published.map(|d| format!("~{d}")).unwrap_or_default(),
        };
        s.row(vec![
            day,
            opt(e.date.as_ref().map(|d| d.start)),
            opt(e.date.as_ref().map(|d| d.end)),
            opt(c.published),
            e.status.to_string(),
            act(e),
            names(&e.actor),
            names(&e.recipient),
            opt(e.object.clone()),
            opt(e.place.as_ref().map(|p| p.name.clone())),
            c.reports.len().to_string(),
            c.sources.to_string(),
            if c.disputed { "yes" } else { "" }.to_owned(),
            // Where sources differ: which status how many independent ones report.
            c.standings.iter().map(|x| format!("{} {}", x.sources, x.status)).collect::<Vec<_>>().join(", "),
            c.id.clone(),
        ]);
    }
    s
}

fn pending(list: &Vec<Pending>) -> Sheet {
    let mut s = Sheet::new(
        const {
            &[
                shown("Due"),
                data(Day, "Due date"),
                of(Truth, "Overdue"),
                words("Act"),
                words("Actor"),
                words("Recipient"),
                words("Object"),
                words("Place"),
                of(Day, "Reported"),
                of(Int, "Sources"),
                words("Sentence"),
                words("Id"),
            ]
        },
    );
    for p in list {
        let e = &p.cluster.event;
        s.row(vec![
            p.due.map_or_else(|| "not said".to_owned(), |d| d.to_string()),
            opt(p.due),
            if p.overdue { "yes" } else { "" }.to_owned(),
            act(e),
            names(&e.actor),
            names(&e.recipient),
            opt(e.object.clone()),
            opt(e.place.as_ref().map(|p| p.name.clone())),
            opt(p.cluster.published),
            p.cluster.sources.to_string(),
            e.text.clone(),
            p.cluster.id.clone(),
        ]);
    }
    s
}

fn events(list: &Vec<detente_record::Report>) -> Sheet {
    let mut s = Sheet::new(
        const {
            &[
                shown("Date"),
                data(Day, "Day"),
                data(Day, "Published"),
                words("Status"),
                words("Act"),
                words("CAMEO"),
                words("Actor"),
                words("Recipient"),
                words("Document"),
                words("Sentence"),
                words("Review"),
                data(Text, "Cluster"),
                words("Id"),
            ]
        },
    );
    for r in list {
        let e = &r.event;
        let review = match (r.rejected, r.corrected, r.accepted) {
            (true, _, _) => "rejected",
            (_, true, _) => "corrected",
            (_, _, true) => "accepted",
            _ => "",
        };
        s.row(vec![
            e.date.as_ref().map(|d| d.start.to_string()).or(r.published.map(|d| format!("~{d}"))).unwrap_or_default(),
            opt(e.date.as_ref().map(|d| d.start)),
            opt(r.published),
            e.status.to_string(),
            act(e),
            e.cameo.clone(),
            names(&e.actor),
            names(&e.recipient),
            e.document.clone(),
            e.text.clone(),
            review.to_owned(),
            r.cluster.clone(),
            e.id.clone(),
        ]);
    }
    s
}

fn network(net: &Network) -> Sheet {
    let mut s = Sheet::new(
        const {
            &[
                words("Actor"),
                words("Recipient"),
                words("Quadrant"),
                of(Int, "Events"),
                of(Int, "Reports"),
                of(Real, "Goldstein"),
                of(Day, "First"),
                of(Day, "Last"),
            ]
        },
    );
    for e in &net.edges {
        s.row(vec![
            net.nodes[e.from].name.clone(),
            net.nodes[e.to].name.clone(),
            e.quad.as_str().to_owned(),
            e.events.to_string(),
            e.reports.to_string(),
            format!("{:.1}", e.goldstein),
            opt(e.first),
            opt(e.last),
        ]);
    }
    s
}

fn levers(list: &Vec<Lever>) -> Sheet {
    let who = |l: &[Stance]| {
        let mut names: Vec<&str> = l.iter().map(|s| s.actor.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.join(", ")
    };
    let mut s = Sheet::new(
        const {
            &[
                words("Holder"),
                words("Act"),
                words("Object"),
                words("Target"),
                words("Status"),
                words("If"),
                words("Wants"),
                words("Opposes"),
                of(Int, "Sources"),
                words("Id"),
            ]
        },
    );
    for l in list {
        s.row(vec![
            names(&l.holder),
            l.mode.as_ref().map_or_else(|| l.act.to_string(), |m| format!("{} ({m})", l.act)),
            opt(l.object.clone()),
            names(&l.target),
            l.status.to_string(),
            opt(l.condition.clone()),
            who(&l.wants),
            who(&l.opposes),
            l.cluster.sources.to_string(),
            l.id.clone(),
        ]);
    }
    s
}

fn counts(list: &Vec<detente_record::DyadMonth>) -> Sheet {
    let mut s = Sheet::new(
        const {
            &[
                words("Actor"),
                words("Recipient"),
                words("Month"),
                of(Int, "Verbal cooperation"),
                of(Int, "Material cooperation"),
                of(Int, "Verbal conflict"),
                of(Int, "Material conflict"),
                of(Int, "Reports"),
                of(Real, "Goldstein"),
            ]
        },
    );
    for d in list {
        s.row(vec![
            d.actor.name.to_string(),
            d.recipient.name.to_string(),
            d.month.to_string(),
            d.verbal_cooperation.to_string(),
            d.material_cooperation.to_string(),
            d.verbal_conflict.to_string(),
            d.material_conflict.to_string(),
            d.reports.to_string(),
            format!("{:.2}", d.goldstein),
        ]);
    }
    s
}
