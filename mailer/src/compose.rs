//! From a delivery to the message that goes out: the same bytes however often it is composed.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::address::{Address, Envelope};
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use storage::delivery::Delivery;

use crate::digest::{Desk, Told};
use crate::html::html;
use crate::queue::Payload;
use crate::render::{Rendered, render};
use crate::sender::Sender;
use crate::text::name;
use crate::transport::Failure;
use crate::{Letter, blog, digest};

/// Puts a delivery into words, some of them as of `now`; `None`: there is nothing to be sent any more.
pub(crate) async fn composed(
    desk: &Desk<'_>,
    delivery: &Delivery,
    payload: &Payload,
    now: DateTime<Utc>,
) -> Result<Option<Message>, Failure> {
    let said = match &payload.letter {
        Letter::Digest { subscription, jobs, rest, market } => {
            let told = Told { jobs, rest: *rest, market: *market };
            digest::said(desk, *subscription, &told, now).await.map_err(|_| Failure::Transient("digest"))?
        }
        Letter::Article { subscription, article } => {
            blog::said(desk, (*subscription, *article), now).await.map_err(|_| Failure::Transient("article"))?
        }
        _ => return compose(delivery, payload, desk.sender).map(Some),
    };
    said.map(|said| message(delivery, &payload.to_name, &said, desk.sender)).transpose()
}

/// Composes a delivery. Date and Message-ID are the delivery's, so that a mail sent twice is known as one.
pub(crate) fn compose(delivery: &Delivery, payload: &Payload, sender: &Sender) -> Result<Message, Failure> {
    let said = render(&payload.letter, &payload.to_name, delivery.language, sender);
    message(delivery, &payload.to_name, &said, sender)
}

/// The message that says something.
pub(crate) fn message(
    delivery: &Delivery,
    to_name: &str,
    said: &Rendered,
    sender: &Sender,
) -> Result<Message, Failure> {
    let to: Address = delivery.recipient.parse().map_err(|_| Failure::Permanent("address"))?;
    let from = sender.mailbox().ok_or(Failure::Transient("sender"))?;
    // Given, so that it is not read back from headers that hold names.
    let envelope = Envelope::new(Some(from.email.clone()), vec![to.clone()]);
    let mut message = Message::builder()
        .message_id(Some(format!("<{}@{}>", delivery.id, from.email.domain())))
        .date(SystemTime::from(delivery.created_at))
        .from(from)
        .to(Mailbox::new(name(to_name), to))
        .subject(said.subject.clone())
        .header(AutoSubmitted)
        .envelope(envelope.map_err(|_| Failure::Permanent("address"))?);
    if let Some(url) = &said.one_click {
        message = message.header(ListUnsubscribe(format!("<{url}>"))).header(ListUnsubscribePost);
    }
    let html = html(said, delivery.language, &sender.public_url).map_err(|_| Failure::Permanent("composition"))?;
    // What is read last is preferred (RFC 2046 §5.1.4). The line between the parts is the delivery's too.
    let parts = MultiPart::alternative()
        .boundary(delivery.id.0.simple().to_string())
        .singlepart(SinglePart::plain(said.text()));
    message.multipart(parts.singlepart(SinglePart::html(html))).map_err(|_| Failure::Permanent("composition"))
}

/// Says that no person wrote this, so that no program answers (RFC 3834 §5).
#[derive(Clone)]
struct AutoSubmitted;

const AUTO_GENERATED: &str = "auto-generated";

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        if value == AUTO_GENERATED { Ok(Self) } else { Err("not auto-generated".into()) }
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), AUTO_GENERATED.to_owned())
    }
}

/// Where a mail program unsubscribes with one request (RFC 8058 §3.1): on one line, as some break a signature over it else.
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(value.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::dangerous_new_pre_encoded(Self::name(), self.0.clone(), self.0.clone())
    }
}

/// That one request is enough (RFC 8058 §3.1).
#[derive(Clone)]
struct ListUnsubscribePost;

const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        if value == ONE_CLICK { Ok(Self) } else { Err("not one click".into()) }
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), ONE_CLICK.to_owned())
    }
}

#[cfg(test)]
mod tests;
