//! Signs of fraud in wording and pay, and what only looks like one.

use std::collections::BTreeSet;

use domain::Lang;
use domain::compliance::fraud::{Sign, suspicions};
use domain::compliance::{Part, Subject};
use domain::posting::Pay;
use domain::reference::Role;
use proptest::prelude::*;

use super::{hourly, lawful, yearly};

#[derive(serde::Deserialize)]
struct Row {
    lang: Lang,
    text: String,
    sign: Option<Sign>,
}

fn cases() -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(include_str!("fraud.csv").as_bytes());
    reader.deserialize().map(|row| row.expect("a case")).collect()
}

#[test]
fn frauds_are_noticed_and_honest_postings_are_not() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() > 60, "{} cases", cases.len());
    for row in &cases {
        let subject = lawful("ON").with(Part::Description, row.lang, "/here", &row.text);
        let found = suspicions(&subject, &[]);
        for suspicion in &found {
            let span = suspicion.span.expect("words");
            let words = &row.text[usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap()];
            assert_eq!((suspicion.pointer.as_str(), suspicion.words.as_str()), ("/here", words));
            let [en, fr] = Lang::ALL.map(|lang| suspicion.sign.message(&suspicion.words).render(lang));
            assert!(en != fr && en.contains(words) && fr.contains(words), "{en} {fr}");
        }
        let signs: BTreeSet<Sign> = found.iter().map(|suspicion| suspicion.sign).collect();
        if signs != row.sign.into_iter().collect() {
            wrong.push(format!("{}: {found:?}, expected {:?}", row.text, row.sign));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    let in_both = |sign: &Sign| Lang::ALL.iter().all(|l| cases.iter().any(|c| c.lang == *l && c.sign == Some(*sign)));
    assert!(Sign::ALL.iter().all(|sign| *sign == Sign::PayTooHigh || in_both(sign)));
}

#[test]
fn pay_that_nobody_pays_for_the_work_is_noticed() {
    let paid = |pay: Pay, roles: &[&str]| {
        let roles: Vec<Role> = roles.iter().map(|key| Role::parse(key).expect("a role")).collect();
        let subject = Subject { pay: Some(pay), ..lawful("ON") };
        suspicions(&subject, &roles).iter().any(|found| found.sign == Sign::PayTooHigh && found.pointer == "/pay")
    };
    assert!(!paid(hourly(2_300, 7_500), &["psw"]) && paid(hourly(2_300, 7_501), &["psw"]));
    assert!(!paid(hourly(9_000, 12_000), &["lpn"]) && paid(hourly(9_000, 12_001), &["lpn"]));
    assert!(!paid(hourly(9_000, 12_001), &["lpn", "rn"]), "the best trained of several roles counts");
    // 60 × 37.5 × 52 = 117,000.
    assert!(!paid(yearly(4_000_000, 11_700_000), &["evs"]) && paid(yearly(4_000_000, 11_800_000), &["evs"]));
    assert!(!paid(yearly(30_000_000, 90_000_000), &["family_md"]) && !paid(hourly(9_000, 90_000), &[]));
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(\\PC{0,30}|fees? |gift card|[\u{301}\u{200b}İß$ \n]|virement){0,8}") {
        let subject = lawful("ON").with(Part::Description, Lang::En, "/here", &text);
        for found in suspicions(&subject, &[]) {
            prop_assert!(text.contains(&found.words) && !found.words.is_empty());
        }
    }
}
