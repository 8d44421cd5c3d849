//! The life of an authored posting: draft → review → live → paused → filled, closed, expired or withdrawn.

use chrono::{DateTime, Months, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Hold;
use crate::moderation::Grounds;
use crate::posting::{LIVE_DAYS, Status};

/// Months for which a posting and its versions are kept after its end (ESA, Ontario: posting and application form,
/// three years after the public's access ends; as of 2024-12).
pub const KEPT_MONTHS: u32 = 36;

/// What ended before this moment need not be kept any longer at `now`.
pub fn kept_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now.checked_sub_months(Months::new(KEPT_MONTHS)).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// Where an authored posting stands, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    /// Where it stands.
    pub status: Status,
    /// When it first went live.
    pub live_at: Option<DateTime<Utc>>,
    /// When the days end for which it went live or was prolonged.
    pub period_ends_at: Option<DateTime<Utc>>,
    /// When it expires: at the end of its days, or when applications end, if that is sooner.
    pub closes_at: Option<DateTime<Utc>>,
    /// When its author last said that it is open.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Where it stood when a moderator took it down.
    pub withdrawn_from: Option<Status>,
    /// Why it waits for a moderator.
    pub holds: Vec<Hold>,
    /// What a moderator has let pass in it.
    pub cleared: Vec<Hold>,
    /// Why a moderator sent it back.
    pub returned: Option<Grounds>,
}

/// What publication depends on, looked at anew each time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Whether the organization is verified.
    pub verified: bool,
    /// Whether nothing is found that must not be published: no [gap](super::Gap), no finding of severity error.
    pub sound: bool,
    /// Wording for a moderator.
    pub holds: Vec<Hold>,
    /// When applications end, if before the posting does.
    pub applications_end: Option<DateTime<Utc>>,
}

/// What happens to an authored posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Its form is changed.
    Edit(Check),
    /// Its author wants it seen.
    Publish(Check),
    /// A moderator lets it pass.
    Approve(Check),
    /// A moderator sends it back, and says why.
    Return(Grounds),
    /// Its author takes it off for a while.
    Pause,
    /// Its author puts it on again.
    Resume(Check),
    /// Its author prolongs it. Applications may end sooner.
    Extend {
        /// When applications end.
        applications_end: Option<DateTime<Utc>>,
    },
    /// Its author says that it is still open.
    Confirm,
    /// Its author ends it.
    Close {
        /// Whether someone was found.
        filled: bool,
    },
    /// Time has passed.
    Expire,
    /// A moderator takes it down.
    Withdraw,
    /// It was taken down by mistake: a moderator puts it back where it stood.
    Restore(Check),
}

/// Why something cannot happen to a posting as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Its life is over.
    Ended,
    /// Not from where it stands.
    NotNow(Status),
    /// Its organization is not verified.
    Unverified,
    /// Something is found in it that must not be published.
    Unsound,
    /// Applications end before it would; prolonging it changes nothing.
    ApplicationsEnd,
}

impl Life {
    /// A new draft.
    pub const fn draft() -> Self {
        Self {
            status: Status::Draft,
            live_at: None,
            period_ends_at: None,
            closes_at: None,
            confirmed_at: None,
            ended_at: None,
            withdrawn_from: None,
            holds: Vec::new(),
            cleared: Vec::new(),
            returned: None,
        }
    }

    /// Whether its time is up though it has not ended yet. One that waits for a moderator does not run out.
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        let runs = matches!(self.status, Status::Draft | Status::Live | Status::Paused);
        runs && self.closes_at.is_some_and(|closes| closes <= now)
    }

    /// What becomes of it when `event` happens at `now`. The old state stays as it is.
    ///
    /// # Errors
    /// [`Denied`] says why the event cannot happen.
    pub fn after(&self, event: &Event, now: DateTime<Utc>) -> Result<Self, Denied> {
        if let (Event::Restore(check), Some(from), Some(since)) = (event, self.withdrawn_from, self.ended_at) {
            return self.restored(from, since, check, now);
        }
        if self.status.has_ended() {
            return Err(Denied::Ended);
        }
        if self.is_due(now) && !matches!(event, Event::Expire | Event::Withdraw) {
            // Nobody acts on what has expired a moment ago only because nobody wrote it down yet.
            return Err(Denied::Ended);
        }
        match (event, self.status) {
            (Event::Edit(check), Status::Live)
            | (Event::Publish(check), Status::Draft)
            | (Event::Resume(check), Status::Paused) => self.aired(check, now),
            (Event::Edit(_), Status::Review) => Ok(Self { status: Status::Draft, holds: Vec::new(), ..self.clone() }),
            // Nobody sees it: what it says is looked at when it is to be seen.
            (Event::Edit(_), _) => Ok(self.clone()),
            (Event::Approve(check), Status::Review) => {
                let mut cleared = self.cleared.clone();
                cleared.extend(check.holds.iter().cloned());
                Self { cleared, ..self.clone() }.aired(check, now)
            }
            (Event::Return(why), Status::Review) => {
                Ok(Self { status: Status::Draft, holds: Vec::new(), returned: Some(why.clone()), ..self.clone() })
            }
            (Event::Pause, Status::Live) => Ok(Self { status: Status::Paused, ..self.clone() }),
            (Event::Extend { applications_end }, Status::Live | Status::Paused) => {
                self.extended(*applications_end, now)
            }
            (Event::Confirm, Status::Live) => Ok(Self { confirmed_at: Some(now), ..self.clone() }),
            (Event::Close { filled: true }, _) if self.live_at.is_none() => Err(Denied::NotNow(self.status)),
            (Event::Close { filled }, _) => Ok(self.ended(if *filled { Status::Filled } else { Status::Closed }, now)),
            (Event::Expire, _) if self.is_due(now) => Ok(self.ended(Status::Expired, now)),
            (Event::Withdraw, _) => {
                Ok(Self { withdrawn_from: Some(self.status), ..self.ended(Status::Withdrawn, now) })
            }
            _ => Err(Denied::NotNow(self.status)),
        }
    }

    /// To be seen from now on, or held where wording asks for a moderator who has not let it pass.
    fn aired(&self, check: &Check, now: DateTime<Utc>) -> Result<Self, Denied> {
        if !check.verified {
            return Err(Denied::Unverified);
        }
        if !check.sound || check.applications_end.is_some_and(|last| last <= now) {
            return Err(Denied::Unsound);
        }
        let seen = |hold: &&Hold| !self.cleared.iter().any(|cleared| cleared.is_as(hold));
        let holds: Vec<Hold> = check.holds.iter().filter(seen).cloned().collect();
        if !holds.is_empty() {
            return Ok(Self { status: Status::Review, holds, returned: None, ..self.clone() });
        }
        let fresh = self.status != Status::Live;
        let period = self.period_ends_at.filter(|ends| *ends > now).unwrap_or(now + TimeDelta::days(LIVE_DAYS));
        let live = Self {
            status: Status::Live,
            live_at: self.live_at.or(Some(now)),
            period_ends_at: Some(period),
            confirmed_at: if fresh { Some(now) } else { self.confirmed_at },
            holds: Vec::new(),
            returned: None,
            ..self.clone()
        };
        Ok(live.closing(check.applications_end))
    }

    /// Back where it stood when it was taken down, and the days that it was down are given back. What it says was looked
    /// at; one that waited for a moderator is a draft again, and waits anew where its author still wants it seen.
    fn restored(&self, from: Status, since: DateTime<Utc>, check: &Check, now: DateTime<Utc>) -> Result<Self, Denied> {
        let mut cleared = self.cleared.clone();
        cleared.extend(check.holds.iter().cloned());
        let period_ends_at = self.period_ends_at.map(|ends| ends + (now - since));
        let status = if from == Status::Review { Status::Draft } else { from };
        let back = Self { status, period_ends_at, ended_at: None, withdrawn_from: None, cleared, ..self.clone() };
        if status == Status::Live { back.aired(check, now) } else { Ok(back.closing(check.applications_end)) }
    }

    fn extended(&self, applications_end: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<Self, Denied> {
        if applications_end.is_some_and(|last| self.closes_at >= Some(last)) {
            return Err(Denied::ApplicationsEnd);
        }
        let period_ends_at = Some(now + TimeDelta::days(LIVE_DAYS));
        Ok(Self { period_ends_at, confirmed_at: Some(now), ..self.clone() }.closing(applications_end))
    }

    fn ended(&self, status: Status, now: DateTime<Utc>) -> Self {
        Self { status, ended_at: Some(now), holds: Vec::new(), ..self.clone() }
    }

    /// When it closes follows from its days and from the end of applications.
    fn closing(self, applications_end: Option<DateTime<Utc>>) -> Self {
        let closes_at = self.period_ends_at.map(|ends| applications_end.map_or(ends, |last| last.min(ends)));
        Self { closes_at, ..self }
    }
}
