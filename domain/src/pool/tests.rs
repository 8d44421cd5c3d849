//! The pool against brute force: a verdict for every worker.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

use super::{Candidate, Pool};
use crate::account::AccountId;
use crate::matching::{Answer, Eligibility, Topic, Verdict, missing_one, opens, verdict};
use crate::posting::Posting;
use crate::testing;
use crate::worker::Profile;

/// Worlds of a run, of a dozen workers and three postings each.
const WORLDS: u32 = 1_000;

fn worker(number: u8) -> AccountId {
    AccountId(Uuid::from_u128(1 + u128::from(number)))
}

/// What happens to a pool: someone comes or changes, or goes.
type Op = (u8, i32, Option<Profile>);

fn world() -> impl Strategy<Value = (chrono::NaiveDate, Vec<Op>, Vec<Posting>)> {
    testing::today().prop_flat_map(|today| {
        let op = (0..12_u8, 1..4_i32, proptest::option::weighted(0.9, testing::profile(today)));
        (Just(today), vec(op, 1..30), vec(testing::posting(today), 3))
    })
}

/// A plain list, changed as the pool is.
fn run(ops: &[Op]) -> (Pool, BTreeMap<AccountId, (i32, Profile)>) {
    let (mut pool, mut model) = (Pool::default(), BTreeMap::<AccountId, (i32, Profile)>::new());
    for (number, version, profile) in ops {
        let id = worker(*number);
        match profile {
            None => {
                pool.remove(id);
                model.remove(&id);
            }
            Some(profile) => {
                pool.apply(id, *version, version % 2 == 0, profile);
                if model.get(&id).is_none_or(|(known, _)| known <= version) {
                    model.insert(id, (*version, profile.clone()));
                }
            }
        }
    }
    (pool, model)
}

/// Whether the posting is of a role and in the reach of the worker.
fn concerns(verdict: &Verdict) -> bool {
    let missing = |topic| verdict.lines.iter().any(|line| line.topic == topic && line.answer == Answer::Missing);
    !missing(Topic::Role) && !missing(Topic::Reach)
}

fn same(candidate: &Candidate, version: i32, verdict: &Verdict) -> bool {
    let opened = opens(candidate.others, candidate.unmet, candidate.judged_at);
    let opened = opened.filter(|_| candidate.eligibility != Eligibility::NotEligible);
    candidate.open == (version % 2 == 0)
        && (candidate.version, candidate.eligibility, candidate.unknowns, candidate.score, candidate.judged_at, opened)
            == (version, verdict.eligibility, verdict.unknowns, verdict.score, verdict.judged_at, missing_one(verdict))
}

#[test]
fn candidates_are_exactly_those_of_a_verdict_for_every_worker() {
    let kinds = RefCell::new(BTreeMap::<&str, u32>::new());
    let mut runner = TestRunner::new(Config { cases: WORLDS, failure_persistence: None, ..Config::default() });
    let ran = runner.run(&world(), |(today, ops, postings)| {
        let (pool, model) = run(&ops);
        prop_assert_eq!(pool.len(), model.len());
        for posting in &postings {
            let found = pool.candidates(posting, today);
            let mut left: BTreeMap<_, _> = found.iter().map(|candidate| (candidate.worker, candidate)).collect();
            prop_assert_eq!(left.len(), found.len());
            for (id, (version, profile)) in &model {
                let verdict = verdict(profile, posting, today);
                let candidate = left.remove(id);
                prop_assert_eq!(candidate.is_some(), concerns(&verdict), "{:?} {:?}", profile, posting);
                if let Some(candidate) = candidate {
                    prop_assert!(same(candidate, *version, &verdict), "{:?} {:?}", candidate, verdict);
                    let kind = match verdict.eligibility {
                        Eligibility::Ready => "ready",
                        Eligibility::ReadyBy { .. } => "ready by",
                        Eligibility::Unclear => "unclear",
                        Eligibility::Short { .. } => "short",
                        Eligibility::NotEligible => "not eligible",
                    };
                    *kinds.borrow_mut().entry(kind).or_default() += 1;
                }
            }
            prop_assert!(left.is_empty(), "{:?}", left);
        }
        Ok(())
    });
    ran.unwrap();
    let kinds = kinds.into_inner();
    assert!(kinds.len() == 5 && kinds.values().all(|seen| *seen >= 50), "too few of a kind: {kinds:?}");
}

proptest! {
    #[test]
    fn a_profile_is_given_back_as_it_came((_, ops, _) in world()) {
        let (pool, model) = run(&ops);
        for number in 0..12 {
            prop_assert_eq!(pool.profile(worker(number)), model.get(&worker(number)).cloned());
        }
    }

    #[test]
    fn who_has_gone_is_in_no_bitmap((_, ops, postings) in world()) {
        let (mut pool, model) = run(&ops);
        let gone: BTreeSet<_> = model.keys().copied().step_by(2).collect();
        for id in &gone {
            pool.remove(*id);
        }
        let used = pool.used();
        for posting in &postings {
            prop_assert!(pool.index.near(&posting.content).is_subset(&used));
        }
        let all = gone.iter().all(|id| pool.rows.iter().all(|row| row.worker != *id));
        prop_assert!(all);
    }
}
