//! The brief: what the record and the analysis say, told so that one can act on it.
//!
//! Goes in: [`Material`], the answers of the record and of the solver ([`Material::gather`], [`Study::of`]). Comes out: a
//! [`Brief`], one value that holds everything that is shown, and its renderings: [`Brief::html`] (one file, no script),
//! [`Brief::markdown`], [`Brief::json`] and [`Brief::short`] for a terminal.
//!
//! The crate chooses words and an order, and draws; it decides nothing. Every sentence names the sentences that it rests
//! on, and no rendering shows a number that the JSON does not hold. The same material gives the same bytes.

mod compile;
mod error;
mod figure;
mod html;
mod markdown;
mod material;
mod narrate;
mod short;
mod study;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod value;

pub use error::Error;
pub use material::{Material, Since, Skipped};
pub use study::{Question, Study, Wanted, Way, WayStep};
pub use value::{
    Branch, Brief, Choice, Concept, Counts, Decider, Deed, Item, Line, OptionRow, Outcome, Party, Quote, Settlement,
    Share, SourceDocument, Spot, Tie, Unknown, Wish,
};
