//! Trains the tagger, parser and name finder that `detente_text` carries.

mod data;
mod heads;
mod model;
mod random;
mod tensor;
mod write;

use data::{Data, Score};
use detente_text::Parser;
use model::{Gold, Model, Rates, Word};
use random::Random;
use std::path::Path;
use std::time::Instant;
use tensor::Step;

/// How long and how fast to learn.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Steps, of `words` words each.
    pub steps: i32,
    pub words: usize,
    /// Highest learning rate; it falls along a cosine.
    pub rate: f32,
    /// How often a channel is left out.
    pub drop: f32,
    pub seed: u64,
}

impl Plan {
    /// The plan of the command line, `name=value` each.
    pub fn parse(arguments: &[&str]) -> Option<Self> {
        let mut plan = Self { steps: 6000, words: 1536, rate: 3e-3, drop: 0.2, seed: 1 };
        for a in arguments {
            let (name, value) = a.split_once('=')?;
            match name {
                "steps" => plan.steps = value.parse().ok()?,
                "words" => plan.words = value.parse().ok()?,
                "rate" => plan.rate = value.parse().ok()?,
                "drop" => plan.drop = value.parse().ok()?,
                "seed" => plan.seed = value.parse().ok()?,
                _ => return None,
            }
        }
        Some(plan)
    }
    fn rate(&self, step: i32) -> f32 {
        let warm = (self.steps / 10).clamp(1, 400);
        if step < warm {
            return self.rate * step as f32 / warm as f32;
        }
        let at = (step - warm) as f32 / (self.steps - warm).max(1) as f32;
        self.rate * (0.01 + 0.99 * 0.5 * (1.0 + (std::f32::consts::PI * at).cos()))
    }
    fn keep(&self, step: i32) -> f32 {
        0.998f32.min((1 + step) as f32 / (10 + step) as f32)
    }
}

/// Trains from the treebanks in the folder `folder` and the word vectors in the file `vectors` (lines of a word and its
/// numbers, the frequent words first; `-` for none), writes the weights to `out`.
pub fn main(folder: &Path, vectors: &Path, out: &Path, plan: Plan) {
    let data = Data::read(folder, vectors);
    eprintln!("{plan:?}: {} sentences, {} words, {} vectors", data.train.len(), data.words.len(), data.vectors.len());
    let mut random = Random(plan.seed);
    let mut model = Model::new(data.words.len(), data.table.clone(), data.tags.len(), data.labels.len(), &mut random);
    let rates = Rates { drop: plan.drop, vector: 0.1, affix: 0.05, gram: 0.15 };
    let start = Instant::now();
    let (mut step, mut loss, mut round) = (0, 0.0, 0);
    while step < plan.steps {
        round += 1;
        for batch in batches(&data.train, plan.words, &mut random) {
            if step == plan.steps {
                break;
            }
            step += 1;
            let seen: Vec<(Vec<Word>, &Gold)> = batch
                .iter()
                .map(|&k| {
                    let mut words = data.train[k].0.clone();
                    // Rare words are at times unknown, so that the rest must speak.
                    for w in &mut words {
                        if random.unit() < data.forget[w.word as usize] {
                            w.word = 0;
                        }
                    }
                    (words, &data.train[k].1)
                })
                .collect();
            let seen: Vec<(&[Word], &Gold)> = seen.iter().map(|(w, g)| (w.as_slice(), *g)).collect();
            let now = model.gradients(&seen, rates, &mut random);
            loss = if step == 1 { now } else { 0.98 * loss + 0.02 * now };
            model.learn(Step { number: step, rate: plan.rate(step), scale: 1.0, keep: plan.keep(step) });
            if step % 50 == 0 {
                eprintln!("{step} round {round} {:.0} s loss {loss:.3}", start.elapsed().as_secs_f64());
            }
            if step % 500 == 0 || step == plan.steps {
                let file = write::bytes(&model, &data, step, plan.keep(step));
                std::fs::write(out, &file).expect("the weights can be written");
                let parser = Parser::read(Vec::leak(file)).expect("the weights can be read back");
                eprintln!("{step} dev {}", Score::of(&parser, &data.dev));
            }
        }
    }
}

/// All sentences in groups of like length, about `words` words each, in random order.
fn batches(train: &[(Vec<Word>, Gold)], words: usize, random: &mut Random) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..train.len()).collect();
    random.shuffle(&mut order);
    let mut out = Vec::new();
    // Within large groups by length, so that a batch's sentences are alike and its makeup still changes.
    for group in order.chunks_mut(4000) {
        group.sort_by_key(|&k| train[k].0.len());
        let (mut batch, mut count) = (Vec::new(), 0);
        for &k in group.iter() {
            batch.push(k);
            count += train[k].0.len();
            if count >= words {
                out.push(std::mem::take(&mut batch));
                count = 0;
            }
        }
        if !batch.is_empty() {
            out.push(batch);
        }
    }
    random.shuffle(&mut out);
    out
}

/// Says how well a weights file parses a treebank's words.
pub fn score(weights: &Path, treebank: &Path) {
    let file = std::fs::read(weights).expect("the weights can be read");
    let parser = Parser::read(Vec::leak(file)).expect("a weights file");
    let gold: Vec<_> = data::treebank(treebank).into_iter().map(|s| (s, None)).collect();
    println!("{}", Score::of(&parser, &gold));
}
