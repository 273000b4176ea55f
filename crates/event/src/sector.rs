//! PLOVER's sectors: what kind of actor it is.

/// Sector codes with their names (PLOVER manual, "Sector codes"; the religious ones as POLECAT has them).
pub const SECTORS: &[(&str, &str)] = &[
    ("GOV", "government"),
    ("MIL", "military"),
    ("COP", "police"),
    ("JUD", "courts"),
    ("LEG", "legislature"),
    ("SPY", "intelligence"),
    ("PTY", "political party"),
    ("OPP", "opposition"),
    ("REB", "rebels"),
    ("UAF", "irregular armed force"),
    ("SEP", "separatists"),
    ("CRM", "criminals"),
    ("CVL", "civilians"),
    ("BUS", "business"),
    ("EDU", "education"),
    ("JRN", "journalists and media"),
    ("REL", "religious body"),
    ("LAB", "labour"),
    ("REF", "refugees"),
    ("MED", "health"),
    ("AGR", "agriculture"),
    ("HRI", "human rights group"),
    ("NGO", "non-governmental organisation"),
    ("IGO", "intergovernmental organisation"),
    ("MNC", "company"),
    ("ELI", "former official or notable"),
    ("SET", "settlers"),
    ("SOC", "social group"),
    ("STU", "students"),
    ("ENV", "environmental group"),
    ("JNK", "not an actor"),
    ("PRM", "paramilitary"),
    ("PRE", "partially recognised state"),
    ("JEW", "Jewish community"),
    ("MOS", "Muslim community"),
    ("BUD", "Buddhist community"),
    ("CHR", "Christian community"),
    ("HIN", "Hindu community"),
    ("UNK", "unknown"),
];

/// The name of a sector code; `None` for a code that is not one.
#[must_use]
pub fn sector_name(code: &str) -> Option<&'static str> {
    SECTORS.iter().find(|(c, _)| *c == code).map(|(_, n)| *n)
}
