//! The vocabulary that every room of Détente shares: acts, statuses, actors, events and the documents they rest on.
//!
//! Goes in: nothing. Comes out: types, and the pure rules that render an act and its status as PLOVER and CAMEO
//! file them ([`render`]). Nothing here reads a file or decides what a sentence means.
//!
//! An [`Event`] says who ([`Actor`]) did what ([`Act`]) to whom, and whether it happened ([`Status`]). The two are
//! kept apart: "may attack" is an `ASSAULT` that is `considered`, and only [`render::event`] makes of it what PLOVER
//! would file.

mod act;
mod actor_code;
mod cameo;
mod context;
mod deed;
mod event;
mod extent;
pub mod render;
mod sector;
mod status;

pub use act::{Act, Quad};
pub use actor_code::{ActorCode, actor_code};
pub use cameo::{CAMEO, cameo_name};
pub use context::CONTEXTS;
pub use deed::{Deed, Demand, act_in, asks_not_to, begins_with_verb, deed, given_up, is_attack};
pub use detente_text::{Diagnostic, Severity, Span};
pub use event::{Actor, Document, Event, EventDate, Place, Speaker, Why};
pub use extent::{Casualties, Count, Quantity};
pub use sector::{SECTORS, sector_name};
pub use status::Status;
