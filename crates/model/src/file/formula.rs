//! Formulas as a person writes them: `usa.sell implies not (russia.stop or ukraine.stop)`.
//!
//! From tightest to loosest: `not`, `and`, `or`, `implies` (to the right), `iff`. `exactly_one(…)` and `at_most_one(…)`
//! take a list. Read with a stack of its own, so that no depth of nesting can overflow the program's.

use super::names::nearest;
use detente_event::{Diagnostic, Span};
use detente_gmcr::{Formula, Token};
use std::collections::BTreeMap;

/// Words with a meaning in formulas; no id may be one of them.
pub(crate) const RESERVED: [&str; 7] = ["not", "and", "or", "implies", "iff", "exactly_one", "at_most_one"];

/// Findings reported for one formula at most; the rest are counted.
const MOST_FINDINGS: usize = 12;

/// The options that formulas may name: `dm.option` to its position among all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    positions: BTreeMap<String, usize>,
    order: Vec<String>,
}

impl Names {
    pub(crate) fn add(&mut self, name: String) {
        let next = self.order.len();
        self.positions.entry(name.clone()).or_insert(next);
        self.order.push(name);
    }

    fn known(&self) -> impl Iterator<Item = &str> {
        self.order.iter().map(String::as_str)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word<'a> {
    Name(&'a str),
    Not,
    And,
    Or,
    Implies,
    Iff,
    Count(bool),
    Open,
    Close,
    Comma,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waiting {
    Operator(Token, u8),
    /// A parenthesis; `Some` with the kind and the operands so far for a list.
    Open(Option<(bool, usize)>, usize),
}

/// Reads a formula. Spans of the findings are bytes of `text`.
pub(crate) fn parse(text: &str, names: &Names) -> Result<Formula, Vec<Diagnostic>> {
    let words = words(text).map_err(|d| vec![d])?;
    let mut unknown: Vec<Diagnostic> = Vec::new();
    let mut asked: Vec<&str> = Vec::new();
    let mut out: Vec<Token> = Vec::new();
    let mut waiting: Vec<Waiting> = Vec::new();
    // Whether a value is due (at the start, after an operator) rather than an operator or the end.
    let mut value_due = true;
    let mut at = 0;
    while at < words.len() {
        let (word, span) = words[at];
        at += 1;
        if value_due {
            match word {
                Word::Name(name) => {
                    match names.positions.get(name) {
                        Some(&p) => out.push(Token::Var(p)),
                        None => {
                            if !asked.contains(&name) && asked.len() <= MOST_FINDINGS {
                                asked.push(name);
                                unknown.push(unknown_option(name, span, names));
                            }
                            out.push(Token::Const(false));
                        }
                    }
                    value_due = false;
                }
                Word::Not => waiting.push(Waiting::Operator(Token::Not, 4)),
                Word::Open => waiting.push(Waiting::Open(None, span.start)),
                Word::Count(exactly) => {
                    if !matches!(words.get(at), Some((Word::Open, _))) {
                        return Err(vec![
                            wrong(span, "a list in parentheses is missing here")
                                .help("write the options it counts: `exactly_one(a.x, a.y, b.z)`"),
                        ]);
                    }
                    at += 1;
                    waiting.push(Waiting::Open(Some((exactly, 1)), span.start));
                }
                Word::Close | Word::Comma | Word::And | Word::Or | Word::Implies | Word::Iff => {
                    return Err(vec![
                        wrong(span, format!("an option is missing before `{}`", span.of(text)))
                            .help("write an option, `not`, or an opening parenthesis here"),
                    ]);
                }
            }
            continue;
        }
        match word {
            Word::And => operator(Token::And(2), 3, false, &mut waiting, &mut out),
            Word::Or => operator(Token::Or(2), 2, false, &mut waiting, &mut out),
            Word::Implies => operator(Token::Implies, 1, true, &mut waiting, &mut out),
            Word::Iff => operator(Token::Iff, 0, false, &mut waiting, &mut out),
            Word::Comma => {
                settle(&mut waiting, &mut out);
                match waiting.last_mut() {
                    Some(Waiting::Open(Some((_, n)), _)) => *n += 1,
                    _ => {
                        return Err(vec![
                            wrong(span, "a comma stands outside of a list")
                                .help("join conditions with `and` or `or`; commas belong in `exactly_one(…)` and `at_most_one(…)`"),
                        ]);
                    }
                }
            }
            Word::Close => {
                settle(&mut waiting, &mut out);
                match waiting.pop() {
                    Some(Waiting::Open(None, _)) => {}
                    Some(Waiting::Open(Some((true, n)), _)) => out.push(Token::ExactlyOne(n)),
                    Some(Waiting::Open(Some((false, n)), _)) => out.push(Token::AtMostOne(n)),
                    _ => {
                        return Err(vec![
                            wrong(span, "this parenthesis closes nothing").help("remove it, or open one before"),
                        ]);
                    }
                }
                continue;
            }
            Word::Name(_) | Word::Not | Word::Open | Word::Count(_) => {
                return Err(vec![
                    wrong(span, format!("`{}` follows without a joining word", shorten(span.of(text))))
                        .help("join it with `and`, `or`, `implies` or `iff`"),
                ]);
            }
        }
        value_due = true;
    }
    if value_due {
        let end = Span::new(text.len(), text.len());
        let finding = match words.last() {
            None => wrong(end, "the formula is empty").help("name an option: `decision_maker.option`"),
            Some((_, span)) => wrong(*span, format!("an option is missing after `{}`", shorten(span.of(text))))
                .help("complete the formula, or remove the last word"),
        };
        return Err(vec![finding]);
    }
    settle(&mut waiting, &mut out);
    if let Some(Waiting::Open(_, start)) = waiting.pop() {
        let span = Span::new(start, start + 1);
        return Err(vec![wrong(span, "this parenthesis is never closed").help("add a `)`")]);
    }
    if !unknown.is_empty() {
        return Err(unknown);
    }
    Formula::from_postfix(out)
        .map_err(|e| vec![wrong(Span::new(0, text.len()), format!("the formula cannot be read: {e}"))])
}

fn wrong(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("DT0308", span, message)
}

fn unknown_option(name: &str, span: Span, names: &Names) -> Diagnostic {
    let shown = shorten(name);
    let finding = Diagnostic::error("DT0309", span, format!("there is no option `{shown}`"));
    let ending = format!(".{name}");
    let same: Vec<&str> = names.known().filter(|n| n.ends_with(&ending)).take(2).collect();
    if let ([one], false) = (&same[..], name.contains('.')) {
        return finding.help(format!("options are named with their decision maker: `{one}`"));
    }
    if let Some(near) = nearest(name, names.known()) {
        return finding.help(format!("did you mean `{near}`?"));
    }
    let some: Vec<String> = names.known().take(6).map(|n| format!("`{n}`")).collect();
    if some.is_empty() {
        return finding.help("the file has no options: add a `[[decision_maker.option]]`");
    }
    let more = if names.order.len() > some.len() { ", …" } else { "" };
    finding.help(format!("the options are {}{more}", some.join(", ")))
}

/// Puts an operator on the stack after those that bind at least as tightly.
fn operator(token: Token, strength: u8, right: bool, waiting: &mut Vec<Waiting>, out: &mut Vec<Token>) {
    while let Some(&Waiting::Operator(before, s)) = waiting.last() {
        if s < strength || (s == strength && right) {
            break;
        }
        out.push(before);
        waiting.pop();
    }
    waiting.push(Waiting::Operator(token, strength));
}

/// Takes all operators down to the last open parenthesis.
fn settle(waiting: &mut Vec<Waiting>, out: &mut Vec<Token>) {
    while let Some(&Waiting::Operator(token, _)) = waiting.last() {
        out.push(token);
        waiting.pop();
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-' || c == '.'
}

fn words(text: &str) -> Result<Vec<(Word<'_>, Span)>, Diagnostic> {
    let mut list = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let punctuation = match c {
            '(' => Some(Word::Open),
            ')' => Some(Word::Close),
            ',' => Some(Word::Comma),
            _ => None,
        };
        if let Some(word) = punctuation {
            list.push((word, Span::new(at, at + 1)));
            at += 1;
            continue;
        }
        let length = text[at..].find(|c: char| !is_name(c)).unwrap_or(text.len() - at);
        if length == 0 || text[at..].starts_with("->") {
            return Err(symbol(text, at, c));
        }
        let name = &text[at..at + length];
        let span = Span::new(at, at + length);
        let word = match name {
            "not" => Word::Not,
            "and" => Word::And,
            "or" => Word::Or,
            "implies" => Word::Implies,
            "iff" => Word::Iff,
            "exactly_one" => Word::Count(true),
            "at_most_one" => Word::Count(false),
            _ => match RESERVED.into_iter().find(|r| name.eq_ignore_ascii_case(r)) {
                Some(r) => {
                    return Err(wrong(span, format!("`{name}` is not a word of formulas")).help(format!("write `{r}`")));
                }
                None => Word::Name(name),
            },
        };
        list.push((word, span));
        at += length;
    }
    Ok(list)
}

/// A character that formulas do not have, with the word for what was probably meant.
fn symbol(text: &str, at: usize, c: char) -> Diagnostic {
    const MEANT: [(&str, &str); 19] = [
        ("<->", "iff"),
        ("<=>", "iff"),
        ("->", "implies"),
        ("=>", "implies"),
        ("==", "iff"),
        ("!=", "not"),
        ("&&", "and"),
        ("||", "or"),
        ("&", "and"),
        ("|", "or"),
        ("!", "not"),
        ("~", "not"),
        ("¬", "not"),
        ("∧", "and"),
        ("∨", "or"),
        ("→", "implies"),
        ("↔", "iff"),
        ("=", "iff"),
        ("+", "or"),
    ];
    match MEANT.into_iter().find(|(s, _)| text[at..].starts_with(s)) {
        Some((s, word)) => wrong(Span::new(at, at + s.len()), format!("`{s}` is not a word of formulas"))
            .help(format!("write `{word}`")),
        None => wrong(Span::new(at, at + c.len_utf8()), format!("`{}` has no place in a formula", c.escape_debug()))
            .help("formulas have option names, `not and or implies iff`, parentheses, `exactly_one(…)` and `at_most_one(…)`"),
    }
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut n = Names::default();
        for name in ["a.x", "a.y", "b.z"] {
            n.add(name.into());
        }
        n
    }

    /// The truth of a formula in all eight states, `b.z a.y a.x` counting up.
    fn table(text: &str) -> String {
        let f = parse(text, &names()).unwrap_or_else(|d| panic!("{text}: {d:?}"));
        (0..8).map(|s| if f.eval(&[s & 1 == 1, s & 2 == 2, s & 4 == 4]) { '1' } else { '0' }).collect()
    }

    #[test]
    fn words_bind_as_in_logic() {
        for (text, same) in [
            ("not a.x and a.y", "(not a.x) and a.y"),
            ("a.x or a.y and b.z", "a.x or (a.y and b.z)"),
            ("a.x and a.y implies b.z", "(a.x and a.y) implies b.z"),
            ("a.x implies a.y implies b.z", "a.x implies (a.y implies b.z)"),
            ("a.x iff a.y implies b.z", "a.x iff (a.y implies b.z)"),
            ("not not a.x", "a.x"),
            ("exactly_one(a.x, a.y)", "a.x iff not a.y"),
            ("at_most_one(a.x, a.y or b.z)", "not (a.x and (a.y or b.z))"),
            ("exactly_one ( a.x )", "a.x"),
        ] {
            assert_eq!(table(text), table(same), "{text}");
        }
        assert_eq!(table("a.x"), "01010101");
        assert_eq!(table("a.x implies a.y"), "10111011");
    }

    #[test]
    fn ten_thousand_deep_and_a_megabyte_long() {
        for deep in ["(", "not ", "exactly_one(", "a.x implies ", "a.x implies (", "not ("] {
            let n = 1_000_000 / deep.len();
            let opened = deep.matches('(').count() * n;
            let text = format!("{}a.x{}", deep.repeat(n), ")".repeat(opened));
            assert!(parse(&text, &names()).is_ok(), "{deep}");
            let unclosed = format!("{}a.x", deep.repeat(n));
            assert_eq!(parse(&unclosed, &names()).is_ok(), opened == 0);
        }
        let long = vec!["a.x and b.z"; 90_000].join(" or ");
        assert_eq!(table(&long), table("a.x and b.z"));
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let mut told = String::new();
        for text in [
            "",
            "a.x and",
            "and a.x",
            "a.x a.y",
            "(a.x",
            "a.x)",
            "a.x, a.y",
            "exactly_one a.x",
            "exactly_one()",
            "a.w",
            "x",
            "a.x && a.y",
            "a.x -> a.y",
            "a.x AND a.y",
            "a.x ? a.y",
            "q.q or q.r",
            "not",
            "a.x implies or a.y",
            "a.x → é",
        ] {
            for d in parse(text, &names()).expect_err(text) {
                let span = d.span.unwrap();
                assert!(text.get(span.start..span.end).is_some(), "{text}");
                told += &format!("{text:<20} ‹{}› {d}\n", span.of(text));
            }
        }
        crate::testing::snapshot("formula-mistakes", &told);
    }
}
