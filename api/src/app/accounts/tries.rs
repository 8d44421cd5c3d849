//! How often one may try what can be guessed or what sends mail. Counted in the database, over all processes.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::account::AccountId;
use domain::throttle::Limit;

use crate::app::App;
use crate::peer::Peer;
use crate::problem::{Kind, Problem};

/// A try that is counted: its name, whose it is, how many there may be. Figures after matrix-authentication-service
/// (0.05, 0.5, 0.0008 and 0.0002 a second).
pub(in crate::app) struct Try<'a> {
    name: &'static str,
    subject: Subject<'a>,
    limit: Limit,
}

/// Who or what tries are counted by.
enum Subject<'a> {
    Network(IpAddr),
    Email(&'a str),
    Account(AccountId),
}

impl<'a> Try<'a> {
    /// Signing in, from one network.
    pub(super) fn sign_in_from(peer: Peer) -> Self {
        Self { name: "sign_in", subject: Subject::Network(peer.network()), limit: Limit::new(3, 20) }
    }

    /// Giving the password of one account. Generous, as others could lock a person out.
    pub(super) const fn password_of(email: &'a str) -> Self {
        Self { name: "password", subject: Subject::Email(email), limit: Limit::new(1800, 2) }
    }

    /// Giving a code of the second factor of one account. The password is known by then: 10, then 288 a day, of a
    /// million codes of which three are right at any time.
    pub(super) const fn code_of(account: AccountId) -> Self {
        Self { name: "code", subject: Subject::Account(account), limit: Limit::new(10, 300) }
    }

    /// Registering, from one network.
    pub(super) fn register_from(peer: Peer) -> Self {
        Self { name: "register", subject: Subject::Network(peer.network()), limit: Limit::new(3, 1250) }
    }

    /// Registering one address, which gets a mail each time.
    pub(super) const fn register_of(email: &'a str) -> Self {
        Self { name: "register_of", subject: Subject::Email(email), limit: Limit::new(3, 5000) }
    }

    /// Asking for a reset, from one network.
    pub(super) fn reset_from(peer: Peer) -> Self {
        Self { name: "reset", subject: Subject::Network(peer.network()), limit: Limit::new(3, 1250) }
    }

    /// Asking for the reset of one address, which gets a mail each time.
    pub(super) const fn reset_of(email: &'a str) -> Self {
        Self { name: "reset_of", subject: Subject::Email(email), limit: Limit::new(3, 5000) }
    }

    /// Reporting postings, from one network.
    pub(in crate::app) fn report_from(peer: Peer) -> Self {
        Self { name: "report", subject: Subject::Network(peer.network()), limit: Limit::new(5, 600) }
    }

    /// Subscribing, from one network.
    pub(in crate::app) fn subscribe_from(peer: Peer) -> Self {
        Self { name: "subscribe", subject: Subject::Network(peer.network()), limit: Limit::new(10, 300) }
    }

    /// Inviting, from one account: whoever is invited gets a mail with a name that an owner chose.
    pub(in crate::app) const fn invite_by(account: AccountId) -> Self {
        Self { name: "invite", subject: Subject::Account(account), limit: Limit::new(20, 1800) }
    }

    /// Inviting one address, from anywhere.
    pub(in crate::app) const fn invite_of(email: &'a str) -> Self {
        Self { name: "invite_of", subject: Subject::Email(email), limit: Limit::new(3, 5000) }
    }

    /// What it is counted under: nobody reads an address in the table.
    fn key(&self, app: &App) -> String {
        let purpose = format!("throttle.{}", self.name);
        let mac = match &self.subject {
            Subject::Network(network) => app.vault.mac(&purpose, network.to_string().as_bytes()),
            Subject::Email(email) => app.vault.mac(&purpose, email.as_bytes()),
            Subject::Account(account) => app.vault.mac(&purpose, account.0.as_bytes()),
        };
        URL_SAFE_NO_PAD.encode(mac)
    }
}

/// Counts tries, in order, until one is too many.
///
/// # Errors
/// 429 with the time to wait.
pub(in crate::app) async fn count(app: &App, tries: &[Try<'_>]) -> Result<(), Problem> {
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    let mut refused = None;
    for one in tries {
        let limit = one.limit.times(app.settings.tries_factor);
        refused = storage::throttle::take(&tx, &one.key(app), limit, now).await?;
        if refused.is_some() {
            break;
        }
    }
    tx.commit().await?;
    match refused {
        None => Ok(()),
        Some(wait) => {
            let seconds = u64::try_from(wait.num_seconds()).unwrap_or_default() + 1;
            Err(Problem::new(Kind::TooManyRequests).retry_after(seconds))
        }
    }
}
