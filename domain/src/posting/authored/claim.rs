//! Claiming: an organization takes over a posting that was imported from elsewhere.
//!
//! It gets a draft of it at once. Where nothing shows that the posting is its own, a moderator looks at the draft
//! before it goes live; only then the imported posting is withdrawn.

use chrono::{DateTime, Utc};

use super::gap::host;
use super::hold::is_of;
use super::{Author, Denied, Hold, HoldRule};
use crate::posting::{Apply, Origin, Posting, employer_key};

/// Whether `posting` may be claimed by `author` at `now`.
///
/// # Errors
/// [`Denied::Unverified`]; [`Denied::Ended`] for what is not to be seen any more; [`Denied::NotNow`] for what is not
/// imported.
pub fn claim(posting: &Posting, author: &Author, now: DateTime<Utc>) -> Result<(), Denied> {
    if posting.origin != Origin::Imported {
        return Err(Denied::NotNow(posting.status));
    }
    if !posting.is_live(now) {
        return Err(Denied::Ended);
    }
    if author.verified { Ok(()) } else { Err(Denied::Unverified) }
}

/// Why a moderator should look at a claim: neither does the posting name the organization as its employer, nor do
/// people apply at the organization's verified domain. An employer's name that is masked or says nothing is nobody's.
pub fn doubt(posting: &Posting, author: &Author) -> Option<Hold> {
    let own_key = employer_key(&author.name);
    let named = own_key.is_some() && own_key == posting.content.employer.key;
    let linked = match &posting.content.apply {
        Apply::External { url } => host(url).is_some_and(|host| is_of(&host, author.domain.as_deref())),
        Apply::Internal | Apply::NotGiven => false,
    };
    let words = posting.content.employer.name.clone();
    (!named && !linked).then(|| Hold { rule: HoldRule::Claim, at: String::new(), words })
}
