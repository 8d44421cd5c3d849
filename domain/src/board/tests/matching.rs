//! Matches and unlocks against a verdict on every posting.

use std::cell::Cell;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use super::super::Board;
use super::model::Model;
use super::strategies::{at, id, op, posting, profile, run, wanted};
use crate::matching::{Breadth, Eligibility, Rank, missing_one, verdict};
use crate::reference::Credential;
use crate::worker::Profile;

/// Every listed posting with its verdict's rank and the credential that alone would open it, best first.
struct Judged {
    ranks: Vec<(Rank, i32, NaiveDate)>,
    opened: BTreeMap<Credential, u64>,
}

fn judge(model: &Model, profile: &Profile, now: DateTime<Utc>) -> Judged {
    let mut judged = Judged { ranks: Vec::new(), opened: BTreeMap::new() };
    for posting in model.listed(now) {
        let verdict = verdict(profile, posting, now.date_naive());
        judged.ranks.push((verdict.rank(posting), posting.version, verdict.judged_at));
        if let Some(credential) = missing_one(&verdict) {
            *judged.opened.entry(credential).or_default() += 1;
        }
    }
    judged.ranks.sort_unstable();
    judged
}

/// How often each kind of answer was compared, so that the comparison cannot become empty unnoticed.
#[derive(Default)]
struct Seen {
    pairs: Cell<usize>,
    ready: Cell<usize>,
    ready_by: Cell<usize>,
    unclear: Cell<usize>,
    short: Cell<usize>,
    opened: Cell<u64>,
}

impl Seen {
    fn note(&self, judged: &Judged) {
        let more = |cell: &Cell<usize>, by: usize| cell.set(cell.get() + by);
        more(&self.pairs, judged.ranks.len());
        for (rank, _, _) in &judged.ranks {
            match rank.eligibility {
                Eligibility::Ready => more(&self.ready, 1),
                Eligibility::ReadyBy { .. } => more(&self.ready_by, 1),
                Eligibility::Unclear => more(&self.unclear, 1),
                Eligibility::Short { .. } => more(&self.short, 1),
                Eligibility::NotEligible => {}
            }
        }
        self.opened.set(self.opened.get() + judged.opened.values().sum::<u64>());
    }
}

fn agrees(
    board: &Board,
    profile: &Profile,
    judged: &Judged,
    k: usize,
    now: DateTime<Utc>,
) -> Result<(), TestCaseError> {
    let today = now.date_naive();
    for breadth in [Breadth::Strict, Breadth::Broad] {
        let admitted = |(rank, _, at): &&(Rank, i32, NaiveDate)| breadth.admits(rank.eligibility, *at);
        for k in [k, 1_000] {
            let expected = judged.ranks.iter().filter(admitted).take(k).map(|(rank, version, _)| (*rank, *version));
            let found = board.matches(profile, today, now, breadth, k);
            let found: Vec<(Rank, i32)> = found.iter().map(|found| (found.rank(), found.version)).collect();
            prop_assert_eq!(found, expected.collect::<Vec<_>>());
        }
    }
    let unlocks = board.unlocks(profile, today, now);
    prop_assert!(unlocks.is_sorted_by(|(_, a), (_, b)| a >= b));
    prop_assert_eq!(unlocks.into_iter().collect::<BTreeMap<_, _>>(), judged.opened.clone());
    Ok(())
}

#[test]
fn the_board_and_the_verdict_on_every_posting_agree() {
    let seen = Seen::default();
    let strategy = (prop::collection::vec(op(), 40..120), prop::collection::vec(profile(), 8), 1..30_usize);
    let mut runner = TestRunner::new(Config { cases: 160, failure_persistence: None, ..Config::default() });
    let result = runner.run(&strategy, |(ops, profiles, k)| {
        let (told, model, now) = run(&ops);
        // In the one most postings came late, in the other none did.
        let boards = [told, Board::load(model.postings(), now)];
        for profile in &profiles {
            let judged = judge(&model, profile, now);
            seen.note(&judged);
            for board in &boards {
                agrees(board, profile, &judged, k, now)?;
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(seen.pairs.get() >= 10_000, "only {} pairs", seen.pairs.get());
    for (what, count) in
        [("ready", &seen.ready), ("ready by", &seen.ready_by), ("unclear", &seen.unclear), ("short", &seen.short)]
    {
        assert!(count.get() >= 100, "only {} {what}", count.get());
    }
    assert!(seen.opened.get() >= 100, "only {} one credential short", seen.opened.get());
}

#[test]
fn of_thousands_the_top_is_the_top() {
    let mut runner = TestRunner::deterministic();
    let mut model = Model::default();
    for number in 0..6_000 {
        let mut posting = posting().new_tree(&mut runner).unwrap().current();
        posting.id = id(number);
        model.apply(&posting, at(0));
    }
    let board = Board::load(model.postings(), at(0));
    let mut ready = 0;
    for _ in 0..4 {
        let profile = wanted().new_tree(&mut runner).unwrap().current();
        let judged = judge(&model, &profile, at(0));
        ready += judged.ranks.iter().filter(|(rank, ..)| rank.eligibility == Eligibility::Ready).count();
        for k in [1, 2, 5, 20, 100, 500] {
            agrees(&board, &profile, &judged, k, at(0)).unwrap();
        }
    }
    assert!(ready >= 2_000, "only {ready} ready");
}
