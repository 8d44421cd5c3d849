use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::super::{Apply, Employer, Hours, Origin, Pay, PostingId, Status, Text, employer_key, location, terms};
use super::*;
use crate::Lang;
use crate::posting::RawPlace;
use crate::reference::Role;

/// A labelled pair of postings from two sources; an empty `b_` cell is as in the first, `-` is nothing.
#[derive(serde::Deserialize)]
struct Pair {
    same: String,
    why: String,
    role: String,
    title: String,
    employer: String,
    place: String,
    fsa: String,
    pay: String,
    terms: String,
    day: i64,
    b_role: String,
    b_title: String,
    b_employer: String,
    b_place: String,
    b_fsa: String,
    b_pay: String,
    b_terms: String,
    b_day: i64,
}

fn pairs() -> Vec<Pair> {
    let mut reader = csv::Reader::from_reader(include_str!("same_job_pairs.csv").as_bytes());
    reader.deserialize().map(|pair| pair.expect("a row of the table")).collect()
}

struct Side<'a> {
    role: &'a str,
    title: &'a str,
    employer: &'a str,
    place: &'a str,
    fsa: &'a str,
    pay: &'a str,
    terms: &'a str,
    day: i64,
}

impl Pair {
    fn sides(&self) -> [Content; 2] {
        let a = Side {
            role: &self.role,
            title: &self.title,
            employer: &self.employer,
            place: &self.place,
            fsa: &self.fsa,
            pay: &self.pay,
            terms: &self.terms,
            day: self.day,
        };
        let or = |b: &'_ str, a: &'_ str| if b.is_empty() { a.to_owned() } else { b.to_owned() };
        let texts = [
            or(&self.b_role, a.role),
            or(&self.b_title, a.title),
            or(&self.b_employer, a.employer),
            or(&self.b_place, a.place),
            or(&self.b_fsa, a.fsa),
            or(&self.b_pay, a.pay),
            or(&self.b_terms, a.terms),
        ];
        let [role, title, employer, place, fsa, pay, terms] = texts.each_ref().map(String::as_str);
        [a.content(), Side { role, title, employer, place, fsa, pay, terms, day: self.b_day }.content()]
    }
}

impl Side<'_> {
    fn content(&self) -> Content {
        let given = |text: &str| if text == "-" { String::new() } else { text.to_owned() };
        let (terms, about) = self.terms.split_once("; about: ").unwrap_or((self.terms, ""));
        let title = given(self.title);
        let lang = Lang::detect(&title).unwrap_or_default();
        let text = Some(Text { title: title.clone(), description: about.to_owned(), qualifications: Vec::new() });
        let mut location =
            location::locate(&RawPlace { text: given(self.place), ..RawPlace::default() }).expect("a place");
        location.fsa = Some(given(self.fsa)).filter(|fsa| !fsa.is_empty());
        let axis = |axis: [Employment; 3]| EmploymentSet::of(axis);
        let stated = terms::employment(&given(terms));
        let titled = terms::employment(&title);
        let filled = [axis(Employment::SCHEDULES), axis(Employment::TENURES)]
            .into_iter()
            .fold(stated, |set, axis| if set.overlaps(axis) { set } else { set.union(titled.intersection(axis)) });
        let name = given(self.employer);
        Content {
            lang,
            en: text.clone().filter(|_| lang == Lang::En),
            fr: text.filter(|_| lang == Lang::Fr),
            employer: Employer { key: employer_key(&name), name },
            arrangement: None,
            roles: given(self.role).split('+').filter(|r| !r.is_empty()).map(role).collect(),
            locations: vec![location],
            remote: Vec::new(),
            setting: None,
            requirements: Vec::new(),
            pay: Pay::read(&given(self.pay)),
            hours: terms.split(", ").skip(1).find_map(Hours::read),
            employment: filled,
            shifts: terms::title_shifts(&title),
            languages: BitSet::EMPTY,
            start: None,
            vacancies: None,
            apply: Apply::NotGiven,
            published_at: DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000 + self.day),
            valid_through: None,
        }
    }
}

/// The role of the table; the rule itself only compares roles, so a missing one may be any other.
fn role(key: &str) -> Role {
    Role::parse(key).unwrap_or_else(|| panic!("no role {key}"))
}

fn posting(content: Content) -> Posting {
    let id = PostingId(Uuid::nil());
    let (live_at, expires_at) = (content.published_at, content.expires_at());
    Posting { id, version: 1, origin: Origin::Imported, status: Status::Live, group: id, live_at, expires_at, content }
}

#[test]
fn labelled_pairs_are_never_merged_falsely_and_mostly_found() {
    let pairs = pairs();
    assert!(pairs.len() >= 100, "{} pairs", pairs.len());
    let (mut positives, mut found, mut missed, mut wrong) = (0, 0, Vec::new(), Vec::new());
    for pair in &pairs {
        let [a, b] = pair.sides();
        let merged = same_job(&posting(a.clone()), &b);
        assert_eq!(merged, same_job(&posting(b), &a), "the rule is symmetric: {}", pair.why);
        match (pair.same.as_str(), merged) {
            ("yes", true) => (positives, found) = (positives + 1, found + 1),
            ("yes", false) => {
                positives += 1;
                missed.push(&pair.why);
            }
            (_, true) => wrong.push(&pair.why),
            (_, false) => {}
        }
    }
    println!("{} pairs, {found} of {positives} found; missed: {missed:?}", pairs.len());
    assert!(wrong.is_empty(), "merged falsely: {wrong:?}");
    assert!(found * 100 >= positives * 90, "recall {found}/{positives}; missed: {missed:?}");
}

#[test]
fn a_posting_is_its_own_repost_for_half_a_year() {
    let [a, mut b] = pairs().first().expect("a pair").sides();
    b.published_at = a.published_at + TimeDelta::days(180);
    assert!(repost(&posting(a.clone()), &b) && !same_job(&posting(a.clone()), &b));
    b.published_at += TimeDelta::days(1);
    assert!(!repost(&posting(a), &b));
}

#[test]
fn the_key_leaves_out_what_may_differ_and_needs_employer_role_and_place() {
    let [a, b] = pairs().iter().find(|pair| pair.why == "French name of the hospital").expect("the pair").sides();
    assert_eq!(JobKey::of(&a), JobKey::of(&b));
    for change in [
        |c: &mut Content| c.employer.key = None,
        |c: &mut Content| c.roles.clear(),
        |c: &mut Content| c.locations.clear(),
    ] {
        let mut content = a.clone();
        change(&mut content);
        assert_eq!(JobKey::of(&content), None);
    }
}

#[test]
fn a_long_key_is_short_enough_for_an_index_and_still_tells_jobs_apart() {
    let [mut a, _] = pairs().first().expect("a pair").sides();
    a.employer.key = Some("é".repeat(300));
    let mut b = a.clone();
    b.employer.key = Some(format!("{}e", "é".repeat(299)));
    let [a, b] = [a, b].map(|content| JobKey::of(&content).expect("a key"));
    assert_eq!((a.0.len(), b.0.len()), (64, 64));
    assert_ne!(a, b);
}
