//! All three users in one walk: a worker with a profile, an employer with a posting, readers without an account.

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use reqwest::Client;
use tests::answers::read;
use tests::mail::{self, Mail};
use tests::{Server, World};

use super::{Site, form};

/// One who stays and one who leaves.
const STAYS: &str = "anna.stays@example.org";
const LEAVES: &str = "bela.leaves@example.org";

async fn send(server: &Server, path: &str, fields: &[(&str, &str)]) {
    let sent = Client::new().post(format!("{}{path}", server.url)).form(fields).send().await.unwrap();
    assert_eq!(sent.status(), 200, "{path}: {}", sent.text().await.unwrap());
}

/// Subscribes with the form of the page, and confirms with the button behind the link that is mailed.
async fn subscribe(site: &Site, reader: &str, hour: u32) {
    let hour = hour.to_string();
    let fields = [("email", reader), ("purpose", "digest"), ("role", "rn"), ("province", "ON"), ("language", "en")];
    let when = [("frequency", "daily"), ("hour", hour.as_str()), ("zone", "Etc/UTC")];
    send(&site.server, "/newsletter", &[&fields[..], &when].concat()).await;
    let letter = mail::take_one(&site.world, reader).await.unwrap();
    send(&site.server, "/newsletter/confirm", &[("token", letter.token().unwrap())]).await;
}

/// The same installation later.
fn serve_at(world: &World, at: DateTime<Utc>) -> Server {
    world.serve(&["--as-of", &at.format("%Y-%m-%dT%H:%M:%SZ").to_string()]).unwrap()
}

/// Waits for the digest of a reader.
async fn digest(world: &World, reader: &str) -> Mail {
    for _ in 0..120 {
        if let Some(digest) = mail::take(world, reader).await.unwrap().pop() {
            assert_eq!(digest.kind, "digest");
            return digest;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    panic!("no digest for {reader}");
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "the servers under test go on from now")]
async fn posted_matched_applied_mailed_unsubscribed() {
    let now = Utc::now();
    for (site, _database) in Site::each().await {
        for reader in [STAYS, LEAVES] {
            subscribe(&site, reader, (now + TimeDelta::hours(2)).hour()).await;
        }
        let matches = read(&site.worker, "/api/v1/me/matches").await;
        assert_eq!(matches["items"][0]["posting"]["id"], site.posting.as_str(), "{matches}");
        let application = site.applied().await;
        let told = mail::take_one(&site.world, &site.recruiter.email).await.unwrap();
        assert_eq!(told.kind, "application_received");
        site.moved(&application, "interview").await;
        let told = mail::take(&site.world, &site.worker.email).await.unwrap();
        assert!(told.iter().any(|letter| letter.kind == "application_moved"), "{told:?}");

        let Site { world, server, recruiter, organization, posting, .. } = site;
        drop(server);
        let later = serve_at(&world, now + TimeDelta::hours(3));
        let [stays, leaves] = [digest(&world, STAYS).await, digest(&world, LEAVES).await];
        for Mail { text, .. } in [&stays, &leaves] {
            assert!(text.contains(&format!("/postings/{posting}?from=digest")), "{text}");
            assert!(text.contains("Why it is here: work as registered nurse"), "{text}");
        }
        let page = reqwest::get(format!("{}/postings/{posting}?from=digest", later.url)).await.unwrap();
        assert_eq!(page.status(), 200);
        send(&later, "/newsletter/unsubscribe", &[("token", leaves.token().unwrap())]).await;

        // Another posting: the next day one of them hears of it.
        let recruiter = recruiter.at(&later.url);
        let path = format!("/api/v1/organizations/{}/postings", organization.0);
        let draft = tests::answers::said(recruiter.post(&path, &form()).await.unwrap(), 201).await;
        let other = draft["id"].as_str().unwrap();
        let published = super::at(&recruiter, &format!("{path}/{other}/publish"), 1, None).await;
        tests::answers::said(published, 200).await;
        drop(later);
        let _next_day = serve_at(&world, now + TimeDelta::hours(27));
        let digest = digest(&world, STAYS).await;
        assert!(digest.text.contains(other) && !digest.text.contains(&posting), "only what is new: {}", digest.text);
        assert!(mail::take(&world, LEAVES).await.unwrap().is_empty(), "who has left hears nothing");
    }
}
