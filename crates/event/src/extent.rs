//! How much and how many: the numbers of an event, as ranges, since reports say "at least" and "dozens".

use serde::{Deserialize, Serialize, Serializer};

/// A number of people: both ends the same where the words give one number, an end null where they leave it open.
///
/// "12" is 12 to 12, "at least 12" has no high end, "up to 30" no low one. A plural without a number means at least
/// two of it: "dozens" is 24 or more, "hundreds" 200 or more. "About 12" counts as 12; the words are kept beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The least number.
    pub low: Option<u64>,
    /// The greatest number.
    pub high: Option<u64>,
}

/// The killed and the injured that the words give for an act of violence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Casualties {
    /// The dead.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub killed: Option<Count>,
    /// The wounded and injured.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub injured: Option<Count>,
    /// The words of the numbers, those of the dead first, joined by `; `.
    pub text: String,
}

impl Casualties {
    /// Takes over what the other knows and this one does not. Both are of the same occurrence.
    pub fn fill(&mut self, other: &Casualties) {
        let (killed, injured) =
            (self.killed.is_none() && other.killed.is_some(), self.injured.is_none() && other.injured.is_some());
        if killed {
            self.killed = other.killed;
        }
        if injured {
            self.injured = other.injured;
        }
        if (killed || injured) && !self.text.contains(&other.text) {
            self.text = match other.text.contains(&self.text) {
                true => other.text.clone(),
                false if killed => format!("{}; {}", other.text, self.text),
                false => format!("{}; {}", self.text, other.text),
            };
        }
    }
}

/// How much or how many of a thing is given, sent, seized, withdrawn, demanded: `50 million dollars`, `4,000 troops`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The least, as [`Count::low`].
    #[serde(serialize_with = "plain", default)]
    pub low: Option<f64>,
    /// The most, as [`Count::high`].
    #[serde(serialize_with = "plain", default)]
    pub high: Option<f64>,
    /// What is counted, in the words of the text (`troops`, `Patriot missiles`); `dollars`, `euros`, `pounds`, `yen`
    /// for a currency's sign before the number, `percent` for a percentage.
    pub unit: String,
    /// The words it was read from.
    pub text: String,
}

/// A whole number without `.0`.
#[allow(clippy::cast_possible_truncation, clippy::trivially_copy_pass_by_ref)] // below 2^53; serde gives a reference
fn plain<S: Serializer>(value: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(v) if v.fract() == 0.0 && v.abs() < 9e15 => to.serialize_i64(*v as i64),
        Some(v) => to.serialize_f64(*v),
        None => to.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_of_numbers_is_plain_and_comes_back() {
        let q = Quantity { low: Some(5e7), high: None, unit: "dollars".into(), text: "at least $50 million".into() };
        let json = serde_json::to_string(&q).unwrap();
        assert_eq!(json, r#"{"low":50000000,"high":null,"unit":"dollars","text":"at least $50 million"}"#);
        assert_eq!(serde_json::from_str::<Quantity>(&json).unwrap(), q);
        let half = Quantity { low: Some(2.5), high: Some(2.5), ..q };
        assert!(serde_json::to_string(&half).unwrap().starts_with(r#"{"low":2.5,"high":2.5"#));
    }

    #[test]
    fn what_one_mention_lacks_another_gives() {
        let count = |n| Some(Count { low: Some(n), high: Some(n) });
        let mut a = Casualties { killed: None, injured: count(30), text: "30 wounded".into() };
        a.fill(&Casualties { killed: count(12), injured: count(9), text: "12 dead".into() });
        assert_eq!((a.killed, a.injured), (count(12), count(30)));
        assert_eq!(a.text, "12 dead; 30 wounded");
        let mut one = Casualties { killed: count(12), injured: None, text: "12 dead".into() };
        one.fill(&a);
        assert_eq!(one, a);
    }
}
