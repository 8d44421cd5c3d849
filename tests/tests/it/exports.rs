//! Postings that were written here, given to those who list them elsewhere.

use chrono::DateTime;
use serde_json::{Value, json};
use tests::answers::{read, refused};
use tests::employers::{self, found, until_found};
use tests::people::{Part, Person, sign_in};
use tests::{Server, World};

use crate::{carematch, worlds};

/// Words that a document has to keep apart from itself.
const TITLE: &str = "Registered nurse <\"Nights\" & days> ]]>";

fn form() -> Value {
    json!({
        "en": { "title": TITLE, "description": "Care before & after surgery; 1 < 2." },
        "fr": { "title": "Infirmière autorisée", "description": "Soins avant et après la chirurgie." },
        "roles": ["rn"], "sites": [{ "place": "Sudbury", "province": "ON", "postal_code": "P3E 2G8" }],
        "pay": { "min_cents": 4050, "max_cents": 5500, "unit": "hour" },
        "employment": ["full_time"], "shifts": ["night"], "vacancy": true, "positions": 3 })
}

/// A verified organization's owner, and its id.
async fn owner(world: &World, server: &Server, name: &str) -> (Person, String) {
    let owner = sign_in(world, &server.url, Part::Employer).await.unwrap();
    let mut profile = employers::organization();
    profile["name"] = json!(name);
    let made = employers::make(&owner, &profile).await.unwrap();
    let id = made["id"].as_str().unwrap().to_owned();
    employers::verify(world, domain::organization::OrganizationId(id.parse().unwrap())).await.unwrap();
    (owner, id)
}

async fn publish(owner: &Person, organization: &str, form: &Value) -> String {
    let path = format!("/api/v1/organizations/{organization}/postings");
    let draft: Value = owner.post(&path, form).await.unwrap().json().await.unwrap();
    let id = draft["id"].as_str().unwrap_or_else(|| panic!("{draft}")).to_owned();
    let publish = owner.request(reqwest::Method::POST, &format!("{path}/{id}/publish")).header("if-match", "\"1\"");
    let live: Value = publish.send().await.unwrap().json().await.unwrap();
    assert_eq!(live["status"], "live", "{live}");
    id
}

async fn text(server: &Server, path: &str, kind: &str) -> String {
    let response = reqwest::get(format!("{}/api/v1/exports/{path}", server.url)).await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["content-type"].to_str().unwrap()), (200, kind));
    response.text().await.unwrap()
}

/// What an export says is what our own reader of the format understands of it, in another installation.
#[tokio::test]
async fn what_goes_out_comes_in_elsewhere_as_it_was() {
    for (world, _database) in worlds().await {
        let server = world.serve(&[]).unwrap();
        let (owner, organization) = owner(&world, &server, "Maple & Sons Manor").await;
        let id = publish(&owner, &organization, &form()).await;
        let draft = format!("/api/v1/organizations/{organization}/postings");
        assert_eq!(owner.post(&draft, &form()).await.unwrap().status(), 201);
        let original = read(&owner, &format!("/api/v1/postings/{id}")).await;
        for (path, kind, format) in
            [("indeed.xml", "application/xml", "indeed-xml"), ("postings.jsonld", "application/ld+json", "json-ld")]
        {
            let elsewhere = carematch();
            std::fs::write(elsewhere.path().join("feed"), text(&server, path, kind).await).unwrap();
            let report = elsewhere
                .json(&["import", "--format", format, "--source", "export", "--complete", "--json", "feed"])
                .unwrap();
            assert_eq!((&report["new"], &report["rejected"]), (&json!(1), &json!([])), "{path}: {report}");
            let other = elsewhere.serve(&[]).unwrap();
            until_found(&other.url, "role=rn&region=on", 1).await.unwrap();
            let summary = found(&other.url, "role=rn&region=on").await.unwrap().remove(0);
            let url = format!("{}/api/v1/postings/{}", other.url, summary["id"].as_str().unwrap());
            let came: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
            assert_eq!(came["title"], json!(TITLE), "{path}");
            for field in ["description", "employer", "roles", "pay", "employment", "shifts", "vacancies"] {
                assert_eq!(came[field], original[field], "{path}: {field} of {came} from {original}");
            }
            assert_eq!(came["locations"][0]["province"], original["locations"][0]["province"], "{path}");
            assert_eq!(came["locations"][0]["place"], original["locations"][0]["place"], "{path}");
            assert!(came["apply_url"].as_str().is_some_and(|url| url.ends_with(&id)), "{path}: {came}");
        }
    }
}

#[tokio::test]
async fn exports_are_of_what_is_live_of_whom_and_in_which_language_one_asks() {
    let world = carematch();
    let server = world.serve(&[]).unwrap();
    let empty: Value = serde_json::from_str(&text(&server, "postings.jsonld", "application/ld+json").await).unwrap();
    assert_eq!(empty, json!([]));
    let (one, first) = owner(&world, &server, "Maple Manor").await;
    let (two, second) = owner(&world, &server, "Harbour Clinic").await;
    let ids = [publish(&one, &first, &form()).await, publish(&two, &second, &form()).await];
    let list = async |query: &str| -> Vec<Value> {
        let path = format!("postings.jsonld{query}");
        serde_json::from_str(&text(&server, &path, "application/ld+json").await).unwrap()
    };
    let all = list("").await;
    assert_eq!(all.iter().map(|one| &one["identifier"]["value"]).collect::<Vec<_>>(), [&ids[0], &ids[1]]);
    assert!(DateTime::parse_from_rfc3339(all[0]["datePosted"].as_str().unwrap()).is_ok());
    let of_second = list(&format!("?organization={second}&lang=fr")).await;
    assert_eq!(of_second.len(), 1);
    assert_eq!((&of_second[0]["title"], &of_second[0]["inLanguage"]), (&json!("Infirmière autorisée"), &json!("fr")));
    let atom = text(&server, "postings.atom", "application/atom+xml").await;
    for said in [
        &format!("<id>urn:uuid:{}</id>", ids[0]),
        "before &amp; after surgery; 1 &lt; 2",
        "<name>Maple Manor</name>",
        "rel=\"self\"",
    ] {
        assert!(atom.contains(said), "{said} in {atom}");
    }
    let close = format!("/api/v1/organizations/{first}/postings/{}/close", ids[0]);
    let close = one.request(reqwest::Method::POST, &close).header("if-match", "\"2\"").json(&json!({ "filled": true }));
    let closed = close.send().await.unwrap();
    assert_eq!(closed.status(), 200, "{}", closed.text().await.unwrap());
    assert_eq!(list("").await.len(), 1);
    let wrong = reqwest::get(format!("{}/api/v1/exports/postings.atom?lang=de", server.url)).await.unwrap();
    refused(wrong, 422, "invalid").await;
}
