use super::*;

fn holds(form: &Form, author: &Author) -> Vec<Hold> {
    Report::of(form, author, day("2026-11-22")).holds
}

/// What the rules find in a description.
fn found(description: &str) -> Vec<(HoldRule, String)> {
    let mut form = form();
    form.en.as_mut().unwrap().description = description.to_owned();
    holds(&form, &author()).into_iter().map(|hold| (hold.rule, hold.words)).collect()
}

#[test]
fn wording_of_frauds_is_held() {
    use HoldRule::{Sign as Has, UnverifiedLink};
    use Sign::{AsksForMoney, Crypto, EasyMoney, Identity, Messaging, MovesMoney, Untraceable};
    let cases = [
        ("A $50 registration fee is due before the interview.", Has(AsksForMoney), "registration fee"),
        ("You pay for your training, refunded with the first pay.", Has(AsksForMoney), "pay for your training"),
        ("Des frais de dossier de 40 $ s'appliquent.", Has(AsksForMoney), "frais de dossier"),
        ("Processing fees apply.", Has(AsksForMoney), "processing fees"),
        ("Send it by Interac e-Transfer.", Has(Untraceable), "send it by interac e transfer"),
        ("Achetez des cartes-cadeaux.", Has(Untraceable), "achetez des cartes cadeaux"),
        ("Salary in Bitcoin.", Has(Crypto), "bitcoin"),
        ("Contact us on WhatsApp", Has(Messaging), "contact us on whatsapp"),
        ("Contact us on What\u{200b}sApp", Has(Messaging), "contact us on whatsapp"),
        ("Écrivez-nous par texto seulement", Has(Messaging), "par texto seulement"),
        ("Send your social insurance number", Has(Identity), "send your social insurance number"),
        (
            "Envoyez votre NAS et vos coordonnées bancaires",
            Has(Identity),
            "envoyez votre nas et vos coordonnees bancaires",
        ),
        ("Keep 10% of each transfer.", Has(MovesMoney), "keep 10 of"),
        ("Embauche sans entrevue.", Has(EasyMoney), "sans entrevue"),
        ("Apply at https://bit.ly/3xyz", UnverifiedLink, "bit.ly"),
        ("Write to hr.nurse@gmail.com", UnverifiedLink, "gmail.com"),
        ("See www.tbrh.example.ca.evil.org/jobs", UnverifiedLink, "tbrh.example.ca.evil.org"),
        ("See nottbrh.example.ca", UnverifiedLink, "nottbrh.example.ca"),
    ];
    for (text, rule, words) in cases {
        assert_eq!(found(text), [(rule, words.to_owned())], "{text}");
    }
}

#[test]
fn honest_wording_is_not() {
    for text in [
        "There is no registration fee and we never ask for a deposit.",
        "We reimburse your registration fee with the College.",
        "Aucuns frais d'inscription ne sont demandés.",
        "Sans frais de dossier. Jamais de virement Interac.",
        "Paid by direct deposit every two weeks.",
        "Experience with blood transfer, patient transfer and triage.",
        "We will never ask for your social insurance number.",
        "See https://careers.tbrh.example.ca/rn or write to hr@tbrh.example.ca.",
        "Works well in a team.Good with people e.g. seniors.",
        "Full-time/part-time, 7.5 h shifts, $40.50/h, telehealth and telemetry.",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn every_text_and_the_link_are_looked_at() {
    let crypto = |text: &str| text.to_owned() + " bitcoin";
    let mut form = form();
    form.questions = vec![Question {
        text: Twin { en: Some(crypto("Do you own")), fr: None },
        kind: QuestionKind::YesNo,
        choices: vec![],
        required: true,
    }];
    form.apply = Way::External { url: "https://forms.example.org/rn".to_owned() };
    let holds_in = |form: &Form| holds(form, &author()).into_iter().map(|hold| hold.at).collect::<Vec<_>>();
    assert_eq!(holds_in(&form), ["/questions/0/en", "/apply_url"]);
    form.apply = Way::External { url: "https://jobs.tbrh.example.ca/rn".to_owned() };
    form.en.as_mut().unwrap().title = crypto("Nurse");
    // The same words once, at their first place.
    assert_eq!(holds_in(&form), ["/en/title"]);
    assert!(holds(&form, &Author { domain: None, ..author() }).len() == 2, "no verified site: every link is foreign");
}

#[test]
fn pay_that_was_let_pass_is_looked_at_again_when_it_changes() {
    let paid = |max_cents| {
        let pay = Some(Pay { min_cents: 4_000, max_cents, unit: PayUnit::Hour });
        holds(&Form { pay, ..form() }, &author())
    };
    assert_eq!(paid(12_000), []);
    let [high, higher] = [paid(50_000), paid(90_000)].map(|holds| holds.first().cloned().unwrap());
    assert_eq!((high.rule, high.at.as_str()), (HoldRule::Sign(Sign::PayTooHigh), "/pay"));
    assert!(high.is_as(&paid(50_000)[0]) && !high.is_as(&higher));
}

#[test]
fn a_reason_is_kept_by_its_key_and_said_in_both_languages() {
    let signs = Sign::ALL.iter().copied().map(HoldRule::Sign);
    for rule in signs.chain([HoldRule::UnverifiedLink, HoldRule::Claim]) {
        let hold = Hold { rule, at: "/en/title".to_owned(), words: "these words".to_owned() };
        let json = format!(r#"{{"rule":"{}","at":"/en/title","words":"these words"}}"#, rule.key());
        assert_eq!(serde_json::to_string(&hold).unwrap(), json);
        assert_eq!(serde_json::from_str::<Hold>(&json).unwrap(), hold);
        let [en, fr] = crate::Lang::ALL.map(|lang| hold.message().render(lang));
        assert!(en != fr && !(en + &fr).contains("-hold-"), "{rule:?}");
    }
    assert!(serde_json::from_str::<HoldRule>(r#""messenger""#).is_err());
}
