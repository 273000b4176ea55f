//! Where places are: a small gazetteer of countries, capitals, cities, regions and sites.

use crate::words::comparable;
use std::collections::HashMap;

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spot {
    pub name: String,
    /// ISO 3166-1 alpha-3; empty for a sea.
    pub country: String,
    pub lat: f64,
    pub lon: f64,
}

/// Places by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gazetteer {
    spots: Vec<Spot>,
    names: HashMap<String, usize>,
}

impl Gazetteer {
    /// Reads `name|other name<TAB>country<TAB>lat<TAB>lon<TAB>kind` lines; a line of another form is left out.
    pub fn load(text: &str) -> Self {
        let mut out = Gazetteer::default();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [names, country, lat, lon, ..] = fields[..] else { continue };
            let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else { continue };
            let name = names.split('|').next().unwrap_or("").to_owned();
            let id = out.spots.len();
            out.spots.push(Spot { name, country: country.to_owned(), lat, lon });
            for n in names.split('|') {
                out.names.entry(comparable(n).join(" ")).or_insert(id);
            }
        }
        out
    }

    /// The place of that name, in any spelling.
    pub fn find(&self, name: &str) -> Option<&Spot> {
        let mut words = comparable(name);
        if words.len() > 1 && words[0] == "the" {
            words.remove(0);
        }
        self.names.get(&words.join(" ")).map(|&k| &self.spots[k])
    }
}
