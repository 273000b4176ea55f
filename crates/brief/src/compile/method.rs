//! How the brief was made.

use crate::Material;
use crate::narrate::text::{clip, count, sentence};
use crate::value::Line;

/// What to know before relying on it.
pub(crate) fn of(material: &Material) -> Vec<Line> {
    let mut out = vec![
        format!(
            "{} read the documents listed under Sources sentence by sentence and wrote down each political act with its parties and whether it happened, is announced, is considered, is threatened or did not happen",
            material.program
        ),
        "A program read the sentences and makes mistakes. What was said and done is told with the sentence that it rests on; the sentence counts, not the statement".to_owned(),
        "Acts are filed after the PLOVER event ontology; reports of the same occurrence are told as one".to_owned(),
        "The account of events says what the documents report, and not what they leave out".to_owned(),
    ];
    let mut coders: Vec<&str> = material.documents.iter().map(|d| d.coder.as_str()).filter(|c| !c.is_empty()).collect();
    coders.sort_unstable();
    coders.dedup();
    if !coders.is_empty() {
        let names: Vec<String> = coders.iter().take(5).map(|c| clip(c, 120)).collect();
        out.push(format!("The events were coded by {}", names.join("; ")));
    }
    if material.study.is_some() {
        out.push("The outcomes were worked out with the Graph Model for Conflict Resolution from a conflict model drafted from these reports; a preference drawn from a sentence names it and is an inference, one that no sentence supports is marked as a guess".to_owned());
    }
    if !material.skipped.is_empty() {
        out.push(format!(
            "{} could not be used and had no part in this",
            count(material.skipped.len(), "input", "inputs")
        ));
        out.extend(
            material
                .skipped
                .iter()
                .take(20)
                .map(|s| format!("Not used: {} ({})", clip(&s.name, 160), clip(&s.reason, 200))),
        );
    }
    out.into_iter().map(|t| Line { text: sentence(&t), ..Line::default() }).collect()
}
