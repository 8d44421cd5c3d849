//! The one table of weights.

/// The most each soft topic contributes to the score; together 100.
pub const WEIGHTS: [(super::Topic, i32); 0] = [];
