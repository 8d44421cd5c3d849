//! Every repository on both databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod account;
mod article;
mod authored;
mod candidates;
mod change;
mod delivery;
mod document;
mod errors;
mod feed;
mod hiring;
mod import_run;
mod interest;
mod lease;
mod moderation;
mod organization;
mod partners;
mod people;
mod posting;
mod review;
mod sample;
mod schema;
mod seal;
mod source;
mod subscription;
mod transaction;
mod worker;
