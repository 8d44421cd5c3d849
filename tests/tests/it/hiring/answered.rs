//! How an employer answers those who apply is told in the digests that name its postings.

use chrono::TimeDelta;
use domain::Lang;
use domain::account::AccountId;
use domain::application::{Actor, Application, ApplicationId, Event, Party, Progress, Source};
use domain::digest::Taste;
use domain::posting::PostingId;
use domain::search::Filter;
use domain::subscription::{self as rules, Purpose, Purposes, Subject, Subscription, SubscriptionId};
use storage::application;
use storage::subscription::{self, Kept};
use tests::people::{Part, crowd, database};
use uuid::Uuid;

use super::Site;
use crate::site::now;

/// Someone who wants every new posting.
fn reader(id: SubscriptionId) -> Kept {
    let schedule = serde_json::from_str(r#"{"frequency":"daily","hour":8,"zone":"Etc/UTC"}"#).unwrap();
    let asked = Subscription::ask(id, (Purposes::of([Purpose::Digest]), Lang::En, schedule), now()).unwrap();
    let (subscription, _) = asked.happen(rules::Event::Confirm, now()).unwrap();
    let subject = Subject::Search { filter: Box::new(Filter::default()), query: "province=ON".to_owned() };
    let email = Some("zoe@example.org".to_owned());
    Kept { version: 1, email, subject, taste: Taste::default(), subscription }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_tells_how_an_employer_answers_once_enough_have_applied() {
    for (site, _database) in Site::each().await {
        let id = SubscriptionId(Uuid::now_v7());
        let workers = crowd(&site.world, &site.server.url, Part::Worker, 5).await.unwrap();
        let db = database(&site.world).await.unwrap();
        let tx = storage::begin(&db).await.unwrap();
        subscription::insert(&tx, &reader(id)).await.unwrap();
        tx.commit().await.unwrap();
        let id = id.0.to_string();
        let digest = || {
            let output = site.world.run(&["digest", "preview", "--subscription", &id]).unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        let before = digest();
        assert!(before.contains("Registered nurse") && !before.contains("Answers"), "{before}");
        // Four of five were answered, each after three days.
        let tx = storage::begin(&db).await.unwrap();
        for (number, worker) in workers.iter().enumerate() {
            let applied = now() - TimeDelta::days(40);
            let by = Actor { party: Party::Employer, account: AccountId(Uuid::nil()) };
            let mut application = Application {
                id: ApplicationId(Uuid::now_v7()),
                posting: PostingId(site.posting.parse().unwrap()),
                organization: site.organization,
                worker: worker.account,
                version: 1,
                source: Source::Link,
                answers: vec![],
                resume: None,
                progress: Progress::submitted(worker.account, applied),
            };
            application::insert(&tx, &application).await.unwrap();
            if number > 0 {
                let answered = applied + TimeDelta::days(3);
                application.progress = application.progress.after(Event::Interview, by, answered).unwrap();
                application::advance(&tx, &application).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        db.close().await.unwrap();
        let after = digest();
        assert!(after.contains("Answers at least 80% of applications."), "{after}");
    }
}
