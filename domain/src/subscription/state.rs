//! What can happen to a subscription.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Purpose, Purposes, Schedule, SubscriptionId};
use crate::Lang;
use crate::account::AccountId;
use crate::set::keyed_enum;

/// For so long after it was asked for, an address can be proved.
pub const CONFIRM_WITHIN: TimeDelta = TimeDelta::days(7);

/// A request for the proof of an address is itself a message without consent: one is sent within so long, whoever asks
/// however often.
pub const ASKED_AGAIN: TimeDelta = TimeDelta::days(7);

/// The longest pause.
pub const LONGEST_PAUSE: TimeDelta = TimeDelta::days(366);

keyed_enum! {
    /// Where a subscription stands.
    State {
        /// Someone asked for it; nobody has proved the address.
        Asked = "asked",
        /// Its mail is sent.
        Active = "active",
        /// Nothing is sent any more.
        Ended = "ended",
        /// Nothing is sent any more, and nothing can be asked for: mail does not arrive, or was called spam.
        Suppressed = "suppressed",
    }
}

/// A subscription, without the address, which no rule looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Which.
    pub id: SubscriptionId,
    /// Whose alert it is, of those who have an account.
    pub account: Option<AccountId>,
    /// The language of its mail.
    pub language: Lang,
    /// What is wanted: what was agreed to once the address is proved.
    pub purposes: Purposes,
    /// When digests are wanted.
    pub schedule: Schedule,
    /// Where it stands.
    pub state: State,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When its address was last asked to be proved.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it was proved.
    pub proved_at: Option<DateTime<Utc>>,
    /// No digest is due before.
    pub paused_until: Option<DateTime<Utc>>,
    /// When the last digest was put together, with something in it or not: what has been live since is new.
    pub mark: DateTime<Utc>,
    /// When a digest was last put together that had something in it.
    pub sent_at: Option<DateTime<Utc>>,
    /// When the next digest is due; `None`: none is wanted.
    pub due_at: Option<DateTime<Utc>>,
}

/// What happens to a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Someone fills in the form with this address, and wants this.
    Ask {
        /// What is wanted.
        purposes: Purposes,
        /// The language of its mail.
        language: Lang,
        /// When digests are wanted.
        schedule: Schedule,
    },
    /// The address is proved.
    Confirm,
    /// Its owner wants this, and nothing else.
    Choose {
        /// What is wanted.
        purposes: Purposes,
        /// When digests are wanted.
        schedule: Schedule,
    },
    /// No digest before.
    Pause {
        /// Then again.
        until: DateTime<Utc>,
    },
    /// Digests again.
    Resume,
    /// No mail of these purposes any more.
    Unsubscribe {
        /// Which.
        purposes: Purposes,
    },
    /// Mail to the address cannot be delivered, for good.
    Bounce,
    /// The recipient called a mail spam.
    Complain,
    /// A digest was put together.
    Digest {
        /// Whether there was anything in it.
        sent: bool,
    },
}

/// Why something cannot happen to a subscription as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nothing may be sent to the address.
    #[error("nothing may be sent to this address")]
    Suppressed,
    /// The address was asked lately.
    #[error("the address was asked lately")]
    AskedLately,
    /// The address is not proved, or nothing is sent any more.
    #[error("the subscription is not active")]
    NotActive,
    /// It was asked for too long ago, or not at all.
    #[error("there is nothing to confirm any more")]
    NothingToConfirm,
    /// A pause in the past, or too long a one.
    #[error("a pause lasts at most a year")]
    Pause,
    /// Nothing is wanted.
    #[error("nothing is asked for")]
    Nothing,
    /// No digest is due.
    #[error("no digest is due")]
    NotDue,
}

/// What was agreed to and what was taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Agreed to.
    pub given: Purposes,
    /// Taken back.
    pub withdrawn: Purposes,
}

impl Subscription {
    /// One that someone has just asked for.
    ///
    /// # Errors
    /// [`Denied::Nothing`].
    pub fn ask(id: SubscriptionId, ask: (Purposes, Lang, Schedule), now: DateTime<Utc>) -> Result<Self, Denied> {
        let (purposes, language, schedule) = ask;
        let blank = Self {
            id,
            account: None,
            language,
            purposes: Purposes::EMPTY,
            schedule,
            state: State::Ended,
            since: now,
            asked_at: None,
            proved_at: None,
            paused_until: None,
            mark: now,
            sent_at: None,
            due_at: None,
        };
        blank.happen(Event::Ask { purposes, language, schedule }, now).map(|(asked, _)| asked)
    }

    /// The alert of a worker whose account has proved the address; the yes to digests comes with it.
    pub fn alert(
        id: SubscriptionId,
        account: AccountId,
        (language, schedule): (Lang, Schedule),
        now: DateTime<Utc>,
    ) -> (Self, Change) {
        let purposes = Purposes::of([Purpose::Digest]);
        let alert = Self {
            id,
            account: Some(account),
            language,
            purposes,
            schedule,
            state: State::Active,
            since: now,
            asked_at: None,
            proved_at: Some(now),
            paused_until: None,
            mark: now,
            sent_at: None,
            due_at: Some(schedule.next(now, None)),
        };
        (alert, Change { given: purposes, withdrawn: Purposes::EMPTY })
    }

    /// Whether mail for a purpose may be sent at `now`. Looked at when it is put together and again when it is sent.
    pub fn may_send(&self, purpose: Purpose, now: DateTime<Utc>) -> bool {
        let paused = purpose == Purpose::Digest && self.paused_until.is_some_and(|until| now < until);
        self.state == State::Active && self.purposes.contains(purpose) && !paused
    }

    /// What becomes of it when `event` happens at `now`, and what was agreed to or taken back by it.
    ///
    /// # Errors
    /// [`Denied`]; the old state stays.
    pub fn happen(&self, event: Event, now: DateTime<Utc>) -> Result<(Self, Change), Denied> {
        let next = match event {
            Event::Ask { purposes, language, schedule } => self.asked((purposes, language, schedule), now)?,
            Event::Confirm => self.confirmed(now)?,
            Event::Choose { purposes, schedule } => self.chosen(purposes, schedule, now)?,
            Event::Pause { until } => {
                self.active()?;
                if until <= now || until > now + LONGEST_PAUSE {
                    return Err(Denied::Pause);
                }
                Self { paused_until: Some(until), ..self.clone() }.settled(now)
            }
            Event::Resume => {
                self.active()?;
                Self { paused_until: None, ..self.clone() }.settled(now)
            }
            // Whatever it is, a no is never refused.
            Event::Unsubscribe { purposes } => {
                let left = self.purposes.iter().filter(|purpose| !purposes.contains(*purpose)).collect();
                Self { purposes: left, ..self.clone() }.settled(now)
            }
            Event::Bounce | Event::Complain => {
                let mut ended = Self { purposes: Purposes::EMPTY, ..self.clone() }.settled(now);
                (ended.state, ended.since) = (State::Suppressed, now);
                ended
            }
            Event::Digest { sent } => self.digested(sent, now)?,
        };
        let (before, after) = (self.agreed(), next.agreed());
        let less = |a: Purposes, b: Purposes| a.iter().filter(|purpose| !b.contains(*purpose)).collect();
        let change = Change { given: less(after, before), withdrawn: less(before, after) };
        Ok((next, change))
    }

    /// What its owner chooses, with the pause that goes with it: [`Event::Choose`], then [`Event::Pause`] or
    /// [`Event::Resume`].
    ///
    /// # Errors
    /// As [`happen`](Self::happen).
    pub fn choose(
        &self,
        (purposes, schedule, paused_until): (Purposes, Schedule, Option<DateTime<Utc>>),
        now: DateTime<Utc>,
    ) -> Result<(Self, Change), Denied> {
        let (chosen, change) = self.happen(Event::Choose { purposes, schedule }, now)?;
        let rest = match paused_until {
            _ if chosen.state != State::Active => return Ok((chosen, change)),
            Some(until) => Event::Pause { until },
            None => Event::Resume,
        };
        chosen.happen(rest, now).map(|(after, _)| (after, change))
    }

    /// What its owner has agreed to.
    pub fn agreed(&self) -> Purposes {
        if self.state == State::Active { self.purposes } else { Purposes::EMPTY }
    }

    fn active(&self) -> Result<(), Denied> {
        if self.state == State::Active { Ok(()) } else { Err(Denied::NotActive) }
    }

    /// Only an address that is not proved is asked: whoever has one that is has the link to its preferences.
    fn asked(
        &self,
        (purposes, language, schedule): (Purposes, Lang, Schedule),
        now: DateTime<Utc>,
    ) -> Result<Self, Denied> {
        let lately = self.asked_at.is_some_and(|at| now < at + ASKED_AGAIN);
        match self.state {
            State::Suppressed => return Err(Denied::Suppressed),
            _ if purposes.is_empty() => return Err(Denied::Nothing),
            // The message that was sent proves the address for what was asked for last.
            State::Asked if lately => return Ok(Self { language, purposes, schedule, ..self.clone() }),
            _ if lately => return Err(Denied::AskedLately),
            // What is wanted by someone unknown changes nothing of what its owner has agreed to.
            State::Active => return Ok(Self { asked_at: Some(now), ..self.clone() }),
            State::Asked | State::Ended => {}
        }
        let asked = Self { purposes, language, schedule, paused_until: None, ..self.clone() };
        Ok(Self { state: State::Asked, since: now, asked_at: Some(now), due_at: None, ..asked })
    }

    fn confirmed(&self, now: DateTime<Utc>) -> Result<Self, Denied> {
        let in_time = self.asked_at.is_some_and(|at| now < at + CONFIRM_WITHIN);
        if self.state != State::Asked || !in_time {
            return Err(Denied::NothingToConfirm);
        }
        // What is new is new from here on.
        let mark = self.mark.max(now);
        let proved_at = Some(now);
        Ok(Self { state: State::Active, since: now, proved_at, mark, ..self.clone() }.settled(now))
    }

    /// Whoever has ended it may begin again: the address has been proved.
    fn chosen(&self, purposes: Purposes, schedule: Schedule, now: DateTime<Utc>) -> Result<Self, Denied> {
        let chosen = Self { purposes, schedule, ..self.clone() };
        match self.state {
            State::Active => Ok(chosen.settled(now)),
            State::Ended if self.proved_at.is_some() && !purposes.is_empty() => {
                Ok(Self { state: State::Active, since: now, mark: now, paused_until: None, ..chosen }.settled(now))
            }
            State::Ended | State::Asked | State::Suppressed => Err(Denied::NotActive),
        }
    }

    fn digested(&self, sent: bool, now: DateTime<Utc>) -> Result<Self, Denied> {
        if !self.may_send(Purpose::Digest, now) || self.due_at.is_none_or(|due| now < due) {
            return Err(Denied::NotDue);
        }
        let sent_at = if sent { Some(now) } else { self.sent_at };
        let due_at = Some(self.schedule.next(now, Some(now)));
        Ok(Self { mark: now, sent_at, due_at, ..self.clone() })
    }

    /// With what follows from what is wanted: whether it has ended, and when the next digest is due.
    fn settled(mut self, now: DateTime<Utc>) -> Self {
        if self.purposes.is_empty() && matches!(self.state, State::Active | State::Asked) {
            (self.state, self.since) = (State::Ended, now);
        }
        let wanted = self.state == State::Active && self.purposes.contains(Purpose::Digest);
        let from = self.paused_until.map_or(now, |until| until.max(now));
        // A time that has come is still to be served.
        let due = self.due_at.filter(|due| *due <= from && from == now);
        self.due_at = wanted.then(|| due.unwrap_or_else(|| self.schedule.next(from, self.sent_at)));
        self
    }
}

impl Change {
    /// Each yes and no.
    pub fn each(self) -> impl Iterator<Item = (Purpose, bool)> {
        self.given.iter().map(|purpose| (purpose, true)).chain(self.withdrawn.iter().map(|purpose| (purpose, false)))
    }
}
