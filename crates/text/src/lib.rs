//! Détente's `text`: a document to sentences, words, tags, dependency trees and date expressions. No politics.

mod diagnostic;
mod sentence;
mod span;

pub use diagnostic::{Diagnostic, Severity};
pub use sentence::{Name, NameKind, Sentence, Token, Upos};
pub use span::Span;
