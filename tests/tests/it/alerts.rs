//! The alert of a search that a worker keeps, from asking for it to the mail, and away with the search.

use chrono::TimeDelta;
use domain::subscription::SubscriptionId;
use reqwest::Method;
use serde_json::{Value, json};
use storage::subscription;
use storage::vault::Vault;
use tests::World;
use tests::answers::{read, refused, said};
use tests::mail;
use tests::people::{Part, Person, database, sign_in};

use crate::newsletter::Site;
use crate::site::{bodies, now};
use crate::worlds;

const SEARCHES: &str = "/api/v1/me/saved-searches";

async fn keep(worker: &Person, query: &str) -> String {
    let kept = said(worker.post(SEARCHES, &json!({ "name": "Mine", "query": query })).await.unwrap(), 201).await;
    kept["id"].as_str().unwrap().to_owned()
}

/// What opens an alert, as its mail has it.
fn link(world: &World, search: &str) -> String {
    let vault = Vault::open_or_create(&world.path().join("data/keys.json")).unwrap();
    subscription::link::token(&vault, SubscriptionId(search.parse().unwrap()))
}

fn daily() -> Value {
    let schedule = json!({ "frequency": "daily", "hour": 8, "zone": "Etc/UTC" });
    json!({ "schedule": schedule, "paused_until": null })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_of_a_search_follows_it_and_goes_with_it() {
    for (world, database_of_world) in worlds().await {
        std::fs::create_dir_all(world.path().join("data")).unwrap();
        let site = Site::open(world, database_of_world);
        let worker = sign_in(&site.world, &site.server.url, Part::Worker).await.unwrap();
        let other = sign_in(&site.world, &site.server.url, Part::Worker).await.unwrap();
        let (id, words) = (keep(&worker, "province=ON").await, keep(&worker, "text=nurse").await);
        let (path, of_words) = (format!("{SEARCHES}/{id}/alert"), format!("{SEARCHES}/{words}/alert"));
        let none = read(&worker, &path).await;
        assert_eq!((&none["active"], &none["version"]), (&json!(false), &json!(0)));
        refused(worker.put(&of_words, 0, &daily()).await.unwrap(), 422, "invalid").await;
        for method in [Method::GET, Method::DELETE] {
            assert_eq!(other.request(method, &path).send().await.unwrap().status(), 404);
        }
        refused(other.put(&path, 0, &daily()).await.unwrap(), 404, "not-found").await;
        let on = said(worker.put(&path, 0, &daily()).await.unwrap(), 200).await;
        assert_eq!(
            (&on["active"], &on["search"], &on["consents"][0]["means"]),
            (&json!(true), &json!(id), &json!("account"))
        );
        refused(worker.put(&path, 0, &daily()).await.unwrap(), 412, "stale").await;
        assert_eq!(read(&worker, "/api/v1/me/alert").await["active"], false, "the profile's is another");
        assert_eq!(read(&worker, "/api/v1/me/export").await["alerts"], json!([on]));

        // A changed search is what the alert is about from then on; one that no digest can be about is refused meanwhile.
        let search = format!("{SEARCHES}/{id}");
        let changed = |query: &str| json!({ "name": "Mine", "query": query });
        refused(worker.put(&search, 1, &changed("text=nurse")).await.unwrap(), 422, "invalid").await;
        said(worker.put(&search, 1, &changed("province=QC")).await.unwrap(), 200).await;
        let token = link(&site.world, &id);
        let held = site.read(&token).await;
        assert_eq!(held["query"], "province=QC");
        // By the link in its mail it is changed as any other, and stays about the search.
        let wanted = json!({ "wanted": bodies::mail(), "paused_until": null });
        let put =
            site.request(Method::PUT, &format!("/{token}")).header("if-match", format!("\"{}\"", held["version"]));
        assert_eq!(said(put.json(&wanted).send().await.unwrap(), 200).await["query"], "province=QC");

        for _ in 0..2 {
            assert_eq!(worker.delete(&path).await.unwrap().status(), 204);
        }
        let off = read(&worker, &path).await;
        assert_eq!((&off["active"], &off["consents"][1]["given"]), (&json!(false), &json!(false)));
        let version = i32::try_from(off["version"].as_i64().unwrap()).unwrap();
        said(worker.put(&path, version, &daily()).await.unwrap(), 200).await;
        assert_eq!(worker.delete(&search).await.unwrap().status(), 204);
        refused(worker.get(&path).await.unwrap(), 404, "not-found").await;
        let db = database(&site.world).await.unwrap();
        let alert = subscription::find(&db, SubscriptionId(id.parse().unwrap())).await;
        assert!(matches!(alert, Err(storage::Error::NotFound)), "it goes with its search");
        db.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_is_told_of_what_passes_a_search_once_they_ask() {
    for (world, database) in worlds().await {
        std::fs::create_dir_all(world.path().join("data")).unwrap();
        let site = Site::open(world, database);
        let worker = sign_in(&site.world, &site.server.url, Part::Worker).await.unwrap();
        let id = keep(&worker, "province=ON").await;
        said(worker.put(&format!("{SEARCHES}/{id}/alert"), 0, &daily()).await.unwrap(), 200).await;
        let rows = api::demo::postings(3, 60, now()).unwrap();
        std::fs::write(site.world.path().join("postings.json"), serde_json::to_vec(&rows).unwrap()).unwrap();
        site.world.json(&["import", "--format", "json-ld", "--source", "demo", "--json", "postings.json"]).unwrap();
        let _later = site.world.serve(&["--as-of", &(now() + TimeDelta::days(1)).to_rfc3339()]).unwrap();
        let mut told = Vec::new();
        for _ in 0..60 {
            told = mail::take(&site.world, &worker.email).await.unwrap();
            if !told.is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
        assert_eq!((told.len(), told[0].kind.as_str()), (1, "digest"), "{told:?}");
        assert!(told[0].text.contains("/postings?province=ON"), "{told:?}");
        assert_eq!(told[0].token(), Some(link(&site.world, &id).as_str()), "by which it is changed and ended");
    }
}
