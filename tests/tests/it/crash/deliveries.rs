//! While digests are put together and sent over SMTP: each reader gets the one that is theirs, each week.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::digest::{Fresh, Ledger, Taste, Wish};
use domain::posting::{Posting, PostingId};
use domain::subscription::{Event, Purpose, Purposes, Subject, Subscription, SubscriptionId};
use domain::testing::country::Country;
use mail_parser::MessageParser;
use mailer::testing::{Received, Sink};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use storage::subscription::{self, Kept, digest, link};
use storage::{Database, delivery, posting};
use tests::people::database;
use tests::{Server, World, eventually};
use uuid::Uuid;

use super::rounds;
use crate::worlds;

const SEED: u64 = 20_261_124;
const READERS: u32 = 2_000;
/// New postings of a week.
const POSTINGS: u32 = 600;
/// Connections to the relay, which are lanes of their own.
const LANES: usize = 4;
/// Longer than a claim of mail lasts: what a killed server had claimed is due when the next one starts.
const LATER: TimeDelta = TimeDelta::minutes(10);

/// The Monday on which the first digests are due: at eight where clocks never change.
fn first_due() -> DateTime<Utc> {
    "2027-01-11T14:00:00Z".parse().unwrap()
}

/// Who reads, and what they want.
type Readers = BTreeMap<SubscriptionId, (String, Wish)>;
/// What each is to be told, in its order.
type Expected = BTreeMap<SubscriptionId, Vec<PostingId>>;

async fn subscribe(db: &Database, country: &Country, rng: &mut ChaCha8Rng) -> Readers {
    let schedule = r#"{"frequency":"weekly","day":"monday","hour":8,"zone":"America/Regina"}"#;
    let (schedule, now) = (serde_json::from_str(schedule).unwrap(), first_due() - TimeDelta::days(6));
    let (mut readers, tx) = (Readers::new(), storage::begin(db).await.unwrap());
    for number in 1..=READERS {
        let (id, wish) = (SubscriptionId(Uuid::from_u128(number.into())), country.wish(rng));
        let asked = Subscription::ask(id, (Purposes::of([Purpose::Digest]), Lang::Fr, schedule), now).unwrap();
        let (subscription, _) = asked.happen(Event::Confirm, now).unwrap();
        let Wish::Search { filter } = wish.clone() else { panic!("a search") };
        let email = format!("reader{number}@example{}.org", number % 50);
        let subject = Subject::Search { filter, query: "role=rn".to_owned() };
        let kept = Kept { version: 1, email: Some(email.clone()), subject, taste: Taste::default(), subscription };
        subscription::insert(&tx, &kept).await.unwrap();
        readers.insert(id, (email, wish));
    }
    tx.commit().await.unwrap();
    readers
}

/// What went live in the middle of the week before `due`.
async fn publish(db: &Database, country: &Country, rng: &mut ChaCha8Rng, due: DateTime<Utc>) -> Vec<Posting> {
    let from = u32::try_from((due - first_due()).num_weeks()).unwrap() * POSTINGS;
    let new = (1..=POSTINGS).map(|number| {
        let mut posting = country.posting(rng, from + number, from + POSTINGS);
        posting.live_at = due - TimeDelta::days(3) + TimeDelta::minutes(number.into());
        posting.expires_at = due + TimeDelta::days(2);
        posting
    });
    let new: Vec<Posting> = new.collect();
    let tx = storage::begin(db).await.unwrap();
    posting::insert(&tx, &new, due - TimeDelta::days(3)).await.unwrap();
    tx.commit().await.unwrap();
    new
}

fn expected(readers: &Readers, new: &[Posting], due: DateTime<Utc>) -> Expected {
    let fresh = Fresh::load(new, due);
    let jobs = |wish: &Wish| {
        let fitting = fresh.fitting(wish, due - TimeDelta::weeks(1), due, due.date_naive());
        fresh
            .select(&fitting, &Ledger::default(), &Taste::default())
            .jobs
            .iter()
            .map(|job| job.posting)
            .collect::<Vec<_>>()
    };
    let all = readers.iter().map(|(id, (_, wish))| (*id, jobs(wish)));
    all.filter(|(_, jobs)| !jobs.is_empty()).collect()
}

/// A mail as it arrived: its Message-ID, whose it is by the link in its footer, and what it tells of.
fn read(mail: &Received) -> (String, SubscriptionId, Vec<PostingId>) {
    let message = MessageParser::new().parse(&mail.bytes).unwrap();
    let text = message.body_text(0).unwrap();
    let after = |mark: &'static str, length: usize| {
        text.split(mark).skip(1).filter_map(move |rest| rest.get(..length)).map(str::to_owned).collect::<Vec<_>>()
    };
    let token = after("/newsletter/unsubscribe?token=", 43).pop().unwrap();
    let jobs = after("/postings/", 36).iter().map(|id| PostingId(id.parse().unwrap())).collect();
    (message.message_id().unwrap().to_owned(), link::named(&token).unwrap(), jobs)
}

#[derive(Default)]
struct Tally {
    arrived: usize,
    /// The same mail once more.
    repeats: usize,
    kills: usize,
    /// Kills at a moment when some digests were still to be put together, or some mails to be sent.
    composing: usize,
    sending: usize,
}

/// The server as of a moment.
fn serve(world: &World, now: DateTime<Utc>) -> Server {
    world.serve(&["--as-of", &now.to_rfc3339()]).unwrap()
}

/// How many digests are still to be put together, and how many mails to be sent.
async fn left(db: &Database, now: DateTime<Utc>) -> (u64, u64) {
    let (digests, _) = digest::backlog(db, now).await.unwrap();
    (digests, delivery::backlog(db, now + TimeDelta::hours(1)).await.unwrap().due)
}

/// Starts the server and kills it at a random moment.
async fn kill(world: &World, sink: &Sink, now: DateTime<Utc>, rng: &mut ChaCha8Rng, of: usize) {
    let server = serve(world, now);
    if rng.random_bool(0.4) {
        // Mostly soon: they are put together before any is sent.
        tokio::time::sleep(Duration::from_secs(1).mul_f64(rng.random::<f64>().powi(3))).await;
    } else {
        let (before, more) = (sink.count(), rng.random_range(1..of));
        let wanted = of.min(before + more);
        eventually(Duration::from_mins(2), async || Ok(sink.count() >= wanted)).await.unwrap();
        tokio::time::sleep(Duration::from_micros(rng.random_range(0..20_000))).await;
    }
    server.kill().unwrap();
}

async fn week(
    world: &World,
    (sink, db): (&Sink, &Database),
    (readers, expected): (&Readers, &Expected),
    due: DateTime<Utc>,
    (rng, tally): (&mut ChaCha8Rng, &mut Tally),
) {
    let (mut now, kills) = (due, rng.random_range(1..=3));
    for _ in 0..kills {
        kill(world, sink, now, rng, expected.len()).await;
        let (digests, mails) = left(db, now).await;
        tally.composing += usize::from(digests > 0);
        tally.sending += usize::from(mails > 0);
        now += LATER;
    }
    let server = serve(world, now);
    eventually(Duration::from_mins(2), async || Ok(left(db, now).await == (0, 0))).await.unwrap();
    server.kill().unwrap();

    let (mut mails, mut repeats) = (BTreeMap::new(), 0);
    for mail in sink.take() {
        let (message, reader, jobs) = read(&mail);
        assert_eq!(mail.to, readers[&reader].0, "to whom it is");
        let first = mails.entry(reader).or_insert_with(|| (message.clone(), mail.bytes.clone(), 0));
        assert_eq!(first.0, message, "put together once");
        assert_eq!(first.1, mail.bytes, "the same mail");
        assert_eq!(expected.get(&reader), Some(&jobs), "what is theirs");
        repeats += usize::from(first.2 > 0);
        first.2 += 1;
    }
    let arrived: BTreeSet<_> = mails.keys().collect();
    assert_eq!(arrived, expected.keys().collect::<BTreeSet<_>>(), "each one that was due");
    assert!(repeats <= kills * LANES, "{repeats} repeats of {kills} kills");
    tally.arrived += mails.len();
    tally.repeats += repeats;
    tally.kills += kills;
}

async fn play(world: World) -> String {
    let sink = Sink::start().await.unwrap();
    let world = world
        .with("CAREMATCH_MAIL_TRANSPORT", "smtp")
        .with("CAREMATCH_MAIL_SMTP_URL", &sink.url())
        .with("CAREMATCH_MAIL_CONNECTIONS", &LANES.to_string())
        .with("CAREMATCH_PUBLIC_URL", "https://jobs.example.ca");
    std::fs::create_dir_all(world.path().join("data")).unwrap();
    assert!(world.run(&["migrate"]).unwrap().status.success());
    let db = database(&world).await.unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let country = Country::new(&mut rng, first_due());
    let readers = subscribe(&db, &country, &mut rng).await;
    let mut tally = Tally::default();
    for number in 0..rounds() {
        let due = first_due() + TimeDelta::weeks(i64::try_from(number).unwrap());
        let new = publish(&db, &country, &mut rng, due).await;
        let expected = expected(&readers, &new, due);
        assert!(expected.len() > 1_000, "{} are told something", expected.len());
        week(&world, (&sink, &db), (&readers, &expected), due, (&mut rng, &mut tally)).await;
    }
    db.close().await.unwrap();
    let Tally { arrived, repeats, kills, composing, sending } = tally;
    // Otherwise the kills came when all was done, and nothing was tried.
    assert!(
        rounds() < 10 || (composing > 0 && sending > 0),
        "{composing} kills while composing, {sending} while sending"
    );
    format!(
        "{} weeks (seed {SEED}) of {READERS} readers, {kills} kills, {composing} with digests still to be put together and \
         {sending} with mail still to be sent: {arrived} digests, each there, none put together twice, none with \
         another's content; {repeats} sent again under the same Message-ID, over {LANES} connections",
        rounds(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn each_digest_arrives_and_is_put_together_once_whenever_the_server_is_killed() {
    for (world, _database) in worlds().await {
        let database = if world.database_url().starts_with("sqlite") { "SQLite" } else { "PostgreSQL" };
        println!("{database}: {}", play(world).await);
    }
}
