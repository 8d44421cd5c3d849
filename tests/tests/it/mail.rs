//! Mail of the real server: what is committed is sent, whenever the server is killed.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use domain::Lang;
use mail_parser::MessageParser;
use mailer::{Letter, Outgoing};
use storage::vault::Vault;
use storage::{begin, delivery};
use tests::mail::all_sent;
use tests::people::database;
use tests::{World, eventually};

use crate::carematch;

const MAILS: usize = 150;
/// Occurs in nothing that is not a mail.
const MARKER: &str = "m4rk3r";

/// Queues mails, each to someone else and with a token of its own.
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
async fn queue_mails(world: &World) {
    let db = database(world).await.unwrap();
    let vault = Vault::open_or_create(&world.path().join("data/keys.json")).unwrap();
    let tx = begin(&db).await.unwrap();
    for number in 0..MAILS {
        let mail = Outgoing {
            to: format!("{MARKER}-{number}@example.org"),
            to_name: format!("Zoé {MARKER}"),
            language: Lang::ALL[number % 2],
            letter: Letter::PasswordReset { link: format!("/account/password?token={MARKER}{number}end") },
            dedupe_key: None,
        };
        mailer::queue(&tx, &vault, &mail, Utc::now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await.unwrap();
}

fn arrived(world: &World) -> Vec<Vec<u8>> {
    let Ok(folder) = std::fs::read_dir(world.path().join("data/mail")) else { return Vec::new() };
    let files = folder.map(|file| file.unwrap().path());
    let mails = files.filter(|path| path.extension().is_some_and(|extension| extension == "eml"));
    mails.map(|path| std::fs::read(path).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::disallowed_methods, reason = "the server under test runs on the system's clock")]
async fn a_server_that_is_killed_while_it_sends_sends_the_rest_when_it_is_back() {
    let world = carematch();
    assert!(world.run(&["migrate"]).unwrap().status.success());
    queue_mails(&world).await;
    let server = world.serve(&[]).unwrap();
    eventually(Duration::from_mins(1), || async { Ok(!arrived(&world).is_empty()) }).await.unwrap();
    let mut log = server.log();
    server.kill().unwrap();

    // When the claims of the one that was killed have run out.
    let later = (Utc::now() + TimeDelta::minutes(6)).to_rfc3339();
    let server = world.serve(&["--as-of", &later]).unwrap();
    let db = database(&world).await.unwrap();
    all_sent(&db).await.unwrap();
    let mut tokens = BTreeSet::new();
    for bytes in arrived(&world) {
        let message = MessageParser::new().parse(&bytes).unwrap();
        let to = message.to().unwrap().first().unwrap().address().unwrap();
        let number = to.split(['-', '@']).nth(1).unwrap().to_owned();
        // Each has its own.
        assert!(message.body_text(0).unwrap().contains(&format!("?token={MARKER}{number}end")));
        tokens.insert(number);
    }
    assert_eq!(tokens.len(), MAILS);
    assert_eq!(delivery::backlog(&db, Utc::now()).await.unwrap().dead, 0);
    log.push_str(&server.log());
    assert!(log.contains("serving") && !log.contains(MARKER), "{log}");
    assert!(server.stop().unwrap().success());
}
