//! Counts of people, coarse.

use serde::Serialize;

use crate::message::{Arg, Message};

/// So many share whatever is shown of one of them.
pub const K: usize = 5;

/// A count that does not tell whether one more person is there: rounded down to a multiple of [`K`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "count", content = "at_least", rename_all = "snake_case")]
pub enum Count {
    /// Fewer than five, none included.
    Few,
    /// At least so many, and fewer than five more.
    AtLeast(usize),
}

impl Count {
    /// Of so many.
    pub const fn of(exact: usize) -> Self {
        if exact < K { Self::Few } else { Self::AtLeast(exact - exact % K) }
    }

    /// Its lower bound.
    pub const fn at_least(self) -> usize {
        match self {
            Self::Few => 0,
            Self::AtLeast(count) => count,
        }
    }

    /// It in words.
    pub fn message(self) -> Message {
        match self {
            Self::Few => Message::new("hiring-count-few"),
            Self::AtLeast(count) => {
                let count = i64::try_from(count).unwrap_or(i64::MAX);
                Message::new("hiring-count-at-least").with("count", Arg::Count(count))
            }
        }
    }
}
