//! The weights file: a head of text lines, then numbers, little end first. `training/network/student.py` writes it.
//!
//! `DTPN`, the head's length, the head (`size`, `tag`, `label` lines), the keys of the words and of the vectors, the
//! four tables (eight-bit rows, a scale each), the layers in the order of the computation.

use super::Parser;
use super::matrix::Matrix;
use super::net::{Net, Recurrence, Table};
use super::words::Lookup;
use crate::Upos;
use compact_str::CompactString;

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (a, b) = self.0.split_at_checked(n)?;
        self.0 = b;
        Some(a)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn numbers(&mut self) -> Option<Vec<u32>> {
        let n = self.number()? as usize;
        let bytes = self.take(n.checked_mul(4)?)?;
        Some(bytes.as_chunks::<4>().0.iter().map(|b| u32::from_le_bytes(*b)).collect())
    }

    fn floats(&mut self) -> Option<Vec<f32>> {
        Some(self.numbers()?.into_iter().map(f32::from_bits).collect())
    }

    /// Rows with a scale each.
    fn table(&mut self) -> Option<Table<'a>> {
        let scales = self.floats()?;
        let width = self.number()? as usize;
        Some(Table { rows: self.take(scales.len().checked_mul(width)?)?, scales, width })
    }

    /// A matrix with a scale a column, and its bias.
    fn matrix(&mut self) -> Option<Matrix> {
        let scales = self.floats()?;
        let rows = self.number()? as usize;
        let weights: Vec<i8> = self.take(scales.len().checked_mul(rows)?)?.iter().map(|&b| b as i8).collect();
        let bias = self.floats()?;
        (bias.len() == scales.len()).then(|| Matrix::new(&weights, &scales, &bias))
    }
}

/// A parser from a weights file; `None` where the file is not one.
pub(super) fn read(file: &'static [u8]) -> Option<Parser> {
    let mut r = Reader(file);
    if r.take(4)? != b"DTPN" {
        return None;
    }
    let length = r.number()? as usize;
    let text = std::str::from_utf8(r.take(length)?).ok()?;
    let (mut tags, mut labels, mut layers) = (Vec::new(), Vec::new(), 0);
    for line in text.lines() {
        let mut parts = line.split('\t');
        match parts.next()? {
            "tag" => {
                let upos = Upos::parse(parts.next()?)?;
                tags.push((upos, CompactString::new(parts.next()?), CompactString::new(parts.next()?)));
            }
            "label" => labels.push(CompactString::new(parts.next()?)),
            "layers" => layers = parts.next()?.parse().ok()?,
            _ => return None,
        }
    }
    let words = Lookup::new(&r.numbers()?);
    let vectors = Lookup::new(&r.numbers()?);
    let mut net = Net { words, vectors, word: r.table()?, affix: r.table()?, gram: r.table()?, ..Net::default() };
    net.vector = r.table()?;
    net.project = r.matrix()?;
    net.no_vector = r.floats()?;
    net.start = [r.floats()?, r.floats()?];
    net.convolution = r.matrix()?;
    for _ in 0..layers {
        let (gain, shift) = (r.floats()?, r.floats()?);
        net.recurrences.push(Recurrence { gain, shift, into: r.matrix()?, out: r.matrix()? });
    }
    net.end = [r.floats()?, r.floats()?];
    net.tag = [r.matrix()?, r.matrix()?];
    net.name = [r.matrix()?, r.matrix()?];
    net.arc_child = r.matrix()?;
    net.arc_head = r.matrix()?;
    net.arc_root = r.floats()?;
    net.arc = r.matrix()?;
    net.near = r.matrix()?;
    net.label_child = r.matrix()?;
    net.label_head = r.matrix()?;
    net.label_sum = r.matrix()?;
    net.label_product = r.matrix()?;
    (r.0.is_empty() && net.tag[1].columns() == tags.len() && net.label_sum.columns() == labels.len())
        .then_some(Parser { tags, labels, net })
}
