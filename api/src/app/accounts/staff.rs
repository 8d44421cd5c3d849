//! The staff: made on the command line, or by an admin.

use chrono::{DateTime, TimeDelta, Utc};
use domain::Lang;
use domain::account::{AccountId, Kind, Staff};
use storage::account::{self, Account};
use storage::audit::{self, Entry};
use storage::token::{self, Purpose};
use storage::{Database, Transaction};

use super::{ACCOUNT, address, letter};
use crate::app::new_id;
use crate::caller;

/// How long the first password can be set.
const SETTABLE: TimeDelta = TimeDelta::hours(24);

/// What no password hashes to: the account has none until one is set with a token.
const NO_PASSWORD: &str = "none";

/// Who is to be of the staff.
pub struct Recruit<'a> {
    /// Their address.
    pub email: &'a str,
    /// How they want to be called.
    pub name: &'a str,
    /// The language of their mail.
    pub language: Lang,
    /// Their part.
    pub staff: Staff,
}

/// Someone who was made staff.
pub struct Recruited {
    /// Their account.
    pub account: AccountId,
    /// The token with which they set their password, where the account is new; good once, for a day.
    pub token: Option<String>,
    /// The path of the page for it.
    pub link: Option<String>,
}

/// Why someone cannot be made staff.
#[derive(Debug, thiserror::Error)]
pub enum RecruitError {
    /// No mail can be sent there.
    #[error("this is no address")]
    Address,
    /// A worker's account is no employer's or staff's: one person who is both has two.
    #[error("this address has a worker's account; staff need another address")]
    Worker,
    /// What the database says.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Makes someone staff: a new account without a password, or the employer's account that the address has. What
/// staff do asks for a second factor, which they set up once signed in.
///
/// # Errors
/// [`RecruitError`].
pub async fn create_staff(
    db: &Database,
    by: Option<AccountId>,
    recruit: Recruit<'_>,
    now: DateTime<Utc>,
) -> Result<Recruited, RecruitError> {
    let email = address(recruit.email);
    if !mailer::is_address(&email) {
        return Err(RecruitError::Address);
    }
    let tx = storage::begin(db).await?;
    let recruited = match account::by_email(&tx, &email).await? {
        Some(known) if known.kind == Kind::Worker => return Err(RecruitError::Worker),
        Some(known) => {
            account::update(&tx, &Account { staff: Some(recruit.staff), ..known.clone() }).await?;
            // Sessions of before last longer than staff's may.
            storage::session::remove_others(&tx, known.id, None).await?;
            Recruited { account: known.id, token: None, link: None }
        }
        None => made(&tx, email, &recruit, now).await?,
    };
    let (object, fields) = (recruited.account.0, ["staff"]);
    let entry = Entry { actor: by, action: "create_staff", kind: ACCOUNT, object, fields: &fields, reason: None };
    audit::record(&tx, &entry, now).await?;
    tx.commit().await?;
    Ok(recruited)
}

async fn made(
    tx: &Transaction,
    email: String,
    recruit: &Recruit<'_>,
    now: DateTime<Utc>,
) -> storage::Result<Recruited> {
    let account = Account {
        id: AccountId(new_id(now)),
        version: 1,
        kind: Kind::Employer,
        staff: Some(recruit.staff),
        email,
        name: recruit.name.to_owned(),
        language: recruit.language,
        password_hash: NO_PASSWORD.to_owned(),
        totp_secret: None,
        totp_proved: false,
        totp_last_step: 0,
        recovery_hashes: Vec::new(),
        confirmed_at: Some(now),
        created_at: now,
    };
    account::insert(tx, &account).await?;
    let (token, hash) = caller::new_token();
    token::insert(tx, &hash, Purpose::ResetPassword, Some(account.id), now + SETTABLE).await?;
    let link = letter::reset_link(&token);
    Ok(Recruited { account: account.id, token: Some(token), link: Some(link) })
}
