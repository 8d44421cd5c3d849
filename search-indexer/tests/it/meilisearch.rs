//! Meilisearch's protocol: what is asked, and what becomes of failures.

use domain::posting::{Employment, EmploymentSet, Pay, PayUnit};
use domain::reference::Region;
use domain::search::{Cover, Filter, SearchQuery, Sort, cover};
use domain::worker::Circle;
use search_indexer::{Engine, Error, MeilisearchIndex, SearchIndex, Settings, open};
use secrecy::SecretString;
use serde_json::json;

use crate::double::Double;
use crate::samples::{english, now, query, role};

async fn built() -> (Double, MeilisearchIndex) {
    let server = Double::start().await;
    let index = MeilisearchIndex::new(&server.url(), Some(&SecretString::from("key"))).unwrap();
    index.begin_rebuild().await.unwrap().swap().await.unwrap();
    (server, index)
}

#[tokio::test]
async fn a_search_is_asked_in_the_documented_form() {
    let (server, index) = built().await;
    let filter = Filter {
        roles: vec![role("rn")],
        regions: vec![Region::CANADA],
        near: Some(Circle { lat: 46.49, lon: -81.0, km: 1.0 }),
        employment: EmploymentSet::of([Employment::Casual]),
        pay_floor: Some(Pay { min_cents: 3_500, max_cents: 3_500, unit: PayUnit::Hour }),
        posted_since: Some(now()),
        ..Filter::default()
    };
    let Cover::Fine(cells) = cover(&filter.near.unwrap()) else { panic!("a small circle") };
    let cells: Vec<String> = cells.iter().map(|cell| format!("\"{cell:x}\"")).collect();
    let asked = SearchQuery { filter, sort: Sort::Pay, limit: 7, facets: true, ..query("zebra -keeper \"x\"") };
    index.search(&asked, now()).await.unwrap();
    let micros = now().timestamp_micros();
    let filter = format!(
        "expires_at > {micros} AND role IN [\"rn\"] AND regions IN [\"ca\"] AND employment IN [\"casual\"] AND \
         live_at >= {micros} AND pay_max >= 3500 AND cells IN [{}]",
        cells.join(", ")
    );
    let body = server.state().searches[0].clone();
    assert_eq!(body["q"], "zebra keeper x");
    assert_eq!(body["filter"], filter);
    assert_eq!((&body["offset"], &body["limit"]), (&json!(0), &json!(7)));
    assert_eq!(body["sort"], json!(["pay_min:desc", "id:desc"]));
    assert_eq!(body["matchingStrategy"], "all");
    assert_eq!(body["facets"], json!(["role", "province", "region", "employment", "shift", "lang", "arrangement"]));
    assert_eq!(body["attributesToRetrieve"], json!(["id", "version", "points"]));
    // Nothing was found, so the words are relaxed.
    assert_eq!(server.state().searches[1]["matchingStrategy"], "last");
}

#[tokio::test]
async fn every_attribute_that_is_filtered_or_sorted_is_declared() {
    let (server, _) = built().await;
    let state = server.state();
    let settings = state.settings.values().next().unwrap();
    for attribute in [
        "expires_at",
        "role",
        "regions",
        "employment",
        "shift",
        "lang",
        "arrangement",
        "live_at",
        "pay_max",
        "cells",
        "id",
    ] {
        assert!(settings["filterableAttributes"].as_array().unwrap().contains(&json!(attribute)), "{attribute}");
    }
    for attribute in ["live_at", "pay_min", "id"] {
        assert!(settings["sortableAttributes"].as_array().unwrap().contains(&json!(attribute)), "{attribute}");
    }
    assert_eq!(settings["rankingRules"][0], "sort");
    assert_eq!(settings["pagination"]["maxTotalHits"], 1_000);
}

#[tokio::test]
async fn a_write_that_fails_later_fails_the_commit_and_can_be_repeated() {
    let (server, index) = built().await;
    server.state().fail_next = Some("no space left");
    index.upsert(&[english(1, "Zebra", "")]).await.unwrap();
    let failed = index.commit().await;
    assert!(matches!(&failed, Err(Error::Task { message, .. }) if message == "no space left"), "{failed:?}");
    assert_eq!(index.inventory().await.unwrap(), []);
    index.upsert(&[english(1, "Zebra", "")]).await.unwrap();
    index.commit().await.unwrap();
    assert_eq!(index.inventory().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_failed_rebuild_leaves_the_live_index() {
    let (server, index) = built().await;
    index.upsert(&[english(1, "Zebra", "")]).await.unwrap();
    index.commit().await.unwrap();
    let mut beside = index.begin_rebuild().await.unwrap();
    server.state().fail_next = Some("no space left");
    beside.add(&[english(2, "Zebra", "")]).await.unwrap();
    assert!(matches!(beside.swap().await, Err(Error::Task { .. })));
    assert_eq!(index.inventory().await.unwrap().len(), 1);
    // What it left behind is in nobody's way.
    index.begin_rebuild().await.unwrap().swap().await.unwrap();
    assert_eq!(index.inventory().await.unwrap().len(), 0);
    assert_eq!(server.state().indexes.len(), 1);
}

#[tokio::test]
async fn a_server_that_is_not_there_or_never_answers_is_an_error_in_time() {
    let nobody = MeilisearchIndex::new("http://127.0.0.1:1", None).unwrap();
    assert!(matches!(nobody.health().await, Err(Error::Meilisearch(_))));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = MeilisearchIndex::new(&format!("http://{}", listener.local_addr().unwrap()), None).unwrap();
    assert!(matches!(silent.search(&query("zebra"), now()).await, Err(Error::Timeout(_))));
}

#[test]
fn settings_without_an_address_are_refused() {
    let settings = Settings { search_engine: Engine::Meilisearch, ..Settings::default() };
    assert!(matches!(open(&settings), Err(Error::Settings(_))));
}
