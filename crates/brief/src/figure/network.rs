//! The network: parties on a circle, what passes between them as lines, solid for cooperation and dashed for conflict.

use super::measure::{width, wrap};
use super::svg::{Anchor, LEADING, Svg, n};
use super::{Figure, legend_line};
use crate::Brief;
use detente_event::Quad;
use std::collections::BTreeMap;

/// Parties drawn.
const MOST: usize = 9;
const WIDTH: f64 = 372.0;
const SIZE: f64 = 12.5;
/// Widest label.
const ROOM: f64 = 104.0;

type Box4 = (f64, f64, f64, f64);

pub(super) fn draw(b: &Brief) -> Option<Figure> {
    let names: Vec<&str> = b.parties.iter().take(MOST).map(|p| p.name.as_str()).collect();
    let place = |name: &str| names.iter().position(|x| *x == name);
    // (lower, higher, conflict) → occurrences.
    let mut lines: BTreeMap<(usize, usize, bool), u64> = BTreeMap::new();
    for t in &b.ties {
        if let (Some(x), Some(y)) = (place(&t.from), place(&t.to))
            && x != y
        {
            let conflict = matches!(t.kind, Quad::VerbalConflict | Quad::MaterialConflict);
            *lines.entry((x.min(y), x.max(y), conflict)).or_default() += t.events;
        }
    }
    if lines.is_empty() {
        return None;
    }
    let linked: Vec<usize> = (0..names.len()).filter(|k| lines.keys().any(|(x, y, _)| x == k || y == k)).collect();
    let radius = if linked.len() > 5 { 92.0 } else { 76.0 };
    let centre = (WIDTH / 2.0, radius + 40.0);
    let at: BTreeMap<usize, (f64, f64)> = linked
        .iter()
        .enumerate()
        .map(|(k, node)| {
            let start = if linked.len() == 2 { 180.0 } else { -90.0 };
            let angle = (start + 360.0 * k as f64 / linked.len() as f64).to_radians();
            (*node, (centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin()))
        })
        .collect();
    let mut s = Svg::new(WIDTH);
    for ((x, y, conflict), events) in &lines {
        let both = lines.contains_key(&(*x, *y, !conflict));
        edge(&mut s, at[x], at[y], *conflict, both, *events);
    }
    let mut labels: Vec<Box4> = Vec::new();
    for k in &linked {
        s.circle("node", at[k], 7.0);
        label(&mut s, names[*k], at[k], centre, &mut labels);
    }
    let height = labels.iter().map(|l| l.3).fold(centre.1 + radius + 12.0, f64::max) + 6.0;
    let title = "Who deals with whom".to_owned();
    let description =
        "The parties as dots. A solid line stands for cooperation between two of them, a dashed line for \
                       conflict; the more events, the thicker. The table below holds the same."
            .to_owned();
    let rows = b
        .ties
        .iter()
        .filter(|t| place(&t.from).is_some() && place(&t.to).is_some())
        .map(|t| vec![t.from.clone(), t.to.clone(), t.kind_words.clone(), t.events.to_string()])
        .collect();
    let mut legend = Vec::new();
    if lines.keys().any(|l| !l.2) {
        legend.push((legend_line("coop"), "cooperation, in words or deeds".to_owned()));
    }
    if lines.keys().any(|l| l.2) {
        legend.push((legend_line("conf"), "conflict, in words or deeds".to_owned()));
    }
    Some(Figure {
        id: "f-net",
        svg: s.finish("f-net", &title, &description, height),
        title,
        legend,
        columns: vec!["From", "To", "Kind", "Events"],
        rows,
        told: false,
        note: "",
        labels,
    })
}

fn edge(s: &mut Svg, a: (f64, f64), b: (f64, f64), conflict: bool, both: bool, events: u64) {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx.hypot(dy).max(1.0);
    // Two lines between the same two bend apart.
    let bend = match (both, conflict) {
        (false, _) => 0.0,
        (true, false) => 16.0,
        (true, true) => -16.0,
    };
    let middle = ((a.0 + b.0) / 2.0 - dy / length * bend, (a.1 + b.1) / 2.0 + dx / length * bend);
    let weight = match events {
        0 | 1 => 1,
        2 | 3 => 2,
        _ => 3,
    };
    let class = format!("{} w{weight}", if conflict { "conf" } else { "coop" });
    s.path(&class, &format!("M{} {}Q{} {} {} {}", n(a.0), n(a.1), n(middle.0), n(middle.1), n(b.0), n(b.1)));
}

/// Writes a name outside of the circle, moved until it is clear of the other names.
fn label(s: &mut Svg, name: &str, at: (f64, f64), centre: (f64, f64), taken: &mut Vec<Box4>) {
    let (dx, dy) = (at.0 - centre.0, at.1 - centre.1);
    let room = if dx.abs() < 20.0 { ROOM } else { (WIDTH / 2.0 - dx.abs() - 14.0).min(ROOM) };
    let lines = wrap(name, SIZE, room, 3);
    let wide = lines.iter().map(|l| width(l, SIZE)).fold(0.0, f64::max);
    let high = lines.len() as f64 * SIZE * LEADING;
    let (anchor, x) = if dx.abs() < 20.0 {
        (Anchor::Middle, at.0)
    } else if dx > 0.0 {
        (Anchor::Start, at.0 + 12.0)
    } else {
        (Anchor::End, at.0 - 12.0)
    };
    let mut top = if anchor == Anchor::Middle {
        if dy < 0.0 { at.1 - 12.0 - high } else { at.1 + 10.0 }
    } else {
        at.1 - high / 2.0
    };
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - wide / 2.0,
        Anchor::End => x - wide,
    };
    let way = if dy < 0.0 && anchor == Anchor::Middle { -1.0 } else { 1.0 };
    let hits = |top: f64, b: &Box4| left < b.2 && left + wide > b.0 && top < b.3 && top + high > b.1;
    for _ in 0..200 {
        if !taken.iter().any(|b| hits(top, b)) {
            break;
        }
        top += 2.0 * way;
    }
    taken.push((left, top, left + wide, top + high));
    s.text("t", (x, top + SIZE), anchor, SIZE, &lines);
}
