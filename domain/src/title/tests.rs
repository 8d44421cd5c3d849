//! Properties of recognition.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;

use super::token::tokens;
use super::*;

fn keys(title: &str, province: Option<Province>) -> Vec<&'static str> {
    recognize(title, province).roles.iter().map(|role| role.key()).collect()
}

#[test]
fn rpn_is_what_it_is_in_the_province() {
    for province in Province::ALL {
        let wanted: &[&str] = match province {
            Province::On => &["lpn"],
            Province::Bc | Province::Ab | Province::Sk | Province::Mb | Province::Yt => &["rpsych"],
            _ => &[],
        };
        assert_eq!(keys("RPN", Some(*province)), wanted, "{province:?}");
        assert_eq!(keys("Registered psychiatric nurse (R.P.N.)", Some(*province)), ["rpsych"], "{province:?}");
        assert_eq!(keys("Registered practical nurse (RPN)", Some(*province)), ["lpn"], "{province:?}");
    }
    assert!(keys("RPN", None).is_empty());
}

#[test]
fn abbreviations_that_collide_are_decided_by_the_other_words() {
    for (title, role) in [
        ("RT - Radiation Therapy", "rad_ther"),
        ("RT - Therapeutic Recreation", "rec_ther"),
        ("RT - ICU", "rt"),
        ("CCP - Perfusion Services", "perfusionist"),
        ("CCP", "paramedic"),
        ("CDA", "dental_asst"),
    ] {
        assert_eq!(keys(title, Some(Province::On)), [role], "{title}");
    }
    assert_eq!(keys("CCA", Some(Province::Ns)), ["psw"]);
    for title in ["CCA", "CMA", "PT cashier", "Warehouse associate, OT available"] {
        assert!(keys(title, Some(Province::On)).is_empty(), "{title}");
    }
    assert_eq!(keys("PSW - FT/PT", Some(Province::On)), ["psw"]);
}

#[test]
fn a_psychiatric_nurse_is_a_registered_one_where_that_is_a_profession_of_its_own() {
    for province in Province::ALL {
        let own = matches!(province, Province::Bc | Province::Ab | Province::Sk | Province::Mb | Province::Yt);
        let wanted = if own { ["rpsych"] } else { ["rn"] };
        assert_eq!(keys("Psychiatric Nurse", Some(*province)), wanted, "{province:?}");
        if own {
            assert_eq!(keys("Psychiatric Nurse RPN", Some(*province)), wanted, "{province:?}");
        }
    }
    assert!(keys("Psychiatric Nurse", None).is_empty());
}

#[test]
fn index_entries_are_read_the_other_way_round() {
    assert_eq!(keys("Nurses, Licensed Practical", None), ["lpn"]);
    assert_eq!(keys("therapist, massage", None), ["rmt"]);
}

#[test]
fn a_word_said_once_for_two_is_read_twice() {
    for (title, roles) in [
        ("Dental Assistant/Hygienist", ["dental_asst", "dental_hyg"]),
        ("Occupational or Physical Therapist", ["ot", "physio"]),
        ("Infirmière ou infirmière auxiliaire", ["rn", "lpn"]),
    ] {
        assert_eq!(keys(title, Some(Province::On)), roles, "{title}");
    }
    assert_eq!(keys("Infirmière/infirmier auxiliaire autorisé(e)", Some(Province::On)), ["lpn"]);
}

/// Every phrase names its role, with a word that it needs and in its province; one of several roles names any.
#[test]
fn every_phrase_alone_names_its_role() {
    let stems = |phrase: &str| tokens(phrase).into_iter().map(|token| token.stem).collect::<Vec<_>>().join(" ");
    let mut roles_of: HashMap<String, HashSet<Role>> = HashMap::new();
    for synonym in synonyms::all() {
        roles_of.entry(stems(synonym.phrase)).or_default().insert(synonym.role);
    }
    let mut failures = Vec::new();
    for synonym in synonyms::all() {
        let needed = match synonym.needs.first() {
            Some(&"@health") => " - hospital".to_owned(),
            Some(word) => format!(" - {word}"),
            None => String::new(),
        };
        let title = format!("{}{needed}", synonym.phrase);
        let found = recognize(&title, synonym.provinces.first().copied());
        let sharing = &roles_of[&stems(synonym.phrase)];
        if !found.roles.iter().any(|role| sharing.contains(role)) {
            failures.push(format!("{title} ({}): {:?} {}", synonym.role, found.roles, found.reason));
        }
    }
    assert!(failures.is_empty(), "{}\n{}", failures.len(), failures.join("\n"));
}

const TITLES: &[&str] = &[
    "Registered Nurse (RN)",
    "RPN/RN – nights",
    "Préposé aux bénéficiaires",
    "Infirmière auxiliaire",
    "PSW",
    "Occupational therapist or physiotherapist",
    "Nurse recruiter",
    "Technologue en imagerie médicale",
    "Cook",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn anything_can_be_read(title in "\\PC{0,80}") {
        recognize(&title, Some(Province::On));
    }

    #[test]
    fn words_in_any_order_with_any_marks_can_be_read(title in "((nurse|infirmier|RN|of|et|auxiliaire|PT)[ /,().·'&-]{0,3}){0,12}") {
        recognize(&title, None);
    }

    #[test]
    fn case_accents_dots_and_spaces_make_no_difference(i in 0..TITLES.len(), upper: bool, spaces in 1..4_usize) {
        let title = TITLES[i];
        let wanted = keys(title, Some(Province::On));
        let cased = if upper { title.to_uppercase() } else { title.to_lowercase() };
        prop_assert_eq!(&keys(&cased, Some(Province::On)), &wanted);
        let plain: String = title.chars().map(|c| match c { 'é' | 'è' => 'e', c => c }).collect();
        prop_assert_eq!(&keys(&plain, Some(Province::On)), &wanted);
        let spaced = title.replace(' ', &" ".repeat(spaces));
        prop_assert_eq!(&keys(&spaced, Some(Province::On)), &wanted);
        let dotted = title.replace("RN", "R.N.").replace("PSW", "P.S.W.").replace("RPN", "R.P.N.");
        prop_assert_eq!(&keys(&dotted, Some(Province::On)), &wanted);
    }

    #[test]
    fn noise_after_a_dash_makes_no_difference(
        i in 0..TITLES.len(),
        noise in "(full time|nights|\\$[0-9]{2} bonus|#[0-9]{4}|Hamilton|temporary|temps partiel|12h)",
    ) {
        let title = TITLES[i];
        for noisy in [format!("{title} - {noise}!"), format!("{noise} – {title}"), format!("{title} [{noise}]")] {
            prop_assert_eq!(keys(&noisy, Some(Province::On)), keys(title, Some(Province::On)), "{}", noisy);
        }
    }
}
