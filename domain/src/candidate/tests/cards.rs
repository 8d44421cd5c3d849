//! A card from a verdict: what is on it, and what is not.

use chrono::{Datelike, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::Lang;
use crate::matching::{Eligibility, Topic, verdict};
use crate::reference::Region;
use crate::testing;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Who is a candidate follows from the verdict, and nothing on the card is finer than a month or about what the worker
    /// asks of the posting.
    #[test]
    fn a_card_shows_the_lines_that_the_posting_asks_and_no_day((today, profile, posting) in testing::pair()) {
        let verdict = verdict(&profile, &posting, today);
        let candidate = Candidate::of(CandidateId::of([7; 32]), &verdict, None, Region::CANADA);
        let expected = match verdict.eligibility {
            Eligibility::Ready | Eligibility::ReadyBy { .. } | Eligibility::Unclear => true,
            Eligibility::Short { missing } => missing <= 2,
            Eligibility::NotEligible => false,
        };
        prop_assert_eq!(candidate.is_some(), expected);
        let Some(candidate) = candidate else { return Ok(()) };
        let lines = candidate.facts.lines.clone().unwrap();
        let asked = [Topic::Licence, Topic::Language, Topic::Experience, Topic::Credential];
        prop_assert!(lines.iter().all(|line| asked.contains(&line.topic)));
        let (ready, all) = candidate.facts.ready.unwrap();
        let met = lines.iter().filter(|line| line.credential.is_some() && line.state == LineState::Met).count();
        prop_assert!(ready <= all && usize::from(ready) <= met);
        if let Standing::ReadyBy { month } = candidate.facts.standing {
            prop_assert!(month.is_some_and(|month| month.day() == 1));
        }
        let json = serde_json::to_string(&candidate.facts).unwrap();
        let days = json.match_indices("20").filter_map(|(at, _)| json.get(at..at + 10)?.parse::<NaiveDate>().ok());
        prop_assert!(days.into_iter().all(|day| day.day() == 1), "{json}");
        for private in ["pay", "distance", "reach", "km", "shift"] {
            prop_assert!(!json.contains(private), "{private} in {json}");
        }
    }
}

#[test]
fn counts_go_in_fives_and_are_said() {
    let mut last = Count::Few;
    for exact in 0..1_000 {
        let count = Count::of(exact);
        assert!(count >= last, "never fewer of more");
        assert_eq!(count != last, exact % 5 == 0 && exact > 0, "{exact}");
        match count {
            Count::Few => assert!(exact < 5),
            Count::AtLeast(told) => assert!(told <= exact && exact < told + 5),
        }
        last = count;
    }
    let said = |count: Count| Lang::ALL.map(|lang| count.message().render(lang));
    assert_eq!(said(Count::of(4)), ["fewer than 5", "moins de 5"]);
    assert_eq!(said(Count::of(0)), said(Count::of(4)), "none is not told apart from few");
    assert_eq!(said(Count::of(14)), ["at least 10", "au moins 10"]);
}
