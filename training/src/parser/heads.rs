//! The output layers: tags, names, arcs and labels, with their loss.

use super::model::Gold;
use super::random::Random;
use super::tensor::{Linear, Mask, Rows, Weights, cross, rectify, rectify_back};
use ndarray::s;

const ARC: usize = 128;
const LABEL: usize = 96;
const TAG: usize = 128;
const NAME: usize = 48;
/// Distances between a word and its head that are told apart.
const PLACES: usize = 32;

pub struct Heads {
    pub tag: [Linear; 2],
    pub name: [Linear; 2],
    pub arc_child: Linear,
    pub arc_head: Linear,
    pub arc_root: Weights,
    pub arc: Linear,
    pub near: Linear,
    pub label_child: Linear,
    pub label_head: Linear,
    pub label_sum: Linear,
    /// Its bias is not used: it stays at zero.
    pub label_product: Linear,
}

impl Heads {
    pub fn new(width: usize, tags: usize, labels: usize, random: &mut Random) -> Self {
        let mut new = |a: usize, b: usize, gain: f32| Linear::new(a, b, gain, random);
        let tag = [new(width, TAG, 1.0), new(TAG, tags, 1.0)];
        let name = [new(width, NAME, 1.0), new(NAME, 7, 1.0)];
        let (arc_child, arc_head) = (new(width, ARC, 1.0), new(width, ARC, 1.0));
        let (arc, near) = (new(ARC, ARC, 0.3), new(ARC, PLACES, 0.2));
        let (label_child, label_head) = (new(width, LABEL, 1.0), new(width, LABEL, 1.0));
        let (label_sum, label_product) = (new(LABEL, labels, 1.0), new(LABEL, labels, 1.0));
        let arc_root = Weights::vector((0..ARC).map(|_| 0.1 * random.normal()).collect());
        Self { tag, name, arc_child, arc_head, arc_root, arc, near, label_child, label_head, label_sum, label_product }
    }

    pub fn all(&mut self) -> Vec<&mut Weights> {
        let mut all = vec![&mut self.arc_root, &mut self.label_product.w];
        for l in self.tag.iter_mut().chain(&mut self.name) {
            all.extend(l.all());
        }
        for l in [
            &mut self.arc_child,
            &mut self.arc_head,
            &mut self.arc,
            &mut self.near,
            &mut self.label_child,
            &mut self.label_head,
            &mut self.label_sum,
        ] {
            all.extend(l.all());
        }
        all
    }

    /// The loss a word and the gradient of the states.
    pub fn gradients(
        &mut self,
        x: &Rows,
        lengths: &[usize],
        golds: &[&Gold],
        drop: f32,
        random: &mut Random,
    ) -> (f32, Rows) {
        let n = x.nrows();
        let each = 1.0 / n as f32;
        let mut d = Rows::zeros(x.raw_dim());
        let tags: Vec<Option<usize>> = golds.iter().flat_map(|g| g.tags.iter().map(|t| Some(*t))).collect();
        let names: Vec<Option<usize>> = golds
            .iter()
            .zip(lengths)
            .flat_map(|(g, &l)| match &g.names {
                Some(names) => names.iter().map(|n| Some(*n)).collect(),
                None => vec![None; l],
            })
            .collect();
        let mut loss = 0.0;
        for (layers, want) in [(&mut self.tag, tags), (&mut self.name, names)] {
            let [first, second] = layers;
            let mask = Mask::new(lengths, first.b.w.ncols(), drop, random);
            let mut h = rectify(first.apply(x));
            mask.apply(&mut h);
            let mut scores = second.apply(&h);
            for (mut row, want) in scores.rows_mut().into_iter().zip(want) {
                match want {
                    Some(want) => loss += cross(row.as_slice_mut().expect("in order"), want, each),
                    None => row.fill(0.0),
                }
            }
            let mut dh = second.back(&h, &scores);
            mask.apply(&mut dh);
            rectify_back(&mut dh, &h);
            first.back_into(x, &dh, &mut d);
        }
        loss += self.arcs(x, lengths, golds, drop, random, &mut d);
        loss += self.labels(x, lengths, golds, drop, random, &mut d);
        (loss, d)
    }

    fn arcs(
        &mut self,
        x: &Rows,
        lengths: &[usize],
        golds: &[&Gold],
        drop: f32,
        random: &mut Random,
        d: &mut Rows,
    ) -> f32 {
        let n = x.nrows();
        let each = 1.0 / n as f32;
        let (mc, mh) = (Mask::new(lengths, ARC, drop, random), Mask::new(lengths, ARC, drop, random));
        let mut child = rectify(self.arc_child.apply(x));
        mc.apply(&mut child);
        let mut head = rectify(self.arc_head.apply(x));
        mh.apply(&mut head);
        let query = self.arc.apply(&child);
        let near = self.near.apply(&child);
        let mut dquery = Rows::zeros(query.raw_dim());
        let mut dnear = Rows::zeros(near.raw_dim());
        let mut dhead = Rows::zeros(head.raw_dim());
        let (mut loss, mut at) = (0.0, 0);
        let root = self.arc_root.w.row(0).to_owned();
        for (gold, &l) in golds.iter().zip(lengths) {
            let part = s![at..at + l, ..];
            let (q, h) = (query.slice(part), head.slice(part));
            let inside = q.dot(&h.t());
            let up = q.dot(&root);
            let mut scores = Rows::zeros((l, l + 1));
            for i in 0..l {
                scores[[i, 0]] = up[i] + near[[at + i, 0]];
                for j in 0..l {
                    scores[[i, j + 1]] = if i == j {
                        -1e9
                    } else {
                        inside[[i, j]] + near[[at + i, detente_text::parse_train::place(i, j)]]
                    };
                }
                loss += cross(scores.row_mut(i).as_slice_mut().expect("in order"), gold.heads[i], each);
                dnear[[at + i, 0]] += scores[[i, 0]];
                for j in (0..l).filter(|&j| j != i) {
                    dnear[[at + i, detente_text::parse_train::place(i, j)]] += scores[[i, j + 1]];
                }
            }
            let (ds, dup) = (scores.slice(s![.., 1..]), scores.column(0));
            let mut dq = ds.dot(&h);
            for (i, mut row) in dq.rows_mut().into_iter().enumerate() {
                row.scaled_add(dup[i], &root);
            }
            dquery.slice_mut(part).assign(&dq);
            dhead.slice_mut(part).assign(&ds.t().dot(&q));
            self.arc_root.g.row_mut(0).scaled_add(1.0, &dup.dot(&q));
            at += l;
        }
        let mut dchild = self.arc.back(&child, &dquery);
        self.near.back_into(&child, &dnear, &mut dchild);
        mc.apply(&mut dchild);
        rectify_back(&mut dchild, &child);
        self.arc_child.back_into(x, &dchild, d);
        mh.apply(&mut dhead);
        rectify_back(&mut dhead, &head);
        self.arc_head.back_into(x, &dhead, d);
        loss
    }

    fn labels(
        &mut self,
        x: &Rows,
        lengths: &[usize],
        golds: &[&Gold],
        drop: f32,
        random: &mut Random,
        d: &mut Rows,
    ) -> f32 {
        let each = 1.0 / x.nrows() as f32;
        let (mc, mh) = (Mask::new(lengths, LABEL, drop, random), Mask::new(lengths, LABEL, drop, random));
        let mut child = self.label_child.apply(x);
        mc.apply(&mut child);
        let mut head = self.label_head.apply(x);
        mh.apply(&mut head);
        let mut pairs = Vec::new();
        let mut at = 0;
        for (gold, &l) in golds.iter().zip(lengths) {
            for i in 0..l {
                if let (Some(label), h @ 1..) = (gold.labels[i], gold.heads[i]) {
                    pairs.push((at + i, at + h - 1, label));
                }
            }
            at += l;
        }
        let sum =
            rectify(Rows::from_shape_fn((pairs.len(), LABEL), |(k, j)| child[[pairs[k].0, j]] + head[[pairs[k].1, j]]));
        let product =
            Rows::from_shape_fn((pairs.len(), LABEL), |(k, j)| child[[pairs[k].0, j]] * head[[pairs[k].1, j]]);
        let mut scores = self.label_sum.apply(&sum);
        ndarray::linalg::general_mat_mul(1.0, &product, &self.label_product.w.w, 1.0, &mut scores);
        let mut loss = 0.0;
        for (mut row, &(_, _, label)) in scores.rows_mut().into_iter().zip(&pairs) {
            loss += cross(row.as_slice_mut().expect("in order"), label, each);
        }
        let mut dsum = self.label_sum.back(&sum, &scores);
        rectify_back(&mut dsum, &sum);
        let dproduct = self.label_product.back(&product, &scores);
        let mut dchild = Rows::zeros(child.raw_dim());
        let mut dhead = Rows::zeros(head.raw_dim());
        for (k, &(c, h, _)) in pairs.iter().enumerate() {
            for j in 0..LABEL {
                dchild[[c, j]] += dsum[[k, j]] + dproduct[[k, j]] * head[[h, j]];
                dhead[[h, j]] += dsum[[k, j]] + dproduct[[k, j]] * child[[c, j]];
            }
        }
        mc.apply(&mut dchild);
        self.label_child.back_into(x, &dchild, d);
        mh.apply(&mut dhead);
        self.label_head.back_into(x, &dhead, d);
        loss
    }
}
