mod anonymity;
mod asking;
mod cards;
mod inviting;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::*;

/// Some moment.
fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000 + minute * 60, 0).unwrap()
}

fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(n)
}
