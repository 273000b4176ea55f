//! What the network sees of a word: its number, its vector's number, the pieces of its spelling.

/// How many affix features a word has.
pub(super) const AFFIXES: usize = 8;
/// At most so many letter triples count.
const GRAMS: usize = 24;

/// FNV-1a, 32 bits (Fowler, Noll and Vo).
fn fnv(text: &str, start: u32) -> u32 {
    text.bytes().fold(start, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// The last step of MurmurHash3 (Appleby): spreads the bits.
fn spread(mut h: u32) -> u32 {
    h ^= h >> 15;
    h = h.wrapping_mul(0x85eb_ca6b);
    h ^= h >> 13;
    h = h.wrapping_mul(0xc2b2_ae35);
    h ^ (h >> 16)
}

/// The number that a text is looked up by.
#[must_use]
pub fn key(text: &str) -> u32 {
    spread(fnv(text, 0x811c_9dc5))
}

/// Numbers by key: open addressing over a power of two.
#[derive(Clone, Debug, Default)]
pub struct Lookup {
    slots: Vec<(u32, u32)>,
}

impl Lookup {
    /// The k-th key gets number k + 1; 0 stands for what is not there.
    #[must_use]
    pub fn new(keys: &[u32]) -> Self {
        let mut slots = vec![(0, 0); (keys.len() * 2).next_power_of_two().max(2)];
        let mask = slots.len() - 1;
        for (k, &key) in keys.iter().enumerate() {
            let mut at = key as usize & mask;
            while slots[at].1 != 0 && slots[at].0 != key {
                at = (at + 1) & mask;
            }
            if slots[at].1 == 0 {
                slots[at] = (key, k as u32 + 1);
            }
        }
        Self { slots }
    }

    fn get(&self, key: u32) -> u32 {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots[at].1 != 0 {
            if self.slots[at].0 == key {
                return self.slots[at].1;
            }
            at = (at + 1) & mask;
        }
        0
    }
}

/// One word's features.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// Row of the trained words' table.
    pub word: u32,
    /// Row of the word vectors.
    pub vector: u32,
    /// Rows of the affix table.
    pub affixes: [u32; AFFIXES],
    /// Rows of the triples' table.
    pub grams: Vec<u32>,
    text: String,
    zeroed: String,
}

impl Features {
    /// Reads a form.
    pub fn set(&mut self, form: &str, words: &Lookup, vectors: &Lookup, sizes: (u32, u32)) {
        self.text.clear();
        self.zeroed.clear();
        for c in form.chars() {
            let c = lower(c);
            self.text.push(c);
            self.zeroed.push(if c.is_ascii_digit() { '0' } else { c });
        }
        self.word = words.get(key(&self.zeroed));
        self.vector = vectors.get(key(&self.text));
        let shape = shape(form);
        let low = self.text.as_str();
        let lead = |n: usize| low.char_indices().nth(n).map_or(low, |(i, _)| &low[..i]);
        let tail = |n: usize| low.char_indices().rev().nth(n - 1).map_or(low, |(i, _)| &low[i..]);
        let texts = [shape.as_str(), lead(1), lead(2), lead(3), tail(1), tail(2), tail(3), tail(4)];
        for (k, text) in texts.into_iter().enumerate() {
            let start = (0x811c_9dc5 ^ (b'0' as u32 + k as u32)).wrapping_mul(0x0100_0193);
            self.affixes[k] = spread(fnv(text, start)) % sizes.0;
        }
        self.grams.clear();
        self.zeroed.insert(0, '<');
        self.zeroed.push('>');
        let mut starts = [0; GRAMS + 3];
        let mut count = 0;
        for (i, _) in self.zeroed.char_indices().take(GRAMS + 2) {
            starts[count] = i;
            count += 1;
        }
        starts[count] = if count < GRAMS + 2 {
            self.zeroed.len()
        } else {
            self.zeroed[starts[count - 1]..].chars().next().map_or(0, char::len_utf8) + starts[count - 1]
        };
        for k in 0..count.saturating_sub(2).max(1) {
            let text = &self.zeroed[starts[k]..starts[(k + 3).min(count)]];
            self.grams.push(key(text) % sizes.1);
        }
    }
}

/// A form in lower case, and that with all digits zero: what vectors and words are looked up by.
#[must_use]
pub fn texts(form: &str) -> (String, String) {
    let low: String = form.chars().map(lower).collect();
    let zeroed = low.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    (low, zeroed)
}

/// Lower case where that is one character; typographic quotes as typewriters have them.
fn lower(c: char) -> char {
    match c {
        '’' | '‘' => '\'',
        '“' | '”' | '„' => '"',
        _ => {
            let mut l = c.to_lowercase();
            match (l.next(), l.next()) {
                (Some(l), None) => l,
                _ => c,
            }
        }
    }
}

/// Upper and lower case letters, digits and the rest, runs cut to two.
fn shape(form: &str) -> String {
    let mut out = String::new();
    let mut last = ['\0'; 2];
    let mut length = 0;
    for c in form.chars() {
        let k = if c.is_uppercase() {
            'A'
        } else if c.is_alphabetic() {
            'a'
        } else if c.is_numeric() {
            '0'
        } else {
            c
        };
        if last != [k, k] {
            if length == 12 {
                break;
            }
            out.push(k);
            length += 1;
            last = [last[1], k];
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_form_has_features() {
        let none = Lookup::new(&[]);
        let mut f = Features::default();
        for form in ["", "a", "İ", "ß’", "Ünïcödé-wörd", &"長".repeat(60), &"x".repeat(25), "\u{200d}"] {
            f.set(form, &none, &none, (16, 16));
            assert!(!f.grams.is_empty() && f.grams.len() <= GRAMS);
        }
    }

    #[test]
    fn shapes_are_short() {
        assert_eq!(shape("McDonald's"), "AaAaa'a");
        assert_eq!(shape("1,000,000"), "0,00,00");
        assert_eq!(shape("USA"), "AA");
    }

    #[test]
    fn keys_are_found_again() {
        let keys: Vec<u32> = ["a", "b", "the"].iter().map(|w| key(w)).collect();
        let lookup = Lookup::new(&keys);
        assert_eq!(lookup.get(key("the")), 3);
        assert_eq!(lookup.get(key("of")), 0);
    }
}
