//! The loops of one process: board and pool follow the change feed, and so does the index; old changes and left over
//! files are forgotten; postings expire; snapshots of candidates are made; digests are put together, readers are told of articles, mail that comes back is taken; the audit trail is
//! sealed.

pub mod answers;
pub mod blog;
mod board;
pub mod candidates;
pub mod changes;
pub mod digests;
pub(crate) mod feed;
pub mod feeds;
pub mod leftovers;
mod pool;
pub mod postings;
pub mod reminders;
pub mod returns;
pub mod seal;
pub mod sweep;
pub mod views;
pub mod webhooks;

use std::time::Duration;

use tokio::sync::watch;

/// Waits between two passes of a loop; `true`: told to stop meanwhile.
async fn is_stopped_within(pause: Duration, stop: &mut watch::Receiver<bool>) -> bool {
    // An error of the receiver means that the sender is gone, which is a stop too.
    tokio::time::timeout(pause, stop.wait_for(|stop| *stop)).await.is_ok()
}
