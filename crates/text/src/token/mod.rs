//! Chunks without white space to words.
//!
//! A chunk is cut into atoms (runs of letters, numbers, marks, clitics, addresses). Between two atoms a word may end or
//! not: hand-written rules have an opinion, and a small linear model trained on treebanks decides, with the rules'
//! opinion among what it sees.

mod address;
mod atom;
mod contraction;
mod features;

pub(crate) use atom::{Atom, Kind, atoms};
pub(crate) use features::{Chunk, begins_name, is_abbreviation, is_title};

/// A word found: its bytes in the clean text, and how it stands to its neighbours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    pub hash: u32,
    /// Whether it continues the surface token before it.
    pub continues: bool,
    /// Whether white space follows.
    pub space_after: bool,
}

/// Splits `text[start..end]`, which holds no white space, and appends its words. `next` is the atom after
/// the white space, `decide` says whether a word ends at a byte, given what is seen there.
pub(crate) fn split_chunk(
    text: &str,
    atoms: &[Atom],
    next: Option<Atom>,
    quote_open: bool,
    pieces: &mut Vec<Piece>,
    decide: &mut impl FnMut(usize, &[u32], bool) -> bool,
) {
    let chunk = Chunk { text, atoms, next };
    let mut features = Vec::with_capacity(24);
    let mut first = 0;
    for k in 1..=atoms.len() {
        let (left, right) = (&atoms[k - 1], atoms.get(k));
        let ends = match right {
            None => true,
            Some(right) if right.end - atoms[first].start > atom::LONGEST => true,
            Some(_) => chunk.sure(k).unwrap_or_else(|| {
                features.clear();
                let opinion = chunk.opinion(k);
                chunk.see(k, opinion, &mut features);
                decide(left.end, &features, opinion)
            }),
        };
        if !ends {
            continue;
        }
        let (start, end) = (atoms[first].start, left.end);
        let lone = k == first + 1;
        let kind = if lone { left.kind } else { chunk.joined(first, k) };
        let hash = if lone { left.hash } else { crate::linear::word_hash(&text[start..end]) };
        let after = (first > 0).then(|| &atoms[first - 1]);
        let possessive = atoms[first].kind == Kind::Apostrophe
            && lone
            && !quote_open
            && after.is_some_and(|a| a.kind.is_word() && text[..a.end].ends_with(['s', 'S', 'x', 'z']));
        let continues = first > 0 && (atoms[first].kind == Kind::Clitic || possessive);
        pieces.push(Piece { start, end, kind, hash, continues, space_after: right.is_none() });
        first = k;
    }
}
