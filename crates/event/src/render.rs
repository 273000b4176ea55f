//! How an act and its status are filed as PLOVER and CAMEO events.
//!
//! The rules are the manuals': what is only announced is not the deed. See METHODS.md, "From act and status to PLOVER".

use crate::{Act, Status, cameo};

/// The PLOVER category of an act with that status.
///
/// - What occurred (or is historical) is its own act. So is a negated one: PLOVER marks it with the auxiliary mode
///   `negation`, except that cooperation not given is REJECT.
/// - Future, weighed or offered CONSULT, SUPPORT, COOPERATE, AID is AGREE. So are CONCEDE and RETREAT: CAMEO's codes for
///   the intent to yield (034, 035) stand under 03.
/// - Future, weighed or conditional PROTEST, SANCTION, MOBILIZE, COERCE, ASSAULT is THREATEN.
/// - Words that are only to be spoken (AGREE, REQUEST, ACCUSE, REJECT, THREATEN) stay what they are.
#[must_use]
pub fn event(act: Act, status: Status) -> Act {
    match status {
        Status::Occurred | Status::Historical => act,
        Status::Negated => match act {
            Act::Agree | Act::Consult | Act::Support | Act::Concede | Act::Cooperate | Act::Aid | Act::Retreat => {
                Act::Reject
            }
            _ => act,
        },
        Status::Planned | Status::Considered | Status::Threatened | Status::Hypothetical => match act {
            Act::Consult | Act::Support | Act::Concede | Act::Cooperate | Act::Aid | Act::Retreat => Act::Agree,
            Act::Protest | Act::Sanction | Act::Mobilize | Act::Coerce | Act::Assault => Act::Threaten,
            other => other,
        },
    }
}

/// The CAMEO code of an act with that mode and status. `own` is the act's code where the words carry one, else empty.
#[must_use]
pub fn cameo(act: Act, mode: Option<&str>, status: Status, own: &str, contexts: &[String]) -> String {
    let own = if cameo::row(own).is_some() { own } else { default_code(act, mode) };
    let about = |name: &str| contexts.iter().any(|c| c == name);
    let code = match status {
        Status::Occurred | Status::Historical => own,
        Status::Negated => match act {
            Act::Consult => "125",
            Act::Agree | Act::Support => "120",
            Act::Cooperate => "121",
            Act::Aid => match mode {
                Some("economic") => "1221",
                Some("military") => "1222",
                Some("humanitarian") => "1223",
                _ => "122",
            },
            Act::Concede | Act::Retreat => match mode {
                Some("release" | "return") => "1243",
                Some("access") => "1245",
                Some("ceasefire" | "withdraw" | "disarm") => "1246",
                _ => "124",
            },
            _ => own,
        },
        Status::Planned | Status::Considered | Status::Threatened | Status::Hypothetical => match act {
            Act::Consult if mode == Some("third-party") && own == "045" => "039",
            Act::Consult => "036",
            Act::Support => "032",
            Act::Cooperate if about("military") => "0312",
            Act::Cooperate if about("economic") => "0311",
            Act::Cooperate => "031",
            Act::Aid => match mode {
                Some("economic") => "0331",
                Some("military") => "0332",
                Some("humanitarian") => "0333",
                _ => "033",
            },
            Act::Concede | Act::Retreat => match mode {
                Some("release" | "return") => "0353",
                Some("access") => "0355",
                Some("ceasefire" | "withdraw" | "disarm") => "0356",
                Some("resign") => "0341",
                _ => "035",
            },
            Act::Sanction => match mode {
                Some("discontinue") => "1311",
                Some("expel" | "withdraw") => "1313",
                _ => "1312",
            },
            Act::Coerce => "132",
            Act::Protest => "133",
            Act::Mobilize => "138",
            Act::Assault => "138",
            Act::Agree | Act::Request | Act::Accuse | Act::Reject | Act::Threaten => own,
        },
    };
    code.to_owned()
}

/// The CAMEO code that an act with that mode has by default.
#[must_use]
pub fn default_code(act: Act, mode: Option<&str>) -> &'static str {
    match (act, mode) {
        (Act::Agree, _) => "030",
        (Act::Consult, Some("visit")) => "042",
        (Act::Consult, Some("phone")) => "041",
        (Act::Consult, Some("third-party")) => "045",
        (Act::Consult, _) => "040",
        (Act::Support, _) => "050",
        (Act::Concede, _) => "080",
        (Act::Cooperate, _) => "060",
        (Act::Aid, Some("economic")) => "071",
        (Act::Aid, Some("military")) => "072",
        (Act::Aid, Some("humanitarian")) => "073",
        (Act::Aid, Some("asylum")) => "075",
        (Act::Aid, _) => "070",
        (Act::Retreat, Some("release")) => "0841",
        (Act::Retreat, Some("return")) => "084",
        (Act::Retreat, Some("access")) => "086",
        (Act::Retreat, Some("ceasefire")) => "0871",
        (Act::Retreat, Some("disarm")) => "0873",
        (Act::Retreat, Some("withdraw")) => "0874",
        (Act::Retreat, Some("resign")) => "0831",
        (Act::Retreat, _) => "080",
        (Act::Request, Some("assist")) => "023",
        (Act::Request, Some("change")) => "024",
        (Act::Request, Some("yield")) => "025",
        (Act::Request, Some("meet")) => "026",
        (Act::Request, Some("mediate")) => "028",
        (Act::Request, _) => "020",
        (Act::Accuse, Some("investigate")) => "090",
        (Act::Accuse, Some("allege")) => "112",
        (Act::Accuse, Some("disapprove")) => "111",
        (Act::Accuse, _) => "110",
        (Act::Reject, Some("assist")) => "122",
        (Act::Reject, Some("change")) => "123",
        (Act::Reject, Some("yield")) => "124",
        (Act::Reject, Some("meet")) => "125",
        (Act::Reject, _) => "120",
        (Act::Threaten, Some("violence" | "territory")) => "138",
        (Act::Threaten, Some("relations" | "expel")) => "131",
        (Act::Threaten, Some("restrict" | "ban" | "arrest")) => "132",
        (Act::Threaten, _) => "130",
        (Act::Protest, Some("demo")) => "141",
        (Act::Protest, Some("hunger")) => "142",
        (Act::Protest, Some("strike" | "boycott")) => "143",
        (Act::Protest, Some("obstruct")) => "144",
        (Act::Protest, Some("riot")) => "145",
        (Act::Protest, _) => "140",
        (Act::Sanction, Some("convict")) => "116",
        (Act::Sanction, Some("expel" | "withdraw")) => "166",
        (Act::Sanction, Some("discontinue")) => "162",
        (Act::Sanction, _) => "160",
        (Act::Mobilize, Some("police")) => "153",
        (Act::Mobilize, Some("troops" | "militia")) => "154",
        (Act::Mobilize, _) => "150",
        (Act::Coerce, Some("seize")) => "171",
        (Act::Coerce, Some("restrict" | "censor")) => "1721",
        (Act::Coerce, Some("ban")) => "1722",
        (Act::Coerce, Some("martial-law")) => "1724",
        (Act::Coerce, Some("arrest")) => "173",
        (Act::Coerce, Some("deport")) => "174",
        (Act::Coerce, Some("cyber")) => "176",
        (Act::Coerce, _) => "170",
        (Act::Assault, Some("beat")) => "182",
        (Act::Assault, Some("torture")) => "1822",
        (Act::Assault, Some("sexual")) => "1821",
        (Act::Assault, Some("assassinate")) => "186",
        (Act::Assault, Some("execute")) => "1823",
        (Act::Assault, Some("kidnap")) => "181",
        (Act::Assault, Some("suicide-attack")) => "1831",
        (Act::Assault, Some("explosives")) => "183",
        (Act::Assault, Some("firearms" | "primitive")) => "193",
        (Act::Assault, Some("heavy-weapons")) => "194",
        (Act::Assault, Some("drone")) => "1952",
        (Act::Assault, Some("crowd-control")) => "175",
        (Act::Assault, Some("cleansing")) => "203",
        (Act::Assault, _) => "190",
    }
}

/// The Goldstein score of a CAMEO code; 0 for a code that is not one.
#[must_use]
pub fn goldstein(code: &str) -> f64 {
    cameo::row(code).map_or(0.0, |r| r.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_happen_is_not_what_happened() {
        for act in Act::ALL {
            for status in [Status::Planned, Status::Considered, Status::Threatened, Status::Hypothetical] {
                assert!(
                    !matches!(
                        event(act, status).quad(),
                        crate::Quad::MaterialConflict | crate::Quad::MaterialCooperation
                    ),
                    "{act} {status}"
                );
            }
        }
        assert_eq!(event(Act::Consult, Status::Planned), Act::Agree);
        assert_eq!(event(Act::Retreat, Status::Planned), Act::Agree);
        assert_eq!(cameo(Act::Consult, None, Status::Planned, "", &[]), "036");
        assert_eq!(goldstein("036"), 4.0);
    }

    #[test]
    fn every_default_code_exists_and_falls_in_its_quadrant() {
        for act in Act::ALL {
            for mode in act.modes().iter().map(|m| Some(*m)).chain([None]) {
                assert!(cameo::row(default_code(act, mode)).is_some(), "{act} {mode:?}");
            }
        }
    }
}
