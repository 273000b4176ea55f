//! Whether words speak of an act or a thing at stake.

use super::naming::clean;
use super::options::Choice;
use super::words::{affirmed, distinctive, is_converse, is_leaving, shared, stems};
use detente_event::begins_with_verb;

/// Whether two acts in the base form are the same: `leave El Fasher`, `withdraw from El Fasher`.
#[must_use]
pub fn same_act(one: &str, other: &str) -> bool {
    names(one, other) > 0.0 && names(other, one) > 0.0
}

/// How much of a thing at stake, or of an act, `text` names; 0 where it is about another.
pub(super) fn names(text: &str, object: &str) -> f64 {
    let stake = distinctive(&clean(object));
    let (act, told_act) = (begins_with_verb(object), begins_with_verb(text));
    // What is absent is not named, unless the act itself is to do without it.
    let told = stems(if act { text } else { affirmed(text) });
    let share = shared(&stake, &told);
    let enough = if act && !told_act { 0.67 } else { 0.5 };
    // An act is named by its noun too: `the filling`.
    let noun = || act && text.split_whitespace().any(|w| w.ends_with("ing") && stems(w).first() == stake.first());
    match (act, told_act) {
        _ if stake.is_empty() => 0.0,
        (true, true) if is_converse(object, text) => 1.0,
        // Two acts are the same only where their verbs are: who asks to leave a city does not ask to block its road.
        (true, true) if stake.first() != told.first() => 0.0,
        // One that is asked for with another is named by itself: `open its market and end its tax`.
        (true, true) if !is_leaving(object) && shared(&told, &stake) >= 0.6 => share.max(0.6),
        // To leave a city is more than to leave its airport.
        (true, true) if is_leaving(object) && shared(&told, &stake).min(share) < 0.67 => 0.0,
        _ if share >= enough => share,
        _ if noun() => share.max(0.1),
        _ => 0.0,
    }
}

/// The choice of which a text names most, the first of equals.
pub(super) fn most_named(list: &[Choice], text: &str, fits: impl Fn(&Choice) -> bool) -> Option<usize> {
    let named = list.iter().enumerate().filter(|(_, c)| fits(c)).map(|(k, c)| (k, c.named_in(text)));
    let best = named.filter(|(_, n)| *n > 0.0).reduce(|a, b| if b.1 > a.1 { b } else { a });
    best.map(|(k, _)| k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_named_by_its_verb_and_what_it_is_done_to() {
        let is = |text: &str, object: &str| names(text, object) > 0.0;
        assert!(is("the Tomahawk missiles", "long-range Tomahawk missiles"));
        assert!(is("leave El Fasher", "withdraw from El Fasher"));
        assert!(!is("withdraw from El Fasher", "withdraw its forces from the airport of El Fasher"));
        assert!(!is("open the road to El Fasher", "block the road to El Fasher"));
        assert!(is("receive drones from Egypt", "deliver drones to the Sudanese army"));
        // What is absent is not spoken of.
        assert!(!is("fill the dam without an agreement", "agreement"));
        assert!(is("fill the dam without an agreement", "fill the reservoir without an agreement"));
        assert!(is("the filling", "fill the reservoir"));
        assert!(same_act("leave El Fasher", "withdraw from El Fasher"));
        assert!(!same_act("let convoys into El Fasher", "leave El Fasher"));
    }
}
