//! What a worker writes about themselves, over HTTP.

use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{ABSENT, read, refused, said, seen};
use tests::people::{Part, Person, sign_in};
use tests::{Server, World};

use crate::{carematch, worlds};

async fn served() -> (World, Server, Person) {
    let world = carematch();
    let (server, worker) = serve(&world).await;
    (world, server, worker)
}

async fn serve(world: &World) -> (Server, Person) {
    let server = world.serve(&[]).unwrap();
    let worker = sign_in(world, &server.url, Part::Worker).await.unwrap();
    (server, worker)
}

async fn add(person: &Person, path: &str, thing: Value) -> String {
    let made = person.post(path, &thing).await.unwrap();
    assert_eq!(made.headers()["etag"], "\"1\"");
    let location = made.headers()["location"].to_str().unwrap().to_owned();
    let made = said(made, 201).await;
    assert!(location.ends_with(made["id"].as_str().unwrap()) && location.starts_with("/api/v1/me/"));
    location
}

fn profile() -> Value {
    json!({
        "headline": "Infirmière de nuit", "given_name": "Zoé", "family_name": "Tremblay", "phone": "+1 416 555-0100",
        "roles": [{ "role": "rn", "months": 120 }], "residence": "ON",
        "reach": { "regions": ["on-toronto"], "near": { "lat": 43.7, "lon": -79.4, "km": 25.5 }, "remote": false },
        "relocation": ["bc"], "fly_in": ["nu"], "employment": ["full_time"], "shifts": ["night"],
        "pay_floor": { "cents": 4500, "unit": "hour" }, "languages": ["en", "fr"], "available_from": "2026-12-01",
        "education": [{ "programme": "BScN", "institution": "Nipissing", "province": "ON", "year": 2014 }],
        "experience": [{ "role": "rn", "title": "RN", "employer": "SAH", "description": "Surgery",
            "from": "2014-09-01", "until": null }],
        "studies": [{ "role": "np", "programme": "NP", "institution": "U", "province": "ON",
            "finishes": "2028-04-30" }],
        "abroad": [{ "role": "lpn", "assessment": "under_way" }],
        "video": "https://videos.example/abc" })
}

const PROFILE: &str = "/api/v1/me/profile";

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_put_back_as_it_was_read_and_never_over_another_edit() {
    for (world, _database) in worlds().await {
        let (_server, worker) = serve(&world).await;
        let new = worker.get(PROFILE).await.unwrap();
        assert_eq!(new.headers()["etag"], "\"0\"");
        let new = said(new, 200).await;
        assert_eq!((&new["visibility"], &new["record"]["roles"]), (&json!("hidden"), &json!([])));
        assert!(new["choices"].as_array().unwrap().iter().all(|choice| choice["means"].as_str().unwrap().len() > 40));
        // Without a version 428, with another 412, and neither changes anything.
        let blind = worker.request(Method::PUT, PROFILE).json(&profile()).send().await.unwrap();
        refused(blind, 428, "precondition-required").await;
        refused(worker.put(PROFILE, 3, &profile()).await.unwrap(), 412, "stale").await;
        assert_eq!(read(&worker, PROFILE).await, new);

        let written = worker.put(PROFILE, 0, &profile()).await.unwrap();
        assert_eq!(written.headers()["etag"], "\"1\"");
        let written = said(written, 200).await;
        assert_eq!(written["record"], profile());
        assert_eq!(read(&worker, PROFILE).await, written);
        let chosen = worker.put("/api/v1/me/visibility", 1, &json!({ "visibility": "anonymous" })).await.unwrap();
        assert_eq!(chosen.headers()["etag"], "\"2\"");
        assert_eq!(said(chosen, 200).await["visibility"], "anonymous");
        assert_eq!(read(&worker, PROFILE).await["record"], profile());
        // What was read is put back whole, also in its own words.
        let again = said(worker.put(PROFILE, 2, &written["record"]).await.unwrap(), 200).await;
        assert_eq!(again["record"], profile());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_hold_is_refused_by_its_place() {
    let (_world, _server, worker) = served().await;
    let cases = [
        (json!({ "roles": [{ "role": "rn" }, { "role": "wizard" }] }), "/roles/1/role"),
        (json!({ "relocation": ["atlantis"] }), "/relocation/0"),
        (json!({ "reach": { "regions": ["zz"] } }), "/reach/regions/0"),
        (json!({ "headline": "a\u{0}b" }), "/headline"),
        (json!({ "video": "http://plain.example/" }), "/video"),
        (json!({ "available_from": "9999-01-01" }), "/available_from"),
        (json!({ "family_name": "" }), "/family_name"),
        (json!({ "abroad": [{ "role": "rn", "assessment": "soon" }] }), "/abroad/0/assessment"),
        (
            json!({ "experience": [{ "title": "T", "employer": "E", "from": "2020-02-01", "until": "2020-01-01" }] }),
            "/experience/0/until",
        ),
    ];
    for (record, pointer) in cases {
        let problem = said(worker.put(PROFILE, 0, &record).await.unwrap(), 422).await;
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    let health = json!({ "credential": "mmr", "issuer": "Dr. Planted", "issued": "2024-01-01" });
    let problem = said(worker.post("/api/v1/me/wallet", &health).await.unwrap(), 422).await;
    assert_eq!(problem["errors"][0]["pointer"], "/issuer");
    let elsewhere = json!({ "credential": "bls", "document": ABSENT });
    let problem = said(worker.post("/api/v1/me/wallet", &elsewhere).await.unwrap(), 422).await;
    assert_eq!(problem["errors"][0]["pointer"], "/document");
    for block in [json!({}), json!({ "organization": ABSENT, "employer": "SAH" })] {
        said(worker.post("/api/v1/me/blocks", &block).await.unwrap(), 422).await;
    }
    let general = json!({ "employer": "Private household" });
    let problem = said(worker.post("/api/v1/me/blocks", &general).await.unwrap(), 422).await;
    assert_eq!(problem["errors"][0]["pointer"], "/employer");
    said(worker.get("/api/v1/me/lapses").await.unwrap(), 400).await;
    said(worker.get("/api/v1/me/lapses?before=1812-01-01").await.unwrap(), 422).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_whole_for_its_owner_alone_and_in_no_list() {
    let (_world, _server, worker) = served().await;
    let number = "ON-77310482";
    let licence = json!({ "role": "rn", "province": "ON", "valid_until": "2099-12-31", "number": number });
    let made = worker
        .request(Method::POST, "/api/v1/me/licences")
        .header("idempotency-key", "once")
        .json(&licence)
        .send()
        .await
        .unwrap();
    let path = made.headers()["location"].to_str().unwrap().to_owned();
    let made = said(made, 201).await;
    assert_eq!(made["number"], "…482");
    assert_eq!(
        (&made["verification"]["state"], &made["regulator"]["key"]),
        (&json!("self_declared"), &json!("on-cno"))
    );
    assert_eq!(read(&worker, &path).await["number"], number);
    assert_eq!(read(&worker, "/api/v1/me/licences").await["items"][0]["number"], "…482");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_what_a_register_shows_ends_a_check() {
    let (_world, _server, worker) = served().await;
    let licence = json!({ "role": "rn", "province": "ON", "number": "A123456" });
    let path = add(&worker, "/api/v1/me/licences", licence.clone()).await;
    let check = format!("{path}/check");
    let pending = worker.request(Method::POST, &check).send().await.unwrap();
    assert_eq!(pending.headers()["etag"], "\"2\"");
    assert_eq!(said(pending, 200).await["verification"]["state"], "pending");
    let twice = worker.request(Method::POST, &check).send().await.unwrap();
    refused(twice, 409, "conflict").await;
    // The same again is no edit, another class is one.
    let same = said(worker.put(&path, 2, &licence).await.unwrap(), 200).await;
    assert_eq!(same["verification"]["state"], "pending");
    let mut other = licence.clone();
    other["class"] = json!("provisional");
    let edited = said(worker.put(&path, 3, &other).await.unwrap(), 200).await;
    assert_eq!(edited["verification"]["state"], "self_declared");
    said(worker.put(&path, 3, &licence).await.unwrap(), 412).await;
    said(worker.request(Method::PUT, &path).json(&licence).send().await.unwrap(), 428).await;
    // Nobody can look up a licence without a number.
    let unnumbered = add(&worker, "/api/v1/me/licences", json!({ "role": "psw", "province": "ON" })).await;
    said(worker.request(Method::POST, &format!("{unnumbered}/check")).send().await.unwrap(), 409).await;
    assert_eq!(worker.delete(&path).await.unwrap().status(), 204);
    said(worker.get(&path).await.unwrap(), 404).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_of_another_is_absent() {
    let (world, server, owner) = served().await;
    let other = sign_in(&world, &server.url, Part::Worker).await.unwrap();
    let employer = sign_in(&world, &server.url, Part::Employer).await.unwrap();
    let licence = json!({ "role": "rn", "province": "ON", "number": "A123456" });
    let credential = json!({ "credential": "bls", "issued": "2026-01-31" });
    let things = [
        (add(&owner, "/api/v1/me/licences", licence.clone()).await, Some(licence)),
        (add(&owner, "/api/v1/me/wallet", credential.clone()).await, Some(credential)),
        (add(&owner, "/api/v1/me/blocks", json!({ "employer": "Sunnybrook Hospital" })).await, None),
    ];
    for (path, thing) in things {
        let absent = format!("{}/{ABSENT}", path.rsplit_once('/').unwrap().0);
        let mut requests = vec![(Method::DELETE, "", None)];
        if let Some(thing) = thing {
            requests.push((Method::GET, "", None));
            requests.push((Method::PUT, "", Some(thing)));
        }
        if path.contains("licences") {
            requests.push((Method::POST, "/check", None));
        }
        for (method, beneath, thing) in requests {
            let ask = async |person: &Person, path: &str| {
                let request = person.request(method.clone(), &format!("{path}{beneath}"));
                let request = match &thing {
                    Some(thing) => request.header("if-match", "\"1\"").json(thing),
                    None => request,
                };
                seen(request.send().await.unwrap()).await
            };
            let foreign = ask(&other, &path).await;
            assert_eq!(foreign, ask(&other, &absent).await, "{method} {path}{beneath}");
            assert_eq!(foreign.0, 404);
            // An employer is no worker, whether or not there is something.
            let refused = ask(&employer, &path).await;
            assert_eq!(refused, ask(&employer, &absent).await);
            assert_eq!(refused.0, 403);
        }
        // It is all still there.
        assert_eq!(owner.delete(&path).await.unwrap().status(), 204);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn completeness_pathways_and_lapses_follow_from_what_is_written() {
    let (_world, _server, worker) = served().await;
    let empty = read(&worker, "/api/v1/me/completeness").await;
    assert_eq!((&empty["percent"], &empty["next"]["part"]), (&json!(20), &json!("roles")));
    said(worker.put(PROFILE, 0, &profile()).await.unwrap(), 200).await;
    let written = read(&worker, "/api/v1/me/completeness").await;
    assert_eq!((&written["percent"], &written["next"]["part"]), (&json!(70), &json!("licences")));
    add(&worker, "/api/v1/me/licences", json!({ "role": "rn", "province": "AB", "valid_until": "2098-12-31" })).await;
    let bls = add(&worker, "/api/v1/me/wallet", json!({ "credential": "bls", "issued": "2098-01-31" })).await;
    let full = read(&worker, "/api/v1/me/completeness").await;
    assert_eq!((&full["percent"], &full["next"], &full["missing"]), (&json!(100), &Value::Null, &json!([])));

    let found = worker.request(Method::GET, "/api/v1/me/pathways").header("accept-language", "fr");
    let pathways = said(found.send().await.unwrap(), 200).await;
    let ways = pathways["items"].as_array().unwrap();
    // Three roles, in Ontario, British Columbia and Nunavut.
    assert_eq!(ways.len(), 9);
    assert_eq!(
        (&ways[0]["role"], &ways[0]["province"], &ways[0]["situation"]),
        (&json!("rn"), &json!("ON"), &json!("licensed_elsewhere"))
    );
    let step = &ways[0]["steps"][0];
    assert!(step["step"].as_str().unwrap().starts_with("Avec votre inscription en Alberta"), "{step}");
    assert!(step["provenance"]["as_of"].is_string() && step["provenance"]["certainty"] == "verified");
    let abroad = ways.iter().find(|way| way["role"] == "lpn" && way["province"] == "BC").unwrap();
    assert_eq!(abroad["situation"], "internationally_educated");

    let credential = read(&worker, &bls).await;
    assert_eq!((&credential["expires"], &credential["proposed_expiry"]), (&Value::Null, &json!("2099-01-31")));
    let lapses = async |day: &str| {
        let found = read(&worker, &format!("/api/v1/me/lapses?before={day}")).await;
        let kinds = found["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap().to_owned());
        kinds.collect::<Vec<_>>()
    };
    assert!(lapses("2098-12-31").await.is_empty());
    assert_eq!(lapses("2099-01-31").await, ["licence"]);
    assert_eq!(lapses("2099-02-01").await, ["licence", "credential"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_creation_makes_one_thing_and_an_employer_is_blocked_once() {
    let (_world, _server, worker) = served().await;
    let once = async |thing: Value| {
        let request = worker.request(Method::POST, "/api/v1/me/wallet").header("idempotency-key", "\"k1\"");
        request.json(&thing).send().await.unwrap()
    };
    let bls = json!({ "credential": "bls", "issued": "2026-01-31", "issuer": "Croix-Rouge" });
    let first = said(once(bls.clone()).await, 201).await;
    assert_eq!(said(once(bls).await, 201).await, first);
    refused(once(json!({ "credential": "acls" })).await, 422, "key-reused").await;
    assert_eq!(read(&worker, "/api/v1/me/wallet").await["items"], json!([first]));

    let block = |name: &str| json!({ "employer": name });
    add(&worker, "/api/v1/me/blocks", block("The Ottawa Hospital")).await;
    let twice = worker.post("/api/v1/me/blocks", &block("Hôpital d'Ottawa")).await.unwrap();
    said(twice, 409).await;
    let kept = read(&worker, "/api/v1/me/blocks").await;
    assert_eq!(kept["items"].as_array().unwrap().len(), 1);
    assert_eq!(kept["items"][0]["employer"], "The Ottawa Hospital");
}
