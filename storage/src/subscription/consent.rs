//! What was agreed to and what was taken back: written once, never changed, kept without the address when a subscription
//! is removed.

use std::net::IpAddr;

use domain::Lang;
use domain::subscription::{Consent, Means, Purpose, SubscriptionId};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::connection::sealed::Sealed;
use crate::dialect::micros;
use crate::entity::consent::{ActiveModel, Column, Entity, Model};
use crate::{Connection, Error, Result, Transaction};

/// Writes down some yeses and noes that came from one address of the network.
pub async fn record(tx: &Transaction, consents: &[Consent], ip: Option<IpAddr>) -> Result<()> {
    for consent in consents {
        let row = ActiveModel {
            id: Set(Uuid::now_v7()),
            subscription_id: Set(consent.subscription.0),
            purpose: Set(consent.purpose.key().to_owned()),
            given: Set(consent.given),
            means: Set(consent.means.key().to_owned()),
            words: Set(i16::try_from(consent.words).unwrap_or(i16::MAX)),
            language: Set(consent.language.code().to_owned()),
            at: Set(micros(consent.at)),
            ip: Set(ip.map(|ip| ip.to_string())),
        };
        Entity::insert(row).exec_without_returning(tx.inner()).await?;
    }
    Ok(())
}

/// What was said of a subscription, oldest first, and from where.
pub async fn of(c: &impl Connection, id: SubscriptionId) -> Result<Vec<(Consent, Option<IpAddr>)>> {
    let query = Entity::find().filter(Column::SubscriptionId.eq(id.0)).order_by_asc(Column::Id);
    query.all(c.inner()).await?.iter().map(consent).collect()
}

/// Forgets from where it was said: what is left names nobody.
pub async fn forget_whence(tx: &Transaction, id: SubscriptionId) -> Result<()> {
    let nowhere = ActiveModel { ip: Set(None), ..ActiveModel::default() };
    Entity::update_many().set(nowhere).filter(Column::SubscriptionId.eq(id.0)).exec(tx.inner()).await?;
    Ok(())
}

fn consent(row: &Model) -> Result<(Consent, Option<IpAddr>)> {
    let unreadable = |column: &str| Error::Unreadable(format!("consent.{column} of {}", row.id));
    let consent = Consent {
        subscription: SubscriptionId(row.subscription_id),
        purpose: Purpose::parse(&row.purpose).ok_or_else(|| unreadable("purpose"))?,
        given: row.given,
        means: Means::parse(&row.means).ok_or_else(|| unreadable("means"))?,
        words: u16::try_from(row.words).map_err(|_| unreadable("words"))?,
        language: Lang::parse(&row.language).ok_or_else(|| unreadable("language"))?,
        at: row.at,
    };
    let ip = row.ip.as_ref().map(|ip| ip.parse().map_err(|_| unreadable("ip"))).transpose()?;
    Ok((consent, ip))
}
