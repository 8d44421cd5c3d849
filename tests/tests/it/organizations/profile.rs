//! What an owner writes about an organization, and asks to have verified.

use domain::organization::OrganizationId;
use reqwest::Method;
use serde_json::json;
use tests::answers::{refused, said, text};
use tests::employers::{self, organization};
use tests::people;

use super::{Town, with};
use crate::worlds;

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_signs_up_edits_and_asks_for_verification() {
    for (world, _database) in worlds().await {
        let town = Town::of(world);
        let owner = town.employer().await;
        let keyed = || {
            owner.request(Method::POST, "/api/v1/organizations").header("idempotency-key", "k").json(&organization())
        };
        let made = keyed().send().await.unwrap();
        let location = made.headers()["location"].to_str().unwrap().to_owned();
        assert_eq!(made.headers()["etag"], "\"1\"");
        let made = said(made, 201).await;
        assert_eq!((&made["verification"], &made["may_publish"]), (&json!("unverified"), &json!(false)));
        assert_eq!(location, format!("/api/v1/organizations/{}", made["id"].as_str().unwrap()));
        assert_eq!(said(keyed().send().await.unwrap(), 201).await, made, "a repeat makes nothing more");
        let mine = said(owner.get("/api/v1/organizations").await.unwrap(), 200).await;
        assert_eq!(mine["items"], json!([{ "role": "owner", "organization": made }]));

        // Owners act with their second factor only.
        let hurried = people::without_second_factor(&town.world, &owner).await.unwrap();
        refused(hurried.put(&location, 1, &organization()).await.unwrap(), 403, "second-factor").await;
        refused(hurried.get(&location).await.unwrap(), 403, "second-factor").await;
        assert_eq!(said(hurried.get("/api/v1/organizations").await.unwrap(), 200).await, mine);

        let agency = with(organization(), "arrangement", json!("agency"));
        let no_version = owner.request(Method::PUT, &location).json(&agency).send().await.unwrap();
        refused(no_version, 428, "precondition-required").await;
        let edited = said(owner.put(&location, 1, &agency).await.unwrap(), 200).await;
        assert_eq!((&edited["version"], &edited["arrangement"]), (&json!(2), &json!("agency")));
        refused(owner.put(&location, 1, &agency).await.unwrap(), 412, "stale").await;

        // Ontario wants a licence of agencies.
        let ask = format!("{location}/verification");
        let post = async || owner.request(Method::POST, &ask).send().await.unwrap();
        let lacking = refused(post().await, 422, "invalid").await;
        assert_eq!(lacking["errors"][0]["pointer"], "/licences");
        let licensed =
            with(agency, "licences", json!([{ "province": "ON", "number": "THA-1", "valid_to": "2099-01-01" }]));
        said(owner.put(&location, 2, &licensed).await.unwrap(), 200).await;
        assert_eq!(said(post().await, 200).await["verification"], "requested");
        refused(post().await, 409, "conflict").await;

        // Verified, it may publish; as another employer it has to be looked at again.
        let id = OrganizationId(text(&made["id"]).parse().unwrap());
        employers::verify(&town.world, id).await.unwrap();
        let verified = said(owner.get(&location).await.unwrap(), 200).await;
        assert_eq!((&verified["may_publish"], &verified["version"]), (&json!(true), &json!(5)));
        let grown = with(licensed.clone(), "headcount", json!("under_25"));
        assert_eq!(said(owner.put(&location, 5, &grown).await.unwrap(), 200).await["may_publish"], true);
        let renamed = with(licensed, "name", json!("Toronto General Hospital"));
        let renamed = said(owner.put(&location, 6, &renamed).await.unwrap(), 200).await;
        assert_eq!((&renamed["verification"], &renamed["may_publish"]), (&json!("requested"), &json!(false)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_hold_is_named() {
    let town = Town::new();
    let owner = town.employer().await;
    let licence = json!({ "province": "ON", "number": "1" });
    for (pointer, wrong) in [
        ("/name", with(organization(), "name", json!(""))),
        ("/name", with(organization(), "name", json!("a\u{0}b"))),
        ("/website", with(organization(), "website", json!("javascript:alert(1)"))),
        ("/website", with(organization(), "website", json!("ftp://maple.example"))),
        ("/website", with(organization(), "website", json!("https://Ï"))),
        ("/website", with(organization(), "website", json!("https://maple.example/{a}"))),
        ("/contact/email", with(organization(), "contact", json!({ "name": "Ann", "email": "ann" }))),
        ("/province", with(organization(), "province", json!("XX"))),
        ("/headcount", with(organization(), "headcount", json!("many"))),
        ("/licences/0/province", with(organization(), "licences", json!([{ "province": "X", "number": "1" }]))),
        ("", with(organization(), "licences", json!([licence, licence]))),
    ] {
        let problem = refused(owner.post("/api/v1/organizations", &wrong).await.unwrap(), 422, "invalid").await;
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
        assert!(!problem["errors"][0]["detail"].as_str().unwrap().contains("does not hold"), "{problem}");
    }
}
