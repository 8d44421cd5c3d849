//! Hours: what texts on working time mean, as a range of minutes a week.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

/// Working time a week, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hours {
    /// The lower end.
    pub min_minutes: u16,
    /// The upper end.
    pub max_minutes: u16,
}

/// Minutes a week that are believed: up to 16 hours on each of seven days (live-in work).
const MOST_MINUTES: f64 = 6720.0;

/// `35`, `30 to 40 hours per week`, `24 to 160 hours per mont` (a source cuts it off), « 70 heures aux deux semaines ».
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"(\d{1,4}(?:[.,]\d{1,2})?)";
    let pattern = format!(
        r"(?ix) {number} (?: \s* (?:h(?:ours?|rs?|eures?)?)? \s* (?:to|-|–|à|a|and|et) \s* {number} )?
        \s* (?P<word> h(?:ours?|rs?|eures?)?\b )? \s* (?P<rest> .*)"
    );
    #[expect(clippy::unwrap_used, reason = "a constant pattern, compiled by the first test that reads hours")]
    Regex::new(&pattern).unwrap()
});

impl Hours {
    /// Reads a text on working time, English or French, as minutes a week. Two weeks are halved, a month is
    /// 12/52 and a year 1/52 of its hours; a day counts five times. A bare number is hours a week.
    /// `None`: nothing is stated, or nothing that fits in a week; hours per shift say nothing about a week.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.replace(['\u{a0}', '\u{202f}'], " ");
        let found = RANGE.captures(&text)?;
        let rest = crate::text::fold(found.name("rest").map_or("", |rest| rest.as_str()));
        let shift = ["shift", "quart"].iter().any(|word| text.to_lowercase().contains(word));
        let bare = !shift && (rest.is_empty() || found.name("word").is_some());
        let weekly = weeks_share(&rest).or_else(|| bare.then_some(1.0))?;
        let number = |at: usize| found.get(at).and_then(|m| m.as_str().replace(',', ".").parse::<f64>().ok());
        let low = number(1)?;
        let high = number(2).unwrap_or(low);
        let believed = 0.0..=MOST_MINUTES;
        let minutes = |hours: f64| Some((hours * weekly * 60.0).round()).filter(|m| believed.contains(m));
        let (min_minutes, max_minutes) = (whole(minutes(low)?), whole(minutes(high)?));
        (min_minutes <= max_minutes && max_minutes >= 30).then_some(Self { min_minutes, max_minutes })
    }
}

/// What part of the stated hours falls in one week, where the words after the number say so.
fn weeks_share(rest: &str) -> Option<f64> {
    let has = |needle: &str| rest.contains(needle);
    let word = |needle: &str| rest.split(' ').any(|w| w == needle);
    if ["bi weekly", "biweekly", "two weeks", "2 weeks", "deux semaines", "2 semaines", "bihebdo", "quinzaine"]
        .iter()
        .any(|n| has(n))
    {
        Some(0.5)
    } else if has("week") || has("semaine") || has("hebdo") {
        Some(1.0)
    } else if has("mont") || word("mois") || has("mensuel") {
        Some(12.0 / 52.0)
    } else if word("yea") || word("year") || word("an") || has("annu") {
        Some(1.0 / 52.0)
    } else if word("day") || has("daily") || word("jour") {
        Some(5.0)
    } else {
        None
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within MOST_MINUTES"
)]
fn whole(minutes: f64) -> u16 {
    minutes as u16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn hours_texts_mean_minutes_a_week() {
        let cases = [
            ("40", 2400, 2400),
            ("30 to 40", 1800, 2400),
            ("37.5", 2250, 2250),
            ("37,5 heures", 2250, 2250),
            ("35 hours per week", 2100, 2100),
            ("75 hours bi-weekly", 2250, 2250),
            ("30 to 75 hours bi-weekly", 900, 2250),
            ("60 to 75 hours every two weeks", 1800, 2250),
            ("24 to 160 hours per mont", 332, 2215),
            ("40 hours per month", 554, 554),
            ("1000 to 1950 hours per yea", 1154, 2250),
            ("7.5 hours per day", 2250, 2250),
            ("35 heures par semaine", 2100, 2100),
            ("de 28 à 35 heures par semaine", 1680, 2100),
            ("70 heures aux deux semaines", 2100, 2100),
            ("36,25 h / semaine", 2175, 2175),
            ("35h", 2100, 2100),
            ("8 to 44", 480, 2640),
            ("Full time, 37.5 hours/week", 2250, 2250),
            ("0 to 37.5", 0, 2250),
        ];
        for (text, min_minutes, max_minutes) in cases {
            assert_eq!(Hours::read(text), Some(Hours { min_minutes, max_minutes }), "{text}");
        }
    }

    #[test]
    fn what_states_no_week_is_none() {
        for text in [
            "",
            "Flexible",
            "12 hour shifts",
            "quarts de 12 heures",
            "12 hours per shift",
            "200",
            "40 to 30",
            "0",
            "2 positions",
            "24/7",
        ] {
            assert_eq!(Hours::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "(\\PC{0,20}|[0-9., toàh-]{0,12}|hours|per |week){0,5}") {
            if let Some(hours) = Hours::read(&text) {
                prop_assert!(hours.min_minutes <= hours.max_minutes && hours.max_minutes <= 6720);
            }
        }
    }
}
