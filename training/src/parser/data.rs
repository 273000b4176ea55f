//! Treebanks and word vectors as the network learns from them.

use super::model::{AFFIXES, GRAMS, Gold, Word};
use super::tensor::Rows;
use detente_text::parse_train::{Features, Lookup, key, texts};
use detente_text::{NameKind, Parser, Sentence, Token, conllu};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::Path;

const NAME_TAGS: [&str; 7] = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"];
/// The so many most frequent word vectors are carried, and those of the treebanks' words among four times as many.
const FREQUENT: usize = 48_000;
/// Longest sentence to learn from.
const LONGEST: usize = 160;

/// Everything to learn from.
pub struct Data {
    /// Words that have a row of their own, from row 1.
    pub words: Vec<String>,
    /// How often to take a word of that row for an unknown one.
    pub forget: Vec<f32>,
    /// Words that have a vector, from row 1 of `table`.
    pub vectors: Vec<String>,
    pub table: Rows,
    pub tags: Vec<[String; 3]>,
    pub labels: Vec<String>,
    pub train: Vec<(Vec<Word>, Gold)>,
    /// Sentences to choose by, with their names where known.
    pub dev: Vec<(Sentence, Option<Vec<usize>>)>,
}

impl Data {
    pub fn read(folder: &Path, vectors: &Path) -> Self {
        let trees: Vec<Sentence> =
            ["ewt-train", "gum-train"].iter().flat_map(|f| treebank(&folder.join(format!("{f}.conllu")))).collect();
        let mut names = name_tags(&folder.join("ner-train.iob2"));
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut tags: BTreeMap<[String; 3], usize> = BTreeMap::new();
        let mut labels: BTreeMap<String, usize> = BTreeMap::new();
        let mut lows = BTreeSet::new();
        for t in trees.iter().flat_map(|s| &s.tokens) {
            let (low, zeroed) = texts(&t.form);
            lows.insert(low);
            *counts.entry(zeroed).or_default() += 1;
            *tags.entry(tag_of(t)).or_default() += 1;
            if t.head.is_some() {
                *labels.entry(t.deprel.to_string()).or_default() += 1;
            }
        }
        counts.retain(|_, n| *n > 1);
        tags.retain(|_, n| *n > 2);
        labels.retain(|_, n| *n > 2);
        // A rare tag is learnt as the most frequent one with the same classes.
        let near: Vec<(&[String; 3], usize)> = {
            let mut by: Vec<_> = tags.iter().enumerate().map(|(i, (t, n))| (t, *n, i)).collect();
            by.sort_by_key(|(_, n, i)| (std::cmp::Reverse(*n), *i));
            by.into_iter().map(|(t, _, i)| (t, i)).collect()
        };
        let tag = |t: &Token| {
            let k = tag_of(t);
            let like = |n: usize| near.iter().find(|(t, _)| t[..n] == k[..n]).map(|(_, i)| *i);
            like(3).or_else(|| like(2)).or_else(|| like(1)).unwrap_or(0)
        };
        let label: BTreeMap<&str, usize> = labels.keys().enumerate().map(|(i, l)| (l.as_str(), i)).collect();
        let (vectors, table) = read_vectors(vectors, &lows);
        let words: Vec<String> = counts.keys().cloned().collect();
        let mut forget = vec![0.0];
        forget.extend(counts.values().map(|&n| 0.4 / (0.4 + n as f32) + 0.05));
        let keys = |w: &[String]| Lookup::new(&w.iter().map(|w| key(w)).collect::<Vec<_>>());
        let (word_lookup, vector_lookup) = (keys(&words), keys(&vectors));
        let mut features = Features::default();
        let mut see = |t: &Token| {
            features.set(&t.form, &word_lookup, &vector_lookup, (AFFIXES as u32, GRAMS as u32));
            Word {
                word: features.word,
                vector: features.vector,
                affixes: features.affixes.to_vec(),
                grams: features.grams.clone(),
            }
        };
        let train = trees
            .iter()
            .filter(|s| s.tokens.len() <= LONGEST && s.root().is_some())
            .map(|s| {
                let gold = Gold {
                    heads: s.tokens.iter().map(|t| t.head.map_or(0, |h| h + 1)).collect(),
                    labels: s.tokens.iter().map(|t| label.get(t.deprel.as_str()).copied()).collect(),
                    tags: s.tokens.iter().map(tag).collect(),
                    names: names_of(s, &names),
                };
                (s.tokens.iter().map(&mut see).collect(), gold)
            })
            .collect();
        names.extend(name_tags(&folder.join("ner-dev.iob2")));
        let dev = treebank(&folder.join("ewt-dev.conllu"));
        let dev = dev.into_iter().map(|s| (s.clone(), names_of(&s, &names))).collect();
        let labels = labels.into_keys().collect();
        Self { words, forget, vectors, table, tags: tags.into_keys().collect(), labels, train, dev }
    }
}

fn tag_of(t: &Token) -> [String; 3] {
    [t.upos.as_str().to_owned(), t.xpos.to_string(), t.feats.to_string()]
}

/// The sentences of a treebank file.
pub fn treebank(path: &Path) -> Vec<Sentence> {
    let text = std::fs::read_to_string(path).expect("the treebank can be read");
    let (documents, findings) = conllu::read(&text);
    for f in &findings {
        eprintln!("{}: {f}", path.display());
    }
    documents.into_iter().flat_map(|d| d.sentences).filter(|s| !s.tokens.is_empty()).collect()
}

/// Name tags by sentence.
fn name_tags(path: &Path) -> BTreeMap<String, Vec<usize>> {
    let text = std::fs::read_to_string(path).expect("the names can be read");
    let mut out: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut id = String::new();
    for line in text.lines() {
        if let Some(new) = line.strip_prefix("# sent_id = ") {
            id = new.to_owned();
        } else if !line.is_empty() && !line.starts_with('#') {
            let tag = line.split('\t').nth(2).unwrap_or("O");
            let tag = NAME_TAGS.iter().position(|n| *n == tag).unwrap_or(0);
            out.entry(id.clone()).or_default().push(tag);
        }
    }
    out
}

/// The name tags of a sentence, where its words are the same.
fn names_of(s: &Sentence, names: &BTreeMap<String, Vec<usize>>) -> Option<Vec<usize>> {
    let id = s.comments.iter().find_map(|c| c.strip_prefix("sent_id = "))?;
    names.get(id).filter(|n| n.len() == s.tokens.len()).cloned()
}

/// Word vectors, rounded to eight bits a row, of deviation 1; row 0 is for words without.
fn read_vectors(path: &Path, needed: &BTreeSet<String>) -> (Vec<String>, Rows) {
    let mut names = Vec::new();
    let mut rows: Vec<f32> = Vec::new();
    let mut width = 0;
    if path != Path::new("-") {
        let file = BufReader::new(std::fs::File::open(path).expect("the word vectors can be read"));
        for (i, line) in file.lines().take(4 * FREQUENT).enumerate() {
            let line = line.expect("the word vectors are text");
            let mut parts = line.split(' ');
            let word = parts.next().unwrap_or("");
            if i < FREQUENT || needed.contains(word) {
                let row: Vec<f32> = parts.map(|p| p.parse().expect("a number")).collect();
                let top = row.iter().fold(1e-6f32, |m, v| m.max(v.abs()));
                width = row.len();
                rows.extend(row.iter().map(|v| (v / top * 127.0).round() / 127.0));
                names.push(word.to_owned());
            }
        }
    }
    let width = width.max(16);
    let mean = rows.iter().map(|v| f64::from(v * v)).sum::<f64>() / rows.len().max(1) as f64;
    let by = 1.0 / mean.sqrt().max(1e-6) as f32;
    let mut all = vec![0.0; width];
    all.extend(rows.into_iter().map(|v| v * by));
    (names, Rows::from_shape_vec((all.len() / width, width), all).expect("rows of one width"))
}

/// How well sentences are parsed, in percent.
#[derive(Default)]
pub struct Score {
    words: usize,
    upos: usize,
    feats: usize,
    uas: usize,
    las: usize,
    names: [usize; 3],
}

impl Score {
    pub fn of(parser: &Parser, gold: &[(Sentence, Option<Vec<usize>>)]) -> Self {
        let mut coded: Vec<Sentence> = gold.iter().map(|g| g.0.clone()).collect();
        parser.annotate_all(&mut coded);
        let mut s = Self::default();
        for ((g, names), c) in gold.iter().zip(&coded) {
            for (a, b) in g.tokens.iter().zip(&c.tokens) {
                s.words += 1;
                s.upos += usize::from(a.upos == b.upos);
                s.feats += usize::from(a.feats == b.feats);
                s.uas += usize::from(a.head == b.head);
                s.las += usize::from(a.head == b.head && a.rel() == b.rel());
            }
            if let Some(names) = names {
                let want = spans(names);
                let kind = |k: NameKind| match k {
                    NameKind::Person => 1,
                    NameKind::Place => 3,
                    NameKind::Organisation => 5,
                };
                let found: BTreeSet<_> = c.names.iter().map(|n| (n.first, n.end, kind(n.kind))).collect();
                s.names[0] += want.intersection(&found).count();
                s.names[1] += found.len();
                s.names[2] += want.len();
            }
        }
        s
    }
}

fn spans(tags: &[usize]) -> BTreeSet<(usize, usize, usize)> {
    let mut out = BTreeSet::new();
    let mut open: Option<(usize, usize)> = None;
    for (i, &t) in tags.iter().chain(&[0]).enumerate() {
        if let Some((first, kind)) = open
            && t != kind + 1
        {
            out.insert((first, i, kind));
            open = None;
        }
        if t > 0 && open.is_none() {
            open = Some((i, t - 1 + t % 2));
        }
    }
    out
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let p = |k: usize| 100.0 * k as f64 / self.words.max(1) as f64;
        let [right, found, there] = self.names;
        let f1 = 200.0 * right as f64 / (found + there).max(1) as f64;
        let (u, m, a, l) = (p(self.upos), p(self.feats), p(self.uas), p(self.las));
        write!(f, "UPOS {u:.2} feats {m:.2} UAS {a:.2} LAS {l:.2} names F1 {f1:.1}")
    }
}
