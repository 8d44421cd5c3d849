//! What an import costs the database: 10,000 new postings in batches of 500, each batch with the lookups, rows
//! and the commit of the real import; then the same input again, unchanged; then a reader that loads all.
//!
//! `cargo run --release -p storage --example import_bench`, with `CAREMATCH_TEST_POSTGRES` for PostgreSQL as well.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::posting::{
    Apply, Content, Employer, EmploymentSet, JobKey, Location, Origin, Posting, PostingId, ShiftSet, Status, Text,
};
use domain::reference::{Province, Region, Role};
use domain::set::BitSet;
use serde_json::json;
use storage::change::{self, Position};
use storage::import_run::{self, ImportRun, ImportRunId};
use storage::source::{self, Link, Source, SourceId};
use storage::testing::{TestDatabase, settle};
use storage::{Database, begin, posting};
use uuid::Uuid;

const POSTINGS: u32 = 10_000;
const BATCH: usize = 500;
const SOURCE: &str = "job bank";

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the figures")]
#[expect(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to say")]
async fn main() {
    let all: Vec<Posting> = (0..POSTINGS).map(sample).collect();
    for db in TestDatabase::all().await {
        let run = ImportRun {
            id: ImportRunId(Uuid::now_v7()),
            source: SOURCE.to_owned(),
            format: "job-bank-csv".to_owned(),
            digest: "digest".to_owned(),
            as_of: now(),
            started_at: now(),
            finished_at: None,
            applied_batches: 0,
            counts: json!({}),
        };
        import_run::start(&*db, &run).await.unwrap();
        for pass in ["new", "unchanged"] {
            let start = Instant::now();
            for batch in all.chunks(BATCH) {
                apply(&db, &run, batch).await.unwrap();
            }
            report(&db, &format!("import, {pass}"), start.elapsed());
        }
        let start = Instant::now();
        let (mut after, mut loaded) = (None, 0);
        loop {
            let page = posting::listed_page(&*db, now(), after, 1000).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.expires_at, last.id));
            loaded += page.len();
        }
        assert_eq!(loaded, all.len());
        report(&db, "load what is listed", start.elapsed());
        settle(&db).await;
        let start = Instant::now();
        let (mut after, mut read) = (Position::START, 0);
        loop {
            let changes = change::read(&db, after, 1000).await.unwrap();
            if changes.rows.is_empty() {
                break;
            }
            (after, read) = (changes.next, read + changes.rows.len());
        }
        assert_eq!(read, all.len());
        report(&db, "read the change feed", start.elapsed());
    }
    println!("({} bytes of JSON each)", serde_json::to_string(&all[0].content).unwrap().len());
}

#[expect(clippy::print_stdout, reason = "the figures")]
fn report(db: &Database, what: &str, took: Duration) {
    let rate = f64::from(POSTINGS) / took.as_secs_f64();
    println!("{:?}: {what}: {POSTINGS} in {took:.2?}, {rate:.0} a second", db.dialect());
}

async fn apply(db: &Database, run: &ImportRun, batch: &[Posting]) -> storage::Result<()> {
    let references: Vec<String> = batch.iter().map(|posting| posting.id.0.to_string()).collect();
    let references: Vec<&str> = references.iter().map(String::as_str).collect();
    let tx = begin(db).await?;
    let known = source::by_references(&tx, SOURCE, &references).await?;
    if known.is_empty() {
        let keys: Vec<JobKey> = batch.iter().filter_map(|posting| JobKey::of(&posting.content)).collect();
        source::candidates(&tx, &keys, now() - TimeDelta::days(14)..=now() + TimeDelta::days(14)).await?;
        posting::insert(&tx, batch, now()).await?;
        let entries: Vec<Source> = batch.iter().map(entry).collect();
        source::insert(&tx, &entries).await?;
    } else {
        let ids: Vec<SourceId> = known.iter().map(|entry| entry.id).collect();
        source::seen(&tx, &ids, now()).await?;
    }
    import_run::progress(&tx, run.id, 1, &json!({})).await?;
    tx.commit().await
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default()
}

fn entry(posting: &Posting) -> Source {
    Source {
        id: SourceId(Uuid::now_v7()),
        posting: posting.id,
        source: SOURCE.to_owned(),
        reference: Some(posting.id.0.to_string()),
        content_key: posting.id.0.to_string(),
        content_hash: "0123456789abcdef0123456789abcdef".to_owned(),
        url: Some("https://www.jobbank.gc.ca/jobsearch/jobposting/1".to_owned()),
        link: Link::Primary,
        first_seen_at: now(),
        last_seen_at: now(),
        withdrawn_at: None,
    }
}

fn sample(n: u32) -> Posting {
    let id = PostingId(Uuid::now_v7());
    let description = "Assess patients, plan and deliver care with the team; BLS required, ACLS an asset. ".repeat(20);
    let content = Content {
        lang: Lang::En,
        en: Some(Text { title: "Registered nurse".to_owned(), description, qualifications: Vec::new() }),
        fr: None,
        employer: Employer { name: format!("Hospital {n}"), key: Some(format!("hospital {n}")) },
        arrangement: None,
        roles: Role::parse("rn").into_iter().collect(),
        locations: Region::parse("on-toronto")
            .map(|region| Location {
                place: "Toronto".to_owned(),
                province: Province::On,
                region,
                point: Some((43.7064, -79.3986)),
                fsa: None,
            })
            .into_iter()
            .collect(),
        remote: Vec::new(),
        setting: None,
        requirements: Vec::new(),
        pay: None,
        hours: None,
        employment: EmploymentSet::EMPTY,
        shifts: ShiftSet::EMPTY,
        languages: BitSet::EMPTY,
        start: None,
        vacancies: None,
        apply: Apply::NotGiven,
        published_at: now(),
        valid_through: None,
    };
    Posting {
        id,
        version: 1,
        origin: Origin::Imported,
        status: Status::Live,
        group: id,
        live_at: now(),
        expires_at: content.expires_at(),
        content,
    }
}
