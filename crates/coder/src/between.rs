//! The act between two given mentions.

use crate::actors::{Dictionary, Memory, Mentions};
use crate::classify::Classifier;
use crate::classify::features::{Pair, features};
use crate::frames::{Frames, Hit, Slot, content_of};
use crate::mend::mend;
use crate::status::{Judgement, judge};
use crate::tree::Tree;
use detente_event::{Act, Span, Status, Why, render};
use detente_text::Sentence;
use serde::Serialize;

/// What one mention does to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Between {
    /// The act; `None` where the words say none.
    pub act: Option<Act>,
    /// Whether it happened.
    pub status: Option<Status>,
    /// The act as PLOVER files it with that status.
    pub event: Option<Act>,
    /// 0 to 1.
    pub confidence: f64,
    /// The words and rules that made it.
    pub why: Vec<Why>,
}

/// From this probability on, nothing is said to pass between two given mentions.
const NOTHING: f32 = 0.75;

/// Reads the act that `actor` does to `recipient`, bytes of `text`.
pub(crate) fn between(
    dictionary: &Dictionary,
    frames: &Frames,
    classifier: &Classifier,
    text: &str,
    actor: Span,
    recipient: Span,
) -> Between {
    let read = |p: &Pair<'_, '_>| {
        let scores = classifier.score(&features(p));
        let (act, confidence) = scores.act_unless(NOTHING);
        let (status, _) = scores.status();
        let mut why = vec![Why { rule: "classifier".into(), words: format!("{:.2}", confidence) }];
        if let Some((hit, j, _)) = p.best {
            why.push(Why {
                rule: format!("frame {}: {}", hit.frame.act, hit.frame.line),
                words: p.tree.token(hit.at).form.to_string(),
            });
            for (rule, at) in &j.why {
                why.push(Why { rule: format!("status: {rule}"), words: p.tree.token(*at).form.to_string() });
            }
        }
        Between {
            act,
            status: act.map(|_| status),
            event: act.map(|a| render::event(a, status)),
            confidence: f64::from((confidence * 100.0).round()) / 100.0,
            why,
        }
    };
    with_pair(dictionary, frames, text, actor, Some(recipient), read).unwrap_or(Between {
        act: None,
        status: None,
        event: None,
        confidence: 0.0,
        why: Vec::new(),
    })
}

/// The classifier's features of two mentions in a text, for training it.
pub(crate) fn pair_features(
    dictionary: &Dictionary,
    frames: &Frames,
    text: &str,
    actor: Span,
    recipient: Option<Span>,
) -> Option<Vec<u32>> {
    with_pair(dictionary, frames, text, actor, recipient, features)
}

/// Parses the sentence that holds the mentions, finds the frame that fits them best, and hands both on.
fn with_pair<R>(
    dictionary: &Dictionary,
    frames: &Frames,
    text: &str,
    actor: Span,
    recipient: Option<Span>,
    read: impl FnOnce(&Pair<'_, '_>) -> R,
) -> Option<R> {
    let sentences = detente_text::read(text);
    let sentence = sentences.iter().max_by_key(|s| {
        usize::from(s.span.overlaps(actor)) * 2 + usize::from(recipient.is_some_and(|r| s.span.overlaps(r)))
    })?;
    let mended = mend(sentence);
    let sentence = mended.as_ref();
    let tree = Tree::new(sentence);
    let mentions = Mentions::read(dictionary, &tree, text, None, 1, &mut Memory::default());
    let (a, r) = (head_of(sentence, actor)?, recipient.and_then(|r| head_of(sentence, r)));
    let inside: Vec<bool> = sentence
        .tokens
        .iter()
        .map(|t| t.span.overlaps(actor) || recipient.is_some_and(|r| t.span.overlaps(r)))
        .collect();
    let is_actor = |k: usize| mentions.is_actor(k) || inside[k];
    let outside = (0..tree.len()).filter(|&k| !inside[k]);
    let (hits, _) = frames.tellings(&tree, outside, &is_actor);
    let judged: Vec<Judgement> = hits.iter().map(|h| judge(&tree, frames, h.at)).collect();
    let fits: Vec<i64> = hits.iter().map(|h| fit(&tree, h, Some(a), r)).collect();
    let contents: Vec<bool> = hits.iter().zip(&judged).map(|(h, j)| content_of(&tree, &hits, h, j).is_some()).collect();
    let best = (0..hits.len())
        .max_by(|&x, &y| (!contents[x], fits[x]).cmp(&(!contents[y], fits[y])).then(hits[y].at.cmp(&hits[x].at)))
        .map(|k| (&hits[k], &judged[k], fits[k]));
    let sector = |k: Option<usize>| k.and_then(|k| mentions.at(k).first()).map_or("", |a| a.sector.as_str());
    let pair = Pair {
        tree: &tree,
        frames,
        actor: a,
        recipient: r,
        inside,
        best,
        hits: &hits,
        judged: &judged,
        fits: &fits,
        actor_sector: sector(Some(a)),
        recipient_sector: sector(r),
    };
    Some(read(&pair))
}

/// The token of a mention that governs its other tokens.
pub(crate) fn head_of(sentence: &Sentence, span: Span) -> Option<usize> {
    let inside: Vec<usize> = (0..sentence.tokens.len()).filter(|&k| sentence.tokens[k].span.overlaps(span)).collect();
    inside
        .iter()
        .copied()
        .find(|&k| sentence.tokens[k].head.is_none_or(|h| !inside.contains(&h)))
        .or(inside.first().copied())
}

/// How well a frame's parties fit the two mentions.
pub(crate) fn fit(tree: &Tree<'_>, hit: &Hit<'_>, actor: Option<usize>, recipient: Option<usize>) -> i64 {
    let below = |top: usize, k: Option<usize>| k.is_some_and(|k| tree.subtree(top).contains(&k));
    let agent = if hit.frame.verb { tree.agent(hit.at, 0) } else { tree.nominal_agent(hit.at, 0) };
    let mut s = hit.frame.weight() as i64;
    if let Some((g, _)) = agent {
        if Some(g) == actor {
            s += 40;
        } else if below(g, actor) && g != hit.at {
            s += 20;
        }
    }
    let mut tops: Vec<usize> = hit.object.into_iter().collect();
    tops.extend(tree.patient(hit.at).map(|p| p.0));
    for slot in &hit.frame.recipients {
        if let Slot::Preposition(p) = slot {
            tops.extend(tree.by_preposition(hit.at, std::slice::from_ref(p)));
        }
    }
    if tops.iter().any(|&t| Some(t) == recipient) {
        s += 30;
    } else if tops.iter().any(|&t| below(t, recipient)) {
        s += 15;
    } else if below(hit.at, recipient) {
        s += 6;
    }
    if below(hit.at, actor) {
        s += 5;
    }
    s
}
