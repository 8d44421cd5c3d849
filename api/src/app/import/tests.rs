use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use domain::posting::{Content, Raw, RawPlace, Status, intake};
use domain::reference::Role;
use storage::source::{self, Link};
use storage::testing::{self, for_each_database};
use storage::{Database, posting};

use super::read::Entry;
use super::*;
use crate::feed;

fn as_of() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2020, 6, 1, 12, 0, 0).unwrap()
}

/// A feed of postings with references `from..to`.
fn feed(from: usize, to: usize) -> Vec<Input> {
    let row = |n: usize| format!("R{n},dietary aide {n},2020-05-20,Ottawa,ON,Hospital {n} of Ottawa\n");
    let rows: String = (from..to).map(row).collect::<Vec<_>>().concat();
    vec![Input {
        name: "feed.csv".to_owned(),
        bytes: format!("id,title,date_posted,city,province,employer\n{rows}").into_bytes(),
    }]
}

fn request(inputs: &[Input]) -> Request<'_> {
    Request {
        source: "test",
        format: Format::JobBankCsv,
        inputs,
        as_of: as_of(),
        as_of_given: false,
        complete: false,
        accept_shrink: false,
        dry_run: false,
    }
}

async fn run(db: &Database, request: &Request<'_>) -> Result<Report, ImportError> {
    import(db, request, |_, _| ()).await
}

#[tokio::test]
async fn importing_twice_changes_nothing() {
    for_each_database(async |db| {
        let inputs = feed(0, 1203);
        let first = run(&db, &request(&inputs)).await.unwrap();
        assert_eq!((first.rows, first.new, first.unchanged), (1203, 1203, 0));
        storage::testing::settle(&db).await;
        let head = storage::change::head(&db).await.unwrap();
        let second = run(&db, &request(&inputs)).await.unwrap();
        assert_eq!((second.new, second.changed, second.unchanged), (0, 0, 1203));
        storage::testing::settle(&db).await;
        assert_eq!(storage::change::head(&db).await.unwrap(), head, "no change row");
        assert_eq!(posting::count(&db).await.unwrap(), 1203);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_says_what_a_run_does_and_writes_nothing() {
    for_each_database(async |db| {
        let inputs = feed(0, 10);
        let dry = run(&db, &Request { dry_run: true, ..request(&inputs) }).await.unwrap();
        assert_eq!(posting::count(&db).await.unwrap(), 0);
        assert_eq!(run(&db, &request(&inputs)).await.unwrap(), dry);
    })
    .await;
}

#[tokio::test]
async fn one_bad_file_keeps_the_others_out() {
    for_each_database(async |db| {
        let mut inputs = feed(0, 10);
        inputs.push(Input { name: "broken.csv".to_owned(), bytes: b"title,province\nRN,ON\n".to_vec() });
        let error = run(&db, &request(&inputs)).await.unwrap_err();
        assert!(error.to_string().starts_with("broken.csv: no column for the date"), "{error}");

        let csv = |bad: usize| {
            format!(
                "title,date_posted,province\n{}{}",
                "RN,2020-05-20,XX\n".repeat(bad),
                "RN,2020-05-20,ON\n".repeat(12)
            )
        };
        let file = |bad| vec![Input { name: "feed.csv".to_owned(), bytes: csv(bad).into_bytes() }];
        let error = run(&db, &request(&file(4))).await.unwrap_err();
        assert!(error.to_string().contains("feed.csv, line 2: unknown province"), "{error}");
        assert_eq!(posting::count(&db).await.unwrap(), 0, "nothing changed");

        let report = run(&db, &request(&file(3))).await.unwrap();
        assert_eq!((report.rows, report.new, report.rejected.len(), report.repeated.len()), (15, 1, 3, 11));
    })
    .await;
}

#[tokio::test]
async fn a_complete_feed_withdraws_what_it_lists_no_more_unless_it_shrinks_by_over_a_third() {
    for_each_database(async |db| {
        run(&db, &request(&feed(0, 9))).await.unwrap();
        let (some, most) = (feed(3, 9), feed(7, 9));
        let shrunk = Request { complete: true, ..request(&most) };
        let held = run(&db, &shrunk).await.unwrap_err();
        assert!(matches!(held, ImportError::Shrunk { before: 9, missing: 7 }), "{held}");

        let report = run(&db, &Request { complete: true, ..request(&some) }).await.unwrap();
        assert_eq!((report.unchanged, report.withdrawn), (6, 3));
        assert_eq!(live(&db).await, 6);

        let report = run(&db, &Request { accept_shrink: true, ..shrunk }).await.unwrap();
        assert_eq!(report.withdrawn, 4);
        let report = run(&db, &Request { complete: true, ..request(&some) }).await.unwrap();
        assert_eq!((report.changed, report.unchanged, report.withdrawn), (4, 2, 0), "listed again");
        assert_eq!(live(&db).await, 6);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_cannot_be_taken_is_listed_all_the_same() {
    for_each_database(async |db| {
        run(&db, &request(&feed(0, 9))).await.unwrap();
        // Lists 0..8, one of them without a title or with a date that cannot be read.
        let with = |row: &str| {
            let mut inputs = feed(0, 7);
            inputs[0].bytes.extend_from_slice(row.as_bytes());
            inputs
        };
        for row in ["R7,,2020-05-20,Ottawa,ON,H\n", "R7,dietary aide 7,soon,Ottawa,ON,H\n"] {
            let report = run(&db, &Request { complete: true, dry_run: true, ..request(&with(row)) }).await.unwrap();
            assert_eq!((report.rejected.len(), report.withdrawn, report.held), (1, 1, None), "only R8 is gone: {row}");
        }
        // Which entry these rows list cannot be told.
        for row in ["R8,dietary aide 8\n", ",,2020-05-20,Ottawa,ON,H\n"] {
            let report = run(&db, &Request { complete: true, ..request(&with(row)) }).await.unwrap();
            assert_eq!((report.rejected.len(), report.withdrawn), (1, 0), "{row}");
            let held = report.held.unwrap();
            assert!(held.starts_with("2 entries ") && held.contains("feed.csv, line 9"), "{held}");
            assert_eq!(live(&db).await, 9);
        }
    })
    .await;
}

#[tokio::test]
async fn a_reference_that_comes_twice_must_say_the_same() {
    for_each_database(async |db| {
        let mut inputs = feed(0, 9);
        inputs.extend(feed(2, 4));
        let other = "id,title,date_posted,city,province,employer\nR5,cook,2020-05-20,Ottawa,ON,H\n";
        inputs.push(Input { name: "other.csv".to_owned(), bytes: other.as_bytes().to_vec() });
        let report = run(&db, &request(&inputs)).await.unwrap();
        assert_eq!((report.rows, report.new, report.repeated.len()), (12, 9, 2));
        let reason = "same reference as feed.csv, line 7, but says something else".to_owned();
        assert_eq!(report.rejected, [NotTaken { file: "other.csv".to_owned(), line: 2, reason }]);
    })
    .await;
}

#[tokio::test]
async fn hostile_rows_are_taken_or_rejected_but_never_fail_the_import() {
    for_each_database(async |db| {
        let mut jobs = Vec::new();
        for n in 0..12 {
            let place =
                |n| serde_json::json!({ "address": { "addressLocality": format!("Bay {n}"), "addressRegion": "ON" } });
            jobs.push(serde_json::json!({
                "@type": "JobPosting", "identifier": format!("{n}"), "title": "Registered nurse\0",
                "description": "Wards\0 &#0;", "hiringOrganization": "é".repeat(300), "datePosted": "2020-05-20",
                "jobLocation": (0..50).map(place).collect::<Vec<_>>(), "workHours": "night\0",
            }));
        }
        jobs[10]["identifier"] = serde_json::json!("x".repeat(5_000));
        jobs[11]["identifier"] = serde_json::json!("1\u{0}1");
        let bytes = serde_json::to_vec(&jobs).unwrap();
        let inputs = [Input { name: "feed.json".to_owned(), bytes }];
        let report = run(&db, &Request { format: Format::JsonLd, ..request(&inputs) }).await.unwrap();
        assert_eq!((report.new, report.rejected.len()), (10, 2), "{report:?}");
        assert_eq!(posting::count(&db).await.unwrap(), 10);
    })
    .await;
}

#[tokio::test]
async fn what_has_expired_by_its_import_is_counted() {
    for_each_database(async |db| {
        // Published on 20 May without an end: they expire on 19 June.

        let (inputs, as_of) = (feed(0, 3), as_of() + TimeDelta::days(30));
        let report = run(&db, &Request { as_of, ..request(&inputs) }).await.unwrap();
        assert_eq!((report.new, report.expired), (3, 3));
        assert_eq!(posting::count_listed(&db, as_of).await.unwrap(), 0);
        assert_eq!(run(&db, &request(&feed(3, 5))).await.unwrap().expired, 0);
    })
    .await;
}

async fn live(db: &Database) -> usize {
    let all = testing::postings(db).await.unwrap();
    all.iter().filter(|posting| posting.status == Status::Live).count()
}

/// What a killed run leaves: begun, one batch applied.
async fn kill_after_a_batch(db: &Database, request: &Request<'_>) {
    let read::Checked { entries, mut report, .. } = read::read(request, request.as_of).unwrap();
    let run_row = start(db, request, read::digest(request)).await.unwrap();
    let tx = storage::begin(db).await.unwrap();
    batch::apply(&tx, request.source, &entries[..BATCH], request.as_of, &mut report).await.unwrap();
    import_run::progress(&tx, run_row.id, 1, &counts(&report)).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_killed_run_is_not_gone_on_with_over_newer_data_or_as_of_another_moment() {
    for_each_database(async |db| {
        let (old, new) = (feed(0, 1203), feed(0, 600));
        kill_after_a_batch(&db, &request(&old)).await;
        let other = Request { as_of: as_of() + TimeDelta::days(1), as_of_given: true, ..request(&old) };
        let report = run(&db, &other).await.unwrap();
        assert!(!report.resumed);
        assert_eq!((report.new, report.unchanged), (703, 500));

        kill_after_a_batch(&db, &request(&old)).await;
        run(&db, &request(&new)).await.unwrap();
        let report = run(&db, &request(&old)).await.unwrap();
        assert!(!report.resumed, "a later run has begun");
        assert_eq!((report.new, report.unchanged), (0, 1203));
    })
    .await;
}

#[tokio::test]
async fn a_killed_run_goes_on_where_it_stopped() {
    for_each_database(async |db| {
        let inputs = feed(0, 1203);
        let request = request(&inputs);
        kill_after_a_batch(&db, &request).await;
        let later = Request { as_of: as_of() + TimeDelta::days(1), ..request };
        let report = run(&db, &later).await.unwrap();
        assert!(report.resumed);
        assert_eq!((report.new, report.unchanged), (1203, 0));
        assert_eq!(posting::count(&db).await.unwrap(), 1203, "none lost, none twice");
    })
    .await;
}

/// An entry for a nurse, whose role does not depend on how titles are read.
fn nurse(reference: &str, title: &str, day: i64) -> Entry {
    let raw = Raw {
        reference: Some(reference.to_owned()),
        title: title.to_owned(),
        employer: "Hôpital Montfort".to_owned(),
        places: vec![RawPlace { text: "Ottawa, ON".to_owned(), ..RawPlace::default() }],
        published_at: Some(as_of() + TimeDelta::days(day)),
        ..Raw::default()
    };
    let content = Content { roles: vec![Role::parse("rn").unwrap()], ..intake(&raw, as_of()).unwrap() };
    Entry { reference: raw.reference.clone(), content_key: feed::content_key(&raw), url: None, content }
}

async fn apply(db: &Database, source: &str, entries: &[Entry], day: i64) -> Report {
    let mut report = Report::default();
    let tx = storage::begin(db).await.unwrap();
    batch::apply(&tx, source, entries, as_of() + TimeDelta::days(day), &mut report).await.unwrap();
    tx.commit().await.unwrap();
    report
}

#[tokio::test]
async fn one_job_in_two_sources_is_one_posting_with_two_sources() {
    for_each_database(async |db| {
        let first = apply(&db, "a", &[nurse("1", "RN - ICU", 0), nurse("2", "RN - Dialysis", 0)], 0).await;
        assert_eq!((first.new, first.merged), (2, 0), "other units are other jobs");
        // Source b lists the job twice: one entry is the job of a, the other must be a posting of its own.
        let second =
            apply(&db, "b", &[nurse("x", "Infirmière – soins intensifs", 3), nurse("y", "RN - ICU", 3)], 3).await;
        assert_eq!((second.new, second.merged), (1, 1));
        let again =
            apply(&db, "b", &[nurse("x", "Infirmière – soins intensifs", 3), nurse("y", "RN - ICU", 3)], 4).await;
        assert_eq!((again.unchanged, again.new, again.merged), (2, 0, 0));
        // What the merged entry says now is no longer that job: it becomes a posting of its own.
        apply(&db, "b", &[nurse("x", "Infirmière – urgence", 3)], 5).await;
        let [entry] = source::by_references(&db, "b", &["x"]).await.unwrap().try_into().unwrap();
        assert_eq!(entry.link, Link::Primary);
        assert_eq!(posting::count(&db).await.unwrap(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_repost_in_one_source_is_a_posting_of_its_own_in_one_group() {
    for_each_database(async |db| {
        apply(&db, "a", &[nurse("1", "RN - ICU", 0)], 0).await;
        let later = apply(&db, "a", &[nurse("2", "RN - ICU", 60), nurse("3", "RN - Dialysis", 60)], 60).await;
        assert_eq!((later.new, later.merged), (2, 0));
        let postings = testing::postings(&db).await.unwrap();
        let group = |title: &str| {
            postings
                .iter()
                .filter(|p| p.content.en.as_ref().unwrap().title == title)
                .map(|p| p.group)
                .collect::<Vec<_>>()
        };
        let (icu, dialysis) = (group("RN - ICU"), group("RN - Dialysis"));
        assert!(icu.len() == 2 && icu[0] == icu[1] && dialysis[0] != icu[0]);
    })
    .await;
}

#[tokio::test]
async fn an_entry_is_not_merged_into_a_posting_that_nobody_sees() {
    for_each_database(async |db| {
        apply(&db, "a", &[nurse("1", "RN - ICU", 0)], 0).await;
        let listed = source::listed(&db, "a").await.unwrap();
        let tx = storage::begin(&db).await.unwrap();
        batch::withdraw(&tx, &listed, as_of(), &mut Report::default()).await.unwrap();
        tx.commit().await.unwrap();
        let report = apply(&db, "b", &[nurse("x", "RN - ICU", 2)], 2).await;
        assert_eq!((report.new, report.merged), (1, 0));
        let live = posting::count_listed(&db, as_of() + TimeDelta::days(2)).await.unwrap();
        assert_eq!(live, 1);
    })
    .await;
}

#[tokio::test]
async fn a_merged_entry_that_is_listed_again_brings_its_posting_back() {
    for_each_database(async |db| {
        apply(&db, "a", &[nurse("1", "RN - ICU", 0)], 0).await;
        let merged = apply(&db, "b", &[nurse("x", "RN - ICU", 1)], 1).await;
        assert_eq!(merged.merged, 1);
        for source in ["a", "b"] {
            let listed = source::listed(&db, source).await.unwrap();
            let tx = storage::begin(&db).await.unwrap();
            batch::withdraw(&tx, &listed, as_of(), &mut Report::default()).await.unwrap();
            tx.commit().await.unwrap();
        }
        let gone = testing::postings(&db).await.unwrap();
        assert_eq!(gone[0].status, Status::Withdrawn);
        apply(&db, "b", &[nurse("x", "RN - ICU", 1)], 2).await;
        assert_eq!(testing::postings(&db).await.unwrap()[0].status, Status::Live);
    })
    .await;
}

#[tokio::test]
async fn what_a_moderator_took_down_stays_down() {
    for_each_database(async |db| {
        let csv = |references: &[&str], title: &str| {
            let row = |id: &&str| format!("{id},{title},2020-05-20,Ottawa,ON,Hospital of Ottawa,27.50\n");
            let rows = references.iter().map(row).collect::<String>();
            let bytes = format!("id,title,date_posted,city,province,employer,wage\n{rows}").into_bytes();
            vec![Input { name: "feed.csv".to_owned(), bytes }]
        };
        let (all, none) = (csv(&["A"], "dietary aide"), csv(&[], ""));
        run(&db, &request(&all)).await.unwrap();
        let mut taken = testing::postings(&db).await.unwrap().remove(0);
        taken.status = Status::Removed;
        let tx = storage::begin(&db).await.unwrap();
        posting::update(&tx, &taken, 1, as_of()).await.unwrap();
        tx.commit().await.unwrap();

        // Changed, delisted, listed again, and advertised again under another reference.
        run(&db, &request(&csv(&["A"], "cook"))).await.unwrap();
        run(&db, &Request { complete: true, accept_shrink: true, ..request(&none) }).await.unwrap();
        run(&db, &request(&all)).await.unwrap();
        run(&db, &request(&csv(&["A", "B"], "dietary aide"))).await.unwrap();
        let kept = testing::postings(&db).await.unwrap();
        assert_eq!(kept.len(), 2);
        assert!(kept.iter().all(|posting| posting.status == Status::Removed && posting.group == taken.id), "{kept:?}");
    })
    .await;
}
