//! CAMEO's actor codes (`USAGOVMIL`, `PSEREBHMS`, `IGOUNO`), read as a code and the sectors of this house.
//!
//! Source: CAMEO codebook, chapter 3 (Gerner, Schrodt and Yilmaz); PLOVER manual, "Sector codes". See METHODS.md,
//! "Dictionaries of others".

/// What a CAMEO actor code stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorCode {
    /// ISO 3166-1 alpha-3 of the state, or UNO, EUR, NAT, IGO, NGO, MNC; what is none of these stays as it was written.
    /// Empty where the code names a role only (`REB`).
    pub code: String,
    /// The sectors it names, the most telling first: a faith stands behind what its people do (`MUSREB` is a rebel
    /// first). Empty for a state as such.
    pub sectors: Vec<&'static str>,
    /// The parts that are neither (`HMS` of `PSEREBHMS`): the coder's own names of groups and regions.
    pub rest: Vec<String>,
}

impl ActorCode {
    /// The first sector; empty for a state as such.
    #[must_use]
    pub fn sector(&self) -> &'static str {
        self.sectors.first().copied().unwrap_or("")
    }
}

/// CAMEO's role codes with the PLOVER sectors they became.
const ROLES: &[(&str, &str)] = &[
    ("GOV", "GOV"),
    ("MIL", "MIL"),
    ("COP", "COP"),
    ("JUD", "JUD"),
    ("LEG", "LEG"),
    ("SPY", "SPY"),
    ("PTY", "PTY"),
    ("OPP", "OPP"),
    ("REB", "REB"),
    ("INS", "REB"),
    ("UAF", "UAF"),
    ("IMG", "UAF"),
    ("SEP", "SEP"),
    ("CRM", "CRM"),
    ("CVL", "CVL"),
    ("PPL", "CVL"),
    ("BUS", "BUS"),
    ("MNC", "MNC"),
    ("AGR", "AGR"),
    ("EDU", "EDU"),
    ("ELI", "ELI"),
    ("ENV", "ENV"),
    ("HRI", "HRI"),
    ("LAB", "LAB"),
    ("REF", "REF"),
    ("SET", "SET"),
    ("STU", "STU"),
    ("PRM", "PRM"),
    ("DEV", "SOC"),
    ("SOC", "SOC"),
    ("RAD", "UAF"),
    ("MED", "JRN"),
    ("JRN", "JRN"),
    ("HLH", "MED"),
    ("NGO", "NGO"),
    ("NGM", "NGO"),
    ("IGO", "IGO"),
];

/// CAMEO's codes of faiths.
const FAITHS: &[(&str, &str)] = &[
    ("REL", "REL"),
    ("MOS", "MOS"),
    ("MUS", "MOS"),
    ("SHI", "MOS"),
    ("SUN", "MOS"),
    ("SFI", "MOS"),
    ("CHR", "CHR"),
    ("CTH", "CHR"),
    ("CPT", "CHR"),
    ("DOX", "CHR"),
    ("MRN", "CHR"),
    ("MAR", "CHR"),
    ("PRO", "CHR"),
    ("JEW", "JEW"),
    ("UDX", "JEW"),
    ("HIN", "HIN"),
    ("BUD", "BUD"),
    ("BAH", "REL"),
    ("CON", "REL"),
    ("DRZ", "REL"),
    ("JAN", "REL"),
    ("SHN", "REL"),
    ("SIK", "REL"),
    ("TAO", "REL"),
    ("ZRO", "REL"),
];

/// Codes of roles and faiths that are a state's code too where they stand first (Mauritius, Morocco, the Soviet Union,
/// Saint Helena; Indonesia before ISO).
const BOTH: &[&str] = &["MUS", "MAR", "SUN", "SHN", "INS"];

/// Codes that begin an actor's code without being a state's, with the code and sector they have here.
const BODIES: &[(&str, &str, &str)] = &[
    ("UNO", "UNO", "IGO"),
    ("EUR", "EUR", "IGO"),
    ("NAT", "NAT", "IGO"),
    ("IGO", "IGO", "IGO"),
    ("NGO", "NGO", "NGO"),
    ("NGM", "NGO", "NGO"),
    ("MNC", "MNC", "MNC"),
    ("IMG", "", "UAF"),
];

/// Codes of states in use beside ISO 3166-1: older ones, CAMEO's and CountryInfo's own.
const STATES: &[(&str, &str)] = &[
    ("ROM", "ROU"),
    ("ZAR", "COD"),
    ("TMP", "TLS"),
    ("KSV", "XKX"),
    ("KOS", "XKX"),
    ("PAL", "PSE"),
    ("BUR", "MMR"),
    ("USR", "SUN"),
    ("FRY", "YUG"),
];

/// Territories that CAMEO writes behind their state and ISO 3166-1 gives a code of their own.
const TERRITORIES: &[(&str, &str, &str)] = &[
    ("USA", "ASM", "ASM"),
    ("USA", "GUM", "GUM"),
    ("USA", "PRI", "PRI"),
    ("USA", "VIR", "VIR"),
    ("USA", "MNP", "MNP"),
    ("GBR", "VGB", "VGB"),
    ("GBR", "FLK", "FLK"),
    ("GBR", "GIB", "GIB"),
    ("GBR", "IMY", "IMN"),
    ("GBR", "IMN", "IMN"),
    ("GBR", "MSR", "MSR"),
    ("GBR", "PCN", "PCN"),
    ("GBR", "SHN", "SHN"),
    ("GBR", "TCA", "TCA"),
    ("GBR", "BMU", "BMU"),
    ("GBR", "AIA", "AIA"),
    ("GBR", "CYM", "CYM"),
    ("FRA", "GUF", "GUF"),
    ("FRA", "PYF", "PYF"),
    ("FRA", "GLP", "GLP"),
    ("FRA", "MTQ", "MTQ"),
    ("FRA", "NCL", "NCL"),
    ("FRA", "WLF", "WLF"),
    ("FRA", "MYT", "MYT"),
    ("FRA", "REU", "REU"),
    ("DNK", "FRO", "FRO"),
    ("DNK", "GRL", "GRL"),
    ("NZL", "COK", "COK"),
    ("NZL", "NIU", "NIU"),
    ("NZL", "TKL", "TKL"),
    ("AUS", "NFK", "NFK"),
    ("NLD", "ABW", "ABW"),
];

/// Reads a CAMEO actor code, blocks of three letters. `None` for one that stands for nobody (`---`, `###`, `+++`) or
/// has no letter.
#[must_use]
pub fn actor_code(written: &str) -> Option<ActorCode> {
    let letters: Vec<char> = written.trim().to_uppercase().chars().collect();
    if letters.is_empty() || !letters.iter().all(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    let blocks: Vec<String> = letters.chunks(3).map(|c| c.iter().collect()).collect();
    let (first, mut tail) = blocks.split_first()?;
    let named = |list: &[(&'static str, &'static str)], b: &str| list.iter().find(|(c, _)| *c == b).map(|(_, s)| *s);
    let mut out = ActorCode::default();
    let mut own = "";
    if let Some((_, code, sector)) = BODIES.iter().find(|b| b.0 == first.as_str()) {
        own = sector;
        out.code = (*code).to_owned();
        if first == "IGO" {
            // the organisations that have a code of their own (IGOUNO, IGOEUREEC, IGOWSTNAT)
            let known = [("UNO", "UNO"), ("EEC", "EUR"), ("NAT", "NAT")];
            if let Some(code) = known.iter().find_map(|(b, c)| tail.iter().any(|t| t == b).then_some(*c)) {
                out.code = code.to_owned();
                tail = tail.split_first().map_or(tail, |(_, rest)| rest);
            }
        }
    } else if let Some(role) =
        named(ROLES, first).or_else(|| named(FAITHS, first)).filter(|_| !BOTH.contains(&first.as_str()))
    {
        out.sectors.push(role);
    } else if let Some(t) = TERRITORIES.iter().find(|t| t.0 == first.as_str() && tail.first().is_some_and(|b| b == t.1))
    {
        out.code = t.2.to_owned();
        tail = &tail[1..];
    } else {
        out.code = named(STATES, first).unwrap_or(first).to_owned();
    }
    let mut faiths = Vec::new();
    for block in tail {
        if let Some(s) = named(ROLES, block) {
            out.sectors.push(s);
        } else if let Some(s) = named(FAITHS, block) {
            faiths.push(s);
        } else {
            out.rest.push(block.clone());
        }
    }
    // a faith that stands first gives way to what its people do
    if out.sectors.len() > 1 && FAITHS.iter().any(|(_, s)| *s == out.sectors[0]) {
        faiths.insert(0, out.sectors.remove(0));
    }
    if first == "IMG" && out.sectors.is_empty() {
        out.sectors.push(own);
    }
    out.sectors.extend(faiths);
    if !own.is_empty() {
        out.sectors.push(own);
    }
    let mut seen = Vec::new();
    out.sectors.retain(|s| {
        !seen.contains(s) && {
            seen.push(*s);
            true
        }
    });
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cameo_codes_become_a_code_and_sectors() {
        let table: &[(&str, &str, &[&str])] = &[
            ("USA", "USA", &[]),
            ("USAGOV", "USA", &["GOV"]),
            ("usagovmil", "USA", &["GOV", "MIL"]),
            ("PSEREBHMS", "PSE", &["REB"]),
            ("PALREB", "PSE", &["REB"]),
            ("IGOUNO", "UNO", &["IGO"]),
            ("IGOEUREEC", "EUR", &["IGO"]),
            ("IGOWSTNAT", "NAT", &["IGO"]),
            ("IGOAFRAFU", "IGO", &["IGO"]),
            ("NGOHRIAMN", "NGO", &["HRI", "NGO"]),
            ("IRQMUSREB", "IRQ", &["REB", "MOS"]),
            ("MOSREB", "", &["REB", "MOS"]),
            ("MUSGOV", "MUS", &["GOV"]),
            ("IMGMUSALQ", "", &["UAF", "MOS"]),
            ("RUSMED", "RUS", &["JRN"]),
            ("RUSHLH", "RUS", &["MED"]),
            ("DNKFROGOV", "FRO", &["GOV"]),
            ("HOBGOV", "HOB", &["GOV"]),
            ("REB", "", &["REB"]),
        ];
        for (written, code, sectors) in table {
            let read = actor_code(written).unwrap();
            assert_eq!((read.code.as_str(), read.sectors.as_slice()), (*code, *sectors), "{written}");
        }
        assert!(["---", "###", "+++", ""].iter().all(|c| actor_code(c).is_none()));
    }

    #[test]
    fn every_sector_named_is_one() {
        let all = ROLES.iter().chain(FAITHS).map(|(_, s)| *s).chain(BODIES.iter().map(|b| b.2));
        for s in all {
            assert!(crate::sector_name(s).is_some(), "{s}");
        }
    }
}
