//! The board against brute force: every question asked of every posting, one by one.

mod matching;
mod model;
mod searching;
mod strategies;

use proptest::prelude::*;

use super::Board;
use crate::search::{Cursor, Facet, Filter, SearchQuery, Sort};
use model::Model;
use strategies::{at, op, posting, run};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changes_in_any_order_leave_what_the_newest_versions_say(ops in prop::collection::vec(op(), 1..120)) {
        let (board, model, now) = run(&ops);
        for now in [now, now + chrono::Duration::hours(30)] {
            let mut entries: Vec<_> = board.entries(now).map(|entry| (entry.id, entry.version)).collect();
            entries.sort_unstable();
            prop_assert_eq!(&entries, &model.entries(now));
            prop_assert_eq!(board.len(now), u64::try_from(entries.len()).unwrap());
            for (id, version) in entries {
                prop_assert_eq!(board.get(id, now).map(|entry| entry.version), Some(version));
            }
        }
    }

    #[test]
    fn a_loaded_board_is_one_that_was_told_one_by_one(postings in prop::collection::vec(posting(), 0..60)) {
        let now = at(0);
        let mut told = Board::default();
        let mut model = Model::default();
        for posting in &postings {
            told.apply(posting, now);
            model.apply(posting, now);
        }
        let loaded = Board::load(model.postings(), now);
        let query = SearchQuery {
            text: String::new(), lang: crate::Lang::En, filter: Filter::default(), sort: Sort::Date,
            facets: true, limit: 100, after: None,
        };
        prop_assert_eq!(loaded.search(&query, now), told.search(&query, now));
        let mut filling = super::Filling::default();
        let kept: Vec<crate::posting::Posting> = model.postings().cloned().collect();
        for page in kept.chunks(7) {
            filling.add(page, now);
        }
        prop_assert_eq!(filling.finish().search(&query, now), told.search(&query, now));
    }
}

#[test]
fn many_late_arrivals_and_removals_make_it_renumber_and_change_no_answer() {
    let mut board = Board::default();
    let mut model = Model::default();
    let now = at(0);
    let base = strategies::fixed();
    for i in 0..6_000_u32 {
        // Every second one is older than all before it; later on every third is taken off again.
        let mut posting = base.clone();
        posting.id = strategies::id(i);
        let minutes = i64::from(i);
        posting.live_at = at(if i % 2 == 0 { minutes } else { -minutes });
        board.apply(&posting, now);
        model.apply(&posting, now);
        if i > 2_000 && i % 3 != 0 {
            board.remove(strategies::id(i - 1_500));
            model.remove(strategies::id(i - 1_500));
        }
    }
    assert!(board.columns.len() < 6_000, "never renumbered");
    assert!(!board.late.rows.is_empty(), "the last ones came late");
    let query = SearchQuery {
        text: String::new(),
        lang: crate::Lang::En,
        filter: Filter { posted_since: Some(at(-4_000)), ..Filter::default() },
        sort: Sort::Date,
        facets: false,
        limit: 97,
        after: None,
    };
    assert_eq!(searching::walk(&board, &query, now), model.search(&query, now));
}

#[test]
fn a_page_that_is_gone_on_from_skips_and_repeats_nothing_while_postings_come_and_go() {
    let mut board = Board::default();
    let now = at(0);
    let put = |board: &mut Board, i: u32, minutes: i64| {
        let mut posting = strategies::fixed();
        posting.id = strategies::id(i);
        posting.live_at = at(minutes);
        board.apply(&posting, now);
    };
    for i in 0..10 {
        put(&mut board, i, i64::from(i));
    }
    let mut query = SearchQuery {
        text: String::new(),
        lang: crate::Lang::En,
        filter: Filter::default(),
        sort: Sort::Date,
        facets: false,
        limit: 4,
        after: None,
    };
    let first = board.search(&query, now);
    put(&mut board, 20, 50); // newer than all
    put(&mut board, 21, -5); // late, in the part not yet seen
    board.remove(strategies::id(6)); // the last one of the first page
    query.after = first.next;
    query.limit = 100;
    let rest: Vec<_> = board.search(&query, now).hits.into_iter().map(|hit| hit.id).collect();
    assert_eq!(rest, [5, 4, 3, 2, 1, 0, 21].map(strategies::id));
}

#[test]
fn the_facets_of_an_empty_board_are_empty() {
    let query = SearchQuery {
        text: String::new(),
        lang: crate::Lang::En,
        filter: Filter::default(),
        sort: Sort::Date,
        facets: true,
        limit: 10,
        after: Some(Cursor::After { key: None, id: strategies::id(1) }),
    };
    let page = Board::default().search(&query, at(0));
    assert_eq!(page.facets.len(), Facet::ALL.len());
    assert!(page.facets.iter().all(|(_, counts)| counts.is_empty()) && page.hits.is_empty() && page.next.is_none());
}
