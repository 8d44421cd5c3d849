//! Organizations as their people use them: sign-up, verification, members, invitations, facilities.

use std::path::Path;

use chrono::{Duration, Utc};
use domain::account::{AccountId, Staff};
use domain::organization::{Invitation, InvitationId, MemberRole, OrganizationId};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use storage::session::Session;
use tests::mail;
use tests::people::{self, Part, Person};
use tests::{Server, World};
use uuid::Uuid;

use crate::{carematch, real_data};

struct Town {
    world: World,
    server: Server,
}

impl Town {
    fn new() -> Self {
        let world = carematch();
        let server = world.serve(&[]).unwrap();
        Self { world, server }
    }

    async fn person(&self, part: Part) -> Person {
        people::sign_in(&self.world, &self.server.url, part).await.unwrap()
    }

    async fn employer(&self) -> Person {
        self.person(Part::Employer).await
    }

    /// An organization of a new owner.
    async fn organization(&self) -> (Person, String) {
        let owner = self.employer().await;
        let made = json_of(owner.post("/api/v1/organizations", &organization()).await.unwrap(), 201).await;
        (owner, made["id"].as_str().unwrap().to_owned())
    }

    /// Another member of it.
    async fn member(&self, id: &str, role: MemberRole) -> Person {
        let person = self.employer().await;
        let token = self.invitation(id, &person.email, role, 0).await.1;
        joined(&person, &token).await;
        person
    }

    /// An invitation that was mailed some days ago, with its id and token.
    #[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
    async fn invitation(&self, id: &str, address: &str, role: MemberRole, days: i64) -> (Uuid, String) {
        let db = people::database(&self.world).await.unwrap();
        let (token, hash) = api::caller::new_token();
        let (invitation, organization) = (InvitationId(Uuid::now_v7()), OrganizationId(id.parse().unwrap()));
        let invited = Utc::now() - Duration::days(days);
        let invitation = Invitation::new(invitation, organization, address.to_owned(), role, invited);
        let tx = storage::begin(&db).await.unwrap();
        storage::organization::invitation::insert(&tx, &invitation, &hash).await.unwrap();
        tx.commit().await.unwrap();
        db.close().await.unwrap();
        (invitation.id.0, token)
    }

    /// A session of someone without their second factor.
    #[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
    async fn without_second_factor(&self, person: &Person) -> Person {
        let db = people::database(&self.world).await.unwrap();
        let (token, token_hash) = api::caller::new_token();
        let now = Utc::now();
        let session = Session {
            id: Uuid::now_v7(),
            account: person.account,
            token_hash,
            second_factor: false,
            agent: String::new(),
            created_at: now,
            seen_at: now,
            expires_at: now + Duration::days(1),
        };
        let tx = storage::begin(&db).await.unwrap();
        storage::session::insert(&tx, &session).await.unwrap();
        tx.commit().await.unwrap();
        db.close().await.unwrap();
        let mut hurried = person.clone();
        hurried.token = token;
        hurried
    }
}

fn organization() -> Value {
    json!({
        "name": "Maple Manor", "legal_name": "Maple Manor Inc.", "website": "https://maple.example",
        "contact": { "name": "Ann", "email": "ann@maple.example", "phone": "613-555-0100" },
        "arrangement": "direct", "province": "ON", "headcount": "from_25" })
}

fn with(mut value: Value, field: &str, other: Value) -> Value {
    value[field] = other;
    value
}

async fn json_of(response: Response, status: u16) -> Value {
    let url = response.url().clone();
    let (said, body) = (response.status(), response.text().await.unwrap());
    assert_eq!(said, status, "{url}: {body}");
    serde_json::from_str(&body).unwrap()
}

/// A problem of this status and kind.
async fn refused(response: Response, status: u16, kind: &str) -> Value {
    let problem = json_of(response, status).await;
    assert_eq!(problem["type"], format!("urn:carematch:problem:{kind}"), "{problem}");
    problem
}

async fn joined(person: &Person, token: &str) -> Value {
    let body = json!({ "token": token });
    json_of(person.post("/api/v1/member-invitations/accept", &body).await.unwrap(), 201).await
}

/// What a client sees of an answer, but for the request's own id and time.
async fn seen(response: Response) -> (u16, Vec<(String, String)>, String) {
    let status = response.status().as_u16();
    let own = ["x-request-id", "date"];
    let headers = response.headers().iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    (status, headers, response.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_signs_up_edits_and_asks_for_verification() {
    let town = Town::new();
    let owner = town.employer().await;
    let keyed =
        || owner.request(Method::POST, "/api/v1/organizations").header("idempotency-key", "k").json(&organization());
    let made = keyed().send().await.unwrap();
    let location = made.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(made.headers()["etag"], "\"1\"");
    let made = json_of(made, 201).await;
    assert_eq!((&made["verification"], &made["may_publish"]), (&json!("unverified"), &json!(false)));
    assert_eq!(location, format!("/api/v1/organizations/{}", made["id"].as_str().unwrap()));
    assert_eq!(json_of(keyed().send().await.unwrap(), 201).await, made, "a repeat makes nothing more");
    let mine = json_of(owner.get("/api/v1/organizations").await.unwrap(), 200).await;
    assert_eq!(mine["items"], json!([{ "role": "owner", "organization": made }]));

    // Owners act with their second factor only.
    let hurried = town.without_second_factor(&owner).await;
    refused(hurried.put(&location, 1, &organization()).await.unwrap(), 403, "second-factor").await;
    refused(hurried.get(&location).await.unwrap(), 403, "second-factor").await;
    assert_eq!(json_of(hurried.get("/api/v1/organizations").await.unwrap(), 200).await, mine);

    let agency = with(organization(), "arrangement", json!("agency"));
    let no_version = owner.request(Method::PUT, &location).json(&agency).send().await.unwrap();
    refused(no_version, 428, "precondition-required").await;
    let edited = json_of(owner.put(&location, 1, &agency).await.unwrap(), 200).await;
    assert_eq!((&edited["version"], &edited["arrangement"]), (&json!(2), &json!("agency")));
    refused(owner.put(&location, 1, &agency).await.unwrap(), 412, "stale").await;

    // Ontario wants a licence of agencies.
    let ask = format!("{location}/verification");
    let post = async || owner.request(Method::POST, &ask).send().await.unwrap();
    let lacking = refused(post().await, 422, "invalid").await;
    assert_eq!(lacking["errors"][0]["pointer"], "/licences");
    let licensed = with(agency, "licences", json!([{ "province": "ON", "number": "THA-1", "valid_to": "2099-01-01" }]));
    json_of(owner.put(&location, 2, &licensed).await.unwrap(), 200).await;
    assert_eq!(json_of(post().await, 200).await["verification"], "requested");
    refused(post().await, 409, "conflict").await;

    // Verified, it may publish; as another employer it has to be looked at again.
    decide(&town, &location, domain::organization::Decision::Verify).await;
    let verified = json_of(owner.get(&location).await.unwrap(), 200).await;
    assert_eq!((&verified["may_publish"], &verified["version"]), (&json!(true), &json!(5)));
    let grown = with(licensed.clone(), "headcount", json!("under_25"));
    assert_eq!(json_of(owner.put(&location, 5, &grown).await.unwrap(), 200).await["may_publish"], true);
    let renamed = with(licensed, "name", json!("Toronto General Hospital"));
    let renamed = json_of(owner.put(&location, 6, &renamed).await.unwrap(), 200).await;
    assert_eq!((&renamed["verification"], &renamed["may_publish"]), (&json!("requested"), &json!(false)));
}

/// What a moderator's operation does.
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
async fn decide(town: &Town, location: &str, decision: domain::organization::Decision) {
    let id = OrganizationId(location.rsplit('/').next().unwrap().parse().unwrap());
    let db = people::database(&town.world).await.unwrap();
    let tx = storage::begin(&db).await.unwrap();
    let version = storage::organization::find(&tx, id).await.unwrap().version;
    storage::organization::decide(&tx, id, version, decision, Utc::now()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
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
            json_of(person.get(&at(path)).await.unwrap(), 200).await;
        }
    }
    refused(viewer.post(&at("/facilities"), &facility).await.unwrap(), 403, "forbidden").await;
    json_of(recruiter.post(&at("/facilities"), &facility).await.unwrap(), 201).await;
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
    json_of(moderator.get(&at("")).await.unwrap(), 200).await;
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
    assert_eq!(json_of(owner.put(&them, 1, &role("owner")).await.unwrap(), 200).await["version"], 2);
    let listed = json_of(heir.get(&format!("/api/v1/organizations/{id}/members")).await.unwrap(), 200).await;
    let roles: Vec<_> = listed["items"].as_array().unwrap().iter().map(|m| (&m["email"], &m["role"])).collect();
    assert_eq!(roles, [(&json!(owner.email), &json!("owner")), (&json!(heir.email), &json!("owner"))]);

    // With an heir the first may go, and sees nothing from that very moment.
    assert_eq!(owner.delete(&me).await.unwrap().status(), 204);
    refused(owner.get(&format!("/api/v1/organizations/{id}")).await.unwrap(), 403, "forbidden").await;
    refused(heir.delete(&them).await.unwrap(), 409, "conflict").await;
    refused(heir.delete(&me).await.unwrap(), 404, "not-found").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_mailed_and_accepted_by_the_invited_once() {
    let town = Town::new();
    let (owner, id) = town.organization().await;
    let path = format!("/api/v1/organizations/{id}/invitations");
    let invited = town.employer().await;
    // Known or not, an address gets the same answer.
    let mut answers = Vec::new();
    for address in [invited.email.to_uppercase(), "nobody@x.example".to_owned()] {
        let body = json!({ "address": address, "role": "recruiter" });
        let mut made = json_of(owner.post(&path, &body).await.unwrap(), 201).await;
        assert_eq!(made["address"].take(), address.to_lowercase());
        made.as_object_mut().unwrap().retain(|name, _| name == "address" || name == "role");
        answers.push(made);
    }
    assert_eq!(answers[0], answers[1]);
    let open = json_of(owner.get(&path).await.unwrap(), 200).await;
    assert_eq!(open["items"].as_array().unwrap().len(), 2);

    let token = mailed(&town, &invited.email).await;
    assert!(!town.server.log().contains(&token));
    let accept = async |person: &Person, token: &str| {
        person.post("/api/v1/member-invitations/accept", &json!({ "token": token })).await.unwrap()
    };
    // Any misuse gets one and the same answer.
    let unknown = seen(accept(&invited, "no-such-token").await).await;
    assert_eq!(unknown.0, 404);
    let other = town.employer().await;
    let worker = people::sign_in(&town.world, &town.server.url, Part::Worker).await.unwrap();
    assert_eq!(seen(accept(&other, &token).await).await, unknown);
    refused(accept(&worker, &token).await, 403, "forbidden").await;
    let (_, expired) = town.invitation(&id, &other.email, MemberRole::Owner, 14).await;
    assert_eq!(seen(accept(&other, &expired).await).await, unknown);
    let (revoked, withdrawn) = town.invitation(&id, &other.email, MemberRole::Owner, 0).await;
    assert_eq!(owner.delete(&format!("{path}/{revoked}")).await.unwrap().status(), 204);
    refused(owner.delete(&format!("{path}/{revoked}")).await.unwrap(), 404, "not-found").await;
    assert_eq!(seen(accept(&other, &withdrawn).await).await, unknown);
    // An invitation of another organization is absent here.
    let (_, elsewhere) = town.organization().await;
    let (foreign, _) = town.invitation(&elsewhere, &other.email, MemberRole::Owner, 0).await;
    refused(owner.delete(&format!("{path}/{foreign}")).await.unwrap(), 404, "not-found").await;

    let accepted = joined(&invited, &token).await;
    assert_eq!(accepted, json!({ "organization": id, "role": "recruiter" }));
    assert_eq!(seen(accept(&invited, &token).await).await, unknown, "used");
    json_of(invited.get(&format!("/api/v1/organizations/{id}")).await.unwrap(), 200).await;
    let (_, again) = town.invitation(&id, &invited.email, MemberRole::Owner, 0).await;
    refused(accept(&invited, &again).await, 409, "conflict").await;
    assert_eq!(json_of(owner.get(&path).await.unwrap(), 200).await["items"].as_array().unwrap().len(), 2);
}

/// The token in the one invitation that was mailed to an address.
async fn mailed(town: &Town, address: &str) -> String {
    let mails = mail::take(&town.world, address).await.unwrap();
    let [letter] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!(letter.kind, "member_invitation");
    assert!(letter.text.contains("Maple Manor"), "{}", letter.text);
    letter.token().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn facilities_are_kept_and_found_on_the_map() {
    let town = Town::new();
    let (owner, id) = town.organization().await;
    let path = format!("/api/v1/organizations/{id}/facilities");
    let manor = json!({
        "name": "Manor", "setting": "long_term_care", "street": "1 Maple St", "postal_code": "k1y4e9",
        "place": "Ottawa", "province": "ON" });
    let made = owner.post(&path, &manor).await.unwrap();
    let location = made.headers()["location"].to_str().unwrap().to_owned();
    let made = json_of(made, 201).await;
    assert_eq!((&made["postal_code"], &made["region"]), (&json!("K1Y 4E9"), &json!("on-east")));
    assert!(made["latitude"].is_f64());
    assert_eq!(json_of(owner.get(&location).await.unwrap(), 200).await, made);
    for (pointer, wrong) in [
        ("/postal_code", with(manor.clone(), "postal_code", json!("H2X 1Y4"))),
        ("/setting", with(manor.clone(), "setting", json!("spa"))),
        ("/public_facility", with(manor.clone(), "public_facility", json!("odhf:1"))),
        ("/latitude", with(manor.clone(), "latitude", json!(12.0))),
        ("", with(manor.clone(), "latitude", json!(45.4))),
    ] {
        let problem = refused(owner.put(&location, 1, &wrong).await.unwrap(), 422, "invalid").await;
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    }
    let moved = with(manor.clone(), "place", json!("Kanata"));
    assert_eq!(json_of(owner.put(&location, 1, &moved).await.unwrap(), 200).await["place"], "Kanata");
    refused(owner.put(&location, 1, &manor).await.unwrap(), 412, "stale").await;

    // Under another organization's path it is absent, also for someone who is a member of both.
    let other = json_of(owner.post("/api/v1/organizations", &organization()).await.unwrap(), 201).await;
    let through = location.replace(&id, other["id"].as_str().unwrap());
    refused(owner.get(&through).await.unwrap(), 404, "not-found").await;
    refused(owner.put(&through, 2, &manor).await.unwrap(), 404, "not-found").await;
    refused(owner.delete(&through).await.unwrap(), 404, "not-found").await;

    assert_eq!(owner.delete(&location).await.unwrap().status(), 204);
    refused(owner.get(&location).await.unwrap(), 404, "not-found").await;
    assert_eq!(json_of(owner.get(&path).await.unwrap(), 200).await["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_published_facilities_are_imported_once_and_picked_from() {
    let Some(data) = real_data("the_published_facilities_are_imported_once_and_picked_from") else { return };
    let world = carematch();
    let file = data.join("odhf/odhf_clean_utf8.csv");
    let import = |file: &Path, more: &[&str]| {
        let mut args = vec!["import", "--format", "odhf", "--json", file.to_str().unwrap()];
        args.extend(more);
        world.json(&args).unwrap()
    };
    let count = |report: &Value, field: &str| report[field].as_u64().unwrap();
    let rejected = |report: &Value| report["rejected"].as_array().unwrap().len() as u64;
    let few = world.path().join("few.csv");
    let lines: Vec<_> = std::fs::read_to_string(&file).unwrap().lines().take(4).map(str::to_owned).collect();
    std::fs::write(&few, lines.join("\n")).unwrap();
    assert_eq!(count(&import(&few, &["--dry-run"]), "new"), 3);
    let first = import(&file, &[]);
    println!("{first:#}");
    assert_eq!(count(&first, "rows"), 7_033);
    assert_eq!(count(&first, "new") + rejected(&first), 7_033);
    assert!(rejected(&first) * 1000 < 7_033 && count(&first, "with_setting") > 3_000, "{first}");
    let second = import(&file, &[]);
    assert_eq!((count(&second, "new"), count(&second, "changed")), (0, 0));
    assert_eq!(count(&second, "unchanged"), count(&first, "new"));
    let refused = world.run(&["import", "--format", "odhf", "--source", "x", file.to_str().unwrap()]).unwrap();
    assert!(!refused.status.success());

    let server = world.serve(&[]).unwrap();
    let search = async |query: &str| {
        let url = format!("{}/api/v1/facilities?{query}", server.url);
        json_of(reqwest::get(url).await.unwrap(), 200).await
    };
    let found = search("text=sickkids%20toronto").await;
    assert!(found["attribution"].as_str().unwrap().contains("Open Government Licence"));
    let found = search("text=hopital%20montfort&province=ON").await;
    assert_eq!(found["items"][0]["setting"], "hospital", "{found}");
    assert_eq!(found["items"][0]["region"], "on-east", "{found}");
    assert_eq!(search("province=NU&limit=50").await["items"].as_array().unwrap().len(), 3);
    assert_eq!(search("text=zzzz").await["items"], json!([]));
    let owner = people::sign_in(&world, &server.url, Part::Employer).await.unwrap();
    let made = json_of(owner.post("/api/v1/organizations", &organization()).await.unwrap(), 201).await;
    let path = format!("/api/v1/organizations/{}/facilities", made["id"].as_str().unwrap());
    let picked =
        json!({ "name": "Montfort", "place": "Ottawa", "province": "ON", "public_facility": found["items"][0]["id"] });
    json_of(owner.post(&path, &picked).await.unwrap(), 201).await;
}
