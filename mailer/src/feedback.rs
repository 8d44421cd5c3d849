//! What the world answers to a mail: that there is no such address, or that it was not wanted.

use chrono::{DateTime, Utc};
use domain::subscription::{Event, Means};
use storage::Transaction;
use storage::subscription::{self, Kept, consent, suppression};
use storage::vault::Vault;

/// Nothing that was asked for is sent to an address any more, by [`Event::Bounce`] or [`Event::Complain`]; mail about an
/// account still is.
pub(crate) async fn heed(
    tx: &Transaction,
    vault: &Vault,
    address: &str,
    event: Event,
    now: DateTime<Utc>,
) -> storage::Result<()> {
    let means = if event == Event::Complain { Means::Complaint } else { Means::Bounce };
    let address = address.to_lowercase();
    suppression::add(tx, vault, &address, means, now).await?;
    let mut heard: Vec<Kept> = subscription::by_email(tx, &address).await?.into_iter().collect();
    if let Some(account) = storage::account::by_email(tx, &address).await? {
        heard.extend(subscription::of_account(tx, account.id).await?);
    }
    for kept in heard {
        let mut kept = subscription::lock(tx, kept.subscription.id).await?;
        // Neither is ever refused.
        let Ok((after, change)) = kept.subscription.happen(event, now) else { continue };
        consent::record(tx, &change.consents(&after, means, now), None).await?;
        kept.subscription = after;
        subscription::update(tx, &kept).await?;
    }
    Ok(())
}
