//! Whether one may do the work, and by which route: a table of cases taken from regulators' and governments' statements
//! (verified tables of regulators by province; mobility law), not from the rules that it holds to be true.
//!
//! A line: first day (or the days from today) | role of the posting | province | kind of place | what the worker holds
//! (`role@PROVINCE`, with `!class`, `!standing` or `!until=DAY` where it is not a full active one; `-`: nothing; `abroad`)
//! | where they live | the routes that may be named | the answer.

use chrono::NaiveDate;
use domain::matching::{Answer, Line, Topic, verdict};
use domain::posting::{EmploymentSet, Location, Setting, ShiftSet};
use domain::reference::{Province, Region, Role};
use domain::set::BitSet;
use domain::testing::blank_posting;
use domain::worker::{Licence, LicenceClass, Practice, Profile, Reach, Standing};

const CASES: &str = include_str!("cases.txt");

fn role(key: &str) -> Role {
    Role::parse(key).unwrap_or_else(|| panic!("no role {key}"))
}

fn province(key: &str) -> Province {
    Province::parse(key).unwrap_or_else(|| panic!("no province {key}"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn licence(text: &str) -> Licence {
    let mut parts = text.split('!');
    let (what, place) = parts.next().unwrap().split_once('@').unwrap();
    let mut licence = Licence {
        role: role(what),
        province: province(place),
        class: LicenceClass::General,
        standing: Standing::Active,
        valid_from: None,
        valid_until: None,
    };
    for but in parts {
        if let Some(until) = but.strip_prefix("until=") {
            licence.valid_until = Some(day(until));
        } else if let Some(class) = LicenceClass::parse(but) {
            licence.class = class;
        } else {
            licence.standing = Standing::parse(but).unwrap_or_else(|| panic!("neither class nor standing: {but}"));
        }
    }
    licence
}

fn profile(role_key: &str, holds: &str, lives: &str) -> Profile {
    let licences = match holds {
        "-" | "abroad" => Vec::new(),
        held => held.split('+').map(licence).collect(),
    };
    Profile {
        roles: vec![Practice { role: role(role_key), months: 36 }],
        licences,
        credentials: vec![],
        residence: Some(province(lives)),
        internationally_educated: holds == "abroad",
        reach: Reach { regions: vec![Region::CANADA], ..Reach::default() },
        employment: EmploymentSet::EMPTY,
        shifts: ShiftSet::EMPTY,
        pay_floor: None,
        languages: BitSet::EMPTY,
        available_from: None,
    }
}

/// Whether an answer is one of those that the table allows; `obtainable from DAY`: then, and not before.
fn is_allowed(line: Option<&Line>, allowed: &str) -> bool {
    let Some(line) = line else { return false };
    allowed.split(',').map(str::trim).any(|one| match line.answer {
        Answer::Met => one == "met",
        Answer::MetUntil { .. } => one == "met_until",
        Answer::Obtainable { from } => one == "obtainable" || one == format!("obtainable from {from}"),
        Answer::Missing => one == "missing",
        Answer::Unknown => one == "unknown",
    })
}

/// What is wrong with a case; `None`: it is as the table says.
fn wrong(case: &str) -> Option<String> {
    let fields: Vec<&str> = case.split('|').map(str::trim).collect();
    let [today, start, what, place, setting, holds, lives, routes, answers] = fields[..] else {
        panic!("nine fields: {case}");
    };
    let mut posting = blank_posting(day(today));
    posting.content.roles = vec![role(what)];
    posting.content.start = Some(day(start));
    posting.content.setting = Some(Setting::parse(setting).unwrap_or_else(|| panic!("no setting {setting}")));
    posting.content.locations = vec![Location {
        place: String::new(),
        province: province(place),
        region: Region::of_province(province(place)),
        point: None,
        fsa: None,
    }];
    let verdict = verdict(&profile(what, holds, lives), &posting, day(today));
    let line = verdict.lines.iter().find(|line| line.topic == Topic::Licence);
    let route = line.and_then(|line| line.route).map_or("none", domain::mobility::Route::key);
    if routes.split(',').any(|one| one.trim() == route) && is_allowed(line, answers) {
        return None;
    }
    let reason = line.map(|line| line.message.render(domain::Lang::En)).unwrap_or_default();
    Some(format!("{case}\n    found {route}, {:?}: {reason}", line.map(|line| line.answer)))
}

#[test]
fn every_case_is_answered_as_the_sources_say() {
    let cases: Vec<&str> = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(cases.len() >= 80, "{} cases", cases.len());
    let wrong: Vec<String> = cases.iter().filter_map(|case| wrong(case)).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
