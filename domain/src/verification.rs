//! Whether a declared licence is true: declared, waiting to be looked up, verified for a while, lapsed or refused.
//!
//! A check proves the standing at one moment only, so each verification has a day on which it must be done again;
//! after that day it has lapsed, by the calendar alone. No regulator's register has an open interface (facts of
//! 2026-11-22): a person looks the number up in the public register and writes down where and what they saw. A copy
//! of the register's page is not kept.

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::account::AccountId;
use crate::moderation::Reason;
use crate::set::keyed_enum;

keyed_enum! {
    /// How a licence is looked up. A closed list: another way is another variant with its own evidence.
    VerificationProvider {
        /// A moderator opens the regulator's public register.
        PublicRegister = "public_register",
    }
}

keyed_enum! {
    /// Where a licence stands, as said to its holder.
    State {
        /// The worker says so.
        SelfDeclared = "self_declared",
        /// The worker asked for a check.
        Pending = "pending",
        /// It was checked, and the next check is not due.
        Verified = "verified",
        /// It was verified, and the next check is overdue.
        Lapsed = "lapsed",
        /// It was checked and is not as declared.
        Refused = "refused",
    }
}

/// Months for which a check counts at most; ours to set, as no law sets one.
pub const CHECK_MONTHS: u32 = 12;

/// A successful check: who, how, when, until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Who looked.
    pub by: AccountId,
    /// How.
    pub how: VerificationProvider,
    /// The address of the register.
    pub register_url: String,
    /// What was seen there, in the moderator's words.
    pub seen: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The last day on which the check counts.
    pub next_check: NaiveDate,
}

/// The truth of a licence as kept. [`Verification::on`] says where it stands on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Verification {
    /// The worker says so.
    #[default]
    SelfDeclared,
    /// The worker asked for a check.
    Pending {
        /// When.
        since: DateTime<Utc>,
    },
    /// It was checked and found as declared.
    Verified(Check),
    /// It was checked and is not as declared.
    Refused {
        /// Who looked.
        by: AccountId,
        /// When.
        at: DateTime<Utc>,
        /// Why.
        reason: Reason,
    },
}

/// Why a step cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    /// A check is asked for already.
    #[error("a check is under way")]
    Pending,
    /// Verified, and the next check is not due soon.
    #[error("verified until the next check")]
    Verified,
    /// Nobody asked for a check.
    #[error("no check was asked for")]
    NotAsked,
    /// The licence's last day is past.
    #[error("the licence has ended")]
    Ended,
    /// The next check would lie before today, or later than it may.
    #[error("the next check is out of its bounds")]
    NextCheck,
}

/// Days before the next check from which another may be asked for: the longest of the reminders.
pub const EARLY_DAYS: i64 = 60;

/// The last day on which a check made on `today` counts: the licence's own last day or [`CHECK_MONTHS`] from now,
/// whichever comes first.
pub fn latest_next_check(today: NaiveDate, valid_until: Option<NaiveDate>) -> NaiveDate {
    let by_age = today + Months::new(CHECK_MONTHS);
    valid_until.map_or(by_age, |last| last.min(by_age))
}

impl Verification {
    /// Where it stands on a day.
    pub fn on(&self, today: NaiveDate) -> State {
        match self {
            Self::SelfDeclared => State::SelfDeclared,
            Self::Pending { .. } => State::Pending,
            Self::Verified(check) if check.next_check >= today => State::Verified,
            Self::Verified(_) => State::Lapsed,
            Self::Refused { .. } => State::Refused,
        }
    }

    /// The worker asks for a check.
    ///
    /// # Errors
    /// [`NotNow::Pending`]; [`NotNow::Verified`] until [`EARLY_DAYS`] before the next check.
    pub fn request(&self, now: DateTime<Utc>, today: NaiveDate) -> Result<Self, NotNow> {
        match self {
            Self::Pending { .. } => Err(NotNow::Pending),
            Self::Verified(check) if (check.next_check - today).num_days() > EARLY_DAYS => Err(NotNow::Verified),
            _ => Ok(Self::Pending { since: now }),
        }
    }

    /// A check found the licence as declared. `check.next_check` lies from today to [`latest_next_check`].
    ///
    /// # Errors
    /// [`NotNow::NotAsked`], [`NotNow::Ended`] or [`NotNow::NextCheck`].
    pub fn verify(&self, check: Check, today: NaiveDate, valid_until: Option<NaiveDate>) -> Result<Self, NotNow> {
        self.is_asked()?;
        if valid_until.is_some_and(|last| last < today) {
            return Err(NotNow::Ended);
        }
        if check.next_check < today || check.next_check > latest_next_check(today, valid_until) {
            return Err(NotNow::NextCheck);
        }
        Ok(Self::Verified(check))
    }

    /// A check did not find it as declared.
    ///
    /// # Errors
    /// [`NotNow::NotAsked`].
    pub fn refuse(&self, by: AccountId, at: DateTime<Utc>, reason: Reason) -> Result<Self, NotNow> {
        self.is_asked()?;
        Ok(Self::Refused { by, at, reason })
    }

    fn is_asked(&self) -> Result<(), NotNow> {
        if matches!(self, Self::Pending { .. }) { Ok(()) } else { Err(NotNow::NotAsked) }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const MODERATOR: AccountId = AccountId(Uuid::from_u128(7));

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(day: NaiveDate) -> DateTime<Utc> {
        day.and_hms_opt(15, 0, 0).unwrap().and_utc()
    }

    fn check(on: NaiveDate, next_check: NaiveDate) -> Check {
        Check {
            by: MODERATOR,
            how: VerificationProvider::PublicRegister,
            register_url: "https://registre.example/".to_owned(),
            seen: "general class, in good standing".to_owned(),
            at: at(on),
            next_check,
        }
    }

    #[test]
    fn a_check_counts_a_year_or_until_the_licence_ends() {
        let today = day("2026-03-15");
        for (valid_until, expected) in [
            (None, "2027-03-15"),
            (Some("2026-12-31"), "2026-12-31"),
            (Some("2027-03-15"), "2027-03-15"),
            (Some("2029-12-31"), "2027-03-15"),
        ] {
            assert_eq!(latest_next_check(today, valid_until.map(day)), day(expected), "{valid_until:?}");
        }
        assert_eq!(latest_next_check(day("2028-02-29"), None), day("2029-02-28"));
    }

    #[test]
    fn from_declared_to_verified_to_lapsed_and_again() {
        let today = day("2026-03-15");
        let declared = Verification::default();
        assert_eq!(declared.on(today), State::SelfDeclared);
        assert_eq!(declared.verify(check(today, today), today, None), Err(NotNow::NotAsked));
        let pending = declared.request(at(today), today).unwrap();
        assert_eq!(pending.request(at(today), today), Err(NotNow::Pending));
        let last = day("2026-12-31");
        let verified = pending.verify(check(today, last), today, Some(last)).unwrap();
        assert_eq!((verified.on(last), verified.on(last.succ_opt().unwrap())), (State::Verified, State::Lapsed));
        assert_eq!(verified.request(at(today), today), Err(NotNow::Verified));
        let early = last - TimeDelta::days(EARLY_DAYS);
        assert_eq!(verified.request(at(early), early.pred_opt().unwrap()), Err(NotNow::Verified));
        assert_eq!(verified.request(at(early), early).unwrap().on(early), State::Pending);
        let refused = pending.refuse(MODERATOR, at(today), Reason::NotInRegister).unwrap();
        assert_eq!(refused.on(today), State::Refused);
        assert_eq!(refused.refuse(MODERATOR, at(today), Reason::NotInRegister), Err(NotNow::NotAsked));
        assert!(refused.request(at(today), today).is_ok());
    }

    #[test]
    fn an_ended_licence_cannot_be_verified() {
        let today = day("2026-03-15");
        let pending = Verification::Pending { since: at(today) };
        let ended = pending.verify(check(today, today), today, Some(day("2026-03-14")));
        assert_eq!(ended, Err(NotNow::Ended));
        assert!(pending.verify(check(today, today), today, Some(today)).is_ok(), "its last day counts");
    }

    proptest! {
        #[test]
        fn whatever_is_verified_lapses_within_a_year_and_with_the_licence(
            next in -400_i64..800, until in prop::option::of(-400_i64..800),
        ) {
            let today = day("2026-03-15");
            let plus = |days| today + TimeDelta::days(days);
            let until = until.map(plus);
            let pending = Verification::Pending { since: at(today) };
            match pending.verify(check(today, plus(next)), today, until) {
                Ok(verified) => {
                    prop_assert_eq!(verified.on(today), State::Verified);
                    prop_assert_eq!(verified.on(plus(366)), State::Lapsed);
                    if let Some(last) = until {
                        prop_assert_eq!(verified.on(last.succ_opt().unwrap()), State::Lapsed);
                    }
                }
                Err(_) => prop_assert!(!(0..=365).contains(&next) || until.is_some_and(|last| plus(next) > last)),
            }
        }
    }
}
