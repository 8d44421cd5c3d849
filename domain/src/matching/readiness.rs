//! How much of what a posting asks to hold is in hand.

use chrono::NaiveDate;
use serde::Serialize;

use super::{Answer, Topic, Verdict};
use crate::message::{Arg, Message};
use crate::reference::Credential;

/// How many of the licences and required credentials are in hand on the first day of work: "7 of 9".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// So many count on that day.
    pub ready: u8,
    /// So many are asked.
    pub of: u8,
    /// What is held today but counts no more by then, each with its last day.
    pub lapsing: Vec<(Credential, NaiveDate)>,
}

impl Readiness {
    /// It in sentences: how many are ready, then what lapses before the first day of work.
    pub fn messages(&self) -> Vec<Message> {
        let count = |count: u8| Arg::Count(count.into());
        let ready = Message::new("readiness-count").with("ready", count(self.ready)).with("of", count(self.of));
        let lapses = |(credential, last): &(Credential, NaiveDate)| {
            Message::new("readiness-lapses")
                .with("credential", Arg::Credential(*credential))
                .with("day", Arg::Day(*last))
        };
        let ready = (self.of > 0).then_some(ready);
        ready.into_iter().chain(self.lapsing.iter().map(lapses)).collect()
    }
}

impl Verdict {
    /// How much of what it asks to hold is in hand.
    pub fn readiness(&self) -> Readiness {
        let mut readiness = Readiness::default();
        for line in &self.lines {
            if !line.hard || !matches!(line.topic, Topic::Licence | Topic::Credential) {
                continue;
            }
            let ready = matches!(line.answer, Answer::Met | Answer::MetUntil { .. });
            readiness.of = readiness.of.saturating_add(1);
            readiness.ready = readiness.ready.saturating_add(u8::from(ready));
            readiness.lapsing.extend(line.credential.zip(line.lapses));
        }
        readiness
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::matching::verdict;
    use crate::testing;

    proptest! {
        #[test]
        fn what_lapses_is_held_today_and_counts_no_more((today, profile, posting) in testing::pair()) {
            let verdict = verdict(&profile, &posting, today);
            let readiness = verdict.readiness();
            prop_assert!(readiness.ready <= readiness.of);
            prop_assert!(readiness.lapsing.len() <= usize::from(readiness.of - readiness.ready));
            for (credential, last) in readiness.lapsing {
                prop_assert!((today..verdict.judged_at).contains(&last), "{last}");
                prop_assert!(profile.credentials.iter().any(|held| held.credential == credential));
            }
        }
    }
}
