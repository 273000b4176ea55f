//! From the record to a conflict model: the conflict file, and its draft from what was reported.
//!
//! A conflict file is TOML that a person can write: who decides, what each can do, what cannot be, what each prefers.
//! [`parse`] reads one and tells every mistake at its place ([`Diagnostic`]); [`lower`] makes the solver's
//! [`detente_gmcr::Conflict`] of it; [`write`] makes text again. [`draft`] makes a file of a record, every line with the
//! events behind it.
//!
//! ```
//! let text = r#"
//! title = "Prisoners"
//! [[decision_maker]]
//! id = "ann"
//! name = "Ann"
//! [[decision_maker.option]]
//! id = "talk"
//! name = "Talk"
//! [[decision_maker.prefers]]
//! that = "not bob.talk"
//! [[decision_maker]]
//! id = "bob"
//! name = "Bob"
//! [[decision_maker.option]]
//! id = "talk"
//! name = "Talk"
//! [[decision_maker.prefers]]
//! that = "not anne.talk"
//! "#;
//! let (file, found) = detente_model::parse(text);
//! assert_eq!(found[0].to_string(), "DT0309: there is no option `anne.talk` (did you mean `ann.talk`?)");
//! assert_eq!(found[0].line_column(text), Some((18, 13)));
//! assert!(detente_model::lower(&file.unwrap()).is_err());
//! ```

mod draft;
mod file;
#[cfg(test)]
mod testing;

pub use detente_event::{Diagnostic, Severity, Span};
pub use draft::{
    Alternative, Change, ChangeKind, Contradiction, Draft, DraftNotes, DraftOption, DraftOptions, DraftParty,
    DropReason, Dropped, Error, OptionKind, Quote, Redraft, Role, act_in, asks_not_to, begins_with_verb, described,
    draft, draft_events, is_promise, redraft, same_act, split_condition, with_article,
};
pub use file::{
    Arcs, Belief, ConflictFile, ConflictOption, DecisionMaker, Graph, Infeasible, Numbers, Preference, Ranking,
    Unaware, formula, great, lower, moves_word, parse, parse_gmcr_plus, unknown, views, write,
};
