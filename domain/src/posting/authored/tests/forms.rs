use uuid::Uuid;

use super::*;
use crate::Lang;
use crate::organization::{Facility, FacilityId, OrganizationId};
use crate::posting::{Apply, Arrangement, Hours, Location, Setting};
use crate::reference::{Credential, Language, Region};
use crate::requirement::Basis;

/// Where the gaps are.
fn gaps_of(form: &Form) -> Vec<(String, &'static str)> {
    gaps(form, &author(), day("2026-11-22")).into_iter().map(|gap| (gap.at, gap.message.key)).collect()
}

#[test]
fn a_form_becomes_what_board_and_search_read() {
    let facility = FacilityId(Uuid::from_u128(7));
    let hospital = Location {
        place: "Nipigon".to_owned(),
        province: Province::On,
        region: Region::parse("on-north-west").unwrap(),
        point: Some((49.0, -88.25)),
        fsa: Some("P0T".to_owned()),
    };
    let known = Facility {
        id: facility,
        organization: OrganizationId(Uuid::from_u128(1)),
        version: 1,
        name: "Nipigon District Memorial Hospital".to_owned(),
        setting: Some(Setting::Hospital),
        street: None,
        postal_code: None,
        location: hospital.clone(),
        public: None,
    };
    let author = Author { facilities: vec![known], ..author() };
    let there = Form { sites: vec![Site::Facility { facility }], ..form() };
    assert_eq!(there.content(&author, at(0)).setting, Some(Setting::Hospital));
    let bls = Ask::Credential { credential: Credential::parse("bls").unwrap() };
    let french = Ask::Language { language: Language::parse("fr").unwrap() };
    let mut form = Form { setting: Some(Setting::LongTermCare), remote: vec![Province::Nu], ..form() };
    form.sites.push(Site::Facility { facility });
    form.sites.push(form.sites[0].clone());
    form.requirements.push(Wanted { ask: bls, necessity: Necessity::Required });
    form.requirements.push(Wanted { ask: french, necessity: Necessity::Preferred });
    // What the text says is not read as a requirement.
    form.en.as_mut().unwrap().description.push_str(" ACLS required. Must speak Punjabi.");
    let content = form.content(&author, at(0));
    let text = content.en.as_ref().unwrap();
    assert!(text.description.starts_with("Care for") && text.description.ends_with("Pension and dental plan."));
    assert_eq!(content.locations.len(), 2, "each place once");
    assert_eq!(
        (content.locations[0].place.as_str(), content.locations[0].fsa.as_deref()),
        ("Thunder Bay", Some("P7B"))
    );
    assert!(content.locations[0].point.is_some());
    assert_eq!(content.locations[1], hospital);
    let asked: Vec<_> = content.requirements.iter().map(|r| (r.ask, r.necessity, r.basis)).collect();
    let licence = (Ask::Licence { role: None }, Necessity::Required, Basis::Implied);
    let months = (Ask::Experience { months: 12 }, Necessity::Preferred, Basis::Form);
    let lines = [months, (bls, Necessity::Required, Basis::Form), (french, Necessity::Preferred, Basis::Form), licence];
    assert_eq!(asked, lines);
    assert_eq!(content.employer.key.as_deref(), Some("bay hospital regional thunder"));
    assert_eq!((content.arrangement, &content.apply), (Some(Arrangement::Direct), &Apply::Internal));
}

#[test]
fn in_quebec_the_french_text_comes_first() {
    let words =
        |title: &str| Some(Words { title: title.to_owned(), description: "…".to_owned(), ..Words::default() });
    let quebec = Site::Place { name: "Laval".to_owned(), province: Province::Qc, postal_code: None };
    let lang = |form: &Form| form.content(&author(), at(0)).lang;
    let mut form = Form { fr: words("Infirmière clinicienne"), sites: vec![quebec], ..form() };
    assert_eq!(lang(&form), Lang::Fr);
    form.remote = vec![Province::On];
    assert_eq!(lang(&form), Lang::En);
    form.en = None;
    assert_eq!(lang(&form), Lang::Fr);
}

#[test]
fn nothing_is_missing_in_a_whole_form_and_every_gap_is_named() {
    assert_eq!(gaps_of(&form()), []);
    let empty: Vec<_> = gaps_of(&Form::default()).into_iter().map(|(at, _)| at).collect();
    assert_eq!(empty, ["/en", "/roles", "/sites"]);
    let gap = |change: &dyn Fn(&mut Form)| {
        let mut form = form();
        change(&mut form);
        gaps_of(&form)
    };
    let one = |at: &str, key| vec![(at.to_owned(), key)];
    let pay = |min_cents, max_cents| Some(Pay { min_cents, max_cents, unit: PayUnit::Hour });
    assert_eq!(gap(&|f| f.en.as_mut().unwrap().title = " ".to_owned()), one("/en/title", "authored-gap-half-text"));
    assert_eq!(gap(&|f| f.pay = pay(5_000, 4_000)), one("/pay", "authored-gap-pay"));
    assert_eq!(gap(&|f| f.pay = pay(0, 4_000)), one("/pay", "authored-gap-pay"));
    let upside_down = Some(Hours { min_minutes: 60, max_minutes: 30 });
    assert_eq!(gap(&|f| f.hours = upside_down), one("/hours", "authored-gap-hours"));
    assert_eq!(gap(&|f| f.apply_by = Some(day("2026-11-21"))), one("/apply_by", "authored-gap-apply-by"));
    assert_eq!(gap(&|f| f.apply_by = Some(day("2026-11-22"))), []);
    let ends = |f: &mut Form| (f.start, f.end) = (Some(day("2027-01-05")), Some(day("2027-01-04")));
    assert_eq!(gap(&ends), one("/end", "authored-gap-end"));
    let nowhere = Site::Facility { facility: FacilityId(Uuid::from_u128(9)) };
    assert_eq!(gap(&|f| f.sites.push(nowhere.clone())), one("/sites/1", "authored-gap-unknown-place"));
    let link = |f: &mut Form| f.apply = Way::External { url: "http://tbrh.example.ca".to_owned() };
    assert_eq!(gap(&link), one("/apply_url", "authored-gap-link"));
}

#[test]
fn questions_are_asked_in_every_language_of_the_posting() {
    let twin = |en: &str, fr: Option<&str>| Twin { en: Some(en.to_owned()), fr: fr.map(str::to_owned) };
    let question = |text, kind, choices| Question { text, kind, choices, required: false };
    let mut form = form();
    form.questions = vec![
        question(twin("Have you a car?", None), QuestionKind::YesNo, vec![]),
        question(twin("Which shift?", Some("Quel quart?")), QuestionKind::Choice, vec![twin("Day", Some("Jour"))]),
    ];
    assert_eq!(gaps_of(&form), [("/questions/1/choices".to_owned(), "authored-gap-choices")]);
    form.questions[1].choices.push(twin("Night", None));
    assert_eq!(gaps_of(&form), []);
    form.fr = form.en.clone();
    let at: Vec<_> = gaps_of(&form).into_iter().map(|(at, _)| at).collect();
    assert_eq!(at, ["/questions/0/fr", "/questions/1/choices/1/fr"]);
}

#[test]
fn the_last_day_to_apply_lasts_until_it_ends_in_the_west() {
    let form = Form { apply_by: Some(day("2026-12-01")), ..form() };
    assert_eq!(form.applications_end().unwrap().to_rfc3339(), "2026-12-02T08:00:00+00:00");
}

#[test]
fn an_agency_says_so() {
    let agency = Author { arrangement: Arrangement::Agency, ..author() };
    assert_eq!(agency_label(&form(), &form().content(&author(), at(0))), None);
    let label = |client: &str| {
        let form = Form { client: Some(client.to_owned()), ..form() };
        agency_label(&form, &form.content(&agency, at(0))).unwrap()
    };
    assert!(label(" ").render(Lang::En).contains("does not name"));
    assert!(label("Pine Grove").render(Lang::Fr).ends_with("pour Pine Grove."));
    assert!(ai_statement().render(Lang::Fr).contains("intelligence artificielle"));
}

#[test]
fn the_law_looks_at_the_whole_form() {
    let today = day("2026-11-22");
    let report = |form: &Form| Report::of(form, &author(), today);
    assert!(report(&form()).is_sound(), "{:?}", report(&form()));
    let found = |form: &Form| {
        let errors = report(form).findings.into_iter().filter(|f| f.severity == crate::compliance::Severity::Error);
        errors.map(|finding| (finding.rule.key(), finding.pointer)).collect::<Vec<_>>()
    };
    let silent = Form { pay: None, vacancy: None, ..form() };
    let missing = found(&silent);
    assert!(
        missing.contains(&("pay", "/pay".to_owned()))
            && missing.contains(&("vacancy_statement", "/vacancy".to_owned()))
    );
    let small = Form { twenty_five_employees: Some(false), ..silent };
    assert!(!found(&small).iter().any(|(rule, _)| *rule == "vacancy_statement"));
    let quebec = Site::Place { name: "Laval".to_owned(), province: Province::Qc, postal_code: None };
    let english = Form { sites: vec![quebec], ..form() };
    assert_eq!(found(&english), [("french_twin", "/fr".to_owned())]);
    let agency = Author { arrangement: Arrangement::Agency, ..author() };
    assert!(!Report::of(&form(), &agency, today).is_sound(), "an agency in Ontario needs a licence");
    assert_eq!(report(&form()).check(&form(), &author()).applications_end, None);
}
