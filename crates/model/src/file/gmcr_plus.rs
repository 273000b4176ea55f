//! GMCR+'s save files (`.gmcr`, JSON) to [`ConflictFile`].
//!
//! The format as the program's published source and examples have it (Kinsara, Petersons, Hipel and Kilgour, Group
//! Decision and Negotiation 24, 2015; the program's own schema is not valid JSON). `options` lists all options with `name`
//! and `permittedDirection` (`both`, `fwd`: to yes only, `back`: to no only). `decisionMakers` have `name`, `options` (places
//! in that list, from 0) and `preferences`, most important first: a condition is a list of `[place, "Y" or "N"]` that must all
//! hold, or `{"compound": true, "members": […]}` of which one must. `infeasibles` lists conditions that cannot be. If
//! `useManualPreferenceRanking` is true (`…Vectors` in old files), `preferenceRanking` (`preferenceVector`) ranks states by
//! number, best first, ties in brackets, and counts instead of the statements. Some files have `misperceptions`: conditions
//! whose states a decision maker does not perceive.
//!
//! The numbers of states agree with ours where options stand in the order of their decision makers; elsewhere they are
//! translated. A save file has no status quo: all options are written as not chosen now. Coalitions are left out.

use super::lower::{check, check_ranking};
use super::{ConflictFile, ConflictOption, DecisionMaker, Infeasible, Preference, Ranking, Unaware};
use detente_event::{Diagnostic, Severity, Span};
use detente_gmcr::{Moves, States};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// States up to which a ranking is translated to another order of options.
const MOST_STATES: u64 = 1 << 20;
/// Findings reported at most.
const MOST_FINDINGS: usize = 50;

/// Reads a save file of GMCR+. The file is given if no finding is an error.
#[must_use]
pub fn parse_gmcr_plus(text: &str) -> (Option<ConflictFile>, Vec<Diagnostic>) {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(e) => {
            let line_start = text.split_inclusive('\n').take(e.line().saturating_sub(1)).map(str::len).sum::<usize>();
            let mut at = (line_start + e.column().saturating_sub(1)).min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let d = Diagnostic::error("DT0330", Span::new(at, at), format!("this is not JSON: {e}"));
            return (None, vec![d.help("a GMCR+ save file is one JSON object; save it again from GMCR+")]);
        }
    };
    let mut reader = Reader { found: Vec::new(), names: Vec::new() };
    let file = reader.file(&value);
    let mut found = reader.found;
    if let Some(file) = file.as_ref().filter(|_| found.iter().all(|d| d.severity != Severity::Error)) {
        found.extend(check(file).1);
    }
    if found.len() > MOST_FINDINGS {
        let rest = found.len() - MOST_FINDINGS;
        found.truncate(MOST_FINDINGS);
        found.push(Diagnostic::error("DT0300", None, format!("{rest} more findings are not shown")));
    }
    let usable = found.iter().all(|d| d.severity != Severity::Error);
    (file.filter(|_| usable), found)
}

struct Reader {
    found: Vec<Diagnostic>,
    /// Each option's name in formulas, by its place in the save file.
    names: Vec<String>,
}

impl Reader {
    /// JSON values carry no place, so the message names the path to them.
    fn error(&mut self, path: &str, message: impl std::fmt::Display, help: &str) {
        self.found.push(Diagnostic::error("DT0331", None, format!("{path}: {message}")).help(help));
    }

    fn list<'v>(&mut self, of: &'v Map<String, Value>, key: &str, path: &str, needed: bool) -> &'v [Value] {
        match of.get(key) {
            Some(Value::Array(list)) => list,
            None if !needed => &[],
            _ => {
                self.error(path, format!("`{key}` should be a list"), "is this a GMCR+ save file?");
                &[]
            }
        }
    }

    fn file(&mut self, value: &Value) -> Option<ConflictFile> {
        let Value::Object(top) = value else {
            self.error("the file", "it should be one JSON object", "is this a GMCR+ save file?");
            return None;
        };
        let options = self.list(top, "options", "the file", true);
        let makers = self.list(top, "decisionMakers", "the file", true);
        let infeasible = self.list(top, "infeasibles", "the file", false);
        let by_hand = ["useManualPreferenceRanking", "useManualPreferenceVectors"];
        let ranked = by_hand.iter().any(|k| top.get(*k).and_then(Value::as_bool) == Some(true));
        let mut file = ConflictFile::default();
        // The place in the save file of each of our options, in our order.
        let mut order: Vec<usize> = Vec::new();
        self.names = vec![String::new(); options.len()];
        let (mut ids, nothing) = (BTreeSet::new(), Map::new());
        for (k, value) in makers.iter().enumerate() {
            let path = format!("decisionMakers[{k}]");
            let table = value.as_object().unwrap_or(&nothing);
            let name = self.name(table, &path).unwrap_or_else(|| format!("Decision maker {}", k + 1));
            let mut dm = DecisionMaker { id: id(&name, "dm", &mut ids), name, ..DecisionMaker::default() };
            let mut own = BTreeSet::new();
            for place in self.list(table, "options", &path, true) {
                let at = place.as_u64().and_then(|p| usize::try_from(p).ok()).filter(|p| *p < options.len());
                let Some(at) = at else {
                    self.error(&path, format!("there is no option {place}"), "options are counted from 0");
                    continue;
                };
                if order.contains(&at) {
                    self.error(&path, format!("option {at} has two owners"), "give it to one decision maker");
                    continue;
                }
                let option = self.option(&options[at], at, &mut own);
                self.names[at] = format!("{}.{}", dm.id, option.id);
                order.push(at);
                dm.options.push(option);
            }
            file.decision_makers.push(dm);
        }
        let unowned: Vec<usize> = (0..options.len()).filter(|at| !order.contains(at)).collect();
        for at in unowned {
            self.error(&format!("options[{at}]"), "no decision maker has this option", "give it to one, or remove it");
        }
        for (k, value) in infeasible.iter().enumerate() {
            if let Some(when) = self.condition(value, &format!("infeasibles[{k}]")) {
                file.infeasible.push(Infeasible { when, ..Infeasible::default() });
            }
        }
        for (k, value) in makers.iter().enumerate() {
            let table = value.as_object().unwrap_or(&nothing);
            let path = format!("decisionMakers[{k}]");
            for (n, value) in self.list(table, "misperceptions", &path, false).iter().enumerate() {
                if let Some(when) = self.condition(value, &format!("{path}.misperceptions[{n}]")) {
                    file.decision_makers[k].unaware.push(Unaware::When(Infeasible { when, ..Infeasible::default() }));
                }
            }
            if ranked {
                file.decision_makers[k].ranking = self.ranking(table, &path);
                continue;
            }
            let mut seen = BTreeSet::new();
            for (n, value) in self.list(table, "preferences", &path, true).iter().enumerate() {
                if let Some(that) = self.condition(value, &format!("{path}.preferences[{n}]"))
                    && seen.insert(that.clone())
                {
                    file.decision_makers[k].prefers.push(Preference::new(that));
                }
            }
        }
        if ranked && self.found.is_empty() && !order.is_sorted() {
            self.renumber(&mut file, &order);
        }
        Some(file)
    }

    fn name(&mut self, table: &Map<String, Value>, path: &str) -> Option<String> {
        match table.get("name") {
            Some(Value::String(name)) if !name.trim().is_empty() => Some(name.trim().to_owned()),
            Some(Value::String(_)) => None,
            _ => {
                self.error(path, "it has no `name`", "is this a GMCR+ save file?");
                None
            }
        }
    }

    fn option(&mut self, value: &Value, at: usize, own: &mut BTreeSet<String>) -> ConflictOption {
        let path = format!("options[{at}]");
        let nothing = Map::new();
        let table = value.as_object().unwrap_or(&nothing);
        let name = self.name(table, &path).unwrap_or_else(|| format!("Option {}", at + 1));
        let direction = table.get("permittedDirection").or_else(|| table.get("reversibility"));
        let moves = match direction.and_then(Value::as_str) {
            Some("both") => Moves::Both,
            Some("fwd") => Moves::ToYes,
            Some("back") => Moves::ToNo,
            _ => {
                self.error(&path, "`permittedDirection` should be \"both\", \"fwd\" or \"back\"", "correct it");
                Moves::Both
            }
        };
        ConflictOption { id: id(&name, "option", own), name, moves, ..ConflictOption::default() }
    }

    fn condition(&mut self, value: &Value, path: &str) -> Option<String> {
        match value {
            Value::Array(parts) => self.conjunction(parts, path),
            Value::Object(table) => {
                let members = self.list(table, "members", path, true);
                let mut words = Vec::new();
                for (k, member) in members.iter().enumerate() {
                    let parts = member.as_array().map_or(&[][..], Vec::as_slice);
                    let one = self.conjunction(parts, &format!("{path}.members[{k}]"))?;
                    words.push(if parts.len() > 1 && members.len() > 1 { format!("({one})") } else { one });
                }
                (!words.is_empty()).then(|| words.join(" or "))
            }
            _ => {
                self.error(path, "this is no condition", "a condition is a list of [option, \"Y\" or \"N\"]");
                None
            }
        }
    }

    fn conjunction(&mut self, parts: &[Value], path: &str) -> Option<String> {
        let mut words = Vec::new();
        for part in parts {
            let place = part.get(0).and_then(Value::as_u64).and_then(|p| usize::try_from(p).ok());
            let name = place.and_then(|p| self.names.get(p)).filter(|n| !n.is_empty()).cloned();
            match (name, part.get(1).and_then(Value::as_str)) {
                (Some(name), Some("Y")) => words.push(name),
                (Some(name), Some("N")) => words.push(format!("not {name}")),
                _ => {
                    let help = "a condition is a list of [option, \"Y\" or \"N\"], options counted from 0";
                    self.error(path, format!("{part} is no part of a condition"), help);
                    return None;
                }
            }
        }
        if words.is_empty() {
            self.error(path, "an empty condition holds everywhere", "remove it");
            return None;
        }
        Some(words.join(" and "))
    }

    fn ranking(&mut self, table: &Map<String, Value>, path: &str) -> Option<Ranking> {
        let key = if table.contains_key("preferenceRanking") { "preferenceRanking" } else { "preferenceVector" };
        let mut classes = Vec::new();
        for item in self.list(table, key, path, true) {
            let one = std::slice::from_ref(item);
            let tied = item.as_array().map_or(one, Vec::as_slice);
            let number = |v: &Value| v.as_u64().and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0);
            let class: Option<Vec<usize>> = tied.iter().map(number).collect();
            match class {
                Some(class) => classes.push(class),
                None => self.error(path, format!("`{key}` has {item}"), "states are whole numbers counted from 1"),
            }
        }
        Some(Ranking { classes, ..Ranking::default() })
    }

    /// State numbers under the save file's order of options to those under ours.
    fn renumber(&mut self, file: &mut ConflictFile, order: &[usize]) {
        let mut bare = file.clone();
        bare.decision_makers.iter_mut().for_each(|d| d.ranking = None);
        let states = match super::lower(&bare).map(|c| States::of(&c, MOST_STATES)) {
            Ok(Ok(states)) => states,
            Ok(Err(e)) => return self.error("the rankings", e, "give preferences by statements instead"),
            Err(found) => return self.found.extend(found),
        };
        // In the save file's numbers, which are the ones its reader knows.
        for dm in &file.decision_makers {
            if let Some(ranking) = &dm.ranking {
                check_ranking(dm, ranking, Some(states.len()), &mut self.found);
            }
        }
        if !self.found.is_empty() {
            return;
        }
        let theirs = |p: usize| {
            let bit = |(ours, place): (usize, &usize)| u128::from(states.value(p, ours)) << place;
            order.iter().enumerate().map(bit).fold(0, |a, b| a | b)
        };
        let mut positions: Vec<usize> = (0..states.len()).collect();
        positions.sort_by_key(|p| theirs(*p));
        let rankings = file.decision_makers.iter_mut().filter_map(|d| d.ranking.as_mut());
        for number in rankings.flat_map(|r| r.classes.iter_mut().flatten()) {
            if let Some(p) = positions.get(*number - 1) {
                *number = p + 1;
            }
        }
    }
}

/// A short name for formulas out of a name in words, unlike those there are.
fn id(name: &str, kind: &str, taken: &mut BTreeSet<String>) -> String {
    let mut word = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !word.ends_with('_') && !word.is_empty() {
            word.push('_');
        }
    }
    let word: String = word.trim_end_matches('_').chars().take(32).collect();
    let word = word.trim_end_matches('_');
    let base = if word.is_empty() || super::is_reserved(word) { format!("{kind}_{word}") } else { word.to_owned() };
    let base = base.trim_end_matches('_').to_owned();
    let mut chosen = base.clone();
    let mut n = 2;
    while !taken.insert(chosen.clone()) {
        chosen = format!("{base}_{n}");
        n += 1;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{lower, parse, write};
    use detente_gmcr::{Concept, Limits, analyze};

    const SAVED: &str = r#"{"program": "gmcr-py", "version": "0.3.6", "useManualPreferenceRanking": false,
      "options": [{"name": "Air Strike", "permittedDirection": "fwd"}, {"name": "Blockade", "permittedDirection": "both"},
                  {"name": "Withdraw", "permittedDirection": "both"}, {"name": "Not", "permittedDirection": "back"}],
      "decisionMakers": [
        {"name": "US", "options": [0, 1], "preferences": [[[2, "Y"]], {"compound": true, "members": [[[0, "N"], [2, "Y"]], [[3, "N"]]]}]},
        {"name": "USSR", "options": [2, 3], "preferences": [[[3, "N"]], [[0, "N"]]], "misperceptions": [[[1, "Y"]]]}],
      "infeasibles": [[[2, "Y"], [3, "Y"]]]}"#;

    #[test]
    fn a_save_file_is_read() {
        let (file, found) = parse_gmcr_plus(SAVED);
        assert_eq!(found, []);
        let text = write(&file.unwrap());
        for line in [
            "id = \"air_strike\"",
            "moves = \"to_yes\"",
            "id = \"option_not\"",
            "moves = \"to_no\"",
            "that = \"(not us.air_strike and ussr.withdraw) or not ussr.option_not\"",
            "when = \"ussr.withdraw and ussr.option_not\"",
            "of = \"us.blockade\"",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        let (file, found) = parse(&text);
        assert_eq!(found, []);
        assert_eq!(States::of(&lower(&file.unwrap()).unwrap(), 100).unwrap().len(), 12);
    }

    /// The same game, the options listed the other way round: the same states in other numbers.
    #[test]
    fn rankings_follow_their_states() {
        let game = |options: [usize; 2], rankings: [&str; 2]| {
            let text = format!(
                r#"{{"useManualPreferenceVectors": true, "infeasibles": [],
                  "options": [{{"name": "a", "permittedDirection": "both"}}, {{"name": "b", "permittedDirection": "both"}}],
                  "decisionMakers": [{{"name": "A", "options": [{}], "preferences": [], "preferenceVector": {}}},
                                     {{"name": "B", "options": [{}], "preferences": [], "preferenceVector": {}}}]}}"#,
                options[0], rankings[0], options[1], rankings[1]
            );
            let (file, found) = parse_gmcr_plus(&text);
            assert_eq!(found, []);
            let conflict = lower(&file.unwrap()).unwrap();
            analyze(&conflict, &Limits::default()).unwrap().equilibria(Concept::Nash).unwrap().numbers()
        };
        // Only A's option taken is best for both.
        assert_eq!(game([0, 1], ["[2, [1, 3], 4]", "[2, 1, 3, 4]"]), [2]);
        assert_eq!(game([1, 0], ["[3, [1, 2], 4]", "[3, 1, 2, 4]"]), [2]);
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (from, to, told) in [
            ("\"options\": [0, 1]", "\"options\": [0, 9]", "there is no option 9"),
            ("\"options\": [2, 3]", "\"options\": [1, 2]", "option 1 has two owners"),
            ("\"options\": [2, 3]", "\"options\": [2]", "options[3]: no decision maker has this option"),
            ("[[3, \"N\"]]", "[[3, \"M\"]]", "is no part of a condition"),
            ("\"fwd\"", "\"forward\"", "options[0]: `permittedDirection`"),
            ("\"decisionMakers\"", "\"players\"", "`decisionMakers` should be a list"),
            ("{\"program\"", "{\"program", "this is not JSON"),
        ] {
            assert!(SAVED.contains(from), "{from}");
            let (file, found) = parse_gmcr_plus(&SAVED.replacen(from, to, 1));
            assert!(file.is_none(), "{told}");
            assert!(found.iter().any(|d| d.message.contains(told)), "{told}: {found:?}");
        }
        // Two options listed against the order of their owners: the state left out is named by its number in the save file.
        let short = r#"{"useManualPreferenceRanking": true, "infeasibles": [],
            "options": [{"name": "a", "permittedDirection": "both"}, {"name": "b", "permittedDirection": "both"}],
            "decisionMakers": [{"name": "A", "options": [1], "preferences": [], "preferenceRanking": [1, [2, 3], 4]},
                               {"name": "B", "options": [0], "preferences": [], "preferenceRanking": [4, 3, 1]}]}"#;
        let (file, found) = parse_gmcr_plus(short);
        assert!(file.is_none());
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.contains("leaves out state 2"), "{found:?}");
        assert!(parse_gmcr_plus("[]").0.is_none());
        assert!(parse_gmcr_plus(&"[".repeat(100_000)).0.is_none());
    }
}
