//! Accounts and sessions.

pub mod hashing;
pub mod second_factor;
