//! A state's certificates, told in sentences.

use super::conflict::{self, Told};
use detente_gmcr::{Checker, Concept, Deterred, Explainer, Explanation, Proof, StateRef, Step, Verdict};
use std::fmt::Write as _;

/// Improvements told with their sanctions for one verdict; the rest are counted.
const TOLD: usize = 6;

/// The explanation of one state, checked by the checker that shares nothing with the engines.
pub fn explanation(told: &Told, number: usize, concepts: &[Concept], most: u64) -> Result<Explanation, String> {
    let explainer = Explainer::new(&told.model, most).map_err(|e| e.to_string())?;
    let found = explainer.explain(number, concepts).map_err(|e| e.to_string())?;
    let checker = Checker::new(&told.model);
    for verdict in found.standings.iter().flat_map(|s| &s.verdicts) {
        checker.check(verdict).map_err(|refusal| {
            format!("a verdict on state {number} was refused by the checker ({refusal:?}): please report this")
        })?;
    }
    Ok(found)
}

/// The explanation as text.
pub fn text(told: &Told, found: &Explanation) -> String {
    let mut out = told.state(found.state.number);
    if let Some(first) = out.get(..1) {
        out = first.to_uppercase() + &out[1..];
    }
    out.push_str(".\n");
    let names: Vec<&str> = found.equilibrium.iter().map(|c| conflict::name(*c)).collect();
    let asked: Vec<&str> =
        found.standings.first().map_or(&[][..], |s| &s.verdicts).iter().map(|v| conflict::name(v.concept)).collect();
    let _ = match (names.len(), asked.len()) {
        (0, _) => writeln!(out, "It is no equilibrium under {}.", join(&asked, "or")),
        (a, b) if a == b => writeln!(out, "It is an equilibrium under {}.", join(&names, "and")),
        _ => {
            let not: Vec<&str> = asked.iter().filter(|a| !names.contains(a)).copied().collect();
            writeln!(out, "It is an equilibrium under {}, but not under {}.", join(&names, "and"), join(&not, "or"))
        }
    };
    for (i, s) in found.standings.iter().enumerate() {
        let who = told.maker(i);
        let _ = writeln!(out, "\n{who} likes {} and {} less.", states(s.better, "better"), count(s.worse));
        let _ = match (s.moves.len(), s.improvements.len()) {
            (0, _) => writeln!(out, "It has no move from here, so the state is stable for it under every concept."),
            (_, 0) => writeln!(
                out,
                "It could move to {}, but would gain by none of it: the state is stable for it under every concept.",
                numbers(&s.moves)
            ),
            (_, _) => writeln!(out, "It would gain by moving to {}.", numbers(&s.improvements)),
        };
        if s.improvements.is_empty() {
            continue;
        }
        for verdict in &s.verdicts {
            tell(&mut out, told, who, verdict);
        }
    }
    out
}

fn tell(out: &mut String, told: &Told, who: &str, v: &Verdict) {
    let name = conflict::name(v.concept);
    match &v.proof {
        Proof::Undeterred { improvement, answers } => {
            let _ = write!(out, "  {name}: unstable. {who} moves to {}", told.state(improvement.number));
            let _ = match (v.concept, answers.len()) {
                (Concept::Nash, _) => writeln!(out, ", which it likes better."),
                (_, 0) => writeln!(out, ", and nobody {} from there.", would(v.concept, "moves", "would move")),
                (_, n) => {
                    let answer = would(v.concept, "answer", "credible answer");
                    let which = numbers(&answers.iter().map(|a| a.to).collect::<Vec<_>>());
                    let no_worse = if escapes(v.concept) { "no better off for good" } else { "no better off" };
                    if n == 1 {
                        writeln!(out, ", and the only {answer} from there ({which}) does not leave it {no_worse}.")
                    } else {
                        writeln!(out, ", and none of the {n} {answer}s from there ({which}) leaves it {no_worse}.")
                    }
                }
            };
        }
        Proof::Deterred(list) => {
            let _ = writeln!(out, "  {name}: stable, since every gain can be answered.");
            for d in list.iter().take(TOLD) {
                let _ = writeln!(out, "    {}", deterred(told, who, v.concept, d));
            }
            if list.len() > TOLD {
                let _ = writeln!(out, "    and so for {} more.", list.len() - TOLD);
            }
        }
    }
}

fn deterred(told: &Told, who: &str, concept: Concept, d: &Deterred) -> String {
    let step = |s: &Step| format!("{} moves to state {}", told.maker(s.decision_maker), s.to.number);
    let steps: Vec<String> = d.path.iter().map(step).collect();
    let gain = would(concept, "", if steps.len() == 1 { ", gaining by it" } else { ", each gaining by it" });
    let end = if escapes(concept) {
        "which it likes no better and cannot leave for anything better"
    } else {
        "which it likes no better"
    };
    let last = d.path.last().map_or_else(String::new, |s| told.state(s.to.number));
    format!("If {who} moves to state {}, {}{gain}: {last}, {end}.", d.improvement.number, steps.join(", then "))
}

/// The wording for moves of any kind, or for improvements only.
fn would<'a>(concept: Concept, any: &'a str, credible: &'a str) -> &'a str {
    if matches!(concept, Concept::Seq | Concept::Sseq) { credible } else { any }
}

fn escapes(concept: Concept) -> bool {
    matches!(concept, Concept::Smr | Concept::Sseq)
}

fn states(n: usize, how: &str) -> String {
    if n == 1 { format!("1 state {how}") } else { format!("{n} states {how}") }
}

fn count(n: usize) -> String {
    if n == 0 { "none".into() } else { n.to_string() }
}

fn numbers(list: &[StateRef]) -> String {
    let mut numbers: Vec<usize> = list.iter().map(|s| s.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let more = numbers.len().saturating_sub(12);
    let mut words: Vec<String> = numbers.iter().take(12).map(usize::to_string).collect();
    if more > 0 {
        words.push(format!("{more} more"));
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    format!("{} {}", if numbers.len() == 1 { "state" } else { "states" }, join(&words, "and"))
}

fn join(words: &[&str], last: &str) -> String {
    match words {
        [] => "none".into(),
        [one] => (*one).to_owned(),
        [all @ .., end] => format!("{} {last} {end}", all.join(", ")),
    }
}
