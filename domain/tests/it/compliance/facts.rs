//! Facts of postings: each rule violated, met, at its border, out of its jurisdiction, the day before its date.
//! The expected findings come from the law as cited in `domain/data/posting_rules.csv`, not from the code.

use std::collections::BTreeSet;

use domain::Lang;
use domain::compliance::{AgencyLicence, Exemption, LanguageStep, Part, Poster, Severity, Subject, check};
use domain::posting::Hours;
use domain::reference::{Language, Province};
use domain::set::BitSet;
use proptest::prelude::*;

use super::{day, findings, hourly, lawful, name, provinces, yearly};

const TODAY: &str = "2026-11-22";

/// Which posting, on which day, with which findings: `rule/severity/jurisdiction@pointer`, space-separated.
struct Case(&'static str, Subject<'static>, &'static str, &'static str);

fn holds(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    for Case(what, subject, today, expected) in cases {
        let found = findings(&subject, day(today));
        let found: BTreeSet<String> = found.iter().map(|found| format!("{}@{}", name(found), found.pointer)).collect();
        let expected: BTreeSet<String> = expected.split_whitespace().map(str::to_owned).collect();
        if found != expected {
            wrong.push(format!("{what} ({today}): found {found:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn no_pay(codes: &str) -> Subject<'static> {
    Subject { pay: None, ..lawful(codes) }
}

fn exempt(subject: Subject<'static>, exemption: Exemption) -> Subject<'static> {
    Subject { exemptions: BitSet::of([exemption]), ..subject }
}

fn small(subject: Subject<'static>) -> Subject<'static> {
    Subject { poster: Poster { has_25_employees: Some(false), agency: None }, ..subject }
}

fn remote(subject: Subject<'static>, codes: &str) -> Subject<'static> {
    Subject { places: BitSet::EMPTY, remote: provinces(codes), ..subject }
}

#[test]
fn a_lawful_posting_has_no_findings_anywhere() {
    let everywhere = Province::ALL.iter().map(|province| province.key()).collect::<Vec<_>>().join(" ");
    let mut cases = vec![Case("all of Canada", lawful(&everywhere), TODAY, "")];
    for province in Province::ALL {
        cases.push(Case(province.key(), lawful(province.key()), TODAY, ""));
        cases.push(Case(province.key(), lawful(province.key()), "2020-06-01", ""));
    }
    holds(cases);
}

#[test]
fn pay_is_stated() {
    const PLATFORM: &str = "platform_pay/error/CA@/pay";
    const ON: &str = "platform_pay/error/CA@/pay pay/error/ON@/pay";
    const BC: &str = "platform_pay/error/CA@/pay pay/error/BC@/pay";
    const PE: &str = "platform_pay/error/CA@/pay pay/error/PE@/pay";
    const NL: &str = "platform_pay/error/CA@/pay pay/warning/NL@/pay";
    const NB: &str = "platform_pay/error/CA@/pay pay/warning/NB@/pay";
    holds(vec![
        Case("Ontario", no_pay("ON"), TODAY, ON),
        Case("Ontario, first day", no_pay("ON"), "2026-01-01", ON),
        Case("Ontario, day before", no_pay("ON"), "2025-12-31", PLATFORM),
        Case("Ontario, fewer than 25", small(no_pay("ON")), TODAY, PLATFORM),
        Case("Ontario, general campaign", exempt(no_pay("ON"), Exemption::GeneralCampaign), TODAY, PLATFORM),
        Case("Ontario, own employees", exempt(no_pay("ON"), Exemption::OwnEmployees), TODAY, PLATFORM),
        Case("Ontario, separate outside part", exempt(no_pay("ON"), Exemption::OutsideIsSeparate), TODAY, PLATFORM),
        Case("Ontario, above 200,000", exempt(no_pay("ON"), Exemption::PayAboveLimit), TODAY, PLATFORM),
        Case("British Columbia", no_pay("BC"), TODAY, BC),
        Case("British Columbia, first day", no_pay("BC"), "2023-11-01", BC),
        Case("British Columbia, day before", no_pay("BC"), "2023-10-31", PLATFORM),
        Case("British Columbia has no small employers", small(no_pay("BC")), TODAY, BC),
        Case("British Columbia has no upper limit", exempt(no_pay("BC"), Exemption::PayAboveLimit), TODAY, BC),
        Case("British Columbia, help wanted", exempt(no_pay("BC"), Exemption::GeneralCampaign), TODAY, PLATFORM),
        Case("remote work for patients in Alberta", remote(no_pay(""), "AB"), TODAY, BC),
        Case("remote work, before British Columbia's law", remote(no_pay(""), "AB"), "2023-10-31", PLATFORM),
        Case("Prince Edward Island", no_pay("PE"), TODAY, PE),
        Case("Prince Edward Island, first day", no_pay("PE"), "2022-06-01", PE),
        Case("Prince Edward Island, day before", no_pay("PE"), "2022-05-31", PLATFORM),
        Case("Prince Edward Island, own employees", exempt(no_pay("PE"), Exemption::OwnEmployees), TODAY, PLATFORM),
        Case("Newfoundland and Labrador, not in force when last seen", no_pay("NL"), TODAY, NL),
        Case("Newfoundland and Labrador, before assent", no_pay("NL"), "2022-11-08", PLATFORM),
        Case("New Brunswick, promised", no_pay("NB"), TODAY, NB),
        Case("New Brunswick, before", no_pay("NB"), "2025-12-31", PLATFORM),
        Case("Nova Scotia has bills only", no_pay("NS"), TODAY, PLATFORM),
        Case("Manitoba has bills only", no_pay("MB"), TODAY, PLATFORM),
        Case("Alberta", no_pay("AB"), TODAY, PLATFORM),
        Case("Saskatchewan", no_pay("SK"), TODAY, PLATFORM),
        Case("Quebec", no_pay("QC"), TODAY, PLATFORM),
        Case("the territories", no_pay("YT NT NU"), TODAY, PLATFORM),
        Case("no lowest figure", Subject { pay: Some(hourly(0, 4_500)), ..lawful("BC") }, TODAY, BC),
        Case("upside down", Subject { pay: Some(hourly(4_500, 3_000)), ..lawful("BC") }, TODAY, BC),
        Case("one figure", Subject { pay: Some(hourly(4_500, 4_500)), ..lawful("BC ON PE") }, TODAY, ""),
        Case(
            "two laws at once",
            no_pay("ON PE"),
            TODAY,
            "platform_pay/error/CA@/pay pay/error/ON@/pay pay/error/PE@/pay",
        ),
    ]);
}

#[test]
fn a_range_in_ontario_spans_at_most_fifty_thousand_a_year() {
    const WIDE: &str = "pay_spread/error/ON@/pay";
    let paid = |codes: &str, pay| Subject { pay: Some(pay), ..lawful(codes) };
    let weekly = |minutes: (u16, u16), pay| Subject {
        hours: Some(Hours { min_minutes: minutes.0, max_minutes: minutes.1 }),
        ..paid("ON", pay)
    };
    holds(vec![
        Case("exactly 50,000", paid("ON", yearly(8_000_000, 13_000_000)), TODAY, ""),
        Case("one cent more", paid("ON", yearly(8_000_000, 13_000_001)), TODAY, WIDE),
        Case("one cent more, first day", paid("ON", yearly(8_000_000, 13_000_001)), "2026-01-01", WIDE),
        Case("one cent more, day before", paid("ON", yearly(8_000_000, 13_000_001)), "2025-12-31", ""),
        Case("one cent more in British Columbia", paid("BC", yearly(8_000_000, 13_000_001)), TODAY, ""),
        Case("fewer than 25", small(paid("ON", yearly(8_000_000, 13_000_001))), TODAY, ""),
        // 25.64 × 37.5 × 52 = 49,998; 25.65 makes 50,017.50.
        Case("hourly, just within", paid("ON", hourly(3_000, 5_564)), TODAY, ""),
        Case("hourly, just beyond", paid("ON", hourly(3_000, 5_565)), TODAY, WIDE),
        // 24.03 × 40 × 52 = 49,982.40; 24.04 makes 50,003.20.
        Case("hourly, 40 hours, within", weekly((2_400, 2_400), hourly(3_000, 5_403)), TODAY, ""),
        Case("hourly, 40 hours, beyond", weekly((2_400, 2_400), hourly(3_000, 5_404)), TODAY, WIDE),
        Case("hourly, 20 hours", weekly((1_200, 1_200), hourly(3_000, 7_000)), TODAY, ""),
        Case("hourly, 20 to 40 hours: the most counts", weekly((1_200, 2_400), hourly(3_000, 7_000)), TODAY, WIDE),
        Case("top exactly 200,000", paid("ON", yearly(12_000_000, 20_000_000)), TODAY, WIDE),
        Case("top one cent above", paid("ON", yearly(12_000_000, 20_000_001)), TODAY, ""),
        // 102.56 × 37.5 × 52 = 199,992; 102.57 makes 200,011.50.
        Case("hourly top just below 200,000", paid("ON", hourly(6_000, 10_256)), TODAY, WIDE),
        Case("hourly top just above 200,000", paid("ON", hourly(6_000, 10_257)), TODAY, ""),
        Case("above only with the most hours", weekly((1_200, 2_400), hourly(6_000, 10_257)), TODAY, WIDE),
        Case("remote for Ontario", remote(paid("", yearly(8_000_000, 13_000_001)), "ON"), TODAY, WIDE),
        Case(
            "said to be above the limit",
            exempt(paid("ON", yearly(8_000_000, 13_000_001)), Exemption::PayAboveLimit),
            TODAY,
            "",
        ),
    ]);
}

#[test]
fn ontario_asks_for_two_statements_and_the_number_of_employees() {
    const AI: &str = "ai_statement/error/ON@/ai_statement";
    const VACANCY: &str = "vacancy_statement/error/ON@/vacancy";
    const SIZE: &str = "employer_size/warning/ON@/twenty_five_employees";
    let silent = |codes: &str| Subject { states_ai: false, ..lawful(codes) };
    let vacant = |codes: &str, vacancy| Subject { vacancy, ..lawful(codes) };
    let unanswered = Subject { poster: Poster::default(), ..lawful("ON") };
    holds(vec![
        Case("AI unsaid", silent("ON"), TODAY, AI),
        Case("AI unsaid, first day", silent("ON"), "2026-01-01", AI),
        Case("AI unsaid, day before", silent("ON"), "2025-12-31", ""),
        Case("AI unsaid, fewer than 25", small(silent("ON")), TODAY, ""),
        Case("AI unsaid, elsewhere", silent("BC QC AB"), TODAY, ""),
        Case("AI not used", Subject { uses_ai: false, ..silent("ON") }, TODAY, ""),
        Case("AI said though not used", Subject { uses_ai: false, ..lawful("ON") }, TODAY, ""),
        Case("vacancy unsaid", vacant("ON", None), TODAY, VACANCY),
        Case("vacancy unsaid, first day", vacant("ON", None), "2026-01-01", VACANCY),
        Case("vacancy unsaid, day before", vacant("ON", None), "2025-12-31", ""),
        Case("vacancy unsaid, own employees", exempt(vacant("ON", None), Exemption::OwnEmployees), TODAY, ""),
        Case("vacancy unsaid, elsewhere", vacant("MB", None), TODAY, ""),
        Case("no vacancy, and it is said", vacant("ON", Some(false)), TODAY, ""),
        Case("size unanswered", unanswered.clone(), TODAY, SIZE),
        Case("size unanswered, day before", unanswered.clone(), "2025-12-31", ""),
        Case("size unanswered, elsewhere", Subject { places: provinces("NS"), ..unanswered.clone() }, TODAY, ""),
        Case(
            "size unanswered: the rules apply",
            Subject { vacancy: None, states_ai: false, ..unanswered },
            TODAY,
            "employer_size/warning/ON@/twenty_five_employees vacancy_statement/error/ON@/vacancy \
             ai_statement/error/ON@/ai_statement",
        ),
    ]);
}

/// A posting without texts, else lawful.
fn silent(codes: &str) -> Subject<'static> {
    Subject { passages: Vec::new(), ..lawful(codes) }
}

#[test]
fn in_quebec_the_posting_is_in_french_at_the_same_time() {
    const TWIN: &str = "french_twin/error/QC@/fr";
    let english = |codes: &str| silent(codes).with(Part::Title, Lang::En, "/en/title", "Nurse");
    let half = lawful("QC").with(Part::Benefits, Lang::En, "/en/benefits", "Pension plan");
    let question = |lang| lawful("QC").with(Part::Question, lang, "/questions/0/text", "Nuits ?");
    let later = |codes: &str| Subject { french_later: true, ..lawful(codes) };
    holds(vec![
        Case("English only", english("QC"), TODAY, TWIN),
        Case("English only, first day", english("QC"), "2022-06-01", TWIN),
        Case("English only, day before", english("QC"), "2022-05-31", ""),
        Case("English only, New Brunswick", english("NB ON"), TODAY, ""),
        Case("English only, Quebec and Ontario", english("QC ON"), TODAY, TWIN),
        Case("English only, remote for Quebec", remote(english(""), "QC"), TODAY, TWIN),
        Case("blank French", english("QC").with(Part::Title, Lang::Fr, "/fr/title", " \n"), TODAY, TWIN),
        Case("French only", silent("QC").with(Part::Title, Lang::Fr, "/fr/title", "Infirmière"), TODAY, ""),
        Case("benefits in English only", half, TODAY, "french_twin/error/QC@/fr/benefits"),
        Case("question in English only", question(Lang::En), TODAY, "french_twin/error/QC@/questions"),
        Case("question in French only", question(Lang::Fr), TODAY, ""),
        Case("both at once", lawful("QC"), TODAY, ""),
        Case("French later", later("QC"), TODAY, "french_same_time/error/QC@/fr"),
        Case("French later, day before", later("QC"), "2022-05-31", ""),
        Case("French later, elsewhere", later("ON"), TODAY, ""),
    ]);
}

#[test]
fn in_quebec_another_language_needs_a_reason_in_the_posting() {
    const REASON: &str = "language_reason/error/QC@/other_language_reason";
    const STEPS: &str = "language_steps/warning/QC@/other_language_reason";
    const BOTH: &str =
        "language_reason/error/QC@/other_language_reason language_steps/warning/QC@/other_language_reason";
    let asks = |codes: &str, languages: &[Language]| Subject {
        languages: languages.iter().copied().collect(),
        ..lawful(codes)
    };
    let taken = |subject: Subject<'static>, steps: &[LanguageStep], reason: &'static str| Subject {
        language_steps: steps.iter().copied().collect(),
        language_reason: reason,
        ..subject
    };
    let english = || asks("QC", &[Language::English, Language::French]);
    let why = "Des patients du Nunavik sont servis en anglais.";
    holds(vec![
        Case("English without a reason", english(), TODAY, BOTH),
        Case("English without a reason, first day", english(), "2022-06-01", BOTH),
        Case("English without a reason, day before", english(), "2022-05-31", ""),
        Case("English without a reason, elsewhere", asks("ON NB", &[Language::English]), TODAY, ""),
        Case("French only", asks("QC", &[Language::French]), TODAY, ""),
        Case("Inuktitut", asks("QC", &[Language::Inuktitut]), TODAY, BOTH),
        Case("a blank reason", taken(english(), LanguageStep::ALL, " "), TODAY, REASON),
        Case("a reason, steps not confirmed", taken(english(), &[], why), TODAY, STEPS),
        Case("a reason, two of three steps", taken(english(), &LanguageStep::ALL[..2], why), TODAY, STEPS),
        Case("a reason and all steps", taken(english(), LanguageStep::ALL, why), TODAY, ""),
    ]);
}

fn agency(codes: &str, licences: &[(Province, &'static str, Option<&str>)]) -> Subject<'static> {
    let licence = |(province, number, until): &(Province, &'static str, Option<&str>)| AgencyLicence {
        province: *province,
        number,
        valid_until: until.map(day),
    };
    let licences = licences.iter().map(licence).collect();
    Subject { poster: Poster { has_25_employees: Some(true), agency: Some(licences) }, ..lawful(codes) }
}

#[test]
fn an_agency_has_a_licence_where_one_is_needed() {
    const ON: &str = "agency_licence/error/ON@/agency_licence";
    const QC: &str = "agency_licence/error/QC@/agency_licence agency_phase_out/warning/QC@/agency_licence";
    const PHASE_OUT: &str = "agency_phase_out/warning/QC@/agency_licence";
    use Province::{On, Qc};
    let lasting = |until| agency("ON", &[(On, "THA-0001234", Some(until))]);
    holds(vec![
        Case("Ontario, none", agency("ON", &[]), TODAY, ON),
        Case("Ontario, first day", agency("ON", &[]), "2024-07-01", ON),
        Case("Ontario, day before", agency("ON", &[]), "2024-06-30", ""),
        Case("Ontario, a number", agency("ON", &[(On, "THA-0001234", None)]), TODAY, ""),
        Case("Ontario, a blank number", agency("ON", &[(On, "  ", None)]), TODAY, ON),
        Case("Ontario, another province's number", agency("ON", &[(Qc, "AP-2000123", None)]), TODAY, ON),
        Case("Ontario, last day today", lasting(TODAY), TODAY, ""),
        Case("Ontario, last day yesterday", lasting("2026-11-21"), TODAY, ON),
        Case("Ontario, the employer itself", lawful("ON"), TODAY, ""),
        Case("Alberta", agency("AB", &[]), TODAY, ""),
        Case("Quebec, none", agency("QC", &[]), TODAY, QC),
        Case("Quebec, a number", agency("QC", &[(Qc, "AP-2000123", None)]), TODAY, PHASE_OUT),
        Case("Quebec, before the phase-out", agency("QC", &[(Qc, "AP-2000123", None)]), "2024-10-15", ""),
        Case("Quebec, before licences", agency("QC", &[]), "2019-12-31", ""),
        Case(
            "Quebec, first day of licences",
            agency("QC", &[]),
            "2020-01-01",
            "agency_licence/error/QC@/agency_licence",
        ),
        Case("Quebec, the employer itself", lawful("QC"), TODAY, ""),
        Case("both, one licence", agency("ON QC", &[(On, "THA-0001234", None)]), TODAY, QC),
    ]);
}

#[test]
fn rules_on_words_have_their_days_and_places_too() {
    const POLICY: &str = "canadian_experience/warning/ON@/here";
    const NO_PAY: &str = "platform_pay/error/CA@/pay";
    const OPEN: &str = "platform_pay/error/CA@/pay pay/error/BC@/pay pay_open_ended/error/BC@/here";
    let says = |codes: &str, part, text| silent(codes).with(part, Lang::Fr, "/here", text);
    let experience = |codes: &str| says(codes, Part::Description, "Canadian experience required");
    let form = |codes: &str| says(codes, Part::Form, "Canadian experience");
    let earned = |codes: &str| says(codes, Part::Question, "What was your last salary?");
    let open = |codes: &str| Subject { pay: None, ..says(codes, Part::Description, "Earn up to $45 per hour") };
    let identity = |codes: &str| says(codes, Part::Form, "Social insurance number");
    holds(vec![
        Case("Canadian experience", experience("ON"), TODAY, "canadian_experience/error/ON@/here"),
        Case("Canadian experience, first day", experience("ON"), "2026-01-01", "canadian_experience/error/ON@/here"),
        Case("Canadian experience, day before: the Commission's policy", experience("ON"), "2025-12-31", POLICY),
        Case("Canadian experience, before the policy", experience("ON"), "2013-07-14", ""),
        Case("Canadian experience, fewer than 25", small(experience("ON")), TODAY, POLICY),
        Case("Canadian experience, campaign", exempt(experience("ON"), Exemption::GeneralCampaign), TODAY, POLICY),
        Case("Canadian experience, Saskatchewan", experience("SK"), TODAY, ""),
        Case("Canadian experience in the form", form("ON"), TODAY, "canadian_experience/error/ON@/here"),
        Case("Canadian experience in the form, Manitoba", form("MB"), TODAY, ""),
        Case("last salary, British Columbia, first day", earned("BC"), "2023-05-11", "pay_history/error/BC@/here"),
        Case("last salary, British Columbia, day before", earned("BC"), "2023-05-10", ""),
        Case("last salary, Prince Edward Island, first day", earned("PE"), "2022-06-01", "pay_history/error/PE@/here"),
        Case("last salary, Prince Edward Island, day before", earned("PE"), "2022-05-31", ""),
        Case("last salary, Nova Scotia, unverified", earned("NS"), TODAY, "pay_history/warning/NS@/here"),
        Case("last salary, Quebec", earned("QC"), TODAY, ""),
        Case("up to, without pay", open("BC"), TODAY, OPEN),
        Case("up to, day before", open("BC"), "2023-10-31", NO_PAY),
        Case("up to, remote for Yukon", remote(open(""), "YT"), TODAY, OPEN),
        Case("up to, Alberta", open("AB"), TODAY, NO_PAY),
        Case("SIN, Quebec, first day of the guidelines", identity("QC"), "2025-03-17", "identity_data/error/QC@/here"),
        Case(
            "SIN, Quebec, day before: the platform's rule",
            identity("QC"),
            "2025-03-16",
            "identity_data/error/CA@/here",
        ),
        Case("no place yet", says("", Part::Description, "Women only"), TODAY, "sex/error/CA@/here"),
        Case("no place yet, nothing wrong", says("", Part::Description, "Infirmière"), TODAY, ""),
    ]);
}

#[test]
fn human_rights_rules_name_the_law_of_the_place_of_work() {
    let mut cases = Vec::new();
    let rules = [
        ("age", "Digital natives wanted"),
        ("sex", "Men only"),
        ("family", "Must be single"),
        ("origin", "No immigrants"),
        ("religion", "Must be Catholic"),
        ("disability", "Able-bodied"),
    ];
    for province in Province::ALL {
        for (rule, text) in rules {
            let subject = silent(province.key()).with(Part::Description, Lang::Fr, "/here", text);
            let expected: &'static str = format!("{rule}/error/{}@/here", province.key()).leak();
            cases.push(Case(text, subject, TODAY, expected));
        }
    }
    holds(cases);
}

/// Any posting, broken in any way.
fn any_subject() -> impl Strategy<Value = Subject<'static>> {
    let facts = (any::<[bool; 6]>(), 0..5_u8, 0..1 << Province::ALL.len(), proptest::option::of(1_000..9_000_i64));
    (facts, any::<bool>(), 0..4_usize).prop_map(|((flags, paid, bits, wide), agency, steps)| {
        let chosen = Province::ALL.iter().enumerate().filter(|(i, _)| bits & (1 << i) != 0).map(|(_, p)| *p);
        let mut subject = if flags[0] { silent("") } else { lawful("") };
        subject.places = chosen.collect();
        subject.remote = if flags[1] { BitSet::of([Province::On]) } else { BitSet::EMPTY };
        subject.pay = (paid > 1).then(|| hourly(3_000, 3_000 + wide.unwrap_or(0)));
        subject.states_ai = flags[2];
        subject.vacancy = flags[3].then_some(true);
        subject.poster = Poster { has_25_employees: flags[4].then_some(true), agency: agency.then(Vec::new) };
        subject.languages = if flags[5] { BitSet::of([Language::English]) } else { BitSet::EMPTY };
        subject.language_steps = LanguageStep::ALL[..steps].iter().copied().collect();
        subject.with(Part::Question, Lang::En, "/questions/0", "Canadian experience? Last salary? Men only, $30 and up")
    })
}

proptest! {
    #[test]
    fn a_fact_that_exempts_adds_no_error(subject in any_subject(), today in domain::testing::today(), which in 0..5_usize) {
        let errors = |subject: &Subject<'_>| -> BTreeSet<String> {
            let found = check(subject, today).into_iter().filter(|finding| finding.severity == Severity::Error);
            found.map(|finding| format!("{}@{}", name(&finding), finding.pointer)).collect()
        };
        let before = errors(&subject);
        let mut exempted = subject;
        match Exemption::ALL.get(which) {
            Some(exemption) => exempted.exemptions.insert(*exemption),
            None => exempted.poster.has_25_employees = Some(false),
        }
        let after = errors(&exempted);
        prop_assert!(after.is_subset(&before), "{:?}", after.difference(&before).collect::<Vec<_>>());
    }

    #[test]
    fn the_order_of_texts_does_not_matter(subject in any_subject(), today in domain::testing::today()) {
        let mut turned = subject.clone();
        turned.passages.reverse();
        prop_assert_eq!(check(&subject, today), check(&turned, today));
    }
}
