//! Where: the places of the occurrences, for the map.

use super::Desk;
use crate::narrate::text::{capital, clip};
use crate::narrate::{self, parties::LONGEST_NAME};
use crate::value::Spot;

/// Places shown: what a map can hold.
const MOST: usize = 14;

/// The places that have coordinates, those with most occurrences first.
pub(crate) fn of(desk: &Desk) -> Vec<Spot> {
    let mut list: Vec<Spot> = Vec::new();
    for c in &desk.timeline {
        let e = &c.event;
        let Some((p, lat, lon)) = e.place.as_ref().and_then(|p| Some((p, p.lat?, p.lon?))) else { continue };
        if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
            continue;
        }
        let done = e.status.happened();
        if let Some(s) = list.iter_mut().find(|s| s.name == p.name && s.country == p.country) {
            s.events += 1;
            s.open &= !done;
            continue;
        }
        list.push(Spot {
            name: clip(&p.name, LONGEST_NAME),
            country: clip(&p.country, 12),
            lat,
            lon,
            events: 1,
            label: capital(&narrate::label(e)),
            open: !done,
        });
    }
    list.sort_by_key(|s| std::cmp::Reverse(s.events));
    list.truncate(MOST);
    list
}
