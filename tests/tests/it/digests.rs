//! A digest of real postings: exactly those that fit, by looking at each of them.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::digest::Taste;
use domain::posting::Posting;
use domain::reference::{Fsa, Role};
use domain::search::Filter;
use domain::subscription::{Event, Purpose, Purposes, Subject, Subscription, SubscriptionId};
use domain::worker::Circle;
use mail_parser::MessageParser;
use mailer::{Digests, Mailer, Memory, Sender, Transport};
use storage::Database;
use storage::subscription::{self, Kept};
use storage::testing::postings;
use storage::vault::Vault;
use tests::people::database;
use tokio::sync::watch;
use uuid::Uuid;

use crate::{real_data, worlds};

/// A day inside the time of the real postings; as it begins, they are imported.
const AS_OF: &str = "2020-05-01";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Kilometres between two points on a sphere of the Earth's mean radius, by the haversine formula.
fn km((a_lat, a_lon): (f64, f64), (b_lat, b_lon): (f64, f64)) -> f64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let h = half(b_lat - a_lat) + a_lat.to_radians().cos() * b_lat.to_radians().cos() * half(b_lon - a_lon);
    2.0 * 6371.0088 * h.sqrt().asin()
}

/// The postings of this digest by looking at each: newest first, each job once.
async fn fitting(db: &Database, centre: (f64, f64), now: DateTime<Utc>) -> Vec<Posting> {
    let psw = Role::parse("psw").unwrap();
    let mut all = postings(db).await.unwrap();
    all.retain(|posting| {
        let near = |point: Option<(f64, f64)>| point.is_some_and(|point| km(centre, point) <= 25.0);
        posting.is_live(now)
            && posting.content.roles.contains(&psw)
            && posting.content.locations.iter().any(|location| near(location.point))
    });
    all.sort_by_key(|posting| std::cmp::Reverse((posting.live_at, posting.id)));
    let mut seen = HashSet::new();
    all.retain(|posting| seen.insert(posting.group));
    all
}

/// PSW within 25 km of L8P, weekly, in French, asked for on a Monday.
async fn subscribe(db: &Database, centre: (f64, f64)) -> SubscriptionId {
    let asked_at = at("2020-04-27T15:00:00Z");
    let (lat, lon) = centre;
    let circle = Circle { lat, lon, km: 25.0 };
    let filter = Filter { roles: vec![Role::parse("psw").unwrap()], near: Some(circle), ..Filter::default() };
    let subject = Subject::Search { filter: Box::new(filter), query: "role=psw&near=L8P&radius_km=25".to_owned() };
    let schedule = r#"{"frequency":"weekly","day":"monday","hour":8,"zone":"America/Toronto"}"#;
    let wanted = (Purposes::of([Purpose::Digest]), Lang::Fr, serde_json::from_str(schedule).unwrap());
    let id = SubscriptionId(Uuid::now_v7());
    let asked = Subscription::ask(id, wanted, asked_at).unwrap();
    let (subscription, _) = asked.happen(Event::Confirm, asked_at).unwrap();
    let kept =
        Kept { version: 1, email: Some("zoe@example.org".to_owned()), subject, taste: Taste::default(), subscription };
    let tx = storage::begin(db).await.unwrap();
    subscription::insert(&tx, &kept).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// What is sent at a moment.
async fn sent(db: &Database, now: DateTime<Utc>) -> Vec<String> {
    let (vault, memory) = (Vault::generate(), Memory::default());
    let mut digests = Digests::new(db.clone(), vault.clone(), move || now);
    while digests.step().await.unwrap() > 0 {}
    let sender = Sender {
        address: "us@jobs.example.ca".to_owned(),
        name: "Us".to_owned(),
        mailing_address: "1 Main Street, Halifax NS  B3H 1A1".to_owned(),
        public_url: "https://jobs.example.ca".to_owned(),
    };
    let transport = Transport::Memory(memory.clone());
    let mailer = Mailer::new(db.clone(), vault, transport, sender, move || now, "a".to_owned()).unwrap();
    while mailer.step(&watch::channel(false).1).await.unwrap() > 0 {}
    let text = |bytes: &[u8]| MessageParser::new().parse(bytes).unwrap().body_text(0).unwrap().into_owned();
    memory.sent().iter().map(|(_, bytes)| text(bytes)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_of_real_postings_is_what_looking_at_each_finds() {
    let Some(data) = real_data("a_digest_of_real_postings_is_what_looking_at_each_finds") else { return };
    for (world, _database) in worlds().await {
        if world.database_url().starts_with("sqlite") {
            std::fs::create_dir_all(world.path().join("data")).unwrap();
        }
        for (source, file) in [("health", "ontario_2020_health.csv"), ("other", "ontario_2020_other.csv")] {
            let file = data.join("postings").join(file);
            let args = ["import", "--format", "job-bank-csv", "--source", source, "--json", "--as-of", AS_OF];
            world.json(&[&args[..], &[file.to_str().unwrap()]].concat()).unwrap();
        }
        let db = database(&world).await.unwrap();
        let centre = Fsa::find("L8P").unwrap().point;
        let id = subscribe(&db, centre).await;
        let due = subscription::find(&db, id).await.unwrap().subscription.due_at.unwrap();
        assert_eq!(due, at("2020-05-04T12:00:00Z"), "at eight by the clock of Hamilton");
        assert!(sent(&db, due - TimeDelta::seconds(1)).await.is_empty());
        let expected = fitting(&db, centre, due).await;
        assert!(expected.len() > 3, "{} fit", expected.len());
        let mail = sent(&db, due).await;
        let [text] = &mail[..] else { panic!("{mail:?}") };
        let told: Vec<&str> =
            text.split("https://jobs.example.ca/fr/postings/").skip(1).filter_map(|rest| rest.get(..36)).collect();
        let wanted: Vec<String> = expected.iter().take(10).map(|posting| posting.id.0.to_string()).collect();
        assert_eq!(told, wanted, "{text}");
        let rest = expected.len() - wanted.len();
        assert_eq!(text.contains("aussi"), rest > 0, "{text}");
        // Nothing went live since: nothing is sent.
        assert!(sent(&db, due + TimeDelta::weeks(1)).await.is_empty());
        db.close().await.unwrap();
    }
}
