//! What the world answers to a mail: that there is no such address, or that the mail is called spam.

use chrono::{DateTime, Utc};
use domain::subscription::{Event, Means};
use storage::Transaction;
use storage::subscription::{self, Kept, consent, suppression};
use storage::vault::Vault;

/// What is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// There is no such address.
    Bounce,
    /// The recipient told their provider that it is spam.
    Complaint,
}

/// Nothing that was asked for is sent to the address any more; mail about an account still is.
pub(crate) async fn heed(
    tx: &Transaction,
    vault: &Vault,
    address: &str,
    answer: Answer,
    now: DateTime<Utc>,
) -> storage::Result<()> {
    let address = address.to_lowercase();
    let (event, means) = match answer {
        Answer::Bounce => (Event::Bounce, Means::Bounce),
        Answer::Complaint => (Event::Complain, Means::Complaint),
    };
    suppression::add(tx, vault, &address, means, now).await?;
    let mut heard: Vec<Kept> = subscription::by_email(tx, &address).await?.into_iter().collect();
    if let Some(account) = storage::account::by_email(tx, &address).await? {
        heard.extend(subscription::of_account(tx, account.id).await?);
    }
    for kept in heard {
        let mut kept = subscription::lock(tx, kept.subscription.id).await?;
        // It is never refused.
        let Ok((after, change)) = kept.subscription.happen(event, now) else { continue };
        consent::record(tx, &change.consents(&after, means, now), None).await?;
        kept.subscription = after;
        subscription::update(tx, &kept).await?;
    }
    Ok(())
}
