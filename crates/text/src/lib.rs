//! Détente's `text`: a document to sentences, words, tags, dependency trees and date expressions. No politics.

mod clean;
pub mod conllu;
mod date;
mod diagnostic;
mod document;
#[doc(hidden)]
pub mod lemma;
mod linear;
mod parse;
mod read;
#[doc(hidden)]
pub mod segment;
mod sentence;
mod span;
mod token;

pub use date::{DateExpression, DateKind, Precision, dates, one_date};
pub use diagnostic::{Diagnostic, Severity};
pub use document::Document;
#[doc(hidden)]
pub use linear::slot;
pub use parse::Parser;
#[doc(hidden)]
pub use parse::train as parse_train;
pub use read::{annotate, read};
pub use segment::split;
pub use sentence::{Name, NameKind, Sentence, Token, Upos};
pub use span::Span;
