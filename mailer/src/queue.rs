//! Asking for a mail to be sent.

use std::fmt;
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use domain::Lang;
use lettre::Address;
use serde::{Deserialize, Serialize};
use storage::Transaction;
use storage::delivery::{self, Delivery, DeliveryId};
use storage::vault::Vault;
use uuid::{ContextV7, Timestamp, Uuid};

use crate::{Error, Letter};

/// A mail to be sent.
#[derive(Clone)]
pub struct Outgoing {
    /// The address, as the account keeps it: [`storage::delivery::forget`] finds it by this.
    pub to: String,
    /// How the recipient wants to be called; may be empty.
    pub to_name: String,
    /// The language it is written in.
    pub language: Lang,
    /// What it says.
    pub letter: Letter,
    /// Under one key one mail is sent, ever. Names things by opaque ids only: `licence-lapses:ID:30`.
    pub dedupe_key: Option<String>,
}

/// Opaque: all of it is personal.
impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing").field("letter", &self.letter).finish_non_exhaustive()
    }
}

/// What a delivery keeps under seal.
#[derive(Serialize, Deserialize)]
pub(crate) struct Payload {
    pub(crate) to_name: String,
    pub(crate) letter: Letter,
}

/// Where a payload is sealed for.
fn context(id: DeliveryId) -> String {
    format!("delivery.payload:{id}")
}

impl Payload {
    /// What a delivery says; `None` once it has ended.
    pub(crate) fn of(vault: &Vault, delivery: &Delivery) -> Result<Option<Self>, Error> {
        let Some(sealed) = delivery.payload.as_deref() else { return Ok(None) };
        let payload = vault.open(&context(delivery.id), sealed).map_err(|_| Error::Sealed)?;
        serde_json::from_str(&payload).map(Some).map_err(|_| Error::Letter)
    }
}

/// The letter of a delivery, until it has ended.
///
/// # Errors
/// [`Error::Sealed`] without the key that it was sealed with, [`Error::Letter`] where it is of another program.
pub fn letter(vault: &Vault, delivery: &Delivery) -> Result<Option<Letter>, Error> {
    Ok(Payload::of(vault, delivery)?.map(|payload| payload.letter))
}

/// Bytes of an address at most (RFC 5321 §4.5.3.1.3).
const ADDRESS: usize = 254;

/// Whether mail can be sent to an address.
pub fn is_address(text: &str) -> bool {
    text.len() <= ADDRESS && text.parse::<Address>().is_ok()
}

/// Queues a mail in the transaction of what it tells of: it is sent, at least once, if that commits. Returns the
/// delivery, which is the earlier one when the key was used before.
///
/// # Errors
/// [`Error::Address`] when no mail can be sent there; otherwise what the database says.
pub async fn queue(tx: &Transaction, vault: &Vault, mail: &Outgoing, now: DateTime<Utc>) -> Result<DeliveryId, Error> {
    let sealed = Sealed::of(vault, mail, now)?;
    Ok(delivery::enqueue(tx, &sealed.row(mail), now).await?)
}

/// As [`queue`], many in few statements.
pub(crate) async fn queue_all(tx: &Transaction, mails: &[(Outgoing, Sealed)], now: DateTime<Utc>) -> Result<(), Error> {
    let rows: Vec<delivery::New<'_>> = mails.iter().map(|(mail, sealed)| sealed.row(mail)).collect();
    Ok(delivery::enqueue_all(tx, &rows, now).await?)
}

/// What a mail says, sealed for its delivery.
pub(crate) struct Sealed {
    id: DeliveryId,
    payload: String,
}

impl Sealed {
    /// Refuses a mail to what is no address.
    pub(crate) fn of(vault: &Vault, mail: &Outgoing, now: DateTime<Utc>) -> Result<Self, Error> {
        if !is_address(&mail.to) {
            return Err(Error::Address);
        }
        let id = new_id(now);
        let payload = Payload { to_name: mail.to_name.clone(), letter: mail.letter.clone() };
        let payload = serde_json::to_string(&payload).map_err(|_| Error::Letter)?;
        Ok(Self { id, payload: vault.seal(&context(id), &payload) })
    }

    fn row<'a>(&'a self, mail: &'a Outgoing) -> delivery::New<'a> {
        delivery::New {
            id: self.id,
            kind: mail.letter.kind(),
            recipient: &mail.to,
            language: mail.language,
            payload: &self.payload,
            dedupe_key: mail.dedupe_key.as_deref(),
        }
    }
}

/// Those of one moment follow one another, as thousands of rows do that are queued in one transaction: scattered over an
/// index, they would cost a page of it each.
static ORDER: Mutex<ContextV7> = Mutex::new(ContextV7::new());

pub(crate) fn new_id(now: DateTime<Utc>) -> DeliveryId {
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    DeliveryId(Uuid::new_v7(Timestamp::from_unix(&ORDER, seconds, now.timestamp_subsec_nanos())))
}
