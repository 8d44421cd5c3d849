use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use domain::Lang;
use mail_parser::MessageParser;
use mailer::{Error, Letter, Memory, Outgoing, Transport, is_address, queue};
use storage::begin;
use storage::delivery::{self, State};
use storage::testing::{TestDatabase, for_each_database};
use storage::vault::Vault;
use tokio::sync::watch;

use crate::sample::{TOKEN, Time, mailer, mailer_with, outgoing, queued, reset, state};

/// Longer than a claim lasts.
const CLAIM: TimeDelta = TimeDelta::minutes(5);

fn going() -> watch::Receiver<bool> {
    watch::channel(false).1
}

#[tokio::test]
async fn a_mail_is_sealed_until_it_is_sent_and_erased_then() {
    for_each_database(async |db| {
        let (vault, time, memory) = (Vault::generate(), Time::default(), Memory::default());
        let id = queued(&db, &vault, &reset(), &time).await;
        let kept = delivery::find(&db, id).await.unwrap().unwrap();
        assert_eq!((kept.kind.as_str(), kept.recipient.as_str()), ("password_reset", "zoe@example.ca"));
        let payload = kept.payload.unwrap();
        assert!(!payload.contains(TOKEN) && !payload.contains("Tremblay"));
        assert!(vault.open(&format!("delivery.payload:{id}"), &payload).unwrap().contains(TOKEN));
        assert!(vault.open("delivery.payload:other", &payload).is_err(), "bound to its delivery");

        let mailer = mailer(&db, &vault, &Transport::Memory(memory.clone()), &time, "a");
        assert_eq!(mailer.step(&going()).await.unwrap(), 1);
        assert_eq!(mailer.step(&going()).await.unwrap(), 0);
        let sent = memory.sent();
        assert_eq!(sent.len(), 1);
        assert!(String::from_utf8_lossy(&sent[0].1).contains(TOKEN));
        let kept = delivery::find(&db, id).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.payload), (State::Sent { at: time.now() }, None));
    })
    .await;
}

/// The worker asks the clock when it claims, before and while it puts into words, and before it records: where it asks for
/// the nth time, it dies.
#[tokio::test]
async fn a_worker_that_dies_anywhere_loses_nothing_and_what_goes_out_twice_is_the_same() {
    for_each_database(async |db| {
        for (dies_at, waits_for_claim, copies) in [(1, false, 1), (2, true, 1), (3, true, 1), (4, true, 2)] {
            let (vault, time, memory) = (Vault::generate(), Time::default(), Memory::default());
            let transport = Transport::Memory(memory.clone());
            let id = queued(&db, &vault, &reset(), &time).await;
            let asked = AtomicU32::new(0);
            let clock = {
                let time = time.clone();
                move || {
                    assert!(asked.fetch_add(1, Ordering::SeqCst) + 1 < dies_at, "killed");
                    time.now()
                }
            };
            let dying = mailer_with(&db, &vault, &transport, clock, "dying");
            assert!(tokio::spawn(async move { dying.step(&going()).await }).await.is_err());

            let living = mailer(&db, &vault, &transport, &time, "living");
            if waits_for_claim {
                time.pass(CLAIM - TimeDelta::seconds(1));
                assert_eq!(living.step(&going()).await.unwrap(), 0, "still claimed");
                time.pass(TimeDelta::seconds(1));
            }
            assert_eq!(living.step(&going()).await.unwrap(), 1);
            let sent = memory.sent();
            assert_eq!(sent.len(), copies, "died at {dies_at}");
            assert!(sent.iter().all(|copy| *copy == sent[0]), "the same bytes");
            let message = MessageParser::new().parse(&sent[0].1).unwrap();
            assert_eq!(message.message_id(), Some(format!("{id}@jobs.example.ca").as_str()));
            assert_eq!(state(&db, id).await, State::Sent { at: time.now() });
        }
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_handed_over_is_tried_for_two_days_and_then_given_up() {
    for_each_database(async |db| {
        let (vault, time, folder) = (Vault::generate(), Time::default(), tempfile::tempdir().unwrap());
        let transport = Transport::folder(&folder.path().join("mail")).unwrap();
        std::fs::remove_dir(folder.path().join("mail")).unwrap();
        let mailer = mailer(&db, &vault, &transport, &time, "a");
        let id = queued(&db, &vault, &reset(), &time).await;
        let began = time.now();
        let mut waits = Vec::new();
        while let State::Due { at } = state(&db, id).await {
            let wait = at - time.now();
            time.pass(wait - TimeDelta::seconds(1));
            assert_eq!(mailer.step(&going()).await.unwrap(), 0, "not before");
            time.pass(TimeDelta::seconds(1));
            assert_eq!(mailer.step(&going()).await.unwrap(), 1);
            waits.push(wait.num_minutes());
        }
        // Up to a thirtieth longer each.
        for (wait, least) in waits.iter().zip([0, 1, 5, 15, 60, 180, 360, 720, 720, 720]) {
            assert!((least..=least + least / 30 + 1).contains(wait), "{waits:?}");
        }
        assert_eq!(waits.len(), 10);
        let dead = delivery::find(&db, id).await.unwrap().unwrap();
        assert_eq!((dead.attempts, dead.payload, dead.last_error.as_deref()), (10, None, Some("folder")));
        assert_eq!(dead.state, State::Dead { at: time.now() });
        assert!(time.now() - began < TimeDelta::days(2));
        assert_eq!(delivery::backlog(&db, time.now()).await.unwrap().dead, 1);
    })
    .await;
}

#[tokio::test]
async fn what_takes_its_worker_down_each_time_is_given_up() {
    for_each_database(async |db| {
        let (vault, time, memory) = (Vault::generate(), Time::default(), Memory::default());
        let id = queued(&db, &vault, &reset(), &time).await;
        for _ in 0..10 {
            assert_eq!(delivery::claim(&db, "dying", 9, CLAIM, time.now()).await.unwrap().len(), 1);
            time.pass(CLAIM);
        }
        mailer(&db, &vault, &Transport::Memory(memory.clone()), &time, "a").step(&going()).await.unwrap();
        let dead = delivery::find(&db, id).await.unwrap().unwrap();
        assert_eq!((dead.state, dead.last_error.as_deref()), (State::Dead { at: time.now() }, Some("abandoned")));
        assert!(memory.sent().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_letter_whose_key_is_missing_waits_for_it() {
    for_each_database(async |db| {
        let (vault, time, memory) = (Vault::generate(), Time::default(), Memory::default());
        let transport = Transport::Memory(memory.clone());
        let id = queued(&db, &vault, &reset(), &time).await;
        mailer(&db, &Vault::generate(), &transport, &time, "keyless").step(&going()).await.unwrap();
        assert!(matches!(state(&db, id).await, State::Due { at } if at >= time.now() + TimeDelta::minutes(1)));
        time.pass(TimeDelta::minutes(2));
        mailer(&db, &vault, &transport, &time, "a").step(&going()).await.unwrap();
        assert_eq!(memory.sent().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_begun_when_the_claim_is_about_to_run_out() {
    for_each_database(async |db| {
        let (vault, time, memory) = (Vault::generate(), Time::default(), Memory::default());
        let transport = Transport::Memory(memory.clone());
        let id = queued(&db, &vault, &reset(), &time).await;
        // Stalls after it has claimed.
        let asked = AtomicU32::new(0);
        let clock = {
            let time = time.clone();
            move || {
                if asked.fetch_add(1, Ordering::SeqCst) == 1 {
                    time.pass(CLAIM - TimeDelta::seconds(30));
                }
                time.now()
            }
        };
        mailer_with(&db, &vault, &transport, clock, "stalled").step(&going()).await.unwrap();
        assert!(memory.sent().is_empty());
        // It gave it back, for whoever has time.
        assert_eq!(state(&db, id).await, State::Due { at: time.now() });
        mailer(&db, &vault, &transport, &time, "a").step(&going()).await.unwrap();
        assert_eq!(memory.sent().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_workers_each_mail_is_sent_by_one() {
    const MAILS: usize = 120;
    for_each_database(async |db| {
        let (vault, time, memory) = (Vault::generate(), Time::default(), Memory::default());
        let tx = begin(&db).await.unwrap();
        for _ in 0..MAILS {
            queue(&tx, &vault, &reset(), time.now()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let workers = (0..4).map(|worker| {
            let mailer = mailer(&db, &vault, &Transport::Memory(memory.clone()), &time, &format!("worker {worker}"));
            tokio::spawn(async move { while mailer.step(&going()).await.unwrap() > 0 {} })
        });
        for worker in workers.collect::<Vec<_>>() {
            worker.await.unwrap();
        }
        // One that found nothing left by others may have stopped before they were done: none is left even so.
        let sent = memory.sent();
        assert_eq!(sent.len(), MAILS);
        assert_eq!(sent.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>().len(), MAILS);
        assert_eq!(delivery::backlog(&db, time.now() + CLAIM).await.unwrap().due, 0);
    })
    .await;
}

#[tokio::test]
async fn a_running_worker_sends_what_is_committed_and_stops_when_told() {
    for_each_database(async |db| {
        let (vault, time, memory) = (Vault::generate(), Time::default(), Memory::default());
        let mailer = mailer(&db, &vault, &Transport::Memory(memory.clone()), &time, "a");
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn(async move { mailer.run(stopped).await });
        for expected in 1..=3 {
            queued(&db, &vault, &reset(), &time).await;
            let arrived = async {
                while memory.sent().len() < expected {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            };
            tokio::time::timeout(Duration::from_mins(1), arrived).await.unwrap();
        }
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_mins(1), running).await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn told_to_stop_a_worker_gives_back_what_it_has_not_begun() {
    for_each_database(async |db| {
        let (vault, time, memory) = (Vault::generate(), Time::default(), Memory::default());
        let id = queued(&db, &vault, &reset(), &time).await;
        let mailer = mailer(&db, &vault, &Transport::Memory(memory.clone()), &time, "a");
        let (_stop, stopped) = watch::channel(true);
        assert_eq!(mailer.step(&stopped).await.unwrap(), 1);
        let kept = delivery::find(&db, id).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.attempts), (State::Due { at: time.now() }, 0));
        assert!(memory.sent().is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_last_letter_to_an_account_leaves_no_row() {
    for_each_database(async |db| {
        let (vault, time, memory) = (Vault::generate(), Time::default(), Memory::default());
        let id = queued(&db, &vault, &outgoing(Lang::Fr, Letter::AccountDeleted), &time).await;
        mailer(&db, &vault, &Transport::Memory(memory.clone()), &time, "a").step(&going()).await.unwrap();
        assert_eq!(memory.sent().len(), 1);
        assert_eq!(delivery::find(&db, id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn under_one_key_one_mail_is_sent() {
    for_each_database(async |db| {
        let (vault, time, memory) = (Vault::generate(), Time::default(), Memory::default());
        let reminder = Outgoing { dedupe_key: Some("licence-lapses:1:30".to_owned()), ..reset() };
        let id = queued(&db, &vault, &reminder, &time).await;
        assert_eq!(queued(&db, &vault, &reminder, &time).await, id);
        let mailer = mailer(&db, &vault, &Transport::Memory(memory.clone()), &time, "a");
        mailer.step(&going()).await.unwrap();
        assert_eq!(queued(&db, &vault, &reminder, &time).await, id);
        mailer.step(&going()).await.unwrap();
        assert_eq!(memory.sent().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_folder_holds_whole_mails_that_only_its_owner_reads() {
    let database = TestDatabase::sqlite().await;
    let (vault, time, folder) = (Vault::generate(), Time::default(), tempfile::tempdir().unwrap());
    let path = folder.path().join("data/mail");
    let transport = Transport::folder(&path).unwrap();
    let ids = [queued(&database, &vault, &reset(), &time).await, queued(&database, &vault, &reset(), &time).await];
    mailer(&database, &vault, &transport, &time, "a").step(&going()).await.unwrap();
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let files = || -> BTreeSet<String> {
        std::fs::read_dir(&path).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(files(), ids.map(|id| format!("{id}.eml")).into());
    assert_eq!(mode(&path), 0o700);
    for id in ids {
        let file = path.join(format!("{id}.eml"));
        assert_eq!(mode(&file), 0o600);
        let bytes = std::fs::read(&file).unwrap();
        let message = MessageParser::new().parse(&bytes).unwrap();
        assert!(message.body_text(0).unwrap().contains(TOKEN));
    }
}

#[tokio::test]
async fn mail_is_queued_to_addresses_only() {
    for good in ["a@example.ca", "prénom.nom@exemple.ca", "a+b@sub.example.ca", "a@localhost"] {
        assert!(is_address(good), "{good}");
    }
    let long = format!("{}@example.ca", "a".repeat(250));
    for bad in
        ["", "a", "a@", "@b.ca", "a@b@c.ca", "a b@c.ca", "a@b.ca\r\nBcc: x@y.ca", "A <a@b.ca>", "a@b.ca,c@d.ca", &long]
    {
        assert!(!is_address(bad), "{bad}");
        let database = TestDatabase::sqlite().await;
        let tx = begin(&database).await.unwrap();
        let mail = Outgoing { to: bad.to_owned(), ..reset() };
        let refused = queue(&tx, &Vault::generate(), &mail, Time::default().now()).await;
        assert!(matches!(refused, Err(Error::Address)), "{bad}");
    }
}

#[test]
fn a_mail_shows_nothing_of_itself_in_logs() {
    let shown = format!("{:?}", reset());
    assert!(shown.contains("password_reset"));
    assert!(!shown.contains(TOKEN) && !shown.contains("zoe") && !shown.contains("Tremblay"), "{shown}");
}
