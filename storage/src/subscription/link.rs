//! The links of a subscription. Each holds a token that is derived and not kept: nobody who reads the database can make
//! one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::subscription::SubscriptionId;
use uuid::Uuid;

use crate::vault::Vault;

/// Bytes of the keyed hash in a token: 128 bits, beyond guessing.
const MAC: usize = 16;

/// What opens a subscription's preferences, and ends it. It is good as long as the subscription is kept: mail must be
/// unsubscribed from for at least 60 days after it was sent (S.C. 2010, c. 23, s. 11(2); `as_of` 2026-11).
pub fn token(vault: &Vault, id: SubscriptionId) -> String {
    made(vault, "subscription", id, &[])
}

/// Whose token this is.
pub fn of(vault: &Vault, token: &str) -> Option<SubscriptionId> {
    let id = named(token)?;
    (self::token(vault, id) == token).then_some(id)
}

/// What proves the address of a subscription that was asked for at a moment: another request makes it worthless.
pub fn proof(vault: &Vault, id: SubscriptionId, asked_at: DateTime<Utc>) -> String {
    made(vault, "subscription proof", id, &asked_at.timestamp_micros().to_be_bytes())
}

/// The subscription that a token names; whether it is good is still to be seen.
pub fn named(token: &str) -> Option<SubscriptionId> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (id, mac) = bytes.split_first_chunk()?;
    (mac.len() == MAC).then_some(SubscriptionId(Uuid::from_bytes(*id)))
}

fn made(vault: &Vault, purpose: &str, id: SubscriptionId, more: &[u8]) -> String {
    let mac = vault.mac(purpose, &[id.0.as_bytes(), more].concat());
    let mac = mac.first_chunk::<MAC>().copied().unwrap_or_default();
    URL_SAFE_NO_PAD.encode([id.0.as_bytes().as_slice(), &mac].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_one_subscription_and_proves_one_request() {
        let (vault, id) = (Vault::generate(), SubscriptionId(Uuid::from_u128(7)));
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let token = token(&vault, id);
        assert_eq!(of(&vault, &token), Some(id));
        assert_eq!(of(&Vault::generate(), &token), None, "under another key");
        assert_eq!(of(&vault, &proof(&vault, id, at)), None, "a proof opens nothing");
        assert_ne!(proof(&vault, id, at), proof(&vault, id, at + chrono::TimeDelta::microseconds(1)));
        let other = super::token(&vault, SubscriptionId(Uuid::from_u128(8)));
        assert_eq!(of(&vault, &format!("{}{}", &other[..22], &token[22..])), None, "a hash of another");
        for forged in ["", "A", &token[1..], &format!("{token}A"), &token.to_lowercase(), "../..", "é"] {
            assert_eq!(of(&vault, forged), None, "{forged}");
        }
    }
}
