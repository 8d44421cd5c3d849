//! Sends to webhooks what is due, each message until its receiver has taken it or all tries were in vain.
//!
//! A message is taken by a conditional update, so that of several processes one sends it; one that is killed meanwhile
//! leaves it to be taken again. So a receiver may get a message twice, under the same id.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use domain::webhook::{State, next_try, signed};
use futures::StreamExt;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::CONTENT_TYPE;
use sha2::Sha256;
use storage::webhook::{self, Delivery, Webhook};
use tokio::sync::watch;

use super::is_stopped_within;
use crate::app::App;
use crate::app::webhooks::secret;
use crate::outbound::Failure;

/// Looked at this often.
const EVERY: Duration = Duration::from_secs(1);
/// Messages taken at a time, and sent side by side: a slow receiver must not keep others waiting.
const BATCH: usize = 32;
/// For how long a message is taken.
const TAKEN: TimeDelta = TimeDelta::minutes(2);

/// Sends until `stop` turns true. Any number of processes may do so.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) -> anyhow::Result<()> {
    loop {
        match pass(&app).await {
            Ok(sent) if sent == BATCH && !*stop.borrow() => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(error = format!("{error:#}"), "cannot send to webhooks"),
        }
        if is_stopped_within(EVERY, &mut stop).await {
            return Ok(());
        }
    }
}

/// Tries some of what is due; says how many.
pub async fn pass(app: &App) -> anyhow::Result<usize> {
    let now = app.clock.now();
    let due = webhook::due(&app.db, now, u64::try_from(BATCH)?).await?;
    let count = due.len();
    let tries = futures::stream::iter(due).map(|delivery| attempt(app, delivery, now)).buffer_unordered(BATCH);
    for tried in tries.collect::<Vec<_>>().await {
        // Others are still to be sent; this one is taken again when its time has run out.
        if let Err(error) = tried {
            tracing::warn!(error = format!("{error:#}"), "cannot send to a webhook");
        }
    }
    Ok(count)
}

async fn attempt(app: &App, mut delivery: Delivery, now: DateTime<Utc>) -> anyhow::Result<()> {
    if !webhook::take(&app.db, &delivery, now + TAKEN).await? {
        return Ok(());
    }
    delivery.attempts += 1;
    let hook = webhook::find(&app.db, delivery.webhook).await?;
    let sent = send(app, &hook, &delivery).await;
    let now = app.clock.now();
    (delivery.last_status, delivery.last_error) = match &sent {
        Ok(status) => (Some(*status), None),
        Err(failure) => (None, Some(failure.to_string())),
    };
    if sent.is_ok_and(|status| (200..300).contains(&status)) {
        (delivery.state, delivery.ended_at) = (State::Delivered, Some(now));
    } else if let Some(next) = next_try(delivery.attempts, now) {
        delivery.next_at = next;
    } else {
        (delivery.state, delivery.ended_at) = (State::Dead, Some(now));
        tracing::warn!(webhook = %delivery.webhook, message = %delivery.id, "a webhook has not taken a message");
    }
    Ok(webhook::keep(&app.db, &delivery).await?)
}

/// Sends a message; the status of the answer, whose body is not read.
async fn send(app: &App, hook: &Webhook, delivery: &Delivery) -> Result<u16, Failure> {
    let url = app.outbound.url(&hook.url)?;
    let secret = secret(app, hook).map_err(|_| Failure::NotConnected)?;
    let now = app.clock.now();
    let signature = sign(&secret, &signed(delivery.id, now, &delivery.payload));
    let response = app
        .outbound
        .send(|client| {
            client
                .post(url)
                .header(CONTENT_TYPE, "application/json")
                .header("webhook-id", delivery.id.to_string())
                .header("webhook-timestamp", now.timestamp().to_string())
                .header("webhook-signature", signature)
                .body(delivery.payload.clone())
        })
        .await?;
    Ok(response.status().as_u16())
}

/// `v1,` and HMAC-SHA-256 in base64, as Standard Webhooks says.
fn sign(secret: &[u8], text: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret).map(|mac| mac.chain_update(text).finalize().into_bytes());
    format!("v1,{}", STANDARD.encode(mac.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_standard() {
        // The example of the specification's reference libraries.
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let text = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";
        assert_eq!(sign(&secret, text), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
