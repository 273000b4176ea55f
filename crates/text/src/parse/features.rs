//! What the linear model looks at.

use super::linear::{mix, text};

/// A word as numbers, computed once a sentence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// Lower-cased form.
    pub form: u32,
    /// Upper and lower case, digits and other characters, runs shortened.
    pub shape: u32,
    /// Last three characters.
    pub suffix: u32,
    suffixes: [u32; 4],
    prefixes: [u32; 3],
}

impl Word {
    /// The numbers of a form.
    #[must_use]
    pub fn new(form: &str) -> Self {
        let lower = form.to_lowercase();
        let mut shape = String::new();
        for c in form.chars() {
            let k = match c {
                c if c.is_uppercase() => 'A',
                c if c.is_alphabetic() => 'a',
                c if c.is_numeric() => '0',
                c => c,
            };
            if !shape.ends_with([k].as_slice()) || shape.len() < 2 {
                shape.push(k);
            }
        }
        let tail = |n: usize| {
            let at = lower.char_indices().rev().nth(n - 1).map_or(0, |(i, _)| i);
            text(&lower[at..])
        };
        let lead = |n: usize| {
            let at = lower.char_indices().nth(n).map_or(lower.len(), |(i, _)| i);
            text(&lower[..at])
        };
        Self {
            form: text(&lower),
            shape: text(&shape),
            suffix: tail(3),
            suffixes: [tail(1), tail(2), tail(3), tail(4)],
            prefixes: [lead(1), lead(2), lead(3)],
        }
    }
}

/// What stands beyond the sentence's ends.
const NONE: Word = Word { form: 1, shape: 1, suffix: 1, suffixes: [1; 4], prefixes: [1; 3] };

fn at(words: &[Word], i: isize) -> Word {
    usize::try_from(i).ok().and_then(|i| words.get(i)).copied().unwrap_or(NONE)
}

/// For the tag of word `i` after tags `before` (last) and `before2`.
pub fn tag(words: &[Word], i: usize, before: u32, before2: u32, out: &mut Vec<u32>) {
    out.clear();
    let i = i as isize;
    let (a, b, c, d, e) = (at(words, i), at(words, i - 1), at(words, i + 1), at(words, i - 2), at(words, i + 2));
    let mut k = 0;
    let mut add = |v: u32| {
        k += 1;
        out.push(mix(k, v));
    };
    add(0);
    add(a.form);
    add(a.shape);
    for s in a.suffixes {
        add(s);
    }
    for p in a.prefixes {
        add(p);
    }
    add(mix(a.shape, u32::from(i == 0)));
    add(before);
    add(mix(before, before2));
    add(mix(a.form, before));
    add(mix(a.suffix, before));
    add(b.form);
    add(c.form);
    add(d.form);
    add(e.form);
    add(b.suffix);
    add(c.suffix);
    add(c.shape);
    add(mix(a.form, c.form));
    add(mix(a.form, b.form));
    add(mix(before, c.form));
    add(mix(before, c.suffix));
}

/// For the name tag of word `i`: the same with the words' tags.
pub fn name(words: &[Word], tags: &[u32], i: usize, before: u32, out: &mut Vec<u32>) {
    tag(words, i, before, 0, out);
    let t = |j: isize| usize::try_from(j).ok().and_then(|j| tags.get(j)).copied().unwrap_or(0);
    let i = i as isize;
    let (a, b) = (at(words, i), at(words, i - 1));
    out.push(mix(101, t(i)));
    out.push(mix(102, mix(t(i), t(i + 1))));
    out.push(mix(103, mix(t(i), t(i - 1))));
    out.push(mix(104, mix(before, t(i))));
    out.push(mix(105, mix(before, a.shape)));
    out.push(mix(106, mix(b.form, a.shape)));
    out.push(mix(107, mix(at(words, i + 1).form, a.shape)));
}

/// The transition parser's view: stack, next words, arcs so far.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Words whose head is still to be found, bottom first; `n` stands for the root.
    pub stack: Vec<usize>,
    /// First word not yet read; the root `n` comes last.
    pub next: usize,
    /// Head of each word.
    pub head: Vec<usize>,
    /// Label of each word's arc.
    pub label: Vec<u32>,
    /// Outermost children to the left and to the right, two each, `usize::MAX` for none.
    pub left: Vec<[usize; 2]>,
    /// The same to the right.
    pub right: Vec<[usize; 2]>,
    /// How many children a word has.
    pub valency: Vec<[u32; 2]>,
}

impl State {
    /// The start: nothing read.
    #[must_use]
    pub fn new(n: usize) -> Self {
        Self {
            stack: Vec::new(),
            next: 0,
            head: vec![usize::MAX; n],
            label: vec![0; n],
            left: vec![[usize::MAX; 2]; n + 1],
            right: vec![[usize::MAX; 2]; n + 1],
            valency: vec![[0; 2]; n + 1],
        }
    }

    /// Adds an arc.
    pub fn arc(&mut self, head: usize, child: usize, label: u32) {
        self.head[child] = head;
        self.label[child] = label;
        let side = if child < head { &mut self.left } else { &mut self.right };
        side[head] = [child, side[head][0]];
        self.valency[head][usize::from(child > head)] += 1;
    }
}

/// For the next step.
pub fn step(s: &State, words: &[Word], tags: &[u32], out: &mut Vec<u32>) {
    out.clear();
    let n = words.len();
    let none = usize::MAX;
    let w = |i: usize| {
        if i < n {
            words[i].form
        } else if i == n {
            7
        } else {
            3
        }
    };
    let t = |i: usize| {
        if i < n {
            tags[i]
        } else if i == n {
            7
        } else {
            3
        }
    };
    let l = |i: usize| if i < n { s.label[i] + 11 } else { 3 };
    let back = |k: usize| if s.stack.len() > k { s.stack[s.stack.len() - 1 - k] } else { none };
    let (s0, s1, s2) = (back(0), back(1), back(2));
    let ahead = |k: usize| if s.next + k <= n { s.next + k } else { none };
    let (b0, b1, b2, b3) = (ahead(0), ahead(1), ahead(2), ahead(3));
    let kids = |side: &[[usize; 2]], i: usize| if i <= n { side[i] } else { [none; 2] };
    let (s0l, s0r, s1l, s1r, b0l) =
        (kids(&s.left, s0), kids(&s.right, s0), kids(&s.left, s1), kids(&s.right, s1), kids(&s.left, b0));
    let distance = if s0 < n && b0 <= n { (b0 - s0).min(8) as u32 } else { 9 };
    let val = |i: usize, k: usize| if i <= n { s.valency[i][k].min(4) } else { 0 };
    let mut k = 0;
    let mut add = |v: u32| {
        k += 1;
        out.push(mix(k, v));
    };
    add(0);
    for i in [s0, s1, s2, b0, b1, b2] {
        add(w(i));
        add(t(i));
        add(mix(w(i), t(i)));
    }
    add(t(b3));
    let m3 = |a, b, c| mix(a, mix(b, c));
    add(mix(w(s0), w(b0)));
    add(m3(w(s0), t(s0), t(b0)));
    add(m3(t(s0), w(b0), t(b0)));
    add(mix(w(s0), t(b0)));
    add(mix(t(s0), w(b0)));
    add(mix(t(s0), t(b0)));
    add(m3(t(s0), t(b0), distance));
    add(m3(w(s0), w(b0), distance));
    add(mix(t(b0), t(b1)));
    add(m3(t(s0), t(b0), t(b1)));
    add(m3(t(s1), t(s0), t(b0)));
    add(mix(t(s1), t(s0)));
    add(mix(w(s1), w(s0)));
    add(mix(t(s1), w(s0)));
    add(mix(w(s1), t(s0)));
    add(m3(t(b0), t(b1), t(b2)));
    add(m3(t(s2), t(s1), t(s0)));
    for c in [s0l[0], s0l[1], s0r[0], s0r[1], s1l[0], s1r[0], b0l[0], b0l[1]] {
        add(mix(w(c), l(c)));
        add(mix(t(c), l(c)));
        add(m3(t(s0), t(b0), mix(t(c), l(c))));
        add(m3(t(s0), t(s1), l(c)));
    }
    add(m3(t(s0), val(s0, 0), val(s0, 1)));
    add(m3(t(b0), val(b0, 0), distance));
    add(m3(w(s0), val(s0, 0), val(s0, 1)));
    add(m3(w(b0), val(b0, 0), t(s0)));
    add(m3(l(s0l[0]), l(s0r[0]), t(s0)));
    add(m3(l(b0l[0]), l(b0l[1]), t(b0)));
    if s0 < n {
        add(m3(words[s0].suffix, t(b0), 5));
        add(m3(t(s1), words[s0].suffix, 6));
    }
}
