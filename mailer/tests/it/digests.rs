//! From a subscription that is due to the mail that arrives, on both databases.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::account::AccountId;
use domain::digest::{Opinion, Taste};
use domain::posting::{Location, Pay, PayUnit, Posting, PostingId, Text};
use domain::reference::{Place, Province, Region, Role};
use domain::search::Filter;
use domain::subscription::{Event, Purpose, Purposes, Subject, Subscription, SubscriptionId};
use domain::testing::blank_posting;
use domain::worker::{Circle, Practice, Profile, Reach, Visibility};
use mail_parser::{Message, MessageParser};
use mailer::{Digests, Memory, Transport};
use storage::interest::{self, Mark};
use storage::subscription::{self, Kept, link};
use storage::testing::{TestDatabase, for_each_database, insert_workers};
use storage::vault::Vault;
use storage::{Database, begin, delivery, posting};
use tokio::sync::watch;
use uuid::Uuid;

use crate::sample::{Time, mailer};

/// A posting for a role in a place that went live at a moment.
fn job(number: u128, role: &str, (place, province): (&str, Province), live_at: DateTime<Utc>) -> Posting {
    let mut posting = blank_posting(live_at.date_naive());
    let found = Place::find(place, Some(province)).unwrap();
    let content = &mut posting.content;
    content.roles = vec![Role::parse(role).unwrap()];
    content.locations =
        vec![Location { place: place.to_owned(), province, region: found.region, point: Some(found.point), fsa: None }];
    content.en = Some(Text { title: format!("Job {number}"), description: String::new(), qualifications: vec![] });
    content.fr = Some(Text { title: format!("Poste {number}"), description: String::new(), qualifications: vec![] });
    content.pay = number.is_multiple_of(2).then_some(Pay { min_cents: 2450, max_cents: 2810, unit: PayUnit::Hour });
    content.published_at = live_at;
    posting.id = PostingId(Uuid::from_u128(number));
    (posting.group, posting.live_at) = (posting.id, live_at);
    posting.expires_at = live_at + TimeDelta::days(30);
    posting
}

async fn publish(db: &Database, postings: &[Posting], now: DateTime<Utc>) {
    let tx = begin(db).await.unwrap();
    posting::insert(&tx, postings, now).await.unwrap();
    tx.commit().await.unwrap();
}

/// Personal support workers within 25 km of Hamilton, in French, each week.
fn wanted() -> Subject {
    let (lat, lon) = Place::find("Hamilton", Some(Province::On)).unwrap().point;
    let filter = Filter {
        roles: vec![Role::parse("psw").unwrap()],
        near: Some(Circle { lat, lon, km: 25.0 }),
        ..Filter::default()
    };
    Subject::Search { filter: Box::new(filter), query: "role=psw&near=Hamilton&radius_km=25".to_owned() }
}

pub(crate) async fn subscribe(db: &Database, number: u128, now: DateTime<Utc>) -> Kept {
    let schedule = r#"{"frequency":"weekly","day":"monday","hour":8,"zone":"America/Toronto"}"#;
    let purposes = Purposes::of([Purpose::Digest]);
    let id = SubscriptionId(Uuid::from_u128(number));
    let asked = Subscription::ask(id, (purposes, Lang::Fr, serde_json::from_str(schedule).unwrap()), now).unwrap();
    let (subscription, _) = asked.happen(Event::Confirm, now).unwrap();
    let kept = Kept {
        version: 1,
        email: Some(format!("reader{number}@example.org")),
        subject: wanted(),
        taste: Taste::default(),
        subscription,
    };
    let tx = begin(db).await.unwrap();
    subscription::insert(&tx, &kept).await.unwrap();
    tx.commit().await.unwrap();
    kept
}

struct Post {
    db: Database,
    vault: Vault,
    time: Time,
    memory: Memory,
    digests: Digests,
}

impl Post {
    fn new(db: &Database) -> Self {
        let (vault, time) = (Vault::generate(), Time::default());
        let digests = {
            let time = time.clone();
            Digests::new(db.clone(), vault.clone(), move || time.now())
        };
        Self { db: db.clone(), vault, time, memory: Memory::default(), digests }
    }

    /// Goes on to the moment at which the next digest of a subscription is due.
    async fn until_due(&self, id: SubscriptionId) {
        let due = subscription::find(&self.db, id).await.unwrap().subscription.due_at.unwrap();
        self.time.pass(due - self.time.now());
    }

    /// Puts together what is due, and sends: the mail, to whom.
    async fn deliver(&mut self) -> BTreeMap<String, Vec<u8>> {
        while self.digests.step().await.unwrap() > 0 {}
        self.send().await
    }

    async fn send(&self) -> BTreeMap<String, Vec<u8>> {
        let before = self.memory.sent().len();
        let mailer = mailer(&self.db, &self.vault, &Transport::Memory(self.memory.clone()), &self.time, "a");
        while mailer.step(&watch::channel(false).1).await.unwrap() > 0 {}
        let to = |bytes: &[u8]| {
            let message = MessageParser::new().parse(bytes).unwrap();
            message.to().unwrap().first().unwrap().address().unwrap().to_owned()
        };
        self.memory.sent().into_iter().skip(before).map(|(_, bytes)| (to(&bytes), bytes)).collect()
    }
}

fn text(message: &Message<'_>) -> String {
    spaced(&message.body_text(0).unwrap().replace("\r\n", "\n"))
}

fn subject(message: &Message<'_>) -> String {
    spaced(message.subject().unwrap())
}

/// With plain spaces for those at which no line is broken.
fn spaced(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[tokio::test]
async fn a_reader_gets_what_is_new_and_fits_with_why_and_nothing_else_and_nothing_twice() {
    for_each_database(async |db| {
        let mut post = Post::new(&db);
        let reader = subscribe(&db, 1, post.time.now()).await;
        let id = reader.subscription.id;
        post.until_due(id).await;
        assert!(post.deliver().await.is_empty(), "nothing is new: no mail");
        let soon = post.time.now() + TimeDelta::days(2);
        let mut jobs: Vec<Posting> =
            (10..23).map(|number| job(number, "psw", ("Hamilton", Province::On), soon)).collect();
        jobs.push(job(30, "psw", ("Burlington", Province::On), soon + TimeDelta::hours(1)));
        jobs.push(job(31, "rn", ("Hamilton", Province::On), soon));
        jobs.push(job(32, "psw", ("Toronto", Province::On), soon));
        let mut again = job(33, "psw", ("Hamilton", Province::On), soon);
        again.group = jobs[0].group;
        jobs.push(again);
        publish(&db, &jobs, soon).await;
        post.until_due(id).await;
        let mail = post.deliver().await;
        let message = MessageParser::new().parse(&mail["reader1@example.org"]).unwrap();
        let said = text(&message);
        assert_eq!(subject(&message), "10 nouveautés pour vous : Poste 30 et d'autres", "{said}");
        assert_eq!(said.matches("\nhttps://jobs.example.ca/fr/postings/").count(), 10);
        // Fourteen jobs fit, one of them in two postings.
        assert!(
            said.contains(
                "4 autres correspondent aussi : https://jobs.example.ca/fr/postings?role=psw&near=Hamilton&radius_km=25"
            ),
            "{said}"
        );
        assert!(!said.contains("Poste 31") && !said.contains("Poste 32"), "{said}");
        assert!(
            said.contains("Poste 30\nAn employer · Burlington, ON\nSalaire : de 24,50 $ à 28,10 $ l'heure"),
            "{said}"
        );
        assert!(said.contains("km du lieu choisi") && said.contains("Salaire : non indiqué"), "{said}");
        // All are of one employer, so that their pay is not told.
        assert!(said.contains(", Santé Ontario, région de l’Ouest : 14 emplois."), "{said}");
        let opinion = format!(
            "Dites-le : https://jobs.example.ca/fr/newsletter/feedback?token={}&posting={}",
            link::token(&post.vault, id),
            jobs[13].id.0
        );
        assert!(said.contains(&opinion), "{said}");
        footer(&post, &message, id);
        // The rest was counted, with a link to it: a week later it is no news.
        post.until_due(id).await;
        assert!(post.deliver().await.is_empty());
    })
    .await;
}

/// What every such mail has, and programs read.
fn footer(post: &Post, message: &Message<'_>, id: SubscriptionId) {
    let (said, token) = (text(message), link::token(&post.vault, id));
    for part in [
        "\n-- \n",
        "parce que vous avez demandé à Santé Jobs",
        "1 Main Street, Halifax NS",
        "bonjour@jobs.example.ca",
        &format!("https://jobs.example.ca/fr/newsletter/preferences?token={token}"),
        &format!("https://jobs.example.ca/fr/newsletter/unsubscribe?token={token}"),
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let raw = String::from_utf8(message.raw_message().to_vec()).unwrap();
    let one_click =
        format!("\r\nList-Unsubscribe: <https://jobs.example.ca/api/v1/subscriptions/{token}/unsubscribe>\r\n");
    assert!(raw.contains(&one_click), "on one line: {raw}");
    assert!(raw.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{raw}");
    assert!(raw.contains("\r\nAuto-Submitted: auto-generated\r\n"), "{raw}");
}

#[tokio::test]
async fn what_a_reader_has_said_of_jobs_shapes_the_next_digest() {
    for_each_database(async |db| {
        let mut post = Post::new(&db);
        let mut reader = subscribe(&db, 1, post.time.now()).await;
        let now = post.time.now();
        let job = |number, place| job(number, "psw", (place, Province::On), now);
        let jobs = [job(10, "Hamilton"), job(11, "Burlington"), job(12, "Hamilton")];
        publish(&db, &jobs, now).await;
        // Burlington is farther from Hamilton than Hamilton itself.
        reader.taste.hear(Opinion::TooFar, &jobs[1].content, Some(5));
        let tx = begin(&db).await.unwrap();
        subscription::update(&tx, &reader).await.unwrap();
        tx.commit().await.unwrap();
        post.until_due(reader.subscription.id).await;
        let mail = post.deliver().await;
        let said = text(&MessageParser::new().parse(&mail["reader1@example.org"]).unwrap());
        let told: Vec<bool> = [10, 11, 12].map(|number| said.contains(&format!("Poste {number}\n"))).to_vec();
        assert_eq!(told, [true, false, true], "{said}");
    })
    .await;
}

#[tokio::test]
async fn whoever_leaves_gets_no_mail_that_waits_and_what_has_ended_is_in_none() {
    for_each_database(async |db| {
        let mut post = Post::new(&db);
        let (stays, leaves) = (subscribe(&db, 1, post.time.now()).await, subscribe(&db, 2, post.time.now()).await);
        let now = post.time.now();
        let jobs = [10, 11].map(|number| job(number, "psw", ("Hamilton", Province::On), now));
        publish(&db, &jobs, now).await;
        post.until_due(stays.subscription.id).await;
        assert_eq!(post.digests.step().await.unwrap(), 2);
        let now = post.time.now();
        let (after, _) = subscription::find(&db, leaves.subscription.id)
            .await
            .unwrap()
            .subscription
            .happen(Event::Unsubscribe { purposes: Purposes::of([Purpose::Digest]) }, now)
            .unwrap();
        let tx = begin(&db).await.unwrap();
        subscription::update(&tx, &Kept { subscription: after, ..leaves }).await.unwrap();
        let ended = Posting { expires_at: now, ..jobs[0].clone() };
        posting::update(&tx, &ended, 1, now).await.unwrap();
        tx.commit().await.unwrap();
        let mail = post.send().await;
        assert_eq!(mail.keys().collect::<Vec<_>>(), ["reader1@example.org"]);
        let message = MessageParser::new().parse(&mail["reader1@example.org"]).unwrap();
        assert_eq!(subject(&message), "Nouveau pour vous : Poste 11");
        assert!(!text(&message).contains("Poste 10"));
        assert_eq!(delivery::to(&db, "reader2@example.org").await.unwrap().len(), 0, "it leaves no row");
    })
    .await;
}

#[tokio::test]
async fn a_worker_is_told_of_what_suits_them_and_not_of_what_they_hid() {
    for_each_database(async |db| {
        let mut post = Post::new(&db);
        let (now, me, psw) = (post.time.now(), AccountId(Uuid::from_u128(1)), Role::parse("psw").unwrap());
        let profile = Profile {
            roles: vec![Practice { role: psw, months: 24 }],
            reach: Reach { regions: vec![Region::of_province(Province::On)], ..Reach::default() },
            ..Profile::default()
        };
        let tx = begin(&db).await.unwrap();
        insert_workers(&tx, &[(me, Visibility::Hidden, profile)], now).await.unwrap();
        let schedule = serde_json::from_str(r#"{"frequency":"daily","hour":8,"zone":"America/Toronto"}"#).unwrap();
        let id = SubscriptionId(Uuid::from_u128(2));
        let (subscription, _) = Subscription::alert(id, me, (Lang::En, schedule), now);
        let alert = Kept { version: 1, email: None, subject: Subject::Profile, taste: Taste::default(), subscription };
        subscription::insert(&tx, &alert).await.unwrap();
        interest::mark(&tx, me, PostingId(Uuid::from_u128(11)), Mark::Hidden, now).await.unwrap();
        tx.commit().await.unwrap();
        let mut jobs: Vec<Posting> = (10..13).map(|number| job(number, "psw", ("Ottawa", Province::On), now)).collect();
        jobs.push(job(20, "psw", ("Halifax", Province::Ns), now));
        jobs.push(job(21, "rn", ("Ottawa", Province::On), now));
        publish(&db, &jobs, now).await;
        post.until_due(id).await;
        let mail = post.deliver().await;
        let (to, bytes) = mail.first_key_value().unwrap();
        assert_eq!((mail.len(), to), (1, &format!("{}@example.org", me.0.simple())));
        let said = text(&MessageParser::new().parse(bytes).unwrap());
        let told: Vec<bool> = [10, 11, 12, 20, 21].map(|number| said.contains(&format!("Job {number}\n"))).to_vec();
        assert_eq!(told, [true, false, true, false, false], "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_put_digests_together_each_is_put_together_by_one() {
    const READERS: u128 = 300;
    for database in TestDatabase::all().await {
        let post = Post::new(&database);
        let now = post.time.now();
        publish(&database, &[job(10_000, "psw", ("Hamilton", Province::On), now)], now).await;
        for number in 1..=READERS {
            subscribe(&database, number, now).await;
        }
        post.until_due(SubscriptionId(Uuid::from_u128(1))).await;
        let runs = (0..3).map(|_| {
            let (db, vault, time) = ((*database).clone(), post.vault.clone(), post.time.clone());
            tokio::spawn(async move {
                let mut digests = Digests::new(db, vault, move || time.now());
                let mut served = 0;
                while let count @ 1.. = digests.step().await.unwrap() {
                    served += count;
                }
                served
            })
        });
        let served: usize = futures::future::join_all(runs).await.into_iter().map(Result::unwrap).sum();
        assert_eq!(u128::try_from(served).unwrap(), READERS);
        let mail = post.send().await;
        assert_eq!((u128::try_from(mail.len()).unwrap(), post.memory.sent().len()), (READERS, mail.len()));
    }
}
