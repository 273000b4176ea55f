//! Codes of states in the lists that other data sets use (`data/states.tsv` names the sources).

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A state in other lists; empty or `None` where a list does not have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) iso3: &'static str,
    pub(crate) iso2: &'static str,
    pub(crate) number: &'static str,
    pub(crate) name: &'static str,
    pub(crate) cow: Option<i16>,
    pub(crate) gw: Option<i16>,
    pub(crate) fips: &'static str,
}

static TABLE: &str = include_str!("../../data/states.tsv");

fn all() -> &'static BTreeMap<&'static str, State> {
    static STATES: OnceLock<BTreeMap<&'static str, State>> = OnceLock::new();
    STATES.get_or_init(|| {
        TABLE
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| {
                let f: Vec<&str> = l.split('\t').collect();
                let [iso3, iso2, number, name, cow, gw, fips] = f[..] else { return None };
                Some((iso3, State { iso3, iso2, number, name, cow: cow.parse().ok(), gw: gw.parse().ok(), fips }))
            })
            .collect()
    })
}

/// The state with that ISO alpha-3 code.
pub(crate) fn state(iso3: &str) -> Option<&'static State> {
    all().get(iso3)
}

/// The state with that name in the table, or ISO alpha-2, or FIPS code; for imports.
pub(crate) fn find(by: impl Fn(&State) -> bool) -> Option<&'static State> {
    all().values().find(|s| by(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_their_lists() {
        assert_eq!(all().len(), 250);
        let of = |c: &str| state(c).map(|s| (s.iso2, s.cow, s.gw, s.fips)).unwrap();
        assert_eq!(of("USA"), ("US", Some(2), Some(2), "US"));
        assert_eq!(of("DEU"), ("DE", Some(255), Some(260), "GM"));
        assert_eq!(of("YEM"), ("YE", Some(679), Some(678), "YM"));
        assert_eq!(of("UKR"), ("UA", Some(369), Some(369), "UP"));
        assert_eq!(of("PSE").1, None);
    }
}
