//! Local time: which day it is where the work is, and when that day ends there.
//!
//! A province is not always in one time zone, and a health region neither. A time limit is therefore read so that it is
//! never missed anywhere in the province: a day counts from where it is earliest, and ends where it ends first.
//! Zones are those of the IANA database (compiled in), so changes of the clock need no rule here.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::{America, Tz};

use crate::reference::Province;

/// The time zones of a province or territory (IANA names; general knowledge, as of 2026-11).
pub const fn zones(province: Province) -> &'static [Tz] {
    match province {
        Province::Ab | Province::Nt => &[America::Edmonton],
        Province::Bc => &[America::Edmonton, America::Dawson_Creek, America::Vancouver],
        Province::Mb => &[America::Winnipeg],
        Province::Nb => &[America::Moncton],
        Province::Nl => &[America::St_Johns, America::Goose_Bay],
        Province::Ns | Province::Pe => &[America::Halifax],
        Province::Nu => &[America::Iqaluit, America::Rankin_Inlet, America::Cambridge_Bay],
        Province::On => &[America::Toronto, America::Winnipeg],
        Province::Qc => &[America::Halifax, America::Toronto],
        Province::Sk => &[America::Regina, America::Edmonton],
        Province::Yt => &[America::Whitehorse],
    }
}

/// The day on which a moment falls, where it is earliest: of all these zones the first day.
pub fn first_day(zones: &[Tz], at: DateTime<Utc>) -> NaiveDate {
    let local = zones.iter().map(|zone| day_in(*zone, at));
    local.min().unwrap_or_else(|| at.date_naive())
}

/// The zone in which a day ends first, and when.
pub fn first_end(zones: &[Tz], day: NaiveDate) -> (Tz, DateTime<Utc>) {
    let ends = zones.iter().map(|zone| (*zone, end_in(*zone, day)));
    ends.min_by_key(|(_, end)| *end).unwrap_or_else(|| (Tz::UTC, end_in(Tz::UTC, day)))
}

/// The day on which a moment falls in a zone.
pub fn day_in(zone: Tz, at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The first moment after a day in a zone.
pub(crate) fn end_in(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.succ_opt().unwrap_or(NaiveDate::MAX).and_time(NaiveTime::MIN);
    // Where the clock leaps over midnight, the next day begins after the leap, of at most an hour here.
    let leap = || zone.from_local_datetime(&(midnight + TimeDelta::hours(1))).earliest();
    let end = zone.from_local_datetime(&midnight).earliest().or_else(leap);
    end.map_or_else(|| midnight.and_utc(), |end| end.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_ends_by_the_clock_of_the_province_in_summer_and_in_winter() {
        for (province, date, end) in [
            (Province::On, "2026-07-01", "2026-07-02T04:00:00Z"),
            (Province::On, "2026-12-01", "2026-12-02T05:00:00Z"),
            // Clocks go back on 2026-11-01 at 2:00 and forward on 2026-03-08.
            (Province::On, "2026-11-01", "2026-11-02T05:00:00Z"),
            (Province::On, "2026-10-31", "2026-11-01T04:00:00Z"),
            (Province::On, "2026-03-07", "2026-03-08T05:00:00Z"),
            (Province::On, "2026-03-08", "2026-03-09T04:00:00Z"),
            (Province::Nl, "2026-07-01", "2026-07-02T02:30:00Z"),
            // The Magdalen Islands are an hour ahead of Montréal.
            (Province::Qc, "2026-07-01", "2026-07-02T03:00:00Z"),
            (Province::Sk, "2026-07-01", "2026-07-02T06:00:00Z"),
            (Province::Sk, "2026-12-01", "2026-12-02T06:00:00Z"),
        ] {
            assert_eq!(first_end(zones(province), day(date)).1, at(end), "{province:?} {date}");
        }
        // St. John's went forward at one minute past midnight until 2011.
        assert_eq!(end_in(America::St_Johns, day("2010-03-13")), at("2010-03-14T03:30:00Z"));
        assert_eq!(end_in(America::Sao_Paulo, day("2018-11-03")), at("2018-11-04T03:00:00Z"), "a leap over midnight");
    }

    #[test]
    fn a_moment_counts_from_the_day_where_it_is_earliest() {
        let late = at("2026-07-02T04:30:00Z");
        assert_eq!(day_in(America::Toronto, late), day("2026-07-02"));
        assert_eq!(first_day(zones(Province::On), late), day("2026-07-01"), "in Kenora it is half past eleven");
        assert_eq!(first_day(&[], late), day("2026-07-02"));
    }

    proptest! {
        /// In every zone of a province a day has begun when it is counted from, and has not ended when it ends here.
        #[test]
        fn a_day_is_never_read_too_late_anywhere(
            province in select(Province::ALL), second in 0..60_i64 * 60 * 24 * 800, days in 0..400_u64,
        ) {
            let moment = at("2025-01-01T00:00:00Z") + TimeDelta::seconds(second / 60);
            let (day, zones) = (first_day(zones(province), moment), zones(province));
            prop_assert!(zones.iter().all(|zone| day <= day_in(*zone, moment)));
            let last = day + Days::new(days);
            let (zone, end) = first_end(zones, last);
            prop_assert!(zones.iter().all(|zone| end <= end_in(*zone, last)));
            prop_assert_eq!(day_in(zone, end), last + Days::new(1));
            prop_assert_eq!(day_in(zone, end - TimeDelta::seconds(1)), last);
        }
    }
}
