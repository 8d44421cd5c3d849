//! Workers who may be found, as matching sees them: what the pool is made of.

use std::collections::HashMap;

use domain::account::AccountId;
use domain::worker::{Profile, Visibility};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use super::{licence, profile, wallet};
use crate::dialect::KEYS_PER_LOOKUP;
use crate::entity::{licence as licence_row, wallet_credential, worker_profile};
use crate::{Connection, Error, Result};

/// A worker who may be found.
pub struct Findable {
    /// Who.
    pub worker: AccountId,
    /// The version of what they wrote.
    pub version: i32,
    /// Whether they are open to all verified employers; else they are anonymous.
    pub open: bool,
    /// What matching sees.
    pub profile: Profile,
}

/// Everyone who may be found, by id: the next few after `after`; none once nobody is left.
pub async fn page(c: &impl Connection, after: Option<AccountId>) -> Result<Vec<Findable>> {
    let limit = u64::try_from(KEYS_PER_LOOKUP).unwrap_or(u64::MAX);
    let mut query = findable().order_by_asc(worker_profile::Column::AccountId).limit(limit);
    if let Some(after) = after {
        query = query.filter(worker_profile::Column::AccountId.gt(after.0));
    }
    whole(c, query).await
}

/// Those of these workers who may be found.
pub async fn by_ids(c: &impl Connection, workers: &[AccountId]) -> Result<Vec<Findable>> {
    let mut found = Vec::with_capacity(workers.len());
    for workers in workers.chunks(KEYS_PER_LOOKUP) {
        let ids = workers.iter().map(|worker| worker.0);
        found.extend(whole(c, findable().filter(worker_profile::Column::AccountId.is_in(ids))).await?);
    }
    Ok(found)
}

/// Those of these workers who may be found, and by whom.
pub async fn visibility(c: &impl Connection, workers: &[AccountId]) -> Result<HashMap<AccountId, Visibility>> {
    let mut found = HashMap::with_capacity(workers.len());
    for workers in workers.chunks(KEYS_PER_LOOKUP) {
        let ids = workers.iter().map(|worker| worker.0);
        let rows = findable()
            .filter(worker_profile::Column::AccountId.is_in(ids))
            .select_only()
            .columns([worker_profile::Column::AccountId, worker_profile::Column::Visibility])
            .into_tuple::<(Uuid, String)>();
        for (id, key) in rows.all(c.inner()).await? {
            let unreadable = || Error::Unreadable(format!("worker_profile.visibility of {id}"));
            found.insert(AccountId(id), Visibility::parse(&key).ok_or_else(unreadable)?);
        }
    }
    Ok(found)
}

fn findable() -> Select<worker_profile::Entity> {
    let findable = [Visibility::Anonymous, Visibility::Open].map(Visibility::key);
    worker_profile::Entity::find().filter(worker_profile::Column::Visibility.is_in(findable))
}

async fn whole(c: &impl Connection, profiles: Select<worker_profile::Entity>) -> Result<Vec<Findable>> {
    let profiles = profiles.all(c.inner()).await?;
    let ids: Vec<Uuid> = profiles.iter().map(|row| row.account_id).collect();
    let licences = licence_row::Entity::find()
        .filter(licence_row::Column::AccountId.is_in(ids.iter().copied()))
        .order_by_asc(licence_row::Column::Id);
    let wallet = wallet_credential::Entity::find()
        .filter(wallet_credential::Column::AccountId.is_in(ids))
        .order_by_asc(wallet_credential::Column::Id);
    let (mut licensed, mut held) = (HashMap::<AccountId, Vec<_>>::new(), HashMap::<AccountId, Vec<_>>::new());
    for row in licences.all(c.inner()).await? {
        let licence = licence::of_row(row)?;
        licensed.entry(licence.account).or_default().push(licence.fields);
    }
    for row in wallet.all(c.inner()).await? {
        let credential = wallet::of_row(row)?;
        held.entry(credential.account).or_default().push(credential.held);
    }
    let each = profiles.iter().map(|row| {
        let profile::Profile { account, version, visibility, record } = profile::of_row(row)?;
        let licences = licensed.remove(&account).unwrap_or_default();
        let wallet = held.remove(&account).unwrap_or_default();
        let open = visibility == Visibility::Open;
        Ok(Findable { worker: account, version, open, profile: record.profile(licences, wallet) })
    });
    each.collect()
}
