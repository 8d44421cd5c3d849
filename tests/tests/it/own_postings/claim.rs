//! An imported posting that its employer claims.

use serde_json::{Value, json};
use tests::answers::said;
use tests::employers::found;
use uuid::Uuid;

use super::{NAME, Site, form, now};
use crate::carematch;

fn imported() -> Value {
    json!([{
        "@context": "https://schema.org", "@type": "JobPosting",
        "identifier": { "@type": "PropertyValue", "name": "board", "value": "A-1" },
        "url": "https://postings.example/1", "title": "Registered nurse, perioperative",
        "description": "Two years of experience. BLS required.",
        "hiringOrganization": { "@type": "Organization", "name": format!("The {NAME} Inc.") },
        "jobLocation": { "@type": "Place", "address": { "@type": "PostalAddress", "addressLocality": "Sudbury",
            "addressRegion": "ON", "addressCountry": "CA" } },
        "datePosted": now().to_rfc3339(),
    }])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claimed_posting_takes_the_place_of_the_imported_one() {
    let site = Site::open(carematch()).await;
    let file = site.world.path().join("feed.json");
    std::fs::write(&file, imported().to_string()).unwrap();
    let import = || {
        let args = ["import", "--format", "json-ld", "--source", "board", "--complete", "--accept-shrink", "--json"];
        site.world.json(&[&args[..], &[file.to_str().unwrap()]].concat()).unwrap()
    };
    assert_eq!(import()["new"], 1);
    site.finds(1).await;
    let known = found(&site.server.url, "").await.unwrap().remove(0);
    let claim = format!("/api/v1/postings/{}/claim", known["id"].as_str().unwrap());
    let body = json!({ "organization": site.organization.0 });
    said(site.recruiter.post(&claim, &body).await.unwrap(), 409).await;
    site.verify().await;
    let draft = said(site.recruiter.post(&claim, &body).await.unwrap(), 201).await;
    assert_eq!((&draft["claimed"], &draft["status"]), (&known["id"], &json!("draft")));
    assert_eq!(draft["form"]["en"]["title"], "Registered nurse, perioperative");
    let asked: Vec<&Value> = draft["form"]["requirements"].as_array().unwrap().iter().map(|r| &r["kind"]).collect();
    assert_eq!(asked, ["experience", "credential"]);
    said(site.recruiter.post(&claim, &body).await.unwrap(), 409).await;
    said(site.recruiter.post(&format!("/api/v1/postings/{}/claim", Uuid::now_v7()), &body).await.unwrap(), 404).await;
    // Until it is live, the imported one is.
    said(site.public(&known).await, 200).await;
    said(site.step(&draft, "publish", None).await, 422).await;
    let written = said(site.replace(&draft, &form()).await, 200).await;
    let live = site.stepped(&written, "publish", "live").await;
    said(site.public(&known).await, 410).await;
    site.finds(1).await;
    let shown = said(site.public(&live).await, 200).await;
    assert_eq!(shown["sources"][0]["reference"], "A-1");
    // Whatever the feed says of it further on, the employer's word stands.
    std::fs::write(&file, imported().to_string().replace("Two years", "Three years")).unwrap();
    assert_eq!(import()["changed"], 1);
    std::fs::write(&file, "[]").unwrap();
    assert_eq!(import()["withdrawn"], 1);
    site.finds(1).await;
    said(site.public(&live).await, 200).await;
    said(site.public(&known).await, 410).await;
}
