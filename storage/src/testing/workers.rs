//! Workers by the hundred thousand, for measurements.

use chrono::{DateTime, Utc};
use domain::account::AccountId;
use domain::worker::{Profile, Record, Visibility};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::account;
use crate::connection::sealed::Sealed;
use crate::dialect::ROWS_PER_INSERT;
use crate::worker::{Credential, Licence, licence, profile, wallet};
use crate::{Result, Transaction, entity};

/// Adds workers with their accounts, licences and wallets, in few statements; nobody who follows the change feed is told.
///
/// # Errors
/// What the database says.
pub async fn insert_workers(
    tx: &Transaction,
    workers: &[(AccountId, Visibility, Profile)],
    now: DateTime<Utc>,
) -> Result<()> {
    let (mut accounts, mut profiles) = (Vec::new(), Vec::new());
    let (mut licences, mut credentials) = (Vec::new(), Vec::new());
    for (id, visibility, found) in workers {
        accounts.push(crate::account::row(&account(*id, &format!("{}@example.org", id.0.simple()))));
        let written = profile::Profile { account: *id, version: 1, visibility: *visibility, record: record(found) };
        profiles.push(profile::row(&written, now)?);
        for fields in &found.licences {
            licences.push(licence::row(&Licence::new(Uuid::now_v7(), *id, fields.clone())));
        }
        for held in &found.credentials {
            let card = Credential {
                id: Uuid::now_v7(),
                account: *id,
                version: 1,
                held: held.clone(),
                issuer: None,
                document: None,
            };
            credentials.push(wallet::row(&card));
        }
    }
    insert::<entity::account::Entity, _>(tx, accounts).await?;
    insert::<entity::worker_profile::Entity, _>(tx, profiles).await?;
    insert::<entity::licence::Entity, _>(tx, licences).await?;
    insert::<entity::wallet_credential::Entity, _>(tx, credentials).await
}

async fn insert<E, A>(tx: &Transaction, rows: Vec<A>) -> Result<()>
where
    E: EntityTrait<Model: IntoActiveModel<A>>,
    A: ActiveModelTrait<Entity = E> + Clone,
{
    for rows in rows.chunks(ROWS_PER_INSERT) {
        E::insert_many(rows.iter().cloned()).exec_without_returning(tx.inner()).await?;
    }
    Ok(())
}

/// What the worker wrote, for this to be what matching sees.
fn record(profile: &Profile) -> Record {
    Record {
        roles: profile.roles.clone(),
        residence: profile.residence,
        reach: profile.reach.clone(),
        employment: profile.employment,
        shifts: profile.shifts,
        pay_floor: profile.pay_floor,
        languages: profile.languages,
        available_from: profile.available_from,
        ..Record::default()
    }
}
