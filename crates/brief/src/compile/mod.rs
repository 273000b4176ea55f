//! From the gathered material to the [`Brief`]: what goes where, in which order, in which words.

mod bottom;
mod choices;
mod desk;
mod events;
mod method;
mod parties;
mod places;
mod quotes;
mod settlement;
mod since;
mod unknown;
mod wording;

use crate::narrate::dates;
use crate::narrate::text::{clip, join};
use crate::value::{Brief, Counts};
use crate::{Material, narrate};
pub(crate) use desk::Desk;
use detente_event::Status;

/// Occurrences told under each heading; the rest is counted. A person reads no more.
pub(crate) const MOST_ITEMS: usize = 60;

impl Brief {
    /// Puts the material into words.
    #[must_use]
    pub fn of(material: &Material) -> Brief {
        let desk = Desk::of(material);
        let counts = counts(material);
        let happened = events::happened(&desk);
        let announced = events::announced(&desk);
        let choices = choices::of(&desk);
        let considered = events::considered(&desk, &choices.told);
        let settlement = settlement::of(&desk);
        let (parties, other_parties) = parties::of(&desk);
        let unknown = unknown::of(&desk, settlement.as_ref());
        let found = !material.timeline.is_empty();
        let mut brief = Brief {
            title: title(material, &parties),
            as_of: material.as_of,
            as_of_words: dates::day(material.as_of),
            focus: focus(material),
            found,
            counts,
            bottom_line: Vec::new(),
            happened: happened.items,
            happened_left_out: happened.left_out,
            announced: announced.items,
            announced_left_out: announced.left_out,
            parties,
            other_parties,
            ties: parties::ties(material),
            places: places::of(&desk),
            changes: since::of(&desk),
            since: material.since.as_ref().map(|s| dates::day(s.day)).unwrap_or_default(),
            choices: choices.list,
            considered: considered.items,
            considered_left_out: considered.left_out,
            settlement,
            unknown,
            sources: desk.quotes.sources(material),
            method: method::of(material),
        };
        brief.bottom_line = bottom::of(&desk, &brief);
        brief
    }
}

fn title(material: &Material, parties: &[crate::value::Party]) -> String {
    if material.timeline.is_empty() {
        return "No political events found".to_owned();
    }
    if let Some(file) = &material.conflict
        && !file.title.trim().is_empty()
    {
        return clip(&file.title, 160);
    }
    let titled: Vec<&str> =
        material.documents.iter().map(|s| s.document.title.trim()).filter(|t| !t.is_empty()).collect();
    if let ([one], 1) = (titled.as_slice(), material.documents.len()) {
        return clip(one, 160);
    }
    let names: Vec<String> = parties.iter().take(3).map(|p| narrate::parties::with_article(&p.name)).collect();
    if names.is_empty() { "Brief".to_owned() } else { narrate::text::capital(&join(&names)) }
}

/// Whose conflict was chosen, and how much names none of them.
fn focus(material: &Material) -> String {
    if material.focus.is_empty() {
        return String::new();
    }
    let names: Vec<String> = material.focus.iter().map(|n| narrate::parties::with_article(n)).collect();
    let them = if names.len() > 1 { "none of them" } else { "it" };
    let left_out = match (material.out_of_focus, names.len() > 1) {
        (0, _) => "nothing is left out for it".to_owned(),
        (1, true) => format!("1 event that names {them} is left out"),
        (1, false) => "1 event that does not name it is left out".to_owned(),
        (n, true) => format!("{n} events that name {them} are left out"),
        (n, false) => format!("{n} events that do not name it are left out"),
    };
    narrate::text::sentence(&format!("told from the reports on {}: {left_out}", join(&names)))
}

fn counts(material: &Material) -> Counts {
    let of = |wanted: &[Status]| material.timeline.iter().filter(|c| wanted.contains(&c.event.status)).count();
    Counts {
        documents: material.documents.len(),
        reports: material.timeline.iter().map(|c| c.reports.iter().filter(|r| !r.rejected).count()).sum(),
        occurrences: material.timeline.len(),
        happened: of(&[Status::Occurred, Status::Historical]),
        announced: of(&[Status::Planned]),
        open: of(&[Status::Considered, Status::Threatened]),
        negated: of(&[Status::Negated]),
        supposed: of(&[Status::Hypothetical]),
    }
}
