//! Articles of the blog.

use chrono::{DateTime, TimeDelta, Utc};
use domain::article::{Article, ArticleId, Author, Content, Cover, Kind, Words};
use domain::document::Format;
use domain::subscription::SubscriptionId;
use storage::article::{self, Wanted};
use storage::testing::for_each_database;
use storage::{Database, Error, begin};
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

fn content(slug: &str, tags: &[&str]) -> Content {
    let words = Words {
        title: slug.to_owned(),
        summary: "In short".to_owned(),
        body: "At length".to_owned(),
        ..Words::default()
    };
    Content {
        kind: Kind::Article,
        slug: slug.to_owned(),
        author: Author { name: "Ann".to_owned(), role_en: "nurse".to_owned(), role_fr: String::new() },
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        en: Some(words),
        fr: None,
        origin: None,
    }
}

fn draft(number: u128, content: Content) -> Article {
    Article::draft(ArticleId(Uuid::from_u128(number)), content, now())
}

async fn insert(db: &Database, article: &Article) -> storage::Result<()> {
    let tx = begin(db).await?;
    article::insert(&tx, article).await?;
    tx.commit().await
}

async fn update(db: &Database, article: &Article) -> storage::Result<i32> {
    let tx = begin(db).await?;
    let version = article::update(&tx, article).await?;
    tx.commit().await?;
    Ok(version)
}

async fn keep_cover(db: &Database, id: ArticleId, bytes: Option<Vec<u8>>) {
    let tx = begin(db).await.unwrap();
    article::keep_cover(&tx, id, bytes).await.unwrap();
    tx.commit().await.unwrap();
}

fn slugs(found: &[Article]) -> Vec<&str> {
    found.iter().map(|article| article.content.slug.as_str()).collect()
}

#[tokio::test]
async fn a_cover_is_kept_replaced_and_goes_with_its_article() {
    for_each_database(async |db| {
        let first = draft(1, content("first", &[]));
        insert(&db, &first).await.unwrap();
        assert!(matches!(article::cover(&db, first.id).await, Err(Error::NotFound)));
        let cover = Some(Cover { format: Format::Png, bytes: 3, sha256: "ab".to_owned() });
        let covered = Article { cover, ..first.clone() };
        assert_eq!(update(&db, &covered).await.unwrap(), 2);
        assert_eq!(article::find(&db, first.id).await.unwrap(), Article { version: 2, ..covered });
        for bytes in [b"one", b"two"] {
            keep_cover(&db, first.id, Some(bytes.to_vec())).await;
            assert_eq!(article::cover(&db, first.id).await.unwrap(), bytes);
        }
        keep_cover(&db, first.id, None).await;
        assert!(matches!(article::cover(&db, first.id).await, Err(Error::NotFound)));
        keep_cover(&db, first.id, Some(vec![0])).await;
        let tx = begin(&db).await.unwrap();
        article::remove(&tx, first.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(article::cover(&db, first.id).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn an_article_comes_back_as_it_was_written_with_all_that_it_was() {
    for_each_database(async |db| {
        let first = draft(1, content("first", &["a", "b"]));
        insert(&db, &first).await.unwrap();
        assert_eq!(article::find(&db, first.id).await.unwrap(), first);
        assert_eq!(article::by_slug(&db, "first").await.unwrap(), first);
        let twin = draft(2, content("first", &[]));
        assert!(matches!(insert(&db, &twin).await, Err(Error::Unique(_))));

        let changed = Article { content: content("moved", &["b", "c"]), ..first.clone() };
        assert_eq!(update(&db, &changed).await.unwrap(), 2);
        assert!(matches!(update(&db, &changed).await, Err(Error::Conflict { current: 2 })));
        let published = Article { version: 2, published_at: Some(now()), ..changed };
        assert_eq!(update(&db, &published).await.unwrap(), 3);
        let kept = article::revisions(&db, first.id, None, 10).await.unwrap();
        let seen: Vec<(i32, &str)> = kept.iter().map(|kept| (kept.version, kept.content.slug.as_str())).collect();
        assert_eq!(seen, [(3, "moved"), (2, "moved"), (1, "first")]);
        assert_eq!(article::revisions(&db, first.id, Some(2), 10).await.unwrap().len(), 1);

        let tx = begin(&db).await.unwrap();
        article::remove(&tx, first.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(article::find(&db, first.id).await, Err(Error::NotFound)));
        assert!(matches!(update(&db, &published).await, Err(Error::NotFound)));
        assert!(article::revisions(&db, first.id, None, 10).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn those_that_are_seen_are_listed_by_kind_and_tag_page_by_page() {
    for_each_database(async |db| {
        for number in 1..=7_u8 {
            let at = (number != 3).then(|| now() + TimeDelta::hours(i64::from(number) - 6));
            let mut content = content(&format!("n{number}"), if number % 2 == 0 { &["even"] } else { &[] });
            content.kind = if number == 4 { Kind::News } else { Kind::Article };
            insert(&db, &Article { published_at: at, ..draft(number.into(), content) }).await.unwrap();
        }
        let live = async |wanted, before, limit| article::live(&db, now(), wanted, before, limit).await.unwrap();
        let all = live(Wanted::default(), None, 10).await;
        assert_eq!(slugs(&all), ["n6", "n5", "n4", "n2", "n1"], "neither the draft nor what is to come");
        let first = live(Wanted::default(), None, 2).await;
        let last = (first[1].published_at.unwrap(), first[1].id);
        assert_eq!(slugs(&live(Wanted::default(), Some(last), 2).await), ["n4", "n2"]);
        let even = Wanted { tag: Some("even"), ..Wanted::default() };
        assert_eq!(slugs(&live(even, None, 10).await), ["n6", "n4", "n2"]);
        let news = Wanted { kind: Some(Kind::News), ..even };
        assert_eq!(slugs(&live(news, None, 10).await), ["n4"]);
        assert_eq!(slugs(&article::all(&db, None, 2).await.unwrap()), ["n7", "n6"]);
        assert_eq!(slugs(&article::all(&db, Some(ArticleId(Uuid::from_u128(3))), 9).await.unwrap()), ["n2", "n1"]);
    })
    .await;
}

#[tokio::test]
async fn readers_are_told_of_each_article_that_is_seen_until_all_were() {
    for_each_database(async |db| {
        let (one, two) = (draft(1, content("one", &[])), draft(2, content("two", &[])));
        let news = Content { kind: Kind::News, ..content("news", &[]) };
        for (article, minutes) in
            [(&one, 0), (&two, -1), (&draft(3, news), -2), (&draft(4, content("to-come", &[])), 1)]
        {
            let published_at = Some(now() + TimeDelta::minutes(minutes));
            insert(&db, &Article { published_at, ..article.clone() }).await.unwrap();
        }
        let reader = SubscriptionId(Uuid::from_u128(9));
        for (id, last, done) in [(two.id, None, None), (two.id, Some(reader), Some(now())), (one.id, None, Some(now()))]
        {
            assert!(article::is_any_to_mail(&db, now()).await.unwrap());
            let tx = begin(&db).await.unwrap();
            let (article, told) = article::to_mail(&tx, now()).await.unwrap().unwrap();
            assert_eq!((article.id, told), (id, last));
            article::mailed(&tx, id, Some(reader), done).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert!(!article::is_any_to_mail(&db, now()).await.unwrap());
        // What is changed afterwards is no news.
        let told = article::find(&db, two.id).await.unwrap();
        update(&db, &told).await.unwrap();
        assert!(!article::is_any_to_mail(&db, now()).await.unwrap());
    })
    .await;
}
