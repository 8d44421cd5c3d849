//! Business days: the unit in which labour-mobility law counts its time limits.
//!
//! Monday to Friday, without the ten general holidays of the Canada Labour Code, s. 166 (as of 2026-11-22,
//! general knowledge): New Year's Day, Good Friday, Victoria Day, Canada Day, Labour Day, National Day for Truth
//! and Reconciliation, Thanksgiving, Remembrance Day, Christmas Day and Boxing Day. A holiday that falls on a
//! weekend is taken on the next weekday. Provincial holidays are not known here, so a regulator that keeps one
//! may need a day longer.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// The day on which the `count`-th business day after `day` falls. Filing on a day off counts as filed that day.
pub fn after_business_days(day: NaiveDate, count: u16) -> NaiveDate {
    let mut day = day;
    for _ in 0..count {
        day = next(day);
        while !is_business_day(day) {
            day = next(day);
        }
    }
    day
}

/// Whether offices are open on this day.
pub fn is_business_day(day: NaiveDate) -> bool {
    !is_weekend(day) && !holidays(day.year()).contains(&day)
}

/// The days off of a year, weekdays only, in order.
fn holidays(year: i32) -> Vec<NaiveDate> {
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let monday = |month, nth| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth);
    // The Monday before 25 May: the last one on or before the 24th.
    let victoria = fixed(5, 24).map(|d| d - Days::new(d.weekday().num_days_from_monday().into()));
    let named = [
        fixed(1, 1),
        good_friday(year),
        victoria,
        fixed(7, 1),
        monday(9, 1),
        fixed(9, 30),
        monday(10, 2),
        fixed(11, 11),
        fixed(12, 25),
        fixed(12, 26),
    ];
    let mut taken = Vec::with_capacity(named.len());
    for mut day in named.into_iter().flatten() {
        while is_weekend(day) || taken.contains(&day) {
            day = next(day);
        }
        taken.push(day);
    }
    taken
}

/// The Friday before Easter Sunday, by the Gregorian computus (Meeus, Jones and Butcher).
fn good_friday(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let shift = (golden + 11 * moon + 22 * weekday) / 451;
    let days = moon + weekday - 7 * shift + 114;
    let (month, day) = (u32::try_from(days / 31).ok()?, u32::try_from(days % 31).ok()? + 1);
    NaiveDate::from_ymd_opt(year, month, day)?.checked_sub_days(Days::new(2))
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}

/// The same day of the month so many months later, or that month's last day.
pub fn after_months(day: NaiveDate, months: u16) -> NaiveDate {
    day.checked_add_months(Months::new(months.into())).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn holidays_are_where_the_calendar_has_them() {
        let year = |y| holidays(y).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        // 2026: Boxing Day is a Saturday, taken on Monday the 28th.
        assert_eq!(
            year(2026),
            "2026-01-01 2026-04-03 2026-05-18 2026-07-01 2026-09-07 2026-09-30 2026-10-12 2026-11-11 2026-12-25 2026-12-28"
        );
        // 2022: New Year's Day a Saturday, Christmas a Sunday.
        assert_eq!(
            year(2022),
            "2022-01-03 2022-04-15 2022-05-23 2022-07-01 2022-09-05 2022-09-30 2022-10-10 2022-11-11 2022-12-26 2022-12-27"
        );
    }

    #[test]
    fn good_fridays() {
        for day in ["2019-04-19", "2024-03-29", "2025-04-18", "2027-03-26", "2038-04-23"] {
            assert_eq!(good_friday(d(day).year()), Some(d(day)));
        }
    }

    #[test]
    fn business_days_skip_weekends_and_holidays() {
        for (from, count, expected) in [
            ("2026-11-23", 0, "2026-11-23"),
            ("2026-11-23", 2, "2026-11-25"),
            ("2026-11-22", 2, "2026-11-24"), // filed on a Sunday
            ("2026-11-27", 1, "2026-11-30"),
            ("2026-12-23", 2, "2026-12-29"), // Christmas, weekend, Boxing Day observed
            ("2026-11-23", 20, "2026-12-21"),
        ] {
            assert_eq!(after_business_days(d(from), count), d(expected), "{from} + {count}");
        }
    }
}
