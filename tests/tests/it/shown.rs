//! Mail as it is sent, shown to operators.

use domain::digest::Taste;
use domain::search::Filter;
use domain::subscription::{Event, Purpose, Purposes, Subject, Subscription, SubscriptionId};
use reqwest::Method;
use serde_json::json;
use storage::delivery;
use storage::subscription::{self, Kept};
use tests::World;
use tests::mail::all_sent;
use tests::people::database;
use uuid::Uuid;

use crate::newsletter::{READER, Site};
use crate::site::{bodies, now};
use crate::{carematch, worlds};

async fn look(site: &Site, path: &str) -> (u16, String, String) {
    let answer = site.client.get(format!("{}{path}", site.server.admin_url)).send().await.unwrap();
    let policy = answer.headers().get("content-security-policy").map(|value| value.to_str().unwrap().to_owned());
    (answer.status().as_u16(), policy.unwrap_or_default(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_see_mail_as_it_is_sent_but_never_in_production() {
    let site = Site::open(carematch(), None);
    let asked = json!({ "email": READER, "wanted": bodies::mail() });
    assert_eq!(site.request(Method::POST, "").json(&asked).send().await.unwrap().status(), 202);
    let db = database(&site.world).await.unwrap();
    all_sent(&db).await.unwrap();
    let id = delivery::latest(&db, 10).await.unwrap()[0].id;
    let (status, _, list) = look(&site, "/mail").await;
    assert!(status == 200 && list.contains(&format!("/mail/{id}?form=text")) && !list.contains(READER), "{list}");
    let (status, policy, html) = look(&site, &format!("/mail/{id}")).await;
    assert!(status == 200 && html.contains("/fr/newsletter/confirm?token="), "{html}");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    let (_, _, text) = look(&site, &format!("/mail/{id}?form=text")).await;
    assert!(text.starts_with("Veuillez confirmer votre abonnement\n\n"), "{text}");
    let (_, _, message) = look(&site, &format!("/mail/{id}?form=eml")).await;
    assert!(message.contains("Auto-Submitted: auto-generated"), "{message}");
    assert_eq!(look(&site, &format!("/mail/{}", Uuid::now_v7())).await.0, 404);
    // Where no file of it is left, what was sent is erased.
    std::fs::remove_file(site.world.path().join(format!("data/mail/{id}.eml"))).unwrap();
    assert_eq!(look(&site, &format!("/mail/{id}")).await.0, 410);

    let production = carematch()
        .with("CAREMATCH_PRODUCTION", "true")
        .with("CAREMATCH_TRIES_FACTOR", "1")
        .with("CAREMATCH_PASSWORD_MEMORY_KIB", "19456")
        .with("CAREMATCH_PASSWORD_PASSES", "2")
        .with("CAREMATCH_OUTBOUND_LOOPBACK", "false");
    let site = Site::open(production, None);
    assert_eq!(look(&site, "/mail").await.0, 404);
}

/// A reader who wants all there is.
async fn reader(world: &World) -> Uuid {
    let id = Uuid::now_v7();
    let schedule = serde_json::from_str(r#"{"frequency":"weekly","day":"monday","hour":8,"zone":"Etc/UTC"}"#).unwrap();
    let wanted = (Purposes::of([Purpose::Digest]), domain::Lang::En, schedule);
    let asked = Subscription::ask(SubscriptionId(id), wanted, now()).unwrap();
    let (subscription, _) = asked.happen(Event::Confirm, now()).unwrap();
    let subject = Subject::Search { filter: Box::new(Filter::default()), query: "province=ON".to_owned() };
    let kept = Kept { version: 1, email: Some(READER.to_owned()), subject, taste: Taste::default(), subscription };
    let db = database(world).await.unwrap();
    let tx = storage::begin(&db).await.unwrap();
    subscription::insert(&tx, &kept).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_is_looked_at_before_it_is_due_and_nothing_is_kept_of_that() {
    for (world, _database) in worlds().await {
        std::fs::create_dir_all(world.path().join("data")).unwrap();
        assert!(world.run(&["migrate"]).unwrap().status.success());
        let id = reader(&world).await.to_string();
        let preview = |more: &[&str]| {
            let output = world.run(&[&["digest", "preview", "--subscription", &id], more].concat()).unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        assert_eq!(preview(&[]), "nothing is new: no mail\n");
        let rows = api::demo::postings(3, 60, now()).unwrap();
        std::fs::write(world.path().join("postings.json"), serde_json::to_vec(&rows).unwrap()).unwrap();
        world.json(&["import", "--format", "json-ld", "--source", "demo", "--json", "postings.json"]).unwrap();
        let text = preview(&[]);
        assert_eq!((text.starts_with("10 new for you: "), text.matches("?from=digest").count()), (true, 10), "{text}");
        assert!(preview(&["--form", "html"]).starts_with("<!doctype html>"));
        assert!(preview(&["--form", "eml"]).contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
        assert_eq!(preview(&[]), text, "nothing of it was kept");
        let db = database(&world).await.unwrap();
        assert!(delivery::latest(&db, 1).await.unwrap().is_empty());
        db.close().await.unwrap();
        let none = world.run(&["digest", "preview", "--subscription", &Uuid::now_v7().to_string()]).unwrap();
        let said = String::from_utf8(none.stderr).unwrap();
        assert!(!none.status.success() && said.lines().count() == 1, "{said}");
    }
}
