//! Who sees what was planted, by reading all that there is to read.

use std::collections::BTreeSet;

use domain::access::Action;
use reqwest::Method;

use super::planted::Planted;
use crate::site::{ABSENT, Asker, Case, Operation, Secrets, Site, askers};

/// What of someone is theirs to read again.
const WORKERS_OWN: &[&str] = &[
    "name",
    "address",
    "phone",
    "headline",
    "given name",
    "family name",
    "education",
    "school",
    "title",
    "employer",
    "duties",
    "studies",
    "video",
    "licence number",
    "resume",
    "file name",
    "issuer",
    "blocked employer",
    "message",
    "hidden employer",
    "saved search",
    "words looked for",
];
const MEMBERS_OWN: &[&str] = &["member's name", "member's address"];
const TO_CHECK: &[&str] = &["licence number", "given name", "family name"];

/// Who sees what, and where; an empty list of operations: wherever they look. Whatever has no row, nobody sees.
const SEEN: &[(&str, &[&str], &[Action])] = &[
    ("worker", WORKERS_OWN, &[]),
    ("worker", &["name", "address", "headline", "licence number", "issuer"], &[Action::ExportAccount]),
    ("recruiter", MEMBERS_OWN, &[]),
    ("owner", MEMBERS_OWN, &[Action::ListMembers]),
    ("viewer", MEMBERS_OWN, &[Action::ListMembers]),
    ("moderator", TO_CHECK, &[Action::ReadLicenceCheck]),
    ("admin", TO_CHECK, &[Action::ReadLicenceCheck]),
];

/// Everyone of the planted side and the staff; and the worker and the members of the other side, as "other …".
async fn everyone(site: &Site) -> Vec<(String, Asker)> {
    const SIDED: [&str; 5] = ["worker", "viewer", "recruiter", "owner", "hurried owner"];
    let url = &site.server.url;
    let planted = askers(&site.world, url, &site.foreign).await.into_iter();
    let other = askers(&site.world, url, &site.own).await.into_iter().filter(|asker| SIDED.contains(&asker.name));
    let planted = planted.map(|asker| (asker.name.to_owned(), asker));
    planted.chain(other.map(|asker| (format!("other {}", asker.name), asker))).collect()
}

/// Everyone reads everything of the planted side: they see what the table says and no more. Returns how many answers
/// were looked at.
pub(super) async fn walk(site: &Site, planted: &Planted) -> usize {
    let mut operations = Operation::all(&site.world.json(&["openapi"]).unwrap());
    operations.retain(|operation| operation.method == Method::GET);
    let (mut wrong, mut seen, mut answers) = (Vec::new(), BTreeSet::new(), 0);
    for (name, asker) in everyone(site).await {
        for operation in &operations {
            answers += 1;
            let path = site.path(operation, Case::Foreign, ABSENT);
            let answer = site.request(operation, &path, &asker, ("\"1\"", &Secrets::none())).send().await.unwrap();
            let text = format!("{:?} {}", answer.headers().clone(), answer.text().await.unwrap());
            for what in planted.found_in(&text) {
                let rows = SEEN.iter().enumerate().filter(|(_, (who, whats, where_))| {
                    *who == name && whats.contains(&what) && (where_.is_empty() || where_.contains(&operation.action))
                });
                let rows: Vec<_> = rows.map(|(row, _)| (row, what)).collect();
                if rows.is_empty() {
                    wrong.push(format!("{name} sees {what} in {}", operation.action.key()));
                }
                seen.extend(rows);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // Otherwise nothing was read where something is to be seen.
    for (row, (who, whats, _)) in SEEN.iter().enumerate() {
        for what in *whats {
            assert!(seen.contains(&(row, what)), "{who} does not see {what}, row {row}");
        }
    }
    answers
}
