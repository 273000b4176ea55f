//! The irregular verbs of English.
//!
//! Source: common knowledge of English grammar (the list every grammar prints), as base, past tense, past participle.

use super::Form;
use compact_str::{CompactString, format_compact};

/// The base of an irregular past, also under a prefix (`overthrew`, `rebuilt`, `withheld`).
pub(super) fn verb(form: &str, inflected: Form) -> Option<CompactString> {
    if inflected == Form::Ing {
        return match form {
            "lying" => Some("lie".into()),
            "dying" => Some("die".into()),
            "tying" => Some("tie".into()),
            "vying" => Some("vie".into()),
            _ => None,
        };
    }
    if inflected != Form::Past {
        return None;
    }
    let find = |word: &str| VERBS.iter().find(|(_, forms)| forms.split(' ').any(|f| f == word)).map(|(base, _)| *base);
    if let Some(base) = find(form) {
        return Some(base.into());
    }
    ["over", "under", "fore", "mis", "out", "up", "un", "re", "with"].iter().find_map(|prefix| {
        let base = find(form.strip_prefix(prefix).filter(|r| r.len() > 2)?)?;
        Some(format_compact!("{prefix}{base}"))
    })
}

#[rustfmt::skip]
const VERBS: &[(&str, &str)] = &[
    ("arise", "arose arisen"), ("awake", "awoke awoken"), ("be", "was were been"), ("bear", "bore borne born"),
    ("beat", "beat beaten"), ("become", "became become"), ("befall", "befell befallen"), ("beget", "begot begotten"),
    ("begin", "began begun"), ("behold", "beheld"), ("bend", "bent"), ("beset", "beset"), ("bet", "bet"),
    ("bid", "bade bidden bid"), ("bind", "bound"), ("bite", "bit bitten"), ("bleed", "bled"), ("blow", "blew blown"),
    ("break", "broke broken"), ("breed", "bred"), ("bring", "brought"), ("broadcast", "broadcast"), ("build", "built"),
    ("burn", "burnt"), ("burst", "burst"), ("buy", "bought"), ("cast", "cast"), ("catch", "caught"),
    ("choose", "chose chosen"), ("cling", "clung"), ("come", "came come"), ("cost", "cost"), ("creep", "crept"),
    ("cut", "cut"), ("deal", "dealt"), ("dig", "dug"), ("do", "did done"), ("draw", "drew drawn"), ("dream", "dreamt"),
    ("drink", "drank drunk"), ("drive", "drove driven"), ("dwell", "dwelt"), ("eat", "ate eaten"),
    ("fall", "fell fallen"), ("feed", "fed"), ("feel", "felt"), ("fight", "fought"), ("find", "found"), ("flee", "fled"),
    ("fling", "flung"), ("fly", "flew flown"), ("forbid", "forbade forbidden"), ("forget", "forgot forgotten"),
    ("forgive", "forgave forgiven"), ("forgo", "forwent forgone"), ("forsake", "forsook forsaken"),
    ("freeze", "froze frozen"), ("get", "got gotten"), ("give", "gave given"), ("go", "went gone"), ("grind", "ground"),
    ("grow", "grew grown"), ("hang", "hung"), ("have", "had"), ("hear", "heard"), ("hide", "hid hidden"), ("hit", "hit"),
    ("hold", "held"), ("hurt", "hurt"), ("keep", "kept"), ("kneel", "knelt"), ("know", "knew known"), ("lay", "laid"),
    ("lead", "led"), ("leap", "leapt"), ("learn", "learnt"), ("leave", "left"), ("lend", "lent"), ("let", "let"),
    ("lie", "lain"), ("light", "lit"), ("lose", "lost"), ("make", "made"), ("mean", "meant"), ("meet", "met"),
    ("offset", "offset"), ("pay", "paid"), ("plead", "pled"), ("prove", "proven"), ("put", "put"), ("quit", "quit"),
    ("read", "read"), ("ride", "rode ridden"), ("ring", "rang rung"), ("rise", "rose risen"), ("run", "ran run"),
    ("say", "said"), ("see", "saw seen"), ("seek", "sought"), ("sell", "sold"), ("send", "sent"), ("set", "set"),
    ("sew", "sewn"), ("shake", "shook shaken"), ("shed", "shed"), ("shine", "shone"), ("shoot", "shot"),
    ("show", "shown"), ("shrink", "shrank shrunk"), ("shut", "shut"), ("sing", "sang sung"), ("sink", "sank sunk"),
    ("sit", "sat"), ("slay", "slew slain"), ("sleep", "slept"), ("slide", "slid"), ("sling", "slung"), ("slit", "slit"),
    ("sow", "sown"), ("speak", "spoke spoken"), ("speed", "sped"), ("spend", "spent"), ("spill", "spilt"),
    ("spin", "spun"), ("split", "split"), ("spread", "spread"), ("spring", "sprang sprung"), ("stand", "stood"),
    ("steal", "stole stolen"), ("stick", "stuck"), ("sting", "stung"), ("stink", "stank stunk"),
    ("strike", "struck stricken"), ("string", "strung"), ("strive", "strove striven"), ("swear", "swore sworn"),
    ("sweep", "swept"), ("swell", "swollen"), ("swim", "swam swum"), ("swing", "swung"), ("take", "took taken"),
    ("teach", "taught"), ("tear", "tore torn"), ("tell", "told"), ("think", "thought"), ("throw", "threw thrown"),
    ("thrust", "thrust"), ("tread", "trod trodden"), ("wake", "woke woken"), ("wear", "wore worn"),
    ("weave", "wove woven"), ("wed", "wed"), ("weep", "wept"), ("win", "won"), ("wind", "wound"),
    ("wring", "wrung"), ("write", "wrote written"),
];
