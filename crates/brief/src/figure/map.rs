//! The map: land and borders around the places that the sources name, each place a mark with its name.

use super::measure::width;
use super::svg::{Anchor, LEADING, Svg, n};
use super::{Figure, legend_mark};
use crate::Brief;
use crate::value::Spot;

/// Land and borders: see the head of the file for its source.
const WORLD: &str = include_str!("../../data/world.txt");
const WIDTH: f64 = 372.0;
/// Lowest and highest drawing.
const HEIGHT: (f64, f64) = (180.0, 300.0);
/// Least width of what is shown, in degrees of longitude at the equator.
const LEAST: f64 = 16.0;
/// Room around the places, as a share of what they span.
const ROOM: f64 = 0.22;
const SIZE: f64 = 12.5;
/// Half around the globe, in tenths of a degree.
const HALF: f64 = 1800.0;

type Point = (f64, f64);
/// An edge of the drawing: whether a point is inside of it, whether it is upright, and where it lies.
type Edge = (fn(Point, f64) -> bool, bool, f64);

/// What part of the world is drawn, and how large.
struct Window {
    west: f64,
    north: f64,
    /// Pixels for a degree of longitude, and of latitude.
    scale: (f64, f64),
    height: f64,
}

impl Window {
    fn around(spots: &[Spot]) -> Window {
        let range = |of: fn(&Spot) -> f64| {
            let low = spots.iter().map(of).fold(f64::INFINITY, f64::min);
            let high = spots.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
            (low, high)
        };
        let ((west, east), (south, north)) = (range(|s| s.lon), range(|s| s.lat));
        let middle = ((west + east) / 2.0, (south + north) / 2.0);
        // A degree of longitude is as long as a degree of latitude times the cosine of the latitude.
        let narrow = middle.1.to_radians().cos().max(0.2);
        let wide = ((east - west) * (1.0 + 2.0 * ROOM)).max(LEAST / narrow);
        let high = ((north - south) * (1.0 + 2.0 * ROOM)).max(LEAST * 0.5);
        let per_degree = (WIDTH / (wide * narrow)).min(HEIGHT.1 / high);
        let height = (high * per_degree).clamp(HEIGHT.0, HEIGHT.1);
        let scale = (per_degree * narrow, per_degree);
        Window { west: middle.0 - WIDTH / scale.0 / 2.0, north: middle.1 + height / scale.1 / 2.0, scale, height }
    }

    fn at(&self, p: Point) -> Point {
        ((p.0 - self.west) * self.scale.0, (self.north - p.1) * self.scale.1)
    }

    /// A ring cut to the drawing (Sutherland and Hodgman 1974).
    fn cut(&self, ring: &[Point]) -> Vec<Point> {
        let mut out: Vec<Point> = ring.iter().map(|p| self.at(*p)).collect();
        let edges: [Edge; 4] = [
            (|p, at| p.0 >= at, true, 0.0),
            (|p, at| p.0 <= at, true, WIDTH),
            (|p, at| p.1 >= at, false, 0.0),
            (|p, at| p.1 <= at, false, self.height),
        ];
        for (inside, upright, at) in edges {
            let from = std::mem::take(&mut out);
            for (k, b) in from.iter().enumerate() {
                let a = from[(k + from.len() - 1) % from.len()];
                let meet = || {
                    let t = if upright { (at - a.0) / (b.0 - a.0) } else { (at - a.1) / (b.1 - a.1) };
                    (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))
                };
                match (inside(a, at), inside(*b, at)) {
                    (true, true) => out.push(*b),
                    (true, false) => out.push(meet()),
                    (false, true) => out.extend([meet(), *b]),
                    (false, false) => {}
                }
            }
        }
        out
    }

    fn holds(&self, p: Point) -> bool {
        (-40.0..=WIDTH + 40.0).contains(&p.0) && (-40.0..=self.height + 40.0).contains(&p.1)
    }
}

/// The shapes of the world: whether land, and the points in degrees.
fn shapes() -> impl Iterator<Item = (bool, Vec<Point>)> {
    WORLD.lines().filter(|l| !l.starts_with('#')).map(|l| {
        let mut words = l.split(' ');
        let land = words.next() == Some("L");
        let mut at = (0.0, 0.0);
        let points = words.filter_map(|w| {
            let (x, y) = w.split_once(',')?;
            let step = x.parse::<f64>().ok()?;
            // Over the line of dates a ring goes on, beyond 180 degrees.
            let step = if step > HALF {
                step - 2.0 * HALF
            } else if step < -HALF {
                step + 2.0 * HALF
            } else {
                step
            };
            at = (at.0 + step, at.1 + y.parse::<f64>().ok()?);
            Some((at.0 / 10.0, at.1 / 10.0))
        });
        (land, points.collect())
    })
}

fn path(points: &[Point], close: bool) -> String {
    let mut d = String::new();
    for (k, p) in points.iter().enumerate() {
        d.push_str(&format!("{}{} {}", if k == 0 { "M" } else { "L" }, n(p.0), n(p.1)));
    }
    if close {
        d.push('z');
    }
    d
}

pub(super) fn draw(b: &Brief) -> Option<Figure> {
    let spots = &b.places;
    if spots.is_empty() {
        return None;
    }
    let w = Window::around(spots);
    let mut s = Svg::new(WIDTH);
    s.path("sea", &path(&[(0.0, 0.0), (WIDTH, 0.0), (WIDTH, w.height), (0.0, w.height)], true));
    let (mut land, mut borders) = (String::new(), String::new());
    // What goes over the line of dates is seen on both of its sides.
    let around = |(land, points): (bool, Vec<Point>)| {
        [-360.0, 0.0, 360.0].map(|by| (land, points.iter().map(|p| (p.0 + by, p.1)).collect::<Vec<Point>>()))
    };
    for (is_land, points) in shapes().flat_map(around) {
        if is_land {
            let ring = w.cut(&points);
            if ring.len() > 2 {
                land.push_str(&path(&ring, true));
            }
            continue;
        }
        let line: Vec<Point> = points.iter().map(|p| w.at(*p)).collect();
        for run in line.split(|p| !w.holds(*p)).filter(|r| r.len() > 1) {
            borders.push_str(&path(run, false));
        }
    }
    s.path("land", &land);
    s.path("border", &borders);
    let mut labels: Vec<(f64, f64, f64, f64)> = Vec::new();
    let marks: Vec<Point> = spots.iter().map(|p| w.at((p.lon, p.lat))).collect();
    for (spot, at) in spots.iter().zip(&marks) {
        s.mark(1, spot.open, *at, 4.6);
        place(&mut s, &spot.name, *at, &marks, w.height, &mut labels);
    }
    let title = "Where".to_owned();
    let description = "The places that the sources name, on a map. The table below holds the same.".to_owned();
    let rows =
        spots.iter().map(|p| vec![p.name.clone(), p.country.clone(), p.label.clone(), p.events.to_string()]).collect();
    let mut legend = Vec::new();
    if spots.iter().any(|p| !p.open) {
        legend.push((legend_mark(1, false), "something happened there".to_owned()));
    }
    if spots.iter().any(|p| p.open) {
        legend.push((legend_mark(1, true), "hollow: announced, considered or threatened only".to_owned()));
    }
    Some(Figure {
        id: "f-map",
        svg: s.finish("f-map", &title, &description, w.height),
        title,
        legend,
        columns: vec!["Place", "Country", "The first event there", "Events"],
        rows,
        told: false,
        note: "Outlines: Natural Earth, simplified. Lines between countries imply no view on the status of any territory.",
        labels,
    })
}

/// Writes a name beside its mark, where neither another name nor a mark is in the way.
fn place(s: &mut Svg, name: &str, at: Point, marks: &[Point], bottom: f64, taken: &mut Vec<(f64, f64, f64, f64)>) {
    let mut name = name.to_owned();
    while width(&name, SIZE) > WIDTH / 2.0 - 16.0 {
        name.pop();
    }
    let (wide, high) = (width(&name, SIZE), SIZE * LEADING);
    let free = |left: f64, top: f64, taken: &[(f64, f64, f64, f64)]| {
        let inside = left >= 0.0 && left + wide <= WIDTH && top >= 0.0 && top + high <= bottom;
        let clear = taken.iter().all(|b| left >= b.2 || b.0 >= left + wide || top >= b.3 || b.1 >= top + high);
        let open = marks
            .iter()
            .all(|m| m.0 + 5.0 < left || m.0 - 5.0 > left + wide || m.1 + 5.0 < top || m.1 - 5.0 > top + high);
        inside && clear && open
    };
    let tries = (0..40).flat_map(|k| {
        let away = f64::from(k) * 5.0;
        let sides = [at.0 + 8.0, at.0 - 8.0 - wide, at.0 - wide / 2.0];
        [1.0, -1.0].into_iter().flat_map(move |way| sides.map(|left| (left, at.1 - high / 2.0 + way * away)))
    });
    let Some((left, top)) = tries.into_iter().find(|(left, top)| free(*left, *top, taken)) else { return };
    let middle = top + high / 2.0;
    if (middle - at.1).abs() > high * 1.2 {
        s.path(
            "lead",
            &format!(
                "M{} {}L{} {}",
                n(at.0),
                n(at.1),
                n(left + wide / 2.0),
                n(if middle > at.1 { top } else { top + high })
            ),
        );
    }
    taken.push((left, top, left + wide, top + high));
    s.text("t halo", (left, top + SIZE), Anchor::Start, SIZE, &[name]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_is_read_and_lies_on_the_globe() {
        let lines = WORLD.lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(shapes().count(), lines);
        for (land, points) in shapes() {
            assert!(points.len() > if land { 3 } else { 1 });
            assert!(points.iter().all(|p| p.0.abs() <= 541.0 && p.1.abs() <= 90.1));
        }
    }

    #[test]
    fn a_ring_is_cut_to_the_drawing() {
        let spot = |lat, lon| Spot {
            name: "A".into(),
            country: String::new(),
            lat,
            lon,
            events: 1,
            label: String::new(),
            open: false,
        };
        let w = Window::around(&[spot(50.0, 30.0), spot(55.0, 37.0)]);
        let world = [(-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0)];
        let cut = w.cut(&world);
        assert!(
            cut.len() >= 4
                && cut
                    .iter()
                    .all(|p| (-0.01..=WIDTH + 0.01).contains(&p.0) && (-0.01..=w.height + 0.01).contains(&p.1))
        );
        assert!(w.cut(&[(-170.0, -80.0), (-160.0, -80.0), (-160.0, -70.0)]).is_empty());
    }
}
