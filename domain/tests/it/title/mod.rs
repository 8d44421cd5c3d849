//! Title recognition: tables labelled by hand, properties of every phrase, and real postings and official titles.

mod real;

use domain::reference::{Province, Role};
use domain::title::recognize;

/// A row of a table: title, province and the roles it names.
pub(super) struct Labelled {
    title: String,
    province: Option<Province>,
    roles: Vec<Role>,
}

fn labelled(csv: &str) -> Vec<Labelled> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| Labelled {
        title: row[0].to_owned(),
        province: Province::parse(&row[1]),
        roles: row.get(2).unwrap_or_default().split('|').filter(|key| !key.is_empty()).map(role).collect(),
    })
    .collect()
}

fn role(key: &str) -> Role {
    Role::parse(key).unwrap_or_else(|| panic!("unknown role `{key}`"))
}

/// Every row that is recognised as something else than it is labelled.
fn wrong(rows: &[Labelled]) -> Vec<String> {
    let sorted = |roles: &[Role]| {
        let mut roles = roles.to_vec();
        roles.sort_unstable();
        roles
    };
    let wrong = rows.iter().filter_map(|row| {
        let got = recognize(&row.title, row.province);
        let right = sorted(&got.roles) == sorted(&row.roles);
        (!right).then(|| {
            format!("{} ({:?}): {:?}, not {:?}: {}", row.title, row.province, got.roles, row.roles, got.reason)
        })
    });
    wrong.collect()
}

#[test]
fn every_english_title_is_what_its_label_says() {
    let rows = labelled(include_str!("en.csv"));
    assert!(rows.len() >= 150);
    let wrong = wrong(&rows);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_french_title_is_what_its_label_says() {
    let rows = labelled(include_str!("fr.csv"));
    assert!(rows.len() >= 120);
    let wrong = wrong(&rows);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_no_health_occupation_gets_no_role() {
    let rows = labelled(include_str!("none.csv"));
    assert!(rows.len() >= 100);
    let wrong = wrong(&rows);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
