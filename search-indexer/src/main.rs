//! search-indexer
fn main() {}
