//! Détente's `text`: a document to sentences, words, tags, dependency trees and date expressions. No politics.

pub mod conllu;
mod diagnostic;
mod document;
mod parse;
mod sentence;
mod span;
mod token;

pub use diagnostic::{Diagnostic, Severity};
pub use document::Document;
pub use sentence::{Name, NameKind, Sentence, Token, Upos};
pub use span::Span;
#[doc(hidden)]
pub use parse::train as parse_train;
pub use parse::Parser;
