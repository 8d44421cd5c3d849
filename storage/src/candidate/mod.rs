//! The anonymous candidates of a posting: what is shown of them for a period, questions about them, invitations.

pub mod invitation;
pub mod question;
pub mod snapshot;

pub use snapshot::Snapshot;
