//! Interviews: meetings to find out whether someone fits the work, in person or by technology (O. Reg. 476/24 s. 1,
//! Ontario, as of 2024-11-29).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::set::keyed_enum;

/// Identifies an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InterviewId(pub Uuid);

keyed_enum! {
    /// How the two meet.
    Manner {
        /// In one place.
        InPerson = "in_person",
        /// By telephone.
        Telephone = "telephone",
        /// By video.
        Video = "video",
    }
}

keyed_enum! {
    /// What became of an interview.
    State {
        /// It is to be, or has been.
        Planned = "planned",
        /// It is not to be.
        Cancelled = "cancelled",
        /// The applicant did not come.
        Missed = "missed",
    }
}

/// An interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interview {
    /// Its identity.
    pub id: InterviewId,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// How long it takes.
    pub minutes: u16,
    /// How they meet.
    pub manner: Manner,
    /// What became of it.
    pub state: State,
    /// Counts its changes, from 0: the `SEQUENCE` of its calendar entry (RFC 5545 s. 3.8.7.4).
    pub sequence: i32,
}

/// Why an interview cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// It was cancelled or missed.
    #[error("it was cancelled or missed")]
    Over,
    /// It has begun; what has been is not moved.
    #[error("it has begun")]
    Begun,
    /// It has not begun; nobody can have missed it.
    #[error("it has not begun")]
    NotYet,
}

/// An interview is planned at most so far ahead.
pub const AHEAD: TimeDelta = TimeDelta::days(730);

/// Whether an interview can be planned for a moment, seen from `now`: what is planned is yet to be.
pub fn can_be_planned(starts_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    starts_at > now && starts_at < now + AHEAD
}

impl Interview {
    /// When it ends.
    pub fn ends_at(&self) -> DateTime<Utc> {
        self.starts_at + TimeDelta::minutes(self.minutes.into())
    }

    /// Whether it has taken place: its time has come, and nobody said that it did not.
    pub fn was_held(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Planned && self.starts_at <= now
    }

    /// At another time.
    ///
    /// # Errors
    /// [`NotPossible::Over`] and [`NotPossible::Begun`].
    pub fn moved(self, starts_at: DateTime<Utc>, minutes: u16, now: DateTime<Utc>) -> Result<Self, NotPossible> {
        self.still_to_be(now)?;
        Ok(Self { starts_at, minutes, sequence: self.sequence + 1, ..self })
    }

    /// Not to be.
    ///
    /// # Errors
    /// [`NotPossible::Over`] and [`NotPossible::Begun`].
    pub fn cancelled(self, now: DateTime<Utc>) -> Result<Self, NotPossible> {
        self.still_to_be(now)?;
        Ok(Self { state: State::Cancelled, sequence: self.sequence + 1, ..self })
    }

    /// The applicant did not come.
    ///
    /// # Errors
    /// [`NotPossible::Over`] and [`NotPossible::NotYet`].
    pub fn missed(self, now: DateTime<Utc>) -> Result<Self, NotPossible> {
        if self.state != State::Planned {
            return Err(NotPossible::Over);
        }
        if self.starts_at > now {
            return Err(NotPossible::NotYet);
        }
        Ok(Self { state: State::Missed, ..self })
    }

    fn still_to_be(&self, now: DateTime<Utc>) -> Result<(), NotPossible> {
        if self.state != State::Planned {
            return Err(NotPossible::Over);
        }
        if self.starts_at <= now { Err(NotPossible::Begun) } else { Ok(()) }
    }
}

/// The last interview that has taken place.
pub(super) fn last_held(interviews: &[Interview], now: DateTime<Utc>) -> Option<&Interview> {
    interviews.iter().filter(|interview| interview.was_held(now)).max_by_key(|interview| interview.starts_at)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000 + minute * 60, 0).unwrap()
    }

    fn interview(starts: i64) -> Interview {
        let id = InterviewId(Uuid::nil());
        let (manner, state) = (Manner::Video, State::Planned);
        Interview { id, starts_at: at(starts), minutes: 45, manner, state, sequence: 0 }
    }

    #[test]
    fn what_is_planned_is_yet_to_be() {
        assert!(!can_be_planned(at(0), at(0)) && can_be_planned(at(1), at(0)));
        assert!(can_be_planned(at(0) + AHEAD - TimeDelta::minutes(1), at(0)) && !can_be_planned(at(0) + AHEAD, at(0)));
    }

    #[test]
    fn only_what_began_and_was_neither_cancelled_nor_missed_was_held() {
        let planned = interview(100);
        assert!(!planned.was_held(at(99)) && planned.was_held(at(100)));
        assert_eq!(planned.ends_at(), at(145));
        assert_eq!(planned.missed(at(99)), Err(NotPossible::NotYet));
        let missed = planned.missed(at(110)).unwrap();
        assert!(!missed.was_held(at(200)));
        let cancelled = planned.cancelled(at(50)).unwrap();
        assert!(!cancelled.was_held(at(200)) && cancelled.sequence == 1);
        assert_eq!(cancelled.moved(at(300), 30, at(60)), Err(NotPossible::Over));
        assert_eq!(planned.moved(at(300), 30, at(100)), Err(NotPossible::Begun));
        let held = [interview(10), missed, interview(50), interview(500)];
        assert_eq!(last_held(&held, at(200)), Some(&held[2]));
        assert_eq!(last_held(&held[1..2], at(200)), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Against a model of three facts: what was begun stays where it was, and each change of a calendar entry counts.
        #[test]
        fn an_interview_goes_as_the_table_says(steps in vec((0..40_i64, 0..3_u8, -20..60_i64), 1..20)) {
            let mut interview = interview(30);
            let (mut now, mut starts, mut state, mut changes) = (0, 30, State::Planned, 0);
            for (minutes, event, ahead) in steps {
                now += minutes;
                let next = match event {
                    0 => interview.moved(at(now + ahead), 30, at(now)),
                    1 => interview.cancelled(at(now)),
                    _ => interview.missed(at(now)),
                };
                let taken = state == State::Planned && (starts <= now) == (event == 2);
                prop_assert_eq!(next.is_ok(), taken);
                let Ok(next) = next else { continue };
                match event {
                    0 => (starts, changes) = (now + ahead, changes + 1),
                    1 => (state, changes) = (State::Cancelled, changes + 1),
                    _ => state = State::Missed,
                }
                prop_assert_eq!((next.starts_at, next.state, next.sequence), (at(starts), state, changes));
                interview = next;
            }
        }
    }
}
