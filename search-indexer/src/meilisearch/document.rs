//! The document as Meilisearch takes it, and the settings of its index.

use domain::posting::PostingId;
use domain::search::{Document, Facet};
use meilisearch_sdk::settings::{
    FacetSortValue, FacetingSettings, MinWordSizeForTypos, PaginationSetting, Settings, TypoToleranceSettings,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::mark::{body, without_tags};
use crate::port::MAX_DEPTH;
use crate::tantivy::facet_keys;

/// The version of the layout; it is part of the name of the index, so that another layout is another index.
pub(super) const VERSION: u32 = 1;

/// Texts by language.
pub(super) const TITLES: [&str; 2] = ["title_en", "title_fr"];
pub(super) const BODIES: [&str; 2] = ["body_en", "body_fr"];

/// What is read back of a document.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Stored {
    /// The posting.
    pub id: Uuid,
    /// Its version.
    pub version: i32,
    /// Its locations.
    #[serde(default)]
    pub points: Vec<(f64, f64)>,
}

impl Stored {
    /// The posting's id.
    pub(super) fn posting(&self) -> PostingId {
        PostingId(self.id)
    }
}

/// The document as Meilisearch takes it.
pub(super) fn to_json(document: &Document) -> Value {
    let facts = &document.facts;
    let cells = document.coarse_cells.iter().chain(&document.fine_cells).map(|cell| format!("{cell:x}"));
    let mut json = json!({
        "id": document.id.0,
        "version": document.version,
        "employer": without_tags(&document.employer),
        "places": document.places.iter().map(|place| without_tags(place)).collect::<Vec<_>>(),
        "role_words_en": document.role_words_en,
        "role_words_fr": document.role_words_fr,
        "regions": facts.regions.iter().map(|region| region.key()).collect::<Vec<_>>(),
        // As text: 64 bits do not fit the numbers of JSON.
        "cells": cells.collect::<Vec<_>>(),
        "points": facts.points,
        "live_at": facts.live_at.timestamp_micros(),
        "expires_at": facts.expires_at.timestamp_micros(),
    });
    let mut set = |attribute: &str, value: Value| {
        json.as_object_mut().map(|object: &mut Map<String, Value>| object.insert(attribute.to_owned(), value));
    };
    for (i, text) in [&document.en, &document.fr].into_iter().enumerate() {
        if let Some(text) = text {
            set(TITLES[i], without_tags(&text.title).into());
            set(BODIES[i], without_tags(&body(text)).into());
        }
    }
    for facet in Facet::ALL {
        set(facet.key(), facet_keys(*facet, document).into());
    }
    if let Some((min, max)) = facts.hourly {
        set("pay_min", min.into());
        set("pay_max", max.into());
    }
    json
}

/// The settings of the index.
pub(super) fn settings() -> Settings {
    let searched =
        ["title_en", "title_fr", "role_words_en", "role_words_fr", "employer", "places", "body_en", "body_fr"];
    let filtered = ["id", "regions", "cells", "pay_max", "live_at", "expires_at"];
    let typos = MinWordSizeForTypos { one_typo: Some(4), two_typos: Some(8) };
    Settings::new()
        .with_searchable_attributes(searched)
        .with_displayed_attributes(["id", "version", "points", "title_en", "title_fr", "body_en", "body_fr"])
        .with_filterable_attributes(filtered.into_iter().chain(Facet::ALL.iter().map(|facet| facet.key())))
        .with_sortable_attributes(["live_at", "pay_min", "id"])
        // A sort that is asked for comes first; without one this is relevance, then the newest.
        .with_ranking_rules(["sort", "words", "typo", "proximity", "attribute", "exactness", "live_at:desc"])
        .with_pagination(PaginationSetting { max_total_hits: MAX_DEPTH })
        .with_faceting(FacetingSettings {
            max_values_per_facet: MAX_DEPTH,
            sort_facet_values_by: Some([("*".to_owned(), FacetSortValue::Count)].into()),
        })
        .with_typo_tolerance(TypoToleranceSettings {
            enabled: Some(true),
            disable_on_attributes: Some(Vec::new()),
            disable_on_words: Some(Vec::new()),
            min_word_size_for_typos: Some(typos),
            disable_on_numbers: Some(true),
        })
}
