//! Mail as it is sent, shown to operators: what waits, and where mail goes to a folder what was sent too. Elsewhere what was
//! sent is erased.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::subscription::SubscriptionId;
use mail_parser::MessageParser;
use storage::application::rates::AnswerRates;
use storage::delivery::{self, Delivery, DeliveryId, State};
use storage::vault::Vault;
use storage::{Database, Error as StorageError};

use crate::compose::composed;
use crate::digest::Desk;
use crate::queue::{Payload, new_id};
use crate::transport::Transport;
use crate::{Digests, Error, Sender};

/// A mail to be looked at.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// The same in HTML.
    pub html: String,
    /// As it is sent, but for the signature.
    pub message: Vec<u8>,
}

impl Shown {
    fn of(message: Vec<u8>) -> Self {
        let parsed = MessageParser::new().parse(&message);
        let said =
            |text: Option<std::borrow::Cow<'_, str>>| text.map(|text| text.replace("\r\n", "\n")).unwrap_or_default();
        let parsed = parsed.as_ref();
        let subject = parsed.and_then(|mail| mail.subject()).unwrap_or_default().to_owned();
        let (text, html) = (said(parsed.and_then(|m| m.body_text(0))), said(parsed.and_then(|m| m.body_html(0))));
        Self { subject, text, html, message }
    }
}

/// Shows mail, and sends none.
pub struct Window {
    db: Database,
    vault: Vault,
    sender: Sender,
    /// Where mail goes, if it goes there.
    folder: Option<PathBuf>,
    rates: AnswerRates,
    clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

impl Window {
    /// Of an installation.
    pub fn new(
        db: Database,
        vault: Vault,
        transport: &Transport,
        sender: Sender,
        clock: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
    ) -> Self {
        let folder = if let Transport::Folder(folder) = transport { Some(folder.clone()) } else { None };
        Self { db, vault, sender, folder, rates: AnswerRates::default(), clock: Arc::new(clock) }
    }

    /// A mail; `None`: it is kept no more, or there is nothing to be sent any more.
    ///
    /// # Errors
    /// [`StorageError::NotFound`], [`Error::Sealed`], [`Error::Letter`].
    pub async fn mail(&self, id: DeliveryId) -> Result<Option<Shown>, Error> {
        let delivery = delivery::find(&self.db, id).await?.ok_or(StorageError::NotFound)?;
        let sent = self.folder.as_ref().and_then(|folder| fs::read(folder.join(format!("{id}.eml"))).ok());
        if let Some(message) = sent {
            return Ok(Some(Shown::of(message)));
        }
        let Some(payload) = Payload::of(&self.vault, &delivery)? else { return Ok(None) };
        self.words(&delivery, &payload).await
    }

    /// The digest that a subscription would get, were it due now; `None`: there is nothing to tell. Nothing is kept.
    ///
    /// # Errors
    /// [`StorageError::NotFound`].
    pub async fn digest(&self, id: SubscriptionId) -> Result<Option<Shown>, Error> {
        let clock = Arc::clone(&self.clock);
        let mut digests = Digests::new(self.db.clone(), self.vault.clone(), move || clock());
        let Some(mail) = digests.preview(id).await? else { return Ok(None) };
        let now = (self.clock)();
        let delivery = Delivery {
            id: new_id(now),
            kind: mail.letter.kind().to_owned(),
            recipient: mail.to,
            language: mail.language,
            payload: None,
            attempts: 0,
            created_at: now,
            state: State::Due { at: now },
            last_error: None,
        };
        self.words(&delivery, &Payload { to_name: mail.to_name, letter: mail.letter }).await
    }

    async fn words(&self, delivery: &Delivery, payload: &Payload) -> Result<Option<Shown>, Error> {
        let Self { db, vault, sender, rates, .. } = self;
        let message = composed(&Desk { db, vault, sender, rates }, delivery, payload, (self.clock)()).await;
        let message = message.map_err(|_| Error::Letter)?;
        Ok(message.map(|message| Shown::of(message.formatted())))
    }
}
