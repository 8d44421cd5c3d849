//! Sample data: Canada-shaped postings from a seeded generator, example workers, and people of every kind with an
//! account. All employers and people are invented.

mod client;
mod generate;
mod people;
mod site;
mod workers;

pub use generate::{Generator, postings};
pub use people::{Person, people};
pub use workers::workers;
