//! The loops of one process: the board follows the change feed, and so does the index; old changes are forgotten;
//! postings expire.

pub mod board;
pub mod changes;
pub mod postings;
