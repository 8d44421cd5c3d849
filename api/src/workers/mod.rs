//! The loops of one process: the board follows the change feed, and so does the index; old changes and left over
//! files are forgotten; postings expire; the audit trail is sealed.

pub mod board;
pub mod changes;
pub mod leftovers;
pub mod postings;
pub mod reminders;
pub mod seal;
pub mod sweep;
