//! The state machine against a model written down as a table, over random sequences of events.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::Lang;
use crate::disclosure::{Datum, at_stage};

/// Every step that can be taken: from, event, by whom, to.
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("submitted", "review", "employer", "reviewing"),
    ("submitted", "interview", "employer", "interview"),
    ("submitted", "offer", "employer", "offer"),
    ("submitted", "decline", "employer", "declined"),
    ("submitted", "withdraw", "worker", "withdrawn"),
    ("reviewing", "interview", "employer", "interview"),
    ("reviewing", "offer", "employer", "offer"),
    ("reviewing", "decline", "employer", "declined"),
    ("reviewing", "withdraw", "worker", "withdrawn"),
    ("interview", "offer", "employer", "offer"),
    ("interview", "decline", "employer", "declined"),
    ("interview", "withdraw", "worker", "withdrawn"),
    ("offer", "hire", "employer", "hired"),
    ("offer", "hire", "worker", "hired"),
    ("offer", "decline", "employer", "declined"),
    ("offer", "withdraw", "worker", "offer_declined"),
    ("declined", "reopen", "employer", "reviewing"),
];

const EVENTS: &[&str] =
    &["review", "interview", "interview", "offer", "offer", "hire", "decline", "withdraw", "reopen"];

#[derive(Clone, Debug)]
struct Move {
    minutes: i64,
    event: &'static str,
    party: Party,
    granted: bool,
    decline: Decline,
    withdrawal: Withdrawal,
}

fn a_move() -> impl Strategy<Value = Move> {
    let (decline, withdrawal) = (select(Decline::ALL), select(Withdrawal::ALL));
    // A clock may go back.
    (-5..2_000_i64, select(EVENTS), select(Party::ALL), prop::bool::weighted(0.7), decline, withdrawal).prop_map(
        |(minutes, event, party, granted, decline, withdrawal)| Move {
            minutes,
            event,
            party,
            granted,
            decline,
            withdrawal,
        },
    )
}

impl Move {
    fn event(&self) -> Event {
        match self.event {
            "review" => Event::Review,
            "interview" => Event::Interview,
            "offer" => Event::Offer,
            "hire" => Event::Hire,
            "decline" => Event::Decline(self.decline),
            "withdraw" => Event::Withdraw(self.withdrawal),
            _ => Event::Reopen { granted: self.granted },
        }
    }

    /// Where the table leads from `stage`.
    fn leads(&self, stage: &str) -> Option<&'static str> {
        let row = TABLE
            .iter()
            .find(|(from, event, party, _)| (*from, *event, *party) == (stage, self.event, self.party.key()))?;
        (self.event != "reopen" || self.granted).then_some(row.3)
    }

    fn reason(&self) -> Option<Lost> {
        match self.event {
            "decline" => Some(Lost::Employer(self.decline)),
            "withdraw" => Some(Lost::Worker(self.withdrawal)),
            _ => None,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_application_goes_as_the_table_says(moves in vec(a_move(), 1..25)) {
        let mut progress = Progress::submitted(account(1), at(0));
        let mut stages = vec!["submitted"];
        let mut now = 0;
        for step in &moves {
            now += step.minutes;
            let stage = stages[stages.len() - 1];
            let before = progress.clone();
            match (progress.after(step.event(), actor(step.party), at(now)), step.leads(stage)) {
                (Ok(after), Some(to)) => {
                    prop_assert_eq!(after.stage().key(), to);
                    let last = *after.last();
                    prop_assert_eq!((last.by, last.reason), (actor(step.party), step.reason()));
                    prop_assert!(last.at >= at(now) && last.at >= before.last().at, "steps stand in the order of time");
                    prop_assert!(before.steps().eq(after.steps().take(stages.len())), "history is only added to");
                    stages.push(to);
                    progress = after;
                }
                (Err(denied), None) => {
                    let right = match denied {
                        Denied::OtherSide => !TABLE.iter().any(|(_, event, party, _)| {
                            (*event, *party) == (step.event, step.party.key())
                        }),
                        Denied::Ended => progress.stage().has_ended(),
                        Denied::NotNow(from) => from == progress.stage() && !from.has_ended(),
                        Denied::NotGranted => step.event == "reopen" && !step.granted,
                    };
                    prop_assert!(right, "{step:?} from {stage}: {denied:?}");
                }
                (went, table) => prop_assert!(false, "{step:?} from {stage}: {went:?}, by the table {table:?}"),
            }
        }
        let walked: Vec<_> = progress.steps().map(|step| step.to.key()).collect();
        prop_assert_eq!(&walked, &stages);
        for stage in Stage::ALL {
            prop_assert_eq!(progress.reached(*stage), stages.contains(&stage.key()));
        }
        let answered = progress.steps().any(|step| step.by.party == Party::Employer && step.to != Stage::Reviewing);
        prop_assert_eq!(progress.answered_at().is_some(), answered);
        prop_assert_eq!(Progress::of(progress.steps().copied()), Ok(progress.clone()));
        // Only one who goes takes everything back, and only an interview or more opens the way to them.
        let shown = at_stage(progress.stage());
        prop_assert_eq!(shown.is_empty(), progress.stage() == Stage::Withdrawn);
        let met = progress.reached(Stage::Interview) || progress.reached(Stage::Offer);
        prop_assert!(met || !shown.contains(Datum::Contact));
    }
}

#[test]
fn the_usual_way_and_what_cannot_be() {
    let (worker, employer) = (actor(Party::Worker), actor(Party::Employer));
    let submitted = Progress::submitted(account(1), at(0));
    assert_eq!(submitted.after(Event::Hire, worker, at(1)), Err(Denied::NotNow(Stage::Submitted)));
    assert_eq!(submitted.after(Event::Offer, worker, at(1)), Err(Denied::OtherSide));
    let reviewing = submitted.after(Event::Review, employer, at(10)).unwrap();
    assert_eq!(reviewing.answered_at(), None, "to open it is no answer");
    let met = reviewing.after(Event::Interview, employer, at(20)).unwrap();
    assert_eq!(met.answered_at(), Some(at(20)));
    let offered = met.after(Event::Offer, employer, at(30)).unwrap();
    let hired = offered.after(Event::Hire, worker, at(40)).unwrap();
    assert_eq!(hired.after(Event::Withdraw(Withdrawal::Pay), worker, at(50)), Err(Denied::Ended));
    let refused = offered.after(Event::Withdraw(Withdrawal::Pay), worker, at(40)).unwrap();
    assert_eq!(refused.stage(), Stage::OfferDeclined);
    let declined = met.after(Event::Decline(Decline::Filled), employer, at(30)).unwrap();
    assert_eq!(declined.last().reason, Some(Lost::Employer(Decline::Filled)));
    assert_eq!(declined.after(Event::Reopen { granted: false }, employer, at(40)), Err(Denied::NotGranted));
    let again = declined.after(Event::Reopen { granted: true }, employer, at(40)).unwrap();
    assert_eq!((again.stage(), again.answered_at()), (Stage::Reviewing, Some(at(20))));
}

#[test]
fn steps_that_do_not_join_are_no_way() {
    let met = Progress::submitted(account(1), at(0)).after(Event::Interview, actor(Party::Employer), at(5)).unwrap();
    let steps: Vec<Step> = met.steps().copied().collect();
    assert_eq!(Progress::of([]), Err(Broken));
    assert_eq!(Progress::of(steps[1..].iter().copied()), Err(Broken));
    assert_eq!(Progress::of([steps[0], Step { from: Some(Stage::Offer), ..steps[1] }]), Err(Broken));
    assert_eq!(Progress::of(steps), Ok(met));
}

#[test]
fn stages_and_reasons_are_said_in_both_languages_each_its_own_way() {
    let lost = Decline::ALL.iter().map(|reason| Lost::Employer(*reason));
    let lost: Vec<Lost> = lost.chain(Withdrawal::ALL.iter().map(|reason| Lost::Worker(*reason))).collect();
    let mut said = std::collections::HashSet::new();
    for message in lost.iter().map(|lost| lost.message()).chain(Stage::ALL.iter().map(|stage| stage.message())) {
        let [en, fr] = Lang::ALL.map(|lang| message.render(lang));
        assert!(en != message.key && fr != message.key && en != fr, "{en} / {fr}");
        assert!(said.insert(en) && said.insert(fr), "{} says what another says", message.key);
    }
    for reason in lost {
        assert_eq!(Lost::parse(&reason.key()), Some(reason));
    }
    assert_eq!(Lost::parse("employer:pay"), None);
    assert_eq!(Lost::parse("filled"), None);
}
