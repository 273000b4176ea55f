//! Exact counts of states, however many.

use std::fmt;

/// A whole number of any size: a thousand free options have 2¹⁰⁰⁰ states.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Count {
    /// Little-endian, without leading zero limbs.
    limbs: Vec<u64>,
}

impl Count {
    /// Two to this power.
    pub fn power_of_two(exponent: usize) -> Self {
        let mut limbs = vec![0; exponent / 64 + 1];
        limbs[exponent / 64] = 1 << (exponent % 64);
        Count { limbs }
    }
    /// The sum.
    pub fn plus(&self, other: &Count) -> Count {
        let mut limbs = Vec::with_capacity(self.limbs.len().max(other.limbs.len()) + 1);
        let mut carry = 0u128;
        for k in 0..self.limbs.len().max(other.limbs.len()) {
            let limb = |c: &Count| u128::from(c.limbs.get(k).copied().unwrap_or(0));
            carry += limb(self) + limb(other);
            limbs.push(carry as u64);
            carry >>= 64;
        }
        if carry > 0 {
            limbs.push(carry as u64);
        }
        Count { limbs }
    }
    /// Times two to this power.
    pub fn shifted(&self, by: usize) -> Count {
        if self.limbs.is_empty() {
            return Count::default();
        }
        let mut limbs = vec![0; by / 64];
        let bits = by % 64;
        let mut carry = 0;
        for l in &self.limbs {
            limbs.push(l << bits | carry);
            carry = if bits == 0 { 0 } else { l >> (64 - bits) };
        }
        if carry > 0 {
            limbs.push(carry);
        }
        Count { limbs }
    }
    /// The number, where it fits.
    pub fn to_u64(&self) -> Option<u64> {
        match self.limbs[..] {
            [] => Some(0),
            [one] => Some(one),
            _ => None,
        }
    }
}

impl From<u64> for Count {
    fn from(n: u64) -> Self {
        Count { limbs: if n == 0 { Vec::new() } else { vec![n] } }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const CHUNK: u64 = 10_000_000_000_000_000_000;
        let mut limbs = self.limbs.clone();
        let mut chunks = Vec::new();
        while !limbs.is_empty() {
            let mut rest = 0u128;
            for l in limbs.iter_mut().rev() {
                let value = rest << 64 | u128::from(*l);
                *l = (value / u128::from(CHUNK)) as u64;
                rest = value % u128::from(CHUNK);
            }
            chunks.push(rest as u64);
            while limbs.last() == Some(&0) {
                limbs.pop();
            }
        }
        match chunks.pop() {
            None => write!(f, "0"),
            Some(first) => {
                write!(f, "{first}")?;
                chunks.iter().rev().try_for_each(|c| write!(f, "{c:019}"))
            }
        }
    }
}

impl serde::Serialize for Count {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals() {
        assert_eq!(Count::default().to_string(), "0");
        assert_eq!(Count::power_of_two(100).to_string(), "1267650600228229401496703205376");
        let mut c = Count::from(1);
        for _ in 0..100 {
            c = c.plus(&c);
        }
        assert_eq!(c, Count::power_of_two(100));
        assert_eq!(Count::from(3).shifted(99).to_string(), (3u128 << 99).to_string());
        assert_eq!(Count::from(u64::MAX).plus(&Count::from(1)).to_string(), "18446744073709551616");
    }
}
