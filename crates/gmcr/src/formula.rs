//! Boolean formulas over options, kept flat so that no depth of nesting can overflow the stack.

use crate::error::{Error, Kind};

/// One token of a formula in postfix order: a leaf pushes a value, an operator pops its operands and pushes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// A constant.
    Const(bool),
    /// The value of the option at this position among all options.
    Var(usize),
    /// Negation of the one operand.
    Not,
    /// True if all of so many operands are (of none: true).
    And(usize),
    /// True if any of so many operands is (of none: false).
    Or(usize),
    /// First operand implies second.
    Implies,
    /// Both operands have the same value.
    Iff,
    /// Exactly one of so many operands is true.
    ExactlyOne(usize),
    /// At most one of so many operands is true.
    AtMostOne(usize),
}

impl Token {
    /// How many operands the token takes.
    pub fn arity(self) -> usize {
        match self {
            Token::Const(_) | Token::Var(_) => 0,
            Token::Not => 1,
            Token::Implies | Token::Iff => 2,
            Token::And(n) | Token::Or(n) | Token::ExactlyOne(n) | Token::AtMostOne(n) => n,
        }
    }
}

/// A Boolean formula over options, in postfix order.
///
/// ```
/// use detente_gmcr::Formula;
/// let f = Formula::implies(Formula::var(0), Formula::not(Formula::var(1)));
/// assert!(f.eval(&[true, false]));
/// assert!(!f.eval(&[true, true]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Formula {
    tokens: Vec<Token>,
    depth: usize,
}

/// The three values of a formula when some options are still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    False,
    True,
    Open,
}

impl Formula {
    /// A formula from tokens in postfix order; refused unless they leave exactly one value.
    pub fn from_postfix(tokens: Vec<Token>) -> Result<Self, Error> {
        let (mut height, mut depth) = (0usize, 0usize);
        for t in &tokens {
            height = height.checked_sub(t.arity()).ok_or(Error::new(Kind::BadFormula))? + 1;
            depth = depth.max(height);
        }
        if height != 1 {
            return Err(Error::new(Kind::BadFormula));
        }
        Ok(Formula { tokens, depth })
    }

    /// The tokens in postfix order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The option at this position.
    pub fn var(option: usize) -> Self {
        Formula { tokens: vec![Token::Var(option)], depth: 1 }
    }

    /// A constant.
    pub fn constant(value: bool) -> Self {
        Formula { tokens: vec![Token::Const(value)], depth: 1 }
    }

    /// The option at this position has this value.
    pub fn literal(option: usize, value: bool) -> Self {
        if value { Formula::var(option) } else { Formula::not(Formula::var(option)) }
    }

    fn join(parts: impl IntoIterator<Item = Formula>, op: impl FnOnce(usize) -> Token) -> Self {
        let mut parts = parts.into_iter();
        let Some(mut all) = parts.next() else {
            return Formula { tokens: vec![op(0)], depth: 1 };
        };
        let mut n = 1;
        for p in parts {
            all.depth = all.depth.max(n + p.depth);
            all.tokens.extend(p.tokens);
            n += 1;
        }
        all.tokens.push(op(n));
        all
    }

    /// `not`.
    #[allow(clippy::should_implement_trait)]
    pub fn not(f: Formula) -> Self {
        Formula::join([f], |_| Token::Not)
    }

    /// All of these (none: true).
    pub fn and(parts: impl IntoIterator<Item = Formula>) -> Self {
        Formula::join(parts, Token::And)
    }

    /// Any of these (none: false).
    pub fn or(parts: impl IntoIterator<Item = Formula>) -> Self {
        Formula::join(parts, Token::Or)
    }

    /// `a implies b`.
    pub fn implies(a: Formula, b: Formula) -> Self {
        Formula::join([a, b], |_| Token::Implies)
    }

    /// `a iff b`.
    pub fn iff(a: Formula, b: Formula) -> Self {
        Formula::join([a, b], |_| Token::Iff)
    }

    /// Exactly one of these.
    pub fn exactly_one(parts: impl IntoIterator<Item = Formula>) -> Self {
        Formula::join(parts, Token::ExactlyOne)
    }

    /// At most one of these.
    pub fn at_most_one(parts: impl IntoIterator<Item = Formula>) -> Self {
        Formula::join(parts, Token::AtMostOne)
    }

    /// The highest option named, if any.
    pub fn highest_option(&self) -> Option<usize> {
        self.options().max()
    }

    /// The options named, in order of appearance, with repeats.
    pub fn options(&self) -> impl Iterator<Item = usize> + '_ {
        self.tokens.iter().filter_map(|t| if let Token::Var(o) = t { Some(*o) } else { None })
    }

    /// The formula's value; `values[o]` is option `o`'s. An option past the end counts as "no".
    pub fn eval(&self, values: &[bool]) -> bool {
        self.words(|o| if values.get(o).copied().unwrap_or(false) { !0 } else { 0 }) & 1 != 0
    }

    /// Sixty-four values at once: bit `b` of the result belongs to bit `b` of each option's word.
    pub(crate) fn words(&self, value: impl Fn(usize) -> u64) -> u64 {
        self.words_with(&mut Vec::with_capacity(self.depth), value)
    }

    pub(crate) fn words_with(&self, stack: &mut Vec<u64>, value: impl Fn(usize) -> u64) -> u64 {
        stack.clear();
        for t in &self.tokens {
            let base = stack.len() - t.arity();
            let operands = &stack[base..];
            let v = match t {
                Token::Const(c) => {
                    if *c {
                        !0
                    } else {
                        0
                    }
                }
                Token::Var(o) => value(*o),
                Token::Not => !operands[0],
                Token::And(_) => operands.iter().fold(!0, |a, b| a & b),
                Token::Or(_) => operands.iter().fold(0, |a, b| a | b),
                Token::Implies => !operands[0] | operands[1],
                Token::Iff => !(operands[0] ^ operands[1]),
                Token::ExactlyOne(_) => {
                    let (one, two) = one_and_two(operands);
                    one & !two
                }
                Token::AtMostOne(_) => !one_and_two(operands).1,
            };
            stack.truncate(base);
            stack.push(v);
        }
        stack[0]
    }

    /// The value when some options are still open (`None`).
    pub(crate) fn partial(&self, value: impl Fn(usize) -> Option<bool>) -> Known {
        let mut stack: Vec<Known> = Vec::with_capacity(self.depth);
        for t in &self.tokens {
            let base = stack.len() - t.arity();
            let operands = &stack[base..];
            let count = |k: Known| operands.iter().filter(|o| **o == k).count();
            let (yes, open) = (count(Known::True), count(Known::Open));
            let of = |b: bool| if b { Known::True } else { Known::False };
            let v = match t {
                Token::Const(c) => of(*c),
                Token::Var(o) => value(*o).map_or(Known::Open, of),
                Token::Not => negate(operands[0]),
                Token::And(n) if yes == *n => Known::True,
                Token::And(n) if yes + open < *n => Known::False,
                Token::Or(_) if yes > 0 => Known::True,
                Token::Or(_) if open == 0 => Known::False,
                Token::Implies if operands[0] == Known::False || operands[1] == Known::True => Known::True,
                Token::Implies if open == 0 => Known::False,
                Token::Iff if open == 0 => of(operands[0] == operands[1]),
                Token::ExactlyOne(_) | Token::AtMostOne(_) if yes > 1 => Known::False,
                Token::ExactlyOne(_) if open == 0 => of(yes == 1),
                Token::AtMostOne(_) if yes + open <= 1 => Known::True,
                _ => Known::Open,
            };
            stack.truncate(base);
            stack.push(v);
        }
        stack[0]
    }
}

fn negate(k: Known) -> Known {
    match k {
        Known::False => Known::True,
        Known::True => Known::False,
        Known::Open => Known::Open,
    }
}

/// Bits set in at least one, and in at least two, of the words.
fn one_and_two(words: &[u64]) -> (u64, u64) {
    words.iter().fold((0, 0), |(one, two), w| (one | w, two | (one & w)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_deep_is_no_matter() {
        let mut f = Formula::var(0);
        for _ in 0..100_000 {
            f = Formula::not(f);
        }
        assert!(f.eval(&[true]));
        let mut right = vec![Token::Var(0); 50_000];
        right.extend(vec![Token::Implies; 49_999]);
        assert!(Formula::from_postfix(right).unwrap().eval(&[true]));
    }

    #[test]
    fn counting_operators() {
        let three = || (0..3).map(Formula::var);
        for bits in 0..8u32 {
            let v: Vec<bool> = (0..3).map(|i| bits >> i & 1 == 1).collect();
            assert_eq!(Formula::exactly_one(three()).eval(&v), bits.count_ones() == 1);
            assert_eq!(Formula::at_most_one(three()).eval(&v), bits.count_ones() <= 1);
        }
        assert!(!Formula::exactly_one([]).eval(&[]) && Formula::at_most_one([]).eval(&[]));
    }

    #[test]
    fn partial_agrees_with_whole_values() {
        let f = Formula::iff(
            Formula::or([Formula::var(0), Formula::literal(1, false)]),
            Formula::at_most_one((0..3).map(Formula::var)),
        );
        for bits in 0..8usize {
            let v: Vec<bool> = (0..3).map(|i| bits >> i & 1 == 1).collect();
            let whole = f.partial(|o| Some(v[o]));
            assert_eq!(whole == Known::True, f.eval(&v));
            let part = f.partial(|o| (o > 0).then(|| v[o]));
            assert!(part == Known::Open || part == whole);
        }
    }
}
