//! Trains the tagger, parser and name finder: averaged perceptrons over hashed features.

use detente_text::parse_train::{State, Word, mix, name, step, tag, text};
use detente_text::{Sentence, conllu};
use std::collections::BTreeMap;
use std::path::Path;

const NAME_TAGS: [&str; 7] = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"];

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.next() as usize % (i + 1));
        }
    }
}

struct Perceptron {
    weights: Vec<f32>,
    sums: Vec<f32>,
    mask: u32,
    classes: usize,
    time: f32,
}

impl Perceptron {
    fn new(bits: u32, classes: usize) -> Self {
        let size = (1 << bits) + classes;
        Self { weights: vec![0.0; size], sums: vec![0.0; size], mask: (1 << bits) - 1, classes, time: 1.0 }
    }
    fn score(&self, features: &[u32], scores: &mut Vec<f32>) {
        scores.clear();
        scores.resize(self.classes, 0.0);
        for f in features {
            let at = (f & self.mask) as usize;
            for (s, w) in scores.iter_mut().zip(&self.weights[at..at + self.classes]) {
                *s += w;
            }
        }
    }
    fn update(&mut self, features: &[u32], right: usize, wrong: usize) {
        self.time += 1.0;
        if right == wrong {
            return;
        }
        for f in features {
            let at = (f & self.mask) as usize;
            self.weights[at + right] += 1.0;
            self.sums[at + right] += self.time;
            self.weights[at + wrong] -= 1.0;
            self.sums[at + wrong] -= self.time;
        }
    }
    fn average(&mut self) {
        for (w, s) in self.weights.iter_mut().zip(&self.sums) {
            *w -= s / self.time;
        }
    }
    fn bytes(&self) -> Vec<u8> {
        let top = self.weights.iter().fold(1e-6f32, |m, w| m.max(w.abs()));
        let mut out = (self.weights.len() as u32).to_le_bytes().to_vec();
        out.extend(self.weights.iter().map(|w| (w.signum() * (w.abs() / top).sqrt() * 127.0).round() as i8 as u8));
        out
    }
}

fn best(scores: &[f32]) -> usize {
    (0..scores.len()).fold(0, |k, i| if scores[i] > scores[k] { i } else { k })
}

fn read(path: &Path) -> Vec<Sentence> {
    let text = std::fs::read_to_string(path).expect("the treebank can be read");
    let (documents, findings) = conllu::read(&text);
    for f in &findings {
        eprintln!("{}: {f} at {:?}", path.display(), f.line_column(&text));
    }
    documents.into_iter().flat_map(|d| d.sentences).filter(|s| !s.tokens.is_empty()).collect()
}

fn read_names(path: &Path) -> BTreeMap<String, Vec<usize>> {
    let text = std::fs::read_to_string(path).expect("the names can be read");
    let mut out: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut id = String::new();
    for line in text.lines() {
        if let Some(new) = line.strip_prefix("# sent_id = ") {
            id = new.to_owned();
        } else if !line.is_empty() && !line.starts_with('#') {
            let t = line.split('\t').nth(2).unwrap_or("O");
            let tag = NAME_TAGS.iter().position(|n| *n == t).unwrap_or(0);
            out.entry(id.clone()).or_default().push(tag);
        }
    }
    out
}

/// The names of a sentence, where its words are known to be the same.
fn names_of<'a>(s: &Sentence, names: &'a BTreeMap<String, Vec<usize>>) -> Option<&'a Vec<usize>> {
    let id = s.comments.iter().find_map(|c| c.strip_prefix("sent_id = "))?;
    names.get(id).filter(|n| n.len() == s.tokens.len())
}

fn train_tagger(data: &[(Vec<Word>, Vec<usize>)], xpos: &[u32], epochs: usize) -> Perceptron {
    let mut p = Perceptron::new(21, xpos.len());
    let mut order: Vec<usize> = (0..data.len()).collect();
    let (mut random, mut f, mut s) = (Random(1), Vec::new(), Vec::new());
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for &k in &order {
            let (words, gold) = &data[k];
            let (mut b, mut b2) = (0, 0);
            for i in 0..words.len() {
                tag(words, i, b, b2, &mut f);
                p.score(&f, &mut s);
                let guess = best(&s);
                p.update(&f, gold[i], guess);
                (b2, b) = (b, xpos[guess]);
            }
        }
    }
    p.average();
    p
}

fn run_tagger(p: &Perceptron, words: &[Word], xpos: &[u32]) -> Vec<usize> {
    let (mut f, mut s, mut out, mut b, mut b2) = (Vec::new(), Vec::new(), Vec::new(), 0, 0);
    for i in 0..words.len() {
        tag(words, i, b, b2, &mut f);
        p.score(&f, &mut s);
        out.push(best(&s));
        (b2, b) = (b, xpos[best(&s)]);
    }
    out
}

/// Trains from the treebanks in the folder `data`, writes the weights to `out`.
pub fn main(data: &Path, out: &Path) {
    let mut trees = read(&data.join("ewt-train.conllu"));
    let names = read_names(&data.join("ner-train.iob2"));
    trees.extend(read(&data.join("gum-train.conllu")));
    let mut tags: BTreeMap<[String; 3], usize> = BTreeMap::new();
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    let key = |t: &detente_text::Token| [t.upos.as_str().to_owned(), t.xpos.to_string(), t.feats.to_string()];
    for t in trees.iter().flat_map(|s| &s.tokens) {
        *tags.entry(key(t)).or_default() += 1;
        if t.head.is_some() {
            *labels.entry(t.deprel.to_string()).or_default() += 1;
        }
    }
    tags.retain(|_, n| *n > 2);
    let number: BTreeMap<&[String; 3], usize> = tags.keys().enumerate().map(|(i, k)| (k, i)).collect();
    let label: BTreeMap<&str, usize> = labels.keys().enumerate().map(|(i, k)| (k.as_str(), i)).collect();
    let xpos: Vec<u32> = tags.keys().map(|k| text(&k[1])).collect();
    let full: Vec<u32> = tags.keys().map(|k| mix(text(&k[0]), text(&k[1]))).collect();
    let sets: Vec<(Vec<Word>, Vec<usize>)> = trees
        .iter()
        .map(|s| {
            let words = s.tokens.iter().map(|t| Word::new(&t.form)).collect();
            let gold = s.tokens.iter().map(|t| {
                number
                    .get(&key(t))
                    .copied()
                    .unwrap_or_else(|| tags.keys().position(|k| k[0] == t.upos.as_str() && k[1] == t.xpos).unwrap_or(0))
            });
            (words, gold.collect())
        })
        .collect();
    // The parser learns from tags as wrong as those that it will meet.
    let half = |odd: bool| sets.iter().enumerate().filter(move |(i, _)| (i % 2 == 1) == odd).map(|(_, s)| s.clone());
    let folds: Vec<Perceptron> = [true, false].map(|odd| train_tagger(&half(odd).collect::<Vec<_>>(), &xpos, 4)).into();
    let guessed: Vec<Vec<u32>> = sets
        .iter()
        .enumerate()
        .map(|(i, (w, _))| run_tagger(&folds[i % 2], w, &xpos).into_iter().map(|t| full[t]).collect())
        .collect();
    eprintln!("two taggers stand");
    let tagger = train_tagger(&sets, &xpos, 6);
    eprintln!("the tagger stands");
    let mut namer = Perceptron::new(20, NAME_TAGS.len());
    let mut order: Vec<usize> = (0..trees.len()).filter(|&k| names_of(&trees[k], &names).is_some()).collect();
    let (mut random, mut f, mut s) = (Random(2), Vec::new(), Vec::new());
    for _ in 0..6 {
        random.shuffle(&mut order);
        for &k in &order {
            let mut last = 0;
            let gold = names_of(&trees[k], &names).expect("they are known");
            for i in 0..gold.len() {
                name(&sets[k].0, &guessed[k], i, last as u32, &mut f);
                namer.score(&f, &mut s);
                last = best(&s);
                namer.update(&f, gold[i], last);
            }
        }
    }
    namer.average();
    eprintln!("the name finder stands");
    let steps = train_steps(&trees, &sets, &guessed, &label);
    let mut head = String::new();
    for [a, b, c] in tags.keys() {
        head += &format!("tag\t{a}\t{b}\t{c}\n");
    }
    for l in labels.keys() {
        head += &format!("label\t{l}\n");
    }
    let mut file = (head.len() as u32).to_le_bytes().to_vec();
    file.extend(head.bytes());
    for p in [&tagger, &steps, &namer] {
        file.extend(p.bytes());
    }
    std::fs::write(out, file).expect("the weights can be written");
}

fn train_steps(
    trees: &[Sentence],
    sets: &[(Vec<Word>, Vec<usize>)],
    tags: &[Vec<u32>],
    label: &BTreeMap<&str, usize>,
) -> Perceptron {
    let kinds = label.len();
    let mut p = Perceptron::new(22, 1 + 2 * kinds);
    let mut order: Vec<usize> = (0..trees.len()).collect();
    let (mut random, mut f, mut s) = (Random(3), Vec::new(), Vec::new());
    for epoch in 0..6 {
        random.shuffle(&mut order);
        let mut wrong = 0usize;
        for &k in &order {
            let words = &sets[k].0;
            let n = words.len();
            let head: Vec<usize> = trees[k].tokens.iter().map(|t| t.head.unwrap_or(n)).collect();
            let rel: Vec<usize> =
                trees[k].tokens.iter().map(|t| label.get(t.deprel.as_str()).copied().unwrap_or(0)).collect();
            let mut st = State::new(n);
            while st.next < n || !st.stack.is_empty() {
                step(&st, words, &tags[k], &mut f);
                p.score(&f, &mut s);
                let depth = st.stack.len();
                let (b, s0) = (st.next, st.stack.last().copied());
                let mut cost = [usize::MAX; 3];
                if b < n {
                    cost[0] = st.stack.iter().filter(|&&i| head[i] == b).count()
                        + usize::from(st.stack.iter().rev().skip(1).any(|&i| head[b] == i));
                }
                if let Some(s0) = s0 {
                    let kids = (b..n).filter(|&i| head[i] == s0).count();
                    let s1 = if depth > 1 { Some(st.stack[depth - 2]) } else { None };
                    if b < n || depth == 1 {
                        cost[1] = kids + usize::from(Some(head[s0]) == s1 || head[s0] > b);
                    }
                    if depth > 1 {
                        cost[2] = kids + usize::from(head[s0] >= b);
                    }
                }
                let least = *cost.iter().min().expect("three");
                let kind = |k: usize| if k == 0 { 0 } else { 1 + (k - 1) / kinds };
                let mut right = usize::MAX;
                for c in 0..3 {
                    if cost[c] != least {
                        continue;
                    }
                    let choice: Vec<usize> = if c == 0 {
                        vec![0]
                    } else {
                        let child = s0.expect("a child");
                        let to = if c == 1 { b } else { st.stack[depth - 2] };
                        let first = 1 + (c - 1) * kinds;
                        if head[child] == to { vec![first + rel[child]] } else { (first..first + kinds).collect() }
                    };
                    for k in choice {
                        if right == usize::MAX || s[k] > s[right] {
                            right = k;
                        }
                    }
                }
                let guess = (0..s.len())
                    .filter(|&k| cost[kind(k)] != usize::MAX)
                    .fold(usize::MAX, |g, k| if g == usize::MAX || s[k] > s[g] { k } else { g });
                let fine = right == guess;
                wrong += usize::from(!fine);
                p.update(&f, right, if fine { right } else { guess });
                let take = if epoch > 0 && random.next() % 10 < 9 { guess } else { right };
                if take == 0 {
                    st.stack.push(st.next);
                    st.next += 1;
                } else {
                    let child = st.stack.pop().expect("a child");
                    let (to, l) =
                        if take <= kinds { (st.next, take - 1) } else { (st.stack[depth - 2], take - 1 - kinds) };
                    st.arc(to, child, l as u32);
                }
            }
        }
        eprintln!("parser, round {epoch}: {wrong} wrong steps");
    }
    p.average();
    p
}
