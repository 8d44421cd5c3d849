//! What the facts say, case by case; and what must hold of every case.
//!
//! A case is `role province setting start | licences | about the worker | answer route`. A licence is
//! `role:PROVINCE` with a class, a standing, `until=DAY` or `from=DAY` after it; general and active otherwise. About
//! the worker: `remote`, `abroad` (educated outside Canada), `home=PROVINCE`, `today=DAY` (Monday 2026-11-23 otherwise).
//! The answer is `met`, `met-until DAY`, `by DAY`, `unknown`, `missing` or `out`.

use proptest::prelude::*;

use super::*;
use crate::lang::Lang;
use crate::reference::Certainty;
use crate::testing;
use crate::worker::{Licence, LicenceClass, Standing};

const CASES: [&str; 115] = [
    // No licence is needed.
    "psw SK home 2026-12-01 | | | met unregulated",
    "psw QC long_term_care 2026-12-01 | | | met unregulated",
    "psw SK - 2026-12-01 | | abroad | met unregulated",
    "med_admin ON clinic 2026-12-01 | | | met unregulated",
    "home_support NL home 2026-12-01 | | | met unregulated",
    "sono AB hospital 2026-12-01 | | | met unregulated",
    "mlt BC hospital 2026-12-01 | | | met unregulated",
    "psychotherapist BC clinic 2026-12-01 | | | met unregulated",
    // The Alberta aide: a permit since 2026-02-02 (regulators.csv).
    "psw AB - 2026-01-20 | | today=2026-01-10 | met unregulated",
    "psw AB - 2026-03-02 | | today=2026-01-10 | out first_registration",
    "psw AB - 2026-12-01 | | | out first_registration",
    "psw AB - 2026-12-01 | psw:BC | | out first_registration",
    "psw AB - 2026-11-24 | psw:AB:until=2026-11-30 | | met-until 2026-11-30 licensed",
    "psw AB - 2026-12-01 | psw:AB:until=2026-11-30 | | by 2026-12-01 renewal",
    // Registries.
    "psw BC hospital 2026-12-01 | | | unknown registry",
    "psw BC hospital 2026-12-01 | psw:BC | | met licensed",
    "psw ON home 2026-12-01 | | | met registry",
    "psw NS home 2026-12-01 | | | met registry",
    // HPOA professions from 2027-11-29: the row is unverified.
    "mlt BC hospital 2028-01-10 | mlt:AB | | unknown unlisted",
    "rt BC hospital 2028-01-10 | | | unknown unlisted",
    // Psychiatric nurses: not a profession in ON, QC and NB, and not yet in NL before 2026-04-15.
    "rpsych ON hospital 2026-12-01 | rpsych:BC | | out not_practised",
    "rpsych QC hospital 2026-12-01 | rpsych:BC | | out not_practised",
    "rpsych NB hospital 2026-12-01 | | | out not_practised",
    "rpsych NL hospital 2026-03-10 | rpsych:BC | today=2026-03-02 | out not_practised",
    "rn ON hospital 2026-12-01 | rpsych:MB | | out first_registration",
    "rpsych NS hospital 2026-12-01 | rpsych:BC | | unknown transfer",
    "rpsych AB hospital 2026-12-01 | rpsych:SK | | by 2026-12-21 transfer",
    "pa QC hospital 2026-12-01 | pa:ON | | unknown not_practised",
    "psychotherapist QC clinic 2026-12-01 | | | unknown unlisted",
    // Licensed here.
    "rn ON hospital 2026-12-01 | rn:ON | | met licensed",
    "rn ON hospital 2026-12-31 | rn:ON:until=2026-12-31 | | met-until 2026-12-31 licensed",
    "rn ON hospital 2027-01-04 | rn:ON:until=2026-12-31 | | by 2027-01-01 renewal",
    "rn ON hospital 2026-12-01 | rn:ON:from=2027-01-04 | | by 2027-01-04 licensed",
    "rn ON hospital 2026-12-01 | rn:ON:host | | met licensed",
    "rn ON hospital 2026-12-01 | rn:ON:provisional | | met licensed",
    "rn ON hospital 2026-12-01 | rn:ON:active_with_conditions | | unknown licensed",
    "rn ON hospital 2026-12-01 | rn:ON:restricted | | unknown licensed",
    "rn ON hospital 2026-12-01 | rn:ON:special | | unknown licensed",
    "rn ON hospital 2026-12-01 | rn:ON:unknown | | unknown licensed",
    "rn ON hospital 2026-12-01 | rn:ON:suspended | | missing renewal",
    "rn ON hospital 2026-12-01 | rn:ON:expired | | missing renewal",
    "rn ON hospital 2026-12-01 | rn:ON:until=2026-11-22 | | missing renewal",
    "rn ON hospital 2026-12-01 | rn:ON:non_practising | | missing renewal",
    "rn ON hospital 2026-12-01 | rn:ON:student | | out first_registration",
    "nurse_lead ON hospital 2026-12-01 | rn:ON | | met licensed",
    "nurse_lead ON hospital 2026-12-01 | lpn:ON | | met licensed",
    "nurse_lead AB hospital 2027-01-04 | lpn:SK | | by 2026-12-21 transfer",
    "nurse_lead ON hospital 2026-12-01 | psw:ON | | out first_registration",
    "rn ON hospital 2026-12-01 | lpn:ON | | out first_registration",
    "rn ON clinic 2026-12-01 | np:ON | | met licensed",
    "np ON clinic 2026-12-01 | rn:ON | | out first_registration",
    "surgeon ON hospital 2026-12-01 | surgeon:ON | | met licensed",
    // M1, M2: Ontario's first wave, in hospitals and long-term care; M14: CNO in two business days.
    "rn ON hospital 2026-11-23 | rn:AB | | by 2026-11-23 as_of_right",
    "rn ON hospital 2026-12-14 | rn:AB | | by 2026-11-25 transfer",
    "rn ON clinic 2026-11-23 | rn:AB | | by 2026-11-25 transfer",
    "rn ON - 2026-11-23 | rn:NS | | by 2026-11-25 transfer",
    "rn ON hospital 2026-11-23 | rn:AB | remote | by 2026-11-23 as_of_right",
    "rn ON hospital 2026-11-23 | rn:BC | abroad | by 2026-11-23 as_of_right",
    "lpn ON long_term_care 2026-11-23 | lpn:AB | | by 2026-11-23 as_of_right",
    "lpn ON home 2026-11-23 | lpn:AB | | by 2026-11-25 transfer",
    "lpn ON home 2026-11-23 | rn:AB | | out first_registration",
    "np ON clinic 2026-11-23 | np:BC | | by 2026-11-25 transfer",
    "rn ON clinic 2026-11-23 | rn:AB, rn:ON:expired | | unknown transfer",
    "rn ON clinic 2026-11-23 | rn:AB, rn:ON:expired | home=AB | unknown host_registration",
    "rn ON hospital 2026-11-23 | rn:AB, rn:ON:expired | | by 2026-11-23 as_of_right",
    "rn ON hospital 2026-11-23 | rn:AB:provisional | | unknown transfer",
    "rn ON hospital 2026-11-23 | rn:AB:active_with_conditions | | unknown transfer",
    "rn ON hospital 2026-11-23 | rn:AB, rn:BC:active_with_conditions | | unknown transfer",
    "rn ON hospital 2026-11-23 | rn:AB, rn:BC:restricted | | unknown transfer",
    "ot AB clinic 2026-12-28 | ot:ON, ot:BC:active_with_conditions | | unknown transfer",
    "rn ON hospital 2026-11-23 | rn:AB, rn:ON:active_with_conditions | | unknown licensed",
    "rn ON hospital 2026-11-23 | rn:ON, rn:BC:active_with_conditions | | met licensed",
    "rn ON hospital 2026-11-23 | rn:AB:student | | out first_registration",
    "rn ON hospital 2026-11-23 | rn:AB:non_practising | | missing transfer",
    "rn ON hospital 2026-11-23 | rn:AB:suspended | | missing transfer",
    "rn ON hospital 2026-11-23 | rn:AB, rn:BC:revoked | | missing transfer",
    "rn ON hospital 2026-11-23 | rn:AB:until=2026-10-31 | | missing transfer",
    "rt ON hospital 2023-07-20 | rt:AB | today=2023-07-10 | by 2023-07-24 as_of_right",
    "rt ON hospital 2026-11-23 | rt:AB | | by 2026-11-23 as_of_right",
    "rt ON - 2026-11-23 | rt:AB | | unknown as_of_right",
    "rt ON clinic 2026-11-23 | rt:AB | | unknown transfer",
    "mlt ON hospital 2026-11-23 | mlt:BC | | out first_registration",
    "surgeon ON hospital 2026-11-23 | specialist_md:BC | | by 2026-11-23 as_of_right",
    // M3 to M10: the second wave, from 2026-01-01, in person; proven for hospitals and long-term care only.
    "ot ON hospital 2026-11-23 | ot:NS | | by 2026-11-23 as_of_right",
    "ot ON hospital 2026-11-23 | ot:NS | remote | unknown transfer",
    "ot ON hospital 2026-11-23 | ot:NS | remote home=ON | by 2026-11-23 as_of_right",
    "dentist ON long_term_care 2026-11-23 | dentist:BC | | by 2026-11-23 as_of_right",
    "ot ON home 2026-11-23 | ot:NS | | unknown as_of_right",
    "ot ON home 2026-11-23 | ot:NS | remote | unknown transfer",
    "physio ON hospital 2025-12-15 | physio:BC | today=2025-12-10 | by 2026-01-01 as_of_right",
    "physio ON clinic 2026-11-23 | physio:BC | | unknown as_of_right",
    "pharmacist ON - 2026-11-23 | pharmacist:QC | | unknown as_of_right",
    // A registration elsewhere that ends first: what rests on it needs its renewal; a transfer in time does not.
    "physio ON hospital 2026-12-31 | physio:BC:until=2026-12-31 | | by 2026-11-23 as_of_right",
    "physio ON hospital 2027-03-01 | physio:BC:until=2026-12-31 | | by 2027-01-01 as_of_right",
    "physio ON hospital 2027-03-01 | physio:BC:until=2026-12-31, physio:AB:until=2027-12-31 | home=BC | by 2026-11-23 as_of_right",
    "rn ON hospital 2027-03-01 | rn:AB:until=2026-12-31 | | by 2026-11-25 transfer",
    "rn ON hospital 2026-11-30 | rn:AB:until=2026-11-24 | | by 2026-11-25 transfer",
    "rn ON hospital 2026-11-23 | rn:AB:until=2026-11-24 | | by 2026-11-23 as_of_right",
    "ot AB clinic 2026-12-28 | ot:ON:until=2026-12-15 | | by 2026-12-21 transfer",
    "rmt ON clinic 2026-11-23 | rmt:BC | | unknown transfer",
    "psychotherapist ON clinic 2026-11-23 | psychotherapist:NS | | unknown transfer",
    "paramedic ON community 2026-11-23 | paramedic:AB | | unknown transfer",
    // M11, M12: social workers wait for the notice.
    "sw ON clinic 2026-11-23 | sw:AB | | by 2026-12-07 deemed_certification",
    // M34: Alberta, 20 business days; over Christmas too.
    "ot AB clinic 2026-12-01 | ot:ON | | by 2026-12-21 transfer",
    "rn AB hospital 2027-01-04 | rn:ON | today=2026-12-18 | by 2027-01-20 transfer",
    // M20 to M36: no date that could be promised.
    "family_md NS clinic 2026-12-01 | family_md:NB | | unknown atlantic_register",
    "family_md NS clinic 2026-12-01 | family_md:ON | | unknown transfer",
    "rn NB hospital 2026-12-01 | rn:ON | | unknown deemed_on_receipt",
    "rn NL hospital 2026-12-01 | rn:ON | | unknown transfer",
    "rn QC hospital 2026-12-01 | rn:ON | | unknown transfer",
    "rn BC hospital 2026-12-01 | rn:AB | home=AB | unknown transfer",
    // Educated abroad.
    "rn ON hospital 2026-12-01 | | abroad | out assessment",
    "rn QC hospital 2026-12-01 | | abroad | out assessment",
    "ot BC clinic 2026-12-01 | | abroad | out assessment",
    "rn ON hospital 2026-12-01 | | | out first_registration",
];

struct Case {
    profile: Profile,
    role: Role,
    province: Province,
    setting: Option<Setting>,
    remote: bool,
    start: NaiveDate,
    today: NaiveDate,
    expected: String,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

fn licence(text: &str) -> Licence {
    let mut parts = text.split(':');
    let role = Role::parse(parts.next().unwrap()).unwrap_or_else(|| panic!("{text}"));
    let province = Province::parse(parts.next().unwrap()).unwrap();
    let (class, standing) = (LicenceClass::General, Standing::Active);
    let mut licence = Licence { role, province, class, standing, valid_from: None, valid_until: None };
    for part in parts {
        match (part.split_once('='), LicenceClass::parse(part), Standing::parse(part)) {
            (Some(("from", first)), ..) => licence.valid_from = Some(day(first)),
            (Some(("until", last)), ..) => licence.valid_until = Some(day(last)),
            (None, Some(class), _) => licence.class = class,
            (None, None, Some(standing)) => licence.standing = standing,
            _ => panic!("{text}"),
        }
    }
    licence
}

impl Case {
    fn read(text: &str) -> Self {
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let [work, licences, about, expected] = parts[..] else { panic!("{text}") };
        let [role, province, setting, start] = work.split(' ').collect::<Vec<_>>()[..] else { panic!("{text}") };
        let licences = licences.split(',').map(str::trim).filter(|l| !l.is_empty()).map(licence).collect();
        let about: Vec<&str> = about.split(' ').collect();
        let value = |name: &str| about.iter().find_map(|word| word.strip_prefix(name));
        let profile = Profile {
            licences,
            residence: value("home=").and_then(Province::parse),
            internationally_educated: about.contains(&"abroad"),
            ..Profile::default()
        };
        Self {
            profile,
            role: Role::parse(role).unwrap_or_else(|| panic!("{text}")),
            province: Province::parse(province).unwrap(),
            setting: Setting::parse(setting),
            remote: about.contains(&"remote"),
            start: day(start),
            today: value("today=").map_or(day("2026-11-23"), day),
            expected: expected.to_owned(),
        }
    }

    fn answer(&self) -> Answer {
        let Self { profile, role, province, setting, remote, start, today, .. } = self;
        answer(profile, *role, *province, *setting, *remote, *start, *today)
    }
}

fn written(answer: &Answer) -> String {
    let status = match answer.status {
        AnswerStatus::Met { until: None } => "met".to_owned(),
        AnswerStatus::Met { until: Some(day) } => format!("met-until {day}"),
        AnswerStatus::Obtainable { from } => format!("by {from}"),
        AnswerStatus::Unknown => "unknown".to_owned(),
        AnswerStatus::Missing => "missing".to_owned(),
        AnswerStatus::OutOfReach => "out".to_owned(),
    };
    format!("{status} {}", answer.route.key())
}

#[test]
fn the_answers_are_those_of_the_facts() {
    let wrong: Vec<String> = CASES
        .iter()
        .map(|text| (text, Case::read(text)))
        .map(|(text, case)| (text, written(&case.answer()), case.expected))
        .filter(|(_, answer, expected)| answer != expected)
        .map(|(text, answer, _)| format!("{text}   but it was: {answer}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_sentence_says_what_to_file_by_when_and_with_whom() {
    let said = |text: &str| Lang::ALL.map(|lang| Case::read(text).answer().message.render(lang));
    let [en, fr] = said("rn ON hospital 2026-11-23 | rn:AB | | ");
    assert!(en.starts_with("Registered in Alberta, you may start on 23 November 2026 in Ontario"), "{en}");
    assert!(en.contains("apply for registration with the College of Nurses of Ontario"), "{en}");
    assert!(
        fr.starts_with("Avec votre inscription en Alberta, vous pouvez commencer le 23 novembre 2026 en Ontario"),
        "{fr}"
    );
    assert!(fr.contains("au plus 6 mois"), "{fr}");
    let [en, fr] = said("rn QC hospital 2026-12-01 | rn:ON | | ");
    assert!(en.contains("knowledge of French") && fr.contains("au Québec"), "{en} {fr}");
}

#[test]
fn a_route_that_rests_on_a_registration_that_ends_asks_for_its_renewal() {
    for text in [
        "physio ON hospital 2027-03-01 | physio:BC:until=2026-12-31 | | ",
        "ot AB clinic 2026-12-28 | ot:BC:until=2026-12-15 | | ",
    ] {
        let [en, fr] = Lang::ALL.map(|lang| Case::read(text).answer().message.render(lang));
        assert!(en.starts_with("Your registration in British Columbia ends on") && en.contains("Renew it"), "{en}");
        assert!(fr.starts_with("Votre inscription en Colombie-Britannique prend fin le"), "{fr}");
        assert!(fr.contains("Renouvelez-la"), "{fr}");
    }
    let text = "physio ON hospital 2026-12-15 | physio:BC:until=2026-12-31 | | ";
    let early = Case::read(text).answer().message.render(Lang::En);
    assert!(early.starts_with("Registered in British Columbia, you may start on"), "{early}");
}

#[test]
fn an_unproven_setting_sends_one_to_the_college() {
    for setting in ["clinic", "-"] {
        let answer = Case::read(&format!("physio ON {setting} 2026-12-01 | physio:BC | | ")).answer();
        assert_eq!(answer.provenance.certainty, Certainty::Unverified);
        let [en, fr] = Lang::ALL.map(|lang| answer.message.render(lang));
        assert!(en.contains("ask") && fr.contains("demandez"), "{en} {fr}");
    }
}

#[test]
fn a_licence_in_hand_names_who_says_that_one_is_needed() {
    let row = |role: &str, province| {
        let role = Role::parse(role).unwrap();
        Regulation::of(role, province, day("2026-12-01")).unwrap().provenance
    };
    for (text, role, province) in [
        ("rn ON hospital 2026-12-01 | rn:ON | | ", "rn", Province::On),
        ("rn ON hospital 2026-12-01 | rn:ON:until=2027-12-31 | | ", "rn", Province::On),
        ("psw AB home 2026-12-01 | psw:AB | | ", "psw", Province::Ab),
    ] {
        let (said, row) = (Case::read(text).answer().provenance, row(role, province));
        assert_eq!((said.source, said.as_of, said.certainty), (row.source, row.as_of, row.certainty), "{text}");
    }
    // What the table does not say is what everyone knows.
    for text in [
        "nurse_lead ON hospital 2026-12-01 | lpn:ON | | ",
        "rpsych ON hospital 2026-12-01 | rpsych:ON | | ",
        "psychotherapist QC clinic 2026-12-01 | psychotherapist:QC | | ",
    ] {
        assert_eq!(Case::read(text).answer().provenance.certainty, Certainty::General, "{text}");
    }
}

#[test]
fn every_answer_carries_its_source_and_a_licence_its_link() {
    for text in CASES {
        let answer = Case::read(text).answer();
        assert!(!answer.provenance.source.is_empty() && !answer.provenance.as_of.is_empty(), "{text}");
        let licensed = !matches!(answer.route, Route::Unregulated | Route::NotPractised | Route::Unlisted);
        assert!(!licensed || answer.provenance.url.is_some(), "{text}: {:?}", answer.provenance);
    }
}

/// A worker, where and how they would work, today, and two first days.
fn question() -> impl Strategy<Value = (Profile, Role, Province, Option<Setting>, bool, NaiveDate, NaiveDate, NaiveDate)>
{
    let setting = proptest::option::of(proptest::sample::select(Setting::ALL));
    testing::today().prop_flat_map(move |today| {
        let start = || testing::day_around(today, 500);
        let profile = testing::profile(today);
        (profile, testing::role(), testing::province(), setting.clone(), any::<bool>(), Just(today), start(), start())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_cheap_answer_is_the_whole_one((profile, role, province, setting, remote, today, a, b) in question()) {
        let prepared = prepare(&profile, role, province, setting, remote, today);
        for start in [a, b] {
            prop_assert_eq!(prepared.status(start), answer(&profile, role, province, setting, remote, start, today).status);
            prop_assert_eq!(prepared.status(start.min(today)), prepared.status(today));
        }
    }

    #[test]
    fn nothing_unverified_is_ever_promised((profile, role, province, setting, remote, today, start, _) in question()) {
        let answer = answer(&profile, role, province, setting, remote, start, today);
        if answer.provenance.certainty == Certainty::Unverified {
            prop_assert_eq!(answer.status, AnswerStatus::Unknown);
        }
        if let AnswerStatus::Obtainable { from } = answer.status {
            prop_assert!(from >= today);
        }
        for lang in Lang::ALL {
            let said = answer.message.render(lang);
            prop_assert!(!said.contains('$') && !said.contains('{') && said != answer.message.key, "{}", said);
        }
    }

    #[test]
    fn a_good_licence_here_is_all_one_needs((profile, role, province, setting, remote, today, start, _) in question()) {
        let here = Licence {
            role,
            province,
            class: LicenceClass::General,
            standing: Standing::Active,
            valid_from: None,
            valid_until: None,
        };
        let licences = [here].into_iter().chain(profile.licences.iter().cloned()).collect();
        let licensed = Profile { licences, ..profile };
        let status = prepare(&licensed, role, province, setting, remote, today).status(start);
        // A licence of this province also proves that the profession exists there.
        prop_assert_eq!(status, AnswerStatus::Met { until: None });
    }
}
