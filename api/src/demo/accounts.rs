//! The accounts of the demo. Each is made as a person makes one: registered, confirmed by the mailed token, signed in,
//! its second factor set up.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use domain::Lang;
use domain::account::{Kind, Staff};
use mailer::Letter;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use storage::delivery;

use crate::app::App;
use crate::app::accounts::registration::{self, Applicant};
use crate::app::accounts::second_factor::{self, STEP_SECONDS};
use crate::app::accounts::session::{self, Attempt};
use crate::app::accounts::staff::{Recruit, create_staff};
use crate::app::accounts::{reset, setup};
use crate::caller::Caller;
use crate::peer::Peer;

/// Where the accounts are kept, for another start on the same folder.
const FILE: &str = "accounts.json";

/// An account with all it takes to sign in.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Account {
    /// Who it is in the demo: `recruiter`.
    pub(crate) who: String,
    /// Its address.
    pub(crate) email: String,
    /// Its password.
    pub(crate) password: String,
    /// The secret of its second factor in base 32, and the same for an authenticator app.
    pub(crate) second_factor: Option<(String, String)>,
    /// The token of a session; none where the account was changed so that this password or code is not taken.
    pub(crate) token: Option<String>,
}

impl Account {
    /// Someone with a new password and no session.
    fn new(who: &str) -> Self {
        let password = second_factor::recovery_code();
        let email = format!("{who}@demo.example");
        Self { who: who.to_owned(), email, password, second_factor: None, token: None }
    }

    /// Whoever registers, with a confirmed address.
    pub(crate) async fn register(app: &App, who: &str, kind: Kind, name: &str, language: Lang) -> anyhow::Result<Self> {
        let mut made = Self::new(who);
        let (email, password) = (made.email.clone(), made.password.as_str().into());
        let applicant = Applicant { kind, name: name.to_owned(), email, language, password };
        registration::register(app, made.peer(), applicant).await?;
        registration::confirm(app, &made.mailed(app).await?).await?;
        made.sign_in(app).await?;
        Ok(made)
    }

    /// Someone of the staff, as the command line makes them.
    pub(crate) async fn recruit(app: &App, staff: Staff, name: &str) -> anyhow::Result<Self> {
        let mut made = Self::new(staff.key());
        let recruit = Recruit { email: &made.email, name, language: Lang::En, staff };
        let token = create_staff(&app.db, None, recruit, app.clock.now()).await?.token.context("a new account")?;
        reset::reset(app, &token, made.password.as_str().into()).await?;
        made.sign_in(app).await?;
        made.protect(app).await?;
        Ok(made)
    }

    /// Sets up a second factor. Its first code is that of the step before, so that the present one is still to be used.
    pub(crate) async fn protect(&mut self, app: &App) -> anyhow::Result<()> {
        let caller = self.caller(app).await?;
        let enrolment = setup::start(app, &caller, self.password.as_str().into()).await?;
        let before = app.clock.now().timestamp() / STEP_SECONDS - 1;
        let proved = match setup::prove(app, &caller, &second_factor::code(&enrolment.secret, before)?).await {
            Ok(proved) => proved,
            // A step has ended in between.
            Err(_) => setup::prove(app, &caller, &second_factor::code(&enrolment.secret, before + 1)?).await?,
        };
        self.token = Some(proved.signed_in.token.expose_secret().to_owned());
        let [secret, url] = [enrolment.secret, enrolment.url].map(|text| text.expose_secret().to_owned());
        self.second_factor = Some((secret, url));
        Ok(())
    }

    /// Begins a session with password and code.
    pub(crate) async fn sign_in(&mut self, app: &App) -> anyhow::Result<()> {
        let code = match &self.second_factor {
            Some((secret, _)) => Some(self.code(app, &secret.as_str().into()).await?),
            None => None,
        };
        let (email, password) = (self.email.clone(), self.password.as_str().into());
        let attempt = Attempt { email, password, code, agent: "carematch demo".to_owned() };
        let signed_in = session::sign_in(app, self.peer(), attempt).await?;
        self.token = Some(signed_in.token.expose_secret().to_owned());
        Ok(())
    }

    /// A code that was not used yet: of the present step, else of the one to come, which is taken half a minute ahead.
    async fn code(&self, app: &App, secret: &SecretString) -> anyhow::Result<String> {
        let known = storage::account::by_email(&app.db, &self.email).await?.context("no such account")?;
        let step = (app.clock.now().timestamp() / STEP_SECONDS).max(known.totp_last_step + 1);
        while app.clock.now().timestamp() / STEP_SECONDS + 1 < step {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        second_factor::code(secret, step)
    }

    /// Who asks with this account's session, as of now.
    pub(crate) async fn caller(&self, app: &App) -> anyhow::Result<Caller> {
        let token = self.token.as_deref().with_context(|| format!("{} is not signed in", self.who))?;
        Ok(Caller::by_token(app, token).await?)
    }

    /// The token of the letter that waits to be sent to this account.
    pub(crate) async fn mailed(&self, app: &App) -> anyhow::Result<String> {
        for delivery in delivery::to(&app.db, &self.email).await?.iter().rev() {
            if let Some(Letter::ConfirmEmail { link } | Letter::MemberInvitation { link, .. }) =
                mailer::letter(&app.vault, delivery)?
            {
                return Ok(link.split_once("?token=").context("a link without a token")?.1.to_owned());
            }
        }
        anyhow::bail!("no mail to {}", self.email)
    }

    /// Everyone comes from a network of their own (192.0.2.0/24, RFC 5737): one may not register so many accounts.
    fn peer(&self) -> Peer {
        let last = self.email.bytes().fold(0, |sum: u8, byte| sum.wrapping_mul(31).wrapping_add(byte));
        Peer(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)))
    }
}

/// The accounts that an earlier start made in a folder, signed in anew where their passwords and codes are still
/// taken; `None`: there was no earlier start.
pub(crate) async fn found(app: &App, folder: &Path) -> anyhow::Result<Option<Vec<Account>>> {
    let path = folder.join(FILE);
    if !path.is_file() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(&path).context("cannot read the accounts of the demo")?;
    let mut accounts: Vec<Account> = serde_json::from_str(&text).context("the accounts of the demo")?;
    for account in &mut accounts {
        account.token = None;
        if let Err(error) = account.sign_in(app).await {
            tracing::warn!(who = account.who, %error, "an account of the demo cannot sign in");
        }
    }
    Ok(Some(accounts))
}

/// Keeps the accounts in a file that only its owner reads.
pub(crate) fn keep(folder: &Path, accounts: &[Account]) -> anyhow::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec_pretty(accounts)?)?;
    file.persist(folder.join(FILE))?;
    Ok(())
}
