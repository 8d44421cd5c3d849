//! Whatever people write, a mail has the headers we gave it and goes where we said.

use std::collections::BTreeMap;

use chrono::DateTime;
use domain::Lang;
use domain::application::Stage;
use domain::organization::MemberRole;
use mail_parser::MessageParser;
use proptest::prelude::*;
use storage::delivery::{DeliveryId, State};
use uuid::Uuid;

use super::*;
use crate::render::Card;
use crate::{InterviewChange, Letter, PostingOutcome};

const HEADERS: [&str; 8] =
    ["Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "MIME-Version", "Content-Type"];

fn delivery(recipient: &str, language: Lang) -> Delivery {
    let created_at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
    Delivery {
        id: DeliveryId(Uuid::from_u128(7)),
        kind: "test".to_owned(),
        recipient: recipient.to_owned(),
        language,
        payload: None,
        attempts: 1,
        created_at,
        state: State::Due { at: created_at },
        last_error: None,
    }
}

/// A sender whose name somebody set carelessly.
fn sender(name: &str) -> Sender {
    Sender {
        address: "us@jobs.example.ca".to_owned(),
        name: name.to_owned(),
        mailing_address: name.to_owned(),
        public_url: "https://jobs.example.ca".to_owned(),
    }
}

/// Names and titles as an attacker writes them.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            "\n-- \n",
            "\0",
            "\u{85}",
            "\u{2028}",
            "\u{202e}",
            " ",
            "\t",
            "=?",
            "Bcc: victim@example.com",
            "To: victim@example.com",
            "Content-Type: text/html",
            "<victim@example.com>",
            "=?utf-8?q?=0D=0ABcc:_victim@example.com?=",
            "%0d%0aBcc:",
            "\"",
            "\\",
            ",",
            ";",
            ":",
            "@",
            "(",
            ")",
            "é",
            "名前",
            "👩‍⚕️",
            "{ $link }",
            "https://evil.example",
            "<script>alert(1)</script>",
            "\" onmouseover=\"alert(1)",
            "</p></div><a href=https://evil.example>",
            "[[footer]]",
            "{{ cards }}",
            "Zoé",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
        "[a-zA-Z ]{0,40}",
        (0..1_200_usize).prop_map(|length| "x".repeat(length)),
        Just("N".repeat(10_000)),
        Just("é ".repeat(5_000)),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn letters(text: &str) -> Vec<Letter> {
    let text = || text.to_owned();
    vec![
        Letter::ConfirmEmail { link: text() },
        Letter::ConfirmSubscription { link: text() },
        Letter::AlreadySubscribed { link: text() },
        Letter::MemberInvitation { organization: text(), inviter: text(), role: MemberRole::Owner, link: text() },
        Letter::OrganizationDecided { organization: text(), approved: false, reason: Some(text()) },
        Letter::PostingDecided { title: text(), outcome: PostingOutcome::Refused, reason: Some(text()) },
        Letter::ReportReceived { title: text() },
        Letter::CandidateInvited { title: text(), organization: text() },
        Letter::InvitationAccepted { title: text() },
        Letter::ReviewAnswered { title: text(), finding: text() },
        Letter::ApplicationMoved { title: text(), organization: text(), stage: Stage::Declined, reason: Some(text()) },
        Letter::InterviewSet {
            title: text(),
            organization: text(),
            change: InterviewChange::Planned,
            day: chrono::NaiveDate::MIN,
            time: text(),
            place: text(),
        },
        Letter::AnswerOwed { title: text(), owed: text() },
    ]
}

/// Returns the text, with its lines ended by `\n`.
fn assert_harmless(delivery: &Delivery, letter: Letter, to_name: &str, sender: &Sender) -> String {
    let payload = Payload { to_name: to_name.to_owned(), letter };
    let composed = compose(delivery, &payload, sender).unwrap();
    let to: Vec<_> = composed.envelope().to().iter().map(ToString::to_string).collect();
    assert_eq!(to, [delivery.recipient.as_str()]);
    assert_eq!(composed.envelope().from().map(ToString::to_string), Some(sender.address.clone()));

    let bytes = composed.formatted();
    let raw = String::from_utf8(bytes.clone()).unwrap();
    let (head, _) = raw.split_once("\r\n\r\n").unwrap();
    let mut names = BTreeMap::<&str, usize>::new();
    for line in head.split("\r\n") {
        // RFC 5322 §2.1.1.
        assert!(line.len() <= 998 && !line.contains(['\r', '\n', '\0']), "{line:?}");
        if !line.starts_with([' ', '\t']) {
            *names.entry(line.split_once(':').unwrap().0).or_default() += 1;
        }
    }
    assert_eq!(names, HEADERS.map(|name| (name, 1)).into());

    let message = MessageParser::new().parse(&bytes).unwrap();
    let addresses = |address: &mail_parser::Address<'_>| -> Vec<String> {
        address.iter().map(|address| address.address().unwrap().to_owned()).collect()
    };
    assert_eq!(addresses(message.to().unwrap()), [delivery.recipient.as_str()]);
    assert_eq!(addresses(message.from().unwrap()), [sender.address.as_str()]);
    assert!(!message.subject().unwrap().contains(char::is_control));
    assert!(message.subject().unwrap().chars().count() < 300);
    let text = message.body_text(0).unwrap().replace("\r\n", "\n");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
    assert_eq!(text.lines().filter(|line| *line == "-- ").count(), 1, "{text}");
    assert_plain(&message.body_html(0).unwrap(), sender);
    text.trim_end().to_owned()
}

/// What a frame of ours and paragraphs are made of.
const TAGS: [&str; 21] = [
    "html", "head", "title", "meta", "style", "body", "div", "table", "tbody", "tr", "td", "p", "br", "h2", "ul", "li",
    "a", //
    "noscript", "xml", "o", "i",
];

/// Nobody's words are anything but words in the HTML, no link leads elsewhere, and no gap of the frame is left.
fn assert_plain(html: &str, sender: &Sender) {
    assert!(html.len() < 100_000, "{} bytes", html.len());
    assert!(html.contains("color-scheme") && html.contains("@media (prefers-color-scheme: dark)"));
    for part in html.split('<').skip(1).filter(|part| !part.starts_with(['!', '/'])) {
        let name: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
        assert!(TAGS.contains(&name.as_str()), "<{part}");
        let (tag, _) = part.split_once('>').unwrap();
        // Outside of what stands in quotes.
        let bare: String = tag.split('"').step_by(2).collect();
        assert!(!bare.contains("onmouseover"), "{tag}");
        if let Some((_, link)) = tag.split_once("href=\"") {
            assert!(link.starts_with(&sender.public_url), "{link}");
        }
    }
    let footer = html.rfind("us@jobs.example.ca").expect("how the sender is reached");
    assert!(footer > html.len() / 2);
}

/// A digest is put together from a database; what people wrote reaches it as this.
fn telling_of(text: &str) -> Rendered {
    let card = || Card {
        title: crate::text::line(text, 150),
        facts: vec![crate::text::line(text, 100), crate::text::line(text, 100)],
        link: sender("us").link(text),
        opinion: Some((crate::text::line(text, 100), sender("us").link(text))),
    };
    Rendered {
        subject: crate::text::line(text, 150),
        before: vec!["New".to_owned()],
        cards: vec![card(), card()],
        footer: vec!["us@jobs.example.ca".to_owned()],
        one_click: Some(sender("us").link("/api/v1/subscriptions/abc/unsubscribe")),
        ..Rendered::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_words_of_a_posting_become_anything_else_in_a_digest(text in hostile(), french in any::<bool>()) {
        let delivery = delivery("zoe@example.ca", if french { Lang::Fr } else { Lang::En });
        let sender = sender("us");
        let bytes = message(&delivery, "", &telling_of(&text), &sender).unwrap().formatted();
        let message = MessageParser::new().parse(&bytes).unwrap();
        let headers = message.parts[0].headers.len();
        let harmless = super::message(&delivery, "", &telling_of("word"), &sender).unwrap().formatted();
        prop_assert_eq!(headers, MessageParser::new().parse(&harmless).unwrap().parts[0].headers.len());
        let html = message.body_html(0).unwrap();
        let lang = format!("lang=\"{}\"", delivery.language.code());
        prop_assert!(html.contains(&lang));
        assert_plain(&html, &sender);
        let links = html.matches("<a href").count();
        prop_assert_eq!(links, 4, "{}", html);
        // What a list of mails shows of it, and the mail itself.
        prop_assert!(html.matches("New").count() >= 2, "{}", html);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn no_words_of_anyone_become_headers_recipients_or_lines(
        text in hostile(),
        to_name in hostile(),
        name in hostile(),
        french in any::<bool>(),
    ) {
        let delivery = delivery("zoe@example.ca", if french { Lang::Fr } else { Lang::En });
        // The same letters with a word that does no harm.
        let words = if crate::text::line(&text, 1).is_empty() { "" } else { "word" };
        for (letter, harmless) in letters(&text).into_iter().zip(letters(words)) {
            let expected = render(&harmless, "Zoé", delivery.language, &sender("us")).text();
            let link = matches!(&letter, Letter::ConfirmEmail { .. });
            let text = assert_harmless(&delivery, letter, &to_name, &sender(&name));
            prop_assert_eq!(text.lines().count(), expected.lines().count(), "{}", text);
            prop_assert!(!link || text.contains("\nhttps://jobs.example.ca/"), "{}", text);
        }
    }
}

#[test]
fn addresses_may_be_of_any_script() {
    for recipient in ["zoé@exemple.ca", "用户@example.ca", "a+b@sub.example.ca"] {
        assert_harmless(&delivery(recipient, Lang::Fr), Letter::AccountDeleted, "Zoé", &sender("Nous"));
    }
}

#[test]
fn an_address_that_is_none_is_a_failure_for_good() {
    let payload = Payload { to_name: String::new(), letter: Letter::AccountDeleted };
    let failure = compose(&delivery("nobody", Lang::En), &payload, &sender("us")).err();
    assert_eq!(failure, Some(Failure::Permanent("address")));
}
