//! Dates of feeds.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

/// When something was published: a point in time, or a day, which stands for its noon in UTC, so that it is the
/// same day in every Canadian time zone. `None`: not a date.
pub(super) fn published(text: &str) -> Option<DateTime<Utc>> {
    moment(text).or_else(|| Some(day(text)?.and_time(NaiveTime::from_hms_opt(12, 0, 0)?).and_utc()))
}

/// When something ends: a point in time, or a day, which counts to its end in UTC.
pub(super) fn ends(text: &str) -> Option<DateTime<Utc>> {
    moment(text).or_else(|| Some(day(text)?.and_time(NaiveTime::from_hms_opt(23, 59, 59)?).and_utc()))
}

/// A day: `2020-01-31`, `2023/01/31`, or that of a point in time.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"];
    let day = formats.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok());
    day.or_else(|| moment(text).map(|moment| moment.date_naive())).filter(|day| plausible(*day))
}

/// A point in time: RFC 3339, RFC 2822 (`Mon, 03 Feb 2020 15:00:00 GMT`), or without a zone, then UTC.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let zoned = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text)).map(|t| t.to_utc());
    let bare = [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
        "%a, %d %b %Y %H:%M:%S UTC",
    ];
    let moment = zoned.ok().or_else(|| {
        bare.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok()).map(|t| t.and_utc())
    });
    moment.filter(|moment| plausible(moment.date_naive()))
}

/// Neither before feeds existed nor beyond any planning; a database can hold it.
fn plausible(day: NaiveDate) -> bool {
    use chrono::Datelike;
    (1990..=2200).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_feeds_write_them() {
        let cases = [
            ("2020-01-31", "2020-01-31T12:00:00+00:00"),
            ("2023/01/31", "2023-01-31T12:00:00+00:00"),
            ("2024-01-24T00:12:00Z", "2024-01-24T00:12:00+00:00"),
            ("2024-01-24T00:12:00-05:00", "2024-01-24T05:12:00+00:00"),
            ("Mon, 03 Feb 2020 15:00:00 GMT", "2020-02-03T15:00:00+00:00"),
            ("2024-01-24T00:12", "2024-01-24T00:12:00+00:00"),
            ("2024-01-24 00:12:30", "2024-01-24T00:12:30+00:00"),
        ];
        for (text, moment) in cases {
            assert_eq!(published(text).map(|t| t.to_rfc3339()).as_deref(), Some(moment), "{text}");
        }
        assert_eq!(ends("2020-01-31").map(|t| t.to_rfc3339()).as_deref(), Some("2020-01-31T23:59:59+00:00"));
        for text in ["", "31/01/2020", "soon", "2020-13-01", "0001-01-01", "9999-12-31T00:00:00Z"] {
            assert_eq!(published(text), None, "{text}");
        }
    }
}
