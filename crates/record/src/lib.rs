//! The record: every report kept, every event once, nothing lost.
//!
//! Goes in: documents and the events that a coder read from them ([`Record::add`]). Comes out: the events
//! ([`Record::events`]), the occurrences that they report ([`Record::clusters`]), what happened when
//! ([`Record::timeline`]), what is announced and has not happened yet ([`Record::pending`]), who deals with whom
//! ([`Record::network`], [`Record::counts`]) and who could do what ([`Record::levers`]).
//!
//! What was read is never changed. A correction is a decision, kept as a row of its own, and can be undone.
//! This crate is the only writer. It has no clock: who writes passes the moment in ([`Provenance`]).

mod add;
mod asof;
mod batch;
mod cache;
mod check;
mod cluster;
mod copies;
mod day;
mod error;
pub mod export;
mod filter;
mod flow;
pub mod import;
mod levers;
mod network;
mod record;
mod report;
mod review;
mod store;
mod timeline;

pub use cluster::{Cluster, Standing, Step};
pub use error::Error;
pub use filter::Filter;
pub use levers::{Lever, Stance};
pub use network::{DyadMonth, Edge, Network, Node, Party};
pub use record::Record;
pub use report::{Added, Provenance, Report, Size, Source};
pub use review::{Correction, Decision, Filed};
pub use timeline::Pending;
