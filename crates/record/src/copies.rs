//! Copies of a text: a wire report printed by many outlets, cut or with another first line.
//!
//! MinHash over runs of five words (Broder 1997), found by bands (Leskovec, Rajaraman, Ullman, *Mining of Massive
//! Datasets*, section 3.4), confirmed on the texts themselves.

/// Words that make one shingle.
const RUN: usize = 5;
/// 16 bands of 4 values: two texts that share 70 % of their shingles are found with probability 0.99.
const BANDS: usize = 16;
const ROWS: usize = 4;
/// Texts shorter than this (in shingles) are not compared: too little to tell a copy from a stock phrase.
const SHORTEST: usize = 25;
/// The share of the shorter text's shingles that a copy holds.
const COPY: f64 = 0.7;

/// The band keys of a text; empty for a short one.
pub(crate) fn bands(text: &str) -> Vec<i64> {
    let shingles = shingles(text);
    if shingles.len() < SHORTEST {
        return Vec::new();
    }
    let mut least = [u64::MAX; BANDS * ROWS];
    for s in &shingles {
        let mut h = *s;
        for l in &mut least {
            h = mix(h);
            *l = (*l).min(h);
        }
    }
    least
        .chunks(ROWS)
        .enumerate()
        .map(|(band, rows)| rows.iter().fold(mix(band as u64 + 1), |h, r| mix(h ^ r)).cast_signed())
        .collect()
}

/// Whether one text copies the other.
pub(crate) fn is_copy(a: &str, b: &str) -> bool {
    let (mut x, mut y) = (shingles(a), shingles(b));
    for l in [&mut x, &mut y] {
        l.sort_unstable();
        l.dedup();
    }
    let fewer = x.len().min(y.len());
    if fewer < SHORTEST {
        return false;
    }
    let shared = x.iter().filter(|s| y.binary_search(s).is_ok()).count();
    shared as f64 / fewer as f64 >= COPY
}

fn shingles(text: &str) -> Vec<u64> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| {
            let mut h = 0xcbf2_9ce4_8422_2325_u64;
            for c in w.chars().flat_map(char::to_lowercase) {
                h = (h ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
            }
            h
        })
        .collect();
    words.windows(RUN).map(|w| w.iter().fold(0, |h, x| mix(h ^ x))).collect()
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
fn mix(x: u64) -> u64 {
    let z = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIRE: &str = "The foreign ministers of the two countries met in Geneva on Tuesday for a first round of talks on \
        the border, and agreed to meet again within a month, the host government said in a statement. Neither side would \
        say whether the withdrawal of heavy weapons had been discussed, but a diplomat present in the room called the \
        tone businesslike and said that maps had been exchanged before the delegations left for the airport.";

    #[test]
    fn a_reprint_with_another_first_line_is_a_copy_and_another_story_is_not() {
        let reprint = format!("GENEVA (Agency) — {WIRE} Additional reporting by our correspondent.");
        let bands_of = |t: &str| bands(t);
        assert!(is_copy(WIRE, &reprint));
        assert!(bands_of(WIRE).iter().any(|b| bands_of(&reprint).contains(b)));
        let other = "Foreign ministers meeting in Geneva on Tuesday made a start on their border dispute. Talks are to go \
            on next month. Whether heavy arms came up was left open by both delegations, though one participant spoke of \
            a businesslike mood and of maps that changed hands. The host government confirmed the date, and thanked both \
            for their patience in what it called difficult weeks for the region and for everyone who lives there.";
        assert!(!is_copy(WIRE, other));
        assert!(bands("Too short to tell.").is_empty());
    }
}
