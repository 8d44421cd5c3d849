//! Where traces of what was planted could be: files, the database's rows, the log, metrics, the text index.

use std::path::{Path, PathBuf};

use serde_json::Value;
use storage::testing::TestDatabase;

use super::planted::Planted;
use crate::site::Site;

/// The places in which something of what was planted can be read, but for letters that were handed over: each place
/// with what is there.
pub(super) async fn kept(site: &Site, postgres: Option<&TestDatabase>, planted: &Planted) -> Vec<(String, String)> {
    let data = site.world.path().join("data");
    let mut places = Vec::new();
    for path in files_below(&data) {
        if path.extension().is_some_and(|extension| extension == "eml") {
            continue;
        }
        // The server may have put one in the place of another meanwhile.
        let Ok(bytes) = std::fs::read(&path) else { continue };
        places.push((path.strip_prefix(&data).unwrap().display().to_string(), readable(&bytes)));
    }
    if let Some(postgres) = postgres {
        places.push(("carematch.db".to_owned(), postgres.dump().await.to_lowercase()));
    }
    let total = places.iter().map(|(_, text)| text.len()).sum::<usize>();
    assert!(total > 50_000, "{total} bytes are not all there is");
    let found = |(place, text): (String, String)| {
        let kind = place.split(['/', '-']).next().unwrap_or_default().to_owned();
        planted.found_in(&text).into_iter().map(|what| (kind.clone(), what.to_owned())).collect::<Vec<_>>()
    };
    let mut kept: Vec<_> = places.into_iter().flat_map(found).collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// Bytes as far as they are text, in lower case.
fn readable(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&bytes.to_ascii_lowercase()).into_owned()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}

/// What operators read, now: the log at level debug, and metrics.
pub(super) async fn told(site: &Site) -> Vec<(&'static str, String)> {
    let metrics = reqwest::get(format!("{}/metrics", site.server.admin_url)).await.unwrap().text().await.unwrap();
    assert!(metrics.contains("http_requests_total") && metrics.contains("mail_sent_total"), "{metrics}");
    let log = site.server.log();
    assert!(log.contains("\"DEBUG\"") && log.contains("\"effort\""), "{log}");
    vec![("metrics", metrics), ("log", log)]
}

/// Nothing that was planted is told to operators.
pub(super) async fn assert_untold(site: &Site, planted: &Planted) {
    for (place, text) in told(site).await {
        assert_eq!(planted.found_in(&text), [""; 0], "{place}");
    }
}

/// No posting is found by what is known of people.
pub(super) async fn assert_not_searchable(site: &Site) {
    for word in ["zqname", "zqgiven", "zqheadline", "zqemployer", "zqduties", "zqresume", "zqblocked"] {
        let url = format!("{}/api/v1/postings?text={word}", site.server.url);
        let page: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
        assert_eq!(page["items"], Value::Array(Vec::new()), "{word}");
    }
}
