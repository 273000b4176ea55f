//! The ways from the present outcome, as a tree: each step one row, indented under the step before.

use super::measure::wrap;
use super::svg::{Anchor, LEADING, Svg, n};
use super::{Figure, legend_line, legend_mark};
use crate::Brief;
use crate::narrate::text::capital;
use crate::value::Branch;

const WIDTH: f64 = 372.0;
const SIZE: f64 = 12.5;
const INDENT: f64 = 28.0;
const GAP: f64 = 12.0;
/// Deepest indent; longer ways go straight down.
const DEEPEST: usize = 6;
/// Steps drawn; the table has all.
const MOST: usize = 40;

pub(super) fn draw(b: &Brief) -> Option<Figure> {
    let tree = &b.settlement.as_ref()?.tree;
    if tree.len() < 2 {
        return None;
    }
    let mut s = Svg::new(WIDTH);
    let mut y = 16.0;
    let mut at: Vec<(f64, f64)> = Vec::new();
    let mut labels = Vec::new();
    for node in tree.iter().take(MOST) {
        let x = 12.0 + node.depth.min(DEEPEST) as f64 * INDENT;
        let room = WIDTH - x - 18.0;
        let lines = wrap(&head(node), SIZE, room, 4);
        if let Some(p) = node.parent.and_then(|p| at.get(p)) {
            let class = if node.reluctant { "conf w1" } else { "coop w1" };
            s.path("stem", &format!("M{} {}V{}", n(p.0), n(p.1 + 8.0), n(y)));
            s.line(class, (p.0, y), (x - 7.0, y));
        }
        if node.holds {
            s.mark(4, false, (x, y), 6.0);
        } else {
            s.circle("node", (x, y), 5.0);
        }
        s.text("t", (x + 14.0, y + SIZE * 0.36), Anchor::Start, SIZE, &lines);
        let high = lines.len() as f64 * SIZE * LEADING;
        labels.push((x + 14.0, y - SIZE * 0.7, WIDTH, y - SIZE * 0.7 + high));
        at.push((x, y));
        y += high + GAP;
    }
    let title = "Ways from the present outcome".to_owned();
    let description =
        "Each row is a step from the row it hangs on: who moves, and what it does. A solid line is a step \
                       that the mover prefers, a dashed line one that it does not; a diamond is an outcome that holds. \
                       The table below holds the same."
            .to_owned();
    let called = |k: Option<usize>| k.and_then(|k| tree.get(k)).map(name).unwrap_or_default();
    let rows = tree
        .iter()
        .filter(|t| t.parent.is_some())
        .map(|t| {
            vec![
                called(t.parent),
                t.mover.clone(),
                t.does.clone(),
                name(t),
                if t.reluctant { "no" } else { "yes" }.to_owned(),
                if t.holds { "yes" } else { "no" }.to_owned(),
            ]
        })
        .collect();
    let mut legend = vec![(legend_mark(4, false), "an outcome that holds".to_owned())];
    if tree.iter().any(|t| t.parent.is_some() && !t.reluctant) {
        legend.push((legend_line("coop"), "a step that its mover prefers".to_owned()));
    }
    if tree.iter().any(|t| t.reluctant) {
        legend.push((legend_line("conf"), "a step that its mover does not prefer".to_owned()));
    }
    Some(Figure {
        id: "f-ways",
        svg: s.finish("f-ways", &title, &description, y),
        title,
        legend,
        columns: vec!["From", "Who moves", "Step", "To", "Mover prefers it", "Holds"],
        rows,
        told: true,
        note: "",
        labels,
    })
}

fn name(t: &Branch) -> String {
    match t.outcome.as_str() {
        "" => format!("state {}", t.number),
        "Now" => "the present outcome".to_owned(),
        o => format!("outcome {o}"),
    }
}

fn head(t: &Branch) -> String {
    if t.parent.is_none() {
        return capital(&name(t));
    }
    let to = if t.outcome.is_empty() { String::new() } else { format!(" → {}", name(t)) };
    format!("{}: {}{to}", t.mover, t.does)
}
