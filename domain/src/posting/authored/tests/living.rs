//! The state machine against a model written down as a table, over random sequences of events.

use crate::moderation::{Grounds, Reason};
use chrono::TimeDelta;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::posting::{LIVE_DAYS, Status};

/// What a model needs to know: a moment, where it stands, when its days end, what was cleared.
#[derive(Clone, Debug)]
struct Model {
    status: Status,
    ends: Option<DateTime<Utc>>,
    closes: Option<DateTime<Utc>>,
    was_live: bool,
    cleared: Vec<&'static str>,
    /// Where it was taken down from, and when.
    taken: Option<(Status, DateTime<Utc>)>,
}

/// One step: after so many minutes, this.
#[derive(Clone, Debug)]
struct Step {
    minutes: i64,
    event: &'static str,
    verified: bool,
    sound: bool,
    words: Vec<&'static str>,
    applications: Option<i64>,
}

const EVENTS: &[&str] = &[
    "edit", "publish", "publish", "publish", "approve", "approve", "return", "pause", "resume", "extend", "confirm",
    "fill", "close", "expire", "withdraw", "restore", "restore",
];

fn step() -> impl Strategy<Value = Step> {
    let minutes = prop_oneof![5 => 0..60_i64, 3 => 0..20_000_i64, 1 => Just(LIVE_DAYS * 24 * 60)];
    let often = prop_oneof![9 => Just(true), 1 => Just(false)];
    let words = prop_oneof![3 => Just(vec![]), 1 => vec(select(&["bitcoin", "telegram", "gift card"][..]), 1..3)];
    let applications = prop_oneof![4 => Just(None), 1 => (-1_000..60_000_i64).prop_map(Some)];
    (minutes, select(EVENTS), often.clone(), often, words, applications).prop_map(
        |(minutes, event, verified, sound, words, applications)| Step {
            minutes,
            event,
            verified,
            sound,
            words,
            applications,
        },
    )
}

impl Step {
    fn applications(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.applications.map(|minutes| now + TimeDelta::minutes(minutes))
    }

    fn event(&self, now: DateTime<Utc>) -> Event {
        let hold = |words: &&str| Hold {
            rule: HoldRule::Sign(Sign::Crypto),
            at: "/en/title".to_owned(),
            words: (*words).to_owned(),
        };
        let holds = self.words.iter().map(hold).collect();
        let applications_end = self.applications(now);
        let check = Check { verified: self.verified, sound: self.sound, holds, applications_end };
        match self.event {
            "edit" => Event::Edit(check),
            "publish" => Event::Publish(check),
            "approve" => Event::Approve(check),
            "return" => {
                Event::Return(Grounds { reason: Reason::Incomplete, note: "Say who the client is.".to_owned() })
            }
            "pause" => Event::Pause,
            "resume" => Event::Resume(check),
            "extend" => Event::Extend { applications_end },
            "confirm" => Event::Confirm,
            "fill" => Event::Close { filled: true },
            "close" => Event::Close { filled: false },
            "expire" => Event::Expire,
            "restore" => Event::Restore(check),
            _ => Event::Withdraw,
        }
    }
}

impl Model {
    fn due(&self, now: DateTime<Utc>) -> bool {
        self.status != Status::Review && !self.status.has_ended() && self.closes.is_some_and(|closes| closes <= now)
    }

    /// Whether the step is taken; if so, the model has moved.
    fn step(&mut self, step: &Step, now: DateTime<Utc>) -> bool {
        use Status::{Closed, Draft, Expired, Filled, Live, Paused, Review, Withdrawn};
        let due = self.due(now);
        let next = match (step.event, self.status) {
            ("restore", Withdrawn) => self.comes_back(step, now),
            (_, Filled | Closed | Expired | Withdrawn) => None,
            ("withdraw", _) => {
                self.taken = Some((self.status, now));
                Some(Withdrawn)
            }
            ("expire", _) => due.then_some(Expired),
            _ if due => None,
            ("edit", Draft | Review) | ("return", Review) => Some(Draft),
            ("edit", Paused) | ("pause", Live) => Some(Paused),
            ("publish", Draft) | ("approve", Review) | ("resume", Paused) | ("edit", Live) => self.airs(step, now),
            ("extend", Live | Paused) => self.extends(step, now),
            ("confirm", Live) => Some(Live),
            ("fill", _) => self.was_live.then_some(Filled),
            ("close", _) => Some(Closed),
            _ => None,
        };
        let Some(next) = next else { return false };
        self.status = next;
        self.was_live |= next == Live;
        true
    }

    fn airs(&mut self, step: &Step, now: DateTime<Utc>) -> Option<Status> {
        let applications = step.applications(now);
        if !step.verified || !step.sound || applications.is_some_and(|end| end <= now) {
            return None;
        }
        if step.event == "approve" {
            self.cleared.extend(&step.words);
        }
        if step.words.iter().any(|words| !self.cleared.contains(words)) {
            return Some(Status::Review);
        }
        let ends = self.ends.filter(|ends| *ends > now).unwrap_or(now + TimeDelta::days(LIVE_DAYS));
        self.ends = Some(ends);
        self.closes = Some(applications.map_or(ends, |end| end.min(ends)));
        Some(Status::Live)
    }

    fn comes_back(&mut self, step: &Step, now: DateTime<Utc>) -> Option<Status> {
        let (from, since) = self.taken?;
        let mut back = self.clone();
        back.ends = self.ends.map(|ends| ends + (now - since));
        back.cleared.extend(&step.words);
        let status = match from {
            Status::Live => back.airs(step, now)?,
            Status::Review => Status::Draft,
            other => other,
        };
        if status != Status::Live {
            back.closes = back.ends.map(|ends| step.applications(now).map_or(ends, |end| end.min(ends)));
        }
        *self = Self { taken: None, ..back };
        Some(status)
    }

    fn extends(&mut self, step: &Step, now: DateTime<Utc>) -> Option<Status> {
        let ends = now + TimeDelta::days(LIVE_DAYS);
        let applications = step.applications(now);
        if applications.is_some_and(|end| self.closes >= Some(end)) {
            return None;
        }
        self.ends = Some(ends);
        self.closes = Some(applications.map_or(ends, |end| end.min(ends)));
        Some(self.status)
    }
}

/// What must be so whatever happened.
fn holds_true(before: &Life, after: &Life, now: DateTime<Utc>) {
    assert_eq!(after.ended_at.is_some(), after.status.has_ended());
    assert_eq!(
        after.withdrawn_from.is_some(),
        after.status == Status::Withdrawn,
        "only what was taken down comes back"
    );
    assert!(before.closes_at.is_none() || after.closes_at.is_some());
    assert_eq!(after.status == Status::Review, !after.holds.is_empty(), "it waits exactly while there is a reason");
    assert!(before.live_at.is_none() || after.live_at == before.live_at, "it goes live for the first time once");
    if after.status == Status::Live {
        assert!(after.live_at.is_some() && after.confirmed_at.is_some());
        assert!(after.closes_at.is_some_and(|closes| closes > now && closes <= now + TimeDelta::days(LIVE_DAYS)));
    }
    assert!(after.closes_at <= after.period_ends_at);
    assert!(after.cleared.starts_with(&before.cleared), "what was let pass stays so");
    assert!(after.returned.is_none() || after.status == Status::Draft || after.status.has_ended());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_life_goes_as_the_table_says(steps in vec(step(), 1..30)) {
        let mut life = Life::draft();
        let mut model =
            Model { status: Status::Draft, ends: None, closes: None, was_live: false, cleared: vec![], taken: None };
        let mut now = at(0);
        for step in &steps {
            now += TimeDelta::minutes(step.minutes);
            let before = life.clone();
            let taken = model.step(step, now);
            match life.after(&step.event(now), now) {
                Ok(after) => {
                    prop_assert!(taken, "{:?} taken from {:?}", step, before);
                    holds_true(&before, &after, now);
                    life = after;
                }
                Err(denied) => prop_assert!(!taken, "{:?} denied from {:?}: {:?}", step, before, denied),
            }
            prop_assert_eq!((life.status, life.closes_at), (model.status, model.closes), "after {:?}", step);
            prop_assert_eq!(life.is_due(now), model.due(now));
        }
    }
}

/// The usual life of a posting, and why some things cannot be done in it.
#[test]
fn draft_live_paused_live_filled() {
    let check = Check { verified: true, sound: true, holds: vec![], applications_end: None };
    let draft = Life::draft();
    assert_eq!(draft.after(&Event::Pause, at(0)), Err(Denied::NotNow(Status::Draft)));
    let unverified = Event::Publish(Check { verified: false, ..check.clone() });
    assert_eq!(draft.after(&unverified, at(0)), Err(Denied::Unverified));
    assert_eq!(draft.after(&Event::Publish(Check { sound: false, ..check.clone() }), at(0)), Err(Denied::Unsound));
    assert_eq!(draft.after(&Event::Close { filled: true }, at(0)), Err(Denied::NotNow(Status::Draft)));
    let live = draft.after(&Event::Publish(check.clone()), at(0)).unwrap();
    assert_eq!((live.status, live.closes_at), (Status::Live, Some(at(LIVE_DAYS * 24 * 60))));
    let paused = live.after(&Event::Pause, at(10)).unwrap();
    let again = paused.after(&Event::Resume(check), at(20)).unwrap();
    assert_eq!((again.live_at, again.closes_at), (Some(at(0)), live.closes_at), "a pause does not stop its days");
    let longer = again.after(&Event::Extend { applications_end: None }, at(30)).unwrap();
    assert_eq!(longer.closes_at, Some(at(30 + LIVE_DAYS * 24 * 60)));
    let deadline = Event::Extend { applications_end: again.closes_at };
    assert_eq!(again.after(&deadline, at(30)), Err(Denied::ApplicationsEnd));
    let filled = longer.after(&Event::Close { filled: true }, at(40)).unwrap();
    assert_eq!((filled.status, filled.ended_at), (Status::Filled, Some(at(40))));
    assert_eq!(filled.after(&Event::Confirm, at(50)), Err(Denied::Ended));
}

#[test]
fn what_was_taken_down_by_mistake_goes_on_where_it_stood() {
    let check = Check { verified: true, sound: true, holds: vec![], applications_end: None };
    let restore = Event::Restore(check.clone());
    let live = Life::draft().after(&Event::Publish(check.clone()), at(0)).unwrap();
    let down = live.after(&Event::Withdraw, at(10)).unwrap();
    assert_eq!((down.status, down.withdrawn_from), (Status::Withdrawn, Some(Status::Live)));
    let back = down.after(&restore, at(70)).unwrap();
    let later = live.closes_at.map(|closes| closes + TimeDelta::minutes(60));
    assert_eq!(back, Life { closes_at: later, period_ends_at: later, ..live.clone() }, "an hour is given back");
    let unverified = Event::Restore(Check { verified: false, ..check.clone() });
    assert_eq!(down.after(&unverified, at(70)), Err(Denied::Unverified));
    let paused = live.after(&Event::Pause, at(5)).unwrap();
    let down = paused.after(&Event::Withdraw, at(10)).unwrap();
    assert_eq!(down.after(&unverified, at(10)), Ok(paused), "nobody puts on what its author took off");
    let closed = live.after(&Event::Close { filled: false }, at(10)).unwrap();
    assert_eq!(closed.after(&restore, at(20)), Err(Denied::Ended), "what its author ended stays ended");
    assert_eq!(live.after(&restore, at(20)), Err(Denied::NotNow(Status::Live)));
}

#[test]
fn an_edit_goes_back_to_a_moderator_only_for_words_not_seen_before() {
    let hold =
        |words: &str, at: &str| Hold { rule: HoldRule::Sign(Sign::Crypto), at: at.to_owned(), words: words.to_owned() };
    let check = |holds| Check { verified: true, sound: true, holds, applications_end: None };
    let first = vec![hold("blockchain", "/en/title")];
    let review = Life::draft().after(&Event::Publish(check(first.clone())), at(0)).unwrap();
    assert_eq!((review.status, &review.holds), (Status::Review, &first));
    let live = review.after(&Event::Approve(check(first)), at(5)).unwrap();
    assert_eq!((live.status, live.live_at), (Status::Live, Some(at(5))));
    let moved = Event::Edit(check(vec![hold("blockchain", "/en/description")]));
    assert_eq!(live.after(&moved, at(6)).unwrap().status, Status::Live);
    let more = Event::Edit(check(vec![hold("blockchain", "/en/title"), hold("bitcoin", "/en/title")]));
    let waiting = live.after(&more, at(7)).unwrap();
    assert_eq!((waiting.status, waiting.holds), (Status::Review, vec![hold("bitcoin", "/en/title")]));
}

#[test]
fn what_has_ended_is_kept_for_three_years() {
    let end = day("2024-02-29").and_hms_opt(12, 0, 0).unwrap().and_utc();
    assert!(kept_since(day("2027-02-28").and_hms_opt(11, 0, 0).unwrap().and_utc()) < end);
    assert!(kept_since(day("2027-03-01").and_hms_opt(13, 0, 0).unwrap().and_utc()) > end);
}
