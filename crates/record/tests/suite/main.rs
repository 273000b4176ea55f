//! The record, tested on whichever store: in files, and, where a PostgreSQL server's programs are found, in a database.

mod clusters;
mod common;
mod crash;
mod export;
mod faults;
mod import;
mod index;
#[cfg(feature = "postgres")]
mod postgres;
mod record;
mod review;
