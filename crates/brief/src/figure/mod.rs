//! The figures: each an SVG with title and description, and a table of the same data.

mod map;
pub(crate) mod measure;
mod network;
mod outcomes;
mod shares;
mod svg;
mod timeline;

use crate::Brief;

/// A figure.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub id: &'static str,
    pub title: String,
    /// The drawing.
    pub svg: String,
    /// What its marks stand for.
    pub legend: Vec<(String, String)>,
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
    /// The text beside the figure tells what its table does.
    pub told: bool,
    /// What to know about the drawing; empty for nothing.
    pub note: &'static str,
    /// What stands where: (left, top, right, bottom) of each label, for the tests.
    #[cfg_attr(not(test), allow(dead_code))]
    pub labels: Vec<(f64, f64, f64, f64)>,
}

/// When things happened and are due.
pub(crate) fn timeline(b: &Brief) -> Option<Figure> {
    timeline::draw(b)
}

/// Who deals with whom.
pub(crate) fn network(b: &Brief) -> Option<Figure> {
    network::draw(b)
}

/// Where things happened and are due.
pub(crate) fn map(b: &Brief) -> Option<Figure> {
    map::draw(b)
}

/// How often each outcome holds.
pub(crate) fn shares(b: &Brief) -> Option<Figure> {
    shares::draw(b)
}

/// The ways from the present outcome.
pub(crate) fn outcomes(b: &Brief) -> Option<Figure> {
    outcomes::draw(b)
}

/// The mark of an event, for running text.
pub(crate) fn mark(kind: detente_event::Quad, happened: bool) -> String {
    legend_mark(kind.number(), !happened)
}

/// A small drawing of a mark for the legend.
fn legend_mark(kind: u8, open: bool) -> String {
    let mut s = svg::Svg::new(16.0);
    s.mark(kind, open, (8.0, 8.0), 5.0);
    s.legend(16.0)
}

/// A small drawing of a line for the legend.
fn legend_line(class: &str) -> String {
    let mut s = svg::Svg::new(28.0);
    s.line(class, (1.0, 8.0), (27.0, 8.0));
    s.legend(16.0)
}

impl svg::Svg {
    fn legend(self, height: f64) -> String {
        let whole = self.finish("x", "", "", height);
        // A legend's mark is decoration: its words stand beside it.
        let body = whole.split_once("</desc>\n").map_or("", |(_, b)| b);
        let size = whole.split_once("viewBox").and_then(|(_, r)| r.split_once(" aria-")).map_or("", |(s, _)| s);
        format!("<svg class=\"mark\" aria-hidden=\"true\" viewBox{size}>{}", body.trim_end())
    }
}
