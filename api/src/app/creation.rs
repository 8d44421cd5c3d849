//! Creations that may be repeated: with an `Idempotency-Key` a repeated request makes one thing and gets the same
//! answer, also when the process was killed in between (after draft-ietf-httpapi-idempotency-key-header-07).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::access::Action;
use serde::Serialize;
use storage::idempotency::{self, Answer, Key};
use storage::{Error, Transaction};

use crate::answer::{Created, Made};
use crate::app::App;
use crate::caller::Caller;
use crate::problem::{Kind, Problem};

/// What a repeated request is known by.
#[derive(Clone, Debug, Default)]
pub struct Once {
    /// What the client sent as `Idempotency-Key`.
    pub key: Option<String>,
    /// SHA-256 of path and body.
    pub fingerprint: String,
}

/// A creation begun.
pub enum Begun {
    /// It was made before: the answer of then.
    Replay(Made),
    /// To be made in this transaction.
    Work(Box<Work>),
}

/// A creation under way.
pub struct Work {
    tx: Transaction,
    now: DateTime<Utc>,
    caller: Caller,
    action: Action,
    once: Once,
}

/// Begins a creation by someone who is signed in: the transaction it is to be made in, or the answer of before.
///
/// # Errors
/// 401 or 403 as the access table says; 422 when the key was used for another request.
pub async fn begin(app: &App, caller: &Caller, action: Action, mut once: Once) -> Result<Begun, Problem> {
    caller.admit(action)?;
    once.fingerprint = keyed(app, &once.fingerprint);
    let account = caller.account()?;
    let now = app.clock.now();
    let tx = storage::begin(&app.db).await?;
    if let Some(key) = &once.key {
        let key = Key { account, operation: action.key(), key };
        if let Some(answer) = idempotency::find(&tx, key).await? {
            if answer.fingerprint != once.fingerprint {
                return Err(Problem::new(Kind::KeyReused));
            }
            let Answer { location, version, body, .. } = answer;
            return Ok(Begun::Replay(Made { location, version, body }));
        }
    }
    Ok(Begun::Work(Box::new(Work { tx, now, caller: caller.clone(), action, once })))
}

/// A fingerprint as it is kept: a plain hash of a body that is mostly known would let a reader of the database try out
/// the rest of it, such as a licence's number.
fn keyed(app: &App, fingerprint: &str) -> String {
    URL_SAFE_NO_PAD.encode(app.vault.mac("idempotency", fingerprint.as_bytes()))
}

impl Work {
    /// The transaction.
    pub const fn tx(&self) -> &Transaction {
        &self.tx
    }

    /// The moment of the creation.
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Keeps the answer and commits.
    ///
    /// # Errors
    /// 409 when another request with the same key was quicker; then nothing of this one stays.
    pub async fn finish<T: Serialize>(self, created: Created<T>) -> Result<Made, Problem> {
        let body = serde_json::to_string(&created.body).map_err(anyhow::Error::from)?;
        let Created { location, version, .. } = created;
        if let Some(key) = &self.once.key {
            let key = Key { account: self.caller.account()?, operation: self.action.key(), key };
            let fingerprint = self.once.fingerprint.clone();
            let answer = Answer { fingerprint, location: location.clone(), version, body: body.clone() };
            match idempotency::keep(&self.tx, key, &answer, self.now).await {
                Err(Error::Unique(_)) => return Err(Problem::new(Kind::InProgress)),
                kept => kept?,
            }
        }
        self.tx.commit().await?;
        Ok(Made { location, version, body })
    }
}
