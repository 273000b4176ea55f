//! Share bars: under how many ways of settling the guesses each outcome holds, with the interval where it was sampled.

use super::Figure;
use super::svg::{Anchor, Svg, n};
use crate::Brief;

const WIDTH: f64 = 372.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 96.0;
const ROW: f64 = 26.0;
const BAR: f64 = 12.0;
const SIZE: f64 = 12.5;

pub(super) fn draw(b: &Brief) -> Option<Figure> {
    let outcomes = &b.settlement.as_ref()?.outcomes;
    let shown: Vec<_> = outcomes.iter().filter_map(|o| o.share.as_ref().map(|s| (o, s))).collect();
    if shown.is_empty() {
        return None;
    }
    let mut s = Svg::new(WIDTH);
    let x = |percent: u32| LEFT + f64::from(percent.min(100)) / 100.0 * (WIDTH - LEFT - RIGHT);
    let height = 8.0 + shown.len() as f64 * ROW;
    for mark in [0, 100] {
        s.line("grid", (x(mark), 4.0), (x(mark), height));
        s.text("t i", (x(mark), height + SIZE), Anchor::Middle, SIZE, &[mark.to_string()]);
    }
    let mut labels = Vec::new();
    let mut rows = Vec::new();
    for (k, (o, share)) in shown.iter().enumerate() {
        let top = 8.0 + k as f64 * ROW;
        let middle = top + BAR / 2.0;
        s.text("t b", (LEFT - 8.0, middle + SIZE * 0.36), Anchor::End, SIZE, std::slice::from_ref(&o.name));
        s.path("bar", &format!("M{} {}H{}v{}H{}z", n(LEFT), n(top), n(x(share.percent)), n(BAR), n(LEFT)));
        let exact = share.low == share.high;
        if !exact {
            s.line("whisker", (x(share.low), middle), (x(share.high), middle));
            for end in [share.low, share.high] {
                s.line("whisker", (x(end), middle - 4.0), (x(end), middle + 4.0));
            }
        }
        let told = if exact {
            share.percent.to_string()
        } else {
            format!("{} ({} to {})", share.percent, share.low, share.high)
        };
        s.text("t", (WIDTH - RIGHT + 10.0, middle + SIZE * 0.36), Anchor::Start, SIZE, std::slice::from_ref(&told));
        labels.push((WIDTH - RIGHT + 10.0, top, WIDTH, top + SIZE));
        rows.push(vec![o.name.clone(), o.means.clone(), told]);
    }
    let title = "How often each outcome holds".to_owned();
    let description =
        "A bar for each outcome shown: of 100 ways of settling what is only guessed, the number under which it \
                       holds under sequential stability; a line over the bar is the interval within which the share lies, where it was estimated. The table \
                       below holds the same."
            .to_owned();
    Some(Figure {
        id: "f-share",
        svg: s.finish("f-share", &title, &description, height + SIZE + 8.0),
        title,
        legend: Vec::new(),
        columns: vec!["Outcome", "What it is", "Of 100"],
        rows,
        told: true,
        note: "",
        labels,
    })
}
