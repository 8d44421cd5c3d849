//! How true a licence is: what the worker says, and what was found in the public register.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Licence;
use crate::account::AccountId;
use crate::set::keyed_enum;

keyed_enum! {
    /// How far a licence has been checked.
    State {
        /// The worker says so.
        SelfDeclared = "self_declared",
        /// The worker asked for a check.
        Pending = "pending",
        /// Found in the public register as the worker wrote it.
        Verified = "verified",
        /// It was verified, and has ended or is due for another check since.
        Lapsed = "lapsed",
        /// Not found in the public register, or not as the worker wrote it.
        Refused = "refused",
    }
}

keyed_enum! {
    /// What a check found.
    Outcome {
        /// In the public register as the worker wrote it.
        Verified = "verified",
        /// In the register, and no longer in force.
        Lapsed = "lapsed",
        /// Not there, or not so.
        Refused = "refused",
    }
}

/// Who checked a licence, when, how, and when again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The moderator.
    pub by: AccountId,
    /// When.
    pub at: DateTime<Utc>,
    /// How: a key such as `public_register`.
    pub how: String,
    /// The day from which it should be checked again.
    pub next: Option<NaiveDate>,
}

/// How true a licence is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How far it has been checked.
    pub state: State,
    /// The last check, where there was one of the licence as it stands.
    pub checked: Option<Checked>,
}

impl Verification {
    /// What the worker says, unchecked.
    pub const SELF_DECLARED: Self = Self { state: State::SelfDeclared, checked: None };

    /// What stays of it once the worker has changed the licence: nothing, where anything that the register shows
    /// was changed.
    #[must_use]
    pub fn after_edit(self, before: (&Licence, Option<&str>), after: (&Licence, Option<&str>)) -> Self {
        if before == after { self } else { Self::SELF_DECLARED }
    }

    /// The same with a check asked for. What was found before stays with it until there is an answer. `None`: one is
    /// asked for already, or the licence is verified on that day.
    pub fn requested(self, licence: &Licence, today: NaiveDate) -> Option<Self> {
        match self.on(licence, today) {
            State::Pending | State::Verified => None,
            State::SelfDeclared | State::Lapsed | State::Refused => Some(Self { state: State::Pending, ..self }),
        }
    }

    /// What a check makes of it.
    pub fn decided(outcome: Outcome, checked: Checked) -> Self {
        let state = match outcome {
            Outcome::Verified => State::Verified,
            Outcome::Lapsed => State::Lapsed,
            Outcome::Refused => State::Refused,
        };
        Self { state, checked: Some(checked) }
    }

    /// The state on a day: a verified licence lapses after its last day, and from the day of its next check on.
    pub fn on(&self, licence: &Licence, today: NaiveDate) -> State {
        let ended = licence.valid_until.is_some_and(|last| last < today);
        let due = self.checked.as_ref().and_then(|checked| checked.next).is_some_and(|next| next <= today);
        if self.state == State::Verified && (ended || due) { State::Lapsed } else { self.state }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::reference::{Province, Role};
    use crate::worker::{LicenceClass, Standing};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn licence() -> Licence {
        Licence {
            role: Role::parse("rn").unwrap(),
            province: Province::On,
            class: LicenceClass::General,
            standing: Standing::Active,
            valid_from: None,
            valid_until: Some(day("2026-12-31")),
        }
    }

    fn checked(next: Option<&str>) -> Checked {
        let by = AccountId(Uuid::from_u128(1));
        Checked { by, at: DateTime::UNIX_EPOCH, how: "public_register".to_owned(), next: next.map(day) }
    }

    #[test]
    fn a_verified_licence_lapses_after_its_last_day_or_when_its_next_check_is_due() {
        let verified = |next| Verification::decided(Outcome::Verified, checked(next));
        let cases = [
            (None, "2026-12-31", State::Verified),
            (None, "2027-01-01", State::Lapsed),
            (Some("2026-06-01"), "2026-05-31", State::Verified),
            (Some("2026-06-01"), "2026-06-01", State::Lapsed),
        ];
        for (next, today, state) in cases {
            assert_eq!(verified(next).on(&licence(), day(today)), state, "{next:?} {today}");
        }
        let refused = Verification::decided(Outcome::Refused, checked(None));
        assert_eq!(refused.on(&licence(), day("2027-01-01")), State::Refused);
        assert_eq!(Verification::SELF_DECLARED.on(&licence(), day("2027-01-01")), State::SelfDeclared);
    }

    #[test]
    fn any_change_of_what_the_register_shows_unmakes_the_check() {
        let verified = Verification::decided(Outcome::Verified, checked(None));
        let before = licence();
        let kept = verified.clone().after_edit((&before, Some("1")), (&licence(), Some("1")));
        assert_eq!(kept, verified);
        let edits = [
            Licence { class: LicenceClass::Provisional, ..licence() },
            Licence { province: Province::Qc, ..licence() },
            Licence { role: Role::parse("np").unwrap(), ..licence() },
            Licence { standing: Standing::ActiveWithConditions, ..licence() },
            Licence { valid_until: Some(day("2027-12-31")), ..licence() },
            Licence { valid_from: Some(day("2025-12-31")), ..licence() },
        ];
        for edit in &edits {
            let after = verified.clone().after_edit((&before, Some("1")), (edit, Some("1")));
            assert_eq!(after, Verification::SELF_DECLARED, "{edit:?}");
        }
        for number in [None, Some("2")] {
            let after = verified.clone().after_edit((&before, Some("1")), (&before, number));
            assert_eq!(after, Verification::SELF_DECLARED);
        }
    }

    #[test]
    fn a_check_is_asked_for_once_and_not_of_what_is_verified() {
        let today = day("2026-06-01");
        let pending = Verification::SELF_DECLARED.requested(&licence(), today).unwrap();
        assert_eq!(pending.state, State::Pending);
        assert_eq!(pending.requested(&licence(), today), None);
        let verified = Verification::decided(Outcome::Verified, checked(None));
        assert_eq!(verified.clone().requested(&licence(), today), None);
        let again = verified.requested(&licence(), day("2027-06-01")).unwrap();
        assert!(again.state == State::Pending && again.checked.is_some());
        let refused = Verification::decided(Outcome::Refused, checked(None));
        assert_eq!(refused.requested(&licence(), today).unwrap().state, State::Pending);
    }
}
