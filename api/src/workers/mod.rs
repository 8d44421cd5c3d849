//! The loops of one process: the board follows the change feed, and so does the index.

pub mod board;
