//! Draws the tables of the lemmatiser from the treebanks, and scores it.

use detente_text::{Token, Upos, conllu, lemma};
use std::collections::BTreeMap;
use std::path::Path;

fn words(path: &Path) -> Vec<Token> {
    let file = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let (documents, _) = conllu::read(&file);
    documents.into_iter().flat_map(|d| d.sentences).flat_map(|s| s.tokens).collect()
}

/// Writes `exceptions.tsv` and `verbs.txt` into a folder: `verbs.txt` from all verb lemmas seen twice, the exceptions
/// wherever the most frequent lemma of a form and inflection is not what the rules say. Run it, build, and run it
/// again: the rules read `verbs.txt`.
pub fn tables(data: &Path, out: &Path) {
    let mut seen: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let mut rules: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let mut verbs: BTreeMap<String, usize> = BTreeMap::new();
    for file in ["ewt-train.conllu", "gum-train.conllu"] {
        for t in words(&data.join(file)) {
            // Words misspelled or cut in two, and foreign words, teach nothing.
            let small = matches!(t.upos, Upos::Aux | Upos::Part);
            if (t.feat("Typo").is_some() && !small) || t.upos == Upos::X || t.lemma.is_empty() || t.deprel == "goeswith"
            {
                continue;
            }
            if t.upos == Upos::Verb && t.lemma.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
                *verbs.entry(t.lemma.to_string()).or_default() += 1;
            }
            let (rule, key) = lemma::by_rule(&t.form, t.upos, &t.xpos, &t.feats);
            *rules.entry(key.clone()).or_default().entry(rule.to_string()).or_default() += 1;
            *seen.entry(key).or_default().entry(t.lemma.to_string()).or_default() += 1;
        }
    }
    let most = |m: &BTreeMap<String, usize>| {
        m.iter().max_by_key(|(l, n)| (**n, std::cmp::Reverse((*l).clone()))).map(|(l, n)| (l.clone(), *n))
    };
    let mut lines = Vec::new();
    for (key, lemmas) in &seen {
        let (Some((best, count)), Some((rule, _))) = (most(lemmas), most(&rules[key])) else { continue };
        let open = [Upos::Propn, Upos::Num, Upos::Punct, Upos::Sym]
            .iter()
            .any(|u| key.contains(&format!("\t{}\t", u.as_str())));
        let needed = if open { 2 } else { 1 };
        let sure = 2 * count > lemmas.values().sum();
        if best != rule && count >= needed && sure && !best.contains(char::is_whitespace) && best != "_" {
            lines.push(format!("{key}\t{best}"));
        }
    }
    lines.sort_by(|a, b| a.rsplit_once('\t').map(|x| x.0).cmp(&b.rsplit_once('\t').map(|x| x.0)));
    std::fs::write(out.join("exceptions.tsv"), lines.join("\n") + "\n").expect("exceptions");
    let verbs: Vec<String> = verbs.into_iter().filter(|(_, n)| *n >= 2).map(|(v, _)| v).collect();
    std::fs::write(out.join("verbs.txt"), verbs.join("\n") + "\n").expect("verbs");
    println!("{} exceptions, {} verbs", lines.len(), verbs.len());
}

/// The share of a treebank's lemmas that come out right, with its tags and features given.
pub fn score(gold: &Path) {
    let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
    let (mut right, mut total) = (0usize, 0usize);
    for t in words(gold) {
        let found = lemma::lemma(&t.form, t.upos, &t.xpos, &t.feats);
        total += 1;
        if found == t.lemma {
            right += 1;
        } else {
            *wrong
                .entry(format!("{} {} {}: {found}, not {}", t.form, t.upos.as_str(), t.xpos, t.lemma))
                .or_default() += 1;
        }
    }
    let mut wrong: Vec<_> = wrong.into_iter().collect();
    wrong.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    for (what, n) in wrong.iter().take(40) {
        println!("{n:4} {what}");
    }
    println!("lemmas {:.2} of {total}", 100.0 * right as f64 / total as f64);
}
