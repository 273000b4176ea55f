//! What reviewers decide: rows of their own, each of which can be undone by a further row.
//!
//! An event's reading is never changed in place. Which decisions hold ([`Record::decisions`]) is worked out from the
//! rows; the index then shows the event as they leave it.

mod apply;

use crate::record::timestamp;
use crate::store::{Row, StoreExt};
use crate::{Error, Record, Report};
use detente_event::{Act, Actor, Event, EventDate, Place, Status};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

/// One decision of a reviewer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Decision {
    /// The event is right as it is read.
    Accept {
        /// Its id.
        event: String,
    },
    /// The event is wrong; it counts for nothing.
    Reject {
        /// Its id.
        event: String,
    },
    /// The event is to be read otherwise.
    Correct {
        /// Its id.
        event: String,
        /// What of it changes.
        change: Box<Correction>,
    },
    /// Two occurrences are one.
    Merge {
        /// Id of the occurrence that remains.
        into: String,
        /// Id of the one that goes up in it.
        from: String,
    },
    /// A report tells of another occurrence than the one it was put to.
    Split {
        /// Id of the event.
        event: String,
        /// Id of the occurrence that it becomes; filled when the decision is made.
        #[serde(default)]
        cluster: String,
    },
    /// A remark.
    Note {
        /// Id of the event or occurrence.
        about: String,
        /// The remark.
        text: String,
    },
}

impl Decision {
    fn kind(&self) -> &'static str {
        match self {
            Decision::Accept { .. } => "accept",
            Decision::Reject { .. } => "reject",
            Decision::Correct { .. } => "correct",
            Decision::Merge { .. } => "merge",
            Decision::Split { .. } => "split",
            Decision::Note { .. } => "note",
        }
    }

    /// What it is filed under: the event, or the occurrence that goes.
    fn target(&self) -> &str {
        match self {
            Decision::Accept { event }
            | Decision::Reject { event }
            | Decision::Correct { event, .. }
            | Decision::Split { event, .. } => event,
            Decision::Merge { from, .. } => from,
            Decision::Note { about, .. } => about,
        }
    }
}

/// What of an event is to be read otherwise; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Another act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Act>,
    /// Another mode, or none (`null`).
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub mode: Option<Option<String>>,
    /// Another status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Other actors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Vec<Actor>>,
    /// Other recipients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Vec<Actor>>,
    /// Another date, or none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub date: Option<Option<EventDate>>,
    /// Another place, or none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub place: Option<Option<Place>>,
    /// Another object, or none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub object: Option<Option<String>>,
}

fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(d: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(d).map(Some)
}

impl Correction {
    /// Whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn apply(&self, e: &mut Event) {
        // The words' own CAMEO code holds as long as the act is the one they were coded as.
        let same = self.act.is_none_or(|a| a == e.act) && self.mode.as_ref().is_none_or(|m| *m == e.mode);
        let own = if same && e.status.happened() { e.cameo.clone() } else { String::new() };
        let set = |to: &mut Event| {
            if let Some(act) = self.act {
                to.act = act;
                if to.mode.as_deref().is_some_and(|m| !act.modes().contains(&m)) {
                    to.mode = None;
                }
            }
            if let Some(status) = self.status {
                to.status = status;
            }
            macro_rules! replace {
                ($($field:ident),*) => { $(if let Some(v) = &self.$field { to.$field.clone_from(v); })* };
            }
            replace!(mode, actor, recipient, date, place, object);
        };
        set(e);
        crate::cluster::rerender(e, &own);
    }
}

/// A decision as it is filed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Filed {
    /// Its number; what [`Record::undo`] takes.
    pub number: i64,
    /// When it was made.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// What was decided; `None` for a row that undoes another.
    pub decision: Option<Decision>,
    /// The number of the decision that it undoes.
    pub undoes: Option<i64>,
    /// Whether it holds: no row that holds undoes it.
    pub holds: bool,
}

impl Record {
    /// Files a decision and brings the index up to date, in one transaction; its number.
    ///
    /// # Errors
    /// Where what it is about is not in the record, or it makes no sense (an occurrence merged with itself).
    pub fn decide(&self, decision: &Decision, at: Timestamp, by: &str) -> Result<i64, Error> {
        self.cache.borrow_mut().forget();
        self.store.transaction(|| self.file(decision, at, by, None))
    }

    /// Undoes a decision by an inverse row; undoing that row brings the decision back.
    ///
    /// # Errors
    /// Where there is no such decision, or it is undone already.
    pub fn undo(&self, number: i64, at: Timestamp, by: &str) -> Result<i64, Error> {
        self.cache.borrow_mut().forget();
        self.store.transaction(|| self.file_undo(number, at, by, None))
    }

    /// All decisions, in the order in which they were made.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn decisions(&self) -> Result<Vec<Filed>, Error> {
        let mut list = self.store.rows(&format!("{FILED} ORDER BY seq"), &[], filed)?;
        // From the last to the first: whether a row holds depends on later rows only.
        let mut undone = std::collections::HashSet::new();
        for d in list.iter_mut().rev() {
            d.holds = !undone.contains(&d.number);
            if d.holds {
                undone.extend(d.undoes);
            }
        }
        Ok(list)
    }

    /// The last decision that holds and is not itself an undoing: what `undo` without a number takes back.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn last_decision(&self) -> Result<Option<Filed>, Error> {
        Ok(self.decisions()?.into_iter().rev().find(|d| d.holds && d.decision.is_some()))
    }

    /// The decisions on one event or occurrence that hold, in order.
    pub(crate) fn holding(&self, target: &str) -> Result<Vec<Filed>, Error> {
        let list = self.store.rows(
            &format!("{FILED} WHERE target = ?1 AND undoes IS NULL ORDER BY seq"),
            &[target.into()],
            filed,
        )?;
        let mut out = Vec::new();
        for f in list {
            if f.decision.is_some() && self.holds(f.number)? {
                out.push(f);
            }
        }
        Ok(out)
    }

    fn holds(&self, number: i64) -> Result<bool, Error> {
        for undo in self.store.rows("SELECT seq FROM decision WHERE undoes = ?1", &[number.into()], |r| r.int(0))? {
            if self.holds(undo)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Shows reports as the decisions on them leave them.
    pub(crate) fn correct(&self, reports: &mut [Report]) -> Result<(), Error> {
        for r in reports.iter_mut().filter(|r| r.reviewed) {
            r.rejected = false;
            for filed in self.holding(&r.event.id)? {
                let Some(decision) = filed.decision else { continue };
                r.last_review = Some((filed.by, filed.at));
                match decision {
                    Decision::Accept { .. } => (r.accepted, r.rejected) = (true, false),
                    Decision::Reject { .. } => (r.accepted, r.rejected) = (false, true),
                    Decision::Correct { change, .. } => {
                        change.apply(&mut r.event);
                        (r.corrected, r.rejected) = (true, false);
                    }
                    Decision::Note { text, .. } => r.notes.push(text),
                    Decision::Merge { .. } | Decision::Split { .. } => {}
                }
            }
        }
        Ok(())
    }
}

const FILED: &str = "SELECT seq, at, who, kind, content, undoes FROM decision";

fn filed(r: &dyn Row) -> Result<Filed, Error> {
    let undoes = r.opt_int(5)?;
    let decision = match undoes {
        Some(_) => None,
        None => Some(serde_json::from_str(r.text(4)?).map_err(|e| {
            Error::new(crate::error::Kind::Corrupt, format!("a stored decision cannot be read: {e}"), "restore a copy")
        })?),
    };
    Ok(Filed { number: r.int(0)?, at: timestamp(r.text(1)?)?, by: r.string(2)?, decision, undoes, holds: true })
}
