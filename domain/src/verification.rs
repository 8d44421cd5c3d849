//! How a declared licence is looked up, and until when the answer counts.
//!
//! A check proves the standing at one moment only, so each one has a day on which it is due again. No regulator's
//! register has an open interface (facts of 2026-11-22): a person looks the number up in the public register and
//! writes down where and what they saw. A copy of the register's page is not kept.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::set::keyed_enum;

keyed_enum! {
    /// How a licence is looked up. A closed list: another way is another variant with its own evidence.
    VerificationProvider {
        /// A moderator opens the regulator's public register.
        PublicRegister = "public_register",
    }
}

/// What a moderator saw, in their own words, and where.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// How it was looked up.
    pub how: VerificationProvider,
    /// The address of the register.
    pub register_url: String,
    /// What stood there, such as "general class, entitled to practise".
    pub seen: String,
}

/// Months for which a check counts at most; ours to set, as no law sets one.
pub const CHECK_MONTHS: u32 = 12;

/// The next check cannot be due on that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotChecked {
    /// The licence's last day is past: there is nothing to verify.
    #[error("the licence has ended")]
    Ended,
    /// Not after today, or later than a check counts.
    #[error("the next check is out of its bounds")]
    NextCheck,
}

/// The day from which a check made `today` is due again: as `wanted`, at the latest the day after the licence's last
/// one or [`CHECK_MONTHS`] from today, whichever comes first; that is also the default.
///
/// # Errors
/// [`NotChecked`].
pub fn next_check(
    today: NaiveDate,
    valid_until: Option<NaiveDate>,
    wanted: Option<NaiveDate>,
) -> Result<NaiveDate, NotChecked> {
    if valid_until.is_some_and(|last| last < today) {
        return Err(NotChecked::Ended);
    }
    let by_age = today + Months::new(CHECK_MONTHS);
    let latest = valid_until.and_then(|last| last.succ_opt()).map_or(by_age, |ended| ended.min(by_age));
    match wanted {
        None => Ok(latest),
        Some(day) if day > today && day <= latest => Ok(day),
        Some(_) => Err(NotChecked::NextCheck),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_check_counts_a_year_or_until_the_licence_ends() {
        for (today, valid_until, expected) in [
            ("2026-03-15", None, Ok("2027-03-15")),
            ("2026-03-15", Some("2026-12-31"), Ok("2027-01-01")),
            ("2026-03-15", Some("2029-12-31"), Ok("2027-03-15")),
            ("2026-03-15", Some("2026-03-15"), Ok("2026-03-16")),
            ("2026-03-15", Some("2026-03-14"), Err(NotChecked::Ended)),
            ("2028-02-29", None, Ok("2029-02-28")),
        ] {
            assert_eq!(
                next_check(day(today), valid_until.map(day), None),
                expected.map(day),
                "{today} {valid_until:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_wish_is_taken_or_refused_never_bent(
            wanted in -400_i64..800, until in prop::option::of(-400_i64..800),
        ) {
            let today = day("2026-03-15");
            let plus = |days| today + TimeDelta::days(days);
            let until = until.map(plus);
            let latest = next_check(today, until, None);
            match next_check(today, until, Some(plus(wanted))) {
                Ok(due) => prop_assert!(due == plus(wanted) && due > today && latest.is_ok_and(|latest| due <= latest)),
                Err(NotChecked::Ended) => prop_assert!(until.is_some_and(|last| last < today)),
                Err(NotChecked::NextCheck) => prop_assert!(wanted <= 0 || latest.is_ok_and(|l| plus(wanted) > l)),
            }
        }
    }
}
