//! Slips that the parser makes with turns of news, mended before the tree is read. Each is a turn of the language, told by
//! the words around it; a tree that is right stays as it is.

mod clauses;
mod nominals;
mod verbs;

use crate::words::SAYING;
use clauses::{
    aim, condition, conditional, demanded, parenthesis, participial, raised, reports, says_whom, told, told_of,
};
use detente_text::Sentence;
use nominals::{outside, particle, slight, straddled, weekday};
use std::borrow::Cow;
use verbs::{bare, deed, introduced, inverted, participle, reduced, verbless};

/// A change of one token: its number, new head and relation.
type Change = (usize, Option<usize>, &'static str);

/// The sentence with its slips mended.
pub(crate) fn mend(sentence: &Sentence) -> Cow<'_, Sentence> {
    let mut out = Cow::Borrowed(sentence);
    for slip in [
        weekday,
        verbless,
        outside,
        bare,
        conditional,
        raised,
        demanded,
        participial,
        introduced,
        told,
        parenthesis,
        condition,
        particle,
        reports,
        participle,
        inverted,
        slight,
        aim,
        deed,
        straddled,
        says_whom,
        reduced,
        told_of,
    ] {
        let changes = slip(&out);
        if !changes.is_empty() {
            let tokens = &mut out.to_mut().tokens;
            for (k, head, rel) in changes {
                tokens[k].head = head;
                tokens[k].deprel = rel.into();
            }
        }
    }
    out
}

fn has_mark(s: &Sentence, k: usize, marks: &[&str]) -> bool {
    s.children(k).any(|c| s.tokens[c].rel() == "mark" && marks.contains(&s.tokens[c].lemma.to_lowercase().as_str()))
}

fn child(s: &Sentence, k: usize, rel: &str) -> Option<usize> {
    s.children(k).find(|&c| s.tokens[c].rel() == rel)
}

/// The relation of a token as one that lives long enough; only those that the slips need.
fn rel_of(s: &Sentence, k: usize) -> &'static str {
    const KNOWN: &[&str] = &[
        "root",
        "nsubj",
        "obj",
        "obl",
        "nmod",
        "amod",
        "compound",
        "det",
        "case",
        "punct",
        "conj",
        "cc",
        "ccomp",
        "xcomp",
        "advcl",
        "parataxis",
        "appos",
        "advmod",
        "mark",
        "flat",
        "nummod",
        "aux",
        "nsubj:pass",
        "nmod:poss",
        "acl:relcl",
        "acl",
    ];
    KNOWN.iter().find(|r| **r == s.tokens[k].deprel.as_str()).copied().unwrap_or("dep")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(text: &str, word: &str) -> (String, String) {
        let sentences = detente_text::read(text);
        let s = mend(&sentences[0]);
        let k = s.tokens.iter().position(|t| t.form == word).expect("the word");
        let head = s.tokens[k].head.map_or(String::new(), |h| s.tokens[h].form.to_string());
        (s.tokens[k].rel().to_owned(), head)
    }

    #[test]
    fn turns_of_news_are_read_right() {
        let told = relation("Residents told reporters that drones had struck a camp on Monday.", "struck");
        assert_eq!(told, ("ccomp".into(), "told".into()));
        assert_eq!(relation("The rebels handed over their weapons to Russia.", "weapons").0, "obj");
        let fail =
            relation("If the talks fail, an official told a broadcaster, the group will resume strikes.", "fail");
        assert_eq!(fail, ("advcl".into(), "resume".into()));
        let claims = relation("Moscow dismissed claims that it had bombed a hospital.", "claims");
        assert_eq!(claims, ("obj".into(), "dismissed".into()));
        let fighters =
            relation("Islamist fighters who seized Timbuktu last month destroyed shrines on Saturday.", "fighters");
        assert_eq!(fighters, ("nsubj".into(), "destroyed".into()));
        let deliveries =
            relation("The United Nations resumed deliveries after the RSF opened the Adre road.", "deliveries");
        assert_eq!(deliveries, ("obj".into(), "resumed".into()));
        let diplomats =
            relation("The president told visiting diplomats that Baku would reopen the corridor.", "diplomats");
        assert_eq!(diplomats, ("iobj".into(), "told".into()));
        let talks = "After more than two hours of talks brokered by Brazil and the Caribbean Community, Irfaan Ali and \
                     Nicolas Maduro shook hands and agreed to meet again in Brazil within three months.";
        assert_eq!(relation(talks, "Ali"), ("nsubj".into(), "shook".into()));
        let ask = relation(
            "Egypt will ask the United Nations Security Council to discuss the dam, its minister said.",
            "discuss",
        );
        assert_eq!(ask, ("xcomp".into(), "ask".into()));
        let sign = relation("The RSF offered on Friday to sign a humanitarian truce.", "sign");
        assert_eq!(sign, ("xcomp".into(), "offered".into()));
        let appealed =
            relation("She said 1,100 people remained behind bars and appealed to Washington for help.", "appealed");
        assert_eq!(appealed, ("conj".into(), "said".into()));
        assert_eq!(relation("Mexico plans to sue Ecuador at the World Court.", "Mexico").0, "nsubj");
        let envoy = "The junta gave the French ambassador 48 hours to leave on Friday, accusing Paris of meddling.";
        assert_eq!(relation(envoy, "accusing"), ("advcl".into(), "gave".into()));
        let urged = relation("Russia said the war could spread and urged the West to rein in Kurti.", "urged");
        assert_eq!(urged, ("conj".into(), "said".into()));
        let china = relation("China, which has investments in both countries, called for restraint.", "China");
        assert_eq!(china, ("nsubj".into(), "called".into()));
        let hand = relation("Kurti has demanded that Serbia hand over Milan Radoicic.", "Serbia");
        assert_eq!(hand, ("nsubj".into(), "hand".into()));
        let turkey = "Turkey, Baku's closest ally, voiced support for Azerbaijan's position.";
        assert_eq!(relation(turkey, "Turkey"), ("nsubj".into(), "voiced".into()));
        assert_eq!(relation(turkey, "support"), ("obj".into(), "voiced".into()));
        let shelled = "On Tuesday night Azerbaijani artillery shelled positions near Goris, the defence ministry in Yerevan said.";
        assert_eq!(relation(shelled, "artillery"), ("nsubj".into(), "shelled".into()));
        assert_eq!(relation(shelled, "positions").0, "obj");
        assert_eq!(relation("Hundreds of people rallied outside parliament in Yerevan.", "parliament").0, "obl");
        let drone = relation("A drone launched from Lebanon struck a barracks in northern Israel.", "drone");
        assert_eq!(drone, ("nsubj".into(), "struck".into()));
        let reports =
            relation("Reports that the army had shelled a hospital could not be independently verified.", "Reports");
        assert_eq!(reports, ("nsubj".into(), "verified".into()));
        assert_eq!(relation("The Taliban banned women from attending university.", "women").0, "obj");
        let over = relation("Fighters handed over three oilfields to the government.", "over");
        assert_eq!(over, ("compound".into(), "handed".into()));
        let turkey = relation("Turkey called on Sweden to extradite Kurdish militants, says Stockholm.", "Turkey");
        assert_eq!(turkey, ("nsubj".into(), "called".into()));
    }
}
