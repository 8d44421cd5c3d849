//! The oracle: a plain list of postings, asked one by one.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

use crate::posting::{Employment, Posting, PostingId, Shift};
use crate::reference::{Province, RegionKind};
use crate::search::{Facet, Filter, PostingFacts, SearchQuery, Sort};

/// What the board should know: the newest version of each posting that it was told, and what it may not forget.
#[derive(Default)]
pub(super) struct Model {
    newest: HashMap<PostingId, Posting>,
    least: HashMap<PostingId, i32>,
}

impl Model {
    pub(super) fn apply(&mut self, posting: &Posting, now: DateTime<Utc>) {
        self.newest.retain(|_, known| known.expires_at > now);
        let least = self.least.entry(posting.id).or_insert(i32::MIN);
        if posting.version < *least {
            return;
        }
        *least = posting.version;
        if posting.is_listed(now) {
            self.newest.insert(posting.id, posting.clone());
        } else {
            self.newest.remove(&posting.id);
        }
    }

    pub(super) fn remove(&mut self, id: PostingId) {
        if let Some(known) = self.newest.remove(&id) {
            self.least.insert(id, known.version + 1);
        }
    }

    pub(super) fn postings(&self) -> impl Iterator<Item = &Posting> {
        self.newest.values()
    }

    pub(super) fn listed(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Posting> {
        self.newest.values().filter(move |posting| posting.is_listed(now))
    }

    pub(super) fn entries(&self, now: DateTime<Utc>) -> Vec<(PostingId, i32)> {
        let mut entries: Vec<_> = self.listed(now).map(|posting| (posting.id, posting.version)).collect();
        entries.sort_unstable();
        entries
    }

    fn passing(&self, filter: &Filter, now: DateTime<Utc>) -> Vec<(PostingId, PostingFacts)> {
        let facts = self.listed(now).map(|posting| (posting.id, PostingFacts::of(posting)));
        facts.filter(|(_, facts)| filter.admits(facts)).collect()
    }

    /// Every id that passes, in order.
    pub(super) fn search(&self, query: &SearchQuery, now: DateTime<Utc>) -> Vec<PostingId> {
        let near = query.filter.near.as_ref();
        let mut passing = self.passing(&query.filter, now);
        passing.sort_by_key(|(id, facts)| {
            let key = facts.sort_key(query.sort, near);
            let date = -facts.live_at.timestamp_micros();
            let rank = match query.sort {
                Sort::Pay => key.map(|cents| -cents),
                Sort::Distance if near.is_some() => key,
                Sort::Relevance | Sort::Date | Sort::Distance => Some(date),
            };
            (rank.is_none(), rank, std::cmp::Reverse(*id))
        });
        passing.into_iter().map(|(id, _)| id).collect()
    }

    /// How many of those that pass carry each value of a facet.
    pub(super) fn counts(&self, filter: &Filter, now: DateTime<Utc>, facet: Facet) -> BTreeMap<String, u64> {
        let keys = |facts: &PostingFacts| -> Vec<&'static str> {
            match facet {
                Facet::Role => facts.roles.iter().map(|role| role.key()).collect(),
                Facet::Province => facts.provinces.iter().map(Province::key).collect(),
                Facet::Region => {
                    let health = facts.regions.iter().filter(|region| region.kind() == RegionKind::HealthRegion);
                    health.map(|region| region.key()).collect()
                }
                Facet::Employment => facts.employment.iter().map(Employment::key).collect(),
                Facet::Shift => facts.shifts.iter().map(Shift::key).collect(),
                Facet::Lang => facts.langs.iter().map(|lang| lang.code()).collect(),
                Facet::Arrangement => facts.arrangement.iter().map(|arrangement| arrangement.key()).collect(),
            }
        };
        let mut counts = BTreeMap::new();
        for key in self.passing(filter, now).iter().flat_map(|(_, facts)| keys(facts)) {
            *counts.entry(key.to_owned()).or_default() += 1;
        }
        counts
    }
}
