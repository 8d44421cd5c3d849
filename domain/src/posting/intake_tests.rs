use chrono::{DateTime, TimeZone, Utc};

use super::super::{Origin, Posting, PostingId, RawPlace, Shift, Status, same_job};
use super::*;
use crate::reference::Credential;

fn as_of() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 7, 1, 12, 0, 0).unwrap()
}

fn raw(title: &str, place: &str) -> Raw {
    let places = vec![RawPlace { text: place.to_owned(), ..RawPlace::default() }];
    Raw { title: title.to_owned(), places, employer: "Kenora District Hospital".to_owned(), ..Raw::default() }
}

fn rejection(change: impl FnOnce(&mut Raw)) -> Rejection {
    let mut raw = raw("Registered nurse", "Kenora, ON");
    change(&mut raw);
    intake(&raw, as_of()).expect_err("a rejection")
}

#[test]
fn what_cannot_be_taken_says_why() {
    let at = |day| Some(Utc.with_ymd_and_hms(2026, 6, day, 12, 0, 0).unwrap());
    let too_long = |field, limit| Rejection::TooLong { field, limit };
    assert_eq!(rejection(|raw| raw.title = " <b></b> ".into()), Rejection::NoTitle);
    assert_eq!(rejection(|raw| raw.title = "x".repeat(301)), too_long("title", "300 characters"));
    assert_eq!(rejection(|raw| raw.employer = "é".repeat(301)), too_long("employer", "300 characters"));
    assert_eq!(rejection(|raw| raw.description = "x".repeat(100_001)), too_long("description", "100 kB"));
    assert_eq!(rejection(|raw| raw.qualifications = vec!["x".repeat(60_000); 2]), too_long("qualifications", "100 kB"));
    assert_eq!(rejection(|raw| raw.places.clear()), Rejection::NoPlace);
    assert_eq!(
        rejection(|raw| raw.places[0].text = "Paris, France".into()),
        Rejection::UnknownProvince("Paris, France".into())
    );
    assert_eq!(rejection(|raw| raw.places[0].country = Some("US".into())), Rejection::NotInCanada("US".into()));
    for url in
        ["javascript:alert(1)", "ftp://example.ca", "www.example.ca/job", "https://", "https://a b.ca", "http://x\"y"]
    {
        assert_eq!(rejection(|raw| raw.url = Some(url.into())), Rejection::BadUrl(url.into()));
    }
    let early = rejection(|raw| (raw.published_at, raw.valid_through) = (at(20), at(19)));
    assert_eq!(early.to_string(), "ends 2026-06-19 before its publication 2026-06-20");
    let in_days = |days| Some(as_of() + chrono::TimeDelta::days(days));
    let far = rejection(|raw| raw.published_at = in_days(367));
    assert_eq!(far.to_string(), "published 2027-07-03, more than 366 days ahead");
    let ahead = Raw { published_at: in_days(366), ..raw("Registered nurse", "Kenora, ON") };
    assert!(intake(&ahead, as_of()).is_ok(), "the limit itself is allowed");
    let long = "x".repeat(300);
    assert!(intake(&raw(&long, "Kenora, ON"), as_of()).is_ok(), "the limit itself is allowed");
}

#[test]
fn what_a_database_cannot_keep_is_refused_or_cleaned() {
    let too_long = |field, limit| Rejection::TooLong { field, limit };
    assert_eq!(rejection(|raw| raw.reference = Some("9".repeat(201))), too_long("reference", "200 characters"));
    assert_eq!(rejection(|raw| raw.reference = Some("R\u{0}1".into())), Rejection::BadReference("R\u{0}1".into()));
    assert_eq!(rejection(|raw| raw.url = Some("https://a.ca/\0".into())), Rejection::BadUrl("https://a.ca/\0".into()));
    let place = RawPlace { text: "Kenora, ON".into(), ..RawPlace::default() };
    assert_eq!(rejection(|raw| raw.places = vec![place.clone(); 51]), Rejection::TooManyPlaces);
    assert_eq!(
        rejection(|raw| raw.places[0].text = format!("{}, ON", "x".repeat(300))),
        too_long("place", "300 characters")
    );

    let hostile = Raw {
        reference: Some("é".repeat(200)),
        title_other: Some("Infirmière\0 autorisée".into()),
        description: "A ward&#0; by the\0 lake".into(),
        qualifications: vec!["RN\0".into()],
        employer: "Kenora\0 Hospital".into(),
        ..raw("Registered\0 nurse", "Ken\0ora Bay, ON")
    };
    let content = intake(&hostile, as_of()).unwrap();
    assert!(!format!("{content:?}").contains("\\0"), "{content:?}");
}

#[test]
fn a_posting_without_a_date_is_published_as_of_its_import() {
    let content = intake(&raw("Registered nurse", "Kenora, ON"), as_of()).unwrap();
    assert_eq!((content.published_at, &content.apply), (as_of(), &Apply::NotGiven));
    assert_eq!(content.expires_at(), as_of() + chrono::TimeDelta::days(30));
}

#[test]
fn the_licence_that_goes_without_saying_is_implied_once() {
    let licences = |role: &str, description: &str| {
        let raw = Raw { description: description.to_owned(), ..raw("Wanted", "Kenora, ON") };
        let mut content = intake(&raw, as_of()).unwrap();
        content.roles = vec![Role::parse(role).unwrap()];
        require(&mut content, as_of().date_naive());
        let licences = content.requirements.iter().filter(|r| matches!(r.ask, Ask::Licence { .. }));
        licences.map(|r| (r.necessity, matches!(r.basis, Basis::Implied))).collect::<Vec<_>>()
    };
    assert_eq!(licences("rn", ""), [(Necessity::Required, true)]);
    let stated = "You hold current registration with the College of Nurses of Ontario.";
    assert_eq!(licences("rn", stated), [(Necessity::Required, false)]);
    assert_eq!(licences("dietary_aide", ""), []);
}

#[test]
fn requirements_are_read_in_the_text_that_is_stored() {
    let html = Raw {
        description: "<p>Exigences&nbsp;:</p><ul><li>RCR valide</li></ul>".into(),
        qualifications: vec!["<b>Vulnerable sector check</b>".into()],
        ..raw("Préposé aux bénéficiaires", "Laval, QC")
    };
    let content = intake(&html, as_of()).unwrap();
    assert_eq!(content.lang, Lang::Fr);
    assert!(!content.requirements.is_empty());
    for requirement in &content.requirements {
        if let Basis::Stated { span } = requirement.basis {
            let words = content.words(&span).expect("the words of the span");
            assert!(!words.is_empty() && !words.contains('<'), "{words:?}");
        }
    }
    let check = Credential::parse("vulnerable_sector_check").unwrap();
    assert!(content.requirements.iter().any(|r| r.ask == Ask::Credential { credential: check }));
}

#[test]
fn what_a_title_says_of_hours_and_shifts_fills_what_the_fields_leave_open() {
    let mut nights = raw("Part-time PSW, nights", "Kenora, ON");
    let open = intake(&nights, as_of()).unwrap();
    assert_eq!(
        (open.employment, open.shifts),
        (EmploymentSet::of([Employment::PartTime]), ShiftSet::of([Shift::Night]))
    );
    nights.employment = vec!["Full time".into()];
    nights.shifts = vec!["Day".into()];
    let stated = intake(&nights, as_of()).unwrap();
    assert_eq!(
        (stated.employment, stated.shifts),
        (EmploymentSet::of([Employment::FullTime]), ShiftSet::of([Shift::Day]))
    );
}

#[test]
fn languages_are_those_demanded() {
    let of = |texts: &[&str]| {
        let languages = texts.iter().map(|text| (*text).to_owned()).collect();
        intake(&Raw { languages, ..raw("Registered nurse", "Kenora, ON") }, as_of()).unwrap().languages
    };
    assert_eq!(of(&["Bilingual"]), BitSet::of([Language::English, Language::French]));
    assert_eq!(of(&["Français"]), BitSet::of([Language::French]));
    assert_eq!(of(&["English or French"]), BitSet::EMPTY);
}

#[test]
fn both_languages_of_a_posting_are_kept() {
    let twin = Raw {
        lang: Some(Lang::Fr),
        title_other: Some("Registered nurse".into()),
        description_other: Some("Nights".into()),
        ..raw("Infirmière", "Laval, QC")
    };
    let content = intake(&twin, as_of()).unwrap();
    assert_eq!(content.fr.unwrap().title, "Infirmière");
    assert_eq!(content.en.unwrap().description, "Nights");
}

#[test]
fn work_from_anywhere_names_the_provinces_served() {
    let remote = |texts: &[&str]| {
        let remote = texts.iter().map(|text| (*text).to_owned()).collect();
        intake(&Raw { places: Vec::new(), remote, ..raw("Dietitian", "") }, as_of()).map(|content| content.remote)
    };
    assert_eq!(remote(&["Nova Scotia", "ON"]).unwrap(), [Province::Ns, Province::On]);
    assert_eq!(remote(&["Canada"]).unwrap().len(), 13);
    assert_eq!(remote(&["Narnia"]), Err(Rejection::NoPlace));
}

#[test]
fn two_feeds_with_one_job_in_two_languages_meet_after_intake() {
    let english = Raw {
        employer: "The Ottawa Hospital".into(),
        salaries: vec!["$39.07 to $56.00".into()],
        ..raw("RN – ICU", "Ottawa, ON")
    };
    let french = Raw {
        employer: "L'Hôpital d'Ottawa".into(),
        salaries: vec!["39,07 $ à 56 $ de l'heure".into()],
        ..raw("Infirmière autorisée – soins intensifs", "Ottawa (Ontario)")
    };
    let nurse = |raw| Content { roles: vec![Role::parse("rn").unwrap()], ..intake(raw, as_of()).unwrap() };
    let content = nurse(&english);
    let id = PostingId(uuid::Uuid::nil());
    let expires_at = content.expires_at();
    let known = Posting {
        id,
        version: 1,
        origin: Origin::Imported,
        status: Status::Live,
        group: id,
        live_at: as_of(),
        expires_at,
        content,
    };
    assert!(same_job(&known, &nurse(&french)));
}

#[test]
fn an_abbreviation_in_several_provinces_means_what_all_of_them_say() {
    for (title, places, remote, wanted) in [
        ("RPN", &["Sudbury, ON", "Edmonton, AB"][..], &[][..], &[][..]),
        ("RPN", &["Edmonton, AB", "Sudbury, ON"], &[], &[]),
        ("RPN", &["Edmonton, AB", "Regina, SK"], &[], &["rpsych"]),
        ("RPN", &["Sudbury, ON", "Toronto, ON"], &[], &["lpn"]),
        ("RPN", &[], &["Ontario", "Alberta"], &[]),
        ("RPN", &[], &["Canada"], &[]),
        ("RN or RPN", &["Sudbury, ON", "Edmonton, AB"], &[], &["rn"]),
        ("Registered practical nurse (RPN)", &["Sudbury, ON", "Edmonton, AB"], &[], &["lpn"]),
    ] {
        let place = |text: &&str| RawPlace { text: (*text).to_owned(), ..RawPlace::default() };
        let raw = Raw {
            places: places.iter().map(place).collect(),
            remote: remote.iter().map(|text: &&str| (*text).to_owned()).collect(),
            ..raw(title, "")
        };
        let content = intake(&raw, as_of()).unwrap();
        let roles: Vec<_> = content.roles.iter().map(|role| role.key()).collect();
        assert_eq!(roles, wanted, "{title} {places:?} {remote:?}");
    }
}

#[test]
fn a_licence_by_an_abbreviation_in_several_provinces_is_that_of_no_one_province() {
    let asked = |places: &[&str]| {
        let place = |text: &&str| RawPlace { text: (*text).to_owned(), ..RawPlace::default() };
        let places = places.iter().map(place).collect();
        let qualifications = vec!["Current RPN licence required.".to_owned()];
        let content = intake(&Raw { qualifications, places, ..raw("Mental health clinician", "") }, as_of()).unwrap();
        let licence =
            |r: &Requirement| if let Ask::Licence { role } = r.ask { Some(role.map(Role::key)) } else { None };
        content.requirements.iter().find_map(licence)
    };
    assert_eq!(asked(&["Sudbury, ON"]), Some(Some("lpn")));
    assert_eq!(asked(&["Edmonton, AB"]), Some(Some("rpsych")));
    assert_eq!(asked(&["Sudbury, ON", "Edmonton, AB"]), Some(None));
}
