//! The loops of one process: the board follows the change feed, and so does the index; old changes are forgotten.

pub mod board;
pub mod changes;
pub mod leftovers;
