//! Mail over SMTP to a relay, one that behaves and one that does not.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use domain::Lang;
use mail_parser::MessageParser;
use mailer::testing::{Answer, Sink};
use mailer::{Letter, Mailer, Outgoing, Relay, Signer, Transport};
use storage::delivery::{self, DeliveryId, State};
use storage::testing::{TestDatabase, for_each_database};
use storage::vault::Vault;
use storage::{Database, begin};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::sample::{Time, mailer, outgoing, queued, reset, sender, state};
use crate::signature::{self, signed};

fn going() -> watch::Receiver<bool> {
    watch::channel(false).1
}

fn to(address: &str) -> Outgoing {
    Outgoing { to: address.to_owned(), ..reset() }
}

/// A worker that runs on the real clock, as production's does.
struct Running {
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Running {
    fn start(mailer: Mailer) -> Self {
        let (stop, stopped) = watch::channel(false);
        Self { stop, running: tokio::spawn(mailer.run(stopped)) }
    }

    async fn stop(self) {
        self.stop.send(true).unwrap();
        self.running.await.unwrap();
    }
}

#[expect(clippy::disallowed_methods, reason = "as in production")]
fn real(db: &Database, vault: &Vault, transport: &Transport, owner: &str) -> Mailer {
    Mailer::new(db.clone(), vault.clone(), transport.clone(), sender(), Utc::now, owner.to_owned()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "as in production")]
async fn queued_to(db: &Database, vault: &Vault, recipients: impl Iterator<Item = String>) -> Vec<DeliveryId> {
    let tx = begin(db).await.unwrap();
    let mut ids = Vec::new();
    for recipient in recipients {
        ids.push(mailer::queue(&tx, vault, &to(&recipient), Utc::now()).await.unwrap());
    }
    tx.commit().await.unwrap();
    ids
}

async fn until(what: impl AsyncFn() -> bool) {
    let waiting = async {
        while !what().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(2), waiting).await.unwrap();
}

#[tokio::test]
async fn what_arrives_is_whole_and_signed() {
    for_each_database(async |db| {
        let (vault, time, sink) = (Vault::generate(), Time::default(), Sink::start().await.unwrap());
        let id = queued(&db, &vault, &outgoing(Lang::Fr, Letter::PasswordChanged), &time).await;
        let signer = Signer::new("jobs.example.ca", "s1", signature::KEY).unwrap();
        let mailer = mailer(&db, &vault, &Transport::Smtp(sink.relay()), &time, "a").signed(Some(signer));
        assert_eq!(mailer.step(&going()).await.unwrap(), 1);
        let [received] = &sink.received()[..] else { panic!("one mail") };
        assert_eq!(received.to, "zoe@example.ca");
        let message = MessageParser::new().parse(&received.bytes).unwrap();
        assert_eq!(message.message_id(), Some(format!("{id}@jobs.example.ca").as_str()));
        assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
        let covered = signed(&received.bytes).expect("a signature that holds");
        for header in ["from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"] {
            assert!(covered.iter().any(|name| name == header), "{header}");
        }
        // Nothing of it can be changed on the way.
        let text = String::from_utf8(received.bytes.clone()).unwrap();
        for (from, to) in [("\r\nTo: ", "\r\nTo: x"), ("\r\n\r\n", "\r\n\r\nPS: "), ("\r\nFrom: ", "\r\nFrom: x")] {
            assert_eq!(signed(text.replacen(from, to, 1).as_bytes()), None, "{from:?}");
        }
        // Nor a way to unsubscribe be added that is not ours.
        assert_eq!(signed(format!("List-Unsubscribe: <https://evil.example>\r\n{text}").as_bytes()), None);
        assert_eq!(state(&db, id).await, State::Sent { at: time.now() });
    })
    .await;
}

#[tokio::test]
async fn a_relay_that_does_not_encrypt_gets_nothing_unless_it_is_said_to_be_so() {
    let database = TestDatabase::sqlite().await;
    let (vault, time, sink) = (Vault::generate(), Time::default(), Sink::start().await.unwrap());
    let id = queued(&database, &vault, &reset(), &time).await;
    let url = sink.url().replace("?tls=none", "");
    let transport = Transport::Smtp(Relay::at(&url, "jobs.example.ca").unwrap());
    mailer(&database, &vault, &transport, &time, "a").step(&going()).await.unwrap();
    assert_eq!(sink.count(), 0);
    assert_eq!(delivery::find(&*database, id).await.unwrap().unwrap().last_error.as_deref(), Some("tls"));
}

#[tokio::test]
async fn an_address_that_the_relay_does_not_carry_is_given_up_at_once() {
    let database = TestDatabase::sqlite().await;
    let (vault, time, sink) = (Vault::generate(), Time::default(), Sink::ascii().await.unwrap());
    let ids = [to("用户@example.ca"), to("zoe@example.ca")];
    let ids = [queued(&database, &vault, &ids[0], &time).await, queued(&database, &vault, &ids[1], &time).await];
    let mailer = mailer(&database, &vault, &Transport::Smtp(sink.relay()), &time, "a");
    while mailer.step(&going()).await.unwrap() > 0 {}
    let error = delivery::find(&*database, ids[0]).await.unwrap().unwrap().last_error;
    assert_eq!((error.as_deref(), sink.count()), (Some("not_carried"), 1));
    assert!(matches!(state(&database, ids[1]).await, State::Sent { .. }));
}

/// What is put off is tried again, what is refused is not, and what vanishes after it was handed over arrives
/// again as the same message.
#[tokio::test]
async fn a_relay_that_misbehaves_loses_nothing() {
    const MAILS: usize = 60;
    for_each_database(async |db| {
        let answer = |to: &str, nth: usize| match (to.split('.').next().unwrap_or_default(), nth) {
            ("later", 1) => Answer::Say("451 4.7.1 greylisted"),
            ("later", 2) => Answer::Say("452 4.2.2 full for now"),
            ("vanish", 1) => Answer::Vanish,
            ("close", 1) => Answer::Close,
            ("never", _) => Answer::Say("554 5.7.1 not wanted"),
            ("nobody", _) => Answer::Say("550 5.1.1 no such user"),
            _ => Answer::Take,
        };
        let (vault, time, sink) = (Vault::generate(), Time::default(), Sink::that(answer).await.unwrap());
        let kinds = ["take", "later", "vanish", "close", "never", "nobody"];
        let mut ids = Vec::new();
        for number in 0..MAILS {
            let recipient = format!("{}.{number}@example.ca", kinds[number % kinds.len()]);
            ids.push((queued(&db, &vault, &to(&recipient), &time).await, recipient));
        }
        let mailer = mailer(&db, &vault, &Transport::Smtp(sink.relay()), &time, "a");
        for _ in 0..4 {
            while mailer.step(&going()).await.unwrap() > 0 {}
            time.pass(TimeDelta::minutes(20));
        }
        let received = sink.received();
        for (id, recipient) in ids {
            let copies: Vec<_> = received.iter().filter(|mail| mail.to == recipient).collect();
            let kept = delivery::find(&db, id).await.unwrap().unwrap();
            let (expected, tries, dead) = match recipient.split('.').next().unwrap() {
                "later" => (1, 3, None),
                "vanish" => (2, 2, None),
                "close" => (1, 2, None),
                "never" => (0, 1, Some("refused")),
                "nobody" => (0, 1, Some("unknown_address")),
                _ => (1, 1, None),
            };
            assert_eq!((copies.len(), sink.tries(&recipient)), (expected, tries), "{recipient}");
            assert_eq!(kept.last_error.as_deref(), dead, "{recipient}");
            assert!(matches!((kept.state, dead), (State::Sent { .. }, None) | (State::Dead { .. }, Some(_))));
            for copy in &copies {
                assert_eq!(copy.bytes, copies[0].bytes, "the same message");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_domain_that_stalls_holds_up_no_other() {
    for_each_database(async |db| {
        let stalled = |to: &str, _| {
            if to.ends_with("@slow.example") { Answer::Stall(Duration::from_secs(8)) } else { Answer::Take }
        };
        let (vault, sink) = (Vault::generate(), Sink::that(stalled).await.unwrap());
        let names = |n: usize| format!("{n}@{}", if n.is_multiple_of(3) { "slow.example" } else { "quick.example" });
        queued_to(&db, &vault, (0..90).map(names)).await;
        let running = Running::start(real(&db, &vault, &Transport::Smtp(sink.relay()), "a").over(4, 0));
        until(async || sink.received().iter().filter(|mail| mail.to.ends_with("@quick.example")).count() == 60).await;
        // The first of the others has not even arrived.
        assert!(sink.received().iter().all(|mail| !mail.to.ends_with("@slow.example")));
        running.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_domain_gets_so_many_a_minute() {
    let database = TestDatabase::sqlite().await;
    let (vault, sink) = (Vault::generate(), Sink::start().await.unwrap());
    let names = |n: usize| format!("{n}@{}", if n < 20 { "strict.example" } else { "other.example" });
    let ids = queued_to(&database, &vault, (0..40).map(names)).await;
    let running = Running::start(real(&database, &vault, &Transport::Smtp(sink.relay()), "a").over(2, 1));
    until(async || sink.count() >= 2).await;
    // One to each; the others come back one after the other, and that they waited is no failure of theirs.
    until(async || {
        let mut due = BTreeSet::new();
        for id in &ids {
            let kept = delivery::find(&*database, *id).await.unwrap().unwrap();
            if let State::Due { at } = kept.state {
                assert_eq!((kept.attempts, kept.last_error), (0, None));
                due.insert(at.timestamp() / 30);
            }
        }
        due.len() >= 19
    })
    .await;
    assert_eq!(sink.count(), 2);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_send_each_mail_once() {
    const MAILS: usize = 400;
    for_each_database(async |db| {
        let (vault, sink) = (Vault::generate(), Sink::start().await.unwrap());
        queued_to(&db, &vault, (0..MAILS).map(|n| format!("{n}@{}.example", n % 7))).await;
        let transport = Transport::Smtp(sink.relay());
        let both = ["a", "b"].map(|owner| Running::start(real(&db, &vault, &transport, owner).over(3, 0)));
        until(async || sink.count() >= MAILS).await;
        for running in both {
            running.stop().await;
        }
        let received = sink.received();
        assert_eq!(received.len(), MAILS);
        assert_eq!(received.iter().map(|mail| &mail.to).collect::<BTreeSet<_>>().len(), MAILS);
        assert!(sink.connections() <= 6, "a lane keeps its connection: {}", sink.connections());
    })
    .await;
}

#[tokio::test]
async fn a_connection_carries_many_mails() {
    let database = TestDatabase::sqlite().await;
    let (vault, sink) = (Vault::generate(), Sink::start().await.unwrap());
    queued_to(&database, &vault, (0..50).map(|n| format!("{n}@example.ca"))).await;
    let running = Running::start(real(&database, &vault, &Transport::Smtp(sink.relay()), "a"));
    until(async || sink.count() == 50).await;
    running.stop().await;
    assert_eq!(sink.connections(), 1);
}
