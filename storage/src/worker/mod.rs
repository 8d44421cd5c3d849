//! A worker: profile, licences, wallet, blocked employers. Everything here is personal; no type shows it in `Debug`.

pub mod block;
pub mod lapse;
pub mod licence;
pub mod profile;
pub mod wallet;

use domain::account::AccountId;
use domain::worker;

pub use block::Block;
pub use licence::Licence;
pub use profile::Profile;
pub use wallet::Credential;

use crate::{Connection, Result, Transaction, application, grant, interest};

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

/// Removes everything about a worker.
pub async fn erase(tx: &Transaction, account: AccountId) -> Result<()> {
    interest::erase(tx, account).await?;
    grant::erase(tx, account).await?;
    application::erase(tx, account).await?;
    block::erase(tx, account).await?;
    wallet::erase(tx, account).await?;
    licence::erase(tx, account).await?;
    profile::erase(tx, account).await
}
