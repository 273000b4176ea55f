//! Binary decision diagrams with complement edges (Bryant 1986; Brace, Rudell and Bryant 1990).
//!
//! Our own rather than a library's, because a search must be able to stop inside an operation: every step is counted
//! against the budget and the number of nodes is bounded, so that running out is an answer and not an abort.

use crate::budget::{Budget, Spent};
use crate::count::Count;
use crate::formula::{Formula, Token};

/// A function: node index and, in the lowest bit, whether it is negated.
pub(crate) type Ref = u32;
pub(crate) const ONE: Ref = 0;
pub(crate) const ZERO: Ref = 1;

#[derive(Clone, Copy)]
struct Node {
    var: u32,
    lo: Ref,
    /// Never negated.
    hi: Ref,
}

#[derive(Clone, Copy)]
struct Entry {
    key: [u32; 3],
    result: Ref,
}

/// A function on its own, over options: nodes after their children, each (option, if no, if yes) with children as [`Ref`]s
/// whose nodes count from 1, 0 being the leaf; and the function.
pub(crate) struct Carried {
    nodes: Vec<(usize, Ref, Ref)>,
    root: Ref,
}

const FREE: u32 = u32::MAX;
const LEAF: u32 = u32::MAX;
/// Marks of the operations in the cache, above any node reference that shares the place.
const AND: u32 = 0;
const XOR: u32 = u32::MAX - 1;
const RESTRICT: u32 = u32::MAX - 2;
const SHIFT_UP: u32 = u32::MAX - 3;
const SHIFT_DOWN: u32 = u32::MAX - 4;
const UP: u32 = 1 << 30;
const DOWN: u32 = 1 << 31;
/// Slots of the cache to begin with, and at most: more would be forgotten by the processor's own caches.
const CACHE_LEAST: usize = 1 << 14;
const CACHE_MOST: usize = 1 << 20;

pub(crate) struct Bdd<'a, 'b> {
    nodes: Vec<Node>,
    table: Vec<u32>,
    cache: Vec<Entry>,
    most: usize,
    pub budget: &'a mut Budget<'b>,
}

type Built = Result<Ref, Spent>;

fn mix(a: u32, b: u32, c: u32) -> usize {
    let x = (u64::from(a) << 32 | u64::from(b)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let y = (x ^ x >> 29 ^ u64::from(c)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (y ^ y >> 32) as usize
}

impl<'a, 'b> Bdd<'a, 'b> {
    pub fn new(most_nodes: u64, budget: &'a mut Budget<'b>) -> Self {
        let empty = Entry { key: [FREE; 3], result: ZERO };
        Bdd {
            nodes: vec![Node { var: LEAF, lo: ONE, hi: ONE }],
            table: vec![FREE; 1 << 12],
            cache: vec![empty; CACHE_LEAST],
            most: most_nodes.min(1 << 29) as usize,
            budget,
        }
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    #[inline]
    fn var(&self, f: Ref) -> u32 {
        self.nodes[(f >> 1) as usize].var
    }
    /// (if no, if yes) at a variable no lower than the function's top.
    #[inline]
    fn split(&self, f: Ref, var: u32) -> (Ref, Ref) {
        let n = self.nodes[(f >> 1) as usize];
        if n.var == var { (n.lo ^ (f & 1), n.hi ^ (f & 1)) } else { (f, f) }
    }

    fn make(&mut self, var: u32, lo: Ref, hi: Ref) -> Built {
        if lo == hi {
            return Ok(lo);
        }
        if hi & 1 == 1 {
            return Ok(self.make(var, lo ^ 1, hi ^ 1)? ^ 1);
        }
        let mask = self.table.len() - 1;
        let mut slot = mix(var, lo, hi) & mask;
        loop {
            match self.table[slot] {
                FREE => break,
                k => {
                    let n = self.nodes[k as usize];
                    if n.var == var && n.lo == lo && n.hi == hi {
                        return Ok(k << 1);
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
        if self.nodes.len() >= self.most {
            return Err(Spent::Nodes);
        }
        let k = self.nodes.len() as u32;
        self.nodes.push(Node { var, lo, hi });
        self.table[slot] = k;
        if self.nodes.len() * 2 > self.table.len() {
            self.grow();
        }
        Ok(k << 1)
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        self.table = vec![FREE; size];
        for (k, n) in self.nodes.iter().enumerate().skip(1) {
            let mut slot = mix(n.var, n.lo, n.hi) & (size - 1);
            while self.table[slot] != FREE {
                slot = (slot + 1) & (size - 1);
            }
            self.table[slot] = k as u32;
        }
        let slots = size.min(CACHE_MOST);
        if slots > self.cache.len() {
            let old = std::mem::replace(&mut self.cache, vec![Entry { key: [FREE; 3], result: ZERO }; slots]);
            for e in old.into_iter().filter(|e| e.key[0] != FREE) {
                let slot = mix(e.key[0], e.key[1], e.key[2]) & (slots - 1);
                self.cache[slot] = e;
            }
        }
    }

    #[inline]
    fn cached(&self, key: [u32; 3]) -> Option<Ref> {
        let e = &self.cache[mix(key[0], key[1], key[2]) & (self.cache.len() - 1)];
        (e.key == key).then_some(e.result)
    }
    #[inline]
    fn remember(&mut self, key: [u32; 3], result: Ref) -> Built {
        let slot = mix(key[0], key[1], key[2]) & (self.cache.len() - 1);
        self.cache[slot] = Entry { key, result };
        Ok(result)
    }

    /// The variable itself.
    pub fn literal(&mut self, var: u32) -> Built {
        self.make(var, ZERO, ONE)
    }

    pub fn and(&mut self, a: Ref, b: Ref) -> Built {
        if a == ZERO || b == ZERO || a == b ^ 1 {
            return Ok(ZERO);
        }
        if a == ONE || a == b {
            return Ok(b);
        }
        if b == ONE {
            return Ok(a);
        }
        let (a, b) = (a.min(b), a.max(b));
        let key = [a, b, AND];
        if let Some(r) = self.cached(key) {
            return Ok(r);
        }
        self.budget.spend(1)?;
        let var = self.var(a).min(self.var(b));
        let ((a0, a1), (b0, b1)) = (self.split(a, var), self.split(b, var));
        let lo = self.and(a0, b0)?;
        let hi = self.and(a1, b1)?;
        let r = self.make(var, lo, hi)?;
        self.remember(key, r)
    }

    pub fn or(&mut self, a: Ref, b: Ref) -> Built {
        Ok(self.and(a ^ 1, b ^ 1)? ^ 1)
    }

    pub fn iff(&mut self, a: Ref, b: Ref) -> Built {
        Ok(self.xor(a, b)? ^ 1)
    }

    pub fn xor(&mut self, a: Ref, b: Ref) -> Built {
        let negated = (a ^ b) & 1;
        let (a, b) = (a & !1, b & !1);
        let (a, b) = (a.min(b), a.max(b));
        if a == b {
            return Ok(ZERO ^ negated);
        }
        if a == ONE {
            return Ok(b ^ 1 ^ negated);
        }
        let key = [a, b, XOR];
        if let Some(r) = self.cached(key) {
            return Ok(r ^ negated);
        }
        self.budget.spend(1)?;
        let var = self.var(a).min(self.var(b));
        let ((a0, a1), (b0, b1)) = (self.split(a, var), self.split(b, var));
        let lo = self.xor(a0, b0)?;
        let hi = self.xor(a1, b1)?;
        let r = self.make(var, lo, hi)?;
        Ok(self.remember(key, r)? ^ negated)
    }

    /// The conjunction of variables, for quantifying.
    pub fn cube(&mut self, vars: &[u32]) -> Built {
        let mut vars = vars.to_vec();
        vars.sort_unstable();
        vars.iter().rev().try_fold(ONE, |c, v| self.make(*v, ZERO, c))
    }

    /// ∃ cube. a ∧ b.
    pub fn and_exists(&mut self, a: Ref, b: Ref, mut cube: Ref) -> Built {
        if a == ZERO || b == ZERO || a == b ^ 1 {
            return Ok(ZERO);
        }
        let top = self.var(a).min(self.var(b));
        while cube != ONE && self.var(cube) < top {
            cube = self.nodes[(cube >> 1) as usize].hi;
        }
        if cube == ONE {
            return self.and(a, b);
        }
        let (a, b) = if a == b { (ONE, b) } else { (a.min(b), a.max(b)) };
        if a == ONE && b == ONE {
            return Ok(ONE);
        }
        // A cube is not negated and not a leaf: its reference is even and above nought, unlike the other marks.
        let key = [a, b, cube];
        if let Some(r) = self.cached(key) {
            return Ok(r);
        }
        self.budget.spend(1)?;
        let var = top;
        let ((a0, a1), (b0, b1)) = (self.split(a, var), self.split(b, var));
        let r = if self.var(cube) == var {
            let rest = self.nodes[(cube >> 1) as usize].hi;
            let lo = self.and_exists(a0, b0, rest)?;
            if lo == ONE {
                ONE
            } else {
                let hi = self.and_exists(a1, b1, rest)?;
                self.or(lo, hi)?
            }
        } else {
            let lo = self.and_exists(a0, b0, cube)?;
            let hi = self.and_exists(a1, b1, cube)?;
            self.make(var, lo, hi)?
        };
        self.remember(key, r)
    }

    pub fn exists(&mut self, a: Ref, cube: Ref) -> Built {
        self.and_exists(a, ONE, cube)
    }

    /// A function that is `f` wherever `care` holds, and elsewhere what makes it small (Coudert and Madre, ICCAD 1990).
    /// `care` must hold somewhere.
    pub fn restrict(&mut self, f: Ref, care: Ref) -> Built {
        if care == ONE || f <= ZERO {
            return Ok(f);
        }
        if f == care {
            return Ok(ONE);
        }
        if f == care ^ 1 {
            return Ok(ZERO);
        }
        let (sign, f) = (f & 1, f & !1);
        let key = [f, care, RESTRICT];
        if let Some(r) = self.cached(key) {
            return Ok(r ^ sign);
        }
        self.budget.spend(1)?;
        let (var, top) = (self.var(f), self.var(care));
        let (c0, c1) = self.split(care, var.min(top));
        let r = if top < var {
            let either = self.or(c0, c1)?;
            self.restrict(f, either)?
        } else {
            let (f0, f1) = self.split(f, var);
            if c0 == ZERO {
                self.restrict(f1, c1)?
            } else if c1 == ZERO {
                self.restrict(f0, c0)?
            } else {
                let lo = self.restrict(f0, c0)?;
                let hi = self.restrict(f1, c1)?;
                self.make(var, lo, hi)?
            }
        };
        Ok(self.remember(key, r)? ^ sign)
    }

    /// The function of the variables next above (`up`) or below those of the cube, in their stead. Those must be free, and
    /// every variable of the function and its new one on the same side of any other.
    pub fn shift(&mut self, f: Ref, mut cube: Ref, up: bool) -> Built {
        let top = self.var(f);
        while cube != ONE && self.var(cube) < top {
            cube = self.nodes[(cube >> 1) as usize].hi;
        }
        if cube == ONE {
            return Ok(f);
        }
        let (sign, f) = (f & 1, f & !1);
        let key = [f, cube, if up { SHIFT_UP } else { SHIFT_DOWN }];
        if let Some(r) = self.cached(key) {
            return Ok(r ^ sign);
        }
        self.budget.spend(1)?;
        let n = self.nodes[(f >> 1) as usize];
        let lo = self.shift(n.lo, cube, up)?;
        let hi = self.shift(n.hi, cube, up)?;
        let var = match (self.var(cube) == top, up) {
            (false, _) => top,
            (true, true) => top + 1,
            (true, false) => top - 1,
        };
        let r = self.make(var, lo, hi)?;
        Ok(self.remember(key, r)? ^ sign)
    }

    /// Where `f` holds or comes to hold when the variable changes in its one allowed direction.
    pub fn one_way(&mut self, f: Ref, var: u32, to_yes: bool) -> Built {
        let top = self.var(f);
        if top > var {
            return Ok(f);
        }
        let key = [f, var, if to_yes { UP | 1 } else { DOWN | 1 }];
        if let Some(r) = self.cached(key) {
            return Ok(r);
        }
        self.budget.spend(1)?;
        let (f0, f1) = self.split(f, top);
        let r = if top == var {
            let any = self.or(f0, f1)?;
            if to_yes { self.make(top, any, f1)? } else { self.make(top, f0, any)? }
        } else {
            let lo = self.one_way(f0, var, to_yes)?;
            let hi = self.one_way(f1, var, to_yes)?;
            self.make(top, lo, hi)?
        };
        self.remember(key, r)
    }

    /// A formula, each option at the variable that `place` gives it.
    pub fn formula(&mut self, formula: &Formula, place: &[u32]) -> Built {
        let mut stack: Vec<Ref> = Vec::new();
        for t in formula.tokens() {
            let operands = stack.split_off(stack.len() - t.arity());
            let built = match t {
                Token::Const(c) => {
                    if *c {
                        ONE
                    } else {
                        ZERO
                    }
                }
                Token::Var(o) => self.literal(place[*o])?,
                Token::Not => operands[0] ^ 1,
                Token::And(_) => operands.iter().try_fold(ONE, |a, b| self.and(a, *b))?,
                Token::Or(_) => operands.iter().try_fold(ZERO, |a, b| self.or(a, *b))?,
                Token::Implies => self.or(operands[0] ^ 1, operands[1])?,
                Token::Iff => self.iff(operands[0], operands[1])?,
                Token::ExactlyOne(_) | Token::AtMostOne(_) => {
                    let (mut one, mut two) = (ZERO, ZERO);
                    for f in operands {
                        let both = self.and(one, f)?;
                        two = self.or(two, both)?;
                        one = self.or(one, f)?;
                    }
                    if matches!(t, Token::AtMostOne(_)) { two ^ 1 } else { self.and(one, two ^ 1)? }
                }
            };
            stack.push(built);
        }
        Ok(stack[0])
    }

    /// The function's value; `values[v]` is variable `v`'s.
    pub fn eval(&self, f: Ref, values: impl Fn(u32) -> bool) -> bool {
        let mut at = f;
        loop {
            let n = self.nodes[(at >> 1) as usize];
            if n.var == LEAF {
                return at == ONE;
            }
            at = if values(n.var) { n.hi } else { n.lo } ^ (at & 1);
        }
    }

    /// In how many assignments of the first `vars` variables it holds.
    pub fn count(&self, f: Ref, vars: usize) -> Count {
        let reach = self.reachable(&[f]);
        // Per node and sign: assignments of the variables from the node's on.
        let mut known: std::collections::BTreeMap<Ref, Count> = std::collections::BTreeMap::new();
        let level = |r: Ref| (self.var(r) as usize).min(vars);
        known.insert(ONE, Count::from(1));
        known.insert(ZERO, Count::default());
        for k in reach {
            let n = self.nodes[k as usize];
            for sign in [0, 1] {
                let side = |r: Ref| known[&(r ^ sign)].shifted(level(r) - n.var as usize - 1);
                let sum = side(n.lo).plus(&side(n.hi));
                known.insert(k << 1 | sign, sum);
            }
        }
        known[&f].shifted(level(f))
    }

    /// A cover of a function between `least` and `most` by prime cubes, none of which can be left out (Minato 1992, after
    /// Morreale 1970); each cube with its literals so far in `path`. `None` past so many cubes.
    pub fn cover(
        &mut self,
        least: Ref,
        most: Ref,
        limit: usize,
        path: &mut Vec<(u32, bool)>,
        cubes: &mut Vec<Vec<(u32, bool)>>,
    ) -> Result<Option<Ref>, Spent> {
        if least == ZERO {
            return Ok(Some(ZERO));
        }
        if most == ONE {
            if cubes.len() >= limit {
                return Ok(None);
            }
            cubes.push(path.clone());
            return Ok(Some(ONE));
        }
        let var = self.var(least).min(self.var(most));
        let ((l0, l1), (m0, m1)) = (self.split(least, var), self.split(most, var));
        let mut sides = [ZERO; 2];
        for (side, (l, own, other)) in [(l0, m0, m1), (l1, m1, m0)].into_iter().enumerate() {
            let only = self.and(l, other ^ 1)?;
            path.push((var, side == 1));
            let part = self.cover(only, own, limit, path, cubes)?;
            path.pop();
            match part {
                Some(part) => sides[side] = part,
                None => return Ok(None),
            }
        }
        let left0 = self.and(l0, sides[0] ^ 1)?;
        let left1 = self.and(l1, sides[1] ^ 1)?;
        let (left, both) = (self.or(left0, left1)?, self.and(m0, m1)?);
        let Some(rest) = self.cover(left, both, limit, path, cubes)? else { return Ok(None) };
        let (lo, hi) = (self.or(sides[0], rest)?, self.or(sides[1], rest)?);
        self.make(var, lo, hi).map(Some)
    }

    /// How many nodes a function has.
    pub fn size(&self, f: Ref) -> usize {
        self.reachable(&[f]).len()
    }

    /// Nodes below the roots, children before parents (a node is made after its children).
    fn reachable(&self, roots: &[Ref]) -> Vec<u32> {
        let mut seen = vec![false; self.nodes.len()];
        let mut open: Vec<u32> = roots.iter().map(|r| r >> 1).collect();
        while let Some(k) = open.pop() {
            if k != 0 && !std::mem::replace(&mut seen[k as usize], true) {
                let n = self.nodes[k as usize];
                open.extend([n.lo >> 1, n.hi >> 1]);
            }
        }
        (1..self.nodes.len() as u32).filter(|k| seen[*k as usize]).collect()
    }

    /// The function, to be carried over into other diagrams; `option_at[v]` is variable `v`'s option.
    pub fn carry(&self, f: Ref, option_at: &[usize]) -> Carried {
        let mut name = vec![0u32; self.nodes.len()];
        let mut nodes = Vec::new();
        let moved = |name: &[u32], r: Ref| name[(r >> 1) as usize] << 1 | (r & 1);
        for k in self.reachable(&[f]) {
            let n = self.nodes[k as usize];
            nodes.push((option_at[n.var as usize], moved(&name, n.lo), moved(&name, n.hi)));
            name[k as usize] = nodes.len() as u32;
        }
        Carried { root: moved(&name, f), nodes }
    }

    /// A function that was carried over, each option at the variable that `place` gives it.
    pub fn carried(&mut self, carried: &Carried, place: &[u32]) -> Built {
        let mut built = vec![ONE];
        let here = |built: &[Ref], r: Ref| built[(r >> 1) as usize] ^ (r & 1);
        for (option, lo, hi) in &carried.nodes {
            let (lo, hi) = (here(&built, *lo), here(&built, *hi));
            let var = self.literal(place[*option])?;
            let (no, yes) = (self.and(var ^ 1, lo)?, self.and(var, hi)?);
            let f = self.or(no, yes)?;
            built.push(f);
        }
        Ok(here(&built, carried.root))
    }

    /// Forgets all nodes but those below the roots, which are renamed in place.
    pub fn keep(&mut self, roots: &mut [&mut Ref]) {
        let live = self.reachable(&roots.iter().map(|r| **r).collect::<Vec<_>>());
        let mut name = vec![0u32; self.nodes.len()];
        let mut nodes = vec![self.nodes[0]];
        for k in live {
            let n = self.nodes[k as usize];
            let moved = |r: Ref| name[(r >> 1) as usize] << 1 | (r & 1);
            let node = Node { var: n.var, lo: moved(n.lo), hi: moved(n.hi) };
            name[k as usize] = nodes.len() as u32;
            nodes.push(node);
        }
        for r in roots {
            **r = name[(**r >> 1) as usize] << 1 | (**r & 1);
        }
        self.nodes = nodes;
        let size = (self.nodes.len() * 4).next_power_of_two().max(1 << 12);
        self.table = Vec::new();
        self.cache.fill(Entry { key: [FREE; 3], result: ZERO });
        self.table = vec![FREE; size / 2];
        self.grow();
    }
}
