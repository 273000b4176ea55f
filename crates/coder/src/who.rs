//! Who a phrase means, on a date.

use crate::actors::{Dictionary, Kind, Memory, Mentions};
use crate::tree::Tree;
use detente_event::Actor;
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
    let head = sentence.root().unwrap_or(0);
    let own = mentions.all(head).into_iter().next();
    if let Some(a) = own.as_ref().filter(|a| !a.code.is_empty()) {
        return Some(whole(a.clone()));
    }
    // "Police in the town of X": a role without a state takes the state that the phrase names.
    let named = (0..tree.len())
        .find_map(|k| mentions.match_at(k).filter(|(m, a)| m.entry.kind != Kind::NotActor && !a.code.is_empty()));
    match (own, named) {
        (Some(mut a), Some((_, n))) => {
            a.code = n.code;
            a.name = n.name;
            Some(whole(a))
        }
        (Some(a), None) => Some(whole(a)),
        (None, Some((_, n))) => {
            let sector = (0..tree.len())
                .find_map(|k| mentions.at(k).first().map(|a| a.sector.clone()).filter(|s| !s.is_empty()));
            Some(whole(Actor { sector: sector.unwrap_or(n.sector), ..n }))
        }
        (None, None) => (0..tree.len()).find_map(|k| mentions.at(k).first().cloned()).map(whole),
    }
}
