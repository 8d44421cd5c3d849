use super::*;

/// What the rules find in a description.
fn found(description: &str) -> Vec<(HoldRule, String)> {
    let mut form = form();
    form.en.as_mut().unwrap().description = description.to_owned();
    holds(&form, &author()).into_iter().map(|hold| (hold.rule, hold.words)).collect()
}

#[test]
fn wording_of_frauds_is_held() {
    use HoldRule::{AsksForMoney, Crypto, Identity, Messaging, Untraceable, UnverifiedLink};
    let cases = [
        ("A $50 registration fee is due before the interview.", AsksForMoney, "registration fee"),
        ("You pay for your training, refunded with the first pay.", AsksForMoney, "pay for your training"),
        ("Des frais de dossier de 40 $ s'appliquent.", AsksForMoney, "frais de dossier"),
        ("Processing fees apply.", AsksForMoney, "processing fee"),
        ("Send it by Interac e-Transfer.", Untraceable, "interac e transfer"),
        ("Achetez des cartes-cadeaux.", Untraceable, "cartes cadeaux"),
        ("Salary in Bitcoin.", Crypto, "bitcoin"),
        ("Contact us on WhatsApp", Messaging, "whatsapp"),
        ("Contact us on What\u{200b}sApp", Messaging, "whatsapp"),
        ("Écrivez-nous par texto seulement", Messaging, "texto seulement"),
        ("Send your social insurance number", Identity, "social insurance number"),
        ("Envoyez votre NAS et vos coordonnées bancaires", Identity, "votre nas"),
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
