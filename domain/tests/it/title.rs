//! Title recognition: hand-labelled titles, the examples of the classification, and real postings.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use domain::reference::{Province, Role, RoleFamily};
use domain::testing::real_data;
use domain::title::recognize;

/// Rows of a CSV file by column name.
fn table(text: &str) -> Vec<HashMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn file(path: &Path) -> Vec<HashMap<String, String>> {
    table(&std::fs::read_to_string(path).expect("a file of the real data"))
}

fn keys(roles: &[Role]) -> Vec<&'static str> {
    let mut keys: Vec<_> = roles.iter().map(|role| role.key()).collect();
    keys.sort_unstable();
    keys
}

/// The labelled titles that are not recognised as labelled.
fn misses(labelled: &str) -> Vec<String> {
    let mut misses = Vec::new();
    for row in table(labelled) {
        let found = recognize(&row["title"], Province::parse(&row["province"]));
        let mut wanted: Vec<&str> =
            row.get("roles").map_or("", String::as_str).split('|').filter(|key| !key.is_empty()).collect();
        wanted.sort_unstable();
        if keys(&found.roles) != wanted {
            let (title, province) = (&row["title"], &row["province"]);
            misses.push(format!("{title} [{province}]: {:?}, not {wanted:?} ({})", keys(&found.roles), found.reason));
        }
    }
    misses
}

#[test]
fn titles_labelled_by_hand_are_recognised() {
    let labelled = [include_str!("title/en.csv"), include_str!("title/fr.csv"), include_str!("title/none.csv")];
    let misses: Vec<String> = labelled.into_iter().flat_map(misses).collect();
    assert!(misses.is_empty(), "{} misses\n{}", misses.len(), misses.join("\n"));
}

/// NOC 2016 → NOC 2021 groups.
fn concordance(data: &Path) -> HashMap<String, HashSet<String>> {
    let mut groups: HashMap<String, HashSet<String>> = HashMap::new();
    for row in file(&data.join("noc2021/noc2021_unit_groups_en_fr.csv")) {
        for old in row["noc2016"].split(['|', ';', ',', ' ']).filter(|old| !old.is_empty()) {
            groups.entry(old.to_owned()).or_default().insert(row["noc2021"].clone());
        }
    }
    groups
}

/// Whether one of the roles belongs to one of the groups; home and facility groups of one role both count.
fn agrees(roles: &[Role], groups: &HashSet<String>) -> bool {
    roles.iter().any(|role| role.noc2021().iter().any(|group| groups.contains(*group)))
}

#[test]
fn real_health_postings_are_recognised_and_agree_with_their_classification() {
    let Some(data) = real_data("real_health_postings_are_recognised_and_agree_with_their_classification") else {
        return;
    };
    let concordance = concordance(&data);
    let (mut rows, mut recognised, mut agreeing) = (0, 0, 0);
    let mut wrong: BTreeMap<String, usize> = BTreeMap::new();
    for row in file(&data.join("postings/ontario_2020_health.csv")) {
        let (title, noc) = (&row["title"], row["noc2016"].as_str());
        let outside = ["0014", "4212", "4153", "3114", "3213"].contains(&noc);
        if outside || title.to_lowercase().contains("housekeeper") {
            continue;
        }
        rows += 1;
        let found = recognize(title, Some(Province::On));
        let right = found.roles.len() <= 2 && agrees(&found.roles, &concordance[noc]);
        recognised += usize::from(!found.roles.is_empty());
        agreeing += usize::from(!found.roles.is_empty() && right);
        if !right {
            *wrong.entry(format!("{title} [{noc}]: {:?} ({})", found.roles, found.reason)).or_default() += 1;
        }
    }
    println!("{rows} rows, {recognised} recognised, {agreeing} of them agree; not: {wrong:#?}");
    assert!(rows > 700 && recognised * 100 >= rows * 95 && agreeing * 100 >= recognised * 99);
}

#[test]
fn what_is_no_health_posting_gets_no_clinical_or_care_role() {
    let Some(data) = real_data("what_is_no_health_posting_gets_no_clinical_or_care_role") else { return };
    let mut tagged: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = 0;
    for (name, all) in [("ontario_2020_other.csv", true), ("ontario_2020_health.csv", false)] {
        for row in file(&data.join("postings").join(name)) {
            let title = &row["title"];
            let foreign =
                ["3114", "3213"].contains(&row["noc2016"].as_str()) || title.to_lowercase().contains("housekeeper");
            if !all && !foreign {
                continue;
            }
            rows += 1;
            let found = recognize(title, Some(Province::On));
            let counted = |role: &&Role| role.family() != RoleFamily::Support && role.key() != "home_support";
            if found.roles.iter().any(|role| counted(&role)) {
                *tagged
                    .entry(format!("{title} [{}]: {:?} ({})", row["noc2016"], found.roles, found.reason))
                    .or_default() += 1;
            }
        }
    }
    let count: usize = tagged.values().sum();
    println!("{count} of {rows} rows tagged: {tagged:#?}");
    assert!(rows > 7_000 && count * 1_000 <= rows * 3);
}

#[test]
fn examples_of_the_classification_agree_with_it() {
    let Some(data) = real_data("examples_of_the_classification_agree_with_it") else { return };
    let ours: HashSet<&str> = Role::all().flat_map(|role| role.noc2021().iter().copied()).collect();
    let mut counts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in file(&data.join("noc2021/noc2021_health_titles_en_fr.csv")) {
        let group = row["noc2021"].as_str();
        // Receptionists and managers of every branch are in groups that only partly are ours.
        if !ours.contains(group) || ["14101", "30010"].contains(&group) {
            continue;
        }
        let found = recognize(&row["title"], None);
        let count = counts.entry(row["lang"].clone()).or_default();
        count.0 += 1;
        count.1 += usize::from(!found.roles.is_empty());
        if agrees(&found.roles, &HashSet::from([group.to_owned()])) {
            count.2 += 1;
        } else {
            wrong.push(format!("{} [{group}]: {:?}", row["title"], found.roles));
        }
    }
    println!("titles, recognised, agreeing: {counts:?}");
    if std::env::var_os("CAREMATCH_SHOW").is_some() {
        println!("{}", wrong.join("\n"));
    }
    for (titles, recognised, agreeing) in counts.values() {
        assert!(agreeing * 100 >= titles * 85 && agreeing * 100 >= recognised * 97, "{counts:?}");
    }
}
