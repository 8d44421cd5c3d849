//! The pages that mail leads to, as a browser without script asks for them.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use tests::mail;

use crate::newsletter::{READER, Site};
use crate::{carematch, worlds};

/// A page: its status, and what it says.
type Page = (u16, String);

async fn page(response: Response) -> Page {
    let headers = response.headers().clone();
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
    let policy = header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'"), "{policy}");
    assert_eq!((header("referrer-policy").as_str(), header("cache-control").as_str()), ("no-referrer", "no-store"));
    assert!(!headers.contains_key("set-cookie"));
    let (status, lang) = (response.status().as_u16(), header("content-language"));
    let html = response.text().await.unwrap();
    assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{lang}: {html}");
    assert!(!html.contains("<script") && !html.contains("style=\""), "{html}");
    assert!(!html.contains("page-"), "a sentence is missing: {html}");
    (status, html)
}

impl Site {
    pub(crate) async fn look(&self, path: &str) -> Page {
        page(self.client.get(format!("{}{path}", self.server.url)).send().await.unwrap()).await
    }

    pub(crate) async fn fill_in(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        page(self.client.post(format!("{}{path}", self.server.url)).form(fields).send().await.unwrap()).await
    }
}

/// The path of the link in a mail.
pub(crate) fn path(text: &str) -> &str {
    let (_, rest) = text.split_once("\nhttp://").unwrap_or_else(|| panic!("no link: {text}"));
    let link = rest.lines().next().unwrap();
    &link[link.find('/').unwrap()..]
}

/// What someone fills in.
fn filled() -> Vec<(&'static str, &'static str)> {
    vec![
        ("email", READER),
        ("purpose", "digest"),
        ("purpose", "blog"),
        ("role", "psw"),
        ("role", "rn"),
        ("near", "L8P"),
        ("radius_km", "25"),
        ("frequency", "tuesday"),
        ("hour", "6"),
        ("zone", "America/St_Johns"),
        ("language", "fr"),
        ("action", "subscribe"),
    ]
}

/// The value of a hidden field.
fn hidden<'a>(html: &'a str, name: &str) -> &'a str {
    let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split_once('"').unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_subscribes_changes_ends_and_deletes_with_forms_alone() {
    for (world, database) in worlds().await {
        let site = Site::open(world, database);
        let (status, form) = site.look("/newsletter").await;
        assert_eq!((status, form.contains("checked")), (200, false), "nothing is ticked beforehand");
        let (status, done) = site.fill_in("/fr/newsletter", &filled()).await;
        assert_eq!((status, done.contains("role=\"status\"")), (200, true), "{done}");
        let letter = mail::take_one(&site.world, READER).await.unwrap();
        let link = path(&letter.text);
        assert!(link.starts_with("/fr/newsletter/confirm?token="), "{link}");
        let proof = letter.token().unwrap();

        // A scanner that follows the link confirms nothing.
        for _ in 0..20 {
            let (status, html) = site.look(link).await;
            assert_eq!((status, hidden(&html, "token")), (200, proof));
        }
        for wrong in ["?token=none", "", "?token=a&token=b", "?token=%ff"] {
            assert_eq!(site.look(&format!("/newsletter/preferences{wrong}")).await.0, 404, "{wrong}");
        }
        let (status, confirmed) = site.fill_in("/fr/newsletter/confirm", &[("token", proof)]).await;
        assert_eq!(status, 200, "{confirmed}");
        assert_eq!(site.fill_in("/fr/newsletter/confirm", &[("token", proof)]).await.0, 422);
        let (_, rest) = confirmed.split_once("/fr/newsletter/preferences?token=").unwrap();
        let token = rest.split_once('"').unwrap().0.to_owned();
        let kept = site.read(&token).await;
        assert_eq!((&kept["state"], &kept["purposes"]), (&json!("active"), &json!(["digest", "blog"])));
        assert_eq!(kept["query"], "role=psw&role=rn&near=L8P&radius_km=25");
        assert_eq!(
            kept["schedule"],
            json!({ "frequency": "weekly", "day": "tuesday", "hour": 6, "zone": "America/St_Johns" })
        );

        let (status, preferences) = site.look(&format!("/fr/newsletter/preferences?token={token}")).await;
        assert_eq!((status, preferences.contains(READER)), (200, true));
        assert!(preferences.contains("127.0.0.1"), "every yes and from where: {preferences}");
        assert!(preferences.contains("value=\"L8P\""));
        let version = hidden(&preferences, "version").to_owned();
        let mut changed: Vec<(&str, &str)> =
            filled().into_iter().filter(|(name, _)| !["email", "near", "radius_km", "action"].contains(name)).collect();
        changed.extend([("province", "ON"), ("token", &token), ("version", &version), ("paused_until", "2099-01-01")]);
        let (status, refused) = site.fill_in("/fr/newsletter/preferences", &changed).await;
        assert_eq!((status, refused.contains("role=\"alert\"")), (422, true), "too long a pause: {refused}");
        changed.pop();
        let (status, saved) = site.fill_in("/fr/newsletter/preferences", &changed).await;
        assert_eq!((status, saved.contains("role=\"status\"")), (200, true), "{saved}");
        assert_eq!(site.read(&token).await["query"], "role=psw&role=rn&province=ON");
        assert_eq!(site.fill_in("/fr/newsletter/preferences", &changed).await.0, 412, "an older page");

        assert_eq!(site.look(&format!("/newsletter/unsubscribe?token={token}")).await.0, 200);
        assert_eq!(site.read(&token).await["state"], "active", "to look ends nothing");
        assert_eq!(site.fill_in("/newsletter/unsubscribe", &[("token", &token)]).await.0, 200);
        assert_eq!(site.read(&token).await["state"], "ended");
        assert_eq!(site.fill_in("/newsletter/delete", &[("token", &token)]).await.0, 200);
        let gone = site.request(Method::GET, &format!("/{token}")).send().await.unwrap();
        assert_eq!(gone.status(), 404);
        assert_eq!(site.fill_in("/newsletter/delete", &[("token", &token)]).await.0, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_does_not_hold_is_shown_again_with_what_is_wrong() {
    let site = Site::open(carematch(), None);
    let with = |name: &'static str, value: &'static str| {
        let mut fields = filled();
        fields.retain(|(field, _)| *field != name);
        fields.push((name, value));
        fields
    };
    for (fields, said) in [
        (with("email", "nobody"), "Email address"),
        (with("purpose", "spam"), "What you agree to receive"),
        (with("near", "Nowhere at all"), "What the postings are to be about"),
        (with("zone", "Mars"), "When, and in which language"),
        (with("hour", "noon"), "When, and in which language"),
        (with("language", "de"), "Language"),
    ] {
        let (status, html) = site.fill_in("/newsletter", &fields).await;
        let (_, failure) = html.split_once("role=\"alert\"").unwrap_or_else(|| panic!("{html}"));
        assert_eq!((status, failure.split_once("</div>").unwrap().0.contains(said)), (422, true), "{said}: {html}");
    }
    let (_, again) = site.fill_in("/newsletter", &with("email", "\"><script>alert(1)</script>")).await;
    assert!(again.contains("&#60;script&#62;") && again.contains("value=\"rn\" selected"), "{again}");
    assert!(mail::take(&site.world, READER).await.unwrap().is_empty());
    // Whether an address is known makes no difference to the answer.
    let first = site.fill_in("/newsletter", &filled()).await;
    assert_eq!(site.fill_in("/newsletter", &filled()).await, first);
    let (status, _) = site.fill_in("/newsletter", &with("version", "x")).await;
    assert_eq!(status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_digest_leads_to_is_there_in_both_languages_and_says_when_it_has_ended() {
    let world = carematch();
    let mut rows = api::demo::postings(3, 40, crate::site::now()).unwrap();
    rows.truncate(40);
    let hostile = "<img src=x onerror=alert(1)>";
    let mut text = serde_json::to_value(&rows).unwrap();
    for title in text[0]["title"].as_array_mut().unwrap() {
        title["@value"] = json!(format!("{} {hostile}", title["@value"].as_str().unwrap()));
    }
    std::fs::write(world.path().join("postings.json"), text.to_string()).unwrap();
    world.json(&["import", "--format", "json-ld", "--source", "demo", "--json", "postings.json"]).unwrap();
    let site = Site::open(world, None);
    let found: Value = site
        .client
        .get(format!("{}/api/v1/postings?limit=40", site.server.url))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let items = found["items"].as_array().unwrap();
    assert!(items.len() > 20);
    for (at, item) in items.iter().enumerate() {
        let path = format!("/postings/{}", item["id"].as_str().unwrap());
        let (status, html) = site.look(&format!("{}{path}?from=digest", ["", "/fr"][at % 2])).await;
        assert_eq!(status, 200);
        assert_eq!(site.look(&format!("{path}?from=a&from=b")).await.0, 200);
        assert!(html.contains("<h1>") && !html.contains("<img"), "{html}");
    }
    let (status, list) = site.look("/fr/postings?province=ON").await;
    assert_eq!(status, 200, "{list}");
    let (status, _) = site.look("/postings?province=ZZ").await;
    assert_eq!(status, 422);
    for (path, status) in [("/postings/none", 404), ("/fr/postings/00000000-0000-7000-8000-000000000000", 404)] {
        assert_eq!(site.look(path).await.0, status, "{path}");
    }
    // Withdrawn by its source.
    let left = Value::Array(text.as_array().unwrap().iter().skip(1).cloned().collect());
    std::fs::write(site.world.path().join("left.json"), left.to_string()).unwrap();
    site.world
        .json(&["import", "--format", "json-ld", "--source", "demo", "--complete", "--json", "left.json"])
        .unwrap();
    let mut gone = 0;
    for item in items {
        gone += usize::from(site.look(&format!("/postings/{}", item["id"].as_str().unwrap())).await.0 == 410);
    }
    assert_eq!(gone, 1);
    for path in ["/fraud-policy", "/fr/fraud-policy", "/privacy", "/fr/privacy"] {
        let (status, html) = site.look(path).await;
        assert!(status == 200 && html.contains("<p>"), "{path}: {html}");
    }
    let style = site.client.get(format!("{}/pages.css", site.server.url)).send().await.unwrap();
    assert_eq!(style.headers()["content-type"], "text/css; charset=utf-8");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_shows_what_would_come_and_asks_for_nothing() {
    let world = carematch();
    let rows = api::demo::postings(3, 300, crate::site::now()).unwrap();
    std::fs::write(world.path().join("postings.json"), serde_json::to_vec(&rows).unwrap()).unwrap();
    world.json(&["import", "--format", "json-ld", "--source", "demo", "--json", "postings.json"]).unwrap();
    let site = Site::open(world, None);
    let (status, html) = site.fill_in("/newsletter", &[("province", "ON"), ("action", "preview")]).await;
    assert_eq!((status, html.matches("<h3>").count()), (200, 10), "{html}");
    let (status, none) =
        site.fill_in("/newsletter", &[("province", "NU"), ("role", "midwife"), ("action", "preview")]).await;
    assert_eq!((status, none.contains("<h3>")), (200, false));
}
