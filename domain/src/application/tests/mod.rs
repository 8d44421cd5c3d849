mod answering;
mod applying;
mod clock;
mod moving;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::*;

/// Some moment.
fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000 + minute * 60, 0).unwrap()
}

fn account(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

fn actor(party: Party) -> Actor {
    Actor { party, account: account(if party == Party::Worker { 1 } else { 2 }) }
}
