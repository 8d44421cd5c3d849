//! The way of an application: submitted → reviewing → interview → offer → hired, declined, withdrawn or offer declined.

use chrono::{DateTime, Utc};

use super::{Decline, Lost, Party, Stage, Withdrawal};
use crate::account::AccountId;

/// Who takes a step, and for which side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Actor {
    /// The side.
    pub party: Party,
    /// The person.
    pub account: AccountId,
}

/// What happens to an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The employer begins to weigh it.
    Review,
    /// The employer wants to meet.
    Interview,
    /// The employer offers the position.
    Offer,
    /// The offer is taken: the worker says so here, or the employer records that they did.
    Hire,
    /// The employer says no.
    Decline(Decline),
    /// The worker ends it; at an offer that means that they do not take it.
    Withdraw(Withdrawal),
    /// The employer takes a no back: it goes on as one that is weighed.
    Reopen {
        /// Whether the worker's yes to the organization still stands.
        granted: bool,
    },
}

/// One step of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// From where; `None`: it came in.
    pub from: Option<Stage>,
    /// To where.
    pub to: Stage,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, where it ended without a hire.
    pub reason: Option<Lost>,
}

impl Step {
    /// Whether the applicant is written to. That someone begins to weigh an application tells nothing yet; that a no is
    /// taken back does.
    pub fn is_told(&self) -> bool {
        self.to.is_answer() || self.from == Some(Stage::Declined)
    }
}

/// Why something cannot happen to an application as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// It is over.
    #[error("the application has ended")]
    Ended,
    /// Not from where it stands.
    #[error("not from this stage")]
    NotNow(Stage),
    /// It is for the other side to do.
    #[error("it is for the other side to do")]
    OtherSide,
    /// The worker has taken their yes back.
    #[error("the worker has taken their yes back")]
    NotGranted,
}

/// What was kept is no way that an application can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a way that an application can go")]
pub struct Broken;

/// The way of an application so far: every step, the first first. Steps are only ever added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    first: Step,
    rest: Vec<Step>,
}

impl Event {
    /// What a member of the organization causes so that an application that stands at `from` comes to `to`. A no needs
    /// its reason. `None`: no member can bring it there.
    pub const fn by_employer(from: Stage, to: Stage, reason: Option<Decline>) -> Option<Self> {
        match (to, reason) {
            (Stage::Reviewing, _) if matches!(from, Stage::Declined) => Some(Self::Reopen { granted: false }),
            (Stage::Reviewing, _) => Some(Self::Review),
            (Stage::Interview, _) => Some(Self::Interview),
            (Stage::Offer, _) => Some(Self::Offer),
            (Stage::Hired, _) => Some(Self::Hire),
            (Stage::Declined, Some(reason)) => Some(Self::Decline(reason)),
            (Stage::Declined | Stage::Submitted | Stage::Withdrawn | Stage::OfferDeclined, _) => None,
        }
    }

    /// Whether a side may cause it at all.
    pub const fn is_for(self, party: Party) -> bool {
        match self {
            Self::Review | Self::Interview | Self::Offer | Self::Decline(_) | Self::Reopen { .. } => {
                matches!(party, Party::Employer)
            }
            Self::Withdraw(_) => matches!(party, Party::Worker),
            Self::Hire => true,
        }
    }

    /// Where it leads from a stage, if anywhere. Stages may be left out; only a no can be taken back.
    const fn leads(self, from: Stage) -> Option<Stage> {
        use Stage::{Declined, Hired, Interview, Offer, OfferDeclined, Reviewing, Submitted, Withdrawn};
        match (self, from) {
            (Self::Review, Submitted) | (Self::Reopen { .. }, Declined) => Some(Reviewing),
            (Self::Interview, Submitted | Reviewing) => Some(Interview),
            (Self::Offer, Submitted | Reviewing | Interview) => Some(Offer),
            (Self::Hire, Offer) => Some(Hired),
            (Self::Decline(_), Submitted | Reviewing | Interview | Offer) => Some(Declined),
            (Self::Withdraw(_), Submitted | Reviewing | Interview) => Some(Withdrawn),
            (Self::Withdraw(_), Offer) => Some(OfferDeclined),
            _ => None,
        }
    }

    const fn reason(self) -> Option<Lost> {
        match self {
            Self::Decline(reason) => Some(Lost::Employer(reason)),
            Self::Withdraw(reason) => Some(Lost::Worker(reason)),
            _ => None,
        }
    }
}

impl Progress {
    /// It comes in.
    pub const fn submitted(worker: AccountId, now: DateTime<Utc>) -> Self {
        let by = Actor { party: Party::Worker, account: worker };
        Self { first: Step { from: None, to: Stage::Submitted, by, at: now, reason: None }, rest: Vec::new() }
    }

    /// As it was kept, the first step first.
    ///
    /// # Errors
    /// [`Broken`]: a step does not begin where the one before it ended.
    pub fn of(steps: impl IntoIterator<Item = Step>) -> Result<Self, Broken> {
        let mut steps = steps.into_iter();
        let first = steps.next().filter(|step| step.from.is_none() && step.to == Stage::Submitted).ok_or(Broken)?;
        let mut progress = Self { first, rest: Vec::new() };
        for step in steps {
            if step.from != Some(progress.stage()) {
                return Err(Broken);
            }
            progress.rest.push(step);
        }
        Ok(progress)
    }

    /// Every step, the first first.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    /// The last step.
    pub fn last(&self) -> &Step {
        self.rest.last().unwrap_or(&self.first)
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        self.last().to
    }

    /// When it came in.
    pub const fn submitted_at(&self) -> DateTime<Utc> {
        self.first.at
    }

    /// Whether it ever stood there.
    pub fn reached(&self, stage: Stage) -> bool {
        self.steps().any(|step| step.to == stage)
    }

    /// When the employer first told the applicant anything.
    pub fn answered_at(&self) -> Option<DateTime<Utc>> {
        self.steps().find(|step| step.by.party == Party::Employer && step.to.is_answer()).map(|step| step.at)
    }

    /// What becomes of it when `event` is caused by `by` at `now`. The old way stays as it is.
    ///
    /// # Errors
    /// [`Denied`] says why it cannot.
    pub fn after(&self, event: Event, by: Actor, now: DateTime<Utc>) -> Result<Self, Denied> {
        if !event.is_for(by.party) {
            return Err(Denied::OtherSide);
        }
        let from = self.stage();
        let Some(to) = event.leads(from) else {
            return Err(if from.has_ended() { Denied::Ended } else { Denied::NotNow(from) });
        };
        if event == (Event::Reopen { granted: false }) {
            return Err(Denied::NotGranted);
        }
        let mut after = self.clone();
        // A clock that went back does not turn the order of steps.
        let at = now.max(self.last().at);
        after.rest.push(Step { from: Some(from), to, by, at, reason: event.reason() });
        Ok(after)
    }
}
