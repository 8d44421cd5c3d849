//! The anonymous candidates of a posting: what an employer may see of those who match before anyone has said yes.
//!
//! # Whom this is built against
//!
//! Two employers, or more, who tell each other everything, post whatever they like, edit it without end and ask as
//! often as they like. They must not learn
//!
//! 1. **whether a hidden worker exists.** [`seen`](crate::grant::Between::seen) answers [`Seen::Nothing`] for one, so
//!    none is ever in the set from which everything here is made: no card, no count and no refusal depends on them.
//! 2. **which card in one posting is the same anonymous worker as a card in another**, of theirs or of someone else.
//!    Ids are a keyed hash of worker, posting and [`Period`], so they join nothing. Cards go out in [`Batch`]es
//!    of five that show the same, generalised until they do or not shown at all; what is shown depends on the facts of
//!    the set alone, never on ids. So nothing of a card narrows a worker down to fewer than five.
//! 3. **anything by comparing answers.** Every answer is a snapshot: made once a period, the same however often it is
//!    asked for, and whatever is edited meanwhile. Every count is rounded down to a multiple of five, so that one
//!    worker more or less changes either nothing or five at once. An id does not outlive its period, so nobody is
//!    followed over days, and a worker's arrival, edit or departure shows in no two places as the change of one card.
//!    One who leaves within a period takes the whole batch along: [`Release::without`]. Other questions are few
//!    ([`Asking`]) and begin from the same snapshot.
//!
//! What remains: who also holds four workers' accounts that are all in one batch with a fifth knows that there is a
//! fifth; and everybody in a batch has what the card shows, which is what a card is for.
//!
//! Workers who are open, or have granted, are not among these: they are shown by name, by their grants, apart. Nor are,
//! from the next snapshot on, those who were invited to the posting or applied to it: they are in its other lists.

mod card;
mod census;
mod count;
mod invitation;
mod period;
mod question;
mod release;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use card::{Candidate, Facts, Fit, MOST_CARDS, Mark, Standing, State as LineState, is_candidate};
pub use census::{Census, START_WITHIN};
pub use count::{Count, K};
pub use invitation::{
    Asked, Before, Denied, Event, INVITATION_DAYS, Invitation, InvitationId, PER_ORGANIZATION, PER_POSTING, PER_WORKER,
    Refused, State, invite,
};
pub use period::{NEW_PER_PERIOD, Period, is_due};
pub use question::{Asking, Enough, PER_ORGANIZATION as QUESTIONS_PER_ORGANIZATION, QUESTIONS};
pub use release::{Batch, Release, release};

use crate::account::AccountId;
use crate::posting::PostingId;

/// A candidate of one posting in one period: a keyed hash, which tells nothing and joins nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CandidateId([u8; 32]);

impl CandidateId {
    /// What is to be hashed: HMAC-SHA-256 (RFC 2104) of these bytes under a key that is used for nothing else.
    pub fn input(worker: AccountId, posting: PostingId, period: Period) -> Vec<u8> {
        let parts: [&[u8]; 4] =
            [b"candidate", worker.0.as_bytes(), posting.0.as_bytes(), &period.number().to_be_bytes()];
        parts.concat()
    }

    /// The id with that hash.
    pub const fn of(mac: [u8; 32]) -> Self {
        Self(mac)
    }

    /// It as text: base64url (RFC 4648 s. 5), 43 characters.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What [`text`](Self::text) wrote.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }
}

impl<'de> Deserialize<'de> for CandidateId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not the id of a candidate"))
    }
}

impl Serialize for CandidateId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

/// As what an organization sees a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Not at all.
    Nothing,
    /// As one of the anonymous candidates.
    Card,
    /// By name.
    Named,
}

#[cfg(test)]
mod tests;
