//! Sample data: Canada-shaped postings from a seeded generator, and example workers. All employers are invented.

mod generate;
mod workers;

pub use generate::{Generator, postings};
pub use workers::workers;
