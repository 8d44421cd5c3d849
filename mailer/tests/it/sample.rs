//! What the tests send, and with what.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use mailer::{Letter, Mailer, Outgoing, Sender, Transport, queue};
use storage::delivery::{DeliveryId, State};
use storage::vault::Vault;
use storage::{Database, begin, delivery};

/// A token, which must be nowhere but in the mail.
pub(crate) const TOKEN: &str = "t0ken-kept-secret";

/// A clock that stands still until it is moved.
#[derive(Clone, Default)]
pub(crate) struct Time(Arc<AtomicI64>);

impl Time {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + self.0.load(Ordering::SeqCst), 0).unwrap()
    }

    pub(crate) fn pass(&self, span: TimeDelta) {
        self.0.fetch_add(span.num_seconds(), Ordering::SeqCst);
    }
}

pub(crate) fn sender() -> Sender {
    Sender {
        address: "bonjour@jobs.example.ca".to_owned(),
        name: "Santé Jobs".to_owned(),
        mailing_address: "1 Main Street, Halifax NS  B3H 1A1".to_owned(),
        public_url: "https://jobs.example.ca/".to_owned(),
    }
}

/// A worker on the usual clock.
pub(crate) fn mailer(db: &Database, vault: &Vault, transport: &Transport, time: &Time, owner: &str) -> Mailer {
    let time = time.clone();
    mailer_with(db, vault, transport, move || time.now(), owner)
}

pub(crate) fn mailer_with(
    db: &Database,
    vault: &Vault,
    transport: &Transport,
    clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
    owner: &str,
) -> Mailer {
    Mailer::new(db.clone(), vault.clone(), transport.clone(), sender(), clock, owner.to_owned()).unwrap()
}

pub(crate) fn outgoing(language: Lang, letter: Letter) -> Outgoing {
    Outgoing {
        to: "zoe@example.ca".to_owned(), to_name: "Zoé Tremblay".to_owned(), language, letter, dedupe_key: None
    }
}

/// A letter that holds a token.
pub(crate) fn reset() -> Outgoing {
    outgoing(Lang::En, Letter::PasswordReset { link: format!("/reset/{TOKEN}") })
}

pub(crate) async fn queued(db: &Database, vault: &Vault, mail: &Outgoing, time: &Time) -> DeliveryId {
    let tx = begin(db).await.unwrap();
    let id = queue(&tx, vault, mail, time.now()).await.unwrap();
    tx.commit().await.unwrap();
    id
}

pub(crate) async fn state(db: &Database, id: DeliveryId) -> State {
    delivery::find(db, id).await.unwrap().unwrap().state
}
