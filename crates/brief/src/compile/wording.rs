//! Options, outcomes and formulas in words. An option's name is an imperative, `Sell missiles to Ukraine`, so that its
//! first word is a verb in its base form: "would sell …", "prefers that Russia not sell …".

use crate::narrate::parties::with_article;
use crate::narrate::text::{clip, join, small};
use detente_gmcr::{Formula, Token};
use detente_model::ConflictFile;

/// An option as its holder's act.
struct Held {
    holder: usize,
    act: String,
}

/// Names for the options and decision makers of a conflict.
pub(crate) struct Wording {
    options: Vec<Held>,
    holders: Vec<String>,
    now: Vec<bool>,
}

impl Wording {
    pub fn of(file: &ConflictFile) -> Wording {
        Wording {
            options: file.options().map(|(holder, o)| Held { holder, act: small(&clip(&o.name, 160)) }).collect(),
            holders: file.decision_makers.iter().map(|d| with_article(&d.name)).collect(),
            now: file.options().map(|(_, o)| o.now).collect(),
        }
    }

    /// The decision maker's name, with its article.
    pub fn holder(&self, k: usize) -> String {
        self.holders.get(k).cloned().unwrap_or_default()
    }

    /// `Russia were bound not to negotiate`.
    pub fn bound(&self, option: usize, value: bool) -> String {
        let not = if value { "" } else { "not " };
        match self.options.get(option) {
            Some(o) => format!("{} were bound {not}to {}", self.holder(o.holder), o.act),
            None => String::new(),
        }
    }

    /// What the options say that differ from the present ones: `Russia would negotiate`. The rest stays as it is.
    pub fn outcome(&self, value: impl Fn(usize) -> bool) -> String {
        let changed: Vec<usize> = (0..self.options.len()).filter(|k| value(*k) != self.now[*k]).collect();
        if changed.is_empty() {
            return "everything stays as it is now".to_owned();
        }
        self.acts(&changed, &value)
    }

    /// What a step changes, without who moves: `sell missiles to Ukraine and not negotiate`.
    pub fn step(&self, before: impl Fn(usize) -> bool, after: impl Fn(usize) -> bool) -> String {
        let changed: Vec<usize> = (0..self.options.len()).filter(|k| before(*k) != after(*k)).collect();
        joined(&self.verbs(&changed, &after))
    }

    fn acts(&self, options: &[usize], value: &impl Fn(usize) -> bool) -> String {
        let mut parts = Vec::new();
        for (h, holder) in self.holders.iter().enumerate() {
            let own: Vec<usize> = options.iter().copied().filter(|k| self.options[*k].holder == h).collect();
            if !own.is_empty() {
                parts.push(format!("{holder} would {}", joined(&self.verbs(&own, value))));
            }
        }
        parts.join("; ")
    }

    fn verbs(&self, options: &[usize], value: &impl Fn(usize) -> bool) -> Vec<String> {
        let act = |k: &usize| format!("{}{}", if value(*k) { "" } else { "not " }, self.options[*k].act);
        options.iter().map(act).collect()
    }

    /// What `who` prefers, as a sentence without its stop.
    pub fn prefers(&self, who: usize, formula: &Formula) -> String {
        let name = self.holder(who);
        let own = |o: usize| self.options.get(o).is_some_and(|h| h.holder == who);
        let act = |o: usize| self.options.get(o).map(|h| h.act.clone()).unwrap_or_default();
        match formula.tokens() {
            [Token::Var(o)] if own(*o) => format!("{name} prefers to {}", act(*o)),
            [Token::Var(o), Token::Not] if own(*o) => format!("{name} prefers not to {}", act(*o)),
            _ => format!("{name} prefers that {}", self.clause(who, formula)),
        }
    }

    /// What is wished, as a clause: `Russia negotiate`; `it` is the one who wishes.
    pub fn wish(&self, who: usize, formula: &Formula) -> String {
        self.clause(who, formula)
    }

    /// A formula as a clause in the subjunctive; `it` is the one who prefers.
    fn clause(&self, who: usize, formula: &Formula) -> String {
        let mut stack: Vec<Part> = Vec::new();
        for token in formula.tokens() {
            let operands = stack.split_off(stack.len().saturating_sub(token.arity()));
            stack.push(self.part(who, *token, &operands));
        }
        stack.pop().map(|p| p.said).unwrap_or_default()
    }

    fn part(&self, who: usize, token: Token, operands: &[Part]) -> Part {
        let several = operands.len() > 1;
        let within = |p: &Part, text: &str| if p.compound && several { format!("({text})") } else { text.to_owned() };
        let said: Vec<String> = operands.iter().map(|p| within(p, &p.said)).collect();
        let would: Vec<String> = operands.iter().map(|p| within(p, &p.would)).collect();
        let both = |word: &str, whole: &str| Part {
            said: said.join(whole),
            denied: format!("it not be that {}", said.join(word)),
            would: would.join(word),
            would_not: format!("it is not so that {}", would.join(word)),
            compound: several,
        };
        let fixed = |text: &str| Part {
            said: text.to_owned(),
            denied: format!("it not be that {text}"),
            would: text.to_owned(),
            would_not: format!("it is not so that {text}"),
            compound: several,
        };
        match token {
            Token::Const(true) => fixed("anything may be so"),
            Token::Const(false) => fixed("nothing of it be so"),
            Token::Var(o) => {
                let Some(h) = self.options.get(o) else { return Part::default() };
                let (holder, act) = if h.holder == who {
                    ("it".to_owned(), h.act.clone())
                } else {
                    (self.holder(h.holder), of_itself(&h.act, &self.holder(who)))
                };
                Part {
                    said: format!("{holder} {act}"),
                    denied: format!("{holder} not {act}"),
                    would: format!("{holder} would {act}"),
                    would_not: format!("{holder} would not {act}"),
                    compound: false,
                }
            }
            Token::Not => match operands.first() {
                Some(p) => Part {
                    said: p.denied.clone(),
                    denied: p.said.clone(),
                    would: p.would_not.clone(),
                    would_not: p.would.clone(),
                    compound: p.compound,
                },
                None => Part::default(),
            },
            Token::And(_) => both(" and ", " and that "),
            Token::Or(_) => both(" or ", " or that "),
            Token::Implies => match (said.as_slice(), would.as_slice()) {
                ([_, b], [a, w]) => {
                    Part { said: format!("{b} if {a}"), would: format!("{w} if {a}"), ..fixed(&format!("{b} if {a}")) }
                }
                _ => Part::default(),
            },
            Token::Iff => match (said.as_slice(), would.as_slice()) {
                ([a, _], [w, b]) => {
                    let text = format!("{a} if, and only if, {b}");
                    Part { would: format!("{w} if, and only if, {b}"), ..fixed(&text) }
                }
                _ => Part::default(),
            },
            Token::ExactlyOne(_) => fixed(&format!("exactly one hold of: {}", would.join("; "))),
            Token::AtMostOne(_) => fixed(&format!("at most one hold of: {}", would.join("; "))),
        }
    }
}

/// Several acts; apart by a comma where one holds an `or` or `and` of its own.
fn joined(acts: &[String]) -> String {
    let compound = acts.iter().any(|a| a.contains(" or ") || a.contains(" and "));
    if compound && acts.len() > 1 { acts.join(", and ") } else { join(acts) }
}

/// An act in which the party that prefers it is `it`: `retaliate against it`.
fn of_itself(act: &str, name: &str) -> String {
    match act.strip_suffix(name) {
        Some(before) if before.ends_with(' ') => format!("{before}it"),
        _ => act.to_owned(),
    }
}

/// A part of a formula in words: in the subjunctive, as what somebody would do, and denied.
#[derive(Clone, Debug, Default)]
struct Part {
    said: String,
    denied: String,
    would: String,
    would_not: String,
    /// It has to be set apart within another.
    compound: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording() -> Wording {
        let text = r#"
title = "T"
[[decision_maker]]
id = "usa"
name = "United States"
[[decision_maker.option]]
id = "sell"
name = "Sell missiles to Ukraine"
[[decision_maker]]
id = "russia"
name = "Russia"
[[decision_maker.option]]
id = "talk"
name = "Negotiate"
now = true
"#;
        Wording::of(&detente_model::parse(text).0.unwrap())
    }

    #[test]
    fn outcomes_tell_what_differs_from_now() {
        let w = wording();
        assert_eq!(w.outcome(|k| k == 1), "everything stays as it is now");
        assert_eq!(w.outcome(|k| k < 2), "the United States would sell missiles to Ukraine");
        assert_eq!(
            w.outcome(|k| k == 0),
            "the United States would sell missiles to Ukraine; Russia would not negotiate"
        );
        assert_eq!(w.bound(0, false), "the United States were bound not to sell missiles to Ukraine");
    }

    #[test]
    fn preferences_read_as_sentences() {
        let w = wording();
        let v = Formula::var;
        assert_eq!(w.prefers(0, &v(0)), "the United States prefers to sell missiles to Ukraine");
        assert_eq!(
            w.prefers(1, &Formula::not(v(0))),
            "Russia prefers that the United States not sell missiles to Ukraine"
        );
        assert_eq!(
            w.prefers(0, &Formula::and([v(0), Formula::not(v(1))])),
            "the United States prefers that it sell missiles to Ukraine and that Russia not negotiate"
        );
        assert_eq!(
            w.prefers(1, &Formula::iff(v(1), Formula::not(v(0)))),
            "Russia prefers that it negotiate if, and only if, the United States would not sell missiles to Ukraine"
        );
    }
}
