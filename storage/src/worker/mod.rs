//! A worker: profile, licences, wallet, blocked employers. Everything here is personal; no type shows it in `Debug`.

pub mod block;
pub mod findable;
pub mod lapse;
pub mod licence;
pub mod profile;
pub mod wallet;

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::worker;

pub use block::Block;
pub use licence::Licence;
pub use profile::Profile;
pub use wallet::Credential;

use crate::change::{self, Kind};
use crate::{Connection, Result, Transaction, application, candidate, grant, interest, review, subscription};

/// Everything about a worker.
pub struct Worker {
    /// The profile; a new one where the worker has not written any.
    pub profile: Profile,
    /// Licences, oldest first.
    pub licences: Vec<Licence>,
    /// Credentials, oldest first.
    pub wallet: Vec<Credential>,
    /// Blocked employers, oldest first.
    pub blocks: Vec<Block>,
}

impl Worker {
    /// What matching sees.
    pub fn matching(&self) -> worker::Profile {
        let licences = self.licences.iter().map(|licence| licence.fields.clone()).collect();
        let wallet = self.wallet.iter().map(|credential| credential.held.clone()).collect();
        self.profile.record.profile(licences, wallet)
    }
}

/// A worker whole.
pub async fn whole(c: &impl Connection, account: AccountId) -> Result<Worker> {
    Ok(Worker {
        profile: profile::of(c, account).await?,
        licences: licence::of(c, account).await?,
        wallet: wallet::of(c, account).await?,
        blocks: block::of(c, account).await?,
    })
}

/// Tells those who follow that a worker is not as they were.
async fn changed(tx: &Transaction, account: AccountId, now: DateTime<Utc>) -> Result<()> {
    change::record(tx, Kind::Worker, &[account.0], false, now).await
}

/// Removes everything about a worker.
pub async fn erase(tx: &Transaction, account: AccountId, now: DateTime<Utc>) -> Result<()> {
    subscription::erase(tx, account).await?;
    interest::erase(tx, account).await?;
    review::erase(tx, account).await?;
    candidate::invitation::erase(tx, account).await?;
    grant::erase(tx, account).await?;
    application::erase(tx, account).await?;
    block::erase(tx, account).await?;
    wallet::erase(tx, account).await?;
    licence::erase(tx, account).await?;
    profile::erase(tx, account).await?;
    change::record(tx, Kind::Worker, &[account.0], true, now).await
}
