//! Members: what each may, and that there is always an owner.

use domain::account::{AccountId, Staff};
use domain::organization::MemberRole;
use reqwest::Method;
use serde_json::json;
use tests::answers::{refused, said, seen};
use tests::employers::organization;
use tests::people::{Part, Person};
use uuid::Uuid;

use super::Town;

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_organization_is_as_absent() {
    let town = Town::new();
    let (owner, own) = town.organization().await;
    let (_, foreign) = town.organization().await;
    let absent = Uuid::now_v7().to_string();
    let facility = json!({ "name": "Manor", "place": "Ottawa", "province": "ON" });
    let someone = Uuid::now_v7();
    let viewer = town.member(&own, MemberRole::Viewer).await;
    for (method, path, body) in [
        (Method::GET, "", None),
        (Method::PUT, "", Some(organization())),
        (Method::POST, "/verification", None),
        (Method::GET, "/members", None),
        (Method::PUT, &format!("/members/{someone}"), Some(json!({ "role": "viewer" }))),
        (Method::DELETE, &format!("/members/{someone}"), None),
        (Method::GET, "/invitations", None),
        (Method::POST, "/invitations", Some(json!({ "address": "a@x.example", "role": "viewer" }))),
        (Method::DELETE, &format!("/invitations/{someone}"), None),
        (Method::GET, "/facilities", None),
        (Method::POST, "/facilities", Some(facility.clone())),
        (Method::GET, &format!("/facilities/{someone}"), None),
        (Method::PUT, &format!("/facilities/{someone}"), Some(facility)),
        (Method::DELETE, &format!("/facilities/{someone}"), None),
    ] {
        let ask = async |person: &Person, id: &str| {
            let request = person.request(method.clone(), &format!("/api/v1/organizations/{id}{path}"));
            let request = request.header("if-match", "\"1\"");
            let request = if let Some(body) = &body { request.json(body) } else { request };
            seen(request.send().await.unwrap()).await
        };
        let (theirs, none) = (ask(&owner, &foreign).await, ask(&owner, &absent).await);
        assert_eq!(theirs, none, "{method} {path}");
        assert_eq!(theirs.0, 404, "{method} {path}");
        // Someone with a lesser part everywhere cannot tell them apart either.
        assert_eq!(ask(&viewer, &foreign).await, ask(&viewer, &absent).await, "{method} {path}");
        let stranger = town.employer().await;
        assert_eq!(ask(&stranger, &foreign).await, ask(&stranger, &absent).await, "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_does_what_their_part_allows() {
    let town = Town::new();
    let (owner, id) = town.organization().await;
    let at = |path: &str| format!("/api/v1/organizations/{id}{path}");
    let viewer = town.member(&id, MemberRole::Viewer).await;
    let recruiter = town.member(&id, MemberRole::Recruiter).await;
    let facility = json!({ "name": "Manor", "place": "Ottawa", "province": "ON" });

    for path in ["", "/members", "/facilities"] {
        for person in [&owner, &recruiter, &viewer] {
            said(person.get(&at(path)).await.unwrap(), 200).await;
        }
    }
    refused(viewer.post(&at("/facilities"), &facility).await.unwrap(), 403, "forbidden").await;
    said(recruiter.post(&at("/facilities"), &facility).await.unwrap(), 201).await;
    for person in [&recruiter, &viewer] {
        refused(person.put(&at(""), 1, &organization()).await.unwrap(), 403, "forbidden").await;
        refused(person.get(&at("/invitations")).await.unwrap(), 403, "forbidden").await;
        let invitation = json!({ "address": "a@x.example", "role": "owner" });
        refused(person.post(&at("/invitations"), &invitation).await.unwrap(), 403, "forbidden").await;
        let promotion = at(&format!("/members/{}", person.account.0));
        refused(person.put(&promotion, 1, &json!({ "role": "owner" })).await.unwrap(), 403, "forbidden").await;
        let ousting = at(&format!("/members/{}", owner.account.0));
        refused(person.delete(&ousting).await.unwrap(), 403, "forbidden").await;
    }
    let moderator = town.person(Part::Staff(Staff::Moderator)).await;
    said(moderator.get(&at("")).await.unwrap(), 200).await;
    refused(moderator.get(&at("/members")).await.unwrap(), 403, "forbidden").await;
    let worker = town.person(Part::Worker).await;
    refused(worker.post("/api/v1/organizations", &organization()).await.unwrap(), 403, "forbidden").await;
    refused(worker.get(&at("")).await.unwrap(), 403, "forbidden").await;
    let anonymous = reqwest::get(format!("{}{}", town.server.url, at(""))).await.unwrap();
    refused(anonymous, 401, "sign-in").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_always_has_an_owner() {
    let town = Town::new();
    let (owner, id) = town.organization().await;
    let member = |account: AccountId| format!("/api/v1/organizations/{id}/members/{}", account.0);
    let heir = town.member(&id, MemberRole::Viewer).await;
    let role = |role: &str| json!({ "role": role });
    let (me, them) = (member(owner.account), member(heir.account));

    for attempt in [owner.put(&me, 1, &role("viewer")).await.unwrap(), owner.delete(&me).await.unwrap()] {
        refused(attempt, 409, "conflict").await;
    }
    refused(owner.put(&them, 9, &role("owner")).await.unwrap(), 412, "stale").await;
    assert_eq!(said(owner.put(&them, 1, &role("owner")).await.unwrap(), 200).await["version"], 2);
    let listed = said(heir.get(&format!("/api/v1/organizations/{id}/members")).await.unwrap(), 200).await;
    let roles: Vec<_> = listed["items"].as_array().unwrap().iter().map(|m| (&m["email"], &m["role"])).collect();
    assert_eq!(roles, [(&json!(owner.email), &json!("owner")), (&json!(heir.email), &json!("owner"))]);

    // With an heir the first may go, and sees nothing from that very moment.
    assert_eq!(owner.delete(&me).await.unwrap().status(), 204);
    refused(owner.get(&format!("/api/v1/organizations/{id}")).await.unwrap(), 403, "forbidden").await;
    refused(heir.delete(&them).await.unwrap(), 409, "conflict").await;
    refused(heir.delete(&me).await.unwrap(), 404, "not-found").await;
}
