//! Search without text against brute force.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::super::Board;
use super::model::Model;
use super::strategies::{at, filter, id, op, posting, run, sort};
use crate::Lang;
use crate::posting::PostingId;
use crate::search::{Filter, Hit, PostingFacts, SearchQuery, Sort};

/// Every id, page by page.
pub(super) fn walk(board: &Board, query: &SearchQuery, now: DateTime<Utc>) -> Vec<PostingId> {
    let mut query = query.clone();
    let mut ids = Vec::new();
    loop {
        let page = board.search(&query, now);
        assert!(page.hits.len() == query.limit || page.next.is_none());
        ids.extend(page.hits.iter().map(|hit| hit.id));
        match page.next {
            Some(next) => query.after = Some(next),
            None => return ids,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_filter_sort_and_walk_is_brute_force(
        ops in prop::collection::vec(op(), 1..100),
        queries in prop::collection::vec((filter(), sort(), 1..20_usize), 8),
    ) {
        let (board, model, now) = run(&ops);
        for (filter, sort, limit) in queries {
            let query =
                SearchQuery { text: String::new(), lang: Lang::En, filter, sort, facets: true, limit, after: None };
            let expected = model.search(&query, now);
            let page = board.search(&query, now);
            prop_assert_eq!(page.total, u64::try_from(expected.len()).unwrap());
            prop_assert!(page.total_is_exact);
            prop_assert_eq!(walk(&Board::load(model.postings(), now), &query, now), &*expected, "{:?}", query);
            prop_assert_eq!(walk(&board, &query, now), expected, "{:?}", query);
            for (facet, counts) in page.facets {
                prop_assert!(counts.is_sorted_by(|(a, m), (b, n)| (n, a) <= (m, b)));
                let counts: BTreeMap<String, u64> = counts.into_iter().collect();
                prop_assert_eq!(counts, model.counts(&query.filter, now, facet), "{:?}", facet);
            }
        }
    }

    #[test]
    fn the_board_disposes_of_what_an_engine_proposes(ops in prop::collection::vec(op(), 1..60), filter in filter()) {
        let (board, model, now) = run(&ops);
        let query = SearchQuery {
            text: String::new(), lang: Lang::En, filter: filter.clone(), sort: crate::search::Sort::Date,
            facets: false, limit: 100, after: None,
        };
        let stale = |number| Hit { id: super::strategies::id(number), version: 0, title: None, snippet: None, km: None };
        let left = board.dispose((0..45).map(stale).collect(), &filter, now);
        let mut expected = model.search(&query, now);
        expected.sort_unstable();
        prop_assert_eq!(left.iter().map(|hit| hit.id).collect::<Vec<_>>(), expected);
        for hit in left {
            let posting = model.listed(now).find(|posting| posting.id == hit.id).unwrap();
            prop_assert_eq!(hit.version, posting.version);
            prop_assert_eq!(hit.km, filter.near.and_then(|circle| PostingFacts::of(posting).km_from(&circle)));
            prop_assert!(board.admits(hit.id, &filter, now));
        }
    }
}

#[test]
fn many_results_are_counted_like_few() {
    let mut runner = TestRunner::deterministic();
    let (mut board, mut model) = (Board::default(), Model::default());
    for number in 0..9_000 {
        let mut posting = posting().new_tree(&mut runner).unwrap().current();
        posting.id = id(number);
        board.apply(&posting, at(0));
        model.apply(&posting, at(0));
    }
    let query = SearchQuery {
        text: String::new(),
        lang: Lang::En,
        filter: Filter::default(),
        sort: Sort::Date,
        facets: true,
        limit: 1,
        after: None,
    };
    let page = board.search(&query, at(0));
    assert!(page.total > 4_096, "{} results are few", page.total);
    for (facet, counts) in page.facets {
        let counts: BTreeMap<String, u64> = counts.into_iter().collect();
        assert_eq!(counts, model.counts(&query.filter, at(0), facet), "{facet:?}");
    }
}
