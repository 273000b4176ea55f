//! Drawing: shapes with classes, text as lines, one string.

use crate::html::escape;
use std::fmt::Write as _;

/// A drawing under way.
pub(crate) struct Svg {
    body: String,
    width: f64,
}

/// Where a text is anchored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A number with at most one decimal.
pub(crate) fn n(x: f64) -> String {
    let r = (x * 10.0).round() / 10.0;
    // Never a negative zero: it would make two bytes of nothing.
    if r == 0.0 { "0".to_owned() } else { format!("{r}") }
}

impl Svg {
    pub fn new(width: f64) -> Svg {
        Svg { body: String::new(), width }
    }

    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let _ = writeln!(
            self.body,
            r#"<line class="{class}" x1="{}" y1="{}" x2="{}" y2="{}"/>"#,
            n(from.0),
            n(from.1),
            n(to.0),
            n(to.1)
        );
    }

    pub fn path(&mut self, class: &str, d: &str) {
        let _ = writeln!(self.body, r#"<path class="{class}" d="{d}"/>"#);
    }

    pub fn circle(&mut self, class: &str, at: (f64, f64), r: f64) {
        let _ = writeln!(self.body, r#"<circle class="{class}" cx="{}" cy="{}" r="{}"/>"#, n(at.0), n(at.1), n(r));
    }

    /// Lines of text, the first with its baseline at `at`.
    pub fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, size: f64, lines: &[String]) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        for (k, l) in lines.iter().enumerate() {
            let _ = writeln!(
                self.body,
                r#"<text class="{class}" x="{}" y="{}" text-anchor="{anchor}" font-size="{}">{}</text>"#,
                n(at.0),
                n(at.1 + k as f64 * size * LEADING),
                n(size),
                escape(l)
            );
        }
    }

    /// A mark for one of four kinds, told apart by shape and colour: circle, square, triangle, diamond.
    pub fn mark(&mut self, kind: u8, open: bool, at: (f64, f64), r: f64) {
        let class = format!("k{kind}{}", if open { " open" } else { "" });
        let (x, y) = at;
        match kind {
            1 => self.circle(&class, at, r),
            2 => {
                let a = r * 0.9;
                self.path(
                    &class,
                    &format!("M{} {}h{}v{}h{}z", n(x - a), n(y - a), n(2.0 * a), n(2.0 * a), n(-2.0 * a)),
                );
            }
            3 => {
                let a = r * 1.1;
                self.path(&class, &format!("M{} {}L{} {}H{}z", n(x), n(y - a), n(x + a), n(y + a * 0.8), n(x - a)));
            }
            _ => {
                let a = r * 1.2;
                self.path(
                    &class,
                    &format!(
                        "M{} {}L{} {}L{} {}L{} {}z",
                        n(x),
                        n(y - a),
                        n(x + a),
                        n(y),
                        n(x),
                        n(y + a),
                        n(x - a),
                        n(y)
                    ),
                );
            }
        }
    }

    /// The finished element, named by its title and description.
    pub fn finish(self, id: &str, title: &str, description: &str, height: f64) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
             aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>\n{}</svg>\n",
            escape(title),
            escape(description),
            self.body,
            w = n(self.width),
            h = n(height),
        )
    }
}

/// Line height over font size.
pub(crate) const LEADING: f64 = 1.25;
