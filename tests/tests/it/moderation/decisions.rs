//! Decisions on organizations, licences and postings.

use chrono::{Days, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{read, refused, said, text};
use tests::people::Part;

use super::{Court, line};
use crate::worlds;

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_is_decided_as_it_was_seen() {
    let court = Court::new().await;
    let (owner, id, version) = court.organization().await;
    let approve = json!({ "ruling": "approve", "reason": "in_business_register" });
    let refuse = json!({ "ruling": "refuse", "reason": "not_found", "note": "Which Maple Manor?" });
    refused(court.decide("organizations", &id, &json!(99), &approve).await, 412, "stale").await;
    assert_eq!(said(court.decide("organizations", &id, &version, &refuse).await, 200).await["state"], "refused");
    let read_by_owner = read(&owner, &format!("/api/v1/organizations/{id}")).await;
    assert!(read_by_owner.to_string().contains("Which Maple Manor?"), "{read_by_owner}");
    let again = owner.post(&format!("/api/v1/organizations/{id}/verification"), &json!({})).await.unwrap();
    said(again, 200).await;
    let version = court.queue("organizations").await[0]["version"].clone();
    let decided = court.decide("organizations", &id, &version, &approve).await;
    let etag = text(&json!(decided.headers()["etag"].to_str().unwrap()));
    assert_eq!(said(decided, 200).await["state"], "verified");
    let version = json!(etag.trim_matches('"').parse::<i32>().unwrap());
    refused(court.decide("organizations", &id, &version, &approve).await, 409, "conflict").await;
    let suspend = json!({ "ruling": "suspend", "reason": "fraud" });
    assert_eq!(said(court.decide("organizations", &id, &version, &suspend).await, 200).await["state"], "suspended");
    let decisions: Vec<_> = court.trail(&id).await.into_iter().filter(|line| line.0 == "decide_organization").collect();
    let told = |reason| line("decide_organization", &["verification"], Some(reason));
    assert_eq!(decisions, [told("not_found"), told("in_business_register"), told("fraud")]);
    let letters = court.letters(&owner.email).await;
    assert_eq!(letters, ["organization_decided", "organization_decided", "organization_suspended"]);
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
async fn a_licence_number_is_shown_to_who_checks_it() {
    const NUMBER: &str = "PLANTED-776655";
    let court = Court::new().await;
    let worker = court.person(Part::Worker).await;
    let names = json!({ "given_name": "Zoé", "family_name": "Tremblay" });
    said(worker.put("/api/v1/me/profile", 0, &names).await.unwrap(), 200).await;
    let until = Utc::now().date_naive() + Days::new(100);
    let licence = json!({ "role": "rn", "province": "ON", "number": NUMBER, "valid_until": until });
    let made = said(worker.post("/api/v1/me/licences", &licence).await.unwrap(), 201).await;
    let id = text(&made["id"]);
    let sheet = format!("/moderation/licences/{id}");
    // Nobody looks at a licence whose check was not asked for.
    refused(court.moderator.get(&format!("/api/v1{sheet}")).await.unwrap(), 409, "conflict").await;
    said(worker.post(&format!("/api/v1/me/licences/{id}/check"), &json!({})).await.unwrap(), 200).await;

    let waiting = court.queue("licences").await;
    assert_eq!(
        (&waiting[0]["id"], &waiting[0]["role"], &waiting[0]["province"]),
        (&made["id"], &json!("rn"), &json!("ON"))
    );
    let before = court.trail(&id).await.len();
    let answer = court.moderator.get(&format!("/api/v1{sheet}")).await.unwrap();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let seen = said(answer, 200).await;
    assert_eq!((&seen["number"], &seen["name"]), (&json!(NUMBER), &json!("Zoé Tremblay")));
    assert_eq!((&seen["regulator"]["key"], &seen["next_check"]), (&json!("on-cno"), &json!(until + Days::new(1))));
    // The reading itself is written down.
    let trail = court.trail(&id).await;
    assert_eq!((trail.len(), &trail[before]), (before + 1, &line("read_licence_check", &["number"], None)));

    let version = &waiting[0]["version"];
    let found = |ruling: &str, reason: &str, next: Value| {
        json!({ "ruling": ruling, "reason": reason, "register_url": "https://registre.example/",
            "seen": "general class", "next_check": next })
    };
    let late = found("approve", "in_register", json!(until + Days::new(2)));
    let said_late = refused(court.decide("licences", &id, version, &late).await, 422, "invalid").await;
    assert_eq!(said_late["errors"][0]["pointer"], "/next_check");
    let blind = json!({ "ruling": "approve", "reason": "in_register" });
    let said_blind = refused(court.decide("licences", &id, version, &blind).await, 422, "invalid").await;
    assert_eq!(said_blind["errors"][0]["pointer"], "/register_url");
    let approve = found("approve", "in_register", Value::Null);
    refused(court.decide("licences", &id, &json!(99), &approve).await, 412, "stale").await;
    assert_eq!(said(court.decide("licences", &id, version, &approve).await, 200).await["state"], "verified");
    refused(court.moderator.get(&format!("/api/v1{sheet}")).await.unwrap(), 409, "conflict").await;
    let mine = read(&worker, &format!("/api/v1/me/licences/{id}")).await;
    assert!(mine.to_string().contains("verified") && mine.to_string().contains("public_register"), "{mine}");
    let decided = court.trail(&id).await.pop().unwrap();
    assert_eq!(decided, line("decide_licence", &["verification", "next_check"], Some("in_register")));
    assert_eq!(court.letters(&worker.email).await, ["licence_decided"]);

    for path in ["/api/v1/moderation/queues/licences", "/api/v1/moderation/audit"] {
        assert!(!read(&court.moderator, path).await.to_string().contains(NUMBER));
    }
    assert!(!court.server.log().contains(NUMBER));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_posting_goes_back_or_live() {
    for (world, _database) in worlds().await {
        let court = Court::of(world).await;
        let (owner, organization, version) = court.organization().await;
        let approve = json!({ "ruling": "approve", "reason": "in_business_register" });
        said(court.decide("organizations", &organization, &version, &approve).await, 200).await;
        let form = json!({
            "en": { "title": "Registered nurse, ICU", "description": "Care for patients. Bonus paid in gift cards." },
            "roles": ["rn"], "sites": [{ "place": "Thunder Bay", "province": "ON", "postal_code": "P7B 6V4" }],
            "pay": { "min_cents": 4000, "max_cents": 5500, "unit": "hour" }, "employment": ["full_time", "permanent"],
            "vacancy": true });
        let base = format!("/api/v1/organizations/{organization}/postings");
        let made = said(owner.post(&base, &form).await.unwrap(), 201).await;
        let id = text(&made["id"]);
        let publish = async |version: &Value| {
            let request = owner.request(Method::POST, &format!("{base}/{id}/publish"));
            said(request.header("if-match", format!("\"{version}\"")).send().await.unwrap(), 200).await
        };
        publish(&json!(1)).await;
        // What is not public cannot be reported, and looks like what is not there.
        refused(court.report(&id, &json!({ "concern": "other" })).await, 404, "not-found").await;
        let held = court.queue("postings").await.remove(0);
        assert_eq!((&held["id"], &held["title"]), (&made["id"], &json!("Registered nurse, ICU")));
        assert_eq!(held["holds"][0]["pointer"], "/en/description");
        let back = json!({ "ruling": "refuse", "reason": "misleading", "note": "Say what the bonus is." });
        refused(court.decide("postings", &id, &json!(99), &back).await, 412, "stale").await;
        assert_eq!(said(court.decide("postings", &id, &held["version"], &back).await, 200).await["state"], "draft");
        let own = said(owner.get(&format!("{base}/{id}")).await.unwrap(), 200).await;
        assert!(own.to_string().contains("Say what the bonus is."), "{own}");
        refused(court.decide("postings", &id, &json!(3), &back).await, 409, "conflict").await;

        publish(&json!(3)).await;
        let held = court.queue("postings").await.remove(0);
        let pass = json!({ "ruling": "approve", "reason": "meets_rules" });
        assert_eq!(said(court.decide("postings", &id, &held["version"], &pass).await, 200).await["state"], "live");
        court.until_found(1).await;
        // Upheld, a report ends an employer's own posting too.
        said(court.report(&id, &json!({ "concern": "no_such_job" })).await, 201).await;
        let report = text(&court.queue("reports").await[0]["id"]);
        let uphold = json!({ "ruling": "uphold", "reason": "no_such_job" });
        let path = format!("/api/v1/moderation/reports/{report}/decision");
        said(court.moderator.post(&path, &uphold).await.unwrap(), 200).await;
        court.until_found(0).await;
        let own = said(owner.get(&format!("{base}/{id}")).await.unwrap(), 200).await;
        assert!(own.to_string().contains("withdrawn"), "{own}");
        let decided = court.letters(&owner.email).await;
        assert_eq!(decided, ["organization_decided", "posting_decided", "posting_decided", "posting_decided"]);
        let reasons: Vec<_> =
            court.trail(&id).await.into_iter().filter_map(|line| line.2.as_str().map(str::to_owned)).collect();
        assert_eq!(reasons, ["misleading", "meets_rules", "no_such_job"]);
    }
}
