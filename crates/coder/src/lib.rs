//! Reads sentences into events: who did what to whom, whether it happened, and why it thinks so.
//!
//! Goes in: a [`Document`](detente_event::Document) and the dictionaries that the crate carries (or others in the same
//! formats). Comes out: [`Event`](detente_event::Event)s, each with the words and rules that made it. The crate is pure:
//! no clock, file, network or environment; the same document gives the same bytes.
//!
//! The way of a sentence: [`detente_text`] gives the tree; names, roles and pronouns become actors; frames say which
//! words name which act; the status walk says whether it happened; assembly puts them together. A document remembers
//! whom it has mentioned and which occurrence was told before.

mod actors;
mod amount;
mod assemble;
mod between;
mod classify;
mod coder;
mod explain;
mod frames;
mod linking;
mod mend;
mod places;
mod status;
mod tree;
mod who;
mod words;

pub use actors::Loaded;
pub use between::Between;
#[doc(hidden)]
pub use classify::{ACTS, BUCKETS, Classifier, STATUSES, Scores, classes};
pub use coder::{Coder, VERSION};
pub use explain::{Absence, Explanation, Grounds, Reason, Score, Step, TreePath, Weight};
