//! Every repository on both databases.

mod lease;
