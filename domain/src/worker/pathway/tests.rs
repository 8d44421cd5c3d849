use proptest::prelude::*;

use super::*;
use crate::Lang;
use crate::reference::Credential;
use crate::testing;
use crate::worker::{Abroad, Held, Licence, LicenceClass, Practice, Reach, Standing};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn role(key: &str) -> Role {
    Role::parse(key).unwrap()
}

fn licence(key: &str, province: Province) -> Licence {
    Licence {
        role: role(key),
        province,
        class: LicenceClass::General,
        standing: Standing::Active,
        valid_from: None,
        valid_until: None,
    }
}

fn living_in(province: Province) -> Record {
    Record { residence: Some(province), ..Record::default() }
}

fn studying(key: &str, province: Province, finishes: &str) -> Record {
    let studies = Studies {
        role: role(key),
        programme: "P".to_owned(),
        institution: "I".to_owned(),
        province,
        finishes: day(finishes),
    };
    Record { studies: vec![studies], ..living_in(province) }
}

fn abroad(key: &str, province: Province, assessment: Assessment) -> Record {
    Record { abroad: vec![Abroad { role: role(key), assessment }], ..living_in(province) }
}

fn doing(key: &str, province: Province) -> Record {
    Record { roles: vec![Practice { role: role(key), months: 1 }], ..living_in(province) }
}

#[test]
fn each_situation_has_its_next_steps() {
    use Assessment::{Done, NotBegun, UnderWay};
    use Province::{Ab, On, Qc, Sk};
    let cases: Vec<(Record, Vec<Licence>, Situation, &[&str])> = vec![
        (doing("rn", On), vec![licence("rn", On)], Situation::Ready, &["mobility-licensed"]),
        (doing("psw", Sk), vec![], Situation::Ready, &["mobility-unregulated"]),
        (doing("rn", On), vec![licence("rn", Ab)], Situation::LicensedElsewhere, &["mobility-cno"]),
        (doing("rn", On), vec![], Situation::FirstRegistration, &["mobility-first", "pathway-exam"]),
        (doing("lpn", Ab), vec![], Situation::FirstRegistration, &["mobility-first"]),
        (
            studying("rn", On, "2027-04-30"),
            vec![],
            Situation::Student,
            &["pathway-student", "pathway-exam", "pathway-student-work"],
        ),
        (studying("rn", On, "2026-11-01"), vec![], Situation::Student, &["pathway-graduate", "pathway-exam"]),
        (studying("pharmacist", Qc, "2027-04-30"), vec![], Situation::Student, &["pathway-student"]),
        (studying("psw", Sk, "2027-04-30"), vec![], Situation::Student, &["pathway-student-unlicensed"]),
        (studying("psw", Sk, "2026-04-30"), vec![], Situation::Ready, &["mobility-unregulated"]),
        (
            abroad("rn", On, NotBegun),
            vec![],
            Situation::InternationallyEducated,
            &["mobility-assessment-nnas", "pathway-exam"],
        ),
        (
            abroad("rn", Qc, NotBegun),
            vec![],
            Situation::InternationallyEducated,
            &["mobility-assessment-qc", "pathway-exam"],
        ),
        (
            abroad("rn", On, UnderWay),
            vec![],
            Situation::InternationallyEducated,
            &["pathway-assessment-under-way", "pathway-exam"],
        ),
        (
            abroad("lpn", On, Done),
            vec![],
            Situation::InternationallyEducated,
            &["pathway-assessment-done", "pathway-exam"],
        ),
        (doing("rpsych", On), vec![], Situation::Unclear, &["mobility-absent"]),
    ];
    for (record, licences, situation, keys) in cases {
        let profile = record.profile(licences, vec![]);
        let found = pathways(&record, &profile, day("2026-11-23"));
        assert_eq!(found.len(), record.all_roles().len());
        let found_keys: Vec<_> = found[0].steps.iter().map(|step| step.message.key).collect();
        assert_eq!((found[0].situation, found_keys.as_slice()), (situation, keys), "{:?}", found[0].role);
    }
}

#[test]
fn the_examination_is_that_of_the_province() {
    let exam = |key: &str, province| {
        let record = studying(key, province, "2027-04-30");
        let found = pathways(&record, &record.profile(vec![], vec![]), day("2026-11-23"));
        let step = found[0].steps.iter().find(|step| step.message.key == "pathway-exam")?;
        Some(step.message.render(Lang::En))
    };
    assert!(exam("lpn", Province::Bc).unwrap().contains("REx-PN"));
    assert!(exam("rn", Province::Nu).unwrap().contains("NCLEX-RN"));
    assert_eq!(exam("lpn", Province::Ns), None);
}

#[test]
fn one_who_is_ready_hears_what_soon_ends() {
    let record = doing("rn", Province::On);
    let held = |key: &str, expires: &str| Held {
        credential: Credential::parse(key).unwrap(),
        issued: None,
        expires: Some(day(expires)),
    };
    let wallet = vec![held("bls", "2027-01-10"), held("cpr_c", "2027-03-10")];
    let profile = record.profile(vec![licence("rn", Province::On)], wallet);
    let steps = &pathways(&record, &profile, day("2026-11-23"))[0].steps;
    let said: Vec<_> = steps.iter().map(|step| step.message.render(Lang::En)).collect();
    assert_eq!(said[1..], ["Basic Life Support (BLS): ends on 10 January 2027."]);
}

#[test]
fn home_comes_first_and_canada_means_every_province() {
    let region = |key| Region::parse(key).unwrap();
    let mut record = doing("psw", Province::Ns);
    record.reach = Reach { regions: vec![region("on-toronto"), region("on")], ..Reach::default() };
    record.fly_in = vec![region("nu")];
    assert_eq!(provinces(&record), [Province::Ns, Province::On, Province::Nu]);
    record.relocation = vec![region("ca")];
    assert_eq!(provinces(&record).len(), 13);
    assert_eq!(provinces(&record)[0], Province::Ns);
    assert_eq!(provinces(&Record::default()).len(), 13);
}

#[test]
fn every_examination_is_of_a_profession_and_provinces_that_exist() {
    let raw = rows::<Row>("entry_exams.csv", include_str!("../../../data/entry_exams.csv"));
    assert_eq!(raw.len(), EXAMS.len());
    for (row, exam) in raw.iter().zip(EXAMS.iter()) {
        assert!(Role::all().any(|role| role.profession() == Some(exam.profession)), "{}", exam.profession);
        let named = row.provinces.split('|').filter(|code| !code.is_empty()).count();
        assert_eq!(named, exam.provinces.iter().count(), "{}", row.exam);
    }
}

proptest! {
    /// Whoever asks: every role has a step in every province asked about, said in both languages, and a day is
    /// promised only where mobility gives one.
    #[test]
    fn there_is_always_a_next_step(
        (today, profile) in testing::today().prop_flat_map(|today| (Just(today), testing::profile(today))),
        studied in testing::role(),
        abroad in testing::role(),
        finishes in testing::today(),
    ) {
        let mut record = studying(studied.key(), Province::On, &finishes.to_string());
        record.roles = profile.roles.clone();
        record.abroad = vec![Abroad { role: abroad, assessment: Assessment::UnderWay }];
        record.reach = profile.reach.clone();
        let profile = record.profile(profile.licences, profile.credentials);
        let found = pathways(&record, &profile, today);
        prop_assert_eq!(found.len(), record.all_roles().len() * provinces(&record).len());
        for pathway in found {
            prop_assert!(!pathway.steps.is_empty());
            for step in &pathway.steps {
                for lang in Lang::ALL {
                    let said = step.message.render(lang);
                    prop_assert!(said != step.message.key && !said.contains("{$"), "{said}");
                }
            }
            prop_assert!(pathway.earliest.is_none_or(|day| day >= today));
            if pathway.situation == Situation::Ready {
                prop_assert!(pathway.earliest.is_some());
            }
        }
    }
}
