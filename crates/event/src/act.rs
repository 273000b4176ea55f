//! The sixteen acts of PLOVER and the four quadrants they fall into.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What was done, in PLOVER's sixteen categories (PLOVER manual, draft 2.0, Open Event Data Alliance).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Act {
    /// Agree to, promise, pledge or accept an act of cooperation.
    Agree,
    /// Meet, visit, telephone, host, mediate, negotiate.
    Consult,
    /// Diplomatic cooperation: praise, endorse, recognise, sign, apologise.
    Support,
    /// Yield in words: announce an easing, accept a demand.
    Concede,
    /// Material cooperation: exercises, extradition, sharing, trade carried out.
    Cooperate,
    /// Give money, goods, arms, shelter, protection.
    Aid,
    /// Yield in deeds: release, withdraw, reopen, disarm.
    Retreat,
    /// Ask, urge, demand, propose.
    Request,
    /// Disapprove, blame, allege, investigate.
    Accuse,
    /// Refuse, decline, veto, break off.
    Reject,
    /// Warn of harm, give an ultimatum.
    Threaten,
    /// Demonstrate, strike, riot, boycott.
    Protest,
    /// Reduce or cut relations, trade, aid; expel.
    Sanction,
    /// Move, mass or alert forces; test weapons.
    Mobilize,
    /// Repress or force without open violence: arrest, seize, ban, censor, blockade.
    Coerce,
    /// Violence against people or places.
    Assault,
}

impl Act {
    /// All acts, in PLOVER's order.
    pub const ALL: [Act; 16] = [
        Act::Agree,
        Act::Consult,
        Act::Support,
        Act::Concede,
        Act::Cooperate,
        Act::Aid,
        Act::Retreat,
        Act::Request,
        Act::Accuse,
        Act::Reject,
        Act::Threaten,
        Act::Protest,
        Act::Sanction,
        Act::Mobilize,
        Act::Coerce,
        Act::Assault,
    ];

    /// The name, upper case as PLOVER writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        [
            "AGREE",
            "CONSULT",
            "SUPPORT",
            "CONCEDE",
            "COOPERATE",
            "AID",
            "RETREAT",
            "REQUEST",
            "ACCUSE",
            "REJECT",
            "THREATEN",
            "PROTEST",
            "SANCTION",
            "MOBILIZE",
            "COERCE",
            "ASSAULT",
        ][self as usize]
    }

    /// The act of that name; `None` where there is none.
    #[must_use]
    pub fn parse(name: &str) -> Option<Act> {
        Self::ALL.into_iter().find(|a| a.as_str() == name)
    }

    /// Its quadrant.
    #[must_use]
    pub fn quad(self) -> Quad {
        match self {
            Act::Agree | Act::Consult | Act::Support | Act::Concede => Quad::VerbalCooperation,
            Act::Cooperate | Act::Aid | Act::Retreat => Quad::MaterialCooperation,
            Act::Request | Act::Accuse | Act::Reject | Act::Threaten => Quad::VerbalConflict,
            Act::Protest | Act::Sanction | Act::Mobilize | Act::Coerce | Act::Assault => Quad::MaterialConflict,
        }
    }

    /// The modes that PLOVER gives it (`mode` of an event); empty where the category has none.
    #[must_use]
    pub fn modes(self) -> &'static [&'static str] {
        match self {
            Act::Consult => &["visit", "third-party", "multilateral", "phone"],
            Act::Aid => &["economic", "military", "humanitarian", "asylum", "rights"],
            Act::Retreat => &["withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"],
            Act::Request => &["assist", "change", "yield", "meet", "mediate", "investigate"],
            Act::Accuse => &["disapprove", "investigate", "allege"],
            Act::Reject => &["assist", "change", "yield", "meet"],
            Act::Threaten => &["restrict", "ban", "arrest", "relations", "expel", "territory", "violence"],
            Act::Protest => &["demo", "riot", "strike", "hunger", "boycott", "obstruct"],
            Act::Sanction => &["convict", "expel", "withdraw", "discontinue"],
            Act::Mobilize => &["troops", "weapons", "police", "militia", "fire"],
            Act::Coerce => &[
                "seize",
                "restrict",
                "ban",
                "censor",
                "martial-law",
                "arrest",
                "deport",
                "withhold",
                "misinformation",
                "cyber",
            ],
            Act::Assault => &[
                "beat",
                "torture",
                "execute",
                "sexual",
                "assassinate",
                "primitive",
                "firearms",
                "explosives",
                "suicide-attack",
                "heavy-weapons",
                "crowd-control",
                "drone",
                "cyber",
                "kidnap",
                "cleansing",
            ],
            Act::Agree | Act::Support | Act::Concede | Act::Cooperate => &[],
        }
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Verbal or material, cooperation or conflict (Schrodt and Yonamine; PLOVER manual, "Quad counts").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Quad {
    /// AGREE CONSULT SUPPORT CONCEDE.
    #[serde(rename = "verbal cooperation")]
    VerbalCooperation,
    /// COOPERATE AID RETREAT.
    #[serde(rename = "material cooperation")]
    MaterialCooperation,
    /// REQUEST ACCUSE REJECT THREATEN.
    #[serde(rename = "verbal conflict")]
    VerbalConflict,
    /// PROTEST SANCTION MOBILIZE COERCE ASSAULT.
    #[serde(rename = "material conflict")]
    MaterialConflict,
}

impl Quad {
    /// 1 to 4, as PLOVER and GDELT number them.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// In words, `verbal cooperation`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"][self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_quads_count() {
        for a in Act::ALL {
            assert_eq!(Act::parse(a.as_str()), Some(a));
        }
        let count = |q| Act::ALL.iter().filter(|a| a.quad() == q).count();
        assert_eq!(
            [
                count(Quad::VerbalCooperation),
                count(Quad::MaterialCooperation),
                count(Quad::VerbalConflict),
                count(Quad::MaterialConflict)
            ],
            [4, 3, 4, 5]
        );
    }
}
