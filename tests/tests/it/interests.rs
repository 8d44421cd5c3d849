//! A worker's own matches, and what they keep and leave out.

use chrono::Days;
use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{ABSENT, read, refused, said};
use tests::employers::until_found;
use tests::people::{Part, Person, sign_in};
use tests::{Server, World};

use crate::worlds;

/// A posting of an employer that asks for a card before a day of work.
fn posting(reference: &str, employer: &str, start: &str) -> Value {
    let today = crate::site::now().date_naive();
    json!({
        "@context": "https://schema.org", "@type": "JobPosting", "identifier": { "value": reference },
        "title": "Registered nurse", "description": "Medical unit. BLS is required.",
        "datePosted": today.to_string(), "validThrough": (today + Days::new(25)).to_string(),
        "jobStartDate": start, "url": format!("https://jobs.example/{reference}"),
        "hiringOrganization": { "name": employer },
        "jobLocation": { "address": { "addressLocality": "Sudbury", "addressRegion": "ON", "postalCode": "P3E" } } })
}

async fn scene(world: &World) -> (Server, Person) {
    let start = (crate::site::now().date_naive() + Days::new(30)).to_string();
    let postings: Vec<Value> = [("1", "Northern Hospital"), ("2", "Northern Hospital"), ("3", "Lakeside Clinic")]
        .map(|(reference, employer)| posting(reference, employer, &start))
        .to_vec();
    std::fs::write(world.path().join("feed.json"), serde_json::to_vec(&postings).unwrap()).unwrap();
    world.json(&["import", "--format", "json-ld", "--source", "feed", "--json", "feed.json"]).unwrap();
    let server = world.serve(&[]).unwrap();
    until_found(&server.url, "role=rn", 3).await.unwrap();
    let worker = sign_in(world, &server.url, Part::Worker).await.unwrap();
    let profile =
        json!({ "roles": [{ "role": "rn", "months": 40 }], "residence": "ON", "reach": { "regions": ["on"] } });
    said(worker.put("/api/v1/me/profile", 0, &profile).await.unwrap(), 200).await;
    let licence = json!({ "role": "rn", "province": "ON" });
    said(worker.post("/api/v1/me/licences", &licence).await.unwrap(), 201).await;
    (server, worker)
}

#[tokio::test(flavor = "multi_thread")]
async fn anyone_reads_what_is_open_by_role_and_region() {
    for (world, _database) in worlds().await {
        let (server, _worker) = scene(&world).await;
        let market = async |query: &str| reqwest::get(format!("{}/api/v1/market{query}", server.url)).await.unwrap();
        let country = said(market("").await, 200).await;
        let expected = json!([{ "role": "rn", "region": "ca", "openings": 2, "median_cents": null }]);
        assert_eq!(country["items"], expected, "a repost is the same job, and pay of two employers is not told");
        let two = said(market("?role=rn&role=lpn&region=on&region=bc").await, 200).await;
        assert_eq!(two["items"], json!([{ "role": "rn", "region": "on", "openings": 2, "median_cents": null }]));
        refused(market("?region=atlantis").await, 422, "invalid").await;
    }
}

async fn ids(worker: &Person, query: &str) -> Vec<String> {
    let matches = read(worker, &format!("/api/v1/me/matches?{query}")).await;
    let id = |item: &Value| item["posting"]["id"].as_str().unwrap().to_owned();
    matches["items"].as_array().unwrap().iter().map(id).collect()
}

async fn do_to(worker: &Person, method: Method, path: &str) -> u16 {
    worker.request(method, path).send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn matches_say_how_much_is_ready_and_what_lapses_before_the_start() {
    for (world, _database) in worlds().await {
        let (_server, worker) = scene(&world).await;
        let matches = read(&worker, "/api/v1/me/matches?broad=true").await;
        assert_eq!(matches["items"].as_array().unwrap().len(), 3, "{matches}");
        let ready = &matches["items"][0]["verdict"]["ready"];
        assert_eq!((&ready["ready"], &ready["of"]), (&json!(1), &json!(2)), "a licence, no card: {ready}");
        assert!(matches["how"].as_str().unwrap().contains("fixed rules"));
        let today = crate::site::now().date_naive();
        let lapses = (today + Days::new(10)).to_string();
        let card = json!({ "credential": "bls", "issued": "2025-06-01", "expires": lapses });
        said(worker.post("/api/v1/me/wallet", &card).await.unwrap(), 201).await;
        let id = matches["items"][0]["posting"]["id"].as_str().unwrap();
        let verdict = read(&worker, &format!("/api/v1/me/matches/{id}")).await;
        let lapsing = &verdict["ready"]["lapsing"][0];
        assert_eq!((&lapsing["credential"], &lapsing["last_day"]), (&json!("bls"), &json!(lapses)), "{verdict}");
        let sentences = verdict["ready"]["sentences"].as_array().unwrap();
        assert_eq!(sentences[0], "1 of 2 licences and credentials are ready.");
        assert!(sentences[1].as_str().unwrap().ends_with("which is before the start."), "{sentences:?}");
        refused(worker.get(&format!("/api/v1/me/matches/{ABSENT}")).await.unwrap(), 404, "not-found").await;
        let french =
            worker.request(Method::GET, &format!("/api/v1/me/matches/{id}")).header("accept-language", "fr-CA");
        let french = said(french.send().await.unwrap(), 200).await;
        assert_eq!(french["ready"]["sentences"][0], "1 des 2 permis et titres de compétence demandés sont prêts.");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_stays_away_and_what_is_saved_is_marked() {
    for (world, _database) in worlds().await {
        let (_server, worker) = scene(&world).await;
        let all = ids(&worker, "broad=true").await;
        assert_eq!(all.len(), 3);
        assert_eq!(do_to(&worker, Method::PUT, &format!("/api/v1/me/saved-postings/{}", all[0])).await, 204);
        assert_eq!(do_to(&worker, Method::PUT, &format!("/api/v1/me/saved-postings/{}", all[0])).await, 204, "again");
        assert_eq!(do_to(&worker, Method::PUT, &format!("/api/v1/me/saved-postings/{ABSENT}")).await, 404);
        let matches = read(&worker, "/api/v1/me/matches?broad=true").await;
        let saved: Vec<bool> =
            matches["items"].as_array().unwrap().iter().map(|item| item["saved"].as_bool().unwrap()).collect();
        assert_eq!(saved, [true, false, false]);
        let kept = read(&worker, "/api/v1/me/saved-postings").await;
        assert_eq!(
            (&kept["items"][0]["id"], &kept["items"][0]["posting"]["title"]),
            (&json!(all[0]), &json!("Registered nurse"))
        );

        assert_eq!(do_to(&worker, Method::PUT, &format!("/api/v1/me/hidden-postings/{}", all[0])).await, 204);
        assert_eq!(read(&worker, "/api/v1/me/saved-postings").await["items"], json!([]), "hidden, so not saved");
        // As many as are asked for, in their order.
        assert_eq!(ids(&worker, "broad=true&limit=1").await, all[1..2]);
        assert_eq!(ids(&worker, "broad=true").await, all[1..]);
        assert_eq!(do_to(&worker, Method::DELETE, &format!("/api/v1/me/hidden-postings/{}", all[0])).await, 204);
        assert_eq!(do_to(&worker, Method::DELETE, &format!("/api/v1/me/hidden-postings/{}", all[0])).await, 404);
        assert_eq!(ids(&worker, "broad=true").await, all);

        let employers = "/api/v1/me/hidden-employers";
        let hidden = said(worker.post(employers, &json!({ "employer": "The northern hospital" })).await.unwrap(), 201);
        let hidden = hidden.await;
        assert_eq!(ids(&worker, "broad=true").await.len(), 1);
        refused(worker.post(employers, &json!({ "employer": "Northern Hospital" })).await.unwrap(), 409, "conflict")
            .await;
        let general = worker.post(employers, &json!({ "employer": "Hospital" })).await.unwrap();
        assert_eq!(refused(general, 422, "invalid").await["errors"][0]["pointer"], "/employer");
        let path = format!("{employers}/{}", hidden["id"].as_str().unwrap());
        assert_eq!(do_to(&worker, Method::DELETE, &path).await, 204);
        assert_eq!(ids(&worker, "broad=true").await, all);
        // Who may not see one is not shown to one either.
        let block = json!({ "employer": "Lakeside Clinic" });
        said(worker.post("/api/v1/me/blocks", &block).await.unwrap(), 201).await;
        assert_eq!(ids(&worker, "broad=true").await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_holds_is_kept_and_runs() {
    for (world, _database) in worlds().await {
        let (server, worker) = scene(&world).await;
        let searches = "/api/v1/me/saved-searches";
        for query in
            ["role=nobody", "near=Nowhere+at+all", "limit=1000", "colour=red", "cursor=abc", "sort=distance", "a b"]
        {
            let wrong = worker.post(searches, &json!({ "name": "Mine", "query": query })).await.unwrap();
            assert_eq!(refused(wrong, 422, "invalid").await["errors"][0]["pointer"], "/query", "{query}");
        }
        let kept = json!({ "name": "Near home", "query": "role=rn&near=P3E&province=ON&radius_km=20" });
        let kept = said(worker.post(searches, &kept).await.unwrap(), 201).await;
        let run = reqwest::get(format!("{}{}", server.url, kept["href"].as_str().unwrap())).await.unwrap();
        assert_eq!(said(run, 200).await["total"], 3);
        let path = format!("{searches}/{}", kept["id"].as_str().unwrap());
        let other = json!({ "name": "Elsewhere", "query": "province=BC" });
        assert_eq!(said(worker.put(&path, 1, &other).await.unwrap(), 200).await["version"], 2);
        refused(worker.put(&path, 1, &other).await.unwrap(), 412, "stale").await;
        let listed = read(&worker, searches).await;
        assert_eq!((&listed["items"][0]["name"], &listed["items"][0]["version"]), (&json!("Elsewhere"), &json!(2)));
        assert_eq!(do_to(&worker, Method::DELETE, &path).await, 204);
        assert_eq!(read(&worker, searches).await["items"], json!([]));
    }
}
