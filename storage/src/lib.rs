//! The only SQL of carematch: entities, repositories, transactions, the change feed, leases.
//!
//! One set of tables and one set of statements for SQLite and PostgreSQL; what differs is in `dialect`.
//! No other room sees the ORM: callers hold a [`Database`] and, to write, a [`Transaction`] from [`begin`].
//! Functions that read take either (`&impl Connection`). Time is an argument here too; it is kept in UTC,
//! cut to microseconds.
//!
//! | module | what it keeps |
//! |---|---|
//! | [`posting`] | postings; each write also writes its change row |
//! | [`authored`] | postings that employers write here, and the versions they had |
//! | [`source`] | where a posting comes from: links to the entries of sources |
//! | [`import_run`] | imports, so that a killed one goes on and a finished one is known |
//! | [`change`] | the change feed, read in the order of commits |
//! | [`cursor`] | how far each reader of the feed has come |
//! | [`lease`] | who may do what only one process may do |
//! | [`account`], [`session`] | people, and the tokens they sign in with |
//! | [`audit`] | who did what, without values, under seals |
//! | [`decision`], [`report`], [`policy`] | what moderators decided, reports of fraud, the policy against it |
//! | [`organization`] | employers, their members, invitations and facilities |
//! | [`registration`], [`token`] | who has not confirmed their address yet; single-use tokens |
//! | [`throttle`] | how often something was tried lately |
//! | [`delivery`] | mail that is due, and what became of it |
//! | [`document`] | what is known of workers' files |
//! | [`audit`] | who did what, without values |
//! | [`idempotency`] | answers to creations, for repeats |
//! | [`application`] | applications with their steps, messages, interviews and clock |
//! | [`article`] | the blog: articles, how they were, how far readers were told of them |
//! | [`grant`] | what workers said yes to, and who saw them |
//! | [`interest`] | postings that workers saved or hid, employers they hid, searches they keep |
//! | [`reach`] | how often a posting was looked at |
//! | [`subscription`] | who asked for which mail, what they agreed to, which digest is due |
//! | [`vault`] | the keys: sealing and keyed hashes |
//! | [`worker`] | a worker's profile, licences, wallet and blocked employers |
//! | [`meta`] | small settings that belong to the data |

pub mod account;
pub mod application;
pub mod article;
pub mod audit;
pub mod authored;
pub mod candidate;
pub mod change;
mod connect;
mod connection;
pub mod cursor;
pub mod decision;
pub mod delivery;
mod dialect;
pub mod document;
mod entity;
mod error;
pub mod feed;
pub mod grant;
pub mod idempotency;
pub mod import_run;
pub mod interest;
pub mod lease;
pub mod meta;
pub mod organization;
pub mod policy;
pub mod posting;
pub mod reach;
pub mod registration;
pub mod report;
pub mod review;
mod schema;
pub mod session;
pub mod source;
pub mod subscription;
#[cfg(feature = "testing")]
pub mod testing;
pub mod throttle;
pub mod token;
mod transaction;
pub mod vault;
mod versioned;
pub mod webhook;
pub mod worker;

pub use connect::{Database, connect};
pub use connection::Connection;
pub use dialect::Dialect;
pub use error::{Error, Fault};
pub use schema::{SchemaState, migrate, schema_state};
pub use transaction::{Transaction, begin};

/// What every function here returns.
pub type Result<T> = std::result::Result<T, Error>;
