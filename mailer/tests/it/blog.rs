//! The mail of the blog, from an article that is published to the mail that arrives, on both databases.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::Lang;
use domain::article::{Article, ArticleId, Author, Content, Kind, Words};
use domain::digest::Taste;
use domain::search::Filter;
use domain::subscription::{Event, Purpose, Purposes, Subject, Subscription, SubscriptionId};
use mail_parser::MessageParser;
use mailer::{Blog, Memory, Transport};
use storage::subscription::{self, Kept, link};
use storage::testing::{TestDatabase, for_each_database};
use storage::vault::Vault;
use storage::{Database, article, begin};
use tokio::sync::watch;
use uuid::Uuid;

use crate::sample::{Time, mailer};

struct Post {
    db: Database,
    vault: Vault,
    time: Time,
    memory: Memory,
}

impl Post {
    fn new(db: &Database) -> Self {
        Self { db: db.clone(), vault: Vault::generate(), time: Time::default(), memory: Memory::default() }
    }

    async fn subscribe(&self, numbers: std::ops::RangeInclusive<u128>, language: Lang, purpose: Purpose) {
        let tx = begin(&self.db).await.unwrap();
        for number in numbers {
            let schedule = serde_json::from_str(r#"{"frequency":"daily","hour":8,"zone":"America/Toronto"}"#).unwrap();
            let wanted = (Purposes::of([purpose]), language, schedule);
            let id = SubscriptionId(Uuid::from_u128(number));
            let asked = Subscription::ask(id, wanted, self.time.now()).unwrap();
            let (subscription, _) = asked.happen(Event::Confirm, self.time.now()).unwrap();
            let subject = Subject::Search { filter: Box::new(Filter::default()), query: String::new() };
            let email = Some(format!("reader{number}@example.org"));
            let kept = Kept { version: 1, email, subject, taste: Taste::default(), subscription };
            subscription::insert(&tx, &kept).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn publish(&self, number: u128, title: &str) -> Article {
        let words = Words {
            title: title.to_owned(),
            summary: "In short.".to_owned(),
            body: "At length.".to_owned(),
            ..Words::default()
        };
        let content = Content {
            kind: Kind::Article,
            slug: format!("article-{number}"),
            author: Author { name: "Zoé Roy".to_owned(), role_en: "nurse".to_owned(), role_fr: String::new() },
            tags: vec![],
            en: Some(words),
            fr: None,
            origin: None,
        };
        let draft = Article::draft(ArticleId(Uuid::from_u128(number)), content, self.time.now());
        let published = draft.published(None, self.time.now()).unwrap();
        let tx = begin(&self.db).await.unwrap();
        article::insert(&tx, &published).await.unwrap();
        tx.commit().await.unwrap();
        published
    }

    fn blog(&self) -> Blog {
        let time = self.time.clone();
        Blog::new(self.db.clone(), self.vault.clone(), move || time.now())
    }

    /// What is sent, to whom.
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

#[tokio::test]
async fn whoever_asked_for_the_blog_in_a_language_it_is_written_in_is_told_once() {
    for_each_database(async |db| {
        let post = Post::new(&db);
        post.subscribe(1..=2, Lang::En, Purpose::Blog).await;
        post.subscribe(3..=3, Lang::Fr, Purpose::Blog).await;
        post.subscribe(4..=4, Lang::En, Purpose::Digest).await;
        let blog = post.blog();
        assert!(!blog.step().await.unwrap(), "nothing is published");
        let mut article = post.publish(1, "Moving a licence <b>").await;
        while blog.step().await.unwrap() {}
        // One of them leaves before it is sent.
        let tx = begin(&post.db).await.unwrap();
        let mut leaves = subscription::find(&tx, SubscriptionId(Uuid::from_u128(2))).await.unwrap();
        let all = Event::Unsubscribe { purposes: Purposes::of([Purpose::Blog]) };
        leaves.subscription = leaves.subscription.happen(all, post.time.now()).unwrap().0;
        subscription::update(&tx, &leaves).await.unwrap();
        tx.commit().await.unwrap();
        let mail = post.send().await;
        assert_eq!(mail.keys().collect::<Vec<_>>(), ["reader1@example.org"]);
        let message = MessageParser::new().parse(&mail["reader1@example.org"]).unwrap();
        assert_eq!(message.subject(), Some("Moving a licence <b>"));
        let token = link::token(&post.vault, SubscriptionId(Uuid::from_u128(1)));
        let said = message.body_text(0).unwrap();
        for part in [
            "There is a new article on the blog of Santé Jobs.",
            "In short.",
            "By Zoé Roy, nurse",
            "https://jobs.example.ca/articles/article-1",
            "because you asked Santé Jobs for new articles on",
            &format!("https://jobs.example.ca/newsletter/unsubscribe?token={token}"),
            "1 Main Street, Halifax NS",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let raw = String::from_utf8_lossy(message.raw_message());
        assert!(raw.contains(&format!("/api/v1/subscriptions/{token}/unsubscribe?purpose=blog>\r\n")), "{raw}");

        // Changed, withdrawn and published again it is no news.
        post.time.pass(TimeDelta::hours(1));
        let again = article.withdrawn(post.time.now()).unwrap().published(None, post.time.now()).unwrap();
        article = Article { version: 1, ..again };
        let tx = begin(&post.db).await.unwrap();
        article::update(&tx, &article).await.unwrap();
        tx.commit().await.unwrap();
        while blog.step().await.unwrap() {}
        assert!(post.send().await.is_empty());

        // What is withdrawn before it is sent is not sent.
        let article = post.publish(2, "Another").await;
        while blog.step().await.unwrap() {}
        let tx = begin(&post.db).await.unwrap();
        article::update(&tx, &article.withdrawn(post.time.now()).unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(post.send().await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_tell_readers_each_reader_is_told_by_one() {
    const READERS: u128 = 2_500;
    for database in TestDatabase::all().await {
        let post = Post::new(&database);
        post.subscribe(1..=READERS, Lang::En, Purpose::Blog).await;
        post.publish(1, "One").await;
        post.publish(2, "Two").await;
        let runs = (0..3).map(|_| {
            let blog = post.blog();
            tokio::spawn(async move { while blog.step().await.unwrap() {} })
        });
        futures::future::join_all(runs).await.into_iter().for_each(|run| run.unwrap());
        let due = storage::delivery::backlog(&*database, post.time.now()).await.unwrap().due;
        assert_eq!(u128::from(due), 2 * READERS);
    }
}
