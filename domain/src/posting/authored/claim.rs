//! Claiming: an organization takes over a posting that was imported from elsewhere.

use chrono::{DateTime, Utc};

use super::gap::host;
use super::hold::is_of;
use super::{Author, Denied};
use crate::posting::{Apply, Origin, Posting, Status, employer_key};
use crate::set::keyed_enum;

keyed_enum! {
    /// Where a claim stands.
    ClaimState {
        /// A moderator has to decide.
        Pending = "pending",
        /// The organization has a draft of the posting.
        Granted = "granted",
        /// The posting is not the organization's.
        Refused = "refused",
    }
}

/// How a claim on `posting` by `author` begins at `now`: granted where the posting names the organization as its
/// employer, or has people apply at the organization's verified domain; else a moderator decides. An employer's name
/// that is masked or says nothing is nobody's.
///
/// # Errors
/// [`Denied::Unverified`]; [`Denied::Ended`] for what is not to be seen any more; [`Denied::NotNow`] for what is not
/// imported.
pub fn claim(posting: &Posting, author: &Author, now: DateTime<Utc>) -> Result<ClaimState, Denied> {
    if posting.origin != Origin::Imported {
        return Err(Denied::NotNow(posting.status));
    }
    if posting.status != Status::Live || !posting.is_live(now) {
        return Err(Denied::Ended);
    }
    if !author.verified {
        return Err(Denied::Unverified);
    }
    let own_key = employer_key(&author.name);
    let named = own_key.is_some() && own_key == posting.content.employer.key;
    let linked = match &posting.content.apply {
        Apply::External { url } => host(url).is_some_and(|host| is_of(&host, author.domain.as_deref())),
        Apply::Internal | Apply::NotGiven => false,
    };
    Ok(if named || linked { ClaimState::Granted } else { ClaimState::Pending })
}
