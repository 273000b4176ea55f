//! The timeline: days on a rail in true proportion, labels beside it, each in its own place.

use super::measure::wrap;
use super::svg::{Anchor, LEADING, Svg};
use super::{Figure, legend_mark};
use crate::Brief;
use crate::value::Item;
use detente_event::{Quad, Status};
use jiff::civil::Date;

/// Items drawn; the tables and lists have all.
const MOST: usize = 24;
const WIDTH: f64 = 420.0;
const RAIL: f64 = 16.0;
const LABELS: f64 = 64.0;
const SIZE: f64 = 12.5;
const GAP: f64 = 9.0;

/// One label with the day it belongs to.
struct Entry<'a> {
    day: Date,
    item: Option<&'a Item>,
    date: String,
    lines: Vec<String>,
}

pub(super) fn draw(b: &Brief) -> Option<Figure> {
    let dated = b.happened.iter().chain(&b.announced).filter(|i| i.status != Status::Historical);
    let mut items: Vec<&Item> = dated.filter(|i| i.day.is_some() && !i.when.starts_with("no date")).collect();
    let mut days: Vec<Date> = items.iter().filter_map(|i| i.day).collect();
    days.sort_unstable();
    days.dedup();
    if days.len() < 2 {
        return None;
    }
    // The best reported, then the latest.
    items.sort_by_key(|i| (std::cmp::Reverse(i.sources), std::cmp::Reverse(i.day)));
    items.truncate(MOST);
    items.sort_by_key(|i| i.day);
    let room = WIDTH - LABELS - 4.0;
    let mut entries: Vec<Entry> = items
        .iter()
        .filter_map(|i| {
            let lines = wrap(&i.label, SIZE, room, 3);
            Some(Entry { day: i.day?, item: Some(*i), date: i.when.clone(), lines })
        })
        .collect();
    let at = entries.iter().position(|e| e.day > b.as_of).unwrap_or(entries.len());
    entries.insert(
        at,
        Entry { day: b.as_of, item: None, date: format!("{}: this brief", b.as_of_words), lines: Vec::new() },
    );
    Some(plot(b, &entries))
}

fn plot(b: &Brief, entries: &[Entry]) -> Figure {
    let height = |e: &Entry| (1 + e.lines.len()) as f64 * SIZE * LEADING;
    let total: f64 = entries.iter().map(|e| height(e) + GAP).sum();
    let (top, bottom) = (14.0, 14.0 + total);
    let (first, last) = (entries.first().map(|e| e.day), entries.last().map(|e| e.day));
    let number = |d: Date| f64::from(d.duration_since(jiff::civil::date(2000, 1, 1)).as_hours() as i32 / 24);
    let (low, high) = (first.map_or(0.0, number), last.map_or(1.0, number));
    let place = |d: Date| top + (number(d) - low) / (high - low).max(1.0) * (bottom - top - 30.0);
    let mut s = Svg::new(WIDTH);
    s.line("rail", (RAIL, top), (RAIL, bottom - 20.0));
    let mut labels = Vec::new();
    let mut rows = Vec::new();
    let mut free = top - 6.0;
    let mut left: f64 = entries.iter().map(|e| height(e) + GAP).sum();
    for e in entries {
        let h = height(e);
        left -= h + GAP;
        let on_rail = place(e.day);
        // As near its day as the labels before it and the room for those after it allow.
        let y = (on_rail - SIZE * 0.6).min(bottom - left - h - GAP).max(free);
        let middle = y + SIZE * 0.6;
        let elbow = LABELS - 22.0;
        s.path(
            "lead",
            &format!("M{RAIL} {}L{elbow} {}H{}", super::svg::n(on_rail), super::svg::n(middle), LABELS - 6.0),
        );
        let baseline = y + SIZE;
        match e.item {
            Some(i) => {
                s.mark(i.kind.number(), !i.status.happened(), (LABELS - 14.0, middle), 5.0);
                s.circle("tick", (RAIL, on_rail), 2.5);
                s.text("t b", (LABELS, baseline), Anchor::Start, SIZE, &[date(i)]);
                s.text("t", (LABELS, baseline + SIZE * LEADING), Anchor::Start, SIZE, &e.lines);
                rows.push(vec![i.when.clone(), i.label.clone(), i.status_words.clone(), i.kind_words.clone()]);
            }
            None => {
                s.line("today", (RAIL - 10.0, on_rail), (RAIL + 10.0, on_rail));
                s.text("t i", (LABELS, baseline), Anchor::Start, SIZE, std::slice::from_ref(&e.date));
            }
        }
        labels.push((LABELS, y, WIDTH, y + h));
        free = y + h + GAP;
    }
    let title = "Timeline".to_owned();
    let description = format!(
        "What happened and what is due, by day, from {} to {}. The table below holds the same.",
        entries.iter().find_map(|e| e.item).map_or("", |i| i.when.as_str()),
        entries.iter().rev().find_map(|e| e.item).map_or("", |i| i.when.as_str()),
    );
    let svg = s.finish("f-time", &title, &description, free.max(bottom) + 4.0);
    let _ = b;
    let shown = |q: Quad| entries.iter().any(|e| e.item.is_some_and(|i| i.kind == q));
    let mut legend: Vec<(String, String)> =
        [Quad::VerbalCooperation, Quad::MaterialCooperation, Quad::VerbalConflict, Quad::MaterialConflict]
            .into_iter()
            .filter(|q| shown(*q))
            .map(|q| (legend_mark(q.number(), false), crate::narrate::kind(q).to_owned()))
            .collect();
    if entries.iter().any(|e| e.item.is_some_and(|i| !i.status.happened())) {
        legend.push((legend_mark(1, true), "hollow: announced, or did not happen".to_owned()));
    }
    Figure { id: "f-time", title, svg, legend, columns: vec!["When", "What", "Status", "Kind"], rows, labels }
}

fn date(i: &Item) -> String {
    match i.status {
        Status::Planned => format!("{} · announced", i.when),
        Status::Negated => format!("{} · did not happen", i.when),
        _ => i.when.clone(),
    }
}
