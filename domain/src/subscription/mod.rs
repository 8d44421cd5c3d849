//! A subscription: the mail that someone asked for, what of it, when, and how they can end it.
//!
//! The law is Canada's Anti-Spam Legislation (S.C. 2010, c. 23, ss. 6, 10, 11, 13; `as_of` 2026-11): a commercial message
//! needs consent that was asked for clearly and is not presumed, whoever sends must be able to prove it, and an
//! unsubscription must be free and take effect without delay. So each [`Purpose`] is asked for by itself, an address is
//! proved by its owner before anything but the request for that proof is sent to it, every yes and no is a
//! [`Consent`] that is written down and never changed, and a no acts at once.
//!
//! A worker's alert is a subscription too, of an address that their account has proved.

mod schedule;
mod state;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use schedule::{Day, GAP, Rhythm, Schedule, Zone};
pub use state::{ASKED_AGAIN, CONFIRM_WITHIN, Change, Denied, Event, LONGEST_PAUSE, State, Subscription};

use crate::Lang;
use crate::message::Message;
use crate::search::Filter;
use crate::set::{BitSet, keyed_enum};

/// Identifies a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SubscriptionId(pub Uuid);

keyed_enum! {
    /// What mail is for. Each is asked for by itself.
    Purpose {
        /// New postings that fit.
        Digest = "digest",
        /// New articles.
        Blog = "blog",
        /// News of the platform.
        ProductUpdates = "product_updates",
    }
}

impl Purpose {
    /// The words that are agreed to, of the version [`WORDS`].
    pub const fn words(self) -> Message {
        Message::new(match self {
            Self::Digest => "subscription-consent-digest",
            Self::Blog => "subscription-consent-blog",
            Self::ProductUpdates => "subscription-consent-product-updates",
        })
    }
}

/// Some purposes.
pub type Purposes = BitSet<Purpose>;

/// What someone wants to hear of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Subject {
    /// What passes a filter.
    Search {
        /// The filter.
        filter: Box<Filter>,
        /// The same as it was written: the parameters of a search, such as `role=psw&near=L8P`.
        query: String,
    },
    /// What suits the profile of a worker, as it is when a digest is put together.
    Profile,
}

keyed_enum! {
    /// How a yes or a no reached us.
    Means {
        /// The address was proved by the link that was mailed to it, after the form was filled in.
        Confirmation = "confirmation",
        /// On the page of preferences.
        Preferences = "preferences",
        /// On the page to unsubscribe.
        Page = "page",
        /// By the button of a mail program (RFC 8058).
        OneClick = "one_click",
        /// In an account.
        Account = "account",
        /// Mail to the address cannot be delivered.
        Bounce = "bounce",
        /// The recipient told their provider that mail is spam.
        Complaint = "complaint",
        /// The account was deleted, or the data that is held.
        Deletion = "deletion",
    }
}

/// A yes or a no, as it is proved with. Nothing of it is ever changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Of which subscription.
    pub subscription: SubscriptionId,
    /// To what.
    pub purpose: Purpose,
    /// Whether it is a yes.
    pub given: bool,
    /// How it reached us.
    pub means: Means,
    /// The version of the words that were read.
    pub words: u16,
    /// The language in which they were read.
    pub language: Lang,
    /// When.
    pub at: DateTime<Utc>,
}

impl Change {
    /// What is written down of it.
    pub fn consents(self, of: &Subscription, means: Means, at: DateTime<Utc>) -> Vec<Consent> {
        let said = |(purpose, given)| Consent {
            subscription: of.id,
            purpose,
            given,
            means,
            words: WORDS,
            language: of.language,
            at,
        };
        self.each().map(said).collect()
    }
}

/// The version of [`Purpose::words`] in the catalogues. It is raised with each change of them, and the former ones are kept
/// under their number.
pub const WORDS: u16 = 1;

#[cfg(test)]
mod tests;
