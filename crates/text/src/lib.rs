//! Détente's `text`: a document to sentences, words, tags, dependency trees, names and dates. No politics.
//!
//! What goes in is a text as it was found: a news article with its headline, dateline, curly quotes, character
//! references, misread encodings, zero-width spaces and wrapped lines. What comes out is a list of [`Sentence`]s. Each
//! has its [`Token`]s (the syntactic words of Universal Dependencies v2 for English: `Iran` `'s`, `can` `not`, `long` `-`
//! `range`), each token its bytes in the text **as it was found**, its cleaned form, lemma, part of speech, features,
//! head and relation; and each sentence the [`Name`]s in it. Nothing here opens a file, reads a clock or prints.
//!
//! Which function to use:
//!
//! - [`read`]: text in, everything out. The main way in. [`Document::read`] keeps the text beside the sentences.
//! - [`split`]: sentences and words only, a few times faster.
//! - [`annotate`]: tags, trees, lemmas and names for sentences whose words are given, as from a CoNLL-U file.
//! - [`conllu::read`], [`conllu::write`]: trees of any other parser in, ours out.
//! - [`dates`]: the expressions of date in one sentence, resolved against the day the text was written. It needs no
//!   tree, but tells `on Friday` past from `on Friday` to come better with one.
//! - [`Parser`]: the tagger, parser and name finder on their own.
//!
//! ```
//! use detente_text::{dates, read};
//! let text = "KYIV (Reuters) — Ukraine’s envoy said on Monday he would meet the minister next week.";
//! let sentences = read(text);
//! let found = dates(&sentences[0], text, jiff::civil::date(2025, 10, 17));
//! assert_eq!(found[0].start, Some(jiff::civil::date(2025, 10, 13)));
//! assert_eq!(found[1].text, "next week");
//! ```
//!
//! Every function takes any text whatever, and time and memory in proportion to it: a line of ten megabytes is cut into
//! sentences of at most 250 words, a word of ten megabytes into pieces of a kilobyte. Results depend on nothing but the
//! arguments and the crate's version, so documents may be read in parallel.
//!
//! How it works, in the order of the work: `clean` takes out what was never meant, and remembers where everything
//! stood; `segment::lines` finds paragraphs (in news a line break ends one, unless lines were wrapped); `token` cuts
//! words and `segment` sentences, both by hand-written rules that a small linear model, trained on treebanks, may
//! overrule; `parse` tags, parses and finds names; `lemma` undoes inflection by rule and by exception; `date` reads
//! dates. `training/` holds the programs that make the weights and measure them, ATTRIBUTION.md what they were made from.

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

pub use date::{DateExpression, DateKind, Precision, dates, number_word, one_date};
pub use diagnostic::{Diagnostic, Severity};
pub use document::Document;
#[doc(hidden)]
pub use linear::slot;
pub use parse::Parser;
#[doc(hidden)]
pub use parse::train as parse_train;
pub use read::{annotate, dateline, read};
pub use segment::split;
pub use sentence::{Name, NameKind, Sentence, Token, Upos};
pub use span::Span;
