//! The written policy on fraudulent postings: versions, one after the other, without a gap.
//!
//! Ontario asks platforms for a written policy, shown where users see it, each version kept three years after it
//! stops applying (Employment Standards Act, 2000, Part III.1, in force 2026-01-01; as read in law firms' summaries
//! of 2025-12). A version applies from its day until the day before the next one's; so only beginnings are kept.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Lang;
use crate::reference::Effective;

/// Identifies a version of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PolicyId(pub Uuid);

/// A version of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its identity.
    pub id: PolicyId,
    /// First day; `None`: since the platform began.
    pub from: Option<NaiveDate>,
    /// The English text, Markdown.
    pub en: String,
    /// The French text, Markdown.
    pub fr: String,
}

/// Years for which a version is kept after it stops applying.
pub const KEPT_YEARS: u32 = 3;

/// The longest text of a version, in characters.
pub const TEXT_MAX: usize = 20_000;

impl Version {
    /// The version that is in force from the start. Stored with the schema; the file is never edited after a release,
    /// a new text is a new version.
    pub fn first() -> Self {
        Self {
            id: PolicyId(Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001)),
            from: None,
            en: include_str!("../data/fraud_policy/first.en.md").to_owned(),
            fr: include_str!("../data/fraud_policy/first.fr.md").to_owned(),
        }
    }

    /// The text in a language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }
}

/// Every version, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History(Vec<Version>);

/// Why a version cannot be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPublished {
    /// It would begin before today: what applied yesterday cannot be changed.
    #[error("begins before today")]
    Past,
    /// Another version begins on that day or later.
    #[error("another version begins then or later")]
    NotLast,
}

impl History {
    /// Puts versions in their order.
    pub fn new(mut versions: Vec<Version>) -> Self {
        versions.sort_by_key(|version| (version.from, version.id));
        Self(versions)
    }

    /// Every version with the days on which it applies, oldest first.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = (&Version, Effective)> {
        self.0.iter().enumerate().map(|(i, version)| {
            let next = self.0.get(i + 1).and_then(|next| next.from);
            (version, Effective { from: version.from, until: next.and_then(|day| day.pred_opt()) })
        })
    }

    /// The version that applies on a day.
    pub fn on(&self, day: NaiveDate) -> Option<(&Version, Effective)> {
        self.versions().rev().find(|(_, effective)| effective.on(day))
    }

    /// Whether a version that begins on `from` can follow.
    ///
    /// # Errors
    /// [`NotPublished`].
    pub fn check_next(&self, from: NaiveDate, today: NaiveDate) -> Result<(), NotPublished> {
        if from < today {
            return Err(NotPublished::Past);
        }
        if self.0.last().is_some_and(|last| last.from >= Some(from)) {
            return Err(NotPublished::NotLast);
        }
        Ok(())
    }
}

/// The day until which a version must be kept; `None` while it applies.
pub fn kept_until(effective: Effective) -> Option<NaiveDate> {
    effective.until.map(|last| last + Months::new(12 * KEPT_YEARS))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn version(number: u128, from: Option<NaiveDate>) -> Version {
        Version { id: PolicyId(Uuid::from_u128(number)), from, en: "en".to_owned(), fr: "fr".to_owned() }
    }

    #[test]
    fn the_first_version_applies_from_the_start_in_both_languages() {
        let history = History::new(vec![Version::first()]);
        for at in ["1999-01-01", "2026-01-01", "2199-12-31"] {
            let (found, effective) = history.on(day(at)).unwrap();
            assert_eq!((found.from, effective.until, kept_until(effective)), (None, None, None));
            for lang in Lang::ALL {
                let text = found.text(lang);
                assert_eq!(Lang::detect(text), Some(lang));
                assert!(text.starts_with("# ") && text.chars().count() < TEXT_MAX, "{text}");
            }
        }
    }

    #[test]
    fn a_version_ends_the_day_before_the_next_and_is_kept_three_years() {
        let history = History::new(vec![version(2, Some(day("2027-03-01"))), version(1, None)]);
        let (found, effective) = history.on(day("2027-02-28")).unwrap();
        assert_eq!((found.id.0.as_u128(), effective.until), (1, Some(day("2027-02-28"))));
        assert_eq!(kept_until(effective), Some(day("2030-02-28")));
        assert_eq!(history.on(day("2027-03-01")).unwrap().0.id.0.as_u128(), 2);
    }

    #[test]
    fn what_applied_cannot_be_changed() {
        let today = day("2026-06-01");
        let history = History::new(vec![version(1, None), version(2, Some(day("2026-07-01")))]);
        assert_eq!(history.check_next(day("2026-05-31"), today), Err(NotPublished::Past));
        assert_eq!(history.check_next(day("2026-06-15"), today), Err(NotPublished::NotLast));
        assert_eq!(history.check_next(day("2026-07-01"), today), Err(NotPublished::NotLast));
        assert_eq!(history.check_next(day("2026-07-02"), today), Ok(()));
        assert_eq!(History::new(vec![version(1, None)]).check_next(today, today), Ok(()));
    }

    proptest! {
        #[test]
        fn on_every_day_exactly_one_version_applies(
            steps in prop::collection::btree_set(0_i64..2_000, 0..6), probe in -10_i64..2_010,
        ) {
            let begin = day("2026-01-01");
            let later = steps.iter().zip(2..).map(|(days, number)| {
                version(number, Some(begin + TimeDelta::days(*days)))
            });
            let history = History::new(std::iter::once(version(1, None)).chain(later).collect());
            let probe_day = begin + TimeDelta::days(probe);
            let applying = history.versions().filter(|(_, effective)| effective.on(probe_day)).count();
            prop_assert_eq!(applying, 1);
            let begun = steps.iter().filter(|days| **days <= probe).count();
            prop_assert_eq!(usize::try_from(history.on(probe_day).unwrap().0.id.0.as_u128()).unwrap(), 1 + begun);
        }
    }
}
