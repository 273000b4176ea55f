//! What tells no event of its own, and which act it is by who does it and how.

use super::Context;
use crate::frames::Hit;
use crate::status::Judgement;
use detente_event::{Act, Actor, Event, Quad};
use detente_text::Upos;

impl Context<'_> {
    /// Whether the act is only what another act of the sentence is done for: `marched to demand reforms`.
    pub(super) fn is_aim(&self, j: &Judgement, hits: &[Hit<'_>]) -> bool {
        let aim = j.why.iter().any(|w| w.0 == "purpose");
        aim && hits.iter().any(|h| j.above.contains(&h.at))
    }

    /// Whether it only counts whom another act of the sentence killed or injured: `shelled the town, wounding two`.
    pub(super) fn is_outcome(&self, hit: &Hit<'_>, j: &Judgement, hits: &[Hit<'_>]) -> bool {
        let tree = self.tree;
        let counts = hit.frame.act == Act::Assault
            && matches!(tree.lemma(hit.at), "leave" | "kill" | "injure" | "wound" | "hurt" | "maim")
            && tree.is_gerund(hit.at)
            && tree.rel(hit.at) == "advcl"
            && tree.child(hit.at, "mark").is_none();
        let violent = |h: &Hit<'_>| {
            h.at != hit.at
                && j.above.contains(&h.at)
                && matches!(h.frame.act, Act::Assault | Act::Protest | Act::Coerce)
        };
        // "killed in an air strike" tells one attack
        let within = hits.iter().any(|h| self.attack_in(h).is_some_and(|a| a.at == hit.at));
        within
            || counts
                && hits.iter().any(violent)
                && hit.object.is_none_or(|o| self.mentions.all(o).iter().all(|a| a.code.is_empty()))
    }

    /// Whether what does it is no one: a storm that kills, a bill that goes to the president.
    pub(super) fn is_thing(&self, hit: &Hit<'_>) -> bool {
        let tree = self.tree;
        if !hit.frame.verb || hit.frame.speaker {
            return false;
        }
        let Some((agent, _)) = tree.agent(hit.at, 0) else { return false };
        let misfortune = |k: usize| self.frames.in_class("misfortunes", &tree.lemma(k).to_lowercase());
        let conflict = matches!(hit.frame.act.quad(), Quad::MaterialConflict | Quad::VerbalConflict);
        let named = tree
            .children(agent)
            .iter()
            .any(|&c| matches!(tree.rel(c), "compound" | "flat") && tree.token(c).upos == Upos::Propn && misfortune(c));
        match tree.token(agent).upos {
            Upos::Noun => {
                hit.frame.act == Act::Consult && !self.frames.in_class("people", tree.lemma(agent))
                    || (conflict || hit.frame.act == Act::Retreat) && misfortune(agent)
                    // "the report helps explain why": nobody helps
                    || hit.frame.act == Act::Aid && !self.frames.in_class("people", tree.lemma(agent))
            }
            // "Hurricane Maria struck"
            Upos::Propn => conflict && (misfortune(agent) || named),
            _ => false,
        }
    }

    /// Whether only private people of nowhere are named, and nothing says that it was war or terror: a crime.
    pub(super) fn is_private(&self, hit: &Hit<'_>, actor: &[Actor], recipient: &[Actor]) -> bool {
        let private = |a: &Actor| a.code.is_empty() && matches!(a.sector.as_str(), "" | "CVL" | "UNK" | "EDU" | "CRM");
        let armed = matches!(
            hit.frame.mode.as_deref(),
            Some("explosives" | "suicide-attack" | "heavy-weapons" | "drone" | "chemical" | "cleansing" | "kidnap")
        );
        let named = actor.len() + recipient.len() > 0;
        let armed = armed || self.attack_in(hit).is_some();
        named && hit.frame.act != Act::Protest && !armed && actor.iter().chain(recipient).all(private)
    }

    /// Whether what is launched goes into space: no attack.
    pub(super) fn is_spaceflight(&self, hit: &Hit<'_>) -> bool {
        let space = |k: usize| self.frames.in_class("spaceflight", &self.tree.lemma(k).to_lowercase());
        hit.frame.act == Act::Assault && self.tree.lemma(hit.at) == "launch" && (0..self.tree.len()).any(space)
    }

    /// `insisted that he would stay`: says so, and asks for nothing.
    pub(super) fn is_assertion(&self, hit: &Hit<'_>) -> bool {
        let tree = self.tree;
        let tense = |k: usize| matches!(tree.token(k).xpos.as_str(), "VBD" | "VBZ" | "VBP");
        let would = |k: usize| matches!(tree.lemma(k), "will" | "would" | "can" | "could");
        let told = |c: usize| {
            tense(c) || tree.with_rel(c, "aux").any(|x| tense(x) || would(x)) || tree.with_rel(c, "cop").any(tense)
        };
        hit.frame.act == Act::Request && tree.lemma(hit.at) == "insist" && tree.with_rel(hit.at, "ccomp").any(told)
    }

    /// Whether the article is about sport and no authority has a part: sides that attack, meet and threaten there do so
    /// on a field.
    pub(super) fn is_game(&self, hit: &Hit<'_>, actor: &[Actor], recipient: &[Actor]) -> bool {
        let authority = |a: &Actor| {
            matches!(a.sector.as_str(), "GOV" | "COP" | "JUD" | "LEG" | "REB" | "UAF") || a.person.is_some()
        };
        let kept = matches!(
            hit.frame.act,
            Act::Protest | Act::Sanction | Act::Accuse | Act::Request | Act::Agree | Act::Aid | Act::Coerce
        );
        self.sport && !kept && !actor.iter().chain(recipient).any(authority)
    }

    /// Acts that parties or manner make another: a state's protest, exercises with others or alone, what is taken by force.
    pub(super) fn turn(&self, e: &mut Event, hit: &Hit<'_>) {
        let tree = self.tree;
        // a state that protests takes to no street
        let official =
            |a: &Actor| !a.code.is_empty() && (a.sector == "GOV" || a.sector.is_empty() && a.text.ends_with(&a.name));
        let abroad =
            |e: &Event| !e.recipient.is_empty() && e.recipient.iter().all(|r| e.actor.iter().all(|a| a.code != r.code));
        if e.act == Act::Protest && !e.actor.is_empty() && e.actor.iter().all(official) && abroad(e) {
            (e.act, e.mode) = (Act::Accuse, Some("disapprove".to_owned()));
        }
        // "exercises with Turkey near the border": of both
        if e.act == Act::Mobilize
            && let Some(o) = hit.object.filter(|&o| self.frames.in_class("exercises", tree.lemma(o)))
            && let Some(with) = tree.party_by(o, "with").or_else(|| tree.party_by(hit.at, "with"))
            && self.mentions.all(with).iter().any(|a| !a.code.is_empty())
        {
            (e.act, e.mode, e.recipient) = (Act::Cooperate, None, self.mentions.all(with));
        }
        // what is opened by force is not given
        let by_force = tree.by_preposition(hit.at, &["by".to_owned()]).is_some_and(|f| tree.lemma(f) == "force");
        if by_force && matches!(e.act, Act::Retreat | Act::Concede) {
            (e.act, e.mode) = (Act::Coerce, None);
        }
        // exercises that nobody joins are a show of force
        let exercise = hit.object.is_some_and(|o| self.frames.in_class("exercises", tree.lemma(o)));
        if e.act == Act::Cooperate && exercise && e.actor.len() == 1 && e.recipient.iter().all(|r| r.code.is_empty()) {
            (e.act, e.mode) = (Act::Mobilize, Some("troops".to_owned()));
            e.recipient.clear();
        }
    }
}
