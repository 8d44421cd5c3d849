//! The blog, from an editor's draft to what anyone reads.

use domain::account::Staff;
use domain::testing::files::{jpeg_with, pdf, segment};
use reqwest::Method;
use serde_json::{Value, json};
use tests::answers::{read, refused, said};
use tests::mail;
use tests::people::{Part, Person, sign_in};

use crate::newsletter::{READER, Site};
use crate::site::bodies;
use crate::{carematch, worlds};

const DRAFTS: &str = "/api/v1/editing/articles";

async fn begin(editor: &Person, slug: &str, more: &[(&str, Value)]) -> String {
    let mut article = bodies::article();
    article["slug"] = json!(slug);
    for (field, value) in more {
        article[field] = value.clone();
    }
    let made = said(editor.post(DRAFTS, &article).await.unwrap(), 201).await;
    made["id"].as_str().unwrap().to_owned()
}

async fn at(editor: &Person, path: &str, version: i32, body: &Value) -> reqwest::Response {
    let request = editor.request(Method::POST, &format!("{DRAFTS}/{path}"));
    request.header("if-match", format!("\"{version}\"")).json(body).send().await.unwrap()
}

async fn publish(editor: &Person, id: &str, version: i32) {
    said(at(editor, &format!("{id}/publish"), version, &json!({ "at": null })).await, 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_written_planned_published_told_of_and_withdrawn() {
    for (world, database) in worlds().await {
        let site = Site::open(world, database);
        let editor = sign_in(&site.world, &site.server.url, Part::Staff(Staff::Editor)).await.unwrap();
        // A reader who asked for the blog.
        let mut wanted = bodies::mail();
        (wanted["purposes"], wanted["query"]) = (json!(["blog"]), json!(""));
        let asked = site.request(Method::POST, "").json(&json!({ "email": READER, "wanted": wanted }));
        assert_eq!(asked.send().await.unwrap().status(), 202);
        let letter = mail::take_one(&site.world, READER).await.unwrap();
        let proof = json!({ "token": letter.token().unwrap() });
        said(site.request(Method::POST, "/confirm").json(&proof).send().await.unwrap(), 200).await;

        let id = begin(&editor, "moving", &[("fr", json!(null))]).await;
        let mut twin = bodies::article();
        twin["slug"] = json!("moving");
        refused(editor.post(DRAFTS, &twin).await.unwrap(), 422, "invalid").await;
        assert_eq!(site.look("/articles/moving").await.0, 404, "a draft is seen by nobody");
        let hostile =
            "# Title\n\n<script>alert(1)</script>\n\n*so* [x](javascript:alert(1)) ![i](https://evil.example/i.png)";
        let mut article = bodies::article();
        (article["slug"], article["en"]["body"]) = (json!("moving"), json!(hostile));
        let path = format!("{DRAFTS}/{id}");
        let changed = said(editor.put(&path, 1, &article).await.unwrap(), 200).await;
        assert_eq!((&changed["version"], &changed["state"]), (&json!(2), &json!("draft")));
        refused(editor.put(&path, 1, &article).await.unwrap(), 412, "stale").await;

        // Planned, it is seen by nobody yet; then at once.
        let later = json!({ "at": "2999-01-01T00:00:00Z" });
        let planned = said(at(&editor, &format!("{id}/publish"), 2, &later).await, 200).await;
        assert_eq!(planned["state"], "planned");
        assert_eq!(site.look("/articles/moving").await.0, 404);
        let passed = json!({ "at": "2001-01-01T00:00:00Z" });
        refused(at(&editor, &format!("{id}/publish"), 3, &passed).await, 422, "invalid").await;
        publish(&editor, &id, 3).await;
        let moved = bodies::article();
        refused(editor.put(&path, 4, &moved).await.unwrap(), 409, "conflict").await;
        refused(editor.delete(&path).await.unwrap(), 409, "conflict").await;

        for path in ["/articles/moving", "/fr/articles/moving"] {
            let (status, html) = site.look(path).await;
            assert_eq!(status, 200, "{path}: {html}");
            for bad in ["alert(1)</script", "javascript:", "<img"] {
                assert!(!html.contains(bad), "{bad}: {html}");
            }
        }
        let seen: Value = read(&editor, "/api/v1/articles/moving").await;
        assert!(seen["html"].as_str().unwrap().contains("<em>so</em>"), "{seen}");
        let told = take(&site).await;
        assert_eq!((told.kind.as_str(), told.text.contains("/fr/articles/moving")), ("article", true), "{told:?}");

        let revisions = read(&editor, &format!("{path}/revisions")).await;
        let versions: Vec<i64> =
            revisions["items"].as_array().unwrap().iter().map(|item| item["version"].as_i64().unwrap()).collect();
        assert_eq!(versions, [4, 3, 2, 1]);
        said(at(&editor, &format!("{id}/withdraw"), 4, &json!(null)).await, 200).await;
        assert_eq!(site.look("/articles/moving").await.0, 404);
        assert_eq!(editor.delete(&path).await.unwrap().status(), 204);
        refused(editor.get(&path).await.unwrap(), 404, "not-found").await;
    }
}

/// The mail of the blog, which the server looks for from time to time.
async fn take(site: &Site) -> mail::Mail {
    for _ in 0..60 {
        if let Some(told) = mail::take(&site.world, READER).await.unwrap().pop() {
            return told;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    panic!("no mail of the blog");
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_find_what_is_published_in_their_language_and_what_to_read_next() {
    let site = Site::open(carematch(), None);
    let editor = sign_in(&site.world, &site.server.url, Part::Staff(Staff::Editor)).await.unwrap();
    let origin = json!({ "name": "A <college>", "url": "https://college.example/news?a=1&b=2" });
    let news = [("kind", json!("news")), ("origin", origin), ("tags", json!(["licence", "ontario"]))];
    for (slug, more) in [
        ("first", &[("tags", json!(["licence"]))][..]),
        ("second", &[("tags", json!(["pay"])), ("fr", json!(null))]),
        ("third", &news),
        ("fourth", &[("tags", json!(["licence", "ontario"])), ("en", json!(null))]),
    ] {
        let id = begin(&editor, slug, more).await;
        publish(&editor, &id, 1).await;
    }
    let incomplete = begin(&editor, "fifth", &[("en", json!(null)), ("fr", json!(null))]).await;
    let answer = at(&editor, &format!("{incomplete}/publish"), 1, &json!({ "at": null })).await;
    assert_eq!(answer.status(), 422);

    let slugs = async |query: &str| -> Vec<String> {
        let found: Value = read(&editor, &format!("/api/v1/articles?{query}")).await;
        found["items"].as_array().unwrap().iter().map(|item| item["slug"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(slugs("").await, ["fourth", "third", "second", "first"]);
    assert_eq!(slugs("kind=news").await, ["third"]);
    assert_eq!(slugs("tag=licence").await, ["fourth", "third", "first"]);
    let page: Value = read(&editor, "/api/v1/articles?limit=2").await;
    assert_eq!(slugs(&format!("limit=2&cursor={}", page["next"].as_str().unwrap())).await, ["second", "first"]);
    refused(editor.get("/api/v1/articles?kind=song").await.unwrap(), 422, "invalid").await;
    let drafts: Value = read(&editor, DRAFTS).await;
    assert_eq!(drafts["items"].as_array().unwrap().len(), 5);

    let (_, english) = site.look("/articles").await;
    let (_, french) = site.look("/fr/articles").await;
    let links = |html: &str, prefix: &str| {
        ["first", "second", "third", "fourth"].map(|slug| html.contains(&format!("\"{prefix}/articles/{slug}\"")))
    };
    assert_eq!(links(&english, ""), [true, true, true, false], "{english}");
    assert_eq!(links(&french, "/fr"), [true, false, true, true], "{french}");
    let (_, third) = site.look("/articles/third").await;
    assert!(
        third.contains("https://college.example/news?a=1&#38;b=2") && third.contains("A &#60;college&#62;"),
        "{third}"
    );
    assert_eq!(links(&third, ""), [true, false, false, false], "read more: {third}");
    for (path, status) in [("/articles/fourth", 404), ("/articles/none", 404), ("/articles?cursor=x", 200)] {
        assert_eq!(site.look(path).await.0, status, "{path}");
    }
    for (path, entries) in [("/articles.atom", 3), ("/fr/articles.atom", 3)] {
        let feed = site.client.get(format!("{}{path}", site.server.url)).send().await.unwrap();
        assert!(feed.headers()["content-type"].to_str().unwrap().starts_with("application/atom+xml"));
        let xml = feed.text().await.unwrap();
        assert_eq!(xml.matches("<entry").count(), entries, "{xml}");
        assert!(xml.contains(&format!("{path}\"/><author>")) && xml.contains("/articles/third\"/>"), "{xml}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cover_is_shown_above_its_article_and_tells_nothing_of_who_made_it() {
    for (world, database) in worlds().await {
        let site = Site::open(world, database);
        let editor = sign_in(&site.world, &site.server.url, Part::Staff(Staff::Editor)).await.unwrap();
        let id = begin(&editor, "covered", &[]).await;
        let (path, seen) = (format!("{DRAFTS}/{id}/cover"), "/api/v1/articles/covered/cover");
        let cover = async |method: Method, version: i32, bytes: Vec<u8>| {
            let request = editor.request(method, &path).header("if-match", format!("\"{version}\""));
            request.body(bytes).send().await.unwrap()
        };
        let exif = segment(0xe1, b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\0 75.69 W");
        let photo = jpeg_with(&[exif], 8, 8);
        refused(cover(Method::PUT, 1, pdf()).await, 415, "unsupported-media-type").await;
        refused(cover(Method::PUT, 1, b"none".to_vec()).await, 415, "unsupported-media-type").await;
        refused(cover(Method::PUT, 1, vec![0; 1024 * 1024 + 1]).await, 413, "too-large").await;
        refused(cover(Method::PUT, 7, photo.clone()).await, 412, "stale").await;
        let covered = said(cover(Method::PUT, 1, photo.clone()).await, 200).await;
        assert_eq!((&covered["version"], &covered["cover"]["media_type"]), (&json!(2), &json!("image/jpeg")));
        refused(editor.get(seen).await.unwrap(), 404, "not-found").await;

        // What it shows has to be said in every language before it is seen.
        let gaps =
            refused(at(&editor, &format!("{id}/publish"), 2, &json!({ "at": null })).await, 422, "invalid").await;
        let fields: Vec<&str> =
            gaps["errors"].as_array().unwrap().iter().filter_map(|e| e["pointer"].as_str()).collect();
        assert_eq!(fields, ["/en", "/fr"]);
        let mut article = bodies::article();
        article["slug"] = json!("covered");
        (article["en"]["cover_alt"], article["fr"]["cover_alt"]) = (json!("A \"lighthouse\""), json!("Un phare"));
        said(editor.put(&format!("{DRAFTS}/{id}"), 2, &article).await.unwrap(), 200).await;
        publish(&editor, &id, 3).await;

        let answer = site.client.get(format!("{}{seen}", site.server.url)).send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["content-type"]),
            (200, &"image/jpeg".parse().unwrap())
        );
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        let shown = answer.bytes().await.unwrap();
        assert_eq!(covered["cover"]["bytes"], json!(shown.len()));
        assert!(shown.len() < photo.len() && !shown.windows(7).any(|word| word == b"75.69 W"));
        let (_, english) = site.look("/articles/covered").await;
        let (_, french) = site.look("/fr/articles/covered").await;
        assert!(english.contains(&format!("<img src=\"{seen}\" alt=\"A &#34;lighthouse&#34;\">")), "{english}");
        assert!(french.contains(&format!("<img src=\"{seen}\" alt=\"Un phare\">")), "{french}");
        let told: Value = read(&editor, "/api/v1/articles/covered").await;
        assert_eq!((&told["cover"]["path"], &told["cover_alt"]), (&json!(seen), &json!("A \"lighthouse\"")));

        said(cover(Method::DELETE, 4, Vec::new()).await, 200).await;
        refused(editor.get(seen).await.unwrap(), 404, "not-found").await;
        assert!(!site.look("/articles/covered").await.1.contains("<img"));
    }
}
