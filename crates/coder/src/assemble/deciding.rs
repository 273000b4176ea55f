//! What the trained classifier says to the frames: it strikes what is no event, chooses between acts, and answers where
//! no frame fires. Its thresholds are in METHODS.md, "Frames and classifier".

use super::Context;
use crate::between::{fit, head_of};
use crate::classify::features::{Pair, features};
use crate::classify::{ACTS, Scores};
use crate::explain::Reason;
use crate::frames::Hit;
use crate::status::Judgement;
use detente_event::{Act, Actor, Event, Status, Why};

/// From this probability of no event on, a frame's event is struck.
const STRIKE: f32 = 0.75;
/// From this probability on, the classifier's act stands in place of a frame's that it finds improbable.
const REPLACE: f32 = 0.95;
/// A frame's act is improbable below this.
const IMPROBABLE: f32 = 0.04;
/// From this probability on, an act is told where no frame fires.
const ANSWER: f32 = 0.93;
/// At most so many mentions are paired.
const PAIRED: usize = 6;

impl Context<'_> {
    /// Weighs an event that a frame gave; `false` strikes it. The acts that other frames of the sentence tell are not put in
    /// its place.
    pub(super) fn weigh(
        &self,
        e: &mut Event,
        hit: &Hit<'_>,
        j: &Judgement,
        (hits, judged): (&[Hit<'_>], &[Judgement]),
        told: &[Act],
    ) -> bool {
        // of those who act together, the second stands for the other side
        let (who, whom) = (e.actor.first(), e.recipient.first().or(e.actor.get(1)));
        let (Some(a), r) = (self.token_of(who), self.token_of(whom)) else { return true };
        let s = self.score(a, r.filter(|r| *r != a), Some((hit, j)), (hits, judged), (who, whom));
        let own = s.acts[e.act as usize];
        if s.acts[ACTS - 1] >= STRIKE && own < IMPROBABLE {
            let p = f64::from((s.acts[ACTS - 1] * 100.0).round()) / 100.0;
            self.drop::<()>(hit.at, e.act, Reason::Struck { p });
            return false;
        }
        if let (Some(act), p) = s.act()
            && act != e.act
            && p >= REPLACE
            && own < IMPROBABLE
            && r.is_some()
            && !told.contains(&act)
        {
            e.why.push(Why { rule: format!("classifier: {act} rather than {}", e.act), words: format!("{p:.2}") });
            (e.act, e.mode) = (act, None);
            self.measure(e, hit.into());
            e.finish("");
        }
        true
    }

    /// The event that the classifier finds where no frame fires.
    pub(super) fn answer(&self, hits: &[Hit<'_>], judged: &[Judgement]) -> Option<Event> {
        let known: Vec<(usize, Actor)> = (0..self.tree.len())
            .filter_map(|k| self.mentions.at(k).first().filter(|a| !a.code.is_empty()).map(|a| (k, a.clone())))
            .take(PAIRED)
            .collect();
        let mut best: Option<(f32, Act, Status, usize, usize)> = None;
        for (i, (a, who)) in known.iter().enumerate() {
            for (k, (r, whom)) in known.iter().enumerate() {
                // whom a word of direction introduces does not act
                let aim = matches!(
                    self.tree.preposition(*a).as_str(),
                    "against" | "to" | "towards" | "toward" | "for" | "at" | "into" | "with" | "on" | "over" | "about"
                );
                if i == k || who.same_party(whom) || aim {
                    continue;
                }
                let fitting = hits.iter().zip(judged).max_by_key(|(h, _)| fit(self.tree, h, Some(*a), Some(*r)));
                let s = self.score(*a, Some(*r), fitting, (hits, judged), (Some(who), Some(whom)));
                if let (Some(act), p) = s.act()
                    && p >= ANSWER
                    && best.is_none_or(|b| p > b.0)
                {
                    best = Some((p, act, s.status().0, i, k));
                }
            }
        }
        let (p, act, status, i, k) = best?;
        let at = self.tree.head(known[i].0).unwrap_or(known[i].0);
        let (who, whom) = (self.mentions.all(known[i].0), self.mentions.all(known[k].0));
        // "glass from India and China": two of one list do nothing to each other
        if who.iter().any(|a| whom.iter().any(|b| a.same_party(b))) {
            return None;
        }
        let mut e = self.blank(self.tree.token(at).span, act, None, status);
        (e.actor, e.recipient) = (who, whom);
        self.measure(&mut e, self.site(at));
        e.why.push(Why { rule: "classifier".into(), words: format!("{p:.2}") });
        e.finish("");
        e.confidence = f64::from((p * 50.0).round()) / 100.0;
        Some(e)
    }

    fn score(
        &self,
        a: usize,
        r: Option<usize>,
        best: Option<(&Hit<'_>, &Judgement)>,
        (hits, judged): (&[Hit<'_>], &[Judgement]),
        (who, whom): (Option<&Actor>, Option<&Actor>),
    ) -> Scores {
        let tree = self.tree;
        let inside: Vec<bool> = (0..tree.len())
            .map(|k| {
                let t = tree.token(k).span;
                [who, whom].into_iter().flatten().filter_map(|a| a.span).any(|s| s.overlaps(t))
            })
            .collect();
        let pair = Pair {
            tree,
            frames: self.frames,
            actor: a,
            recipient: r,
            inside,
            best: best.map(|(h, j)| (h, j, fit(tree, h, Some(a), r))),
            hits,
            judged,
            fits: &hits.iter().map(|h| fit(tree, h, Some(a), r)).collect::<Vec<_>>(),
            actor_sector: who.map_or("", |a| a.sector.as_str()),
            recipient_sector: whom.map_or("", |a| a.sector.as_str()),
        };
        let scores = self.classifier.score(&features(&pair));
        if let Some(t) = self.trace {
            t.weigh(self.number, &pair, &scores);
        }
        scores
    }

    fn token_of(&self, actor: Option<&Actor>) -> Option<usize> {
        head_of(self.tree.sentence, actor?.span?)
    }
}
