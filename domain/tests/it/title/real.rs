//! Real postings and official titles.

use std::collections::{HashMap, HashSet};

use domain::reference::{Province, Role, RoleFamily};
use domain::testing::real_data;
use domain::title::recognize;

type Row = HashMap<String, String>;

/// The rows of a real table; `None`, said on the error stream, where the data is absent.
fn real(test: &str, file: &str) -> Option<Vec<Row>> {
    let mut reader = csv::Reader::from_path(real_data(test)?.join(file)).unwrap();
    Some(reader.deserialize().collect::<Result<_, _>>().unwrap())
}

fn share(part: usize, of: usize) -> f64 {
    100.0 * part as f64 / of as f64
}

/// NOC 2016 → 2021; a group may split into several.
fn groups_of_2021(test: &str) -> Option<HashMap<String, HashSet<String>>> {
    let mut groups: HashMap<String, HashSet<String>> = HashMap::new();
    for row in real(test, "noc2021/noc2021_unit_groups_en_fr.csv")? {
        for old in row["noc2016"].split(',') {
            groups.entry(old.to_owned()).or_default().insert(row["noc2021"].clone());
        }
    }
    Some(groups)
}

fn is_of(roles: &[Role], groups: &HashSet<String>) -> bool {
    roles.iter().any(|role| role.noc2021().iter().any(|code| groups.contains(*code)))
}

fn is_housekeeper(row: &Row) -> bool {
    row["noc2016"] == "4412" && row["title"].to_lowercase().contains("housekeeper")
}

/// Senior managers, social services, counsellors and veterinary groups.
const NOT_HUMAN_HEALTH_CARE: [&str; 5] = ["0014", "4212", "4153", "3114", "3213"];

#[test]
fn real_postings_of_health_care_get_a_role_of_their_group() {
    let test = "real_postings_of_health_care_get_a_role_of_their_group";
    let (Some(groups), Some(rows)) = (groups_of_2021(test), real(test, "postings/ontario_2020_health.csv")) else {
        return;
    };
    let human = |row: &&Row| !NOT_HUMAN_HEALTH_CARE.contains(&row["noc2016"].as_str()) && !is_housekeeper(row);
    let rows: Vec<&Row> = rows.iter().filter(human).collect();
    let (mut tagged, mut agreed) = (0, 0);
    for row in &rows {
        let roles = recognize(&row["title"], Province::parse(&row["province"])).roles;
        let right = roles.len() <= 2 && is_of(&roles, &groups[&row["noc2016"]]);
        tagged += usize::from(!roles.is_empty());
        agreed += usize::from(right);
        if !right {
            println!("{} {}: {roles:?}", row["noc2016"], row["title"]);
        }
    }
    println!("{} rows: {tagged} get a role, {agreed} agree", rows.len());
    assert!(share(tagged, rows.len()) >= 95.0 && share(agreed, tagged) >= 99.0);
}

#[test]
fn real_postings_of_other_work_get_no_clinical_or_care_role() {
    let test = "real_postings_of_other_work_get_no_clinical_or_care_role";
    let (Some(health), Some(mut rows)) =
        (real(test, "postings/ontario_2020_health.csv"), real(test, "postings/ontario_2020_other.csv"))
    else {
        return;
    };
    let other = |row: &Row| matches!(row["noc2016"].as_str(), "3114" | "3213") || is_housekeeper(row);
    rows.extend(health.into_iter().filter(other));
    let mut wrong = 0;
    for row in &rows {
        let roles = recognize(&row["title"], Province::parse(&row["province"])).roles;
        let home_support = Role::parse("home_support").unwrap();
        let counted = |role: &Role| role.family() != RoleFamily::Support && *role != home_support;
        wrong += usize::from(roles.iter().any(counted));
        if !roles.is_empty() {
            println!("{} {}: {roles:?}", row["noc2016"], row["title"]);
        }
    }
    println!("{} rows: {wrong} get a clinical or care role", rows.len());
    assert!(share(wrong, rows.len()) <= 0.3);
}

/// Official titles of the groups that are ours: how many get a role, and how many of those one of their group.
#[test]
fn official_titles_get_a_role_of_their_group() {
    let Some(rows) = real("official_titles_get_a_role_of_their_group", "noc2021/noc2021_health_titles_en_fr.csv")
    else {
        return;
    };
    // Senior and government managers, veterinary groups, and receptionists of any kind are not ours.
    let ours = |row: &&Row| !["00013", "40010", "31103", "32104", "14101"].contains(&row["noc2021"].as_str());
    for lang in ["en", "fr"] {
        let rows: Vec<&Row> = rows.iter().filter(ours).filter(|row| row["lang"] == lang).collect();
        let (mut tagged, mut agreed) = (0, 0);
        for row in &rows {
            let roles = recognize(&row["title"], None).roles;
            let right = is_of(&roles, &HashSet::from([row["noc2021"].clone()]));
            tagged += usize::from(!roles.is_empty());
            agreed += usize::from(right);
            if !right {
                println!("{lang} {} {}: {roles:?}", row["noc2021"], row["title"]);
            }
        }
        println!("{lang}: {} titles: {tagged} get a role, {agreed} agree", rows.len());
        assert!(share(tagged, rows.len()) >= 90.0 && share(agreed, tagged) >= 99.0, "{lang}");
    }
}
