//! The tables, one module each. Nothing outside this room sees them.

pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod change;
pub(crate) mod cursor;
pub(crate) mod delivery;
pub(crate) mod document;
pub(crate) mod employer_block;
pub(crate) mod facility;
pub(crate) mod idempotency;
pub(crate) mod import_run;
pub(crate) mod lease;
pub(crate) mod licence;
pub(crate) mod member;
pub(crate) mod member_invitation;
pub(crate) mod meta;
pub(crate) mod organization;
pub(crate) mod posting;
pub(crate) mod posting_source;
pub(crate) mod public_facility;
pub(crate) mod registration;
pub(crate) mod session;
pub(crate) mod throttle;
pub(crate) mod token;
pub(crate) mod wallet_credential;
pub(crate) mod worker_profile;
