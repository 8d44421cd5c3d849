//! What the world answers to a mail: that there is no such address.

use chrono::{DateTime, Utc};
use domain::subscription::{Event, Means};
use storage::Transaction;
use storage::subscription::{self, Kept, consent, suppression};
use storage::vault::Vault;

/// There is no such address: nothing that was asked for is sent to it any more; mail about an account still is.
pub(crate) async fn bounced(tx: &Transaction, vault: &Vault, address: &str, now: DateTime<Utc>) -> storage::Result<()> {
    let address = address.to_lowercase();
    suppression::add(tx, vault, &address, Means::Bounce, now).await?;
    let mut heard: Vec<Kept> = subscription::by_email(tx, &address).await?.into_iter().collect();
    if let Some(account) = storage::account::by_email(tx, &address).await? {
        heard.extend(subscription::of_account(tx, account.id).await?);
    }
    for kept in heard {
        let mut kept = subscription::lock(tx, kept.subscription.id).await?;
        // It is never refused.
        let Ok((after, change)) = kept.subscription.happen(Event::Bounce, now) else { continue };
        consent::record(tx, &change.consents(&after, Means::Bounce, now), None).await?;
        kept.subscription = after;
        subscription::update(tx, &kept).await?;
    }
    Ok(())
}
