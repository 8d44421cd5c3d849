//! Every repository on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod account;
mod change;
mod document;
mod errors;
mod import_run;
mod lease;
mod organization;
mod people;
mod posting;
mod sample;
mod schema;
mod source;
mod transaction;
mod worker;
