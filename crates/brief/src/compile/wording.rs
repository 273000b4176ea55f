//! Options, outcomes and formulas in words. An option's name is an imperative, `Sell missiles to Ukraine`, so that its
//! first word is a verb in its base form: "would sell …", "prefers that Russia not sell …".

use crate::narrate::parties::{is_plural, with_article};
use crate::narrate::text::{clip, join, small};
use detente_gmcr::{Formula, Token};
use detente_model::ConflictFile;

/// An option as its holder's act.
struct Held {
    holder: usize,
    act: String,
}

/// An option as the act of its holder: with a small letter, `their` for a holder of several, `the Forces`.
pub(crate) fn act(holder: &str, option: &str) -> String {
    let act = small(&clip(option, 160));
    if !is_plural(&[holder.to_owned()]) {
        return act;
    }
    let own = |w: &str| if w == "its" { "their".to_owned() } else { w.to_owned() };
    act.split(' ').map(own).collect::<Vec<_>>().join(" ")
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
            options: file
                .options()
                .map(|(holder, o)| Held { holder, act: act(&file.decision_makers[holder].name, &o.name) })
                .collect(),
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
        let prefers = if self.is_plural(who) { "prefer" } else { "prefers" };
        let told = self.told(who, formula);
        match told.to.is_empty() {
            false => format!("{name} {prefers} {}", told.to),
            true => format!("{name} {prefers} that {}", told.said),
        }
    }

    fn is_plural(&self, holder: usize) -> bool {
        self.holders.get(holder).is_some_and(|h| is_plural(std::slice::from_ref(h)))
    }

    /// What is wished, as a clause: `Russia negotiate`; `it` is the one who wishes.
    pub fn wish(&self, who: usize, formula: &Formula) -> String {
        self.told(who, formula).said
    }

    /// A formula in words; `it` is the one who prefers.
    fn told(&self, who: usize, formula: &Formula) -> Part {
        let mut stack: Vec<Part> = Vec::new();
        for token in formula.tokens() {
            let operands = stack.split_off(stack.len().saturating_sub(token.arity()));
            stack.push(self.part(who, *token, &operands));
        }
        stack.pop().unwrap_or_default()
    }

    fn part(&self, who: usize, token: Token, operands: &[Part]) -> Part {
        let several = operands.len() > 1;
        let within = |p: &Part, text: &str| if p.compound && several { format!("({text})") } else { text.to_owned() };
        let said: Vec<String> = operands.iter().map(|p| within(p, &p.said)).collect();
        let would: Vec<String> = operands.iter().map(|p| within(p, &p.would)).collect();
        let should: Vec<String> = operands.iter().map(|p| p.should.clone()).collect();
        let both = |word: &str, whole: &str| Part {
            said: said.join(whole),
            denied: format!("it not be that {}", said.join(word)),
            would: would.join(word),
            would_not: format!("it is not so that {}", would.join(word)),
            should: should.join(word),
            should_not: format!("should it not be that {}", said.join(word)),
            compound: several,
            ..Part::default()
        };
        let fixed = |text: &str| Part {
            said: text.to_owned(),
            denied: format!("it not be that {text}"),
            would: text.to_owned(),
            would_not: format!("it is not so that {text}"),
            should: format!("should it be that {text}"),
            should_not: format!("should it not be that {text}"),
            compound: several,
            ..Part::default()
        };
        match token {
            Token::Const(true) => fixed("anything may be so"),
            Token::Const(false) => fixed("nothing of it be so"),
            Token::Var(o) => {
                let Some(h) = self.options.get(o) else { return Part::default() };
                let own = h.holder == who;
                let (holder, act) = if own {
                    (if self.is_plural(who) { "they" } else { "it" }.to_owned(), h.act.clone())
                } else {
                    let them = if self.is_plural(who) { "them" } else { "it" };
                    (self.holder(h.holder), of_itself(&h.act, &self.holder(who), them))
                };
                let to = |not: &str| if own { format!("{not}to {act}") } else { String::new() };
                Part {
                    to: to(""),
                    not_to: to("not "),
                    should: format!("should {holder} {act}"),
                    should_not: format!("should {holder} not {act}"),
                    same: Some((if self.is_plural(h.holder) { "do" } else { "does" }, holder.clone(), act.clone())),
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
                    to: p.not_to.clone(),
                    not_to: p.to.clone(),
                    should: p.should_not.clone(),
                    should_not: p.should.clone(),
                    same: None,
                    compound: p.compound,
                },
                None => Part::default(),
            },
            Token::And(_) => both(" and ", " and that "),
            Token::Or(_) => both(" or ", " or that "),
            Token::Implies => match operands {
                [a, b] => {
                    let hangs =
                        |text: &str| if text.is_empty() { String::new() } else { format!("{text} {}", a.should) };
                    Part { to: hangs(&b.to), would: hangs(&b.would), ..fixed(&hangs(&within(b, &b.said))) }
                }
                _ => Part::default(),
            },
            Token::Iff => match operands {
                [a, b] => {
                    // Told of the one who prefers, where one side is its own.
                    let (a, b) = if a.to.is_empty() && !b.to.is_empty() { (b, a) } else { (a, b) };
                    let does = match (&a.same, &b.same) {
                        (Some((.., act)), Some((does, holder, same))) if act == same => {
                            format!("{holder} {does} so too")
                        }
                        _ => within(b, &b.would),
                    };
                    let hangs = |text: &str| match text.is_empty() {
                        true => String::new(),
                        false => format!("{text} if, and only if, {does}"),
                    };
                    Part { to: hangs(&a.to), would: hangs(&a.would), ..fixed(&hangs(&within(a, &a.said))) }
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

/// An act in which the party that prefers it is `it`: `retaliate against it`. `Port Sudan` stays.
fn of_itself(act: &str, name: &str, it: &str) -> String {
    let free = |before: &str| {
        let last = before.split_whitespace().next_back().unwrap_or_default();
        before.ends_with(' ') && last.starts_with(char::is_lowercase)
    };
    match act.strip_suffix(name) {
        Some(before) if free(before) => format!("{before}{it}"),
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
    /// As what the one who prefers prefers to do, where it is its own act.
    to: String,
    not_to: String,
    /// As a condition: `should Russia attack`.
    should: String,
    should_not: String,
    /// Of one option alone: `does` or `do`, the holder, and the act.
    same: Option<(&'static str, String, String)>,
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
            "Russia prefers to negotiate if, and only if, the United States would not sell missiles to Ukraine"
        );
        assert_eq!(
            w.prefers(1, &Formula::implies(v(0), Formula::not(v(1)))),
            "Russia prefers not to negotiate should the United States sell missiles to Ukraine"
        );
        assert_eq!(of_itself("attack Port Sudan", "Sudan", "it"), "attack Port Sudan");
        assert_eq!(of_itself("deliver arms to Sudan", "Sudan", "it"), "deliver arms to it");
        assert_eq!(act("Rapid Support Forces", "Withdraw its forces"), "withdraw their forces");
    }
}
