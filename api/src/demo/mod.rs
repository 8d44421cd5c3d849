//! Sample data: Canada-shaped postings from a seeded generator, example workers, and for the command `demo` accounts
//! for each kind of person with something to do. All people and employers are invented.

pub(crate) mod accounts;
mod crowd;
mod generate;
pub(crate) mod scene;
mod workers;

pub use generate::{Generator, postings};
pub use workers::{Example, workers};
