//! Webhooks: telling a partner's server that something happened.
//!
//! A message says what happened to which thing, by ids and states: nothing about a person. Whoever wants to know more asks
//! the API, as someone who may. It is signed as [Standard Webhooks](https://www.standardwebhooks.com) says (as of 2026-11),
//! and sent until the receiver has answered with a 2xx, at least once.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::application::{ApplicationId, Stage};
use crate::posting::{PostingId, Status};
use crate::set::keyed_enum;

keyed_enum! {
    /// What a webhook may be told of.
    Event {
        /// A posting was changed, or its state was.
        PostingChanged = "posting.changed",
        /// Someone applied.
        ApplicationReceived = "application.received",
        /// An application has moved.
        ApplicationMoved = "application.moved",
    }
}

keyed_enum! {
    /// Where a message to a receiver stands.
    State {
        /// It is to be sent, perhaps once more.
        Pending = "pending",
        /// The receiver has it.
        Delivered = "delivered",
        /// The receiver did not take it in all tries.
        Dead = "dead",
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// To a posting.
    Posting {
        /// Which.
        posting: PostingId,
        /// Its version now.
        version: i32,
        /// Its state now.
        status: Status,
    },
    /// To an application.
    Application {
        /// Which.
        application: ApplicationId,
        /// To which posting.
        posting: PostingId,
        /// Where it stands now.
        stage: Stage,
        /// Whether it is new.
        new: bool,
    },
}

#[derive(Serialize)]
struct Body<'a> {
    r#type: &'a str,
    timestamp: DateTime<Utc>,
    data: Data,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Data {
    Posting { posting: Uuid, version: i32, status: &'static str },
    Application { application: Uuid, posting: Uuid, stage: &'static str },
}

impl Happening {
    /// What it is called.
    pub const fn event(self) -> Event {
        match self {
            Self::Posting { .. } => Event::PostingChanged,
            Self::Application { new: true, .. } => Event::ApplicationReceived,
            Self::Application { new: false, .. } => Event::ApplicationMoved,
        }
    }

    /// The message: JSON of `type`, `timestamp` and `data`.
    pub fn body(self, now: DateTime<Utc>) -> String {
        let data = match self {
            Self::Posting { posting, version, status } => {
                Data::Posting { posting: posting.0, version, status: status.key() }
            }
            Self::Application { application, posting, stage, .. } => {
                Data::Application { application: application.0, posting: posting.0, stage: stage.key() }
            }
        };
        let body = Body { r#type: self.event().key(), timestamp: now, data };
        serde_json::to_string(&body).unwrap_or_default()
    }
}

/// Messages that were delivered or given up are kept so long, to be read and sent again.
pub const MESSAGES_KEPT: TimeDelta = TimeDelta::days(30);

/// How long after a failed try the next one follows; after the last of them nothing does. In all three days.
const PAUSES: [TimeDelta; 9] = [
    TimeDelta::seconds(5),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(5),
    TimeDelta::hours(10),
    TimeDelta::hours(14),
    TimeDelta::hours(20),
    TimeDelta::hours(24),
];

/// When a message is tried again that has been tried so often, to no avail; `None`: no more.
pub fn next_try(tries: u32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let pause = PAUSES.get(usize::try_from(tries.saturating_sub(1)).ok()?)?;
    Some(now + *pause)
}

/// What is signed: the message's id, the moment of sending in seconds, and the body.
pub fn signed(id: Uuid, sent_at: DateTime<Utc>, body: &str) -> String {
    format!("{id}.{}.{body}", sent_at.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_happened_to_which_thing_and_nothing_else() {
        let (application, posting) = (ApplicationId(Uuid::from_u128(1)), PostingId(Uuid::from_u128(2)));
        let moved = Happening::Application { application, posting, stage: Stage::Interview, new: false };
        assert_eq!(
            moved.body(DateTime::UNIX_EPOCH),
            "{\"type\":\"application.moved\",\"timestamp\":\"1970-01-01T00:00:00Z\",\"data\":{\"application\":\
             \"00000000-0000-0000-0000-000000000001\",\"posting\":\"00000000-0000-0000-0000-000000000002\",\
             \"stage\":\"interview\"}}"
        );
        let changed = Happening::Posting { posting, version: 3, status: Status::Live };
        assert!(changed.body(DateTime::UNIX_EPOCH).contains("\"version\":3,\"status\":\"live\""));
        assert_eq!(signed(Uuid::nil(), DateTime::UNIX_EPOCH, "{}"), format!("{}.0.{{}}", Uuid::nil()));
    }

    #[test]
    fn tries_go_on_for_three_days_and_end() {
        let mut now = DateTime::UNIX_EPOCH;
        let mut tries = 0;
        while let Some(next) = next_try(tries + 1, now) {
            assert!(next > now);
            (now, tries) = (next, tries + 1);
        }
        assert_eq!(tries, 9);
        let days = (now - DateTime::UNIX_EPOCH).num_hours();
        assert!((72..80).contains(&days), "{days}");
        assert_eq!(next_try(u32::MAX, now), None);
    }
}
