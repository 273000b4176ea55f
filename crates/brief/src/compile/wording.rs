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

    /// What the options say that differ from the present ones: `Russia would negotiate; all else stays as it is now`.
    pub fn outcome(&self, value: impl Fn(usize) -> bool) -> String {
        let changed: Vec<usize> = (0..self.options.len()).filter(|k| value(*k) != self.now[*k]).collect();
        if changed.is_empty() {
            return "everything stays as it is now".to_owned();
        }
        let all = changed.len() == self.options.len();
        let told = self.acts(&changed, &value);
        if all { told } else { format!("{told}; all else stays as it is now") }
    }

    /// What a step changes, without who moves: `sell missiles to Ukraine and not negotiate`.
    pub fn step(&self, before: impl Fn(usize) -> bool, after: impl Fn(usize) -> bool) -> String {
        let changed: Vec<usize> = (0..self.options.len()).filter(|k| before(*k) != after(*k)).collect();
        join(&self.verbs(&changed, &after))
    }

    fn acts(&self, options: &[usize], value: &impl Fn(usize) -> bool) -> String {
        let mut parts = Vec::new();
        for (h, holder) in self.holders.iter().enumerate() {
            let own: Vec<usize> = options.iter().copied().filter(|k| self.options[*k].holder == h).collect();
            if !own.is_empty() {
                parts.push(format!("{holder} would {}", join(&self.verbs(&own, value))));
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
            _ => format!("{name} prefers that {}", self.clause(formula)),
        }
    }

    /// A formula as a clause in the subjunctive.
    fn clause(&self, formula: &Formula) -> String {
        // What each part says, and whether it has to be set apart within another.
        let mut stack: Vec<(String, String, bool)> = Vec::new();
        for token in formula.tokens() {
            let operands = stack.split_off(stack.len().saturating_sub(token.arity()));
            stack.push(self.part(*token, &operands));
        }
        stack.pop().map(|p| p.0).unwrap_or_default()
    }

    /// (said, denied, compound).
    fn part(&self, token: Token, operands: &[(String, String, bool)]) -> (String, String, bool) {
        let set =
            |p: &(String, String, bool)| if p.2 && operands.len() > 1 { format!("({})", p.0) } else { p.0.clone() };
        let said: Vec<String> = operands.iter().map(set).collect();
        let denied = |text: &str| format!("it not be that {text}");
        let list = |word: &str| said.join(word);
        let text = match token {
            Token::Const(true) => "anything be so".to_owned(),
            Token::Const(false) => "nothing of it be so".to_owned(),
            Token::Var(o) => {
                let Some(h) = self.options.get(o) else { return (String::new(), String::new(), false) };
                let holder = self.holder(h.holder);
                return (format!("{holder} {}", h.act), format!("{holder} not {}", h.act), false);
            }
            Token::Not => {
                let Some(p) = operands.first() else { return (String::new(), String::new(), false) };
                return (p.1.clone(), p.0.clone(), p.2);
            }
            Token::And(_) => list(" and that "),
            Token::Or(_) => list(" or that "),
            Token::Implies => match said.as_slice() {
                [a, b] => format!("{b} wherever {a}"),
                _ => list(" "),
            },
            Token::Iff => list(" exactly where "),
            Token::ExactlyOne(_) => format!("exactly one hold of: {}", said.join("; ")),
            Token::AtMostOne(_) => format!("at most one hold of: {}", said.join("; ")),
        };
        let no = denied(&text);
        (text, no, operands.len() > 1)
    }
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
        assert_eq!(
            w.outcome(|k| k < 2),
            "the United States would sell missiles to Ukraine; all else stays as it is now"
        );
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
            "the United States prefers that the United States sell missiles to Ukraine and that Russia not negotiate"
        );
    }
}
