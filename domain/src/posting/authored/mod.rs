//! Authored postings: what an employer writes here, what becomes of it, and when it may be seen.
//!
//! A [`Form`] is written by an [`Author`] and becomes the [`Content`] that board, search and matching
//! read. Before it is seen a [`Report`] tells of it: [`gaps`] (it is incomplete), what the law says
//! ([`compliance`](crate::compliance)), and [`Hold`]s (what a moderator should see first). Its [`Life`] is a
//! pure state machine.

mod author;
mod claim;
mod content;
mod form;
mod gap;
mod hold;
mod life;
mod lint;
mod record;

pub use author::{Author, site_domain};
pub use claim::{claim, doubt};
pub use form::{Form, Question, QuestionKind, Site, Twin, Wanted, Way, Words};
pub use gap::{Gap, gaps};
pub use hold::{Hold, HoldRule};
pub use life::{Check, Denied, Event, KEPT_MONTHS, Life, kept_since};
pub use lint::Report;
pub use record::Authored;

use super::{Arrangement, Content};
use crate::message::{Arg, Message};

/// What every authored posting says of us: an algorithm of the platform orders candidates by how well they fit, and
/// people decide (ESA 2000 Part III.1 and O. Reg. 476/24 s. 3, Ontario, as of 2026-01; said everywhere).
pub const fn ai_statement() -> Message {
    Message::new("authored-ai-statement")
}

/// Who posts, where it is not the employer itself: an agency, for a client that it names or does not.
pub fn agency_label(form: &Form, content: &Content) -> Option<Message> {
    if content.arrangement != Some(Arrangement::Agency) {
        return None;
    }
    let agency = Arg::Text(content.employer.name.clone());
    Some(match form.client.as_deref().map(str::trim).filter(|client| !client.is_empty()) {
        Some(client) => {
            Message::new("authored-agency-for").with("agency", agency).with("client", Arg::Text(client.to_owned()))
        }
        None => Message::new("authored-agency").with("agency", agency),
    })
}

#[cfg(test)]
mod tests;
