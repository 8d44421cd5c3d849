//! Mail that comes back, on both databases.

use std::path::Path;

use domain::subscription::{Means, Purposes, State, SubscriptionId};
use mailer::{Returns, queue};
use storage::subscription::{self, consent, suppression};
use storage::testing::for_each_database;
use storage::vault::Vault;
use storage::{Database, begin};
use tempfile::TempDir;
use uuid::Uuid;

use crate::digests::subscribe;
use crate::sample::{Time, outgoing, sender};
use domain::Lang;
use mailer::Letter;

/// An empty Maildir.
fn maildir() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["new", "cur", "tmp"] {
        std::fs::create_dir(folder.path().join(part)).unwrap();
    }
    folder
}

fn files(folder: &Path, part: &str) -> Vec<String> {
    let files = std::fs::read_dir(folder.join(part)).unwrap();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

/// A report on a mail, with fields for programs.
fn report(kind: &str, fields: &str, mail: &str) -> String {
    let head = format!(
        "From: MAILER-DAEMON@mx.example.net\nTo: bonjour@jobs.example.ca\nSubject: Returned\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type={kind}; boundary=\"next\"\n\n--next\nContent-Type: text/plain\n\n\
         It did not work.\n--next\nContent-Type: message/{kind}\n\n{fields}\n--next\n"
    );
    format!("{head}{mail}\n--next--\n").replace('\n', "\r\n")
}

/// The mail that a report is about, whole or its header.
fn about(id: &str, whole: bool) -> String {
    let kind = if whole { "message/rfc822" } else { "text/rfc822-headers" };
    let body = if whole { "\nHello\n" } else { "" };
    format!("Content-Type: {kind}\n\nMessage-ID: <{id}>\nTo: victim@example.org\nSubject: Hello\n{body}")
}

const GONE: &str = "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; victim@example.org\nAction: failed\n\
                    Status: 5.1.1 (no such user)\nDiagnostic-Code: smtp; 550 5.1.1 unknown";
const ABUSE: &str = "Feedback-Type: abuse\nUser-Agent: Provider/1.0\nVersion: 1\nOriginal-Rcpt-To: victim@example.org";

struct Post {
    db: Database,
    vault: Vault,
    time: Time,
    maildir: TempDir,
}

impl Post {
    /// A mail that is sent to a reader, and the local part of its Message-ID.
    async fn sent(&self, number: u128) -> String {
        subscribe(&self.db, number, self.time.now()).await;
        let mut mail = outgoing(Lang::En, Letter::PasswordChanged);
        mail.to = format!("reader{number}@example.org");
        let tx = begin(&self.db).await.unwrap();
        let id = queue(&tx, &self.vault, &mail, self.time.now()).await.unwrap();
        tx.commit().await.unwrap();
        id.to_string()
    }

    async fn state(&self, number: u128) -> State {
        subscription::find(&self.db, SubscriptionId(Uuid::from_u128(number))).await.unwrap().subscription.state
    }

    async fn suppressed(&self, email: &str) -> Option<Means> {
        suppression::of(&self.db, &self.vault, email).await.unwrap().map(|(means, _)| means)
    }

    async fn come(&self, message: &str) {
        std::fs::write(self.maildir.path().join("new/1790000000.M1.mx"), message).unwrap();
        let time = self.time.clone();
        let clock = move || time.now();
        let returns = Returns::new(self.db.clone(), self.vault.clone(), self.maildir.path(), &sender(), clock).unwrap();
        assert_eq!(returns.step().await.unwrap(), 1);
        assert_eq!(returns.step().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn an_address_that_is_gone_and_a_complaint_end_what_was_asked_for_and_nothing_else_does() {
    for_each_database(async |db| {
        let post = Post { db, vault: Vault::generate(), time: Time::default(), maildir: maildir() };
        let mut ids = Vec::new();
        for number in 1..=9 {
            ids.push(post.sent(number).await);
        }
        let of = |number: usize| format!("{}@jobs.example.ca", ids[number - 1]);
        // Of each reader: what comes back, and what follows.
        let late = GONE.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.7");
        let full = GONE.replace("5.1.1", "5.2.2");
        let cases = [
            (report("delivery-status", GONE, &about(&of(1), false)), Some(Means::Bounce)),
            (report("Delivery-Status", &GONE.to_uppercase(), &about(&of(2), true)), Some(Means::Bounce)),
            (report("feedback-report", ABUSE, &about(&of(3), true)), Some(Means::Complaint)),
            (report("delivery-status", &late, &about(&of(4), false)), None),
            (report("delivery-status", &full, &about(&of(5), false)), None),
            (report("feedback-report", &ABUSE.replace("abuse", "not-spam"), &about(&of(6), true)), None),
            // Whoever knows an address, but no mail to it.
            (report("delivery-status", GONE, &about(&format!("{}@jobs.example.ca", Uuid::now_v7()), false)), None),
            (report("delivery-status", GONE, &about(&of(8).replace("jobs.", "mx."), false)), None),
            (report("delivery-status", GONE, ""), None),
        ];
        for (number, (message, follows)) in (1..).zip(cases) {
            post.come(&message).await;
            let expected = if follows.is_some() { State::Suppressed } else { State::Active };
            assert_eq!(post.state(number).await, expected, "{number}: {message}");
            assert_eq!(post.suppressed(&format!("reader{number}@example.org")).await, follows, "{number}");
        }
        assert_eq!(post.suppressed("victim@example.org").await, None, "what a report says of addresses counts nothing");
        assert!(files(post.maildir.path(), "new").is_empty() && files(post.maildir.path(), "cur").is_empty());
        let said = consent::of(&post.db, SubscriptionId(Uuid::from_u128(3))).await.unwrap();
        assert_eq!(said.last().map(|(consent, _)| (consent.given, consent.means)), Some((false, Means::Complaint)));
        let kept = subscription::find(&post.db, SubscriptionId(Uuid::from_u128(3))).await.unwrap();
        assert_eq!((kept.subscription.purposes, kept.subscription.due_at), (Purposes::EMPTY, None));

        // What people write is left to people.
        post.come("From: zoe@example.org\r\nSubject: Thank you\r\n\r\nBonjour\r\n").await;
        assert_eq!(files(post.maildir.path(), "cur"), ["1790000000.M1.mx:2,"]);
    })
    .await;
}

#[tokio::test]
async fn whatever_bytes_come_back_nothing_breaks_and_nothing_is_lost() {
    for_each_database(async |db| {
        let post = Post { db, vault: Vault::generate(), time: Time::default(), maildir: maildir() };
        let whole = report("delivery-status", GONE, &about("x@jobs.example.ca", true));
        for end in (0..whole.len()).step_by(37) {
            post.come(&whole[..end]).await;
            post.come(&format!("{}\0\u{fffd}{}", &whole[end..], &whole[..end])).await;
        }
        assert!(
            Returns::new(post.db.clone(), post.vault.clone(), Path::new("/nowhere"), &sender(), {
                let time = post.time.clone();
                move || time.now()
            })
            .is_err()
        );
    })
    .await;
}
