//! Letters as they arrive, and the worker that sends them, on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod blog;
mod digests;
mod letters;
mod returns;
mod sample;
mod signature;
mod smtp;
mod worker;
