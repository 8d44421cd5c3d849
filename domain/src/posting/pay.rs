//! Pay: what salary texts mean, in cents per hour or year.

use std::sync::LazyLock;

use regex::{Match, Regex};
use serde::{Deserialize, Serialize};

use super::Hours;
use crate::set::keyed_enum;

keyed_enum! {
    /// The unit in which pay is kept.
    PayUnit {
        /// An hour of work.
        Hour = "hour",
        /// A year.
        Year = "year",
    }
}

/// Pay before deductions, in Canadian cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pay {
    /// The lower end, in cents.
    pub min_cents: i64,
    /// The upper end, in cents; equal to the lower one where a single figure is stated.
    pub max_cents: i64,
    /// Per hour or year.
    pub unit: PayUnit,
}

/// Weekly minutes assumed where a posting states none: 37.5 hours.
pub(crate) const USUAL_WEEK_MINUTES: i64 = 2250;

/// Cents an hour that are believed: from below any Canadian minimum wage to a specialist's locum rate.
const HOURLY_CENTS: std::ops::RangeInclusive<f64> = 800.0..=100_000.0;
/// Cents a year that are believed.
const YEARLY_CENTS: std::ops::RangeInclusive<f64> = 1_000_000.0..=200_000_000.0;

/// The period for which a source states pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Period {
    Hour,
    Day,
    Week,
    TwoWeeks,
    Month,
    Year,
}

impl Period {
    /// The unit that it is kept in, and how many of the period's amounts make one of the unit's:
    /// 52 weeks, 26 two-week periods or 12 months a year; a day is a fifth of the usual week, 7.5 hours.
    const fn conversion(self) -> (PayUnit, f64) {
        match self {
            Self::Hour => (PayUnit::Hour, 1.0),
            Self::Day => (PayUnit::Hour, 1.0 / 7.5),
            Self::Week => (PayUnit::Year, 52.0),
            Self::TwoWeeks => (PayUnit::Year, 26.0),
            Self::Month => (PayUnit::Year, 12.0),
            Self::Year => (PayUnit::Year, 1.0),
        }
    }

    /// The period that an amount without one can only mean: no hourly wage is above $300, no yearly one below $20,000.
    fn of_size(dollars: f64) -> Option<Self> {
        match dollars {
            10.0..=300.0 => Some(Self::Hour),
            20_000.0..=2_000_000.0 => Some(Self::Year),
            _ => None,
        }
    }
}

/// Every way to write a period, longest first so that `bi-weekly` is not read as `weekly`.
const PERIODS: &str = r"(?x)
    (?P<two_weeks> bi-?\ ?weekly | bi-?\ ?hebdo\w* | (?:every|aux|par|toutes\ les)\ (?:two|2|deux)\ (?:weeks|semaines) | quinzaine )
  | (?P<hour> hour(?:s|ly)? | hrs? | heures? | horaire | h )
  | (?P<day> days? | daily | diem | jours? | journali[eè]re? )
  | (?P<week> week(?:s|ly)? | wk | semaines? | hebdomadaire\w* )
  | (?P<month> month(?:s|ly)? | mois | mensuel\w* )
  | (?P<year> year(?:s|ly)? | yrs? | annum | annu(?:al(?:ly|ized)?|el(?:le|lement)?) | ann[ée]es? | an )";

#[expect(clippy::unwrap_used, reason = "constant patterns, compiled by the first test that reads pay")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

/// One amount or a range: `$48.27 to $62.91`, `de 50 000 $ à 62 000 $`, `50-60k`.
static AMOUNTS: LazyLock<Regex> = LazyLock::new(|| {
    let money = |name: &str| {
        format!(
            r"(?P<{name}_sign>\$)?\s*(?P<{name}>\d{{1,3}}(?:[ ,']\d{{3}})+(?:\.\d{{1,4}}|,\d{{1,2}})?|\d+(?:[.,]\d{{1,4}})?)\s*(?P<{name}_k>k\b)?\s*(?P<{name}_after>\$|cad\b|dollars?\b)?"
        )
    };
    let period = r"(?:\s*/?\s*(?:per |an? |par |de l.)?(?:hourly|hour|hr|h|year|yr|annum|heure|an)\b)?";
    pattern(&format!(
        r"(?i){}(?:{period}\s*(?:to|-|–|—|à|a|and|et|until|jusqu.à)\s*(?:c\$|ca\$|cad|cdn)?\s*{})?",
        money("min"),
        money("max")
    ))
});
/// A period straight after an amount: `/h`, `per annum`, ` HOUR`, `de l'heure`.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^[\s,.]*(?:cad|cdn)?\s*[(/]?\s*(?:(?:per|an?|each|the|par|de l.|l.|chaque|aux?)\s*)?(?:{PERIODS})\b"
    ))
});
/// A period anywhere; the short forms (`h`, `an`) only count beside an amount.
static ANYWHERE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?i)\b(?:{PERIODS})\b")));
/// Hours of work, which are not pay: `for 30 to 40 hours per week`, `35 heures par semaine`.
static WORKING_TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\d+(?:[.,]\d+)?(?:\s*(?:to|-|–|à)\s*\d+(?:[.,]\d+)?)?\s*(?:hours|hrs|hour|heures|h)\s*(?:/|per\b|a\b|par\b|bi-?weekly|weekly|aux\b)\s*(?:week|day|month|year|semaine|jour|mois|an|deux semaines)?\w*",
    )
});
/// What comes on top of pay, and what follows it: bonuses, premiums, commissions.
static ON_TOP: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\+|\bplus\b|\bbonus\b|\bprimes?\b|\bpremiums?\b"));
/// Texts whose figure is not a floor of pay in Canadian dollars.
static UNUSABLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\bus\s?\$|\busd\b|€|£|\bup to\b|\bmaximum of\b|\bjusqu.à concurrence\b|^\s*jusqu.à\b")
});

impl Pay {
    /// Reads a salary text, English or French.
    ///
    /// A period beside the amount counts before one elsewhere in the text (`bi-weekly ($87,148 - $117,276/year)`
    /// is yearly pay, paid every two weeks); without any, the size of the amount decides where it can
    /// only mean one. `None`: no pay is stated, or not one that can be believed. "Up to $45" states no floor: `None`.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
        if UNUSABLE.is_match(&text) {
            return None;
        }
        let text = WORKING_TIME.replace_all(&text, " ");
        let base = ON_TOP.find(&text).map_or(&*text, |extra| text.get(..extra.start()).unwrap_or_default());
        // A figure with a dollar sign or a period beside it is surely pay; a bare one is where it stands alone.
        let sure = AMOUNTS.captures_iter(base).find_map(|found| Figure::of(&found, base)?.sure());
        sure.or_else(|| AMOUNTS.captures(base).and_then(|found| Figure::of(&found, base)?.alone()))
    }

    /// Pay per period, where it lies within what is believed.
    fn of(min: f64, max: f64, period: Period) -> Option<Self> {
        let (unit, factor) = period.conversion();
        let believed = match unit {
            PayUnit::Hour => HOURLY_CENTS,
            PayUnit::Year => YEARLY_CENTS,
        };
        let cents = |dollars: f64| Some((dollars * factor * 100.0).round()).filter(|cents| believed.contains(cents));
        let (min_cents, max_cents) = (whole(cents(min)?), whole(cents(max)?));
        (min_cents <= max_cents).then_some(Self { min_cents, max_cents, unit })
    }

    /// The range as cents per hour: a yearly figure is divided by 52 weeks of the stated hours, or of
    /// 37.5 hours where none are stated. Rounded down, so that a floor is never met by rounding.
    pub fn hourly_cents(&self, hours: Option<Hours>) -> (i64, i64) {
        match self.unit {
            PayUnit::Hour => (self.min_cents, self.max_cents),
            PayUnit::Year => {
                let week = hours.map_or(USUAL_WEEK_MINUTES, |h| i64::from(h.max_minutes)).max(60);
                let hourly = |cents: i64| cents.saturating_mul(60) / (week * 52);
                (hourly(self.min_cents), hourly(self.max_cents))
            }
        }
    }
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "rounded and within YEARLY_CENTS")]
fn whole(cents: f64) -> i64 {
    cents as i64
}

/// An amount or range found in a text, with what stands around it.
struct Figure<'t> {
    min: f64,
    max: f64,
    signed: bool,
    beside: Option<Period>,
    text: &'t str,
    around: String,
}

impl<'t> Figure<'t> {
    fn of(found: &regex::Captures<'_>, text: &'t str) -> Option<Self> {
        let whole = found.get(0)?;
        let after = text.get(whole.end()..)?;
        if after.trim_start().starts_with('%') {
            return None;
        }
        let low = number(found.name("min")?.as_str())?;
        let high = found.name("max").map_or(Some(low), |m| number(m.as_str()))?;
        let (low_k, high_k) = (found.name("min_k").is_some(), found.name("max_k").is_some());
        let max = if high_k || (low_k && found.name("max").is_none()) { high * 1000.0 } else { high };
        let min = if low_k || (high_k && low < 1000.0) { low * 1000.0 } else { low };
        let signed = ["min_sign", "max_sign", "min_after", "max_after", "min_k", "max_k"]
            .iter()
            .any(|n| found.name(n).is_some());
        let before = text.get(..whole.start())?;
        Some(Self { min, max, signed, beside: beside(&whole, after), text, around: format!("{before} {after}") })
    }

    /// The pay, where a sign or a period beside it makes sure that the figure is pay.
    fn sure(&self) -> Option<Pay> {
        match self.beside {
            Some(period) => Pay::of(self.min, self.max, period),
            None if self.signed => self.elsewhere().or_else(|| self.by_size()),
            None => self.elsewhere(),
        }
    }

    /// The pay, where the text has nothing but the figure.
    fn alone(&self) -> Option<Pay> {
        let bare = !self.text.chars().any(char::is_alphabetic);
        if bare { self.by_size() } else { None }
    }

    fn elsewhere(&self) -> Option<Pay> {
        let long = |m: &Match<'_>| m.as_str().chars().count() > 2;
        ANYWHERE
            .captures_iter(&self.around)
            .filter(|found| found.get(0).is_some_and(|m| long(&m)))
            .find_map(|found| Pay::of(self.min, self.max, period(&found)?))
    }

    fn by_size(&self) -> Option<Pay> {
        let period = Period::of_size(self.min).filter(|p| Period::of_size(self.max) == Some(*p))?;
        Pay::of(self.min, self.max, period)
    }
}

/// The period straight after the amount, or inside the range (`$30/hour to $35/hour`).
fn beside(whole: &Match<'_>, after: &str) -> Option<Period> {
    let within = || ANYWHERE.captures(whole.as_str()).and_then(|found| period(&found));
    AFTER.captures(after).and_then(|found| period(&found)).or_else(within)
}

fn period(found: &regex::Captures<'_>) -> Option<Period> {
    let named = [
        ("two_weeks", Period::TwoWeeks),
        ("hour", Period::Hour),
        ("day", Period::Day),
        ("week", Period::Week),
        ("month", Period::Month),
        ("year", Period::Year),
    ];
    named.into_iter().find(|(name, _)| found.name(name).is_some()).map(|(_, period)| period)
}

/// A number as Canadians write it: `87,148.50`, `87 148,50`, `25,5`. Three digits after a comma are thousands.
fn number(text: &str) -> Option<f64> {
    let compact: String = text.chars().filter(|c| !matches!(c, ' ' | '\'')).collect();
    let decimal_comma = compact.rfind(',').filter(|at| compact.len() - at <= 3 && !compact.contains('.'));
    let plain: String = compact
        .char_indices()
        .filter_map(|(at, c)| match c {
            ',' if Some(at) == decimal_comma => Some('.'),
            ',' => None,
            c => Some(c),
        })
        .collect();
    plain.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pay an hour, in cents.
    fn hour(min_cents: i64, max_cents: i64) -> Pay {
        Pay { min_cents, max_cents, unit: PayUnit::Hour }
    }

    /// Pay a year, in dollars.
    fn year(min: i64, max: i64) -> Pay {
        Pay { min_cents: min * 100, max_cents: max * 100, unit: PayUnit::Year }
    }

    #[test]
    fn salary_texts_mean_what_people_mean() {
        let cases = [
            ("$48.27 to $62.91", hour(4827, 6291)),
            ("30 HOUR", hour(3000, 3000)),
            ("$24.00 HOUR hourly for 30 to 40 hours per week", hour(2400, 2400)),
            ("bi-weekly ($87,148 - $117,276/year)", year(87_148, 117_276)),
            ("65,000 - 80,000 per annum", year(65_000, 80_000)),
            ("$25/h", hour(2500, 2500)),
            ("25,50 $ de l'heure", hour(2550, 2550)),
            ("25,50 $ de l’heure", hour(2550, 2550)),
            ("de 50\u{a0}000 $ à 62\u{202f}000 $ par an", year(50_000, 62_000)),
            ("$42.50 hourly", hour(4250, 4250)),
            ("$18.94 to $23.67 hourly (to be negotiated)", hour(1894, 2367)),
            (
                "$53,856.66 to $61,096.97 annually (to be negotiated)",
                Pay { min_cents: 5_385_666, max_cents: 6_109_697, unit: PayUnit::Year },
            ),
            ("$2,000.00 monthly + 20% commission per sale", year(24_000, 24_000)),
            ("23.5 to 26.99 hour", hour(2350, 2699)),
            ("255000 to 305000 year", year(255_000, 305_000)),
            ("$1,200 weekly", year(62_400, 62_400)),
            ("1 200 $ par semaine", year(62_400, 62_400)),
            ("$3,200.00 bi-weekly", year(83_200, 83_200)),
            ("2 450,75 $ aux deux semaines", Pay { min_cents: 6_371_950, max_cents: 6_371_950, unit: PayUnit::Year }),
            ("$300 per day", hour(4000, 4000)),
            ("1 500 $ par jour", hour(20_000, 20_000)),
            ("50-60k", year(50_000, 60_000)),
            ("$80K/yr", year(80_000, 80_000)),
            ("$70K - $85K a year", year(70_000, 85_000)),
            ("$30/hour to $35/hour", hour(3000, 3500)),
            ("$37.93-$54.37 CAD Hourly", hour(3793, 5437)),
            ("Taux horaire : 24,36 $ à 26,60 $", hour(2436, 2660)),
            ("Salaire annuel de 58 000 $ à 75 500 $", year(58_000, 75_500)),
            ("Annual salary: $101,400", year(101_400, 101_400)),
            ("$25 an hour", hour(2500, 2500)),
            ("$39.07 - $56.00 per hour plus $2 premium", hour(3907, 5600)),
            ("3 positions, $31.10/hour", hour(3110, 3110)),
            ("$26.995 hourly", hour(2700, 2700)),
            ("25", hour(2500, 2500)),
            ("28-32", hour(2800, 3200)),
            ("72000", year(72_000, 72_000)),
            ("Salary: $30.00, paid weekly", hour(3000, 3000)),
        ];
        for (text, pay) in cases {
            assert_eq!(Pay::read(text), Some(pay), "{text}");
        }
    }

    #[test]
    fn what_states_no_believable_pay_is_none() {
        let cases = [
            "",
            "Negotiable",
            "To be discussed / à discuter",
            "Up to $45/hour",
            "US$45 per hour",
            "$5 hourly",
            "32000 HOUR",
            "$900 000 000 par an",
            "$2 premium for nights",
            "40 hours per week",
            "35 heures par semaine",
            "Step 5 of the grid",
            "20% commission",
            "$62.91 to $48.27 hourly",
            "$25 to $85,000",
            "$5,000 sign-on bonus",
            "$1,000",
            "99999999999999999999999999999999999999999 hour",
        ];
        for text in cases {
            assert_eq!(Pay::read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic_and_within_bounds(text in "(\\PC{0,20}|[0-9$., \u{a0}khàto/-]{0,24}|hour|an|per ){0,6}") {
            if let Some(pay) = Pay::read(&text) {
                prop_assert!(pay.min_cents >= 800 && pay.min_cents <= pay.max_cents && pay.max_cents <= 200_000_000);
            }
        }

        #[test]
        fn a_stated_range_comes_back_to_the_cent(min in 1000_i64..9000, more in 0_i64..3000) {
            let max = min + more;
            let text = format!("${}.{:02} to ${}.{:02} hourly", min / 100, min % 100, max / 100, max % 100);
            prop_assert_eq!(Pay::read(&text), Some(hour(min, max)));
            let french = format!("de {},{:02} $ à {},{:02} $ l'heure", min / 100, min % 100, max / 100, max % 100);
            prop_assert_eq!(Pay::read(&french), Some(hour(min, max)));
        }
    }
}
