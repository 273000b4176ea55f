//! Who a phrase means, on a date.

use crate::actors::{Dictionary, Kind, Memory, Mentions};
use crate::tree::Tree;
use crate::words::COLLECTIVES;
use detente_event::Actor;
use detente_text::Upos;
use jiff::civil::Date;

/// The actor that a phrase stands for: its head where that is one, else a nationality and a role found in it.
pub(crate) fn who(dictionary: &Dictionary, phrase: &str, date: Date) -> Option<Actor> {
    let sentences = detente_text::read(phrase);
    let sentence = sentences.first()?;
    let tree = Tree::new(sentence);
    let mut memory = Memory::default();
    let mentions = Mentions::read(dictionary, &tree, phrase, Some(date), 1, &mut memory);
    let whole = |mut a: Actor| {
        a.text = phrase.trim().to_owned();
        a
    };
    let unclear = |sector: &str| Actor { sector: sector.to_owned(), ..Actor::default() };
    let root = sentence.root().unwrap_or(0);
    if tree.len() == 1 && tree.token(root).upos == Upos::Pron {
        return Some(whole(unclear("UNK")));
    }
    if !detente_text::dates(sentence, phrase, date).is_empty() && (0..tree.len()).all(|k| !mentions.is_actor(k)) {
        return Some(whole(unclear("JNK")));
    }
    // "a team of heavily armed police" is police
    let mut head = root;
    while COLLECTIVES.contains(&tree.lemma(head))
        && let Some(of) = tree.by_preposition(head, &["of".to_owned()])
        && (mentions.is_actor(of) || COLLECTIVES.contains(&tree.lemma(of)))
    {
        head = of;
    }
    let own = mentions.all(head).into_iter().next();
    if let Some(a) = own.as_ref().filter(|a| !a.code.is_empty()) {
        return Some(whole(a.clone()));
    }
    // "Police in the town of X": a role without a state takes the state that the phrase names.
    let named = (0..tree.len())
        .find_map(|k| mentions.match_at(k).filter(|(m, a)| m.entry.kind != Kind::NotActor && !a.code.is_empty()));
    let town = || {
        let upper: Vec<usize> =
            (0..tree.len()).filter(|&k| tree.token(k).form.starts_with(char::is_uppercase)).collect();
        upper.iter().find_map(|&first| {
            (first..tree.len().min(first + 4)).rev().filter(|last| upper.contains(last)).find_map(|last| {
                let span = tree.token(first).span.cover(tree.token(last).span);
                let spot = dictionary.gazetteer.find(span.of(phrase))?;
                let whole = first == 0 && last + 1 == tree.len();
                Some((dictionary.state(&spot.country)?.name.clone(), spot.country.clone(), whole))
            })
        })
    };
    match (own, named) {
        (Some(mut a), Some((_, n))) => {
            a.code = n.code;
            a.name = n.name;
            Some(whole(a))
        }
        (Some(mut a), None) => {
            if let Some((name, code, _)) = town().filter(|_| a.person.is_none() && !a.sector.is_empty()) {
                (a.name, a.code) = (name, code);
            }
            Some(whole(a))
        }
        (None, Some((m, n))) => {
            let sector = (0..tree.len())
                .find_map(|k| mentions.at(k).first().map(|a| a.sector.clone()).filter(|s| !s.is_empty()))
                .or_else(|| mentions.sector_by_modifier(head).map(str::to_owned));
            // "regions across Indonesia", "a Syrian island": of that state, but what it is, no role tells
            let beside = tree.token(head).upos == Upos::Noun && !(m.first <= head && head <= m.last);
            let sector = sector.unwrap_or(if n.sector.is_empty() && beside { "UNK".into() } else { n.sector.clone() });
            Some(whole(Actor { sector, ..n }))
        }
        (None, None) => {
            if let Some((name, code, all)) = town() {
                let sector = if all { "CVL" } else { mentions.sector_by_modifier(head).unwrap_or("") };
                return Some(whole(Actor { name, code, sector: sector.to_owned(), ..Actor::default() }));
            }
            let told = mentions.sector_by_modifier(tree.len()).or_else(|| {
                let word = tree.token(head).lemma.to_lowercase();
                dictionary.role(&word).map(|r| r.0)
            });
            (0..tree.len())
                .find_map(|k| mentions.at(k).first().cloned())
                .or_else(|| told.map(unclear))
                .or_else(|| (tree.token(head).upos == Upos::Noun).then(|| unclear("UNK")))
                .map(whole)
        }
    }
}
