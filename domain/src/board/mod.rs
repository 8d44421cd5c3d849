//! The board: every live posting in compact columns, in memory.
//!
//! It answers two questions without a text engine: *which postings pass this filter, newest first, how many
//! in all and per facet* ([`Board::search`]), and *which are this worker's best* ([`Board::matches`]).

use crate::posting::Posting;

/// Every live posting, in compact columns.
#[derive(Default)]
pub struct Board;

impl Board {
    /// Puts a posting's current state on the board, or takes it off when it is not listed.
    pub fn apply(&mut self, posting: &Posting) {
        let _ = posting;
    }
}
