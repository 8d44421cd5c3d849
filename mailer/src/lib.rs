//! All mail of carematch: letters in English and French, transports, the worker that sends.
//!
//! A use case [`queue`]s a typed [`Letter`] in its own transaction, so that the mail goes out if and only if what it
//! tells of has happened. A letter is kept sealed until it is sent, as it may hold a token. A [`Mailer`] claims what is
//! due, composes it in the recipient's language, and hands it to the [`Transport`].

mod blog;
mod compose;
mod digest;
mod dkim;
mod error;
mod feedback;
mod footer;
mod html;
mod letter;
mod queue;
mod render;
mod returns;
mod sender;
mod show;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod transport;
mod worker;

pub use blog::Blog;
pub use digest::Digests;
pub use dkim::Signer;
pub use error::Error;
pub use letter::{InterviewChange, Letter, PostingOutcome};
pub use queue::{Outgoing, is_address, letter, queue};
pub use returns::Returns;
pub use sender::{Sender, page_in};
pub use show::{Shown, Window};
pub use transport::{Memory, Relay, Sent, Transport, Way};
pub use worker::Mailer;
