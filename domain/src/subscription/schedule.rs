//! When a digest is due: on the hour that someone chose, by the clock where they live.

use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::local_time::{day_in, end_in};
use crate::set::keyed_enum;

/// Two digests of one subscription are at least so far apart, whatever was changed or late in between.
pub const GAP: TimeDelta = TimeDelta::hours(20);

keyed_enum! {
    /// A day of the week.
    Day {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

impl Day {
    fn of(day: NaiveDate) -> Self {
        match day.weekday() {
            Weekday::Mon => Self::Monday,
            Weekday::Tue => Self::Tuesday,
            Weekday::Wed => Self::Wednesday,
            Weekday::Thu => Self::Thursday,
            Weekday::Fri => Self::Friday,
            Weekday::Sat => Self::Saturday,
            Weekday::Sun => Self::Sunday,
        }
    }
}

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "frequency", rename_all = "snake_case")]
pub enum Rhythm {
    /// Each day.
    Daily,
    /// Each week.
    Weekly {
        /// On this day.
        day: Day,
    },
}

/// A time zone of the IANA database (compiled in), so that changes of the clock need no rule here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

impl Zone {
    /// The zone of this name: `America/Toronto`.
    pub fn parse(name: &str) -> Option<Self> {
        Tz::from_str(name).ok().map(Self)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The day on which a moment falls by its clock.
    pub fn day(self, at: DateTime<Utc>) -> NaiveDate {
        day_in(self.0, at)
    }

    /// When a day begins by its clock.
    pub fn start_of(self, day: NaiveDate) -> DateTime<Utc> {
        end_in(self.0, day.pred_opt().unwrap_or(NaiveDate::MIN))
    }
}

impl From<Tz> for Zone {
    fn from(zone: Tz) -> Self {
        Self(zone)
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::parse(&name).ok_or_else(|| D::Error::custom("no such time zone"))
    }
}

/// When someone wants their digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Schedule {
    /// How often.
    #[serde(flatten)]
    pub rhythm: Rhythm,
    /// The hour at which a digest is due, 0–23.
    pub hour: u8,
    /// By the clock of this zone.
    pub zone: Zone,
}

impl Schedule {
    /// When the next digest is due, where the last one was composed at `last`: the first time after `now` that is not
    /// within [`GAP`] of it. However many times were missed, one digest makes up for them.
    pub fn next(self, now: DateTime<Utc>, last: Option<DateTime<Utc>>) -> DateTime<Utc> {
        // What is due exactly when the gap ends is not within it.
        let gap = last.map(|last| last + GAP - TimeDelta::microseconds(1));
        self.after(gap.map_or(now, |gap| gap.max(now)))
    }

    /// The first time after a moment.
    fn after(self, moment: DateTime<Utc>) -> DateTime<Utc> {
        let mut day = moment.with_timezone(&self.zone.0).date_naive();
        loop {
            if self.falls_on(day) {
                let due = self.on(day);
                if due > moment {
                    return due;
                }
            }
            let Some(next) = day.checked_add_days(Days::new(1)) else { return DateTime::<Utc>::MAX_UTC };
            day = next;
        }
    }

    fn falls_on(self, date: NaiveDate) -> bool {
        match self.rhythm {
            Rhythm::Daily => true,
            Rhythm::Weekly { day } => Day::of(date) == day,
        }
    }

    /// The hour on a day: the first of two where the clock goes back over it, the moment after the leap where the clock
    /// leaps over it.
    fn on(self, day: NaiveDate) -> DateTime<Utc> {
        let wanted = day.and_time(NaiveTime::from_hms_opt(self.hour.into(), 0, 0).unwrap_or_default());
        // No leap is longer than a day, and each ends on a quarter of an hour or a minute after one.
        let minutes = (0..=24 * 60).map(|minute| wanted + TimeDelta::minutes(minute));
        let found =
            minutes.map(|local| self.zone.0.from_local_datetime(&local)).find_map(chrono::LocalResult::earliest);
        found.map_or_else(|| wanted.and_utc(), |due| due.to_utc())
    }
}
