//! The weights file; `detente_text` reads it.

use super::data::Data;
use super::model::Model;
use super::tensor::{Linear, Norm, Rows, Table, Weights};
use detente_text::parse_train::key;

struct Out(Vec<u8>);

impl Out {
    fn number(&mut self, n: usize) {
        self.0.extend((n as u32).to_le_bytes());
    }
    fn keys(&mut self, words: &[String]) {
        self.number(words.len());
        words.iter().for_each(|w| self.0.extend(key(w).to_le_bytes()));
    }
    fn floats(&mut self, values: &[f32]) {
        self.number(values.len());
        values.iter().for_each(|v| self.0.extend(v.to_le_bytes()));
    }
    fn vector(&mut self, w: &Weights) {
        self.floats(w.mean.as_slice().expect("in order"));
    }
    fn eighths(&mut self, values: impl Iterator<Item = f32>) {
        self.0.extend(values.map(|v| v.round().clamp(-127.0, 127.0) as i8 as u8));
    }
    /// Rows of eight-bit numbers with a scale each.
    fn table(&mut self, rows: &Rows) {
        let scales: Vec<f32> =
            rows.rows().into_iter().map(|r| r.iter().fold(1e-8f32, |m, v| m.max(v.abs())) / 127.0).collect();
        self.floats(&scales);
        self.number(rows.ncols());
        for (row, s) in rows.rows().into_iter().zip(&scales) {
            self.eighths(row.iter().map(|v| v / s));
        }
    }
    /// Eight-bit numbers with a scale a column, then the bias.
    fn matrix(&mut self, w: &Weights, bias: Option<&Weights>) {
        let w = &w.mean;
        let scales: Vec<f32> =
            w.columns().into_iter().map(|c| c.iter().fold(1e-8f32, |m, v| m.max(v.abs())) / 127.0).collect();
        self.floats(&scales);
        self.number(w.nrows());
        for row in w.rows() {
            self.eighths(row.iter().zip(&scales).map(|(v, s)| v / s));
        }
        match bias {
            Some(b) => self.vector(b),
            None => self.floats(&vec![0.0; scales.len()]),
        }
    }
    fn linear(&mut self, l: &Linear) {
        self.matrix(&l.w, Some(&l.b));
    }
    fn norm(&mut self, n: &Norm) {
        self.vector(&n.gain);
        self.vector(&n.shift);
    }
}

/// The running means of the weights after step `step`.
pub fn bytes(model: &Model, data: &Data, step: i32, keep: f32) -> Vec<u8> {
    let mut head = format!("layers\t{}\n", model.recurrences.len());
    for [upos, xpos, feats] in &data.tags {
        head += &format!("tag\t{upos}\t{xpos}\t{feats}\n");
    }
    for label in &data.labels {
        head += &format!("label\t{label}\n");
    }
    let mut o = Out(b"DTPN".to_vec());
    o.number(head.len());
    o.0.extend(head.bytes());
    o.keys(&data.words);
    o.keys(&data.vectors);
    let means = |t: &Table| t.means(step, keep);
    o.table(&means(&model.word));
    o.table(&means(&model.affix));
    o.table(&means(&model.gram));
    o.table(&model.vectors);
    o.matrix(&model.project, None);
    o.vector(&model.no_vector);
    o.norm(&model.start);
    o.linear(&model.convolution);
    for r in &model.recurrences {
        o.norm(&r.norm);
        o.linear(&r.into);
        o.linear(&r.out);
    }
    o.norm(&model.end);
    let h = &model.heads;
    h.tag.iter().chain(&h.name).for_each(|l| o.linear(l));
    o.linear(&h.arc_child);
    o.linear(&h.arc_head);
    o.vector(&h.arc_root);
    for l in [&h.arc, &h.near, &h.label_child, &h.label_head, &h.label_sum] {
        o.linear(l);
    }
    o.matrix(&h.label_product.w, None);
    o.0
}
