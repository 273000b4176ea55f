//! Who is who: dictionaries of actors, and the actors that a sentence mentions.

mod dictionary;
mod memory;
mod mention;
mod petrarch;
mod user;

pub(crate) use dictionary::{Case, Dictionary, Entry, Kind};
pub(crate) use memory::Memory;
pub(crate) use mention::Mentions;
pub use user::Loaded;
