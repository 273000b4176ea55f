//! Finer words for an act, by the words that the source itself used: a sale is told as a sale.
//!
//! Lists and English are ours; they choose between words for the act that the event has, and never change it.

use super::verbs::{CALL, MEET, VISIT, Verb, verb};
use detente_event::Act;

const MEDIATE: Verb =
    verb(["mediate", "mediated", "mediated"], ["{w} {r} on {o}", "{w} {r}", "on {o}", ""], "mediation");
const BROKER: Verb = verb(["mediate", "mediated", "mediated"], ["{o} {w} {r}", "{w} {r}", "{o}", ""], "mediation");

/// By the words of the source: each row's words begin the trigger, the row applies to that act only.
pub(super) const BY_WORDS: &[(Act, &[&str], Verb)] = &[
    (Act::Consult, &["broker"], BROKER),
    (Act::Consult, &["mediat"], MEDIATE),
    (Act::Consult, &["call", "telephon", "phon", "spoke by phone"], CALL),
    (Act::Consult, &["meet", "met", "summit", "sit down", "sat down", "interaction"], MEET),
    (Act::Consult, &["visit", "travel", "fly", "flew", "arriv", "trip"], VISIT),
    (
        Act::Consult,
        &["host", "receiv", "welcom"],
        verb(["host", "hosted", "hosted"], ["{r} to discuss {o}", "{r}", "{o}", "guests"], "visit"),
    ),
    (
        Act::Consult,
        &["negotiat"],
        verb(["negotiate", "negotiated", "negotiated"], ["with {r} on {o}", "with {r}", "on {o}", ""], "negotiation"),
    ),
    (
        Act::Support,
        &["solidarity"],
        verb(
            ["express solidarity", "expressed solidarity", "expressed solidarity"],
            ["with {r}", "with {r}", "", ""],
            "solidarity",
        ),
    ),
    (
        Act::Support,
        &["endors", "back"],
        verb(
            ["endorse", "endorsed", "endorsed"],
            ["{o}, in answer to {r}", "{r}", "{o}", "the proposal"],
            "endorsement",
        ),
    ),
    (
        Act::Support,
        &["prais", "hail", "commend", "laud"],
        verb(["praise", "praised", "praised"], ["{r} for {o}", "{r}", "{o}", "the step"], "praise"),
    ),
    (
        Act::Support,
        &["welcom"],
        verb(["welcome", "welcomed", "welcomed"], ["{o}, from {r}", "a step by {r}", "{o}", "the step"], "welcome"),
    ),
    (
        Act::Support,
        &["sign", "ratif"],
        verb(
            ["sign", "signed", "signed"],
            ["{o} with {r}", "an agreement with {r}", "{o}", "an agreement"],
            "signature",
        ),
    ),
    (
        Act::Support,
        &["recogni"],
        verb(["recognise", "recognised", "recognised"], ["{r} over {o}", "{r}", "{o}", "the claim"], "recognition"),
    ),
    (
        Act::Support,
        &["apolog"],
        verb(["apologise", "apologised", "apologised"], ["to {r} for {o}", "to {r}", "for {o}", ""], "apology"),
    ),
    (
        Act::Agree,
        &["promis", "pledg", "commit"],
        verb(["make a pledge", "made a pledge", "made a pledge"], ["to {r} on {o}", "to {r}", "on {o}", ""], "pledge"),
    ),
    (Act::Agree, &["vow"], verb(["make a vow", "made a vow", "made a vow"], ["on {o}", "", "on {o}", ""], "vow")),
    (
        Act::Mobilize,
        &["exercis", "drill", "manoeuvre", "maneuver"],
        verb(
            ["hold", "held", "held"],
            ["{o} involving {r}", "exercises involving {r}", "{o}", "exercises"],
            "exercises",
        ),
    ),
    (
        Act::Agree,
        &["offer"],
        verb(["make an offer", "made an offer", "made an offer"], ["to {r} on {o}", "to {r}", "on {o}", ""], "offer"),
    ),
    (
        Act::Aid,
        &["sell", "sale", "sold"],
        verb(["sell", "sold", "sold"], ["{o} to {r}", "goods to {r}", "{o}", "goods"], "sale"),
    ),
    (
        Act::Aid,
        &["fund", "financ", "bankroll", "underwrit"],
        verb(["finance", "financed", "financed"], ["{o} for {r}", "projects of {r}", "{o}", "projects"], "financing"),
    ),
    (
        Act::Aid,
        &["deploy"],
        verb(["send", "sent", "sent"], ["{o} to {r}", "personnel to {r}", "{o}", "personnel"], "deployment"),
    ),
    (
        Act::Reject,
        &["oppos"],
        verb(["oppose", "opposed", "opposed"], ["{o}", "the position of {r}", "{o}", "the proposal"], "opposition"),
    ),
    (
        Act::Aid,
        &["send", "sent", "ship", "deliver"],
        verb(["deliver", "delivered", "delivered"], ["{o} to {r}", "goods to {r}", "{o}", "goods"], "delivery"),
    ),
    (
        Act::Cooperate,
        &["co-host"],
        verb(
            ["co-host", "co-hosted", "co-hosted"],
            ["{o} with {r}", "a meeting with {r}", "{o}", "a meeting"],
            "hosting",
        ),
    ),
    (
        Act::Cooperate,
        &["exercis", "drill", "manoeuvre", "maneuver"],
        verb(["hold", "held", "held"], ["{o} with {r}", "exercises with {r}", "{o}", "exercises"], "exercises"),
    ),
    (
        Act::Cooperate,
        &["host"],
        verb(["host", "hosted", "hosted"], ["{o} with {r}", "{r}", "{o}", "guests"], "hosting"),
    ),
    (
        Act::Concede,
        &["offer"],
        verb(["make an offer", "made an offer", "made an offer"], ["to {r} on {o}", "to {r}", "on {o}", ""], "offer"),
    ),
    (
        Act::Cooperate,
        &["sell", "sale", "sold"],
        verb(["sell", "sold", "sold"], ["{o} to {r}", "goods to {r}", "{o}", "goods"], "sale"),
    ),
    (
        Act::Cooperate,
        &["buy", "bought", "purchas", "import"],
        verb(["buy", "bought", "bought"], ["{o} from {r}", "goods from {r}", "{o}", "goods"], "purchase"),
    ),
    (
        Act::Request,
        &["seek", "sought"],
        verb(["seek", "sought", "sought"], ["{o} from {r}", "action by {r}", "{o}", "support"], "request"),
    ),
    (
        Act::Request,
        &["demand"],
        verb(["demand", "demanded", "demanded"], ["{o} from {r}", "action by {r}", "{o}", "action"], "demand"),
    ),
    (
        Act::Request,
        &["propos", "suggest"],
        verb(["propose", "proposed", "proposed"], ["{o} to {r}", "a step to {r}", "{o}", "a step"], "proposal"),
    ),
    (
        Act::Request,
        &["invit"],
        verb(["invite", "invited", "invited"], ["{r} to {o}", "{r}", "others to {o}", "others"], "invitation"),
    ),
    (
        Act::Threaten,
        &["warn", "caution", "concern"],
        verb(["warn", "warned", "warned"], ["{r} over {o}", "{r}", "over {o}", ""], "warning"),
    ),
    (
        Act::Accuse,
        &["accus", "alleg", "blam", "charg"],
        verb(
            ["make accusations", "made accusations", "made accusations"],
            ["against {r} over {o}", "against {r}", "over {o}", ""],
            "accusation",
        ),
    ),
    (
        Act::Accuse,
        &["condemn", "denounc", "deplor"],
        verb(["condemn", "condemned", "condemned"], ["{r} over {o}", "{r}", "{o}", "the act"], "condemnation"),
    ),
    (
        Act::Sanction,
        &["tariff", "duty", "duties", "levy"],
        verb(
            ["impose tariffs", "imposed tariffs", "imposed tariffs"],
            ["on {r} concerning {o}", "on {r}", "concerning {o}", ""],
            "tariffs",
        ),
    ),
    (
        Act::Agree,
        &["accept"],
        verb(
            ["accept", "accepted", "accepted"],
            ["{o} from {r}", "a proposal by {r}", "{o}", "a proposal"],
            "acceptance",
        ),
    ),
    (
        Act::Sanction,
        &["suspend", "halt", "cut", "freez", "froze", "break off", "broke off", "sever"],
        verb(
            ["suspend", "suspended", "suspended"],
            ["{o} to {r}", "relations with {r}", "{o}", "relations"],
            "suspension",
        ),
    ),
    (
        Act::Assault,
        &["kill"],
        verb(["kill people", "killed people", "killed people"], ["of {r} ({o})", "of {r}", "({o})", ""], "killing"),
    ),
    (
        Act::Assault,
        &["shell", "bombard"],
        verb(["shell", "shelled", "shelled"], ["{r} ({o})", "{r}", "{o}", "targets"], "shelling"),
    ),
    (
        Act::Assault,
        &["bomb", "air strike", "airstrike", "strike", "struck"],
        verb(["strike", "struck", "struck"], ["{r} ({o})", "{r}", "{o}", "targets"], "strike"),
    ),
    (
        Act::Assault,
        &["clash", "fight", "fought", "battl"],
        verb(["fight", "fought", "fought"], ["{r} over {o}", "{r}", "over {o}", ""], "fighting"),
    ),
];
