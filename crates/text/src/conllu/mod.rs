//! CoNLL-U, the exchange format of Universal Dependencies, in and out.
//!
//! Any parser's file will do. Its sentences and words stay as they are; the text is put together again from the forms
//! and `SpaceAfter=No`, so that spans point somewhere. Empty nodes, enhanced dependencies and `MISC` (but for
//! `SpaceAfter` and a `ner=B-PER` column entry) are left out. Writing gives a file that passes level 2 of the Universal
//! Dependencies validator wherever every sentence has a tree.
//!
//! Source: the format's description at universaldependencies.org/format.html.

mod read;
mod write;

pub use read::read;
pub use write::write;

#[cfg(test)]
mod tests;
