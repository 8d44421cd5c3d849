//! Every repository on both databases.

mod change;
mod errors;
mod import_run;
mod lease;
mod posting;
mod sample;
mod schema;
mod source;
mod transaction;
