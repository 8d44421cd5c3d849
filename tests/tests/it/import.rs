//! Importing through the command line, on real postings and on bad input.

use serde_json::{Value, json};
use tests::World;

use crate::{carematch, real_data};

/// A day inside the time of the real postings.
const AS_OF: &str = "2020-05-01";

fn number(report: &Value, field: &str) -> u64 {
    report[field].as_u64().unwrap_or_else(|| panic!("{field}: {report}"))
}

/// Every row of a report is accounted for.
fn assert_accounted(report: &Value) {
    let listed = |field: &str| report[field].as_array().unwrap().len() as u64;
    let counted: u64 = ["new", "changed", "unchanged", "merged"].iter().map(|field| number(report, field)).sum();
    assert_eq!(number(report, "rows"), counted + listed("repeated") + listed("rejected"), "{report}");
    for row in report["rejected"].as_array().unwrap().iter().chain(report["repeated"].as_array().unwrap()) {
        assert!(row["line"].as_u64().unwrap() > 0 && !row["reason"].as_str().unwrap().is_empty(), "{row}");
    }
}

fn import(world: &World, format: &str, source: &str, more: &[&str]) -> Value {
    let mut args = vec!["import", "--format", format, "--source", source, "--json"];
    args.extend(more);
    let report = world.json(&args).unwrap();
    assert_accounted(&report);
    report
}

#[test]
fn every_real_posting_is_imported_once_and_found() {
    let Some(data) = real_data("every_real_posting_is_imported_once_and_found") else { return };
    let world = carematch();
    let path = |name: &str| data.join(name).to_str().unwrap().to_owned();
    let files = [
        ("job-bank-csv", "health", path("postings/ontario_2020_health.csv"), 956),
        ("job-bank-csv", "other", path("postings/ontario_2020_other.csv"), 7_743),
        ("job-bank-xml", "federal", path("feeds/jobbank_federal_xml"), 16),
    ];
    for (format, source, file, rows) in &files {
        let report = import(&world, format, source, &["--as-of", AS_OF, file]);
        assert_eq!(number(&report, "rows"), *rows, "{source}");
        assert!(report["rejected"].as_array().unwrap().len() * 100 <= usize::try_from(*rows).unwrap(), "{report}");
        assert!(number(&report, "new") > 0, "{report}");
        assert!(number(&report, "expired") < number(&report, "new"), "{report}");
    }
    for (format, source, file, _) in &files {
        let again = import(&world, format, source, &["--as-of", AS_OF, file]);
        for field in ["new", "changed", "merged", "withdrawn"] {
            assert_eq!(again[field], 0, "{source} {field}: {again}");
        }
    }
    let worker = json!({
        "roles": [{ "role": "psw", "months": 24 }, { "role": "lpn", "months": 24 }],
        "licences": [{ "role": "lpn", "province": "ON" }], "reach": { "regions": ["on"] } });
    std::fs::write(world.path().join("worker.json"), worker.to_string()).unwrap();
    let found = world.json(&["match", "--worker", "worker.json", "--as-of", AS_OF, "--json", "--limit", "50"]).unwrap();
    let items = found["items"].as_array().unwrap();
    assert_eq!(items.len(), 50);
    assert!(items.iter().all(|item| item["verdict"]["eligibility"] == "ready"), "{}", items[0]);
}

/// The sample postings as a feed.
fn feed(count: usize) -> Vec<Value> {
    let as_of = chrono::DateTime::parse_from_rfc3339("2026-11-22T12:00:00Z").unwrap().to_utc();
    api::demo::postings(5, count, as_of).unwrap()
}

fn write(world: &World, name: &str, postings: &[Value]) {
    std::fs::write(world.path().join(name), serde_json::to_vec(postings).unwrap()).unwrap();
}

#[test]
fn a_second_import_changes_only_what_changed() {
    let world = carematch();
    let mut postings = feed(40);
    write(&world, "feed.json", &postings);
    let first = import(&world, "json-ld", "feed", &["feed.json", "--as-of", "2026-11-22"]);
    assert_eq!(first["new"], 40, "{first}");
    postings[3]["totalJobOpenings"] = json!(99);
    write(&world, "feed.json", &postings);
    let second = import(&world, "json-ld", "feed", &["feed.json", "--as-of", "2026-11-23"]);
    assert_eq!((&second["changed"], &second["unchanged"], &second["new"]), (&json!(1), &json!(39), &json!(0)));
    // The same feed under another source is the same jobs, seen twice.
    let third = import(&world, "json-ld", "mirror", &["feed.json", "--as-of", "2026-11-23"]);
    assert!(number(&third, "merged") >= 36, "{third}");
}

#[test]
fn only_a_complete_feed_withdraws_and_one_that_shrinks_is_held() {
    let world = carematch();
    let postings = feed(30);
    write(&world, "all.json", &postings);
    write(&world, "most.json", &postings[..25]);
    write(&world, "few.json", &postings[..5]);
    import(&world, "json-ld", "feed", &["all.json", "--as-of", "2026-11-22"]);
    let part = import(&world, "json-ld", "feed", &["few.json", "--as-of", "2026-11-22"]);
    assert_eq!(part["withdrawn"], 0);
    let most = import(&world, "json-ld", "feed", &["--complete", "most.json", "--as-of", "2026-11-22"]);
    assert_eq!(most["withdrawn"], 5);
    let args = ["import", "--format", "json-ld", "--source", "feed", "--complete", "few.json"];
    let held = world.run(&args).unwrap();
    assert!(!held.status.success());
    assert!(String::from_utf8_lossy(&held.stderr).contains("held for a person"), "{held:?}");
    let accepted =
        import(&world, "json-ld", "feed", &["--complete", "--accept-shrink", "few.json", "--as-of", "2026-11-22"]);
    assert_eq!(accepted["withdrawn"], 20);
    // Listed again: live again.
    let back = import(&world, "json-ld", "feed", &["all.json", "--as-of", "2026-11-22"]);
    assert_eq!((&back["changed"], &back["unchanged"]), (&json!(25), &json!(5)), "{back}");
}

#[test]
fn bad_input_changes_nothing_and_says_where() {
    let world = carematch();
    let mut postings = feed(10);
    for posting in &mut postings[..3] {
        posting["title"] = json!("");
    }
    write(&world, "bad.json", &postings);
    std::fs::write(world.path().join("broken.json"), "[{\"@type\": \"JobPosting\",\n ").unwrap();
    std::fs::write(world.path().join("headless.csv"), "colour,size\nred,9\n").unwrap();
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><source><job>&b;</job></source>";
    std::fs::write(world.path().join("bomb.xml"), bomb).unwrap();
    for (format, file, says) in [
        ("json-ld", "bad.json", "3 of 10 rows"),
        ("json-ld", "broken.json", "line 2"),
        ("job-bank-csv", "headless.csv", "headless.csv"),
        ("indeed-xml", "bomb.xml", "bomb.xml"),
        ("json-ld", "absent.json", "absent.json"),
    ] {
        let output = world.run(&["import", "--format", format, "--source", "x", file]).unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(says), "{file}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "one plain line: {said}");
    }
    // Nothing was changed: the good rows are new to the next run.
    write(&world, "good.json", &postings[3..]);
    let dry = import(&world, "json-ld", "x", &["--dry-run", "good.json", "--as-of", "2026-11-22"]);
    assert_eq!(dry["new"], 7);
    let wet = import(&world, "json-ld", "x", &["good.json", "--as-of", "2026-11-22"]);
    assert_eq!(wet["new"], 7, "a dry run writes nothing");
}
