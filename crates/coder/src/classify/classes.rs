//! Classes of words that are used alike, so that what is learned of `lambast` helps with `castigate`.
//!
//! Clusters at three grains of the GloVe vectors (Pennington, Socher and Manning 2014; PDDL) of the 40,000 most frequent
//! English words, made by `detente-training classes`.

static CLASSES: &[u8] = include_bytes!("../../weights/classes.bin");

/// Bytes of one word: its key (u32, little endian; the words stand in this order), then its classes (u32).
const ROW: usize = 8;
/// Bits of the classes, coarse to fine.
const BITS: [u32; 3] = [6, 8, 10];

/// The key that a word is found by (FNV-1a of its lower case).
#[must_use]
pub fn key(word: &str) -> u32 {
    word.chars().flat_map(char::to_lowercase).fold(0x811c_9dc5, |h, c| (h ^ u32::from(c)).wrapping_mul(0x0100_0193))
}

/// Packs classes, coarse to fine.
#[must_use]
pub fn pack(classes: [u32; 3]) -> u32 {
    classes[0] | classes[1] << BITS[0] | classes[2] << (BITS[0] + BITS[1])
}

/// How many classes each grain has.
#[must_use]
pub fn sizes() -> [usize; 3] {
    BITS.map(|b| 1 << b)
}

/// The classes of a word, coarse to fine; `None` for a rare one.
pub(crate) fn of(word: &str) -> Option<[u32; 3]> {
    let at = |k: usize| CLASSES.get(k * ROW..).and_then(|b| b.first_chunk::<4>()).map_or(0, |b| u32::from_le_bytes(*b));
    let key = key(word);
    let (mut low, mut high) = (0, CLASSES.len() / ROW);
    while low < high {
        let middle = usize::midpoint(low, high);
        if at(middle) < key { low = middle + 1 } else { high = middle }
    }
    if low >= CLASSES.len() / ROW || at(low) != key {
        return None;
    }
    let packed = CLASSES.get(low * ROW + 4..).and_then(|b| b.first_chunk::<4>()).map_or(0, |b| u32::from_le_bytes(*b));
    let part = |shift: u32, bits: u32| packed >> shift & ((1 << bits) - 1);
    Some([part(0, BITS[0]), part(BITS[0], BITS[1]), part(BITS[0] + BITS[1], BITS[2])])
}
