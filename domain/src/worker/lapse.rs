//! What lapses: before a start date, and soon enough to be reminded of.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Held, Licence};
use crate::message::{Arg, Message};
use crate::reference::{Credential, Province, Role};
use crate::set::keyed_enum;

/// How many days ahead of its last day someone is reminded of an item, earliest first.
pub const AHEAD_DAYS: [u16; 3] = [60, 30, 7];

/// What lapses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A licence of a role in a province or territory.
    Licence(Role, Province),
    /// A credential of the wallet.
    Credential(Credential),
}

keyed_enum! {
    /// Why something does not count on a day.
    Why {
        /// It ends by itself, and is renewed.
        Ends = "ends",
        /// It is too old to be shown for a first day of work; a new one is needed (police checks).
        TooOld = "too_old",
    }
}

/// A licence or credential with the days that decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which row.
    pub id: Uuid,
    /// What it is.
    pub subject: Subject,
    /// Its last day by itself, where it has one.
    pub ends: Option<NaiveDate>,
    /// The last first day of work for which it is young enough, where age counts.
    pub young_until: Option<NaiveDate>,
}

/// Something that no longer counts on the day asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// Which row.
    pub id: Uuid,
    /// What it is.
    pub subject: Subject,
    /// The last day on which it counts.
    pub last_day: NaiveDate,
    /// Why it ends there.
    pub why: Why,
}

/// The last reminder that was sent of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminded {
    /// The last day it spoke of: once renewed, an item is reminded of anew.
    pub last_day: NaiveDate,
    /// How many days ahead it was for: one of [`AHEAD_DAYS`].
    pub ahead: u16,
}

/// A reminder to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// What it counts as; to be kept as [`Reminded`].
    pub reminded: Reminded,
    /// Days that are left, today not counted.
    pub days_left: u16,
}

impl Item {
    /// A licence.
    pub fn of_licence(id: Uuid, licence: &Licence) -> Self {
        let subject = Subject::Licence(licence.role, licence.province);
        Self { id, subject, ends: licence.valid_until, young_until: None }
    }

    /// A credential.
    pub fn of_credential(id: Uuid, held: &Held) -> Self {
        Self { id, subject: Subject::Credential(held.credential), ends: held.ends(), young_until: held.young_until() }
    }

    /// How it fails on a first day of work, where it does: by the day that comes first.
    fn lapse(&self, day: NaiveDate) -> Option<Lapse> {
        let ends = self.ends.map(|last| (last, Why::Ends));
        let too_old = self.young_until.map(|last| (last, Why::TooOld));
        let (last_day, why) = [ends, too_old].into_iter().flatten().min_by_key(|(last, _)| *last)?;
        (last_day < day).then_some(Lapse { id: self.id, subject: self.subject, last_day, why })
    }
}

/// What would no longer count on the first day of work `day`, soonest first. What has no known last day is left out.
pub fn lapses_before(items: &[Item], day: NaiveDate) -> Vec<Lapse> {
    let mut lapses: Vec<Lapse> = items.iter().filter_map(|item| item.lapse(day)).collect();
    lapses.sort_by_key(|lapse| (lapse.last_day, lapse.id));
    lapses
}

impl Lapse {
    /// It in a sentence.
    pub fn message(&self) -> Message {
        let key = match (self.subject, self.why) {
            (Subject::Licence(..), _) => "lapse-licence",
            (Subject::Credential(_), Why::Ends) => "lapse-credential",
            (Subject::Credential(_), Why::TooOld) => "lapse-too-old",
        };
        self.subject.name_in(Message::new(key)).with("date", Arg::Day(self.last_day))
    }
}

impl Subject {
    /// Adds the names of what lapses to a sentence.
    fn name_in(self, message: Message) -> Message {
        match self {
            Self::Licence(role, province) => {
                message.with("role", Arg::Role(role, Some(province))).with("province", Arg::Province(province))
            }
            Self::Credential(credential) => message.with("credential", Arg::Credential(credential)),
        }
    }
}

/// The reminder that is due today of something whose last day is `last_day`, given the last one sent.
///
/// Once at each of [`AHEAD_DAYS`]. Of several that were missed only the nearest is due, and none after the last day.
pub fn reminder_due(last_day: NaiveDate, reminded: Option<Reminded>, today: NaiveDate) -> Option<Reminder> {
    let days_left = u16::try_from((last_day - today).num_days()).ok()?;
    let ahead = AHEAD_DAYS.into_iter().filter(|ahead| days_left <= *ahead).min()?;
    let sent = reminded.is_some_and(|sent| sent.last_day == last_day && sent.ahead <= ahead);
    (!sent).then_some(Reminder { reminded: Reminded { last_day, ahead }, days_left })
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;
    use crate::Lang;
    use crate::matching::{Answer, Wallet};
    use crate::testing;
    use crate::worker::Profile;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn held(credential: &str, issued: Option<&str>, expires: Option<&str>) -> Held {
        let credential = Credential::parse(credential).unwrap();
        Held { credential, issued: issued.map(day), expires: expires.map(day) }
    }

    #[test]
    fn a_day_is_proposed_only_where_the_issuer_is_known_to_end_it() {
        for (credential, issued, proposed) in [
            ("bls", "2026-01-31", Some("2027-01-31")),
            ("n95_fit", "2026-02-28", Some("2028-02-28")),
            ("cpr_c", "2024-02-29", Some("2027-02-28")),
            ("acls", "2026-01-31", None), // only the card tells
            ("vulnerable_sector_check", "2026-01-31", None),
            ("mmr", "2026-01-31", None),
        ] {
            assert_eq!(held(credential, Some(issued), None).proposed_expiry(), proposed.map(day), "{credential}");
        }
        assert_eq!(held("bls", None, None).proposed_expiry(), None);
    }

    #[test]
    fn what_lapses_before_a_start_is_named_with_its_reason_soonest_first() {
        let id = Uuid::from_u128;
        let start = day("2027-02-01");
        let licence = |until: &str| Licence {
            role: Role::parse("lpn").unwrap(),
            province: Province::On,
            class: crate::worker::LicenceClass::General,
            standing: crate::worker::Standing::Active,
            valid_from: None,
            valid_until: Some(day(until)),
        };
        let items = [
            Item::of_credential(id(1), &held("bls", Some("2026-03-01"), None)), // 2027-03-01
            Item::of_credential(id(2), &held("bls", Some("2026-01-10"), None)), // 2027-01-10
            Item::of_credential(id(3), &held("vulnerable_sector_check", Some("2026-07-31"), None)), // 2027-01-31
            Item::of_credential(id(4), &held("vulnerable_sector_check", Some("2026-08-01"), None)), // 2027-02-01
            Item::of_credential(id(5), &held("acls", Some("2020-01-01"), None)),
            Item::of_licence(id(6), &licence("2026-12-31")),
            Item::of_licence(id(7), &licence("2027-02-01")), // counts on its last day
        ];
        let found: Vec<_> = lapses_before(&items, start).iter().map(|l| (l.id, l.last_day, l.why)).collect();
        let expected = [(6, "2026-12-31", Why::Ends), (2, "2027-01-10", Why::Ends), (3, "2027-01-31", Why::TooOld)];
        assert_eq!(found, expected.map(|(n, last, why)| (id(n), day(last), why)));
        let said: Vec<_> = lapses_before(&items, start).iter().map(|l| l.message().render(Lang::En)).collect();
        assert_eq!(said[0], "Your licence (registered practical nurse) in Ontario ends on 31 December 2026.");
        assert!(said[2].contains("too old") && said[2].contains("31 January 2027"), "{}", said[2]);
    }

    #[test]
    fn reminders_are_due_at_sixty_thirty_and_seven_days_once_each() {
        let last = day("2027-03-01");
        let mut sent = None;
        let mut days = Vec::new();
        for left in (0..=90_u64).rev() {
            if let Some(reminder) = reminder_due(last, sent, last - Days::new(left)) {
                assert_eq!(u64::from(reminder.days_left), left);
                days.push(left);
                sent = Some(reminder.reminded);
            }
        }
        assert_eq!(days, [60, 30, 7]);
        assert_eq!(reminder_due(last, sent, day("2027-03-02")), None);
    }

    #[test]
    fn of_missed_reminders_the_nearest_is_due_and_a_renewal_begins_anew() {
        let last = day("2027-03-01");
        let due =
            |reminded, today: &str| reminder_due(last, reminded, day(today)).map(|r| (r.reminded.ahead, r.days_left));
        assert_eq!(due(None, "2027-02-24"), Some((7, 5)));
        assert_eq!(due(None, "2027-02-10"), Some((30, 19)));
        assert_eq!(due(None, "2027-03-01"), Some((7, 0)));
        assert_eq!(due(Some(Reminded { last_day: last, ahead: 7 }), "2027-02-24"), None);
        assert_eq!(due(Some(Reminded { last_day: last, ahead: 30 }), "2027-02-24"), Some((7, 5)));
        assert_eq!(due(Some(Reminded { last_day: day("2026-03-01"), ahead: 7 }), "2027-01-01"), Some((60, 59)));
        // A clock that went back reminds of nothing twice.
        assert_eq!(due(Some(Reminded { last_day: last, ahead: 7 }), "2027-01-20"), None);
    }

    proptest! {
        /// What is said to lapse before a day is what matching does not count on that day.
        #[test]
        fn lapses_are_what_matching_no_longer_counts(
            (day, profile) in testing::today().prop_flat_map(|day| (Just(day), testing::profile(day))),
        ) {
            for held in profile.credentials {
                let item = Item::of_credential(Uuid::nil(), &held);
                let alone = Profile { credentials: vec![held.clone()], ..Profile::default() };
                let answer = Wallet::new(&alone, day).answer(held.credential, day);
                let counts = matches!(answer, Answer::Met | Answer::MetUntil { .. });
                let lapsed = !lapses_before(&[item], day).is_empty();
                prop_assert!(!(counts && lapsed), "{held:?} on {day}: {answer:?}");
                let begun = held.issued.is_none_or(|issued| issued <= day);
                let dated = item.ends.is_some() || item.young_until.is_some();
                if begun && dated && !lapsed && answer != Answer::Unknown && held.issued.is_some() {
                    prop_assert!(counts, "{held:?} on {day}: {answer:?}");
                }
            }
        }

        /// Run daily from any day, with any days left out, each threshold is sent at most once, in order.
        #[test]
        fn no_threshold_is_sent_twice(left in 0..400_u64, runs in proptest::collection::vec(any::<bool>(), 400)) {
            let last = day("2027-03-01");
            let mut sent: Option<Reminded> = None;
            let mut thresholds = Vec::new();
            for (left, runs) in (0..=left).rev().zip(runs) {
                if let Some(reminder) = reminder_due(last, sent, last - Days::new(left)).filter(|_| runs) {
                    prop_assert!(reminder.days_left <= reminder.reminded.ahead);
                    thresholds.push(reminder.reminded.ahead);
                    sent = Some(reminder.reminded);
                }
            }
            prop_assert!(thresholds.is_sorted_by(|a, b| a > b), "{thresholds:?}");
        }
    }
}
