//! Subscriptions, made anew as far as an operation asks for.

use domain::Lang;
use domain::access::Action;
use domain::digest::Taste;
use domain::search::Filter;
use domain::subscription::{Event, Purpose, Purposes, Subject, Subscription, SubscriptionId};
use storage::subscription::{self, Kept, link};
use storage::vault::Vault;
use tests::World;
use uuid::Uuid;

use super::{Side, now, write};

/// The keys of a world.
fn vault(world: &World) -> Vault {
    Vault::open_or_create(&world.path().join("data/keys.json")).unwrap()
}

/// A subscription that nobody has confirmed.
fn asked() -> Kept {
    let (id, purposes) = (SubscriptionId(Uuid::now_v7()), Purposes::of([Purpose::Digest, Purpose::Blog]));
    let schedule = serde_json::from_str(r#"{"frequency":"daily","hour":8,"zone":"America/Toronto"}"#).unwrap();
    let subscription = Subscription::ask(id, (purposes, Lang::En, schedule), now()).unwrap();
    let subject = Subject::Search { filter: Box::new(Filter::default()), query: "province=ON".to_owned() };
    Kept {
        version: 1,
        email: Some(format!("{}@example.org", id.0.simple())),
        subject,
        taste: Taste::default(),
        subscription,
    }
}

/// The token that proves the address of one.
pub(super) async fn proof(world: &World) -> String {
    let kept = asked();
    write(world, async |tx| subscription::insert(tx, &kept).await).await;
    let db = tests::people::database(world).await.unwrap();
    // As it is kept: to the microsecond.
    let kept = subscription::find(&db, kept.subscription.id).await.unwrap();
    db.close().await.unwrap();
    link::proof(&vault(world), kept.subscription.id, kept.subscription.asked_at.unwrap())
}

impl Side {
    /// Makes the subscription that an operation is about, if it is about one.
    pub(super) async fn subscribe(&mut self, world: &World, action: Action) {
        let about = [
            Action::ReadSubscription,
            Action::UpdateSubscription,
            Action::GiveFeedback,
            Action::Unsubscribe,
            Action::DeleteSubscription,
        ];
        if !about.contains(&action) {
            return;
        }
        let mut kept = asked();
        kept.subscription = kept.subscription.happen(Event::Confirm, now()).unwrap().0;
        write(world, async |tx| subscription::insert(tx, &kept).await).await;
        self.ids.insert("subscription", link::token(&vault(world), kept.subscription.id));
    }
}
