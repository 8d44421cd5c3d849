//! Every letter in both languages, as a mail program reads it.

use chrono::NaiveDate;
use domain::Lang;
use domain::organization::MemberRole;
use domain::reference::{Credential, Province, Role};
use mail_parser::{Address, HeaderName, Message, MessageParser};
use mailer::{Letter, Memory, PostingOutcome, Transport};
use storage::testing::TestDatabase;
use storage::vault::Vault;
use tokio::sync::watch;

use crate::sample::{Time, mailer, outgoing, queued};

/// A letter, its subject in English and French, and what the text says in each.
type Row = (Letter, [&'static str; 2], [&'static [&'static str]; 2]);

const URL: &str = "\nhttps://jobs.example.ca/confirm/abc-DEF_123\n";
const URL_FR: &str = "\nhttps://jobs.example.ca/fr/confirm/abc-DEF_123\n";

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 1).unwrap()
}

fn about_accounts() -> Vec<Row> {
    let link = || "/confirm/abc-DEF_123".to_owned();
    vec![
        (
            Letter::ConfirmEmail { link: link() },
            ["Confirm your email address", "Confirmez votre adresse courriel"],
            [&["To finish creating your Santé Jobs account", URL], &["achever la création de votre compte", URL_FR]],
        ),
        (
            Letter::ConfirmSubscription { link: link() },
            ["Please confirm your subscription", "Veuillez confirmer votre abonnement"],
            [&["without your confirmation nothing more is sent", URL], &["sans votre confirmation", URL_FR]],
        ),
        (
            Letter::AlreadySubscribed { link: link() },
            ["Your subscription", "Votre abonnement"],
            [&["Nothing was changed", URL], &["Rien n'a été changé", URL_FR]],
        ),
        (
            Letter::AddressInUse,
            ["You already have an account", "Vous avez déjà un compte"],
            [&["which already has one"], &["qui en a déjà un"]],
        ),
        (
            Letter::PasswordReset { link: link() },
            ["Choose a new password", "Choisissez un nouveau mot de passe"],
            [&["asked for a new password", URL], &["a demandé un nouveau mot de passe", URL_FR]],
        ),
        (
            Letter::PasswordChanged,
            ["Your password was changed", "Votre mot de passe a été changé"],
            [&["If this was not you", "write to bonjour@jobs.example.ca"], &["écrivez à bonjour@jobs.example.ca"]],
        ),
        (
            Letter::SecondFactorChanged { in_force: true },
            ["Your second factor is in force", "Votre second facteur est en vigueur"],
            [&["asks for a code as well"], &["demande un code en plus"]],
        ),
        (
            Letter::SecondFactorChanged { in_force: false },
            ["Your second factor was removed", "Votre second facteur a été retiré"],
            [&["no longer asks for a code"], &["ne demande plus de code"]],
        ),
        (
            Letter::AccountDeleted,
            ["Your account is deleted", "Votre compte est supprimé"],
            [&["This is the last message"], &["Ce message est le dernier"]],
        ),
    ]
}

fn about_organizations() -> Vec<Row> {
    let invitation = |role| Letter::MemberInvitation {
        organization: "Hôpital du Parc".to_owned(),
        inviter: "Ana Silva".to_owned(),
        role,
        link: "/invitation/1".to_owned(),
    };
    let decided = |approved, reason: Option<&str>| Letter::OrganizationDecided {
        organization: "Hôpital du Parc".to_owned(),
        approved,
        reason: reason.map(str::to_owned),
    };
    let invited = ["Invitation to join Hôpital du Parc", "Invitation à rejoindre Hôpital du Parc"];
    vec![
        (
            invitation(MemberRole::Viewer),
            invited,
            [
                &["Ana Silva invites you to join Hôpital du Parc on Santé Jobs, as a viewer. To accept:"],
                &["Ana Silva vous invite à rejoindre Hôpital du Parc sur Santé Jobs, en consultation seulement."],
            ],
        ),
        (invitation(MemberRole::Recruiter), invited, [&["as a recruiter."], &["pour le recrutement."]]),
        (
            invitation(MemberRole::Owner),
            invited,
            [
                &["as an owner.", "\nhttps://jobs.example.ca/invitation/1\n"],
                &["comme propriétaire.", "\nhttps://jobs.example.ca/fr/invitation/1\n"],
            ],
        ),
        (
            decided(true, None),
            ["Hôpital du Parc is verified", "Vérification réussie\u{a0}: Hôpital du Parc"],
            [&["can now be published"], &["peuvent maintenant être publiées"]],
        ),
        (
            decided(false, Some("No such address.\r\nCall us.")),
            ["Hôpital du Parc could not be verified", "Vérification impossible\u{a0}: Hôpital du Parc"],
            [&["\n\nReason: No such address. Call us.\n"], &["\n\nMotif\u{a0}: No such address. Call us.\n"]],
        ),
    ]
}

fn about_workers() -> Vec<Row> {
    let (role, province) = (Role::parse("lpn").unwrap(), Province::On);
    let licence = |verified| Letter::LicenceDecided { role, province, verified, reason: None };
    let licence_lapses = |days| Letter::LicenceLapses { role, province, day: day(), days };
    let credential = Credential::parse("bls").unwrap();
    let lapses = |days| Letter::CredentialLapses { credential, day: day(), days };
    let names = Lang::ALL.map(|lang| credential.name(lang));
    let subject = |end: [&str; 2]| [format!("{}: {}", names[0], end[0]), format!("{}\u{a0}: {}", names[1], end[1])];
    let subject = |end| subject(end).map(|subject| &*subject.leak());
    vec![
        (
            licence(true),
            [
                "Licence verified: registered practical nurse, Ontario",
                "Permis vérifié\u{a0}: infirmière auxiliaire autorisée / infirmier auxiliaire autorisé, Ontario",
            ],
            [&["shows your licence as you declared it"], &["montre votre permis tel que vous l'avez déclaré"]],
        ),
        (
            licence(false),
            [
                "Licence not verified: registered practical nurse, Ontario",
                "Permis non vérifié\u{a0}: infirmière auxiliaire autorisée / infirmier auxiliaire autorisé, Ontario",
            ],
            [&["could not find your licence"], &["n'avons pas trouvé votre permis"]],
        ),
        (
            licence_lapses(30),
            ["Your licence expires in 30 days", "Votre permis expire dans 30 jours"],
            [
                &["valid until 1 December 2026: registered"],
                &["valide jusqu'au 1er décembre 2026\u{a0}: infirmière auxiliaire"],
            ],
        ),
        (
            licence_lapses(1),
            ["Your licence expires tomorrow", "Votre permis expire demain"],
            [&["enter the new date in your profile"], &["inscrivez la nouvelle date dans votre profil"]],
        ),
        (
            lapses(60),
            subject(["expires in 60 days", "expire dans 60 jours"]),
            [&["1 December 2026"], &["1er décembre"]],
        ),
        (lapses(0), subject(["expires today", "expire aujourd'hui"]), [&[], &[]]),
    ]
}

fn about_postings() -> Vec<Row> {
    let decided = |outcome| Letter::PostingDecided {
        title: "RN, <b>Emergency</b> & ICU".to_owned(),
        outcome,
        reason: Some("The pay is missing.".to_owned()),
    };
    let title = "RN, <b>Emergency</b> & ICU";
    let said: [&'static [&'static str]; 2] = [
        &["“RN, <b>Emergency</b> & ICU”", "Reason: The pay is missing."],
        &["«\u{a0}RN, <b>Emergency</b> & ICU\u{a0}»", "Motif\u{a0}: The pay is missing."],
    ];
    let subject = |en, fr| [format!("{en}: {title}"), format!("{fr}\u{a0}: {title}")].map(|subject| &*subject.leak());
    vec![
        (decided(PostingOutcome::Approved), subject("Your posting is live", "Votre offre est en ligne"), said),
        (decided(PostingOutcome::Refused), subject("Your posting needs changes", "Votre offre est à modifier"), said),
        (decided(PostingOutcome::TakenDown), subject("Your posting was taken down", "Votre offre a été retirée"), said),
        (decided(PostingOutcome::Restored), subject("Your posting is restored", "Votre offre est rétablie"), said),
        (
            Letter::ReportReceived { title: "PSW".to_owned() },
            ["We have received your report", "Nous avons reçu votre signalement"],
            [&["reporting the posting “PSW”"], &["signalé l'offre «\u{a0}PSW\u{a0}»"]],
        ),
    ]
}

#[tokio::test]
async fn every_letter_says_what_it_has_to_in_both_languages() {
    let database = TestDatabase::sqlite().await;
    let (vault, time, memory) = (Vault::generate(), Time::default(), Memory::default());
    let mailer = mailer(&database, &vault, &Transport::Memory(memory.clone()), &time, "a");
    let rows = [about_accounts(), about_organizations(), about_workers(), about_postings()].concat();
    let mut expected = Vec::new();
    for (letter, subjects, texts) in rows {
        for ((lang, subject), text) in Lang::ALL.into_iter().zip(subjects).zip(texts) {
            let mail = outgoing(lang, letter.clone());
            expected.push((queued(&database, &vault, &mail, &time).await, lang, letter.clone(), subject, text));
        }
    }
    while mailer.step(&watch::channel(false).1).await.unwrap() > 0 {}
    let sent = memory.sent();
    assert_eq!(sent.len(), expected.len());
    for (id, lang, letter, subject, fragments) in expected {
        let (_, bytes) = sent.iter().find(|(sent, _)| *sent == id).unwrap();
        let message = MessageParser::new().parse(bytes).unwrap();
        assert_eq!(message.subject(), Some(subject));
        assert_eq!(message.message_id(), Some(format!("{id}@jobs.example.ca").as_str()));
        assert_headers(&message, &time);
        let text = message.body_text(0).unwrap().replace("\r\n", "\n");
        for fragment in fragments {
            assert!(text.contains(fragment), "{fragment:?} in {text}");
        }
        assert_framed(&text, lang, &letter);
    }
}

/// What every mail has above its text.
fn assert_headers(message: &Message<'_>, time: &Time) {
    let one = |address: Option<&Address<'_>>| {
        let address = address.unwrap();
        assert_eq!(address.iter().count(), 1);
        let only = address.first().unwrap();
        (only.name().unwrap().to_owned(), only.address().unwrap().to_owned())
    };
    assert_eq!(one(message.from()), ("Santé Jobs".to_owned(), "bonjour@jobs.example.ca".to_owned()));
    assert_eq!(one(message.to()), ("Zoé Tremblay".to_owned(), "zoe@example.ca".to_owned()));
    assert_eq!(message.date().unwrap().to_timestamp(), time.now().timestamp());
    assert_eq!(message.header("Auto-Submitted").and_then(|value| value.as_text()), Some("auto-generated"));
    assert!(message.header(HeaderName::MimeVersion).is_some());
    let kind = |part: u32| {
        let headers = &message.part(part).unwrap().headers;
        let kind = headers.iter().find(|header| header.name == HeaderName::ContentType).unwrap();
        let kind = kind.value.as_content_type().unwrap();
        let charset = kind.attribute("charset").map(str::to_owned);
        (format!("{}/{}", kind.ctype(), kind.subtype().unwrap()), charset)
    };
    let utf8 = || Some("utf-8".to_owned());
    assert_eq!(kind(0).0, "multipart/alternative");
    assert_eq!([kind(1), kind(2)], [("text/plain".to_owned(), utf8()), ("text/html".to_owned(), utf8())]);
    assert_eq!(message.parts.len(), 3);
    // Both say who sends.
    assert!(message.body_html(0).unwrap().contains("1 Main Street, Halifax NS B3H 1A1"));
}

/// What every text begins and ends with, and that nothing in it is left unsaid.
fn assert_framed(text: &str, lang: Lang, letter: &Letter) {
    let (said, footer) = text.split_once("\n-- \n").unwrap();
    assert!(said.starts_with(["Hello Zoé Tremblay,\n\n", "Bonjour Zoé Tremblay,\n\n"][lang_index(lang)]));
    let lines: Vec<&str> = footer.lines().collect();
    let expected = match lang {
        Lang::En => [
            "Sent by Santé Jobs, 1 Main Street, Halifax NS B3H 1A1",
            "Contact: bonjour@jobs.example.ca, https://jobs.example.ca/",
        ],
        Lang::Fr => [
            "Envoyé par Santé Jobs, 1 Main Street, Halifax NS B3H 1A1",
            "Nous joindre\u{a0}: bonjour@jobs.example.ca, https://jobs.example.ca/",
        ],
    };
    assert_eq!(lines[1..], expected);
    assert!(
        lines[0]
            .starts_with(["You receive this message because ", "Vous recevez ce message parce qu"][lang_index(lang)])
    );
    let why = match letter {
        Letter::MemberInvitation { .. } => ["Ana Silva entered", "Ana Silva a inscrit"],
        Letter::ReportReceived { .. } => ["you reported a posting", "vous avez signalé une offre"],
        Letter::ConfirmEmail { .. }
        | Letter::ConfirmSubscription { .. }
        | Letter::AlreadySubscribed { .. }
        | Letter::AddressInUse
        | Letter::PasswordReset { .. } => ["someone entered", "quelqu'un a inscrit"],
        _ => ["your Santé Jobs account", "votre compte Santé Jobs"],
    };
    assert!(lines[0].contains(why[lang_index(lang)]), "{}", lines[0]);
    assert!(!text.contains("mail-") && !text.contains(['{', '}']), "{text}");
}

const fn lang_index(lang: Lang) -> usize {
    match lang {
        Lang::En => 0,
        Lang::Fr => 1,
    }
}
