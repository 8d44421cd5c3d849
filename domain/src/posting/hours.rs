//! Hours: what texts on working time mean, as a range of minutes a week.

use serde::{Deserialize, Serialize};

/// Working time a week, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hours {
    /// The lower end.
    pub min_minutes: u16,
    /// The upper end.
    pub max_minutes: u16,
}
