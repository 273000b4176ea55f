//! What matching has to know of an occurrence, small enough to keep beside it.

use crate::day;
use detente_event::{Act, Event, Status};

/// Everything of an event or occurrence that decides whether two are the same. Actors by their number in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sketch {
    pub(crate) act: Act,
    pub(crate) mode: Option<String>,
    /// Whether any report says that it happened, and that it did not or has not yet.
    pub(crate) happened: bool,
    pub(crate) open: bool,
    pub(crate) past: bool,
    /// Whether all reports only say that it does not happen, and of no day: `will not negotiate`.
    pub(crate) refused: bool,
    pub(crate) actors: Vec<i64>,
    pub(crate) recipients: Vec<i64>,
    /// Actor number and surname.
    pub(crate) persons: Vec<(i64, String)>,
    /// First and last day stated.
    pub(crate) stated: Option<(i64, i64)>,
    /// First and last day of publication.
    pub(crate) published: Option<(i64, i64)>,
    pub(crate) place: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) object: Vec<String>,
}

impl Sketch {
    /// The sketch of one event; `actor` and `recipient` are its parties' numbers, in its order.
    pub(crate) fn of(event: &Event, actor: &[i64], recipient: &[i64], published: Option<i64>) -> Self {
        let mut persons: Vec<(i64, String)> = (event.actor.iter().zip(actor))
            .chain(event.recipient.iter().zip(recipient))
            .filter_map(|(a, n)| Some((*n, surname(a.person.as_deref()?)?)))
            .collect();
        persons.sort();
        persons.dedup();
        Self {
            act: event.act,
            mode: event.mode.clone(),
            happened: event.status == Status::Occurred,
            open: !event.status.happened(),
            past: event.status == Status::Historical,
            refused: event.status == Status::Negated && event.date.is_none(),
            actors: sorted(actor),
            recipients: sorted(recipient),
            persons,
            stated: event.date.as_ref().map(|d| (day::number(d.start), day::number(d.end))),
            published: published.map(|d| (d, d)),
            place: event.place.as_ref().map(|p| plain(&p.name)).filter(|p| !p.is_empty()),
            country: event.place.as_ref().map(|p| plain(&p.country)).filter(|p| !p.is_empty()),
            object: event.object.as_deref().map(words).unwrap_or_default(),
        }
    }

    /// Takes in what another report of the same occurrence adds.
    pub(crate) fn join(&mut self, other: &Self) {
        if self.mode.is_none() {
            self.mode.clone_from(&other.mode);
        }
        self.happened |= other.happened;
        self.open |= other.open;
        self.past |= other.past;
        self.refused &= other.refused;
        if self.actors.is_empty() {
            self.actors.clone_from(&other.actors);
        }
        if self.recipients.is_empty() && !other.recipients.is_empty() && self.actors != other.recipients {
            self.recipients = other.recipients.iter().copied().filter(|r| !self.actors.contains(r)).collect();
        }
        for p in &other.persons {
            if !self.persons.contains(p) && self.persons.len() < 8 {
                self.persons.push(p.clone());
            }
        }
        self.stated = match (self.stated, other.stated) {
            (Some(a), Some(b)) => {
                let (wide_a, wide_b) = (a.1 - a.0, b.1 - b.0);
                // The narrower date says more; of two as narrow, the later report's (a meeting put off).
                let moved = wide_a == wide_b && self.published.map(|p| p.1) < other.published.map(|p| p.1);
                Some(if wide_b < wide_a || moved { b } else { a })
            }
            (a, b) => a.or(b),
        };
        self.published = match (self.published, other.published) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        if self.place.is_none() {
            self.place.clone_from(&other.place);
        }
        if self.country.is_none() {
            self.country.clone_from(&other.country);
        }
        for w in &other.object {
            if !self.object.contains(w) && self.object.len() < 12 {
                self.object.push(w.clone());
            }
        }
    }

    /// Both sides together.
    pub(crate) fn parties(&self) -> Vec<i64> {
        let mut all = self.actors.clone();
        all.extend(&self.recipients);
        sorted(&all)
    }

    /// One line; [`Sketch::read`] takes it back.
    pub(crate) fn write(&self) -> String {
        let ints = |l: &[i64]| l.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let span = |s: Option<(i64, i64)>| s.map_or(String::new(), |(a, b)| format!("{a},{b}"));
        let flags: String = [(self.happened, 'h'), (self.open, 'o'), (self.past, 'p'), (self.refused, 'r')]
            .into_iter()
            .filter_map(|(on, c)| on.then_some(c))
            .collect();
        let persons: Vec<String> = self.persons.iter().map(|(n, s)| format!("{n}={s}")).collect();
        format!(
            "{}|{}|{flags}|{}|{}|{}|{}|{}|{}|{}|{}",
            self.act as u8,
            self.mode.as_deref().unwrap_or(""),
            ints(&self.actors),
            ints(&self.recipients),
            persons.join(","),
            span(self.stated),
            span(self.published),
            self.place.as_deref().unwrap_or(""),
            self.country.as_deref().unwrap_or(""),
            self.object.join(" "),
        )
    }

    pub(crate) fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('|');
        let mut next = || parts.next();
        let act = *Act::ALL.get(next()?.parse::<usize>().ok()?)?;
        let some = |t: &str| (!t.is_empty()).then(|| t.to_owned());
        let ints =
            |t: &str| t.split(',').filter(|x| !x.is_empty()).map(|x| x.parse().ok()).collect::<Option<Vec<i64>>>();
        let span = |t: &str| {
            let (a, b) = t.split_once(',')?;
            Some((a.parse().ok()?, b.parse().ok()?))
        };
        let mode = some(next()?);
        let flags = next()?;
        let (actors, recipients) = (ints(next()?)?, ints(next()?)?);
        let persons = next()?
            .split(',')
            .filter_map(|p| p.split_once('='))
            .filter_map(|(n, s)| Some((n.parse().ok()?, s.to_owned())))
            .collect();
        Some(Self {
            act,
            mode,
            happened: flags.contains('h'),
            open: flags.contains('o'),
            past: flags.contains('p'),
            refused: flags.contains('r'),
            actors,
            recipients,
            persons,
            stated: span(next()?),
            published: span(next()?),
            place: some(next()?),
            country: some(next()?),
            object: next()?.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect(),
        })
    }
}

fn sorted(list: &[i64]) -> Vec<i64> {
    let mut out = list.to_vec();
    out.sort_unstable();
    out.dedup();
    out
}

/// The last name in lower case, free of the signs that [`Sketch::write`] uses.
fn surname(person: &str) -> Option<String> {
    let last = person.split_whitespace().last()?;
    let plain: String = last.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (!plain.is_empty()).then_some(plain)
}

/// Lower case, single spaces, letters and digits only, without a leading article.
fn plain(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let clean = clean.to_lowercase();
    let mut words: Vec<&str> = clean.split_whitespace().collect();
    if words.first() == Some(&"the") {
        words.remove(0);
    }
    words.join(" ")
}

/// Words that say nothing of what a thing is.
const EMPTY_WORDS: [&str; 24] = [
    "the", "a", "an", "of", "on", "in", "to", "for", "and", "or", "with", "its", "their", "his", "her", "any", "all",
    "new", "more", "some", "s", "by", "from", "that",
];

/// The words of a phrase that matter, in lower case, the plural's `s` taken off.
pub(crate) fn words(phrase: &str) -> Vec<String> {
    let mut out: Vec<String> = plain(phrase)
        .split(' ')
        .filter(|w| !w.is_empty() && !EMPTY_WORDS.contains(w))
        .map(|w| if w.len() > 3 && w.ends_with('s') && !w.ends_with("ss") { &w[..w.len() - 1] } else { w })
        .map(str::to_owned)
        .collect();
    out.sort();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sketch_is_read_as_it_was_written() {
        let full = Sketch {
            act: Act::Aid,
            mode: Some("military".to_owned()),
            happened: true,
            open: true,
            past: false,
            refused: false,
            actors: vec![1, 4],
            recipients: vec![7],
            persons: vec![(1, "trump".to_owned())],
            stated: Some((-3, 20_000)),
            published: None,
            place: Some("white house".to_owned()),
            country: Some("usa".to_owned()),
            object: words("the Tomahawk missiles"),
        };
        assert_eq!(full.object, ["missile", "tomahawk"]);
        assert_eq!(Sketch::read(&full.write()), Some(full.clone()));
        let bare = Sketch {
            mode: None,
            recipients: vec![],
            persons: vec![],
            stated: None,
            place: None,
            country: None,
            object: vec![],
            ..full
        };
        assert_eq!(Sketch::read(&bare.write()), Some(bare));
    }
}
