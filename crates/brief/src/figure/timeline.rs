//! The timeline: days on a rail in true proportion, labels beside it, each in its own place.

use super::measure::wrap;
use super::svg::{Anchor, LEADING, Svg, n};
use super::{Figure, legend_mark};
use crate::Brief;
use crate::value::Item;
use detente_event::{Quad, Status};
use jiff::civil::Date;

/// Items drawn; the tables and lists have all.
const MOST: usize = 24;
const WIDTH: f64 = 372.0;
const RAIL: f64 = 16.0;
const LABELS: f64 = 52.0;
const SIZE: f64 = 12.5;
const GAP: f64 = 9.0;
/// Above each label under a date.
const BETWEEN: f64 = 2.5;

/// What happened on one day, or is due then, under its date.
struct Entry<'a> {
    day: Date,
    date: String,
    /// Each with its lines; none for the day of the brief.
    items: Vec<(&'a Item, Vec<String>)>,
}

impl Entry<'_> {
    fn height(&self) -> f64 {
        (1 + self.items.iter().map(|(_, l)| l.len()).sum::<usize>()) as f64 * SIZE * LEADING
            + self.items.len() as f64 * BETWEEN
    }
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
    items.sort_by(|x, y| (x.day, &x.when).cmp(&(y.day, &y.when)));
    let room = WIDTH - LABELS - 18.0;
    let mut entries: Vec<Entry> = Vec::new();
    for i in items {
        let Some(day) = i.day else { continue };
        let told = match i.status {
            Status::Planned => format!("{} (announced)", i.label),
            _ => i.label.clone(),
        };
        let lines = wrap(&told, SIZE, room, 3);
        match entries.last_mut() {
            Some(e) if e.day == day && e.date == i.when => e.items.push((i, lines)),
            _ => entries.push(Entry { day, date: i.when.clone(), items: vec![(i, lines)] }),
        }
    }
    let at = entries.iter().position(|e| e.day > b.as_of).unwrap_or(entries.len());
    let now = Entry { day: b.as_of, date: format!("{}: this brief", b.as_of_words), items: Vec::new() };
    entries.insert(at, now);
    Some(plot(&entries))
}

fn plot(entries: &[Entry]) -> Figure {
    let total: f64 = entries.iter().map(|e| e.height() + GAP).sum();
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
    let mut left = total;
    for e in entries {
        let h = e.height();
        left -= h + GAP;
        let on_rail = place(e.day);
        // As near its day as the labels before it and the room for those after it allow.
        let y = (on_rail - SIZE * 0.6).min(bottom - left - h - GAP).max(free);
        let middle = y + SIZE * 0.6;
        let lead = format!("M{RAIL} {}L{} {}H{}", n(on_rail), n(LABELS - 20.0), n(middle), n(LABELS - 4.0));
        s.path("lead", &lead);
        let mut baseline = y + SIZE;
        if e.items.is_empty() {
            s.line("today", (RAIL - 10.0, on_rail), (RAIL + 10.0, on_rail));
            s.text("t i", (LABELS, baseline), Anchor::Start, SIZE, std::slice::from_ref(&e.date));
        } else {
            s.circle("tick", (RAIL, on_rail), 3.0);
            s.text("t b", (LABELS, baseline), Anchor::Start, SIZE, std::slice::from_ref(&e.date));
        }
        labels.push((LABELS, y, WIDTH, y + SIZE * LEADING));
        baseline += SIZE * LEADING + BETWEEN;
        for (i, lines) in &e.items {
            s.mark(i.kind.number(), !i.status.happened(), (LABELS + 6.0, baseline - SIZE * 0.36), 4.6);
            s.text("t", (LABELS + 16.0, baseline), Anchor::Start, SIZE, lines);
            let high = lines.len() as f64 * SIZE * LEADING;
            labels.push((LABELS, baseline - SIZE * 0.9, WIDTH, baseline - SIZE * 0.9 + high));
            baseline += high + BETWEEN;
            rows.push(vec![i.when.clone(), i.label.clone(), i.status_words.clone(), i.kind_words.clone()]);
        }
        free = y + h + GAP;
    }
    let items = || entries.iter().flat_map(|e| e.items.iter().map(|(i, _)| *i));
    let title = "Timeline".to_owned();
    let description = format!(
        "What happened and what is due, by day, from {} to {}. The table below holds the same.",
        items().next().map_or("", |i| i.when.as_str()),
        items().last().map_or("", |i| i.when.as_str()),
    );
    let svg = s.finish("f-time", &title, &description, free.max(bottom) + 4.0);
    let kinds = [Quad::VerbalCooperation, Quad::MaterialCooperation, Quad::VerbalConflict, Quad::MaterialConflict];
    let mut legend: Vec<(String, String)> = kinds
        .into_iter()
        .filter(|q| items().any(|i| i.kind == *q))
        .map(|q| (legend_mark(q.number(), false), crate::narrate::kind(q).to_owned()))
        .collect();
    if items().any(|i| !i.status.happened()) {
        legend.push((legend_mark(1, true), "hollow: announced, or did not happen".to_owned()));
    }
    let columns = vec!["When", "What", "Status", "Kind"];
    Figure { id: "f-time", title, svg, legend, columns, rows, told: true, note: "", labels }
}
